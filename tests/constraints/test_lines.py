"""Lines: whose 1RM a percent means, and what a menu holds."""

from __future__ import annotations

from typing import Any

import pytest

from constraints.lines import (
    Line,
    Reference,
    by_reps,
    menu,
    on_bar,
    own_percent,
    ratio_of,
    reference_of,
)
from scenarios.catalogue import Exercise
from scenarios.schema import Scenario
from tests.builders import ATHLETE, scenario

LIFT = "conventional_deadlift"


def both(name: str, **athlete: Any) -> tuple[Scenario, Exercise]:
    """A scenario whose athlete says this, and an exercise of it."""
    asked = scenario(athlete=athlete)
    return asked, asked.catalogue[name]


@pytest.mark.parametrize(
    ("name", "athlete", "reference"),
    [
        (LIFT, {}, Reference(16000, 16000, LIFT)),
        ("block_pull", {}, Reference(16000, 17600, LIFT)),  # 1.1 times, as usual
        ("block_pull", {"one_rep_max": {LIFT: 160, "block_pull": 180}},
         Reference(16000, 18000, LIFT)),
        ("block_pull", {"ratios": {"block_pull": {"of": LIFT, "times": 1.2}}},
         Reference(16000, 19200, LIFT)),
        ("block_pull", {"one_rep_max": {LIFT: 160, "block_pull": 180},
                        "ratios": {"block_pull": {"of": LIFT, "times": 1.2}}},
         Reference(16000, 18000, LIFT)),  # what was lifted wins over what is reckoned
        ("romanian_deadlift", {}, Reference(16000, None, LIFT)),
        ("romanian_deadlift", {"one_rep_max": {LIFT: 160, "romanian_deadlift": 120}},
         Reference(16000, 12000, LIFT)),
        ("romanian_deadlift", {"recent_sets": {"romanian_deadlift": "1 x 115 @ 10"}},
         Reference(16000, 11500, LIFT)),
        ("block_pull", {"recent_sets": {"block_pull": "1 x 170 @ 10"}},
         Reference(16000, 17000, LIFT)),  # what was done wins over the usual ratio
        ("hip_thrust", {}, Reference(None, None, None)),
        ("hip_thrust", {"one_rep_max": {"hip_thrust": 170}},
         Reference(17000, 17000, "hip_thrust")),
        ("hip_thrust", {"ratios": {"hip_thrust": {"of": "back_squat", "times": 1.3}}},
         Reference(16900, 16900, None)),  # of its own, and reckoned: no percent is printed
        ("hip_thrust", {"recent_sets": {"hip_thrust": "1 x 100 @ 10"}},
         Reference(10000, 10000, None)),
    ],
)  # fmt: skip
def test_the_max_behind_an_exercise(
    name: str, athlete: dict[str, Any], reference: Reference
) -> None:
    assert reference_of(*both(name, **athlete)) == reference


@pytest.mark.parametrize(
    ("name", "athlete", "percent", "own"),
    [
        (LIFT, {}, 853, 853),
        ("block_pull", {}, 880, 800),
        ("block_pull", {}, 984, 895),  # 89.45, rounded to tenths
        ("deficit_deadlift", {}, 736, 800),
        ("block_pull", {"one_rep_max": {LIFT: 160, "block_pull": 180}}, 1069, 950),  # 171 kg
        ("block_pull", {"ratios": {"block_pull": {"of": LIFT, "times": 1.2}}}, 960, 800),
        ("romanian_deadlift", {}, 700, None),  # its own is not known
        ("romanian_deadlift", {"one_rep_max": {LIFT: 160, "romanian_deadlift": 120}}, 600, 800),
        (LIFT, {}, None, None),
    ],
)
def test_percents_of_the_own_max_in_tenths(
    name: str, athlete: dict[str, Any], percent: int | None, own: int | None
) -> None:
    assert own_percent(*both(name, **athlete), percent) == own


def test_a_lift_reckoned_from_another_has_its_own_max_as_its_base() -> None:
    stated = both("hip_thrust", ratios={"hip_thrust": {"of": "back_squat", "times": 1.3}})
    assert ratio_of(*stated) == 1
    choices = menu(stated[0], Line("hip_thrust"))
    assert {what.percent for what in choices} == {None}
    loads = {what.load for what in choices if what.load is not None}
    assert (min(loads), max(loads)) == (2750, 18500)  # 15 to 110 % of 169 kg


@pytest.mark.parametrize(
    ("name", "reps"),
    [
        (LIFT, [1, 2, 3, 4, 5, 6, 8]),
        ("romanian_deadlift", [3, 4, 5, 6, 8, 10, 12]),
        ("barbell_row", [5, 6, 8, 10, 12]),
        ("trap_bar_deadlift", [1, 2, 3, 4, 5, 6, 8]),
        ("pull_up", [3, 4, 5, 6, 8, 10, 12]),
        ("lat_pulldown", [6, 8, 10, 12, 15]),
        ("single_arm_db_row", [6, 7, 8, 9, 10, 11, 12, 15]),
        ("calf_raise", [8, 9, 10, 11, 12, 15, 20, 25]),
        ("kb_deadlift", [5, 6, 7, 8, 9, 10, 11, 12, 15]),
        ("kettlebell_swing", [8, 9, 10, 11, 12, 15, 20]),
        ("plank", list(range(15, 65, 5))),  # seconds
    ],
)
def test_reps_are_coarse_on_bars_and_whole_for_dumbbells_and_bells(
    name: str, reps: list[int]
) -> None:
    asked = scenario(
        equipment={**ATHLETE["equipment"], "trap_bar": {"bar": 25, "plates": [5, 10, 20]}}
    )
    assert sorted({what.reps for what in menu(asked, Line(name))}) == reps


def test_a_tool_that_is_missing_changes_the_grid() -> None:
    own = scenario(equipment={"dumbbells": None})
    exercise = own.catalogue["calf_raise"]
    assert not by_reps(own, exercise)
    assert not on_bar(own, exercise)
    assert {what.reps for what in menu(own, Line("calf_raise"))} == {8, 10, 12, 15, 20, 25}
