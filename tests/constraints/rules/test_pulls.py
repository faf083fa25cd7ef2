"""Pulls: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.rule import Breach
from constraints.rules.pulls import Pulls
from planner.solving.build import build
from tests.builders import block, entry, scenario, session

NO_PULLDOWN = {"barbell": {"bar": 20, "plates": [20]}}  # a barbell gives rows only


def breaches(hinge: int, rows: int, chins: int, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a week with so many sets of hinges, rows and pull-ups."""
    (rule,) = Pulls.asked_by(scenario(**changes))
    entries = [entry("face_pull", 4, 15), entry("kettlebell_swing", 4, 15)]
    entries += [entry("conventional_deadlift", hinge)] if hinge else []
    entries += [entry("barbell_row", rows)] if rows else []
    entries += [entry("pull_up", chins)] if chins else []
    return rule.audit(block([session(exercises=entries)], **changes))


@pytest.mark.parametrize(("hinge", "rows", "chins"), [(4, 1, 1), (10, 3, 2), (0, 1, 1)])
def test_half_as_many_pulls_as_hinge_sets_are_enough(hinge: int, rows: int, chins: int) -> None:
    assert breaches(hinge, rows, chins) == ()


@pytest.mark.parametrize(("hinge", "excess"), [(5, 1), (6, 1), (7, 2)])
def test_a_missing_half_set_is_a_whole_point(hinge: int, excess: int) -> None:
    (breach,) = breaches(hinge, 1, 1)
    assert (breach.excess, breach.limit) == (excess, hinge / 2)


@pytest.mark.parametrize(("rows", "chins", "missing"), [(6, 0, "vertical"), (0, 6, "horizontal")])
def test_both_ways_of_pulling_are_trained(rows: int, chins: int, missing: str) -> None:
    (breach,) = breaches(4, rows, chins)
    assert breach.excess == 1
    assert breach.text == f"week 1: no {missing} pull"


def test_face_pulls_are_no_pulls() -> None:
    assert [breach.excess for breach in breaches(4, 0, 0)] == [2, 1, 1]


def test_a_way_that_the_equipment_does_not_give_is_not_owed() -> None:
    assert breaches(4, 2, 0, equipment=NO_PULLDOWN) == ()
    assert Pulls.asked_by(scenario(equipment={"dumbbells": [10]}))[0].vertical == frozenset()
    only = {"only": ["conventional_deadlift", "face_pull"]}
    assert Pulls.asked_by(scenario(exercises=only)) == ()


def test_an_exercise_of_few_weeks_is_owed_only_in_those() -> None:
    changes: dict[str, Any] = {
        "equipment": {**NO_PULLDOWN, "other": ["pullup_bar"]},
        "exercises": {"pull_up": {"weeks": [2, 3]}},
    }
    assert breaches(4, 2, 0, **changes) == ()
    (rule,) = Pulls.asked_by(scenario(**changes))
    second = session(date(2027, 2, 8), exercises=[entry("barbell_row", 2)], week=2)
    assert [b.text for b in rule.audit(block([second], **changes))] == ["week 2: no vertical pull"]


def test_a_written_ratio_is_a_must() -> None:
    (breach,) = breaches(4, 1, 2, balance={"pulls_per_hinge": 0.8})
    assert (breach.priority, breach.excess, breach.limit) == ("must", 1, 3.2)


def test_posted_for_weeks_without_a_test() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = Pulls.asked_by(short)
    names = ["conventional_deadlift", "barbell_row", "pull_up"]
    built = build(short, rules=[replace(rule, priority="should")], exercises=names)
    assert built.model.validate() == ""
    assert len(built.tiers.terms["should"]) == 3  # the ratio and both ways, in week 1
