"""Planning again in the midst of a block: what is over stays, and little else changes."""

from __future__ import annotations

from datetime import date

from constraints.audit import audit
from constraints.block import Block
from constraints.history import ASKS_OF_A_WEEK, is_history
from constraints.rule import place
from constraints.rules import RULES, asked_by
from planner.explaining.difference import difference
from planner.exports.json import from_json, to_json
from scenarios.loader import resolve
from tests.planner.replanning.athlete import (
    ATHLETE,
    LIFT,
    MIDDLE,
    WEEK_2,
    again,
    asked,
    away,
    before,
    block_of,
    ids,
    old,
)

# -- what is over --------------------------------------------------------------------------------


def test_nothing_new_is_no_change_to_the_byte() -> None:
    found = again()
    assert found.is_same
    assert to_json(block_of(found)) == to_json(old())


def test_the_past_stays_though_what_was_done_is_excluded_now() -> None:
    now = block_of(again(asked(exercises={"exclude": ["nordic_curl"]})))
    assert before(now, MIDDLE) == before(old(), MIDDLE)
    coming = [one for one in now.in_order if one.day >= MIDDLE]
    assert any(e.exercise == "nordic_curl" for s in before(now, MIDDLE) for e in s.exercises)
    assert coming
    assert not any(e.exercise == "nordic_curl" for s in coming for e in s.exercises)


def test_the_past_says_what_its_loads_counted_on() -> None:
    past = block_of(again(asked(exercises={"exclude": ["plank"]}))).scenario.replanned
    assert past is not None
    per = {entry.exercise: entry.per for one in past.sessions for entry in one.exercises}
    assert (per[LIFT], per["kettlebell_swing"], per["nordic_curl"]) == ("bar", "bell", None)


def test_what_is_over_is_history_and_breaks_nothing_also_when_read_again() -> None:
    now = block_of(again(asked(exercises={"exclude": ["nordic_curl"]})))
    report = audit(from_json(to_json(now)))
    assert not report.broken
    musts = {breach.rule for breach in report.history if breach.priority == "must"}
    assert musts == {"exercise-pool"}


def test_a_wrong_session_to_come_is_broken_as_ever() -> None:
    now = block_of(again(away(date(2027, 2, 11), date(2027, 2, 12))))
    late = now.in_order[-1]
    moved = late.model_copy(update={"start": late.start.replace(hour=5)})
    sessions = tuple(moved if one is late else one for one in now.sessions)
    wrong = Block(scenario=now.scenario, solve=now.solve, sessions=sessions)
    assert "availability" in {breach.rule for breach in audit(wrong).broken}


def test_windows_of_now_do_not_judge_the_past() -> None:
    ask = {**ATHLETE, "availability": {**ATHLETE["availability"], "tuesday": "18:00-19:30"}}
    del ask["availability"]["monday"]
    now = block_of(again(resolve(ask, where="test", stem="test")))
    assert before(now, MIDDLE) == before(old(), MIDDLE)
    assert all(one.day.weekday() != 0 for one in now.in_order if one.day >= MIDDLE)


# -- the least change ----------------------------------------------------------------------------


def test_a_trip_moves_only_what_it_must_and_is_proved() -> None:
    gone = old().of_week(1)[1].day
    found = again(away(gone, gone))
    now = block_of(found)
    assert found.changes is not None
    points, bound = found.changes
    assert points == bound > 0
    assert all(one.day != gone for one in now.sessions)
    change = difference(old(), now)
    assert change.same >= 3  # the three that are over
    assert ids(now) == ids(old())


def test_a_missed_session_is_left_out_and_nothing_else_changes() -> None:
    gone = old().of_week(0)[1]
    found = again(missed=[gone])
    now = block_of(found)
    assert found.changes == (0, 0)
    assert [one.uid for one in now.dropped] == [gone.uid]
    kept = {one.uid: one for one in old().sessions if one.uid != gone.uid}
    assert {one.uid: one for one in now.sessions} == kept
    assert not audit(now).broken


def test_the_only_session_with_the_lift_may_be_missed() -> None:
    found = again(missed=old().of_week(1)[:1])
    assert not audit(block_of(found)).broken


def test_changes_follow_one_another() -> None:
    first = block_of(again(missed=[old().of_week(0)[1]], on=WEEK_2))
    second = block_of(again(away(date(2027, 2, 15), date(2027, 2, 16)), on=MIDDLE, since=first))
    assert before(second, MIDDLE) == before(first, MIDDLE)
    assert ids(second) == ids(old())
    assert again(second.scenario, on=MIDDLE, since=second).is_same


def test_the_points_are_those_of_the_difference() -> None:
    found = again(asked(exercises={"exclude": ["nordic_curl"]}))
    points, numbers = 0, set()
    for change in difference(old(), block_of(found)).sessions:
        assert change.kind == "changed"
        for line in change.lines:
            points += 2 * (line.kind != "changed") + ("sets" in line.changed)
            if {"reps", "load"} & set(line.changed):
                numbers.add((change.row.week, line.entry.exercise))
    assert found.changes is not None
    assert found.changes[0] == points + len(numbers) > 0


def test_minutes_of_the_past_are_not_reckoned_anew() -> None:
    now = block_of(again(asked(session={"warm_up_minutes": 6})))
    over = [one.minutes for one in before(now, MIDDLE)]
    assert over == [one.minutes for one in before(old(), MIDDLE)]
    assert now.in_order[-1].minutes < old().in_order[-1].minutes
    assert not audit(now).broken


def test_a_session_to_come_is_not_missed_yet() -> None:
    found = again(missed=[old().in_order[-1]])
    assert found.is_same
    assert [one.uid for one in found.later] == [old().in_order[-1].uid]


def test_rules_that_a_missed_session_excuses_exist() -> None:
    assert set(ASKS_OF_A_WEEK) <= {kind.slug for kind in RULES}


def test_a_gap_to_a_session_to_come_is_no_history() -> None:
    now = block_of(again(missed=old().of_week(1)[:1])).scenario
    gap = next(rule for rule in asked_by(now) if rule.slug == "hinge-gap")
    assert is_history(now, gap, place(0))
    assert not is_history(now, gap, place(1))
    assert not is_history(now, gap, place(2))
