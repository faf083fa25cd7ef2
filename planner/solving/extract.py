"""From a solution to a `Block`: dates, sessions, entries, loads.

Values are read once, by variable; everything derived (percent, ramp, minutes, weekly sums) is
computed from them, so that `check` finds the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from constraints import ordering
from constraints.block import Block, Entry, Session, Solve, WarmUpSet
from constraints.lines import (
    Line,
    Part,
    Prescription,
    ramp_style,
    reference_of,
    tool_of,
    unit_of,
)
from constraints.variables import PlanVars
from scenarios import ramp
from scenarios.catalogue import Exercise
from scenarios.ids import LABELS, session_uid
from scenarios.rest import rest_seconds
from scenarios.schema import Scenario
from scenarios.timeline import shown_week

Value = Callable[[object], int]


def extract(plan: PlanVars, value: Value, solve: Solve) -> Block:
    """The block that a solution stands for, without score and week rows.

    Args:
        plan: the variables.
        value: the solution's value of a variable.
        solve: what was proved, to be written into the block.
    """
    scenario = plan.scenario
    sessions = []
    for week, k in plan.sessions():
        if (week, k) in plan.past:
            entries = _done(plan, week, k)
            sessions.append(_session(plan, week, k, plan.past[week, k].start, entries))
            continue
        if not value(plan.open[week, k]):
            continue
        start = next(
            plan.slots[slot].start
            for (w, label, slot), held in plan.at.items()
            if (w, label) == (week, k) and value(held)
        )
        entries = _entries(plan, value, week, k)
        sessions.append(_session(plan, week, k, start, entries))
    bare = Block(scenario=scenario, solve=solve, sessions=tuple(sessions))
    timed = tuple(_timed(bare, session) for session in bare.sessions)
    whole = bare.model_copy(update={"sessions": timed})
    whole = Block.model_construct(**{**dict(whole), "weeks": ()})
    return Block(
        scenario=scenario,
        solve=solve,
        sessions=timed,
        weeks=tuple(whole.week_row(week) for week in plan.weeks),
    )


def _entries(plan: PlanVars, value: Value, week: int, k: int) -> tuple[Entry, ...]:
    lines = [line for line in plan.lines_in(week, k) if value(plan.on[week, k, line])]
    settled = ordering.settled(plan.scenario)
    chosen = ordering.best_order(plan.scenario, template(plan, value, plan.weeks[week].stretch, k))
    inside = chosen[0] if chosen is not None else ()

    def key(line: Line) -> tuple[int, int, int, bool]:
        order = plan.exercise(line).order
        place = inside.index(line.exercise) if line.exercise in inside else 0
        return order, place, settled.index(line.exercise), line.part == "back_off"

    lines.sort(key=key)
    has_back_off = {line.exercise for line in lines if line.part == "back_off"}
    return tuple(
        _entry(plan, value, week, k, line, number, line.exercise in has_back_off)
        for number, line in enumerate(lines, start=1)
    )


def _done(plan: PlanVars, week: int, k: int) -> tuple[Entry, ...]:
    """The entries of a session that is over, as far as the scenario knows them."""
    return tuple(
        entry_of(plan.scenario, one.exercise, one.part, one.what, one.sets, order)
        for order, one in enumerate(plan.past[week, k].work, start=1)
    )


def template(plan: PlanVars, value: Value, stretch: int, k: int) -> frozenset[str]:
    """The accessories of a session's template."""
    lines = plan.accessories(stretch, k)
    return frozenset(line.exercise for line in lines if value(plan.uses[stretch, k, line]))


def _entry(
    plan: PlanVars, value: Value, week: int, k: int, line: Line, order: int, is_top: bool
) -> Entry:
    chosen = next(what for what, literal in plan.choices(week, line, k) if value(literal))
    part: Part = "top" if is_top and line.part == "work" else line.part
    sets = int(value(plan.sets[week, k, line]))
    return entry_of(plan.scenario, plan.exercise(line), part, chosen, sets, order)


def entry_of(
    scenario: Scenario, exercise: Exercise, part: Part, what: Prescription, sets: int, order: int
) -> Entry:
    """One line of the notebook from a prescription, with all that follows from it."""
    tool = tool_of(scenario, exercise)
    style = ramp_style(scenario, exercise, part)
    warmup: tuple[WarmUpSet, ...] = ()
    if tool is not None and what.load is not None and style != "none":
        sets_up = ramp.ramp(what.load, what.percent, style, scenario.equipment.loads(tool))
        warmup = tuple(WarmUpSet(reps=one.reps, load=one.load / 100) for one in sets_up)
    reference = reference_of(scenario, exercise)
    return Entry.model_validate(
        {
            "exercise": exercise.id, "order": order, "part": part, "sets": sets,
            "reps": what.reps, "rep_unit": exercise.rep_unit, "sides": exercise.sides,
            "load": None if what.load is None else what.load / 100,
            "unit": unit_of(scenario, exercise), "per": exercise.per(tool),
            "percent": None if what.percent is None else what.percent / 10,
            "percent_of": None if what.percent is None else reference.percent_of,
            "rpe": None if what.rpe is None else what.rpe / 2,
            "rest_seconds": rest_seconds(exercise, what.reps, what.percent),
            "warmup": warmup,
        }
    )  # fmt: skip


def _session(
    plan: PlanVars, week: int, k: int, start: datetime, entries: tuple[Entry, ...]
) -> Session:
    scenario, row = plan.scenario, plan.weeks[week]
    zone = ZoneInfo(scenario.timezone)
    local = start.replace(tzinfo=zone)
    uid = session_uid(scenario.id, shown_week(week), LABELS[k])
    first = datetime.combine(scenario.start, datetime.min.time())
    return Session(
        uid=uid, sequence=0, stamp=f"{first:%Y-%m-%dT%H:%M:%SZ}",
        week=shown_week(week), label=LABELS[k], phase=row.phase, deload=row.deload,
        start=_fixed(local), end=_fixed(local), minutes=0, exercises=entries,
    )  # fmt: skip


def _timed(block: Block, session: Session) -> Session:
    """The session with its length and end, reckoned in UTC so that it holds on change days."""
    minutes = -(-block.seconds(session) // 60)
    zone = ZoneInfo(block.scenario.timezone)
    end = (session.start + timedelta(minutes=minutes)).astimezone(zone)
    return session.model_copy(update={"minutes": minutes, "end": _fixed(end)})


def _fixed(moment: datetime) -> datetime:
    """The moment with its offset as a number, as it stands in the file."""
    return datetime.fromisoformat(moment.isoformat())
