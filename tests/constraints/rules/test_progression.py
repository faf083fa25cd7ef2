"""Loads that neither fall nor leap, also after a deload: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.after_deload import AfterDeload
from constraints.rules.falling_loads import NoFallingLoads
from constraints.rules.largest_jump import LargestJump
from scenarios.schema import Scenario
from tests.builders import ATHLETE, block, deadlift, entry, scenario, session

LIFT, ROW = "conventional_deadlift", "single_arm_db_row"
ONE_PHASE: dict[str, Any] = {  # with a deload in its second week
    "phase_plan": [{"phase": "accumulation", "weeks": 12}],
    "deload": {"weeks": [2]},
}


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


# -- no falling loads ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "falls"),
    [
        (deadlift(4, 6, 100), deadlift(4, 6, 100), False),
        (deadlift(4, 6, 100), deadlift(4, 8, 100), False),
        (deadlift(4, 6, 100), deadlift(4, 3, 102.5), False),
        (deadlift(4, 6, 100), deadlift(3, 6, 100), False),  # sets are another rule's business
        (deadlift(4, 6, 100), deadlift(4, 6, 97.5), True),
        (deadlift(4, 6, 100), deadlift(4, 8, 97.5), True),
        (deadlift(4, 6, 100), deadlift(4, 5, 100), True),
        (row(8, 24, rpe=8), row(8, 26, rpe=7), False),  # the weight counts where it is decided
        (row(8, 24, rpe=7), row(8, 22, rpe=8), True),
        (row(8, rpe=7), row(6, rpe=7.5), False),  # else the effort
        (row(8, rpe=7), row(8, rpe=7), False),
        (row(8, rpe=7), row(6, rpe=7), True),
        (row(8, rpe=7), row(10, rpe=6.5), True),
        (entry("plank", 3, 30), entry("plank", 3, 30), False),
        (entry("plank", 3, 30), entry("plank", 3, 25), True),
    ],
)
def test_loads_do_not_fall_and_reps_fall_only_under_more_load(
    before: Entry, after: Entry, falls: bool
) -> None:
    found = audited(NoFallingLoads, [held(1, before), held(2, after)])
    assert weeks_of(found) == [2] * falls
    for breach in found:
        assert (breach.where.exercise, breach.excess) == (after.exercise, 1)
        assert (breach.measured < breach.limit, breach.priority) == (True, "must")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (row(8, 24, rpe=7), row(8, 22, rpe=8), (22, 24, "load")),
        (row(8, rpe=8), row(8, rpe=6.5), (6.5, 8, "RPE")),
        (row(8, rpe=8), row(6, rpe=8), (8, 8.5, "RPE")),  # fewer reps need more effort
    ],
)
def test_a_fall_is_told_in_the_unit_that_falls(
    before: Entry, after: Entry, said: tuple[float, float, str]
) -> None:
    (breach,) = audited(NoFallingLoads, [held(1, before), held(2, after)])
    assert (breach.measured, breach.limit, breach.unit) == said


def test_a_load_is_not_held_against_an_effort() -> None:
    for before, after in ((row(8, 24), row(6, rpe=7)), (row(8, rpe=7), row(6, 24))):
        assert audited(NoFallingLoads, [held(1, before), held(2, after)]) == ()


@pytest.mark.parametrize(
    ("loads", "weeks"),
    [
        ({1: 100, 2: 105, 3: 102.5}, [3]),
        ({1: 100, 3: 97.5}, [3]),  # the last week in which it was trained
        ({3: 110, 4: 95}, []),  # a deload
        ({3: 110, 5: 107.5}, []),  # another phase
        ({9: 140, 10: 135}, [10]),
        ({10: 140, 11: 130, 12: 110}, []),  # the taper
    ],
)
def test_loads_are_compared_inside_a_phase(loads: dict[int, float], weeks: list[int]) -> None:
    assert weeks_of(audited(NoFallingLoads, lifted(loads))) == weeks


def test_a_deload_is_no_baseline() -> None:
    assert audited(NoFallingLoads, lifted({1: 100, 2: 90, 3: 100}), **ONE_PHASE) == ()
    assert weeks_of(audited(NoFallingLoads, lifted({1: 100, 2: 90, 3: 95}), **ONE_PHASE)) == [3]


# -- largest jump --------------------------------------------------------------------------------


def jumped(before: Entry, after: Entry, **changes: Any) -> list[tuple[float, float, str]]:
    """What leaps over which limit from week 1 to week 2."""
    found = audited(LargestJump, [held(1, before), held(2, after)], **changes)
    for breach in found:
        assert (breach.where.week, breach.where.exercise) == (2, after.exercise)
        assert (breach.excess, breach.priority) == (1, "must")
    return [(breach.measured, breach.limit, breach.unit) for breach in found]


@pytest.mark.parametrize("reps", [6, 3])  # fewer reps are no excuse here
def test_the_percent_rises_by_the_stated_points(reps: int) -> None:
    before, own = entry(percent=65), {"progression": {"jump_points": 6}}
    assert jumped(before, entry(reps=reps, percent=72.5)) == []
    assert jumped(before, entry(reps=reps, percent=72.6)) == [(7.6, 7.5, "points")]
    assert jumped(before, entry(reps=reps, percent=71), **own) == []
    assert jumped(before, entry(reps=reps, percent=71.1), **own) == [(6.1, 6, "points")]
    assert jumped(before, entry(reps=reps, percent=40)) == []


TRAP_BAR: dict[str, Any] = {
    "equipment": {**ATHLETE["equipment"], "trap_bar": {"bar": 25, "plates": [5, 10, 20]}}
}


@pytest.mark.parametrize(
    ("exercise", "loads", "limit"),
    [
        ("barbell_row", (50, 55), None),  # a tenth
        ("barbell_row", (50, 55.5), 10),
        ("trap_bar_deadlift", (100, 110), None),
        ("trap_bar_deadlift", (100, 111), 10),
        (ROW, (24, 30), None),  # a quarter
        (ROW, (24, 32), 25),
        ("kb_deadlift", (24, 30), None),
        ("kb_deadlift", (24, 32), 25),
        ("lat_pulldown", (40, 50), None),
        ("lat_pulldown", (40, 50.5), 25),
        (ROW, (32, 16), None),
    ],
)
def test_the_load_rises_by_a_tenth_on_bars_and_a_quarter_elsewhere(
    exercise: str, loads: tuple[float, float], limit: float | None
) -> None:
    before, after = (entry(exercise, load=load) for load in loads)
    rise = round(100 * (loads[1] / loads[0] - 1), 1)
    assert jumped(before, after, **TRAP_BAR) == ([] if limit is None else [(rise, limit, "%")])


def test_the_athlete_gives_the_shares() -> None:
    own: dict[str, Any] = {"progression": {"jump_percent": 20, "bell_jump_percent": 50}}
    assert jumped(entry("barbell_row", load=50), entry("barbell_row", load=60), **own) == []
    assert jumped(entry("barbell_row", load=50), entry("barbell_row", load=61), **own) != []
    assert jumped(row(load=16), row(load=24), **own) == []
    assert jumped(row(load=16), row(load=26), **own) != []


@pytest.mark.parametrize(
    ("before", "after", "leaps"),
    [
        (row(10, 16, rpe=7), row(8, 24, rpe=8.5), False),
        (row(10, 16, rpe=7), row(9, 24, rpe=8.5), False),
        (row(10, 16, rpe=7), row(8, 24, rpe=9), True),
        (row(10, 16, rpe=7), row(10, 24, rpe=7), True),
        (row(10, 16), row(7, 24), False),  # where no effort is known, by 30 %
        (row(10, 16), row(8, 24), True),
        (row(10, 16), row(7, 24, rpe=9), False),
        (row(10, rpe=7), row(10, 24), False),  # loads that are not decided
        (row(10, 16), row(10, rpe=9), False),
    ],
)
def test_fewer_reps_excuse_a_leap_of_the_load(before: Entry, after: Entry, leaps: bool) -> None:
    assert len(jumped(before, after)) == leaps


@pytest.mark.parametrize(
    ("loads", "weeks"),
    [
        ({1: 100, 2: 120}, [2]),
        ({1: 100, 3: 120}, [3]),
        ({1: 100, 3: 110, 4: 140}, []),  # a deload
        ({3: 100, 4: 80, 5: 110}, []),  # is no baseline
        ({3: 100, 5: 120}, [5]),  # the phase before counts
        ({3: 100, 9: 140}, []),  # the one before that does not
        ({10: 100, 11: 140}, []),  # the taper
    ],
)
def test_jumps_are_compared_over_one_border(loads: dict[int, float], weeks: list[int]) -> None:
    sessions = [held(week, entry("barbell_row", load=load)) for week, load in loads.items()]
    assert weeks_of(audited(LargestJump, sessions)) == weeks


# -- after a deload ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reps", "percent", "measured"),
    [(6, 72.5, None), (6, 72.4, 2.6), (6, 65, 10), (5, 72.5, None), (5, 72.4, 2.6), (7, 65, None)],
)
@pytest.mark.parametrize(("last", "first"), [(3, 5), (2, 6), (7, 9)])
def test_after_a_deload_the_main_lift_loses_little_unless_reps_rise(
    last: int, first: int, reps: int, percent: float, measured: float | None
) -> None:
    lift = [entry(LIFT, 4, 6, percent=75), entry(LIFT, 2, 6, percent=60)]
    weeks = [held(last, lift[0]), held(4, lift[1]), held(8, lift[1])]
    found = audited(AfterDeload, [*weeks, held(first, entry(LIFT, 4, reps, percent=percent))])
    assert weeks_of(found) == [first] * (measured is not None)
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (measured, 2.5, "points")
        assert (breach.where.exercise, breach.excess, breach.priority) == (LIFT, 1, "must")


@pytest.mark.parametrize("exercise", ["barbell_row", "romanian_deadlift", "kb_deadlift", ROW])
@pytest.mark.parametrize(
    ("reps", "load", "measured"),
    [(8, 100, None), (8, 95, None), (8, 94, 6), (6, 95, None), (6, 94, 6), (9, 94, None)],
)
@pytest.mark.parametrize(("last", "first"), [(3, 5), (7, 9)])
def test_after_a_deload_other_lifts_lose_a_twentieth_unless_reps_rise(
    last: int, first: int, reps: int, load: float, measured: float | None, exercise: str
) -> None:
    lift = [entry(exercise, 3, 8, load=100), entry(exercise, 2, 8, load=60)]
    weeks = [held(last, lift[0]), held(4, lift[1]), held(8, lift[1])]
    found = audited(AfterDeload, [*weeks, held(first, entry(exercise, 3, reps, load=load))])
    assert weeks_of(found) == [first] * (measured is not None)
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (measured, 5, "%")
        assert (breach.where.exercise, breach.excess, breach.priority) == (exercise, 1, "must")


@pytest.mark.parametrize(
    ("was", "least", "less"),
    [(40, 38, 37.5), (190, 180.5, 180), (52.5, 50, 47.5), (1.4, 1.33, 1.32)],
)
def test_the_twentieth_is_exact(was: float, least: float, less: float) -> None:
    for load, count in ((least, 0), (less, 1)):
        weeks = [held(3, entry(ROW, load=was)), held(5, entry(ROW, load=load))]
        assert len(audited(AfterDeload, weeks)) == count


def test_loads_that_are_not_decided_are_free_after_a_deload() -> None:
    assert audited(AfterDeload, [held(3, row(8, rpe=8)), held(5, row(8, rpe=6))]) == ()
    assert audited(AfterDeload, [held(3, entry("plank", 3, 60)), held(5, entry("plank"))]) == ()
    assert audited(AfterDeload, [held(3, row(8, 24)), held(5, row(8, rpe=7))]) == ()
    assert audited(AfterDeload, [held(3, row(8, rpe=7)), held(5, row(8, 24))]) == ()


@pytest.mark.parametrize(("load", "measured"), [(95, None), (94, 6)])
def test_a_goal_lift_without_a_printed_percent_is_held_by_its_load(
    load: float, measured: float | None
) -> None:
    weeks = [held(3, entry(LIFT, 4, 6, load=100)), held(5, entry(LIFT, 4, 6, load=load))]
    found = [(b.measured, b.limit, b.unit) for b in audited(AfterDeload, weeks)]
    assert found == ([] if measured is None else [(measured, 5, "%")])


@pytest.mark.parametrize(("early", "late"), [(1, 2), (9, 10), (3, 4), (10, 11), (3, 9)])
def test_nothing_is_held_without_a_deload_between_neighbouring_phases(
    early: int, late: int
) -> None:
    weeks = [held(early, entry(LIFT, percent=75)), held(late, entry(LIFT, percent=60))]
    assert audited(AfterDeload, weeks) == ()


def test_a_deload_inside_a_phase_counts_too() -> None:
    weeks = [held(week, entry(LIFT, percent=p)) for week, p in ((1, 75), (2, 60), (3, 70))]
    assert weeks_of(audited(AfterDeload, weeks, **ONE_PHASE)) == [3]


def test_back_offs_and_jumps_start_anew_after_a_deload() -> None:
    heavy = [entry(LIFT, percent=75, part="back_off"), entry("box_jump", 4, 3, load=10)]
    light = [entry(LIFT, percent=60, part="back_off"), entry("box_jump", 4, 3, load=5)]
    assert audited(AfterDeload, [held(3, *heavy), held(5, *light)]) == ()


# -- all three -------------------------------------------------------------------------------------


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    asked = scenario()
    assert NoFallingLoads.asked_by(asked) == (NoFallingLoads("must"),)
    assert LargestJump.asked_by(asked) == (LargestJump("must", 75, asked),)
    assert AfterDeload.asked_by(asked) == (AfterDeload("must"),)


@pytest.mark.parametrize("kind", [NoFallingLoads, LargestJump, AfterDeload])
def test_the_athlete_ranks_the_rule_or_turns_it_off(kind: Any) -> None:
    def asked(priority: str) -> Any:
        return kind.asked_by(scenario(priorities={kind.slug: priority}))

    assert [rule.priority for rule in asked("should")] == ["should"]
    assert asked("off") == ()


@pytest.mark.parametrize("kind", [NoFallingLoads, LargestJump])
def test_jumps_back_offs_and_tests_are_not_compared(kind: Any) -> None:
    rising = [entry("box_jump", 4, 3, load=5), entry(load=80, part="back_off")]
    falling = [entry("box_jump", 4, 2, load=10), entry(load=120, part="back_off")]
    test = [entry(reps=1, load=100, part="test"), entry(reps=1, load=150, part="test")]
    assert audited(kind, [held(1, *rising, test[0]), held(2, *falling, test[1])]) == ()
    assert audited(kind, [held(1, *falling, test[1]), held(2, *rising, test[0])]) == ()


@pytest.mark.parametrize("number", ["jump_points", "jump_percent", "bell_jump_percent"])
def test_a_written_jump_is_a_must(number: str) -> None:
    def priority(asked: Scenario) -> str:
        softer = {**asked.priorities, "largest-jump": "should"}  # as defaults may have it
        (rule,) = LargestJump.asked_by(asked.model_copy(update={"priorities": softer}))
        return rule.priority

    assert priority(scenario()) == "should"
    assert priority(scenario(progression={number: 5})) == "must"
