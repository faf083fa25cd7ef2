"""`planner check`: rules, breaches, and what does not add up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.planner.cli.running import run


def edited(sample: Path, to: Path, change: Callable[[dict[str, Any]], Any]) -> Path:
    """A copy of a saved block with a change by hand."""
    table = json.loads(sample.read_bytes())
    change(table)
    path = to / "edited.block.json"
    path.write_text(json.dumps(table), "utf-8")
    return path


def swapped(table: dict[str, Any]) -> None:
    """The swings before the box jumps."""
    entries = table["sessions"][0]["exercises"]
    entries[0]["order"], entries[3]["order"] = entries[3]["order"], entries[0]["order"]


def test_a_clean_block(sample: Path) -> None:
    ran = run("check", sample)
    assert ran.code == 0, ran
    assert "0 musts are broken; 0 fields do not add up." in ran.out
    assert "order-class" in ran.out.partition("Rules that hold")[2]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (swapped, "order-class (must), BROKEN"),
        (lambda t: t["sessions"][0]["exercises"][2].update(load=91.3), "loadable (must), BROKEN"),
        (lambda t: t["sessions"][0]["exercises"][0].update(reps=9), "(must), BROKEN"),
        (
            lambda t: t["sessions"][0].update(start="2027-02-02T18:00:00+01:00"),
            "availability (must), BROKEN",
        ),
    ],
)
def test_a_broken_must(
    change: Callable[[dict[str, Any]], Any], rule: str, sample: Path, tmp_path: Path
) -> None:
    ran = run("check", edited(sample, tmp_path, change))
    assert ran.code == 1, ran
    assert rule in ran.out.partition("Rules that hold")[0]
    assert ran.err == ""
    assert max(map(len, ran.out.splitlines())) <= 80


def test_a_field_that_does_not_add_up(sample: Path, tmp_path: Path) -> None:
    path = edited(sample, tmp_path, lambda table: table["weeks"][0].update(contacts=3))
    ran = run("check", path)
    assert ran.code == 1, ran
    assert "week 1: contacts is written as 3, but adds up to 10" in " ".join(ran.out.split())


def test_as_json(sample: Path, tmp_path: Path) -> None:
    clean = json.loads(run("check", sample, "--json").out)
    assert clean["broken"] is False
    assert all(rule["breaches"] == [] for rule in clean["rules"] if rule["priority"] == "must")
    ran = run("check", edited(sample, tmp_path, swapped), "--json")
    assert ran.code == 1
    (found,) = [rule for rule in json.loads(ran.out)["rules"] if rule["rule"] == "order-class"]
    assert found["breaches"][0]["where"]["week"] == 1
    assert set(found["breaches"][0]) >= {"where", "text", "measured", "limit", "unit"}


@pytest.mark.parametrize("data", [b"", b"{}", b'{"format": "something"}', b"[1]", b"\xff\xfe"])
def test_not_a_block(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "foreign.json"
    path.write_bytes(data)
    for command in (["check"], ["show"], ["export", "--to", "ics"]):
        ran = run(*command, path)
        assert ran.code == 2, ran
        assert ran.out == ""
        assert "foreign.json" in ran.err


def test_an_unreadable_block(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none.json", "No such file"), (tmp_path, "Is a directory")):
        ran = run("check", path)
        assert ran.code == 2
        assert said in ran.err
