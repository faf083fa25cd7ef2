"""The pictures: each has a title, its numbers as a table, and no letter that a user wrote."""

from __future__ import annotations

from datetime import date, time
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest

from planner.exports.html.figure import COLOUR, _own_font
from planner.exports.html.pictures import hinge, load, main_lift, minutes, pictures, volume
from planner.exports.html.pictures.picture import Picture
from tests.builders import block, deadlift, entry, session, weeks
from tests.planner.exports.page import BLOCKS
from tests.shipped import planned


def drawn(picture: Picture) -> ElementTree.Element:
    """The drawing as a tree; fails where it is not well formed."""
    return ElementTree.fromstring(picture.svg)


def letters(picture: Picture) -> list[str]:
    return [one.text or "" for one in drawn(picture).iter("text")]


@cache
def pictures_of(name: str) -> tuple[Picture, ...]:
    """The pictures of one of BLOCKS, drawn once."""
    return pictures(BLOCKS[name]())


@pytest.mark.parametrize("name", ["two weeks", "one session", "hostile"])
def test_each_picture_says_what_it_shows(name: str) -> None:
    made = pictures_of(name)
    assert [one.name for one in made] == ["volume", "main-lift", "hinge", "minutes", "load"]
    for one in made:
        root = drawn(one)
        title, description = root.find("title"), root.find("desc")
        assert title is not None
        assert description is not None
        assert (title.text, description.text) == (one.title, one.says)
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert one.says.endswith(".")
        assert one.key.endswith(".")
        assert one.rows
        assert {len(row) for row in one.rows} == {len(one.head)}


def test_colours_are_those_of_the_page_and_letters_are_text() -> None:
    for one in pictures_of("two weeks"):
        assert not [colour for colour in COLOUR.values() if colour in one.svg]
        assert "var(--ink)" in one.svg or "var(--muted)" in one.svg
        assert letters(one)
        assert "font-family" not in one.svg
        assert "DejaVu" not in one.svg


def test_ids_belong_to_one_picture() -> None:
    made = pictures_of("two weeks")
    ids = [one.get("id") for picture in made for one in drawn(picture).iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def test_what_a_user_wrote_is_never_drawn() -> None:
    shown = [text for one in pictures_of("hostile") for text in letters(one)]
    assert not [text for text in shown if "script" in text or "$" in text]


def test_the_sample_workout_has_no_progress_to_show() -> None:
    made = main_lift.picture(planned("sample_workout"))
    assert made.says == "Romanian deadlift: 3x8 @ 97.5 kg."
    assert len(made.rows) == 1


def test_a_block_without_sessions_has_no_empty_drawing() -> None:
    made = {one.name: one for one in pictures_of("no session")}
    assert made["main-lift"].svg == made["hinge"].svg == made["load"].svg == ""
    assert "not trained" in made["main-lift"].says
    assert "No session" in made["hinge"].says
    assert made["load"].says == "No jump contacts. No axial points."


# -- one by one ----------------------------------------------------------------------------------


def test_sets_of_each_group_with_the_target() -> None:
    own = block(weeks())
    made = volume.picture(own)
    assert made.head[:3] == ("Week", "Hamstrings", "Glutes")
    assert made.rows[0][1] == "8 to 14"
    assert made.rows[1][1] == f"{own.quarter_sets(0, 'hamstrings') / 4:g}"
    assert made.rows[4][0] == "4*"
    assert made.says.startswith("Outside the band: ")
    assert "var(--warn)" in made.svg


def test_no_target_where_none_is_asked_for() -> None:
    longer = volume.picture(block(week_days=8, volume={"glutes": {"target": [7, 14]}}))
    assert dict(zip(longer.head, longer.rows[0], strict=True))["Glutes"] == "8 to 16"
    made = volume.picture(block(priorities={"volume-target": "off"}))
    assert made.says == "This block asks for no target."
    assert made.rows[0][0] == "1"
    assert "var(--band)" not in made.svg


def test_the_main_lift_by_percent() -> None:
    test = session(
        date(2027, 4, 23), exercises=[deadlift(1, 1, 160, part="test", rpe=10)], week=12, label="C"
    )
    made = main_lift.picture(block([*weeks(11), test]))
    assert made.title == "Conventional deadlift, week by week"
    assert made.says == ("Percent of the 1RM: 75% in week 1, 100% in week 12; sets of 1 to 6 reps.")
    assert made.rows[0] == ("1", "accumulation", "4x6", "120 kg", "75%")
    assert made.rows[-1] == ("12", "taper", "1x1 (test)", "160 kg", "100%")
    assert {"Accumulation", "Intensification", "Taper", "75", "100", "4*"} <= set(letters(made))


@pytest.mark.parametrize(
    ("fields", "measure", "shown"),
    [({"load": 60}, "Load, kg", "60"), ({"rpe": 7.5}, "RPE", "7.5"), ({}, "RPE", "8")],
)
def test_the_main_lift_without_a_max(fields: dict[str, Any], measure: str, shown: str) -> None:
    one = entry("hip_thrust", reps=8, **fields)
    own = block([session(exercises=[one])], goal={"lift": "hip_thrust"})
    made = main_lift.picture(own)
    assert measure in letters(made)
    assert shown in letters(made)


def test_hinges_with_the_hours_between_them() -> None:
    days = [
        session(date(2027, 2, 1), exercises=[deadlift(load=140)]),
        session(date(2027, 2, 3), exercises=[deadlift(load=110)], label="B"),
        session(date(2027, 2, 8), time(7), exercises=[deadlift(load=140)], week=2),
    ]
    made = hinge.picture(block(days))
    assert [row[1:] for row in made.rows] == [
        ("heavy", ""), ("moderate", "48"), ("heavy", "109"),
    ]  # fmt: skip
    says = made.says.replace("\u00a0", " ")
    assert "heavy to heavy 157 h (at least 72 h)" in says
    assert "heavy to moderate 48 h (at least 48 h)" in says
    assert {"48", "109", "Mon", "Sun", "heavy", "moderate"} <= set(letters(made))
    assert "var(--warn)" not in made.svg


def test_a_gap_that_is_too_short_stands_out() -> None:
    days = [
        session(date(2027, 2, 1), exercises=[deadlift(load=140)]),
        session(date(2027, 2, 3), exercises=[deadlift(load=140)], label="B"),
    ]
    assert "var(--warn)" in hinge.picture(block(days)).svg


def test_hinges_elsewhere_and_weeks_of_eight_days() -> None:
    rugby = {"title": "Rugby", "on": date(2027, 2, 2), "at": "19:00", "hinge": "light"}
    made = hinge.picture(block(elsewhere=[rugby], week_days=8))
    assert "Hollow: planned elsewhere." in made.key
    assert made.rows[1] == ("Tue 2 Feb, 19:00, elsewhere", "light", "25")
    assert {"day 1", "8"} <= set(letters(made))


def test_minutes_with_the_window_of_each_session() -> None:
    own = block(weeks(1), availability={"wednesday": "18:00-19:02"})
    made = minutes.picture(own)
    assert made.rows[1] == ("1", "B, Wed 3 Feb", "60", "62")
    assert made.says == "The longest session takes 65 of the 75 minutes that there are."
    assert "own window is shorter" in made.key
    assert "own window" not in minutes.picture(block(weeks(1))).key


def test_contacts_and_axial_points_with_their_caps() -> None:
    rugby = {"title": "Rugby", "weekday": "tuesday", "at": "19:00", "contacts": 30, "axial": 4}
    made = load.picture(block(weeks(2), elsewhere=[rugby]))
    own = block(weeks(2))
    contacts = sum(map(own.contacts, own.of_week(0)))
    assert made.rows[0] == ("Cap", "120", "62")
    assert made.rows[1][1] == str(contacts + 30)
    assert f"{contacts + 30} of 120 in a week" in made.says
    assert "Hatched: planned elsewhere." in made.key
    off = {"contacts-week": "off", "contacts-session": "off", "axial-load": "off"}
    free = load.picture(block(weeks(2), priorities=off))
    assert free.rows[0] == ("Cap", "", "")
    assert " of " not in free.says


@pytest.mark.parametrize(
    ("style", "own"),
    [
        ("font: 11px 'DejaVu Sans'; fill: red", "font-size: 11px; fill: red"),
        ("font: bold 9.5px 'A', 'B'; fill: red", "font-size: 9.5px; font-weight: bold; fill: red"),
        ("font-size: 11px; font-family: 'A'; fill: red", "font-size: 11px; fill: red"),
    ],
)
def test_the_page_has_one_font_whichever_way_a_version_writes_it(style: str, own: str) -> None:
    assert _own_font(style) == own


def test_the_key_explains_only_signs_that_are_there() -> None:
    plain = main_lift.picture(block(weeks(2), weeks=2, goal={"test": None})).key
    assert "Star" not in plain
    assert "Hatched" not in plain
    tested = [*weeks(), session(date(2027, 4, 23), week=12, exercises=[deadlift(part="test")])]
    assert main_lift.picture(block(tested)).key.endswith("Hatched: deload (*). Star: the test.")
