"""Prilepin: total reps of the heavy lifts in a session, by percent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import PROGRAMMED, Line, Prescription, own_percent
from constraints.rule import Breach, place
from scenarios.odd_weeks import return_weeks
from scenarios.schema import Priority, Scenario
from scenarios.strength import Zone, prilepin

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

FROM = 700  # tenths of a percent, as programmed; below it the table is not asked


@dataclass(frozen=True)
class Prilepin:
    """Total reps of a lift in a session lie in Prilepin's range for its percent.

    low(zone) <= sets x reps <= high(zone) from 70 % of the lift's own 1RM, in loading weeks, for
    Olympic lifts and the deadlift family when the goal is strength. A zone starts at its percent as
    programmed: 70, 80 and 90 % are from 69.5, 79.5 and 89.5 % of the load really on the bar. The
    lower end binds for the goal lift alone, and not after a pause. Back-offs and tests are free.
    Units: reps. Source: PRI (made for snatch and clean & jerk), BOF.
    """

    slug: ClassVar[str] = "prilepin"
    sentence: ClassVar[str] = "Total reps of a heavy lift fit its percent (Prilepin's table)."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("PRI", "BOF")
    point: ClassVar[str] = "a rep"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when the goal is strength."""
        priority = scenario.priority(cls.slug)
        strength = scenario.goal.kind == "strength"
        return () if priority == "off" or not strength else (cls(priority, scenario),)

    def _zone(self, line: Line, what: Prescription) -> Zone | None:
        exercise = self.scenario.catalogue[line.exercise]
        counts = exercise.modality == "olympic" or exercise.family == "deadlift"
        own = own_percent(self.scenario, exercise, what.percent)
        if not counts or line.part != "work" or own is None or own + PROGRAMMED < FROM:
            return None
        return prilepin(own + PROGRAMMED)

    def _is_in(self, line: Line, zone: Zone, what: Prescription) -> bool:
        return self._zone(line, what) == zone

    def _ends(self, week: int, line: Line, zone: Zone) -> tuple[int, int]:
        is_goal = line.exercise == self.scenario.goal.lift
        is_owed = is_goal and week not in return_weeks(self.scenario)
        return zone.total_min if is_owed else 0, zone.total_max

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Total reps within the range of the chosen zone."""
        for week in plan.loading_weeks:
            for k in plan.labels:
                for line in plan.lines_in(week, k):
                    zones = {self._zone(line, what) for what, _ in plan.choices(week, line, k)}
                    different = sorted((z for z in zones if z), key=lambda z: z.total_max)
                    for zone in different:
                        held = plan.does(
                            week, k, line, ("zone", zone), partial(self._is_in, line, zone)
                        )
                        if held is None:
                            continue
                        low, high = self._ends(week, line, zone)
                        total = plan.total_reps(week, k, line)
                        to.within(total, low, high, place(week, k, line), [held])

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with too few or too many reps of a lift."""
        found = []
        for session in block.in_order:
            if session.week_index not in block.loading_weeks:
                continue
            for entry in session.exercises:
                zone = self._zone(entry.line, entry.prescription)
                if zone is None:
                    continue
                low, high = self._ends(session.week_index, entry.line, zone)
                total = entry.sets * entry.reps
                limit = min(max(total, low), high)
                if total != limit:
                    text = (
                        f"{session.day}: {entry.exercise} {total} reps at {entry.percent} %, "
                        f"range {low} to {high}"
                    )
                    where = place(session.week_index, session, entry.line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, total, limit, "reps",
                               abs(total - limit))
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return f"{self.sentence} From 70 % up."
