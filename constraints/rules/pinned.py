"""Pinned: exercises that the athlete wants in every week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.balance import lacks_tools
from constraints.block import Block
from constraints.lines import Line
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Week, shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Pinned:
    """Every pinned exercise is trained in every loading week.

    sessions(w) that train it >= 1, for every exercise in `exercises.pin` and every loading week w
    that lies in the exercise's own `weeks` and has an open day with its tools.
    Deload and taper weeks may drop it. Units: sessions. Source: P (the athlete's own).
    """

    slug: ClassVar[str] = "pinned"
    sentence: ClassVar[str] = "Pinned exercises are trained in every loading week."
    numbers: ClassVar[tuple[str, ...]] = ("exercises.pin",)
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where an exercise is pinned, unless turned off."""
        priority = scenario.priority(cls.slug, "exercises.pin")
        skip = priority == "off" or not scenario.exercises.pin
        return () if skip else (cls(priority, scenario),)

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.scenario.exercises.pin))

    def _is_asked(self, week: Week, name: str) -> bool:
        weeks = self.scenario.limits(name).weeks
        is_inside = weeks is None or weeks[0] <= shown_week(week.index) <= weeks[1]
        is_open = bool(timeline.open_days(self.scenario)[week.index])
        exercise = self.scenario.catalogue[name]
        is_open = is_open and not lacks_tools(self.scenario, exercise, week.index)
        return week.is_loading and is_inside and is_open

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Trained at least once in each of these weeks."""
        for name in self._names:
            for week in plan.weeks:
                if self._is_asked(week, name):
                    trained = plan.trained.get((week.index, Line(name)))
                    to.require([] if trained is None else [trained], place(week.index, None, name))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks that lack a pinned exercise."""
        found = []
        for name in self._names:
            for week in block.timeline:
                trained = any(
                    entry.line == Line(name)
                    for session in block.of_week(week.index)
                    for entry in session.exercises
                )
                if self._is_asked(week, name) and not trained:
                    text = f"week {shown_week(week.index)} lacks {name}, which is pinned"
                    where = place(week.index, None, name)
                    found.append(Breach(self.slug, self.priority, where, text, 0, 1, "sessions"))
        return tuple(found)

    def explain(self) -> str:
        """The rule with the athlete's exercises."""
        return f"Every loading week trains {', '.join(self._names)}."
