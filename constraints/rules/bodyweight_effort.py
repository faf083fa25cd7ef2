"""Bodyweight effort: reps and RPE of work without a load fit together from week to week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import held, progress
from constraints.absences import comes_back
from constraints.block import Block
from constraints.lines import Line, Prescription, tool_of
from constraints.rule import Breach, place
from constraints.shown_effort import harder_than_asked, is_weaker, most_reps
from scenarios import timeline
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

FALL, RISE = 2, 4  # halves of a rep, from one week to the next [P]
MANY_REPS, COARSE_STEP = 12, 6  # reps from which their grid is coarse (12, 15, 20), and halves [P]
BLOCK = 150  # percent, from the first loading week of the block to the last [P]
AT_ONCE, A_WEEK = 4, 1  # halves of a rep after a set that was harder than asked for [P]
APART = 3  # weeks; what was done longer ago says nothing of this week [P]


@dataclass(frozen=True)
class BodyweightEffort:
    """What the reps and RPE of bodyweight work say of the athlete changes by little.

    most = reps + 10 - RPE is what could be done at the most. For successive weeks, at most three
    apart, in which an exercise without a load is trained, deloads and tapers included,
    most(early) - 1 <= most(late) <= most(early) + 2 (3 either way from 12 reps on, where the grid
    of reps is coarse): who does 8 at RPE 8 does not find 8 at RPE 5 a week later, and fewer reps
    are easier. From the first loading week of the block to the last,
    most(late) <= 1.5 x most(early).
    What was harder than asked for counts as hard as it was: the rest of its week owes nothing to
    the week before, and more comes back slowly: most(late) <= most(early) + 2 + half a rep for
    each week since, until it is done as asked for; deloads are free of that. What it allows is
    exceeded by as little as can be.
    Exercises without an RPE (core work, jumps) are free, and work in seconds; a week whose RPE is
    left out says nothing, neither of the week before nor of the next.
    Units: reps. Source: RTS (reps in reserve), P.
    """

    slug: ClassVar[str] = "bodyweight-effort"
    sentence: ClassVar[str] = "Reps and RPE of bodyweight work fit together from week to week."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("RTS", "P")
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = False

    priority: Priority
    ends: tuple[int, int] | None  # first and last loading week

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        loading = [week.index for week in timeline.weeks(scenario) if week.is_loading]
        ends = (loading[0], loading[-1]) if len(loading) > 1 else None
        return () if priority == "off" else (cls(priority, ends),)

    @staticmethod
    def _counts(scenario: Scenario, exercise: Exercise) -> bool:
        has_effort = exercise.rep_unit == "reps" and exercise.modality != "core"
        return has_effort and tool_of(scenario, exercise) is None

    def lines(self, block: Block) -> tuple[Line, ...]:
        """The lines of a block that it judges."""
        return tuple(
            line
            for line in progress.compared_in(block)
            if self._counts(block.scenario, block.exercise(line.exercise))
        )

    @staticmethod
    def _slowly(scenario: Scenario, line: Line) -> Iterator[tuple[int, int]]:
        """Weeks to come after one that was harder than asked for, and what they ask for at most."""
        found = harder_than_asked(scenario, line)
        if found is None:
            return
        last, most = found
        for week in timeline.weeks(scenario)[last:]:
            if not week.deload:
                yield week.index, most + AT_ONCE + A_WEEK * (week.index - last)

    @staticmethod
    def _may_fall(scenario: Scenario, line: Line, early: int, late: int) -> bool:
        """Whether the later of two weeks owes nothing to the earlier."""
        is_back = comes_back(scenario, line.exercise, early, late)
        return is_back or is_weaker(scenario, line, late)

    @staticmethod
    def _pairs(plan: PlanVars, line: Line) -> Iterator[tuple[int, int, tuple[Literal, ...]]]:
        """Successive weeks of a line with an RPE; what lies between them does not train it."""
        weeks = [week.index for week in plan.weeks if plan.compared(week.index, line)]
        for number, late in enumerate(weeks):
            for early in weeks[:number]:
                known = _when_known(plan, line, early, late) if late - early <= APART else None
                if known is not None:
                    between = [plan.shows(w, line).Not() for w in weeks if early < w < late]
                    yield early, late, (*known, *between)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Both directions of each pair of weeks, and the two ends of the block."""
        for line in progress.compared_lines(plan):
            if not self._counts(plan.scenario, plan.exercise(line)):
                continue
            most = {week.index: plan.worth(week.index, line, most_reps) for week in plan.weeks}
            for early, late, when in self._pairs(plan, line):
                low, high = (plan.worth(early, line, end) for end in (_least_after, _most_after))
                where = place(late, None, line)
                is_fact = held.is_over(plan.scenario, early)  # then every half of a rep is told
                to.at_most(most[late], high, where, when, once=not is_fact)
                if not self._may_fall(plan.scenario, line, early, late):
                    to.at_least(most[late], low, where, when, once=True)
            for late, limit in self._slowly(plan.scenario, line):
                known = _when_known(plan, line, late) if plan.choices(late, line) else None
                if known is not None:
                    to.at_most(most[late], limit, place(late, None, line), known)
            first, last = self.ends or (0, 0)
            if plan.compared(first, line) and plan.compared(last, line) and first < last:
                known = _when_known(plan, line, first, last)
                if known is not None:
                    gain = 100 * most[last] - BLOCK * most[first]
                    to.at_most(gain, 0, place(last, None, line), known, once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks that say something else of the athlete than the weeks before."""
        found: list[Breach] = []
        for line in self.lines(block):
            for early, late in pairwise(block.weeks_of(line)):
                before, after = block.prescribed(early, line), block.prescribed(late, line)
                if before is not None and after is not None and late - early <= APART:
                    may_fall = self._may_fall(block.scenario, line, early, late)
                    ends = 0 if may_fall else _least_after(before), _most_after(before)
                    is_fact = held.is_over(block.scenario, early)
                    found += self._judged(line, early, late, before, after, ends, is_fact)
            for late, limit in self._slowly(block.scenario, line):
                after = block.prescribed(late, line)
                if after is not None and after.rpe is not None and most_reps(after) > limit:
                    text = (
                        f"{line.exercise}: {progress.said(after)} in week {shown_week(late)}, soon "
                        "after it was harder than planned"
                    )
                    most, where = most_reps(after), place(late, None, line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, most / 2, limit / 2,
                               "reps at most", most - limit)
                    )  # fmt: skip
            if self.ends is not None:
                before, after = (block.prescribed(week, line) for week in self.ends)
                if before is not None and after is not None:
                    ends = 0, BLOCK * most_reps(before) // 100
                    found += self._judged(line, *self.ends, before, after, ends)
        return tuple(found)

    def _judged(
        self, line: Line, early: int, late: int, before: Prescription, after: Prescription,
        ends: tuple[int, int], is_fact: bool = False,
    ) -> Iterator[Breach]:  # fmt: skip
        most = most_reps(after)
        if before.rpe is None or after.rpe is None or ends[0] <= most <= ends[1]:
            return
        text = (
            f"{line.exercise}: {progress.said(before)} in week {shown_week(early)}, "
            f"{progress.said(after)} in week {shown_week(late)}"
        )
        limit = ends[0] if most < ends[0] else ends[1]
        where = place(late, None, line)
        excess = most - ends[1] if is_fact and most > ends[1] else 1
        yield Breach(
            self.slug, self.priority, where, text, most / 2, limit / 2, "reps at most", excess
        )

    def explain(self) -> str:
        """The rule as it stands."""
        return (
            f"{self.sentence} Reps and reps in reserve together fall by one at most and rise by "
            "two: 8 at RPE 8 is followed by 8 at RPE 7, not by 8 at RPE 5."
        )


def _when_known(plan: PlanVars, line: Line, *weeks: int) -> tuple[Literal, ...] | None:
    """What must hold so that a line has an RPE in each of these weeks; None where it may lack one.

    What was done without one says nothing, but what is to come in the same week does.
    """
    found = []
    for week in weeks:
        choices = plan.choices(week, line)
        if any(what.rpe is None for what, _ in choices):
            return None
        is_known = all(what.rpe is not None for what, _ in plan.compared(week, line))
        if not is_known and not choices:
            return None
        found.append(plan.shows(week, line) if is_known else plan.coming[week, line])
    return tuple(found)


def _least_after(what: Prescription) -> int:
    """Fewest that can be done at the most in the week that follows, in halves."""
    return most_reps(what) - (COARSE_STEP if what.reps >= MANY_REPS else FALL)


def _most_after(what: Prescription) -> int:
    """Most that can be done at the most in the week that follows, in halves."""
    return most_reps(what) + (COARSE_STEP if what.reps >= MANY_REPS else RISE)
