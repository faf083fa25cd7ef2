"""After a gap: an exercise whose sessions were lost to days away starts with less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress, way_back
from constraints.absences import WayBack, absences, back_from_trip, gaps
from constraints.block import Block
from constraints.lines import Line
from constraints.rule import Breach
from scenarios.schema import Priority, Scenario
from scenarios.timeline import weeks

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars


@dataclass(frozen=True)
class AfterGap:
    """What lost its sessions for weeks, while others were held, comes back with less.

    For a loading week and a later week in which an exercise is trained, and not between them but in
    deloads, where the weeks between that are none, and the last one in any case, have lost days,
    but not all of them, and the loading ones are as long as a long pause together: what
    `constraints.way_back` asks after a long pause, measured by the earlier week. A deload or a
    taper after them has only the upper ends of load and effort. What was missed in the past is for
    `after-absence`. Jumps, back-offs and tests are free.
    Units: sets, load, RPE. Source: CSCCA19, FLEX (Epley), P.
    """

    slug: ClassVar[str] = "after-gap"
    sentence: ClassVar[str] = "What lost its sessions to days away for weeks comes back with less."
    numbers: ClassVar[tuple[str, ...]] = (
        "progression.pause_days", "progression.return_sets_percent", "progression.return_rpe",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("CSCCA19", "FLEX", "P")
    point: ClassVar[str] = "a set, or an exercise"
    narrows: ClassVar[bool] = False

    priority: Priority
    gaps: tuple[WayBack, ...]
    rpe: int  # halves
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where weeks on end have lost days."""
        # Own numbers make no must of it, for phases may ask for more.
        priority, found = scenario.priority(cls.slug), gaps(scenario)
        rpe = round(2 * scenario.progression.return_rpe)
        return (cls(priority, found, rpe, scenario),) if found else ()

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sets, effort and load, where nothing of the line lies between the two weeks."""
        for line in progress.compared_lines(plan):
            for gap in self._of(line):
                when = _when(plan, line, gap)
                if when is None:
                    continue
                ends = way_back.shown_ends(self.scenario, line, gap.week, gap.is_long)
                known = (*when, plan.shows(gap.base, line))  # what was done may not compare
                way_back.post_start(plan, to, line, gap.base, gap.week, known, ends)
                way_back.post_effort(plan, to, gap.week, line, self.rpe, when)
                for k in (k for k in plan.labels if (gap.week, k, line) in plan.sets):
                    way_back.post_sets(plan, to, gap, k, line, when)

    def _of(self, line: Line) -> Iterator[WayBack]:
        """The gaps of a line, but for those that another rule knows: an absence, or a trip."""
        known = absences(self.scenario).get(line.exercise)
        for gap in self.gaps:
            is_absence = known is not None and gap.base < known.first <= gap.week
            trip = back_from_trip(self.scenario, line.exercise, gap.base, gap.week)
            if not is_absence and trip is None:
                yield gap

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines that go on as if they had not been left out."""
        found: list[Breach] = []
        since = "the days away"
        for line, gap in self.of(block):
            found += way_back.too_many_sets(self, block, gap, since, [line])
            for cell in block.cells_by_week[gap.week, line]:
                found += way_back.too_hard(self, block, cell, self.rpe, since)
            before, after = (block.prescribed(week, line) for week in (gap.base, gap.week))
            if before is not None and after is not None:
                ends = way_back.shown_ends(self.scenario, line, gap.week, gap.is_long)
                pair = gap.base, gap.week, before, after
                found += way_back.starts(self, block, line, pair, ends, since)
        return tuple(found)

    def of(self, block: Block) -> Iterator[tuple[Line, WayBack]]:
        """The lines that come back, each with its gap, where that is still to come."""
        for line in progress.compared_in(block):
            trained = block.weeks_of(line)
            for gap in self._of(line):
                between = [week for week in trained if week in _counted(self.scenario, gap)]
                is_back = gap.base in trained and gap.week in trained and not between
                if is_back and not _is_done(block, line, gap):
                    yield line, gap

    def explain(self) -> str:
        """The rule with this athlete's numbers."""
        return (
            "What lost its sessions to days away for "
            f"{self.scenario.progression.pause_days[1]} days or more starts with fewer sets, "
            f"nothing above RPE {self.rpe / 2:g}, and at most {way_back.most_in_words(True)} of "
            "what it was last done with, load and reps together, bodyweight work with no more reps."
        )


def _when(plan: PlanVars, line: Line, gap: WayBack) -> tuple[Literal, ...] | None:
    """The literals under which a line comes back from a gap; None where it cannot.

    A session of the later week that is over has brought it back already.
    """
    early, late = (gap.base, line), (gap.week, line)
    is_done = any(week == gap.week and line in one.lines for (week, _), one in plan.past.items())
    if early not in plan.trained or not plan.choices(*late) or is_done:
        return None
    between = [
        plan.trained[week, line].Not()
        for week in _counted(plan.scenario, gap)
        if (week, line) in plan.trained
    ]
    return plan.trained[early], plan.coming[late], *between


def _counted(scenario: Scenario, gap: WayBack) -> list[int]:
    """The weeks of a gap that would have brought a line back."""
    return [week for week in range(gap.first, gap.week) if not weeks(scenario)[week].deload]


def _is_done(block: Block, line: Line, gap: WayBack) -> bool:
    """Whether a session of the later week that is over has brought a line back already."""
    return any(
        block.is_over(session) and line in block.sets_of(session)
        for session in block.of_week(gap.week)
    )
