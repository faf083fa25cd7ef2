"""Sessions with core work, a second hinge, jumps: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.rule import Breach
from constraints.rules.sessions_with import Core, JumpSessions, SecondHinge
from planner.solving.build import build
from tests.builders import block, deadlift, entry, scenario, session

LIFT = "conventional_deadlift"
TWO_MATCHES: dict[str, Any] = {  # in week 2
    "season": {"matches": [date(2027, 2, 10), date(2027, 2, 13)]}
}
AWAY: dict[str, Any] = {  # on a training day of week 2
    "availability": {"away": [{"from": date(2027, 2, 10), "to": date(2027, 2, 10)}]}
}


def weekly(kind: Any, *names: str, week: int = 1, **changes: Any) -> tuple[Breach, ...]:
    """What a rule says of a week whose sessions hold these exercises ("": none but a plank)."""
    (rule,) = kind.asked_by(scenario(**changes))
    monday = date(2027, 2, 1) + timedelta(weeks=week - 1)
    sessions = [
        session(
            monday + timedelta(days=2 * number),
            exercises=[entry("plank", 2, 30), *([entry(name)] if name else [])],
            week=week,
            label="ABC"[number],
        )
        for number, name in enumerate(names)
    ]
    found: tuple[Breach, ...] = rule.audit(block(sessions, **changes))
    return found


# -- core ----------------------------------------------------------------------------------------


def breaches(*with_core: bool, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a week whose sessions hold a core exercise, or not."""
    (rule,) = Core.asked_by(scenario(**changes))
    sessions = [
        session(
            date(2027, 2, 1 + 2 * number),
            exercises=[deadlift(), *([entry("dead_bug", 2, 8)] if has_core else [])],
            label="ABC"[number],
        )
        for number, has_core in enumerate(with_core)
    ]
    return rule.audit(block(sessions, **changes))


@pytest.mark.parametrize("week", [(True, False, True), (True, True), (True,), ()])
def test_two_sessions_are_enough_and_one_of_one(week: tuple[bool, ...]) -> None:
    assert breaches(*week) == ()


@pytest.mark.parametrize(
    ("week", "excess"),
    [((True, False, False), 1), ((False, False, False), 2), ((False,), 1), ((False, True), 1)],
)
def test_missing_sessions_are_counted(week: tuple[bool, ...], excess: int) -> None:
    (breach,) = breaches(*week)
    assert (breach.excess, breach.priority) == (excess, "should")


def test_two_core_exercises_in_a_session_are_one_session() -> None:
    (rule,) = Core.asked_by(scenario())
    first = session(exercises=[entry("dead_bug", 2, 8), entry("plank", 2, 30)])
    second = session(date(2027, 2, 3), exercises=[deadlift()], label="B")
    (breach,) = rule.audit(block([first, second]))
    assert (breach.measured, breach.limit) == (1, 2)


def test_core_that_other_lifts_train_does_not_count() -> None:
    (rule,) = Core.asked_by(scenario())
    (breach,) = rule.audit(block([session(exercises=[entry("single_leg_rdl", 3, 8)])]))
    assert breach.measured == 0


def test_a_written_number_is_a_must_and_zero_asks_nothing() -> None:
    (breach,) = breaches(True, True, False, balance={"core_sessions": 3})
    assert breach.priority == "must"
    assert Core.asked_by(scenario(balance={"core_sessions": 0})) == ()


def test_deload_weeks_are_free() -> None:
    (rule,) = Core.asked_by(scenario())
    deload = session(date(2027, 2, 22), exercises=[deadlift()], week=4, deload=True)
    assert rule.audit(block([deload])) == ()


def test_posted_for_weeks_without_a_test() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = Core.asked_by(short)
    names = ["conventional_deadlift", "dead_bug"]
    built = build(short, rules=[replace(rule, priority="should")], exercises=names)
    assert built.model.validate() == ""
    assert len(built.tiers.terms["should"]) == 1


# -- jumps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "excess"),
    [
        (("box_jump", "", "broad_jump"), 0),
        (("box_jump", "box_jump", "box_jump"), 0),
        (("box_jump", "", ""), 1),
        (("", "", ""), 2),
        (("kettlebell_swing", "power_clean", ""), 2),  # no landings
        (("box_jump",), 0),  # as many as there are sessions
        (("",), 1),
        ((), 0),
    ],
)
def test_two_sessions_of_a_week_have_jumps(names: tuple[str, ...], excess: int) -> None:
    found = weekly(JumpSessions, *names)
    assert [breach.excess for breach in found] == ([excess] if excess else [])
    for breach in found:
        least = min(2, len(names))
        assert (breach.measured, breach.limit, breach.unit) == (least - excess, least, "sessions")
        assert (breach.where.week, breach.where.session, breach.priority) == (1, None, "prefer")


def test_two_jumps_of_a_session_are_one_session_with_jumps() -> None:
    (rule,) = JumpSessions.asked_by(scenario())
    first = session(exercises=[entry("box_jump", 3, 3), entry("broad_jump", 3, 3)])
    (breach,) = rule.audit(block([first, session(date(2027, 2, 3), exercises=[deadlift()])]))
    assert (breach.measured, breach.excess) == (1, 1)


@pytest.mark.parametrize(("sessions", "excess"), [(1, []), (2, [1]), (3, [2])])
def test_a_written_number_of_jump_sessions_is_a_must(sessions: int, excess: list[int]) -> None:
    own: dict[str, Any] = {"plyometrics": {"sessions": sessions}}
    found = weekly(JumpSessions, "box_jump", "", "", **own)
    assert [breach.excess for breach in found] == excess
    assert {breach.priority for breach in found} <= {"must"}


