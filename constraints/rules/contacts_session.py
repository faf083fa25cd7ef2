"""Contacts per session: landings and jump exercises of one session (RF-18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class ContactsSession:
    """A session holds few landings and few jump exercises.

    contacts(session) <= most, jump exercises(session) <= most exercises, in every week.
    A contact is one two-foot landing: sets times reps of every jump.
    Units: contacts, exercises. Source: POT16, PLY1, HFS, P.
    """

    slug: ClassVar[str] = "contacts-session"
    sentence: ClassVar[str] = "A session holds few landings and few jump exercises."
    numbers: ClassVar[tuple[str, ...]] = (
        "plyometrics.contacts_session", "plyometrics.exercises_session",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("POT16", "PLY1", "HFS", "P")
    point: ClassVar[str] = "a contact, or an exercise"
    narrows: ClassVar[bool] = False

    priority: Priority
    most: int
    exercises: int

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority, limits = scenario.priority(cls.slug, *cls.numbers), scenario.plyometrics
        most = limits.contacts_session, limits.exercises_session
        return () if priority == "off" else (cls(priority, *most),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Contacts and jump exercises of every session."""
        for week, k in plan.sessions():
            jumps = [line for line in plan.lines_in(week, k) if plan.exercise(line).is_jump]
            count = plan.total([plan.on[week, k, line] for line in jumps])
            to.at_most(plan.contacts(week, k), self.most, place(week, k))
            to.at_most(count, self.exercises, place(week, k))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with too many contacts or jump exercises."""
        found = []
        for session in block.in_order:
            names = {e.exercise for e in session.exercises if block.exercise(e.exercise).is_jump}
            measured = (
                (block.contacts(session), self.most, "contacts"),
                (len(names), self.exercises, "exercises"),
            )
            for value, most, unit in measured:
                if value > most:
                    where = place(session.week_index, session)
                    what = "contacts" if unit == "contacts" else "jump exercises"
                    text = f"{session.day}: {value} {what} in one session, most {most}"
                    found.append(
                        Breach(self.slug, self.priority, where, text, value, most, unit,
                               value - most)
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its limits."""
        return (
            f"A session holds at most {self.most} jump contacts, in at most {self.exercises} "
            "exercise(s)."
        )
