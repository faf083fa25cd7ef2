"""`previous = "old.block.json"`: from the file of an earlier block to plain keys of a scenario.

A block that follows another one does not start from nothing: the athlete still recovers from the
last sessions, is used to so many sets, and knows what was on the bar. It may start in the midst of
the other one, which then ends there. What the file says is written into the scenario, so that
everything later (the saved block too) needs the file no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from pydantic import ValidationError

from scenarios import strength
from scenarios.catalogue import Exercise, catalogue
from scenarios.equipment import Equipment
from scenarios.errors import ScenarioError
from scenarios.old_block import OldAthlete, OldBlock, OldEntry, OldWeek, read
from scenarios.past import PastEntry, PastLift, PastSession, PastWeek, Previous
from scenarios.schema import RECENT_SET

Table = dict[str, Any]
LONGEST_BREAK_DAYS: Final = 28  # after more days off, sets and loads start anew [P]


def carry_over(resolved: Table, where: str) -> Table:
    """The scenario with what came before written into it.

    Strength is taken over where the athlete does not state it, or states what was known before
    the old block already: then what was lifted at its end is newer.

    Args:
        resolved: a scenario's table, with all layers merged.
        where: what to call the scenario's file in messages.

    Raises:
        ScenarioError: `previous` names no block that came before this one.
    """
    name = resolved.get("previous")
    if name is None or isinstance(name, dict):  # a saved block carries it resolved
        return resolved
    if not isinstance(name, str):
        raise ScenarioError(
            f"{where}: previous = {str(name)[:60]}: must be the path of a saved block"
            '\nMaybe write: previous = "old.block.json"'
        )
    key = f'{where}: previous = "{name}"'
    old, start = read(name, key), resolved.get("start")
    if not isinstance(start, date) or isinstance(start, datetime):
        return {**resolved, "previous": None}  # the schema says what is wrong with it
    if not old.sessions:
        raise ScenarioError(f"{key}: that block has no session\nMaybe delete the line")
    old = old.before(start)  # who plans anew in its midst holds no more of it
    if not old.sessions:
        raise ScenarioError(
            f"{key}: nothing of that block lies before {start}, the start of this one"
            f"\nMaybe start later, or delete the line"
        )
    exercises = _known(resolved)
    lifts = dict(_lifts(old, _counted_on(resolved, exercises)))
    last = max(session.start.date() for session in old.sessions)
    begins = datetime.combine(start, time())
    is_fresh = (start - last).days <= LONGEST_BREAK_DAYS
    before = Previous(
        block=old.scenario.id,
        end=min(old.scenario.end, start - timedelta(days=1)),
        sessions=tuple(_sessions(old, begins - timedelta(hours=_longest_recovery(resolved)))),
        loading_week=_loading_week(old, start) if is_fresh else None,
        lifts=lifts if is_fresh else {},
        define=_definitions(old, exercises),
    )
    athlete = _athlete(old, resolved.get("athlete", {}), lifts, exercises)
    return {**resolved, "previous": before.model_dump(), "athlete": athlete}


def _known(resolved: Table) -> Mapping[str, Exercise]:
    """Exercises of the new scenario by id; own ones that are wrong are left to the schema."""
    own = resolved.get("exercises")
    define = own.get("define", {}) if isinstance(own, dict) else {}
    return {**catalogue(), **_valid(define)}


def _valid(define: object) -> dict[str, Exercise]:
    found = {}
    for name, table in sorted(define.items()) if isinstance(define, dict) else ():
        try:
            found[name] = Exercise.model_validate({"id": name, **table})
        except (ValidationError, TypeError):
            continue
    return found


def _definitions(old: OldBlock, exercises: Mapping[str, Exercise]) -> dict[str, Exercise]:
    """Exercises of the old sessions that only the old scenario defines."""
    used = {entry.exercise for session in old.sessions for entry in session.exercises}
    theirs = _valid(old.scenario.exercises.define)
    return {name: one for name, one in theirs.items() if name in used and name not in exercises}


def _counted_on(resolved: Table, exercises: Mapping[str, Exercise]) -> Mapping[str, str | None]:
    """What each exercise is loaded by now: bar, hand, bell or stack; None for bodyweight."""
    try:
        owned = Equipment.model_validate(resolved.get("equipment", {})).tokens()
    except ValidationError:
        owned = frozenset()
    return {
        name: one.per(next((tool for tool in one.loaded_by if tool in owned), None))
        for name, one in exercises.items()
    }


def _longest_recovery(resolved: Table) -> float:
    """Hours for which a session can still matter: the longest gap, and what a failure adds.

    The day before matters whatever the gaps are: to jumps, and to swings before a heavy hinge.
    """
    recovery = resolved.get("recovery")
    gaps = recovery.items() if isinstance(recovery, dict) else ()
    hours = {key: gap for key, gap in gaps if isinstance(gap, (int, float))}
    longest = max(hours.values(), default=0) + hours.get("failure_hours", 0)
    return min(max(longest, 48), 24 * 56)


def _sessions(old: OldBlock, since: datetime) -> Iterator[PastSession]:
    for session in sorted(old.sessions, key=lambda one: one.start):
        start = session.start.replace(tzinfo=None)
        if start > since:  # a gap of just so many hours is long enough
            yield PastSession(start=start, exercises=tuple(map(_entry, session.exercises)))


def _entry(entry: OldEntry) -> PastEntry:
    return PastEntry.model_validate(entry.model_dump(exclude={"per", "rep_unit"}))


def _loading(old: OldBlock) -> list[OldWeek]:
    """The weeks that are neither deload nor taper, in order."""
    weeks = sorted(old.weeks, key=lambda one: one.week)
    return [one for one in weeks if not one.deload and one.phase != "taper"]


def _loading_week(old: OldBlock, start: date) -> PastWeek | None:
    """The last loading week that was over by the start of the new block.

    The one before where the last lost sessions to a trip or a match.
    """
    held = {
        week.week: [session for session in old.sessions if session.week == week.week]
        for week in old.weeks
    }
    over = [week for week in _loading(old) if week.start + timedelta(days=week.days) <= start]
    loading = [week for week in over if held[week.week]]
    if len(loading) > 1 and len(held[loading[-1].week]) < len(held[loading[-2].week]):
        loading.pop()
    if not loading:
        return None
    last = loading[-1]
    sets = sum(entry.sets for session in held[last.week] for entry in session.exercises)
    return PastWeek(start=last.start, days=last.days, working_sets=sets, sets=last.sets)


def _lifts(old: OldBlock, per: Mapping[str, str | None]) -> Iterator[tuple[str, PastLift]]:
    """How each exercise was last trained in a loading week, if it is still loaded the same way."""
    loading, found = {week.week for week in _loading(old)}, {}
    for session in sorted(old.sessions, key=lambda one: one.start):
        for entry in session.exercises:
            is_counted = entry.part in ("work", "top") and session.week in loading
            is_same = entry.exercise in per and per[entry.exercise] == entry.per
            if is_counted and is_same and entry.rep_unit == "reps":
                found[entry.exercise] = session.week, entry
    for name, (week, entry) in sorted(found.items()):
        reps = sum(
            one.sets * one.reps
            for session in old.sessions
            for one in session.exercises
            if session.week == week and one.exercise == name and one.part != "test"
        )
        yield (
            name,
            PastLift(
                reps=entry.reps, load=entry.load, unit=entry.unit, rpe=entry.rpe, reps_week=reps
            ),
        )


def _weight(load: float, unit: strength.Unit, to: strength.Unit) -> float:
    return strength.convert(round(load * 100), unit, to) / 100


def _athlete(
    old: OldBlock, own: object, lifts: Mapping[str, PastLift], exercises: Mapping[str, Exercise]
) -> object:
    """The athlete's table, completed by what the old block knew and by what it led to."""
    if not isinstance(own, dict):
        return own
    units: strength.Unit = "lb" if own.get("units") == "lb" else "kg"
    before = old.scenario.athlete
    maxes = {name: _weight(load, before.units, units) for name, load in before.one_rep_max.items()}
    sets = dict(_recent_sets(before, units, lifts))
    stated = {
        key: value if isinstance(value := own.get(key, {}), dict) else {}
        for key in ("one_rep_max", "recent_sets", "ratios")
    }
    newer = {
        name: text
        for name, text in stated["recent_sets"].items()
        if name not in sets or units != before.units or text != before.recent_sets.get(name)
    }
    ratios = {name: ratio for name, ratio in before.ratios.items() if name in exercises}
    completed = {
        "one_rep_max": {**maxes, **stated["one_rep_max"]},
        "recent_sets": {**{k: v for k, v in sets.items() if k in exercises}, **newer},
        "ratios": {**ratios, **stated["ratios"]},
    }
    wrong = {key: own[key] for key in completed if not isinstance(own.get(key, {}), dict)}
    return {**own, **completed, **wrong}


