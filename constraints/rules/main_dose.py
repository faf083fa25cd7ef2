"""MainDose: total reps of the goal lift in a session, by phase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.absences import back_from_trip
from constraints.block import Block
from constraints.dose import dose_breaches, post_dose
from constraints.rule import Breach
from scenarios.odd_weeks import congested_weeks, return_weeks
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Week, weeks

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class MainDose:
    """The goal lift gets the phase's total reps in a session.

    low(phase) <= sets x reps <= high(phase) in loading weeks; only the upper end in the taper,
    after a pause, and in the first week after a trip that took its tools for as long.
    Weeks with two matches, deloads, back-offs and tests are free.
    Units: reps. Source: PRI, CAT-12, LSUS, P.
    """

    slug: ClassVar[str] = "main-dose"
    sentence: ClassVar[str] = "The goal lift gets the phase's total reps in a session."
    numbers: ClassVar[tuple[str, ...]] = ("phases",)
    source: ClassVar[tuple[str, ...]] = ("PRI", "CAT-12", "LSUS", "P")
    point: ClassVar[str] = "a rep"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority, scenario),)

    def _ends(self, week: Week) -> tuple[int, int] | None:
        low, high = self.scenario.phases[week.phase].main_total_reps
        if week.deload or week.index in congested_weeks(self.scenario):
            return None
        owes = week.is_loading and week.index not in return_weeks(self.scenario)
        owes = owes and not back_from_trip(self.scenario, self.scenario.goal.lift, -1, week.index)
        return (low if owes else 0), high

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Total reps of the lift within the phase's range."""
        post_dose(plan, to, self._ends)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with too few or too many reps of the lift."""
        return tuple(dose_breaches(self, block, self._ends))

    def explain(self) -> str:
        """The rule with the phases in use."""
        used = {week.phase for week in weeks(self.scenario)}
        parts = [
            f"{phase} {targets.main_total_reps[0]} to {targets.main_total_reps[1]}"
            for phase, targets in self.scenario.phases.items()
            if phase in used
        ]
        return f"Total reps of {self.scenario.goal.lift} in a session: {', '.join(parts)}."
