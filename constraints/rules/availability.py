"""Availability: sessions only in open windows, one a day, none while away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Availability:
    """A session starts at the start of an open window; there is at most one a day.

    For every session: its start is the start of a window of that day, the day is in no away span
    and is not taken by a session elsewhere, and no other session has the same date.
    A test has a window of its own. Units: none. Source: P.
    """

    slug: ClassVar[str] = "availability"
    sentence: ClassVar[str] = "Sessions lie in the athlete's windows, one a day, none while away."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Always asked."""
        return (cls("must", scenario),)

    def _is_closed(self, slot: timeline.Slot) -> bool:
        if slot.is_test:
            return False
        taken = any(
            other.blocks_day and other.start.date() == slot.day
            for other in timeline.elsewhere(self.scenario)
        )
        return taken or timeline.is_away(self.scenario, slot.day)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """No session in a slot that is closed; windows and one a day are the plan's structure."""
        for slot in plan.slots:
            if self._is_closed(slot):
                for k in plan.labels:
                    held = plan.at.get((slot.week, k, slot.index))
                    if held is not None:
                        to.forbid([held], place(slot.week, k))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions outside every window, on a closed day, or second on their day."""
        found = []
        days = set()
        windows = {slot.start: slot for slot in timeline.slots(self.scenario)}
        for session in block.in_order:
            slot = windows.get(session.local_start)
            reason = None
            if session.day in days:
                reason = "is the second session of its day"
            elif slot is None or slot.week != session.week_index:
                reason = "starts at no window of the athlete's in its week"
            elif self._is_closed(slot):
                reason = "lies on a day that is not open"
            days.add(session.day)
            if reason is not None:
                where = place(session.week_index, session)
                text = f"session on {session.local_start:%Y-%m-%d %H:%M} {reason}"
                found.append(Breach(self.slug, self.priority, where, text, 1, 0, "sessions"))
        return tuple(found)

    def explain(self) -> str:
        """The rule with the athlete's away spans."""
        away = [
            f"{span.begin} to {span.end}{f' ({span.why})' if span.why else ''}"
            for span in self.scenario.availability.away
            if span.tools is None
        ]
        text = "Sessions start in open windows, at most one a day"
        return f"{text}; away {', '.join(away)}." if away else f"{text}."
