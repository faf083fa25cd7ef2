"""Set limits: how many sets of an exercise a session holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.balance import least_sets
from constraints.block import Block, Entry
from constraints.lines import LEAST_BACK_OFFS
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class SetLimits:
    """Sets of an exercise in a session stay within the exercise's own range.

    low(exercise) <= sets <= high(exercise); in deload and taper weeks 1 <= sets <= high(exercise),
    in those back from a pause low(exercise) - 1 save for the goal lift, for back-off sets
    2 <= sets <= high(exercise): one is no dose.
    The range is the catalogue's, or the athlete's own where the scenario gives one.
    Tests are free. Units: sets. Source: P.
    """

    slug: ClassVar[str] = "set-limits"
    sentence: ClassVar[str] = "Sets stay within the range of each exercise."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "a set"
    narrows: ClassVar[bool] = False

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Nothing: `PlanVars.set_range` gives every line these sets when it is made."""

    def _range(self, block: Block, week: int, entry: Entry) -> tuple[int, int]:
        exercise = block.exercise(entry.exercise)
        if entry.part == "back_off":
            return LEAST_BACK_OFFS, exercise.sets[1]
        return least_sets(block.scenario, block.timeline[week], exercise), exercise.sets[1]

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Entries with too few or too many sets."""
        found = []
        for session in block.in_order:
            for entry in session.exercises:
                low, high = self._range(block, session.week_index, entry)
                if entry.part == "test" or low <= entry.sets <= high:
                    continue
                limit = low if entry.sets < low else high
                text = f"{entry.exercise}: {entry.sets} sets, allowed are {low} to {high}"
                where = place(session.week_index, session, entry.line)
                found.append(
                    Breach(self.slug, self.priority, where, text, entry.sets, limit, "sets",
                           abs(entry.sets - limit))
                )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule in a sentence."""
        return (
            "Sets of an exercise stay within its range in the catalogue or your own; "
            "deload and taper weeks may have one."
        )
