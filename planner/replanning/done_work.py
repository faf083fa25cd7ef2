"""Done work: a planned session and what the log says of it, as entries of a block.

It stands alone because percents and efforts of the past are reckoned here, by the 1RM of that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from constraints.block import Block, Entry, Session
from constraints.lines import (
    Prescription,
    Reference,
    hinge_tier,
    per_of,
    prescription_of,
    reference_of,
)
from planner.log.done import DoneEntry, DoneSession, DoneSet, Extra
from scenarios import strength
from scenarios.catalogue import Exercise
from scenarios.past import ExtraWork, HeldEntry, HeldSession
from scenarios.rest import rest_seconds
from scenarios.schema import Hinge, Scenario

_TIERS: tuple[Hinge, ...] = ("none", "light", "moderate", "heavy")


def session_done(old: Block, log: DoneSession) -> Session:
    """A session at the time when it was held, with what was done in it."""
    zone, session = ZoneInfo(old.scenario.timezone), log.session
    start, end = session.start, session.end
    if log.was_moved:
        local = log.start.replace(tzinfo=zone)
        start = datetime.fromisoformat(local.isoformat())
        last = (start + timedelta(minutes=session.minutes)).astimezone(zone)
        end = datetime.fromisoformat(last.isoformat())
    entries = [
        entry
        for one in log.entries
        for entry in _entries(_reference(old, session, one.planned.exercise), one)
    ]
    numbered = tuple(
        entry.model_copy(update={"order": number}) for number, entry in enumerate(entries, start=1)
    )
    same = tuple(sorted(session.exercises, key=lambda entry: entry.order))
    plain = tuple(entry.model_copy(update={"order": n}) for n, entry in enumerate(same, start=1))
    done = session.exercises if numbered == plain else numbered
    return session.model_copy(update={"start": start, "end": end, "exercises": done})


def _reference(old: Block, session: Session, name: str) -> Reference:
    """The 1RM that a session was planned by: that of its day, though it may have moved since."""
    now = reference_of(old.scenario, old.exercise(name))
    past = () if old.scenario.replanned is None else old.scenario.replanned.sessions
    for one in past:
        for entry in (
            one.exercises if (one.week, one.label) == (session.week, session.label) else ()
        ):
            if entry.exercise == name and entry.own_max is not None:
                return Reference(now.base, round(100 * entry.own_max), now.percent_of)
    return now


def _entries(reference: Reference, one: DoneEntry) -> Iterator[Entry]:
    """What was done of one planned entry: one for every run of equal sets."""
    planned = one.planned
    if one.status == "missed":
        return
    if one.status != "changed":
        yield planned
        return
    warmup = planned.warmup
    for count, done in _runs(one.sets):
        what = _what(reference, planned, done)
        yield planned.model_copy(
            update={
                "sets": count, "reps": what.reps, "warmup": warmup,
                "load": None if what.load is None else what.load / 100,
                "percent": None if what.percent is None else what.percent / 10,
                "percent_of": None if what.percent is None else planned.percent_of,
                "rpe": None if what.rpe is None else what.rpe / 2,
            }
        )  # fmt: skip
        warmup = ()


def _runs(sets: Iterable[DoneSet]) -> Iterator[tuple[int, DoneSet]]:
    """Sets that were done, as runs of equal ones: how many, and one of them.

    The same reps with the same load are equal sets, as hard as the hardest of them: the first is
    always easier than the last. Where no load is noted, reps and effort are all that is told, so
    these are kept apart.
    """

    def told(one: DoneSet) -> tuple[int, int | None, int | None]:
        return one.reps, one.load, None if one.load else one.rpe

    for _, run in groupby((each for each in sets if each.reps > 0), key=told):
        ours = list(run)
        known = [one.rpe for one in ours if one.rpe is not None]
        yield len(ours), replace(ours[0], rpe=max(known, default=None))


def _what(reference: Reference, planned: Entry, done: DoneSet) -> Prescription:
    """One set with percent and RPE: noted, else implied by the load, else what was asked for."""
    asked = planned.prescription
    if (done.reps, done.load) == (asked.reps, asked.load):
        percent, implied = asked.percent, asked.rpe
    elif done.load and reference.own is not None:
        reckoned = prescription_of(reference, done.reps, done.load)
        percent, implied = reckoned.percent, reckoned.rpe
        implied = None if implied is None else min(implied, strength.RPE_TEN_HALVES)
    else:
        percent, implied = None, asked.rpe
        is_bare = not asked.load and not done.load
        if is_bare and implied is not None and done.reps < asked.reps:
            implied = strength.RPE_TEN_HALVES  # nobody does fewer than asked for who has some left
    if percent is not None and asked.percent is not None and asked.load and done.load:
        # The percent is of the 1RM that the session was planned by.
        percent = round(asked.percent * done.load / asked.load)
    return Prescription(done.reps, done.load, percent, implied if done.rpe is None else done.rpe)


def with_extras(old: Block, session: Session, extras: list[Extra], may_be_there: bool) -> Session:
    """A session with the work that was done on top on its day; perhaps it is there already."""
    entries = list(session.exercises)
    for extra in extras:
        exercise = old.exercise(extra.exercise)
        reference = _reference(old, session, exercise.id)
        for count, done in _runs(extra.sets):
            what = _asked(reference, done)
            new = Entry(
                exercise=exercise.id, order=len(entries) + 1, part="work", sets=count,
                reps=done.reps, rep_unit=exercise.rep_unit, sides=exercise.sides,
                load=None if done.load is None else done.load / 100, unit=extra.unit,
                per=None if done.load is None else per_of(old.scenario, exercise),
                percent=None if what.percent is None else what.percent / 10,
                percent_of=None if what.percent is None else reference.percent_of,
                rpe=None if what.rpe is None else what.rpe / 2,
                rest_seconds=rest_seconds(exercise, done.reps, what.percent),
            )  # fmt: skip
            if not may_be_there or not any(
                new == one.model_copy(update={"order": new.order}) for one in session.exercises
            ):
                entries.append(new)
    return session.model_copy(update={"exercises": tuple(entries)})


def _asked(reference: Reference, done: DoneSet) -> Prescription:
    if not done.load or reference.own is None:
        return Prescription(done.reps, done.load, None, done.rpe)
    plain = prescription_of(reference, done.reps, done.load)
    return plain if done.rpe is None else Prescription(plain.reps, plain.load, plain.percent,
                                                       done.rpe)  # fmt: skip


def extra_work(old: Block, extra: Extra) -> ExtraWork:
    """Work on a day without a session, as sessions planned elsewhere are counted."""
    exercise, scenario = old.exercise(extra.exercise), old.scenario
    sets = [one for one in extra.sets if one.reps > 0]
    reference = reference_of(scenario, exercise)
    tiers = [hinge_tier(scenario, exercise, _asked(reference, one), len(sets)) for one in sets]
    return ExtraWork(
        start=extra.start, exercise=exercise.id, axial=len(sets) * exercise.axial,
        contacts=sum(one.reps for one in sets) if exercise.is_jump else 0,
        hinge=_TIERS[max(tiers, default=0)],
        quarter_sets={m: len(sets) * credit for m, credit in exercise.quarter_credits.items()},
    )  # fmt: skip


def kept(old: Block, planned: Session, done: Session) -> HeldSession:
    """A session as the scenario of the new block keeps it."""
    known = {} if old.scenario.replanned is None else {
        (one.week, one.label, entry.exercise): entry.own_max
        for one in old.scenario.replanned.sessions
        for entry in one.exercises
    }  # fmt: skip

    asked = {one.line: one.rpe for one in planned.exercises}
    loads = {one.line: one.load for one in planned.exercises if one.load is not None}

    def asked_load(entry: Entry) -> float | None:
        load = loads.get(entry.line)
        return load if entry.load not in (None, load) else None

    def own_max(entry: Entry) -> float | None:
        key = done.week, done.label, entry.exercise
        return known[key] if key in known else _own(old.scenario, old.exercise(entry.exercise))

    entries = tuple(
        HeldEntry(
            exercise=one.exercise, part="work" if one.part == "top" else one.part, sets=one.sets,
            reps=one.reps, load=one.load, unit=one.unit, percent=one.percent, rpe=one.rpe,
            own_max=own_max(one),
            asked_rpe=None if asked.get(one.line) == one.rpe else asked.get(one.line),
            asked_load=asked_load(one), per=one.per,
        )
        for one in done.exercises
    )  # fmt: skip
    names = tuple(dict.fromkeys(e.exercise for e in planned.exercises if e.part != "test"))
    was = tuple(dict.fromkeys(e.exercise for e in done.exercises if e.part != "test"))
    return HeldSession(
        start=done.local_start, exercises=entries, week=done.week, label=done.label,
        planned=None if set(names) == set(was) else names,
    )  # fmt: skip


def _own(scenario: Scenario, exercise: Exercise) -> float | None:
    own = reference_of(scenario, exercise).own
    return None if own is None else own / 100
