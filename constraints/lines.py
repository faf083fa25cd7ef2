"""Lines and prescriptions: what can be asked of an exercise, and how hard that is.

A line is one row of the gym notebook: an exercise and its part (working sets, back-off sets, a
test). A prescription is what the line asks for in a week: reps, load, percent, RPE. Definitions
that both halves of every rule need stand here, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from scenarios import strength
from scenarios.catalogue import Exercise
from scenarios.equipment import Per
from scenarios.schema import RECENT_SET, Scenario

Part = Literal["work", "top", "back_off", "test"]


@dataclass(frozen=True, order=True)
class Line:
    """An exercise and its part; a top set is the working line of a lift with back-offs."""

    exercise: str
    part: Part = "work"

    def __post_init__(self) -> None:
        if self.part == "top":
            object.__setattr__(self, "part", "work")

    def __str__(self) -> str:
        return self.exercise if self.part == "work" else f"{self.exercise}:{self.part}"


@dataclass(frozen=True, order=True)
class Prescription:
    """What one set asks for.

    Units: load in hundredths of the tool's unit, percent in tenths of a percent of the named
    lift's 1RM, RPE in halves (17 is RPE 8.5). None where it is not known. `lifted` is what was
    really lifted, where the load is less: what that is worth for an athlete who is weaker today, or
    what was asked for. `felt` is the RPE that it took, of work without a load that was harder than
    asked for.
    """

    reps: int
    load: int | None = None
    percent: int | None = None
    rpe: int | None = None
    lifted: int | None = None
    felt: int | None = None


PROGRAMMED = 5
"""Tenths of a percent: a programmed percent is met by the nearest load, so 80 % is from 79.5 %."""


LEAST_BACK_OFFS = 2
"""Sets: a single one after the top sets is no dose. [P]"""


class Tier(IntEnum):
    """Hinge stress (evidence 2.3): by the larger of what percent and RPE say."""

    NONE = 0
    LIGHT = 1
    MODERATE = 2
    HEAVY = 3


@dataclass(frozen=True)
class Reference:
    """The 1RM behind an exercise.

    `base` is the 1RM of the lift that percents name, `own` that of the exercise itself (both in
    hundredths of the tool's unit); None where it is not known. `percent_of` is None where the
    base is only estimated, from a recent set or a ratio, and then no percent is printed.
    """

    base: int | None
    own: int | None
    percent_of: str | None


def tool_of(scenario: Scenario, exercise: Exercise) -> str | None:
    """The tool that carries the load: the first one that is owned; None for bodyweight."""
    owned = scenario.equipment.tokens()
    return next((tool for tool in exercise.loaded_by if tool in owned), None)


def per_of(scenario: Scenario, exercise: Exercise) -> Per | None:
    """What the loads of an exercise are counted on; None for bodyweight."""
    return exercise.per(tool_of(scenario, exercise))


def on_bar(scenario: Scenario, exercise: Exercise) -> bool:
    """Whether an exercise is loaded with a bar, whose loads come in small steps."""
    return tool_of(scenario, exercise) in ("barbell", "trap_bar")


def by_reps(scenario: Scenario, exercise: Exercise) -> bool:
    """Whether an exercise progresses rep by rep to the next weight (2F2: double progression)."""
    return tool_of(scenario, exercise) in ("dumbbells", "kettlebells")


def unit_of(scenario: Scenario, exercise: Exercise) -> strength.Unit:
    """The unit that the loads of an exercise are counted in."""
    tool = tool_of(scenario, exercise)
    units = scenario.athlete.units
    return units if tool is None else scenario.equipment.unit(tool, units)


def recent_set(scenario: Scenario, exercise: Exercise) -> Prescription | None:
    """What the athlete has done of an exercise of late, as stated: reps, load and RPE."""
    text = scenario.athlete.recent_sets.get(exercise.id)
    match = None if text is None else RECENT_SET.fullmatch(text)
    if match is None:
        return None
    hundredths = round(float(match[2]) * 100)
    unit = unit_of(scenario, exercise)
    load = strength.convert(hundredths, scenario.athlete.units, unit)
    return Prescription(int(match[1]), load, rpe=round(2 * float(match[3])))


def reference_of(scenario: Scenario, exercise: Exercise) -> Reference:
    """Where the percents of an exercise come from: a 1RM, a stated ratio, or a recent set."""
    athlete, unit = scenario.athlete, unit_of(scenario, exercise)

    def in_tool_unit(weight: float) -> int:
        return strength.convert(round(weight * 100), athlete.units, unit)

    maxes, stated = athlete.one_rep_max, athlete.ratios.get(exercise.id)
    own: int | None = None
    if exercise.id in maxes:
        own = in_tool_unit(maxes[exercise.id])
    elif stated is not None and stated.of in maxes:
        own = round(in_tool_unit(maxes[stated.of]) * stated.times)
    if exercise.percent_of in maxes and exercise.percent_of != exercise.id:
        base = in_tool_unit(maxes[exercise.percent_of])
        reckoned = None if exercise.ratio is None else round(base * exercise.ratio)
        return Reference(base, own or _recent_max(scenario, exercise) or reckoned,
                         exercise.percent_of)  # fmt: skip
    if own is not None:
        return Reference(own, own, exercise.id if exercise.id in maxes else None)
    own = _recent_max(scenario, exercise)
    return Reference(own, own, None)


def _recent_max(scenario: Scenario, exercise: Exercise) -> int | None:
    """The 1RM that a recent set speaks for; None without one, or where it has no load."""
    recent = recent_set(scenario, exercise)
    if recent is None or not recent.load:  # bodyweight says nothing of loads
        return None
    assert recent.rpe is not None, "a recent set has an effort"
    return strength.estimated_max(recent.load, recent.reps, recent.rpe)


def by_rule_of_thumb(scenario: Scenario, exercise: Exercise) -> bool:
    """Whether loads are percents of another lift, because nothing of the exercise is known."""
    reference = reference_of(scenario, exercise)
    return reference.base is not None and reference.own is None


@lru_cache(maxsize=4096)
def ratio_of(scenario: Scenario, exercise: Exercise) -> float | None:
    """The exercise's own 1RM over the 1RM that its percents name; None where it is not known."""
    reference = reference_of(scenario, exercise)
    if reference.base is not None and reference.own is not None:
        return reference.own / reference.base
    return exercise.ratio


def own_percent(scenario: Scenario, exercise: Exercise, percent: int | None) -> int | None:
    """Tenths of a percent of the exercise's own 1RM; None where it is not known."""
    ratio = ratio_of(scenario, exercise)
    return None if percent is None or ratio is None else round(percent / ratio)


@lru_cache(maxsize=2**16)
def prescription_of(reference: Reference, reps: int, load: int) -> Prescription:
    """Reps with a load, with the percent and the implied RPE that follow."""
    percent = rpe = None
    if reference.base is not None and reference.percent_of is not None:
        percent = strength.percent_of_load(load, reference.base)
    if reference.own is not None:
        rpe = strength.rpe_at(strength.percent_of_load(load, reference.own), reps)
    return Prescription(reps, load, percent, rpe)


HUMAN_REPS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30)  # as coaches write them
DOUBLE_PROGRESSION_REPS = (*range(1, 13), 15, 20, 25, 30)  # rep by rep to the next weight
HUMAN_SECONDS = tuple(range(10, 125, 5))
HUMAN_RPES = (10, 12, 14, 16, 18)  # halves: RPE 5, 6, 7, 8, 9


