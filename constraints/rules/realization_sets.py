"""Realization sets: the weeks of the heaviest loads have fewer sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import Line, is_main
from constraints.rule import Breach, place
from scenarios import odd_weeks, timeline
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class RealizationSets:
    """In the realization sets fall below those of the phase before, for loads are at their peak.

    (1 - high) x mean sets(phase before) <= mean sets(realization) <= (1 - low) x mean sets(phase
    before), over the loading weeks of both. Of a phase before in several stretches the last counts.
    No exercise but the goal lift and the jumps gets more sets in a week of it than in the last week
    of the phase before, where both train it: sets(week) <= sets(last).
    Short weeks (see `odd_weeks`) are left out, and a phase that has no others is passed
    over.
    Units: sets. Source: CAT-12, LSUS, TRA21 (most volume 5 to 8 weeks out), P.
    """

    slug: ClassVar[str] = "realization-sets"
    sentence: ClassVar[str] = "When loads peak, sets are fewer than in the phase before."
    numbers: ClassVar[tuple[str, ...]] = ("progression.realization_drop_percent",)
    source: ClassVar[tuple[str, ...]] = ("CAT-12", "LSUS", "TRA21", "P")
    point: ClassVar[str] = "a set a week, or a set of an exercise"
    narrows: ClassVar[bool] = False

    priority: Priority
    low: int  # percent
    high: int
    phases: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]  # weeks before, of realization

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when a realization follows another phase."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        phases = _phases(scenario)
        if priority == "off" or not phases:
            return ()
        low, high = map(round, scenario.progression.realization_drop_percent)
        return (cls(priority, low, high, phases),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sums of both phases, each times the weeks of the other."""
        for before, peak in self.phases:
            full = plan.total([plan.working_sets(week) for week in before])
            sets = plan.total([plan.working_sets(week) for week in peak])
            where, each = place(peak[0]), 100 * len(before)
            share = len(peak)
            to.at_most(each * sets, (100 - self.low) * share * full, where, step=each * share)
            to.at_least(each * sets, (100 - self.high) * share * full, where, step=each * share)
            for line in filter(lambda one: self._counts(plan.scenario, one), plan.lines):
                self._post_line(plan, to, line, before[-1], peak)

    @staticmethod
    def _counts(scenario: Scenario, line: Line) -> bool:
        return line.part == "work" and not (
            is_main(scenario, line) or scenario.catalogue[line.exercise].is_jump
        )

    @staticmethod
    def _post_line(
        plan: PlanVars, to: Posting, line: Line, last: int, peak: tuple[int, ...]
    ) -> None:
        for week in peak:
            if (last, line) in plan.trained and (week, line) in plan.trained:
                when = [plan.trained[last, line], plan.trained[week, line]]
                more = plan.line_sets(week, line) - plan.line_sets(last, line)
                to.at_most(more, 0, place(week, None, line), when)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Realizations with too many sets, or too few."""
        found = []
        for before, peak in self.phases:
            full, sets = (sum(map(block.working_sets, weeks)) for weeks in (before, peak))
            each, share = 100 * len(before), len(peak)
            for over, end in (
                (each * sets - (100 - self.low) * share * full, self.low),
                ((100 - self.high) * share * full - each * sets, self.high),
            ):
                if over > 0:
                    mean, limit = sets / share, (100 - end) * full / each
                    text = (
                        f"week {shown_week(peak[0])} on: {mean:.3g} sets a week, "
                        f"{end} % under the phase before is {limit:.3g}"
                    )
                    found.append(
                        Breach(self.slug, self.priority, place(peak[0]), text, round(mean, 2),
                               round(limit, 2), "sets", -(-over // (each * share)))
                    )  # fmt: skip
            for week in peak:
                found += self._gains(block, before[-1], week)
        return tuple(found)

    def _gains(self, block: Block, last: int, week: int) -> Iterator[Breach]:
        """Exercises with more sets than in the last week of the phase before."""
        for line in block.lines:
            sets, full = block.line_sets(week, line), block.line_sets(last, line)
            if self._counts(block.scenario, line) and full and sets > full:
                text = f"week {shown_week(week)}: {line.exercise} {sets} sets after {full}"
                yield Breach(self.slug, self.priority, place(week, None, line), text, sets, full,
                             "sets", sets - full)  # fmt: skip

    def explain(self) -> str:
        """The rule with its numbers."""
        return f"{self.sentence} By {self.low} to {self.high} %, and no accessory gains a set."


def _phases(scenario: Scenario) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Loading weeks of each realization, with those of the stretch before it."""
    short, stretches = odd_weeks.short_weeks(scenario), dict[int, list[timeline.Week]]()
    for week in timeline.weeks(scenario):
        if week.is_loading and week.index not in short:
            stretches.setdefault(week.stretch, []).append(week)
    ordered: list[list[timeline.Week]] = []
    for number in sorted(stretches):
        own = stretches[number]
        if ordered and ordered[-1][0].phase == own[0].phase == "realization":  # parted in two
            own = [*ordered.pop(), *own]
        ordered.append(own)
    return tuple(
        (tuple(week.index for week in before), tuple(week.index for week in peak))
        for before, peak in pairwise(ordered)
        if peak[0].phase == "realization"
    )
