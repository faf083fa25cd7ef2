"""Steady reps: inside a phase reps change by small steps, as coaches write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block
from constraints.lines import Prescription, on_bar
from constraints.rule import Breach, place
from constraints.shown_effort import is_weaker
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

SMALL_STEPS = {"reps": 2, "seconds": 10}  # from week to week [P]
MANY_REPS = 12  # from here on the grid of reps is coarse: 12, 15, 20, 25
COARSE_STEP = 5
LEAP_TENTHS = 4  # of the reps that the next bell may cost: 30 to 40 %, evidence 2.8


def _step(unit: str, reps: int) -> int:
    """Largest change of reps (or seconds) from a set of this size."""
    return COARSE_STEP if unit == "reps" and reps >= MANY_REPS else SMALL_STEPS[unit]


@dataclass(frozen=True)
class SteadyReps:
    """Reps change by little from one loading week to the next of a phase.

    |reps(late) - reps(early)| <= 2 (5 from 12 on, 10 s); for core and isolation, whose reps follow
    no phase, also over a phase border. Where a bell, dumbbell or stack goes up by more than a
    tenth, reps may fall by two fifths (how much they must fall is for `largest-jump`). Where work
    without a load was harder than asked for, the rest of its week may have as few as it takes.
    Jumps, back-offs and tests are free. Units: reps, seconds. Source: P, 2F2.
    """

    slug: ClassVar[str] = "steady-reps"
    sentence: ClassVar[str] = "Reps change by small steps inside a phase."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("2F2", "P")
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = False

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Both directions; under a leap of the load reps may fall further."""
        model = plan.model
        for line in progress.compared_lines(plan):
            unit = plan.exercise(line).rep_unit

            def allowed(what: Prescription, unit: str = unit) -> int:
                return _step(unit, what.reps)

            def floor(what: Prescription, unit: str = unit) -> int:
                return _tenths_after_leap(unit, what.reps)

            back = _stretches_back(plan.exercise(line))
            for early, late, when in progress.posted_pairs(plan, line, back):
                before = plan.worth(early, line, lambda p: p.reps)
                after = plan.worth(late, line, lambda p: p.reps)
                step = plan.worth(early, line, allowed)
                where = place(late, None, line)
                if is_weaker(plan.scenario, line, late):
                    to.at_most(after - before - step, 0, where, when, once=True)
                    continue
                # One variable for both directions: two plain demands took three times as long.
                uneven = model.new_int_var(0, 1000, f"w{late} {line} change of reps")
                model.add(uneven >= after - before)
                model.add(uneven >= before - after)
                if on_bar(plan.scenario, plan.exercise(line)):
                    to.at_most(uneven - step, 0, where, when, once=True)
                    continue
                leaps = progress.post_leap(plan, line, early, late, when)
                to.at_most(uneven - step, 0, where, [*when, leaps.Not()], once=True)
                to.at_most(after - before - step, 0, where, [*when, leaps], once=True)
                least = plan.worth(early, line, floor)
                to.at_least(10 * after, least, where, [*when, leaps], once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines whose reps leap."""
        found = []
        for line in progress.compared_in(block):
            unit = block.exercise(line.exercise).rep_unit
            back = _stretches_back(block.exercise(line.exercise))
            for early, late, before, after in progress.audited_pairs(block, line, back):
                step = _step(unit, before.reps)
                least, most = before.reps - step, before.reps + step
                on_a_bar = on_bar(block.scenario, block.exercise(line.exercise))
                if not on_a_bar and progress.leaps(before, after):
                    least = -(-_tenths_after_leap(unit, before.reps) // 10)
                if is_weaker(block.scenario, line, late):
                    least = 0
                if least <= after.reps <= most:
                    continue
                text = (
                    f"{line.exercise}: {before.reps} {unit} in week {shown_week(early)}, "
                    f"{after.reps} in week {shown_week(late)}"
                )
                change = abs(after.reps - before.reps)
                limit = step if after.reps > most else before.reps - least
                where = place(late, None, line)
                found.append(Breach(self.slug, self.priority, where, text, change, limit, unit))
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return (
            f"{self.sentence} At most 2 reps (5 from 12 on, 10 seconds) from week to week, or two "
            "fifths fewer with a bigger bell."
        )


def _stretches_back(exercise: Exercise) -> int:
    """Of most exercises only weeks of one phase are compared: a new one may ask for other reps."""
    return int(exercise.modality in ("core", "isolation"))


def _tenths_after_leap(unit: str, reps: int) -> int:
    """Fewest reps, in tenths, after the weight went up by a leap; never above the usual end."""
    return min(10 * (reps - _step(unit, reps)), (10 - LEAP_TENTHS) * reps)
