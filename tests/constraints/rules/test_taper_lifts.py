"""Single lifts in a taper: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.taper_lifts import TaperLifts
from scenarios.schema import Scenario
from tests.builders import block, deadlift, entry, scenario, session

LIFT, ROW = "conventional_deadlift", "barbell_row"
LAST, TAPER = 10, (11, 12)  # the last loading week, and the taper


def held(week: int, *entries: Entry, label: str = "A") -> Session:
    """A session in a week (from 1) with these entries."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    return session(day, week=week, label=label, exercises=entries)


def breaches(by_week: Mapping[int, Entry], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of one entry in each week (from 1)."""
    (rule,) = TaperLifts.asked_by(scenario(**changes))
    return rule.audit(block([held(week, one) for week, one in by_week.items()], **changes))


def row(sets: int = 3, reps: int = 8, load: float | None = 50) -> Entry:
    """A row with a bar."""
    return entry(ROW, sets, reps, load=load)


@pytest.mark.parametrize("week", TAPER)
@pytest.mark.parametrize(
    ("after", "found"),
    [
        (row(3, 8, 50), []),
        (row(1, 3, 40), []),  # 20 % less
        (row(4), [("sets", 4, 3, 1)]),
        (row(6), [("sets", 6, 3, 3)]),
        (row(3, 9), [("reps", 9, 8, 1)]),
        (row(3, 12), [("reps", 12, 8, 1)]),
        (row(3, 8, 50.5), [("load", 50.5, 50, 1)]),
        (row(3, 8, 39.5), [("load", 39.5, 40, 1)]),
        (row(3, 4, 52.5), [("load", 52.5, 50, 1)]),  # fewer reps are no excuse
        (row(4, 9, 52.5), [("sets", 4, 3, 1), ("reps", 9, 8, 1), ("load", 52.5, 50, 1)]),
    ],
)
def test_no_exercise_gets_more_than_before_or_much_less_load(
    after: Entry, found: list[tuple[str, float, float, int]], week: int
) -> None:
    audited = breaches({LAST: row(3, 8, 50), week: after})
    assert [(b.unit, b.measured, b.limit, b.excess) for b in audited] == found
    for breach in audited:
        where = breach.where
        assert (where.week, where.session, where.exercise) == (week, None, ROW)
        assert breach.priority == "must"


def test_both_weeks_are_held_against_the_last_loading_week() -> None:
    assert breaches({9: row(2, 5, 40), LAST: row(3, 8, 50), 11: row(1), 12: row(3)}) == ()
    found = breaches({9: row(5), LAST: row(3), 11: row(5), 12: row(4)})
    assert [(b.where.week, b.excess) for b in found] == [(11, 2), (12, 1)]


def test_sets_are_those_of_the_whole_week() -> None:
    (rule,) = TaperLifts.asked_by(scenario())
    before = [held(LAST, row(2)), held(LAST, row(2), label="B")]
    assert rule.audit(block([*before, held(11, row(4))])) == ()
    found = rule.audit(block([*before, held(11, row(3)), held(11, row(2), label="B")]))
    assert [(b.measured, b.limit) for b in found] == [(5, 4)]


@pytest.mark.parametrize("baseline", [8, 9])  # a deload, and the week before the last
def test_what_the_last_loading_week_did_without_has_no_sets_to_keep(baseline: int) -> None:
    found = breaches({baseline: row(5, 5, 50), 11: row(2, 12, 80)})
    assert [(b.unit, b.measured, b.limit, b.excess) for b in found] == [
        ("sets", 2, 0, 2), ("sessions", 1, 0, 1),
    ]  # fmt: skip


def test_an_exercise_comes_in_no_more_sessions_than_before() -> None:
    def found(labels: str) -> list[tuple[str, float, float, int]]:
        (rule,) = TaperLifts.asked_by(scenario())
        before = [held(LAST, row(4), label=label) for label in "AB"]
        taper = [held(11, row(1), label=label) for label in labels]
        breaches = rule.audit(block([*before, *taper]))
        return [(b.unit, b.measured, b.limit, b.excess) for b in breaches]

    assert found("AB") == []
    assert found("ABC") == [("sessions", 3, 2, 1)]


def test_what_is_dropped_is_fine() -> None:
    assert breaches({LAST: row()}) == ()


@pytest.mark.parametrize("load", [40, 110, 150])
def test_the_load_of_the_goal_lift_has_rules_of_its_own(load: float) -> None:
    assert breaches({LAST: deadlift(3, 3, 140), 11: deadlift(3, 3, load)}) == ()
    units = [b.unit for b in breaches({LAST: deadlift(3, 3, 140), 11: deadlift(4, 4, load)})]
    assert units == ["sets", "reps"]


def test_jumps_are_free_in_their_reps() -> None:
    assert breaches({LAST: entry("box_jump", 3, 2), 11: entry("box_jump", 3, 5)}) == ()
    (breach,) = breaches({LAST: entry("box_jump", 3, 2), 11: entry("box_jump", 4, 2)})
    assert (breach.unit, breach.where.exercise) == ("sets", "box_jump")


def test_open_loads_keep_their_sets_and_reps() -> None:
    before = row(3, 8, None)
    assert breaches({LAST: before, 11: row(3, 8, None)}) == ()
    assert [b.unit for b in breaches({LAST: before, 11: row(3, 9, None)})] == ["reps"]


def test_a_load_that_is_left_open_has_not_fallen() -> None:
    assert breaches({LAST: row(), 11: row(load=None)}) == ()
    assert breaches({LAST: row(load=None), 11: row()}) == ()


@pytest.mark.parametrize("part", ["back_off", "test"])
def test_back_offs_and_tests_are_free(part: str) -> None:
    after = entry(LIFT, 5, 5, load=160, part=part)
    assert breaches({LAST: deadlift(3, 3, 140), 12: after}) == ()


@pytest.mark.parametrize(("drop", "least"), [(10, 45), (0, 50), (50, 25)])
def test_the_scenario_has_the_drop(drop: float, least: float) -> None:
    own: dict[str, Any] = {"taper": {"load_drop_percent": drop}}
    assert breaches({LAST: row(), 11: row(load=least)}, **own) == ()
    found = breaches({LAST: row(), 11: row(load=least - 0.5)}, **own)
    assert [(b.unit, b.limit) for b in found] == [("load", least)]


def test_asked_on_the_way_to_a_test() -> None:
    assert TaperLifts.asked_by(scenario()) == (TaperLifts("must", 20, 9, (10, 11)),)
    assert TaperLifts.asked_by(scenario(goal={"test": None})) == ()


def test_a_written_drop_is_a_must() -> None:
    def priority(asked: Scenario) -> str:
        softer = {**asked.priorities, "taper-lifts": "should"}  # as defaults may have it
        (rule,) = TaperLifts.asked_by(asked.model_copy(update={"priorities": softer}))
        return rule.priority

    assert priority(scenario()) == "should"
    assert priority(scenario(taper={"load_drop_percent": 10})) == "must"


def test_the_athlete_ranks_it_or_turns_it_off() -> None:
    (rule,) = TaperLifts.asked_by(scenario(priorities={"taper-lifts": "should"}))
    assert {b.priority for b in rule.audit(block([held(11, row())]))} == {"should"}
    assert TaperLifts.asked_by(scenario(priorities={"taper-lifts": "off"})) == ()


def test_the_last_loading_week_is_one_without_days_away() -> None:
    away = {"availability": {"away": [{"from": date(2027, 4, 5), "to": date(2027, 4, 9)}]}}
    (rule,) = TaperLifts.asked_by(scenario(**away))
    assert rule.last == LAST - 2  # week 9, counted from 0
    assert breaches({LAST - 1: row(3), TAPER[0]: row(3)}, **away) == ()


def test_the_next_lighter_load_is_always_allowed() -> None:
    """Steps of 20 kg on the bar: from 50 kg it is 40, not 30."""
    bar = {"equipment": {"barbell": {"bar": 20, "plates": [10]}}}
    assert breaches({LAST: row(3, 8, 55), TAPER[0]: row(3, 8, 40)}, **bar) == ()
    assert breaches({LAST: row(3, 8, 60), TAPER[0]: row(3, 8, 40)}, **bar) != ()


def test_other_sets_of_a_line_are_no_other_session() -> None:
    """As logged: a set of eight, and one of six."""
    before, after = held(LAST, row(3)), held(TAPER[0], row(1), row(1, 6))
    (rule,) = TaperLifts.asked_by(scenario())
    assert rule.audit(block([before, after])) == ()
