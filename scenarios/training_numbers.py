"""The numbers of training: what a set, a session, a week and a phase may hold.

Each class is one table of a scenario whose numbers a coach would have an opinion on; the shipped
layers in `defaults/` fill them in.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from scenarios.part import Hours, IntRange, Part, Percent, Range, Rpe, Sets, Share, rising

Phase = Literal["accumulation", "intensification", "realization", "taper", "maintenance"]


class Band(Part):
    """Weekly fractional sets of one muscle group: hard ends and a target between them."""

    min: Sets
    target: Annotated[tuple[Sets, Sets], AfterValidator(rising)]
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
    elsewhere_moderate_hours: Hours
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
    pause_days: IntRange
    return_sets_percent: Share
    return_rpe: Rpe


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
    exercises: Annotated[int, Field(ge=1)]


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
