"""Swaps: sessions keep their exercises from phase to phase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import Line
from constraints.rule import Breach, place
from constraints.stretches import borders, trained_by_stretch, with_own_weeks
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars


@dataclass(frozen=True)
class Swaps:
    """Each exercise that is new in a session of the next phase costs a little.

    exercises(label, stretch) - exercises(label, stretch before), counted; tapers are free, and so
    are exercises with `weeks` of their own.
    Units: exercises. Source: KAS22, P.
    """

    slug: ClassVar[str] = "swaps"
    sentence: ClassVar[str] = "Sessions keep their exercises from phase to phase."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("KAS22", "P")
    point: ClassVar[str] = "an exercise new in a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    free: frozenset[str]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority, with_own_weeks(scenario)),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Lines in a template that were not in the one before."""
        for before, week in borders(plan.scenario):
            if week.phase == "taper":
                continue
            for k in plan.labels:
                new: list[Literal] = []
                for line in plan.lines:
                    if line.exercise not in self.free:
                        self._add_new(plan, new, line, k, before, week.stretch)
                to.at_most(plan.total(new), 0, place(week.index, k))

    @staticmethod
    def _add_new(
        plan: PlanVars, new: list[Literal], line: Line, k: int, before: int, after: int
    ) -> None:
        now, then = plan.uses.get((after, k, line)), plan.uses.get((before, k, line))
        if now is None:
            return
        if then is None:
            new.append(now)
            return
        fresh = plan.model.new_bool_var(f"t{after} s{k} {line} fresh")
        plan.model.add_bool_or([fresh, now.Not(), then])
        new.append(fresh)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with new exercises at a border."""
        trained = trained_by_stretch(block)
        found = []
        for before, week in borders(block.scenario):
            if week.phase == "taper":
                continue
            for label, names in sorted(trained.get(week.stretch, {}).items()):
                then = trained.get(before, {}).get(label, set())
                new = sorted(names - then - self.free)
                if new:
                    begin = shown_week(week.index)  # the session may first be held later
                    text = f"session {label} from week {begin} on: new {', '.join(new)}"
                    where = place(week.index).model_copy(update={"session": label})
                    found.append(
                        Breach(self.slug, self.priority, where, text, len(new), 0, "exercises",
                               len(new))
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence
