"""Contacts per week: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from constraints.block import Session
from constraints.rules.contacts_week import ContactsWeek
from planner.solving.build import build
from tests.builders import block, entry, scenario, session


def week(*reps: int) -> list[Session]:
    """Sessions of a week with ten sets of so many jumps."""
    return [
        session(
            date(2027, 2, 1 + 2 * number),
            exercises=[entry("box_jump", 10, count), entry("nordic_curl", 3, 5)],
            label="ABC"[number],
        )
        for number, count in enumerate(reps)
    ]


@pytest.mark.parametrize(("last", "excess"), [(4, []), (5, [10])])
def test_an_intermediate_lands_120_times_a_week(last: int, excess: list[int]) -> None:
    (rule,) = ContactsWeek.asked_by(scenario())
    found = rule.audit(block(week(4, 4, last)))
    assert [breach.excess for breach in found] == excess
    assert all((b.where.week, b.where.session) == (1, None) for b in found)


@pytest.mark.parametrize(("contacts", "excess"), [(40, []), (41, [1])])
def test_contacts_elsewhere_count(contacts: int, excess: list[int]) -> None:
    sport = {"title": "volleyball", "on": date(2027, 2, 6), "at": "10:00", "contacts": contacts}
    (rule,) = ContactsWeek.asked_by(scenario(elsewhere=[sport]))
    found = rule.audit(block(week(4, 4), elsewhere=[sport]))
    assert [breach.excess for breach in found] == excess


def test_a_limit_of_seven_days_scales_to_the_microcycle() -> None:
    (rule,) = ContactsWeek.asked_by(scenario(week_days=5, weeks=24))
    assert rule.most == 85  # 120 x 5 / 7 = 85.7


def test_a_must_unless_it_is_softened() -> None:
    assert ContactsWeek.asked_by(scenario())[0].priority == "must"
    assert ContactsWeek.asked_by(scenario(priorities={"contacts-week": "off"})) == ()


def test_posted_for_every_week() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = ContactsWeek.asked_by(short)
    names = ["conventional_deadlift", "box_jump"]
    built = build(short, rules=[replace(rule, priority="should", most=50)], exercises=names)
    assert built.model.validate() == ""
    assert len(built.tiers.terms["should"]) == 2  # 6 x 5 contacts in 3 and in 2 sessions
