"""Redundancy: three exercises that train exactly the same are one too many."""

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

MOST = 2  # exercises with the same credits in a session; RF-44
Credits = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Redundancy:
    """At most two exercises of a session train the same muscles in the same shares.

    number of exercises with one vector of credits <= 2, for every session and vector.
    Credits are those of the catalogue, before the hyp factor; a lift with back-off sets is one
    exercise. Units: exercises. Source: P.
    """

    slug: ClassVar[str] = "redundancy"
    sentence: ClassVar[str] = "No session holds three exercises that train exactly the same."
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

    @staticmethod
    def _credits(exercise: Exercise) -> Credits:
        return tuple(sorted((m, credit) for m, credit in exercise.credits.items() if credit > 0))

    def post(self, plan: PlanVars, to: Posting) -> None:
        """At most two of every group of like exercises in a session."""
        for week, k in plan.sessions():
            alike = defaultdict(list)
            for line in plan.lines_in(week, k):
                if line.part == "work":
                    alike[self._credits(plan.exercise(line))].append(plan.on[week, k, line])
            for ons in alike.values():
                to.at_most(plan.total(ons), MOST, place(week, k))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with more than two like exercises."""
        found = []
        for session in block.in_order:
            alike = defaultdict(set)
            for entry in session.exercises:
                alike[self._credits(block.exercise(entry.exercise))].add(entry.exercise)
            for names in alike.values():
                if len(names) > MOST:
                    text = f"{session.day}: {', '.join(sorted(names))} train the same"
                    where = place(session.week_index, session)
                    found.append(
                        Breach(self.slug, self.priority, where, text, len(names), MOST,
                               "exercises", len(names) - MOST)
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule in a sentence."""
        return f"At most {MOST} exercises of a session train the same muscles in the same shares."
