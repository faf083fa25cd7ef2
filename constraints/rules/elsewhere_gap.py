"""Elsewhere gap: a heavy hinge keeps away from hard sessions that are planned elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import Tier
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class ElsewhereGap:
    """A heavy hinge lies some hours from a session elsewhere that loads the lower back much.

    |start(hinge) - start(other)| >= hours, for hinges of a tier and above, and sessions
    elsewhere of as many axial points as count as hard, before and after. Local wall-clock
    hours. A test is free, for its day is given. The hinges of those sessions are for `hinge-
    gap`.
    Units: hours, axial points. Source: P.
    """

    slug: ClassVar[str] = "elsewhere-gap"
    sentence: ClassVar[str] = "Heavy hinges keep away from hard sessions elsewhere."
    numbers: ClassVar[tuple[str, ...]] = ("recovery.elsewhere_hours", "recovery.elsewhere_axial")
    tier: ClassVar[Tier] = Tier.HEAVY
    key: ClassVar[str] = "elsewhere_hours"
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    hours: float
    starts: tuple[datetime, ...]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when there are such sessions elsewhere."""
        priority, ours = scenario.priority(cls.slug, *cls.numbers), scenario.recovery
        starts = tuple(
            other.start
            for other in timeline.elsewhere(scenario)
            if other.axial >= ours.elsewhere_axial
        )
        if priority == "off" or not starts:
            return ()
        return (cls(priority, getattr(ours, cls.key), starts),)

    def _closest(self, start: datetime) -> float | None:
        """Hours to the nearest hard session elsewhere that is too close."""
        apart = [abs(timeline.hours_between(other, start)) for other in self.starts]
        return min((hours for hours in apart if hours < self.hours), default=None)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Slots that lie too close hold no such hinge."""
        for slot in plan.slots:
            hinge = None if slot.is_test else plan.slot_reaches(slot, self.tier)
            if hinge is not None and self._closest(slot.start) is not None:
                to.forbid([hinge], place(slot.week))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with such a hinge that lie too close."""
        found = []
        for session in block.in_order:
            apart = self._closest(session.local_start)
            if apart is None or session.is_test or block.tier(session) < self.tier:
                continue
            text = f"{session.day}: {self._what} hinge {apart:g} h from a hard session elsewhere"
            where = place(session.week_index, session)
            found.append(Breach(self.slug, self.priority, where, text, apart, self.hours, "h"))
        return tuple(found)

    @property
    def _what(self) -> str:
        return self.tier.name.lower()

    def explain(self) -> str:
        """The rule with its hours."""
        return f"{self.sentence} At least {self.hours:g} hours lie between, start to start."


@dataclass(frozen=True)
class ElsewhereModerateGap(ElsewhereGap):
    """Moderate hinges too: none before or after squats on the same day; else as `ElsewhereGap`."""

    slug: ClassVar[str] = "elsewhere-moderate-gap"
    sentence: ClassVar[str] = "Moderate hinges stand apart from hard sessions elsewhere."
    numbers: ClassVar[tuple[str, ...]] = (
        "recovery.elsewhere_moderate_hours", "recovery.elsewhere_axial",
    )  # fmt: skip
    tier: ClassVar[Tier] = Tier.MODERATE
    key: ClassVar[str] = "elsewhere_moderate_hours"
