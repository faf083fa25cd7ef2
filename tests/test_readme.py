"""The README: its scenario files can be used, and it tells the commands that there are."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

import planner.solving.solve
from constraints.audit import audit
from planner.cli import app, console, overview
from planner.solving.outcome import Planned, Statistics
from planner.solving.solve import plan
from scenarios.loader import load
from tests.builders import block, weeks
from tests.planner.cli.running import run
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


def test_the_five_minutes_go_as_they_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = README.partition("## Five minutes")[2].partition("\n## ")[0]
    lines = [one for part in re.findall(r"```sh\n(.*?)```", path, re.DOTALL)
             for one in part.splitlines()]  # fmt: skip
    asked = []

    def solved(scenario: object, *_: object) -> Planned:
        asked.append(scenario)
        made = block(weeks(), id="mine", goal={"test": None}, weeks=12 + len(asked) % 2)
        report = audit(made)
        return Planned(made, report, Statistics(1, 1, 0.0, 0.0, 0.0))

    monkeypatch.setattr(planner.solving.solve, "plan", solved)
    monkeypatch.setattr("planner.exports.html.page.pictures", lambda _: ())
    monkeypatch.chdir(tmp_path)
    for line in lines:
        program, *arguments = shlex.split(line)
        if program == "cp":
            shutil.copy(*arguments)
            continue
        assert program == "planner"
        ran = run(*arguments)
        assert ran.code == 0, (line, ran)
    assert len(asked) == 2
    assert "What changed since before.block.json" in ran.out
    named = set(re.findall(r"`(mine\.\w+)`", path))
    assert named == {"mine.html", "mine.toml", "mine.ics"}
    assert all((tmp_path / name).exists() for name in named)


def test_the_printed_block_looks_as_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Its numbers change with the rules; its shape is that of the program."""
    console.show(*overview.lines(block(weeks())), *overview.sums(block(weeks())))
    ours = capsys.readouterr().out.splitlines()
    shape = [line.split() for line in ours if line.startswith(("Week ", "wk ", "Sets a week"))]
    assert len(shape) == 3
    shown = [line.split() for line in README.splitlines()]  # columns are as wide as their numbers
    assert all(line in shown for line in shape)
    assert re.search(r"(?m)^Sets +[▁▂▃▄▅▆▇█]{2} ", README)


def test_the_picture_is_there_and_small() -> None:
    said, name = re.findall(r"!\[(.*?)\]\((.*?)\)", README)[0]
    assert len(said) > 40, "it tells those who cannot see it what it shows"
    data = (Path(__file__).parents[1] / name).read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) < 300_000


def test_links_inside_lead_somewhere() -> None:
    headings = re.findall(r"(?m)^#+ (.*)$", README)
    anchors = {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}
    assert set(re.findall(r"\]\(#(.*?)\)", README)) <= anchors
