"""Core: core work in enough sessions of a week (RF-31)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars


@dataclass(frozen=True)
class Core:
    """Enough sessions of a week hold a core exercise.

    sessions with a core exercise(week) >= min(least, sessions(week)), in loading weeks without a
    test in which the athlete can train one.
    Direct core work counts; what core gets from hinges and carries over doesn't. Two core
    exercises in a session are one session.
    Units: sessions. Source: P.
    """

    slug: ClassVar[str] = "core"
    sentence: ClassVar[str] = "Enough sessions of a week hold a core exercise."
    numbers: ClassVar[tuple[str, ...]] = ("balance.core_sessions",)
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    least: int
    weeks: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off, zero, or out of the athlete's reach."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        least = scenario.balance.core_sessions
        weeks = balance.weeks_with(scenario, lambda exercise: exercise.is_core)
        return () if priority == "off" or not weeks or not least else (cls(priority, least, weeks),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sessions with a core exercise, as many as asked or as are held."""

        def has_core(week: int, k: int) -> Literal | None:
            lines = [line for line in plan.lines_in(week, k) if plan.exercise(line).is_core]
            ons = [plan.on[week, k, line] for line in lines]
            return plan.any_of(("core", week, k), ons) if ons else None

        for week in sorted(self.weeks):
            found = (has_core(week, k) for k in plan.labels)
            count = plan.total([literal for literal in found if literal is not None])
            to.at_least(count, plan.held_up_to(week, self.least), place(week))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks with core work in too few sessions."""
        found = []
        for week in sorted(self.weeks):
            sessions = block.of_week(week)
            least = min(self.least, len(sessions))
            count = sum(
                any(block.exercise(entry.exercise).is_core for entry in session.exercises)
                for session in sessions
            )
            if count < least:
                text = f"week {shown_week(week)}: core work in {count} session(s), least {least}"
                found.append(
                    Breach(self.slug, self.priority, place(week), text, count, least, "sessions",
                           least - count)
                )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its number."""
        return f"At least {self.least} session(s) of a loading week hold a core exercise."
