"""Loosenings of windows: longer ones, and slots or days of a roster beside those that there are.

They stand alone because weekdays, listed slots and rosters say in three ways when one can train.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from planner.impossible.amend import Change
from planner.impossible.ladder import Ladder, Step
from scenarios import timeline
from scenarios.schema import WEEKDAYS, Scenario, Window

LONGEST: Final = 240  # minutes of a session, as the schema has it
MORE_SLOTS: Final = 3  # slots more in a week
MOST_SLOTS: Final = 4  # that are written out


def longer_sessions(scenario: Scenario) -> Ladder:
    """A longer session, minute by minute from the shortest window; windows too short end later."""
    ask = scenario.availability
    first = min((ask.minutes, *(window.minutes for window in _windows(scenario))))
    steps: list[Step] = []
    for minutes in range(first + 1, LONGEST + 1):
        windows = _longer_windows(scenario, minutes)
        if windows is None:
            break
        changes, parts = windows
        if minutes > ask.minutes:
            changes.insert(0, Change("availability.minutes", ask.minutes, minutes))
            parts.insert(0, f"sessions of at most {minutes} minutes instead of {ask.minutes}")
        steps.append(Step(tuple(changes), "; ".join(parts), (minutes - first) / 5))
    return Ladder("minutes", tuple(steps))


def _windows(scenario: Scenario) -> Iterator[Window]:
    """Every window that is open, whatever the days are given by."""
    ask = scenario.availability
    for windows in ask.weekday_windows.values():
        yield from windows
    for slot in ask.slots:
        yield Window(begin=slot.begin.time(), end=slot.end.time())
    for day in () if ask.roster is None else ask.roster.cycle:
        yield from day.train


def _longer_windows(scenario: Scenario, minutes: int) -> tuple[list[Change], list[str]] | None:
    """Windows of at least so many minutes, in words; None where a day is over."""
    ask = scenario.availability
    changes: list[Change] = []
    parts: list[str] = []
    if any(_longer(window, minutes) is None for window in _windows(scenario)):
        return None
    for day in WEEKDAYS:
        windows: tuple[Window, ...] = getattr(ask, day)
        if any(window.minutes < minutes for window in windows):
            before = [shown(one) for one in windows]
            after = [str(_longer(one, minutes)) for one in windows]
            alone = len(after) == 1
            change = (before[0], after[0]) if alone else (before, after)
            changes.append(Change(f"availability.{day}", *change))
            parts.append(f"{day.capitalize()} {' and '.join(after)}")
    slots = [_slot(one.begin, max(one.end, one.begin + timedelta(minutes=minutes)))
             for one in ask.slots]  # fmt: skip
    given = [_slot(one.begin, one.end) for one in ask.slots]
    if slots != given:
        longer = [new for new, old in zip(slots, given, strict=True) if new != old]
        changes.append(Change("availability.slots", given, slots))
        parts.append(f"slots {_listed(longer)}")
    if ask.roster is not None and any(w.minutes < minutes for w in _windows(scenario)):
        cycle = _cycle(scenario)
        trained = [[str(_longer(window, minutes)) for window in day.train]
                   for day in ask.roster.cycle]  # fmt: skip
        days = [_trained(day, own) for day, own in zip(cycle, trained, strict=True)]
        changes.append(Change("availability.roster.cycle", cycle, days))
        parts.append(f"{minutes} minutes on every day of the roster that has a window")
    return changes, parts


def _longer(window: Window, minutes: int) -> str | None:
    """A window of at least so many minutes; None where the day is over."""
    if window.minutes >= minutes:
        return shown(window)
    begin = datetime.combine(datetime.min, window.begin)
    end = begin + timedelta(minutes=minutes)
    return f"{window.begin:%H:%M}-{end:%H:%M}" if end.date() == begin.date() else None


def shown(window: Window) -> str:
    return f"{window.begin:%H:%M}-{window.end:%H:%M}"


# -- slots and rosters ---------------------------------------------------------------------------


def another_slot(scenario: Scenario, weeks: Collection[int] = ()) -> Ladder:
    """One more slot in each of these weeks (from 1; all when none), then another one.

    On the days that are farthest from the slots around them, as long as the longest and at its
    time. In a roster it is a day of the cycle that has no window: a day off before one with a
    shift.
    """
    ask = scenario.availability
    if ask.roster is not None:
        return _another_roster_day(scenario)
    if not ask.slots:
        return Ladder("slot", ())
    usual = max(ask.slots, key=lambda one: (one.end - one.begin, -one.begin.timestamp()))
    given = [_slot(one.begin, one.end) for one in ask.slots]
    taken = {one.begin.date() for one in ask.slots}
    steps: list[Step] = []
    more: list[dict[str, datetime]] = []
    for _ in range(MORE_SLOTS):
        for week in timeline.weeks(scenario):
            if weeks and timeline.shown_week(week.index) not in weeks:
                continue
            days = [week.start + timedelta(days=offset) for offset in range(week.days)]
            free = [day for day in days if day not in taken and not timeline.is_away(scenario, day)]
            if free:
                day = max(free, key=lambda one: (_days_apart(one, taken), -one.toordinal()))
                taken.add(day)
                begin = datetime.combine(day, usual.begin.time())
                more.append(_slot(begin, begin + (usual.end - usual.begin)))
        words = f"{'a slot' if len(more) == 1 else 'slots'} {_listed(more)} as well"
        after = [*given, *sorted(more, key=lambda one: one["from"])]
        change = Change("availability.slots", given, after)
        if more and not any(one.changes == (change,) for one in steps):
            steps.append(Step((change,), words, 6.0 * len(more)))
    return Ladder("slot", tuple(steps))


def _days_apart(day: date, others: Collection[date]) -> int:
    return min((abs((day - other).days) for other in others), default=0)


def _another_roster_day(scenario: Scenario) -> Ladder:
    """One more day of the cycle to train on, days off first; then another one."""
    roster = scenario.availability.roster
    assert roster is not None, "the days are those of a roster"
    cycle, steps, opened = _cycle(scenario), [], list[int]()
    windows = [window for day in roster.cycle for window in day.train]
    closed = [number for number, day in enumerate(roster.cycle) if not day.train]
    if not windows:
        return Ladder("slot", ())
    usual = shown(max(windows, key=lambda one: one.minutes))
    for number in sorted(closed, key=lambda n: (roster.cycle[n].shift != "off", n)):
        opened.append(number)
        after = [_trained(day, [usual]) if n in opened else day for n, day in enumerate(cycle)]
        days = ", ".join(str(n + 1) for n in sorted(opened))
        words = f"{usual} on day {days} of the roster as well"
        change = Change("availability.roster.cycle", cycle, after)
        steps.append(Step((change,), words, 6.0 * len(opened)))
    return Ladder("slot", tuple(steps))


def _slot(begin: datetime, end: datetime) -> dict[str, datetime]:
    return {"from": begin, "to": end}


def _listed(slots: Sequence[dict[str, datetime]]) -> str:
    """Slots in words; of many, the first and how many follow."""
    said = [f"{one['from']:%Y-%m-%d %H:%M}-{one['to']:%H:%M}" for one in slots]
    if len(said) <= MOST_SLOTS:
        return ", ".join(said)
    return f"{', '.join(said[: MOST_SLOTS - 1])} and {len(said) - MOST_SLOTS + 1} more"


def _cycle(scenario: Scenario) -> list[dict[str, Any]]:
    """A roster's days as a file has them: only what they state."""
    assert scenario.availability.roster is not None, "the days are those of a roster"
    rows = []
    for day in scenario.availability.roster.cycle:
        row: dict[str, Any] = {"shift": day.shift, "from": day.begin, "to": day.end}
        row |= {"light": day.light or None, "rpe": day.rpe}
        stated = {key: value for key, value in row.items() if value is not None}
        rows.append(_trained(stated, [shown(window) for window in day.train]))
    return rows


def _trained(day: dict[str, Any], windows: list[str]) -> dict[str, Any]:
    rest = {key: value for key, value in day.items() if key != "train"}
    if not windows:
        return rest
    return {**rest, "train": windows[0] if len(windows) == 1 else windows}
