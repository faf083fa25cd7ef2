"""Busy: sessions keep clear of the athlete's own appointments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import busy, timeline
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Busy:
    """No session touches a busy time, nor the minutes for the way around it.

    For every session and busy time: end(session) + way <= start(busy), or
    start(session) >= end(busy) + way.
    A session may start later in its window, once something busy is over. A test outside every
    window has its time from the athlete and is free. Appointments marked free or cancelled are
    not busy.
    Units: minutes, local wall clock; a point is a session. Source: P.
    """

    slug: ClassVar[str] = "busy"
    sentence: ClassVar[str] = "Sessions keep clear of what is busy in the athlete's own calendar."
    numbers: ClassVar[tuple[str, ...]] = ("availability.buffer_minutes",)
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where anything is busy, unless turned off."""
        return (cls(scenario.priority(cls.slug), scenario),) if busy.is_asked(scenario) else ()

    def post(self, plan: PlanVars, to: Posting) -> None:
        """No session in a slot that starts busy; elsewhere it ends before the next busy time."""
        for (week, k, index), held in plan.at.items():
            slot = plan.slots[index]
            room = busy.room(self.scenario, slot.start)
            if room is None or timeline.is_test_time(self.scenario, slot.start):
                continue
            seconds = plan.seconds(week, k)
            if room == 0:
                to.forbid([held], place(week, k))
            elif plan.bounds(seconds)[1] > room:
                to.at_most(seconds, room, place(week, k), [held], once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions that touch something busy; how much of it they take, way included."""
        ask = self.scenario.availability
        way = timedelta(minutes=ask.buffer_minutes)
        found = []
        for session in block.in_order:
            start = session.local_start
            end = start + timedelta(seconds=block.seconds(session))
            touched = [one for one in ask.busy if one.begin - way < end and start < one.end + way]
            if not touched or timeline.is_test_time(self.scenario, start):
                continue
            shared = max(min(end, one.end + way) - max(start, one.begin - way) for one in touched)
            text = (
                f"session on {start:%Y-%m-%d %H:%M} for {block.seconds(session) / 60:.0f} min: "
                f"busy {touched[0].begin:%H:%M} to {touched[0].end:%H:%M}"
            )
            where, minutes = place(session.week_index, session), shared.total_seconds() / 60
            found.append(Breach(self.slug, self.priority, where, text, round(minutes), 0, "min"))
        return tuple(found)

    def explain(self) -> str:
        """The rule with how much is busy, and the minutes for the way."""
        ask = self.scenario.availability
        times = "1 busy time" if len(ask.busy) == 1 else f"{len(ask.busy)} busy times"
        way = f", with {ask.buffer_minutes} minutes for the way" if ask.buffer_minutes else ""
        return f"Sessions keep clear of {times} of your own calendar{way}."
