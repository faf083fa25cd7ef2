"""`planner explain`: a block rule by rule, and two blocks compared."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from constraints.block import Block
from planner.exports.json import to_json
from scenarios.catalogue import catalogue
from tests.builders import block, deadlift, entry, session, weeks
from tests.planner.cli.running import run
from tests.planner.cli.test_check import edited, swapped


def saved(made: Block, folder: Path, name: str = "made") -> Path:
    path = folder / f"{name}.block.json"
    path.write_bytes(to_json(made))
    return path


def compared(before: Block, after: Block, folder: Path, *options: str) -> str:
    """What changed from one block to another."""
    old, new = saved(before, folder, "old"), saved(after, folder, "new")
    ran = run("explain", new, "--against", old, *options)
    assert ran.code == 0, ran
    assert ran.err == ""
    return ran.out


def flat(text: str) -> str:
    return " ".join(text.split())


# -- one block -----------------------------------------------------------------------------------


def test_a_clean_block(sample: Path) -> None:
    ran = run("explain", sample)
    assert ran.code == 0, ran
    assert ran.out.startswith("Posterior chain, one session\nProved optimal: ")
    assert "Broken" not in ran.out
    holding = ran.out.partition("\nRules that hold\n")[2]
    assert "order-class (must)\n  Jumps come first, then Olympic lifts" in holding
    assert "  Sources: ART, WRP, NSCA-T (science)\n" in holding
    assert "loadable (must)" in holding
    assert "(convention)" in holding
    assert "In the scenario:" not in holding
    assert "Turned off, or without use for this athlete" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert not any(line.endswith(" ") for line in ran.out.splitlines())


def test_what_a_block_pays(tmp_path: Path) -> None:
    text = run("explain", saved(block(), tmp_path)).out
    paid = text.partition("\nPaid for\n")[2].partition("\nRules that hold\n")[0]
    about = flat(paid.partition("session-count (should): ")[2])
    assert "Price: 8 points for a session." in about
    assert "In the scenario: availability.sessions" in about
    assert "16 week 1: 1 sessions, asked are 3" in about
    assert paid.index("session-count (should)") < paid.index("volume-target (prefer)")
    for tier in ("should", "prefer"):
        prices = [int(price) for price in re.findall(rf"\({tier}\): (\d+)\n", paid)]
        assert len(set(prices)) > 1
        assert prices == sorted(prices, reverse=True)
    assert "volume-target (prefer)" not in text.partition("\nRules that hold\n")[2]
    assert max(map(len, text.splitlines())) <= 80


def test_a_block_edited_by_hand(sample: Path, tmp_path: Path) -> None:
    ran = run("explain", edited(sample, tmp_path, swapped))
    assert ran.code == 0, ran  # the verdict is for check
    assert "Proved optimal" not in ran.out
    assert "planner check" in ran.out
    broken = ran.out.partition("\nBroken\n")[2].partition("\nRules that hold\n")[0]
    assert "order-class (must)" in broken
    assert "kettlebell_swing" in broken
    assert "order-class" not in ran.out.partition("\nRules that hold\n")[2]


def test_a_sum_that_is_wrong(sample: Path, tmp_path: Path) -> None:
    path = edited(sample, tmp_path, lambda table: table["weeks"][0].update(contacts=3))
    ran = run("explain", path)
    assert "Proved optimal" not in ran.out
    assert "\nBroken\n" not in ran.out


def test_as_json(sample: Path) -> None:
    table = json.loads(run("explain", sample, "--json").out)
    assert (table["format"], table["version"]) == ("posterior-chain-explanation", 1)
    assert {"rule", "sentence", "source", "basis", "priority", "price", "breaches", "numbers"} <= (
        set(table["rules"][0])
    )
    assert {one["key"] for one in table["sources"]} >= {"P"}


# -- two blocks ----------------------------------------------------------------------------------


def test_the_same_block_twice(sample: Path) -> None:
    ran = run("explain", sample, "--against", sample)
    assert ran.code == 0
    assert "1 the same, 0 moved, 0 added, 0 dropped, 0 changed." in ran.out
    assert "The blocks do not differ." in ran.out


def test_prices_and_sessions(tmp_path: Path) -> None:
    before, after = list(weeks()), list(weeks())[1:]
    text = compared(block(before), block(after), tmp_path)
    assert text.splitlines()[1].startswith("What changed since")
    assert "old.block.json:" in "".join(text.split())  # a long path is wrapped
    assert "35 the same, 0 moved, 0 added, 1 dropped, 0 changed." in text
    assert "session-count (should): 0 -> 8\n  + 8 week 1: 2 sessions, asked are 3" in text
    assert "\nWeek 1 A, Mon 1 Feb 18:00, 55 min: dropped\n  - Box jump 4x3\n" in text
    back = compared(block(after), block(before), tmp_path)
    assert "session-count (should): 8 -> 0\n  - 8 week 1: 2 sessions" in back
    assert "Week 1 A, Mon 1 Feb 18:00, 55 min: added\n  + Box jump 4x3\n" in back
    assert max(map(len, (text + back).splitlines())) <= 80


def test_the_price_of_a_tier(tmp_path: Path) -> None:
    text = compared(block(weeks()), block(weeks()[1:]), tmp_path, "--json")
    tiers = {one["priority"]: one for one in json.loads(text)["prices"]}
    shown = compared(block(weeks()), block(weeks()[1:]), tmp_path)
    for tier, one in tiers.items():
        assert f"{tier} {one['before']} -> {one['after']}" in shown


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (
            [deadlift(order=1), entry("pull_up", 3, 8, order=2)],
            "Conventional deadlift: 4x5 @ 110 kg -> 4x6 @ 112.5 kg",
        ),
        ([deadlift(4, 5, 110, order=1)], "- Pull-up 3x8"),
        (
            [entry("pull_up", 3, 8, order=1), deadlift(4, 5, 110, order=2)],
            "Pull-up: now first",
        ),
        (
            [deadlift(4, 5, 110, order=1, rest_seconds=180), entry("pull_up", 3, 8, order=2)],
            "Conventional deadlift: rest 3:30 -> rest 3:00",
        ),
        (
            [deadlift(4, 5, 110, order=1, rpe=None), entry("pull_up", 3, 8, order=2)],
            "Conventional deadlift: RPE 5 -> none",
        ),
        (
            [deadlift(4, 5, 110, order=1, part="top"), entry("pull_up", 3, 8, order=2)],
            "Conventional deadlift -> Conventional deadlift (top set)",
        ),
    ],
)
def test_lines(after: list[Any], said: str, tmp_path: Path) -> None:
    before = [deadlift(4, 5, 110, order=1), entry("pull_up", 3, 8, order=2)]
    old, new = (block([session(exercises=lines)]) for lines in (before, after))
    (line,) = compared(old, new, tmp_path).partition("\nSessions\n")[2].splitlines()[1:2]
    assert line == f"  {said}"


def test_an_exercise_that_only_one_scenario_knows(tmp_path: Path) -> None:
    own = {**catalogue()["pull_up"].model_dump(exclude={"id"}), "name": "Tree pull"}
    known = block([session(exercises=[entry("tree", 3, 8)])], exercises={"define": {"tree": own}})
    unknown = block([session(exercises=[])])
    assert "  - Tree pull 3x8\n" in compared(known, unknown, tmp_path)
    assert "  + Tree pull 3x8\n" in compared(unknown, known, tmp_path)


def test_a_session_that_moved(tmp_path: Path) -> None:
    day = session().day
    old = block([session(uid="a")])
    new = block([session(day.replace(day=2), uid="a", deload=True, minutes=60)])
    text = compared(old, new, tmp_path)
    assert (
        "Week 1 A, Mon 1 Feb 18:00 -> Tue 2 Feb 18:00, 65 min -> 60 min, no deload -> deload: moved"
    ) in flat(text)


def test_what_was_asked(tmp_path: Path) -> None:
    away = [{"from": session().day, "to": session().day, "why": "holiday"}]
    changed = block(availability={"minutes": 60, "away": away})
    text = compared(block(), changed, tmp_path)
    assert "The scenario\n" in text
    assert "  availability.minutes: 75 -> 60\n" in text
    assert "availability.away: none -> from 2027-02-01 to 2027-02-01 why holiday\n" in text


def test_a_long_list_of_what_is_busy_is_counted(tmp_path: Path) -> None:
    busy = [{"from": f"2027-02-0{day}T08:00:00", "to": f"2027-02-0{day}T16:00:00"}
            for day in range(1, 6)]  # fmt: skip
    text = flat(compared(block(), block(availability={"busy": busy}), tmp_path))
    first = "from 2027-02-01T08:00:00 to 2027-02-01T16:00:00"
    assert f"availability.busy: none -> 5 of them, the first {first} " in f"{text} "
    assert "2027-02-02" not in text
    text = flat(compared(block(), block(availability={"busy": busy[:4]}), tmp_path))
    assert "2027-02-04T08:00:00" in text


def test_sums_that_are_wrong_are_left_to_check(tmp_path: Path) -> None:
    text = compared(block(), block([session(minutes=99)]), tmp_path)
    assert "Fields that do not add up: planner check names them." in text
    assert "is written as" not in text


def test_nothing_in_a_block_steers_the_terminal(sample: Path, tmp_path: Path) -> None:
    def hostile(table: dict[str, Any]) -> None:
        table["scenario"]["title"] = "\x1b[31mred [bold]loud[/bold] \x07"
        table["sessions"][0]["label"] = "\x1b[2J"
        table["sessions"][0]["exercises"][2]["load"] = 91.3  # a breach that names the session

    path = edited(sample, tmp_path, hostile)
    for ran in (run("explain", path), run("explain", path, "--against", sample)):
        assert ran.code == 0
        assert "\x1b" not in ran.out
        assert "\x07" not in ran.out
        assert "[bold]loud[/bold]" in ran.out


# -- bad input -----------------------------------------------------------------------------------


def test_blocks_of_two_scenarios(sample: Path, tmp_path: Path) -> None:
    ran = run("explain", sample, "--against", saved(block(), tmp_path))
    assert ran.code == 2
    assert ran.out == ""
    assert '"test" and "sample_workout"' in ran.err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda table: table.update(version=2), "version = 2"),
        (lambda table: table.update(format="something"), "not a block"),
        (lambda table: table.pop("sessions"), "sessions: is missing"),
    ],
)
@pytest.mark.parametrize("is_other", [False, True])
def test_not_a_block(
    change: Callable[[dict[str, Any]], Any], said: str, is_other: bool, sample: Path, tmp_path: Path
) -> None:
    path = edited(sample, tmp_path, change)
    ran = run("explain", *((sample, "--against", path) if is_other else (path,)))
    assert ran.code == 2, ran
    assert ran.out == ""
    assert said in ran.err
    assert "edited.block.json" in ran.err


def test_no_such_file(sample: Path, tmp_path: Path) -> None:
    for arguments in ((tmp_path / "none.json",), (sample, "--against", tmp_path / "none.json")):
        ran = run("explain", *arguments)
        assert ran.code == 2
        assert "none.json: cannot be read: No such file" in ran.err
