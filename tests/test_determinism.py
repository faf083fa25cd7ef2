"""The same scenario gives the same bytes, whatever the surroundings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SURROUNDINGS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LANG": "C", "LC_ALL": "C"},
    {
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LANG": "de_DE.UTF-8",
        "LC_ALL": "de_DE.UTF-8",
    },
)
FOUR_WEEKS = """
title = "Four weeks"
start = 2027-03-08
weeks = 4
timezone = "Europe/Berlin"
[athlete]
level = "intermediate"
units = "kg"
[athlete.one_rep_max]
conventional_deadlift = 150
[goal]
kind = "general"
lift = "conventional_deadlift"
[availability]
sessions = 2
minutes = 75
monday = "18:00-19:30"
thursday = "18:00-19:30"
[equipment]
barbell = { bar = 20, plates = [1.25, 2.5, 5, 10, 15, 20, 25] }
dumbbells = { from = 4, to = 40, step = 4 }
other = ["bench", "pullup_bar", "nordic_anchor", "mat", "floor"]
[exercises]
only = [
    "conventional_deadlift", "romanian_deadlift", "single_arm_db_row", "pull_up", "nordic_curl",
    "split_squat", "dead_bug", "copenhagen", "calf_raise", "hip_thrust",
]
"""


def _run(scenario: str, out: Path, more: dict[str, str]) -> dict[str, bytes]:
    out.mkdir()
    command = [sys.executable, "-m", "planner", "plan", scenario, "--out", str(out), "--quiet"]
    subprocess.run(
        [*command, "--require-proof"],
        cwd=ROOT,
        env={**os.environ, **more},
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {file.name: file.read_bytes() for file in sorted(out.iterdir())}


@pytest.mark.parametrize("name", ["sample_workout", "four_weeks"])
def test_surroundings_change_nothing(name: str, tmp_path: Path) -> None:
    scenario = name
    if name == "four_weeks":
        file = tmp_path / "four_weeks.toml"
        file.write_text(FOUR_WEEKS, encoding="utf-8")
        scenario = str(file)
    one, other = (
        _run(scenario, tmp_path / str(number), more) for number, more in enumerate(SURROUNDINGS)
    )
    assert len(one) == 2
    assert one == other
