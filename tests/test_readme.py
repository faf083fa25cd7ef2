"""The README: its scenario files can be used, and it tells the commands that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.cli import app
from planner.outcome import Planned
from planner.solve import plan
from scenarios.loader import load
from tests.planner.cli.test_busy import WORK

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_is_a_scenario(text: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, "utf-8")
    for name in re.findall(r'"([^"]+\.ics)"', text):  # calendars of the reader's own
        (tmp_path / name).write_text(WORK, "utf-8")
    assert load(str(file)).id == "mine"


def test_the_shortest_example_is_planned(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(EXAMPLES[0], "utf-8")
    assert len(EXAMPLES[0].strip().splitlines()) <= 14
    assert isinstance(plan(load(str(file))), Planned)


def test_every_command_is_in_the_table() -> None:
    table = README.partition("## Commands")[2].partition("\n## ")[0]
    shown = {word for row in re.findall(r"\| (`.*?) \|", table) for word in re.findall(r"\w+", row)}
    commands = {str(one.name or one.callback.__name__) for one in app.registered_commands
                if one.callback is not None}  # fmt: skip
    assert commands
    assert commands <= shown


def test_the_two_commands_are_there() -> None:
    assert re.search(r"(?m)^python3 -m venv .*planner plan intermediate_3day_barbell$", README)
    assert re.search(r"(?m)^\.venv/bin/pip install .*python -m pytest -n 2$", README)
