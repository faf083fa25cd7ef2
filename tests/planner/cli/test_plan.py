"""`planner plan`: exit codes, streams and files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import planner.solving.solve
from constraints.audit import audit
from constraints.block import Block
from planner.exports.html import to_html
from planner.exports.json import from_json
from planner.solving.outcome import Infeasible, Outcome, Planned, Statistics, Undecided
from planner.solving.progress import Progress
from tests.builders import block
from tests.planner.cli.running import run

STATISTICS = Statistics(variables=1, constraints=2, build=0.5, first=None, proof=3.0)

IMPOSSIBLE = """
start = 2027-02-01
weeks = 1
[athlete]
level = "intermediate"
[goal]
kind = "general"
lift = "romanian_deadlift"
[availability]
sessions = 1
minutes  = 10
monday   = "18:00-18:10"
[equipment]
barbell = {}
[exercises]
pin = ["romanian_deadlift", "barbell_row"]
"""


def unproved() -> Block:
    """A block that was found but not proved."""
    made = block()
    solve = made.solve.model_copy(update={"status": "feasible", "gap": 0.5})
    return made.model_copy(update={"solve": solve})


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> Callable[[Outcome], None]:
    """Give the command an outcome instead of a solve."""

    def answer(outcome: Outcome) -> None:
        monkeypatch.setattr(planner.solving.solve, "plan", lambda *_: outcome)

    return answer


@pytest.fixture
def never_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    def solved(*_: Any) -> Outcome:
        raise AssertionError("solved before the folder was checked")

    monkeypatch.setattr(planner.solving.solve, "plan", solved)


def test_the_sample_workout_end_to_end(tmp_path: Path) -> None:
    ran = run("plan", "sample_workout", "--out", tmp_path)
    assert ran.code == 0, ran
    assert "Proved optimal" in ran.out
    details = [
        re.split(r"  +", line.strip()) for line in ran.out.partition("Week 1:")[2].splitlines()
    ]
    assert [(cells[1], cells[2]) for cells in details if cells[0].isdigit()] == [
        ("Box jump", "5x2"),
        ("Power clean", "3x3"),
        ("Romanian deadlift", "3x8"),
        ("Kettlebell swing", "3x15"),
    ]
    assert "looking for a first block" in ran.err
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "sample_workout.block.json",
        "sample_workout.ics",
    ]
    data = (tmp_path / "sample_workout.block.json").read_bytes()
    assert audit(from_json(data)).broken == ()
    assert (tmp_path / "sample_workout.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_json_goes_to_standard_output_as_it_is_written(tmp_path: Path) -> None:
    ran = run("plan", "sample_workout", "--out", tmp_path, "--json", "--quiet")
    assert ran.out.encode() == (tmp_path / "sample_workout.block.json").read_bytes()


def test_quiet_means_no_progress(tmp_path: Path) -> None:
    ran = run("plan", "sample_workout", "--out", tmp_path, "--quiet")
    assert "best so far" not in ran.err
    assert "Proved optimal" in ran.out


def test_the_page_is_written_beside_the_calendar(tmp_path: Path) -> None:
    ran = run("plan", "sample_workout", "--out", tmp_path, "--html", "--quiet")
    assert ran.code == 0, ran
    assert "sample_workout.ics and sample_workout.html" in ran.err
    own = from_json((tmp_path / "sample_workout.block.json").read_bytes())
    assert (tmp_path / "sample_workout.html").read_bytes() == to_html(own)


def test_stats_go_to_a_file(tmp_path: Path) -> None:
    run("plan", "sample_workout", "--out", tmp_path, "--stats", tmp_path / "stats.json")
    stats = json.loads((tmp_path / "stats.json").read_bytes())
    assert stats["outcome"] == "planned"
    assert stats["status"] == "optimal"
    assert stats["variables"] > 0


def test_existing_files_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "sample_workout.ics").write_text("old")
    assert run("plan", "sample_workout", "--out", tmp_path).code == 0
    assert (tmp_path / "sample_workout.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_the_name_of_the_files_is_safe(tmp_path: Path) -> None:
    scenario = tmp_path / "own.toml"
    scenario.write_text('id = "../a/b c"\nextends = "sample_workout"\n')
    folder = tmp_path / "out"
    folder.mkdir()
    assert run("plan", scenario, "--out", folder).code == 0
    assert sorted(one.name for one in folder.iterdir()) == ["a-b-c.block.json", "a-b-c.ics"]


# -- what is wrong is said, and nothing is written ------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("weeks = = 3", ["line 1", "weeks = = 3"]),
        ('extends = "sample_workout"\nweks = 3', ["weks", "unknown key", 'Maybe "weeks"']),
        ('extends = "sample_workout"\nweeks = 1000', ["weeks = 1000", "24 or less"]),
        ('extends = "sample_workuot"', ['Maybe "sample_workout"']),
        (
            'extends = "sample_workout"\n[exercises]\nexclude = ["hip_trust"]',
            ['Maybe "hip_thrust"'],
        ),
    ],
)
def test_a_wrong_scenario(text: str, said: list[str], tmp_path: Path) -> None:
    scenario = tmp_path / "wrong.toml"
    scenario.write_text(text)
    ran = run("plan", scenario, "--out", tmp_path)
    assert ran.code == 2, ran
    assert ran.out == ""
    assert all(one in ran.err for one in said), ran
    assert [one.name for one in tmp_path.iterdir()] == ["wrong.toml"]


def test_a_missing_scenario() -> None:
    ran = run("plan", "sample_workuot")
    assert ran.code == 2
    assert 'Maybe "sample_workout"' in ran.err


@pytest.mark.usefixtures("never_solved")
def test_the_folder_is_checked_before_solving(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "sample_workout.ics").mkdir()
    for folder, said in (
        ("missing", "there is no such folder"),
        ("file", "is a file, not a folder"),
        (".", "is a folder, it cannot be replaced"),
    ):
        ran = run("plan", "sample_workout", "--out", tmp_path / folder)
        assert ran.code == 2, ran
        assert said in ran.err
        assert "Maybe" in ran.err


@pytest.mark.usefixtures("never_solved")
def test_a_folder_that_cannot_be_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:  # chmod would not stop root
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    ran = run("plan", "sample_workout", "--out", tmp_path)
    assert ran.code == 2, ran
    assert f"{tmp_path}: cannot be written to: Permission denied" in ran.err


# -- no block, or one that is not proved ----------------------------------------------------------


def test_impossible(tmp_path: Path) -> None:
    scenario = tmp_path / "tiny.toml"
    scenario.write_text(IMPOSSIBLE)
    ran = run("plan", scenario, "--out", tmp_path)
    assert ran.code == 3, ran
    assert ran.out == ""
    assert "cannot hold together" in ran.err
    assert f"{scenario}:11: availability.minutes = 10" in ran.err
    assert "Without any one of them the others can." in ran.err
    assert "  1  " in ran.err
    assert [one.name for one in tmp_path.iterdir()] == ["tiny.toml"]


def test_no_time(tmp_path: Path) -> None:
    ran = run("plan", "intermediate_3day_barbell", "--out", tmp_path, "--time-limit", "0.01")
    assert ran.code == 4, ran
    assert ran.out == ""
    assert "not the same as impossible" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_impossible_without_the_time_to_say_why(
    tmp_path: Path, answered: Callable[[Outcome], None]
) -> None:
    answered(Infeasible(STATISTICS))
    ran = run("plan", "sample_workout", "--out", tmp_path, "--time-limit", "0.001")
    assert ran.code == 3
    assert ran.out == ""
    assert "Proved impossible" in ran.err
    assert "not enough time" in ran.err


@pytest.mark.parametrize(
    ("options", "stopped", "code"),
    [
        ((), False, 0),
        (("--require-proof",), False, 4),
        ((), True, 130),
        (("--require-proof",), True, 130),
    ],
)
def test_a_block_that_is_not_proved_is_written_and_says_so(
    options: tuple[str, ...],
    stopped: bool,
    code: int,
    tmp_path: Path,
    answered: Callable[[Outcome], None],
) -> None:
    found = unproved()
    answered(Planned(found, audit(found), STATISTICS, stopped))
    ran = run("plan", "sample_workout", "--out", tmp_path, *options)
    assert ran.code == code, ran
    assert "not proved" in ran.err
    assert "Best found, not proved: gap 50%" in ran.out
    assert len(list(tmp_path.iterdir())) == 2


def test_stopped_before_a_block_was_found(
    tmp_path: Path, answered: Callable[[Outcome], None]
) -> None:
    answered(Undecided(STATISTICS, stopped=True))
    ran = run("plan", "sample_workout", "--out", tmp_path)
    assert ran.code == 130
    assert "nothing was written" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_stopped_outside_the_solve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any) -> Outcome:
        raise KeyboardInterrupt

    monkeypatch.setattr(planner.solving.solve, "plan", stop)
    ran = run("plan", "sample_workout", "--out", tmp_path)
    assert ran.code == 130
    assert ran.err == "Stopped.\n"


def test_progress_without_a_terminal_is_a_line_a_second_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def solve(_: Any, __: Any, report: Callable[[Progress], None]) -> Outcome:
        for seconds in (0.1, 0.2, 1.0, 1.2):
            report(Progress(seconds, "paying less", prices=(3, 5), bounds=(1, 0)))
        return Undecided(STATISTICS)

    monkeypatch.setattr(planner.solving.solve, "plan", solve)
    ran = run("plan", "sample_workout", "--out", tmp_path)
    lines = [line for line in ran.err.splitlines() if "best so far" in line]
    standing = "best so far: should 3 (bound 1), prefer 5 (bound 0), gap 88%; paying less"
    assert lines == [f"   0.1 s  {standing}", f"   1.2 s  {standing}"]
