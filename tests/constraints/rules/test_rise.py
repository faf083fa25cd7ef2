"""What rises over the block, inside a phase, and in even steps: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.even_steps import EvenSteps
from constraints.rules.main_rise import MainRise
from constraints.rules.rise import Rise
from tests.builders import ATHLETE, block, deadlift, entry, scenario, session

LIFT, ROW = "conventional_deadlift", "single_arm_db_row"
MAINTENANCE: dict[str, Any] = {"goal": {"kind": "maintenance", "test": None}}


def held(week: int, *entries: Entry, label: str = "A") -> Session:
    """A session in a week (from 1) with these entries."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    return session(day, week=week, label=label, exercises=entries)


def lifted(loads: Mapping[int, float], sets: int = 4, reps: int = 6) -> list[Session]:
    """The load of the main lift in each week (from 1)."""
    return [held(week, deadlift(sets, reps, load)) for week, load in loads.items()]


def audited(kind: Any, sessions: Iterable[Session], **changes: Any) -> tuple[Breach, ...]:
    """What a rule says of these sessions."""
    (rule,) = kind.asked_by(scenario(**changes))
    found: tuple[Breach, ...] = rule.audit(block(sessions, **changes))
    return found


def weeks_of(found: Iterable[Breach]) -> list[int | None]:
    """The weeks of some breaches."""
    return [breach.where.week for breach in found]


def row(reps: int = 8, load: float | None = None, rpe: float | None = None) -> Entry:
    """A row with a dumbbell."""
    return entry(ROW, 3, reps, load=load, rpe=rpe)


# -- rise over the block -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "count"),
    [
        (deadlift(4, 6, 102.5), 0),
        (deadlift(4, 7, 100), 0),
        (deadlift(5, 6, 100), 0),
        (deadlift(2, 1, 102.5), 0),
        (deadlift(4, 6, 100), 1),
        (deadlift(3, 5, 100), 1),
        (deadlift(5, 8, 97.5), 1),  # more reps are no excuse for less load
        (deadlift(4, 6, 97.5), 2),  # less load, and nothing that rises
    ],
)
def test_the_last_loading_week_is_above_the_first(last: Entry, count: int) -> None:
    between = lifted({2: 150, 4: 60, 6: 70, 11: 60})
    found = audited(MainRise, [held(1, deadlift(4, 6, 100)), *between, held(10, last)])
    assert weeks_of(found) == [10] * count
    for breach in found:
        assert (breach.measured, breach.limit, breach.excess) == (0, 1, 1)
        assert (breach.where.exercise, breach.priority) == (LIFT, "must")


def test_effort_rises_where_the_load_is_open() -> None:
    first = held(1, entry(rpe=6))
    assert audited(MainRise, [first, held(10, entry(rpe=6.5))]) == ()
    assert len(audited(MainRise, [first, held(10, entry(rpe=6))])) == 1


def test_a_week_without_the_lift_says_nothing() -> None:
    assert audited(MainRise, lifted({1: 100, 9: 90})) == ()
    assert audited(MainRise, lifted({2: 100, 10: 90})) == ()
    assert audited(MainRise, [held(1, row(load=24)), held(10, row(load=20))]) == ()


@pytest.mark.parametrize(
    ("loads", "weeks"),
    [
        ({1: 100, 12: 100}, []),
        ({1: 100, 12: 97.5}, [12]),
        ({1: 100, 2: 102.5, 3: 100, 12: 100}, []),  # a step down
        ({1: 100, 2: 105, 3: 100, 12: 100}, [3]),  # two steps
        ({1: 100, 5: 105, 6: 100, 12: 100}, [6]),
        ({1: 100, 2: 105, 4: 100, 12: 100}, [4]),
    ],
)
def test_in_season_the_lift_is_kept_and_falls_by_a_step_at_most(
    loads: dict[int, float], weeks: list[int]
) -> None:
    assert weeks_of(audited(MainRise, lifted(loads), **MAINTENANCE)) == weeks


@pytest.mark.parametrize(("rpe", "weeks"), [(8, []), (7, []), (6.5, [2]), (6, [2])])
def test_where_the_load_is_open_a_step_is_a_point_of_effort(rpe: float, weeks: list[int]) -> None:
    efforts = [held(1, entry(rpe=8)), held(2, entry(rpe=rpe)), held(12, entry(rpe=8))]
    assert weeks_of(audited(MainRise, efforts, **MAINTENANCE)) == weeks


def test_a_load_that_is_left_open_neither_falls_nor_rises() -> None:
    for first, last in ((entry(load=100), entry(rpe=8)), (entry(rpe=8), entry(load=100))):
        weeks = [held(1, first), held(12, last)]
        assert audited(MainRise, weeks, **MAINTENANCE) == ()
        assert len(audited(MainRise, [held(1, first), held(10, last)])) == 1


def test_a_step_is_the_smallest_that_the_plates_give() -> None:
    coarse: dict[str, Any] = {"equipment": {"barbell": {"bar": 20, "plates": [5, 10, 20]}}}
    loads = {1: 100, 2: 110, 3: 100, 12: 100}
    assert audited(MainRise, lifted(loads), **MAINTENANCE, **coarse) == ()
    assert len(audited(MainRise, lifted({**loads, 2: 112.5}), **MAINTENANCE, **coarse)) == 1


# -- rise inside a phase -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "stands"),
    [
        (deadlift(4, 6, 102.5), False),
        (deadlift(4, 7, 100), False),
        (deadlift(5, 6, 100), False),
        (deadlift(4, 6, 100), True),
        (deadlift(3, 5, 97.5), True),
    ],
)
def test_load_reps_or_sets_of_the_goal_lift_rise_every_week(after: Entry, stands: bool) -> None:
    found = audited(Rise, [held(1, deadlift(4, 6, 100)), held(2, after)])
    assert weeks_of(found) == [2] * stands
    for breach in found:
        assert (breach.measured, breach.limit, breach.excess) == (0, 1, 1)
        assert (breach.where.exercise, breach.priority) == (LIFT, "prefer")


@pytest.mark.parametrize(
    ("weeks", "main", "other"),
    [
        ((1, 2, 3), [2, 3], [3]),
        ((1, 2), [2], []),  # others are asked at the end of the phase
        ((2, 3), [3], []),
        ((1, 3), [], [3]),
        ((3, 4), [], []),  # a deload
        ((3, 5), [], []),  # another phase
        ((5, 6, 7, 8, 9), [6, 7], [7]),
        ((9, 10, 11, 12), [10], [10]),  # the taper
    ],
)
def test_the_goal_lift_rises_every_week_and_the_others_over_each_phase(
    weeks: tuple[int, ...], main: list[int], other: list[int]
) -> None:
    assert weeks_of(audited(Rise, lifted(dict.fromkeys(weeks, 100)))) == main
    assert weeks_of(audited(Rise, [held(week, row(load=24)) for week in weeks])) == other


def test_sets_are_those_of_the_week() -> None:
    first, two = held(1, deadlift(4, 6, 100)), deadlift(3, 6, 100)
    assert audited(Rise, [first, held(2, two), held(2, two, label="B")]) == ()


def test_jumps_and_back_offs_need_not_rise() -> None:
    free = [entry("box_jump", 4, 3), entry(LIFT, 3, 5, load=90, part="back_off")]
    assert audited(Rise, [held(week, *free) for week in (1, 2, 3)]) == ()


def test_nothing_need_rise_in_season() -> None:
    assert Rise.asked_by(scenario(**MAINTENANCE)) == ()


# -- even steps ----------------------------------------------------------------------------------


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
    assert [breach.excess for breach in found] == ([excess] if excess else [])
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
    coarse: dict[str, Any] = {"equipment": {"barbell": {"bar": 20, "plates": [5, 10, 20]}}}
    assert audited(EvenSteps, lifted({1: 100, 2: 100, 3: 110}), **coarse) == ()
    (breach,) = audited(EvenSteps, lifted({1: 100, 2: 100, 3: 120}), **coarse)
    assert (breach.limit, breach.excess) == (10, 1)


def test_the_smallest_step_between_uneven_bells_counts() -> None:
    bells = {**ATHLETE["equipment"], "kettlebells": [12, 16, 24, 32]}
    uneven = scenario(goal={"lift": "kb_deadlift"}, equipment=bells)
    assert EvenSteps.asked_by(uneven) == (EvenSteps("prefer", step=400),)
    assert MainRise.asked_by(uneven) == (MainRise("must", keeps=False, step=400),)


def test_a_lift_without_loads_has_no_steps() -> None:
    assert EvenSteps.asked_by(scenario(goal={"lift": "pull_up"})) == ()


# -- all three -------------------------------------------------------------------------------------


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    asked = scenario()
    assert MainRise.asked_by(asked) == (MainRise("must", keeps=False, step=250),)
    assert Rise.asked_by(asked) == (Rise("prefer"),)
    assert EvenSteps.asked_by(asked) == (EvenSteps("prefer", step=250),)


@pytest.mark.parametrize("kind", [MainRise, Rise, EvenSteps])
def test_the_athlete_ranks_the_rule_or_turns_it_off(kind: Any) -> None:
    def asked(priority: str) -> Any:
        return kind.asked_by(scenario(priorities={kind.slug: priority}))

    assert [rule.priority for rule in asked("should")] == ["should"]
    assert asked("off") == ()
