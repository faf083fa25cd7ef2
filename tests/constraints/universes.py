"""Universes: tiny scenarios in which rules bite, each built once and known by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from planner.solving.build import Built
from scenarios.loader import merged, resolve
from scenarios.past import HeldEntry, HeldSession, MissedSession, Regained, Replanned
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


def _held(built: Built) -> None:
    """Every week holds a session."""
    for week in built.plan.weeks:
        built.model.add_bool_or([built.plan.open[week.index, k] for k in built.plan.labels])


def _half_known() -> Universe:
    """Three weeks are over; of the first and the third neither loads nor efforts are known."""
    plain = tiny(
        (*BELLS[:2], "pull_up"), weeks=4, deload={"weeks": []}, availability={"sessions": [1, 1]}
    )
    loads = {"conventional_deadlift": 110, "kb_deadlift": 16}
    held = []
    for week in (1, 2, 3):
        known = {"pull_up": {"rpe": 8}, **{name: {"load": load} for name, load in loads.items()}}
        done = [
            HeldEntry(
                exercise=name, part="work", sets=2, reps=6, unit="kg",
                **(known[name] if week == 2 else {}),
            )
            for name in plain.exercises
        ]  # fmt: skip
        start = datetime(2027, 2, 7 * week - 6, 18)
        held.append(HeldSession(start=start, week=week, label="A", exercises=tuple(done)))
    past = Replanned(block="before", on=date(2027, 2, 22), week=4, sessions=tuple(held))
    return replace(plain, scenario=plain.scenario.model_copy(update={"replanned": past}))


def _moved_once() -> Universe:
    """Of three sessions that are over, one was held on another day of its week."""
    plain = _half_known()
    past = plain.scenario.replanned
    assert past is not None
    first, second, third = past.sessions
    second = second.model_copy(update={"start": second.start + timedelta(days=4)})
    moved = past.model_copy(update={"sessions": (first, second, third)})
    return replace(plain, scenario=plain.scenario.model_copy(update={"replanned": moved}))


def _loose(plain: Universe) -> Universe:
    """Planned again before the second of three weeks: its sessions may leave exercises out."""
    past = Replanned(block="before", on=date(2027, 2, 1), week=1, loose=(2,))
    return replace(plain, scenario=plain.scenario.model_copy(update={"replanned": past}))


def _weaker() -> Universe:
    """One week is over; the athlete has grown weaker since, so that what was lifted counts less."""
    lift = "conventional_deadlift"
    plain = tiny(
        (lift,), weeks=3, deload={"weeks": []}, availability={"sessions": [1, 1]},
        athlete={"one_rep_max": {lift: 140}},
    )  # fmt: skip
    done = HeldEntry(
        exercise=lift, part="work", sets=3, reps=5, unit="kg", load=120, percent=75, rpe=7,
        own_max=160,
    )  # fmt: skip
    one = HeldSession(start=datetime(2027, 2, 1, 18), week=1, label="A", exercises=(done,))
    past = Replanned(block="before", on=date(2027, 2, 8), week=2, sessions=(one,))
    return replace(plain, scenario=plain.scenario.model_copy(update={"replanned": past}))


def _lost(
    on: date = date(2027, 2, 8), load: float | None = 120, row_per: str = "hand", **changes: Any
) -> Universe:
    """A session is over; since then the dumbbells are gone, and the Nordic curl is excluded."""
    below = {**TINY, "equipment": {k: v for k, v in TINY["equipment"].items() if k != "dumbbells"}}
    known: dict[str, dict[str, Any]] = {
        "conventional_deadlift": {"load": load, "per": load and "bar"},
        "single_arm_db_row": {"load": 20, "per": row_per},
        "nordic_curl": {"rpe": 7},
    }
    plain = tiny(
        known, below=below, availability={"sessions": [1, 2]},
        exercises={"exclude": ["nordic_curl"], **changes.pop("exercises", {})}, **changes,
    )  # fmt: skip
    done = tuple(
        HeldEntry(exercise=name, part="work", sets=4, reps=6, unit="kg", **how)
        for name, how in known.items()
    )
    one = HeldSession(start=datetime(2027, 2, 1, 18), week=1, label="A", exercises=done)
    past = Replanned(block="before", on=on, week=1 if on < date(2027, 2, 8) else 2, sessions=(one,))
    return replace(plain, scenario=plain.scenario.model_copy(update={"replanned": past}))


def _gap_in_a_phase() -> Universe:
    """The second of five weeks was missed."""
    lift = "conventional_deadlift"
    plain = tiny(
        [lift], weeks=5, deload={"weeks": []}, availability={"sessions": [1, 1]},
        phase_plan=[{"phase": "accumulation", "weeks": 5}],
        exercises={lift: {"load": [90, 150], "sets": [2, 4]}},
    )  # fmt: skip
    done = HeldEntry(exercise=lift, part="work", sets=3, reps=5, unit="kg", load=120, per="bar")
    one = HeldSession(start=datetime(2027, 2, 1, 18), week=1, label="A", exercises=(done,))
    gone = (MissedSession(week=2, label="A"),)
    past = Replanned(block="old", on=date(2027, 2, 15), week=3, sessions=(one,), missed=gone)
    return replace(plain, scenario=plain.scenario.model_copy(update={"replanned": past}))


def _missed_for_long() -> Universe:
    """Two weeks were missed, and half of the week after them was too much already.

    A phase without the deadlift lies between its last session and the weeks that were missed.
    """
    plain = tiny(
        ("conventional_deadlift", "single_arm_db_row", "dead_bug"), weeks=8, deload={"weeks": []},
        phase_plan=[{"phase": "accumulation", "weeks": 2}, {"phase": "intensification", "weeks": 1},
                    {"phase": "realization", "weeks": 5}],
        availability={"sessions": [1, 2]}, progression={"return_rpe": 7},
    )  # fmt: skip
    known: dict[str, dict[str, Any]] = {
        "conventional_deadlift": {"load": 110, "per": "bar", "rpe": 9, "percent": 68.8,
                                  "own_max": 180},
        "single_arm_db_row": {"load": 20, "per": "hand", "rpe": 9},
    }  # fmt: skip
    done = tuple(
        HeldEntry(exercise=name, part="work", sets=5, reps=6, unit="kg", **known[name])
        for name in known
    )
    held = tuple(
        HeldSession(start=datetime(2027, month, day, 18), week=week, label="A", exercises=entries)
        for month, day, week, entries in (
            (2, 1, 1, done),
            (2, 15, 3, done[1:]),
            (3, 8, 6, done[1:]),
        )
    )
    gone = tuple(MissedSession(week=week, label="A") for week in (4, 5))
    past = Replanned(block="old", on=date(2027, 3, 9), week=6, sessions=held, missed=gone)
    return replace(plain, scenario=plain.scenario.model_copy(update={"replanned": past}))


def after_absence(below: Universe, entries: Iterable[HeldEntry], week: int = 3) -> Universe:
    """What was done in week 1 could not be trained since, and can again from a week on."""
    first = tuple(entries)
    other = (HeldEntry(exercise="plank", part="work", sets=2, reps=30, unit="kg"),)
    held = tuple(
        HeldSession(
            start=datetime(2027, 2, 1, 18) + timedelta(weeks=number - 1), week=number, label="A",
            exercises=first if number == 1 else other,
        )
        for number in range(1, week)
    )  # fmt: skip
    on = date(2027, 2, 1) + timedelta(weeks=week - 1)
    regained = tuple(Regained(exercise=entry.exercise, on=on) for entry in first)
    past = Replanned(block="old", on=on, week=week, sessions=held, regained=regained)
    return replace(below, scenario=below.scenario.model_copy(update={"replanned": past}))


def _after_absence(*phases: tuple[str, int], **changes: Any) -> Universe:
    """A bar, a dumbbell, a load that is open, and jumps."""
    known: dict[str, dict[str, Any]] = {
        "conventional_deadlift": {"load": 120, "percent": 75, "rpe": 7, "own_max": 160},
        "single_arm_db_row": {"load": 20, "per": "hand"},
        "nordic_curl": {"rpe": 8},
        "box_jump": {},
    }
    done = [
        HeldEntry(exercise=name, part="work", sets=5, reps=6, unit="kg", **how)
        for name, how in known.items()
    ]
    plain = tiny(
        known, weeks=sum(weeks for _, weeks in phases), availability={"sessions": [1, 2]},
        phase_plan=[{"phase": phase, "weeks": weeks} for phase, weeks in phases],
        progression={"return_rpe": 7},
        exercises={name: {"sets": [2, 5]} for name in known}, **changes,
    )  # fmt: skip
    return after_absence(plain, done)


def _missed(own: Universe) -> Universe:
    """The same, and a session of week 1 was missed."""
    past = own.scenario.replanned
    assert past is not None
    past = past.model_copy(update={"missed": (MissedSession(week=1, label="B"),)})
    return replace(own, scenario=own.scenario.model_copy(update={"replanned": past}))


def without(*weeks: int) -> Callable[[Built], None]:
    """These weeks (from 0) hold no session."""

    def close(built: Built) -> None:
        for week in weeks:
            built.model.add(built.plan.open[week, 0] == 0)

    return close


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
    "half known": lambda: _half_known(),
    "loose": lambda: _loose(
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
        POOL[:3], weeks=5, deload={"weeks": []},
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
    "missed for long": lambda: _missed_for_long(),
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
    "weaker": lambda: _weaker(),
    "moved once": lambda: _moved_once(),
    "absence": lambda: _after_absence(
        ("accumulation", 2), ("intensification", 1), ("realization", 3), deload={"weeks": [4]}
    ),
    "gap in a phase": lambda: _gap_in_a_phase(),
    "absence of the goal lift": lambda: _after_absence(
        ("intensification", 2), ("realization", 2), deload={"weeks": []}, goal=GOAL_STRENGTH
    ),
    "absence over a deload": lambda: _after_absence(
        ("accumulation", 5), deload={"weeks": [3]}
    ),
    "absence in a phase": lambda: _after_absence(
        ("accumulation", 6), deload={"weeks": []}
    ),
    "lost": lambda: _lost(weeks=2, deload={"weeks": [2]}),
    "odd load": lambda: _lost(
        load=117, weeks=2, deload={"weeks": [2], "load_drop_percent": [0, 3]},
        exercises={"conventional_deadlift": {"load": [110, 110]}},
    ),
    "lost load": lambda: _lost(load=None, weeks=2, deload={"weeks": [2]}),
    "odd bell": lambda: _lost(row_per="bell", taper={"load_drop_percent": 5}, **TESTED),
    "lost before a test": lambda: _lost(**TESTED),
    "lost today": lambda: _lost(on=date(2027, 2, 2), weeks=2, deload={"weeks": [2]}),
    "lost today, no deload": lambda: _lost(on=date(2027, 2, 2), weeks=2, deload={"weeks": []}),
    "free after a test": lambda: tiny(
        (*POOL[:4], "dead_bug"), weeks=4, deload={"weeks": []},
        goal={"kind": "strength", "test": date(2027, 2, 19)},
        phase_plan=[{"phase": "accumulation", "weeks": 2}, {"phase": "taper", "weeks": 2}],
    ),
    "lost and missed before a test": lambda: _missed(_lost(**LATER_TESTED)),
    "lost today, a test": lambda: _lost(on=date(2027, 2, 2), **TESTED),
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
    "held": lambda: tiny(within=_held, availability={"sessions": [2, 2]}),
    "held away": lambda: tiny(
        POOL[:3], within=_held,
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
