"""Effort: reps in reserve against the load chart, and the RPE cap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import Prescription, own_percent
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario
from scenarios.strength import chart_reps

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Effort:
    """No set asks for more than the load allows.

    reps <= chart(percent of the own 1RM) - reserve, RPE <= cap.
    The chart applies where the exercise's own 1RM is known or reckoned by its ratio.
    Tests are free. Units: reps, RPE. Source: NSCA, NUZ24, RTS, P.
    """

    slug: ClassVar[str] = "effort"
    sentence: ClassVar[str] = "Every set leaves reps in reserve and stays under the RPE cap."
    numbers: ClassVar[tuple[str, ...]] = ("effort.reserve", "effort.rpe")
    source: ClassVar[tuple[str, ...]] = ("NSCA", "NUZ24", "RTS", "P")
    point: ClassVar[str] = "a prescription"
    narrows: ClassVar[bool] = True

    priority: Priority
    reserve: int
    cap: int  # halves of RPE

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        effort = scenario.effort
        return () if priority == "off" else (cls(priority, effort.reserve, round(2 * effort.rpe)),)

    def _most_reps(self, scenario: Scenario, exercise: Exercise, what: Prescription) -> int | None:
        """Most reps at this percent; None where the chart says nothing."""
        own = own_percent(scenario, exercise, what.percent)
        return None if own is None else chart_reps(own) - self.reserve

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Take sets that are too hard off the menus."""
        for week, line in list(plan.menus):
            exercise = plan.exercise(line)

            def allowed(what: Prescription, exercise: Exercise = exercise) -> bool:
                most = self._most_reps(plan.scenario, exercise, what)
                return (what.rpe or 0) <= self.cap and (most is None or what.reps <= most)

            to.forbid_choice(week, line, allowed)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Prescriptions that are too hard."""
        found = []
        for cell in block.cells():
            what, name = cell.prescription, cell.line.exercise
            where = place(cell.week, cell.session, cell.line)
            most = self._most_reps(block.scenario, block.exercise(name), what)
            if most is not None and what.reps > most:
                text = f"{name}: {what.reps} reps at {(what.percent or 0) / 10} %, at most {most}"
                found.append(Breach(self.slug, self.priority, where, text, what.reps, most, "reps"))
            elif what.rpe is not None and what.rpe > self.cap:
                text = f"{name}: RPE {what.rpe / 2:g}, at most {self.cap / 2:g}"
                found.append(
                    Breach(self.slug, self.priority, where, text, what.rpe / 2, self.cap / 2, "RPE")
                )
        return tuple(found)

    def explain(self) -> str:
        """The rule with this athlete's numbers."""
        return (
            f"Sets stay {self.reserve} rep(s) below what the load chart allows, "
            f"and at RPE {self.cap / 2:g} or less."
        )
