"""What came before week 1, as a resolved scenario holds it: see `previous` for where it is from.

It stands alone because the saved block carries it: `planner check` then needs no second file.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from scenarios.catalogue import Exercise
from scenarios.equipment import Per

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


class HeldEntry(PastEntry):
    """Equal sets of a session that is over, as they were done; `own_max` is the 1RM of that day.

    `own_max` is that of the exercise itself, in `unit`: what it was planned by. So a load can be
    compared with later ones, also where the athlete has grown weaker since. `asked_rpe` is the
    effort that was planned, where that is not what was felt; `asked_load` the load, where another
    was lifted. `per` is what the load counts on: loads of other tools are not compared.
    """

    own_max: Amount | None = None
    asked_rpe: Amount | None = None
    asked_load: Amount | None = None
    per: Per | None = None


class HeldSession(PastSession):
    """A session of the block itself that is over, as it was done; weeks count from 1.

    `planned` names the exercises that it was planned with, where others were done; week and label
    are its place in the plan, whenever it was held.
    """

    exercises: tuple[HeldEntry, ...]
    week: Annotated[int, Field(ge=1)]
    label: str
    planned: tuple[str, ...] | None = None


class MissedSession(Past):
    """A session of the block that was not held; weeks count from 1.

    `until` is the day from which the block was planned again when that was found: what was free
    before it went unused.
    """

    week: Annotated[int, Field(ge=1)]
    label: str
    until: date | None = None


class ExtraWork(Past):
    """Work on a day without a session of the block: counted like a session planned elsewhere."""

    start: datetime
    exercise: str
    axial: Count
    contacts: Count
    hinge: Literal["none", "light", "moderate", "heavy"]
    quarter_sets: dict[str, Count] = {}


class MovedMax(Past):
    """A 1RM that the logged sets have moved: what it was, what it is now, and why; in `unit`.

    `was` is None where nothing was known of the exercise itself.
    """

    exercise: str
    unit: Literal["kg", "lb"]
    was: Amount | None
    now: Amount
    reason: str


class StatedRatio(Past):
    """A lift reckoned from another one, as the athlete states it."""

    of: str
    times: Amount


class Stated(Past):
    """What the athlete had stated of their strength before logged sets moved it.

    Sets that were logged before `since` do not count: the statement is newer.
    """

    one_rep_max: dict[str, Amount] = {}
    recent_sets: dict[str, str] = {}
    ratios: dict[str, StatedRatio] = {}
    since: date | None = None


class Spared(Past):
    """What a rule asks of a week (from 1; None: of the block) may give way to what happened."""

    rule: str
    week: int | None = None


class Regained(Past):
    """An exercise that was not trained for a while, and can come back from a day on."""

    exercise: str
    on: date


class Replanned(Past):
    """What a block that was planned again in its midst can no longer change.

    `sessions` are those before the day `on`, as they were done; they stay, whatever is asked now.
    `week` is the first week (from 1) that is not over. Where an exercise of a phase can be trained
    no longer, its sessions are made up anew: `fresh` are the weeks in which that begins. `loose`
    are weeks that were the first to come when it was planned again: what happened before them may
    ask their sessions to leave exercises out. `short` are weeks in which less was done than
    planned, `regained` are exercises that were trained once, and then not for a while.
    `unfollowed` are 1RMs that have moved, but no block could be found that follows them. `bent`
    says that the phases were placed around the weeks that had begun, for a test had moved.
    """

    block: str  # the name of the block that it came from
    on: date
    week: Annotated[int, Field(ge=1)]
    sessions: tuple[HeldSession, ...] = ()
    missed: tuple[MissedSession, ...] = ()
    extra: tuple[ExtraWork, ...] = ()
    short: tuple[Annotated[int, Field(ge=1)], ...] = ()
    fresh: tuple[Annotated[int, Field(ge=1)], ...] = ()
    loose: tuple[Annotated[int, Field(ge=1)], ...] = ()
    spared: tuple[Spared, ...] = ()
    regained: tuple[Regained, ...] = ()
    stated: Stated | None = None
    maxes: tuple[MovedMax, ...] = ()
    unfollowed: tuple[MovedMax, ...] = ()
    bent: bool = False

    @cached_property
    def _places(self) -> frozenset[tuple[int, str]]:
        held = {(one.week, one.label) for one in self.sessions}
        return frozenset(held | {(one.week, one.label) for one in self.missed})

    def is_over(self, week: int, label: str | None) -> bool:
        """Whether a session (or without a label the whole of a week, from 1) is in the past."""
        return week < self.week if week != self.week else (week, label) in self._places

    def is_spared(self, rule: str, week: int | None) -> bool:
        """Whether what a rule asks of a week may give way to what has happened."""
        return any((one.rule, one.week) == (rule, week) for one in self.spared)

    @property
    def short_weeks(self) -> frozenset[int]:
        """Weeks (from 1) in which less was done than planned."""
        return frozenset((*self.short, *(one.week for one in self.missed)))
