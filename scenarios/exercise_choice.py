"""Which exercises, and how: the table `[exercises]`, with the athlete's own limits for each."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from scenarios.catalogue import Exercise
from scenarios.part import IntRange, Part, Range


class ExerciseLimits(Part):
    """The athlete's own limits for one exercise; they win over the catalogue's."""

    reps: IntRange | None = None
    sets: IntRange | None = None
    percent: Range | None = None
    rpe: Range | None = None
    load: Range | None = None
    order: Annotated[int, Field(ge=1, le=5)] | None = None
    weeks: IntRange | None = None
    sets_week: IntRange | None = None
    reps_session: IntRange | None = None
    reps_week: IntRange | None = None
    sessions_week: IntRange | None = None


class Exercises(Part):
    """Which exercises, and how. Any other table is named by an exercise: `[exercises.pull_up]`."""

    exclude: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    pin: tuple[str, ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    define: dict[str, Exercise] = Field({})
    limits: dict[str, ExerciseLimits] = Field({})

    @model_validator(mode="before")
    @classmethod
    def _named_tables(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        known = set(cls.model_fields)
        tables = {key: part for key, part in value.items() if isinstance(part, dict)}
        named = {key: part for key, part in tables.items() if key not in known}
        rest = {key: part for key, part in value.items() if key not in named}
        if named or "limits" in tables:
            rest["limits"] = {**named, **tables.get("limits", {})}
        if "define" in tables:
            rest["define"] = {
                key: {"id": key, **part} if isinstance(part, dict) else part
                for key, part in tables["define"].items()
            }
        return rest
