"""Stability, swaps, variety: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Session
from constraints.rule import Breach
from constraints.rules.stability import Stability, Swaps, Variety
from scenarios.schema import Scenario
from tests.builders import block, deadlift, entry, scenario, session

FILLERS = (
    "hip_thrust", "barbell_row", "pull_up", "plank", "dead_bug", "bird_dog", "step_up", "face_pull",
    "lat_pulldown", "calf_raise", "copenhagen", "nordic_curl", "split_squat", "box_jump",
    "glute_bridge", "inverted_row", "single_leg_rdl",
)  # fmt: skip
A, B, C, D, E = FILLERS[:5]  # any exercises


def held(week: int, *names: str, label: str = "A", **more: Any) -> Session:
    """A session in a week (from 1) with these exercises."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    more = {"exercises": [entry(name) for name in names], **more}
    return session(day, week=week, label=label, **more)


def audited(kind: Any, sessions: Iterable[Session], **changes: Any) -> tuple[Breach, ...]:
    """What a rule says of these sessions."""
    (rule,) = kind.asked_by(scenario(**changes))
    found: tuple[Breach, ...] = rule.audit(block(sessions, **changes))
    return found


# -- stability inside a phase --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "excess"),
    [
        ((A, B), (A, B), 0),
        ((A, B), (B, A), 0),  # order is another rule's business
        ((A, B), (A,), 1),
        ((A,), (A, B), 1),
        ((A, B), (A, C), 2),
        ((A, B, C), (D, E), 5),
    ],
)
def test_a_session_keeps_its_exercises_from_week_to_week(
    first: tuple[str, ...], second: tuple[str, ...], excess: int
) -> None:
    found = audited(Stability, [held(1, *first), held(2, *second)])
    assert [breach.excess for breach in found] == ([excess] if excess else [])
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (excess, 0, "exercises")
        assert (breach.where.week, breach.where.session) == (2, "A")
        assert breach.priority == "must"


def test_every_week_is_held_against_the_first_one() -> None:
    weeks = [held(1, A, B), held(2, A, C), held(3, A, C)]
    assert [breach.where.week for breach in audited(Stability, weeks)] == [2, 3]


def test_sets_reps_and_back_offs_may_change() -> None:
    first = session(exercises=[deadlift(4, 6), entry(A)])
    lift = [deadlift(1, 3, part="top"), deadlift(3, 5, part="back_off")]
    assert audited(Stability, [first, held(2, exercises=[*lift, entry(A, 2, 12)])]) == ()


def test_each_session_of_a_week_has_exercises_of_its_own() -> None:
    weeks = [held(1, A, B), held(1, C, D, label="B"), held(2, A, B), held(2, C, D, label="B")]
    assert audited(Stability, weeks) == ()
    crossed = [*weeks[:2], held(2, C, D), held(2, A, B, label="B")]
    assert [breach.where.session for breach in audited(Stability, crossed)] == ["A", "B"]


TWO_MATCHES: dict[str, Any] = {  # in weeks 2 and 11
    "season": {"matches": [date(2027, 2, 10), date(2027, 2, 13)]}
}


@pytest.mark.parametrize(
    ("week", "changes"),
    [(4, {}), (2, TWO_MATCHES), (1, {"deload": {"weeks": [1, 8]}})],  # week 1 comes before the rest
)
def test_a_lighter_week_drops_exercises_but_adds_none(week: int, changes: dict[str, Any]) -> None:
    whole = [held(other, A, B, C) for other in (1, 2, 3, 4) if other != week]
    if week == 1:  # a stretch of its own would begin after it
        changes = {"phase_plan": [{"phase": "accumulation", "weeks": 12}], **changes}
    assert audited(Stability, [*whole, held(week, A, B, C)], **changes) == ()
    assert audited(Stability, [*whole, held(week, B)], **changes) == ()
    (breach,) = audited(Stability, [*whole, held(week, A, D)], **changes)
    assert (breach.where.week, breach.excess) == (week, 1)


def test_lighter_weeks_alone_show_what_a_session_holds() -> None:
    assert audited(Stability, [held(1, A, B, C), held(4, A, label="B"), held(8, A)]) == ()


