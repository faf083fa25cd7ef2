"""HingeStress: how hard a session is on the back of the body, as literals.

The fifth layer of `PlanVars`; `constraints.lines.hinge_tier` says the same with numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints import held
from constraints.lines import Line, Prescription, Tier, hinge_tier
from constraints.literals import Literals
from scenarios import timeline
from scenarios.catalogue import Exercise

if TYPE_CHECKING:
    from constraints.algebra import Literal


class HingeStress(Literals):
    """Literals that also know the hinge stress of a session."""

    def reaches(self, week: int, k: int, tier: Tier) -> Literal:
        """Whether the hinge stress of a session is at least a tier.

        True whenever it is; may be true when it is not, so only for limits from above.
        """
        return self._once(("tier", week, k, tier), lambda: self._reaches(week, k, tier))

    def _reaches(self, week: int, k: int, tier: Tier) -> Literal:
        if (week, k) in self.past:
            reached = held.tier(self.scenario, self.past[week, k])
            return self.model.new_constant(int(reached >= tier))
        literal = self.model.new_bool_var(f"w{week} s{k} {tier.name.lower()}")
        for line in self.lines_in(week, k):
            for way in self._ways(week, k, line, tier):
                self.model.add_bool_or([literal, *(held.Not() for held in way)])
        return literal

    def line_reaches(self, week: int, k: int, line: Line, tier: Tier) -> Literal | None:
        """Whether the hinge stress of a line in a session is at least a tier; None when it cannot.

        True whenever it is; may be true when it is not, so only for limits from above.
        """
        if (week, k) in self.past:
            reached = held.tier(self.scenario, self.past[week, k], line)
            return self.model.new_constant(1) if reached >= tier else None
        ways = self._ways(week, k, line, tier)
        if not ways:
            return None

        def make() -> Literal:
            literal = self.model.new_bool_var(f"w{week} s{k} {line} {tier.name.lower()}")
            for way in ways:
                self.model.add_bool_or([literal, *(held.Not() for held in way)])
            return literal

        return self._once(("line tier", week, k, line, tier), make)

    def _ways(self, week: int, k: int, line: Line, tier: Tier) -> list[list[Literal]]:
        """The ways in which a line reaches a tier: literals that together mean that it does."""
        return self._once(
            ("ways", week, k, line, tier), lambda: self._make_ways(week, k, line, tier)
        )

    def _make_ways(self, week: int, k: int, line: Line, tier: Tier) -> list[list[Literal]]:
        exercise = self.exercise(line)
        if line.part == "test":
            return [[]] if exercise.is_hinge else []
        low, high = self.set_range(week, line)
        cell = k if exercise.is_jump else None
        needed = self._once(
            ("least sets", week, cell, line, tier),
            lambda: {
                what: self._least_sets(exercise, what, (low, high), tier)
                for what, _ in self.choices(week, line, k)
            },
        )
        ways = []
        for count in sorted({n for n in needed.values() if n is not None}):

            def needs(what: Prescription, count: int = count) -> bool:
                return needed[what] == count

            hard = self.does(week, k, line, ("tier", tier, count), needs)
            if hard is not None:
                ways.append([hard] if count <= low else [hard, self.has_sets(week, k, line, count)])
        return ways

    def _least_sets(
        self, exercise: Exercise, what: Prescription, sets: tuple[int, int], tier: Tier
    ) -> int | None:
        """Fewest sets with which a prescription reaches a tier; None when it never does."""

        def find() -> int | None:
            counts = range(sets[0], sets[1] + 1)
            hard = (n for n in counts if hinge_tier(self.scenario, exercise, what, n) >= tier)
            return next(hard, None)

        return self._once(("least sets", exercise.id, what, sets, tier), find)

    def slot_reaches(self, slot: timeline.Slot, tier: Tier) -> Literal | None:
        """Whether the session in a slot has at least this hinge stress; see `in_slot`."""
        return self.in_slot(slot, tier, lambda week, k: self.reaches(week, k, tier))
