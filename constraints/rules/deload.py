"""Deload: a week with fewer sets that still trains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.balance import can_train
from constraints.block import Block
from constraints.lines import Line
from constraints.rule import Breach, place
from scenarios import odd_weeks, timeline
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Week, shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Deload:
    """A deload has fewer sets than the loading week before, and drops no exercise.

    low x sets(before) <= sets(deload) <= high x sets(before); every exercise of a session but the
    jumps stays, with no more sets than before; the main lift keeps half of its sets. Where one of
    the weeks loses days to an away span, nothing is compared; a week of return from a pause counts
    for what it is a share of, but the deload has no more sets than it. An exercise that is lost
    after a session that is over need not stay, and its sets need not be made up for.
    Units: sets. Source: ROG24 (fewer sets), BEL22, BEL23, COL24, P.
    """

    slug: ClassVar[str] = "deload"
    sentence: ClassVar[str] = "A deload has fewer sets than the week before, and drops no exercise."
    numbers: ClassVar[tuple[str, ...]] = ("deload.sets_percent", "deload.every")
    source: ClassVar[tuple[str, ...]] = ("ROG24", "BEL22", "BEL23", "COL24", "P")
    point: ClassVar[str] = "a set, or an exercise"
    narrows: ClassVar[bool] = False

    priority: Priority
    low: int  # percent of the sets of the loading week before
    high: int
    away: frozenset[int]
    shares: tuple[tuple[int, int], ...]  # weeks of return, with the percent of a full week

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when the block has a deload."""
        ours = scenario.deload
        priority = scenario.priority(cls.slug, "deload.sets_percent")
        has_deload = any(week.deload for week in timeline.weeks(scenario))
        if priority == "off" or not has_deload:
            return ()
        away = odd_weeks.away_weeks(scenario)
        low, high = (round(end) for end in ours.sets_percent)
        shares = tuple((one.week, one.percent) for one in odd_weeks.returns(scenario))
        return (cls(priority, low, high, away, shares),)

    def _pairs(self, weeks: Iterable[Week]) -> list[tuple[int, int]]:
        """Deloads that lost no days, each with the loading week before it that lost none either."""
        return [pair for pair in progress.deload_pairs(weeks) if not self.away.intersection(pair)]

    def _ends(self, before: int) -> tuple[int, int]:
        """Fewest and most sets after a loading week, in percent of that week."""
        share = dict(self.shares).get(before, 100)
        return min(100, 100 * self.low // share), min(100, 100 * self.high // share)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sets of each deload, and its exercises."""
        for before, deload in self._pairs(plan.weeks):
            sets, full = plan.working_sets(deload), plan.working_sets(before)
            lost = sum(
                one.sets(line)
                for key, one in plan.past.items()
                if key[0] == before
                for line in one.lines
                if not can_train(plan.scenario, plan.exercise(line), deload)
            )
            low, high = self._ends(before)
            to.at_least(100 * sets, low * (full - lost), place(deload), step=100)
            to.at_most(100 * sets, high * full, place(deload), step=100)
            self._post_main(plan, to, before, deload)
            for (week, k, line), on in plan.on.items():
                if week != before or plan.exercise(line).is_jump or line.part != "work":
                    continue
                where = place(deload, k, line)
                stays = plan.on.get((deload, k, line))
                exercise = plan.exercise(line)
                if plan.is_over(week, k) and not can_train(plan.scenario, exercise, deload):
                    continue
                held = plan.open[deload, k]
                to.require([*([] if stays is None else [stays]), on.Not(), held.Not()], where)
                if stays is not None:
                    more = plan.sets[deload, k, line] - plan.sets[week, k, line]
                    to.at_most(more, 0, where, [on, stays])

    @staticmethod
    def _post_main(plan: PlanVars, to: Posting, before: int, deload: int) -> None:
        """Half of the sets of the main lift."""
        weeks = (deload, plan.main), (before, plan.main)
        if all(one in plan.trained for one in weeks):
            sets, full = (plan.line_sets(*one) for one in weeks)
            when = [plan.trained[one] for one in reversed(weeks)]
            to.at_least(2 * sets, full, place(deload, None, plan.main), when, step=2)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Deloads that are too big or too small, or that drop exercises."""
        found = []
        for before, deload in self._pairs(block.timeline):
            found += self._sets(block, before, deload)
            found += self._main_sets(block, before, deload)
            found += self._sessions(block, before, deload)
        return tuple(found)

    def _main_sets(self, block: Block, before: int, deload: int) -> list[Breach]:
        main = Line(block.scenario.goal.lift)
        full, sets = block.line_sets(before, main), block.line_sets(deload, main)
        if not full or not sets or 2 * sets >= full:
            return []
        text = f"week {shown_week(deload)}: {main} {sets} sets after {full}, from half of them"
        where, short = place(deload, None, main), -(-(full - 2 * sets) // 2)
        breach = Breach(self.slug, self.priority, where, text, sets, full / 2, "sets", short)
        return [breach]

    def _sessions(self, block: Block, before: int, deload: int) -> list[Breach]:
        found = []
        lighter = {session.label: session for session in block.of_week(deload)}
        for session in block.of_week(before):
            other = lighter.get(session.label)
            if other is None or session.is_test:
                continue
            kept = block.sets_of(other)
            for line, full in block.sets_of(session).items():
                where, sets = place(deload, other, line), kept.get(line)
                exercise = block.exercise(line.exercise)
                jump = exercise.is_jump
                if block.is_over(session) and not can_train(block.scenario, exercise, deload):
                    continue
                if sets is None and not jump and line.part == "work":
                    text = f"{other.day}: {line.exercise} is left out"
                    found.append(Breach(self.slug, self.priority, where, text, 0, 1, "exercises"))
                elif not jump and line.part == "work" and sets and sets > full:
                    text = f"{other.day}: {line.exercise} {sets} sets after {full}"
                    found.append(
                        Breach(self.slug, self.priority, where, text, sets, full, "sets",
                               sets - full)
                    )  # fmt: skip
        return found

    def _sets(self, block: Block, before: int, deload: int) -> list[Breach]:
        sets, full = block.working_sets(deload), block.working_sets(before)
        lost = sum(
            count
            for session in block.of_week(before)
            if block.is_over(session)
            for line, count in block.sets_of(session).items()
            if not can_train(block.scenario, block.exercise(line.exercise), deload)
        )
        found = []
        low, high = self._ends(before)
        for over, share in (
            (low * (full - lost) - 100 * sets, low),
            (100 * sets - high * full, high),
        ):
            if over > 0:
                text = f"week {shown_week(deload)}: {sets} sets after {full}, {share} % is the end"
                found.append(
                    Breach(self.slug, self.priority, place(deload), text, sets, share * full / 100,
                           "sets", -(-over // 100))
                )  # fmt: skip
        return found

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"A deload keeps the exercises, with {self.low} to {self.high} % of the sets of the "
            "loading week before; the main lift keeps half of its sets."
        )
