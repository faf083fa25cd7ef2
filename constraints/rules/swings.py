"""Swings: long swing sets tire the back before a heavy hinge; nobody needs hundreds of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import before
from constraints.block import Block
from constraints.lines import Line, Tier
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

FREE_REPS = 10  # a set of so many is power work and tires little; LAK12, ORD-6
HOURS = 24  # before a heavy hinge; MCG12, RF-32
MOST_REPS = 100  # a session; SNS, RF-32
POINT_REPS = 10


@dataclass(frozen=True)
class Swings:
    """Long swing sets are not done the day before a heavy hinge, nor too many in a session.

    start(b) - start(a) > 24 h, for a session a with swings of more than 10 reps a set and a later
    session b with a heavy hinge; sum of sets x reps of swings <= 100 in a session.
    Exactly 24 h are too close: the same hour of the next day. Heavy hinges planned elsewhere and
    tests count as b, swings before the block as a. A swing for which the athlete limits
    `reps_session` keeps that limit and is left out of the sum. Swing tests are free.
    Units: hours, local wall clock; reps. Source: MCG12, LAK12, SNS.
    """

    slug: ClassVar[str] = "swings"
    sentence: ClassVar[str] = (
        "Long swing sets keep away from the day before a heavy hinge; a session has at most 100."
    )
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("MCG12", "LAK12", "SNS", "P")
    point: ClassVar[str] = "a pair of sessions, or ten reps"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority, scenario),)

    @cached_property
    def _heavy_elsewhere(self) -> tuple[datetime, ...]:
        return tuple(s.start for s in timeline.elsewhere(self.scenario) if s.hinge == "heavy")

    @staticmethod
    def _is_close(swings: datetime, heavy: datetime) -> bool:
        return 0 < timeline.hours_between(swings, heavy) <= HOURS

    @cached_property
    def _long_before(self) -> tuple[tuple[datetime, str], ...]:
        """Starts and names of long swings before the block."""
        return tuple(
            (one.start, work.exercise.id)
            for one in before.sessions(self.scenario)
            for work in one.work
            if work.exercise.is_swing and not work.is_test and work.asked.reps > FREE_REPS
        )

    def _counts(self, exercise: str) -> bool:
        return self.scenario.limits(exercise).reps_session is None

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Pairs of slots that lie too close, and the sum of every session."""
        lines = [line for line in plan.lines if plan.exercise(line).is_swing]
        for slot in plan.slots:
            self._post_distance(plan, to, slot, lines)
            for start, _ in self._long_before:
                heavy = plan.slot_reaches(slot, Tier.HEAVY)
                if heavy is not None and self._is_close(start, slot.start):
                    to.forbid([heavy], place(slot.week))
        for week, k in plan.sessions():
            counted = [line for line in lines if self._counts(line.exercise)]
            reps = plan.total([plan.total_reps(week, k, line) for line in counted])
            to.at_most(reps, MOST_REPS, place(week, k), step=POINT_REPS)

    def _post_distance(
        self, plan: PlanVars, to: Posting, slot: timeline.Slot, lines: list[Line]
    ) -> None:
        soon = [other for other in plan.slots if self._is_close(slot.start, other.start)]
        fixed = any(self._is_close(slot.start, other) for other in self._heavy_elsewhere)
        for line in lines if soon or fixed else ():

            def swings_long(week: int, k: int, line: Line = line) -> Literal | None:
                return plan.does(week, k, line, "long swings", lambda p: p.reps > FREE_REPS)

            many = plan.in_slot(slot, ("long swings", line), swings_long)
            if many is None:
                continue
            if fixed:
                to.forbid([many], place(slot.week))
            for other in soon:
                heavy = plan.slot_reaches(other, Tier.HEAVY)
                if heavy is not None:
                    to.forbid([many, heavy], place(other.week))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Long swings too close before a heavy hinge, and sessions with too many."""
        found = []
        hard = {s.local_start: s for s in block.in_order if block.tier(s) == Tier.HEAVY}
        for session in block.in_order:
            for start, name in self._long_before:
                is_heavy = session.local_start in hard
                if is_heavy and self._is_close(start, session.local_start):
                    apart = timeline.hours_between(start, session.local_start)
                    text = f"{name} on {start:%Y-%m-%d}: long sets {apart:g} h before a heavy hinge"
                    where = place(session.week_index, session, name)
                    found.append(Breach(self.slug, self.priority, where, text, apart, HOURS, "h"))
            swings = [
                entry
                for entry in session.exercises
                if block.exercise(entry.exercise).is_swing and entry.part != "test"
            ]
            later = [start for start in hard if self._is_close(session.local_start, start)]
            fixed = [x for x in self._heavy_elsewhere if self._is_close(session.local_start, x)]
            for name in sorted({entry.exercise for entry in swings if entry.reps > FREE_REPS}):
                for start in (*later, *fixed[:1]):
                    apart = timeline.hours_between(session.local_start, start)
                    text = f"{name} on {session.day}: long sets {apart:g} h before a heavy hinge"
                    last = hard.get(start, session)  # the later of the two, where it is ours
                    where = place(last.week_index, last, name)
                    found.append(Breach(self.slug, self.priority, where, text, apart, HOURS, "h"))
            reps = sum(entry.sets * entry.reps for entry in swings if self._counts(entry.exercise))
            if reps > MOST_REPS:
                text = f"{session.day}: {reps} swings, at most {MOST_REPS}"
                where = place(session.week_index, session)
                found.append(
                    Breach(self.slug, self.priority, where, text, reps, MOST_REPS, "reps",
                           -(-(reps - MOST_REPS) // POINT_REPS))
                )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"Swing sets of more than {FREE_REPS} reps lie more than {HOURS} hours before a heavy "
            f"hinge, and a session has at most {MOST_REPS} swings."
        )
