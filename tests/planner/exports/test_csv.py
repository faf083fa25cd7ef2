"""CSV: one row for each working set, and no formula of somebody else's."""

from __future__ import annotations

import csv
import io

from constraints.block import Block
from planner.exports.csv import COLUMNS, to_csv
from tests.builders import block, deadlift, entry, session, weeks


def rows(made: Block) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(made).decode(), newline="")))


def test_a_row_for_each_working_set() -> None:
    made = block([session(exercises=[deadlift(order=1), entry("plank", 2, 30, order=2)])])
    found = rows(made)
    assert tuple(found[0]) == COLUMNS
    assert [(row["exercise"], row["set"]) for row in found] == [
        *(("Conventional deadlift", str(number)) for number in (1, 2, 3, 4)),
        *(("Plank", str(number)) for number in (1, 2)),
    ]
    assert found[0] == {
        "date": "2027-02-01", "start": "18:00", "week": "1", "phase": "accumulation",
        "deload": "no", "session": "A", "order": "1",
        "exercise": "Conventional deadlift", "part": "work", "set": "1", "reps": "6",
        "rep_unit": "reps", "sides": "1", "load": "112.5", "unit": "kg", "per": "bar",
        "percent": "70.3", "percent_of": "Conventional deadlift", "rpe": "5",
        "rest_seconds": "210",
    }  # fmt: skip
    assert found[-1]["load"] == ""


def test_every_session_in_order_of_time() -> None:
    made = block(weeks())
    assert {row["week"] for row in rows(made) if row["deload"] == "yes"} == {"4", "8"}
    dates = [row["date"] for row in rows(made.model_copy(update={"sessions": made.sessions[::-1]}))]
    assert dates == sorted(dates)
    assert len(set(dates)) == 36


def test_lines_end_as_rfc_4180_asks() -> None:
    data = to_csv(block())
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")


def test_texts_are_never_formulas() -> None:
    define = {
        f"mine_{number}": {"pattern": "hinge", "modality": "accessory", "name": name}
        for number, name in enumerate(
            ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(1)", " =1", "a,b"]
        )
    }
    entries = [entry(name, 1, 5, order=number + 1) for number, name in enumerate(define)]
    made = block([session(exercises=entries, label="=1+1")], exercises={"define": define})
    assert [row["exercise"] for row in rows(made)] == [
        "'=HYPERLINK(\"http://x\")", "'+1", "'-1", "'@SUM(1)", "'=1", "a,b",
    ]  # fmt: skip
    assert {row["session"] for row in rows(made)} == {"'=1+1"}
