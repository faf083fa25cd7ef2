"""What tests of single rules share: sessions by week, and what a rule says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from constraints.block import Entry, Session
from constraints.rule import Breach
from tests.builders import ATHLETE, block, deadlift, entry, scenario, session

LIFT, ROW = "conventional_deadlift", "single_arm_db_row"
FILLERS = (  # any exercises
    "hip_thrust", "barbell_row", "pull_up", "plank", "dead_bug", "bird_dog", "step_up", "face_pull",
    "lat_pulldown", "calf_raise", "copenhagen", "nordic_curl", "split_squat", "box_jump",
    "glute_bridge", "inverted_row", "single_leg_rdl",
)  # fmt: skip
# Bars can be loaded in steps of 10 alone.
COARSE: dict[str, Any] = {"equipment": {"barbell": {"bar": 20, "plates": [5, 10, 20]}}}
ONE_PHASE: dict[str, Any] = {  # with a deload in its second week
    "phase_plan": [{"phase": "accumulation", "weeks": 12}],
    "deload": {"weeks": [2]},
}
IN_SEASON: dict[str, Any] = {"goal": {"kind": "maintenance", "test": None}}
DOSE: dict[str, Any] = {
    "phases": {
        "accumulation": {"main_total_reps": [14, 22]},
        "intensification": {"main_total_reps": [11, 19]},
        "realization": {"main_total_reps": [5, 13]},
        "taper": {"main_total_reps": [3, 9]},
    }
}
TWO_MATCHES: dict[str, Any] = {  # in weeks 2 and 11
    "season": {"matches": [date(2027, 2, 10), date(2027, 2, 13)]}
}


def held(week: int, *entries: Entry, label: str = "A") -> Session:
    """A session in a week (from 1) with these entries."""
    day = ATHLETE["start"] + timedelta(weeks=week - 1, days=2 * "ABC".index(label))
    return session(day, week=week, label=label, exercises=entries)


def named(week: int, *names: str, label: str = "A") -> Session:
    """A session in a week (from 1) with these exercises."""
    return held(week, *map(entry, names), label=label)


def lifted(loads: Mapping[int, float], sets: int = 4, reps: int = 6) -> list[Session]:
    """The load of the main lift in each week (from 1)."""
    return [held(week, deadlift(sets, reps, load)) for week, load in loads.items()]


def row(reps: int = 8, load: float | None = None, rpe: float | None = None) -> Entry:
    """A row with a dumbbell."""
    return entry(ROW, 3, reps, load=load, rpe=rpe)


def singles(total: int, exercise: str = LIFT, **more: Any) -> Entry:
    """So many sets of one rep: any total can be hit."""
    return entry(exercise, total, 1, **more)


def audited(kind: Any, sessions: Iterable[Session], **changes: Any) -> tuple[Breach, ...]:
    """What a rule says of these sessions."""
    (rule,) = kind.asked_by(scenario(**changes))
    found: tuple[Breach, ...] = rule.audit(block(sessions, **changes))
    return found


def weeks_of(found: Iterable[Breach]) -> list[int | None]:
    """The weeks of some breaches."""
    return [breach.where.week for breach in found]


def limits(found: Iterable[Breach]) -> list[float]:
    """The limits that were crossed."""
    return [breach.limit for breach in found]


def excesses(found: Iterable[Breach]) -> list[int]:
    """How far each limit was crossed."""
    return [breach.excess for breach in found]


def ranks(kind: Any, priority: str) -> list[str]:
    """The priorities with which a rule is asked when the athlete ranks it so."""
    return [rule.priority for rule in kind.asked_by(scenario(priorities={kind.slug: priority}))]
