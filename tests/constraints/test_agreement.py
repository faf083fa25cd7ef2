"""Agreement of every rule's two halves, on random plans of tiny scenarios; see `tests.agreement`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

import pytest

from constraints.block import Place
from constraints.rule import Rule
from constraints.rules import RULES
from planner.build import Built
from scenarios.loader import merged, resolve
from tests.agreement import Plan, Posted, Universe, as_wish, audited

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
         "side_plank", "nordic_curl", "face_pull")  # fmt: skip
HINGES = ("conventional_deadlift", "romanian_deadlift", "good_morning", "kettlebell_swing",
          "power_clean", "barbell_row")  # fmt: skip
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
    exercises: Iterable[str] = POOL,
    below: dict[str, Any] = TINY,
    within: Callable[[Built], None] | None = None,
    **changes: Any,
) -> Universe:
    """A universe of the tiny scenario with some changes."""
    scenario = resolve(merged(below, changes), where="test", stem="test")
    return Universe(scenario, tuple(exercises), within)


def _held(built: Built) -> None:
    """Every week holds a session."""
    for week in built.plan.weeks:
        built.model.add_bool_or([built.plan.open[week.index, k] for k in built.plan.labels])


def universe(name: str) -> Universe:
    """One of the tiny scenarios, built once."""
    if name not in _BUILT:
        _BUILT[name] = _MADE[name]()
    return _BUILT[name]


_BUILT: dict[str, Universe] = {}
GOAL_STRENGTH = {"kind": "strength"}
ELSEWHERE = [
    {"title": "Team", "weekday": "tuesday", "at": time(17), "axial": 5, "contacts": 7,
     "sets": {"hamstrings": 5, "glutes": 6}, "hinge": "heavy"},
    {"title": "Club", "weekday": "thursday", "at": time(20), "axial": 3, "hinge": "light"},
]  # fmt: skip
CLOSE = {  # days that touch, and two windows on one of them
    "sessions": [1, 3],
    "monday": ["07:00-08:30", "18:00-19:30"],
    "tuesday": "18:00-19:30",
    "wednesday": "17:00-18:00",
    "friday": "07:00-08:30",
}
_MADE: dict[str, Callable[[], Universe]] = {
    "plain": tiny,
    "tight": lambda: tiny(**TIGHT),
    "jumps": lambda: tiny(JUMPS, weeks=2, availability=CLOSE, **TIGHT),
    "small": lambda: tiny(SMALL, weeks=2, **TIGHT),
    "hinges": lambda: tiny(HINGES, weeks=2, availability=CLOSE),
    "hinges after": lambda: tiny(
        HINGES, weeks=2, availability=CLOSE, elsewhere=ELSEWHERE,
        recovery={"last_heavy_hinge": date(2027, 1, 31)},
    ),
    "tight test": lambda: tiny(
        (*POOL, "kettlebell_swing"), weeks=4, **TIGHT,
        goal={"kind": "strength", "test": date(2027, 2, 27)}, elsewhere=ELSEWHERE,
    ),
    "early test": lambda: tiny(weeks=3, goal={"kind": "strength", "test": date(2027, 2, 11)}),
    "long test": lambda: tiny(
        POOL[:4], weeks=5, goal={"kind": "strength", "test": date(2027, 3, 5)},
        availability=CLOSE,
    ),
    "deload": lambda: tiny(POOL[:5], weeks=4, deload={"weeks": [2]}),
    "late deload": lambda: tiny(
        POOL[:5], weeks=4,
        availability={"away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 10)}]},
    ),
    "eight days": lambda: tiny(
        (*POOL, "split_squat"), **TIGHT, week_days=8, elsewhere=ELSEWHERE,
        availability={
            "monday": [], "tuesday": "07:00-08:30", "thursday": "18:00-19:00",
            "saturday": ["08:00-09:00", "17:00-19:00"],
            "away": [{"from": date(2027, 2, 9), "to": date(2027, 2, 16)}],
        },
    ),
    "closed": lambda: tiny(
        POOL[:3],
        availability={"away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 14)}]},
        elsewhere=[{"title": "Match", "on": date(2027, 2, 2), "at": time(9), "blocks_day": True}],
    ),
    "season": lambda: tiny(
        (*POOL, "copenhagen", "split_squat"), weeks=3, profile="in_season",
        goal={"kind": "maintenance"}, availability=CLOSE,
        season={"weekly": "saturday", "matches": [date(2027, 2, 10)]},
    ),
    "roster": lambda: tiny(
        (*POOL, "power_clean"), below=ROSTER, goal=GOAL_STRENGTH, week_days=8, weeks=2
    ),
    "before": lambda: tiny(
        (*SMALL, "romanian_deadlift", "box_jump"), weeks=2,
        exercises={"before": [
            ("dead_bug", "calf_raise"), ("calf_raise", "split_squat"),
            ("split_squat", "dead_bug"), ("romanian_deadlift", "conventional_deadlift"),
            ("face_pull", "box_jump"), ("nordic_curl", "side_plank"),
        ]},
    ),
    "wishes": lambda: tiny(
        (*POOL, "split_squat"), weeks=4, deload={"weeks": [2]},
        exercises={
            "prefer": ["split_squat", "pull_up", "box_jump"], "pin": ["dead_bug", "nordic_curl"],
            "exclude": ["romanian_deadlift"],
            "conventional_deadlift": {
                "sets_week": [3, 6], "reps_session": [12, 24], "load": [60, 130],
                "reps": [3, 8],
            },
            "dead_bug": {"weeks": [1, 3], "sessions_week": [1, 1]},
            "pull_up": {"reps_week": [10, 40], "rpe": [6, 8]},
        },
    ),
    "novice": lambda: tiny(
        (*POOL, "power_clean", "hip_thrust", "leg_curl"), weeks=2,
        athlete={"level": "beginner"}, equipment={"other": ["rack", "box", "nordic_anchor"]},
    ),
    "long": lambda: tiny(POOL[:3], weeks=6, deload={"every": 0}, availability={"sessions": [1, 1]}),
    "many": lambda: tiny(
        (*POOL, *SMALL[1:5], "face_pull"), weeks=1,
        availability={"sessions": [1, 1]},
    ),
    "pairs": lambda: tiny(weeks=2, within=_held, availability=CLOSE),
}  # fmt: skip

USED: dict[str, tuple[str, ...]] = {
    "preferred-exercises": ("wishes",),
}
