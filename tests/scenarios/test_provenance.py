"""Provenance: every value is found where it is written, or in the default it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.loader import load
from scenarios.provenance import Provenance, lines_of

TEXT = '''# A comment with a = sign
start = 2027-02-01 # not = here
athlete = { level = "intermediate", one_rep_max = { conventional_deadlift = 140 } }
goal.kind = "strength"

[availability]
"monday" = "18:00-19:30"
tuesday = [
    "07:00-08:00",  # ] in a comment
    "18:00-19:00",
]
note = """
minutes = 5
"""
minutes = 60
[[availability.away]] # the first
from = 2027-02-22
to = 2027-02-26
[[availability.away]]
from = 2027-03-01
to = 2027-03-02

[ volume . hamstrings ]
min = 12
[priorities]
session_minutes = "should"
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("start", 2),
        ("athlete", 3),
        ("athlete.one_rep_max.conventional_deadlift", 3),
        ("goal.kind", 4),
        ("availability", 6),
        ("availability.monday", 7),
        ("availability.tuesday", 8),
        ("availability.minutes", 15),
        ("availability.away", 16),
        ("availability.away.0.to", 18),
        ("availability.away.1", 19),
        ("availability.away.1.from", 20),
        ("volume.hamstrings.min", 24),
        ("priorities.session-minutes", 26),
    ],
)
def test_a_key_is_found_on_its_line(key: str, line: int) -> None:
    assert lines_of(TEXT)[key] == line


def test_the_file_comes_before_what_it_extends_and_that_before_the_defaults(
    tmp_path: Path,
) -> None:
    below = tmp_path / "below.toml"
    below.write_text(
        'extends = "intermediate_3day_barbell"\n[recovery]\nmuscle_hours = 24\nlight_hours = 20\n'
    )
    mine = tmp_path / "mine.toml"
    mine.write_text('extends = "below.toml"\n\n[recovery]\nlight_hours = 22\n')
    found = Provenance(str(mine))
    assert found.origin("recovery.light_hours").said == f"{mine}:4"
    assert found.origin("recovery.muscle_hours").said == f"{below}:3"
    assert found.origin("athlete.level").said.startswith(
        'shipped scenario "intermediate_3day_barbell":'
    )
    assert found.origin("volume.hamstrings.min").said == "default of level intermediate"
    assert found.origin("recovery.heavy_hinge_hours").said == "default for everyone"
    assert found.origin("exercises.pin").said == "not stated anywhere"


def test_the_highest_default_is_named(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('extends = "masters_low_back_history"\n')
    found = Provenance(str(mine))
    assert found.origin("lumbar.axial_week").said == "default of profile low_back"
    assert found.origin("deload.every").said == "default of profile masters"


def test_an_entry_of_a_list_has_the_line_of_the_list(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'extends = "kettlebell_home"\n[exercises]\nexclude = [\n  "pull_up",\n  "dead_bug",\n]\n'
    )
    assert Provenance(str(mine)).origin("exercises.exclude.1").said == f"{mine}:3"


def test_a_key_that_an_inline_table_leaves_out_is_not_in_the_file(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('athlete = { level = "beginner" }\ngoal = { kind = "general" }\n')
    found = Provenance(str(mine))
    assert found.origin("goal.kind").said == f"{mine}:2"
    assert found.origin("goal.lift").said == "default of level beginner"


def test_a_block_alone_knows_what_its_file_stated_and_which_default_holds(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'extends = "intermediate_3day_barbell"\n'
        "[recovery]\nheavy_hinge_hours = 48\n"
        '[[availability.away]]\nfrom = 2027-02-22\nto = 2027-02-26\nwhy = "conference"\n'
    )
    places = Provenance.of_block(load(str(mine)))
    for key in ("recovery.heavy_hinge_hours", "availability.minutes", "availability.away.0"):
        assert places.origin(key).said == "stated in the scenario"
    assert places.origin("recovery.light_hours").said == "default for everyone"
    assert places.origin("effort.technical").said == "default of level intermediate"
