"""Log and its entries: the file contract of `NAME.log.toml`.

An entry says what became of a session, or of one exercise in it. Entries stand in the order in
which they were written, and a later one corrects an earlier one: nothing is ever rewritten. A set
is one text, as in a notebook: "6 x 112.5 @ 8" is reps, load and RPE.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from constraints.lines import Part
from scenarios.strength import Unit

FORMAT: Final = "posterior-chain-log"
VERSION: Final = 1
What = Literal["done", "changed", "missed", "moved", "extra"]
SET = re.compile(
    r"\s*(\d{1,3})(?:\s*x\s*(\d{1,4}(?:\.\d{1,2})?)\s*(?:(kg|lb)s?)?)?(?:\s*@\s*(\d{1,2}(?:\.[05])?))?\s*"
)
LIKE: Final = 'reps x load @ RPE, like "6 x 112.5 @ 8", "6 x 250 lb", "6 @ 8" or "6"'


class Set(BaseModel):
    """One set: reps (or seconds), load as it was written, RPE; None where it was not noted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reps: int
    load: float | None = None
    unit: Unit | None = None  # None: that of the planned entry
    rpe: float | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = SET.fullmatch(value)
        if found is None:
            raise ValueError(f'"{value[:40]}" is not a set; write {LIKE}')
        reps, load, unit, rpe = found.groups()
        return {
            "reps": int(reps), "load": None if load is None else float(load), "unit": unit,
            "rpe": None if rpe is None else float(rpe),
        }  # fmt: skip

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        if self.rpe is not None and not 1 <= self.rpe <= 10:
            raise ValueError(f"RPE {self.rpe:g}: must be from 1 to 10")
        return self

    def __str__(self) -> str:
        """The text that stands in the file."""
        load = "" if self.load is None else f" x {self.load:g}"
        unit = "" if self.unit is None else f" {self.unit}"
        return f"{self.reps}{load}{unit}" + ("" if self.rpe is None else f" @ {self.rpe:g}")


def _moment(value: object) -> object:
    """A day, or a day with a local time."""
    if isinstance(value, str):
        raise ValueError("write a date without quotes, like 2027-02-01 or 2027-02-01T18:00:00")
    if not isinstance(value, date):
        raise ValueError("must be a date, like 2027-02-01, or 2027-02-01T18:00:00")
    if isinstance(value, datetime) and value.tzinfo is not None:
        raise ValueError("write it in local time, without an offset")
    return value


def _day(value: object) -> object:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("must be a date without quotes, like 2027-02-01")
    return value


Moment = Annotated[date | datetime, BeforeValidator(_moment)]
Day = Annotated[date, BeforeValidator(_day)]


def _some(sets: tuple[Set, ...]) -> tuple[Set, ...]:
    if not sets:
        raise ValueError('must hold a set; where none was done, write what = "missed"')
    return sets


Sets = Annotated[tuple[Set, ...], AfterValidator(_some)]


class LogEntry(BaseModel):
    """What became of a session, or of an exercise in it.

    A session is named by its `uid` (which stays through replans), by its planned `date`, or by
    `week` and `session`. Work that was not planned (`extra`) has a day, `on`, instead.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: What
    uid: str | None = None
    date: Day | None = None
    week: int | None = Field(None, ge=1)
    session: str | None = None
    exercise: str | None = None
    part: Part | None = None
    sets: Sets | None = None
    to: Moment | None = None  # where a session was moved to
    on: Moment | None = None  # when extra work was done
    note: str = Field("", max_length=500)

    @model_validator(mode="after")
    def _says_enough(self) -> Self:
        if (self.week is None) != (self.session is None):
            raise ValueError("a session is named by week and session together, or by its date")
        is_named = self.uid is not None or self.date is not None or self.week is not None
        if self.what == "extra":
            if self.on is None or self.exercise is None or self.sets is None:
                raise ValueError('what = "extra" needs on (a date), exercise and sets')
        elif not is_named:
            raise ValueError("which session? Give its date, or week and session")
        if self.what == "changed" and (self.exercise is None or self.sets is None):
            raise ValueError('what = "changed" needs exercise and sets')
        if self.what == "moved" and (self.to is None or self.exercise is not None):
            raise ValueError('what = "moved" needs to (a date), and is about a whole session')
        if self.sets is not None and self.what not in ("changed", "extra"):
            raise ValueError(f'what = "{self.what}" has no sets; maybe write what = "changed"')
        return self


class Unrecognised(BaseModel):
    """Work that an imported file names in a way that no table knows; kept as it was."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: Moment
    name: str
    sets: tuple[Set, ...]
    source: str


class Log(BaseModel):
    """A whole log; entries in the order of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["posterior-chain-log"] = FORMAT
    version: Literal[1] = VERSION
    block: str  # id of the scenario that the block was planned for
    entry: tuple[LogEntry, ...] = ()
    unrecognised: tuple[Unrecognised, ...] = ()
