"""Hinge pair: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.hinge_pair import HingePair
from planner.solving.build import build
from tests.builders import block, entry, scenario, session


def breaches(*entries: Entry, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a session with these entries; by default 2 hinges and 12 sets."""
    (rule,) = HingePair.asked_by(scenario(**changes))
    return rule.audit(block([session(exercises=entries)], **changes))


def deadlift(percent: float, sets: int = 4, **more: Any) -> Entry:
    """Deadlifts at a percent of their 1RM: heavy from 79.5, or from 75 with five sets."""
    return entry("conventional_deadlift", sets, 3, percent=percent, **more)


def rdl(percent: float, sets: int = 3) -> Entry:
    """Romanian deadlifts at a percent of the deadlift: heavy from 70."""
    return entry("romanian_deadlift", sets, 6, percent=percent)


def test_one_heavy_and_one_moderate_hinge_may_share_a_session() -> None:
    assert breaches(deadlift(85), rdl(65)) == ()


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        (deadlift(79.4), rdl(70), 0),
        (deadlift(79.5), rdl(69.9), 0),
        (deadlift(79.5), rdl(70), 1),
        (deadlift(75, sets=5), rdl(70), 1),
        (deadlift(75, sets=4), rdl(70), 0),
        (entry("good_morning", 3, 5, percent=39.9), deadlift(85), 0),
        (entry("good_morning", 3, 5, percent=40), deadlift(85), 1),
        (entry("good_morning", 3, 5, rpe=8), deadlift(85), 1),
    ],
)
def test_two_heavy_hinges_never_do(first: Entry, second: Entry, count: int) -> None:
    found = breaches(first, second)
    assert len(found) == count
    assert all(breach.excess == 1 and breach.priority == "must" for breach in found)


def test_three_hinges_are_one_too_many() -> None:
    light = entry("good_morning", 2, 8, percent=30)
    (breach,) = breaches(deadlift(70), rdl(60), light)
    assert (breach.measured, breach.limit, breach.unit) == (3, 2, "exercises")


def test_a_lift_with_back_offs_is_one_exercise() -> None:
    top, rest = deadlift(90, 1, part="top"), deadlift(82.5, 3, part="back_off")
    assert breaches(top, rest) == ()
    assert breaches(top, rest, rdl(60)) == ()
    assert len(breaches(top, rest, rdl(72))) == 1


def test_light_hinges_swings_and_olympic_lifts_are_free() -> None:
    free = [
        entry("single_leg_rdl", 3, 8, rpe=8),
        entry("kb_deadlift", 4, 8, rpe=8),
        entry("kettlebell_swing", 5, 20, load=32),
        entry("power_clean", 5, 2, percent=90),
    ]
    assert breaches(deadlift(85), rdl(60), *free) == ()


@pytest.mark.parametrize(("sets", "excess"), [(8, 0), (9, 1), (11, 3)])
def test_their_sets_are_limited(sets: int, excess: int) -> None:
    found = breaches(deadlift(70), rdl(50, sets))
    assert [breach.excess for breach in found] == ([excess] if excess else [])


def test_a_low_back_has_one_hinge_of_three_sets() -> None:
    low_back: dict[str, Any] = {"profile": "low_back"}
    assert breaches(rdl(60), **low_back) == ()
    found = breaches(rdl(60, 4), entry("trap_bar_deadlift", 1, 5, percent=60), **low_back)
    assert [(breach.unit, breach.excess) for breach in found] == [("exercises", 1), ("sets", 2)]


def test_a_test_alone_is_fine() -> None:
    assert breaches(entry("conventional_deadlift", 1, 1, part="test")) == ()


def test_posted_for_every_session() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = HingePair.asked_by(short)
    names = ["conventional_deadlift", "romanian_deadlift", "good_morning"]
    built = build(short, rules=[replace(rule, priority="should")], exercises=names)
    assert built.model.validate() == ""
    # Three demands in each of five sessions; alone in the sixth, the test can break none.
    assert len(built.tiers.terms["should"]) == 15
