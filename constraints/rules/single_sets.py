"""Single sets: an exercise in a session is worth more than one set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import odd_weeks, timeline
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class SingleSets:
    """In a loading week an exercise in a session gets at least two sets.

    sets >= 2, also where the exercise's own range begins at one (Nordics, Copenhagens): setting up
    for a single set is filler. Back-offs and tests are free, and weeks with two matches or after a
    pause, in which sets are halved; and exercises to which the athlete gives one set and no more.
    Units: sets. Source: P.
    """

    slug: ClassVar[str] = "single-sets"
    sentence: ClassVar[str] = "In a loading week no exercise is there for a single set."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "an exercise in a session"
    narrows: ClassVar[bool] = False
    least: ClassVar[int] = 2

    priority: Priority
    light: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        light = odd_weeks.congested_weeks(scenario) | odd_weeks.return_weeks(scenario)
        return () if priority == "off" else (cls(priority, light),)

    def _counts(self, week: timeline.Week) -> bool:
        return week.is_loading and week.index not in self.light

    def _may_have(self, exercise: Exercise) -> bool:
        return exercise.sets[1] >= self.least

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Each exercise whose range begins below two sets."""
        for (week, k, line), on in plan.on.items():
            if line.part != "work" or not self._counts(plan.weeks[week]):
                continue
            low, _ = plan.set_range(week, line)
            if low < self.least and self._may_have(plan.exercise(line)):
                where = place(week, k, line)
                to.at_least(plan.sets[week, k, line], self.least, where, [on])

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Exercises with a single set."""
        found = []
        for session in block.in_order:
            if not self._counts(block.timeline[session.week_index]):
                continue
            for line, sets in block.sets_of(session).items():
                may_have = self._may_have(block.exercise(line.exercise))
                if line.part == "work" and may_have and sets < self.least:
                    text = f"{session.day}: {line.exercise} for a single set"
                    where = place(session.week_index, session, line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, sets, self.least, "sets",
                               self.least - sets)
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence
