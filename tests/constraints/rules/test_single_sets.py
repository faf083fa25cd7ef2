"""Exercises with a single set: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.single_sets import SingleSets
from tests.builders import block, entry, scenario, session

NORDIC, ADDUCTOR = "nordic_curl", "copenhagen"
TWO_MATCHES_IN_WEEK_2: dict[str, Any] = {
    "season": {"matches": [date(2027, 2, 10), date(2027, 2, 13)]}
}


def held(week: int, *entries: Entry, label: str = "A") -> Session:
    """A session in a week (from 1) with these entries."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    return session(day, week=week, label=label, exercises=entries)


def audited(*sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    (rule,) = SingleSets.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


@pytest.mark.parametrize("name", [NORDIC, ADDUCTOR, "conventional_deadlift", "box_jump", "plank"])
@pytest.mark.parametrize(("sets", "count"), [(1, 1), (2, 0), (3, 0)])
def test_two_sets_are_enough_and_one_is_not(name: str, sets: int, count: int) -> None:
    assert len(audited(held(1, entry(name, sets)))) == count


def test_what_a_breach_says() -> None:
    (breach,) = audited(held(3, entry(NORDIC, 3), entry(ADDUCTOR, 1), label="B"))
    assert breach.text == f"2027-02-17: {ADDUCTOR} for a single set"
    assert (breach.measured, breach.limit, breach.unit, breach.excess) == (1, 2, "sets", 1)
    where = breach.where
    assert (where.week, where.session, where.exercise) == (3, "B", ADDUCTOR)
    assert breach.priority == "should"


def test_each_exercise_of_each_session_counts() -> None:
    single = entry(NORDIC, 1)
    days = held(1, single, entry(ADDUCTOR, 1)), held(1, single, label="B"), held(2, single)
    found = [(b.where.week, b.where.session, b.where.exercise) for b in audited(*days)]
    assert found == [(1, "A", NORDIC), (1, "A", ADDUCTOR), (1, "B", NORDIC), (2, "A", NORDIC)]


@pytest.mark.parametrize(("week", "count"), [(3, 1), (4, 0), (5, 1), (10, 1), (11, 0), (12, 0)])
def test_only_loading_weeks_count(week: int, count: int) -> None:
    assert len(audited(held(week, entry(NORDIC, 1)))) == count


@pytest.mark.parametrize(("week", "count"), [(1, 1), (2, 0), (3, 1)])
def test_weeks_with_two_matches_are_free(week: int, count: int) -> None:
    assert len(audited(held(week, entry(NORDIC, 1)), **TWO_MATCHES_IN_WEEK_2)) == count


def test_weeks_with_days_away_are_not() -> None:
    away = {"away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 10)}]}
    assert len(audited(held(2, entry(NORDIC, 1)), availability=away)) == 1


@pytest.mark.parametrize(("part", "count"), [("back_off", 0), ("test", 0), ("top", 1)])
def test_back_offs_and_tests_are_free(part: str, count: int) -> None:
    assert len(audited(held(10, entry("conventional_deadlift", 1, 3, part=part)))) == count


@pytest.mark.parametrize(("sets", "count"), [((1, 1), 0), ((1, 2), 1), ((1, 3), 1), ((2, 3), 1)])
def test_who_asks_for_one_set_and_no_more_gets_it(sets: tuple[int, int], count: int) -> None:
    own = {"exercises": {NORDIC: {"sets": list(sets)}}}
    assert len(audited(held(1, entry(NORDIC, 1)), **own)) == count


def test_asked_with_the_weeks_that_are_free() -> None:
    assert SingleSets.asked_by(scenario()) == (SingleSets("should", frozenset()),)
    crowded = scenario(**TWO_MATCHES_IN_WEEK_2)
    assert SingleSets.asked_by(crowded) == (SingleSets("should", frozenset({1})),)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    found = audited(held(1, entry(NORDIC, 1)), priorities={"single-sets": "must"})
    assert [breach.priority for breach in found] == ["must"]
    assert SingleSets.asked_by(scenario(priorities={"single-sets": "off"})) == ()
