"""Sets ramp: weekly sets rise by little from one loading week to the next."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class SetsRamp:
    """Working sets rise by a stated share at most, and those of a group by a few.

    sets(late) <= (1 + share) x sets(early), quarter-sets(late, group) <= quarter-sets(early, group)
    + rise, for successive loading weeks early < late; deloads are no baseline.
    Pairs in which the early week loses days to an away span or holds two matches are left out.
    Units: sets, quarter-sets. Source: GAB16 (contested), BAR, P.
    """

    slug: ClassVar[str] = "sets-ramp"
    sentence: ClassVar[str] = "Weekly sets rise by little from one loading week to the next."
    numbers: ClassVar[tuple[str, ...]] = (
        "progression.sets_rise_percent", "progression.group_rise_sets",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("GAB16", "BAR", "P")
    point: ClassVar[str] = "a set, or a set of a group"
    narrows: ClassVar[bool] = False

    priority: Priority
    share: int  # percent
    rise: int  # quarter-sets
    groups: tuple[str, ...]
    odd_weeks: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        ours = scenario.progression
        written = ("progression.sets_rise_percent", "progression.group_rise_sets")
        priority = scenario.priority(cls.slug, *written)
        odd = timeline.short_weeks(scenario)
        rule = cls(
            priority, round(ours.sets_rise_percent), round(4 * ours.group_rise_sets),
            tuple(scenario.volume), odd,
        )  # fmt: skip
        return () if priority == "off" else (rule,)

    def _pairs(self, loading: tuple[int, ...]) -> list[tuple[int, int]]:
        pairs = pairwise(loading)
        return [(early, late) for early, late in pairs if early not in self.odd_weeks]

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Totals and groups of successive loading weeks."""
        for early, late in self._pairs(plan.loading_weeks):
            before, after = plan.working_sets(early), plan.working_sets(late)
            to.at_most(100 * after, (100 + self.share) * before, place(late), step=100)
            for muscle in self.groups:
                before, after = plan.quarter_sets(early, muscle), plan.quarter_sets(late, muscle)
                to.at_most(after - before, self.rise, place(late, muscle=muscle), step=4)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks that rise too much."""
        found = []
        for early, late in self._pairs(block.loading_weeks):
            before, after = block.working_sets(early), block.working_sets(late)
            over = 100 * after - (100 + self.share) * before
            if over > 0:
                limit = (100 + self.share) * before / 100
                text = f"week {shown_week(late)}: {after} sets after {before}, at most {limit:g}"
                found.append(
                    Breach(self.slug, self.priority, place(late), text, after, limit, "sets",
                           -(-over // 100))
                )  # fmt: skip
            for muscle in self.groups:
                before, after = block.quarter_sets(early, muscle), block.quarter_sets(late, muscle)
                over = after - before - self.rise
                if over > 0:
                    text = (
                        f"week {shown_week(late)}: {muscle} rises from {before / 4:g} to "
                        f"{after / 4:g} sets, at most by {self.rise / 4:g}"
                    )
                    where = place(late, muscle=muscle)
                    found.append(
                        Breach(self.slug, self.priority, where, text, (after - before) / 4,
                               self.rise / 4, "sets", -(-over // 4))
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"Working sets rise by at most {self.share} % from one loading week to the next, "
            f"those of a muscle group by at most {self.rise / 4:g}."
        )
