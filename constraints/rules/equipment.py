"""Equipment: only exercises whose tools the athlete owns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.catalogue import can_do
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Equipment:
    """An exercise is trained only with tools that the athlete owns.

    For every entry: tools(exercise) holds for the owned tools. Of a test `test-tools` says so.
    Units: none. Source: P.
    """

    slug: ClassVar[str] = "equipment"
    sentence: ClassVar[str] = "Every exercise can be done with the tools that the athlete owns."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = True

    priority: Priority
    owned: frozenset[str]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Always asked."""
        return (cls("must", scenario.equipment.tokens()),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Take exercises without their tools off every menu."""
        for week, line in list(plan.menus):
            if not can_do(plan.exercise(line).equipment, self.owned):
                to.forbid_choice(week, line, lambda _: False)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Entries whose tools are missing."""
        return tuple(
            Breach(
                self.slug, self.priority, place(session.week_index, session, entry.line),
                f"{entry.exercise} needs {block.exercise(entry.exercise).equipment}",
                0, 1, "tools",
            )
            for session in block.in_order
            for entry in session.exercises
            if entry.part != "test"
            and not can_do(block.exercise(entry.exercise).equipment, self.owned)
        )  # fmt: skip

    def explain(self) -> str:
        """The rule with the tools at hand."""
        tools = ", ".join(sorted(self.owned - {"none"})) or "nothing but the floor"
        return f"Exercises need no other tools than {tools}."
