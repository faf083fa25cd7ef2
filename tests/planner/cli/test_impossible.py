"""`planner plan` on impossible requests: what it prints, and what `--apply` writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.impossible.amend import Change
from planner.impossible.answer import Answer
from planner.impossible.conflict import Conflict
from planner.impossible.demands import Demand
from planner.impossible.repair import Repair
from tests.planner.cli.running import run

REQUEST = """# A bell that is not there.
extends = "sample_workout"

[session]
exercises = [1, 7]
sets      = [1, 26]

[exercises]
pin = ["kettlebell_swing"]
[exercises.kettlebell_swing]
load = [18, 22]     # between the two
"""


@pytest.fixture
def request_file(tmp_path: Path) -> Path:
    file = tmp_path / "bell.toml"
    file.write_text(REQUEST)
    return file


@pytest.fixture
def one_repair(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """An answer instead of a search: 16 kg will do, by a change of the load."""
    demand = Demand("exercise-limits", "kettlebell_swing: 18 to 22 as load.",
                    ("exercises.kettlebell_swing.load",))  # fmt: skip
    load = Change("exercises.kettlebell_swing.load", [18, 22], [16, 22])
    found = Answer(
        (Conflict((demand,), True),), (Repair((load,), ("load 16 to 22 instead of 18 to 22",), 1),)
    )
    monkeypatch.setattr("planner.impossible.answer.answer", lambda *_: found)
    return found


def test_the_answer_in_words_and_the_repaired_scenario(request_file: Path) -> None:
    ran = run("plan", request_file, "--out", request_file.parent, "--quiet")
    assert ran.code == 3, ran
    assert ran.out == ""
    assert f"{request_file}:11: exercises.kettlebell_swing.load = [18, 22]" in ran.err
    assert 'shipped scenario "sample_workout"' in ran.err
    assert "1  kettlebell_swing: load 16 to 22 instead of 18 to 22" in ran.err
    assert [one.name for one in request_file.parent.iterdir()] == ["bell.toml"]


@pytest.mark.usefixtures("one_repair")
def test_the_answer_as_json(request_file: Path) -> None:
    ran = run("plan", request_file, "--json", "--out", request_file.parent, "--quiet")
    assert ran.code == 3, ran
    told = json.loads(ran.out)
    assert (told["format"], told["version"]) == ("posterior-chain-conflict", 1)
    (conflict,), (repair,) = told["conflicts"], told["repairs"]
    (source,) = conflict["demands"][0]["sources"]
    assert (source["file"], source["line"]) == (str(request_file), 11)
    assert source["value"] == [18, 22]
    assert repair["number"] == 1
    assert repair["changes"][0]["after"] == [16, 22]


@pytest.mark.usefixtures("one_repair")
def test_a_repair_is_written_and_planned(request_file: Path) -> None:
    target = request_file.parent / "mended.toml"
    ran = run("plan", request_file, "--apply", "1", "--out", target, "--quiet")
    assert ran.code == 0, ran
    text = target.read_text()
    assert text.startswith('# A bell that is not there.\nextends = "sample_workout"\nid = "bell"\n')
    assert "load = [16, 22]     # between the two" in text
    block = json.loads((request_file.parent / "bell.block.json").read_text())
    assert block["scenario"]["exercises"]["limits"]["kettlebell_swing"]["load"] == [16, 22]


@pytest.mark.usefixtures("one_repair")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ("--apply", "2", "--out", "new.toml"),
            "--apply 2: there is only one; nothing was written",
        ),
        (("--apply", "1"), "names the scenario file to write"),
        (("--apply", "1", "--out", "folder"), "names the scenario file to write"),
        (("--apply", "1", "--out", "bell.toml"), "bell.toml: is already there"),
        (("--apply", "1", "--out", "no/new.toml"), "there is no such folder"),
    ],
)
def test_nothing_is_written_after_a_mistake(
    options: tuple[str, ...],
    said: str,
    request_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(request_file.parent)
    ran = run("plan", request_file, *options, "--quiet")
    assert ran.code == 2, ran
    assert said in ran.err
    assert [one.name for one in request_file.parent.iterdir()] == ["bell.toml"]


def test_a_request_that_is_possible_is_not_repaired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("plan", "sample_workout", "--apply", "1", "--out", "new.toml", "--quiet")
    assert ran.code == 2, ran
    assert "nothing is to be repaired" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_what_was_proved_before_it_was_stopped_is_told(
    request_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from planner.impossible.judge import Stopped
    from planner.impossible.repair import Repairs

    def stop(_: Repairs) -> None:
        raise Stopped(by_hand=True)

    monkeypatch.setattr(Repairs, "search", stop)
    ran = run("plan", request_file, "--out", request_file.parent, "--quiet")
    assert ran.code == 130, ran
    assert "kettlebell_swing: 18 to 22 as load." in ran.err
    assert "Stopped before everything was tried." in ran.err
