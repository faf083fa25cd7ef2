"""Loosenings of time: longer or fewer sessions, other days, a later test.

They stand alone because they change several keys at once, and are told in days and minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from planner.amend import Change, value_of
from planner.demands import Demand
from planner.ladder import Ladder, Step
from scenarios.schema import WEEKDAYS, Scenario, Window


def longer_sessions(scenario: Scenario) -> Ladder:
    """A longer session; windows that are shorter end later."""
    ask = scenario.availability
    steps: list[Step] = []
    for minutes in range(ask.minutes + 1, 241):
        changes = [Change("availability.minutes", ask.minutes, minutes)]
        parts = [f"sessions of at most {minutes} minutes instead of {ask.minutes}"]
        for day in WEEKDAYS:
            windows: tuple[Window, ...] = getattr(ask, day)
            longer = [_longer(window, minutes) for window in windows]
            if None in longer:
                return Ladder("minutes", tuple(steps))
            if any(window.minutes < minutes for window in windows):
                before, after = [_shown(one) for one in windows], [str(one) for one in longer]
                alone = len(after) == 1
                changes.append(
                    Change(
                        f"availability.{day}",
                        before[0] if alone else before,
                        after[0] if alone else after,
                    )
                )
                parts.append(f"{day.capitalize()} {' and '.join(after)}")
        steps.append(Step(tuple(changes), "; ".join(parts), (minutes - ask.minutes) / 5))
    return Ladder("minutes", tuple(steps))


def _longer(window: Window, minutes: int) -> str | None:
    """A window of at least so many minutes; None where the day is over."""
    if window.minutes >= minutes:
        return _shown(window)
    begin = datetime.combine(datetime.min, window.begin)
    end = begin + timedelta(minutes=minutes)
    return f"{window.begin:%H:%M}-{end:%H:%M}" if end.date() == begin.date() else None


def _shown(window: Window) -> str:
    return f"{window.begin:%H:%M}-{window.end:%H:%M}"


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

    def apart(day: int) -> int:
        return min(min((day - other) % 7, (other - day) % 7) for other in taken)

    closed = [number for number in range(7) if number not in taken]
    for number in sorted(closed, key=lambda day: (-apart(day), day)):
        name = WEEKDAYS[number]
        change = Change(f"availability.{name}", None, _shown(longest))
        words = f"{name.capitalize()} {_shown(longest)} as well"
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
    """Spans as a file has them: dates, and no empty reason."""

    def day(value: Any) -> Any:
        return datetime.fromisoformat(value).date() if isinstance(value, str) else value

    return [
        {
            "from": day(one["from"]),
            "to": day(one["to"]),
            **({"why": one["why"]} if one["why"] else {}),
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
