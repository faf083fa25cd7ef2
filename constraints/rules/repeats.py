"""Repeats: the same exercise comes back only so often in a week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block
from constraints.lines import Line
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

OFTEN = ("plyometric", "core", "ballistic")  # light enough for every session


@dataclass(frozen=True)
class Repeats:
    """In a loading week few sessions hold the same exercise.

    sessions(w) that train it <= heavy for a heavy compound lift, <= other for accessories,
    isolation and Olympic lifts. Jumps, core and swings are free, and so are exercises for which
    the athlete gives `sessions_week`. Written for seven days, scaled to the microcycle.
    Units: sessions. Source: PRS, CRE, P.
    """

    slug: ClassVar[str] = "repeats"
    sentence: ClassVar[str] = "The same exercise comes back only so often in a week."
    numbers: ClassVar[tuple[str, ...]] = ("balance.heavy_sessions", "balance.accessory_sessions")
    source: ClassVar[tuple[str, ...]] = ("PRS", "CRE", "P")
    point: ClassVar[str] = "a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    heavy: int
    other: int

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority, ours = scenario.priority(cls.slug, *cls.numbers), scenario.balance
        heavy = balance.per_microcycle(ours.heavy_sessions, scenario)
        other = balance.per_microcycle(ours.accessory_sessions, scenario)
        return () if priority == "off" else (cls(priority, heavy, other),)

    def _most(self, scenario: Scenario, exercise: Exercise) -> int | None:
        if exercise.modality in OFTEN or scenario.limits(exercise.id).sessions_week is not None:
            return None
        return self.heavy if exercise.modality == "heavy_compound" else self.other

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sessions of a week that train a line."""
        for week in plan.loading_weeks:
            for line in plan.lines:
                most = self._most(plan.scenario, plan.exercise(line))
                keys = [(week, k, line) for k in plan.labels if (week, k, line) in plan.on]
                if most is not None and len(keys) > most:
                    ons = plan.total([plan.on[key] for key in keys])
                    to.at_most(ons, most, place(week, None, line))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Exercises that come back too often."""
        found = []
        for week in block.loading_weeks:
            sessions = [s for s in block.of_week(week) if not s.is_test]
            names = sorted({e.exercise for s in sessions for e in s.exercises})
            for name in names:
                most = self._most(block.scenario, block.exercise(name))
                count = sum(Line(name) in {e.line for e in s.exercises} for s in sessions)
                if most is not None and count > most:
                    text = f"week {shown_week(week)}: {name} in {count} sessions, most {most}"
                    where = place(week, None, name)
                    found.append(
                        Breach(self.slug, self.priority, where, text, count, most, "sessions",
                               count - most)
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"In a loading week a heavy lift is in {self.heavy} session(s) at most, an accessory "
            f"in {self.other}."
        )
