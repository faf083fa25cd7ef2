"""Knee flexion: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.rule import Breach
from constraints.rules.knee_flexion import KneeFlexion
from planner.solving.build import build
from tests.builders import block, entry, scenario, session


def breaches(hinge: int, flexion: int, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a week with so many sets of hinges and of knee flexion."""
    (rule,) = KneeFlexion.asked_by(scenario(**changes))
    entries = [entry("kettlebell_swing", 4, 15), entry("dead_bug", 2, 8)]
    entries += [entry("conventional_deadlift", hinge)] if hinge else []
    entries += [entry("nordic_curl", flexion, 4)] if flexion else []
    return rule.audit(block([session(exercises=entries)], **changes))


@pytest.mark.parametrize(("hinge", "flexion"), [(2, 2), (8, 2), (3, 3), (12, 3)])
def test_one_to_four_hinge_sets_for_each_of_at_least_two_flexion_sets(
    hinge: int, flexion: int
) -> None:
    assert breaches(hinge, flexion) == ()


@pytest.mark.parametrize(
    ("hinge", "flexion", "excess"),
    [
        (1, 2, [1]),  # one hinge set too few: swings are no hinges
        (9, 2, [1]),  # one too many
        (4, 1, [1]),  # one set of knee flexion too few, four hinge sets are right for it
        (5, 1, [1, 1]),
        (3, 0, [2, 3]),  # no knee flexion: two sets short, and every hinge set is too many
    ],
)
def test_what_is_outside_is_counted_in_sets(hinge: int, flexion: int, excess: list[int]) -> None:
    assert [breach.excess for breach in breaches(hinge, flexion)] == excess


def test_a_part_of_a_set_too_many_is_a_whole_point() -> None:
    ratio = {"hinge_per_knee_flexion": [0.5, 2.5]}
    assert breaches(7, 3, balance=ratio) == ()  # 7.5 are allowed
    (breach,) = breaches(8, 3, balance=ratio)
    assert (breach.excess, breach.limit, breach.priority) == (1, 7.5, "must")


def test_hinges_of_every_axial_class_and_back_offs_count() -> None:
    (rule,) = KneeFlexion.asked_by(scenario())
    entries = [
        entry("conventional_deadlift", 1, 1, part="top"),
        entry("conventional_deadlift", 4, part="back_off"),
        entry("single_leg_rdl", 3),
        entry("nordic_curl", 2, 4),
    ]
    assert rule.audit(block([session(exercises=entries)])) == ()
    (breach,) = rule.audit(block([session(exercises=[*entries, entry("kb_deadlift", 1)])]))
    assert breach.measured == 9


def test_deload_weeks_and_empty_weeks_are_free() -> None:
    (rule,) = KneeFlexion.asked_by(scenario())
    deload = session(date(2027, 2, 22), exercises=[entry(sets=4)], week=4, deload=True)
    assert rule.audit(block([deload])) == ()


def test_nothing_is_asked_where_nothing_can_be_trained() -> None:
    equipment = {"barbell": {"bar": 20, "plates": [20]}}
    assert KneeFlexion.asked_by(scenario(equipment=equipment)) == ()
    assert KneeFlexion.asked_by(scenario(exercises={"exclude": ["nordic_curl"]})) == ()
    assert KneeFlexion.asked_by(scenario(priorities={"knee-flexion": "off"})) == ()


def test_no_set_is_owed_without_a_target_for_hamstrings() -> None:
    volume = {"hamstrings": {"min": 0, "target": [0, 0], "max": 0}}
    assert breaches(0, 0, volume=volume) == ()
    assert [breach.excess for breach in breaches(1, 0, volume=volume)] == [1]


def test_posted_for_weeks_without_a_test() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = KneeFlexion.asked_by(short)
    names = ["conventional_deadlift", "nordic_curl", "dead_bug"]
    built = build(short, rules=[replace(rule, priority="should")], exercises=names)
    assert built.model.validate() == ""
    assert len(built.tiers.terms["should"]) == 3  # least, and both ratios, in week 1
