"""Absences: exercises that the athlete could not train for a while, and can again.

They stand alone because every comparison of weeks asks for them: an exercise that was left out for
weeks, for a sore knee or a lost tool, does not go on where it stood, so only the rule of its way
back (`constraints.rules.allowed_again`) compares it with what was before. Weeks count from 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from constraints import held
from scenarios.past import AllowedAgain
from scenarios.schema import Scenario
from scenarios.timeline import weeks


@dataclass(frozen=True)
class Absence:
    """An exercise that comes back: the first week in which it can, and how it went before.

    `most_sets` are the most in a session of the last week that trained it; `is_long` says that
    the pause was one of those from which the way back has all its steps.
    """

    exercise: str
    first: int
    most_sets: int
    is_long: bool


@lru_cache(maxsize=64)
def absences(scenario: Scenario) -> Mapping[str, Absence]:
    """The exercises that come back after a pause without them; none where nobody asks for care."""
    past = scenario.replanned
    if past is None or scenario.priority("allowed-again") == "off":
        return {}
    found = (_absence(scenario, one) for one in past.allowed)
    return {one.exercise: one for one in found if one is not None}


def comes_back(scenario: Scenario, exercise: str, early: int, late: int) -> bool:
    """Whether an exercise was away, and allowed again, between two weeks."""
    absence = absences(scenario).get(exercise)
    return absence is not None and early < absence.first <= late


def _absence(scenario: Scenario, allowed: AllowedAgain) -> Absence | None:
    before = [
        one
        for one in held.sessions(scenario).values()
        if one.start.date() < allowed.on
        and any(w.exercise.id == allowed.exercise for w in one.work)
    ]
    if not before:
        return None
    short, long = scenario.progression.pause_days
    last = max(before, key=lambda one: one.start)
    days = (allowed.on - last.start.date()).days - 1
    if days < short:
        return None
    first = max(row.index for row in weeks(scenario) if row.start <= allowed.on)
    most = max(
        sum(w.sets for w in one.work if w.exercise.id == allowed.exercise)
        for one in before
        if one.week == last.week
    )
    return Absence(allowed.exercise, first, most, days >= long)
