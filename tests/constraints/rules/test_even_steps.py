"""Steps of the goal lift that are even: pattern in, verdict out."""

from __future__ import annotations

import pytest

from constraints.rules.even_steps import EvenSteps
from tests.builders import ATHLETE, scenario
from tests.constraints.rules.verdicts import (
    COARSE,
    LIFT,
    audited,
    excesses,
    held,
    lifted,
    ranks,
    row,
    weeks_of,
)


@pytest.mark.parametrize(
    ("loads", "bend", "excess"),
    [
        ((100, 105, 110), 0, 0),
        ((100, 105, 107.5), 2.5, 0),
        ((100, 105, 112.5), 2.5, 0),
        ((100, 105, 105), 5, 1),
        ((100, 105, 115), 5, 1),
        ((100, 107.5, 107.5), 7.5, 2),
        ((100, 100, 106), 6, 2),  # a part of a step counts as one
        ((100, 90, 100), 20, 7),
    ],
)
def test_steps_of_the_main_lift_are_even(
    loads: tuple[float, ...], bend: float, excess: int
) -> None:
    found = audited(EvenSteps, lifted(dict(enumerate(loads, start=5))))
    assert excesses(found) == ([excess] if excess else [])
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (bend, 2.5, "load")
        assert (breach.where.week, breach.where.exercise) == (7, LIFT)
        assert breach.priority == "prefer"


@pytest.mark.parametrize(
    ("loads", "weeks"),
    [
        ({1: 100, 2: 110}, []),
        ({1: 100, 3: 130}, []),  # a week is missing
        ({2: 100, 3: 100, 4: 80}, []),  # a deload
        ({2: 100, 3: 100, 5: 130}, []),  # another phase
        ({9: 100, 10: 100, 11: 80, 12: 60}, []),  # the taper
        ({1: 100, 2: 100, 3: 120, 5: 100, 6: 120, 7: 120}, [3, 7]),
    ],
)
def test_three_loading_weeks_of_a_phase_make_a_bend(
    loads: dict[int, float], weeks: list[int]
) -> None:
    assert weeks_of(audited(EvenSteps, lifted(loads))) == weeks


def test_only_the_main_lift_needs_even_steps() -> None:
    loads = {1: 20, 2: 20, 3: 30}
    assert audited(EvenSteps, [held(week, row(load=load)) for week, load in loads.items()]) == ()
    assert len(audited(EvenSteps, lifted({1: 100, 2: 100, 3: 110}))) == 1


def test_coarse_plates_bend_more() -> None:
    assert audited(EvenSteps, lifted({1: 100, 2: 100, 3: 110}), **COARSE) == ()
    (breach,) = audited(EvenSteps, lifted({1: 100, 2: 100, 3: 120}), **COARSE)
    assert (breach.limit, breach.excess) == (10, 1)


def test_the_smallest_step_between_uneven_bells_counts() -> None:
    bells = {**ATHLETE["equipment"], "kettlebells": [12, 16, 24, 32]}
    uneven = scenario(goal={"lift": "kb_deadlift"}, equipment=bells)
    assert EvenSteps.asked_by(uneven) == (EvenSteps("prefer", step=400),)


def test_a_lift_without_loads_has_no_steps() -> None:
    assert EvenSteps.asked_by(scenario(goal={"lift": "pull_up"})) == ()


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    assert EvenSteps.asked_by(scenario()) == (EvenSteps("prefer", step=250),)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert ranks(EvenSteps, "should") == ["should"]
    assert ranks(EvenSteps, "off") == []
