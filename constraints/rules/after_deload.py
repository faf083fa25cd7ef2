"""After a deload: loads go on about where they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.absences import comes_back
from constraints.block import Block
from constraints.lines import is_main
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class AfterDeload:
    """After a deload every lift goes on where it stood.

    load(first loading week) >= (1 - share) x load(last loading week before), where reps are equal
    or fewer. The share is 2.5 points of 1RM for a goal lift whose percent is printed, 5 % of the
    load for the others. An exercise that comes back after weeks without it is free, and so are
    loads that are left open, in one of the two weeks or in both.
    Units: load. Source: ACSM09, P.
    """

    slug: ClassVar[str] = "after-deload"
    sentence: ClassVar[str] = "After a deload every lift goes on where it stood."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("ACSM09", "P")
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = False
    points: ClassVar[int] = 25  # tenths of a point of 1RM, goal lift (RF-07)
    share: ClassVar[int] = 5  # percent of the load, all others

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """The load holds, unless reps rise."""
        model = plan.model
        for line in progress.compared_lines(plan):
            for early, late, when in progress.posted_pairs(plan, line):
                if not any(week.deload for week in plan.weeks[early:late]):
                    continue
                if comes_back(plan.scenario, line.exercise, early, late):
                    continue
                where, was = place(late, None, line), plan.worth(early, line, progress.load_of)
                now = plan.worth(late, line, progress.load_of)
                fall = (100 - self.share) * was - 100 * now
                menu = [what for week in (early, late) for what, _ in plan.compared(week, line)]
                if line == plan.main and all(what.percent is not None for what in menu):
                    percents = [
                        plan.worth(week, line, progress.percent_of) for week in (early, late)
                    ]
                    fall = percents[0] - percents[1] - self.points
                if plan.bounds(fall)[1] <= 0:
                    continue
                more = model.new_bool_var(f"w{late} {line} more reps")
                reps = [plan.worth(week, line, lambda p: p.reps) for week in (early, late)]
                model.add(reps[1] >= reps[0] + 1).only_enforce_if([*when, more])
                to.at_most(fall, 0, where, [*when, more.Not()], once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """First loading weeks that fall back."""
        found = []
        for line in progress.compared_in(block):
            for early, late, before, after in progress.audited_pairs(block, line):
                deload = any(week.deload for week in block.timeline[early:late])
                is_back = comes_back(block.scenario, line.exercise, early, late)
                if not deload or is_back or after.reps > before.reps:
                    continue
                fall: float
                has_percent = before.percent is not None and after.percent is not None
                if is_main(block.scenario, line) and has_percent:
                    lost = progress.percent_of(before) - progress.percent_of(after)
                    is_too_much = lost > self.points
                    fall, limit, unit = lost / 10, self.points / 10, "points"
                elif before.load is None or after.load is None:
                    continue
                else:
                    was, now = before.load, after.load
                    is_too_much = (100 - self.share) * was > 100 * now
                    fall, limit, unit = 100 * (was - now) / max(1, was), self.share, "%"
                if is_too_much:
                    text = f"week {shown_week(late)}: {line.exercise} {progress.said(after)}"
                    text = f"{text} after {progress.said(before)}"
                    where = place(late, None, line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, round(fall, 1), limit, unit)
                    )
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return (
            f"{self.sentence} At most {self.points / 10:g} points of 1RM less for the goal lift "
            f"and {self.share} % less for others, where reps are not more."
        )
