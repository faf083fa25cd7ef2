"""Hinge pair: what hinges may share a session (RF-17, RF-22)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block, Session
from constraints.lines import Line, Tier
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

LOADED_FROM = 2  # axial class from which a hinge loads the lower back
HEAVY_MOST = 1  # heavy hinges in a session (RF-22)


def _is_loaded_hinge(exercise: Exercise) -> bool:
    return exercise.is_hinge and exercise.axial >= LOADED_FROM


@dataclass(frozen=True)
class HingePair:
    """Few loaded hinges share a session, only one of them heavy, and their sets are limited.

    exercises(session) <= most, heavy exercises(session) <= 1, sets(session) <= most sets, over
    hinges of axial class 2 or 3, in every week.
    A lift with back-offs, or its test, is one exercise; it is heavy when any of its entries is.
    Swings and Olympic lifts don't count.
    Units: exercises, sets. Source: FLEX, FEN09, SCL13, P.
    """

    slug: ClassVar[str] = "hinge-pair"
    sentence: ClassVar[str] = "Few loaded hinges share a session, and only one of them is heavy."
    numbers: ClassVar[tuple[str, ...]] = ("lumbar.hinges_session", "lumbar.hinge_sets_session")
    source: ClassVar[tuple[str, ...]] = ("FLEX", "FEN09", "SCL13", "P")
    point: ClassVar[str] = "an exercise, or a set"
    narrows: ClassVar[bool] = False

    priority: Priority
    most: int  # exercises
    most_sets: int

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority, lumbar = scenario.priority(cls.slug, *cls.numbers), scenario.lumbar
        most = lumbar.hinges_session, lumbar.hinge_sets_session
        return () if priority == "off" else (cls(priority, *most),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Exercises, heavy exercises and sets of every session."""
        for week, k in plan.sessions():
            where = place(week, k)
            lifts: dict[str, list[Line]] = {}
            for line in plan.lines_in(week, k):
                if _is_loaded_hinge(plan.exercise(line)):
                    lifts.setdefault(line.exercise, []).append(line)
            # Back-offs come only with the working sets of their lift: those alone tell.
            on = [plan.on[week, k, ln] for own in lifts.values() for ln in own if not _follows(ln)]
            to.at_most(plan.total(on), self.most, where)
            heavy = (self._heavy(plan, week, k, own) for own in lifts.values())
            count = plan.total([literal for literal in heavy if literal is not None])
            to.at_most(count, HEAVY_MOST, where)
            sets = plan.weigh(week, k, lambda exercise: int(_is_loaded_hinge(exercise)))
            to.at_most(sets, self.most_sets, where)

    @staticmethod
    def _heavy(plan: PlanVars, week: int, k: int, lines: list[Line]) -> Literal | None:
        reached = [plan.line_reaches(week, k, line, Tier.HEAVY) for line in lines]
        found = [literal for literal in reached if literal is not None]
        if len(found) <= 1:
            return found[0] if found else None
        return plan.any_of(("heavy", week, k, lines[0].exercise), found)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with too many hinges, two heavy ones, or too many sets."""
        found = []
        for session in block.in_order:
            hinges = [e for e in session.exercises if _is_loaded_hinge(block.exercise(e.exercise))]
            names = {entry.exercise for entry in hinges}
            heavy = {e.exercise for e in hinges if block.entry_tier(e) >= Tier.HEAVY}
            measured = (
                (len(names), self.most, "exercises", "hinges"),
                (len(heavy), HEAVY_MOST, "exercises", "heavy hinges"),
                (sum(entry.sets for entry in hinges), self.most_sets, "sets", "sets of hinges"),
            )
            found += [
                self._breach(session, f"{value} {what}, most {most}", value, most, unit)
                for value, most, unit, what in measured
                if value > most
            ]
        return tuple(found)

    def _breach(self, session: Session, text: str, value: int, most: int, unit: str) -> Breach:
        where, text = place(session.week_index, session), f"{session.day}: {text} in one session"
        return Breach(self.slug, self.priority, where, text, value, most, unit, value - most)

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"A session holds at most {self.most} hinge(s) that load the lower back, one of them "
            f"heavy, and at most {self.most_sets} sets of them."
        )


def _follows(line: Line) -> bool:
    return line.part == "back_off"
