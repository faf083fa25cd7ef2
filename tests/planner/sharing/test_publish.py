"""Publishing to a CalDAV server: what is sent, what is left alone, and what goes wrong."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import icalendar
import pytest

from constraints.block import Block, Session
from planner.cli.publish import PASSWORD
from planner.exports.ics import MARK, to_ics, to_singles
from planner.exports.json import to_json
from planner.sharing.publish import Change, Collection, Found, agenda
from tests.builders import block, weeks
from tests.planner.cli.running import Ran, run
from tests.planner.radicale import Server, running

Dav = Any  # a caldav Calendar: its methods are half typed
LOOK_UP = "Maybe look up the address of the calendar itself"
FOREIGN = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:x\r
BEGIN:VEVENT\r
UID:dentist\r
DTSTAMP:20270101T000000Z\r
DTSTART:20270203T080000Z\r
DTEND:20270203T090000Z\r
SUMMARY:Dentist\r
CATEGORIES:Strength training\r
END:VEVENT\r
END:VCALENDAR\r
"""


def plan(**changes: Any) -> Block:
    """Six sessions of two weeks."""
    wishes = {"reminder_minutes": 30, "location": "Halle 2, Tor", "private": True}
    return block(weeks(2), calendar=wishes, **changes)


def holding(own: Block, sessions: Iterable[Session]) -> Block:
    """The block with other sessions."""
    return Block.model_construct(**{**dict(own), "sessions": tuple(sessions)})


def without(own: Block, number: int) -> Block:
    """The block without one of its sessions."""
    return holding(own, [*own.sessions[:number], *own.sessions[number + 1 :]])


def revised(own: Block, number: int = 0) -> Block:
    """The block with another text for one session."""
    changes = {"sequence": 1, "stamp": "2027-02-01T00:00:01Z", "label": "Z"}
    changed = own.sessions[number].model_copy(update=changes)
    return holding(own, [*own.sessions[:number], changed, *own.sessions[number + 1 :]])


def stored(own: Block, folder: Path) -> Path:
    """The block in a file."""
    file = folder / "mine.block.json"
    file.write_bytes(to_json(own))
    return file


def publish(own: Block, url: str, folder: Path, *more: str) -> Ran:
    """Publish a block from the command line."""
    return run("publish", stored(own, folder), "--caldav", url, *more)


def there(collection: Dav) -> dict[str, tuple[str, str]]:
    """What is in the collection: title and etag by uid."""
    found = {}
    for one in collection.get_events():
        (event,) = icalendar.Calendar.from_ical(one.data).events
        found[str(event["UID"])] = (str(event["SUMMARY"]), one.etag)
    return found


def counts(ran: Ran) -> list[int]:
    """New, changed, removed, unchanged and foreign, as the last line says."""
    assert ran.code == 0, ran
    words = " ".join(ran.out.split()).rpartition("removed: ")[2].replace(".", " ").replace(",", " ")
    numbers = [int(word) for word in words.split() if word.isdigit()]
    return numbers[-5:]


# -- what has to be done ----------------------------------------------------------------------


def kinds(own: Block, *found: str) -> list[str]:
    """What has to be done when this is on the server."""
    asked = agenda(own, [Found(f"/{n}", f'"{n}"', one) for n, one in enumerate(found)])
    return [change.kind for change in asked.changes]


