"""Pulls: rows and vertical pulls keep up with the hinges (RF-29)."""

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

PARTS = 100  # the ratio is counted in hundredths, so that it is an integer


def _is_pull(exercise: Exercise) -> bool:
    return exercise.is_horizontal_pull or exercise.is_vertical_pull


def _kind(is_vertical: bool, exercise: Exercise) -> bool:
    return exercise.is_vertical_pull if is_vertical else exercise.is_horizontal_pull


@dataclass(frozen=True)
class Pulls:
    """Lats and upper back are pulled both ways every week, in proportion to the hinges.

    pull sets(week) >= ratio x hinge sets(week); at least one horizontal and one vertical pull, in
    loading weeks without a test.
    Pulls are rows and vertical pulls, not face pulls; hinges as in knee-flexion. A way of pulling
    counts only where the athlete can train it and a session is held. One of each is asked of a
    microcycle of any length.
    Units: sets; a missing way of pulling is one point. Source: ART, P.
    """

    slug: ClassVar[str] = "pulls"
    sentence: ClassVar[str] = "Rows and vertical pulls keep up with the hinges, both every week."
    numbers: ClassVar[tuple[str, ...]] = ("balance.pulls_per_hinge",)
    source: ClassVar[tuple[str, ...]] = ("ART", "P")
    point: ClassVar[str] = "a set, or a way of pulling"
    narrows: ClassVar[bool] = False

    priority: Priority
    ratio: int  # hundredths of a pull set for each hinge set
    horizontal: frozenset[int]  # weeks in which the athlete can row
    vertical: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where the athlete can train some pull."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        horizontal = balance.weeks_with(scenario, lambda exercise: exercise.is_horizontal_pull)
        vertical = balance.weeks_with(scenario, lambda exercise: exercise.is_vertical_pull)
        if priority == "off" or not horizontal | vertical:
            return ()
        ratio = round(PARTS * scenario.balance.pulls_per_hinge)
        return (cls(priority, ratio, horizontal, vertical),)

    def _ways(self) -> tuple[tuple[bool, str, frozenset[int]], ...]:
        """Whether it is vertical, its name, and the weeks in which it can be trained."""
        return (False, "horizontal", self.horizontal), (True, "vertical", self.vertical)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Enough pulls for the hinges, and one of each way."""
        for week in sorted(self.horizontal | self.vertical):
            pulls = plan.weigh_week(week, lambda exercise: int(_is_pull(exercise)))
            hinge = plan.weigh_week(week, lambda exercise: int(exercise.is_hinge))
            to.at_least(PARTS * pulls, self.ratio * hinge, place(week), step=PARTS)
            for is_vertical, _, weeks in self._ways():
                if week in weeks:
                    trained = [
                        literal
                        for (index, line), literal in plan.trained.items()
                        if index == week and _kind(is_vertical, plan.exercise(line))
                    ]
                    to.require([*trained, plan.held(week).Not()], place(week))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks with too few pulls, or none of one way."""
        found = []
        for week in sorted(self.horizontal | self.vertical):
            entries = [
                (block.exercise(entry.exercise), entry.sets)
                for session in block.of_week(week)
                for entry in session.exercises
            ]
            where, shown = place(week), f"week {shown_week(week)}"
            pulls = sum(sets for exercise, sets in entries if _is_pull(exercise))
            hinge = sum(sets for exercise, sets in entries if exercise.is_hinge)
            least = self.ratio * hinge
            if PARTS * pulls < least:
                text = (
                    f"{shown}: {pulls} sets of pulls to {hinge} hinge sets, least {least / PARTS:g}"
                )
                excess = -(-(least - PARTS * pulls) // PARTS)
                found.append(
                    Breach(self.slug, self.priority, where, text, pulls, least / PARTS, "sets",
                           excess)
                )  # fmt: skip
            for is_vertical, name, weeks in self._ways():
                has_one = any(_kind(is_vertical, exercise) for exercise, _ in entries)
                if entries and week in weeks and not has_one:
                    text = f"{shown}: no {name} pull"
                    found.append(Breach(self.slug, self.priority, where, text, 0, 1, "exercises"))
        return tuple(found)

    def explain(self) -> str:
        """The rule with its ratio and the ways that are open."""
        names = [name for _, name, weeks in self._ways() if weeks]
        return (
            f"A loading week holds at least {self.ratio / PARTS:g} sets of pulls for each hinge "
            f"set, and a {' and a '.join(names)} pull."
        )
