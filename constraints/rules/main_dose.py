"""MainDose: total reps of the goal lift in a session, by phase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import Line
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Week, congested_weeks, weeks

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class MainDose:
    """The goal lift gets the phase's total reps in a session.

    low(phase) <= sets x reps <= high(phase) in loading weeks; only the upper end in the taper.
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
        return (low if week.is_loading else 0), high

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Total reps of the lift within the phase's range."""
        for week in plan.weeks:
            ends = self._ends(week)
            for k in plan.labels:
                on = plan.on.get((week.index, k, plan.main))
                if ends is not None and on is not None:
                    total = plan.total_reps(week.index, k, plan.main)
                    to.within(total, *ends, place(week.index, k, plan.main), [on])

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with too few or too many reps of the lift."""
        found = []
        for session in block.in_order:
            ends = self._ends(block.timeline[session.week_index])
            for entry in session.exercises:
                if ends is None or entry.line != Line(self.scenario.goal.lift):
                    continue
                total = entry.sets * entry.reps
                limit = min(max(total, ends[0]), ends[1])
                if total != limit:
                    text = f"{session.day}: {total} reps of the goal lift, {ends[0]} to {ends[1]}"
                    where = place(session.week_index, session, entry.line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, total, limit, "reps",
                               abs(total - limit))
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with the phases in use."""
        used = {week.phase for week in weeks(self.scenario)}
        parts = [
            f"{phase} {targets.main_total_reps[0]} to {targets.main_total_reps[1]}"
            for phase, targets in self.scenario.phases.items()
            if phase in used
        ]
        return f"Total reps of {self.scenario.goal.lift} in a session: {', '.join(parts)}."
