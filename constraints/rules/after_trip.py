"""After a trip: an exercise that had no tools for long starts with fewer sets and less effort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress, way_back
from constraints.absences import WayBack, back_from_trip, trips_back
from constraints.block import Block
from constraints.rule import Breach
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class AfterTrip:
    """What a trip left without its tools comes back as a lift does after a pause.

    In the first week in which an exercise has its tools again, after a trip that took them for as
    long as a pause lasts: what `constraints.way_back` asks, measured by the last loading week
    before. Share, cap and days are those of `after-pause`; what keeps a lift from falling back is
    not asked of it then.
    Units: sets, load, RPE. Source: CSCCA19, FLEX (Epley), P.
    """

    slug: ClassVar[str] = "after-trip"
    sentence: ClassVar[str] = "What a trip left without its tools comes back step by step."
    numbers: ClassVar[tuple[str, ...]] = (
        "progression.pause_days", "progression.return_sets_percent", "progression.return_rpe",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("CSCCA19", "FLEX", "P")
    point: ClassVar[str] = "a set, or an exercise"
    narrows: ClassVar[bool] = False

    priority: Priority
    trips: tuple[tuple[str, WayBack], ...]  # by exercise
    rpe: int  # halves
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when an exercise comes back from such a trip."""
        trips = tuple((name, one) for name in scenario.catalogue
                      for one in trips_back(scenario, name))  # fmt: skip
        # Own numbers make no must of it, for phases may ask for more.
        priority = scenario.priority(cls.slug)
        rpe = round(2 * scenario.progression.return_rpe)
        return (cls(priority, trips, rpe, scenario),) if trips else ()

    @property
    def _back(self) -> set[int]:
        return {one.week for _, one in self.trips}

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sets session by session, effort and load as they are decided."""
        for week, line in plan.menus:
            trip = back_from_trip(self.scenario, line.exercise, -1, week)
            if trip is None:
                continue
            way_back.post_effort(plan, to, week, line, self.rpe)
            for k in (k for k in plan.labels if (week, k, line) in plan.sets):
                way_back.post_sets(plan, to, trip, k, line)
        for line in progress.compared_lines(plan):
            for early, late, when in way_back.posted_pairs(plan, line, self._back):
                trip = back_from_trip(self.scenario, line.exercise, early, late)
                if trip is not None:
                    ends = way_back.shown_ends(self.scenario, line, late, trip.is_long)
                    way_back.post_start(plan, to, line, early, late, when, ends)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Exercises that go on as if there had been no trip."""
        found: list[Breach] = []
        since = "the trip"
        for name, trip in self.trips:
            ours = [line for line in block.lines if line.exercise == name]
            found += way_back.too_many_sets(self, block, trip, since, ours)
        for cell in block.cells():
            if back_from_trip(self.scenario, cell.line.exercise, -1, cell.week) is not None:
                found += way_back.too_hard(self, block, cell, self.rpe, since)
        for line in progress.compared_in(block):
            for pair in way_back.audited_pairs(block, line, self._back):
                early, late = pair[:2]
                back = back_from_trip(self.scenario, line.exercise, early, late)
                if back is not None:
                    ends = way_back.shown_ends(self.scenario, line, late, back.is_long)
                    found += way_back.starts(self, block, line, pair, ends, since)
        return tuple(found)

    def explain(self) -> str:
        """The rule with this athlete's numbers."""
        is_long = any(one.is_long for _, one in self.trips)
        return (
            f"After a trip without its tools a lift starts with fewer sets, nothing above RPE "
            f"{self.rpe / 2:g}, and at most {way_back.most_in_words(is_long)} of what it was last "
            "done with, load and reps together, bodyweight work with no more reps."
        )