def test_no_jumps_are_asked_of_who_wants_none() -> None:
    jumps = ["box_jump", "broad_jump", "vertical_jump"]
    assert len(JumpSessions.asked_by(scenario(exercises={"exclude": jumps[:2]}))) == 1
    assert JumpSessions.asked_by(scenario(exercises={"exclude": jumps})) == ()
    assert JumpSessions.asked_by(scenario(plyometrics={"sessions": 0})) == ()


# -- a second hinge ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hinge", "counts"),
    [
        ("romanian_deadlift", True),
        ("stiff_leg_deadlift", True),
        ("good_morning", True),
        ("block_pull", True),
        ("deficit_deadlift", True),
        (LIFT, False),  # the goal lift itself
        ("sumo_deadlift", False),  # nobody knows its load
        ("db_romanian_deadlift", False),  # too light for the back
        ("kb_deadlift", False),
        ("single_leg_rdl", False),
        ("kettlebell_swing", False),
        ("hip_thrust", False),
        ("", False),
    ],
)
def test_another_hinge_is_trained_beside_the_goal_lift(hinge: str, counts: bool) -> None:
    found = weekly(SecondHinge, LIFT, hinge, "")
    assert len(found) == (not counts)
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (0, 1, "sessions")
        assert (breach.excess, breach.priority) == (1, "should")
        assert (breach.where.week, breach.where.session) == (1, None)


def test_the_second_hinge_may_share_a_session_with_the_goal_lift() -> None:
    (rule,) = SecondHinge.asked_by(scenario())
    assert rule.audit(block([session(exercises=[deadlift(), entry("good_morning")])])) == ()


@pytest.mark.parametrize(
    ("maxes", "count"),
    [
        ({LIFT: 160, "sumo_deadlift": 150}, 0),
        ({LIFT: 160}, 1),
        ({"back_squat": 130}, 0),  # the load of the goal lift is not known either
    ],
)
def test_its_load_is_known_where_that_of_the_goal_lift_is(
    maxes: dict[str, float], count: int
) -> None:
    own: dict[str, Any] = {"athlete": {"one_rep_max": maxes}}
    assert len(weekly(SecondHinge, LIFT, "sumo_deadlift", **own)) == count


def test_beside_a_light_goal_lift_a_light_hinge_is_enough() -> None:
    own: dict[str, Any] = {"goal": {"lift": "kb_deadlift", "kind": "general", "test": None}}
    assert weekly(SecondHinge, "kb_deadlift", "db_romanian_deadlift", **own) == ()
    assert len(weekly(SecondHinge, "kb_deadlift", "kb_deadlift", **own)) == 1


@pytest.mark.parametrize("lift", ["hip_thrust", "barbell_row", "box_jump", "kettlebell_swing"])
def test_asked_where_the_goal_lift_is_a_two_legged_hinge(lift: str) -> None:
    goal = {"lift": lift, "kind": "general", "test": None}
    assert SecondHinge.asked_by(scenario(goal=goal)) == ()


def test_a_written_number_of_hinges_is_a_must_and_zero_asks_nothing() -> None:
    (breach,) = weekly(SecondHinge, LIFT, "good_morning", "", balance={"second_hinge_sessions": 2})
    assert (breach.measured, breach.limit, breach.priority) == (1, 2, "must")
    assert SecondHinge.asked_by(scenario(balance={"second_hinge_sessions": 0})) == ()


def test_who_can_train_no_other_hinge_owes_none() -> None:
    assert SecondHinge.asked_by(scenario(exercises={"only": [LIFT, "barbell_row", "plank"]})) == ()


# -- all three -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("week", "count"), [(3, 1), (4, 0), (5, 1), (8, 0), (10, 1), (11, 0)])
@pytest.mark.parametrize("kind", [JumpSessions, SecondHinge])
def test_loading_weeks_owe_it(kind: Any, week: int, count: int) -> None:
    assert len(weekly(kind, LIFT, "", week=week)) == count


@pytest.mark.parametrize(
    ("kind", "short"), [(Core, 1), (JumpSessions, 0), (SecondHinge, 0)]
)  # core is asked of a week with an away day too
def test_short_weeks_are_free(kind: Any, short: int) -> None:
    (rule,) = kind.asked_by(scenario(**AWAY))
    empty = [session(date(2027, 2, day), exercises=[deadlift()], week=2) for day in (8, 12)]
    assert len(rule.audit(block(empty, **AWAY))) == short
    (rule,) = kind.asked_by(scenario(**TWO_MATCHES))
    assert rule.audit(block(empty, **TWO_MATCHES)) == ()
    (rule,) = kind.asked_by(scenario())
    assert len(rule.audit(block(empty))) == 1


@pytest.mark.parametrize(
    ("kind", "priority", "other"),
    [
        (Core, "should", "prefer"),
        (JumpSessions, "prefer", "should"),
        (SecondHinge, "should", "must"),
    ],
)
def test_the_athlete_ranks_the_rule_or_turns_it_off(kind: Any, priority: str, other: str) -> None:
    def asked(**priorities: str) -> Any:
        return kind.asked_by(scenario(priorities=priorities))

    assert [rule.priority for rule in asked()] == [priority]
    assert [rule.priority for rule in asked(**{kind.slug: other})] == [other]
    assert asked(**{kind.slug: "off"}) == ()


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    loading = frozenset({0, 1, 2, 4, 5, 6, 8, 9})
    assert Core.asked_by(scenario()) == (Core("should", 2, loading),)
    assert JumpSessions.asked_by(scenario()) == (JumpSessions("prefer", 2, loading),)
    assert SecondHinge.asked_by(scenario()) == (SecondHinge("should", 1, loading),)