def _recent_sets(
    before: OldAthlete, units: strength.Unit, lifts: Mapping[str, PastLift]
) -> Iterator[tuple[str, str]]:
    """For each exercise the stronger one of what was known and what was lifted at the end.

    A planned set proves at least what its RPE says, so it never makes the athlete weaker.
    """
    known: dict[str, list[tuple[int, float, float]]] = {}
    for name, text in sorted(before.recent_sets.items()):
        match = RECENT_SET.fullmatch(text)
        if match is not None:
            weight = _weight(float(match[2]), before.units, units)
            known.setdefault(name, []).append((int(match[1]), weight, float(match[3])))
    for name, lift in sorted(lifts.items()):
        if lift.load and lift.rpe is not None and 1 <= lift.rpe <= 10 and lift.reps:
            weight = _weight(lift.load, lift.unit, units)
            known.setdefault(name, []).append((lift.reps, weight, lift.rpe))
    for name, sets in sorted(known.items()):
        # Between equals the last one: what was really lifted.
        reps, load, rpe = max(reversed(sets), key=lambda one: _estimate(*one))
        yield name, f"{reps} x {load:.2f}".rstrip("0").rstrip(".") + f" @ {rpe:g}"


def _estimate(reps: int, load: float, rpe: float) -> int:
    return strength.estimated_max(round(load * 100), reps, round(2 * rpe))
