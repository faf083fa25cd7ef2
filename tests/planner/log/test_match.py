"""Imported workouts against a block, and the names that they use."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from constraints.block import Block
from planner.log.done import done
from planner.log.imports import ImportedSet
from planner.log.match import Import, matched
from planner.log.model import Log, LogEntry, Set
from planner.log.names import plain, table
from scenarios.errors import PlannerError
from tests.builders import block, deadlift, entry, scenario, session

EVENING = datetime(2027, 2, 1, 18, 5)
PULL, NORDIC = "Deadlift (Barbell)", "Nordic Hamstring Curl"
NAMES = table(scenario())


def own() -> Block:
    """One session: 3x5 deadlifts at 100 kg and 2x4 Nordic curls."""
    lines = (deadlift(3, 5, 100), entry("nordic_curl", 2, 4, order=3))
    return block([session(exercises=lines)], weeks=1, goal={"test": None})


def lifted(name: str, *sets: str, start: datetime = EVENING) -> list[ImportedSet]:
    return [ImportedSet(start, name, Set.model_validate(one)) for one in sets]


def taken(
    *sets: list[ImportedSet], log: Log | None = None, of: Block | None = None,
    names: Mapping[str, str] = NAMES,
) -> Import:  # fmt: skip
    log = log or Log(block="test")
    return matched(of or own(), log, [one for group in sets for one in group], names, "a.csv")


def told(found: Import) -> list[tuple[str, str | None, list[str]]]:
    return [(one.what, one.exercise, [str(s) for s in one.sets or ()]) for one in found.entries]


ALL = (lifted(PULL, *3 * ["5 x 100 kg"]), lifted(NORDIC, "4", "4"))


def test_a_session_as_planned_is_one_entry() -> None:
    found = taken(*ALL)
    assert told(found) == [("done", None, [])]
    assert (found.entries[0].week, found.entries[0].session) == (1, "A")
    assert found.entries[0].uid == own().sessions[0].uid


@pytest.mark.parametrize(
    ("sets", "what"),
    [
        (["5 x 100 kg", "5 x 100 kg", "5 x 100 kg"], "done"),
        (["5 x 220.46 lb", "5 x 220.46 lb", "5 x 220.46 lb"], "done"),  # 100 kg
        (["5 x 100 kg", "5 x 100 kg", "5 x 102.5 kg"], "changed"),
        (["5 x 100 kg", "5 x 100 kg", "5 x 100 kg @ 8"], "changed"),  # it says more
        (["5 x 100 kg", "5 x 100 kg"], "changed"),
        (["5 x 100 kg", "5 x 100 kg", "4 x 100 kg"], "changed"),
    ],
)
def test_what_differs_is_logged_set_by_set(sets: list[str], what: str) -> None:
    found = taken(lifted(PULL, *sets))
    assert told(found) == [(what, "conventional_deadlift", sets if what == "changed" else [])]
    assert [one.exercise for _, one in found.not_in_file] == ["nordic_curl"]


def test_what_is_logged_stays_and_a_second_import_adds_nothing() -> None:
    mine = LogEntry(what="changed", week=1, session="A", exercise="nordic_curl", sets=("3", "3"))
    found = taken(*ALL, log=Log(block="test", entry=(mine,)))
    assert told(found) == [("done", "conventional_deadlift", [])]
    assert found.already == 1
    strange = lifted("Bench Press (Barbell)", "5 x 80 kg")
    swings = lifted("Kettlebell Swing", "15 x 24 kg")
    first = taken(*ALL, strange, swings)
    log = Log(block="test", entry=first.entries, unrecognised=first.unrecognised)
    again = taken(*ALL, strange, swings, log=log)
    assert (again.entries, again.unrecognised, again.already) == ((), (), 3)


def test_a_file_that_says_something_else_than_the_log_is_told() -> None:
    """The log stays, and so does a correction by hand; the same again is no difference."""
    first = taken(lifted(PULL, *3 * ["5 x 100 kg @ 8"]), lifted(NORDIC, "4", "3"))
    log = Log(block="test", entry=first.entries, unrecognised=first.unrecognised)
    assert (
        taken(lifted(PULL, *3 * ["5 x 220.46 lb @ 8"]), lifted(NORDIC, "4", "3"), log=log).differing
        == ()
    )
    found = taken(lifted(PULL, *3 * ["5 x 100 kg @ 9"]), lifted(NORDIC, "4", "2"), log=log)
    assert (found.entries, found.already) == ((), 2)
    assert [
        (held.session.label, planned.exercise, [str(one) for one in sets])
        for held, planned, sets in found.differing
    ] == [
        ("A", "conventional_deadlift", 3 * ["5 x 100 kg @ 9"]), ("A", "nordic_curl", ["4", "2"]),
    ]  # fmt: skip


def test_a_file_that_says_less_says_nothing_else() -> None:
    """Without the effort, or with a weight that went by pounds and back."""
    log = Log(block="test", entry=taken(lifted(PULL, *3 * ["5 x 102.5 kg @ 8"])).entries)
    for sets in (3 * ["5 x 102.5 kg"], 3 * ["5 x 225.97 lb @ 8"]):
        assert taken(lifted(PULL, *sets), log=log).differing == (), sets
    assert len(taken(lifted(PULL, *3 * ["5 x 105 kg"]), log=log).differing) == 1
    assert len(taken(lifted(PULL, *2 * ["5 x 102.5 kg"]), log=log).differing) == 1


def test_work_that_was_not_planned() -> None:
    found = taken(lifted("Kettlebell Swing", "15 x 24 kg"))
    assert told(found) == [("extra", "kettlebell_swing", ["15 x 24 kg"])]
    assert found.entries[0].on == EVENING
    assert found.alone == ()
    other = taken(lifted(PULL, "5 x 100 kg", start=datetime(2027, 2, 2, 18)))
    assert told(other) == [("extra", "conventional_deadlift", ["5 x 100 kg"])]
    assert other.alone == (date(2027, 2, 2),)
    assert other.not_in_file == ()


def test_a_session_that_was_moved_is_found_on_its_new_day() -> None:
    moved = LogEntry(what="moved", week=1, session="A", to=date(2027, 2, 2))
    tuesday = datetime(2027, 2, 2, 18)
    found = taken(
        lifted(PULL, "5 x 90 kg", start=tuesday), lifted(NORDIC, "4", "4", start=tuesday),
        log=Log(block="test", entry=(moved,)),
    )  # fmt: skip
    # Moved says done as planned: true of the Nordic curls, and told better of the deadlifts.
    assert told(found) == [("changed", "conventional_deadlift", ["5 x 90 kg"])]
    assert (found.alone, found.already) == ((), 1)


def test_a_session_that_was_held_before_the_block_is_found() -> None:
    early = LogEntry(what="moved", week=1, session="A", to=date(2027, 1, 30))
    day = datetime(2027, 1, 30, 10)
    found = taken(lifted(PULL, "5 x 105 kg @ 8", start=day), log=Log(block="test", entry=(early,)))
    assert (found.outside, [one.what for one in found.entries]) == (0, ["changed"])


def test_workouts_before_and_after_the_block_are_left_out() -> None:
    days = [datetime(2027, 1, 31, 18), datetime(2027, 2, 7, 18), datetime(2027, 2, 8, 7)]
    found = taken(*(lifted(PULL, "5 x 100 kg", "5 x 100 kg", start=day) for day in days))
    assert found.outside == 2
    assert [one.on for one in found.entries] == [days[1]]


def test_two_workouts_of_a_day_are_one_session() -> None:
    later = lifted(PULL, "5 x 100 kg", start=datetime(2027, 2, 1, 20))
    found = taken(lifted(PULL, "5 x 100 kg", "5 x 100 kg"), later)
    assert told(found) == [("done", "conventional_deadlift", [])]


def test_sets_are_shared_out_to_top_set_and_back_offs() -> None:
    lines = (deadlift(1, 3, 130, part="top"), deadlift(3, 5, 110, part="back_off", order=3))
    two = block([session(exercises=lines)], weeks=1, goal={"test": None})
    found = taken(lifted(PULL, "3 x 130 kg", "5 x 110 kg", "5 x 105 kg"), of=two)
    assert [(one.what, one.part) for one in found.entries] == [
        ("done", "top"), ("changed", "back_off"),
    ]  # fmt: skip
    only = taken(lifted(PULL, "3 x 130 kg"), of=two)
    assert [(one.what, one.part) for one in only.entries] == [
        ("done", "top"), ("missed", "back_off"),
    ]  # fmt: skip
    log = Log(block="test", entry=only.entries)
    assert [one.status for one in done(two, log).sessions[0].entries] == ["done", "missed"]


def test_what_nobody_knows_is_kept_as_it_was() -> None:
    found = taken(lifted("Bench Press (Barbell)", "5 x 80 kg @ 8", "5 x 80 kg"))
    (one,) = found.unrecognised
    assert (one.on, one.name, one.source) == (EVENING, "Bench Press (Barbell)", "a.csv")
    assert [str(each) for each in one.sets] == ["5 x 80 kg @ 8", "5 x 80 kg"]
    assert found.entries == ()


# -- names ---------------------------------------------------------------------------------------


def test_what_nobody_knows_is_kept_once_though_the_file_has_another_name() -> None:
    strange = lifted("Zercher Carry", "5 x 60 kg")
    first = matched(own(), Log(block="test"), strange, NAMES, "a.csv")
    assert len(first.unrecognised) == 1
    log = Log(block="test", unrecognised=first.unrecognised)
    assert matched(own(), log, strange, NAMES, "b.csv").unrecognised == ()


@pytest.mark.parametrize(
    ("name", "exercise"),
    [
        (PULL, "conventional_deadlift"),
        ("DEADLIFT  (barbell)", "conventional_deadlift"),
        ("Pull-up", "pull_up"),
        ("Romanian deadlift", "romanian_deadlift"),  # as the catalogue calls it
        ("kettlebell_swing", "kettlebell_swing"),
    ],
)
def test_names_are_known(name: str, exercise: str) -> None:
    assert NAMES[plain(name)] == exercise


def test_every_exercise_of_the_shipped_table_exists() -> None:
    names: dict[str, Any] = tomllib.loads((files("planner.log") / "names.toml").read_text("utf-8"))[
        "names"
    ]
    assert set(names.values()) <= set(scenario().catalogue)
    # Names that fall together when written plainly must mean the same.
    assert all(NAMES[plain(name)] == exercise for name, exercise in names.items())


def test_a_table_of_ones_own_lies_above(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text('[names]\n"RDL" = "romanian_deadlift"\n"Pull Up" = "lat_pulldown"\n', "utf-8")
    names = table(scenario(), path)
    assert (names["rdl"], names["pull up"]) == ("romanian_deadlift", "lat_pulldown")
    found = taken(lifted("RDL", "8 x 80 kg"), names=names)
    assert told(found) == [("extra", "romanian_deadlift", ["8 x 80 kg"])]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("names = [", "not a TOML file"),
        ("[other]\n", "must hold one table, [names], and nothing else\nMaybe write:\n[names]"),
        ('[names]\nRDL = "romanian"\n', '"RDL" = "romanian": no exercise is called so'),
        ('[names]\nRDL = "romanian_deadlft"\n', '\nMaybe "romanian_deadlift"'),
    ],
)
def test_a_table_that_cannot_be_used(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "names.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(PlannerError) as error:
        table(scenario(), path)
    assert str(error.value).startswith(f"{path}: ")
    assert said in str(error.value)
    with pytest.raises(PlannerError, match="cannot be read: No such file"):
        table(scenario(), tmp_path / "none.toml")
