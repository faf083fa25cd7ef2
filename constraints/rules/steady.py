"""Steady sets and reps: inside a phase a session changes by small steps, as coaches write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block, Session
from constraints.lines import Line, Prescription, on_bar
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

SMALL_STEPS = {"reps": 2, "seconds": 10}  # from week to week [P]
MANY_REPS = 12  # from here on the grid of reps is coarse: 12, 15, 20, 25
COARSE_STEP = 5


def _step(unit: str, reps: int) -> int:
    """Largest change of reps (or seconds) from a set of this size."""
    return COARSE_STEP if unit == "reps" and reps >= MANY_REPS else SMALL_STEPS[unit]


@dataclass(frozen=True)
class SteadyReps:
    """Reps change by little from one loading week to the next of a phase.

    |reps(late) - reps(early)| <= 2 (5 from 12 on, 10 s), unless a bell, dumbbell or stack goes
    up by more than a tenth: then reps fall as `largest-jump` asks.
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
        """Both directions; a leap of the load is the way out."""
        model = plan.model
        for line in progress.compared_lines(plan):
            unit = plan.exercise(line).rep_unit

            def allowed(what: Prescription, unit: str = unit) -> int:
                return _step(unit, what.reps)

            for early, late, when in progress.posted_pairs(plan, line, same_stretch=True):
                before = plan.worth(early, line, lambda p: p.reps)
                after = plan.worth(late, line, lambda p: p.reps)
                step = plan.worth(early, line, allowed)
                way_out = self._way_out(plan, line, early, late, when)
                uneven = model.new_int_var(0, 200, f"w{late} {line} change of reps")
                model.add(uneven >= after - before)
                model.add(uneven >= before - after)
                where = place(late, None, line)
                to.at_most(uneven - step, 0, where, [*when, *way_out], once=True)

    @staticmethod
    def _way_out(
        plan: PlanVars, line: Line, early: int, late: int, when: Sequence[Literal]
    ) -> list[Literal]:
        """Literals under which reps stay steady: no bell or stack goes up by a leap."""
        if on_bar(plan.scenario, plan.exercise(line)):
            return []
        leaps = plan.model.new_bool_var(f"w{late} {line} leaps")
        load_before = plan.worth(early, line, lambda p: p.load or 0)
        load_after = plan.worth(late, line, lambda p: p.load or 0)
        plan.model.add(10 * load_after >= 11 * load_before + 1).only_enforce_if([*when, leaps])
        return [leaps.Not()]

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines whose reps leap."""
        found = []
        for line in progress.compared_in(block):
            unit = block.exercise(line.exercise).rep_unit
            for early, late, before, after in progress.audited_pairs(block, line, True):
                step = _step(unit, before.reps)
                on_a_bar = on_bar(block.scenario, block.exercise(line.exercise))
                may_leap = not on_a_bar and _leaps(before, after)
                if abs(after.reps - before.reps) <= step or may_leap:
                    continue
                text = (
                    f"{line.exercise}: {before.reps} {unit} in week {shown_week(early)}, "
                    f"{after.reps} in week {shown_week(late)}"
                )
                change = abs(after.reps - before.reps)
                where = place(late, None, line)
                found.append(Breach(self.slug, self.priority, where, text, change, step, unit))
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return f"{self.sentence} At most 2 reps (5 from 12 on, 10 seconds) from week to week."


def _leaps(before: Prescription, after: Prescription) -> bool:
    return 10 * (after.load or 0) > 11 * (before.load or 0)


@dataclass(frozen=True)
class SteadySets:
    """Sets of an exercise in a session change by one at most, and do not fall before the peak.

    0 <= sets(late) - sets(early) <= 1 for a line of a session in successive loading weeks of one
    stretch; from realization on, and in maintenance, -1 is allowed too.
    Pairs with a week that loses days to an away span or holds two matches are free.
    Units: sets. Source: BAR, P.
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
            for k in plan.labels:
                for line in plan.lines_in(late, k):
                    if line.part != "work" or (early, k, line) not in plan.on:
                        continue
                    when = [plan.on[early, k, line], plan.on[late, k, line]]
                    change = plan.sets[late, k, line] - plan.sets[early, k, line]
                    to.within(change, lowest, 1, place(late, k, line), when)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines whose sets leap or fall."""
        found = []
        for early, late in self._pairs(block.timeline):
            lowest = self._lowest(block.timeline[late])
            before = {(s.label, line): sets for s, line, sets in _lines(block, early)}
            for session, line, sets in _lines(block, late):
                was = before.get((session.label, line))
                if was is None or lowest <= sets - was <= 1:
                    continue
                change = sets - was
                limit = lowest if change < lowest else 1
                text = f"{session.day}: {line.exercise} {sets} sets after {was}"
                where = place(late, session, line)
                found.append(
                    Breach(self.slug, self.priority, where, text, change, limit, "sets",
                           abs(change - limit))
                )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return f"{self.sentence} They do not fall before the realization."


def _lines(block: Block, week: int) -> list[tuple[Session, Line, int]]:
    """Working lines of a week with their sets, session by session."""
    return [
        (session, entry.line, entry.sets)
        for session in block.of_week(week)
        for entry in session.exercises
        if entry.line.part == "work"
    ]
