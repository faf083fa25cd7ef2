"""Variants of one movement in a session: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.families import Families
from tests.builders import block, deadlift, entry, monday, scenario, session

ROWS = ("barbell_row", "inverted_row", "single_arm_db_row")
CURLS = ("nordic_curl", "leg_curl", "slider_leg_curl", "glute_ham_raise")


def of(*names: str) -> list[Entry]:
    """An entry of each of these exercises."""
    return [entry(name, 2, 8) for name in names]


def held(week: int, *names: str, label: str = "A") -> Session:
    """A session in a week (from 1) with these exercises."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    return session(day, week=week, label=label, exercises=of(*names))


def audited(*sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    (rule,) = Families.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


@pytest.mark.parametrize("names", [ROWS, CURLS])
def test_one_of_a_family_is_enough(names: tuple[str, ...]) -> None:
    assert audited(held(1, *names[:1])) == ()
    for count in range(2, len(names) + 1):
        (breach,) = audited(held(1, *names[:count]))
        assert (breach.measured, breach.limit, breach.excess) == (count, 1, count - 1)


def test_what_a_breach_says() -> None:
    (breach,) = audited(
        held(2, "dead_bug", "inverted_row", "nordic_curl", "barbell_row", label="B")
    )
    assert breach.text == "2027-02-10: barbell_row, inverted_row are one movement"
    assert (breach.unit, breach.priority) == ("exercises", "should")
    assert (breach.where.week, breach.where.session, breach.where.exercise) == (2, "B", None)


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (("romanian_deadlift", "single_leg_rdl"), 1),
        (("conventional_deadlift", "kb_deadlift"), 1),
        (("hip_thrust", "glute_bridge"), 1),
        (("pull_up", "lat_pulldown"), 1),
        (("power_clean", "clean_pull"), 1),
        (("conventional_deadlift", "romanian_deadlift"), 0),
        (("pull_up", "barbell_row"), 0),
        (("nordic_curl", "hip_thrust"), 0),
        (("plank", "dead_bug", "pallof_press"), 0),  # core work
        (("box_jump", "broad_jump", "vertical_jump"), 0),  # jumps
    ],
)
def test_what_is_one_movement(names: tuple[str, ...], count: int) -> None:
    assert len(audited(held(1, *names))) == count


@pytest.mark.parametrize(
    ("pattern", "modality", "count"),
    [
        ("core", "core", 0),
        ("jump", "plyometric", 0),
        ("jump", "accessory", 0),
        ("hip-extension", "plyometric", 1),
        ("core", "accessory", 1),
    ],
)
def test_own_exercises_join_a_family(pattern: str, modality: str, count: int) -> None:
    rows = {"pattern": pattern, "modality": modality, "family": "mine"}
    own: dict[str, Any] = {"exercises": {"define": {"one": rows, "other": rows}}}
    assert len(audited(held(1, "one", "other"), **own)) == count
    alone = {key: rows[key] for key in ("pattern", "modality")}  # each is its own family
    own = {"exercises": {"define": {"one": alone, "other": alone}}}
    assert audited(held(1, "one", "other"), **own) == ()


def test_two_families_are_two_breaches() -> None:
    found = audited(held(1, *ROWS[:2], *CURLS[:3]))
    assert sorted(breach.excess for breach in found) == [1, 2]


def test_variants_in_different_sessions_are_free() -> None:
    days = [held(1, name, label=label) for name, label in zip(ROWS, "ABC", strict=True)]
    assert audited(*days) == ()


@pytest.mark.parametrize("week", [1, 4, 10, 11, 12])
def test_every_session_counts(week: int) -> None:
    assert len(audited(held(week, *ROWS[:2]))) == 1


def test_a_lift_with_back_offs_is_one_exercise() -> None:
    parts = [deadlift(1, 1, part="top"), deadlift(3, 3, part="back_off"), deadlift()]
    assert audited(session(exercises=parts)) == ()


@pytest.mark.parametrize("part", ["back_off", "test"])
def test_tests_and_back_offs_are_free(part: str) -> None:
    days = [deadlift(1, 1, part=part), entry("sumo_deadlift", 3, 3)]
    assert audited(session(exercises=days)) == ()


def test_the_reference_monday_is_clean() -> None:
    assert audited(session(exercises=monday())) == ()


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert Families.asked_by(scenario()) == (Families("should"),)
    found = audited(held(1, *ROWS[:2]), priorities={"families": "must"})
    assert [breach.priority for breach in found] == ["must"]
    assert Families.asked_by(scenario(priorities={"families": "off"})) == ()
