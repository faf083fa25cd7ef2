"""Exercises that stay for a phase, and few new ones at a border: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.rule import Breach
from constraints.rules.stability import Stability
from scenarios.past import Replanned
from scenarios.schema import Scenario
from tests.builders import block, deadlift, entry, scenario
from tests.constraints.rules.verdicts import (
    FILLERS,
    TWO_MATCHES,
    audited,
    excesses,
    held,
    named,
    ranks,
    weeks_of,
)

A, B, C, D, E = FILLERS[:5]  # any exercises


# -- inside a phase ------------------------------------------------------------------------------


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
    found = audited(Stability, [named(1, *first), named(2, *second)])
    assert excesses(found) == ([excess] if excess else [])
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (excess, 0, "exercises")
        assert (breach.where.week, breach.where.session) == (2, "A")
        assert breach.priority == "must"


def test_every_week_is_held_against_the_first_one() -> None:
    weeks = [named(1, A, B), named(2, A, C), named(3, A, C)]
    assert weeks_of(audited(Stability, weeks)) == [2, 3]


def test_sets_reps_and_back_offs_may_change() -> None:
    first = held(1, deadlift(4, 6), entry(A))
    lift = [deadlift(1, 3, part="top"), deadlift(3, 5, part="back_off")]
    assert audited(Stability, [first, held(2, *lift, entry(A, 2, 12))]) == ()


def test_each_session_of_a_week_has_exercises_of_its_own() -> None:
    weeks = [named(1, A, B), named(1, C, D, label="B"), named(2, A, B), named(2, C, D, label="B")]
    assert audited(Stability, weeks) == ()
    crossed = [*weeks[:2], named(2, C, D), named(2, A, B, label="B")]
    assert [breach.where.session for breach in audited(Stability, crossed)] == ["A", "B"]


@pytest.mark.parametrize(
    ("week", "changes"),
    [(4, {}), (2, TWO_MATCHES), (1, {"deload": {"weeks": [1, 8]}})],  # week 1 comes before the rest
)
def test_a_lighter_week_drops_exercises_but_adds_none(week: int, changes: dict[str, Any]) -> None:
    whole = [named(other, A, B, C) for other in (1, 2, 3, 4) if other != week]
    if week == 1:  # a stretch of its own would begin after it
        changes = {"phase_plan": [{"phase": "accumulation", "weeks": 12}], **changes}
    assert audited(Stability, [*whole, named(week, A, B, C)], **changes) == ()
    assert audited(Stability, [*whole, named(week, B)], **changes) == ()
    (breach,) = audited(Stability, [*whole, named(week, A, D)], **changes)
    assert (breach.where.week, breach.excess) == (week, 1)


def test_the_first_week_to_come_of_a_replan_drops_exercises_but_adds_none() -> None:
    past = Replanned(block="old", on=date(2027, 2, 10), week=2, loose=(2,))

    def found(*names: str) -> tuple[Breach, ...]:
        own = block([named(1, A, B, C), named(2, *names), named(3, A, B, C)])
        asked = own.scenario.model_copy(update={"replanned": past})
        asked.__dict__.pop("_hash", None)
        own = own.model_copy(update={"scenario": asked})
        (rule,) = Stability.asked_by(asked)
        return rule.audit(own)

    assert found(A, B, C) == found(B) == ()
    (breach,) = found(A, D)
    assert (breach.where.week, breach.excess) == (2, 1)


def test_lighter_weeks_alone_show_what_a_session_holds() -> None:
    assert audited(Stability, [named(1, A, B, C), named(4, A, label="B"), named(8, A)]) == ()


def test_a_test_holds_nothing_else() -> None:
    short: dict[str, Any] = {"weeks": 2, "goal": {"test": date(2027, 2, 8)}}
    test = held(2, entry("conventional_deadlift", 1, 1, part="test"))
    assert audited(Stability, [named(1, A, B), test], **short) == ()
    assert len(audited(Stability, [named(1, A, B), named(2, A)], **short)) == 1


# -- at a border ---------------------------------------------------------------------------------


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
    before = [named(one, A, B) for one in range(1, last + 1)]
    found = audited(Stability, [*before, named(week, *late)])
    assert excesses(found) == ([excess] if excess else [])
    for breach in found:
        assert (breach.measured, breach.limit) == (2 + excess, 2)
        border = 5 if week == 8 else week
        assert (breach.where.week, breach.where.session) == (border, None)


@pytest.mark.parametrize(("late", "excess"), [((A, B), 0), ((A,), 0), ((A, C), 1), ((C, D), 2)])
def test_nothing_is_new_in_a_taper(late: tuple[str, ...], excess: int) -> None:
    found = audited(Stability, [named(10, A, B), named(11, A), named(12, *late)])
    assert excesses(found) == ([excess] if excess else [])
    for breach in found:
        assert (breach.where.week, breach.measured, breach.limit) == (11, excess, 0)


def test_the_test_is_nothing_new() -> None:
    test = held(12, entry("conventional_deadlift", 1, 1, part="test"))
    assert audited(Stability, [named(10, A), named(11, A), test]) == ()


def test_a_border_looks_at_the_whole_week() -> None:
    weeks = [named(1, A, B, C), named(1, D, label="B"), named(5, D), named(5, A, B, C, label="B")]
    assert audited(Stability, weeks) == ()
    assert len(audited(Stability, [named(1, A), named(5, B, C), named(5, D, label="B")])) == 1


def test_an_exercise_with_weeks_of_its_own_is_not_new() -> None:
    weeks = [named(1, A), named(5, A, C, D, E)]
    own: dict[str, Any] = {"exercises": {E: {"weeks": [5, 7]}, D: {"sets": [2, 4]}}}
    assert len(audited(Stability, weeks)) == 1
    assert audited(Stability, weeks, **own) == ()
    assert len(audited(Stability, [named(1, A), named(5, B, C, D, E)], **own)) == 1


@pytest.mark.parametrize(("swaps", "excess"), [(0, 2), (1, 1), (2, 0)])
def test_the_athlete_says_how_many_swaps_are_fine(swaps: int, excess: int) -> None:
    own: dict[str, Any] = {"progression": {"swaps": swaps}}
    found = audited(Stability, [named(1, A), named(5, B, C)], **own)
    assert [(b.limit, b.excess) for b in found] == ([(swaps, excess)] if excess else [])


def test_what_comes_back_after_a_phase_is_new_again() -> None:
    weeks = [named(1, A, B), named(5, A), named(9, A, B)]
    assert weeks_of(audited(Stability, weeks, progression={"swaps": 0})) == [9]


# -- asked ---------------------------------------------------------------------------------------


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    assert Stability.asked_by(scenario()) == (Stability("must", 2, frozenset()),)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert ranks(Stability, "should") == ["should"]
    assert ranks(Stability, "off") == []


def ranked(asked: Scenario, slug: str, priority: str) -> Scenario:
    """A scenario whose defaults, not the athlete, give the rule a priority."""
    return asked.model_copy(update={"priorities": {**asked.priorities, slug: priority}})


def test_a_written_number_of_swaps_is_a_must() -> None:
    silent, written = scenario(), scenario(progression={"swaps": 2})
    (rule,) = Stability.asked_by(ranked(silent, "stability", "should"))
    assert rule.priority == "should"
    (rule,) = Stability.asked_by(ranked(written, "stability", "should"))
    assert rule.priority == "must"
