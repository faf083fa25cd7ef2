"""Feeds: what can be read, and that nothing else can."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from planner.exports.ics import to_busy, to_ics
from planner.exports.json import to_json
from planner.sharing.feed import KEY_FILE, Feeds, key_of, server_of
from scenarios.errors import PlannerError
from tests.builders import block, weeks
from tests.planner.cli.running import environment, run

KEY = bytes(range(32))
PAGE = "<!doctype html><title>\u00dcbung</title>"


class Answer:
    """What the application says to one request."""

    def __init__(self, app: Any, path: str, method: str = "GET", **headers: str) -> None:
        environ: dict[str, Any] = {
            "PATH_INFO": path,
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
        }
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        setup_testing_defaults(environ)
        environ["QUERY_STRING"] = ""

        def start(status: str, fields: list[tuple[str, str]], *_: Any) -> Any:
            self.status, self.headers = int(status[:3]), dict(fields)
            assert len(self.headers) == len(fields)

        parts = app(environ, start)
        self.body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two athletes, one of them with a page, and what else lies in a folder."""
    (tmp_path / "anna.block.json").write_bytes(to_json(block(weeks(1), title="Anna's block")))
    (tmp_path / "ben.block.json").write_bytes(to_json(block(weeks(2), title="Ben's block")))
    (tmp_path / "anna.html").write_text(PAGE, "utf-8")
    (tmp_path / "anna.toml").write_text("secret words", "utf-8")
    (tmp_path / ".hidden.block.json").write_bytes(to_json(block(weeks(1))))
    (tmp_path / "notes.html").write_text("secret words", "utf-8")
    return tmp_path


def paths(feeds: Feeds) -> dict[str, str]:
    """The paths by name and kind, such as "anna training.ics"."""
    return {f"{one.name} {one.kind}": one.path for one in feeds.listed()}


def test_each_block_has_addresses_of_its_own(folder: Path) -> None:
    found = paths(Feeds(folder, KEY))
    assert list(found) == [
        "anna training.ics", "anna training.html", "anna busy.ics", "ben training.ics",
        "ben busy.ics",
    ]  # fmt: skip
    tokens = {name: path.split("/")[1] for name, path in found.items()}
    assert tokens["anna training.ics"] == tokens["anna training.html"]
    assert len(set(tokens.values())) == 4  # who may see the times may not see the rest
    for name, path in found.items():
        assert re.fullmatch(r"/[a-z2-7]{32}/(training|busy)\.(ics|html)", path), name
    assert paths(Feeds(folder, KEY)) == found
    assert not set(paths(Feeds(folder, KEY[::-1])).values()) & set(found.values())


def test_what_is_read(folder: Path) -> None:
    feeds = Feeds(folder, KEY)
    found = paths(feeds)
    for name, data, kind in (
        ("anna training.ics", to_ics(block(weeks(1), title="Anna's block")), "text/calendar"),
        ("ben training.ics", to_ics(block(weeks(2), title="Ben's block")), "text/calendar"),
        ("ben busy.ics", to_busy(block(weeks(2))), "text/calendar"),
        ("anna training.html", PAGE.encode(), "text/html"),
    ):
        answer = Answer(validator(feeds), found[name])
        assert (answer.status, answer.body) == (200, data), name
        assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
        assert answer.headers["Content-Length"] == str(len(data))
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert ("Content-Security-Policy" in answer.headers) == (kind == "text/html")


def test_head_is_get_without_the_body(folder: Path) -> None:
    feeds = Feeds(folder, KEY)
    for path in (*paths(feeds).values(), "/nothing"):
        got, head = Answer(feeds, path), Answer(feeds, path, "HEAD")
        assert (head.status, head.headers) == (got.status, got.headers)
        assert (head.body, bool(got.body)) == (b"", True)


