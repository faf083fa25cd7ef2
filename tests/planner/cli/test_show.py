"""The printed block: it can be read without colour, in 80 columns, whatever is in it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from constraints.block import Block, Place, ScoreRow
from planner.exports.json import to_json
from tests.builders import block, entry, session, weeks
from tests.planner.cli.running import run


def saved(made: Block, folder: Path) -> Path:
    path = folder / "made.block.json"
    path.write_bytes(to_json(made))
    return path


def shown(made: Block, folder: Path, *options: str) -> str:
    ran = run("show", saved(made, folder), *options)
    assert ran.code == 0, ran
    return ran.out


def row(rule: str, priority: Any, price: int, text: str = "week 1: so it is") -> ScoreRow:
    return ScoreRow(
        rule=rule, priority=priority, where=Place(week=1), text=text, measured=1, limit=2,
        unit="sets", price=price,
    )  # fmt: skip


def test_overview_and_first_week(tmp_path: Path) -> None:
    lines = shown(block(weeks()), tmp_path).splitlines()
    assert len(lines) < 150
    assert max(map(len, lines)) <= 80
    assert not any(line.endswith(" ") for line in lines)
    text = "\n".join(lines)
    assert lines[0] == "Twelve weeks to a deadlift test"
    assert "Intermediate, strength: Conventional deadlift, test on Fri 23 Apr." in lines
    for phase in ("Accumulation", "Intensification", "Realization", "Taper"):
        assert phase in lines
    assert "\n 4* A Mon 22 Feb, 55 min" in text
    assert "Deadlift 4x6 @ 107.5 kg" in text
    assert "Week 1: accumulation" in lines
    assert "Week 2: accumulation" not in lines
    assert "--week 2, or --all" in text
    assert "Not medical advice." in text


def test_a_week_alone_and_all_weeks(tmp_path: Path) -> None:
    alone = shown(block(weeks()), tmp_path, "--week", "12", "--week", "2")
    assert "Week 2: accumulation" in alone
    assert "Week 12: taper" in alone
    assert "Week 1: accumulation" not in alone
    assert "Sets a week" not in alone
    every = shown(block(weeks()), tmp_path, "--all")
    assert all(f"Week {number}: " in every for number in range(1, 13))
    assert "Sets a week" in every


def test_no_such_week(tmp_path: Path) -> None:
    ran = run("show", saved(block(), tmp_path), "--week", "13")
    assert ran.code == 2
    assert "--week 13: the block has weeks 1 to 12" in ran.err


def test_a_session_in_detail(tmp_path: Path) -> None:
    text = shown(block(), tmp_path, "--week", "1")
    assert "A  Mon 1 Feb, 18:00 to 19:05 (65 min, 8 of them warm-up)" in text
    (line,) = [one for one in text.splitlines() if one.startswith(" 2  Conventional")]
    assert line.split("  ")[-1].strip() == "rest 3:30"
    assert all(one in line for one in ("4x6", "112.5 kg", "70.3%, RPE 5"))
    assert "ramp 5 x 45, 4 x 70, 3 x 92.5 kg" in text
    assert "2x8 per side" in text


def test_whose_percent_and_which_load(tmp_path: Path) -> None:
    of_another = {"percent": 59.4, "percent_of": "conventional_deadlift"}
    entries = [
        entry("romanian_deadlift", 3, 8, order=1, load=95, **of_another),
        entry("barbell_row", 3, 8, order=2, rpe=7),
    ]
    text = shown(block([session(exercises=entries)]), tmp_path, "--week", "1")
    assert "% of conventional deadlift" in text
    assert "work up  RPE 7" in text


def test_a_test_shows_its_attempts(tmp_path: Path) -> None:
    one = entry("conventional_deadlift", 1, 1, part="test", load=160, rpe=10)
    text = shown(block([session(exercises=[one])]), tmp_path, "--week", "1")
    assert "attempts 152.5, 160, 165 kg" in text


def test_the_dearest_prices_come_first(tmp_path: Path) -> None:
    score = (
        row("rise", "prefer", 30), row("swaps", "prefer", 5), row("core", "should", 1),
        row("rise", "prefer", 4), row("variety", "prefer", 1),
    )  # fmt: skip
    text = shown(block().model_copy(update={"score": score}), tmp_path)
    start = text.index("4 rules, the dearest 3:")
    after = text[start:].splitlines()[1:5]
    assert [line.split()[:3] for line in after[:3]] == [
        ["should", "1", "core"], ["prefer", "34", "rise"], ["prefer", "5", "swaps"],
    ]  # fmt: skip
    assert "(and 1 more)" in after[1]


def test_six_sessions_a_week_are_folded(tmp_path: Path) -> None:
    days = [session(session().day.replace(day=1 + n), label="ABCDEF"[n]) for n in range(6)]
    lines = shown(block(days), tmp_path).splitlines()
    assert max(map(len, lines)) <= 80
    assert sum("Deadlift 4x6 @ 112.5 kg" in line for line in lines) == 2


@pytest.mark.parametrize("profile", ["masters", "low_back"])
def test_the_notice(profile: str, tmp_path: Path) -> None:
    assert "clinician" in shown(block(profile=profile), tmp_path)
    assert "clinician" not in shown(block(), tmp_path)


def test_nothing_in_a_block_steers_the_terminal(tmp_path: Path) -> None:
    hostile = block(title="\x1b[31mred [bold]loud[/bold] \x07", goal={"kind": "strength"})
    table = json.loads(to_json(hostile))
    table["sessions"][0]["label"] = "\x1b[2J"
    path = tmp_path / "hostile.block.json"
    path.write_text(json.dumps(table))
    for command in ("show", "check"):
        ran = run(command, path)
        assert "\x1b" not in ran.out
        assert "\x07" not in ran.out
    assert "[bold]loud[/bold]" in run("show", path).out


@pytest.mark.parametrize(
    ("first", "is_away"), [(date(2027, 4, 22), True), (date(2027, 4, 24), False)]
)
def test_a_test_on_a_day_away_is_held_and_told(first: date, is_away: bool, tmp_path: Path) -> None:
    away = {"availability": {"away": [{"from": first, "to": date(2027, 4, 25)}]}}
    said = "You are away on Fri 23 Apr; the test is held all the same"
    assert (said in " ".join(shown(block(weeks(), **away), tmp_path).split())) == is_away
