"""The console: streams, terminals, letters."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from planner.cli import console
from planner.solving.progress import Progress
from tests.planner.cli.running import LONGEST_WAIT, environment

NOW = Progress(seconds=1.5, stage="closing the gap", prices=(0, 10), bounds=(0, 5))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_live_progress_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with console.progress(quiet=False) as report:
        report(NOW)
    assert "prefer 10 (bound 5), gap 50%" in terminal.getvalue()
    assert "\x1b[" in terminal.getvalue()
    plain = io.StringIO()
    monkeypatch.setattr(sys, "stderr", plain)
    with console.progress(quiet=False) as report:
        report(NOW)
    standing = "best so far: should 0 (bound 0), prefer 10 (bound 5), gap 50%; closing the gap"
    assert plain.getvalue() == f"   1.5 s  {standing}\n"


def test_before_the_first_block_only_the_stage_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = io.StringIO()
    monkeypatch.setattr(sys, "stderr", plain)
    with console.progress(quiet=False) as report:
        report(replace(NOW, stage="looking for a first block", prices=None))
    assert plain.getvalue() == "   1.5 s  looking for a first block\n"


def test_a_terminal_that_cannot_go_back_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with console.progress(quiet=False) as report:
        report(NOW)
    assert terminal.getvalue().startswith("   1.5 s  best so far")


def test_long_messages_are_not_wrapped(capsys: pytest.CaptureFixture[str]) -> None:
    console.say("a" * 50 + " " + "b" * 50)
    assert capsys.readouterr().err == "a" * 50 + " " + "b" * 50 + "\n"


def test_results_are_wrapped_at_80_columns(capsys: pytest.CaptureFixture[str]) -> None:
    console.show("a" * 50 + " " + "b" * 50, console.indented("c " * 50))
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_no_colour_without_a_terminal_even_where_it_is_forced(sample: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "planner", "show", str(sample)],
        capture_output=True, timeout=LONGEST_WAIT, check=True,
        env=environment(FORCE_COLOR="1", COLUMNS="200"),
    )  # fmt: skip
    assert b"\x1b" not in ran.stdout
    assert max(map(len, ran.stdout.decode().splitlines())) <= 80


def test_a_letter_that_the_terminal_lacks_is_no_error(tmp_path: Path) -> None:
    scenario = tmp_path / "own.toml"
    scenario.write_text('title = "Zw\u00f6lf \u2603"\nextends = "sample_workout"\n', "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "planner", "rules", "--scenario", str(scenario)],
        capture_output=True, timeout=LONGEST_WAIT, check=False,
        env=environment(PYTHONIOENCODING="ascii"),
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert b"Zw?lf ?" in ran.stdout


def test_a_reader_of_the_progress_may_go_away(tmp_path: Path) -> None:
    """As in `planner plan ... 2>&1 | head`: the block is written all the same."""
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(
        [sys.executable, "-m", "planner", "plan", "sample_workout", "--out", str(tmp_path)],
        stdout=subprocess.PIPE, stderr=write, timeout=LONGEST_WAIT, check=False,
        env=environment(),
    )  # fmt: skip
    os.close(write)
    assert ran.returncode == 0
    assert b"Box jump" in ran.stdout
    assert (tmp_path / "sample_workout.ics").is_file()
