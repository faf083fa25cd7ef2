"""Equipment: which loads can be put together, and what is not accepted."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scenarios.equipment import MOST_LOADS, Equipment


def owned(toml: str) -> Equipment:
    return Equipment.model_validate(tomllib.loads(toml))


def in_units(loads: tuple[int, ...]) -> list[float]:
    return [load / 100 for load in loads]


def test_bar_alone_then_each_pair_adds_both_sides() -> None:
    bar = owned('barbell = { bar = 20, plates = { "10" = 2, "2.5" = 2 } }')
    assert in_units(bar.loads("barbell")) == [20, 25, 40, 45]


@pytest.mark.parametrize(
    ("plates", "loads"),
    [
        ('{ "20" = 4 }', [20, 60, 100]),
        ('{ "20" = 3 }', [20, 60]),  # an odd plate stays on the floor
        ('{ "20" = 1 }', [20]),
        ('{ "20" = 0 }', [20]),
        ('{ "1.25" = 2 }', [20, 22.5]),
        ("{ 1.25 = 2, 20 = 2 }", [20, 22.5, 60, 62.5]),  # bare keys: TOML nests 1.25
        ("{ 2.5 = 2, 2.25 = 2 }", [20, 24.5, 25, 29.5]),
        ("[20]", [20, 60, 100, 140, 180, 220]),  # a list: five pairs of each
    ],
)
def test_plates(plates: str, loads: list[float]) -> None:
    assert in_units(owned(f"barbell = {{ plates = {plates} }}").loads("barbell")) == loads


def test_greedy_alone_would_miss_a_load() -> None:
    bar = owned('barbell = { bar = 20, plates = { "25" = 2, "15" = 4 } }')
    assert in_units(bar.plates_per_side("barbell", 8000)) == [15, 15]


def test_plates_come_heaviest_first() -> None:
    bar = owned("barbell = { bar = 20, plates = [1.25, 2.5, 5, 10, 15, 20, 25] }")
    assert in_units(bar.plates_per_side("barbell", 11250)) == [25, 20, 1.25]
    assert bar.plates_per_side("barbell", 2000) == ()


@pytest.mark.parametrize("load", [1900, 2100, 11300, 10**6])
def test_a_load_that_cannot_be_put_together_is_refused(load: int) -> None:
    with pytest.raises(ValueError, match="cannot be put together"):
        owned("barbell = true").plates_per_side("barbell", load)


@given(
    bar=st.integers(1, 3000),
    plates=st.dictionaries(st.integers(1, 5000), st.integers(0, 7), min_size=1, max_size=4),
)
def test_every_load_is_reproduced_by_its_plates(bar: int, plates: dict[int, int]) -> None:
    table = {str(weight / 100): count for weight, count in plates.items()}
    tools = Equipment.model_validate({"barbell": {"bar": bar / 100, "plates": table}})
    loads = tools.loads("barbell")
    assert list(loads) == sorted(set(loads))
    for load in loads:
        side = tools.plates_per_side("barbell", load)
        assert bar + 2 * sum(side) == load
        assert list(side) == sorted(side, reverse=True)
        assert all(2 * side.count(weight) <= plates[weight] for weight in side)


@pytest.mark.parametrize(
    ("toml", "tool", "lightest", "unit"),
    [
        ("barbell = true", "barbell", 20, "kg"),
        ("trap_bar = {}", "trap_bar", 25, "kg"),
        ('units = "lb"\nbarbell = {}', "barbell", 45, "lb"),
        ('units = "lb"\ntrap_bar = true', "trap_bar", 45, "lb"),
        ('units = "lb"\nbarbell = { unit = "kg" }', "barbell", 20, "kg"),
        ('units = "lb"\ntrap_bar = { unit = "kg" }', "trap_bar", 25, "kg"),
        ('barbell = { unit = "lb" }', "barbell", 45, "lb"),
        ("trap_bar = { bar = 30 }", "trap_bar", 30, "kg"),
        ('barbell = { unit = "lb", bar = 35 }', "barbell", 35, "lb"),
    ],
)
def test_the_bar_follows_the_unit(toml: str, tool: str, lightest: float, unit: str) -> None:
    tools = owned(toml)
    assert tools.loads(tool)[0] == lightest * 100
    assert tools.unit(tool, tools.units) == unit


def test_plates_follow_the_unit() -> None:
    pounds = owned('units = "lb"\nbarbell = true').loads("barbell")
    assert in_units(pounds[:3]) == [45, 50, 55]
    kilos = owned("barbell = true").loads("barbell")
    assert in_units(kilos[:3]) == [20, 22.5, 25]


def test_bells_in_kg_for_a_lifter_who_counts_in_lb() -> None:
    tools = owned('units = "lb"\nkettlebells = { weights = [16, 24], unit = "kg" }\ncable = true')
    assert tools.unit("kettlebells", "lb") == "kg"
    assert tools.unit("cable", "lb") == "lb"
    assert tools.unit("dumbbells", "lb") == "lb"


@pytest.mark.parametrize(
    ("toml", "loads"),
    [
        ("dumbbells = { from = 4, to = 10, step = 2 }", [4, 6, 8, 10]),
        ("dumbbells = { from = 4, to = 9, step = 2 }", [4, 6, 8]),  # never above `to`
        ("dumbbells = { from = 4, to = 4, step = 2 }", [4]),
        ("dumbbells = [8, 4, 6, 6]", [4, 6, 8]),
        ("dumbbells = { weights = [7.5] }", [7.5]),
    ],
)
def test_dumbbells(toml: str, loads: list[float]) -> None:
    assert in_units(owned(toml).loads("dumbbells")) == loads


@pytest.mark.parametrize("toml", ["cable = true", 'other = ["cable"]'])
def test_a_stack_of_unknown_steps_is_owned_without_loads(toml: str) -> None:
    tools = owned(toml)
    assert "cable" in tools.tokens()
    assert tools.loads("cable") == ()


def test_a_known_stack_has_loads() -> None:
    assert in_units(owned("cable = { from = 5, to = 15, step = 5 }").loads("cable")) == [5, 10, 15]


def test_tokens_are_what_is_owned_and_none() -> None:
    tools = owned('kettlebells = [16]\nother = ["box", "mat"]')
    assert tools.tokens() == {"none", "kettlebells", "box", "mat"}
    assert Equipment().tokens() == {"none"}
    assert tools.loads("barbell") == tools.loads("box") == tools.loads("units") == ()
    assert tools.plates_per_side("kettlebells", 1600) == ()


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("barbell = { bar = -20 }", "above 0"),
        ("barbell = { bar = 0 }", "above 0"),
        ("barbell = { bar = nan }", "above 0"),
        ("barbell = { bar = inf }", "above 0"),
        ("barbell = { bar = true }", "must be a number"),
        ('barbell = { bar = "20" }', "must be a number"),
        ("barbell = { bar = 20.125 }", "two decimals"),
        ("barbell = { plates = [] }", "at least one"),
        ("barbell = { plates = {} }", "at least one"),
        ("barbell = { plates = 20 }", "a list like"),
        ("barbell = { plates = [20, 20] }", "named once"),
        ("barbell = { plates = [-5] }", "above 0"),
        ('barbell = { plates = { "20" = 2, "20.0" = 2 } }', "named once"),
        ('barbell = { plates = { "big" = 2 } }', '"big" is not a plate'),
        ('barbell = { plates = { "20" = -2 } }', "whole number"),
        ('barbell = { plates = { "20" = 2.5 } }', "whole number"),
        ('barbell = { plates = { "20" = true } }', "whole number"),
        ("barbell = { plates = [0.01, 0.07, 0.5, 3.3, 19] }", "more than 2000"),
        ("barbell = { plate = [20] }", "Extra inputs"),
        ("barbell = false", "valid dictionary"),
        ('units = "stone"', "'kg' or 'lb'"),
        ("dumbbells = []", "1 to 2000"),
        ("dumbbells = {}", "either from, to and step"),
        ("dumbbells = true", "valid dictionary"),
        ("dumbbells = { from = 4, to = 10 }", "either from, to and step"),
        ("dumbbells = { from = 4, to = 10, step = 2, weights = [4] }", "either from, to and step"),
        ("dumbbells = { from = 10, to = 4, step = 2 }", "must not be above to = 4"),
        ("dumbbells = { from = 4, to = 10, step = 0 }", "above 0"),
        ("dumbbells = { from = 4, to = 10, step = -1 }", "above 0"),
        ("dumbbells = { from = 1, to = 1000, step = 0.1 }", "not 9991"),
        ("cable = []", "1 to 2000"),
        ("cable = { from = 5 }", "either from, to and step"),
        ('other = ["benhc"]', 'Maybe "bench"'),
        ('other = ["spaceship"]', "Allowed: rack"),
        ('other = ["barbell"]', "needs its weights"),
    ],
)
def test_refused_with_a_reason(toml: str, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        owned(toml)
    assert said in str(caught.value)


def test_equipment_that_is_no_table_is_refused() -> None:
    with pytest.raises(ValidationError, match="valid dictionary"):
        Equipment.model_validate(["barbell"])


def test_two_thousand_loads_are_allowed_and_one_more_is_not() -> None:
    row = {"from": 0.5, "to": 0.5 * MOST_LOADS, "step": 0.5}
    assert len(Equipment.model_validate({"dumbbells": row}).loads("dumbbells")) == MOST_LOADS
    with pytest.raises(ValidationError, match="not 2001"):
        Equipment.model_validate({"dumbbells": row | {"to": 0.5 * MOST_LOADS + 0.5}})


@pytest.mark.parametrize(
    "toml",
    [
        "barbell = true\ntrap_bar = { plates = { 1.25 = 2, 20 = 5 } }",
        'units = "lb"\nbarbell = true\ndumbbells = [7.5]\ncable = true',
        'kettlebells = [16, 24]\ncalf_machine = { from = 5, to = 50, step = 5, unit = "lb" }',
        'other = ["rack", "cable"]',
    ],
)
def test_what_is_saved_reads_back_the_same(toml: str) -> None:
    tools = owned(toml)
    assert Equipment.model_validate_json(tools.model_dump_json()) == tools
    assert Equipment.model_validate(tools.model_dump()) == tools


def test_saved_weights_are_in_the_unit_not_in_hundredths() -> None:
    saved = owned("barbell = { bar = 22.5, plates = [20] }").model_dump(mode="json")
    assert saved["barbell"] == {"unit": "kg", "bar": 22.5, "plates": {"20": 10}}


def test_the_schema_knows_the_short_forms() -> None:
    parts: dict[str, Any] = Equipment.model_json_schema()["$defs"]
    forms = {name: [form.get("type", "true") for form in parts[name]["anyOf"]] for name in parts}
    assert forms == {
        "Bar": ["object", "true"],
        "Dumbbells": ["object", "array"],
        "Kettlebells": ["object", "array"],
        "Stack": ["object", "array", "true"],
    }
    assert "from" in parts["Stack"]["anyOf"][0]["properties"]
