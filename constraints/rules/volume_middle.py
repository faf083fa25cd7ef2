"""Volume middle: over a phase, volume lies near the middle of its target band."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import odd_weeks, timeline
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class VolumeMiddle:
    """Over a phase, every group lies near the middle of its target band.

    |sum of quarter-sets - weeks x middle| <= weeks x free, over the loading weeks of a stretch,
    where free is an eighth of the target band, or a set where that is more. In the phase before a
    realization, where volume peaks on the way to a test, middle <= mean <= middle + 2 x free.
    Short weeks (see `odd_weeks.short_weeks`) are left out.
    Units: quarter-sets; a point is a whole set. Source: PEL24, TRA21, P.
    """

    slug: ClassVar[str] = "volume-middle"
    sentence: ClassVar[str] = "Over a phase, volume lies near the middle of its target band."
    numbers: ClassVar[tuple[str, ...]] = ("volume.*.target",)
    source: ClassVar[tuple[str, ...]] = ("PEL24", "TRA21", "P")
    point: ClassVar[str] = "a set"
    narrows: ClassVar[bool] = False

    priority: Priority
    bands: tuple[tuple[str, int, int], ...]  # around the middle of the target band
    raised: tuple[tuple[str, int, int], ...]  # in the phase in which volume peaks
    short: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        bands, raised = [], []
        for muscle, band in scenario.volume.items():
            low, high = band.target
            middle, free = (low + high) / 2, max(1, (high - low) / 8)
            ends = (middle - free, middle, middle + free, middle + 2 * free)
            first, half, last, top = (balance.quarter_sets(end, scenario) for end in ends)
            bands.append((muscle, first, last))
            raised.append((muscle, half, top))
        short = odd_weeks.short_weeks(scenario)
        rule = cls(priority, tuple(bands), tuple(raised), short)
        return () if priority == "off" else (rule,)

    def _asked(
        self, weeks: tuple[timeline.Week, ...]
    ) -> Iterator[tuple[list[int], tuple[tuple[str, int, int], ...]]]:
        """The loading weeks of each stretch, with the bands that hold there."""
        stretches: dict[int, list[timeline.Week]] = {}
        for week in weeks:
            if week.is_loading and week.index not in self.short:
                stretches.setdefault(week.stretch, []).append(week)
        ordered = [stretches[number] for number in sorted(stretches)]
        for number, own in enumerate(ordered):
            following = ordered[number + 1][0].phase if number + 1 < len(ordered) else None
            peaks = following == "realization" != own[0].phase
            yield [week.index for week in own], self.raised if peaks else self.bands

    def post(self, plan: PlanVars, to: Posting) -> None:
        """The sum over a stretch lies near the middle, times its weeks."""
        for weeks, bands in self._asked(plan.weeks):
            for muscle, low, high in bands:
                total = plan.total([plan.quarter_sets(week, muscle) for week in weeks])
                where = place(weeks[0], muscle=muscle)
                to.at_least(total, low * len(weeks), where, step=4)
                to.at_most(total, high * len(weeks), where, step=4)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Stretches whose mean lies too far from the middle."""
        found = []
        for weeks, bands in self._asked(block.timeline):
            for muscle, low, high in bands:
                total = sum(block.quarter_sets(week, muscle) for week in weeks)
                limit = min(max(total, low * len(weeks)), high * len(weeks))
                if total == limit:
                    continue
                mean, edge = total / len(weeks) / 4, limit / len(weeks) / 4
                first, last = shown_week(weeks[0]), shown_week(weeks[-1])
                when = f"week {first}" if first == last else f"weeks {first} to {last}"
                text = f"{when}: {muscle} {mean:.3g} sets a week, the middle ends at {edge:.3g}"
                where = place(weeks[0], muscle=muscle)
                found.append(
                    Breach(self.slug, self.priority, where, text, round(mean, 3), round(edge, 3),
                           "sets", -(-abs(total - limit) // 4))
                )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its bands."""
        bands = ", ".join(f"{m} {low / 4:g} to {high / 4:g}" for m, low, high in self.bands)
        return f"Mean sets a week over a phase: {bands}."
