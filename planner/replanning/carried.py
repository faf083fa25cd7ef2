"""Carried: the old block as it stands now, what is over as it was done and the rest as planned.

It stands alone because it is a block, not yet a request: what its audit finds is what the past, and
days away, have brought about.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from constraints.block import Block, Dropped, Entry, Session
from constraints.lines import prescription_of, reference_of, tool_of
from constraints.menus import Menus
from constraints.rules.tools_there import ToolsThere
from planner.replanning.as_done import AsDone
from planner.replanning.set_aside import given_back
from scenarios import timeline
from scenarios.ids import LABELS
from scenarios.schema import Scenario

Coming = TypeVar("Coming", Session, Dropped)


def carried(old: Block, request: Scenario, done: AsDone, anew: bool = True) -> Block:
    """The old block under the new request, with what is over as it was done.

    Where the strength has moved, loads to come move with it, to the nearest that can be put
    together; with `anew` percents and efforts are those of the new loads, else those of old. Where
    days away are called off, sessions are as they were before those.
    """
    over = {one.uid for one in (*done.sessions, *done.missed)}
    back = given_back(old, request)
    planned = (one for one in old.as_planned.sessions if one.uid not in over)
    coming = tuple(back.get(one.uid, one) for one in planned)
    dropped = tuple(_as_before(one, back.get(one.uid)) for one in old.dropped)
    aside = old.set_aside
    if anew and old.scenario.athlete != request.athlete:
        coming = tuple(_moved(old, request, one) for one in coming)
        dropped = tuple(_moved(old, request, one) for one in dropped)
        aside = tuple(_moved(old, request, one) for one in aside)
    return Block(
        scenario=request, solve=old.solve, sessions=(*done.sessions, *coming), dropped=dropped,
        set_aside=aside,
    )  # fmt: skip


def without_away(block: Block) -> Block:
    """A block without what is to come on days away, or on days that lack its tools."""
    scenario = block.scenario

    lost = {
        (breach.where.week, breach.where.session, breach.where.exercise)
        for rule in ToolsThere.asked_by(scenario)
        for breach in rule.audit(block)
    }

    def left(one: Session) -> Session:
        """What can be trained of a session."""
        if block.is_over(one):
            return one
        kept = (e for e in one.exercises if (one.week, one.label, e.exercise) not in lost)
        return one.model_copy(update={"exercises": tuple(kept)})

    held = (
        left(one)
        for one in block.sessions
        if block.is_over(one) or not timeline.is_away(scenario, one.day)
    )
    return Block(
        scenario=scenario, solve=block.solve, sessions=tuple(one for one in held if one.exercises)
    )


def without_lost(block: Block, menus: Menus) -> Block:
    """A block without what cannot be trained any more in the weeks to come.

    Args:
        block: the old block under the new request.
        menus: what there is to choose from now.
    """

    def left(one: Session) -> Session:
        if block.is_over(one):
            return one
        kept = (e for e in one.exercises if menus.menus.get((one.week_index, e.line)))
        return one.model_copy(update={"exercises": tuple(kept)})

    held = (left(one) for one in block.sessions)
    sessions = tuple(one for one in held if one.exercises)
    return Block(scenario=block.scenario, solve=block.solve, sessions=sessions)


def whole(block: Block, sessions: Iterable[Session], planned: tuple[Session, ...]) -> Block:
    """The block with these sessions, its weeks added up again.

    `planned` are sessions that were done otherwise or missed, as they had been planned.
    """
    ordered = tuple(sorted(sessions, key=lambda one: (one.week, LABELS.index(one.label))))
    bare = Block(scenario=block.scenario, solve=block.solve, sessions=ordered)
    rows = tuple(bare.week_row(week) for week in bare.timeline)
    return bare.model_copy(update={"weeks": rows, "planned": planned})


def _as_before(gone: Dropped, was: Session | None) -> Dropped:
    """A session that was dropped, as it was before days away had changed it."""
    if was is None:
        return gone
    fields = ("start", "end", "minutes", "exercises")
    return gone.model_copy(update={name: getattr(was, name) for name in fields})


def _moved(old: Block, request: Scenario, one: Coming) -> Coming:
    exercises = tuple(_carried(old, request, entry) for entry in one.exercises)
    return one.model_copy(update={"exercises": exercises})


def _carried(old: Block, request: Scenario, entry: Entry) -> Entry:
    """An entry to come, as hard as it was for the strength of old."""
    exercise = request.catalogue.get(entry.exercise)
    if exercise is None or entry.load is None or entry.part == "test":
        return entry
    before = reference_of(old.scenario, old.exercise(entry.exercise))
    reference, tool = reference_of(request, exercise), tool_of(request, exercise)
    loads = () if tool is None else request.equipment.loads(tool)
    was, now = before.own, reference.own
    if was is None or now is None:  # its loads are percents of another lift
        was, now = before.base, reference.base
    if was is None or now is None or was == now or not loads:
        return entry
    wanted = (entry.prescription.load or 0) * now // was
    load = min(loads, key=lambda one: (abs(one - wanted), one))
    what = prescription_of(reference, entry.reps, load)
    return entry.model_copy(
        update={
            "load": load / 100, "percent": None if what.percent is None else what.percent / 10,
            "rpe": None if what.rpe is None else what.rpe / 2,
        }
    )  # fmt: skip
