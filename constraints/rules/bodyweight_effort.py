"""Bodyweight effort: reps and RPE of work without a load fit together from week to week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block
from constraints.lines import Line, Prescription, tool_of
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario
from scenarios.strength import RPE_TEN_HALVES
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

STEP = 2  # halves of a rep [P]
MANY_REPS = 12  # from here on the grid of reps is coarse: 12, 15, 20, 25
COARSE_STEP = 6


@dataclass(frozen=True)
class BodyweightEffort:
    """What the reps and RPE of bodyweight work say of the athlete changes by a rep at most.

    |most(late) - most(early)| <= 1 (3 from 12 reps on, where the grid of reps is coarse), where
    most = reps + 10 - RPE is what the athlete could do at the most, for successive weeks, at most
    three apart, in which an exercise without a load is trained, deloads and tapers included: who
    does 8 at RPE 8 does not find 8 at RPE 6 a week later, and fewer reps are easier. Exercises
    without an RPE (core work, jumps) are free.
    Units: reps. Source: RTS (reps in reserve), P.
    """

    slug: ClassVar[str] = "bodyweight-effort"
    sentence: ClassVar[str] = "Reps and RPE of bodyweight work fit together from week to week."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("RTS", "P")
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = False
    apart: ClassVar[int] = 3  # weeks

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority),)

    @staticmethod
    def _counts(scenario: Scenario, exercise: Exercise) -> bool:
        return exercise.rep_unit == "reps" and tool_of(scenario, exercise) is None

    def _pairs(self, plan: PlanVars, line: Line) -> Iterator[tuple[int, int, tuple[Literal, ...]]]:
        """Successive weeks of a line; what lies between them does not train it."""
        apart = self.apart
        weeks = [week.index for week in plan.weeks if plan.choices(week.index, line)]
        for number, late in enumerate(weeks):
            for early in (week for week in weeks[:number] if late - week <= apart):
                between = [plan.trained[w, line].Not() for w in weeks if early < w < late]
                yield early, late, (plan.trained[early, line], plan.trained[late, line], *between)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Both directions of each pair of weeks."""
        for line in progress.compared_lines(plan):
            if not self._counts(plan.scenario, plan.exercise(line)):
                continue
            most = {
                week.index: plan.worth(week.index, line, _most)
                for week in plan.weeks
                if all(what.rpe is not None for what, _ in plan.choices(week.index, line))
            }
            for early, late, when in self._pairs(plan, line):
                if early in most and late in most:
                    change, where = most[late] - most[early], place(late, None, line)
                    step = plan.worth(early, line, _step)
                    to.at_most(change, step, where, when, once=True)
                    to.at_most(-change, step, where, when, once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks that say something else of the athlete than the week before."""
        found = []
        for line in progress.compared_in(block):
            if not self._counts(block.scenario, block.exercise(line.exercise)):
                continue
            for early, late in pairwise(block.weeks_of(line)):
                before, after = block.prescribed(early, line), block.prescribed(late, line)
                if before is None or after is None or before.rpe is None or after.rpe is None:
                    continue
                change, step = _most(after) - _most(before), _step(before)
                if abs(change) > step and late - early <= self.apart:
                    text = (
                        f"{line.exercise}: {progress.said(before)} in week {shown_week(early)}, "
                        f"{progress.said(after)} in week {shown_week(late)}"
                    )
                    limit = (_most(before) + (step if change > 0 else -step)) / 2
                    where = place(late, None, line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, _most(after) / 2, limit,
                               "reps at most")
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return (
            f"{self.sentence} Reps and reps in reserve together change by one at most: 8 at RPE 8 "
            "is followed by 8 at RPE 7, not 6."
        )


def _step(what: Prescription) -> int:
    """How far what could be done may change after this, in halves of a rep."""
    return COARSE_STEP if what.reps >= MANY_REPS else STEP


def _most(what: Prescription) -> int:
    """Reps that could be done at the most, in halves; 0 where no effort is asked for."""
    return 0 if what.rpe is None else 2 * what.reps + RPE_TEN_HALVES - what.rpe
