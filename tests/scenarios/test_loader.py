"""The loader: shipped files, layers, and every mistake answered in one or two plain lines."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scenarios.catalogue import can_do
from scenarios.errors import ScenarioError
from scenarios.loader import layer, load, merged, resolve, shipped, shipped_text
from scenarios.schema import Scenario

GOOD = """\
start = 2027-02-01
weeks = 12
timezone = "Europe/Berlin"

[athlete]
level = "intermediate"

[goal]
kind = "strength"
test = 2027-04-23

[availability]
monday = "18:00-19:30"
friday = "18:00-19:30"

[equipment]
barbell = { bar = 20, plates = [5, 10, 20] }
"""


def written(folder: Path, text: str, name: str = "mine.toml") -> str:
    """A scenario file with this text; its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def refusal(name: str) -> str:
    """The message with which a file is refused; a lone error, never one of pydantic's."""
    with pytest.raises(ScenarioError) as caught:
        load(name)
    assert caught.value.__cause__ is None
    message = str(caught.value)
    for word in ("pydantic", "Traceback", "Input should", "validation error", "instance of"):
        assert word not in message
    return message


# -- shipped scenarios ---------------------------------------------------------------------------

EIGHT = {
    "beginner_2day_dumbbells",
    "intermediate_3day_barbell",
    "advanced_powerlifter_meet",
    "field_sport_in_season",
    "masters_low_back_history",
    "kettlebell_home",
    "shift_worker_irregular",
    "hypertrophy_4day",
}
every_shipped = pytest.mark.parametrize("name", shipped())


def test_the_eight_archetypes_and_the_sample_workout_are_shipped() -> None:
    assert set(shipped()) == EIGHT | {"sample_workout"}


@every_shipped
def test_a_shipped_file_loads_and_is_called_by_its_name(name: str) -> None:
    scenario = load(name)
    assert scenario.id == name
    assert scenario.title != name
    assert (scenario.start, scenario.start.weekday()) == (date(2027, 2, 1), 0)
    assert scenario.weeks == {"sample_workout": 1, "shift_worker_irregular": 10}.get(name, 12)


@every_shipped
def test_a_shipped_file_tells_who_and_why(name: str) -> None:
    head = shipped_text(name).partition("\n\n")[0]
    assert all(line.startswith("#") for line in head.splitlines()[:3])
    assert "# Who:" in shipped_text(name)
    assert "# Why:" in shipped_text(name)


@every_shipped
def test_a_shipped_file_survives_the_saved_block(name: str) -> None:
    scenario = load(name)
    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


@every_shipped
def test_what_a_shipped_file_names_can_be_done_with_its_equipment(name: str) -> None:
    scenario = load(name)
    owned = scenario.equipment.tokens()
    ours = scenario.exercises
    named = {*ours.only, *ours.prefer, *ours.pin, *scenario.athlete.recent_sets, scenario.goal.lift}
    assert [one for one in named if not can_do(scenario.catalogue[one].equipment, owned)] == []


@every_shipped
def test_recent_sets_of_a_shipped_file_were_done_with_loads_that_exist(name: str) -> None:
    scenario = load(name)
    owned = scenario.equipment.tokens()
    for exercise, text in scenario.athlete.recent_sets.items():
        tool = next((one for one in scenario.catalogue[exercise].loaded_by if one in owned), None)
        loads = (0,) if tool is None else scenario.equipment.loads(tool)
        load_done = float(text.split("x")[1].split("@")[0])
        assert round(load_done * 100) in loads, exercise


def test_the_sample_workout_gives_sets_and_reps_but_not_the_order() -> None:
    scenario = load("sample_workout")
    article = ["box_jump", "power_clean", "romanian_deadlift", "kettlebell_swing"]
    dose = {name: (scenario.limits(name).sets, scenario.limits(name).reps) for name in article}
    assert list(dose.values()) == [
        ((5, 5), (2, 2)),
        ((3, 3), (3, 3)),
        ((3, 3), (8, 8)),
        ((3, 3), (15, 15)),
    ]
    for given in (scenario.exercises.only, scenario.exercises.pin):
        assert sorted(given) == sorted(article)
        assert list(given) != article


# -- layers --------------------------------------------------------------------------------------


def test_the_shortest_file_is_filled_in_from_the_layers(tmp_path: Path) -> None:
    scenario = load(written(tmp_path, GOOD))
    assert (scenario.id, scenario.title) == ("mine", "mine")
    assert scenario.goal.lift == "conventional_deadlift"  # of the level
    assert scenario.recovery.heavy_hinge_hours == 72  # of base
    assert scenario.equipment.units == "kg"


