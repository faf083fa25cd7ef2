"""Muscle gap: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from constraints.block import Session
from constraints.rules.muscle_gap import MuscleGap
from planner.solving.build import build
from tests.builders import block, entry, scenario, session


def hard(day: date, at: time = time(18), sets: int = 5, **more: Any) -> Session:
    """A session with so many sets of a plank, the whole of them for core; five are hard."""
    return session(day, at, exercises=[entry("plank", sets, 30)], **more)


MONDAY, TUESDAY, WEDNESDAY = date(2027, 2, 1), date(2027, 2, 2), date(2027, 2, 3)


@pytest.mark.parametrize(("at", "count"), [(time(18), 0), (time(17, 59), 1)])
def test_48_hours_are_enough_and_a_minute_less_is_not(at: time, count: int) -> None:
    (rule,) = MuscleGap.asked_by(scenario())
    found = rule.audit(block([hard(MONDAY), hard(WEDNESDAY, at)]))
    assert len(found) == count
    assert all(breach.where.muscle == "core" and breach.excess == 1 for breach in found)


def test_less_than_five_sets_are_not_hard() -> None:
    (rule,) = MuscleGap.asked_by(scenario())
    assert rule.audit(block([hard(MONDAY), hard(TUESDAY, sets=4)])) == ()
    assert len(rule.audit(block([hard(MONDAY), hard(TUESDAY)]))) == 1


def test_another_group_recovers_meanwhile() -> None:
    (rule,) = MuscleGap.asked_by(scenario())
    calves = session(TUESDAY, exercises=[entry("calf_raise", 5, 10)])
    assert rule.audit(block([hard(MONDAY), calves])) == ()


def test_a_breach_for_each_group() -> None:
    (rule,) = MuscleGap.asked_by(scenario())
    rows = [session(day, exercises=[entry("barbell_row", 5, 8)]) for day in (MONDAY, TUESDAY)]
    assert {breach.where.muscle for breach in rule.audit(block(rows))} == {"lats", "upper_back"}


def test_the_gap_runs_across_the_border_of_weeks_and_into_deloads() -> None:
    (rule,) = MuscleGap.asked_by(scenario())
    sunday = hard(date(2027, 2, 21), week=3)
    deload = hard(date(2027, 2, 22), week=4, deload=True)
    (breach,) = rule.audit(block([sunday, deload]))
    assert (breach.measured, breach.limit, breach.where.week) == (24, 48, 4)


def test_every_pair_counts() -> None:
    (rule,) = MuscleGap.asked_by(scenario(profile="masters"))  # 72 hours
    found = rule.audit(block([hard(MONDAY), hard(TUESDAY), hard(WEDNESDAY)], profile="masters"))
    assert len(found) == 3


def test_a_change_of_the_clock_takes_no_hour() -> None:
    (rule,) = MuscleGap.asked_by(scenario())
    saturday, monday = hard(date(2027, 3, 27), week=8), hard(date(2027, 3, 29), week=9)
    assert rule.audit(block([saturday, monday])) == ()


@pytest.mark.parametrize(("sets", "count"), [(4.75, 0), (5, 1)])
def test_hard_work_elsewhere_counts(sets: float, count: int) -> None:
    club = {"title": "club", "on": TUESDAY, "at": "18:00", "sets": {"core": sets}}
    (rule,) = MuscleGap.asked_by(scenario(elsewhere=[club]))
    for day in (MONDAY, WEDNESDAY):
        assert len(rule.audit(block([hard(day)], elsewhere=[club]))) == count


def test_written_hours_are_a_must_and_zero_asks_nothing() -> None:
    assert MuscleGap.asked_by(scenario(recovery={"muscle_hours": 60}))[0].priority == "must"
    assert MuscleGap.asked_by(scenario(recovery={"muscle_hours": 0})) == ()


def test_posted_for_pairs_of_slots() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = MuscleGap.asked_by(short)
    names = ["conventional_deadlift", "plank", "dead_bug"]
    for hours, pairs in ((48, 0), (49, 3)):  # Friday of week 2 is the test's, so not Wed to Fri
        posted = replace(rule, priority="should", hours=hours)
        built = build(short, rules=[posted], exercises=names)
        assert built.model.validate() == ""
        core = [where for *_, where in built.tiers.terms["should"] if where.muscle == "core"]
        assert len(core) == pairs
