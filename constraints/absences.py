"""Absences: exercises that were not trained for a while, though others were, and come back.

They stand alone because several rules ask: an exercise that was left out for weeks, for a sore knee
or a lost tool, does not go on where it stood. What keeps a lift from falling back is not asked of
its return; how much it may start with is for `constraints.rules.after_absence`. Weeks count from 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from constraints import held
from constraints.lines import Prescription
from scenarios.odd_weeks import away_weeks
from scenarios.past import Regained
from scenarios.schema import Scenario
from scenarios.timeline import weeks


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


@lru_cache(maxsize=64)
def absences(scenario: Scenario) -> Mapping[str, Absence]:
    """The exercises that come back after a pause without them; none where nobody asks for care."""
    past = scenario.replanned
    if past is None or scenario.priority("after-absence") == "off":
        return {}
    found = (_absence(scenario, one) for one in past.regained)
    return {one.exercise: one for one in found if one is not None}


def comes_back(scenario: Scenario, exercise: str, early: int, late: int) -> bool:
    """Whether an exercise was away for a while between two weeks."""
    absence = absences(scenario).get(exercise)
    return absence is not None and early < absence.first <= late


@lru_cache(maxsize=64)
def lost_weeks(scenario: Scenario, exercise: str) -> tuple[int, ...]:
    """Loading weeks that are over, in which less was done than planned, and not this exercise."""
    trained = {
        one.week
        for one in held.sessions(scenario).values()
        if any(work.exercise.id == exercise for work in one.work)
    }
    short = away_weeks(scenario)
    return tuple(
        row.index
        for row in weeks(scenario)
        if row.is_loading and row.index in short - trained and held.is_over(scenario, row.index)
    )


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
