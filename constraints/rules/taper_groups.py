"""Taper groups: a taper takes something from every muscle group, and all from none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import odd_weeks, timeline
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class TaperGroups:
    """Over a taper the sets of every muscle group fall by about as much as the whole.

    (1 - high) x mean sets(last two loading weeks) <= mean sets(taper weeks) <= (1 - low) x the
    same, for every group with a target band. A taper is lighter training, not other training.
    The set of the test counts. Loading weeks that are short (see `odd_weeks`) are left
    out, and nothing is asked where a taper week is short.
    Units: quarter-sets. Source: BOS07 (frequency and intensity are kept), P.
    """

    slug: ClassVar[str] = "taper-groups"
    sentence: ClassVar[str] = "A taper takes something from every muscle group, and all from none."
    numbers: ClassVar[tuple[str, ...]] = ("taper.group_drop_percent", "volume.*.target")
    source: ClassVar[tuple[str, ...]] = ("BOS07", "P")
    point: ClassVar[str] = "a set"
    narrows: ClassVar[bool] = False

    priority: Priority
    low: int  # percent
    high: int
    groups: tuple[str, ...]
    loading: tuple[int, ...]
    taper: tuple[int, ...]
    is_cut: bool  # there is no least, see `odd_weeks.is_peak_cut`

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when the block has a taper after loading weeks."""
        priority, taper = (
            scenario.priority(cls.slug, cls.numbers[0]),
            timeline.taper_weeks(scenario),
        )
        short = odd_weeks.short_weeks(scenario)
        loading = odd_weeks.usual_weeks(scenario)[-2:]
        if priority == "off" or not taper or not loading or short & {*taper, *loading}:
            return ()
        low, high = map(round, scenario.taper.group_drop_percent)
        groups = tuple(muscle for muscle, band in scenario.volume.items() if band.target[0] > 0)
        return (cls(priority, low, high, groups, loading, taper, odd_weeks.is_peak_cut(scenario)),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sums of both, each times the weeks of the other."""
        each, share = 100 * len(self.loading), len(self.taper)
        for muscle in self.groups:
            full = plan.total([plan.quarter_sets(week, muscle) for week in self.loading])
            sets = plan.total([plan.quarter_sets(week, muscle) for week in self.taper])
            where = place(self.taper[0], muscle=muscle)
            to.at_most(each * sets, (100 - self.low) * share * full, where, step=4 * each)
            if not self.is_cut:
                to.at_least(each * sets, (100 - self.high) * share * full, where, step=4 * each)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Groups that keep too much, or too little."""
        found, each, share = [], 100 * len(self.loading), len(self.taper)
        for muscle in self.groups:
            full, sets = (
                sum(block.quarter_sets(week, muscle) for week in weeks)
                for weeks in (self.loading, self.taper)
            )
            for over, end in (
                (each * sets - (100 - self.low) * share * full, self.low),
                ((100 - self.high) * share * full - each * sets, self.high),
            ):
                if over > 0 and (end == self.low or not self.is_cut):
                    mean, limit = sets / share / 4, (100 - end) * full / each / 4
                    text = (
                        f"week {shown_week(self.taper[0])} on: {muscle} {mean:.3g} sets a week, "
                        f"{end} % under the weeks before is {limit:.3g}"
                    )
                    where = place(self.taper[0], muscle=muscle)
                    found.append(
                        Breach(self.slug, self.priority, where, text, round(mean, 3),
                               round(limit, 3), "sets", -(-over // (4 * each)))
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its numbers."""
        return f"{self.sentence} Each falls by {self.low} to {self.high} %."
