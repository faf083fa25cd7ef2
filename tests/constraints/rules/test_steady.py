"""Steady reps and steady sets: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.steady_reps import SteadyReps
from constraints.rules.steady_sets import SteadySets
from scenarios.past import HeldEntry, HeldSession, Replanned
from tests.builders import ATHLETE, block, entry, scenario, session

LIFT, ROW = "conventional_deadlift", "single_arm_db_row"
TWO_MATCHES_IN_WEEK_2: dict[str, Any] = {
    "season": {"matches": [date(2027, 2, 10), date(2027, 2, 13)]}
}


def held(week: int, *entries: Entry, label: str = "A") -> Session:
    """A session in a week (from 1) with these entries."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    return session(day, week=week, label=label, exercises=entries)


def audited(kind: Any, sessions: Iterable[Session], **changes: Any) -> tuple[Breach, ...]:
    """What a rule says of these sessions."""
    (rule,) = kind.asked_by(scenario(**changes))
    found: tuple[Breach, ...] = rule.audit(block(sessions, **changes))
    return found


def away(first: date, last: date) -> dict[str, Any]:
    """Changes for an athlete who is away."""
    return {"availability": {"away": [{"from": first, "to": last}]}}


# -- reps ----------------------------------------------------------------------------------------


def reps_of(exercise: str, by_week: dict[int, int], **more: Any) -> list[Session]:
    """The reps of an exercise in each week (from 1)."""
    return [held(week, entry(exercise, 3, reps, **more)) for week, reps in by_week.items()]


@pytest.mark.parametrize(
    ("exercise", "early", "step"),
    [
        (LIFT, 5, 2),
        ("pull_up", 8, 2),
        ("pull_up", 11, 2),
        ("face_pull", 12, 5),
        ("face_pull", 20, 5),
        ("plank", 30, 10),  # seconds
    ],
)
@pytest.mark.parametrize("way", [1, -1])
def test_reps_change_by_a_small_step(exercise: str, early: int, step: int, way: int) -> None:
    def found(change: int) -> tuple[Breach, ...]:
        return audited(SteadyReps, reps_of(exercise, {1: early, 2: early + way * change}))

    assert found(0) == found(step) == ()
    for change in (step + 1, step + 2):
        (breach,) = found(change)
        assert (breach.measured, breach.limit, breach.excess) == (change, step, 1)
        assert breach.unit == ("seconds" if exercise == "plank" else "reps")
        assert (breach.where.week, breach.where.exercise) == (2, exercise)
        assert breach.priority == "must"


@pytest.mark.parametrize(
    ("exercise", "loads", "is_free"),
    [
        (ROW, (20, 22), False),  # a tenth
        (ROW, (18, 20), True),
        (ROW, (22, 20), False),
        (ROW, (20, 20), False),
        ("kb_deadlift", (16, 24), True),
        ("kb_deadlift", (24, 16), False),
        ("kettlebell_swing", (24, 32), True),
    ],
)
def test_a_bell_or_dumbbell_that_goes_up_by_more_than_a_tenth_changes_reps(
    exercise: str, loads: tuple[float, float], is_free: bool
) -> None:
    before = entry(exercise, 3, 10, load=loads[0], per="hand")
    after = entry(exercise, 3, 6, load=loads[1], per="hand")
    assert len(audited(SteadyReps, [held(1, before), held(2, after)])) == (not is_free)


@pytest.mark.parametrize(
    ("exercise", "is_free"),
    [
        (LIFT, False),
        ("barbell_row", False),
        ("hip_thrust", False),
        ("trap_bar_deadlift", False),
        ("lat_pulldown", True),  # a stack
        (ROW, True),
        ("kb_deadlift", True),
    ],
)
def test_on_bars_a_leap_of_the_load_excuses_no_leap_of_reps(exercise: str, is_free: bool) -> None:
    bars: dict[str, Any] = {
        "equipment": {**ATHLETE["equipment"], "trap_bar": {"bar": 25, "plates": [5, 10, 20]}}
    }
    before = entry(exercise, 3, 10, load=60)
    for reps, count in ((8, 0), (7, not is_free), (6, not is_free), (5, 1)):
        after = entry(exercise, 3, reps, load=90)
        assert len(audited(SteadyReps, [held(1, before), held(2, after)], **bars)) == count


