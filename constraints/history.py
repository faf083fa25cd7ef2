"""History: demands that a block which is planned again in its midst can no longer meet or break.

What is over is as it was done, whatever was planned and is asked now. So a demand about it is
neither posted nor called broken or priced; both halves ask here. All that touches a session to come
binds as always: a gap between a session that is over and one to come, say, is a demand on the later
one.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from constraints.block import Place
from scenarios.schema import Scenario
from scenarios.timeline import is_away, open_days, shown_week, slots

if TYPE_CHECKING:
    from constraints.rule import Rule

# Rules that ask a week to hold something: where less of it was done than planned, or a day of the
# rest is lost to an away span, the rest of the week need not make up for it.
ASKS_OF_A_WEEK: Final = (
    "open-weeks", "main-lift", "main-dose", "pinned", "hinge-sets", "frequency",
    "volume-minimum", "pulls", "unilateral", "core", "second-hinge", "jump-sessions",
    "knee-flexion",
)  # fmt: skip


def is_history(scenario: Scenario, rule: Rule, where: Place) -> bool:
    """Whether what a rule demands of a place lies wholly in the past.

    In the week that has begun: what is said of a session that is over, and what asks the week for
    something that it was to hold when less was done than planned, or when the athlete is away for
    the rest of it.
    """
    past = scenario.replanned
    if past is None:
        return False
    if where.week is None or where.week > past.week:
        return False
    if where.week < past.week or where.session is not None:
        return past.is_over(where.week, where.session)
    return rule.slug in ASKS_OF_A_WEEK and _is_short(scenario)


def waits_since(scenario: Scenario, day: date) -> date:
    """The day from which a wait counts that began on a day.

    Where less was done than planned after a day that is over, nobody can shorten that wait any
    more: it counts from the eve of the day from which the block is planned again.
    """
    past = scenario.replanned
    if past is None or day >= past.on:
        return day
    week = shown_week((day - scenario.start).days // scenario.week_days)
    here = [one for one in past.sessions if one.week == week]
    latest = max((one.label for one in here if one.start.date() <= day), default="")
    is_long = any(week < short <= past.week for short in past.short_weeks)
    is_long |= week in past.short and any(one.start.date() > day for one in here)
    is_long |= any(one.week == week and one.label > latest for one in past.missed)
    return past.on - timedelta(days=1) if is_long else day


@lru_cache(maxsize=64)
def lost_until(scenario: Scenario) -> tuple[date | None, ...]:
    """For each week the last day before its sessions that had a window, and was lost.

    A wait for the next session counts from there: nobody can shorten it while they are away. None
    where no day was lost, or where the week has no session.
    """
    days = open_days(scenario)
    every = {slot.day for slot in slots(scenario)}
    lost = sorted(every - {day for week in days for day in week})
    found = (
        max((d for d in lost if d < min(week)), default=None) if week else None for week in days
    )
    return tuple(found)


def is_cut_short(scenario: Scenario, week: int) -> bool:
    """Whether a week (from 0) has begun, and less is left of it than it was to hold."""
    past = scenario.replanned
    return past is not None and past.week == shown_week(week) and _is_short(scenario)


@lru_cache(maxsize=64)
def _is_short(scenario: Scenario) -> bool:
    """Whether the week that has begun lost something: work, or a day to an away span."""
    past = scenario.replanned
    assert past is not None, "asked of a block that is planned again"
    if past.week in past.short_weeks:
        return True
    if all(one.week != past.week for one in past.sessions):
        return False  # all of it is to come: rules for weeks with an away span hold
    coming = (one for one in slots(scenario) if one.day >= past.on and not one.is_test)
    return any(shown_week(one.week) == past.week and is_away(scenario, one.day) for one in coming)


def is_forced(scenario: Scenario, rule: Rule, where: Place) -> bool:
    """Whether a `must` may give way here: the past, or days away, may have made it impossible."""
    past = scenario.replanned
    binds = rule.priority == "must" and not rule.narrows
    return past is not None and binds and past.is_spared(rule.slug, where.week)


def is_begun(scenario: Scenario, where: Place) -> bool:
    """Whether a place is an exercise of the week that has begun, and it was trained already.

    What is said of it is history, unless a session to come trains it too.
    """
    past = scenario.replanned
    if past is None or where.week != past.week or where.session or where.exercise is None:
        return False
    begun = (one for one in past.sessions if one.week == past.week)
    return any(entry.exercise == where.exercise for one in begun for entry in one.exercises)
