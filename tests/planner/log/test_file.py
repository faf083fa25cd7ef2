"""The file of a log: written behind what stands there, and every mistake with a word."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from planner.log.file import append, beside, read
from planner.log.model import LogEntry, Unrecognised
from scenarios.errors import PlannerError
from tests.builders import block, weeks

BLOCK = block(weeks(2), weeks=2, goal={"test": None})
HEAD = 'format = "posterior-chain-log"\nversion = 1\nblock = "test"\n'


def entries() -> list[LogEntry]:
    first: dict[str, Any] = {"week": 1, "session": "A"}
    return [
        LogEntry(what="done", note='a "quote", a \\ and a \n break', **first),
        LogEntry(what="changed", exercise="nordic_curl", sets=("4 @ 9.5", "3"), **first),
        LogEntry(what="moved", to=datetime(2027, 2, 4, 7, 30), date=date(2027, 2, 3)),
        LogEntry(what="extra", on=date(2027, 2, 6), exercise="pull_up", sets=("8",)),
    ]


def test_the_log_lies_beside_the_block() -> None:
    assert beside(Path("a/mine.block.json")) == Path("a/mine.log.toml")
    assert beside(Path("edited.json")) == Path("edited.log.toml")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "mine.log.toml"
    assert read(path, BLOCK).entry == ()
    strange = Unrecognised(on=date(2027, 2, 1), name="Bench [x]", sets=("5 x 80",), source="a.csv")
    written = append(path, BLOCK, entries(), [strange])
    assert read(path, BLOCK) == written
    assert written.entry == tuple(entries())
    assert written.unrecognised == (strange,)
    assert append(path, BLOCK, entries()[:1]).entry == (*entries(), entries()[0])


def test_nothing_that_stands_there_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "mine.log.toml"
    own = (
        "\ufeff# mine, with a comment\r\n" + HEAD + "\r\n[[entry]] # first\r\n"
        "week = 1\r\n  session = 'A'\r\nwhat   = 'missed' # ill"
    ).encode()
    path.write_bytes(own)
    append(path, BLOCK, entries())
    append(path, BLOCK, entries()[3:])
    assert path.read_bytes().startswith(own)
    assert [one.what for one in read(path, BLOCK).entry] == [
        "missed", "done", "changed", "moved", "extra", "extra",
    ]  # fmt: skip


def test_a_title_cannot_leave_its_comment(tmp_path: Path) -> None:
    path = tmp_path / "mine.log.toml"
    hostile = block(weeks(1), weeks=1, goal={"test": None}, title="x\nversion = 2\r#\x1b[2J{0}")
    append(path, hostile)
    assert tomllib.loads(path.read_text("utf-8"))["version"] == 1
    assert "\x1b" not in path.read_text("utf-8")


ENTRY = "[[entry]]\n"
MISTAKES = {
    "torn": ("entry = [", "not a TOML file"),
    "a line": (HEAD + ENTRY + "week = = 1", "line 5: week = = 1: invalid value\nMaybe undo"),
    "another file": ("title = 1", 'not a training log: "format" is not "posterior-chain-log"'),
    "a version": (HEAD.replace("1", "2"), "version = 2: this planner reads version 1"),
    "another block": (HEAD.replace("test", "other"), 'block = "other": this log belongs to ano'),
    "no block": (HEAD.replace('block = "test"', ""), "block: is missing"),
    "no session": (HEAD + ENTRY + 'what = "done"', "entry 1: which session? Give its date, or"),
    "half a session": (HEAD + ENTRY + 'what = "done"\nweek = 1', "entry 1: a session is named by"),
    "a word": (
        HEAD + ENTRY + 'what = "skipped"\ndate = 2027-02-01',
        'entry 1: what = "skipped": input should be \'done\'',
    ),
    "a key": (
        HEAD + ENTRY + 'what = "done"\ndate = 2027-02-01\nweight = 5',
        "entry 1: weight: unknown key. Allowed: what, uid, date, week",
    ),
    "a quoted date": (
        HEAD + ENTRY + 'what = "done"\ndate = "2027-02-01"',
        'entry 1: date = "2027-02-01": must be a date without quotes, like 2027-02-01',
    ),
    "an offset": (
        HEAD + ENTRY + 'what = "moved"\ndate = 2027-02-01\nto = 2027-02-02T18:00:00Z',
        "entry 1: to = 2027-02-02T18:00:00+00:00: write it in local time",
    ),
    "a set": (
        HEAD + ENTRY + 'what = "changed"\ndate = 2027-02-01\nexercise = "nordic_curl"\n'
        'sets = ["5", "heavy"]',
        'entry 1: sets = "heavy": "heavy" is not a set; write reps x load @ RPE, like',
    ),
    "an RPE": (
        HEAD + ENTRY + 'what = "changed"\ndate = 2027-02-01\nexercise = "nordic_curl"\n'
        'sets = ["5 @ 11"]',
        'entry 1: sets = "5 @ 11": RPE 11: must be from 1 to 10',
    ),
    "no set": (
        HEAD + ENTRY + 'what = "changed"\ndate = 2027-02-01\nexercise = "nordic_curl"\nsets = []',
        'must hold a set; where none was done, write what = "missed"',
    ),
    "sets that are not changed": (
        HEAD + ENTRY + 'what = "done"\ndate = 2027-02-01\nexercise = "nordic_curl"\nsets = ["5"]',
        'what = "done" has no sets; maybe write what = "changed"',
    ),
    "moved nowhere": (
        HEAD + ENTRY + 'what = "moved"\ndate = 2027-02-01', 'entry 1: what = "moved" needs to'
    ),
    "a day without a session": (
        HEAD + ENTRY + 'what = "done"\ndate = 2027-02-02',
        "entry 1: date = 2027-02-02: the block has no such session\nMaybe 2027-02-01",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_explained_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    text, said = MISTAKES[name]
    path = tmp_path / "mine.log.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(PlannerError) as error:
        read(path, BLOCK)
    assert str(error.value).startswith(f"{path}: ")
    assert said in str(error.value)
    assert len(str(error.value)) < 600
    with pytest.raises(PlannerError) as again:
        append(path, BLOCK, entries())
    assert str(again.value) == str(error.value)
    assert path.read_text("utf-8") == text


def test_an_entry_that_does_not_fit_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "mine.log.toml"
    wrong = LogEntry(what="done", week=9, session="A")
    with pytest.raises(PlannerError, match="the block has no such session"):
        append(path, BLOCK, [wrong])
    assert not path.exists()


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="cannot be read: Is a directory"):
        read(tmp_path, BLOCK)
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PlannerError, match="cannot be read: not a text in UTF-8"):
        read(tmp_path / "x.toml", BLOCK)
