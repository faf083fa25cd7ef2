"""Stability: exercises stay for a phase, and few are new in the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block, Session
from constraints.rule import Breach, place
from constraints.stretches import borders, trained_by_stretch, with_own_weeks
from scenarios.odd_weeks import loose_weeks
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Stability:
    """Inside a phase every session keeps its exercises; at a border few are new.

    exercises(label, week a) = exercises(label, week b) for loading weeks a, b of one stretch;
    deload and taper weeks, weeks with two matches and the first week to come when the block is
    planned again drop exercises but add none;
    new exercises at a border <= swaps, and none is new in a taper.
    Exercises with `weeks` of their own do not count as new. Back-offs belong to their lift.
    Units: exercises. Source: KAS22, BAZ19, P.
    """

    slug: ClassVar[str] = "stability"
    sentence: ClassVar[str] = "Exercises stay for a phase, and few are new in the next."
    numbers: ClassVar[tuple[str, ...]] = ("progression.swaps",)
    source: ClassVar[tuple[str, ...]] = ("KAS22", "BAZ19", "P")
    point: ClassVar[str] = "an exercise"
    narrows: ClassVar[bool] = False

    priority: Priority
    swaps: int
    free: frozenset[str]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug, "progression.swaps")
        free = with_own_weeks(scenario)
        return () if priority == "off" else (cls(priority, scenario.progression.swaps, free),)

    def _allowed(self, is_taper: bool) -> int:
        return 0 if is_taper else self.swaps

    def post(self, plan: PlanVars, to: Posting) -> None:
        """New exercises at each border; templates keep the rest by construction."""
        for before, week in borders(plan.scenario):
            new = []
            for line in plan.lines:
                now, then = plan.used(week.stretch, line), plan.used(before, line)
                if now is None or line.exercise in self.free:
                    continue
                if then is None:
                    new.append(now)
                else:
                    fresh = plan.model.new_bool_var(f"t{week.stretch} {line} new")
                    plan.model.add_bool_or([fresh, now.Not(), then])
                    new.append(fresh)
            limit = self._allowed(week.phase == "taper")
            to.at_most(plan.total(new), limit, place(week.index))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions whose exercises change inside a phase, and borders with too many new ones."""
        return (*self._changes(block), *self._borders(block))

    def _changes(self, block: Block) -> list[Breach]:
        templates: dict[tuple[int, str], frozenset[str]] = {}
        whole: set[tuple[int, str]] = set()  # templates that a session has to train as a whole
        found = []
        loose = loose_weeks(block.scenario)

        def keeps(session: Session) -> bool:
            return block.timeline[session.week_index].is_loading and (
                session.week_index not in loose
            )

        for session in sorted(block.in_order, key=lambda one: not keeps(one)):
            if session.is_test:  # it holds nothing else
                continue
            week = block.timeline[session.week_index]
            names = block.template(session)
            key = (week.stretch, session.label)
            if key not in whole:  # sessions that may drop exercises show the template together
                templates[key] = templates.get(key, frozenset()) | names
                if keeps(session):
                    whole.add(key)
                continue
            odd = names ^ templates[key] if keeps(session) else names - templates[key]
            if odd:
                text = f"{session.day}: {', '.join(sorted(odd))} changes inside the phase"
                where = place(week.index, session)
                found.append(
                    Breach(self.slug, self.priority, where, text, len(odd), 0, "exercises",
                           len(odd))
                )  # fmt: skip
        return found

    def _borders(self, block: Block) -> list[Breach]:
        trained = {
            stretch: set().union(*labels.values())
            for stretch, labels in trained_by_stretch(block).items()
        }
        found = []
        for before, week in borders(block.scenario):
            now, then = trained.get(week.stretch, set()), trained.get(before, set())
            new = sorted(now - then - self.free)
            limit = self._allowed(week.phase == "taper")
            if len(new) > limit:
                text = f"week {shown_week(week.index)}: {', '.join(new)} are new, allowed {limit}"
                found.append(
                    Breach(self.slug, self.priority, place(week.index), text, len(new), limit,
                           "exercises", len(new) - limit)
                )  # fmt: skip
        return found

    def explain(self) -> str:
        """The rule with its number."""
        return (
            "Inside a phase every session keeps its exercises; at a border at most "
            f"{self.swaps} are new, and none in a taper."
        )