def test_a_test_holds_nothing_else() -> None:
    short: dict[str, Any] = {"weeks": 2, "goal": {"test": date(2027, 2, 8)}}
    test = held(2, exercises=[entry("conventional_deadlift", 1, 1, part="test")])
    assert audited(Stability, [held(1, A, B), test], **short) == ()
    assert len(audited(Stability, [held(1, A, B), held(2, A)], **short)) == 1


# -- stability at a border -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("late", "excess"),
    [
        ((A, B), 0),
        ((), 0),
        ((A,), 0),  # what is dropped is not new
        ((A, B, C, D), 0),
        ((C, D), 0),
        ((A, C, D, E), 1),
        ((C, D, E, "face_pull"), 2),
    ],
)
@pytest.mark.parametrize(("last", "week"), [(3, 5), (4, 8), (8, 9)])
def test_two_exercises_may_be_new_at_a_border(
    late: tuple[str, ...], excess: int, last: int, week: int
) -> None:
    before = [held(one, A, B) for one in range(1, last + 1)]
    found = audited(Stability, [*before, held(week, *late)])
    assert [breach.excess for breach in found] == ([excess] if excess else [])
    for breach in found:
        assert (breach.measured, breach.limit) == (2 + excess, 2)
        border = 5 if week == 8 else week
        assert (breach.where.week, breach.where.session) == (border, None)


@pytest.mark.parametrize(("late", "excess"), [((A, B), 0), ((A,), 0), ((A, C), 1), ((C, D), 2)])
def test_nothing_is_new_in_a_taper(late: tuple[str, ...], excess: int) -> None:
    found = audited(Stability, [held(10, A, B), held(11, A), held(12, *late)])
    assert [breach.excess for breach in found] == ([excess] if excess else [])
    for breach in found:
        assert (breach.where.week, breach.measured, breach.limit) == (11, excess, 0)


def test_the_test_is_nothing_new() -> None:
    test = held(12, exercises=[entry("conventional_deadlift", 1, 1, part="test")])
    assert audited(Stability, [held(10, A), held(11, A), test]) == ()


def test_a_border_looks_at_the_whole_week() -> None:
    weeks = [held(1, A, B, C), held(1, D, label="B"), held(5, D), held(5, A, B, C, label="B")]
    assert audited(Stability, weeks) == ()
    assert len(audited(Stability, [held(1, A), held(5, B, C), held(5, D, label="B")])) == 1


def test_an_exercise_with_weeks_of_its_own_is_not_new() -> None:
    weeks = [held(1, A), held(5, A, C, D, E)]
    own: dict[str, Any] = {"exercises": {E: {"weeks": [5, 7]}, D: {"sets": [2, 4]}}}
    assert len(audited(Stability, weeks)) == 1
    assert audited(Stability, weeks, **own) == ()
    assert len(audited(Stability, [held(1, A), held(5, B, C, D, E)], **own)) == 1


@pytest.mark.parametrize(("swaps", "excess"), [(0, 2), (1, 1), (2, 0)])
def test_the_athlete_says_how_many_swaps_are_fine(swaps: int, excess: int) -> None:
    own: dict[str, Any] = {"progression": {"swaps": swaps}}
    found = audited(Stability, [held(1, A), held(5, B, C)], **own)
    assert [(b.limit, b.excess) for b in found] == ([(swaps, excess)] if excess else [])


# -- swaps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("late", "excess"), [((A, B), 0), ((A,), 0), ((A, B, C), 1), ((A, C), 1), ((C, D, E), 3)]
)
@pytest.mark.parametrize(("last", "week"), [(1, 5), (4, 8), (8, 9)])
def test_every_new_exercise_of_a_session_is_a_swap(
    late: tuple[str, ...], excess: int, last: int, week: int
) -> None:
    before = [held(one, A, B) for one in range(1, last + 1)]
    found = audited(Swaps, [*before, held(week, *late)])
    assert [breach.excess for breach in found] == ([excess] if excess else [])
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (excess, 0, "exercises")
        border = 5 if week == 8 else week
        assert (breach.where.week, breach.where.session) == (border, "A")


def test_an_exercise_that_moves_to_another_session_is_new_there() -> None:
    weeks = [held(1, A, B), held(1, C, label="B"), held(5, A), held(5, B, C, label="B")]
    (breach,) = audited(Swaps, weeks)
    assert (breach.where.session, breach.excess) == ("B", 1)


