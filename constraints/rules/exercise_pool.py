"""Exercise pool: what this athlete may do at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

LEVELS = ("beginner", "intermediate", "advanced")


@dataclass(frozen=True)
class ExercisePool:
    """An exercise is within the athlete's level, technique, axial class and own wishes.

    level(exercise) <= level, technical(exercise) <= limit, axial class <= limit, not excluded,
    among `only` when that is given, and inside its own `weeks`.
    A pinned exercise and the goal lift are the athlete's own choice: level and technique are not
    held against them.
    Units: none. Source: NEWT, FEDB, P.
    """

    slug: ClassVar[str] = "exercise-pool"
    sentence: ClassVar[str] = (
        "Exercises fit the athlete's level and technique, and none that is excluded is used."
    )
    numbers: ClassVar[tuple[str, ...]] = ("effort.technical", "lumbar.axial_class")
    source: ClassVar[tuple[str, ...]] = ("NEWT", "FEDB", "SCL13", "P")
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = True

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Always asked."""
        return (cls("must", scenario),)

    def reason_against(self, exercise: Exercise, week: int) -> str | None:
        """Why an exercise may not be done in a week (from 0); None when it may."""
        ask, limits = self.scenario.exercises, self.scenario.limits(exercise.id)
        wanted = {*ask.pin, self.scenario.goal.lift}
        if exercise.id in ask.exclude:
            return "is excluded"
        if ask.only and exercise.id not in ask.only:
            return "is not among the exercises to plan with"
        if exercise.axial > self.scenario.lumbar.axial_class:
            return f"loads the lower back in class {exercise.axial}"
        weeks = limits.weeks
        if weeks is not None and not weeks[0] <= shown_week(week) <= weeks[1]:
            return f"belongs to weeks {weeks[0]} to {weeks[1]}"
        if exercise.id in wanted:
            return None
        if LEVELS.index(exercise.min_level) > LEVELS.index(self.scenario.athlete.level):
            return f"is for level {exercise.min_level}"
        if exercise.technical > self.scenario.effort.technical:
            return f"has technical demand {exercise.technical}"
        return None

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Take exercises that are not for this athlete off the menus."""
        for week, line in list(plan.menus):
            if self.reason_against(plan.exercise(line), week) is not None:
                to.forbid_choice(week, line, lambda _: False)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Entries that are not for this athlete."""
        found = []
        for session in block.in_order:
            for entry in session.exercises:
                reason = self.reason_against(block.exercise(entry.exercise), session.week_index)
                if reason is not None:
                    where = place(session.week_index, session, entry.line)
                    text = f"{entry.exercise} {reason}"
                    found.append(Breach(self.slug, self.priority, where, text, 1, 0, "entries"))
        return tuple(found)

    def explain(self) -> str:
        """The rule with this athlete's limits."""
        scenario = self.scenario
        text = (
            f"Exercises are for level {scenario.athlete.level} or below, of technical demand up "
            f"to {scenario.effort.technical} and axial class up to {scenario.lumbar.axial_class}."
        )
        excluded = ", ".join(scenario.exercises.exclude)
        return f"{text} Left out: {excluded}." if excluded else text
