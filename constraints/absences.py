"""Absences: exercises that were not trained for a while, though others were, and come back.

They stand alone because several rules ask: an exercise that was left out for weeks, for a sore
knee, a lost tool or on a trip, does not go on where it stood. What keeps a lift from falling back
is not asked of its return; how much it may start with is for `constraints.rules.after_absence`.
Weeks count from 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

from constraints import held
from constraints.balance import can_do_on, lacks_tools
from constraints.lines import Prescription
from scenarios.odd_weeks import away_weeks, cut_weeks, returns, trained_weeks
from scenarios.past import Regained
from scenarios.schema import Scenario
from scenarios.timeline import open_days, weeks
from scenarios.tools_there import weeks_without


@dataclass(frozen=True)
class Absence:
    """An exercise that comes back: the first week in which it can, and how it went before.

    `most_sets` are the most in a session of the last week that trained it, `before` is what was
    done last, as far as it can be compared. `is_long` says that the pause was one of those from
    which the way back has all its steps.
    """

    exercise: str
    first: int
    most_sets: int
    before: tuple[Prescription, ...]
    is_long: bool


@dataclass(frozen=True)
class WayBack:
    """The week in which an exercise comes back after a trip or lost days, and how.

    `first` is the first week without it, or with a day without its tools, `base` the last loading
    week before that; a session holds `percent` of the sets of that one at most.
    """

    week: int
    first: int
    base: int
    percent: int
    is_long: bool


@lru_cache(maxsize=64)
def absences(scenario: Scenario) -> Mapping[str, Absence]:
    """The exercises that come back after a pause without them; none where nobody asks for care."""
    past = scenario.replanned
    if past is None or scenario.priority("after-absence") == "off":
        return {}
    found = (_absence(scenario, one) for one in past.regained)
    return {one.exercise: one for one in found if one is not None}


def comes_back(scenario: Scenario, exercise: str, early: int, late: int) -> bool:
    """Whether an exercise was away for a while between two weeks.

    After a trip only the first week back counts: how it starts is for `after-trip`. After weeks
    that have lost days, it counts where it was not trained in them, but for deloads (`after-gap`).
    """
    absence, rows = absences(scenario).get(exercise), weeks(scenario)
    is_back = absence is not None and early < absence.first <= late
    is_back |= any(
        one.week == late and (one.base == early or (one.base < early and rows[early].deload))
        for one in gaps(scenario)
    )
    return is_back or back_from_trip(scenario, exercise, early, late) is not None


@lru_cache(maxsize=64)
def gaps(scenario: Scenario) -> tuple[WayBack, ...]:
    """Pairs of weeks between which an exercise can have lost its sessions for two weeks or more.

    The earlier one is a loading week. All those between them but deloads have lost days, though not
    all of them, and the loading ones are together as long as a long pause. Deloads before the lost
    weeks, or among them, change nothing: who trains in one is not back yet. One after them is the
    first week back, if it has lost no day. None where nobody asks for care.
    """
    rows, lost = weeks(scenario), cut_weeks(scenario) & trained_weeks(scenario)
    if not lost or scenario.priority("after-gap") == "off":
        return ()
    share, long = scenario.progression.return_sets_percent[0], scenario.progression.pause_days[1]
    firsts = [one.week for one in returns(scenario) if one.is_first]
    found = []
    for early, late in combinations(range(len(rows)), 2):
        between = rows[early + 1 : late]
        counted = [one.index for one in between if not one.deload]
        days = sum(one.days for one in between if one.is_loading)
        is_lost = lost.issuperset((*counted, late - 1)) and days >= long
        if not (rows[early].is_loading and counted and is_lost):
            continue
        if any(counted[0] <= first <= late for first in firsts):
            continue
        percent = round(share) if rows[late].is_loading else 100
        found.append(WayBack(late, counted[0], early, percent, is_long=True))
    return tuple(found)


def back_from_trip(scenario: Scenario, exercise: str, early: int, late: int) -> WayBack | None:
    """The way back from a trip without an exercise's tools, where it begins in the later week."""
    ways = trips_back(scenario, exercise)
    return next((one for one in ways if early < one.first and one.week == late), None)


@lru_cache(maxsize=1024)
def trips_back(scenario: Scenario, exercise: str) -> tuple[WayBack, ...]:
    """The first weeks after trips that leave an exercise without its tools for a pause.

    None where nobody asks for care.
    """
    if not weeks_without(scenario) or scenario.priority("after-trip") == "off":
        return ()
    short, long = scenario.progression.pause_days
    own = scenario.catalogue[exercise]
    found: list[WayBack] = []
    last: date | None = None
    first: int | None = None  # week of the first day without
    for week, days in enumerate(open_days(scenario)):
        for day in sorted(days):
            if not can_do_on(scenario, own, day):
                first = week if first is None else first
                continue
            if last is not None and first is not None and (day - last).days > short:
                found += _back(scenario, week, first, (day - last).days > long)
            last, first = day, None
    return tuple(found)


@lru_cache(maxsize=64)
def lost_weeks(scenario: Scenario, exercise: str) -> tuple[int, ...]:
    """Loading weeks without this exercise: less was done than planned, or a trip takes its tools.

    Of the first kind only those that are over.
    """
    trained = {
        one.week
        for one in held.sessions(scenario).values()
        if any(work.exercise.id == exercise for work in one.work)
    }
    short = away_weeks(scenario)
    own = scenario.catalogue[exercise]
    return tuple(
        row.index
        for row in weeks(scenario)
        if row.is_loading
        and (
            lacks_tools(scenario, own, row.index)
            if not held.is_over(scenario, row.index)
            else row.index in short - trained
        )
    )


def _back(scenario: Scenario, week: int, first: int, is_long: bool) -> Iterator[WayBack]:
    """How an exercise comes back in a week; none where no loading week was before."""
    rows, shares = weeks(scenario), scenario.progression.return_sets_percent
    before = [row.index for row in rows[:first] if row.is_loading]
    share = round(shares[0] if is_long else shares[-1])
    if before:
        yield WayBack(week, first, before[-1], share if rows[week].is_loading else 100, is_long)


def _absence(scenario: Scenario, regained: Regained) -> Absence | None:
    name = regained.exercise
    before = [
        one
        for one in held.sessions(scenario).values()
        if one.start.date() < regained.on and any(w.exercise.id == name for w in one.work)
    ]
    if not before:
        return None
    short, long = scenario.progression.pause_days
    last = max(before, key=lambda one: one.start)
    days = (regained.on - last.start.date()).days - 1
    if days < short:
        return None
    here = max(row.index for row in weeks(scenario) if row.start <= regained.on)
    most = max(
        sum(w.sets for w in one.work if w.exercise.id == name)
        for one in before
        if one.week == last.week
    )
    lines = {w.line for w in last.work if w.exercise.id == name and w.part != "test"}
    asked = (held.compared(scenario, last, line) for line in sorted(lines))
    done = tuple(one for one in asked if one is not None)
    return Absence(name, max(here, last.week + 1), most, done, days >= long)
