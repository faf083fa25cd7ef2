"""What may happen to a block: logs that a person could write, and what a replan makes of them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from constraints.block import Block, Entry, Session
from planner.log.done import Done, done
from planner.log.model import Log, LogEntry


def happened(block: Block, *entries: dict[str, Any]) -> Done:
    """What a block's log says; each entry as in the file, sessions by week and label: `1A`."""
    written = []
    for entry in entries:
        own = dict(entry)
        if (at := own.pop("at", None)) is not None:
            own |= {"week": int(at[:-1]), "session": at[-1]}
        written.append(LogEntry(**own))
    whole = block.as_planned
    return done(whole, Log(block=block.scenario.id, entry=tuple(written)))


@st.composite
def logs(draw: st.DrawFn, block: Block, on: date) -> Done:
    """A log of the sessions before a day, as wild as it may be; some of it says nothing new."""
    entries: list[dict[str, Any]] = []
    for session in block.as_planned.in_order:
        if session.day >= on:
            continue
        what = draw(st.sampled_from(["silent", "done", "missed", "moved", "changed", "changed"]))
        where = {"uid": session.uid}
        if what in ("done", "missed"):
            entries.append({"what": what, **where})
        if what == "moved" and (to := draw(_days(session, on))) is not None:
            entries.append({"what": "moved", **where, "to": to})
        if what in ("moved", "changed"):
            changed = (draw(_changes(entry)) for entry in session.exercises)
            entries += [{**where, **own} for own in changed if own]
        if draw(st.integers(0, 9)) == 0:
            entries.append(
                {"what": "extra", "on": session.day, "exercise": "good_morning",
                 "sets": ("8 x 40 @ 8", "8 x 40 @ 8")}
            )  # fmt: skip
    return happened(block, *entries)


@st.composite
def _days(draw: st.DrawFn, session: Session, on: date) -> date | datetime | None:
    """Another day, before the one from which on it is planned again."""
    day = session.day + timedelta(days=draw(st.integers(-3, 3)))
    at = draw(st.sampled_from([None, time(6, 30), time(20)]))
    if day >= on:
        return None
    return day if at is None else datetime.combine(day, at)


@st.composite
def _changes(draw: st.DrawFn, entry: Entry) -> dict[str, Any] | None:
    """Other sets, reps, loads and efforts of one entry, or none of it."""
    own = {"exercise": entry.exercise, "part": entry.part}
    what = draw(st.sampled_from(["as planned", "missed", "changed", "changed"]))
    if what == "as planned":
        return None
    if what == "missed":
        return {"what": "missed", **own}
    sets = []
    for _ in range(max(1, entry.sets + draw(st.integers(-1, 2)))):
        reps = max(1, entry.reps + draw(st.integers(-2, 2)))
        load = "" if entry.load is None else f" x {entry.load + draw(st.integers(-12, 6)) * 1.25:g}"
        effort = draw(st.sampled_from(["", "", " @ 6", " @ 8", " @ 9.5", " @ 10"]))
        sets.append(f"{reps}{load}{effort}")
    return {"what": "changed", **own, "sets": tuple(sets)}
