"""Scheme: pattern in, verdict out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Session
from constraints.rules.scheme import Scheme
from planner.solving.build import build
from tests.builders import block, deadlift, entry, scenario, session


def by_week(*reps: int) -> list[Session]:
    """One session a week with the main lift; 0 reps: a week without it."""
    return [
        session(
            date(2027, 2, 1) + timedelta(weeks=week),
            exercises=[deadlift(4, count) if count else entry("hip_thrust")],
            week=week + 1,
        )
        for week, count in enumerate(reps)
    ]


@pytest.mark.parametrize(
    ("reps", "weeks"),
    [
        ((6, 5, 5), []),
        ((6, 6, 5), []),
        ((6, 5, 4), [3]),
        ((6, 5, 6), [3]),
        ((6, 6, 5, 3, 4, 4, 3), []),  # week 4 is a deload, week 5 begins a new stretch
        ((6, 6, 5, 3, 4, 5, 3), [7]),
        ((6, 0, 4), []),
    ],
)
def test_reps_change_once_in_three_weeks(reps: tuple[int, ...], weeks: list[int]) -> None:
    (rule,) = Scheme.asked_by(scenario())
    found = [b for b in rule.audit(block(by_week(*reps))) if b.unit == "changes"]
    assert [breach.where.week for breach in found] == weeks
    for breach in found:
        assert (breach.measured, breach.limit, breach.excess) == (2, 1, 1)
        assert (breach.where.exercise, breach.priority) == ("conventional_deadlift", "should")


@pytest.mark.parametrize(
    ("reps", "rises"),
    [
        ((6, 6), []),
        ((6, 5), []),
        ((5, 6), [(2, 6, 5)]),
        ((3, 8), [(2, 8, 3)]),
        ((5, 0, 6), [(3, 6, 5)]),  # the last week in which it was trained
        ((6, 5, 6), [(3, 6, 5)]),
        ((5, 5, 5, 8, 5), []),  # a deload
        ((5, 5, 5, 3, 5), []),  # is no baseline either
        ((6, 6, 5, 5, 6), [(5, 6, 5)]),  # over the border of a phase
        ((6, 6, 5, 5, 4, 4, 3, 3, 4), [(9, 4, 3)]),
        ((0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 5, 5), []),  # the taper
    ],
)
def test_before_a_test_reps_never_rise(
    reps: tuple[int, ...], rises: list[tuple[int, int, int]]
) -> None:
    (rule,) = Scheme.asked_by(scenario())
    found = [b for b in rule.audit(block(by_week(*reps))) if b.unit == "reps"]
    assert [(b.where.week, b.measured, b.limit) for b in found] == rises
    for breach in found:
        assert (breach.where.exercise, breach.excess) == ("conventional_deadlift", 1)
        assert breach.priority == "should"


@pytest.mark.parametrize(
    "free",
    [
        {"goal": {"test": None}},
        {"goal": {"kind": "hypertrophy"}},
        {"athlete": {"one_rep_max": {"back_squat": 130}}},  # the lift's own is not known
    ],
)
def test_without_a_test_of_a_known_max_reps_may_rise(free: dict[str, Any]) -> None:
    (rule,) = Scheme.asked_by(scenario(**free))
    assert not rule.falls
    assert rule.audit(block(by_week(5, 6, 6), **free)) == ()
    assert [b.unit for b in rule.audit(block(by_week(5, 6, 5), **free))] == ["changes"]


def test_back_offs_and_tests_have_no_scheme() -> None:
    (rule,) = Scheme.asked_by(scenario())
    for part in ("back_off", "test"):
        lifts = [deadlift(3, reps, part=part) for reps in (5, 6, 5)]
        weeks = [
            session(date(2027, 2, 1) + timedelta(weeks=n), exercises=[lift], week=n + 1)
            for n, lift in enumerate(lifts)
        ]
        assert rule.audit(block(weeks)) == ()


def test_sets_may_change() -> None:
    (rule,) = Scheme.asked_by(scenario())
    sets = [
        session(date(2027, 2, 1 + 7 * n), exercises=[deadlift(n + 3, 5)], week=n + 1)
        for n in range(3)
    ]
    assert rule.audit(block(sets)) == ()


def test_jumps_have_no_scheme() -> None:
    assert Scheme.asked_by(scenario(goal={"lift": "box_jump"})) == ()


@pytest.mark.parametrize("lift", ["single_arm_db_row", "db_romanian_deadlift", "kb_deadlift"])
def test_dumbbells_and_bells_progress_by_reps_and_are_free(lift: str) -> None:
    assert Scheme.asked_by(scenario(goal={"lift": lift})) == ()


def test_a_lift_without_a_bar_keeps_its_reps_too() -> None:
    for lift in ("hip_thrust", "pull_up"):
        (rule,) = Scheme.asked_by(scenario(goal={"lift": lift}))
        assert (str(rule.main), rule.falls) == (lift, False)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    (rule,) = Scheme.asked_by(scenario(priorities={"scheme": "must"}))
    assert rule.priority == "must"
    assert Scheme.asked_by(scenario(priorities={"scheme": "off"})) == ()


def test_posted_for_three_loading_weeks_of_a_stretch_and_for_every_pair() -> None:
    (rule,) = Scheme.asked_by(scenario())
    assert rule.falls

    def posted(asked: Scheme) -> list[int | None]:
        built = build(scenario(), rules=[asked], exercises=["conventional_deadlift"])
        assert built.model.validate() == ""
        return [where.week for *_, where in built.tiers.terms["should"]]

    # Weeks 1 to 3 and 5 to 7; the realization has two weeks.
    changes = posted(replace(rule, falls=False))
    assert changes == [3, 7]
    # A loading week is compared with all before it in its phase and the one before.
    rises = Counter(posted(rule)) - Counter(changes)
    assert rises == {2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 3, 10: 4}
