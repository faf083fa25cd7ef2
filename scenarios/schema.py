"""The scenario: what an athlete asks for, in the athlete's words.

Every number here comes from a file: the shipped layers in `defaults/` state what a level, a goal
and a profile mean, the athlete's own file says the rest (see `loader`). So the schema checks
shapes and contradictions, and holds no defaults of its own where a coach would have an opinion.

Here the tables come together; each stands in a module of its own subject: `availability`,
`athlete`, `exercise_choice`, `training_numbers`, `commitments`, `equipment`, `past`. All of them
can be imported from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, model_validator

from scenarios.athlete import RECENT_SET, Athlete, Goal, Level, Ratio
from scenarios.availability import Availability, Away, Busy, Roster, Shift, ShiftDay, Slot, Window
from scenarios.catalogue import MUSCLES, Exercise, catalogue, tools_in
from scenarios.commitments import Elsewhere, Hinge, Season
from scenarios.equipment import LOADED, UNLOADED, Equipment, as_written
from scenarios.exercise_choice import ExerciseLimits, Exercises
from scenarios.part import WEEKDAYS, IntRange, Part, Text, Weekday
from scenarios.past import Previous, Replanned
from scenarios.training_numbers import (
    Balance,
    Band,
    Deload,
    Effort,
    Lumbar,
    Phase,
    PhaseSpan,
    PhaseTargets,
    Plyometrics,
    Progression,
    Recovery,
    SessionShape,
    Taper,
)
from scenarios.wording import maybe, quoted

__all__ = (
    "MOST_WEEKS",
    "RECENT_SET",
    "WEEKDAYS",
    "Athlete",
    "Availability",
    "Away",
    "Balance",
    "Band",
    "Busy",
    "Calendar",
    "Deload",
    "Effort",
    "Elsewhere",
    "ExerciseLimits",
    "Exercises",
    "Goal",
    "Hinge",
    "IntRange",
    "Level",
    "Lumbar",
    "Part",
    "Phase",
    "PhaseSpan",
    "PhaseTargets",
    "Plyometrics",
    "Priority",
    "Progression",
    "Ratio",
    "Recovery",
    "Roster",
    "Scenario",
    "Season",
    "SessionShape",
    "Shift",
    "ShiftDay",
    "Slot",
    "Taper",
    "Weekday",
    "Window",
)

Priority = Literal["must", "should", "prefer", "off"]
MOST_WEEKS = 24
_NO_LIMITS = ExerciseLimits()


class Calendar(Part):
    """How the sessions look in a calendar."""

    reminder_minutes: Annotated[int, Field(ge=0, le=24 * 60)] | None = None
    private: bool = False
    location: Text = ""


class Scenario(Part):
    """Everything that a block is planned from, defaults filled in."""

    id: Annotated[str, Field(min_length=1, max_length=100)]
    title: Text
    note: Text = ""
    start: date
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)]
    week_days: Annotated[int, Field(ge=5, le=14)]
    timezone: str
    profile: tuple[Literal["masters", "low_back", "in_season"], ...] = ()
    athlete: Athlete
    goal: Goal
    availability: Availability
    equipment: Equipment
    exercises: Exercises = Exercises()
    volume: dict[str, Band]
    recovery: Recovery
    plyometrics: Plyometrics
    lumbar: Lumbar
    session: SessionShape
    effort: Effort
    progression: Progression
    deload: Deload
    taper: Taper
    phases: dict[Phase, PhaseTargets]
    phase_plan: tuple[PhaseSpan, ...] = ()
    balance: Balance
    season: Season
    elsewhere: tuple[Elsewhere, ...] = ()
    previous: Previous | None = None  # an athlete names the file of a saved block
    replanned: Replanned | None = None  # only in a block that was planned again in its midst
    calendar: Calendar = Calendar()
    priorities: dict[str, Priority]
    written: tuple[str, ...] = ()  # dotted keys that the athlete's own file states

    @model_validator(mode="before")
    @classmethod
    def _profile_list(cls, value: object) -> object:
        if isinstance(value, dict) and isinstance(value.get("profile"), str):
            return {**value, "profile": (value["profile"],)}
        return value

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        known = set(self.catalogue)
        ours = self.exercises
        named: list[tuple[str, str]] = [
            (f"exercises.{key}", name)
            for key in ("exclude", "only", "prefer", "pin")
            for name in getattr(ours, key)
        ]
        named += [("exercises.before", name) for pair in ours.before for name in pair]
        named += [("exercises", name) for name in ours.limits]
        named += [("taper.forbid", name) for name in self.taper.forbid]
        named += [("athlete.recent_sets", name) for name in self.athlete.recent_sets]
        named += [("athlete.ratios", name) for name in self.athlete.ratios]
        named.append(("goal.lift", self.goal.lift))
        for key, name in named:
            if name not in known:
                raise ValueError(f"{key}: no exercise is called {quoted(name)}{maybe(name, known)}")
        groups = [("volume", muscle) for muscle in self.volume]
        groups += [("elsewhere.sets", muscle) for part in self.elsewhere for muscle in part.sets]
        for key, muscle in groups:
            if muscle not in MUSCLES:
                raise ValueError(
                    f"{key}: no muscle group is called {quoted(muscle)}{maybe(muscle, MUSCLES)}"
                )
        tools = ("none", *LOADED, *UNLOADED)
        for exercise, own in ours.define.items():
            for tool in tools_in(own.equipment):
                if tool not in tools:
                    raise ValueError(
                        f"exercises.define.{exercise}.equipment: no tool is called "
                        f"{quoted(tool)}{maybe(tool, tools)}"
                    )
        return self

    @model_validator(mode="after")
    def _tools_of_trips_are_owned(self) -> Self:
        owned = self.equipment.tokens() - {"none"}
        for number, span in enumerate(self.availability.away):
            for tool in span.tools or ():
                if tool not in owned:
                    raise ValueError(
                        f"availability.away.{number}.tools: {quoted(tool)} is not in [equipment]"
                        f"{maybe(tool, owned)}"
                    )
            for tool, most in span.most.items():
                loads = self.equipment.loads(tool)
                if not loads or most < loads[0]:
                    lightest = (
                        f"the lightest is {as_written(loads[0])}"
                        if loads
                        else "no weights are given"
                    )
                    raise ValueError(
                        f"availability.away.{number}.most: {tool} = {as_written(most)}, but in "
                        f"[equipment] {lightest}\nMaybe leave it out"
                    )
        return self

    @model_validator(mode="after")
    def _dates_fit(self) -> Self:
        if not 2000 <= self.start.year <= 2199:  # far enough from the ends of the calendar
            raise ValueError(f"start = {self.start}: must be from the year 2000 to 2199")
        if self.goal.test is not None and not self.start <= self.goal.test < self.end:
            needed = (self.goal.test - self.start).days // self.week_days + 1
            raise ValueError(
                f"goal.test = {self.goal.test} lies outside the block, "
                f"which runs from {self.start} to {self.end - timedelta(days=1)}"
                + (f". Maybe weeks = {needed}; once a block has begun, plan a new one from today, "
                   "with the old one as previous" if self.weeks < needed <= MOST_WEEKS else "")
            )  # fmt: skip
        if self.previous is not None and self.previous.end >= self.start:
            raise ValueError(
                f"previous: the block {quoted(self.previous.block)} ends on {self.previous.end}, "
                f"but this one starts on {self.start}"
            )
        late = [week for week in self.deload.weeks or () if week > self.weeks]
        if late:
            raise ValueError(f"deload.weeks: week {late[0]} is after the last week, {self.weeks}")
        if self.phase_plan and sum(span.weeks for span in self.phase_plan) != self.weeks:
            raise ValueError(f"phase_plan: its weeks must add up to weeks = {self.weeks}")
        self._taper_leads_to_the_test()
        try:
            ZoneInfo(self.timezone)
        except (KeyError, ValueError, OSError):
            near = maybe(self.timezone, available_timezones())
            near = near or '. Maybe write it like "Europe/Berlin"'
            raise ValueError(f"timezone: no zone is called {quoted(self.timezone)}{near}") from None
        return self

    def _taper_leads_to_the_test(self) -> None:
        test, first = self.goal.test, 1
        week = None if test is None else (test - self.start).days // self.week_days + 1
        for span in self.phase_plan:
            if week is not None and span.phase == "taper" and week < first:
                raise ValueError(
                    f"phase_plan: the taper begins in week {first}, but goal.test = {test} lies in "
                    f"week {week}. Maybe let the taper end with week {week}, or leave phase_plan "
                    "out (phase_plan = []): then phases lead to the test"
                )
            first += span.weeks

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The scenario with other values, and without the hash of the old ones."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("_hash", None)
        return copied

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Of all that it says: scenarios that differ in one number are often in one memo."""
        return hash(self.model_dump_json())

    @property
    def end(self) -> date:
        """The day after the block."""
        return self.start + timedelta(days=self.weeks * self.week_days)

    @cached_property
    def catalogue(self) -> Mapping[str, Exercise]:
        """Shipped exercises and the athlete's own, by id; limits of the athlete written in."""
        merged = {**catalogue(), **self.exercises.define}
        for name, limits in self.exercises.limits.items():
            if name not in merged:
                continue
            given = {"reps": limits.reps, "sets": limits.sets, "percent": limits.percent}
            changed: dict[str, object] = {k: v for k, v in given.items() if v is not None}
            if limits.order is not None:
                changed["order"] = limits.order
            merged[name] = merged[name].model_copy(update=changed)
        return dict(sorted(merged.items()))

    def limits(self, exercise: str) -> ExerciseLimits:
        """What the athlete says about one exercise; empty when nothing."""
        return self.exercises.limits.get(exercise, _NO_LIMITS)

    def priority(self, slug: str, *written: str) -> Priority:
        """How binding a rule is: what `[priorities]` says, else `must` for written keys.

        `written` are dotted keys of the scenario; when the athlete's own file states one of
        them, and the file does not set the priority itself, the rule is meant as a `must`.
        A rule that is not in `[priorities]` can't be softened and is always `must`.
        """
        if f"priorities.{slug}" not in self.written and any(k in self.written for k in written):
            return "must"
        return self.priorities.get(slug, "must")
