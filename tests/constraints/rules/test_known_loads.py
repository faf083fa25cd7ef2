"""Heavy lifts of unknown load: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.known_loads import KnownLoads
from tests.builders import block, entry, scenario, session

BELL = "kb_deadlift"


def held(week: int, *entries: Entry, label: str = "A") -> Session:
    """A session in a week (from 1) with these entries."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    return session(day, week=week, label=label, exercises=entries)


def audited(sessions: Iterable[Session], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    (rule,) = KnownLoads.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


def unknown(**changes: Any) -> frozenset[str]:
    """The lifts whose loads nobody can reckon."""
    (rule,) = KnownLoads.asked_by(scenario(**changes))
    return rule.unknown


@pytest.mark.parametrize(
    ("name", "count"),
    [
        (BELL, 1),
        ("single_leg_rdl", 1),
        ("sumo_deadlift", 1),  # heavy, without a ratio
        ("conventional_deadlift", 0),
        ("romanian_deadlift", 0),  # reckoned from the deadlift
        ("good_morning", 0),  # and from the squat
        ("single_arm_db_row", 0),  # no hinge
        ("hip_thrust", 0),
        ("kettlebell_swing", 0),
        ("power_snatch", 0),  # olympic
        ("pull_up", 0),
    ],
)
def test_hinges_and_heavy_lifts_count(name: str, count: int) -> None:
    assert len(audited([held(1, entry(name))])) == count


def test_what_a_breach_says() -> None:
    (breach,) = audited([held(2, entry(BELL))])
    assert breach.text == f"{BELL}: nobody knows with how much load"
    assert (breach.measured, breach.limit, breach.unit, breach.excess) == (1, 0, "exercises", 1)
    assert (breach.where.week, breach.where.session, breach.where.exercise) == (2, None, BELL)
    assert breach.priority == "prefer"


def test_each_lift_counts_once_in_each_week() -> None:
    days = [
        held(1, entry(BELL), entry("sumo_deadlift")), held(1, entry(BELL), label="B"),
        held(3, entry(BELL)),
    ]  # fmt: skip
    found = [(b.where.week, b.where.exercise) for b in audited(days)]
    assert found == [(1, BELL), (3, BELL), (1, "sumo_deadlift")]


@pytest.mark.parametrize(("week", "count"), [(3, 1), (4, 0), (5, 1), (10, 1), (11, 0), (12, 0)])
def test_only_loading_weeks_count(week: int, count: int) -> None:
    assert len(audited([held(week, entry(BELL))])) == count


def test_a_written_load_does_not_make_it_known() -> None:
    assert len(audited([held(1, entry(BELL, load=24, per="bell", rpe=7))])) == 1


def test_tests_are_free() -> None:
    assert audited([held(1, entry(BELL, part="test"))]) == ()


@pytest.mark.parametrize(
    "athlete",
    [
        {"one_rep_max": {"conventional_deadlift": 160, "sumo_deadlift": 170}},
        {"ratios": {"sumo_deadlift": {"of": "conventional_deadlift", "times": 1.05}}},
        {"recent_sets": {"sumo_deadlift": "5 x 140 @ 8"}},
    ],
)
def test_a_1rm_a_ratio_or_a_recent_set_makes_a_load_known(athlete: dict[str, Any]) -> None:
    assert "sumo_deadlift" in unknown()
    assert "sumo_deadlift" not in unknown(athlete=athlete)


@pytest.mark.parametrize("key", ["pin", "prefer"])
def test_what_the_athlete_wishes_is_free(key: str) -> None:
    assert unknown() - unknown(exercises={key: [BELL]}) == {BELL}
    assert audited([held(1, entry(BELL))], exercises={key: [BELL]}) == ()


@pytest.mark.parametrize(
    ("own", "is_free"),
    [
        ({"pattern": "hinge", "modality": "accessory"}, True),  # the body alone
        ({"pattern": "hinge", "modality": "accessory", "equipment": "kettlebells"}, False),
        ({"pattern": "single-leg", "modality": "heavy_compound", "equipment": "barbell"}, False),
        ({"pattern": "single-leg", "modality": "heavy_compound"}, True),
        ({"pattern": "single-leg", "modality": "accessory", "equipment": "barbell"}, True),
    ],
)
def test_what_carries_no_load_is_free(own: dict[str, Any], is_free: bool) -> None:
    assert ("own" not in unknown(exercises={"define": {"own": own}})) is is_free


@pytest.mark.parametrize("lift", ["trap_bar_deadlift", "sumo_deadlift", BELL])
def test_not_asked_where_the_strength_of_the_goal_lift_is_not_known(lift: str) -> None:
    goal = {"kind": "general", "lift": lift, "test": None}
    assert KnownLoads.asked_by(scenario(goal=goal)) == ()


def test_the_goal_lift_itself_is_free() -> None:
    goal = {"kind": "general", "lift": "sumo_deadlift", "test": None}
    recent = {"recent_sets": {"sumo_deadlift": "5 x 140 @ 8"}}
    assert "sumo_deadlift" not in unknown(goal=goal, athlete=recent)


def test_not_asked_where_every_load_is_known() -> None:
    wished = sorted(unknown())
    assert KnownLoads.asked_by(scenario(exercises={"prefer": wished})) == ()
    assert unknown(exercises={"prefer": wished[1:]}) == set(wished[:1])


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    found = audited([held(1, entry(BELL))], priorities={"known-loads": "should"})
    assert [breach.priority for breach in found] == ["should"]
    assert KnownLoads.asked_by(scenario(priorities={"known-loads": "off"})) == ()
