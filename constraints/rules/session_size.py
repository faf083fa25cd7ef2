"""Session size: enough exercises and sets to be worth the way, not more than one can do well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.odd_weeks import return_weeks
from scenarios.schema import IntRange, Priority, Scenario
from scenarios.timeline import Week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class SessionSize:
    """Number of exercises and of working sets in a session of a loading week.

    low <= exercises <= high, low <= sets <= high; in deload and taper weeks one exercise fewer is
    enough, and the sets have no lower end, nor do they after a pause; in a taper the upper end of
    exercises is its own.
    A lift with back-off sets is one exercise. A test session is free.
    Units: exercises, sets. Source: ART, P.
    """

    slug: ClassVar[str] = "session-size"
    sentence: ClassVar[str] = "A session holds a sensible number of exercises and sets."
    numbers: ClassVar[tuple[str, ...]] = (
        "session.exercises", "session.sets", "taper.exercises",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("ART", "P")
    point: ClassVar[str] = "an exercise or a set"
    narrows: ClassVar[bool] = False

    priority: Priority
    exercises: IntRange
    sets: IntRange
    in_taper: int  # most exercises
    returns: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off; with few exercises to plan with, fewer are enough."""
        priority = scenario.priority(cls.slug)
        if priority == "off":
            return ()
        low, high = scenario.session.exercises
        only = scenario.exercises.only
        if only:
            low, high = min(low, len(only)), min(high, len(only))
        in_taper = max(low - 1, min(high, scenario.taper.exercises))
        returns = return_weeks(scenario)
        return (cls(priority, (low, high), scenario.session.sets, in_taper, returns),)

    def _least_sets(self, week: Week) -> int:
        return self.sets[0] if week.is_loading and week.index not in self.returns else 0

    def _most(self, week: Week) -> int:
        return self.in_taper if week.phase == "taper" else self.exercises[1]

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Ends for exercises and sets of every session that is held."""
        for week in plan.weeks:
            for k in plan.labels:
                if plan.test is not None and (week.index, k) == plan.test[:2]:
                    continue
                held, where = plan.open[week.index, k], place(week.index, k)
                lines = [line for line in plan.lines_in(week.index, k) if line.part == "work"]
                count = plan.total([plan.on[week.index, k, line] for line in lines])
                sets = plan.session_sets(week.index, k)
                fewest = self.exercises[0] - (0 if week.is_loading else 1)
                to.at_least(count, fewest, where, when=[held])
                to.at_least(sets, self._least_sets(week), where, when=[held])
                to.at_most(count, self._most(week), where)
                to.at_most(sets, self.sets[1], where)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with too few or too many exercises or sets."""
        found = []
        for session in block.in_order:
            if session.is_test:
                continue
            week = block.timeline[session.week_index]
            loading = week.is_loading
            count = len({entry.exercise for entry in session.exercises})
            sets = sum(entry.sets for entry in session.exercises)
            fewest = self.exercises[0] - (0 if loading else 1)
            for value, low, high, unit in (
                (count, fewest, self._most(week), "exercises"),
                (sets, self._least_sets(week), self.sets[1], "sets"),
            ):
                limit = low if value < low else high
                if not low <= value <= high:
                    text = f"{session.day}: {value} {unit}, allowed are {low} to {high}"
                    where = place(session.week_index, session)
                    found.append(
                        Breach(self.slug, self.priority, where, text, value, limit, unit,
                               abs(value - limit))
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"A session holds {self.exercises[0]} to {self.exercises[1]} exercises "
            f"and {self.sets[0]} to {self.sets[1]} working sets."
        )
