"""Very heavy gap: days between singles and doubles at 90 % of the same lift (REC-5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import before, gaps
from constraints.block import Block, Session
from constraints.lines import PROGRAMMED, Prescription, own_percent, ratio_of
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Slot

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

VERY_HEAVY = 900 - PROGRAMMED  # tenths of a percent of the lift's own 1RM
Of = Callable[[int, int], "Literal | None"]


@dataclass(frozen=True)
class VeryHeavyGap:
    """Very heavy work of one lift lies far apart.

    start(b) - start(a) >= hours, for sessions a < b that both hold the lift at >= 90 % of its 1RM.
    Tests count, and work before the block. Units: hours, local wall clock. Source: TRA21.
    """

    slug: ClassVar[str] = "very-heavy-gap"
    sentence: ClassVar[str] = "Work at 90 % or more of the same lift lies far apart."
    numbers: ClassVar[tuple[str, ...]] = ("recovery.very_heavy_hours",)
    source: ClassVar[tuple[str, ...]] = ("TRA21", "P")
    point: ClassVar[str] = "a pair of sessions"
    narrows: ClassVar[bool] = False

    priority: Priority
    hours: float
    lifts: tuple[str, ...]
    earlier: tuple[tuple[datetime, str], ...] = ()  # start and lift of such work before the block

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked for heavy compounds whose 1RM is known or reckoned by a ratio."""
        priority = scenario.priority(cls.slug, "recovery.very_heavy_hours")
        lifts = tuple(
            name
            for name, exercise in scenario.catalogue.items()
            if exercise.modality == "heavy_compound" and ratio_of(scenario, exercise) is not None
        )
        hours = scenario.recovery.very_heavy_hours
        earlier = tuple(
            (one.start, lift)
            for one in before.sessions(scenario)
            for lift in lifts
            if any(
                work.exercise.id == lift and before.own_tenths(scenario, work) >= VERY_HEAVY
                for work in one.work
            )
        )
        return () if priority == "off" else (cls(priority, hours, lifts, earlier),)

    def _starts(self, lift: str) -> tuple[datetime, ...]:
        return tuple(start for start, name in self.earlier if name == lift)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Pairs of slots that lie too close never both hold the lift very heavy."""
        for lift in self.lifts:

            def very_heavy(week: int, k: int, lift: str = lift) -> Literal | None:
                found = []
                for line in plan.lines_in(week, k):
                    if line.exercise != lift:
                        continue
                    reaches = partial(_is_very_heavy, plan.scenario, plan.exercise(line))
                    literal = plan.does(week, k, line, "very heavy", reaches)
                    found += [] if literal is None else [literal]
                return plan.any_of(("very heavy", week, k, lift), found) if found else None

            def in_slot(slot: Slot, lift: str = lift, of: Of = very_heavy) -> Literal | None:
                return plan.in_slot(slot, ("very heavy", lift), of)

            gaps.post_gap(plan, to, self.hours, in_slot, in_slot)
            gaps.post_after(plan, to, self.hours, self._starts(lift), in_slot)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Pairs of sessions that lie too close."""
        found = []
        for lift in self.lifts:

            def is_very_heavy(session: Session, lift: str = lift) -> bool:
                return any(
                    entry.exercise == lift
                    and _is_very_heavy(block.scenario, block.exercise(lift), entry.prescription)
                    for entry in session.exercises
                )

            pairs = gaps.short_pairs(block, self.hours, is_very_heavy, is_very_heavy)
            days = [(a.day, b, apart) for a, b, apart, _ in pairs]
            after = gaps.short_after(block, self.hours, self._starts(lift), is_very_heavy)
            days += [(start.date(), b, apart) for start, b, apart, _ in after]
            for day, b, apart in days:
                text = f"{lift} on {day} and {b.day}: {apart:g} h, least {self.hours:g}"
                where = place(b.week_index, b, lift)
                found.append(Breach(self.slug, self.priority, where, text, apart, self.hours, "h"))
        return tuple(found)

    def explain(self) -> str:
        """The rule with its days."""
        return f"At least {self.hours / 24:g} days lie between work at 90 % or more of one lift."


def _is_very_heavy(scenario: Scenario, exercise: Exercise, what: Prescription) -> bool:
    return (own_percent(scenario, exercise, what.percent) or 0) >= VERY_HEAVY
