"""A block that follows another one: the ids that calendars know, and what they have to learn.

A calendar that has read the old block must take the new one as changes of the same sessions
(RFC 5546 2.1.5): the same session keeps its UID, what changed gets a higher SEQUENCE and a later
stamp, what did not change stays as it is to the byte, and what is gone is said to be cancelled.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from constraints.block import Block, Dropped, Session
from planner.exports.ics import event_text, stamp_of
from planner.exports.words import glance

_STEP = timedelta(seconds=1)  # no clock time: the stamps of a block only count its revisions


def revised(old: Block, new: Block, now: Block | None = None) -> Block:
    """The new block with the ids of the old one, that of its scenario included.

    A session is the same when it has the same place in the plan: week and label. Sessions of the
    old block that the new one lacks are added to its dropped ones; those that were dropped before
    stay so, unless a session has come back to their place. Without any change the sessions and
    the dropped ones are those of the old block.

    Args:
        old: the block that calendars hold; itself revised, perhaps.
        new: the block that takes its place; its own ids, revisions and dropped ones do not count.
        now: the old block as it would be by now, where strength has moved: what is dropped is kept
            as it would be.

    Errors: PlannerError where a uid or a stamp of the old block cannot be used.
    """
    stamp = _next_stamp(old)
    known: dict[tuple[int, str], Session | Dropped] = {}
    for one in _all(old):
        known.setdefault((one.week, one.label), one)
    taken = {one.uid for one in _all(old)}
    kept: set[str] = set()
    sessions = []
    for session in new.sessions:
        before = known.pop((session.week, session.label), None)
        if before is None:
            uid = _free(session.uid, taken)
            fresh = {"uid": uid, "sequence": 0, "stamp": stamp or session.stamp}
            sessions.append(session.model_copy(update=fresh))
            taken.add(uid)
            continue
        kept.add(before.uid)
        own = session.model_copy(update={"uid": before.uid})
        sessions.append(own.model_copy(update=_revision(old, before, new, own, stamp)))
    dropped: list[Dropped] = []
    for one in _all(old):
        if one.uid not in kept:
            gone = _dropped(old, one) if isinstance(one, Session) else one
            dropped.append(gone.model_copy(update=_revision(old, one, new, gone, stamp)))
    moved = {one.uid: one.exercises for one in _all(now)} if now is not None else {}
    dropped = [
        one.model_copy(update={"exercises": moved.get(one.uid, one.exercises)}) for one in dropped
    ]
    dropped.sort(key=lambda one: (one.start, one.uid))
    scenario = new.scenario.model_copy(update={"id": old.scenario.id})
    parts = {"scenario": scenario, "sessions": tuple(sessions), "dropped": tuple(dropped)}
    fields = {name: getattr(new, name) for name in Block.model_fields}  # no answers it has kept
    return Block(**{**fields, **parts})


def _revision(
    old: Block, before: Session | Dropped, new: Block, after: Session | Dropped, stamp: str
) -> dict[str, object]:
    """Sequence and stamp: those of before, or the next ones where the calendar's text changed."""
    if event_text(old, before) == event_text(new, after):
        return {"sequence": before.sequence, "stamp": before.stamp}
    return {"sequence": before.sequence + 1, "stamp": stamp}


def _all(block: Block) -> list[Session | Dropped]:
    return [*block.sessions, *block.dropped]


def _dropped(block: Block, session: Session) -> Dropped:
    own = {name: getattr(session, name) for name in Dropped.model_fields if name != "title"}
    return Dropped(**own, title=glance(block, session))


def _next_stamp(block: Block) -> str:
    """A stamp that is later than every one of a block; empty when it has none."""
    stamps = [stamp_of(one) for one in _all(block)]
    return f"{max(stamps) + _STEP:%Y-%m-%dT%H:%M:%SZ}" if stamps else ""


def _free(uid: str, taken: set[str]) -> str:
    """An id that no other session has ever had."""
    while uid in taken:
        uid = str(uuid5(UUID(uid), "again"))
    return uid
