"""Sets ramp: weekly sets rise by little from one loading week to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance, before
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import odd_weeks
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Expr, PlanVars


@dataclass(frozen=True)
class SetsRamp:
    """Working sets rise by a stated share at most, and those of a group by a few.

    sets(late) <= (1 + share) x sets(early), quarter-sets(late, group) <= quarter-sets(early, group)
    + rise, for successive loading weeks early < late; deloads are no baseline. The rise of a group
    is written for seven days and scaled to the microcycle. Up to the first full week the last one
    of the block before is the baseline, where that is known.
    A short week (days lost, two matches, after a pause) is no baseline either, for what was lost is
    no reason for more; but one in which something is trained is a step on the way: share and rise
    count once more for it.
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
    trained: frozenset[int]  # weeks in which something is done, or can be
    base: before.Base | None = None  # the last loading week of the block before

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        ours = scenario.progression
        written = ("progression.sets_rise_percent", "progression.group_rise_sets")
        priority = scenario.priority(cls.slug, *written)
        odd = odd_weeks.short_weeks(scenario)
        rule = cls(
            priority, round(ours.sets_rise_percent),
            balance.quarter_sets(ours.group_rise_sets, scenario), tuple(scenario.volume), odd,
            odd_weeks.trained_weeks(scenario),
            before.base_week(scenario),
        )  # fmt: skip
        return () if priority == "off" else (rule,)

    def _pairs(self, loading: tuple[int, ...]) -> Iterator[tuple[int | None, int, int]]:
        """Each loading week with the last full one before it, and the steps between them.

        None is the one of the block before.
        """
        full, steps = None, 1
        for late in loading:
            if full is not None or self.base is not None:
                yield full, late, steps
            if late in self.odd_weeks:
                steps += late in self.trained
            else:
                full, steps = late, 1

    def _base(self) -> tuple[int, dict[str, int]]:
        """Sets and groups of the last loading week of the block before."""
        assert self.base is not None, "it is known"
        quarters = dict(self.base.quarter_sets)
        groups = {muscle: quarters[muscle] for muscle in self.groups if muscle in quarters}
        return self.base.working_sets, groups

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Totals and groups of successive loading weeks."""
        for early, late, steps in self._pairs(plan.loading_weeks):
            if early is None:
                self._post_rise(plan, to, late, steps, *self._base())
                continue
            groups = {muscle: plan.quarter_sets(early, muscle) for muscle in self.groups}
            self._post_rise(plan, to, late, steps, plan.working_sets(early), groups)

    def _post_rise(
        self, plan: PlanVars, to: Posting, late: int, steps: int, sets: Expr,
        groups: Mapping[str, Expr],
    ) -> None:  # fmt: skip
        """A week against the sets of one so many steps earlier, in all and of each group."""
        most = (100 + steps * self.share) * sets
        to.at_most(100 * plan.working_sets(late), most, place(late), step=100)
        for muscle, was in groups.items():
            rise = plan.quarter_sets(late, muscle) - was
            to.at_most(rise, steps * self.rise, place(late, muscle=muscle), step=4)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks that rise too much."""
        found: list[Breach] = []
        for early, late, steps in self._pairs(block.loading_weeks):
            if early is None:
                found += self._rises(block, late, steps, *self._base())
                continue
            groups = {muscle: block.quarter_sets(early, muscle) for muscle in self.groups}
            found += self._rises(block, late, steps, block.working_sets(early), groups)
        return tuple(found)

    def _rises(
        self, block: Block, late: int, steps: int, sets: int, groups: Mapping[str, int]
    ) -> Iterator[Breach]:
        """Where a week rises too much over the sets of one that is so many steps earlier."""
        after, percent, rise = block.working_sets(late), 100 + steps * self.share, steps * self.rise
        over = 100 * after - percent * sets
        if over > 0:
            limit = percent * sets / 100
            text = f"week {shown_week(late)}: {after} sets after {sets}, at most {limit:g}"
            yield Breach(self.slug, self.priority, place(late), text, after, limit, "sets",
                         -(-over // 100))  # fmt: skip
        for muscle, was in groups.items():
            now = block.quarter_sets(late, muscle)
            over = now - was - rise
            if over > 0:
                text = (
                    f"week {shown_week(late)}: {muscle} rises from {was / 4:g} to "
                    f"{now / 4:g} sets, at most by {rise / 4:g}"
                )
                where = place(late, muscle=muscle)
                yield Breach(self.slug, self.priority, where, text, (now - was) / 4,
                             rise / 4, "sets", -(-over // 4))  # fmt: skip

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"Working sets rise by at most {self.share} % from one loading week to the next, "
            f"those of a muscle group by at most {self.rise / 4:g}. Weeks that lost days, hold two "
            "matches or follow a pause are no measure."
        )
