"""`planner schema`: read by a validator that is not ours."""

from __future__ import annotations

import json
import tomllib
from datetime import date, datetime, time
from typing import Any

import jsonschema
import pytest

from planner.cli.schema import written
from scenarios.loader import layer, shipped, shipped_text
from tests.planner.cli.running import run

SHORTEST = """
start = 2027-02-01
weeks = 12
[athlete]
level = "intermediate"
[goal]
kind = "strength"
[availability]
monday = "18:00-19:30"
"""


def as_json(value: Any) -> Any:
    """TOML as an editor shows it to a JSON Schema: dates and times are texts."""
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def faults(text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(written())
    return [error.message for error in validator.iter_errors(as_json(tomllib.loads(text)))]


def test_it_is_a_schema() -> None:
    printed = json.loads(run("schema").out)
    assert printed == written()
    jsonschema.Draft202012Validator.check_schema(printed)


@pytest.mark.parametrize("name", shipped())
def test_shipped_scenarios_follow_it(name: str) -> None:
    assert faults(shipped_text(name)) == []


@pytest.mark.parametrize(
    "text",
    [
        SHORTEST,
        'extends = "kettlebell_home"',
        'extends = "kettlebell_home"\n[volume.glutes]\nmax = 20\n[recovery]\nmuscle_hours = 24',
        f'profile = "masters"\n{SHORTEST}sessions = 3\ntuesday = ["06:00-07:00", "18:00-19:30"]',
        f"{SHORTEST}[exercises.pull_up]\nreps = 5\nsets = [2, 3]",
        f'{SHORTEST}[exercises.define.mine]\npattern = "hinge"\nmodality = "accessory"',
        f'{SHORTEST}[priorities]\nhinge-gap = "should"',
        f'previous = "old.block.json"\n{SHORTEST}[season]\nmatches = [2027-02-06T19:45:00]',
    ],
)
def test_what_may_be_written(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "weeks = 12",
        SHORTEST.replace("level", "lever"),
        SHORTEST.replace('kind = "strength"', ""),
        SHORTEST.replace("18:00-19:30", "18 to 19"),
        SHORTEST.replace("weeks = 12", "weeks = 1000"),
        f"written = []\n{SHORTEST}",
        f'{SHORTEST}[previous]\nblock = "old"',
        f'{SHORTEST}[priorities]\nhinge-gpa = "should"',
        f"{SHORTEST}[exercises.pull_up]\nrep = 5",
        f'{SHORTEST}[exercises.define.mine]\nmodality = "accessory"',
    ],
)
def test_what_may_not(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize("name", ["base", "intermediate", "masters", "in_season", "hypertrophy"])
def test_the_shipped_layers_are_written_in_the_same_words(name: str) -> None:
    table = {"extends": "sample_workout", **layer(name)}
    validator = jsonschema.Draft202012Validator(written())
    assert [error.message for error in validator.iter_errors(as_json(table))] == []
