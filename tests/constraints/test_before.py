"""Across the border: what came before week 1, pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from constraints import before
from constraints.block import Entry
from constraints.lines import Tier
from constraints.rules.failure_gap import FailureGap
from constraints.rules.hinge_gap import HingeGap, HingeModerateGap, LightGap, ModerateGap
from constraints.rules.jumps_after_hinge import JumpsAfterHinge
from constraints.rules.muscle_gap import MuscleGap
from constraints.rules.nordic_ramp import NordicRamp
from constraints.rules.plyometric_gap import PlyometricGap
from constraints.rules.sets_ramp import SetsRamp
from constraints.rules.swings import Swings
from constraints.rules.very_heavy_gap import VeryHeavyGap
from scenarios.catalogue import MUSCLES
from tests.builders import block, deadlift, entry, scenario, session

MONDAY = date(2027, 2, 1)


def line(exercise: str, sets: int = 3, reps: int = 5, **more: Any) -> dict[str, Any]:
    """A line of a session before the block."""
    return {"exercise": exercise, "part": "work", "sets": sets, "reps": reps, "unit": "kg", **more}


def previous(start: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A block before this one that ended with such a session."""
    sessions = [{"start": f"2027-01-{start}:00", "exercises": lines}] if lines else []
    ended = {"block": "old", "end": date(2027, 1, 31), "sessions": sessions}
    return {"previous": {**ended, **more}}


def found(kind: Any, changes: dict[str, Any], at: str, *entries: Entry) -> list[tuple[float, int]]:
    """Measured and excess of what a rule says of one session in February."""
    when = datetime.fromisoformat(f"2027-02-{at}")
    (rule,) = kind.asked_by(scenario(**changes))
    week = (when.date() - MONDAY).days // 7 + 1
    held = session(when.date(), when.time(), exercises=entries, week=week)
    return [(one.measured, one.excess) for one in rule.audit(block([held], **changes))]


PULL = line("conventional_deadlift", percent=81.3, load=130)
SINGLE = line("conventional_deadlift", 2, 1, percent=92.2, load=147.5)
TO_FAILURE = line("conventional_deadlift", 1, 5, percent=85, rpe=10)
JUMPS = line("box_jump", 5, 3)
SWINGS = line("kettlebell_swing", 3, 15, load=24)
NORDICS = line("nordic_curl", 6, 5, rpe=8)
HEAVY, MODERATE = deadlift(load=130), deadlift(load=110)  # 81 % and 69 %


@pytest.mark.parametrize(
    ("kind", "past", "ours", "enough", "too_soon", "says"),
    [
        (HingeGap, PULL, HEAVY, "01T18:00", "01T17:00", (71, 1)),
        (HingeModerateGap, PULL, MODERATE, "01T18:00", "01T17:00", (47, 1)),
        (VeryHeavyGap, SINGLE, deadlift(2, 1, 147.5), "05T18:00", "05T17:00", (167, 1)),
        (FailureGap, TO_FAILURE, HEAVY, "02T18:00", "02T17:00", (95, 1)),
        (PlyometricGap, JUMPS, entry("box_jump", 3, 3), "01T18:00", "01T17:00", (47, 1)),
        (MuscleGap, NORDICS, entry("nordic_curl", 6, 5), "01T18:00", "01T17:00", (47, 1)),
        (Swings, SWINGS, HEAVY, "01T18:01", "01T18:00", (24, 1)),
    ],
)
def test_recovery_runs_across_the_border(
    kind: Any, past: Any, ours: Entry, enough: str, too_soon: str, says: tuple[float, int]
) -> None:
    # So long before the latest time that is too soon, as the rule asks for and an hour less.
    starts = {
        HingeGap: "29T18:00", HingeModerateGap: "30T18:00", VeryHeavyGap: "29T18:00",
        FailureGap: "29T18:00", PlyometricGap: "30T18:00", MuscleGap: "30T18:00",
        Swings: "31T18:00",
    }  # fmt: skip
    changes = previous(starts[kind], past)
    assert found(kind, changes, enough, ours) == []
    assert found(kind, changes, too_soon, ours) == [says]
    assert found(kind, {}, too_soon, ours) == []


@pytest.mark.parametrize(
    ("kind", "past", "tier"),
    [
        (HingeGap, PULL, Tier.HEAVY),
        (HingeGap, line("conventional_deadlift", 1, 1, part="test"), Tier.HEAVY),
        (HingeModerateGap, line("conventional_deadlift", percent=70), Tier.MODERATE),
        (ModerateGap, line("romanian_deadlift", 3, 8, rpe=6.5), Tier.MODERATE),
        (LightGap, SWINGS, Tier.MODERATE),  # a bell above 16 kg
        (LightGap, line("kettlebell_swing", 3, 15, load=16), Tier.LIGHT),
        (HingeGap, JUMPS, Tier.NONE),
    ],
)
def test_a_session_before_is_measured_as_any_other(kind: Any, past: Any, tier: Tier) -> None:
    (one,) = before.sessions(scenario(**previous("31T18:00", past)))
    assert one.tier == tier
    changes = previous("31T18:00", past)
    assert bool(found(kind, changes, "01T10:00", HEAVY)) is (tier > Tier.NONE)


def test_the_last_heavy_hinge_says_no_more_than_that() -> None:
    (one,) = before.sessions(scenario(recovery={"last_heavy_hinge": date(2027, 1, 30)}))
    assert (one.start, one.tier, one.work) == (datetime(2027, 1, 30, 12), Tier.HEAVY, ())


def test_the_day_after_a_heavy_hinge_has_few_jumps() -> None:
    changes = previous("31T18:00", PULL)
    assert found(JumpsAfterHinge, changes, "01T18:00", entry("box_jump", 12, 5)) == [(60, 1)]
    assert found(JumpsAfterHinge, changes, "02T18:00", entry("box_jump", 12, 5)) == []


def test_loads_before_are_counted_in_the_present_unit() -> None:
    changes = previous("31T18:00", line("kettlebell_swing", 3, 15, load=53, unit="lb"))
    ((work,),) = (one.work for one in before.sessions(scenario(**changes)))
    assert work.asked.load == 2404


def test_an_exercise_that_nobody_knows_any_more_is_left_out() -> None:
    changes = previous("31T18:00", line("moon_walk"), JUMPS)
    ((work,),) = (one.work for one in before.sessions(scenario(**changes)))
    assert work.exercise.id == "box_jump"


WEEK = {"start": date(2027, 1, 25), "days": 7, "working_sets": 20, "sets": {"hamstrings": 4}}


@pytest.mark.parametrize(
    ("sets", "says"), [(23, []), (24, [(24, 1)]), (25, [(25, 2)])]
)  # 15 % more than 20 are 23
def test_sets_rise_from_the_last_loading_week(sets: int, says: list[tuple[float, int]]) -> None:
    many = {**WEEK, "sets": dict.fromkeys(MUSCLES, 50)}
    changes = previous("25T18:00", loading_week=many)
    assert found(SetsRamp, changes, "01T18:00", entry("bird_dog", sets, 8)) == says


def test_up_to_the_first_full_week_it_is_the_measure() -> None:
    many = {**WEEK, "sets": dict.fromkeys(MUSCLES, 50)}
    away = {"away": [{"from": date(2027, 2, 1), "to": date(2027, 2, 7)}]}
    changes = {**previous("25T18:00", loading_week=many), "availability": away}
    (rule,) = SetsRamp.asked_by(scenario(**changes))
    days = [date(2027, 2, 8), date(2027, 2, 15)]
    rows = [entry("bird_dog", sets, 8) for sets in (24, 28)]
    sessions = [
        session(day, week=week, exercises=[row])
        for week, (day, row) in enumerate(zip(days, rows, strict=True), 2)
    ]
    over = rule.audit(block(sessions, **changes))
    assert [(breach.where.week, breach.limit) for breach in over] == [(2, 23), (3, 27.6)]


@pytest.mark.parametrize(("sets", "says"), [(7, []), (8, [(4, 1)])])
def test_the_sets_of_a_group_rise_from_there_too(sets: int, says: list[tuple[float, int]]) -> None:
    four = {**WEEK, "sets": {**dict.fromkeys(MUSCLES, 50), "hamstrings": 4}}
    changes = previous("25T18:00", loading_week=four)
    assert found(SetsRamp, changes, "01T18:00", entry("nordic_curl", sets, 3)) == says


def test_the_week_before_is_scaled_to_the_length_of_this_one() -> None:
    short = {**WEEK, "days": 5}
    base = before.base_week(scenario(**previous("25T18:00", loading_week=short)))
    assert base is not None
    assert base.working_sets == 28  # 20 in 5 days
    assert dict(base.quarter_sets)["hamstrings"] == 23  # 16 quarters in 5 days, rounded up


def test_nordic_curls_go_on_from_the_reps_of_the_block_before() -> None:
    lifts = {"nordic_curl": {"reps": 5, "unit": "kg", "rpe": 8, "reps_week": 15}}
    changes = previous("25T18:00", lifts=lifts)
    assert found(NordicRamp, changes, "01T18:00", entry("nordic_curl", 5, 5)) == []
    assert found(NordicRamp, changes, "01T18:00", entry("nordic_curl", 13, 2)) == [(26, 1)]
    assert found(NordicRamp, {}, "01T18:00", entry("nordic_curl", 4, 3)) == [(12, 1)]


def test_hours_count_from_start_to_start_at_any_time_of_day() -> None:
    changes = previous("29T07:30", PULL)
    late = datetime.combine(MONDAY, time(7, 30)) - timedelta(minutes=1)
    ((measured, excess),) = found(HingeGap, changes, f"{late:%dT%H:%M}", HEAVY)
    assert measured == pytest.approx(72 - 1 / 60)
    assert excess == 1
    assert found(HingeGap, changes, "01T07:30", HEAVY) == []