def table(**parts: Any) -> dict[str, Any]:
    """A parsed file of an intermediate with one training day."""
    return {
        "start": date(2027, 2, 1),
        "weeks": 4,
        "athlete": {"level": "intermediate"},
        "goal": {"kind": "strength"},
        "availability": {"monday": "18:00-19:30"},
        **parts,
    }


def cap(**parts: Any) -> float:
    return resolve(table(**parts), where="x", stem="x").effort.percent


def test_each_layer_lies_over_the_one_before(tmp_path: Path) -> None:
    # All of these layers state effort.percent.
    assert cap() == layer("intermediate")["effort"]["percent"] == 92.5
    assert cap(goal={"kind": "hypertrophy"}) == layer("hypertrophy")["effort"]["percent"] == 82.5
    over = {"goal": {"kind": "hypertrophy"}, "profile": "masters"}
    assert cap(**over) == layer("masters")["effort"]["percent"] == 85
    below = written(tmp_path, "[effort]\npercent = 70\nrpe = 7", "below.toml")
    assert cap(**over, extends=below) == 70
    assert cap(**over, extends=below, effort={"percent": 60}) == 60
    both = resolve(table(**over, extends=below, effort={"percent": 60}), "x", "x")
    assert both.effort.rpe == 7  # merged key by key


def test_the_order_of_profiles_is_ours() -> None:
    one, other = cap(profile=["low_back", "masters"]), cap(profile=["masters", "low_back"])
    assert one == other == 82.5


def test_written_holds_only_keys_of_the_athlete() -> None:
    scenario = resolve(table(effort={"rpe": 8}), where="x", stem="x")
    assert set(scenario.written) == {
        *("start", "weeks", "athlete", "athlete.level", "goal", "goal.kind"),
        *("availability", "availability.monday", "effort", "effort.rpe"),
    }
    assert scenario.effort.percent == 92.5  # filled in, and not written
    assert scenario.priority("axial-load", "effort.rpe") == "must"
    assert scenario.priority("axial-load", "effort.percent") == "should"


def test_what_is_written_gives_way_to_a_stated_priority() -> None:
    own = table(effort={"rpe": 8}, priorities={"axial-load": "prefer"})
    assert resolve(own, "x", "x").priority("axial-load", "effort.rpe") == "prefer"


def test_what_is_extended_and_missing_is_named_with_file_and_key(tmp_path: Path) -> None:
    mine = written(tmp_path, 'extends = "kettlebel_home"\n')
    with pytest.raises(ScenarioError) as caught:
        load(str(mine))
    said = str(caught.value)
    assert said.startswith(f'{mine}: extends = "kettlebel_home": kettlebel_home: no such file')
    assert "kettlebell_home" in said.split("Maybe", 1)[1]


def test_extends_takes_all_but_the_name(tmp_path: Path) -> None:
    mine = written(tmp_path, 'extends = "kettlebell_home"\nweeks = 8\n')
    scenario, below = load(mine), load("kettlebell_home")
    assert (scenario.id, scenario.title, scenario.weeks) == ("mine", "mine", 8)
    assert scenario.exercises == below.exercises
    # A cap of the extended file is still somebody's word, so it still binds.
    assert "lumbar.axial_session" in scenario.written


def test_equipment_and_maxima_are_replaced_whole(tmp_path: Path) -> None:
    mine = written(
        tmp_path,
        'extends = "intermediate_3day_barbell"\n[equipment]\nkettlebells = [16]\n'
        "[athlete.one_rep_max]\nconventional_deadlift = 100\n",
    )
    scenario = load(mine)
    assert scenario.equipment.barbell is None
    assert scenario.athlete.one_rep_max == {"conventional_deadlift": 100}
    assert scenario.athlete.bodyweight == 82


def test_whoever_writes_to_a_layer_changes_no_other_reading_of_it() -> None:
    spoilt = layer("base")
    spoilt["priorities"]["core"] = "off"
    spoilt["phases"]["accumulation"]["main_reps"].append(99)
    del spoilt["recovery"]
    whole = layer("base")
    assert whole["priorities"]["core"] != "off"
    assert whole["phases"]["accumulation"]["main_reps"] == [5, 8]
    assert "recovery" in whole


def test_merged_goes_key_by_key_and_changes_neither_layer() -> None:
    below: dict[str, Any] = {"a": {"x": 1, "y": 2}, "b": [1, 2]}
    above = {"a": {"y": 3}, "b": [4]}
    assert merged(below, above) == {"a": {"x": 1, "y": 3}, "b": [4]}
    assert below == {"a": {"x": 1, "y": 2}, "b": [1, 2]}


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_cycle_of_extends_is_refused(tmp_path: Path, length: int) -> None:
    names = [str(tmp_path / f"{n}.toml") for n in range(length)]
    for n, name in enumerate(names):
        Path(name).write_text(f"extends = '{names[(n + 1) % length]}'\n" + GOOD, encoding="utf-8")
    message = refusal(names[0])
    chain = " extends ".join([*names, names[0]])
    assert message == f"{names[0]}: extends goes in a circle: {chain}"


