"""A session of a finished block with its entries: plain frozen values.

The field names are the file contract of `NAME.block.json`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from constraints.lines import Line, Part, Prescription
from scenarios.schema import Phase


class Frozen(BaseModel):
    """A value of the saved block; unknown keys are kept out."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WarmUpSet(Frozen):
    """One ramp set; load in the unit of its entry."""

    reps: int
    load: float | None


class Entry(Frozen):
    """One line of a session: an exercise with its sets, reps and load."""

    exercise: str
    order: int
    part: Part
    sets: int = Field(ge=1)
    reps: int = Field(ge=1)
    rep_unit: Literal["reps", "seconds"]
    sides: Literal[1, 2]
    load: float | None
    unit: Literal["kg", "lb"]
    per: Literal["bar", "hand", "bell", "stack", "added"] | None
    percent: float | None
    percent_of: str | None
    rpe: float | None
    rest_seconds: int
    warmup: tuple[WarmUpSet, ...] = ()

    @property
    def line(self) -> Line:
        """Exercise and part: what the solver decides about as one."""
        return Line(self.exercise, self.part)

    @property
    def prescription(self) -> Prescription:
        """Reps, load, percent and RPE in the integers of the model."""
        return Prescription(
            self.reps,
            None if self.load is None else round(self.load * 100),
            None if self.percent is None else round(self.percent * 10),
            None if self.rpe is None else round(self.rpe * 2),
        )


class Session(Frozen):
    """One training session; `start` and `end` carry the athlete's offset on that day."""

    uid: str
    sequence: int = Field(ge=0)
    stamp: str
    week: int = Field(ge=1)
    label: str
    phase: Phase
    deload: bool
    start: AwareDatetime
    end: AwareDatetime
    minutes: int = Field(ge=0)
    exercises: tuple[Entry, ...]

    @property
    def week_index(self) -> int:
        """The week, counted from 0."""
        return self.week - 1

    @property
    def local_start(self) -> datetime:
        """Wall-clock start without an offset: gaps are measured on it."""
        return self.start.replace(tzinfo=None)

    @property
    def day(self) -> date:
        """The local date."""
        return self.start.date()

    @property
    def is_test(self) -> bool:
        """Whether the session holds a test."""
        return any(entry.part == "test" for entry in self.exercises)

    def is_as(self, other: Session | Dropped) -> bool:
        """Whether it begins when another one does, and holds the same."""
        return (self.start, self.exercises) == (other.start, other.exercises)


class Dropped(Frozen):
    """A session that calendars may still hold, though the block no longer does.

    It stays in every later version of the block, so that it is shown as cancelled, and so that a
    session that comes back to its place gets its id again, and is held against what it was: `title`
    is what it was called last, `exercises` are those that it had.
    """

    uid: str
    sequence: int = Field(ge=0)
    stamp: str
    week: int = Field(ge=1)
    label: str
    start: AwareDatetime
    end: AwareDatetime
    minutes: int = Field(ge=0)
    title: str
    exercises: tuple[Entry, ...] = ()

    @property
    def local_start(self) -> datetime:
        """Wall-clock start without an offset."""
        return self.start.replace(tzinfo=None)
