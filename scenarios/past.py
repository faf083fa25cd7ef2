"""What came before week 1, as a resolved scenario holds it: see `previous` for where it is from.

It stands alone because the saved block carries it: `planner check` then needs no second file.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from scenarios.catalogue import Exercise

Count = Annotated[int, Field(ge=0)]
Amount = Annotated[float, Field(ge=0)]


class Past(BaseModel):
    """A piece of what came before: frozen, and a key that we do not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PastEntry(Past):
    """One line of an earlier session; load in `unit`, percent of the 1RM that it was planned by."""

    exercise: str
    part: Literal["work", "top", "back_off", "test"]
    sets: Count
    reps: Count
    load: Amount | None = None
    unit: Literal["kg", "lb"]
    percent: Amount | None = None
    rpe: Amount | None = None


class PastSession(Past):
    """A session before the block, by its local start."""

    start: datetime
    exercises: tuple[PastEntry, ...]


class PastWeek(Past):
    """What the last loading week added up to: working sets, and fractional sets of each group."""

    start: date
    days: Annotated[int, Field(ge=1)]
    working_sets: Count
    sets: dict[str, Amount]


class PastLift(Past):
    """How an exercise was last trained in a loading week; `reps_week` are sets times reps."""

    reps: Count
    load: Amount | None = None
    unit: Literal["kg", "lb"]
    rpe: Amount | None = None
    reps_week: Count


class Previous(Past):
    """The block before this one, as far as it matters to this one.

    `sessions` are those from which the athlete still recovers when the block starts, `define`
    holds exercises that only the earlier scenario knew.
    """

    block: str
    end: date  # its last day
    sessions: tuple[PastSession, ...] = ()
    loading_week: PastWeek | None = None
    lifts: dict[str, PastLift] = {}
    define: dict[str, Exercise] = {}


class HeldSession(PastSession):
    """A session of the block itself that is over, as it was planned; weeks count from 1."""

    week: Annotated[int, Field(ge=1)]
    label: str


class MissedSession(Past):
    """A session of the block that was not held; weeks count from 1."""

    week: Annotated[int, Field(ge=1)]
    label: str


class Replanned(Past):
    """What a block that was planned again in its midst can no longer change.

    `sessions` are those before the day `on`; they stay as they were, whatever is asked now. `week`
    is the first week (from 1) that is not over. Where an exercise of a phase can be trained no
    longer, its sessions are made up anew: `fresh` are the weeks in which that begins.
    """

    block: str  # the name of the block that it came from
    on: date
    week: Annotated[int, Field(ge=1)]
    sessions: tuple[HeldSession, ...] = ()
    missed: tuple[MissedSession, ...] = ()
    fresh: tuple[Annotated[int, Field(ge=1)], ...] = ()

    def is_over(self, week: int, label: str | None) -> bool:
        """Whether a session (or without a label the whole of a week, from 1) is in the past."""
        if week != self.week:
            return week < self.week
        here = (week, label)
        held = {(one.week, one.label) for one in self.sessions}
        return here in held | {(one.week, one.label) for one in self.missed}

    @property
    def missed_weeks(self) -> frozenset[int]:
        """Weeks (from 1) in which a session was missed."""
        return frozenset(one.week for one in self.missed)