@pytest.mark.parametrize(
    ("before", "least", "most"),
    [(15, 9, 20), (12, 7, 17), (11, 7, 13), (10, 6, 12), (8, 5, 10), (6, 4, 8), (4, 2, 6)],
)
def test_a_bigger_bell_costs_two_fifths_of_the_reps_at_most(
    before: int, least: int, most: int
) -> None:
    def found(reps: int) -> list[tuple[float, float]]:
        days = [
            held(week, entry("kb_deadlift", 3, count, load=load, per="bell"))
            for week, count, load in ((1, before, 16), (2, reps, 24))
        ]
        return [(b.measured, b.limit) for b in audited(SteadyReps, days)]

    assert found(least) == found(before) == found(most) == []
    assert found(least - 1) == [(before - least + 1, before - least)]
    assert found(most + 1) == [(most + 1 - before, most - before)]


@pytest.mark.parametrize(
    ("exercise", "more"),
    [("box_jump", {}), (LIFT, {"part": "back_off"}), (LIFT, {"part": "test"})],
)
def test_reps_of_jumps_back_offs_and_tests_are_free(exercise: str, more: dict[str, Any]) -> None:
    assert audited(SteadyReps, reps_of(exercise, {1: 2, 2: 8}, **more)) == ()


def test_reps_of_a_top_set_are_steady() -> None:
    assert len(audited(SteadyReps, reps_of(LIFT, {1: 6, 2: 3}, part="top"))) == 1


@pytest.mark.parametrize(
    ("reps", "weeks"),
    [
        ({1: 8, 2: 6, 3: 4}, []),
        ({1: 8, 2: 5, 3: 8}, [2, 3]),
        ({1: 8, 3: 5}, [3]),  # the last week in which it was trained
        ({3: 8, 4: 4}, []),  # a deload
        ({3: 8, 5: 4}, []),  # another phase
        ({7: 8, 9: 4}, []),
        ({9: 8, 10: 5}, [10]),
        ({10: 8, 11: 2, 12: 8}, []),  # the taper
    ],
)
def test_reps_are_compared_inside_a_phase(reps: dict[int, int], weeks: list[int]) -> None:
    assert [b.where.week for b in audited(SteadyReps, reps_of(LIFT, reps))] == weeks


@pytest.mark.parametrize(
    ("exercise", "is_compared"),
    [
        ("dead_bug", True),  # core and isolation, whose reps follow no phase
        ("calf_raise", True),
        ("leg_curl", True),
        ("pull_up", False),
        ("power_clean", False),
        ("kettlebell_swing", False),
        (LIFT, False),
    ],
)
def test_core_and_isolation_are_compared_over_a_phase_border_too(
    exercise: str, is_compared: bool
) -> None:
    def weeks(reps: dict[int, int]) -> list[int | None]:
        return [b.where.week for b in audited(SteadyReps, reps_of(exercise, reps))]

    assert weeks({3: 8, 5: 6}) == weeks({3: 8, 5: 10}) == []
    assert weeks({3: 8, 5: 5}) == weeks({3: 8, 5: 11}) == [5] * is_compared
    assert weeks({7: 6, 8: 3, 9: 9}) == [9] * is_compared  # the deload is no baseline
    assert weeks({3: 8, 9: 5}) == []  # a whole phase lies between
    assert weeks({10: 8, 11: 3}) == []  # the taper


