"""The scenario: what an athlete asks for, in the athlete's words.

Every number here comes from a file: the shipped layers in `defaults/` state what a level, a goal
and a profile mean, the athlete's own file says the rest (see `loader`). So the schema checks
shapes and contradictions, and holds no defaults of its own where a coach would have an opinion.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from scenarios.catalogue import MUSCLES, Exercise, catalogue
from scenarios.equipment import Equipment
from scenarios.past import Previous, Replanned

Level = Literal["beginner", "intermediate", "advanced"]
Priority = Literal["must", "should", "prefer", "off"]
Phase = Literal["accumulation", "intensification", "realization", "taper", "maintenance"]
Shift = Literal["day", "night", "off"]
Hinge = Literal["none", "light", "moderate", "heavy"]
MOST_WEEKS = 24
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


def _rising(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    if pair[0] > pair[1]:
        raise ValueError(f"the lower end {pair[0]} is above the upper end {pair[1]}")
    return pair


def _pair(value: object) -> object:
    return (value, value) if isinstance(value, (int, float)) else value


IntRange = Annotated[
    tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]],
    BeforeValidator(_pair),
    AfterValidator(_rising),
]
Range = Annotated[
    tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(ge=0)]],
    BeforeValidator(_pair),
    AfterValidator(_rising),
]
Hours = Annotated[float, Field(ge=0, le=24 * 28)]
Percent = Annotated[float, Field(ge=0, le=200)]
Sets = Annotated[float, Field(ge=0, le=100)]
Rpe = Annotated[float, Field(ge=1, le=10, multiple_of=0.5)]
Weight = Annotated[float, Field(gt=0, le=2000)]
Text = Annotated[str, Field(max_length=500)]


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
    """Days without training; both ends belong to the span."""

    begin: date = Field(alias="from")
    end: date = Field(alias="to")
    why: Text = ""

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.end < self.begin:
            raise ValueError(f"the span ends on {self.end}, before it starts on {self.begin}")
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


class Ratio(Part):
    """A lift reckoned from another one: `hip_thrust = { of = "back_squat", times = 1.1 }`."""

    of: str
    times: Annotated[float, Field(gt=0, le=3)]


RECENT_SET = re.compile(r"\s*(\d+)\s*x\s*(\d+(?:\.\d+)?)\s*@\s*(\d+(?:\.5)?)\s*")


def _recent_set(value: str) -> str:
    if RECENT_SET.fullmatch(value) is None:
        raise ValueError(f'"{value}" is not a set; write reps x load @ RPE, like "10 x 24 @ 8"')
    return value


class Athlete(Part):
    """Who trains. Weights in `units`."""

    level: Level
    age: Annotated[int, Field(ge=14, le=99)] | None = None
    bodyweight: Annotated[float, Field(gt=20, le=400)] | None = None
    units: Literal["kg", "lb"]
    one_rep_max: dict[str, Weight] = {}
    recent_sets: dict[str, Annotated[str, AfterValidator(_recent_set)]] = {}
    ratios: dict[str, Ratio] = {}


class Goal(Part):
    """What the block is for; a test day makes it peak."""

    kind: Literal["strength", "hypertrophy", "general", "maintenance"]
    lift: str
    test: date | None = None
    test_at: time = time(10, 0)
    test_reps: Annotated[int, Field(ge=1, le=10)] = 1
    test_rpe: Rpe = 10.0


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


_NO_LIMITS = ExerciseLimits()


class Exercises(Part):
    """Which exercises, and how. Any other table is named by an exercise: `[exercises.pull_up]`."""

    exclude: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    pin: tuple[str, ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    define: dict[str, Exercise] = {}
    limits: dict[str, ExerciseLimits] = {}

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


class Band(Part):
    """Weekly fractional sets of one muscle group: hard ends and a target between them."""

    min: Sets
    target: Annotated[tuple[Sets, Sets], AfterValidator(_rising)]
    max: Sets

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low, high = self.target
        if not self.min <= low <= high <= self.max:
            raise ValueError(
                f"min {self.min:g} <= target {low:g} to {high:g} <= max {self.max:g} does not hold"
            )
        return self


class Recovery(Part):
    """Least hours from start to start, local wall-clock time (REC-1 to REC-8)."""

    heavy_hinge_hours: Hours
    heavy_moderate_hours: Hours
    moderate_hours: Hours
    light_hours: Hours
    very_heavy_hours: Hours
    plyometric_hours: Hours
    muscle_hours: Hours
    failure_hours: Hours
    elsewhere_hours: Hours
    elsewhere_axial: Annotated[int, Field(ge=1)]
    last_heavy_hinge: date | None = None


class Plyometrics(Part):
    """Landings; one two-foot landing is one contact."""

    contacts_session: Annotated[int, Field(ge=0)]
    contacts_week: Annotated[int, Field(ge=0)]
    sessions: Annotated[int, Field(ge=0, le=7)]
    exercises_session: Annotated[int, Field(ge=0)]


class Lumbar(Part):
    """What the lower back carries. Axial points are sets times axial class."""

    axial_session: Annotated[int, Field(ge=0)]
    axial_week: Annotated[int, Field(ge=0)]
    axial_class: Annotated[int, Field(ge=0, le=3)]
    hinges_session: Annotated[int, Field(ge=0)]
    hinge_sets_session: Annotated[int, Field(ge=0)]
    hinge_sets_week: IntRange


class SessionShape(Part):
    """How a single session looks."""

    warm_up_minutes: Annotated[int, Field(ge=0, le=30)]
    exercises: IntRange
    sets: IntRange
    muscle_sets: Sets
    minutes_ratio: Annotated[float, Field(ge=1)]


class Effort(Part):
    """How hard a set may be."""

    rpe: Rpe
    percent: Percent
    reserve: Annotated[int, Field(ge=0, le=5)]
    technical: Annotated[int, Field(ge=1, le=3)]


class Progression(Part):
    """How loads and sets may rise from one loading week to the next."""

    jump_points: Percent
    jump_percent: Percent
    bell_jump_percent: Percent
    sets_rise_percent: Percent
    group_rise_sets: Sets
    realization_drop_percent: Range
    swaps: Annotated[int, Field(ge=0)]


class Deload(Part):
    """Lighter weeks; percents are of the loading week before."""

    every: Annotated[int, Field(ge=0, le=12)]
    weeks: tuple[Annotated[int, Field(ge=1, le=24)], ...] | None = None
    sets_percent: Range
    load_drop_percent: Range
    rpe: Rpe


class Taper(Part):
    """The way to a test; percents are drops from the last two loading weeks."""

    weeks: Annotated[int, Field(ge=1, le=4)]
    sets_drop_percent: Range
    first_drop_percent: Range
    last_drop_percent: Range
    group_drop_percent: Range
    last_heavy_days: IntRange
    last_heavy_percent: Range
    load_drop_percent: Percent
    opener_days: IntRange
    light_days: Annotated[int, Field(ge=0, le=14)]
    light_percent: Percent
    quiet_days: Annotated[int, Field(ge=0, le=14)]
    quiet_contacts: Annotated[int, Field(ge=0)]
    quiet_swing_reps: Annotated[int, Field(ge=0)]
    forbid: tuple[str, ...] = ()
    forbid_days: Annotated[int, Field(ge=0, le=28)]
    legs_days: Annotated[int, Field(ge=0, le=7)]


class PhaseTargets(Part):
    """What the weeks of one phase ask of each kind of exercise (percent of 1RM, reps, RPE)."""

    main_percent: Range
    main_reps: IntRange
    main_total_reps: IntRange
    main_rpe: Range
    hinge_percent: Range
    hinge_reps: IntRange
    olympic_percent: Range
    olympic_reps: IntRange
    jump_reps: IntRange
    accessory_reps: IntRange
    accessory_rpe: Range


class PhaseSpan(Part):
    """One stretch of a phase plan that the athlete gives."""

    phase: Phase
    weeks: Annotated[int, Field(ge=1, le=24)]


class Balance(Part):
    """Ratios that keep a week whole."""

    hinge_per_knee_flexion: Range
    knee_flexion_sets: Annotated[int, Field(ge=0)]
    pulls_per_hinge: Annotated[float, Field(ge=0)]
    core_sessions: Annotated[int, Field(ge=0)]
    second_hinge_sessions: Annotated[int, Field(ge=0, le=7)]
    heavy_sessions: Annotated[int, Field(ge=1, le=7)]
    accessory_sessions: Annotated[int, Field(ge=1, le=7)]
    unilateral_sets: Annotated[int, Field(ge=0)]
    exposures: Annotated[int, Field(ge=0)]
    exposure_gap_days: Annotated[int, Field(ge=0)]


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
    sets: dict[str, Sets] = {}
    blocks_day: bool = False
    until: date | None = None

    @model_validator(mode="after")
    def _one_date(self) -> Self:
        if (self.weekday is None) == (self.on is None):
            raise ValueError('give either a "weekday" or a date "on"')
        return self


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
        return self

    @model_validator(mode="after")
    def _dates_fit(self) -> Self:
        if not 2000 <= self.start.year <= 2199:  # far enough from the ends of the calendar
            raise ValueError(f"start = {self.start}: must be from the year 2000 to 2199")
        if self.goal.test is not None and not self.start <= self.goal.test < self.end:
            raise ValueError(
                f"goal.test = {self.goal.test} lies outside the block, "
                f"which runs from {self.start} to {self.end - timedelta(days=1)}"
            )
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
        try:
            ZoneInfo(self.timezone)
        except (KeyError, ValueError, OSError):
            near = maybe(self.timezone, available_timezones())
            near = near or '. Maybe write it like "Europe/Berlin"'
            raise ValueError(f"timezone: no zone is called {quoted(self.timezone)}{near}") from None
        return self

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


def quoted(name: str) -> str:
    """A name as it stands in a message."""
    return f'"{name}"'


def maybe(name: str, known: Iterable[str]) -> str:
    """The closest known name, as the end of a message; empty when nothing is close."""
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f". Maybe {quoted(close[0])}" if close else ""
