"""Tiny scenarios with a past: what was held, missed or lost before they are planned again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from scenarios.past import HeldEntry, HeldSession, MissedSession, Regained, Replanned
from tests.agreement import Universe
from tests.constraints.tiny import BELLS, TINY, tiny


def half_known() -> Universe:
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


def harder_than_planned() -> Universe:
    """One week is over: fewer pull-ups than planned, and none left."""
    plain = tiny(
        ("pull_up",), weeks=4, deload={"weeks": [3]}, availability={"sessions": [1, 1]},
        exercises={"pull_up": {"reps": [3, 6], "sets": [2, 2]}},
    )  # fmt: skip
    done = [
        HeldEntry(exercise="pull_up", part="work", sets=sets, reps=reps, unit="kg", rpe=10,
                  asked_rpe=8)
        for sets, reps in ((1, 4), (2, 3))
    ]  # fmt: skip
    one = HeldSession(start=datetime(2027, 2, 1, 18), week=1, label="A", exercises=tuple(done))
    past = Replanned(block="before", on=date(2027, 2, 8), week=2, sessions=(one,))
    return replace(plain, scenario=plain.scenario.model_copy(update={"replanned": past}))


def weaker_in_the_midst() -> Universe:
    """Of the week that has begun a session is over: half of the pull-ups of the week before."""
    plain = tiny(
        ("pull_up",), weeks=3, deload={"weeks": []}, availability={"sessions": [2, 2]},
        exercises={"pull_up": {"reps": [3, 8], "sets": [2, 2]}},
    )  # fmt: skip
    done = [
        HeldSession(
            start=start, week=week, label=label,
            exercises=(
                HeldEntry(exercise="pull_up", part="work", sets=2, reps=reps, unit="kg", rpe=rpe,
                          asked_rpe=8),
            ),
        )
        for week, label, start, reps, rpe in (
            (1, "A", datetime(2027, 2, 1, 18), 8, 8),
            (1, "B", datetime(2027, 2, 3, 18), 8, 8),
            (2, "A", datetime(2027, 2, 8, 18), 4, 10),
        )
    ]  # fmt: skip
    past = Replanned(block="before", on=date(2027, 2, 9), week=2, sessions=tuple(done))
    return replace(plain, scenario=plain.scenario.model_copy(update={"replanned": past}))


def gap_after_what_is_over() -> Universe:
    """The first week is over, and the Fridays of the next two are away: what it held was heavy."""
    plain = tiny(
        ("conventional_deadlift", "romanian_deadlift", "pull_up"), weeks=5, deload={"weeks": []},
        availability={"sessions": [1, 2], "tuesday": [], "away": [
            {"from": date(2027, 2, day), "to": date(2027, 2, day)} for day in (12, 19)
        ]},
        session={"exercises": [1, 3], "sets": [2, 14]},
    )  # fmt: skip
    done = (
        HeldEntry(exercise="conventional_deadlift", part="work", sets=4, reps=5, unit="kg",
                  load=120, percent=75, rpe=7),
        HeldEntry(exercise="pull_up", part="work", sets=5, reps=8, unit="kg", rpe=9, asked_rpe=8),
        HeldEntry(exercise="romanian_deadlift", part="work", sets=4, reps=8, unit="kg"),  # open
    )  # fmt: skip
    one = HeldSession(start=datetime(2027, 2, 5, 7), week=1, label="B", exercises=done)
    past = Replanned(block="before", on=date(2027, 2, 8), week=2, sessions=(one,))
    return replace(plain, scenario=plain.scenario.model_copy(update={"replanned": past}))


def effort_not_noted() -> Universe:
    """Of the week that has begun a session is over, and nobody knows how hard it was."""
    own = harder_than_planned()
    plain = tiny(
        ("pull_up",), weeks=3, deload={"weeks": []}, availability={"sessions": [1, 2]},
        exercises={"pull_up": {"reps": [3, 6], "sets": [2, 2]}},
    )  # fmt: skip
    past = own.scenario.replanned
    assert past is not None
    done = HeldEntry(exercise="pull_up", part="work", sets=2, reps=3, unit="kg")
    one = HeldSession(start=datetime(2027, 2, 8, 18), week=2, label="A", exercises=(done,))
    past = past.model_copy(update={"on": date(2027, 2, 10), "sessions": (*past.sessions, one)})
    return replace(plain, scenario=plain.scenario.model_copy(update={"replanned": past}))


def moved_once() -> Universe:
    """Of three sessions that are over, one was held on another day of its week."""
    plain = half_known()
    past = plain.scenario.replanned
    assert past is not None
    first, second, third = past.sessions
    second = second.model_copy(update={"start": second.start + timedelta(days=4)})
    moved = past.model_copy(update={"sessions": (first, second, third)})
    return replace(plain, scenario=plain.scenario.model_copy(update={"replanned": moved}))


def loose(plain: Universe) -> Universe:
    """Planned again before the second of three weeks: its sessions may leave exercises out."""
    past = Replanned(block="before", on=date(2027, 2, 1), week=1, loose=(2,))
    return replace(plain, scenario=plain.scenario.model_copy(update={"replanned": past}))


def weaker() -> Universe:
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


def lost(
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


def gap_in_a_phase() -> Universe:
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


def missed_for_long() -> Universe:
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


def absence_in_phases(*phases: tuple[str, int], **changes: Any) -> Universe:
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


def and_missed(own: Universe) -> Universe:
    """The same, and a session of week 1 was missed."""
    past = own.scenario.replanned
    assert past is not None
    past = past.model_copy(update={"missed": (MissedSession(week=1, label="B"),)})
    return replace(own, scenario=own.scenario.model_copy(update={"replanned": past}))
