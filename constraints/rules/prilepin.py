"""Prilepin: total reps of the heavy lifts in a session, by percent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import PROGRAMMED, Line, Prescription, own_percent, tests_strength
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.strength import Zone, prilepin
from scenarios.timeline import Week, congested_weeks, weeks

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
    lower end binds for the goal lift alone. Back-offs and tests are free.
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

    def _ends(self, line: Line, zone: Zone) -> tuple[int, int]:
        least = zone.total_min if line.exercise == self.scenario.goal.lift else 0
        return least, zone.total_max

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
                        low, high = self._ends(line, zone)
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
                low, high = self._ends(entry.line, zone)
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


@dataclass(frozen=True)
class MainDose:
    """The goal lift gets the phase's total reps in a session.

    low(phase) <= sets x reps <= high(phase) in loading weeks; only the upper end in the taper.
    Weeks with two matches, deloads, back-offs and tests are free.
    Units: reps. Source: PRI, CAT-12, LSUS, P.
    """

    slug: ClassVar[str] = "main-dose"
    sentence: ClassVar[str] = "The goal lift gets the phase's total reps in a session."
    numbers: ClassVar[tuple[str, ...]] = ("phases",)
    source: ClassVar[tuple[str, ...]] = ("PRI", "CAT-12", "LSUS", "P")
    point: ClassVar[str] = "a rep"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority, scenario),)

    def _ends(self, week: Week) -> tuple[int, int] | None:
        low, high = self.scenario.phases[week.phase].main_total_reps
        if week.deload or week.index in congested_weeks(self.scenario):
            return None
        return (low if week.is_loading else 0), high

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Total reps of the lift within the phase's range."""
        for week in plan.weeks:
            ends = self._ends(week)
            for k in plan.labels:
                on = plan.on.get((week.index, k, plan.main))
                if ends is not None and on is not None:
                    total = plan.total_reps(week.index, k, plan.main)
                    to.within(total, *ends, place(week.index, k, plan.main), [on])

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with too few or too many reps of the lift."""
        found = []
        for session in block.in_order:
            ends = self._ends(block.timeline[session.week_index])
            for entry in session.exercises:
                if ends is None or entry.line != Line(self.scenario.goal.lift):
                    continue
                total = entry.sets * entry.reps
                limit = min(max(total, ends[0]), ends[1])
                if total != limit:
                    text = f"{session.day}: {total} reps of the goal lift, {ends[0]} to {ends[1]}"
                    where = place(session.week_index, session, entry.line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, total, limit, "reps",
                               abs(total - limit))
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with the phases in use."""
        used = {week.phase for week in weeks(self.scenario)}
        parts = [
            f"{phase} {targets.main_total_reps[0]} to {targets.main_total_reps[1]}"
            for phase, targets in self.scenario.phases.items()
            if phase in used
        ]
        return f"Total reps of {self.scenario.goal.lift} in a session: {', '.join(parts)}."


@dataclass(frozen=True)
class MainDoseMiddle:
    """The goal lift's total reps lie near the middle of what the phase asks.

    |sets x reps - (low + high) / 2| <= a quarter of the range, rounded up, in loading weeks without
    two matches. Units: reps. Source: PRI (an optimum inside its range), P.
    """

    slug: ClassVar[str] = "main-dose-middle"
    sentence: ClassVar[str] = "The goal lift's total reps lie near the middle of the phase's range."
    numbers: ClassVar[tuple[str, ...]] = ("phases",)
    source: ClassVar[tuple[str, ...]] = ("PRI", "P")
    point: ClassVar[str] = "a rep"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked on the way to a test of strength; elsewhere the range itself is enough."""
        priority = scenario.priority(cls.slug)
        asked = priority != "off" and tests_strength(scenario)
        return (cls(priority, scenario),) if asked else ()

    def _ends(self, week: int) -> tuple[int, int]:
        phase = weeks(self.scenario)[week].phase
        low, high = self.scenario.phases[phase].main_total_reps
        quarter = -(-(high - low) // 4)
        return -(-(low + high) // 2) - quarter, (low + high) // 2 + quarter

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Total reps within the middle."""
        free = congested_weeks(self.scenario)
        for week in plan.loading_weeks:
            for k in plan.labels:
                on = plan.on.get((week, k, plan.main))
                if on is not None and week not in free:
                    total = plan.total_reps(week, k, plan.main)
                    to.within(total, *self._ends(week), place(week, k, plan.main), [on])

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions far from the middle."""
        free, found = congested_weeks(self.scenario), []
        for session in block.in_order:
            week = session.week_index
            if week not in block.loading_weeks or week in free:
                continue
            for entry in session.exercises:
                if entry.line != Line(self.scenario.goal.lift):
                    continue
                (low, high), total = self._ends(week), entry.sets * entry.reps
                limit = min(max(total, low), high)
                if total != limit:
                    text = f"{session.day}: {total} reps of the goal lift, middle {low} to {high}"
                    where = place(week, session, entry.line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, total, limit, "reps",
                               abs(total - limit))
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence
