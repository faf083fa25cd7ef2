"""Swings: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, time

import pytest

from constraints.rules.swings import Swings
from planner.solving.build import build
from tests.builders import block, deadlift, entry, scenario, session

TUESDAY = session(date(2027, 2, 2), exercises=[deadlift(load=130)], label="B")  # 81 %: heavy


@pytest.mark.parametrize(
    ("hour", "reps", "excess"),
    [(18, 11, [1]), (17, 11, []), (19, 11, [1]), (18, 10, [])],
)
def test_long_sets_are_no_closer_than_a_day_before_a_heavy_hinge(
    hour: int, reps: int, excess: list[int]
) -> None:
    (rule,) = Swings.asked_by(scenario())
    monday = session(at=time(hour), exercises=[entry("kettlebell_swing", 3, reps)])
    found = rule.audit(block([monday, TUESDAY]))
    assert [breach.excess for breach in found] == excess
    assert all(breach.where.exercise == "kettlebell_swing" for breach in found)


def test_after_a_heavy_hinge_and_before_a_light_one_they_are_free() -> None:
    (rule,) = Swings.asked_by(scenario())
    swings = [entry("kettlebell_swing", 3, 15)]
    wednesday = session(date(2027, 2, 3), exercises=swings, label="C")
    assert rule.audit(block([TUESDAY, wednesday])) == ()
    light = session(date(2027, 2, 2), exercises=[deadlift(load=90)], label="B")
    assert rule.audit(block([session(exercises=swings), light])) == ()
    same = session(exercises=[deadlift(load=130), *swings])
    assert rule.audit(block([same])) == ()


def test_heavy_hinges_elsewhere_count() -> None:
    club = [{"title": "club", "weekday": "tuesday", "at": "17:00", "hinge": "heavy"}]
    (rule,) = Swings.asked_by(scenario(elsewhere=club))
    monday = session(exercises=[entry("kettlebell_swing", 3, 15)])
    (breach,) = rule.audit(block([monday], elsewhere=club))
    assert (breach.measured, breach.limit) == (23, 24)


@pytest.mark.parametrize(("sets", "excess"), [(5, []), (6, [2]), (10, [10])])
def test_a_session_has_at_most_100(sets: int, excess: list[int]) -> None:
    (rule,) = Swings.asked_by(scenario())
    found = rule.audit(block([session(exercises=[entry("kettlebell_swing", sets, 20)])]))
    assert [breach.excess for breach in found] == excess


def test_the_athletes_own_limit_governs() -> None:
    own = {"exercises": {"kettlebell_swing": {"reps_session": 160}}}
    (rule,) = Swings.asked_by(scenario(**own))
    monday = session(exercises=[entry("kettlebell_swing", 8, 20)])
    assert rule.audit(block([monday], **own)) == ()


def test_posted_for_close_slots_and_every_session() -> None:
    days = {"sessions": 2, "tuesday": "17:00-18:30"}
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)}, availability=days)
    (rule,) = Swings.asked_by(short)
    names = ["conventional_deadlift", "kettlebell_swing"]
    terms = build(short, rules=[rule], exercises=names).tiers.terms["should"]
    # Monday 18:00 to Tuesday 17:00, in both weeks; 5 sets of 20 never pass 100.
    assert [where.week for *_, where in terms] == [1, 2]
