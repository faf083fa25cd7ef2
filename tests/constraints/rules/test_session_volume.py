"""Session volume: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.session_volume import SessionVolume
from planner.solving.build import build
from tests.builders import block, entry, scenario, session


def breaches(*entries: Entry, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a session with these entries; an intermediate may have 10 sets."""
    (rule,) = SessionVolume.asked_by(scenario(**changes))
    return rule.audit(block([session(exercises=entries)], **changes))


def test_ten_fractional_sets_are_enough_for_a_group() -> None:
    # Hamstrings: 4 x 1 + 4 x 1 + 4 x 0.5; glutes 4 x 1 + 4 x 0.5 (slider curl) + 4 x 1.
    rdl, curl = entry("romanian_deadlift", 4), entry("slider_leg_curl", 4)
    assert breaches(rdl, curl, entry("conventional_deadlift", 4)) == ()


def test_one_set_more_is_counted_in_quarter_sets() -> None:
    rdl, curl = entry("romanian_deadlift", 4), entry("slider_leg_curl", 4)
    found = breaches(rdl, curl, entry("conventional_deadlift", 5))
    assert {(breach.where.muscle, breach.excess) for breach in found} == {
        ("hamstrings", 2),  # 10.5 sets
        ("glutes", 4),  # 11 sets
    }
    assert {breach.where.session for breach in found} == {"A"}


def test_quads_are_only_counted() -> None:
    assert breaches(entry("split_squat", 10)) == ()  # 10 sets of glutes, 10 of quads
    (breach,) = breaches(entry("split_squat", 11))
    assert breach.where.muscle == "glutes"


def test_every_week_counts() -> None:
    (rule,) = SessionVolume.asked_by(scenario())
    deload = session(
        date(2027, 2, 22), exercises=[entry("plank", 11, 30)], week=4, deload=True, label="B"
    )
    (breach,) = rule.audit(block([deload]))
    assert (breach.where.week, breach.where.session) == (4, "B")


def test_a_written_number_is_a_must() -> None:
    written = {"session": {"muscle_sets": 2.6}}  # 10.4 quarter-sets, so 10
    (breach,) = breaches(entry("plank", 3, 30), **written)
    assert (breach.priority, breach.excess, breach.limit) == ("must", 2, 2.5)


def test_posted_for_every_session() -> None:
    short = scenario(weeks=2, goal={"test": date(2027, 2, 12)})
    (rule,) = SessionVolume.asked_by(short)
    names = ["conventional_deadlift", "romanian_deadlift", "nordic_curl"]
    built = build(short, rules=[replace(rule, priority="should")], exercises=names)
    assert built.model.validate() == ""
    # Hamstrings 3 + 4 + 3 sets fit; of glutes 6 + 4 do; nothing can be too much.
    assert built.tiers.terms["should"] == []
    tight = replace(rule, priority="should", most=20)
    built = build(short, rules=[tight], exercises=names)
    assert {where.muscle for *_, where in built.tiers.terms["should"]} >= {"hamstrings", "glutes"}