def test_an_exercise_with_weeks_of_its_own_is_no_swap() -> None:
    weeks = [held(1, A), held(5, A, D, E)]
    own: dict[str, Any] = {"exercises": {E: {"weeks": [5, 7]}, D: {"sets": [2, 4]}}}
    assert [breach.excess for breach in audited(Swaps, weeks)] == [2]
    (breach,) = audited(Swaps, weeks, **own)
    assert (breach.excess, D in breach.text, E in breach.text) == (1, True, False)
    assert Swaps.asked_by(scenario(**own)) == (Swaps("prefer", frozenset({E})),)


def test_what_comes_back_after_a_phase_is_new_again() -> None:
    weeks, none = [held(1, A, B), held(5, A), held(9, A, B)], {"swaps": 0}
    assert [breach.where.week for breach in audited(Swaps, weeks)] == [9]
    assert [b.where.week for b in audited(Stability, weeks, progression=none)] == [9]


def test_swaps_are_not_counted_inside_a_phase_or_in_a_taper() -> None:
    assert audited(Swaps, [held(1, A), held(2, B), held(3, C)]) == ()
    loading = [held(week, A) for week in (1, 5, 9)]
    assert audited(Swaps, [*loading, held(11, B), held(12, C)]) == ()


def test_a_test_is_no_swap() -> None:
    early: dict[str, Any] = {
        "goal": {"test": date(2027, 3, 1)},
        "phase_plan": [{"phase": "accumulation", "weeks": 4}, {"phase": "realization", "weeks": 8}],
    }
    test = held(5, exercises=[entry("conventional_deadlift", 1, 1, part="test")])
    assert audited(Swaps, [held(1, A), test], **early) == ()


# -- variety -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "sessions", "excess"),
    [(5, 1, 0), (6, 1, 1), (15, 3, 0), (16, 3, 1), (17, 3, 2), (15, [2, 3], 0), (16, [2, 3], 1)],
)
def test_five_different_exercises_for_each_weekly_session(
    count: int, sessions: Any, excess: int
) -> None:
    weeks = [held(week, *FILLERS[:count][week - 1 :: 5]) for week in range(1, 6)]
    found = audited(Variety, weeks, availability={"sessions": sessions})
    assert [breach.excess for breach in found] == ([excess] if excess else [])
    for breach in found:
        assert (breach.measured, breach.limit) == (count, count - excess)
        assert (breach.where.week, breach.where.session, breach.priority) == (None, None, "prefer")


def test_what_comes_back_counts_once_and_a_test_never() -> None:
    one: dict[str, Any] = {"availability": {"sessions": 1}}
    lift = [deadlift(1, 3, part="top"), deadlift(3, 5, part="back_off")]
    weeks = [held(1, *FILLERS[:4]), held(2, *FILLERS[:4]), held(3, exercises=lift)]
    test = held(12, exercises=[entry("trap_bar_deadlift", 1, 1, part="test")])
    assert audited(Variety, [*weeks, test], **one) == ()
    assert len(audited(Variety, [*weeks, held(11, "trap_bar_deadlift")], **one)) == 1


# -- all three -----------------------------------------------------------------------------------


def ranked(asked: Scenario, slug: str, priority: str) -> Scenario:
    """A scenario whose defaults, not the athlete, give the rule a priority."""
    return asked.model_copy(update={"priorities": {**asked.priorities, slug: priority}})


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    assert Stability.asked_by(scenario()) == (Stability("must", 2, frozenset()),)
    assert Swaps.asked_by(scenario()) == (Swaps("prefer", frozenset()),)
    assert Variety.asked_by(scenario()) == (Variety("prefer", 15),)


@pytest.mark.parametrize("kind", [Stability, Swaps, Variety])
def test_the_athlete_ranks_the_rule_or_turns_it_off(kind: Any) -> None:
    def asked(priority: str) -> Any:
        return kind.asked_by(scenario(priorities={kind.slug: priority}))

    assert [rule.priority for rule in asked("should")] == ["should"]
    assert asked("off") == ()


def test_a_written_number_of_swaps_is_a_must() -> None:
    silent, written = scenario(), scenario(progression={"swaps": 2})
    (rule,) = Stability.asked_by(ranked(silent, "stability", "should"))
    assert rule.priority == "should"
    (rule,) = Stability.asked_by(ranked(written, "stability", "should"))
    assert rule.priority == "must"
