"""When there is time to train: the table `[availability]`.

Weekdays, explicit slots or a roster of shifts, less what is away or busy. `timeline` turns them
into the slots of a block.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from scenarios.equipment import Weight
from scenarios.part import WEEKDAYS, Hours, IntRange, Part, Rpe, Text
from scenarios.wording import maybe, quoted

Shift = Literal["day", "night", "off"]


def _midnight(value: str) -> str:
    return "23:59" if value.strip() == "24:00" else value


class Window(Part):
    """A stretch of a day that is free for training, local wall-clock time."""

    begin: time
    end: time

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if isinstance(value, (dict, Window)):
            return value
        if not isinstance(value, str):
            raise ValueError('not a window; write it like "18:00-19:30"')
        match = re.fullmatch(r"\s*(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})\s*", value)
        if match is None:
            raise ValueError(f'"{value}" is not a window; write it like "18:00-19:30"')
        begin, end = (_midnight(part).zfill(5) for part in match.groups())
        return {"begin": begin, "end": end}

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.end <= self.begin:
            raise ValueError(
                f"the window {self.begin:%H:%M}-{self.end:%H:%M} ends before it starts"
            )
        return self

    @property
    def minutes(self) -> int:
        """Length of the window in minutes."""
        return (self.end.hour - self.begin.hour) * 60 + self.end.minute - self.begin.minute


def _many(value: object) -> object:
    return value if isinstance(value, (list, tuple)) else (value,)


Windows = Annotated[tuple[Window, ...], BeforeValidator(_many)]


class Away(Part):
    """Days away; both ends belong to the span.

    There is no training, or with `tools` what can be done with those, as in a hotel gym. `most` are
    the heaviest loads of tools that come in fewer sizes there, in the unit of the tool.
    """

    begin: date = Field(alias="from")
    end: date = Field(alias="to")
    why: Text = ""
    tools: tuple[str, ...] | None = None
    most: dict[str, Weight] = Field({})

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.end < self.begin:
            raise ValueError(f"the span ends on {self.end}, before it starts on {self.begin}")
        for tool in self.most:
            if tool not in (self.tools or ()):
                close = maybe(tool, self.tools or ())
                raise ValueError(f"most.{tool}: {quoted(tool)} is not among the tools of it{close}")
        return self


class Slot(Part):
    """One explicit stretch of time that is free for training (instead of weekdays)."""

    begin: datetime = Field(alias="from")
    end: datetime = Field(alias="to")

    @model_validator(mode="after")
    def _same_day(self) -> Self:
        if self.begin.tzinfo or self.end.tzinfo:
            raise ValueError("write slots in local time, without an offset")
        if self.end <= self.begin or self.end.date() != self.begin.date():
            raise ValueError(
                f"the slot must end after it starts, on the same day: {self.begin} to {self.end}"
            )
        return self


class Busy(Part):
    """A stretch of time that is taken, local wall-clock time; nothing of what it is for."""

    begin: datetime = Field(alias="from")
    end: datetime = Field(alias="to")

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.begin.tzinfo or self.end.tzinfo:
            raise ValueError("write busy times in local time, without an offset")
        if self.end <= self.begin:
            raise ValueError(f"the busy time {self.begin} to {self.end} ends before it starts")
        return self


class ShiftDay(Part):
    """One day of a roster: the shift that starts on it, and when one can train."""

    shift: Shift
    begin: time | None = Field(None, alias="from")
    end: time | None = Field(None, alias="to")
    train: Windows = ()
    rpe: Rpe | None = None
    light: bool = False  # accessories and light hinges only

    @model_validator(mode="after")
    def _shift_has_times(self) -> Self:
        if self.shift != "off" and (self.begin is None or self.end is None):
            raise ValueError(f'a {self.shift} shift needs "from" and "to"')
        return self


class Roster(Part):
    """A repeating cycle of shifts; the first day of the cycle is the first day of the block."""

    cycle: Annotated[tuple[ShiftDay, ...], Field(min_length=1, max_length=56)]
    hours_after_night: Hours


class Availability(Part):
    """When the athlete can train, how often and how long."""

    sessions: IntRange
    minutes: Annotated[int, Field(ge=10, le=240)]
    monday: Windows = ()
    tuesday: Windows = ()
    wednesday: Windows = ()
    thursday: Windows = ()
    friday: Windows = ()
    saturday: Windows = ()
    sunday: Windows = ()
    away: tuple[Away, ...] = ()
    busy: tuple[Busy, ...] = ()  # calendar files are read by the loader
    buffer_minutes: Annotated[int, Field(ge=0, le=240)] = 0  # for the way, around what is busy
    slots: tuple[Slot, ...] = ()
    roster: Roster | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [bool(self.slots), self.roster is not None, bool(self.weekday_windows)]
        if sum(kinds) == 0:
            raise ValueError('no day to train: name one, such as monday = "18:00-19:30"')
        if sum(kinds) > 1:
            raise ValueError("use weekdays, or slots, or a roster: only one of them")
        if not 1 <= self.sessions[1] <= 7:
            raise ValueError(f"sessions = {list(self.sessions)}: allowed are 1 to 7 a week")
        return self

    @cached_property
    def weekday_windows(self) -> Mapping[int, tuple[Window, ...]]:
        """Windows by weekday, Monday 0; only weekdays that have one."""
        by_day = {number: getattr(self, name) for number, name in enumerate(WEEKDAYS)}
        return {number: windows for number, windows in by_day.items() if windows}
