"""Rise: something rises for every exercise that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.absences import comes_back
from constraints.block import Block
from constraints.lines import is_main
from constraints.rule import Breach, place
from scenarios.odd_weeks import return_weeks
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Week, shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Rise:
    """The goal lift rises every loading week, every other kept exercise over each phase.

    strain, reps or the week's sets of the line are above those of the loading week before (goal
    lift), or those of the last loading week of a stretch above those of its first (others).
    Jumps are free; nothing need rise in season, nor in the weeks back from a pause, nor above what
    an exercise was before weeks without it. A load can
    stand for a week or two while reps and effort settle, so the accessories are asked once a phase.
    Units: exercises. Source: ACSM09, BAR.
    """

    slug: ClassVar[str] = "rise"
    sentence: ClassVar[str] = (
        "The goal lift rises every loading week, every other exercise over each phase."
    )
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("ACSM09", "BAR")
    point: ClassVar[str] = "an exercise that stands still"
    narrows: ClassVar[bool] = False

    priority: Priority
    returns: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off, and not for maintenance."""
        priority = scenario.priority(cls.slug)
        keeps = scenario.goal.kind == "maintenance"
        skip = priority == "off" or keeps
        return () if skip else (cls(priority, return_weeks(scenario)),)

    def _pairs(self, weeks: tuple[Week, ...], is_goal: bool) -> list[tuple[int, int]]:
        """Weeks to compare: successive ones for the goal lift, first and last for the others."""
        by_stretch: dict[int, list[int]] = {}
        for week in weeks:
            if week.is_loading:
                by_stretch.setdefault(week.stretch, []).append(week.index)
        found = []
        for loading in by_stretch.values():
            successive = list(pairwise(loading))
            ends = [(loading[0], loading[-1])] if len(loading) > 1 else []
            found += successive if is_goal else ends
        return [(early, late) for early, late in found if late not in self.returns]

    def post(self, plan: PlanVars, to: Posting) -> None:
        """One of the three rises."""
        for line in progress.compared_lines(plan):
            for early, late in self._pairs(plan.weeks, line == plan.main):
                if not plan.compared(early, line) or not plan.compared(late, line):
                    continue
                if comes_back(plan.scenario, line.exercise, early, late):
                    continue
                idle = [plan.shows(week, line).Not() for week in (early, late)]
                rises = progress.rises(plan, early, late, line)
                to.require([*rises, *idle], place(late, None, line))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines that stand still."""
        found = []
        for line in progress.compared_in(block):
            for early, late in self._pairs(block.timeline, is_main(block.scenario, line)):
                before, after = block.prescribed(early, line), block.prescribed(late, line)
                if before is None or after is None or progress.has_risen(block, early, late, line):
                    continue
                if comes_back(block.scenario, line.exercise, early, late):
                    continue
                text = (
                    f"{line.exercise}: {progress.said(before)} in week {shown_week(early)}, "
                    f"{progress.said(after)} in week {shown_week(late)}"
                )
                where = place(late, None, line)
                found.append(Breach(self.slug, self.priority, where, text, 0, 1, "rises"))
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence
