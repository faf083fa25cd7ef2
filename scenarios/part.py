"""What every table of a scenario is made of: `Part`, and the kinds of numbers with their ends.

It stands alone because all the modules that describe tables build on it. Hours are local
wall-clock time, percents are of a one-rep max where nothing else is said, sets may be fractions.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Part(BaseModel):
    """A piece of a scenario: frozen, and a key that we do not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _true_is_no_number(cls, value: object) -> object:
        table = value if isinstance(value, dict) else {}
        for name, field in cls.model_fields.items():
            given = table.get(field.alias or name)
            if isinstance(given, bool) and field.annotation in (int, float, str):
                raise ValueError(f"{name} = {str(given).lower()}: true and false do not fit here")
        return value


def rising(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    """The pair, when its lower end comes first."""
    if pair[0] > pair[1]:
        raise ValueError(f"the lower end {pair[0]} is above the upper end {pair[1]}")
    return pair


def _pair(value: object) -> object:
    return (value, value) if isinstance(value, (int, float)) else value


IntRange = Annotated[
    tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]],
    BeforeValidator(_pair),
    AfterValidator(rising),
]
Range = Annotated[
    tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(ge=0)]],
    BeforeValidator(_pair),
    AfterValidator(rising),
]
Share = Annotated[
    tuple[Annotated[float, Field(ge=1, le=100)], Annotated[float, Field(ge=1, le=100)]],
    BeforeValidator(_pair),
    AfterValidator(rising),
]
Hours = Annotated[float, Field(ge=0, le=24 * 28)]
Percent = Annotated[float, Field(ge=0, le=200)]
Sets = Annotated[float, Field(ge=0, le=100)]
Rpe = Annotated[float, Field(ge=1, le=10, multiple_of=0.5)]
Weight = Annotated[float, Field(gt=0, le=2000)]
Text = Annotated[str, Field(max_length=500)]
