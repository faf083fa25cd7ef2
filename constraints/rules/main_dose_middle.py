"""MainDoseMiddle: total reps of the goal lift near the middle of what the phase asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.absences import back_from_trip
from constraints.block import Block
from constraints.dose import dose_breaches, post_dose
from constraints.lines import tests_strength
from constraints.rule import Breach
from scenarios.odd_weeks import congested_weeks, return_weeks
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class MainDoseMiddle:
    """The goal lift's total reps lie near the middle of what the phase asks.

    |sets x reps - (low + high) / 2| <= a quarter of the range, rounded up, in loading weeks without
    two matches that are no way back from a pause.
    Units: reps. Source: PRI (an optimum inside its range), P.
    """

    slug: ClassVar[str] = "main-dose-middle"
    sentence: ClassVar[str] = "The goal lift's total reps lie near the middle of the phase's range."
    numbers: ClassVar[tuple[str, ...]] = ("phases",)
    source: ClassVar[tuple[str, ...]] = ("PRI", "P")
    point: ClassVar[str] = "a rep"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked on the way to a test of strength; elsewhere the range itself is enough."""
        priority = scenario.priority(cls.slug)
        asked = priority != "off" and tests_strength(scenario)
        return (cls(priority, scenario),) if asked else ()

    def _ends(self, week: Week) -> tuple[int, int] | None:
        light = congested_weeks(self.scenario) | return_weeks(self.scenario)
        is_back = back_from_trip(self.scenario, self.scenario.goal.lift, -1, week.index)
        if not week.is_loading or week.index in light or is_back is not None:
            return None
        low, high = self.scenario.phases[week.phase].main_total_reps
        quarter = -(-(high - low) // 4)
        return -(-(low + high) // 2) - quarter, (low + high) // 2 + quarter

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Total reps within the middle."""
        post_dose(plan, to, self._ends)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions far from the middle."""
        return tuple(dose_breaches(self, block, self._ends, "middle "))

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence
