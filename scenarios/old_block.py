"""An earlier block's file, read leniently: only the fields that matter to the next block.

It stands alone because the file contract is another package's: what is read here must still be
readable when an older or a newer version wrote the file.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from scenarios.errors import ScenarioError
from scenarios.strength import Unit

Table = dict[str, Any]
FORMAT: Final = "posterior-chain-block"
VERSION: Final = 1


class Lenient(BaseModel):
    """A piece of a saved block of which only some fields are read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class OldEntry(Lenient):
    """One line of an old session."""

    exercise: str
    part: Literal["work", "top", "back_off", "test"]
    sets: int
    reps: int
    rep_unit: Literal["reps", "seconds"]
    load: float | None
    unit: Unit
    per: str | None
    percent: float | None
    rpe: float | None


class OldSession(Lenient):
    """One old session."""

    week: int
    start: AwareDatetime
    exercises: tuple[OldEntry, ...]


class OldWeek(Lenient):
    """What an old week added up to."""

    week: int
    start: date
    days: int
    phase: str
    deload: bool
    sets: dict[str, float]


class OldAthlete(Lenient):
    """What was known about the athlete."""

    units: Unit
    one_rep_max: dict[str, float] = {}
    recent_sets: dict[str, str] = {}
    ratios: dict[str, Table] = {}


class OldExercises(Lenient):
    """The athlete's own exercises."""

    define: dict[str, Table] = {}


class OldGoal(Lenient):
    """What the old block was for."""

    test: date | None = None


class OldScenario(Lenient):
    """What the old block was asked to be."""

    id: str
    start: date
    weeks: int
    week_days: int
    athlete: OldAthlete
    exercises: OldExercises = OldExercises()
    goal: OldGoal = OldGoal()

    @property
    def end(self) -> date:
        """The last day of the block: that of the week of its test, where it has one."""
        test, weeks = self.goal.test, self.weeks
        if test is not None:
            weeks = (test - self.start).days // self.week_days + 1
        return self.start + timedelta(days=weeks * self.week_days - 1)


class OldBlock(Lenient):
    """A saved block, as far as it matters to the next one."""

    scenario: OldScenario
    weeks: tuple[OldWeek, ...]
    sessions: tuple[OldSession, ...]

    def before(self, day: date) -> OldBlock:
        """The block without the sessions that were to follow from a day on."""
        held = tuple(one for one in self.sessions if one.start.date() < day)
        return self.model_copy(update={"sessions": held})


def read(path: str, where: str) -> OldBlock:
    """The block in a file.

    Args:
        path: the file.
        where: what stands before every message, with the key that names the file.

    Raises:
        ScenarioError: the file is missing, or holds no block that can be read.
    """
    try:
        table = json.loads(Path(path).read_text("utf-8-sig"))
    except OSError as error:
        raise ScenarioError(
            f"{where}: cannot be read: {error.strerror or error}"
            "\nMaybe correct the path: it counts from the folder of the scenario"
        ) from None
    except (ValueError, RecursionError):
        raise ScenarioError(f"{where}: not a saved block: no JSON{_MAYBE}") from None
    if not isinstance(table, dict) or table.get("format") != FORMAT:
        raise ScenarioError(f'{where}: not a saved block: "format" is not "{FORMAT}"{_MAYBE}')
    if table.get("version") != VERSION:
        raise ScenarioError(
            f"{where}: version = {str(table.get('version'))[:20]}: this planner reads version "
            f"{VERSION}\nMaybe plan that block again"
        )
    try:
        return OldBlock.model_validate(table)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        key, message = ".".join(map(str, fault["loc"])), fault["msg"].removeprefix("Value error, ")
        raise ScenarioError(
            f"{where}: {key}: {message[:1].lower()}{message[1:]}\nMaybe plan that block again"
        ) from None


_MAYBE: Final = "\nMaybe give the file NAME.block.json that planner plan has written"