def test_a_deload_is_no_baseline_for_reps() -> None:
    one: dict[str, Any] = {
        "phase_plan": [{"phase": "accumulation", "weeks": 12}],
        "deload": {"weeks": [2]},
    }
    assert audited(SteadyReps, reps_of(LIFT, {1: 8, 2: 4, 3: 8}), **one) == ()
    assert len(audited(SteadyReps, reps_of(LIFT, {1: 8, 2: 4, 3: 4}), **one)) == 1


def test_reps_may_fall_in_the_rest_of_a_week_that_was_harder_than_planned() -> None:
    """Four pull-ups on Monday, where eight were asked for; without that it is a leap."""
    done = [
        HeldEntry(exercise="pull_up", part="work", sets=3, reps=reps, unit="kg", rpe=rpe,
                  asked_rpe=8)
        for reps, rpe in ((8, 8), (4, 10))
    ]  # fmt: skip
    past = Replanned(
        block="old", on=date(2027, 2, 9), week=2,
        sessions=tuple(
            HeldSession(start=datetime(2027, 1, 25, 18) + timedelta(weeks=week), week=week,
                        label="A", exercises=(one,))
            for week, one in enumerate(done, start=1)
        ),
    )  # fmt: skip
    own = scenario().model_copy(update={"replanned": past})
    (rule,) = SteadyReps.asked_by(own)
    over = reps_of("pull_up", {1: 8, 2: 4})
    for reps, found in ((4, 0), (10, 0), (11, 1)):
        sessions = (*over, held(2, entry("pull_up", 3, reps), label="B"))
        said = rule.audit(block(sessions).model_copy(update={"scenario": own}))
        assert len(said) == found, reps
    assert len(audited(SteadyReps, reps_of("pull_up", {1: 8, 2: 4}))) == 1


# -- sets ----------------------------------------------------------------------------------------


def sets_of(exercise: str, by_week: dict[int, int], **more: Any) -> list[Session]:
    """The sets of an exercise in each week (from 1)."""
    return [held(week, entry(exercise, sets, **more)) for week, sets in by_week.items()]


@pytest.mark.parametrize(
    ("sets", "limit", "excess"),
    [
        ((3, 3), 1, 0),
        ((3, 4), 1, 0),
        ((3, 5), 1, 1),
        ((2, 5), 1, 2),
        ((3, 2), 0, 1),
        ((5, 2), 0, 3),
    ],
)
@pytest.mark.parametrize("week", [1, 5])
def test_sets_rise_by_one_at_most_and_do_not_fall(
    week: int, sets: tuple[int, int], limit: int, excess: int
) -> None:
    found = audited(SteadySets, sets_of(LIFT, {week: sets[0], week + 1: sets[1]}))
    assert [breach.excess for breach in found] == ([excess] if excess else [])
    for breach in found:
        assert (breach.measured, breach.limit) == (sets[1] - sets[0], limit)
        where = breach.where
        assert (where.week, where.session, where.exercise) == (week + 1, "A", LIFT)
        assert (breach.unit, breach.priority) == ("sets", "must")


@pytest.mark.parametrize(
    ("sets", "limit", "excess"),
    [((4, 3), -1, 0), ((4, 2), -1, 1), ((4, 1), -1, 2), ((4, 5), 1, 0), ((4, 6), 1, 1)],
)
@pytest.mark.parametrize(
    ("first", "changes"), [(9, {}), (1, {"goal": {"kind": "maintenance", "test": None}})]
)
def test_from_realization_on_and_in_maintenance_a_set_may_go(
    first: int, changes: dict[str, Any], sets: tuple[int, int], limit: int, excess: int
) -> None:
    weeks = sets_of(LIFT, {first: sets[0], first + 1: sets[1]})
    found = audited(SteadySets, weeks, **changes)
    assert [(b.limit, b.excess) for b in found] == ([(limit, excess)] if excess else [])


