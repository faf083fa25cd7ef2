"""The sample workout: box jump, power clean, Romanian deadlift, swing, in this order only."""

from __future__ import annotations

import tomllib
from itertools import permutations
from typing import Any

import pytest

from constraints.audit import audit
from constraints.block import Block
from planner.solving.outcome import Planned
from planner.solving.solve import plan
from scenarios.loader import resolve, shipped_text
from scenarios.schema import Scenario

WORKOUT = [
    ("box_jump", 5, 2),
    ("power_clean", 3, 3),
    ("romanian_deadlift", 3, 8),
    ("kettlebell_swing", 3, 15),
]
NAMES = tuple(name for name, _, _ in WORKOUT)


def _scenario(names: tuple[str, ...]) -> Scenario:
    table: dict[str, Any] = tomllib.loads(shipped_text("sample_workout"))
    table["exercises"] |= {"only": list(names), "pin": list(reversed(names))}
    return resolve(table, where="sample_workout", stem="sample_workout")


def _planned(names: tuple[str, ...]) -> Block:
    outcome = plan(_scenario(names))
    assert isinstance(outcome, Planned)
    return outcome.block


@pytest.fixture(scope="module")
def block() -> Block:
    """The block of the shipped order."""
    return _planned(NAMES)


@pytest.mark.parametrize("names", list(permutations(NAMES)), ids="-".join)
def test_every_listing_gives_the_workout(names: tuple[str, ...], block: Block) -> None:
    found = _planned(names)
    (session,) = found.sessions
    assert [(e.exercise, e.sets, e.reps) for e in session.exercises] == WORKOUT
    assert found.solve.status == "optimal"
    assert found.sessions == block.sessions


def test_the_audit_accepts_one_order_of_24(block: Block) -> None:
    (session,) = block.sessions
    accepted = []
    for entries in permutations(session.exercises):
        numbered = tuple(
            entry.model_copy(update={"order": number})
            for number, entry in enumerate(entries, start=1)
        )
        other = block.model_copy(
            update={"sessions": (session.model_copy(update={"exercises": numbered}),)}
        )
        report = audit(Block.model_validate(other.model_dump(by_alias=True)))
        if not report.broken:
            accepted.append(tuple(entry.exercise for entry in numbered))
        else:
            assert "order-class" in {breach.rule for breach in report.broken}
    assert accepted == [NAMES]
