"""Deload lifts: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.deload_lifts import DeloadLifts
from tests.builders import entry, scenario
from tests.constraints.rules.deloads import ASK, LIFT, NUMBERS, Judge, pull, week

JUDGE = Judge(DeloadLifts)
audit, breaches, wrong = JUDGE.audit, JUDGE.breaches, JUDGE.wrong


@pytest.mark.parametrize(
    ("load", "measured", "limit"),
    [(100, [], 0), (85, [], 0), (102.5, [102.5], 100), (82.5, [82.5], 85)],
)
def test_loads_stay_or_fall_by_15_percent_at_most(
    load: float, measured: list[float], limit: float
) -> None:
    for name in (LIFT, "hip_thrust"):
        was, now = entry(name, 4, 5, load=100), entry(name, 2, 5, load=load)
        found = breaches([was], [now])
        assert [breach.measured for breach in found] == measured
        for breach in found:
            assert (breach.limit, breach.unit, breach.excess) == (limit, "load", 1)
            assert (breach.where.week, breach.where.exercise) == (2, name)


def test_a_load_that_is_left_open_has_neither_risen_nor_fallen() -> None:
    for was, now in ((100, None), (None, 100)):
        pair = entry("hip_thrust", 4, 5, load=was), entry("hip_thrust", 2, 5, load=now)
        assert breaches([pair[0]], [pair[1]]) == ()


@pytest.mark.parametrize(
    ("reps", "found"),
    [(5, []), (4, []), (3, [("reps", 1)]), (1, [("reps", 1)]), (6, [("reps", 1)])],
)
def test_reps_do_not_rise_and_two_thirds_stay(reps: int, found: list[tuple[str, int]]) -> None:
    assert wrong([pull()], [pull(2, reps)]) == found


def test_two_thirds_are_exact_and_jumps_are_free() -> None:
    def found(name: str, was: int, now: int) -> tuple[Breach, ...]:
        return breaches([entry(name, 4, was)], [entry(name, 2, now)])

    assert found("hip_thrust", 12, 8) == found("power_clean", 3, 2) == ()
    (breach,) = found("hip_thrust", 13, 8)
    assert (breach.measured, breach.limit) == (8, 8.7)
    assert found("box_jump", 3, 1) == ()


@pytest.mark.parametrize(("rpe", "found"), [(6.5, []), (7, [("RPE", 1)])])
def test_the_main_lift_stays_under_an_rpe(rpe: float, found: list[tuple[str, int]]) -> None:
    assert wrong([pull(rpe=8)], [pull(2, rpe=rpe)]) == found
    # Other lifts have no cap here.
    row = entry("barbell_row", 4, 8, rpe=8), entry("barbell_row", 2, 8, rpe=rpe)
    assert wrong([row[0]], [row[1]]) == []


def test_after_a_trip_loads_are_held_against_the_last_week_that_trained_the_lift() -> None:
    """Week 3 is away; the row was done in week 1 for the last time, the pull in week 2."""
    away = {"away": [{"from": date(2027, 2, 15), "to": date(2027, 2, 21)}]}
    row = entry("barbell_row", 3, 8, load=60, rpe=6)
    done = [*week(1, [pull(load=90), row]), *week(2, [pull()])]
    ask = {"weeks": 5, "deload": {**NUMBERS, "weeks": [4]}, "availability": away}

    def said(*entries: Entry) -> list[tuple[str | None, str, float]]:
        found = audit(*done, *week(4, list(entries)), **ask)
        return [(one.where.exercise, one.unit, one.limit) for one in found]

    assert said(pull(1, load=90), entry("barbell_row", 1, 8, load=55, rpe=6)) == []
    assert said(pull(1, load=82.5)) == [("conventional_deadlift", "load", 85)]
    light = entry("barbell_row", 1, 5, load=40, rpe=6)
    assert said(light) == [("barbell_row", "load", 51), ("barbell_row", "reps", 5.3)]


@pytest.mark.parametrize(
    ("load", "reps", "limit"),
    [(100, 8, None), (105, 5, None), (110, 6, 126.7), (80, 6, None), (75, 8, None), (74, 8, 95)],
)
def test_over_the_border_of_a_phase_load_and_reps_count_together(
    load: float, reps: int, limit: float | None
) -> None:
    """Week 2, the one loading week of its phase, is away."""
    away = {"away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 14)}]}
    phases = [{"phase": "accumulation", "weeks": 1}, {"phase": "intensification", "weeks": 3}]
    ask = {"weeks": 4, "deload": {**NUMBERS, "weeks": [3]}, "phase_plan": phases}
    days = [*week(1, [pull(4, 8)]), *week(3, [pull(2, reps, load)])]
    found = audit(*days, **ask, availability=away)
    assert [(one.limit, one.unit) for one in found] == (
        [] if limit is None else [(limit, "load for one rep")]
    )


@pytest.mark.parametrize(
    ("was", "now", "fits"), [(12, 10, True), (12, 7.5, False), (10, 7.5, False)]
)
def test_the_next_lighter_load_is_always_allowed(was: float, now: float, fits: bool) -> None:
    """Dumbbells of 2.5 kg steps, and 12 kg from others: 10.2 kg would be 15 % less."""
    dumbbells: dict[str, Any] = {"equipment": {"dumbbells": {"from": 2.5, "to": 30, "step": 2.5}}}
    rows = [[entry("single_arm_db_row", sets, 8, load=load)] for sets, load in ((4, was), (2, now))]
    assert [unit for unit, _ in wrong(*rows, **dumbbells)] == ([] if fits else ["load"])


@pytest.mark.parametrize("day", [3, 10])
def test_a_week_that_loses_a_day_is_a_measure_of_loads(day: int) -> None:
    away = {"away": [{"from": date(2027, 2, day), "to": date(2027, 2, day)}]}
    assert wrong([pull()], [pull(2, load=110)], availability=away) == [("load", 1)]


def test_sets_and_the_week_after_a_deload_are_free() -> None:
    assert audit(*week(1, [pull()]), *week(2, [pull(9)]), *week(3, [pull(9, 8, 150)])) == ()


def test_the_scenario_has_the_numbers() -> None:
    own: dict[str, Any] = {"deload": {**NUMBERS, "load_drop_percent": [0, 5], "rpe": 6}}
    assert wrong([pull()], [pull(2, load=95, rpe=6)], **own) == []
    assert wrong([pull()], [pull(2, load=92.5)], **own) == [("load", 1)]
    assert wrong([pull()], [pull(2, load=95, rpe=6.5)], **own) == [("RPE", 1)]


def test_it_can_be_softened_and_is_not_asked_without_a_deload() -> None:
    (breach,) = breaches([pull()], [pull(2, 6)], priorities={"deload-lifts": "should"})
    assert breach.priority == "should"
    assert DeloadLifts.asked_by(scenario(**ASK, priorities={"deload-lifts": "off"})) == ()
    assert DeloadLifts.asked_by(scenario(deload={"every": 0})) == ()
