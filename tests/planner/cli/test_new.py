"""`planner new`: a starter that can be planned as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.cli.new import without_id
from scenarios.loader import load, shipped, shipped_text
from tests.planner.cli.running import run


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_is_a_starter(name: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    ran = run("new", file, "--from", name)
    assert ran.code == 0, ran
    assert load(str(file)).id == "mine"
    assert load(str(file)).title == load(name).title
    assert file.read_text("utf-8").splitlines()[0] == shipped_text(name).splitlines()[0]


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("mine")
    ran = run("new", file)
    assert ran.code == 2
    assert "--force" in ran.err
    assert file.read_text() == "mine"
    assert run("new", file, "--force").code == 0
    assert load(str(file)).id == "mine"


def test_an_unknown_source(tmp_path: Path) -> None:
    ran = run("new", tmp_path / "mine.toml", "--from", "kettlebel_home")
    assert ran.code == 2
    assert 'Maybe "kettlebell_home"' in ran.err
    assert list(tmp_path.iterdir()) == []


def test_only_the_id_of_the_file_goes() -> None:
    text = '# id = 1\nid = "a"  # mine\ntitle = "id = b"\n[exercises]\nid = "stays"\n'
    assert without_id(text) == '# id = 1\ntitle = "id = b"\n[exercises]\nid = "stays"\n'
