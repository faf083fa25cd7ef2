"""A block as CSV (RFC 4180): one row for each working set, to log in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from constraints.block import Block, Entry
from planner.exports.words import clean, name, number

COLUMNS: Final = (
    *(
        "date",
        "start",
        "week",
        "phase",
        "deload",
        "session",
        "order",
        "exercise",
        "part",
        "set",
        "reps",
        "rep_unit",
        "sides",
    ),
    *("load", "unit", "per", "percent", "percent_of", "rpe", "rest_seconds"),
)
_FORMULA: Final = ("=", "+", "-", "@")  # what makes a spreadsheet calculate


def to_csv(block: Block) -> bytes:
    """The block as CSV: UTF-8, CRLF; loads in `unit`, rest in seconds; what is open is empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_rows(block))
    return text.getvalue().encode()


def _rows(block: Block) -> Iterator[tuple[str | int, ...]]:
    for session in block.in_order:
        for entry in sorted(session.exercises, key=lambda entry: entry.order):
            for one in range(1, entry.sets + 1):
                yield (
                    session.day.isoformat(), f"{session.start:%H:%M}", session.week,
                    session.phase, "yes" if session.deload else "no", _text(session.label),
                    entry.order,
                    _text(name(block, entry.exercise)), entry.part, one, entry.reps,
                    entry.rep_unit, entry.sides, _number(entry.load), entry.unit,
                    entry.per or "", _number(entry.percent), _lift(block, entry),
                    _number(entry.rpe), entry.rest_seconds,
                )  # fmt: skip


def _lift(block: Block, entry: Entry) -> str:
    """The lift that the percent is of, called as in the column of exercises."""
    return _text(name(block, entry.percent_of)) if entry.percent_of else ""


def _text(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    plain = clean(text)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain


def _number(value: float | None) -> str:
    return "" if value is None else number(value)
