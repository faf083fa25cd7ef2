"""Revisions: what calendars hold after one, two, three of them (R6 and R7 of calendar files)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.block import Block, Dropped, Session
from planner.exports.ics import to_busy, to_ics
from planner.exports.json import from_json, to_json
from planner.replanning.revision import revised
from planner.sharing.publish import Collection, agenda
from tests.builders import block, weeks
from tests.planner.chain import chain
from tests.planner.exports.reading import check, read, text

SESSIONS = weeks(2)
PLAIN = block(SESSIONS)


def anew(sessions: Iterable[Session], name: str = "anew", **changes: Any) -> Block:
    """A block as it is planned anew: ids of its own, no revisions."""
    planned = [
        one.model_copy(
            update={
                "uid": str(uuid5(NAMESPACE_URL, f"{name} {one.week} {one.label}")),
                "sequence": 0,
                "stamp": "2027-02-01T00:00:00Z",
            }
        )
        for one in sessions
    ]
    return block(planned, **changes) if changes else Block(**{**dict(PLAIN), "sessions": planned})


def later(session: Session, minutes: int = 30) -> Session:
    """The session at another time."""
    by = timedelta(minutes=minutes)
    return session.model_copy(update={"start": session.start + by, "end": session.end + by})


def events(own: Block) -> dict[str, bytes]:
    """The text of every event in the calendar file, by uid."""
    parts = to_ics(own).split(b"BEGIN:VEVENT")[1:]
    found = {}
    for part in parts:
        (uid,) = (line for line in part.split(b"\r\n") if line.startswith(b"UID:"))
        found[uid.decode()] = part.partition(b"END:VEVENT")[0]
    return found


def by_uid(own: Block) -> dict[str, Session | Dropped]:
    """The sessions of a block, dropped ones too, by the line that names them in the file."""
    every: list[Session | Dropped] = [*own.sessions, *own.dropped]
    return {f"UID:{one.uid}": one for one in every}


def seen(own: Block) -> dict[str, tuple[int, str, str]]:
    """Sequence, stamp and status by place, such as "1 A"."""
    places = {uid[4:]: f"{one.week} {one.label}" for uid, one in by_uid(own).items()}
    _, found = check(own)
    assert len(found) == len(places)
    return {
        places[event["UID"][0]]: (
            int(event["SEQUENCE"][0]), event["DTSTAMP"][0][-7:], event["STATUS"][0],
        )
        for event in found
    }  # fmt: skip


def test_nothing_new_is_nothing_new() -> None:
    old = block(SESSIONS)
    assert revised(old, old) == old
    assert to_json(revised(old, anew(SESSIONS))) == to_json(old)
    second = revised(old, anew([later(SESSIONS[0]), *SESSIONS[2:]]))
    assert to_json(revised(second, second)) == to_json(second)
    assert to_json(revised(second, anew([later(SESSIONS[0]), *SESSIONS[2:]]))) == to_json(second)


def test_three_revisions() -> None:
    """The first Monday moves, moves on, and is dropped; its Wednesday goes and comes back."""
    monday, wednesday, *rest = SESSIONS
    first = block(SESSIONS)
    second = revised(first, anew([later(monday), *rest], "b"))
    third = revised(second, anew([later(monday, 60), wednesday, *rest], "c"))
    fourth = revised(third, anew([wednesday, *rest], "d"))
    still = {f"2 {label}": (0, "000000Z", "CONFIRMED") for label in "ABC"}
    still["1 C"] = (0, "000000Z", "CONFIRMED")
    for own, of_monday, of_wednesday in (
        (first, (0, "000000Z", "CONFIRMED"), (0, "000000Z", "CONFIRMED")),
        (second, (1, "000001Z", "CONFIRMED"), (1, "000001Z", "CANCELLED")),
        (third, (2, "000002Z", "CONFIRMED"), (2, "000002Z", "CONFIRMED")),
        (fourth, (3, "000003Z", "CANCELLED"), (2, "000002Z", "CONFIRMED")),
    ):
        assert seen(own) == {**still, "1 A": of_monday, "1 B": of_wednesday}
        assert set(events(own)) == {f"UID:{one.uid}" for one in SESSIONS}
    unchanged = {f"UID:{one.uid}" for one in rest}
    for earlier, after in ((first, second), (second, third), (third, fourth)):
        same = {uid for uid, own in events(after).items() if own == events(earlier)[uid]}
        assert same == unchanged | ({f"UID:{wednesday.uid}"} if after is fourth else set())
    assert from_json(to_json(fourth)) == fourth


def test_a_cancelled_event_says_so_and_takes_no_time() -> None:
    wishes = {"reminder_minutes": 30, "location": "Gym", "private": True}
    old = block(SESSIONS, calendar=wishes)
    new = revised(old, anew(SESSIONS[1:], calendar=wishes))
    (gone,) = (event for event in read(to_ics(new))[1] if event["STATUS"] == ["CANCELLED"])
    assert text(gone["SUMMARY"][0]).startswith("Cancelled: Wk 1 A: Deadlift 4x6")
    assert (gone["CLASS"], gone["TRANSP"]) == (["PRIVATE"], ["TRANSPARENT"])
    assert not {"VALARM", "DESCRIPTION", "LOCATION"} & set(gone)
    (start,) = gone["DTSTART"]
    assert start == "20270201T170000Z"
    (shared,) = (event for event in read(to_busy(new))[1] if event["STATUS"] == ["CANCELLED"])
    assert (shared["SUMMARY"], shared["TRANSP"]) == (["Cancelled: Busy"], ["TRANSPARENT"])
    assert len(read(to_ics(new, cancelled=False))[1]) == len(read(to_ics(new))[1]) - 1


@pytest.mark.parametrize(
    "changes",
    [{"title": "Another title"}, {"calendar": {"location": "Gym"}},
     {"calendar": {"reminder_minutes": 10}}],
)  # fmt: skip
def test_whatever_the_calendar_says_is_a_change(changes: dict[str, Any]) -> None:
    new = revised(block(SESSIONS), anew(SESSIONS, **changes))
    assert {one.sequence for one in new.sessions} == {1}
    assert len({one.stamp for one in new.sessions}) == 1


def test_what_the_calendar_does_not_say_is_no_change() -> None:
    new = revised(block(SESSIONS), anew(SESSIONS, priorities={"swaps": "off"}, note="For me"))
    assert new.sessions == SESSIONS
    assert new.scenario.note == "For me"


def test_what_is_cancelled_becomes_private_too() -> None:
    old = revised(block(SESSIONS), anew(SESSIONS[1:]))
    new = revised(old, anew(SESSIONS[1:], calendar={"private": True}))
    assert [one.sequence for one in new.dropped] == [2]
    assert b"CLASS:PRIVATE" in events(new)[f"UID:{SESSIONS[0].uid}"]


def test_the_block_keeps_its_own_id_too() -> None:
    new = revised(block(SESSIONS, id="mine"), anew(SESSIONS, id="knee"))
    assert new.scenario.id == "mine"
    assert new.sessions == SESSIONS


def test_a_place_that_was_never_there_gets_an_id_that_was_never_there() -> None:
    first = block(SESSIONS[:3])
    second = revised(first, anew(SESSIONS, "b"))
    assert [one.uid for one in second.sessions[:3]] == [one.uid for one in SESSIONS[:3]]
    assert {one.sequence for one in second.sessions} == {0}
    assert {one.stamp[-4:] for one in second.sessions[3:]} == {":01Z"}
    stolen = anew(SESSIONS, "b")
    thief = stolen.sessions[3].model_copy(update={"uid": SESSIONS[0].uid})
    third = revised(first, block([*stolen.sessions[:3], thief]))
    assert len({one.uid for one in third.sessions}) == 4
    check(third)


# -- any revisions ----------------------------------------------------------------------------

EDITS = st.lists(
    st.lists(
        st.tuples(st.sampled_from(range(6)), st.sampled_from(("keep", "drop", "move", "other"))),
        min_size=1,
        max_size=6,
    ),
    min_size=1,
    max_size=4,
)


def edited(edits: list[tuple[int, str]], name: str) -> Block:
    """The two weeks with some sessions gone, moved, or with other work."""
    found = dict(enumerate(SESSIONS))
    for number, edit in edits:
        if edit == "drop":
            found.pop(number, None)
        elif edit == "move" and number in found:
            found[number] = later(found[number])
        elif edit == "other" and number in found:
            less = found[number].exercises[:-1]
            found[number] = found[number].model_copy(update={"exercises": less})
    return anew(found.values(), name)


@settings(max_examples=30, deadline=None)
@given(EDITS)
def test_any_chain_of_revisions(chain: list[list[tuple[int, str]]]) -> None:
    own = PLAIN
    for number, edits in enumerate(chain):
        before, planned = own, edited(edits, f"r{number}")
        own = revised(before, planned)
        check(own)
        assert len(own.sessions) == len(planned.sessions)
        old, new = events(before), events(own)
        assert set(old) <= set(new)  # no id is ever missing
        for uid in old:
            one, other = (by_uid(b)[uid] for b in (before, own))
            assert (one.week, one.label) == (other.week, other.label)
            if old[uid] != new[uid]:
                assert other.sequence == one.sequence + 1
                assert other.stamp > one.stamp
            else:
                assert (one.sequence, one.stamp) == (other.sequence, other.stamp)


# -- through a server -------------------------------------------------------------------------


def test_three_revisions_on_a_server(collection: Any) -> None:
    monday, wednesday, *rest = SESSIONS
    own = block(SESSIONS)
    chain = [
        SESSIONS, [later(monday), *rest], [later(monday, 60), wednesday, *rest], [wednesday, *rest],
    ]  # fmt: skip
    expected = [["new"] * 6, ["changed", "removed"], ["changed", "new"], ["removed"]]
    with Collection(str(collection.url)) as server:
        for number, (sessions, kinds) in enumerate(zip(chain, expected, strict=True)):
            own = revised(own, anew(sessions, f"r{number}"))
            asked = agenda(own, server.read())
            assert sorted(change.kind for change in asked.changes) == kinds
            assert all(map(server.apply, asked.changes))
            assert agenda(own, server.read()).changes == ()
            there = {}
            for one in collection.get_events():
                event: Any
                (event,) = icalendar.Calendar.from_ical(one.data).events
                there[str(event["UID"])] = (event.start, int(event["SEQUENCE"]))
            assert there == {one.uid: (one.start, one.sequence) for one in own.sessions}
    assert [one.uid for one in own.dropped] == [monday.uid]


def test_a_dropped_session_is_removed_by_its_id_alone(collection: Any) -> None:
    old = block(SESSIONS[:1])
    collection.add_event(to_ics(old).decode())  # imported, so without the mark of the block
    own = revised(old, anew([]))
    with Collection(str(collection.url)) as server:
        asked = agenda(own, server.read())
        assert [change.kind for change in asked.changes] == ["removed"]
        assert all(map(server.apply, asked.changes))
    assert collection.get_events() == []


def test_three_replans_in_a_row_change_only_what_changed() -> None:
    """R6 and R7 on what is really planned: missed and moved sessions, other sets, a trip."""
    blocks = chain()
    everything = set(events(blocks[0]))
    for before, after in pairwise(blocks):
        was, now = events(before), events(after)
        assert everything <= set(now)  # nothing that a calendar holds is left out
        old_rows, new_rows = by_uid(before), by_uid(after)
        changed = {uid for uid in was if was[uid] != now[uid]}
        assert changed
        assert changed != set(was)
        for uid in set(now) - changed:
            assert (new_rows[uid].sequence, new_rows[uid].stamp) == (
                (old_rows[uid].sequence, old_rows[uid].stamp)
                if uid in was
                else (0, new_rows[uid].stamp)
            )
        for uid in changed:
            assert new_rows[uid].sequence == old_rows[uid].sequence + 1
            assert new_rows[uid].stamp > max(one.stamp for one in old_rows.values())
        everything |= set(now)
    missed = blocks[0].of_week(0)[1]
    status = {uid: seen(own).get("1 B", (0, "", ""))[2] for uid, own in enumerate(blocks)}
    assert list(status.values()) == ["CONFIRMED", "CANCELLED", "CANCELLED", "CANCELLED"]
    assert f"UID:{missed.uid}" in events(blocks[-1])
    moved = next(one for one in blocks[-1].sessions if (one.week, one.label) == (2, "A"))
    assert f"{moved.day}" == "2027-02-09"
    assert moved.sequence == 1 + (blocks[1].of_week(1)[0].sequence > 0)
