"""Odd weeks: those that carry less than the others, and those that may look otherwise.

A week loses days to a trip, is crowded by two matches, or is the first one after a pause; what
rules ask of a usual week is not asked of it. Weeks are numbered from 0 here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from statistics import median_high

from scenarios import busy
from scenarios.past import HeldSession, MissedSession
from scenarios.phases import taper_weeks, weeks
from scenarios.schema import Scenario
from scenarios.timeline import is_away, matches, open_days, slots
from scenarios.tools_there import weeks_without


@dataclass(frozen=True)
class Return:
    """A week after a pause, with a share of the sets of a loading week before it.

    A deload or a taper is light as it is: it has a share of 100 percent.
    """

    week: int  # from 0
    base: int  # the week whose sets it is measured by
    percent: int
    is_first: bool  # of those after this pause
    is_full: bool  # nothing of the base was lost
    is_loading: bool
    is_long: bool  # the pause was one of those from which the way back has all its steps


@dataclass(frozen=True)
class Onward:
    """A loading week soon after a way back, the last full one before the pause, and its step."""

    week: int  # from 0
    base: int
    step: int  # from 1


@lru_cache(maxsize=64)
def away_weeks(scenario: Scenario) -> frozenset[int]:
    """Weeks (from 0) that are not whole: days are lost (see `cut_weeks`), or tools not there."""
    return cut_weeks(scenario) | frozenset(weeks_without(scenario))


@lru_cache(maxsize=64)
def cut_weeks(scenario: Scenario) -> frozenset[int]:
    """Weeks (from 0) that lose a possible day to an away span, or a session to what is busy.

    A week in which less was done than planned is one of them. What is busy every week is how the
    athlete lives: it counts where fewer days are open than sessions are asked for, and fewer than
    in the middle one of the weeks.
    """
    away = {s.week for s in slots(scenario) if not s.is_test and is_away(scenario, s.day)}
    if scenario.replanned is not None:
        away |= {week - 1 for week in scenario.replanned.short_weeks}
    counts = [len(days) for days in open_days(scenario)]
    usual = min(scenario.availability.sessions[0], median_high(counts))
    if busy.is_asked(scenario):
        away |= {week for week, count in enumerate(counts) if count < usual}
    return frozenset(away)


@lru_cache(maxsize=64)
def congested_weeks(scenario: Scenario) -> frozenset[int]:
    """Weeks (from 0) that hold two matches less than seven days apart.

    So a microcycle longer than a week is not crowded by a match every Saturday.
    """
    days = matches(scenario)
    close = [(a, b) for a, b in pairwise(days) if (b - a).days < 7]
    return frozenset(
        week.index
        for week in weeks(scenario)
        if any(week.start <= a and b < week.end for a, b in close)
    )


def loose_weeks(scenario: Scenario) -> frozenset[int]:
    """Weeks (from 0) whose sessions may leave out exercises that their phase gives them.

    Congested weeks, and those that were the first to come when the block was planned again.
    """
    past = () if scenario.replanned is None else scenario.replanned.loose
    return congested_weeks(scenario) | {week - 1 for week in past}


@lru_cache(maxsize=64)
def short_weeks(scenario: Scenario) -> frozenset[int]:
    """Weeks (from 0) that carry less: not whole, with two matches, or after a pause."""
    return away_weeks(scenario) | eased_weeks(scenario)


@lru_cache(maxsize=64)
def eased_weeks(scenario: Scenario) -> frozenset[int]:
    """The same but for weeks that only lack tools: they ask for what can be had without."""
    return cut_weeks(scenario) | congested_weeks(scenario) | return_weeks(scenario)


@lru_cache(maxsize=64)
def trained_weeks(scenario: Scenario) -> frozenset[int]:
    """Weeks (from 0) in which something was trained, or can be."""
    past = scenario.replanned
    found = {one.week - 1 for one in past.sessions} if past is not None else set()
    for week, days in enumerate(open_days(scenario)):
        if any(past is None or day >= past.on for day in days):
            found.add(week)
    return frozenset(found)


def return_weeks(scenario: Scenario) -> frozenset[int]:
    """Weeks (from 0) that are lighter than they would be, for they follow a pause."""
    return frozenset(one.week for one in returns(scenario) if one.is_loading)


@lru_cache(maxsize=64)
def returns(scenario: Scenario) -> tuple[Return, ...]:
    """The weeks in which the athlete comes back from a pause, in order.

    A pause is a number of days without a session, to which days away, busy ones or missed sessions
    have led. The steps of the way back (`progression.return_sets_percent`) fall on the weeks from
    the first day on which a session can be held again; the first one on two of them where most of
    the first week is over by then. Only a long pause has all steps, a shorter one the last of them
    alone. A deload or a taper is light as it is, but counts as a step. Sets are measured by the
    last full loading week before the pause, where there is none by the last one that has begun.
    """
    if scenario.priority("after-pause") == "off":
        return ()
    rows, found = weeks(scenario), dict[int, Return]()
    short, long = scenario.progression.pause_days
    percents = tuple(round(one) for one in scenario.progression.return_sets_percent)
    for last, back in _pauses(scenario):
        days = (back - last).days - 1
        first = _week_of(scenario, back)
        begun = [row.index for row in rows[:first] if row.is_loading and row.start <= last]
        odd = {*away_weeks(scenario), *congested_weeks(scenario), *found}
        full = [week for week in begun if week not in odd]
        if days < short or not begun:
            continue
        ours = percents if days >= long else percents[-1:]
        if 2 * (back - rows[first].start).days > rows[first].days:
            ours = (ours[0], *ours)
        for number, (row, share) in enumerate(zip(rows[first:], ours, strict=False)):
            percent = share if row.is_loading else 100
            base = (full or begun)[-1]
            one = Return(row.index, base, percent, number == 0, bool(full), row.is_loading,
                         days >= long)  # fmt: skip
            before = found.get(row.index)
            if before is not None:  # the way back from an earlier pause goes on
                one = replace(before, is_first=one.is_first or before.is_first,
                              percent=min(percent, before.percent),
                              is_long=one.is_long or before.is_long)  # fmt: skip
            found[row.index] = one
    return tuple(found[week] for week in sorted(found))


@lru_cache(maxsize=64)
def onward(scenario: Scenario) -> tuple[Onward, ...]:
    """The loading weeks in which the athlete goes on after a way back, in order.

    As many for each pause as its way back has steps at most. None where no full week came before.
    """
    found, rows, back = list[Onward](), weeks(scenario), returns(scenario)
    for one, later in pairwise([*back, None]):
        if one is None or not one.is_full or (later is not None and later.week == one.week + 1):
            continue  # its way back goes on
        until = len(rows) if later is None else later.week
        steps = len(scenario.progression.return_sets_percent)
        coming = [row.index for row in rows[one.week + 1 : until] if row.is_loading][:steps]
        found += [Onward(week, one.base, number) for number, week in enumerate(coming, start=1)]
    return tuple(found)


def _week_of(scenario: Scenario, day: date) -> int:
    return min((day - scenario.start).days // scenario.week_days, scenario.weeks - 1)


def _pauses(scenario: Scenario) -> Iterator[tuple[date, date]]:
    """Successive days that are not lost, with days between them that are: last and next one.

    A day with a window counts, whether it was used or not: so the way back stays what it was when
    all goes as planned. It is lost to days away, to what is busy, and after a session that was
    held, if the next ones were missed, until it was planned again. Work on top of the plan counts
    where it holds a hinge.
    """
    past = scenario.replanned
    every = {slot.day for slot in slots(scenario)}
    days = {day for open_to in open_days(scenario) for day in open_to}
    if past is not None:
        held = sorted((one for one in past.sessions if one.exercises), key=lambda one: one.start)
        lost = {_place(one): one.until or past.on for one in past.missed}
        idle = (one for one in past.sessions if not one.exercises)
        lost |= {_place(one): one.start.date() + timedelta(days=1) for one in idle}
        days |= {one.start.date() for one in held}
        ends = [(date.min, (0, "")), *((one.start.date(), _place(one)) for one in held)]
        for (last, before), (back, after) in pairwise([*ends, (past.on, (past.week, "~"))]):
            until = max((day for at, day in lost.items() if before < at < after), default=last)
            days -= {day for day in days if last < day < min(until, back)}
        days |= {one.start.date() for one in past.extra if one.hinge != "none"}
    for last, back in pairwise(sorted(days)):
        if any(last < day < back for day in every):
            yield last, back


def _place(session: HeldSession | MissedSession) -> tuple[int, str]:
    return session.week, session.label


def usual_weeks(scenario: Scenario) -> tuple[int, ...]:
    """Loading weeks (from 0) that show what the athlete does at last.

    Those of the last stretch that are not short; else those of it in which something is done at
    all; else the earlier ones that are not short.
    """
    loading = [week for week in weeks(scenario) if week.is_loading]
    short, open_to = short_weeks(scenario), open_days(scenario)
    past = scenario.replanned
    held = set() if past is None else {one.week - 1 for one in past.sessions}
    over = 0 if past is None else past.week - 1
    whole = [week.index for week in loading if week.index not in short]
    last = [week.index for week in loading if week.around == loading[-1].around]
    done = [week for week in last if (week in held if week < over else open_to[week])]
    return tuple([week for week in last if week in whole] or done or whole or last)


def is_peak_cut(scenario: Scenario) -> bool:
    """Whether days were lost on the way to a test, as it turned out in the midst of a block.

    In the last stretch of loading weeks, or in the taper: what was lost is no reason for more.
    """
    every = weeks(scenario)
    loading = [week.around for week in every if week.is_loading]
    way = {*taper_weeks(scenario), *(w.index for w in every if w.around in loading[-1:])}
    return scenario.replanned is not None and bool(way & short_weeks(scenario))
