"""Main rise: over the block the goal lift gets heavier."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.absences import comes_back
from constraints.block import Block
from constraints.lines import Line, Prescription, is_main, tool_of
from constraints.rule import Breach, place
from scenarios.odd_weeks import return_weeks
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

RPE_STEP = 2  # halves: efforts are asked for in whole points


@dataclass(frozen=True)
class MainRise:
    """Over the block the main lift rises.

    In the last loading week strain, reps or sets are above those of the first, and strain is not
    below; weeks of return from a pause are neither. Nothing is asked of
    a lift that comes back after weeks without it. For maintenance, strain is not below, and from
    one loading week to the next it falls by one step at most, but to a week of return. Strain is
    the load, a step the smallest between loads that exist; where the load is left open, strain is
    the RPE, a step one point.
    Units: load, RPE, reps, sets. Source: ACSM09, RON11.
    """

    slug: ClassVar[str] = "main-rise"
    sentence: ClassVar[str] = "Over the block the main lift rises; in season it does not fall."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("ACSM09", "RON11")
    point: ClassVar[str] = "the block"
    narrows: ClassVar[bool] = False

    priority: Priority
    keeps: bool
    step: int  # smallest step of the load in hundredths
    returns: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        tool = tool_of(scenario, scenario.catalogue[scenario.goal.lift])
        loads = scenario.equipment.loads(tool) if tool is not None else ()
        step = min((b - a for a, b in pairwise(loads)), default=1)
        keeps = scenario.goal.kind == "maintenance"
        return () if priority == "off" else (cls(priority, keeps, step, return_weeks(scenario)),)

    def _step_of(self, what: Prescription) -> int:
        """The largest fall of the strain from week to week, in the strain's own unit."""
        return RPE_STEP if what.load is None else self.step

    def _full(self, weeks: tuple[int, ...]) -> list[int]:
        return [week for week in weeks if week not in self.returns]

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Last loading week against the first one."""
        line = plan.main
        weeks = [w for w in self._full(plan.loading_weeks) if plan.compared(w, line)]
        if len(weeks) < 2:
            return
        first, last = weeks[0], weeks[-1]
        if not comes_back(plan.scenario, line.exercise, first, last):
            self._post_ends(plan, to, first, last)
        for early, late, when in progress.posted_pairs(plan, line) if self.keeps else ():
            if late in self.returns or comes_back(plan.scenario, line.exercise, early, late):
                continue
            before = plan.worth(early, line, progress.strain)
            after = plan.worth(late, line, lambda p: progress.strain(p) + self._step_of(p))
            to.at_least(after, before, place(late, None, line), when, once=True)

    def _post_ends(self, plan: PlanVars, to: Posting, first: int, last: int) -> None:
        line, where = plan.main, place(last, None, plan.main)
        ends = [plan.shows(first, line), plan.shows(last, line)]
        before, after = (plan.worth(week, line, progress.strain) for week in (first, last))
        to.at_least(after, before, where, ends, once=True)
        if not self.keeps:
            rises = progress.rises(plan, first, last, line)
            to.require([*rises, *(end.Not() for end in ends)], where)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """A main lift that does not rise from the first to the last loading week."""
        main = next((line for line in block.lines if is_main(block.scenario, line)), None)
        weeks = self._full(block.loading_weeks)
        if main is None or len(weeks) < 2:
            return ()
        found = self._falls(block, main) if self.keeps else []
        before, after = block.prescribed(weeks[0], main), block.prescribed(weeks[-1], main)
        is_back = comes_back(block.scenario, main.exercise, weeks[0], weeks[-1])
        if before is None or after is None or is_back:
            return tuple(found)
        where = place(weeks[-1], None, main)
        text = f"main lift: {progress.said(before)} first, {progress.said(after)} last"
        falls = progress.strain(after) < progress.strain(before)
        if falls and progress.can_compare(before, after):
            found.append(Breach(self.slug, self.priority, where, text, 0, 1, "rises"))
        if not self.keeps and not progress.has_risen(block, weeks[0], weeks[-1], main):
            found.append(Breach(self.slug, self.priority, where, text, 0, 1, "rises"))
        return tuple(found)

    def _falls(self, block: Block, main: Line) -> list[Breach]:
        found = []
        for early, late, before, after in progress.audited_pairs(block, main):
            least = progress.strain(before) - self._step_of(after)
            is_back = comes_back(block.scenario, main.exercise, early, late)
            is_free = is_back or late in self.returns or not progress.can_compare(before, after)
            if not is_free and progress.strain(after) < least:
                was, now = progress.said(before), progress.said(after)
                text = f"main lift: {was} in week {shown_week(early)}, {now} next"
                where = place(late, None, main)
                found.append(Breach(self.slug, self.priority, where, text, 0, 1, "rises"))
        return found

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence
