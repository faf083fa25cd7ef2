"""Session count: as many sessions a week as asked, as far as open days carry them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class SessionCount:
    """Every week holds the number of sessions that was asked for.

    low <= sessions(week) <= high; away spans, days taken elsewhere and night shifts lower `low` to
    the days that stay open, and the eve of a test is owed to rest.
    A test counts as a session. Units: sessions a week. Source: NSCA-F, P.
    """

    slug: ClassVar[str] = "session-count"
    sentence: ClassVar[str] = "Every week holds the number of sessions that was asked for."
    numbers: ClassVar[tuple[str, ...]] = ("availability.sessions",)
    source: ClassVar[tuple[str, ...]] = ("NSCA-F", "P")
    point: ClassVar[str] = "a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off; a written number stays a `should`, for life happens."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority, scenario),)

    def least(self, week: int) -> int:
        """Fewest sessions asked of a week (from 0): no more than its open days.

        Of a week that has begun when the block is planned again, no more than its days to come are
        open, and those that were missed need not be made up for.
        """
        asked, past = self.scenario.availability.sessions[0], self.scenario.replanned
        slots = (slot for slot in timeline.slots(self.scenario) if slot.week == week)
        days = {slot.day for slot in slots if slot.is_test or self._is_open(slot)}
        if past is None or past.week != timeline.shown_week(week):
            return min(asked, len(days))
        held = sum(one.week == past.week for one in past.sessions)
        missed = sum(one.week == past.week for one in past.missed)
        coming = sum(day >= past.on for day in days)
        return max(0, min(asked - missed, held + coming))

    def _is_open(self, slot: timeline.Slot) -> bool:
        """Whether a day is good for a session.

        Not away or busy, no session elsewhere that takes it, no night shift just before, and not
        the eve of a test.
        """
        test = self.scenario.goal.test
        if test is not None and slot.day == test - timedelta(days=1):
            return False
        ask, roster = self.scenario, self.scenario.availability.roster
        rest = 0.0 if roster is None else roster.hours_after_night
        taken = {other.start.date() for other in timeline.elsewhere(ask) if other.blocks_day}
        since = [timeline.hours_between(end, slot.start) for end in timeline.night_shift_ends(ask)]
        is_tired = any(0 <= hours < rest for hours in since)
        return timeline.is_open(ask, slot) and slot.day not in taken and not is_tired

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Enough sessions a week; at most as many as labels is the plan's structure."""
        for week in plan.weeks:
            held = plan.total([plan.open[week.index, k] for k in plan.labels])
            to.at_least(held, self.least(week.index), place(week.index))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks with too few or too many sessions."""
        most = self.scenario.availability.sessions[1]
        found = []
        for week in block.timeline:
            count, least = len(block.of_week(week.index)), self.least(week.index)
            if least <= count <= most:
                continue
            limit = least if count < least else most
            text = f"week {timeline.shown_week(week.index)}: {count} sessions, asked are {limit}"
            found.append(
                Breach(self.slug, self.priority, place(week.index), text, count, limit,
                       "sessions", abs(count - limit))
            )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with the number asked for."""
        low, high = self.scenario.availability.sessions
        asked = f"{low}" if low == high else f"{low} to {high}"
        eve = "" if self.scenario.goal.test is None else "; the eve of the test is none"
        return f"Every week holds {asked} session(s), as far as open days allow{eve}."


@dataclass(frozen=True)
class OpenWeeks:
    """A week with an open day holds a session: an empty week is never an answer to a wish.

    sessions(week) >= 1 where `SessionCount` asks for any.
    Units: sessions a week. Source: NSCA-F.
    """

    slug: ClassVar[str] = "open-weeks"
    sentence: ClassVar[str] = "No week that has an open day stays empty."
    numbers: ClassVar[tuple[str, ...]] = ("availability.sessions",)
    source: ClassVar[tuple[str, ...]] = ("NSCA-F",)
    point: ClassVar[str] = "a week"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario
    weeks: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Always asked where the number of sessions is asked for."""
        weeks = frozenset(
            week.index
            for count in SessionCount.asked_by(scenario)
            for week in timeline.weeks(scenario)
            if count.least(week.index) > 0
        )
        return (cls("must", scenario, weeks),) if weeks else ()

    def post(self, plan: PlanVars, to: Posting) -> None:
        """At least one session in each of these weeks."""
        for week in sorted(self.weeks):
            to.at_least(plan.total([plan.open[week, k] for k in plan.labels]), 1, place(week))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks that stay empty."""
        return tuple(
            Breach(self.slug, self.priority, place(week),
                   f"week {timeline.shown_week(week)}: no session", 0, 1, "sessions")
            for week in sorted(self.weeks)
            if not block.of_week(week)
        )  # fmt: skip

    def explain(self) -> str:
        """The rule as it stands."""
        return "Every week with an open day holds at least one session."