@pytest.mark.parametrize(
    ("exercise", "loads", "is_free"),
    [
        ("kb_deadlift", (16, 24), True),
        ("kettlebell_swing", (24, 32), True),
        (ROW, (18, 20), True),
        (ROW, (20, 22), False),  # a tenth
        ("kb_deadlift", (24, 24), False),
        ("kb_deadlift", (24, 16), False),
        (LIFT, (100, 120), False),  # a bar
        ("lat_pulldown", (40, 50), False),  # a stack
    ],
)
def test_a_bigger_bell_or_dumbbell_may_cost_a_set(
    exercise: str, loads: tuple[float, float], is_free: bool
) -> None:
    def found(change: int) -> list[tuple[float, int]]:
        days = [
            held(1, entry(exercise, 4, 10, load=loads[0], per="hand")),
            held(2, entry(exercise, 4 + change, 6, load=loads[1], per="hand")),
        ]
        return [(breach.limit, breach.excess) for breach in audited(SteadySets, days)]

    assert found(0) == found(1) == []
    assert found(-1) == ([] if is_free else [(0, 1)])
    assert found(-2) == [(-1, 1) if is_free else (0, 2)]
    assert found(2) == [(1, 1)]


@pytest.mark.parametrize(
    ("sets", "weeks"),
    [
        ({1: 2, 2: 3, 3: 4}, []),
        ({1: 3, 2: 5, 3: 3}, [2, 3]),
        ({1: 3, 3: 5}, []),  # only weeks that follow one another
        ({2: 5, 3: 5, 4: 2}, []),  # a deload
        ({3: 5, 5: 2}, []),  # another phase
        ({7: 5, 9: 2}, []),
        ({10: 5, 11: 2, 12: 1}, []),  # the taper
    ],
)
def test_sets_are_compared_inside_a_phase(sets: dict[int, int], weeks: list[int]) -> None:
    assert [b.where.week for b in audited(SteadySets, sets_of(LIFT, sets))] == weeks


def test_weeks_around_a_deload_follow_one_another() -> None:
    one: dict[str, Any] = {
        "phase_plan": [{"phase": "accumulation", "weeks": 12}],
        "deload": {"weeks": [2]},
    }
    assert audited(SteadySets, sets_of(LIFT, {1: 4, 2: 2, 3: 4}), **one) == ()
    assert len(audited(SteadySets, sets_of(LIFT, {1: 4, 2: 2, 3: 3}), **one)) == 1


@pytest.mark.parametrize(
    ("changes", "weeks"),
    [
        (TWO_MATCHES_IN_WEEK_2, [6]),
        (away(date(2027, 2, 10), date(2027, 2, 10)), [6]),  # the Wednesday of week 2
        (away(date(2027, 2, 9), date(2027, 2, 9)), [2, 3, 6]),  # a Tuesday: no day is lost
        (away(date(2027, 2, 17), date(2027, 2, 21)), [2, 6]),
    ],
)
def test_weeks_that_carry_less_are_free(changes: dict[str, Any], weeks: list[int]) -> None:
    found = audited(SteadySets, sets_of(LIFT, {1: 5, 2: 2, 3: 5, 5: 2, 6: 5}), **changes)
    assert [breach.where.week for breach in found] == weeks


@pytest.mark.parametrize(
    ("sets", "excess"),
    [
        ({1: 3, 3: 4}, []),
        ({1: 3, 3: 5}, [1]),
        ({1: 3, 3: 6}, [2]),
        ({1: 3, 3: 2}, []),  # a set less is no wonder
        ({1: 3, 2: 4, 3: 5}, []),  # a day of week 2 was lost, not this session
        ({1: 3, 2: 2, 3: 5}, []),
        ({1: 3, 2: 2, 3: 6}, [1]),
        ({1: 3, 2: 2, 3: 2}, []),
        ({2: 3, 3: 5}, []),  # nothing full before
    ],
)
def test_sets_that_a_short_week_has_lost_come_one_at_a_time(
    sets: dict[int, int], excess: list[int]
) -> None:
    for short in (TWO_MATCHES_IN_WEEK_2, away(date(2027, 2, 10), date(2027, 2, 10))):
        found = audited(SteadySets, sets_of(LIFT, sets), **short)
        assert [breach.excess for breach in found] == excess


