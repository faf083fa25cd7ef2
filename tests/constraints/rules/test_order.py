"""Order class, precedence, order inside a class: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.order import OrderClass, OrderInside, Precedence
from planner.solving.build import build
from scenarios.errors import ScenarioError
from scenarios.past import Replanned
from scenarios.schema import Scenario
from tests.builders import block, entry, scenario, session

JUMP, CLEAN, LIFT = "box_jump", "power_clean", "conventional_deadlift"
PULL, SWING = "pull_up", "kettlebell_swing"


def in_this_order(*names: str) -> tuple[Entry, ...]:
    """Entries numbered from 1."""
    return tuple(entry(name, 3, 5, order=n) for n, name in enumerate(names, start=1))


def held(week: int, *names: str, label: str = "A", **more: Any) -> Session:
    """A session in a week (from 1) with these exercises in this order."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    more = {"exercises": in_this_order(*names), **more}
    return session(day, week=week, label=label, **more)


def audited(kind: Any, *sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What a rule says of these sessions."""
    (rule,) = kind.asked_by(scenario(**changes))
    found: tuple[Breach, ...] = rule.audit(block(sessions, **changes))
    return found


# -- order class ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        ((JUMP, CLEAN, LIFT, PULL, SWING), []),
        ((JUMP, "broad_jump", LIFT, "romanian_deadlift", "dead_bug", "hip_thrust"), []),
        ((CLEAN, JUMP), [(JUMP, 1, 2)]),
        ((LIFT, CLEAN), [(CLEAN, 2, 3)]),
        ((PULL, LIFT), [(LIFT, 3, 4)]),
        ((SWING, PULL), [(PULL, 4, 5)]),
        ((SWING, LIFT, JUMP), [(LIFT, 3, 5), (JUMP, 1, 3)]),
        ((LIFT, JUMP, PULL), [(JUMP, 1, 3)]),
    ],
)
def test_classes_never_fall(names: tuple[str, ...], wrong: list[tuple[str, int, int]]) -> None:
    found = audited(OrderClass, held(1), held(2, *names))
    assert [(b.where.exercise, b.measured, b.limit) for b in found] == wrong
    assert all((b.where.week, b.where.session, b.priority) == (2, "A", "must") for b in found)


@pytest.mark.parametrize(("numbers", "count"), [((1, 2), 0), ((2, 5), 0), ((1, 1), 1), ((2, 1), 1)])
def test_the_printed_numbers_rise_too(numbers: tuple[int, int], count: int) -> None:
    entries = [entry(LIFT, order=numbers[0]), entry(PULL, order=numbers[1])]
    assert len(audited(OrderClass, session(exercises=entries))) == count


def test_the_class_that_the_athlete_gives_wins() -> None:
    few_swings: dict[str, Any] = {"exercises": {SWING: {"order": 2}}}
    assert audited(OrderClass, held(1, JUMP, SWING, LIFT), **few_swings) == ()
    (breach,) = audited(OrderClass, held(1, LIFT, SWING), **few_swings)
    assert (breach.measured, breach.limit) == (2, 3)


@pytest.mark.parametrize("kind", [OrderClass, Precedence])
def test_what_holds_by_construction_cannot_be_softened(kind: Any) -> None:
    before: dict[str, Any] = {"exercises": {"before": [(PULL, "hip_thrust")]}}
    assert [rule.priority for rule in kind.asked_by(scenario(**before))] == ["must"]
    with pytest.raises(ScenarioError):
        scenario(**before, priorities={kind.slug: "should"})


# -- precedence ----------------------------------------------------------------------------------

BEFORE: dict[str, Any] = {"exercises": {"before": [(PULL, "hip_thrust"), ("hip_thrust", "plank")]}}


@pytest.mark.parametrize(
    ("names", "late"),
    [
        ((PULL, "hip_thrust", "plank"), []),
        ((PULL, "dead_bug", "hip_thrust"), []),
        (("plank", PULL), []),  # no pair speaks of these two
        (("hip_thrust",), []),
        (("hip_thrust", PULL), ["hip_thrust"]),
        (("hip_thrust", "dead_bug", PULL, "plank"), ["hip_thrust"]),
        (("plank", "hip_thrust", PULL), ["hip_thrust", "plank"]),
    ],
)
def test_each_pair_of_the_athlete_holds_where_both_are_done(
    names: tuple[str, ...], late: list[str]
) -> None:
    found = audited(Precedence, held(1, PULL, "plank"), held(3, *names, label="B"), **BEFORE)
    assert [breach.where.exercise for breach in found] == late
    for breach in found:
        assert (breach.where.week, breach.where.session) == (3, "B")
        assert (breach.excess, breach.priority) == (1, "must")


def test_sessions_are_not_mixed() -> None:
    assert audited(Precedence, held(1, "hip_thrust"), held(1, PULL, label="B"), **BEFORE) == ()


@pytest.mark.parametrize("names", list(permutations((PULL, "hip_thrust", "plank"))))
def test_no_order_of_a_whole_cycle_is_right(names: tuple[str, ...]) -> None:
    pairs = [*BEFORE["exercises"]["before"], ("plank", PULL)]
    circle: dict[str, Any] = {"exercises": {"before": pairs}}
    assert audited(Precedence, held(1, *names), **circle)
    (rule,) = Precedence.asked_by(scenario(**circle))
    assert rule.impossible == (("hip_thrust", "plank", PULL),)


def test_a_pair_against_the_classes_cannot_share_a_session() -> None:
    pairs = ((PULL, LIFT), (LIFT, "plank"))
    (rule,) = Precedence.asked_by(scenario(exercises={"before": pairs}))
    assert rule == Precedence("must", pairs, impossible=((LIFT, PULL),))


def test_without_pairs_no_precedence_is_asked() -> None:
    assert Precedence.asked_by(scenario()) == ()


# -- order inside a class ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "faults"),
    [
        (("hip_thrust", "face_pull", "dead_bug"), 0),  # compound, isolation, core
        (("face_pull", "hip_thrust"), 1),
        (("dead_bug", "hip_thrust"), 1),
        (("dead_bug", "face_pull"), 1),
        (("face_pull", "calf_raise"), 0),
        ((PULL, "barbell_row"), 1),  # lats twice
        ((PULL, "hip_thrust", "single_arm_db_row"), 0),
        ((PULL, "barbell_row", "single_arm_db_row"), 2),
        (("leg_curl", "nordic_curl"), 2),  # isolation first, and hamstrings twice
        (("dead_bug", "plank", "bird_dog"), 0),  # one mat does for all core
        (("barbell_row", "hip_thrust", "nordic_curl"), 0),
        (("barbell_row", "nordic_curl", "hip_thrust"), 1),  # back to the bar
        (("split_squat", PULL, "step_up"), 0),  # dumbbells come along
        (("lat_pulldown", "hip_thrust", "face_pull"), 0),  # the cable again, for another rank
        (("hip_thrust",), 0),
    ],
)
def test_accessories_follow_a_sensible_walk(names: tuple[str, ...], faults: int) -> None:
    found = audited(OrderInside, held(1, *names))
    assert [(b.measured, b.limit, b.excess) for b in found] == [(faults, 0, faults)] * bool(faults)
    assert all((b.where.week, b.where.session, b.priority) == (1, "A", "prefer") for b in found)


def test_only_accessories_are_looked_at() -> None:
    assert audited(OrderInside, held(1, LIFT, "nordic_curl")) == ()  # hamstrings both
    assert audited(OrderInside, held(1, "romanian_deadlift", LIFT)) == ()
    own: dict[str, Any] = {"exercises": {"barbell_row": {"order": 3}}}
    assert audited(OrderInside, held(1, "barbell_row", PULL), **own) == ()


WRONG, RIGHT = ("dead_bug", "hip_thrust"), ("hip_thrust", "dead_bug")


@pytest.mark.parametrize(
    ("wrong_weeks", "told"),
    [
        ((1, 2, 3, 4), [1]),
        ((2, 3, 4), []),
        ((1, 5, 9, 11), [1, 5, 9]),  # nobody asks in the taper
        ((4, 8, 12), []),
    ],
)
def test_an_order_is_read_off_the_first_loading_session_of_a_phase(
    wrong_weeks: tuple[int, ...], told: list[int]
) -> None:
    weeks = [held(week, *(WRONG if week in wrong_weeks else RIGHT)) for week in range(1, 13)]
    assert [breach.where.week for breach in audited(OrderInside, *weeks)] == told


def test_every_session_of_a_week_has_its_own_order() -> None:
    week = [held(1, *RIGHT), held(1, *WRONG, label="B"), held(1, *WRONG, label="C")]
    assert [breach.where.session for breach in audited(OrderInside, *week)] == ["B", "C"]


def test_a_week_with_two_matches_is_not_read() -> None:
    matches: dict[str, Any] = {"season": {"matches": [date(2027, 2, 3), date(2027, 2, 6)]}}
    weeks = [held(1, *WRONG), held(2, *RIGHT)]
    assert audited(OrderInside, *weeks, **matches) == ()
    (breach,) = audited(OrderInside, held(1, *RIGHT), held(2, *WRONG), **matches)
    assert breach.where.week == 2


def replanned(asked: Scenario, *loose: int) -> Scenario:
    """The same, planned again before each of these weeks (from 1)."""
    past = Replanned(block="old", on=asked.start, week=1, loose=loose)
    changed = asked.model_copy(update={"replanned": past})
    changed.__dict__.pop("_hash", None)
    return changed


def test_a_week_that_may_leave_exercises_out_is_neither_read_nor_priced() -> None:
    def told(*loose: int) -> list[int | None]:
        own = block([held(1, *WRONG), held(2, *RIGHT)])
        own = own.model_copy(update={"scenario": replanned(own.scenario, *loose)})
        (rule,) = OrderInside.asked_by(own.scenario)
        return [breach.where.week for breach in rule.audit(own)]

    assert (told(), told(1)) == ([1], [])
    for loose, is_priced in ((range(1, 13), False), (range(1, 12), False), (range(2, 13), True)):
        asked = replanned(scenario(), *loose)
        made = build(asked, OrderInside.asked_by(asked), (*WRONG, LIFT))
        assert bool(made.plan.order_price) == is_priced


def test_a_test_is_not_read() -> None:
    short: dict[str, Any] = {"weeks": 2, "goal": {"test": date(2027, 2, 5)}}
    test = (*in_this_order(*WRONG), entry(LIFT, 1, 1, part="test", order=3))
    assert audited(OrderInside, held(1, exercises=test), held(2, *RIGHT), **short) == ()


def test_order_inside_is_the_wish_that_the_athlete_makes_it() -> None:
    slug = OrderInside.slug
    assert OrderInside.asked_by(scenario()) == (OrderInside("prefer"),)
    assert OrderInside.asked_by(scenario(priorities={slug: "must"})) == (OrderInside("must"),)
    assert OrderInside.asked_by(scenario(priorities={slug: "off"})) == ()
