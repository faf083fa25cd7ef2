"""Random values for properties: scenarios that can be planned, and blocks that make no sense."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from constraints.block import Block, Entry, Place, ScoreRow, Session, Solve, TierRow, WarmUpSet
from scenarios.catalogue import MUSCLES, catalogue
from scenarios.loader import merged, resolve
from scenarios.schema import Scenario

START = date(2027, 2, 1)
ATHLETE: dict[str, Any] = {
    "start": START,
    "weeks": 2,
    "athlete": {
        "level": "intermediate",
        "one_rep_max": {"conventional_deadlift": 160, "back_squat": 130},
    },
    "goal": {"kind": "general", "lift": "conventional_deadlift"},
    "availability": {
        "sessions": [1, 2],
        "minutes": 75,
        "monday": "18:00-19:30",
        "wednesday": "18:00-19:30",
        "friday": "18:00-19:30",
    },
    "equipment": {
        "barbell": {"bar": 20, "plates": [2.5, 5, 10, 15, 20, 25]},
        "dumbbells": {"from": 10, "to": 40, "step": 5},
        "kettlebells": [16, 24, 32],
        "other": ["rack", "bench", "box", "pullup_bar", "nordic_anchor"],
    },
}
ALWAYS = ("conventional_deadlift", "nordic_curl", "pull_up", "dead_bug", "split_squat")
PERHAPS = ("romanian_deadlift", "single_arm_db_row", "box_jump", "calf_raise", "hip_thrust")
SEASON = {"season": {"weekly": "saturday"}}
NIGHTS = {
    "availability": {
        "monday": [], "wednesday": [], "friday": [],
        "roster": {
            "hours_after_night": 12,
            "cycle": [
                {"shift": "night", "from": time(22), "to": time(6), "train": "10:00-11:00"},
                {"shift": "off", "train": "18:00-19:00", "light": True, "rpe": 7},
            ],
        },
    }
}  # fmt: skip
TEST = {"weeks": 4, "goal": {"kind": "strength", "test": date(2027, 2, 26)}}
WISHES: dict[str, Any] = {
    "exercises": {
        "before": [("dead_bug", "pull_up"), ("pull_up", "dead_bug")],
        "pin": ["nordic_curl"],
        "prefer": ["split_squat"],
        "conventional_deadlift": {"load": [60, 120], "sets_week": [2, 6], "reps_week": [8, 30]},
        "pull_up": {"weeks": [1, 1], "sessions_week": [1, 2], "reps_session": [5, 30]},
    }
}


def changed(*changes: dict[str, Any]) -> Scenario:
    """The athlete with some changes."""
    table = ATHLETE
    for change in changes:
        table = merged(table, change)
    return resolve(table, where="test", stem="test")


@st.composite
def asks(draw: st.DrawFn) -> dict[str, Any]:
    """Changes that make a small request, most of which can be planned and proved in a second."""
    extra = draw(st.lists(st.sampled_from(PERHAPS), unique=True, min_size=1, max_size=3))
    return {
        "weeks": draw(st.integers(2, 3)),
        "goal": {"kind": draw(st.sampled_from(["general", "hypertrophy", "maintenance"]))},
        "availability": {
            "sessions": draw(st.sampled_from([[1, 1], [1, 2], [2, 2]])),
            "minutes": draw(st.sampled_from([50, 60, 75])),
        },
        "exercises": {"only": [*ALWAYS, *extra]},
    }


scenarios = st.sampled_from(
    [
        changed(),
        changed(TEST, WISHES),
        changed(SEASON, {"profile": "in_season", "goal": {"kind": "maintenance"}}),
        changed(NIGHTS, {"week_days": 8}),
        changed({"weeks": 6, "profile": ["masters", "low_back"]}),
        changed(
            {
                "weeks": 1,
                "equipment": {"units": "lb"},
                "elsewhere": [{"title": "x", "weekday": "monday", "at": time(9), "axial": 5,
                               "contacts": 50, "hinge": "heavy", "sets": {"glutes": 6}}],
                "recovery": {"last_heavy_hinge": date(2027, 1, 31)},
            }
        ),
    ]
)  # fmt: skip

numbers = st.one_of(
    st.none(),
    st.sampled_from([0.0, 0.5, 20, 60, 100, 112.5, 160, 9999]),
    st.floats(0, 1000, allow_nan=False).map(lambda x: round(x, 2)),
)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """A line of a session that nobody would write."""
    return Entry(
        exercise=draw(st.sampled_from(sorted(catalogue()))),
        order=draw(st.integers(-1, 9)),
        part=draw(st.sampled_from(["work", "work", "top", "back_off", "test"])),
        sets=draw(st.one_of(st.integers(1, 6), st.integers(1, 1000))),
        reps=draw(st.one_of(st.integers(1, 12), st.integers(1, 1000))),
        rep_unit=draw(st.sampled_from(["reps", "seconds"])),
        sides=draw(st.sampled_from([1, 2])),
        load=draw(numbers),
        unit=draw(st.sampled_from(["kg", "lb"])),
        per=draw(st.sampled_from([None, "bar", "hand", "bell", "stack", "added"])),
        percent=draw(numbers),
        percent_of=draw(st.sampled_from([None, "conventional_deadlift"])),
        rpe=draw(st.one_of(st.none(), st.integers(0, 24).map(lambda halves: halves / 2))),
        rest_seconds=draw(st.integers(0, 600)),
        warmup=tuple(
            WarmUpSet(reps=reps, load=load)
            for reps, load in draw(st.lists(st.tuples(st.integers(0, 30), numbers), max_size=4))
        ),
    )


@st.composite
def sessions(draw: st.DrawFn, weeks: int, number: int) -> Session:
    """A session on any day, in any week, with any name."""
    day = START + timedelta(days=draw(st.integers(-10, 7 * weeks + 10)))
    at = draw(st.one_of(st.just(time(18)), st.times().map(lambda t: t.replace(microsecond=0))))
    zone = timezone(timedelta(hours=draw(st.integers(-11, 13))))
    start = datetime.combine(day, at, tzinfo=draw(st.sampled_from([UTC, zone])))
    minutes = draw(st.integers(0, 400))
    return Session(
        uid=f"uid {number}",
        sequence=0,
        stamp="2027-02-01T00:00:00Z",
        week=draw(st.integers(1, weeks)),
        label=draw(st.one_of(st.sampled_from("ABCDEFG"), words)),
        phase=draw(st.sampled_from(["accumulation", "realization", "taper", "maintenance"])),
        deload=draw(st.booleans()),
        start=start,
        end=start + timedelta(minutes=draw(st.sampled_from([minutes, 60]))),
        minutes=minutes,
        exercises=tuple(draw(st.lists(entries(), max_size=5))),
    )


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """A block that no planner would write, for a scenario that could be real."""
    scenario = draw(scenarios)
    count = draw(st.integers(0, 5))
    return Block(
        scenario=scenario,
        solve=Solve(
            status="feasible",
            gap=draw(st.sampled_from([0, 0.1234, 1])),
            tiers=(TierRow(priority="should", objective=3, bound=0, status="feasible"),),
            seed=draw(st.integers(0, 9)),
            solver="none",
            planner=draw(words),
        ),
        score=tuple(draw(st.lists(rows(), max_size=2))),
        sessions=tuple(draw(sessions(scenario.weeks, number)) for number in range(count)),
    )


@st.composite
def rows(draw: st.DrawFn) -> ScoreRow:
    """A price that a block might state."""
    return ScoreRow(
        rule=draw(words),
        priority=draw(st.sampled_from(["must", "should", "prefer"])),
        where=Place(week=draw(st.sampled_from([None, 1])), muscle=draw(st.sampled_from(MUSCLES))),
        text=draw(words),
        measured=draw(st.floats(-9, 9999, allow_nan=False)),
        limit=draw(st.floats(-9, 9999, allow_nan=False)),
        unit=draw(words),
        price=draw(st.integers(0, 99)),
    )