@lru_cache(maxsize=4096)
def menu(scenario: Scenario, line: Line) -> tuple[Prescription, ...]:
    """Everything that could be asked of a line, before any rule: only loads that exist.

    Reps come from the exercise's own range, in steps that people use. Loads are those that the
    athlete's tools give; without a 1RM the load is open and the effort is chosen instead.
    """
    exercise = scenario.catalogue[line.exercise]
    low, high = exercise.reps
    tool, reference = tool_of(scenario, exercise), reference_of(scenario, exercise)
    grid = HUMAN_SECONDS if exercise.rep_unit == "seconds" else HUMAN_REPS
    if by_reps(scenario, exercise) and exercise.rep_unit == "reps":
        grid = DOUBLE_PROGRESSION_REPS
    reps_choices = sorted({r for r in grid if low <= r <= high} | {low, high})
    if line.part == "test":
        return test_prescription(scenario, exercise)
    # Kettlebells come in few sizes, so the bell is decided even where no 1RM is known.
    if tool is not None and (reference.base is not None or tool == "kettlebells"):
        loads = scenario.equipment.loads(tool)
        asked = scenario.limits(exercise.id).load
        if asked is not None:
            loads = tuple(x for x in loads if asked[0] * 100 <= x <= asked[1] * 100)
        if reference.base is not None:  # nobody asks for less, or can do more
            most = 110 * (reference.own or reference.base) // 100
            loads = tuple(x for x in loads if 15 * reference.base // 100 <= x <= most)
        return tuple(
            prescription_of(reference, reps, load) for reps in reps_choices for load in loads
        )
    if exercise.modality in ("plyometric", "core"):
        return tuple(Prescription(reps) for reps in reps_choices)
    return tuple(Prescription(reps, rpe=rpe) for reps in reps_choices for rpe in HUMAN_RPES)


def test_prescription(scenario: Scenario, exercise: Exercise) -> tuple[Prescription, ...]:
    """What the test asks for: the 1RM, or the load that fits the test's reps and RPE."""
    goal, reference = scenario.goal, reference_of(scenario, exercise)
    tool, rpe = tool_of(scenario, exercise), round(goal.test_rpe * 2)
    if tool is None or reference.own is None or not scenario.equipment.loads(tool):
        return (Prescription(goal.test_reps, rpe=rpe),)
    wanted = reference.own * strength.percent_at(goal.test_reps, rpe) // 1000
    load = min(scenario.equipment.loads(tool), key=lambda one: (abs(one - wanted), one))
    plain = prescription_of(reference, goal.test_reps, load)
    return (Prescription(plain.reps, plain.load, plain.percent, rpe),)


def hinge_tier(scenario: Scenario, exercise: Exercise, asked: Prescription, sets: int) -> Tier:
    """How hard a hinge is on the lower back (evidence 2.3 and its definitions).

    Hinges of axial class 2 or 3: heavy from 79.5 % of their own 1RM, RPE 8, 5 sets at 75 %, an
    RDL or stiff-leg deadlift from 70 % of the deadlift, a good morning from 40 % of the squat;
    moderate from 65 % or RPE 6.5; else light. Swings: moderate above 16 kg or 60 reps, else
    light. Olympic lifts: light up to 85 %, else moderate.
    """
    if exercise.is_swing:
        heaviest = strength.convert(1600, "kg", unit_of(scenario, exercise))
        hard = (asked.load is not None and asked.load > heaviest) or asked.reps * sets > 60
        return Tier.MODERATE if hard else Tier.LIGHT
    if exercise.modality == "olympic":
        return Tier.MODERATE if asked.percent is not None and asked.percent > 850 else Tier.LIGHT
    if not exercise.is_hinge or exercise.axial < 2:
        return Tier.NONE
    percent, rpe = asked.percent or 0, asked.rpe or 0
    if exercise.family == "rdl":
        heavy_from, own = 700, percent
    elif exercise.family == "good_morning":
        heavy_from, own = 400, percent
    else:
        own = own_percent(scenario, exercise, percent) or percent
        heavy_from = 750 if sets >= 5 else 800 - PROGRAMMED
    if own >= heavy_from or rpe >= 16:
        return Tier.HEAVY
    return Tier.MODERATE if own >= 650 or rpe >= 13 else Tier.LIGHT


def ramp_style(
    scenario: Scenario, exercise: Exercise, part: Part
) -> Literal["main", "olympic", "heavy", "none"]:
    """Which ramp an entry gets: the main lift and Olympic lifts a full one, others fewer sets."""
    if not on_bar(scenario, exercise) or part == "back_off":
        return "none"
    if exercise.id == scenario.goal.lift:
        return "main"
    if exercise.modality == "olympic":
        return "olympic"
    return "heavy" if exercise.modality == "heavy_compound" else "none"


def is_main(scenario: Scenario, line: Line) -> bool:
    """Whether a line is the working line of the goal lift."""
    return line.exercise == scenario.goal.lift and line.part == "work"


def tests_strength(scenario: Scenario) -> bool:
    """Whether the block leads to a test of strength in a lift whose 1RM is known."""
    goal = scenario.goal
    known = reference_of(scenario, scenario.catalogue[goal.lift]).percent_of is not None
    return goal.kind == "strength" and goal.test is not None and known


@lru_cache(maxsize=4096)
def step_percent(scenario: Scenario, exercise: Exercise) -> int:
    """Half of the smallest step between loads, in tenths of a percent of the base, rounded up.

    A programmed percent means the nearest load that exists, so a window is wider by this much.
    """
    tool, base = tool_of(scenario, exercise), reference_of(scenario, exercise).base
    loads = () if tool is None else scenario.equipment.loads(tool)
    if base is None or len(loads) < 2:
        return 0
    step = min(b - a for a, b in pairwise(loads))
    return -(-1000 * step // (2 * base))
