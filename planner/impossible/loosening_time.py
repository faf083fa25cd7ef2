"""Loosenings of time: more or fewer sessions, other days, weeks off, a later test.

They stand alone because they change several keys at once, and are told in days and weeks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from planner.impossible.amend import Change, value_of
from planner.impossible.demands import Demand
from planner.impossible.ladder import Ladder, Step
from planner.impossible.loosening_windows import another_slot, shown
from scenarios import timeline
from scenarios.schema import WEEKDAYS, Scenario

MOST_SESSIONS: Final = 7  # a week
WEEKS_KEPT: Final = 3  # at most one week in so many is left out
FIXED_BY_OTHERS: Final = {"match-distance", "night-shift", "roster", "busy"}  # no wish moves them


def another_session(scenario: Scenario) -> Ladder:
    """A session more a week may be held, on a day more where every one is taken."""
    ask = scenario.availability
    low, high = ask.sessions
    change = Change("availability.sessions", [low, high], [low, high + 1])
    words = f"up to {high + 1} sessions a week instead of {high}"
    if high + 1 > MOST_SESSIONS:
        return Ladder("sessions", ())
    day = None
    if ask.weekday_windows:
        if len(ask.weekday_windows) <= high:
            day = next(another_day(scenario), None)
    elif ask.slots and max(map(len, _by_week(scenario))) <= high:
        day = another_slot(scenario)
    if day is None or not day.steps:
        return Ladder("sessions", (Step((change,), words, 4),))
    first = day.steps[0]
    return Ladder("sessions", (Step((change, *first.changes), f"{words}; {first.words}", 8),))


def _by_week(scenario: Scenario) -> Iterator[set[date]]:
    """The days of each week that hold a slot."""
    slots = timeline.slots(scenario)
    for week in timeline.weeks(scenario):
        yield {slot.day for slot in slots if slot.week == week.index}


def week_off(scenario: Scenario, demands: Sequence[Demand]) -> Iterator[Ladder]:
    """No training in the weeks that clash, where they are few: a match or a shift stays anyway."""
    rules = {demand.rule for demand in demands}
    weeks = sorted({week for demand in demands for week in demand.weeks})
    if not rules & FIXED_BY_OTHERS or not weeks or len(weeks) * WEEKS_KEPT > scenario.weeks:
        return
    given = _dated(value_of(scenario, "availability.away"))
    off = [timeline.weeks(scenario)[week - 1] for week in weeks]
    more = [{"from": one.start, "to": one.end - timedelta(days=1)} for one in off]
    test = scenario.goal.test
    if test is None or not any(one.start <= test < one.end for one in off):
        words = f"no training in {'week' if len(weeks) == 1 else 'weeks'} "
        change = Change("availability.away", given, [*given, *more])
        step = Step((change,), words + ", ".join(map(str, weeks)), 8.0 * len(weeks))
        yield Ladder("week off", (step,))


def number_of_sessions(scenario: Scenario, demand: Demand) -> Iterator[Ladder]:
    """Fewer sessions where they are asked for, more where they are too few."""
    low, high = scenario.availability.sessions
    key = "availability.sessions"
    if demand.freed:
        steps = (
            Step(
                (Change(key, [low, high], [low, most]),),
                f"{most} sessions a week instead of {high}",
                4.0 * (most - high),
            )
            for most in range(high + 1, 8)
        )
        yield Ladder("sessions", tuple(steps))
    elif demand.rule == "session-count":
        steps = (
            Step(
                (Change(key, [low, high], [least, high]),),
                f"at least {least} session(s) a week instead of {low}",
                3.0 * (low - least),
            )
            for least in range(low - 1, 0, -1)
        )
        yield Ladder("sessions", tuple(steps))


def another_day(scenario: Scenario) -> Iterator[Ladder]:
    """One more day of the week, those far from the others first."""
    ask = scenario.availability
    taken = list(ask.weekday_windows)
    longest = max((w for ws in ask.weekday_windows.values() for w in ws), key=lambda w: w.minutes)

    def apart(day: int) -> tuple[int, int]:
        """Days to the nearest one, and from the one before to the one after."""
        before = min((day - other) % 7 for other in taken)
        after = min((other - day) % 7 for other in taken)
        return -min(before, after), -before - after

    closed = [number for number in range(7) if number not in taken]
    for number in sorted(closed, key=lambda day: (apart(day), day)):
        name = WEEKDAYS[number]
        change = Change(f"availability.{name}", None, shown(longest))
        words = f"{name.capitalize()} {shown(longest)} as well"
        yield Ladder("day", (Step((change,), words, 6),))


def less_away(scenario: Scenario, number: int) -> Ladder:
    """Back a day earlier, and another one, until nothing is left of the time away."""
    spans = value_of(scenario, "availability.away")
    span = scenario.availability.away[number]
    steps = []
    for days in range(1, (span.end - span.begin).days + 2):
        end = span.end - timedelta(days=days)
        kept = [] if end < span.begin else [{**spans[number], "to": end}]
        after = [*spans[:number], *kept, *spans[number + 1 :]]
        words = f"away from {span.begin} to {end} instead of {span.end}"
        if not kept:
            words = f"not away from {span.begin} to {span.end}"
        steps.append(Step((Change("availability.away", spans, _dated(after)),), words, 1.5 * days))
    return Ladder("away", tuple(steps))


def _dated(spans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Spans as a file has them: dates, and nothing that is empty."""

    def day(value: Any) -> Any:
        return datetime.fromisoformat(value).date() if isinstance(value, str) else value

    return [
        {
            "from": day(one["from"]),
            "to": day(one["to"]),
            **{
                key: one[key]
                for key in ("why", "tools", "most")
                if one.get(key) not in (None, "", {})
            },
        }
        for one in spans
    ]


def later_test(scenario: Scenario) -> Ladder:
    """The test on the same day of a later week."""
    test, steps = scenario.goal.test, []
    assert test is not None, "only a test that is planned can be early"
    for weeks in range(1, scenario.weeks):
        day = test + timedelta(weeks=weeks)
        if day < scenario.end:
            words = f"the test on {day} instead of {test}"
            steps.append(Step((Change("goal.test", test, day),), words, 2.0 * weeks))
    return Ladder("test", tuple(steps))


def shorter_block(scenario: Scenario) -> Ladder:
    """A shorter block, the test in its last week at the shortest."""
    test = scenario.goal.test
    first = 1 if test is None else (test - scenario.start).days // scenario.week_days + 1
    steps = (
        Step(
            (Change("weeks", scenario.weeks, weeks),),
            f"a block of {weeks} weeks instead of {scenario.weeks}",
            2.5 * (scenario.weeks - weeks),
        )
        for weeks in range(scenario.weeks - 1, first - 1, -1)
    )
    return Ladder("weeks", tuple(steps))
