"""Jumps after hinge: the day after a heavy hinge is not the day for the most jumps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import before
from constraints.block import Block
from constraints.lines import Tier
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

DAY = timedelta(days=1)


@dataclass(frozen=True)
class JumpsAfterHinge:
    """A session on the day after a heavy hinge session has fewer than the most contacts.

    contacts(b) <= contacts_session - 1, where a session on the day before b reaches heavy.
    Heavy hinges planned elsewhere, those before the block and tests count as a.
    Units: contacts. Source: STACK, P.
    """

    slug: ClassVar[str] = "jumps-after-hinge"
    sentence: ClassVar[str] = "The day after a heavy hinge has fewer jumps than a session may have."
    numbers: ClassVar[tuple[str, ...]] = ("plyometrics.contacts_session",)
    source: ClassVar[tuple[str, ...]] = ("STACK", "P")
    point: ClassVar[str] = "a contact"
    narrows: ClassVar[bool] = False

    priority: Priority
    contacts: int
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off; not where no jump is allowed at all."""
        priority, contacts = scenario.priority(cls.slug), scenario.plyometrics.contacts_session
        return () if priority == "off" or contacts == 0 else (cls(priority, contacts, scenario),)

    @cached_property
    def _heavy_days(self) -> frozenset[date]:
        """Days of heavy hinges that are not ours."""
        days = {s.start.date() for s in timeline.elsewhere(self.scenario) if s.hinge == "heavy"}
        earlier = before.sessions(self.scenario)
        return frozenset(days | {s.start.date() for s in earlier if s.tier == Tier.HEAVY})

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Fewer contacts in every slot whose day before may be, or is, heavy."""
        most = self.contacts - 1
        for slot in plan.slots:
            heavy = [] if slot.day - DAY in self._heavy_days else [
                plan.slot_reaches(other, Tier.HEAVY)
                for other in plan.slots
                if other.day == slot.day - DAY
            ]  # fmt: skip
            for k in plan.labels:
                here = plan.at.get((slot.week, k, slot.index))
                if here is None:
                    continue
                contacts, where = plan.contacts(slot.week, k), place(slot.week, k)
                if slot.day - DAY in self._heavy_days:
                    to.at_most(contacts, most, where, when=[here])
                for literal in heavy:
                    if literal is not None:
                        to.at_most(contacts, most, where, when=[here, literal])

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with the most contacts the day after a heavy hinge."""
        found = []
        heavy = {s.day for s in block.in_order if block.tier(s) == Tier.HEAVY} | self._heavy_days
        for session in block.in_order:
            contacts = block.contacts(session)
            if session.day - DAY in heavy and contacts >= self.contacts:
                text = f"{session.day}: {contacts} jump contacts the day after a heavy hinge"
                where, most = place(session.week_index, session), self.contacts - 1
                found.append(
                    Breach(self.slug, self.priority, where, text, contacts, most, "contacts",
                           contacts - most)
                )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with this athlete's contacts."""
        return f"The day after a heavy hinge has fewer than {self.contacts} jump contacts."