def test_what_a_server_may_do_to_an_event_is_no_change() -> None:
    own = block(weeks(1)[:1])
    (data,) = to_singles(own).values()
    event = data.decode()
    assert kinds(own, event) == []
    stamps = event.replace("DTSTAMP:20270201", "DTSTAMP:20270301")
    said = event.replace("STATUS:CONFIRMED\r\n", "").replace(
        "TRANSP:OPAQUE\r\n", "CLASS:PUBLIC\r\n"
    )
    for same in (stamps, said, event.replace("SEQUENCE:0", "SEQUENCE:7")):
        assert same != event
        assert kinds(own, same) == []
    local = event.replace("DTSTART:20270201T170000Z", "DTSTART;TZID=Europe/Berlin:20270201T180000")
    assert local != event
    assert kinds(own, local) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("DTSTART:20270201T170000Z", "DTSTART:20270201T173000Z"),
        ("DTSTART:20270201T170000Z", "DTSTART:20270201T170000"),
        ("SUMMARY:Wk 1 A", "SUMMARY:Wk 2 A"),
        ("STATUS:CONFIRMED", "STATUS:CANCELLED"),
        ("TRANSP:OPAQUE", "TRANSP:TRANSPARENT"),
        ("TRIGGER:-PT30M", "TRIGGER:-PT10M"),
        ("CLASS:PRIVATE", "CLASS:PUBLIC"),
        ("CATEGORIES:Strength training", "CATEGORIES:Other"),
        (f"{MARK}:", f"{MARK}:x"),
    ],
)
def test_whatever_differs_is_changed(old: str, new: str) -> None:
    own = block(weeks(1)[:1], calendar={"reminder_minutes": 30, "private": True})
    (data,) = to_singles(own).values()
    event = data.decode()
    assert old in event
    assert kinds(own, event.replace(old, new)) == ["changed"]


def test_a_higher_revision_is_sent_even_when_it_says_the_same() -> None:
    own = block(weeks(1)[:1])
    (data,) = to_singles(revised(own)).values()
    before = data.decode().replace("SEQUENCE:1", "SEQUENCE:0")
    assert kinds(revised(own), before) == ["changed"]


def test_a_block_that_is_older_than_what_is_there_is_told(collection: Dav, tmp_path: Path) -> None:
    """What a server has only counted up is no later revision."""
    own = block(weeks(1))
    later = revised(own)
    url = str(collection.url)
    assert "later block" not in publish(own, url, tmp_path).out
    assert "later block" not in publish(later, url, tmp_path).out
    ran = publish(own, url, tmp_path, "--dry-run")
    assert "1 session there came from a later block than this one" in " ".join(ran.out.split())
    (data, *_) = to_singles(own).values()
    counted_up = data.decode().replace("SEQUENCE:0", "SEQUENCE:7")
    assert agenda(own, [Found("/1", '"1"', counted_up)]).newer == 0
    edited = data.decode().replace("SUMMARY:", "SUMMARY:Mine: ")
    found = agenda(own, [Found("/1", '"1"', edited)])
    assert (found.newer, [one.kind for one in found.changes[:1]]) == (0, ["changed"])


def test_only_events_with_the_mark_of_the_block_are_removed() -> None:
    own = block(weeks(1))
    dropped, *_ = (one.decode() for one in to_singles(own).values())
    rest = without(own, 0)
    others = [one.decode() for one in to_singles(rest).values()]
    assert kinds(rest, dropped, *others) == ["removed"]
    other_block = dropped.replace(f"{MARK}:", f"{MARK}:0")
    unmarked = to_ics(holding(own, own.sessions[:1])).decode()
    for foreign in (other_block, unmarked, FOREIGN, "garbage", dropped.replace("END:VEV", "X:")):
        assert kinds(rest, foreign, *others) == []


def test_an_imported_event_without_the_mark_is_taken_over_by_its_uid() -> None:
    own = block(weeks(1)[:1])
    assert kinds(own, to_ics(own).decode()) == ["changed"]


def test_two_blocks_share_a_calendar(collection: Dav, tmp_path: Path) -> None:
    one, other = plan(), plan(id="other")
    moved = [
        s.model_copy(update={"uid": s.uid.replace(s.uid[:8], f"{n:08}")})
        for n, s in enumerate(other.sessions)
    ]
    other = holding(other, moved)
    assert counts(publish(one, str(collection.url), tmp_path)) == [6, 0, 0, 0, 0]
    assert counts(publish(other, str(collection.url), tmp_path)) == [6, 0, 0, 0, 6]
    assert counts(publish(without(one, 1), str(collection.url), tmp_path)) == [0, 0, 1, 5, 6]
    assert len(there(collection)) == 11


# -- with a server ----------------------------------------------------------------------------


