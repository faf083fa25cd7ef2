"""Unilateral: work on one leg at a time, every week (RF-30)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Unilateral:
    """Every week holds work on one leg at a time.

    sets of unilateral leg work(week) >= least, in loading weeks without a test in which a session
    is held and the athlete can train such an exercise.
    Single-leg exercises and hinges on one leg count; Copenhagens and one-armed rows don't. A set
    of both sides is one set. Written for seven days, scaled to the microcycle.
    Units: sets. Source: ART.
    """

    slug: ClassVar[str] = "unilateral"
    sentence: ClassVar[str] = "Every week holds work on one leg at a time."
    numbers: ClassVar[tuple[str, ...]] = ("balance.unilateral_sets",)
    source: ClassVar[tuple[str, ...]] = ("ART",)
    point: ClassVar[str] = "a set"
    narrows: ClassVar[bool] = False

    priority: Priority
    least: int
    weeks: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off, zero, or out of the athlete's reach."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        least = balance.per_microcycle(scenario.balance.unilateral_sets, scenario)
        weeks = balance.weeks_with(scenario, lambda exercise: exercise.is_unilateral_leg)
        return () if priority == "off" or not weeks or not least else (cls(priority, least, weeks),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Enough sets in every week that holds a session."""
        for week in sorted(self.weeks):
            sets = plan.weigh_week(week, lambda exercise: int(exercise.is_unilateral_leg))
            to.at_least(sets, self.least * plan.held(week), place(week))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks with too few sets."""
        found = []
        for week in sorted(self.weeks):
            entries = [e for session in block.of_week(week) for e in session.exercises]
            sets = sum(e.sets for e in entries if block.exercise(e.exercise).is_unilateral_leg)
            if entries and sets < self.least:
                text = f"week {shown_week(week)}: {sets} sets on one leg, least {self.least}"
                found.append(
                    Breach(self.slug, self.priority, place(week), text, sets, self.least, "sets",
                           self.least - sets)
                )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its number."""
        return f"A loading week holds at least {self.least} set(s) on one leg at a time."
