"""Next day: an exercise is not trained on two days running."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars


@dataclass(frozen=True)
class NextDay:
    """No exercise is trained on two consecutive days of a week, core work and tests apart.

    day(b) - day(a) >= 2 for sessions a, b of a week that hold the same exercise.
    Units: days. Source: NSCA-F (1 to 3 rest days between the same work), P.
    """

    slug: ClassVar[str] = "next-day"
    sentence: ClassVar[str] = "No exercise is trained on two days running."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("NSCA-F", "P")
    point: ClassVar[str] = "an exercise on two days"
    narrows: ClassVar[bool] = False

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority),)

    @staticmethod
    def _counts(exercise: Exercise) -> bool:
        return exercise.modality != "core"

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Each pair of sessions that can lie on consecutive days."""
        for week in plan.weeks:
            for a, b in combinations(plan.labels, 2):
                running = self._running(plan, week.index, a, b)
                if running is None:
                    continue
                for line in plan.lines_in(week.index, a):
                    other = plan.on.get((week.index, b, line))
                    if (
                        line.part == "work"
                        and other is not None
                        and self._counts(plan.exercise(line))
                    ):
                        on = plan.on[week.index, a, line]
                        to.forbid([running, on, other], place(week.index, b, line))

    @staticmethod
    def _running(plan: PlanVars, week: int, a: int, b: int) -> Literal | None:
        """True where two sessions lie on consecutive days; None where they can't."""
        touching = [
            (plan.at[week, a, x.index], plan.at[week, b, y.index])
            for x, y in combinations(plan.slots_of(week), 2)
            if (y.day - x.day).days == 1
            and (week, a, x.index) in plan.at
            and (week, b, y.index) in plan.at
        ]
        if not touching:
            return None
        running = plan.model.new_bool_var(f"w{week} s{a} s{b} on days running")
        for one, other in touching:
            plan.model.add_bool_or([running, one.Not(), other.Not()])
        return running

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Exercises on two days running."""
        found = []
        for week in block.timeline:
            for a, b in combinations(block.of_week(week.index), 2):
                if (b.day - a.day).days != 1:
                    continue
                before = {entry.line for entry in a.exercises}
                for entry in b.exercises:
                    counts = entry.line.part == "work" and self._counts(
                        block.exercise(entry.exercise)
                    )
                    if counts and entry.line in before:
                        text = f"{a.day} and {b.day}: {entry.exercise} on two days running"
                        where = place(week.index, b, entry.line)
                        found.append(Breach(self.slug, self.priority, where, text, 1, 2, "days"))
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return f"{self.sentence} Core work is free."