def test_sets_that_two_short_weeks_have_lost_come_one_at_a_time() -> None:
    one: dict[str, Any] = {
        "phase_plan": [{"phase": "accumulation", "weeks": 12}],
        "deload": {"weeks": []},
        **TWO_MATCHES_IN_WEEK_2,
        **away(date(2027, 2, 17), date(2027, 2, 17)),
    }
    assert len(audited(SteadySets, sets_of(LIFT, {1: 3, 4: 5}), **one)) == 1
    for trained in (2, 3):
        assert audited(SteadySets, sets_of(LIFT, {1: 3, trained: 3, 4: 5}), **one) == ()


def test_a_short_week_is_over_with_the_next_full_one() -> None:
    one: dict[str, Any] = {
        "phase_plan": [{"phase": "accumulation", "weeks": 12}],
        "deload": {"weeks": []},
        **TWO_MATCHES_IN_WEEK_2,
    }
    found = audited(SteadySets, sets_of(LIFT, {1: 3, 2: 3, 3: 3, 4: 5, 5: 4}), **one)
    assert [(breach.where.week, breach.limit) for breach in found] == [(4, 1), (5, 0)]


def test_another_session_of_a_short_week_says_nothing() -> None:
    days = [held(1, entry(ROW, 3)), held(2, entry(ROW, 3), label="B"), held(3, entry(ROW, 5))]
    (breach,) = audited(SteadySets, days, **TWO_MATCHES_IN_WEEK_2)
    assert (breach.where.week, breach.measured, breach.limit) == (3, 2, 1)


def test_every_session_has_sets_of_its_own() -> None:
    four, two = entry(ROW, 4), entry(ROW, 2)
    first = [held(1, four), held(1, two, label="B")]
    assert audited(SteadySets, [*first, held(2, four), held(2, two, label="B")]) == ()
    found = audited(SteadySets, [*first, held(2, two), held(2, four, label="B")])
    assert [(b.where.session, b.measured) for b in found] == [("A", -2), ("B", 2)]


def test_only_working_sets_are_steady() -> None:
    assert audited(SteadySets, sets_of(LIFT, {1: 5, 2: 2}, part="back_off")) == ()
    assert audited(SteadySets, sets_of(LIFT, {1: 5, 2: 2}, part="test")) == ()
    assert len(audited(SteadySets, sets_of(LIFT, {1: 5, 2: 2}, part="top"))) == 1
    assert len(audited(SteadySets, sets_of("box_jump", {1: 3, 2: 5}))) == 1


# -- both ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [SteadyReps, SteadySets])
def test_the_athlete_ranks_the_rule_or_turns_it_off(kind: Any) -> None:
    def asked(priority: str) -> Any:
        return kind.asked_by(scenario(priorities={kind.slug: priority}))

    assert [rule.priority for rule in asked("prefer")] == ["prefer"]
    assert asked("off") == ()


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    assert SteadyReps.asked_by(scenario()) == (SteadyReps("must"),)
    assert SteadySets.asked_by(scenario()) == (SteadySets("must", frozenset(), frozenset()),)


def test_sets_may_fall_but_not_leap_in_the_first_week_to_come_of_a_replan() -> None:
    past = Replanned(block="old", on=date(2027, 2, 8), week=2, loose=(2,))

    def found(*sets: int) -> list[float]:
        own = block(sets_of(LIFT, dict(enumerate(sets, start=1))))
        asked = own.scenario.model_copy(update={"replanned": past})
        asked.__dict__.pop("_hash", None)
        own = own.model_copy(update={"scenario": asked})
        (rule,) = SteadySets.asked_by(asked)
        return [breach.measured for breach in rule.audit(own)]

    assert found(5, 2, 3) == []
    assert found(5, 2, 4) == [2]
    assert found(2, 4, 4) == [2]
    assert found(5, 5, 3) == [-2]
