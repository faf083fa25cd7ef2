"""Tiny scenarios: few exercises, few days and loads, so that rules bite and plans can be drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from planner.solving.build import Built
from scenarios.loader import merged, resolve
from tests.agreement import Universe

TINY: dict[str, Any] = {
    "start": date(2027, 2, 1),
    "weeks": 3,
    "athlete": {
        "level": "intermediate",
        "one_rep_max": {"conventional_deadlift": 160, "back_squat": 130, "power_clean": 80},
    },
    "goal": {"kind": "general", "lift": "conventional_deadlift"},
    "availability": {
        "sessions": [1, 2],
        "minutes": 60,
        "monday": "18:00-19:30",
        "tuesday": "18:00-19:00",
        "friday": "07:00-08:30",
    },
    "equipment": {
        "barbell": {"bar": 20, "plates": {"25": 4, "15": 2, "5": 2}},
        "dumbbells": {"from": 10, "to": 30, "step": 10},
        "kettlebells": [16, 24],
        "other": ["rack", "bench", "box", "pullup_bar", "nordic_anchor", "bumpers"],
    },
}
TIGHT: dict[str, Any] = {
    "session": {"muscle_sets": 4.5, "exercises": [2, 3], "sets": [5, 9]},
    "plyometrics": {"contacts_session": 10, "contacts_week": 25, "exercises_session": 1},
    "lumbar": {
        "hinges_session": 1, "hinge_sets_session": 3, "axial_session": 10, "axial_week": 24,
        "hinge_sets_week": [4, 7],
    },
    "balance": {
        "knee_flexion_sets": 3, "hinge_per_knee_flexion": [0.75, 1.5], "pulls_per_hinge": 0.8,
        "exposure_gap_days": 3, "unilateral_sets": 3,
    },
    "recovery": {"muscle_hours": 60},
}  # fmt: skip
POOL = ("conventional_deadlift", "romanian_deadlift", "box_jump", "nordic_curl", "pull_up",
        "dead_bug")  # fmt: skip
JUMPS = ("conventional_deadlift", "box_jump", "broad_jump", "vertical_jump", "kettlebell_swing")
SMALL = ("conventional_deadlift", "single_arm_db_row", "split_squat", "calf_raise", "dead_bug",
         "plank", "nordic_curl", "inverted_row")  # fmt: skip
HINGES = ("conventional_deadlift", "romanian_deadlift", "good_morning", "kettlebell_swing",
          "power_clean", "barbell_row")  # fmt: skip
BELLS = ("conventional_deadlift", "kb_deadlift", "inverted_row", "single_arm_db_row")
NIGHT = {"shift": "night", "from": "22:00:00", "to": "06:00:00"}
ROSTER: dict[str, Any] = {
    **{key: TINY[key] for key in TINY if key != "availability"},
    "availability": {
        "sessions": [1, 2],
        "minutes": 60,
        "roster": {
            "hours_after_night": 10,
            "cycle": [
                {"shift": "off", "train": "10:00-11:30"},
                {**NIGHT, "train": ["09:00-10:00", "23:00-23:59"]},
                {"shift": "off", "train": ["12:00-13:00", "18:00-19:00"], "light": True, "rpe": 6},
                {"shift": "day", "from": "06:00:00", "to": "14:00:00", "train": "18:00-19:00",
                 "rpe": 7},
            ],
        },
    },
}  # fmt: skip


def tiny(
    pool: Iterable[str] = POOL,
    /,
    below: dict[str, Any] = TINY,
    within: Callable[[Built], None] | None = None,
    **changes: Any,
) -> Universe:
    """A universe of the tiny scenario with some changes."""
    scenario = resolve(merged(below, changes), where="test", stem="test")
    return Universe(scenario, tuple(pool), within)


def held_every_week(built: Built) -> None:
    """Every week holds a session."""
    for week in built.plan.weeks:
        built.model.add_bool_or([built.plan.open[week.index, k] for k in built.plan.labels])


def without(*weeks: int) -> Callable[[Built], None]:
    """These weeks (from 0) hold no session."""

    def close(built: Built) -> None:
        for week in weeks:
            built.model.add(built.plan.open[week, 0] == 0)

    return close


def only_in(exercise: str, *weeks: int) -> Callable[[Built], None]:
    """An exercise is trained in these weeks (from 0), and in no other."""

    def close(built: Built) -> None:
        trained: dict[int, list[Any]] = {week.index: [] for week in built.plan.weeks}
        for (week, _, line), on in built.plan.on.items():
            if line.exercise == exercise:
                trained[week].append(on)
        for week, found in trained.items():
            if week in weeks:
                built.model.add_bool_or(found)
            else:
                built.model.add_bool_and([one.negated() for one in found])

    return close
