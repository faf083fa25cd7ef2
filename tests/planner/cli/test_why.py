"""`planner why`: answers in words and as JSON, and questions that cannot be asked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import scenarios
from tests.planner.cli.running import run, run_without_solver
from tests.planner.cli.test_check import edited, swapped

ATHLETES = Path(scenarios.__file__).parent / "athletes"
NOT_ASKED = {
    "nothing": ([], "no question"),
    "two questions": (["--not", "box_jump", "--exercise", "power_clean"], "two questions"),
    "instead of nothing": (["--instead", "box_jump"], "no question"),
    "instead of no --not": (
        ["--exercise", "box_jump", "--week", "1", "--instead", "power_clean"], "needs --not"
    ),
    "instead of itself": (["--not", "box_jump", "--instead", "box_jump"], "both are box_jump"),
    "there already": (["--not", "box_jump", "--instead", "power_clean"], "in the whole block alr"),
    "no such exercise": (["--not", "box_jumps"], "Maybe box_jump\n"),
    "not trained": (["--not", "conventional_deadlift"], "the block does not train it"),
    "no such week": (["--not", "box_jump", "--week", "2"], "weeks 1 to 1"),
    "a week alone": (["--week", "1"], "no question"),
    "no such date": (["--on", "2027-02-30"], "is no date"),
    "after the block": (["--on", "2027-02-08"], "from 2027-02-01 up to 2027-02-07"),
    "not on that date": (["--not", "box_jump", "--on", "2027-02-02"], "Maybe ask of week 1"),
    "week and date": (["--not", "box_jump", "--week", "1", "--on", "2027-02-01"], "one of them"),
    "sets of nothing": (["--on", "2027-02-01", "--sets", "3"], "need --exercise and --week"),
    "no place": (["--exercise", "box_jump"], "needs --week or --on"),
    "trained already": (["--exercise", "box_jump", "--week", "1"], "Maybe ask why with --not"),
    "as many sets": (["--exercise", "box_jump", "--week", "1", "--sets", "5"], "already"),
    "a load that is none": (
        ["--exercise", "power_clean", "--week", "1", "--load", "51"], "Maybe 50 or 52.5 kg"
    ),
    "no number": (["--exercise", "power_clean", "--week", "1", "--load", "nan"], "is no weight"),
    "no load": (["--exercise", "box_jump", "--week", "1", "--load", "20"], "load of box_jump open"),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_ASKED)
def test_a_question_that_does_not_fit_is_told_why(sample: Path, case: str) -> None:
    flags, message = NOT_ASKED[case]
    ran = run("why", sample, *flags)
    assert ran.code == 2, ran
    assert message in ran.err
    assert ran.out == ""


def test_a_wrong_question_needs_no_solver(sample: Path) -> None:
    ran = run_without_solver("why", sample, "--not", "conventional_deadlift")
    assert ran.code == 2, ran
    assert ran.err.startswith("--not conventional_deadlift: ")


def test_why_an_exercise_is_there(sample: Path, tmp_path: Path) -> None:
    own = Path(shutil.copy(sample, tmp_path))
    ran = run("why", own, "--not", "box_jump", "--quiet")
    assert ran.code == 0, ran
    assert ran.err == ""
    assert "Asked instead: no Box jump in the whole block.\n" in ran.out
    clash = ran.out.partition("Proved impossible. It clashes with:\n")[2]
    assert clash.startswith("  week 1: box_jump is trained in every loading week.\n")
    assert 'shipped scenario "sample_workout":' in clash, "the block is of it as it stands"
    assert ": exercises.pin = [" in clash
    assert [one.name for one in tmp_path.iterdir()] == [own.name], "nothing is written"


def test_a_day_that_is_not_open(sample: Path) -> None:
    ran = run("why", sample, "--on", "2027-02-02", "--quiet")
    assert ran.code == 0, ran
    assert (
        "Asked instead: a session on Tue 2 Feb.\nProved impossible. It clashes with:\n" in ran.out
    )
    assert "  Sessions lie on Monday.\n" in ran.out
    assert ': availability.monday = "18:00-19:30"\n' in ran.out


def test_lines_are_those_of_the_file_beside_the_block(sample: Path, tmp_path: Path) -> None:
    """As long as it is the scenario that was planned: lines of an edited file would mislead."""
    text = (ATHLETES / "sample_workout.toml").read_text("utf-8")
    own, file = Path(shutil.copy(sample, tmp_path)), tmp_path / "sample_workout.toml"
    file.write_text(f"# mine\n{text}", "utf-8")
    first = text.splitlines().index(next(one for one in text.splitlines() if one.startswith("pin")))
    flags = ("--not", "box_jump", "--quiet", "--json")
    (row,) = json.loads(run("why", own, *flags).out)["against"][0]["sources"]
    assert (row["file"], row["line"]) == (str(file), first + 2)
    file.write_text(text.replace("18:00", "17:00"), "utf-8")
    (row,) = json.loads(run("why", own, *flags).out)["against"][0]["sources"]
    assert row["file"] == 'shipped scenario "sample_workout"'


def test_what_another_load_costs(sample: Path) -> None:
    flags = ("--exercise", "power_clean", "--week", "1", "--load", "55", "--quiet")
    ran = run("why", sample, *flags)
    assert ran.code == 0, ran
    assert "It costs nothing, proved. Price: should 0, prefer 0." in ran.out
    lines = ran.out.partition("\nSessions\n")[2].splitlines()
    assert len(lines) == 2, "only the line that was asked for differs"
    assert "-> 3x3 @ 55 kg" in lines[1]
    told = json.loads(run("why", sample, *flags, "--json").out)
    assert (told["format"], told["version"]) == ("posterior-chain-why", 1)
    assert (told["verdict"], told["proved"]) == ("possible", True)
    assert told["costs"][0] == {"priority": "should", "before": 0, "after": 0, "least": 0}
    assert told["change"]["sessions"][0]["lines"][0]["after"]["load"] == 55


def test_a_block_edited_by_hand_is_not_asked(sample: Path, tmp_path: Path) -> None:
    ran = run("why", edited(sample, tmp_path, swapped), "--not", "box_jump")
    assert ran.code == 2, ran
    assert "the block is not as it was planned" in ran.err


def test_too_little_time_is_said_so(sample: Path) -> None:
    ran = run("why", sample, "--not", "box_jump", "--time-limit", "0.001", "--quiet")
    assert ran.code == 4, ran
    assert "Not decided in time" in ran.out
    assert "impossible." in ran.out


def test_what_the_demands_are_worth(sample: Path) -> None:
    ran = run("why", sample, "--best-change", "--quiet")
    assert ran.code == 0, ran
    assert ran.err == ""
    assert "The block pays nothing" in ran.out
    cost = ran.out.partition("\nIt would cost\n")[2]
    assert "  nothing         sessions of at most 60 minutes instead of 75\n" in cost
    assert "  impossible      sessions of at most 45 minutes instead of 75\n" in cost
    told = json.loads(run("why", sample, "--best-change", "--quiet", "--json").out)
    assert (told["format"], told["version"]) == ("posterior-chain-prices", 1)
    row = next(one for one in told["rows"] if one["verdict"] == "impossible")
    assert row["changes"][0]["key"] == "availability.minutes"


def test_prices_that_there_was_no_time_for_are_said_so(sample: Path) -> None:
    ran = run("why", sample, "--best-change", "--time-limit", "0.001", "--quiet")
    assert ran.code in (0, 4), ran
    assert "\nNot decided in time:\n  sessions of at most 45" in ran.out


def test_the_table_of_prices_is_no_second_question(sample: Path) -> None:
    ran = run("why", sample, "--best-change", "--week", "1")
    assert ran.code == 2, ran
    assert "--best-change: asks of all demands at once" in ran.err
