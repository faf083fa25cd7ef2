"""Bodyweight ability: work without a load starts from what the athlete can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block
from constraints.lines import Prescription, recent_set, tool_of
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.strength import RPE_TEN_HALVES
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

AT_ONCE = 2  # halves of a rep above a recent set in the first week [P]
A_WEEK = 1  # halves of a rep more with each week [P]


@dataclass(frozen=True)
class BodyweightAbility:
    """Nobody is asked for more pull-ups than follow from those that were done of late.

    reps + 10 - RPE <= the same of the recent set + 1 + half a rep for each week before this one,
    for exercises without a load of which a recent set is known; it is written with a load of 0.
    Units: reps. Source: RTS (reps in reserve), P.
    """

    slug: ClassVar[str] = "bodyweight-ability"
    sentence: ClassVar[str] = "Bodyweight work starts from what the athlete can do."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("RTS", "P")
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = True

    priority: Priority
    known: tuple[tuple[str, int], ...]  # exercises, and halves of reps that can be done of them

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when a recent set of an exercise without a load is known."""
        priority, known = scenario.priority(cls.slug), []
        for name in sorted(scenario.athlete.recent_sets):
            exercise = scenario.catalogue[name]
            recent = recent_set(scenario, exercise)
            if tool_of(scenario, exercise) is None and recent is not None:
                known.append((name, _most(recent)))
        return (cls(priority, tuple(known)),) if known and priority != "off" else ()

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Take what is too much off the menus."""
        known = dict(self.known)
        for week, line in list(plan.menus):
            if line.exercise in known:
                limit = known[line.exercise] + AT_ONCE + A_WEEK * week

                def allowed(what: Prescription, limit: int = limit) -> bool:
                    return _most(what) <= limit

                to.forbid_choice(week, line, allowed)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks that ask for too much."""
        found, known = [], dict(self.known)
        for line in progress.compared_in(block):
            for week in block.weeks_of(line) if line.exercise in known else ():
                what = block.prescribed(week, line)
                limit = known[line.exercise] + AT_ONCE + A_WEEK * week
                if what is not None and _most(what) > limit:
                    text = f"{line.exercise}: {progress.said(what)} in week {shown_week(week)}"
                    where = place(week, None, line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, _most(what) / 2, limit / 2,
                               "reps at most")
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with what is known."""
        able = ", ".join(f"{name} {most / 2:g}" for name, most in self.known)
        return f"{self.sentence} Reps that can be done at the most: {able}; half a rep more a week."


def _most(what: Prescription) -> int:
    """Reps that can be done at the most, in halves; without an RPE those that are asked for."""
    return 2 * what.reps + (0 if what.rpe is None else RPE_TEN_HALVES - what.rpe)
