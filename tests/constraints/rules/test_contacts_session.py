"""Contacts per session: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.contacts_session import ContactsSession
from planner.solving.build import build
from tests.builders import block, entry, scenario, session


def breaches(*entries: Entry, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a session with these entries; an intermediate may land 60 times."""
    (rule,) = ContactsSession.asked_by(scenario(**changes))
    return rule.audit(block([session(exercises=entries)], **changes))


@pytest.mark.parametrize(("reps", "excess"), [(5, []), (6, [6])])
def test_sixty_landings_are_enough(reps: int, excess: list[int]) -> None:
    jumps = entry("box_jump", 6, 5), entry("broad_jump", 6, reps)
    found = breaches(*jumps, entry("plank", 9, 60), plyometrics={"exercises_session": 2})
    assert [breach.excess for breach in found] == excess
    assert all(breach.where.session == "A" for breach in found)


@pytest.mark.parametrize(("written", "most"), [({}, 1), ({"exercises_session": 2}, 2)])
def test_one_jump_exercise_is_enough_unless_the_athlete_asks_for_two(
    written: dict[str, int], most: int
) -> None:
    def found(count: int) -> tuple[Breach, ...]:
        names = ("box_jump", "broad_jump", "vertical_jump")[:count]
        return breaches(*(entry(name, 2, 3) for name in names), plyometrics=written)

    assert found(most) == ()
    for count in range(most + 1, 4):
        (breach,) = found(count)
        assert (breach.unit, breach.measured, breach.limit) == ("exercises", count, most)
        assert (breach.excess, breach.priority) == (count - most, "must")


def test_every_week_counts_and_it_is_a_must() -> None:
    (rule,) = ContactsSession.asked_by(scenario())
    jumps = [entry("box_jump", 13, 5)]
    deload = session(date(2027, 2, 22), exercises=jumps, week=4, deload=True)
    (breach,) = rule.audit(block([deload]))
    assert (breach.excess, breach.priority) == (5, "must")


def test_the_profile_lowers_the_limit() -> None:
    assert breaches(entry("box_jump", 5, 4), profile="masters") == ()
    assert len(breaches(entry("box_jump", 7, 3), profile="masters")) == 1


def test_a_written_limit_of_zero_bans_jumps() -> None:
    (breach,) = breaches(entry("box_jump", 3, 2), plyometrics={"contacts_session": 0})
    assert breach.excess == 6


def test_posted_for_every_session() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = ContactsSession.asked_by(short)
    names = ["conventional_deadlift", "box_jump", "broad_jump", "vertical_jump"]
    built = build(short, rules=[replace(rule, priority="should")], exercises=names)
    assert built.model.validate() == ""
    # Contacts and exercises in each of five sessions; the sixth is the test.
    assert len(built.tiers.terms["should"]) == 10
