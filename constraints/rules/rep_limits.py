"""Rep limits: how many reps a set of each kind of exercise may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import Prescription
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class RepLimits:
    """Reps (or seconds) of a set stay within the exercise's own range.

    low(exercise) <= reps <= high(exercise)
    The range is the catalogue's, or the athlete's own where the scenario gives one.
    Tests are free. Units: reps, seconds. Source: NSCA-T, CAT-PC, CAT-GM, RPV, NHE-REST.
    """

    slug: ClassVar[str] = "rep-limits"
    sentence: ClassVar[str] = "Reps stay within the range of each exercise."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("ART", "NSCA-T", "CAT-PC", "CAT-GM", "RPV", "NHE-REST")
    point: ClassVar[str] = "a prescription"
    narrows: ClassVar[bool] = True

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Always asked."""
        return (cls("must", scenario),)

    def _allows(self, exercise: Exercise, reps: int) -> bool:
        return exercise.reps[0] <= reps <= exercise.reps[1]

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Take reps outside the range off the menus."""
        for week, line in list(plan.menus):
            exercise = plan.exercise(line)

            def allows(what: Prescription, exercise: Exercise = exercise) -> bool:
                return self._allows(exercise, what.reps)

            to.forbid_choice(week, line, allows)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Prescriptions with too few or too many reps."""
        found = []
        for cell in block.cells():
            low, high = block.exercise(cell.line.exercise).reps
            reps = cell.prescription.reps
            if low <= reps <= high:
                continue
            text = f"{cell.line.exercise}: {reps} reps, allowed are {low} to {high}"
            where = place(cell.week, cell.session, cell.line)
            limit = low if reps < low else high
            found.append(Breach(self.slug, self.priority, where, text, reps, limit, "reps"))
        return tuple(found)

    def explain(self) -> str:
        """The rule, with the athlete's own ranges."""
        own = [
            f"{name} {limits.reps[0]} to {limits.reps[1]}"
            for name, limits in sorted(self.scenario.exercises.limits.items())
            if limits.reps is not None
        ]
        text = "Reps of each set stay within the exercise's range in the catalogue"
        return f"{text}; your own: {', '.join(own)}." if own else f"{text}."
