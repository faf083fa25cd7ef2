"""Why the block is as it is: every rule, what it says, what it rests on, and what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from constraints.block import ScoreRow
from planner.explaining.explain import Explanation, RuleRow, said
from planner.exports.words import clean, count
from scenarios.catalogue import STATUS
from scenarios.schema import Priority

MOST_SHOWN: Final = 8  # places of one rule; `planner check` lists them all
_BINDING: Final[dict[Priority, tuple[str, str]]] = {
    "must": ("Must", "Never broken: where they cannot all hold, there is no block."),
    "should": ("Should", "Broken only where there is no other way."),
    "prefer": ("Prefer", "Wishes. No number of them outweighs one broken should."),
}


@dataclass(frozen=True)
class Reason:
    """One rule; `result` is what it cost in words."""

    rule: str
    sentence: str
    source: tuple[str, ...]
    holds: bool
    result: str
    breaches: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The rules of one priority, those that cost something first."""

    name: str
    means: str
    sums: str
    is_open: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Why:
    """All rules, those left out, fields that do not add up, references, and what they rest on."""

    groups: tuple[Group, ...]
    unasked: tuple[str, ...]
    mismatches: tuple[str, ...]
    references: tuple[tuple[str, str, str], ...]
    basis: str


def why(explanation: Explanation) -> Why:
    """Every rule of the audit, clean ones too."""
    groups = (_group(explanation, priority) for priority in _BINDING)
    return Why(
        groups=tuple(group for group in groups if group.reasons),
        unasked=explanation.unasked,
        mismatches=_listed(explanation.mismatches),
        references=tuple(
            (one.key, one.reference, STATUS[one.status])
            for one in sorted(explanation.sources, key=lambda one: one.key)
        ),
        basis=_basis(explanation),
    )


def _group(explanation: Explanation, priority: Priority) -> Group:
    rows = [row for row in explanation.rules if row.priority == priority]
    broken = sum(bool(row.breaches) for row in rows)
    name, means = _BINDING[priority]
    if not broken:
        sums = "all hold"
    elif priority == "must":
        sums = f"{broken} broken"
    else:
        sums = f"{broken} paid for, price {sum(row.price for row in rows)}"
    return Group(
        name=name, means=means, sums=f"{count(len(rows), 'rule')}, {sums}", is_open=broken > 0,
        reasons=tuple(
            _reason(row) for row in sorted(rows, key=lambda row: (not row.breaches, -row.price))
        ),
    )  # fmt: skip


def _reason(row: RuleRow) -> Reason:
    result = "holds"
    if row.breaches:
        result = "broken" if row.is_broken else f"price {row.price}"
    return Reason(
        rule=row.rule, sentence=clean(row.sentence), source=row.source,
        holds=not row.breaches, result=result, breaches=_listed(row.breaches),
    )  # fmt: skip


def _listed(rows: Sequence[ScoreRow]) -> tuple[str, ...]:
    """The first places in words, and how many more there are."""
    shown = [clean(said(row)) for row in rows[:MOST_SHOWN]]
    more = len(rows) - len(shown)
    return (*shown, f"and {more} more; planner check lists all of them") if more else tuple(shown)


def _basis(explanation: Explanation) -> str:
    """How many rules rest on literature, on convention, and on both."""
    kinds = [row.basis for row in explanation.rules]
    return (
        f"Of the {count(len(kinds), 'rule')} of this block, {kinds.count('convention')} rest on "
        f"convention alone, {kinds.count('science')} on published sources, and "
        f"{kinds.count('both')} on both."
    )
