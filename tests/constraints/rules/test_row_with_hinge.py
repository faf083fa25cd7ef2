"""Row with hinge: pattern in, verdict out."""

from __future__ import annotations

from datetime import date

import pytest

from constraints.rules.row_with_hinge import RowWithHinge
from planner.solving.build import build
from tests.builders import block, deadlift, entry, scenario, session


@pytest.mark.parametrize(
    ("sets", "rpe", "units"),
    [(4, 7, []), (5, 7, ["sets"]), (4, 7.5, ["RPE"]), (5, 8, ["sets", "RPE"]), (4, None, [])],
)
def test_next_to_a_heavy_hinge(sets: int, rpe: float | None, units: list[str]) -> None:
    (rule,) = RowWithHinge.asked_by(scenario())
    exercises = [deadlift(load=130), entry("barbell_row", sets, 8, rpe=rpe)]
    found = rule.audit(block([session(exercises=exercises)]))
    assert [breach.unit for breach in found] == units
    assert all(breach.excess == 1 for breach in found)


def test_next_to_a_moderate_hinge_rows_are_free() -> None:
    (rule,) = RowWithHinge.asked_by(scenario())
    exercises = [deadlift(load=120), entry("barbell_row", 5, 8, rpe=9)]  # 75 %
    assert rule.audit(block([session(exercises=exercises)])) == ()


def test_supported_rows_are_free() -> None:
    (rule,) = RowWithHinge.asked_by(scenario())
    exercises = [deadlift(load=130), entry("inverted_row", 5, 8, rpe=9)]
    assert rule.audit(block([session(exercises=exercises)])) == ()


def test_posted_for_every_session_with_a_row() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = RowWithHinge.asked_by(short)
    names = ["conventional_deadlift", "barbell_row"]
    built = build(short, rules=[rule], exercises=names)
    assert built.model.validate() == ""
    # Sets and effort in 5 sessions; the sixth is the test.
    assert len(built.tiers.terms["should"]) == 10