def test_first_again_changed_dropped_and_restored(collection: Dav, tmp_path: Path) -> None:
    own, url = plan(), str(collection.url)
    collection.add_event(FOREIGN)
    ran = publish(own, url, tmp_path)
    assert counts(ran) == [6, 0, 0, 0, 1]
    assert "added: Mon 1 Feb 18:00 Wk 1 A: " in ran.out
    first = there(collection)
    assert set(first) == {"dentist", *(one.uid for one in own.sessions)}
    assert counts(publish(own, url, tmp_path)) == [0, 0, 0, 6, 1]
    assert there(collection) == first  # with the same etags: nothing was written

    new = without(revised(own, 4), 1)
    ran = publish(new, url, tmp_path)
    assert counts(ran) == [0, 1, 1, 4, 1]
    second = there(collection)
    gone, changed = own.sessions[1].uid, own.sessions[4].uid
    assert set(first) - set(second) == {gone}
    assert {uid for uid in second if second[uid] != first[uid]} == {changed}
    assert second[changed][0].startswith("Wk 2 Z: ")

    assert counts(publish(own, url, tmp_path)) == [1, 1, 0, 4, 1]
    assert {uid: title for uid, (title, _) in there(collection).items()} == {
        uid: title for uid, (title, _) in first.items()
    }
    assert there(collection)["dentist"] == first["dentist"]


def test_dry_run_does_nothing(collection: Dav, tmp_path: Path) -> None:
    own, url = plan(), str(collection.url)
    publish(own, url, tmp_path)
    before = there(collection)
    ran = publish(without(revised(own, 4), 1), url, tmp_path, "--dry-run")
    assert counts(ran) == [0, 1, 1, 4, 0]
    assert "Nothing was done" in ran.out
    assert "would change: Wed 10 Feb" in ran.out
    assert "would remove: Wed 3 Feb" in ran.out
    assert there(collection) == before


def test_an_event_at_another_address_is_changed_where_it_is(
    collection: Dav, server: Server, tmp_path: Path
) -> None:
    own = plan()
    uid, data = next(iter(to_singles(own).items()))
    with server.client() as client:
        client.put(f"{collection.url}somewhere-else.ics", data.decode())
    assert counts(publish(revised(own), str(collection.url), tmp_path)) == [5, 1, 0, 0, 0]
    urls = {str(one.url).rpartition("/")[2] for one in collection.get_events()}
    assert "somewhere-else.ics" in urls
    assert f"{uid}.ics" not in urls


