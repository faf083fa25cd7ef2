"""A day of its own for the second hinge: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.hinge_days import HingeDays
from tests.builders import ATHLETE, block, deadlift, entry, scenario, session

LIFT, RDL = "conventional_deadlift", "romanian_deadlift"


def held(*entries: Entry, week: int = 1, label: str = "A") -> Session:
    """A session in a week (from 1) with these entries."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    return session(day, week=week, label=label, exercises=entries)


def audited(*sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    (rule,) = HingeDays.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


@pytest.mark.parametrize(
    ("exercise", "count"),
    [
        (RDL, 1),  # axial class 2
        ("good_morning", 1),  # 3
        ("sumo_deadlift", 1),
        ("single_leg_rdl", 0),  # 1
        ("kettlebell_swing", 0),  # a swing, an Olympic lift and a row are no hinges
        ("power_clean", 0),
        ("barbell_row", 0),
        ("hip_thrust", 0),
    ],
)
def test_no_hinge_that_loads_the_back_stands_beside_the_goal_lift(
    exercise: str, count: int
) -> None:
    found = audited(held(deadlift(), entry(exercise, 3, 8)))
    assert len(found) == count
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (1, 0, "exercises")
        assert (breach.excess, breach.priority) == (1, "prefer")
        where = breach.where
        assert (where.week, where.session, where.exercise) == (1, "A", exercise)


def test_every_hinge_beside_it_counts_once() -> None:
    three = held(entry("sumo_deadlift"), deadlift(), entry(RDL), entry("box_jump"))
    assert [b.where.exercise for b in audited(three)] == [RDL, "sumo_deadlift"]
    assert len(audited(held(deadlift(), entry(RDL, 2), entry(RDL, 3)))) == 1


def test_a_day_of_its_own_is_what_is_asked() -> None:
    assert audited(held(deadlift()), held(entry(RDL), label="B")) == ()
    assert audited(held(entry(RDL), entry("good_morning"))) == ()  # without the lift: `hinge-pair`
    days = held(deadlift()), held(entry(RDL), deadlift(), label="C")
    assert [b.where.session for b in audited(*days)] == ["C"]


def test_a_top_set_is_the_lift_and_back_offs_are_free() -> None:
    assert len(audited(held(deadlift(part="top"), entry(RDL)))) == 1
    assert len(audited(held(deadlift(), entry(RDL, part="top")))) == 1
    assert audited(held(deadlift(part="top"), deadlift(part="back_off"))) == ()
    assert audited(held(deadlift(), entry(RDL, part="back_off"))) == ()
    assert audited(held(deadlift(part="test"), entry(RDL))) == ()
    assert audited(held(deadlift(part="back_off"), entry(RDL))) == ()


@pytest.mark.parametrize(("week", "count"), [(3, 1), (4, 0), (5, 1), (10, 1), (11, 0), (12, 0)])
def test_only_loading_weeks_are_asked(week: int, count: int) -> None:
    assert len(audited(held(deadlift(), entry(RDL), week=week))) == count


def test_open_loads_change_nothing() -> None:
    assert len(audited(held(entry(LIFT), entry(RDL)))) == 1


@pytest.mark.parametrize(
    ("lift", "count"),
    [(LIFT, 1), (RDL, 1), ("trap_bar_deadlift", 1), ("kb_deadlift", 0), ("power_clean", 0)],
)
def test_asked_of_a_goal_lift_that_is_such_a_hinge(lift: str, count: int) -> None:
    ask = scenario()
    other = ask.model_copy(update={"goal": ask.goal.model_copy(update={"lift": lift})})
    assert len(HingeDays.asked_by(other)) == count


def test_the_goal_lift_is_the_athletes_own() -> None:
    own: dict[str, Any] = {
        "equipment": {**ATHLETE["equipment"], "trap_bar": {"bar": 25, "plates": [5, 10, 20]}},
        "goal": {"lift": "trap_bar_deadlift", "kind": "general", "test": None},
    }
    assert audited(held(deadlift(), entry(RDL)), **own) == ()
    found = audited(held(entry("trap_bar_deadlift"), deadlift(), entry(RDL)), **own)
    assert [b.where.exercise for b in found] == [LIFT, RDL]


@pytest.mark.parametrize(("sessions", "count"), [(1, 0), ([1, 2], 1), (2, 1)])
def test_asked_where_the_week_can_hold_two_sessions(sessions: Any, count: int) -> None:
    assert len(HingeDays.asked_by(scenario(availability={"sessions": sessions}))) == count


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    both = held(deadlift(), entry(RDL))
    found = audited(both, priorities={"hinge-days": "must"})
    assert [breach.priority for breach in found] == ["must"]
    assert HingeDays.asked_by(scenario(priorities={"hinge-days": "off"})) == ()
    assert HingeDays.asked_by(scenario()) == (HingeDays("prefer"),)
