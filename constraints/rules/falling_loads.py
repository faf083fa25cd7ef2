"""Falling loads: inside a phase loads never fall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.absences import comes_back
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.odd_weeks import return_weeks
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class NoFallingLoads:
    """Inside a phase loads never fall, and reps fall only when the load rises.

    strain(late) >= strain(early); reps(late) >= reps(early) or strain(late) > strain(early),
    for a line in successive loading weeks of one stretch. Strain is the load; where that is left
    open, the RPE. A load that is open in one of the two weeks is not compared.
    Jumps, back-offs and tests do not count; the weeks back from a pause, and an exercise that comes
    back after weeks without it, may start lower.
    Units: load, RPE. Source: ACSM09, CAT-12.
    """

    slug: ClassVar[str] = "no-falling-loads"
    sentence: ClassVar[str] = "Inside a phase loads never fall; reps fall only when the load rises."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("ACSM09", "CAT-12")
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = False

    priority: Priority
    returns: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority, return_weeks(scenario)),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Strain does not fall; where it stays, reps do not fall either."""
        for line in progress.compared_lines(plan):
            for early, late, when in progress.posted_pairs(plan, line, back=0):
                is_back = comes_back(plan.scenario, line.exercise, early, late)
                if late in self.returns or is_back:
                    continue
                before = plan.worth(early, line, progress.strain)
                after = plan.worth(late, line, progress.strain)
                fewer = plan.model.new_bool_var(f"w{late} {line} fewer reps")
                reps_before = plan.worth(early, line, lambda p: p.reps)
                reps_after = plan.worth(late, line, lambda p: p.reps)
                plan.model.add(reps_after >= reps_before).only_enforce_if([*when, fewer.Not()])
                # One demand: strain rises by at least 1 where reps fall, else by at least 0.
                to.at_least(after - before, fewer, place(late, None, line), when, once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines whose load falls, or whose reps fall under the same load."""
        found = []
        for line in progress.compared_in(block):
            for early, late, before, after in progress.audited_pairs(block, line, back=0):
                is_back = comes_back(block.scenario, line.exercise, early, late)
                if late in self.returns or is_back:
                    continue
                needed = progress.strain(before) + (after.reps < before.reps)
                if progress.can_compare(before, after) and progress.strain(after) < needed:
                    text = (
                        f"{line.exercise}: {progress.said(before)} in week {shown_week(early)}, "
                        f"{progress.said(after)} in week {shown_week(late)}"
                    )
                    where = place(late, None, line)
                    measured, unit = progress.shown_strain(after, progress.strain(after))
                    limit, _ = progress.shown_strain(after, needed)
                    found.append(
                        Breach(self.slug, self.priority, where, text, measured, limit, unit)
                    )
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence
