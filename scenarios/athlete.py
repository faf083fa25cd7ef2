"""Who trains, and what for: the tables `[athlete]` and `[goal]`."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from scenarios.part import Part, Rpe, Weight

MOST_LIFTED = {"kg": 600, "lb": 1300}  # of any lift, a slip above it [P]
Level = Literal["beginner", "intermediate", "advanced"]
RECENT_SET = re.compile(r"\s*(\d+)\s*x\s*(\d+(?:\.\d+)?)\s*@\s*(\d+(?:\.5)?)\s*")


def _recent_set(value: str) -> str:
    if RECENT_SET.fullmatch(value) is None:
        raise ValueError(f'"{value}" is not a set; write reps x load @ RPE, like "10 x 24 @ 8"')
    return value


class Ratio(Part):
    """A lift reckoned from another one: `hip_thrust = { of = "back_squat", times = 1.1 }`."""

    of: str
    times: Annotated[float, Field(gt=0, le=3)]


class Athlete(Part):
    """Who trains. Weights in `units`."""

    level: Level
    age: Annotated[int, Field(ge=14, le=99)] | None = None
    bodyweight: Annotated[float, Field(gt=20, le=400)] | None = None
    units: Literal["kg", "lb"]
    one_rep_max: dict[str, Weight] = Field({})
    recent_sets: dict[str, Annotated[str, AfterValidator(_recent_set)]] = Field({})
    ratios: dict[str, Ratio] = Field({})

    @model_validator(mode="after")
    def _can_be_lifted(self) -> Self:
        most = MOST_LIFTED[self.units]
        for name, weight in self.one_rep_max.items():
            if weight > most:
                raise ValueError(
                    f"one_rep_max.{name} = {weight:g}: nobody lifts more than {most} {self.units}"
                    "\nMaybe a decimal point is missing"
                )
        return self


def _or_none(value: object) -> object:
    return None if value == "none" else value


class Goal(Part):
    """What the block is for; a test day makes it peak, and its week ends the block.

    `test = "none"` takes one away that another file states.
    """

    kind: Literal["strength", "hypertrophy", "general", "maintenance"]
    lift: str
    test: Annotated[
        date | None, BeforeValidator(_or_none, json_schema_input_type=date | Literal["none"] | None)
    ] = None
    test_at: time = time(10, 0)
    test_reps: Annotated[int, Field(ge=1, le=10)] = 1
    test_rpe: Rpe = 10.0
