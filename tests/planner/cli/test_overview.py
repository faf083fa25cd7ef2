"""The overview: lines of bars, folding, colour, and letters that a terminal may lack."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from constraints.block import Block
from planner.cli import console, table
from tests.builders import block, deadlift, entry, session, weeks

FILE = Path("own.block.json")


class Terminal(io.TextIOWrapper):
    """A terminal of an encoding, to read afterwards what was written to it."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="", write_through=True)

    def isatty(self) -> bool:
        return True

    @property
    def written(self) -> str:
        data = self.buffer
        assert isinstance(data, io.BytesIO)
        return data.getvalue().decode(self.encoding)


def on_a_terminal(
    made: Block, monkeypatch: pytest.MonkeyPatch, encoding: str = "utf-8", **environment: str
) -> str:
    terminal = Terminal(encoding)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm", "COLUMNS": "80", **environment}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", terminal)
    console.show(*table.shown(made, FILE))
    return terminal.written


def plain(text: str) -> list[str]:
    """Lines without colour and without blanks at their ends."""
    return [line.rstrip() for line in re.sub(r"\x1b\[[\d;]*m", "", text).splitlines()]


def line(lines: list[str], name: str) -> str:
    (found,) = [one for one in lines if one.startswith(name.ljust(14))]
    return found


def test_bars_of_sets_and_of_the_main_lift(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = plain(on_a_terminal(block(weeks()), monkeypatch))
    phases = lines[lines.index(line(lines, "Week")) - 1]
    assert phases.split() == ["Accumulation", "Intens.", "Realiz", "Taper"]
    numbers, sets, lift = (line(lines, one) for one in ("Week", "Sets", "Main lift %"))
    assert numbers.split()[1:6] == ["1", "2", "3", "4*", "5"]
    # every week holds the same sets; the deadlift climbs from 120 to 147.5 of 160 kg
    assert sets.split()[1:13] == ["██"] * 12
    bars = lift.split()[3:15]
    assert bars[0] == "▁▁"
    assert bars[-1] == "██"
    assert bars == sorted(bars)
    assert lift.endswith("75 to 92.2")
    for number, one in enumerate(re.finditer(r"\S+", numbers)):  # bars stand under their weeks
        assert number == 0 or lift[one.start()] in "▁▂▃▄▅▆▇█"


def test_sets_are_drawn_from_nothing_on(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = [
        session(one.day, week=one.week, exercises=[deadlift(sets=4 * one.week)])
        for one in weeks(2)[::3]
    ]
    sets = line(
        plain(on_a_terminal(block(sessions, weeks=2, goal={"test": None}), monkeypatch)), "Sets"
    )
    assert sets[14:19] in ("▄▄ ██", "▅▅ ██"), "half as many, half as high"


def test_a_week_without_the_main_lift_has_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = [one for one in weeks() if one.week != 2]
    lines = plain(on_a_terminal(block(sessions), monkeypatch))
    assert line(lines, "Main lift %")[14:20] == "▁▁    "
    assert line(lines, "Sets")[14:20] == "██ ▁▁ "


def test_the_main_lift_without_a_known_maximum(monkeypatch: pytest.MonkeyPatch) -> None:
    lifts = [entry("conventional_deadlift", rpe=rpe) for rpe in (6, 8)]
    sessions = [
        session(one.day, week=one.week, exercises=[lift])
        for one, lift in zip(weeks(2)[::3], lifts, strict=True)
    ]
    lines = plain(on_a_terminal(block(sessions), monkeypatch))
    assert line(lines, "Main lift RPE").endswith("6 to 8")


@pytest.mark.parametrize("columns", ["40", "60", "80", "120"])
@pytest.mark.parametrize("count", [1, 12, 24])
def test_nothing_is_cut_or_wider_than_the_terminal(
    columns: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = block(weeks(count), weeks=count, goal={"test": None, "kind": "general"})
    lines = plain(on_a_terminal(made, monkeypatch, COLUMNS=columns))
    assert max(map(len, lines)) <= int(columns)
    assert not any("…" in one for one in lines)
    sums = lines[lines.index("Sets a week") + 1 : lines.index("Week 1: accumulation")]
    rows = sums[: next((n for n, one in enumerate(sums) if one[:1] in "*<j" and one), None)]
    assert all(re.match(r"wk|[ \d]\d[ *]? |   |$", one) for one in rows), "a row is wrapped"
    words = " ".join(rows).split()
    for heading in ("glutes", "up.back", "calves", "axial", "min"):
        assert heading in words


def test_sets_and_reps_stay_together(monkeypatch: pytest.MonkeyPatch) -> None:
    long = [session(exercises=[deadlift(load=112.5)], label=one) for one in "ABC"]
    mine = {"pattern": "hinge", "modality": "heavy_compound", "name": "Deadlift from knee"}
    define = {"exercises": {"define": {"mine": mine}}}
    long[1] = long[1].model_copy(update={"exercises": (entry("mine", load=112.5),)})
    lines = plain(on_a_terminal(block(long, **define), monkeypatch))
    assert any("Deadlift from knee       D" in one for one in lines), "short of its 24 columns"
    assert sum("4x6 @ 112.5 kg" in one for one in lines) == 2


def test_a_load_may_stand_alone_where_all_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    row = entry("single_arm_db_row", 2, 11, load=16, per="hand", sides=2)
    days = [session(exercises=[row], label=one) for one in "ABC"]
    lines = plain(on_a_terminal(block(days), monkeypatch))
    first = next(n for n, one in enumerate(lines) if "Single-arm dumbbell row" in one)
    assert [one[4:28].strip() for one in lines[first : first + 3]] == [
        "Single-arm dumbbell row", "2x11 per side", "@ 16 kg per hand"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        ("80", [" 1  Hip thrust  2x6  125 kg  RPE 7.5  rest 2:00"]),
        ("46", [" 1  Hip thrust  2x6  125 kg  RPE 7.5", "    rest 2:00"]),
        ("24", [" 1  Hip thrust  2x6", "    125 kg, RPE 7.5,", "    rest 2:00"]),
    ],
)
def test_what_has_no_room_beside_a_name_stands_below(
    columns: str, row: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = entry("hip_thrust", 2, 6, load=125, rpe=7.5)
    lines = plain(on_a_terminal(block([session(exercises=[one])]), monkeypatch, COLUMNS=columns))
    start = next(n for n, one in enumerate(lines) if one.startswith(" 1  Hip thrust"))
    assert [one.rstrip() for one in lines[start : start + len(row)]] == row


def test_phases_have_colours_and_names(monkeypatch: pytest.MonkeyPatch) -> None:
    made = block(weeks())
    coloured = on_a_terminal(made, monkeypatch)
    assert re.search(r"\x1b\[1;36mAccumulation", coloured)
    assert re.search(r"\x1b\[1;32mTaper", coloured)
    none = on_a_terminal(made, monkeypatch, NO_COLOR="1")
    assert not re.search(r"\x1b\[[\d;]*3\d", none)
    assert "\x1b" not in on_a_terminal(made, monkeypatch, TERM="dumb")
    assert plain(coloured) == plain(none)


def test_digits_where_the_terminal_has_no_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = plain(on_a_terminal(block(weeks()), monkeypatch, "ascii"))
    assert line(lines, "Sets")[14:].startswith("88 88 88 88")
    assert line(lines, "Main lift %")[14:].startswith("11 ")
