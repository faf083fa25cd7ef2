"""The saved block: written once, read for ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from constraints.block import Block, Place, ScoreRow, WeekRow
from planner.exports.json import from_json, to_json
from scenarios.errors import PlannerError
from tests.builders import block, deadlift, session, weeks

FULL: dict[str, Any] = {
    "note": "line one\nline \u201etwo\u201c \\ \U0001f3cb",
    "profile": "masters",
    "exercises": {
        "prefer": ["romanian_deadlift"],
        "before": [["box_jump", "plank"]],
        "kettlebell_swing": {"reps": [10, 15], "load": [16, 24]},
        "define": {
            "carry": {"pattern": "core", "modality": "core", "rep_unit": "seconds", "sides": 2}
        },
    },
    "equipment": {
        "barbell": {"bar": 20, "plates": {"1.25": 2, "20": 4}},
        "trap_bar": {"unit": "lb"},
        "cable": True,
        "kettlebells": [16, 24],
        "dumbbells": {"from": 2.5, "to": 30, "step": 2.5},
    },
    "elsewhere": [{"title": "Football", "weekday": "tuesday", "at": time(19), "axial": 3}],
    "season": {"matches": [date(2027, 2, 20), datetime(2027, 2, 24, 19, 45)]},
    "volume": {"hamstrings": {"min": 6, "target": [8, 14], "max": 16}},
    "athlete": {
        "recent_sets": {"single_arm_db_row": "10 x 24 @ 8"},
        "ratios": {"hip_thrust": {"of": "back_squat", "times": 1.1}},
    },
    "deload": {"weeks": [4, 8]},
    "recovery": {"last_heavy_hinge": date(2027, 1, 30)},
    "calendar": {"reminder_minutes": 30, "private": True, "location": "Halle 2"},
    "availability": {
        "away": [{"from": date(2027, 2, 22), "to": date(2027, 2, 26), "why": "conference"}],
        "saturday": ["10:00-12:00", "20:00-24:00"],
    },
}


def full() -> Block:
    """A block that has everything that a file can hold."""
    bare = block(weeks(), **FULL)
    score = ScoreRow(
        rule="volume-target", priority="prefer", where=Place(week=3, muscle="hamstrings"),
        text="week 3: 7.5 sets", measured=7.5, limit=8, unit="sets", price=2,
    )  # fmt: skip
    row = WeekRow(
        week=1, start=date(2027, 2, 1), days=7, phase="accumulation", deload=False,
        sets={"hamstrings": 11.5}, contacts=30, axial=49, minutes=176,
    )  # fmt: skip
    return bare.model_copy(update={"score": (score,), "weeks": (row,)})


def edited(**changes: Any) -> bytes:
    return json.dumps({**json.loads(to_json(block())), **changes}).encode()


def test_round_trip() -> None:
    first = full()
    data = to_json(first)
    again = from_json(data)
    assert again == first
    assert to_json(again) == data
    assert again.scenario.equipment.loads("barbell") == first.scenario.equipment.loads("barbell")
    assert again.sessions[20].start.utcoffset() == first.sessions[20].start.utcoffset()


@pytest.mark.parametrize(
    "availability",
    [
        {"slots": [{"from": datetime(2027, 2, 1, 6), "to": datetime(2027, 2, 1, 7, 30)}]},
        {"roster": {"hours_after_night": 24, "cycle": [
            {"shift": "night", "from": time(22), "to": time(6)},
            {"shift": "off", "train": ["10:00-12:00"], "rpe": 7, "light": True}]}},
    ],
)  # fmt: skip
def test_round_trip_of_irregular_lives(availability: dict[str, Any]) -> None:
    never: dict[str, Any] = {"monday": [], "wednesday": [], "friday": []}
    first = block(availability={**never, **availability})
    assert from_json(to_json(first)) == first


def test_form_of_the_file() -> None:
    data = to_json(full())
    text = data.decode("utf-8")
    assert text.startswith('{\n  "format": "posterior-chain-block",\n  "version": 1,\n')
    assert text.endswith("}\n")
    assert "\U0001f3cb" in text
    assert "\r" not in text
    assert '"from": "2027-02-22",' in text  # the keys of a scenario file, where they have an alias
    assert list(json.loads(data)) == [
        "format", "version", "scenario", "solve", "score", "weeks", "sessions",
        "dropped", "planned", "set_aside",
    ]  # fmt: skip


def test_numbers_are_as_an_athlete_writes_them() -> None:
    text = to_json(full()).decode()
    assert '"load": 45,' not in text  # the last key of its table
    assert '"load": 45\n' in text
    assert '"load": 102.5,' in text
    assert '"load": 100,' in text
    assert '"measured": 7.5,\n      "limit": 8,' in text
    assert '"sets": 4,' in text
    assert '"rpe": 5.0,' in text
    assert '"start": "2027-02-01T18:00:00+01:00"' in text
    assert '"start": "2027-03-29T18:00:00+02:00"' in text


def test_rules_that_are_newer_than_the_block_have_their_usual_rank() -> None:
    """A rule without a rank would be a must; what the athlete has ranked stays."""
    table = json.loads(to_json(block(weeks(1), priorities={"after-pause": "off"})))
    for slug in ("after-gap", "after-trip"):
        del table["scenario"]["priorities"][slug]
    found = from_json(json.dumps(table).encode()).scenario
    assert [found.priority(slug) for slug in ("after-gap", "after-trip", "after-pause")] == [
        "should", "should", "off",
    ]  # fmt: skip


def test_a_byte_order_mark_of_an_editor_is_forgiven() -> None:
    assert from_json(b"\xef\xbb\xbf" + to_json(block())) == block()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "my.json: cannot be read as JSON"),
        (b"{", "line 1 column 2"),
        (b"\xff\xfe{}", "not a text in UTF-8"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b"[1]", 'my.json: not a block: "format" is not "posterior-chain-block"'),
        (b'{"format": "workout"}', "not a block"),
        (b"BEGIN:VCALENDAR\r\n", "cannot be read as JSON"),
        (edited(version=2), "version = 2: this planner reads version 1"),
        (edited(version="1"), "version = '1'"),
        (edited(sessions=None), "sessions = None"),
        (edited(colour="red"), "colour: unknown key"),
        (edited(solve={"gap": 0}), "solve.status: is missing"),
        (to_json(block()).replace(b'"load": 45', b'"load": NaN'), "NaN is not a number"),
        (to_json(block()).replace(b'"barbell_row"', b'"no_row"'), 
         'my.json: block: no exercise is called "no_row"\nMaybe'),
        (to_json(block()).replace(b'"sets": 4', b'"sets": "four"', 1),
         "sessions.0.exercises.0.sets = 'four': Input should be a valid integer"),
        (to_json(block()).replace(b'"weeks": 12', b'"weeks": 99'), "scenario.weeks = 99"),
        (to_json(block()).replace(b'"Twelve', b'"\\ud800'), "scenario.title"),
    ],
)  # fmt: skip
def test_what_is_no_block_is_explained(data: bytes, said: str) -> None:
    with pytest.raises(PlannerError) as error:
        from_json(data, where="my.json")
    assert said in str(error.value)
    assert str(error.value).startswith("my.json: ")
    assert "\nMaybe " in str(error.value)


def test_many_faults_are_not_all_listed() -> None:
    broken = to_json(block(weeks())).replace(b'"phase": "', b'"phase": "x')
    with pytest.raises(PlannerError, match=r"\nand 31 more\nMaybe ") as error:
        from_json(broken)
    assert len(str(error.value).splitlines()) == 7


def test_a_long_value_is_cut() -> None:
    with pytest.raises(PlannerError) as error:
        from_json(edited(version="v" * 500))
    assert len(str(error.value)) < 200


SCRIPT = """
import sys
from planner.exports.json import to_json
from tests.builders import block, weeks
sys.stdout.buffer.write(to_json(block(weeks())))
"""


@pytest.mark.parametrize(("seed", "zone"), [("1", "UTC"), ("2", "Asia/Tokyo")])
def test_same_bytes_everywhere(seed: str, zone: str) -> None:
    env = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=env, capture_output=True, check=True, timeout=60,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert run.stdout == to_json(block(weeks()))


def test_a_test_session_and_a_whole_load_survive() -> None:
    own = session(exercises=[deadlift(1, 1, 160, part="test", rpe=10)])
    again = from_json(to_json(block([own])))
    assert again.sessions[0].is_test
    assert isinstance(again.sessions[0].exercises[0].load, float)
