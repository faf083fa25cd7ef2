"""Universes: tiny scenarios in which rules bite, each built once and known by its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from tests.agreement import Universe
from tests.constraints.pasts import (
    absence_in_phases,
    and_missed,
    effort_not_noted,
    gap_after_what_is_over,
    gap_in_a_phase,
    half_known,
    harder_than_planned,
    loose,
    lost,
    missed_for_long,
    moved_once,
    weaker,
    weaker_in_the_midst,
)
from tests.constraints.tiny import (
    BELLS,
    HINGES,
    JUMPS,
    POOL,
    ROSTER,
    SMALL,
    TIGHT,
    TINY,
    held_every_week,
    only_in,
    tiny,
    without,
)


def universe(name: str) -> Universe:
    """One of the tiny scenarios, built once."""
    if name not in _BUILT:
        _BUILT[name] = _MADE[name]()
    return _BUILT[name]


_BUILT: dict[str, Universe] = {}
GOAL_STRENGTH = {"kind": "strength"}
TESTED: dict[str, Any] = {
    "weeks": 2, "deload": {"weeks": []}, "goal": {"kind": "strength", "test": date(2027, 2, 12)},
    "phase_plan": [{"phase": "accumulation", "weeks": 1}, {"phase": "taper", "weeks": 1}],
}  # fmt: skip
LATER_TESTED: dict[str, Any] = {
    "weeks": 3, "deload": {"weeks": []}, "goal": {"kind": "strength", "test": date(2027, 2, 19)},
    "phase_plan": [{"phase": "accumulation", "weeks": 2}, {"phase": "taper", "weeks": 1}],
}  # fmt: skip
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


def past(exercise: str, sets: int, reps: int, load: float | None = None, **more: Any) -> Any:
    """A line of a session before the block."""
    return {"exercise": exercise, "part": "work", "sets": sets, "reps": reps, "load": load,
            "unit": "kg", **more}  # fmt: skip


PREVIOUS: dict[str, Any] = {  # the evening before the block, and two sessions a few days earlier
    "block": "before",
    "end": date(2027, 1, 31),
    "sessions": [
        {"start": "2027-01-27T18:00:00", "exercises": [
            past("conventional_deadlift", 2, 1, 147.5, percent=92.2, rpe=10),
        ]},
        {"start": "2027-01-29T18:00:00", "exercises": [past("romanian_deadlift", 3, 8, rpe=8)]},
        {"start": "2027-01-31T18:00:00", "exercises": [
            past("box_jump", 5, 3), past("kettlebell_swing", 3, 15, 24),
            past("nordic_curl", 5, 5, rpe=8), past("romanian_deadlift", 3, 8, rpe=5),
        ]},
    ],
    "loading_week": {
        "start": date(2027, 1, 25), "days": 7, "working_sets": 12,
        "sets": {"hamstrings": 6, "glutes": 5, "erectors": 4, "core": 1},
    },
    "lifts": {
        "conventional_deadlift": {
            "reps": 5, "load": 130, "unit": "kg", "rpe": 8.5, "reps_week": 20,
        },
        "kettlebell_swing": {"reps": 15, "load": 16, "unit": "kg", "reps_week": 45},
        "nordic_curl": {"reps": 5, "unit": "kg", "rpe": 8, "reps_week": 15},
    },
}  # fmt: skip
_MADE: dict[str, Callable[[], Universe]] = {
    "second": lambda: tiny(
        (*POOL, "kettlebell_swing"), weeks=2, previous=PREVIOUS,
        availability=CLOSE, **TIGHT,
    ),
    "second singles": lambda: tiny(
        ["conventional_deadlift", "dead_bug"], weeks=2, previous=PREVIOUS,
        availability=CLOSE, recovery={"very_heavy_hours": 240},
        exercises={"conventional_deadlift": {"reps": [1, 3], "load": [120, 160]}},
    ),
    "border": lambda: tiny(HINGES, weeks=2, start=date(2027, 2, 2)),  # Monday, then Tuesday
    "peak": lambda: tiny(
        POOL[:3], availability={"sessions": [1, 1]},
        progression={"realization_drop_percent": [0, 10]},
        phase_plan=[{"phase": "accumulation", "weeks": 1}, {"phase": "realization", "weeks": 2}],
    ),
    "plain": tiny,
    "tight": lambda: tiny(**TIGHT),
    "jumps": lambda: tiny(
        JUMPS, weeks=2, availability=CLOSE, elsewhere=ELSEWHERE, **TIGHT
    ),
    "small": lambda: tiny(SMALL, weeks=2, **TIGHT),
    "hinges": lambda: tiny(HINGES, weeks=2, availability=CLOSE),
    "hinges after": lambda: tiny(
        HINGES, weeks=2, availability=CLOSE, elsewhere=ELSEWHERE,
        recovery={"last_heavy_hinge": date(2027, 1, 31), "elsewhere_axial": 5},
    ),
    "tight test": lambda: tiny(
        (*POOL, "kettlebell_swing"), weeks=4, **TIGHT,
        goal={"kind": "strength", "test": date(2027, 2, 27)}, elsewhere=ELSEWHERE,
    ),
    "early test": lambda: tiny(weeks=3, goal={"kind": "strength", "test": date(2027, 2, 12)}),
    "test without a bar": lambda: tiny(
        weeks=3, goal={"kind": "strength", "test": date(2027, 2, 19)},
        below={**TINY, "equipment": {"dumbbells": TINY["equipment"]["dumbbells"]}},
    ),
    "team test": lambda: tiny(
        POOL[:2], weeks=2, goal={"kind": "strength", "test": date(2027, 2, 12)},
        elsewhere=ELSEWHERE, recovery={"elsewhere_axial": 3},
    ),
    "long test": lambda: tiny(
        POOL[:4], weeks=5, goal={"kind": "strength", "test": date(2027, 3, 5)},
        availability={**CLOSE, "sessions": [1, 2]},
    ),
    "deload": lambda: tiny(POOL[:5], deload={"weeks": [2]}, weeks=4),
    "late deload": lambda: tiny(
        POOL[:5], weeks=4,
        availability={"away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 10)}]},
    ),
    "lost days": lambda: tiny(
        POOL[:4], weeks=3, deload={"weeks": []}, balance={"exposure_gap_days": 2},
        availability={
            **CLOSE, "sessions": [1, 2],
            "away": [{"from": date(2027, 2, 5), "to": date(2027, 2, 9)},
                     {"from": date(2027, 2, 17), "to": date(2027, 2, 17)}],
        },
    ),
    "short between": lambda: tiny(
        POOL[:3], weeks=3, deload={"weeks": []},
        availability={
            "sessions": [0, 2], "away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 9)}]
        },
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
    "hotel": lambda: tiny(  # with half of the dumbbells in the second week, from its Tuesday
        (*SMALL[:5], "romanian_deadlift"), weeks=4, deload={"weeks": [4]},
        availability={**CLOSE, "away": [
            {"from": date(2027, 2, 9), "to": date(2027, 2, 14), "tools": ["dumbbells", "bench"],
             "most": {"dumbbells": 20}},
        ]},
        exercises={"pin": ["split_squat"], "prefer": ["conventional_deadlift"],
                   "conventional_deadlift": {"reps_week": [3, 20]}},
    ),
    "long trip": lambda: tiny(  # two weeks without the bar, then a week before the deload
        (*POOL[:2], "pull_up", "single_arm_db_row"), weeks=6, deload={"weeks": [5]},
        availability={"sessions": [1, 2], "away": [
            {"from": date(2027, 2, 8), "to": date(2027, 2, 21), "tools": ["dumbbells", "bench"]},
        ]},
        session={"exercises": [1, 3], "sets": [2, 14]},
        exercises={name: {"sets": [1, 6]} for name in POOL[:2]},
        progression={"pause_days": [7, 12]},
    ),
    "lost fridays": lambda: tiny(  # two on end, and the week after them
        (*POOL[:2], "pull_up", "single_arm_db_row"), weeks=5, deload={"weeks": [5]},
        availability={"sessions": [1, 2], "monday": "18:00-19:30", "tuesday": [], "away": [
            {"from": date(2027, 2, 12), "to": date(2027, 2, 12)},
            {"from": date(2027, 2, 19), "to": date(2027, 2, 19)},
        ]},
        session={"exercises": [1, 3], "sets": [2, 14]},
        exercises={name: {"sets": [1, 6]} for name in POOL[:2]},
    ),
    "gap into a deload": lambda: tiny(  # a session is over, and what it held is left out
        ("romanian_deadlift", "pull_up", "single_arm_db_row"), weeks=5, deload={"weeks": [4]},
        availability={"sessions": [1, 2], "tuesday": [], "away": [
            {"from": date(2027, 2, 12), "to": date(2027, 2, 12)},
            {"from": date(2027, 2, 19), "to": date(2027, 2, 19)},
        ]},
        session={"exercises": [1, 3], "sets": [2, 14]},
    ),
    "gap around deloads": lambda: tiny(  # before it, and within it: both train it
        ("pull_up", "single_arm_db_row"), weeks=6, deload={"weeks": [2, 4]},
        availability={"sessions": [1, 2], "monday": "18:00-19:30", "tuesday": [], "away": [
            {"from": day, "to": day}
            for day in (date(2027, 2, 19), date(2027, 2, 26), date(2027, 3, 5))
        ]},
        session={"exercises": [1, 2], "sets": [2, 8]}, within=only_in("pull_up", 0, 1, 3, 5),
    ),
    "gap after what is over": gap_after_what_is_over,
    "busy": lambda: tiny(
        POOL[:4], weeks=2,
        availability={**CLOSE, "buffer_minutes": 15, "busy": [
            {"from": datetime(2027, 2, 1, 17), "to": datetime(2027, 2, 1, 18, 20)},
            {"from": datetime(2027, 2, 2, 18, 50), "to": datetime(2027, 2, 2, 20)},
            {"from": datetime(2027, 2, 8, 7, 50), "to": datetime(2027, 2, 8, 19, 0)},
            {"from": datetime(2027, 2, 10), "to": datetime(2027, 2, 11)},
            {"from": datetime(2027, 2, 12, 7, 40), "to": datetime(2027, 2, 12, 8)},
        ]},
    ),
    "season": lambda: tiny(
        (*POOL[:5], "copenhagen"), profile="in_season", goal={"kind": "maintenance"},
        availability={**CLOSE, "sessions": [1, 2]},
        season={"weekly": "saturday", "matches": [date(2027, 2, 10)]},
    ),
    "small deload": lambda: tiny(SMALL[1:], weeks=2, deload={"weeks": [2]}),
    "small season": lambda: tiny(
        SMALL[1:], weeks=2, profile="in_season", goal={"kind": "maintenance"},
        season={"weekly": "saturday", "matches": [date(2027, 2, 10)]},
    ),
    "roster": lambda: tiny(
        (*POOL, "power_clean"), below=ROSTER, goal=GOAL_STRENGTH, week_days=8, weeks=2
    ),
    "bells": lambda: tiny(
        (*BELLS, "carry"), weeks=4, deload={"weeks": [3]},
        equipment={"kettlebells": [16, 20, 24, 32]},
        exercises={
            "inverted_row": {"sets": [1, 1]},
            "define": {"carry": {
                "pattern": "core", "modality": "accessory", "rep_unit": "seconds",
                "equipment": "kettlebells",
            }},
        },
    ),
    "able": lambda: tiny(
        ["conventional_deadlift", "pull_up", "nordic_curl"], weeks=2,
        athlete={"recent_sets": {"pull_up": "6 x 0 @ 8"}},
    ),
    "half known": half_known,
    "loose": lambda: loose(
        tiny((*POOL[:4], "copenhagen"), weeks=3, availability={"sessions": [1, 1]})
    ),
    "pause": lambda: tiny(
        (*POOL[:2], "box_jump", "single_arm_db_row"), weeks=6, deload={"weeks": []},
        goal={"kind": "strength", "test": date(2027, 3, 12)},
        phase_plan=[{"phase": "accumulation", "weeks": 3}, {"phase": "realization", "weeks": 2},
                    {"phase": "taper", "weeks": 1}],
        availability={
            "sessions": [1, 2], "away": [{"from": date(2027, 2, 6), "to": date(2027, 2, 21)}]
        },
        session={"exercises": [2, 3], "sets": [5, 12]},
        progression={"return_sets_percent": [60, 80], "return_rpe": 7},
        exercises={"conventional_deadlift": {"reps": [3, 8], "sets": [2, 6]},
                   "single_arm_db_row": {"sets": [2, 5]}},
    ),
    "pause early": lambda: tiny(
        (*POOL[:2], "pull_up"), weeks=5, deload={"weeks": []},
        availability={
            "sessions": [1, 2], "away": [{"from": date(2027, 2, 2), "to": date(2027, 2, 21)}]
        },
    ),
    "after a pause": lambda: tiny(
        POOL[:3], weeks=6, deload={"weeks": []},
        phase_plan=[{"phase": "accumulation", "weeks": 3}, {"phase": "realization", "weeks": 3}],
        availability={
            "sessions": [1, 1], "away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 17)}]
        },
        session={"exercises": [1, 2], "sets": [2, 14]},
        exercises={name: {"sets": [1, 7]} for name in POOL[:3]},
        progression={"pause_days": [7, 14]},
    ),
    "pause in season": lambda: tiny(
        POOL[:2], profile="in_season", weeks=5, goal={"kind": "maintenance"},
        availability={
            "sessions": [1, 2], "away": [{"from": date(2027, 2, 6), "to": date(2027, 2, 21)}]
        },
    ),
    "deload after a trip": lambda: tiny(
        POOL[:2], weeks=4, deload={"weeks": [4]},
        availability={
            "sessions": [1, 1], "away": [{"from": date(2027, 2, 15), "to": date(2027, 2, 21)}]
        },
    ),
    "deload over a border": lambda: tiny(
        POOL[:2], deload={"weeks": [3]}, within=without(1),
        phase_plan=[{"phase": "accumulation", "weeks": 1},
                    {"phase": "intensification", "weeks": 2}],
        availability={
            "sessions": [1, 1], "away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 14)}]
        },
    ),
    "deload after a pause": lambda: tiny(
        POOL[:4], weeks=4, deload={"weeks": [4], "sets_percent": [40, 60]},
        availability={
            "sessions": [1, 2], "away": [{"from": date(2027, 2, 6), "to": date(2027, 2, 14)}]
        },
        progression={"pause_days": [7, 20], "return_sets_percent": [50, 60]},
    ),
    "pause into a deload": lambda: tiny(
        POOL[:4], weeks=4, deload={"weeks": [3], "sets_percent": [40, 60]},
        availability={
            "sessions": [1, 2], "away": [{"from": date(2027, 2, 6), "to": date(2027, 2, 14)}]
        },
        progression={"pause_days": [5, 8], "return_sets_percent": [50, 60]},
    ),
    "missed for long": missed_for_long,
    "lost phase": lambda: tiny(
        (*POOL[:4], "dead_bug"), weeks=3, deload={"weeks": []},
        goal={"kind": "strength", "test": date(2027, 2, 19)},
        phase_plan=[{"phase": phase, "weeks": 1}
                    for phase in ("accumulation", "realization", "taper")],
        availability={"away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 14)}]},
    ),
    "lost in the middle": lambda: tiny(
        (*POOL[:4], "dead_bug"), deload={"weeks": []}, within=without(1),
        phase_plan=[{"phase": phase, "weeks": 1}
                    for phase in ("accumulation", "intensification", "realization")],
        availability={
            "sessions": [1, 1], "away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 14)}]
        },
    ),
    "weaker": weaker,
    "harder than planned": harder_than_planned,
    "effort not noted": effort_not_noted,
    "weaker in the midst": weaker_in_the_midst,
    "moved once": moved_once,
    "absence": lambda: absence_in_phases(
        ("accumulation", 2), ("intensification", 1), ("realization", 3), deload={"weeks": [4]}
    ),
    "gap in a phase": gap_in_a_phase,
    "absence of the goal lift": lambda: absence_in_phases(
        ("intensification", 2), ("realization", 2), deload={"weeks": []}, goal=GOAL_STRENGTH
    ),
    "absence over a deload": lambda: absence_in_phases(
        ("accumulation", 5), deload={"weeks": [3]}
    ),
    "absence in a phase": lambda: absence_in_phases(
        ("accumulation", 6), deload={"weeks": []}
    ),
    "lost": lambda: lost(weeks=2, deload={"weeks": [2]}),
    "odd load": lambda: lost(
        load=117, weeks=2, deload={"weeks": [2], "load_drop_percent": [0, 3]},
        exercises={"conventional_deadlift": {"load": [110, 110]}},
    ),
    "lost load": lambda: lost(load=None, weeks=2, deload={"weeks": [2]}),
    "odd bell": lambda: lost(row_per="bell", taper={"load_drop_percent": 5}, **TESTED),
    "lost before a test": lambda: lost(**TESTED),
    "lost today": lambda: lost(on=date(2027, 2, 2), weeks=2, deload={"weeks": [2]}),
    "lost today, no deload": lambda: lost(on=date(2027, 2, 2), weeks=2, deload={"weeks": []}),
    "free after a test": lambda: tiny(
        (*POOL[:4], "dead_bug"), weeks=4, deload={"weeks": []},
        goal={"kind": "strength", "test": date(2027, 2, 19)},
        phase_plan=[{"phase": "accumulation", "weeks": 2}, {"phase": "taper", "weeks": 2}],
    ),
    "lost and missed before a test": lambda: and_missed(lost(**LATER_TESTED)),
    "lost today, a test": lambda: lost(on=date(2027, 2, 2), **TESTED),
    "known hinge": lambda: tiny(
        POOL[:2], weeks=5, athlete={"recent_sets": {"romanian_deadlift": "6 x 90 @ 8"}}
    ),
    "before": lambda: tiny(
        (*SMALL, "romanian_deadlift", "box_jump"), weeks=2,
        exercises={"before": [
            ("dead_bug", "calf_raise"), ("calf_raise", "split_squat"),
            ("split_squat", "dead_bug"), ("romanian_deadlift", "conventional_deadlift"),
            ("inverted_row", "box_jump"), ("nordic_curl", "plank"),
        ]},
    ),
    "wishes": lambda: tiny(
        (*POOL, "split_squat"), deload={"weeks": [2]}, weeks=3,
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
        (*POOL, "power_clean", "hip_thrust", "slider_leg_curl"), weeks=2,
        athlete={"level": "beginner"}, equipment={"other": ["rack", "box", "nordic_anchor"]},
    ),
    "held": lambda: tiny(within=held_every_week, availability={"sessions": [2, 2]}),
    "held away": lambda: tiny(
        POOL[:3], within=held_every_week,
        availability={
            "sessions": [2, 2], "away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 11)}]
        },
        elsewhere=[{"title": "x", "on": date(2027, 2, 2), "at": time(9), "blocks_day": True},
                   {"title": "x", "on": date(2027, 2, 5), "at": time(9), "blocks_day": True}],
    ),
    "idle": lambda: tiny(POOL[:1], weeks=4, availability={"sessions": [1, 1]}),
    "easy volume": lambda: tiny(
        weeks=4, deload={"weeks": [2]},
        volume={
            "hamstrings": {"min": 2, "target": [2, 12]}, "glutes": {"min": 3, "target": [3, 16]},
            "erectors": {"min": 0, "target": [0, 12]}, "lats": {"min": 0, "target": [0, 8]},
            "upper_back": {"min": 0, "target": [0, 8]}, "core": {"min": 0, "target": [0, 8]},
            "adductors": {"min": 0, "target": [0, 4]},
            "calves_foot": {"min": 0, "target": [0, 0]},
        },
    ),
    "long": lambda: tiny(POOL[:3], weeks=6, deload={"every": 0}, availability={"sessions": [1, 1]}),
    "many": lambda: tiny(
        (*POOL, *SMALL[1:4], "plank"), weeks=1,
        availability={"sessions": [1, 1]},
    ),
}  # fmt: skip
