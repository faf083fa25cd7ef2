"""Blocks made by hand: a test says what it is about, the rest is a sensible default."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from constraints.block import Block, Entry, Session, Solve, TierRow
from scenarios.loader import merged, resolve
from scenarios.schema import Scenario

ATHLETE: dict[str, Any] = {
    "title": "Twelve weeks to a deadlift test",
    "start": date(2027, 2, 1),
    "weeks": 12,
    "timezone": "Europe/Berlin",
    "athlete": {
        "level": "intermediate",
        "one_rep_max": {"conventional_deadlift": 160, "back_squat": 130, "power_clean": 82.5},
    },
    "goal": {
        "kind": "strength",
        "lift": "conventional_deadlift",
        "test": date(2027, 4, 23),
    },
    "availability": {
        "sessions": 3,
        "minutes": 75,
        "monday": "18:00-19:30",
        "wednesday": "18:00-19:30",
        "friday": "18:00-19:30",
    },
    "equipment": {
        "barbell": {"bar": 20, "plates": [1.25, 2.5, 5, 10, 15, 20, 25]},
        "dumbbells": {"from": 2, "to": 50, "step": 2},
        "kettlebells": [16, 24, 32],
        "other": ["rack", "bench", "box", "pullup_bar", "cable", "nordic_anchor", "bumpers"],
    },
}


def scenario(**changes: Any) -> Scenario:
    """The intermediate athlete of `ATHLETE`; tables are merged key by key, the rest is replaced."""
    return resolve(merged(ATHLETE, changes), where="test", stem="test")


def entry(
    exercise: str = "conventional_deadlift", sets: int = 4, reps: int = 6, **more: Any
) -> Entry:
    """Four sets of six; without `load` the load is open. `per` follows from a load as for a bar."""
    fields: dict[str, Any] = {
        "order": 1,
        "part": "work",
        "rep_unit": "reps",
        "sides": 1,
        "load": None,
        "unit": "kg",
        "per": None if more.get("load") is None else "bar",
        "percent": None,
        "percent_of": None,
        "rpe": None,
        "rest_seconds": 120,
    }
    return Entry(exercise=exercise, sets=sets, reps=reps, **{**fields, **more})


def deadlift(sets: int = 4, reps: int = 6, load: float = 112.5, **more: Any) -> Entry:
    """The main lift, with its ramp."""
    fields: dict[str, Any] = {
        "order": 2,
        "load": load,
        "percent": round(load / 160 * 100, 1),
        "percent_of": "conventional_deadlift",
        "rpe": 5,
        "rest_seconds": 210,
        "warmup": [
            {"reps": 5, "load": 45},
            {"reps": 4, "load": 70},
            {"reps": 3, "load": 92.5},
        ],
    }
    return entry("conventional_deadlift", sets, reps, **{**fields, **more})


def monday() -> tuple[Entry, ...]:
    """The first Monday of the reference block."""
    return (
        entry("box_jump", 4, 3, order=1, rest_seconds=90),
        deadlift(order=2),
        entry("barbell_row", 3, 8, order=3, rpe=7),
        entry("nordic_curl", 2, 4, order=4, rpe=8),
        entry("dead_bug", 2, 8, order=5, sides=2, rest_seconds=60),
    )


def session(
    day: date = date(2027, 2, 1),
    at: time = time(18),
    exercises: Iterable[Entry] | None = None,
    zone: str = "Europe/Berlin",
    **more: Any,
) -> Session:
    """An evening session; its end follows from `minutes`, its uid from day and time."""
    start = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    minutes = more.get("minutes", 65)
    end = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    fields: dict[str, Any] = {
        "uid": str(uuid5(NAMESPACE_URL, f"test {start.isoformat()}")),
        "sequence": 0,
        "stamp": "2027-02-01T00:00:00Z",
        "week": 1,
        "label": "A",
        "phase": "accumulation",
        "deload": False,
        "start": datetime.fromisoformat(start.isoformat()),  # offsets, as in a saved block
        "end": datetime.fromisoformat(end.isoformat()),
        "minutes": minutes,
        "exercises": tuple(monday() if exercises is None else exercises),
    }
    return Session(**{**fields, **more})


def weeks(count: int = 12) -> tuple[Session, ...]:
    """Three sessions a week from the start of the block, all different."""
    return tuple(
        session(
            date(2027, 2, 1) + timedelta(weeks=week, days=2 * number),
            week=week + 1,
            label="ABC"[number],
            deload=week in (3, 7),
            minutes=55 + 5 * number,
            exercises=(
                *monday()[:1],
                deadlift(load=100 + 2.5 * week + 10 * number),
                *monday()[2 : 5 - number],
            ),
        )
        for week in range(count)
        for number in range(3)
    )


def block(sessions: Iterable[Session] | None = None, **changes: Any) -> Block:
    """A block of these sessions (default: one) for the scenario with these changes."""
    return Block(
        scenario=scenario(**changes),
        solve=Solve(
            status="optimal",
            gap=0,
            tiers=(TierRow(priority="should", objective=0, bound=0, status="optimal"),),
            seed=0,
            solver="OR-Tools CP-SAT 9.15.6755",
            planner="0.1.0",
        ),
        sessions=(session(),) if sessions is None else tuple(sessions),
    )
