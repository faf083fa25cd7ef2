"""Steady sets: inside a phase a session changes by a set at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block, Session
from constraints.lines import Line, by_reps
from constraints.rule import Breach, place
from scenarios import odd_weeks, timeline
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Expr, Literal, PlanVars


@dataclass(frozen=True)
class SteadySets:
    """Sets of an exercise in a session change by one at most, and do not fall before the peak.

    0 <= sets(late) - sets(early) <= 1 for a line of a session in successive loading weeks of one
    stretch; -1 is allowed too from realization on, in maintenance, and where the dumbbell or
    kettlebell goes up by more than a tenth: a bigger bell takes a set with the reps.
    Pairs with a short week (days lost, two matches, after a pause) are free. After it sets may
    fall, and rise over the last full week by one, and by one more for each short week between that
    has trained them: what was lost is made up for a set at a time. In the first week to come when
    the block is planned again they may fall too: what is asked then may need it.
    Units: sets. Source: BAR, P (the next bell costs a set).
    """

    slug: ClassVar[str] = "steady-sets"
    sentence: ClassVar[str] = "Sets of an exercise change by one at most inside a phase."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("BAR", "P")
    point: ClassVar[str] = "a set"
    narrows: ClassVar[bool] = False

    priority: Priority
    odd_weeks: frozenset[int]
    loose_weeks: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        odd, loose = odd_weeks.short_weeks(scenario), odd_weeks.loose_weeks(scenario)
        return () if priority == "off" else (cls(priority, odd, loose),)

    def _lowest(self, week: timeline.Week, between: Sequence[int]) -> int | None:
        """How far sets may fall in a week, after short ones between; None where that is free."""
        if between or week.index in self.loose_weeks:
            return None
        return -1 if week.phase in ("realization", "maintenance") else 0

    @staticmethod
    def _may_leap(scenario: Scenario, line: Line) -> bool:
        """Whether the weight comes in bells or dumbbells, so that its step can cost a set."""
        return by_reps(scenario, scenario.catalogue[line.exercise])

    def _pairs(self, weeks: tuple[timeline.Week, ...]) -> Iterator[tuple[int, int, list[int]]]:
        """Full loading weeks of a stretch, one after the other, with the short ones between."""
        last, between = None, list[int]()
        for week in weeks:
            if not week.is_loading:
                continue
            if week.index in self.odd_weeks:
                between.append(week.index)
                continue
            if last is not None and last.stretch == week.stretch:
                yield last.index, week.index, between
            last, between = week, []

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Successive loading weeks, session by session, where both are held."""
        for early, late, between in self._pairs(plan.weeks):
            lowest = self._lowest(plan.weeks[late], between)
            leaps: dict[Line, Literal] = {}  # a weight stands for the week, whatever the session
            for k in plan.labels:
                for line in plan.lines_in(late, k):
                    if line.part != "work" or (early, k, line) not in plan.on:
                        continue
                    when = [plan.on[early, k, line], plan.on[late, k, line]]
                    short = [plan.on[w, k, line] for w in between if (w, k, line) in plan.on]
                    where = place(late, k, line)
                    change = plan.sets[late, k, line] - plan.sets[early, k, line]
                    to.at_most(change - plan.total(short), 1, where, when)
                    if lowest is None:
                        continue
                    least: Expr = lowest
                    if lowest == 0 and self._may_leap(plan.scenario, line):
                        if line not in leaps:
                            leaps[line] = progress.post_leap(plan, line, early, late, ())
                        least = -leaps[line]
                    to.at_least(change, least, where, when)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines whose sets leap or fall."""
        found = []
        for early, late, between in self._pairs(block.timeline):
            lowest = self._lowest(block.timeline[late], between)
            short = [{(s.label, line) for s, line, _ in _lines(block, week)} for week in between]
            before = {(s.label, line): sets for s, line, sets in _lines(block, early)}
            for session, line, sets in _lines(block, late):
                was = before.get((session.label, line))
                if was is None:
                    continue
                change, most = sets - was, 1 + sum((session.label, line) in one for one in short)
                least = change if lowest is None else lowest
                if lowest == 0 and self._may_leap(block.scenario, line):
                    least = -int(self._leaps(block, line, early, late))
                if least <= change <= most:
                    continue
                limit = least if change < least else most
                text = f"{session.day}: {line.exercise} {sets} sets after {was}"
                where = place(late, session, line)
                found.append(
                    Breach(self.slug, self.priority, where, text, change, limit, "sets",
                           abs(change - limit))
                )  # fmt: skip
        return tuple(found)

    @staticmethod
    def _leaps(block: Block, line: Line, early: int, late: int) -> bool:
        before, after = block.prescribed(early, line), block.prescribed(late, line)
        return before is not None and after is not None and progress.leaps(before, after)

    def explain(self) -> str:
        """The rule as it stands."""
        return (
            f"{self.sentence} They do not fall before the realization, unless a bell or dumbbell "
            "goes up by more than a tenth."
        )


def _lines(block: Block, week: int) -> list[tuple[Session, Line, int]]:
    """Working lines of a week with their sets, session by session."""
    return [
        (session, line, sets)
        for session in block.of_week(week)
        for line, sets in block.sets_of(session).items()
        if line.part == "work"
    ]
