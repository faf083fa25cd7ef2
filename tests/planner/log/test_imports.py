"""Exports of Strong and Hevy: sample files after the columns that the programs write."""

from __future__ import annotations

from datetime import datetime

import pytest

from planner.log.imports import read
from scenarios.errors import PlannerError
from scenarios.strength import Unit

STRONG = """\
Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,\
Workout Notes,RPE
2027-02-01 18:05:00,"Monday, late",1h 2m,"Deadlift (Barbell)",W,60.0,5.0,0,0.0,"","",
2027-02-01 18:05:00,"Monday, late",1h 2m,"Deadlift (Barbell)",1,112.5,6.0,0,0.0,"","",7.5
2027-02-01 18:05:00,"Monday, late",1h 2m,"Deadlift (Barbell)",2,112.5,6.0,0,0.0,"felt
heavy","",
2027-02-01 18:05:00,"Monday, late",1h 2m,"Deadlift (Barbell)",F,112.5,4.0,0,0.0,"","",
2027-02-01 18:05:00,"Monday, late",1h 2m,"Deadlift (Barbell)",Rest Timer,,,,180.0,"","",
2027-02-01 18:05:00,"Monday, late",1h 2m,"Plank",1,0,0,0,45.0,"","",
2027-02-01 18:05:00,"Monday, late",1h 2m,"Pull Up",1,0,8.0,0,0.0,"","",0
"""
AT = datetime(2027, 2, 1, 18, 5)
PULLS = ("6 x 112.5 kg @ 7.5", "6 x 112.5 kg", "4 x 112.5 kg @ 10")
LIFTED = [*(("Deadlift (Barbell)", one) for one in PULLS), ("Plank", "45"), ("Pull Up", "8")]

SEMICOLONS = """\
Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (lbs);Reps;RPE;Distance \
(meters);Seconds;Notes;Workout Notes
1;2027-02-01 06:05:07\u202fPM;Eve;3600;Hip Thrust (Barbell);1;220,5;8;8,5;;;;
1;2027-02-01 12:30:00 AM;Eve;3600;Hip Thrust (Barbell);1;220,5;8;;;;;
"""
UNITS = """\
Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds
2027-02-01 18:05:00;"Leg";"Deadlift (Barbell)";1;225;lbs;5;;;;0
2027-02-01 18:05:00;"Leg";"Deadlift (Barbell)";2;100;kg;5;;;;0
"""
HEVY = """\
"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes",\
"set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"
"Eve","1 Feb 2027, 18:05","1 Feb 2027, 19:02","","Deadlift (Barbell)",,"",0,"warmup",60,5,,,
"Eve","1 Feb 2027, 18:05","1 Feb 2027, 19:02","","Deadlift (Barbell)",,"",1,"normal",112.5,6,,,7.5
"Eve","1 Feb 2027, 18:05","1 Feb 2027, 19:02","","Deadlift (Barbell)",,"",2,"dropset",90,8,,,
"Eve","1 Feb 2027, 18:05","1 Feb 2027, 19:02","","Nordic Hamstrings Curls",1,"",0,"failure",,5,,,
"Eve","2027-02-01 18:05:00","2027-02-01 19:02:00","","Plank",,"",0,"normal",,,,45,
"""


def said(text: str, unit: Unit = "kg") -> tuple[str, list[tuple[str, str]]]:
    program, sets = read(text.encode(), "mine.csv", unit)
    return program, [(one.name, str(one.done)) for one in sets]


def test_strong() -> None:
    assert said(STRONG) == ("Strong", LIFTED)
    _, sets = read(STRONG.encode(), "mine.csv", "kg")
    assert {one.start for one in sets} == {AT}


def test_a_file_from_windows() -> None:
    _, sets = read(b"\xef\xbb\xbf" + STRONG.replace("\n", "\r\n").encode(), "mine.csv", "kg")
    assert [str(one.done) for one in sets] == [text for _, text in LIFTED]


def test_the_unit_is_the_files_or_else_the_athletes() -> None:
    assert said(STRONG, "lb")[1][0] == ("Deadlift (Barbell)", "6 x 112.5 lb @ 7.5")
    assert [text for _, text in said(UNITS)[1]] == ["5 x 225 lb", "5 x 100 kg"]
    assert said(SEMICOLONS)[1][0] == ("Hip Thrust (Barbell)", "8 x 220.5 lb @ 8.5")


def test_times_of_half_a_day() -> None:
    _, sets = read(SEMICOLONS.encode(), "mine.csv", "kg")
    assert [one.start for one in sets] == [AT, datetime(2027, 2, 1, 0, 30)]


def test_a_decimal_comma_in_quotes() -> None:
    text = HEVY.replace("112.5,6", '"112,5",6')
    assert text != HEVY
    assert said(text) == said(HEVY)


def test_a_comma_of_thousands_is_not_guessed_at() -> None:
    with pytest.raises(PlannerError, match="must be a number"):
        said(HEVY.replace("112.5,6", '"1,125",6'))


def test_hevy() -> None:
    assert said(HEVY, "lb") == (
        "Hevy",
        [
            ("Deadlift (Barbell)", "6 x 112.5 kg @ 7.5"),
            ("Deadlift (Barbell)", "8 x 90 kg"),
            ("Nordic Hamstrings Curls", "5 @ 10"),
            ("Plank", "45"),
        ],
    )
    pounds = HEVY.replace("weight_kg", "weight_lbs")
    assert said(pounds)[1][0] == ("Deadlift (Barbell)", "6 x 112.5 lb @ 7.5")
    _, sets = read(HEVY.encode(), "mine.csv", "kg")
    assert {one.start for one in sets} == {AT}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "mine.csv: not a CSV file of Strong or Hevy: its first row names nothing"),
        (b"a,b\n1,2\n", "mine.csv: not a CSV file of Strong or Hevy: its first row names a, b"),
        (b'{"format": "posterior-chain-block"}', "mine.csv: not a CSV file of Strong or Hevy"),
        (b"\xff\xfe\x00", "mine.csv: not a text in UTF-8"),
        (STRONG.replace("6.0", "six").encode(), 'mine.csv: line 3: Reps = "six": must be a number'),
        (STRONG.replace("-02-01", "-02-30").encode(), 'line 3: "2027-02-30 18:05:00": no date'),
        (HEVY.replace("Feb", "févr.").encode(), 'line 3: "1 févr. 2027, 18:05": no date that'),
        (HEVY.encode()[:-20] + b'"x', "mine.csv: line 5: no CSV: "),
    ],
)
def test_a_file_of_another_program(data: bytes, message: str) -> None:
    with pytest.raises(PlannerError) as error:
        read(data, "mine.csv", "kg")
    assert message in str(error.value)
    assert str(error.value).endswith("\nMaybe export the CSV file of Strong or Hevy again")
