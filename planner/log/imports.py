"""Exports of other programs: the CSV files of Strong and Hevy as plain sets.

Both write one row for each set. The columns differ between programs and their versions, so a file
is known by the names in its first row. Only what a log holds is read.

Strong: Date, Workout Name, Exercise Name, Set Order, Weight, Reps, Seconds, RPE and others; comma
or semicolon; the unit in a column Weight Unit, in the name Weight (kg), or nowhere. Hevy: title,
start_time, exercise_title, set_type, weight_kg or weight_lbs, reps, duration_seconds, rpe.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from planner.log.model import Set
from scenarios.errors import PlannerError
from scenarios.strength import Unit

Row = Mapping[str, str]
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_UNITS: Final[dict[str, Unit]] = {"kg": "kg", "kgs": "kg", "lb": "lb", "lbs": "lb"}
_WARM_UP: Final = ("w", "warmup", "warm-up", "warm up")
_FAILURE: Final = ("f", "failure")
_NO_SET: Final = ("rest timer", "note")  # rows of Strong that hold no set
_MAYBE: Final = "\nMaybe export the CSV file of Strong or Hevy again"


@dataclass(frozen=True)
class ImportedSet:
    """One working set of an exported workout; `start` is the local start of the workout."""

    start: datetime
    name: str
    done: Set


@dataclass(frozen=True)
class _Columns:
    """What the columns of a file are called."""

    start: str
    name: str
    kind: str
    weight: str
    reps: str
    seconds: str
    rpe: str
    unit: Unit | None  # that the name of the weight column says
    unit_column: str = ""


def read(
    data: bytes, where: str, unit: Unit
) -> tuple[Literal["Strong", "Hevy"], list[ImportedSet]]:
    """The program that wrote a file, and the working sets in it; warm-ups are left out.

    Args:
        data: the bytes of the file.
        where: what to call the file in messages.
        unit: the unit of weights for which the file names none.

    Raises:
        PlannerError: it is no CSV file of one of the two programs, or a row cannot be understood.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PlannerError(f"{where}: not a text in UTF-8{_MAYBE}") from None
    head = text.partition("\n")[0]
    mark = max((",", ";", "\t"), key=head.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=mark, restval="", strict=True)
    try:
        names = [name.strip() for name in rows.fieldnames or ()]
        rows.fieldnames = names
        program, columns = _columns(names, where)
        found = []
        for row in rows:
            one = _set(row, columns, unit, mark == ";", f"{where}: line {rows.line_num}")
            found += [] if one is None else [one]
    except csv.Error as error:
        raise PlannerError(f"{where}: line {rows.line_num}: no CSV: {error}{_MAYBE}") from None
    return program, found


def _columns(names: list[str], where: str) -> tuple[Literal["Strong", "Hevy"], _Columns]:
    weights = {"Weight": None, "Weight (kg)": "kg", "Weight (lbs)": "lb", "Weight (lb)": "lb"}
    weight = next((name for name in weights if name in names), None)
    if weight and {"Date", "Exercise Name", "Set Order", "Reps"} <= set(names):
        unit = _UNITS.get(weights[weight] or "")
        return "Strong", _Columns(
            "Date", "Exercise Name", "Set Order", weight, "Reps", "Seconds", "RPE", unit,
            "Weight Unit",
        )  # fmt: skip
    weight = next((name for name in ("weight_kg", "weight_lbs") if name in names), None)
    if weight and {"start_time", "exercise_title", "set_type", "reps"} <= set(names):
        return "Hevy", _Columns(
            "start_time", "exercise_title", "set_type", weight, "reps", "duration_seconds", "rpe",
            _UNITS[weight.removeprefix("weight_")],
        )  # fmt: skip
    shown = ", ".join(names)[:80] or "nothing"
    raise PlannerError(
        f"{where}: not a CSV file of Strong or Hevy: its first row names {shown}{_MAYBE}"
    )


def _set(row: Row, columns: _Columns, unit: Unit, comma: bool, at: str) -> ImportedSet | None:
    """The set of one row; None for a warm-up, a pause or a row without work."""
    kind = _cell(row, columns.kind).lower()
    name = _cell(row, columns.name)
    if kind in _WARM_UP or kind in _NO_SET or not name:
        return None
    reps = _number(row, columns.reps, comma, at) or 0
    seconds = _number(row, columns.seconds, comma, at) or 0
    weight = _number(row, columns.weight, comma, at) or 0
    rpe = _number(row, columns.rpe, comma, at)
    counted = round(reps or seconds)
    if counted <= 0 and weight <= 0:
        return None
    if rpe is None and kind in _FAILURE:
        rpe = 10
    known = columns.unit or _UNITS.get(_cell(row, columns.unit_column).lower()) or unit
    done = Set(
        reps=counted,
        load=round(abs(weight), 2) or None,
        unit=known if weight else None,
        rpe=round(2 * rpe) / 2 if rpe is not None and 1 <= rpe <= 10 else None,
    )
    return ImportedSet(_moment(_cell(row, columns.start), at), name, done)


def _cell(row: Row, column: str) -> str:
    return (row.get(column) or "").strip()


def _number(row: Row, column: str, comma: bool, at: str) -> float | None:
    """A cell as a number, perhaps with a decimal comma."""
    text = _cell(row, column)
    if not text:
        return None
    is_decimal = comma or re.fullmatch(r"-?\d{1,4},\d{1,2}", text)  # in quotes, beside commas
    plain = text.replace(",", ".") if is_decimal else text
    if re.fullmatch(r"-?\d{1,6}(\.\d+)?", plain) is None:
        raise PlannerError(f'{at}: {column} = "{text[:40]}": must be a number{_MAYBE}')
    return float(plain)


def _moment(text: str, at: str) -> datetime:
    """A local time as the programs write it: "2027-02-01 18:05:00", or "1 Feb 2027, 18:05"."""
    words = re.sub(r"\s+", " ", text)  # Strong puts a narrow blank before AM and PM
    found = re.fullmatch(
        r"(\d{4})-(\d\d)-(\d\d)[ T](\d{1,2}):(\d\d)(?::(\d\d))?(?: ([AP]M))?", words, re.IGNORECASE
    )
    try:
        if found is not None:
            year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
            return datetime(year, month, day, _hour(hour, found[7]), minute)
        found = re.fullmatch(r"(\d{1,2}) ([A-Za-z]{3})\w* (\d{4}),? (\d{1,2}):(\d\d)", words)
        if found is not None and found[2].lower() in _MONTHS:
            month = _MONTHS.index(found[2].lower()) + 1
            return datetime(int(found[3]), month, int(found[1]), int(found[4]), int(found[5]))
    except ValueError:
        pass
    raise PlannerError(f'{at}: "{text[:40]}": no date that Strong or Hevy write in English{_MAYBE}')


def _hour(hour: int, half: str | None) -> int:
    """The hour of a day of 24; noon is 12 PM, midnight 12 AM."""
    return hour if half is None else hour % 12 + (12 if half.upper() == "PM" else 0)
