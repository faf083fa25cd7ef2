"""Microcycles: numbers that are written for seven days, in weeks that have five, eight or ten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from ortools.sat.python import cp_model

from constraints import balance
from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.axial_load import AxialLoad
from constraints.rules.congested_week import CongestedWeek
from constraints.rules.contacts_week import ContactsWeek
from constraints.rules.exercise_limits import ExerciseLimits
from constraints.rules.frequency import Frequency
from constraints.rules.hinge_sets import HingeSets
from constraints.rules.knee_flexion import KneeFlexion
from constraints.rules.nordic_ramp import NordicRamp
from constraints.rules.repeats import Repeats
from constraints.rules.session_count import SessionCount
from constraints.rules.sessions_with import Core, JumpSessions, SecondHinge
from constraints.rules.sets_ramp import SetsRamp
from constraints.rules.unilateral import Unilateral
from constraints.rules.volume import VolumeMaximum, VolumeMinimum, VolumeTarget
from constraints.rules.volume_middle import VolumeMiddle
from planner.solving.build import build
from scenarios import odd_weeks
from scenarios.schema import Scenario
from tests.builders import block, entry, scenario, session

START = date(2027, 2, 1)
LENGTHS = (5, 7, 8, 10)
GLUTES = {"min": 6, "target": [10, 18], "max": 20}


def microcycles(days: int, **changes: Any) -> dict[str, Any]:
    """Changes for an athlete with microcycles of so many days."""
    return {"weeks": 4, "week_days": days, "goal": {"test": None, "kind": "general"}, **changes}


def held(days: int, week: int, *entries: Entry, day: int = 0) -> Session:
    """A session on a day (from 0) of a microcycle (from 1)."""
    on = START + timedelta(days=(week - 1) * days + day)
    return session(on, week=week, label="ABCDEFG"[day], exercises=entries)


def audited(
    kind: Any, sessions: Iterable[Session], days: int, **changes: Any
) -> tuple[Breach, ...]:
    """What a rule says of these sessions."""
    ask = microcycles(days, **changes)
    (rule,) = kind.asked_by(scenario(**ask))
    found: tuple[Breach, ...] = rule.audit(block(sessions, **ask))
    return found


@pytest.mark.parametrize(
    ("number", "scaled"),  # for LENGTHS
    [
        (0, (0, 0, 0, 0)),
        (1, (1, 1, 1, 1)),  # what comes once a week comes once in a short microcycle too
        (2, (1, 2, 2, 2)),
        (3, (2, 3, 3, 4)),
        (12, (8, 12, 13, 17)),
        (62, (44, 62, 70, 88)),
    ],
)
def test_a_weekly_number_is_scaled_and_rounded_down(number: int, scaled: tuple[int, ...]) -> None:
    asked = [scenario(**microcycles(days)) for days in LENGTHS]
    assert tuple(balance.per_microcycle(number, one) for one in asked) == scaled


def numbers(kind: Any, ask: Scenario, *names: str) -> tuple[Any, ...]:
    """Fields of the rule that a scenario asks for; of a table by muscle, what glutes get."""
    rules = [rule for rule in kind.asked_by(ask) if getattr(rule, "least", True) != ()]
    values = [getattr(rules[0], name) for name in names]
    return tuple(
        next(tuple(row[1:]) for row in value if row[0] == "glutes")
        if isinstance(value, tuple) and value and isinstance(value[0], tuple)
        else value
        for value in values
    )


@pytest.mark.parametrize(
    ("kind", "names", "by_length"),
    [
        (AxialLoad, ("session", "week"), ((24, 44), (24, 62), (24, 70), (24, 88))),
        (ContactsWeek, ("most",), ((85,), (120,), (137,), (171,))),
        (Core, ("least",), ((1,), (2,), (2,), (2,))),
        (Frequency, ("least",), ((1,), (2,), (2,), (2,))),
        (HingeSets, ("low", "high"), ((5, 7), (7, 10), (8, 11), (10, 14))),
        (JumpSessions, ("least",), ((1,), (2,), (2,), (2,))),
        (KneeFlexion, ("least", "high"), ((1, 400), (2, 400), (2, 400), (2, 400))),
        (NordicRamp, ("rise", "most"), ((7, 42), (10, 60), (11, 68), (14, 85))),
        (Repeats, ("heavy", "other"), ((1, 1), (1, 2), (1, 2), (1, 2))),
        (SecondHinge, ("least",), ((1,), (1,), (1,), (1,))),
        (SetsRamp, ("share", "rise"), ((15, 8), (15, 12), (15, 13), (15, 17))),
        (Unilateral, ("least",), ((1,), (1,), (1,), (1,))),
        (VolumeMaximum, ("most",), (((57,),), ((80,),), ((91,),), ((114,),))),
        (
            VolumeMinimum, ("least", "lower"),
            (((17,), (11,)), ((24,), (16,)), ((27,), (18,)), ((34,), (22,))),
        ),
        (VolumeTarget, ("bands",), (((28, 51),), ((40, 72),), ((45, 82),), ((57, 102),))),
        (VolumeMiddle, ("bands",), (((37, 42),), ((52, 60),), ((59, 68),), ((74, 85),))),
        (VolumeMiddle, ("raised",), (((40, 45),), ((56, 64),), ((64, 73),), ((80, 91),))),
    ],
)  # fmt: skip
def test_every_weekly_number_follows_the_length(
    kind: Any, names: tuple[str, ...], by_length: tuple[tuple[Any, ...], ...]
) -> None:
    own = {"volume": {"glutes": GLUTES}, "priorities": {"volume-minimum": "must"}}
    found = tuple(numbers(kind, scenario(**microcycles(days, **own)), *names) for days in LENGTHS)
    assert found == by_length


def test_the_number_of_sessions_is_the_microcycles_own() -> None:
    for days in LENGTHS:
        three = [held(days, 1, entry(), day=day) for day in (0, 2, 4)]
        for sessions, limits in ((three, []), (three[:-1], [3])):
            found = audited(SessionCount, sessions, days)
            assert [breach.limit for breach in found if breach.where.week == 1] == limits


@pytest.mark.parametrize(("days", "enough", "limit"), [(5, 5, 4.25), (8, 7, 6.75), (10, 9, 8.5)])
def test_the_least_sets_of_a_group(days: int, enough: int, limit: float) -> None:
    def found(sets: int) -> list[tuple[float, float]]:
        thrusts = [held(days, 2, entry("hip_thrust", sets, 8))]
        own = {"volume": {"glutes": GLUTES}}
        ask = microcycles(days, **own)
        breaches = [
            breach
            for rule in VolumeMinimum.asked_by(scenario(**ask))
            for breach in rule.audit(block(thrusts, **ask))
        ]
        return [
            (breach.measured, breach.limit)
            for breach in breaches
            if (breach.where.week, breach.where.muscle) == (2, "glutes")
        ]

    assert found(enough) == []
    assert found(enough - 1) == [(enough - 1, limit)]


@pytest.mark.parametrize(("days", "most"), [(5, 7), (7, 10), (8, 11), (10, 14)])
def test_nordic_reps_of_the_first_microcycle(days: int, most: int) -> None:
    def found(reps: int) -> list[tuple[float, float]]:
        curls = [held(days, 1, entry("nordic_curl", 1, reps))]
        return [(b.measured, b.limit) for b in audited(NordicRamp, curls, days)]

    assert found(most) == []
    assert found(most + 1) == [(most + 1, most)]


@pytest.mark.parametrize(("days", "low", "high"), [(5, 2, 4), (7, 3, 6), (8, 3, 6), (10, 4, 8)])
def test_the_athletes_own_sets_of_a_week(days: int, low: int, high: int) -> None:
    own = {"exercises": {"hip_thrust": {"sets_week": [3, 6], "sets": [1, 5]}}}
    for sets, limit in ((low, None), (high, None), (low - 1, low), (high + 1, high)):
        thrusts = [held(days, 2, entry("hip_thrust", sets, 8))]
        found = [b.limit for b in audited(ExerciseLimits, thrusts, days, **own)
                 if b.where.week == 2]  # fmt: skip
        assert found == ([] if limit is None else [limit])
        short = scenario(**microcycles(days, weeks=1, **own))
        (rule,) = ExerciseLimits.asked_by(short)
        built = build(short, rules=[rule], exercises=["conventional_deadlift", "hip_thrust"])
        built.model.add(built.plan.line_sets(0, entry("hip_thrust").line) == sets)
        status = cp_model.CpSolver().solve(built.model)
        assert (status == cp_model.OPTIMAL) == (limit is None)
        assert f"{low} to {high}" in rule.explain()


@pytest.mark.parametrize(
    ("days", "weekly", "matches", "crowded"),
    [
        (7, "saturday", [date(2027, 2, 10)], {1}),
        (14, "saturday", [], set()),  # two in fourteen days, seven days apart
        (14, "saturday", [date(2027, 2, 10)], {0}),
        (10, "saturday", [], set()),
        (5, None, [date(2027, 2, 2), date(2027, 2, 5)], {0}),
        (5, None, [date(2027, 2, 5), date(2027, 2, 6)], set()),  # one in each
    ],
)
def test_two_matches_within_seven_days_crowd_a_microcycle(
    days: int, weekly: str | None, matches: list[date], crowded: set[int]
) -> None:
    season = {"matches": matches, **({} if weekly is None else {"weekly": weekly})}
    ask = scenario(**microcycles(days, season=season))
    assert odd_weeks.congested_weeks(ask) == crowded


def test_a_crowded_microcycle_of_two_weeks_holds_twice_the_sessions() -> None:
    season = {"season": {"weekly": "saturday", "matches": [date(2027, 2, 10)]}}
    for count, limits in ((1, [2]), (2, []), (3, [2])):
        days = [held(14, 1, entry("hip_thrust"), day=2 * day) for day in range(count)]
        found = audited(CongestedWeek, days, 14, **season)
        assert [breach.limit for breach in found if breach.unit == "sessions"] == limits
