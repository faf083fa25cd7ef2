"""Roster: what a day between shifts can carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block, Session
from constraints.lines import Prescription, Tier
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario, ShiftDay

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Expr, Literal, PlanVars


@dataclass(frozen=True)
class Roster:
    """Light days of a roster stay light, and its RPE caps hold.

    On a light day: hinge stress < moderate, no Olympic lift, no jump. On a day with a cap:
    RPE <= cap, stated or implied.
    An effort that is not known is not held against an exercise. Tests are free.
    Units: hinge stress, RPE. Source: KNO18, KNO22, NGT (the days are the athlete's own).
    """

    slug: ClassVar[str] = "roster"
    sentence: ClassVar[str] = "Days that a roster calls light, or caps in RPE, are kept so."
    numbers: ClassVar[tuple[str, ...]] = ("availability.roster",)
    source: ClassVar[tuple[str, ...]] = ("KNO18", "KNO22", "NGT", "P")
    point: ClassVar[str] = "an entry, or a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario
    cycle: tuple[ShiftDay, ...]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Always asked where a roster has light days or caps."""
        roster = scenario.availability.roster
        days = () if roster is None else roster.cycle
        is_needed = any(day.light or day.rpe is not None for day in days)
        return (cls("must", scenario, days),) if is_needed else ()

    def _day(self, session: Session) -> ShiftDay:
        return self.cycle[(session.day - self.scenario.start).days % len(self.cycle)]

    @staticmethod
    def _is_explosive(exercise: Exercise) -> bool:
        return exercise.is_jump or exercise.modality == "olympic"

    def post(self, plan: PlanVars, to: Posting) -> None:
        """What a session may hold in the slots that are light or capped."""
        for week, k in plan.sessions():
            if plan.test is not None and (week, k) == plan.test[:2]:
                continue
            slots = [s for s in plan.slots_of(week) if (week, k, s.index) in plan.at]
            light = [plan.at[week, k, slot.index] for slot in slots if slot.light]
            if light:
                self._post_light(plan, to, week, k, plan.total(light))
            for cap in sorted({slot.rpe for slot in slots if slot.rpe is not None}):
                here = [plan.at[week, k, slot.index] for slot in slots if slot.rpe == cap]
                self._post_cap(plan, to, week, k, here, round(2 * cap))

    def _post_light(self, plan: PlanVars, to: Posting, week: int, k: int, light: Expr) -> None:
        hinge = plan.reaches(week, k, Tier.MODERATE)
        to.at_most(plan.total([hinge, light]), 1, place(week, k))
        for line in plan.lines_in(week, k):
            if self._is_explosive(plan.exercise(line)):
                on = plan.on[week, k, line]
                to.at_most(plan.total([on, light]), 1, place(week, k, line))

    @staticmethod
    def _post_cap(
        plan: PlanVars, to: Posting, week: int, k: int, here: list[Literal], cap: int
    ) -> None:
        def is_hard(what: Prescription) -> bool:
            return (what.rpe or 0) > cap

        for line in plan.lines_in(week, k):
            hard = plan.chosen(week, line, k, ("above", cap), is_hard)
            if hard is not None:
                all_of = plan.total([*here, plan.on[week, k, line], hard])
                to.at_most(all_of, 2, place(week, k, line))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions and entries that are too much for their day."""
        return tuple(
            breach
            for session in block.in_order
            if not session.is_test
            for breach in self._breaches(block, session)
        )

    def _breaches(self, block: Block, session: Session) -> Iterator[Breach]:
        day, tier = self._day(session), block.tier(session)
        if day.light and tier >= Tier.MODERATE:
            text = f"{session.day} is a light day, its hinges are {tier.name.lower()}"
            where = place(session.week_index, session)
            yield Breach(self.slug, self.priority, where, text, tier, Tier.LIGHT, "hinge stress")
        for entry in session.exercises:
            where = place(session.week_index, session, entry.line)
            if day.light and self._is_explosive(block.exercise(entry.exercise)):
                text = f"{entry.exercise} on {session.day}, a light day"
                yield Breach(self.slug, self.priority, where, text, 1, 0, "entries")
            if day.rpe is not None and entry.rpe is not None and entry.rpe > day.rpe:
                text = f"{entry.exercise} on {session.day}: RPE {entry.rpe:g}, at most {day.rpe:g}"
                yield Breach(self.slug, self.priority, where, text, entry.rpe, day.rpe, "RPE")

    def explain(self) -> str:
        """The rule with the days of the cycle, counted from 1."""
        light = [str(n) for n, day in enumerate(self.cycle, 1) if day.light]
        caps = [f"day {n} RPE {day.rpe:g}" for n, day in enumerate(self.cycle, 1) if day.rpe]
        parts = []
        if light:
            parts.append(f"on day {', '.join(light)} light hinges only, no jumps, no Olympic lift")
        if caps:
            parts.append(f"at most {', '.join(caps)}")
        return f"The roster counts: {'; '.join(parts)}."