def test_a_path_counts_from_the_file_that_names_it(tmp_path: Path) -> None:
    """Three files in three folders, each beside another one than the athlete's."""
    for name, text in (
        ("a/mine.toml", "extends = '../b/middle.toml'\n"),
        ("b/middle.toml", "extends = 'deep/base.toml'\nnote = 'of b'\n"),
        ("b/deep/base.toml", GOOD),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load(str(tmp_path / "a" / "mine.toml")).note == "of b"
    (tmp_path / "b/deep/base.toml").write_text("extends = '../../a/mine.toml'\n", encoding="utf-8")
    assert "extends goes in a circle" in refusal(str(tmp_path / "a" / "mine.toml"))


def test_a_mistake_in_an_extended_file_is_told_with_its_name(tmp_path: Path) -> None:
    broken = written(tmp_path, "start = [", "broken.toml")
    assert refusal(written(tmp_path, f"extends = '{broken}'\n")).startswith(f"{broken}: not a TOML")
    assert "nobody.toml: no such file" in refusal(written(tmp_path, 'extends = "nobody.toml"'))


@pytest.mark.parametrize("value", ["3", '["a"]', "true"])
def test_extends_names_one_scenario(tmp_path: Path, value: str) -> None:
    mine = written(tmp_path, f"extends = {value}\n")
    assert f"mine.toml: extends = {value}: must name another" in refusal(mine)


# -- files that cannot be read -------------------------------------------------------------------


def test_a_missing_file() -> None:
    assert refusal("nobody.toml") == "nobody.toml: no such file"
    assert refusal("sample_workuot.toml").endswith('no such file. Maybe "sample_workout"')


def test_a_misspelt_shipped_name() -> None:
    message = refusal("intermediate_3day_barbel")
    assert message.startswith("intermediate_3day_barbel: no such file")
    assert 'Maybe "intermediate_3day_barbell"' in message
    assert "planner scenarios" in message


@pytest.mark.parametrize("name", ["folder", "folder.toml"])
def test_a_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    message = refusal(str(tmp_path / name))
    assert message == f"{tmp_path / name}: cannot be read: it is a folder, not a file"


@pytest.mark.parametrize("name", ["photo", "photo.toml"])
def test_a_binary_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(bytes(range(256)))
    assert refusal(str(path)) == f"{path}: cannot be read: not a text in UTF-8"


@pytest.mark.parametrize("name", ["a\0b.toml", "x" * 5000 + ".toml", "a\0b", "x" * 5000, ""])
def test_a_name_that_no_file_can_have(name: str) -> None:
    assert refusal(name).startswith(f"{name}: ")


def test_a_file_from_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load(str(path)).weeks == 12


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("start = [\n", "mine.toml: not a TOML file: Invalid value"),
        ("weeks = 12\nweeks = 8\n", "mine.toml: line 2: weeks = 8: cannot overwrite a value"),
        (
            "[athlete]\nlevel = intermediate\n",
            "mine.toml: line 2: level = intermediate: invalid value\nMaybe put quotes",
        ),
        (
            "start = 2027-02-30\n",
            "mine.toml: line 1: start = 2027-02-30: invalid date or datetime\nMaybe the month",
        ),
        (f"weeks = {'9' * 5000}\n", "mine.toml: not a TOML file: Exceeds the limit"),
        (f"weeks = {'[' * 3000}{']' * 3000}\n", "mine.toml: its tables or lists are nested too"),
        (f"a{'.a' * 1500} = 1\n", "mine.toml: its tables or lists are nested too"),
    ],
    ids=["open list", "twice", "no quotes", "30 February", "huge number", "deep list", "deep key"],
)
def test_a_file_that_is_not_toml(tmp_path: Path, text: str, said: str) -> None:
    # The deep ones come after the level, which is looked at first.
    deep = "nested" in said
    mine = written(tmp_path, f"{text}[athlete]\nlevel = 'beginner'\n" if deep else text)
    message = refusal(mine)
    assert said in message
    assert len(message) < 400


def test_underscores_in_rule_names_mean_the_same() -> None:
    own = {"priorities": {"volume_target": "should"}}
    table = merged(tomllib.loads(shipped_text("intermediate_3day_barbell")), own)
    scenario = resolve(table, where="mine.toml", stem="mine")
    assert scenario.priority("volume-target") == "should"
    assert "priorities.volume-target" in scenario.written