def test_an_etag_stands_for_the_bytes(folder: Path) -> None:
    feeds = Feeds(folder, KEY)
    path, other = paths(feeds)["anna training.ics"], paths(feeds)["ben training.ics"]
    etag = Answer(feeds, path).headers["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', etag)
    assert Answer(Feeds(folder, KEY), path).headers["ETag"] == etag
    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        answer = Answer(feeds, path, if_none_match=known)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["ETag"] == etag
        assert "Content-Length" not in answer.headers
    for unknown in ('"x"', etag.strip('"'), "", Answer(feeds, other).headers["ETag"]):
        assert Answer(feeds, path, if_none_match=unknown).status == 200


def test_a_new_plan_is_there_at_once(folder: Path) -> None:
    feeds = Feeds(folder, KEY)
    path = paths(feeds)["anna training.ics"]
    before = Answer(feeds, path)
    changed = block(weeks(2), title="Anna's block")
    (folder / "anna.block.json").write_bytes(to_json(changed))
    after = Answer(feeds, path, if_none_match=before.headers["ETag"])
    assert (after.status, after.body) == (200, to_ics(changed))
    (folder / "carla.block.json").write_bytes(to_json(changed))
    assert Answer(feeds, paths(feeds)["carla training.ics"]).status == 200
    (folder / "carla.block.json").unlink()
    assert "carla training.ics" not in paths(feeds)


def test_a_block_that_was_planned_again_takes_the_place_of_the_old_one(folder: Path) -> None:
    """At the same address; its page too, and no page of the old one."""
    feeds = Feeds(folder, KEY)
    before = paths(feeds)
    again = block(weeks(2), title="Anna's block")
    for name in ("anna.2", "anna.10"):
        (folder / f"{name}.block.json").write_bytes(to_json(again))
    now = paths(feeds)
    assert now["anna.10 training.ics"] == before["anna training.ics"]
    assert now["anna.10 busy.ics"] == before["anna busy.ics"]
    assert Answer(feeds, before["anna training.ics"]).body == to_ics(again)
    assert {name.split()[0] for name in now} == {"anna.10", "ben"}
    assert Answer(feeds, before["anna training.html"]).status == 404
    (folder / "anna.10.html").write_text("<p>new</p>", "utf-8")
    assert Answer(feeds, before["anna training.html"]).body == b"<p>new</p>"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND", "OPTIONS", "TRACE"])
def test_nothing_can_be_written(folder: Path, method: str) -> None:
    feeds = Feeds(folder, KEY)
    answer = Answer(feeds, paths(feeds)["anna training.ics"], method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert Answer(feeds, "/", method).status == 404


def test_nothing_else_can_be_read(folder: Path) -> None:
    feeds = Feeds(folder, KEY)
    found = paths(feeds)
    token = found["anna training.ics"].split("/")[1]
    shared = found["anna busy.ics"].split("/")[1]
    other = found["ben training.ics"].split("/")[1]
    bad = [
        "", "/", "//", "/index.html", "/favicon.ico", "/robots.txt", "/anna.ics",
        "/anna.block.json",
        f"/{token}", f"/{token}/", f"/{token}/busy.ics", f"/{shared}/training.ics",
        f"/{other}/training.html", f"/{token}/anna.block.json", f"/{token}/../anna.toml",
        f"/{token}/../{token}/training.ics", f"/{token}/./training.ics", f"//{token}/training.ics",
        f"/{token}/training.ics/", f"/{token}/training.ics\0", f"/{token}/training.ics%00",
        f"/{token.upper()}/training.ics", f"/{token[:-1]}/training.ics", f"/{KEY_FILE}",
        "/../../../../etc/passwd", "/..\\..\\windows", "/%2e%2e/%2e%2e/etc/passwd",
        f"/{token}/training.ics?x", "/\u00e4\u00f6", "/\u20ac", "/" + "a" * 10000,
    ]  # fmt: skip
    for path in bad:
        answer = Answer(feeds, path)
        assert (answer.status, answer.body) == (404, b"There is nothing here.\n"), path
        assert "ETag" not in answer.headers


def test_a_page_that_is_a_link_is_not_offered(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "ben.html").symlink_to(folder / "anna.toml")
    feeds = Feeds(folder, KEY)
    assert "ben training.html" not in paths(feeds)
    page = paths(feeds)["anna training.html"]
    assert Answer(feeds, page.replace("html", "ics")).status == 200
    listed = list(feeds.listed())
    (folder / "anna.html").unlink()
    (folder / "anna.html").symlink_to(folder / "anna.toml")
    monkeypatch.setattr(feeds, "listed", lambda: iter(listed))  # it was a page just before
    assert Answer(feeds, page).status == 503


def test_a_block_that_cannot_be_read_is_not_taken_for_an_empty_one(folder: Path) -> None:
    said: list[str] = []
    feeds = Feeds(folder, KEY, report=said.append)
    (folder / "anna.block.json").write_text("half of", "utf-8")
    answer = Answer(feeds, paths(feeds)["anna training.ics"])
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert b"anna" not in answer.body
    assert said[0].startswith("anna: anna.block.json: cannot be read as JSON")
    assert Answer(feeds, paths(feeds)["ben training.ics"]).status == 200


# -- the secret -------------------------------------------------------------------------------


def test_the_secret_is_made_once_and_kept_for_oneself(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        key = key_of(tmp_path)
    finally:
        os.umask(old)
    assert len(key) == 32
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert key_of(tmp_path) == key
    (tmp_path / KEY_FILE).unlink()
    assert key_of(tmp_path) != key


@pytest.mark.parametrize("text", ["", "beef", "no hex at all", "\u00e4" * 64])
def test_a_secret_that_is_damaged(tmp_path: Path, text: str) -> None:
    (tmp_path / KEY_FILE).write_text(text, "utf-8")
    (tmp_path / KEY_FILE).chmod(0o600)
    with pytest.raises(PlannerError, match=r"it is damaged\nMaybe delete it"):
        key_of(tmp_path)


def test_a_secret_that_others_can_read(tmp_path: Path) -> None:
    key_of(tmp_path)
    (tmp_path / KEY_FILE).chmod(0o640)
    with pytest.raises(PlannerError, match=r"others can read it.*\nMaybe: chmod 600"):
        key_of(tmp_path)


# -- a real server ----------------------------------------------------------------------------


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    """The feeds of the folder on a socket."""
    server, port = server_of(Feeds(folder, KEY), "127.0.0.1", 0)
    worker = threading.Thread(target=server.run)
    worker.start()
    yield port
    server.trigger.pull_trigger(server.close)  # in the thread of the server: its loop ends
    worker.join(10)
    assert not worker.is_alive()


def ask(port: int, method: str, path: str, **headers: str) -> tuple[int, Any, bytes]:
    """One request over a socket: status, headers, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_over_a_socket(folder: Path, port: int) -> None:
    path = paths(Feeds(folder, KEY))["ben training.ics"]
    data = to_ics(block(weeks(2), title="Ben's block"))
    status, headers, body = ask(port, "GET", path)
    assert (status, body) == (200, data)
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Server" not in headers
    again = ask(port, "GET", path, **{"If-None-Match": headers["ETag"]})
    assert (again[0], again[2]) == (304, b"")
    head = ask(port, "HEAD", path)
    assert (head[0], head[1]["Content-Length"], head[2]) == (200, str(len(data)), b"")
    assert ask(port, "PUT", path)[0] == 405
    for bad in (f"{path}/../../anna.toml", "/%2e%2e/anna.toml", "//", f"{path[:20]}%00", "/%c3%28"):
        assert ask(port, "GET", bad)[0] == 404, bad
    assert ask(port, "GET", path.replace("training", "%74raining"))[0] == 200  # the same path


# -- the command ------------------------------------------------------------------------------


def test_the_command_prints_the_addresses_and_ends_with_ctrl_c(folder: Path) -> None:
    command = [sys.executable, "-m", "planner", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = [process.stdout.readline().strip() for _ in range(5)]
        assert process.stderr.readline().startswith("Serving. Whoever knows an address")
        name, _, url = lines[3].partition(": http://127.0.0.1:")
        assert name == "ben (calendar)"
        port, path = url.split("/", 1)
        assert ask(int(port), "GET", f"/{path}")[0] == 200
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")
    assert key_of(folder)


def test_a_folder_without_blocks(tmp_path: Path) -> None:
    for folder, said in ((tmp_path, "holds no block"), (tmp_path / "x", "there is no such folder")):
        ran = run("serve", folder)
        assert ran.code == 2
        assert said in ran.err
        assert "\nMaybe " in ran.err
    assert not (tmp_path / KEY_FILE).exists()


def test_a_port_that_is_taken(folder: Path, port: int) -> None:
    ran = run("serve", folder, "--port", str(port))
    assert ran.code == 2
    assert "cannot be used: " in ran.err
    assert "Maybe take another port" in ran.err
