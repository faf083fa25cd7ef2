"""Families: a session holds one variant of a movement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Families:
    """At most one exercise of a family in a session: one row, one Romanian deadlift, one curl.

    number of exercises of a family <= 1, for every session and family but core work, whose
    exercises resist different movements, and jumps, which have a number of their own. A lift with
    back-off sets is one exercise; tests are free. Units: exercises. Source: P.
    """

    slug: ClassVar[str] = "families"
    sentence: ClassVar[str] = "No session holds two variants of one movement."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "an exercise"
    narrows: ClassVar[bool] = False

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority),)

    def _counts(self, exercise: Exercise) -> bool:
        return not (exercise.is_core or exercise.is_jump)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Each family of each session."""
        for week, k in plan.sessions():
            alike = defaultdict(list)
            for line in plan.lines_in(week, k):
                exercise = plan.exercise(line)
                if line.part == "work" and self._counts(exercise):
                    alike[exercise.family].append(plan.on[week, k, line])
            for ons in alike.values():
                if len(ons) > 1:
                    to.at_most(plan.total(ons), 1, place(week, k))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with more than one of a family."""
        found = []
        for session in block.in_order:
            alike = defaultdict(set)
            for entry in session.exercises:
                exercise = block.exercise(entry.exercise)
                if entry.line.part == "work" and self._counts(exercise):
                    alike[exercise.family].add(exercise.id)
            for names in alike.values():
                if len(names) > 1:
                    text = f"{session.day}: {', '.join(sorted(names))} are one movement"
                    where = place(session.week_index, session)
                    found.append(
                        Breach(self.slug, self.priority, where, text, len(names), 1, "exercises",
                               len(names) - 1)
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return f"{self.sentence} Core work and jumps are free."
