"""Main lift: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.main_lift import MainLift
from tests.builders import block, deadlift, entry, scenario, session

OTHER = entry("romanian_deadlift", 3, 6)
LIFT = "conventional_deadlift"


def breaches(*weeks: list[list[Entry]], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of weeks, each a list of sessions, each a list of entries."""
    ask = {"weeks": len(weeks), "goal": {"test": None}, **changes}
    (rule,) = MainLift.asked_by(scenario(**ask))
    sessions = [
        session(date(2027, 2, 1) + timedelta(weeks=week, days=2 * number), exercises=entries,
                week=week + 1, label="ABC"[number])
        for week, held in enumerate(weeks)
        for number, entries in enumerate(held)
    ]  # fmt: skip
    return rule.audit(block(sessions, **ask))


def test_once_a_week_in_any_session_is_enough() -> None:
    assert breaches([[deadlift(), OTHER], [OTHER]], [[OTHER], [OTHER], [deadlift(1, 1)]]) == ()


def test_a_week_without_the_lift_is_one_breach() -> None:
    (breach,) = breaches([[deadlift()]], [[OTHER], [OTHER]])
    assert (breach.measured, breach.limit, breach.unit) == (0, 1, "sessions")
    assert (breach.excess, breach.priority) == (1, "must")
    assert (breach.where.week, breach.where.session, breach.where.exercise) == (2, None, LIFT)


def test_every_week_counts() -> None:
    found = breaches([[OTHER]], [[deadlift()]], [[OTHER]])
    assert [breach.where.week for breach in found] == [1, 3]


def test_a_week_without_any_session_is_free() -> None:
    assert breaches([[deadlift()]], [], [[deadlift()]]) == ()


def test_deloads_and_tapers_are_not_free() -> None:
    deload = breaches([[deadlift()]], [[OTHER]], deload={"weeks": [2]})
    plan = [{"phase": "realization", "weeks": 1}, {"phase": "taper", "weeks": 1}]
    taper = breaches([[deadlift()]], [[OTHER]], phase_plan=plan)
    assert [breach.where.week for breach in (*deload, *taper)] == [2, 2]


def test_a_test_and_back_offs_of_the_lift_count() -> None:
    test, back_off = entry(LIFT, 1, 1, part="test"), entry(LIFT, 3, 5, part="back_off")
    assert breaches([[OTHER, test]], [[back_off]]) == ()


@pytest.mark.parametrize("variant", ["sumo_deadlift", "deficit_deadlift", "block_pull"])
def test_a_variant_is_not_the_lift(variant: str) -> None:
    assert len(breaches([[entry(variant, 3, 5)]])) == 1


@pytest.mark.parametrize(
    ("matches", "weeks"),
    [
        ([1, 7], [2]),  # both ends of week 1
        ([2], [1, 2]),
        ([7, 8], [1, 2]),  # one in each week
        ([2, 4, 9, 11], []),
    ],
)
def test_weeks_with_two_matches_are_free(matches: list[int], weeks: list[int]) -> None:
    season = {"matches": [date(2027, 2, day) for day in matches]}
    found = breaches([[OTHER]], [[OTHER]], season=season)
    assert [breach.where.week for breach in found] == weeks


def test_the_scenario_names_the_lift_and_ranks_the_rule() -> None:
    rdl: dict[str, Any] = {"goal": {"test": None, "lift": "romanian_deadlift"}}
    assert breaches([[OTHER]], **rdl) == ()
    (breach,) = breaches([[deadlift()]], **rdl, priorities={"main-lift": "should"})
    assert (breach.priority, breach.where.exercise) == ("should", "romanian_deadlift")
    assert MainLift.asked_by(scenario(priorities={"main-lift": "off"})) == ()
