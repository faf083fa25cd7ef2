"""Literals: claims about sessions and weeks, each made when it is first asked for.

The fourth layer of `PlanVars`: yes or no, where the sums of the layer below are numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from constraints.lines import Line, Prescription
from constraints.sums import Sums
from scenarios import timeline

if TYPE_CHECKING:
    from constraints.algebra import Literal


class Literals(Sums):
    """Sums that also answer with literals."""

    def held(self, week: int) -> Literal:
        """Whether a week holds any session."""
        return self.any_of(("held", week), [self.open[week, k] for k in self.labels])

    def chosen(
        self,
        week: int,
        line: Line,
        label: int | None,
        key: object,
        holds: Callable[[Prescription], bool],
    ) -> Literal | None:
        """Whether the chosen prescription has a property; None when no choice has it.

        `key` names the property: the same key must mean the same property.
        """
        cell = label if self.exercise(line).is_jump else None

        def make() -> Literal | None:
            choices = self.choices(week, line, label)
            good = [literal for what, literal in choices if holds(what)]
            if len(good) <= 1:
                return good[0] if good else None
            literal = self.model.new_bool_var(f"w{week} {line} {key}")
            self.model.add(self.total(good) == literal)
            return literal

        return self._once(("chosen", week, line, cell, key), make)

    def does(
        self, week: int, k: int, line: Line, key: object, holds: Callable[[Prescription], bool]
    ) -> Literal | None:
        """Whether a session holds a line with this property; None when it cannot."""

        def make() -> Literal | None:
            if (week, k) in self.past:
                is_so = any(holds(one.what) for one in self.past[week, k].of(line))
                return self.model.new_constant(1) if is_so else None
            on = self.on.get((week, k, line))
            literal = None if on is None else self.chosen(week, line, k, key, holds)
            if on is None or literal is None or self.exercise(line).is_jump:
                return literal
            both = self.model.new_bool_var(f"w{week} s{k} {line} {key}")
            self.model.add_implication(both, on)
            self.model.add_implication(both, literal)
            self.model.add_bool_or([both, on.Not(), literal.Not()])
            return both

        return self._once(("does", week, k, line, key), make)

    def has_sets(self, week: int, k: int, line: Line, count: int) -> Literal:
        """Whether a line has at least `count` sets in a session."""
        sets = self.sets[week, k, line]

        def make() -> Literal:
            literal = self.model.new_bool_var(f"w{week} s{k} {line} sets>={count}")
            self.model.add(sets >= count).only_enforce_if(literal)
            self.model.add(sets <= count - 1).only_enforce_if(literal.Not())
            return literal

        return self._once(("sets", week, k, line, count), make)

    def has_quarter_sets(self, week: int, k: int, muscle: str, least: int) -> Literal | None:
        """Whether a session has so many quarter-sets of a muscle group; None when it cannot."""

        def make() -> Literal | None:
            quarters = self.session_quarter_sets(week, k, muscle)
            low, high = self.bounds(quarters)
            if high < least:
                return None
            if low >= least:  # a session that is over
                return self.model.new_constant(1)
            literal = self.model.new_bool_var(f"w{week} s{k} {muscle}>={least}")
            self.model.add(quarters >= least).only_enforce_if(literal)
            self.model.add(quarters <= least - 1).only_enforce_if(literal.Not())
            return literal

        return self._once(("quarters", week, k, muscle, least), make)

    def in_slot(
        self, slot: timeline.Slot, key: object, of: Callable[[int, int], Literal | None]
    ) -> Literal | None:
        """Whether the session in a slot has a property; None when no session of the week can.

        `of(week, k)` is the literal of a session. True whenever it is; may be true when it is
        not, so only for limits from above. `key` names the property.
        """
        week = slot.week

        def make() -> Literal | None:
            if self._day is not None and slot.day < self._day:
                return self._in_past(slot, of)
            possible = [(k, of(week, k)) for k in self.labels if (week, k, slot.index) in self.at]
            if all(literal is None for _, literal in possible):
                return None
            both = self.model.new_bool_var(f"{slot.start:%m-%d %H} {key}")
            for k, literal in possible:
                if literal is not None:
                    held = self.at[week, k, slot.index]
                    self.model.add_bool_or([both, held.Not(), literal.Not()])
            return both

        return self._once(("slot", slot.index, key), make)

    def _in_past(
        self, slot: timeline.Slot, of: Callable[[int, int], Literal | None]
    ) -> Literal | None:
        for (week, k), one in self.past.items():
            literal = of(week, k) if one.start == slot.start else None
            if literal is not None and self.bounds(literal)[0] == 1:
                return literal
        return None

    def any_of(self, key: object, literals: Sequence[Literal]) -> Literal:
        """A literal that is true exactly when one of these is."""

        def make() -> Literal:
            known = (one for one in literals if self.past and self.bounds(one)[0] == 1)
            if (sure := next(known, None)) is not None:
                return sure
            literal = self.model.new_bool_var(str(key))
            self.model.add_max_equality(literal, literals)
            return literal

        return self._once(("any", key), make)

    def both(self, key: object, one: Literal, other: Literal) -> Literal:
        """A literal that is true exactly when two others are."""

        def make() -> Literal:
            literal = self.model.new_bool_var(str(key))
            self.model.add_implication(literal, one)
            self.model.add_implication(literal, other)
            self.model.add_bool_or([literal, one.Not(), other.Not()])
            return literal

        return self._once(("both", key), make)

    def used(self, stretch: int, line: Line) -> Literal | None:
        """Whether a line is in any template of a stretch; None when it cannot be."""
        keys = [(stretch, k, line) for k in self.labels if (stretch, k, line) in self.uses]
        if not keys:
            return None
        return self.any_of(("used", stretch, line), [self.uses[key] for key in keys])
