"""Contacts per week: landings of a whole week, those elsewhere included (evidence 2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class ContactsWeek:
    """A week holds few landings.

    contacts(week) + contacts elsewhere(week) <= most, in every week.
    A contact is one two-foot landing. Sessions planned elsewhere count. The limit is written for
    seven days and scaled to the microcycle.
    Units: contacts. Source: HFS, VIL12, P.
    """

    slug: ClassVar[str] = "contacts-week"
    sentence: ClassVar[str] = "A week holds few landings."
    numbers: ClassVar[tuple[str, ...]] = ("plyometrics.contacts_week",)
    source: ClassVar[tuple[str, ...]] = ("HFS", "VIL12", "P")
    point: ClassVar[str] = "a contact"
    narrows: ClassVar[bool] = False

    priority: Priority
    most: int
    elsewhere: tuple[tuple[int, int], ...]  # week (from 0) and contacts of each session elsewhere

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        most = balance.per_microcycle(scenario.plyometrics.contacts_week, scenario)
        elsewhere = tuple((other.week, other.contacts) for other in timeline.elsewhere(scenario))
        return () if priority == "off" else (cls(priority, most, elsewhere),)

    def _landed(self, week: int) -> int:
        """Contacts of a week that come from elsewhere."""
        return sum(contacts for other, contacts in self.elsewhere if other == week)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Contacts of every week."""
        for week in plan.weeks:
            contacts = plan.total([plan.contacts(week.index, k) for k in plan.labels])
            to.at_most(contacts, self.most - self._landed(week.index), place(week.index))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks with too many contacts."""
        found = []
        for week in block.timeline:
            own = sum(block.contacts(session) for session in block.of_week(week.index))
            contacts = own + self._landed(week.index)
            if contacts > self.most:
                shown = timeline.shown_week(week.index)
                text = f"week {shown}: {contacts} contacts, most {self.most}"
                found.append(
                    Breach(self.slug, self.priority, place(week.index), text, contacts, self.most,
                           "contacts", contacts - self.most)
                )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its limit."""
        text = f"A week holds at most {self.most} jump contacts"
        return f"{text}, those planned elsewhere included." if self.elsewhere else f"{text}."
