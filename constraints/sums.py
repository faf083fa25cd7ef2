"""Sums: numbers of a session or a week that are plain sums of its decisions.

The third layer of `PlanVars`: the questions that need no variable of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from constraints.decisions import Decisions
from constraints.lines import Line, Prescription
from constraints.ordering import ACCESSORY
from scenarios.catalogue import Exercise

if TYPE_CHECKING:
    from constraints.algebra import Expr


class Sums(Decisions):
    """Decisions that answer with sums."""

    def lines_in(self, week: int, k: int) -> tuple[Line, ...]:
        """Lines that a session may hold."""
        return self._by_session.get((week, k), ())

    @cached_property
    def _by_session(self) -> dict[tuple[int, int], tuple[Line, ...]]:
        found: dict[tuple[int, int], list[Line]] = {}
        for week, k, line in self.on:
            found.setdefault((week, k), []).append(line)
        return {key: tuple(sorted(lines)) for key, lines in found.items()}

    def accessories(self, stretch: int, k: int) -> tuple[Line, ...]:
        """Lines of order class 4 that a template may hold: there the order is a decision."""
        return tuple(
            line
            for line in self.lines
            if self.exercise(line).order == ACCESSORY and (stretch, k, line) in self.uses
        )

    def worth(
        self, week: int, line: Line, of: Callable[[Prescription], int], label: int | None = None
    ) -> Expr:
        """A number of the chosen prescription, such as its reps; 0 when not trained."""
        choices = self.compared(week, line, label)
        return self.total([literal for _, literal in choices], [of(what) for what, _ in choices])

    def weigh(self, week: int, k: int, factor: Callable[[Exercise], int]) -> Expr:
        """Sets of a session, each times a factor of its exercise."""
        terms, factors = [], []
        for line in self.lines_in(week, k):
            value = factor(self.exercise(line))
            if value:
                terms.append(self.sets[week, k, line])
                factors.append(value)
        return self.total(terms, factors)

    def weigh_week(self, week: int, factor: Callable[[Exercise], int]) -> Expr:
        """Sets of a week, each times a factor of its exercise."""
        return self.total([self.weigh(week, k, factor) for k in self.labels])

    def session_sets(self, week: int, k: int) -> Expr:
        """Working sets of a session."""
        return self.weigh(week, k, lambda exercise: 1)

    def working_sets(self, week: int) -> Expr:
        """Working sets of a week, the test counted as one."""
        return self.total([self.session_sets(week, k) for k in self.labels])

    def session_quarter_sets(self, week: int, k: int, muscle: str) -> Expr:
        """Fractional sets of a muscle group in a session, in quarter-sets."""
        return self._once(
            ("quarter-sets", week, k, muscle),
            lambda: self.weigh(week, k, lambda exercise: exercise.quarter_credits.get(muscle, 0)),
        )

    def quarter_sets(self, week: int, muscle: str) -> Expr:
        """Fractional sets of a muscle group in a week, in quarter-sets."""
        return self.total([self.session_quarter_sets(week, k, muscle) for k in self.labels])

    def axial(self, week: int, k: int) -> Expr:
        """Axial points of a session: sets times axial class."""
        return self.weigh(week, k, lambda exercise: exercise.axial)

    def line_sets(self, week: int, line: Line) -> Expr:
        """Sets of a line in a week."""
        keys = [(week, k, line) for k in self.labels if (week, k, line) in self.sets]
        return self.total([self.sets[key] for key in keys])

    def day(self, week: int, k: int) -> Expr:
        """Days from the start of the block to a session; 0 when it is not held."""
        if (week, k) in self.past:
            return (self.past[week, k].start.date() - self.scenario.start).days
        slots = [slot for slot in self.slots_of(week) if (week, k, slot.index) in self.at]
        days = [(slot.day - self.scenario.start).days for slot in slots]
        return self.total([self.at[week, k, slot.index] for slot in slots], days)
