"""Row with hinge: a heavy hinge and a hard barbell row ask the same lower back twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import Prescription, Tier
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

MOST_SETS = 4  # RF-33
MOST_RPE = 14  # halves: RPE 7, RF-33


@dataclass(frozen=True)
class RowWithHinge:
    """Next to a heavy hinge, an unsupported row stays short and easy.

    sets(row) <= 4 and RPE(row) <= 7, in every session whose hinge stress is heavy.
    A row is a horizontal pull of axial class 2 or more; supported and one-arm rows are free.
    An effort that is not known is not held against the row.
    Units: sets, RPE. Source: FEN09.
    """

    slug: ClassVar[str] = "row-with-hinge"
    sentence: ClassVar[str] = "A barbell row in a session with a heavy hinge stays short and easy."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("FEN09", "P")
    point: ClassVar[str] = "a set, or a row that is too hard"
    narrows: ClassVar[bool] = False

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority),)

    @staticmethod
    def _is_row(exercise: Exercise) -> bool:
        return exercise.is_horizontal_pull and exercise.axial >= 2

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sets and effort of every row, where its session is heavy."""

        def is_hard(what: Prescription) -> bool:
            return (what.rpe or 0) > MOST_RPE

        for week, k in plan.sessions():
            for line in plan.lines_in(week, k):
                if line.part != "work" or not self._is_row(plan.exercise(line)):
                    continue
                heavy, where = plan.reaches(week, k, Tier.HEAVY), place(week, k, line)
                to.at_most(plan.sets[week, k, line], MOST_SETS, where, when=[heavy])
                hard = plan.does(week, k, line, "hard row", is_hard)
                if hard is not None:
                    to.forbid([heavy, hard], where)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Rows that are too long or too hard for their session."""
        found = []
        for session in block.in_order:
            if block.tier(session) < Tier.HEAVY:
                continue
            for entry in session.exercises:
                if entry.part != "work" or not self._is_row(block.exercise(entry.exercise)):
                    continue
                where = place(session.week_index, session, entry.line)
                day = f"{entry.exercise} on {session.day} next to a heavy hinge"
                if entry.sets > MOST_SETS:
                    text = f"{day}: {entry.sets} sets, at most {MOST_SETS}"
                    found.append(
                        Breach(self.slug, self.priority, where, text, entry.sets, MOST_SETS,
                               "sets", entry.sets - MOST_SETS)
                    )  # fmt: skip
                rpe = entry.prescription.rpe or 0
                if rpe > MOST_RPE:
                    text = f"{day}: RPE {rpe / 2:g}, at most {MOST_RPE / 2:g}"
                    found.append(
                        Breach(self.slug, self.priority, where, text, rpe / 2, MOST_RPE / 2, "RPE")
                    )
        return tuple(found)

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"Next to a heavy hinge, a barbell row has at most {MOST_SETS} sets "
            f"at RPE {MOST_RPE / 2:g} or less."
        )
