"""Hinge sets: the week's sets of hinges that load the lower back (evidence 2.14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

LOADED_FROM = 2  # axial class from which a hinge loads the lower back


def _is_loaded_hinge(exercise: Exercise) -> bool:
    return exercise.is_hinge and exercise.axial >= LOADED_FROM


@dataclass(frozen=True)
class HingeSets:
    """Loading weeks hold neither too few nor too many sets of loaded hinges.

    low <= sets of hinges of axial class 2 or 3 (week) <= high, in loading weeks.
    Back-offs count; swings, Olympic lifts and hinges of class 1 don't. The lower end holds only
    without a test, where a session is held and the athlete can train such a hinge. Written for
    seven days, scaled to the microcycle.
    Units: sets. Source: ACSM09, NSCA-F, FRA19, P.
    """

    slug: ClassVar[str] = "hinge-sets"
    sentence: ClassVar[str] = "Loading weeks hold the right number of loaded hinge sets."
    numbers: ClassVar[tuple[str, ...]] = ("lumbar.hinge_sets_week",)
    source: ClassVar[tuple[str, ...]] = ("ACSM09", "NSCA-F", "FRA19", "P")
    point: ClassVar[str] = "a set"
    narrows: ClassVar[bool] = False

    priority: Priority
    low: int
    high: int
    hinge_weeks: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        ends = balance.span_per_microcycle(scenario.lumbar.hinge_sets_week, scenario)
        weeks = balance.weeks_with(scenario, _is_loaded_hinge)
        return () if priority == "off" else (cls(priority, *ends, weeks),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Both ends for every loading week."""
        for week in plan.loading_weeks:
            sets = plan.weigh_week(week, lambda exercise: int(_is_loaded_hinge(exercise)))
            if week in self.hinge_weeks:
                to.at_least(sets, self.low * plan.held(week), place(week))
            to.at_most(sets, self.high, place(week))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Loading weeks outside both ends."""
        found = []
        for week in block.loading_weeks:
            entries = [e for session in block.of_week(week) for e in session.exercises]
            sets = sum(e.sets for e in entries if _is_loaded_hinge(block.exercise(e.exercise)))
            low = self.low if entries and week in self.hinge_weeks else 0
            if low <= sets <= self.high:
                continue
            limit = low if sets < low else self.high
            word = "least" if sets < low else "most"
            text = f"week {shown_week(week)}: {sets} sets of loaded hinges, {word} {limit}"
            found.append(
                Breach(self.slug, self.priority, place(week), text, sets, limit, "sets",
                       abs(sets - limit))
            )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its ends."""
        ends = f"{self.low} to {self.high}" if self.hinge_weeks else f"at most {self.high}"
        return (
            f"A loading week holds {ends} sets of hinges that load the lower back "
            f"(axial class {LOADED_FROM} or more)."
        )
