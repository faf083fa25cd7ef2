"""`planner export`: every format from a saved block, without solving."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.exports import FORMATS
from planner.exports.ics import IMPORT_HELP
from planner.exports.json import from_json
from tests.planner.cli.running import run
from tests.planner.exports.page import need_pango


@pytest.mark.parametrize("to", FORMATS)
def test_every_format(
    to: str, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if to == "pdf":
        need_pango()
    expected = FORMATS[to](from_json(sample.read_bytes()))
    monkeypatch.chdir(tmp_path)
    assert run("export", sample, "--to", to).code == 0
    (written,) = tmp_path.iterdir()
    ending = {"json": "block.json", "busy": "busy.ics"}.get(to, to)
    assert written.name == f"sample_workout.{ending}"
    assert written.read_bytes() == expected


def test_a_block_that_was_planned_again_leaves_the_files_of_the_old_one(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = tmp_path / "sample_workout.2.block.json"
    again.write_bytes(sample.read_bytes())
    monkeypatch.chdir(tmp_path)
    for to in ("ics", "busy"):
        assert run("export", again, "--to", to).code == 0
    names = {one.name for one in tmp_path.iterdir()} - {again.name}
    assert names == {"sample_workout.2.ics", "sample_workout.2.busy.ics"}


def test_to_a_file_and_to_standard_output(sample: Path, tmp_path: Path) -> None:
    ran = run("export", sample, "--to", "md", "--out", tmp_path / "plan.txt")
    assert ran.code == 0, ran
    assert ran.out == ""
    assert f"Written: {tmp_path / 'plan.txt'}" in ran.err
    ran = run("export", sample, "--to", "md", "--out", "-")
    assert ran.out.encode() == (tmp_path / "plan.txt").read_bytes()
    assert ran.err == ""


def test_the_calendar_is_that_of_plan_and_says_what_a_second_import_does(
    sample: Path, tmp_path: Path
) -> None:
    ran = run("export", sample, "--to", "ics", "--out", tmp_path / "again.ics")
    assert IMPORT_HELP.rstrip() in ran.err
    assert (tmp_path / "again.ics").read_bytes() == sample.with_name(
        "sample_workout.ics"
    ).read_bytes()


@pytest.mark.parametrize(
    ("to", "said"), [("htm", 'Maybe "html"'), ("isc", 'Maybe "ics"'), ("", "no such format")]
)
def test_a_format_that_is_not_there(to: str, said: str, sample: Path) -> None:
    ran = run("export", sample, "--to", to)
    assert ran.code == 2, ran
    assert said in ran.err
    assert "ics, json, csv, md, html, pdf, busy, liftoscript" in ran.err


def test_a_folder_that_is_not_there(sample: Path, tmp_path: Path) -> None:
    ran = run("export", sample, "--to", "csv", "--out", tmp_path / "none" / "plan.csv")
    assert ran.code == 2
    assert "there is no folder" in ran.err
