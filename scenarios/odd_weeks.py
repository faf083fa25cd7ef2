"""Odd weeks: those that carry less than the others, and those that may look otherwise.

A week loses days to a trip, is crowded by two matches, or is the first one after a pause; what
rules ask of a usual week is not asked of it. Weeks are numbered from 0 here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from statistics import median_high

from scenarios import busy
from scenarios.phases import shown_week, weeks
from scenarios.schema import Scenario
from scenarios.timeline import is_away, matches, open_days, slots


@dataclass(frozen=True)
class Return:
    """A loading week after a pause, with a share of the sets of the last full one before it."""

    week: int  # from 0
    base: int  # the week whose sets it is measured by
    percent: int
    is_first: bool  # of those after this pause


@lru_cache(maxsize=64)
def away_weeks(scenario: Scenario) -> frozenset[int]:
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
    """Weeks (from 0) that carry less: days are lost, two matches are played, or after a pause."""
    return away_weeks(scenario) | congested_weeks(scenario) | return_weeks(scenario)


def return_weeks(scenario: Scenario) -> frozenset[int]:
    """Weeks (from 0) in which the athlete comes back from a pause."""
    return frozenset(one.week for one in returns(scenario))


@lru_cache(maxsize=64)
def returns(scenario: Scenario) -> tuple[Return, ...]:
    """The weeks in which the athlete comes back from a pause, in order.

    A pause is a number of days without a session, to which a trip or missed sessions have led.
    The steps of the way back (`progression.return_sets_percent`) fall on the weeks from the first
    day on which a session can be held again; the first one on two of them where most of the first
    week is over by then. Only a long pause has all steps, a shorter one the last of them alone.
    A deload or a taper is light as it is, but counts as a step. Where no full week lies before a
    pause, there is nothing to come back to.
    """
    if scenario.priority("after-pause") == "off":
        return ()
    rows, found = weeks(scenario), dict[int, Return]()
    short, long = scenario.progression.pause_days
    percents = tuple(round(one) for one in scenario.progression.return_sets_percent)
    for last, back in _pauses(scenario):
        days = (back - last).days - 1
        if days < short:
            continue
        first = _week_of(scenario, back)
        before = [
            row.index
            for row in rows[: _week_of(scenario, last) + 1]
            if row.is_loading
            and row.index not in away_weeks(scenario) | congested_weeks(scenario)
            and row.index not in found
        ]
        ours = percents if days >= long else percents[-1:]
        if 2 * (back - rows[first].start).days > rows[first].days:
            ours = (ours[0], *ours)
        steps = [step for step in zip(rows[first:], ours, strict=False) if step[0].is_loading]
        for number, (row, percent) in enumerate(steps if before else ()):
            found[row.index] = Return(row.index, before[-1], percent, number == 0)
    return tuple(found.values())


def _week_of(scenario: Scenario, day: date) -> int:
    return min((day - scenario.start).days // scenario.week_days, scenario.weeks - 1)


def _pauses(scenario: Scenario) -> Iterator[tuple[date, date]]:
    """Days of training, or that can be, between which something was lost: last and next one."""
    past = scenario.replanned
    days = {slot.day for slot in slots(scenario) if not is_away(scenario, slot.day)}
    if past is not None:
        days = {day for day in days if day >= past.on}
        days |= {one.start.date() for one in past.sessions}
        days |= {one.start.date() for one in past.extra}
    for last, back in pairwise(sorted(days)):
        lost = past is not None and any(
            _week_of(scenario, last) < one.week <= shown_week(_week_of(scenario, back))
            for one in past.missed
        )
        if lost or any(last < one.begin < back for one in scenario.availability.away):
            yield last, back


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
    last = [week.index for week in loading if week.stretch == loading[-1].stretch]
    done = [week for week in last if (week in held if week < over else open_to[week])]
    return tuple([week for week in last if week in whole] or done or whole or last)


def is_peak_cut(scenario: Scenario) -> bool:
    """Whether days were lost on the way to a test, as it turned out in the midst of a block.

    In the last stretch of loading weeks, or in the taper: what was lost is no reason for more.
    """
    every = weeks(scenario)
    loading = [week.stretch for week in every if week.is_loading]
    way = {w.index for w in every if w.phase == "taper" or w.stretch in loading[-1:]}
    return scenario.replanned is not None and bool(way & short_weeks(scenario))
