"""Night shift: sleep first, train later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario, ShiftDay
from scenarios.schema import Roster as Cycle

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


DAY = timedelta(days=1)


@dataclass(frozen=True)
class NightShift:
    """No session starts during a night shift, nor soon after one.

    start(session) < start(shift) or start(session) >= end(shift) + hours, for every night shift.
    The day before the block is taken to be the last of the cycle. Tests count.
    Units: hours, local wall clock. Source: NGT, KNO18.
    """

    slug: ClassVar[str] = "night-shift"
    sentence: ClassVar[str] = "No session starts during a night shift or soon after one."
    numbers: ClassVar[tuple[str, ...]] = ("availability.roster.hours_after_night",)
    source: ClassVar[tuple[str, ...]] = ("NGT", "KNO18", "P")
    point: ClassVar[str] = "a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    hours: float
    scenario: Scenario
    roster: Cycle

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Always asked where a roster has night shifts."""
        roster = scenario.availability.roster
        if roster is None or not timeline.night_shift_ends(scenario):
            return ()
        return (cls("must", roster.hours_after_night, scenario, roster),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """No session in a slot that starts in a night shift or the hours after it."""
        spans = self._spans()
        for slot in plan.slots:
            if any(begin <= slot.start < end for begin, end in spans):
                for k in plan.labels:
                    held = plan.at.get((slot.week, k, slot.index))
                    if held is not None:
                        to.forbid([held], place(slot.week, k))

    def _spans(self) -> list[tuple[datetime, datetime]]:
        """From the start of each night shift to the first hour at which one may train."""
        spans, cycle = [], self.roster.cycle
        for offset in range(-1, self.scenario.weeks * self.scenario.week_days):
            span = _night(cycle[offset % len(cycle)], self.scenario.start + offset * DAY)
            if span is not None:
                spans.append((span[0], span[1] + timedelta(hours=self.hours)))
        return spans

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions too soon after a night shift, or in one."""
        found = []
        for session in block.in_order:
            start, reason = session.local_start, None
            since = [timeline.hours_between(end, start) for end in self._ends_before(start)]
            if since and since[-1] < self.hours:
                reason = f"{since[-1]:g} h after a night shift, least {self.hours:g}"
            elif self._works_at(start):
                reason = "in a night shift"
            if reason is not None:
                text, where = f"{session.day}: {reason}", place(session.week_index, session)
                apart = since[-1] if since else 0
                found.append(Breach(self.slug, self.priority, where, text, apart, self.hours, "h"))
        return tuple(found)

    def _ends_before(self, start: datetime) -> list[datetime]:
        return [end for end in timeline.night_shift_ends(self.scenario) if end <= start]

    def _works_at(self, start: datetime) -> bool:
        """Whether a night shift of this day or the day before is still on."""
        cycle, days = self.roster.cycle, (start.date(), start.date() - DAY)
        shifts = [(cycle[(day - self.scenario.start).days % len(cycle)], day) for day in days]
        nights = [_night(shift, day) for shift, day in shifts]
        return any(night is not None and night[0] <= start < night[1] for night in nights)

    def explain(self) -> str:
        """The rule with its hours."""
        return f"No session starts less than {self.hours:g} hours after a night shift, nor in one."


def _night(shift: ShiftDay, day: date) -> tuple[datetime, datetime] | None:
    """When the night shift of a day starts and ends; None when there is none."""
    if shift.shift != "night" or shift.begin is None or shift.end is None:
        return None
    ends_on = day + DAY if shift.end <= shift.begin else day
    return datetime.combine(day, shift.begin), datetime.combine(ends_on, shift.end)