@pytest.mark.parametrize("kind", ["new", "changed", "removed"])
def test_what_somebody_else_changed_meanwhile_is_left_alone(
    collection: Dav, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, url = plan(), str(collection.url)
    if kind != "new":
        publish(own, url, tmp_path)
    target = {"new": own, "changed": revised(own), "removed": without(own, 0)}[kind]
    uid, mine = own.sessions[0].uid, "SUMMARY:My own words"
    theirs = next(iter(to_singles(own).values())).decode()
    theirs = "\r\n".join(mine if x.startswith("SUMMARY") else x for x in theirs.split("\r\n"))
    real = Collection.read

    def read(self: Collection) -> list[Found]:
        found = real(self)
        collection.client.put(f"{url}{uid}.ics", theirs)
        return found

    monkeypatch.setattr(Collection, "read", read)
    ran = publish(target, url, tmp_path)
    assert ran.code == 2, ran
    assert "left alone, changed by somebody else just now: Mon 1 Feb" in ran.out
    assert "1 not done" in ran.err
    assert there(collection)[uid][0] == "My own words"
    monkeypatch.undo()
    assert run("publish", stored(target, tmp_path), "--caldav", url).code == 0
    assert there(collection).get(uid, ("gone",))[0] != "My own words"


def test_removing_what_is_gone_already_is_done(collection: Dav) -> None:
    found = Found(f"{collection.url}none.ics", None, "")
    with Collection(str(collection.url)) as own:
        assert own.apply(Change("removed", "x", "", None, found=found))


# -- what goes wrong --------------------------------------------------------------------------


def test_a_server_that_is_down(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ran = publish(plan(), f"http://127.0.0.1:{port}/me/training/", tmp_path)
    assert ran.code == 2
    said = f"http://127.0.0.1:{port}/me/training/: the connection failed: Connection refused\n"
    assert said in ran.err
    assert "Maybe run the same again later" in ran.err


def test_a_calendar_that_is_not_there(server: Server, tmp_path: Path) -> None:
    for path in ("lifter/none/", "", "no/where"):
        ran = publish(plan(), f"{server.url}{path}", tmp_path)
        assert ran.code == 2, ran
        assert LOOK_UP in ran.err, ran
        assert "calendar" in ran.err.splitlines()[0]
        assert "After" not in ran.err


def test_a_wrong_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running(tmp_path, "right horse") as server:
        client: Any
        with server.client("right horse") as client:
            url = str(client.principal().make_calendar(name="x", cal_id="x").url)
        for wrong in ("wrong horse", ""):
            monkeypatch.setenv(PASSWORD, wrong)
            ran = publish(plan(), url, tmp_path, "--user", "lifter")
            assert ran.code == 2, ran
            assert "the server does not let us in" in ran.err
            assert "Maybe check --user and the password" in ran.err
            assert "horse" not in ran.out + ran.err
        monkeypatch.setenv(PASSWORD, "right horse")
        assert counts(publish(plan(), url, tmp_path, "--user", "lifter")) == [6, 0, 0, 0, 0]
        ran = publish(plan(), server.url, tmp_path, "--user", "lifter")
        assert ran.err.endswith(f"is no calendar\n{LOOK_UP}: the server has {url}\n")
        assert not any(b"horse" in file.read_bytes() for file in tmp_path.glob("*.json"))


@contextmanager
def cutting(port: int, after: int) -> Iterator[int]:
    """A way to a server that is cut when this many events were sent, before the last answer."""
    done = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    sent = 0

    def pump(client: socket.socket) -> None:
        nonlocal sent
        with client, socket.create_connection(("127.0.0.1", port)) as upstream:
            for end in (client, upstream):
                end.settimeout(0.05)
            while not done.is_set():
                for one, other in ((client, upstream), (upstream, client)):
                    try:
                        data = one.recv(65536)
                    except TimeoutError:
                        continue
                    if not data:
                        return
                    if one is upstream and sent >= after:
                        return
                    sent += data.count(b"PUT /") if one is client else 0
                    other.sendall(data)

    def serve() -> None:
        while not done.is_set():
            try:
                client, _ = listener.accept()
            except TimeoutError:
                continue
            if sent >= after:
                client.close()
                continue
            threading.Thread(target=pump, args=(client,), daemon=True).start()

    worker = threading.Thread(target=serve)
    worker.start()
    try:
        yield listener.getsockname()[1]
    finally:
        done.set()
        worker.join()
        listener.close()


def test_a_connection_that_is_cut_half_way(collection: Dav, server: Server, tmp_path: Path) -> None:
    own, url = plan(), str(collection.url)
    with cutting(server.port, 3) as port:
        ran = publish(own, url.replace(str(server.port), str(port)), tmp_path)
    assert ran.code == 2, ran
    assert "After 2 of 6 changes: " in ran.err
    assert "Maybe run the same again later" in ran.err
    assert len(there(collection)) in (2, 3)  # the answer to the third was lost
    again = publish(own, url, tmp_path)
    assert counts(again)[1:3] == [0, 0]
    assert set(there(collection)) == {one.uid for one in own.sessions}
    assert counts(publish(own, url, tmp_path)) == [0, 0, 0, 6, 0]


@pytest.mark.parametrize(
    ("url", "more", "said"),
    [
        ("training", [], "is no address of a calendar"),
        ("ftp://example.org/x", [], "is no address of a calendar"),
        ("http://", [], "is no address of a calendar"),
        ("http://example.org:x/", [], "is no address of a calendar"),
        ("https://me:secret@example.org/x/", [], "do not belong in the address"),
        ("https://me@example.org/x/", [], "do not belong in the address"),
        ("http://example.org/x/", ["--user", "me"], "can read the password"),
        ("https://example.org/x/", ["--user", "me"], "there is no password, and nobody to ask"),
    ],
)
def test_an_address_that_cannot_be_used(
    url: str, more: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSWORD, raising=False)
    ran = publish(plan(), url, tmp_path, *more)
    assert ran.code == 2
    assert said in ran.err
    assert "\nMaybe " in ran.err
    assert "secret" not in ran.err
