"""What else the athlete's days hold: the tables `[season]` and `[[elsewhere]]`.

Matches, and sessions that somebody else plans.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from scenarios.part import Hours, IntRange, Part, Percent, Rpe, Sets, Text, Weekday

Hinge = Literal["none", "light", "moderate", "heavy"]


def _match(value: object) -> object:
    """A match day, or a day with its kick-off; both come as text from a saved block."""
    try:
        if isinstance(value, str):
            is_day = len(value) == len("2027-02-01")
            value = date.fromisoformat(value) if is_day else datetime.fromisoformat(value)
    except ValueError:
        value = None
    if not isinstance(value, date) or (isinstance(value, datetime) and value.tzinfo):
        raise ValueError(
            "must be a date, like 2027-02-24, or a date with the kick-off in local time, "
            "like 2027-02-24T19:45:00"
        )
    return value


class Season(Part):
    """Matches and the space around them; a match without a time starts at `kick_off`."""

    weekly: Weekday | None = None
    kick_off: time
    matches: tuple[Annotated[date | datetime, BeforeValidator(_match)], ...] = ()
    hinge_hours: Hours
    knee_flexion_hours: Hours
    heavy_next_match_hours: Hours
    lower_body_rpe: Rpe
    congested_sessions: IntRange
    congested_sets_percent: Percent


class Elsewhere(Part):
    """A session planned by somebody else that counts towards the caps."""

    title: Text
    weekday: Weekday | None = None
    on: date | None = None
    at: time
    minutes: Annotated[int, Field(ge=0, le=600)] = 60
    axial: Annotated[int, Field(ge=0)] = 0
    hinge: Hinge = "none"
    contacts: Annotated[int, Field(ge=0)] = 0
    sets: dict[str, Sets] = Field({})
    blocks_day: bool = False
    until: date | None = None

    @model_validator(mode="after")
    def _one_date(self) -> Self:
        if (self.weekday is None) == (self.on is None):
            raise ValueError('give either a "weekday" or a date "on"')
        return self
