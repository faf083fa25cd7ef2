"""Steady sets and reps: inside a phase a session changes by small steps, as coaches write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block, Session
from constraints.lines import Line, Prescription, by_reps, on_bar
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Expr, Literal, PlanVars

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
    tenth, reps may fall by two fifths (how much they must fall is for `largest-jump`).
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

            inside = _inside_only(plan.exercise(line))
            for early, late, when in progress.posted_pairs(plan, line, inside):
                before = plan.worth(early, line, lambda p: p.reps)
                after = plan.worth(late, line, lambda p: p.reps)
                step = plan.worth(early, line, allowed)
                where = place(late, None, line)
                # One variable for both directions: two plain demands took three times as long.
                uneven = model.new_int_var(0, 1000, f"w{late} {line} change of reps")
                model.add(uneven >= after - before)
                model.add(uneven >= before - after)
                if on_bar(plan.scenario, plan.exercise(line)):
                    to.at_most(uneven - step, 0, where, when, once=True)
                    continue
                leaps = _post_leap(plan, line, early, late, when)
                to.at_most(uneven - step, 0, where, [*when, leaps.Not()], once=True)
                to.at_most(after - before - step, 0, where, [*when, leaps], once=True)
                least = plan.worth(early, line, floor)
                to.at_least(10 * after, least, where, [*when, leaps], once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines whose reps leap."""
        found = []
        for line in progress.compared_in(block):
            unit = block.exercise(line.exercise).rep_unit
            inside = _inside_only(block.exercise(line.exercise))
            for early, late, before, after in progress.audited_pairs(block, line, inside):
                step = _step(unit, before.reps)
                least, most = before.reps - step, before.reps + step
                on_a_bar = on_bar(block.scenario, block.exercise(line.exercise))
                if not on_a_bar and _leaps(before, after):
                    least = -(-_tenths_after_leap(unit, before.reps) // 10)
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


def _inside_only(exercise: Exercise) -> bool:
    """Whether only weeks of one phase are compared: a new phase may ask for other reps."""
    return exercise.modality not in ("core", "isolation")


def _tenths_after_leap(unit: str, reps: int) -> int:
    """Fewest reps, in tenths, after the weight went up by a leap; never above the usual end."""
    return min(10 * (reps - _step(unit, reps)), (10 - LEAP_TENTHS) * reps)


def _leaps(before: Prescription, after: Prescription) -> bool:
    return 10 * (after.load or 0) > 11 * (before.load or 0)


def _post_leap(
    plan: PlanVars, line: Line, early: int, late: int, when: Sequence[Literal]
) -> Literal:
    """A literal that can be true only when the load goes up by more than a tenth."""
    leaps = plan.model.new_bool_var(f"w{late} {line} leaps")
    before, after = (plan.worth(week, line, lambda p: p.load or 0) for week in (early, late))
    plan.model.add(10 * after >= 11 * before + 1).only_enforce_if([*when, leaps])
    return leaps


@dataclass(frozen=True)
class SteadySets:
    """Sets of an exercise in a session change by one at most, and do not fall before the peak.

    0 <= sets(late) - sets(early) <= 1 for a line of a session in successive loading weeks of one
    stretch; -1 is allowed too from realization on, in maintenance, and where the dumbbell or
    kettlebell goes up by more than a tenth: a bigger bell takes a set with the reps.
    Pairs with a week that loses days to an away span or holds two matches are free.
    Units: sets. Source: BAR, P (the next bell costs a set).
    """

    slug: ClassVar[str] = "steady-sets"
    sentence: ClassVar[str] = "Sets of an exercise change by one at most inside a phase."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("BAR", "P")
    point: ClassVar[str] = "a set"
    narrows: ClassVar[bool] = False

    priority: Priority
    odd_weeks: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        odd = timeline.short_weeks(scenario)
        return () if priority == "off" else (cls(priority, odd),)

    def _lowest(self, week: timeline.Week) -> int:
        return -1 if week.phase in ("realization", "maintenance") else 0

    @staticmethod
    def _may_leap(scenario: Scenario, line: Line) -> bool:
        """Whether the weight comes in bells or dumbbells, so that its step can cost a set."""
        return by_reps(scenario, scenario.catalogue[line.exercise])

    def _pairs(self, weeks: tuple[timeline.Week, ...]) -> list[tuple[int, int]]:
        loading = [week for week in weeks if week.is_loading]
        return [
            (a.index, b.index)
            for a, b in pairwise(loading)
            if a.stretch == b.stretch and not {a.index, b.index} & self.odd_weeks
        ]

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Successive loading weeks, session by session, where both are held."""
        for early, late in self._pairs(plan.weeks):
            lowest = self._lowest(plan.weeks[late])
            leaps: dict[Line, Literal] = {}  # a weight stands for the week, whatever the session
            for k in plan.labels:
                for line in plan.lines_in(late, k):
                    if line.part != "work" or (early, k, line) not in plan.on:
                        continue
                    when = [plan.on[early, k, line], plan.on[late, k, line]]
                    where = place(late, k, line)
                    change = plan.sets[late, k, line] - plan.sets[early, k, line]
                    to.at_most(change, 1, where, when)
                    least: Expr = lowest
                    if lowest == 0 and self._may_leap(plan.scenario, line):
                        if line not in leaps:
                            leaps[line] = _post_leap(plan, line, early, late, ())
                        least = -leaps[line]
                    to.at_least(change, least, where, when)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines whose sets leap or fall."""
        found = []
        for early, late in self._pairs(block.timeline):
            lowest = self._lowest(block.timeline[late])
            before = {(s.label, line): sets for s, line, sets in _lines(block, early)}
            for session, line, sets in _lines(block, late):
                was = before.get((session.label, line))
                least = lowest
                if self._may_leap(block.scenario, line) and self._leaps(block, line, early, late):
                    least = -1
                if was is None or least <= sets - was <= 1:
                    continue
                change = sets - was
                limit = least if change < least else 1
                text = f"{session.day}: {line.exercise} {sets} sets after {was}"
                where = place(late, session, line)
                found.append(
                    Breach(self.slug, self.priority, where, text, change, limit, "sets",
                           abs(change - limit))
                )  # fmt: skip
        return tuple(found)

    @staticmethod
    def _leaps(block: Block, line: Line, early: int, late: int) -> bool:
        before, after = block.prescribed(early, line), block.prescribed(late, line)
        return before is not None and after is not None and _leaps(before, after)

    def explain(self) -> str:
        """The rule as it stands."""
        return (
            f"{self.sentence} They do not fall before the realization, unless a bell or dumbbell "
            "goes up by more than a tenth."
        )


def _lines(block: Block, week: int) -> list[tuple[Session, Line, int]]:
    """Working lines of a week with their sets, session by session."""
    return [
        (session, line, sets)
        for session in block.of_week(week)
        for line, sets in block.sets_of(session).items()
        if line.part == "work"
    ]
