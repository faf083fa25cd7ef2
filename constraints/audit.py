"""The audit: every rule on a finished block, without the solver.

The score that it reckons is the solver's objective; `check` runs it on any block, also one that
was edited by hand, and then also recomputes every derived field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from constraints.block import Block, ScoreRow
from constraints.derived import KIND, mismatches
from constraints.history import is_begun, is_forced, is_history
from constraints.prices import weight_of
from constraints.rule import Breach, Rule, place
from constraints.rules import asked_by
from scenarios.schema import Priority


@dataclass(frozen=True)
class Finding:
    """One rule with its breaches; none means that it holds."""

    rule: Rule
    breaches: tuple[Breach, ...]

    @property
    def price(self) -> int:
        """Points that the rule costs; 0 for a `must`, which has no price."""
        return sum(price_of(breach) for breach in self.breaches)


@dataclass(frozen=True)
class Report:
    """All rules that a scenario asks for, clean ones too, and fields that do not add up.

    `history` are breaches that lie wholly in the past, `forced` are breaches of a `must` that the
    past has made unavoidable: the findings lack both, and they cost nothing.
    """

    findings: tuple[Finding, ...]
    mismatches: tuple[Breach, ...]
    history: tuple[Breach, ...] = ()
    forced: tuple[Breach, ...] = ()

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """Every breach, in the order of the rules."""
        return tuple(breach for finding in self.findings for breach in finding.breaches)

    @property
    def broken(self) -> tuple[Breach, ...]:
        """Breaches of a `must`, derived fields that are wrong included."""
        musts = tuple(breach for breach in self.breaches if breach.priority == "must")
        return (*musts, *self.mismatches)

    def price(self, tier: Priority) -> int:
        """The sum of the prices of a tier: the solver's objective of that tier."""
        return sum(price_of(breach) for breach in self.breaches if breach.priority == tier)

    @property
    def forced_price(self) -> int:
        """Points by which demands give way to the past."""
        return sum(weight_of(one.rule) * one.excess for one in self.forced)

    def score(self) -> tuple[ScoreRow, ...]:
        """Every price as it stands in the saved block."""
        return tuple(row_of(breach) for breach in self.breaches if breach.priority != "must")


def price_of(breach: Breach) -> int:
    """Points of one breach; a `must` has no price."""
    return 0 if breach.priority == "must" else weight_of(breach.rule) * breach.excess


def row_of(breach: Breach) -> ScoreRow:
    """A breach with its price, as it stands in a file."""
    return ScoreRow(
        rule=breach.rule, priority=breach.priority, where=breach.where, text=breach.text,
        measured=breach.measured, limit=breach.limit, unit=breach.unit, price=price_of(breach),
    )  # fmt: skip


def audit(block: Block) -> Report:
    """Every rule that the block's scenario asks for, and every derived field."""
    findings, history, forced = [], [], []
    for rule in asked_by(block.scenario):
        breaches = rule.audit(block)
        over = [one for one in breaches if is_over(block, rule, one)]
        left = [one for one in breaches if one not in over]
        unavoidable = [one for one in left if is_forced(block.scenario, rule, one.where)]
        history += over
        forced += unavoidable
        findings.append(Finding(rule, tuple(one for one in left if one not in unavoidable)))
    report = Report(tuple(findings), ())
    wrong = (*mismatches(block), *_prices(block, report))
    return Report(report.findings, wrong, tuple(history), tuple(forced))


def is_over(block: Block, rule: Rule, breach: Breach) -> bool:
    """Whether a breach lies wholly in the past of a block."""
    where = breach.where
    if is_begun(block.scenario, where):
        here = (one for one in block.sessions if one.week == where.week)
        coming = (e for one in here if not block.is_over(one) for e in one.exercises)
        if not any(entry.exercise == where.exercise for entry in coming):
            return True
    return is_history(block.scenario, rule, where)


def _prices(block: Block, report: Report) -> Iterator[Breach]:
    """Prices in the file that are not those of the audit."""
    for row in block.solve.tiers:
        right = report.price(row.priority)
        if row.objective != right:
            text = f"{row.priority} costs {right}, the file says {row.objective}"
            yield Breach(KIND, "must", place(), text, row.objective, right, "points")
    if block.score != report.score():
        yield Breach(KIND, "must", place(), "the score is not that of the audit", 0, 1, "score")
