"""What a block costs and why: every rule with its sentence, numbers, sources and price.

It stands alone because the structure comes first: the command line prints a view of it, others
read it as JSON. The audit is all that it needs, so it works without the solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from constraints.audit import Finding, audit, row_of
from constraints.block import Block, Frozen, Place, ScoreRow, Solve
from constraints.prices import weight_of
from constraints.rule import Breach
from constraints.rules import RULES
from scenarios.catalogue import Source, sources
from scenarios.schema import Priority, Scenario

Basis = Literal["science", "convention", "both"]
Tier = Literal["should", "prefer"]
TIERS: Final[tuple[Tier, ...]] = ("should", "prefer")  # what has a price, the dearer first


class RuleRow(Frozen):
    """One rule as the athlete has it; without breaches it holds.

    `general` is the rule in one sentence, `sentence` states it with this athlete's numbers; `keys`
    name them in the scenario, and `numbers` are their values by full key. `basis` is "convention"
    where every source is a choice of this project, "both" where some are. A price is `weight`
    points for each `point`; a `must` has none.
    """

    rule: str
    priority: Priority
    general: str
    sentence: str
    keys: tuple[str, ...]
    numbers: dict[str, Any]
    source: tuple[str, ...]
    basis: Basis
    weight: int
    point: str
    price: int
    breaches: tuple[ScoreRow, ...]

    @property
    def is_broken(self) -> bool:
        """Whether it is a `must` that does not hold."""
        return self.priority == "must" and bool(self.breaches)


class Explanation(Frozen):
    """Every rule that the scenario asks for, in the order of RULES, clean ones too.

    `unasked` are rules that are turned off or without use for this athlete; `mismatches` fields of
    the file that do not add up, as after an edit by hand; `sources` what the rules refer to.
    """

    format: Literal["posterior-chain-explanation"] = "posterior-chain-explanation"
    version: Literal[1] = 1
    scenario: str
    title: str
    solve: Solve
    price: dict[Tier, int]
    rules: tuple[RuleRow, ...]
    unasked: tuple[str, ...]
    mismatches: tuple[ScoreRow, ...]
    sources: tuple[Source, ...]

    @property
    def is_as_planned(self) -> bool:
        """Whether the block is still what the solver found: no `must` broken, all sums right."""
        return not self.mismatches and not any(row.is_broken for row in self.rules)


def explain(block: Block) -> Explanation:
    """The price of a block, rule by rule, reckoned anew by the audit."""
    report = audit(block)
    table = block.scenario.model_dump(mode="json", by_alias=True)
    rules = tuple(_row(finding, table) for finding in report.findings)
    asked = {row.rule for row in rules}
    cited = {key for row in rules for key in row.source}
    return Explanation(
        scenario=block.scenario.id,
        title=block.scenario.title,
        solve=block.solve,
        price={tier: report.price(tier) for tier in TIERS},
        rules=rules,
        unasked=tuple(kind.slug for kind in RULES if kind.slug not in asked),
        mismatches=tuple(map(row_of, report.mismatches)),
        sources=tuple(source for key, source in sources().items() if key in cited),
    )


def said(breach: Breach | ScoreRow) -> str:
    """Place, text and numbers of a breach; what the text says of the place is not said again."""
    where = ", ".join(one for one in _places(breach.where) if one and one not in breach.text)
    numbers = f"{breach.measured:g} instead of {breach.limit:g} {breach.unit}"
    return f"{where}{': ' if where else ''}{breach.text} ({numbers})"


def values(table: Mapping[str, Any], key: str) -> Iterator[tuple[str, Any]]:
    """What a table of a scenario says under a dotted key, by full key.

    `*` stands for any name; a key of a table stands for all that is in it.
    """
    yield from _values(table, key.split("."), ())


def all_values(scenario: Scenario) -> dict[str, Any]:
    """Every value of a scenario by dotted key, as JSON has it."""
    return dict(values(scenario.model_dump(mode="json", by_alias=True), "*"))


def _row(finding: Finding, table: Mapping[str, Any]) -> RuleRow:
    rule = finding.rule
    found = (pair for key in rule.numbers for pair in values(table, key))
    return RuleRow(
        rule=rule.slug,
        priority=rule.priority,
        general=rule.sentence,
        sentence=rule.explain(),
        keys=rule.numbers,
        numbers={key: value for key, value in found if value is not None and value != []},
        source=rule.source,
        basis=_basis(rule.source),
        weight=weight_of(rule.slug),
        point=rule.point,
        price=finding.price,
        breaches=tuple(map(row_of, finding.breaches)),
    )


def _basis(keys: tuple[str, ...]) -> Basis:
    choices = [sources()[key].status == "P" for key in keys]
    if all(choices):
        return "convention"
    return "both" if any(choices) else "science"


def _places(where: Place) -> tuple[str, ...]:
    return (
        "" if where.week is None else f"week {where.week}",
        "" if where.session is None else f"session {where.session}",
        where.exercise or "",
        where.muscle or "",
    )


def _values(value: Any, path: list[str], at: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        names = list(value) if path[:1] in ([], ["*"]) else [n for n in path[:1] if n in value]
        for name in names:
            yield from _values(value[name], path[1:], (*at, name))
    elif not path:
        yield ".".join(at), value
