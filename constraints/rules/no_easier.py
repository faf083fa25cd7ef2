"""No easier: loaded work does not get easier on the way through the block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.absences import comes_back
from constraints.block import Block
from constraints.lines import Line, Prescription, tool_of
from constraints.rule import Breach, place
from scenarios import odd_weeks, timeline
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Expr, PlanVars

INSIDE = 98  # percent of the week before: a step between two loads is worth about as much [P]
BORDER = 95  # percent, from the last loading week of a phase to the first of the next [P]
BLOCK = 104  # percent, from the first loading week of the block to the last [P]
BLOCK_BELLS = 102  # the same for kettlebells, of which there are few [P]


@dataclass(frozen=True)
class NoEasier:
    """What loads and reps say of the athlete's strength does not fall, and rises over the block.

    shown = load x (30 + reps) / 30, the one-rep maximum that a set speaks for (Epley). From one
    loading week in which an exercise is trained to the next, shown(late) >= 98 % of
    shown(early) inside a phase and 95 % over a border; and 104 % (kettlebells 102 %) from the
    first full loading week of the block to the last, for exercises that both of them train,
    with at least six such weeks; none of this last in maintenance. A full week loses no day to
    an away span, has no two matches and is no way back from a pause; such a way back may start
    as easy as it likes, and so may an exercise that comes back after weeks without it.
    So fewer reps must come with as much more load: 12 x 30 kg is not followed by 5 x 34 kg.
    Loads that are left open are free, and so is work in seconds, of which Epley knows nothing.
    Units: load. Source: FLEX (Epley), ACSM09, P.
    """

    slug: ClassVar[str] = "no-easier"
    sentence: ClassVar[str] = "Loaded work does not get easier from week to week."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("FLEX", "ACSM09", "P")
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = False

    priority: Priority
    ends: tuple[int, int] | None  # first and last full loading week, where loads rise between
    returns: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority, short = scenario.priority(cls.slug), odd_weeks.short_weeks(scenario)
        weeks = timeline.weeks(scenario)
        loading = [week.index for week in weeks if week.is_loading and week.index not in short]
        rises = scenario.goal.kind != "maintenance" and len(loading) >= 6
        ends = (loading[0], loading[-1]) if rises else None
        returns = odd_weeks.return_weeks(scenario)
        return () if priority == "off" else (cls(priority, ends, returns),)

    @staticmethod
    def _least(weeks: tuple[timeline.Week, ...], early: int, late: int) -> int:
        """Percent of what the early week shows that the late one shows at least."""
        return INSIDE if weeks[early].stretch == weeks[late].stretch else BORDER

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Successive loading weeks, and the two ends of the block."""
        for line in progress.compared_lines(plan):
            if plan.exercise(line).rep_unit != "reps":
                continue
            for early, late, when in progress.posted_pairs(plan, line):
                is_back = comes_back(plan.scenario, line.exercise, early, late)
                is_free = late in self.returns or is_back
                if is_free or progress.has_open_load(plan, line, (early, late)):
                    continue
                fall = self._fall(plan, line, early, late, self._least(plan.weeks, early, late))
                to.at_most(fall, 0, place(late, None, line), when, once=True)
            first, last = self.ends or (0, 0)
            if comes_back(plan.scenario, line.exercise, first, last):
                continue
            if progress.has_open_load(plan, line, (first, last)):
                continue
            if self.ends and plan.compared(first, line) and plan.compared(last, line):
                when = (plan.shows(first, line), plan.shows(last, line))
                fall = self._fall(plan, line, first, last, _rise(plan.scenario, line))
                to.at_most(fall, 0, place(last, None, line), when, once=True)

    @staticmethod
    def _fall(plan: PlanVars, line: Line, early: int, late: int, percent: int) -> Expr:
        was, now = (plan.worth(week, line, progress.shown) for week in (early, late))
        return percent * was - 100 * now

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines that get easier."""
        found: list[Breach] = []
        for line in progress.compared_in(block):
            if block.exercise(line.exercise).rep_unit != "reps":
                continue
            for early, late, before, after in progress.audited_pairs(block, line):
                if late in self.returns or comes_back(block.scenario, line.exercise, early, late):
                    continue
                least = self._least(block.timeline, early, late)
                found += self._judged(line, early, late, before, after, least)
            if self.ends and not comes_back(block.scenario, line.exercise, *self.ends):
                start, end = (block.prescribed(week, line) for week in self.ends)
                if start is not None and end is not None:
                    found += self._judged(line, *self.ends, start, end, _rise(block.scenario, line))
        return tuple(found)

    def _judged(
        self, line: Line, early: int, late: int, before: Prescription, after: Prescription,
        least: int,
    ) -> Iterator[Breach]:  # fmt: skip
        if before.load is None or after.load is None:
            return
        was, now = progress.shown(before), progress.shown(after)
        if 100 * now < least * was:
            text = (
                f"{line.exercise}: {progress.said(before)} in week {shown_week(early)}, "
                f"{progress.said(after)} in week {shown_week(late)}"
            )
            measured, limit = round(now / 3000, 1), round(least * was / 300_000, 1)
            where = place(late, None, line)
            yield Breach(self.slug, self.priority, where, text, measured, limit, "load for one rep")

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"{self.sentence} The 1RM that load and reps speak for keeps {INSIDE} % inside a phase "
            f"and {BORDER} % over a border, and rises by {BLOCK - 100} % over the block, "
            f"with kettlebells by {BLOCK_BELLS - 100} %."
        )


def _rise(scenario: Scenario, line: Line) -> int:
    """Percent of what the first loading week shows that the last one shows at least."""
    tool = tool_of(scenario, scenario.catalogue[line.exercise])
    return BLOCK_BELLS if tool == "kettlebells" else BLOCK
