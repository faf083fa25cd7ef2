"""Held sessions: the part of a block that is over, fixed in the model as it was.

It stands alone because only a block that is planned again in its midst needs it. Weeks count from
0 here, as in the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from constraints.lines import Line, Prescription
from scenarios.ids import LABELS
from scenarios.past import HeldSession, PastEntry
from scenarios.schema import Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.decisions import Decisions


def is_over(scenario: Scenario, week: int) -> bool:
    """Whether a week has no session to come."""
    past = scenario.replanned
    return past is not None and past.is_over(shown_week(week), None)


def _entries(scenario: Scenario) -> Iterator[tuple[HeldSession, Line, PastEntry]]:
    for session in () if scenario.replanned is None else scenario.replanned.sessions:
        for entry in session.exercises:
            yield session, Line(entry.exercise, entry.part), entry


def _prescription(entry: PastEntry) -> Prescription:
    return Prescription(
        entry.reps,
        None if entry.load is None else round(entry.load * 100),
        None if entry.percent is None else round(entry.percent * 10),
        None if entry.rpe is None else round(entry.rpe * 2),
    )


def prescriptions(scenario: Scenario) -> Mapping[tuple[int, Line], tuple[Prescription, ...]]:
    """What was done of each line in each week; tests left out."""
    found: dict[tuple[int, Line], tuple[Prescription, ...]] = {}
    for session, line, entry in _entries(scenario):
        if line.part != "test":
            key, what = (session.week - 1, line), _prescription(entry)
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), what)))
    return found


@lru_cache(maxsize=64)
def _sets(scenario: Scenario) -> Mapping[tuple[int, Line], tuple[int, ...]]:
    found: dict[tuple[int, Line], tuple[int, ...]] = {}
    for session, line, entry in _entries(scenario):
        key = session.week - 1, line
        found[key] = (*found.get(key, ()), entry.sets)
    return found


def sets(scenario: Scenario, week: int, line: Line) -> tuple[int, ...]:
    """How many sets of a line were done in each session of a week that is over."""
    return _sets(scenario).get((week, line), ())


def hold(plan: Decisions) -> None:
    """Fix what is over: sessions in their slots with their lines; nothing else before the day."""
    past = plan.scenario.replanned
    if past is None:
        return
    model = plan.model
    starts = {(one.week - 1, LABELS.index(one.label)): one.start for one in past.sessions}
    for (week, k, slot), literal in plan.at.items():
        start = plan.slots[slot].start
        if (week, k) in starts:
            model.add(literal == int(start == starts[week, k]))
        elif start.date() < past.on:
            model.add(literal == 0)
    over = set()
    for week, k in plan.sessions():
        if past.is_over(shown_week(week), LABELS[k]):
            over.add((week, k))
            model.add(plan.open[week, k] == int((week, k) in starts))
    done = {
        (session.week - 1, LABELS.index(session.label), line): entry
        for session, line, entry in _entries(plan.scenario)
    }
    for (week, k, line), on in plan.on.items():
        if line.part == "test":
            continue
        if (week, k) not in over:
            if (week, line) in plan.barred:
                model.add(on == 0)
            continue
        entry = done.get((week, k, line))
        model.add(on == int(entry is not None))
        if entry is None:
            continue
        model.add(plan.sets[week, k, line] == entry.sets)
        for what, literal in plan.choices(week, line, k):
            model.add(literal == int(what == _prescription(entry)))
