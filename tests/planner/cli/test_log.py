"""`planner log`: what is written, what is printed, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.exports.json import from_json, to_json
from planner.log.done import done
from planner.log.file import read
from planner.log.model import Log
from tests.builders import block, weeks
from tests.planner.cli.running import Ran, run, run_without_solver

LIFT = "conventional_deadlift"
HEVY = """\
title,start_time,end_time,exercise_title,set_index,set_type,weight_kg,reps,duration_seconds,rpe
Eve,"3 Feb 2027, 18:05","3 Feb 2027, 19:02",Deadlift (Barbell),0,normal,112.5,6,,8
Eve,"3 Feb 2027, 18:05","3 Feb 2027, 19:02",Bench Press (Barbell),0,normal,80,5,,
Eve,"9 Feb 2027, 18:05","9 Feb 2027, 19:02",Kettlebell Swing,0,normal,24,15,,
Eve,"9 Mar 2027, 18:05","9 Mar 2027, 19:02",Kettlebell Swing,0,normal,24,15,,
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A saved block of two weeks with three sessions each: 1A to 2C."""
    bare = block(weeks(2), weeks=2, goal={"test": None})
    path = tmp_path / "mine.block.json"
    path.write_bytes(to_json(bare))
    return path


def logged(mine: Path) -> Log:
    return read(mine.with_name("mine.log.toml"), from_json(mine.read_bytes()))


def last(mine: Path) -> tuple[str, list[str]]:
    """What the newest entry says."""
    entry = logged(mine).entry[-1]
    return entry.what, [str(one) for one in entry.sets or ()]


def ok(ran: Ran) -> str:
    assert ran.code == 0, ran
    return " ".join(ran.out.split())


def test_a_session_done_as_planned(mine: Path) -> None:
    ran = run("log", mine, "1A")
    assert "1A Mon 1 Feb: done" in ok(ran)
    assert f"Logged in {mine.with_name('mine.log.toml')}:" in ran.err
    assert last(mine) == ("done", [])
    assert logged(mine).entry[0].uid == from_json(mine.read_bytes()).in_order[0].uid
    ok(run("log", mine, "2027-02-03"))
    assert (logged(mine).entry[1].week, logged(mine).entry[1].session) == (1, "B")


@pytest.mark.parametrize(
    ("options", "sets"),
    [
        (["--reps", "5"], ["5 x 100"] * 4),
        (["--rpe", "8.5"], ["6 x 100 @ 8.5"] * 4),
        (["--sets", "3", "--load", "105"], ["6 x 105"] * 3),
        (["--load", "225lb", "--sets", "1", "--rpe", "9"], ["6 x 225 lb @ 9"]),
        (["--set", "6 x 100 @ 8", "--set", "4"], ["6 x 100 @ 8", "4"]),
        (["--reps", "0", "--sets", "1"], ["0 x 100"]),
    ],
)
def test_an_exercise_done_differently(mine: Path, options: list[str], sets: list[str]) -> None:
    out = ok(run("log", mine, "1a", LIFT, *options))
    assert "1A Mon 1 Feb: in part" in out
    assert "instead of 4x6 @ 100 kg" in out
    assert last(mine) == ("changed", sets)


@pytest.mark.parametrize(
    ("options", "sets"),
    [
        (["--set", "8 x 60 @ 8", "--set", "6"], ["8 x 60 @ 8", "6"]),
        (["--reps", "10", "--sets", "3", "--load", "55"], ["10 x 55"] * 3),
        (["--reps", "12", "--rpe", "7"], ["12 @ 7"]),
    ],
)
def test_work_that_was_not_planned(mine: Path, options: list[str], sets: list[str]) -> None:
    out = ok(run("log", mine, "2027-02-04", "barbell_row", "--extra", "--note", "bored", *options))
    assert out.startswith("Besides, Thu 4 Feb 18:00: Barbell row")
    assert last(mine) == ("extra", sets)
    assert logged(mine).entry[-1].note == "bored"
    (extra,) = done(from_json(mine.read_bytes()), logged(mine)).extras
    assert len(extra.sets) == len(sets)


def test_missed_moved_and_noted(mine: Path) -> None:
    assert "2B Wed 10 Feb: missed (ill)" in ok(run("log", mine, "2B", "--missed", "--note", "ill"))
    out = ok(run("log", mine, "1C", "--moved-to", "2027-02-06T10:00"))
    assert "1C Fri 5 Feb: moved to Sat 6 Feb 10:00, done" in out
    assert "Nordic curl: missed" in ok(run("log", mine, "1A", "nordic_curl", "--missed"))
    assert [one.what for one in logged(mine).entry] == ["missed", "moved", "missed"]


def test_a_session_is_found_on_the_day_that_it_was_moved_to(mine: Path) -> None:
    run("log", mine, "1C", "--moved-to", "2027-02-06")
    out = ok(run("log", mine, "2027-02-06", LIFT, "--reps", "5"))
    assert "1C Fri 5 Feb: moved to Sat 6 Feb 18:00, changed" in out
    run("log", mine, "1B", "--moved-to", "2027-02-08")
    assert "2A Mon 8 Feb: done" in ok(run("log", mine, "2027-02-08"))  # its own session first


def test_effort_moves_the_1rm_and_says_why(mine: Path) -> None:
    out = ok(run("log", mine, "1C", LIFT, "--rpe", "8"))
    # 6 x 120 @ 8 are 78.6 %: 152.7 kg; a third of the way from 160 is 157.6.
    assert "1RM: Conventional deadlift: week 1: 4 sets say 152.7 kg, 160 -> 157.6 kg" in out


def test_what_is_logged_and_what_is_due(mine: Path) -> None:
    empty = ok(run("log", mine))
    assert "0 of 6 sessions logged" in empty
    assert "Due Next: Mon 1 Feb, Wk 1 A" in empty
    run("log", mine, "1A")
    run("log", mine, "1C", LIFT, "--reps", "5")
    out = ok(run("log", mine))
    assert "2 of 6 sessions logged" in out
    due = out.partition("Due ")[2]
    assert due.startswith("Wed 3 Feb, Wk 1 B")
    assert "Fri 5 Feb, Wk 1 C: Deadlift 4x6 @ 120 kg +2 (in part logged)" in due
    assert due.rpartition("Next: ")[2].startswith("Mon 8 Feb")
    until = ok(run("log", mine, "--on", "2027-02-10")).partition("Due ")[2]
    assert "Wed 10 Feb, Wk 2 B" in until.partition("Next: ")[0]
    for session in ("1B", "1C", "2A", "2B", "2C"):
        run("log", mine, session)
    assert "Nothing: every session is logged." in ok(run("log", mine))


def test_as_json(mine: Path) -> None:
    run("log", mine, "1A", LIFT, "--set", "6 x 100 @ 8")
    table = json.loads(run("log", mine, "--json").out)
    assert (table["format"], table["block"]) == ("posterior-chain-done", "test")
    first = table["sessions"][0]
    assert (first["week"], first["session"], first["status"]) == (1, "A", "open")
    assert first["exercises"][1]["sets"] == [{"reps": 6, "load": 100, "rpe": 8}]
    assert table["one_rep_max"][0]["before"] == 160


def test_an_import_and_what_it_does_not_know(mine: Path, tmp_path: Path) -> None:
    export = tmp_path / "hevy.csv"
    export.write_text(HEVY, "utf-8")
    out = ok(run("log", mine, "--import", export))
    assert "Hevy: 2 new entries" in out
    assert "1 workout before or after the block" in out
    assert "Tue 9 Feb: no session on this day" in out
    assert "1B: Nordic curl is not in the file, and stays open." in out
    assert '"Bench Press (Barbell)" on Wed 3 Feb: 5 x 80 kg' in out
    written = mine.with_name("mine.log.toml").read_bytes()
    again = ok(run("log", mine, "--import", export))
    assert "Hevy: 0 new entries" in again
    assert "2 lines were logged before" in again
    assert mine.with_name("mine.log.toml").read_bytes() == written
    assert "Not recognised" in ok(run("log", mine))
    names = tmp_path / "names.toml"
    names.write_text('[names]\n"Bench Press (Barbell)" = "nordic_curl"\n', "utf-8")
    assert "1 new entry" in ok(run("log", mine, "--import", export, "--names", names))
    state = done(from_json(mine.read_bytes()), logged(mine))
    nordic = next(e for e in state.sessions[1].entries if e.planned.exercise == "nordic_curl")
    assert nordic.status == "changed"


def test_an_import_without_news_makes_no_file(mine: Path, tmp_path: Path) -> None:
    export = tmp_path / "hevy.csv"
    export.write_text(HEVY.replace("Feb", "Jan"), "utf-8")
    assert "3 workouts before or after the block" in ok(run("log", mine, "--import", export))
    assert not mine.with_name("mine.log.toml").exists()


def test_a_log_elsewhere(mine: Path, tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    other = tmp_path / "logs" / "my.toml"
    ok(run("log", mine, "1A", "--log", other))
    assert other.is_file()
    assert not mine.with_name("mine.log.toml").exists()
    assert "1 of 6 sessions" in ok(run("log", mine, "--log", other))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["9A"], 'week = 9, session = "A": the block has no such session\nMaybe a week from 1'),
        (["2027-02-02"], "the block has no such session\nMaybe 2027-02-01, which is 1A"),
        (["monday"], "SESSION monday: no session is named so\nMaybe write a date"),
        (["0A"], "SESSION 0A: no session is named so"),
        (["1A", "nordic_curls"], 'nor does the catalogue\nMaybe "nordic_curl"'),
        (["1A", "pull_up", "--reps", "5"], "session 1A does not hold it"),
        (["1A", "--reps", "5"], "--reps: of which exercise?"),
        (["--reps", "5"], "--reps: which session?"),
        (["1A", "--missed", "--moved-to", "2027-02-02"], "which of the two?"),
        (["1A", LIFT, "--moved-to", "2027-02-02"], "moves a whole session"),
        (["1A", "--moved-to", "tuesday"], "--moved-to tuesday: must be a day, like 2027-02-02"),
        (["1A", "--moved-to", "2027-02-02T18:00+01:00"], "or a local time"),
        (["1A", "--moved-to", "2028-02-02"], "lies outside the block, which runs"),
        (["1A", LIFT, "--missed", "--reps", "3"], "--reps: are for what was done"),
        (["1A", LIFT, "--load", "heavy"], "--load heavy: must be a weight, like 112.5 or 250lb"),
        (["1A", LIFT, "--rpe", "8.3"], "--rpe 8.3: must be from 1 to 10, in halves"),
        (["1A", LIFT, "--rpe", "11"], "--rpe 11.0: must be from 1 to 10"),
        (["1A", LIFT, "--set", "six"], '"six" is not a set; write reps x load @ RPE'),
        (["1A", LIFT, "--set", "6", "--reps", "3"], "--reps: say it in --set"),
        (["1A", LIFT, "--part", "tip"], "--part: "),
        (["1A", "--part", "top"], "--part: of which exercise?"),
        (["--extra", "--reps", "5"], "--reps, --extra: which session?"),
        (["1A", "pull_up", "--extra", "--reps", "5"], "--extra, SESSION 1A: must be a day, like"),
        (["2027-02-04", "--extra", "--reps", "5"], "--extra: of which exercise?"),
        (["2027-02-04", "pull_up", "--extra", "--rpe", "8"], "--extra: how much?"),
        (["2027-02-04", "pull_up", "--extra", "--missed"], "--extra, --missed: is for work that"),
        (["2027-03-04", "pull_up", "--extra", "--reps", "5"], "lies outside the block, which runs"),
        (["1A", "--on", "2027-02-02"], "--on, --json: are for printing"),
        (["--on", "soon"], "--on soon: must be a day"),
        (["--names", "x.toml"], "--names, --unit: need --import FILE"),
        (["--import", "none.csv"], "none.csv: cannot be read: No such file"),
        (["1A", "--import", "none.csv"], "--import: reads whole sessions"),
        (["--import", "none.csv", "--unit", "st"], "--unit st: must be kg or lb"),
    ],
)
def test_what_is_refused(mine: Path, arguments: list[str], said: str) -> None:
    ran = run("log", mine, *arguments)
    assert ran.code == 2, ran
    assert ran.out == ""
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert not mine.with_name("mine.log.toml").exists()


def test_a_broken_log_or_export_leaves_everything_as_it_was(mine: Path, tmp_path: Path) -> None:
    path = mine.with_name("mine.log.toml")
    path.write_text("entry = [", "utf-8")
    for arguments in (["1A"], []):
        ran = run("log", mine, *arguments)
        assert ran.code == 2
        assert "not a TOML file" in ran.err
    assert path.read_text("utf-8") == "entry = ["
    path.unlink()
    foreign = tmp_path / "other.csv"
    foreign.write_text("a,b\n1,2\n", "utf-8")
    ran = run("log", mine, "--import", foreign)
    assert ran.code == 2
    assert "other.csv: not a CSV file of Strong or Hevy" in ran.err
    assert not path.exists()


def test_no_solver_is_needed(mine: Path) -> None:
    assert "1A Mon 1 Feb: done" in ok(run_without_solver("log", mine, "1A"))
