"""Hinge days: the second hinge of the week has a day of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import Line
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class HingeDays:
    """In a loading week the goal lift shares its session with no other hinge that loads the back.

    Asked where the goal lift is a hinge of axial class 2 or 3 and the week can hold two sessions;
    then no other hinge of these classes stands in a session with it, back-offs and tests apart.
    So the lift is fresh on its day, and what supports it comes on another one.
    Units: exercises. Source: PRS, CRE (a heavy day and a lighter one).
    """

    slug: ClassVar[str] = "hinge-days"
    sentence: ClassVar[str] = "The second hinge of the week has a day of its own."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("PRS", "CRE")
    point: ClassVar[str] = "an exercise in a session"
    narrows: ClassVar[bool] = False
    loaded_from: ClassVar[int] = 2  # axial class

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where there is a hinge to train and another day to train the second one on."""
        priority = scenario.priority(cls.slug)
        lift = scenario.catalogue[scenario.goal.lift]
        has_days = scenario.availability.sessions[1] > 1
        is_asked = priority != "off" and has_days and cls._loads(lift)
        return (cls(priority),) if is_asked else ()

    @classmethod
    def _loads(cls, exercise: Exercise) -> bool:
        return exercise.is_hinge and exercise.axial >= cls.loaded_from

    def post(self, plan: PlanVars, to: Posting) -> None:
        """No other hinge beside the goal lift."""
        for week in plan.loading_weeks:
            for k in plan.labels:
                main = plan.on.get((week, k, plan.main))
                for line in plan.lines_in(week, k):
                    is_second = line.exercise != plan.main.exercise and line.part == "work"
                    if main is not None and is_second and self._loads(plan.exercise(line)):
                        to.forbid([main, plan.on[week, k, line]], place(week, k, line))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Hinges beside the goal lift."""
        found, lift = [], Line(block.scenario.goal.lift)
        for session in block.in_order:
            lines = {entry.line for entry in session.exercises}
            if session.week_index not in block.loading_weeks or lift not in lines:
                continue
            for line in sorted(lines - {lift}):
                is_second = line.exercise != lift.exercise and line.part == "work"
                if is_second and self._loads(block.exercise(line.exercise)):
                    text = f"{session.day}: {line.exercise} on the day of the goal lift"
                    where = place(session.week_index, session, line)
                    found.append(Breach(self.slug, self.priority, where, text, 1, 0, "exercises"))
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence
