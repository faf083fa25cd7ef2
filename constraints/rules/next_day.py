"""Next day: an exercise is not trained on two days running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import before
from constraints.block import Block
from constraints.lines import Line
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars


@dataclass(frozen=True)
class NextDay:
    """No exercise is trained on two consecutive days; core work is free.

    day(b) - day(a) >= 2 for sessions a, b that hold the same exercise, across week borders and with
    the session of the day before the block. Back-offs and tests are free.
    Units: days. Source: NSCA-F (1 to 3 rest days between the same work), P.
    """

    slug: ClassVar[str] = "next-day"
    sentence: ClassVar[str] = "No exercise is trained on two days running."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("NSCA-F", "P")
    point: ClassVar[str] = "an exercise on two days"
    narrows: ClassVar[bool] = False

    priority: Priority
    start: date
    yesterday: frozenset[str]  # exercises of the day before the block

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        yesterday = frozenset(
            one.exercise.id
            for session in before.sessions(scenario)
            for one in session.work
            if not one.is_test and (scenario.start - session.start.date()).days == 1
        )
        return () if priority == "off" else (cls(priority, scenario.start, yesterday),)

    @staticmethod
    def _counts(line: Line, exercise: Exercise) -> bool:
        return line.part == "work" and exercise.modality != "core"

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Each pair of sessions that can lie on consecutive days."""
        for (week, a), (after, b) in combinations(plan.sessions(), 2):
            running = self._running(plan, (week, a), (after, b)) if after - week <= 1 else None
            if running is None:
                continue
            for line in plan.lines_in(week, a):
                other = plan.on.get((after, b, line))
                if other is not None and self._counts(line, plan.exercise(line)):
                    to.forbid([running, plan.on[week, a, line], other], place(after, b, line))
        for (week, k, index), held in plan.at.items():
            for line in plan.lines_in(week, k) if plan.slots[index].day == self.start else ():
                if line.exercise in self.yesterday and self._counts(line, plan.exercise(line)):
                    to.forbid([held, plan.on[week, k, line]], place(week, k, line))

    @staticmethod
    def _running(plan: PlanVars, one: tuple[int, int], other: tuple[int, int]) -> Literal | None:
        """True where two sessions lie on consecutive days; None where they can't."""
        touching = [
            (plan.at[*one, x.index], plan.at[*other, y.index])
            for x, y in product(plan.slots_of(one[0]), plan.slots_of(other[0]))
            if (y.day - x.day).days == 1
            and (*one, x.index) in plan.at
            and (*other, y.index) in plan.at
        ]
        if not touching:
            return None
        (week, a), (after, b) = one, other
        running = plan.model.new_bool_var(f"w{week} s{a} and w{after} s{b} on days running")
        for literals in touching:
            plan.model.add_bool_or([running, *(literal.Not() for literal in literals)])
        return running

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Exercises on two days running."""
        found = []
        for b in block.in_order:
            again = {
                entry.line
                for a in block.in_order
                for entry in a.exercises
                if (b.day - a.day).days == 1
            }
            if b.day == self.start:
                again |= {Line(name) for name in self.yesterday}
            for line in sorted(again & {entry.line for entry in b.exercises}):
                if self._counts(line, block.exercise(line.exercise)):
                    text = f"{b.day}: {line.exercise}, as on the day before"
                    where = place(b.week_index, b, line)
                    found.append(Breach(self.slug, self.priority, where, text, 1, 2, "days"))
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return f"{self.sentence} Core work is free."
