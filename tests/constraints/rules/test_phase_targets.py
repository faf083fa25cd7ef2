"""Phase targets: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from constraints.block import Session
from constraints.lines import Line
from constraints.rule import Breach
from constraints.rules.phase_targets import PhaseTargets
from scenarios.loader import merged
from scenarios.past import HeldEntry, HeldSession, MissedSession, MovedMax, Replanned
from scenarios.phases import weeks
from scenarios.schema import Scenario
from tests.builders import entry, scenario
from tests.constraints.rules.verdicts import LIFT, held
from tests.constraints.rules.verdicts import audited as judged

WINDOWS: dict[str, Any] = {
    "phases": {
        "accumulation": {
            "main_percent": [65, 75], "main_reps": [5, 8], "main_rpe": [5, 8],
            "hinge_percent": [50, 60], "hinge_reps": [6, 10],
            "olympic_percent": [70, 75], "olympic_reps": [2, 3], "jump_reps": [2, 4],
            "accessory_reps": [7, 12], "accessory_rpe": [6.5, 8],
        },
        "intensification": {"main_percent": [77.5, 85]},
        "realization": {"main_percent": [87.5, 92.5]},
        "taper": {"main_percent": [66, 91]},
    },
    "deload": {"rpe": 6},
}  # fmt: skip


def audited(sessions: Iterable[Session], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    return judged(PhaseTargets, sessions, **merged(WINDOWS, changes))


def asking(exercise: str = LIFT, week: int = 1, **more: Any) -> list[tuple[float, float, str]]:
    """What is measured outside which limit when a week asks for this; by default for six reps."""
    changes = more.pop("changes", {})
    found = audited([held(week, entry(exercise, 3, **{"reps": 6, **more}))], **changes)
    for breach in found:
        where = breach.where
        assert (where.week, where.session, where.exercise) == (week, "A", exercise)
        assert (breach.excess, breach.priority) == (1, "must")
    return [(breach.measured, breach.limit, breach.unit) for breach in found]


def test_reps_of_the_main_lift_stay_in_the_window() -> None:
    assert asking(reps=5) == asking(reps=8) == []
    assert asking(reps=4) == [(4, 5, "reps")]
    assert asking(reps=9) == [(9, 8, "reps")]


@pytest.mark.parametrize(
    ("week", "low", "high"), [(1, 65, 75), (5, 77.5, 85), (9, 87.5, 92.5), (11, 66, 91)]
)
def test_percents_of_the_main_lift_follow_the_phase_to_the_nearest_load(
    week: int, low: float, high: float
) -> None:
    half_step = 0.8  # the bar goes up by 2.5 kg, and 1.25 of 160 kg are 0.78 %
    reps: Any = {"changes": {"exercises": {LIFT: {"reps": [6, 6]}}}}
    below, above = round(low - half_step, 1), round(high + half_step, 1)
    assert asking(week=week, percent=below, **reps) == []
    assert asking(week=week, percent=above, **reps) == []
    ((measured, limit, unit),) = asking(week=week, percent=round(below - 0.1, 1), **reps)
    assert (measured, round(limit, 1), unit) == (round(below - 0.1, 1), below, "%")
    ((measured, limit, _),) = asking(week=week, percent=round(above + 0.1, 1), **reps)
    assert (measured, round(limit, 1)) == (round(above + 0.1, 1), above)


@pytest.mark.parametrize(("percent", "count"), [(58.6, 1), (58.7, 0), (81.3, 0), (81.4, 1)])
def test_coarse_plates_widen_the_window(percent: float, count: int) -> None:
    coarse: dict[str, Any] = {"equipment": {"barbell": {"bar": 20, "plates": [10, 20]}}}
    assert len(asking(percent=percent, changes=coarse)) == count  # 10 of 160 kg are 6.3 %


def test_effort_counts_where_no_percent_is_programmed() -> None:
    assert asking(rpe=5) == asking(rpe=8) == []
    assert asking(rpe=4.5) == [(4.5, 5, "RPE")]
    assert asking(rpe=8.5) == [(8.5, 8, "RPE")]
    assert asking(percent=70, rpe=4) == asking(percent=70, rpe=9) == []
    # Hip thrusts have a 1RM, but no percents of their own: there the effort is the dose.
    assert asking("hip_thrust", reps=8, percent=80, rpe=8.5) == [(8.5, 8, "RPE")]


@pytest.mark.parametrize(
    ("exercise", "right", "wrong"),
    [
        ("romanian_deadlift", {"reps": 6}, {"reps": 5}),
        ("romanian_deadlift", {"reps": 10}, {"reps": 11}),
        ("romanian_deadlift", {"percent": 49.2}, {"percent": 49.1}),
        ("romanian_deadlift", {"percent": 60.8}, {"percent": 60.9}),
        ("romanian_deadlift", {"rpe": 6.5}, {"rpe": 6}),
        ("sumo_deadlift", {"reps": 6}, {"reps": 5}),
        ("sumo_deadlift", {"rpe": 8}, {"rpe": 8.5}),
        ("power_clean", {"reps": 2}, {"reps": 1}),
        ("power_clean", {"reps": 3}, {"reps": 4}),
        ("power_clean", {"reps": 3, "percent": 68.4}, {"reps": 3, "percent": 68.3}),
        ("power_clean", {"reps": 3, "percent": 76.6}, {"reps": 3, "percent": 76.7}),
        ("single_arm_db_row", {"reps": 7}, {"reps": 6}),
        ("single_arm_db_row", {"reps": 12}, {"reps": 13}),
        ("single_arm_db_row", {"reps": 9, "rpe": 6.5}, {"reps": 9, "rpe": 6}),
        ("pull_up", {"rpe": 8}, {"rpe": 8.5}),
        ("face_pull", {"rpe": 6.5}, {"rpe": 6}),
        ("box_jump", {"reps": 2}, {"reps": 1}),
        ("box_jump", {"reps": 4}, {"reps": 5}),
    ],
)
def test_every_kind_of_exercise_has_windows(
    exercise: str, right: dict[str, Any], wrong: dict[str, Any]
) -> None:
    assert asking(exercise, **right) == []
    ((measured, _, _),) = asking(exercise, **wrong)
    assert measured in wrong.values()


@pytest.mark.parametrize(
    ("exercise", "free"),
    [
        ("dead_bug", {"reps": 30, "rpe": 10}),
        ("plank", {"reps": 120}),
        ("kettlebell_swing", {"reps": 20, "rpe": 9, "load": 32, "per": "bell"}),
        ("kb_deadlift", {"reps": 20, "rpe": 7, "load": 24, "per": "bell"}),
        ("kb_deadlift", {"reps": 3, "rpe": 7, "load": 32, "per": "bell"}),
        ("pull_up", {"reps": 1, "rpe": 7}),
        ("nordic_curl", {"reps": 15}),
        ("face_pull", {"reps": 25, "rpe": 7}),
        ("power_clean", {"reps": 3, "rpe": 9.5}),
        ("box_jump", {"reps": 3, "rpe": 9.5}),
        (LIFT, {"reps": 1, "percent": 100, "rpe": 10, "part": "test"}),
    ],
)
def test_what_follows_no_phase_is_free(exercise: str, free: dict[str, Any]) -> None:
    assert asking(exercise, **free) == []


def test_kettlebells_follow_no_window_of_reps_but_that_of_effort() -> None:
    bells: Any = {"equipment": {"dumbbells": None, "kettlebells": [16, 24, 32]}}
    row = "single_arm_db_row"
    for reps in (3, 20):
        assert asking(row, reps=reps, rpe=6.5, changes=bells) == []
        assert asking(row, week=4, reps=reps, rpe=6, changes=bells) == []
    assert asking(row, reps=20, rpe=6.5) == [(20, 12, "reps")]  # with dumbbells
    assert asking(row, reps=9, rpe=8.5, changes=bells) == [(8.5, 8, "RPE")]
    own = merged(bells, {"exercises": {row: {"reps": [6, 10]}}})
    assert asking(row, reps=20, rpe=7, changes=own) == []  # `rep-limits` has the athlete's own


def test_hinge_percents_are_those_of_romanian_deadlifts() -> None:
    hinge: Any = {"phases": {"accumulation": {"hinge_percent": [60, 70]}}}
    for exercise, percent in (
        ("sumo_deadlift", 80), ("deficit_deadlift", 78), ("block_pull", 90),
        ("trap_bar_deadlift", 85), ("good_morning", 30),
    ):  # fmt: skip
        assert asking(exercise, percent=percent, changes=hinge) == []
        assert asking(exercise, reps=12, changes=hinge) == [(12, 10, "reps")]
    assert asking("stiff_leg_deadlift", percent=80, changes=hinge) != []


def test_effort_counts_where_the_strength_in_a_romanian_deadlift_is_known() -> None:
    known: Any = {"athlete": {"recent_sets": {"romanian_deadlift": "1 x 120 @ 10"}}}
    hard: dict[str, Any] = {"percent": 60.9, "rpe": 9}
    easy: dict[str, Any] = {"percent": 40, "rpe": 7}
    assert asking("romanian_deadlift", **easy) == [(40, 49.2, "%")]
    assert asking("romanian_deadlift", **easy, changes=known) == []
    assert [unit for *_, unit in asking("romanian_deadlift", **hard, changes=known)] == ["RPE"]


@pytest.mark.parametrize("week", [1, 5, 9])
def test_back_offs_have_the_same_window_in_every_phase(week: int) -> None:
    def found(**more: Any) -> list[tuple[float, float, str]]:
        return asking(week=week, part="back_off", **more)

    assert found(reps=2, percent=69.2) == found(reps=5, percent=85.8) == []
    assert found(reps=6, percent=75) == [(6, 5, "reps")]
    assert found(reps=1, percent=75) == [(1, 2, "reps")]
    assert [unit for *_, unit in found(reps=5, percent=69.1)] == ["%"]
    assert [unit for *_, unit in found(reps=5, percent=85.9)] == ["%"]


def test_a_top_set_follows_the_phase() -> None:
    assert asking(part="top", percent=70) == []
    assert asking(part="top", percent=80) != []


# -- own ranges ----------------------------------------------------------------------------------


def test_a_range_that_shares_nothing_with_the_window_wins() -> None:
    assert asking("clean_pull", reps=3, percent=100) == []  # it starts at 80 %
    long: Any = {"pattern": "scapular", "modality": "accessory", "equipment": "cable"}
    own: Any = {"exercises": {"define": {"long": {**long, "reps": [13, 20]}}}}
    assert asking("long", reps=20, changes=own) == []
    own = {"exercises": {"define": {"long": {**long, "reps": [12, 20]}}}}
    assert asking("long", reps=20, changes=own) == [(20, 12, "reps")]


def test_the_limits_of_the_athlete_win_one_by_one() -> None:
    reps: Any = {"exercises": {LIFT: {"reps": [3, 10]}}}
    assert asking(reps=3, percent=70, changes=reps) == []
    assert asking(reps=3, percent=80, changes=reps) != []
    percent: Any = {"exercises": {LIFT: {"percent": [60, 90]}}}
    assert asking(percent=90, changes=percent) == []
    assert asking(reps=3, percent=90, changes=percent) == [(3, 5, "reps")]
    rpe: Any = {"exercises": {LIFT: {"rpe": [8.5, 9]}}}
    assert asking(rpe=9, changes=rpe) == []
    assert asking(rpe=8, changes=rpe) == [(8, 8.5, "RPE")]
    assert asking(rpe=9.5, changes=rpe) == [(9.5, 9, "RPE")]


# -- deloads -------------------------------------------------------------------------------------


def test_a_deload_may_be_lighter() -> None:
    assert asking(week=4, percent=54.5) == []  # 85 % of 65 % are 55.25 %, less half a step
    ((_, limit, _),) = asking(week=4, percent=54.4)
    assert round(limit, 2) == 54.45
    assert asking(week=4, rpe=1) == asking("pull_up", week=4, rpe=3) == []


def test_a_deload_asks_for_no_least_reps() -> None:
    for exercise in (LIFT, "romanian_deadlift", "power_clean", "single_arm_db_row"):
        assert asking(exercise, week=4, reps=1) == []
        assert [unit for *_, unit in asking(exercise, week=1, reps=1)] == ["reps"]


@pytest.mark.parametrize("week", [1, 4, 11])
def test_jumps_are_no_single_hops_in_any_week(week: int) -> None:
    assert asking("box_jump", week=week, reps=2) == []
    assert asking("box_jump", week=week, reps=1) == [(1, 2, "reps")]


def test_in_a_taper_the_goal_lift_is_no_trial() -> None:
    assert asking(week=11, reps=2, percent=90, rpe=8.5) == []
    assert asking(week=11, reps=2, percent=90, rpe=9) == [(9, 8.5, "RPE")]
    assert asking(week=9, reps=2, percent=90, rpe=9.5) == []  # elsewhere the percent is the dose
    assert asking("power_clean", week=11, reps=2, percent=80, rpe=9) == []


@pytest.mark.parametrize(
    "exercise", ["pallof_press", "kettlebell_swing", "power_clean", "face_pull", "sumo_deadlift"]
)
def test_the_effort_of_a_deload_is_capped_for_every_kind_of_exercise(exercise: str) -> None:
    assert asking(exercise, week=4, reps=3, rpe=6) == []
    assert asking(exercise, week=4, reps=3, rpe=6.5) == [(6.5, 6, "RPE")]


def test_a_deload_is_never_harder() -> None:
    assert asking(week=4, percent=75.8) == asking(week=4, reps=8) == asking(week=4, rpe=6) == []
    assert asking(week=4, percent=75.9) == [(75.9, 75.8, "%")]
    assert asking(week=4, reps=9) == [(9, 8, "reps")]
    assert asking(week=4, rpe=6.5) == [(6.5, 6, "RPE")]
    assert asking("pull_up", week=4, rpe=6.5) == [(6.5, 6, "RPE")]


# -- what is one breach --------------------------------------------------------------------------


def test_a_prescription_is_one_breach_however_wrong_it_is() -> None:
    everything = entry(LIFT, 3, 12, percent=95, rpe=10)
    assert len(audited([held(1, everything)])) == 1
    assert len(audited([held(1, everything), held(1, everything, label="B")])) == 1
    assert len(audited([held(1, everything), held(2, everything)])) == 2


def test_jumps_are_prescribed_session_by_session() -> None:
    high = entry("box_jump", 3, 5)
    found = audited([held(1, high), held(1, high, label="B")])
    assert [breach.where.session for breach in found] == ["A", "B"]


# -- the athlete ---------------------------------------------------------------------------------


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    def asked(priority: str) -> tuple[PhaseTargets, ...]:
        return PhaseTargets.asked_by(scenario(priorities={"phase-targets": priority}))

    assert [rule.priority for rule in asked("prefer")] == ["prefer"]
    assert asked("off") == ()
    assert PhaseTargets.asked_by(scenario()) == (PhaseTargets("must", scenario()),)


@pytest.mark.parametrize(
    ("missed", "done", "below"),
    [
        ([], {1: LIFT, 2: LIFT, 3: LIFT}, 0),
        ([2], {1: LIFT, 3: LIFT}, 2.5),
        ([2, 3], {1: LIFT}, 5),
        ([1, 2, 3], {}, 5),  # five at most
        ([2], {1: LIFT, 2: LIFT, 3: LIFT}, 0),  # another session of the week
        ([2], {1: LIFT, 2: "plank", 3: LIFT}, 2.5),
        ([4], {1: LIFT, 2: LIFT, 3: LIFT}, 0),  # a deload
        ([], {1: LIFT, 3: LIFT}, 0),  # the plan had none
    ],
)
def test_for_a_week_without_it_the_goal_lift_need_not_leap(
    missed: list[int], done: dict[int, str], below: float
) -> None:
    day = datetime(2027, 2, 1, 18)
    sessions = tuple(
        HeldSession(
            start=day + timedelta(weeks=week - 1), week=week, label="A",
            exercises=(HeldEntry(exercise=name, part="work", sets=2, reps=5, unit="kg"),),
        )
        for week, name in done.items()
    )  # fmt: skip
    gone = tuple(MissedSession(week=week, label="B") for week in missed)
    past = Replanned(block="old", on=date(2027, 3, 1), week=5, sessions=sessions, missed=gone)
    plain = scenario(priorities={"after-pause": "off"})
    own = plain.model_copy(update={"replanned": past})

    def low(asked: Scenario, week: int, exercise: str = LIFT) -> float:
        (rule,) = PhaseTargets.asked_by(asked)
        return rule.asks(weeks(asked)[week - 1], Line(exercise)).percent[0]

    for week in (5, 9):
        assert low(plain, week) - low(own, week) == below
        assert low(plain, week, "power_clean") == low(own, week, "power_clean")
    assert low(plain, 1) == low(own, 1)


def test_a_week_that_is_to_be_lost_can_be_planned_for() -> None:
    away = {"away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 14)}]}
    rules = [
        *PhaseTargets.asked_by(scenario()),
        *PhaseTargets.asked_by(scenario(availability=away)),
    ]
    lows = {rule.asks(weeks(rule.scenario)[4], Line(LIFT)).percent[0] for rule in rules}
    assert len(lows) == 1


@pytest.mark.parametrize(("was", "now", "below"), [(60, 54, 1), (60, 66, 0), (None, 54, 0)])
def test_what_has_turned_out_weaker_may_be_easier_for_the_next_lighter_weight(
    was: float | None, now: float, below: float
) -> None:
    moved = MovedMax(exercise="single_arm_db_row", unit="kg", was=was, now=now, reason="logged")
    past = Replanned(block="old", on=date(2027, 2, 15), week=3, maxes=(moved,))
    plain = scenario()
    own = plain.model_copy(update={"replanned": past})

    def rpe(asked: Scenario, week: int, exercise: str) -> tuple[float, float]:
        (rule,) = PhaseTargets.asked_by(asked)
        return rule.asks(weeks(asked)[week - 1], Line(exercise)).rpe

    for week in (3, 9):  # in the phase that has begun, and later
        low, high = rpe(plain, week, moved.exercise)
        assert rpe(own, week, moved.exercise) == (low - below, high)
        assert rpe(own, week, "leg_curl") == rpe(plain, week, "leg_curl")


def test_where_a_test_has_moved_the_goal_lift_need_not_leap_either() -> None:
    past = Replanned(block="old", on=date(2027, 3, 1), week=5)
    lows = []
    for bent in (False, True):
        moved = past.model_copy(update={"bent": bent})
        own = scenario().model_copy(update={"replanned": moved})
        (rule,) = PhaseTargets.asked_by(own)
        lows.append(rule.asks(weeks(own)[8], Line(LIFT)).percent[0])
    assert lows[0] - lows[1] == 5
