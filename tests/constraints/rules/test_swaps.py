"""Exercises that are new in a session of the next phase: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.rules.swaps import Swaps
from tests.builders import entry, scenario
from tests.constraints.rules.verdicts import (
    FILLERS,
    audited,
    excesses,
    held,
    named,
    ranks,
    weeks_of,
)

A, B, C, D, E = FILLERS[:5]  # any exercises


@pytest.mark.parametrize(
    ("late", "excess"), [((A, B), 0), ((A,), 0), ((A, B, C), 1), ((A, C), 1), ((C, D, E), 3)]
)
@pytest.mark.parametrize(("last", "week"), [(1, 5), (4, 8), (8, 9)])
def test_every_new_exercise_of_a_session_is_a_swap(
    late: tuple[str, ...], excess: int, last: int, week: int
) -> None:
    before = [named(one, A, B) for one in range(1, last + 1)]
    found = audited(Swaps, [*before, named(week, *late)])
    assert excesses(found) == ([excess] if excess else [])
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (excess, 0, "exercises")
        border = 5 if week == 8 else week
        assert (breach.where.week, breach.where.session) == (border, "A")
        assert breach.text.startswith(f"session A from week {border} on: new ")


def test_an_exercise_that_moves_to_another_session_is_new_there() -> None:
    weeks = [named(1, A, B), named(1, C, label="B"), named(5, A), named(5, B, C, label="B")]
    (breach,) = audited(Swaps, weeks)
    assert (breach.where.session, breach.excess) == ("B", 1)


def test_an_exercise_with_weeks_of_its_own_is_no_swap() -> None:
    weeks = [named(1, A), named(5, A, D, E)]
    own: dict[str, Any] = {"exercises": {E: {"weeks": [5, 7]}, D: {"sets": [2, 4]}}}
    assert excesses(audited(Swaps, weeks)) == [2]
    (breach,) = audited(Swaps, weeks, **own)
    assert (breach.excess, D in breach.text, E in breach.text) == (1, True, False)
    assert Swaps.asked_by(scenario(**own)) == (Swaps("prefer", frozenset({E})),)


def test_what_comes_back_after_a_phase_is_new_again() -> None:
    weeks = [named(1, A, B), named(5, A), named(9, A, B)]
    assert weeks_of(audited(Swaps, weeks)) == [9]


def test_swaps_are_not_counted_inside_a_phase_or_in_a_taper() -> None:
    assert audited(Swaps, [named(1, A), named(2, B), named(3, C)]) == ()
    loading = [named(week, A) for week in (1, 5, 9)]
    assert audited(Swaps, [*loading, named(11, B), named(12, C)]) == ()


def test_a_test_is_no_swap() -> None:
    early: dict[str, Any] = {
        "goal": {"test": date(2027, 3, 1)},
        "phase_plan": [{"phase": "accumulation", "weeks": 4}, {"phase": "realization", "weeks": 8}],
    }
    test = held(5, entry("conventional_deadlift", 1, 1, part="test"))
    assert audited(Swaps, [named(1, A), test], **early) == ()


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    assert Swaps.asked_by(scenario()) == (Swaps("prefer", frozenset()),)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert ranks(Swaps, "should") == ["should"]
    assert ranks(Swaps, "off") == []
