"""The dates of a block, its slots and what lies around them: pure arithmetic.

Hours between sessions are local wall-clock hours, so that a change of the clock breaks no plan.
The weeks themselves stand in `phases`. Slots are numbered from 0 here, as weeks are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from scenarios import busy
from scenarios.phases import Week, shown_week, taper_weeks, weeks, weeks_to_test
from scenarios.schema import WEEKDAYS, Hinge, Scenario, Window

__all__ = (
    "ElsewhereSession",
    "Slot",
    "Week",
    "days_before_test",
    "elsewhere",
    "hours_between",
    "is_away",
    "is_open",
    "is_test_time",
    "kick_offs",
    "matches",
    "night_shift_ends",
    "open_days",
    "shown_week",
    "slots",
    "taper_weeks",
    "weeks",
    "weeks_to_test",
)


@dataclass(frozen=True)
class Slot:
    """One possible session: a day and a window of it, or the rest of one, local time."""

    index: int
    week: int
    start: datetime
    minutes: int  # longest session that fits, the athlete's own limit included
    is_test: bool = False
    rpe: float | None = None  # cap that a roster puts on this slot
    light: bool = False  # accessories and light hinges only

    @property
    def day(self) -> date:
        """The date of the slot."""
        return self.start.date()


def hours_between(earlier: datetime, later: datetime) -> float:
    """Local wall-clock hours from one start to another."""
    return (later - earlier).total_seconds() / 3600


@lru_cache(maxsize=64)
def slots(scenario: Scenario) -> tuple[Slot, ...]:
    """Every window of the block in order of time, whether it may be used or not.

    Away spans, night shifts and busy times are not applied here: they are rules (`availability`,
    `night-shift`, `busy`). But what is left of a window after something busy is a slot as well.
    The test has a slot of its own, and so has every session of the block that is over.
    """
    found: list[tuple[datetime, int, bool, float | None, bool]] = []
    longest = scenario.availability.minutes
    for week in weeks(scenario):
        for offset in range(week.days):
            day = week.start + timedelta(days=offset)
            windows = list(_windows(scenario, day))
            begins = {datetime.combine(day, window.begin) for window, _, _ in windows}
            for window, rpe, light in windows:
                start, end = (datetime.combine(day, at) for at in (window.begin, window.end))
                is_test = day == scenario.goal.test
                found.append((start, min(window.minutes, longest), is_test, rpe, light))
                for later in busy.later_starts(scenario, start, end):
                    if later not in begins:
                        begins.add(later)
                        left = int((end - later).total_seconds()) // 60
                        found.append((later, min(left, longest), is_test, rpe, light))
    begun = {entry[0] for entry in found}
    for held in () if scenario.replanned is None else scenario.replanned.sessions:
        if held.start not in begun:  # moved, or the windows have changed since
            begun.add(held.start)
            found.append((held.start, longest, False, None, False))
    test = scenario.goal.test
    if test is not None and not any(entry[2] for entry in found):
        start = datetime.combine(test, scenario.goal.test_at)
        found.append((start, scenario.availability.minutes, True, None, False))
    last = scenario.weeks - 1
    return tuple(
        Slot(index, max(0, min((start.date() - scenario.start).days // scenario.week_days, last)),
             start, minutes, is_test, rpe, light)
        for index, (start, minutes, is_test, rpe, light) in enumerate(sorted(found, key=_when))
    )  # fmt: skip


def _when(entry: tuple[datetime, int, bool, float | None, bool]) -> tuple[datetime, int]:
    return entry[0], entry[1]


def _windows(scenario: Scenario, day: date) -> Iterator[tuple[Window, float | None, bool]]:
    """Windows of one day, with the RPE cap and the lightness that a roster puts on them."""
    ask = scenario.availability
    for window in ask.weekday_windows.get(day.weekday(), ()):
        yield window, None, False
    for slot in ask.slots:
        if slot.begin.date() == day:
            yield Window(begin=slot.begin.time(), end=slot.end.time()), None, False
    if ask.roster is not None:
        cycle = ask.roster.cycle
        shift = cycle[(day - scenario.start).days % len(cycle)]
        for window in shift.train:
            yield window, shift.rpe, shift.light


def is_away(scenario: Scenario, day: date) -> bool:
    """Whether nobody trains on a day: it is one away without tools, or after the week of the test.

    That week ends the block.
    """
    if (day - scenario.start).days >= weeks_to_test(scenario) * scenario.week_days:
        return True
    spans = (span for span in scenario.availability.away if span.tools is None)
    return any(span.begin <= day <= span.end for span in spans)


def is_open(scenario: Scenario, slot: Slot) -> bool:
    """Whether a slot is neither away nor, where that binds, too busy for a session."""
    if is_away(scenario, slot.day):
        return False
    if scenario.priority("busy") != "must" or is_test_time(scenario, slot.start):
        return True
    room = busy.room(scenario, slot.start)
    return room is None or room >= 60 * min(slot.minutes, busy.SHORTEST_MINUTES)


def is_test_time(scenario: Scenario, start: datetime) -> bool:
    """Whether a start is that of a test outside every window: a meet, say, at a set time."""
    day = start.date()
    return day == scenario.goal.test and not any(_windows(scenario, day))


@lru_cache(maxsize=64)
def open_days(scenario: Scenario) -> tuple[frozenset[date], ...]:
    """The days of each week with a slot that is open (see `is_open`)."""
    days: list[set[date]] = [set() for _ in range(scenario.weeks)]
    for slot in slots(scenario):
        if is_open(scenario, slot):
            days[slot.week].add(slot.day)
    return tuple(map(frozenset, days))


@lru_cache(maxsize=64)
def night_shift_ends(scenario: Scenario) -> tuple[datetime, ...]:
    """Local times at which a night shift ends, from the day before the block to its end."""
    roster = scenario.availability.roster
    if roster is None:
        return ()
    ends = []
    for offset in range(-1, scenario.weeks * scenario.week_days):
        shift = roster.cycle[offset % len(roster.cycle)]
        if shift.shift != "night" or shift.end is None or shift.begin is None:
            continue
        day = scenario.start + timedelta(days=offset)
        ends.append(datetime.combine(day + timedelta(days=shift.end <= shift.begin), shift.end))
    return tuple(ends)


@lru_cache(maxsize=64)
def kick_offs(scenario: Scenario) -> tuple[datetime, ...]:
    """Local starts of the matches, one a day, from a week before the block to a week after it.

    A match without a time starts at `season.kick_off`; of several on one day the first counts.
    """
    season = scenario.season
    span = range(-7, scenario.weeks * scenario.week_days + 7)
    days = [scenario.start + timedelta(days=offset) for offset in span]
    timed = [one for one in season.matches if isinstance(one, datetime)]
    untimed = {day for day in days if season.weekly and WEEKDAYS[day.weekday()] == season.weekly}
    untimed |= {one for one in season.matches if not isinstance(one, datetime)}
    untimed -= {one.date() for one in timed}
    found = {one.date(): one for one in sorted(timed, reverse=True)}
    found |= {day: datetime.combine(day, season.kick_off) for day in untimed}
    return tuple(sorted(found.values()))


def matches(scenario: Scenario) -> tuple[date, ...]:
    """Match days from a week before the block to a week after it."""
    return tuple(one.date() for one in kick_offs(scenario))


@dataclass(frozen=True)
class ElsewhereSession:
    """One dated session that somebody else planned."""

    start: datetime
    week: int
    axial: int
    hinge: Hinge
    contacts: int
    quarter_sets: tuple[tuple[str, int], ...]
    blocks_day: bool


@lru_cache(maxsize=64)
def elsewhere(scenario: Scenario) -> tuple[ElsewhereSession, ...]:
    """The sessions planned elsewhere, in order of time; work on top of the plan counts as one."""
    found = []
    for one in () if scenario.replanned is None else scenario.replanned.extra:
        week = (one.start.date() - scenario.start).days // scenario.week_days
        quarters = tuple(sorted(one.quarter_sets.items()))
        found.append(
            ElsewhereSession(one.start, week, one.axial, one.hinge, one.contacts, quarters, False)
        )
    for part in scenario.elsewhere:
        for row in weeks(scenario):
            for offset in range(row.days):
                day = row.start + timedelta(days=offset)
                on_day = part.on == day or part.weekday == WEEKDAYS[day.weekday()]
                if not on_day or (part.until is not None and day > part.until):
                    continue
                quarters = tuple(sorted((m, round(4 * s)) for m, s in part.sets.items()))
                start = datetime.combine(day, part.at)
                found.append(
                    ElsewhereSession(start, row.index, part.axial, part.hinge, part.contacts,
                                     quarters, part.blocks_day)
                )  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.start))


def days_before_test(scenario: Scenario, day: date) -> int | None:
    """Days from a date to the test; None without a test."""
    return None if scenario.goal.test is None else (scenario.goal.test - day).days
