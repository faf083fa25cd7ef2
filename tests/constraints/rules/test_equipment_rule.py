"""Equipment: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.equipment import Equipment
from constraints.rules.test_day import TestTools as Tools  # no class of tests
from scenarios.errors import ScenarioError
from tests.builders import block, deadlift, entry, scenario, session

BARBELL = {"bar": 20, "plates": [1.25, 2.5, 5, 10, 20]}
FLOOR = ("plank", "dead_bug", "glute_bridge", "broad_jump", "split_squat", "calf_raise")


def breaches(tools: dict[str, Any], *entries: Entry) -> tuple[Breach, ...]:
    """What the rule says of a session for an athlete who owns these tools and no others."""
    (rule,) = Equipment.asked_by(scenario(equipment=tools))
    return rule.audit(block([session(exercises=entries, label="B")], equipment=tools))


def test_a_missing_tool_is_a_breach_and_an_owned_one_is_not() -> None:
    curl = entry("leg_curl", 3, 12)
    (breach,) = breaches({"barbell": BARBELL, "other": ["rack"]}, deadlift(), curl)
    assert (breach.measured, breach.limit, breach.unit) == (0, 1, "tools")
    assert (breach.excess, breach.priority) == (1, "must")
    where = breach.where
    assert (where.week, where.session, where.exercise) == (1, "B", "leg_curl")
    assert "leg_curl_machine" in breach.text
    assert breaches({"other": ["leg_curl_machine"]}, curl) == ()


def test_with_nothing_at_all_the_floor_is_left() -> None:
    assert breaches({}, *[entry(name) for name in FLOOR]) == ()
    assert len(breaches({}, deadlift(), entry("pull_up"), entry("kettlebell_swing"))) == 3


@pytest.mark.parametrize(
    ("exercise", "tools", "count"),
    [
        ("good_morning", {"barbell": BARBELL, "other": ["rack"]}, 0),
        ("good_morning", {"barbell": BARBELL}, 1),  # both are needed
        ("good_morning", {"other": ["rack"]}, 1),
        ("single_leg_rdl", {"dumbbells": [10, 12]}, 0),  # either will do
        ("single_leg_rdl", {"kettlebells": [16]}, 0),
        ("single_leg_rdl", {"barbell": BARBELL}, 1),
        ("step_up", {"other": ["box"], "barbell": BARBELL}, 0),  # a box, and one of two
        ("step_up", {"other": ["box"], "dumbbells": [10]}, 0),
        ("step_up", {"other": ["box"]}, 1),
        ("step_up", {"dumbbells": [10]}, 1),
    ],
)
def test_all_or_any_of_several_tools(exercise: str, tools: dict[str, Any], count: int) -> None:
    assert len(breaches(tools, entry(exercise))) == count


@pytest.mark.parametrize(
    ("tools", "part", "count"),
    [
        ({"kettlebells": [16]}, "test", 1),
        ({"kettlebells": [16]}, "work", 0),  # of that `equipment` says so
        ({"barbell": BARBELL}, "test", 0),
    ],
)
def test_a_test_needs_its_tools_too(tools: dict[str, Any], part: str, count: int) -> None:
    asked: dict[str, Any] = {"equipment": tools, "goal": {"test": date(2027, 4, 23)}}
    (rule,) = Tools.asked_by(scenario(**asked))
    day = session(date(2027, 4, 23), exercises=[entry("conventional_deadlift", 1, 1, part=part)])
    found = rule.audit(block([day], **asked))
    assert len(found) == count
    assert all("the test of conventional_deadlift needs barbell" in one.text for one in found)
    assert not breaches(tools, *day.exercises) or part == "work"


def test_every_entry_counts() -> None:
    tools: dict[str, Any] = {"equipment": {"kettlebells": [16]}}
    (rule,) = Equipment.asked_by(scenario(**tools))
    days = [session(date(2027, 2, 1 + 2 * n), exercises=[deadlift()]) for n in range(2)]
    assert len(rule.audit(block(days, **tools))) == 2


def test_an_exercise_of_the_athletes_own_says_what_it_needs() -> None:
    own = {"pattern": "single-leg", "modality": "accessory", "equipment": "mat"}
    for tools, count in (([], 1), (["mat"], 0)):
        ask: dict[str, Any] = {
            "equipment": {"other": tools},
            "exercises": {"define": {"lunge_walk": {"name": "Lunge walk", **own}}},
        }
        (rule,) = Equipment.asked_by(scenario(**ask))
        found = rule.audit(block([session(exercises=[entry("lunge_walk")])], **ask))
        assert len(found) == count


def test_it_cannot_be_softened() -> None:
    with pytest.raises(ScenarioError, match="always a must"):
        scenario(priorities={"equipment": "off"})
