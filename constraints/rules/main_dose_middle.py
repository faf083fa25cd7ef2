"""MainDoseMiddle: total reps of the goal lift near the middle of what the phase asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import Line, tests_strength
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import congested_weeks, weeks

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class MainDoseMiddle:
    """The goal lift's total reps lie near the middle of what the phase asks.

    |sets x reps - (low + high) / 2| <= a quarter of the range, rounded up, in loading weeks without
    two matches. Units: reps. Source: PRI (an optimum inside its range), P.
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

    def _ends(self, week: int) -> tuple[int, int]:
        phase = weeks(self.scenario)[week].phase
        low, high = self.scenario.phases[phase].main_total_reps
        quarter = -(-(high - low) // 4)
        return -(-(low + high) // 2) - quarter, (low + high) // 2 + quarter

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Total reps within the middle."""
        free = congested_weeks(self.scenario)
        for week in plan.loading_weeks:
            for k in plan.labels:
                on = plan.on.get((week, k, plan.main))
                if on is not None and week not in free:
                    total = plan.total_reps(week, k, plan.main)
                    to.within(total, *self._ends(week), place(week, k, plan.main), [on])

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions far from the middle."""
        free, found = congested_weeks(self.scenario), []
        for session in block.in_order:
            week = session.week_index
            if week not in block.loading_weeks or week in free:
                continue
            for entry in session.exercises:
                if entry.line != Line(self.scenario.goal.lift):
                    continue
                (low, high), total = self._ends(week), entry.sets * entry.reps
                limit = min(max(total, low), high)
                if total != limit:
                    text = f"{session.day}: {total} reps of the goal lift, middle {low} to {high}"
                    where = place(week, session, entry.line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, total, limit, "reps",
                               abs(total - limit))
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence
