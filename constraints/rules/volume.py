"""Weekly volume: fractional sets of each muscle group, its hard ends and its target band."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

Quarters = tuple[tuple[str, int], ...]  # muscle group and quarter-sets
DELOAD_PERCENT = 40  # of the target's lower end, in deload weeks (evidence 2.5)


def _given(scenario: Scenario, key: str) -> tuple[Quarters, Quarters]:
    """One end of the bands in quarter-sets: what the athlete wrote, and what the level says."""
    ends = {
        muscle: balance.quarter_sets(getattr(band, key), scenario)
        for muscle, band in scenario.volume.items()
    }
    own = tuple((m, e) for m, e in ends.items() if f"volume.{m}.{key}" in scenario.written)
    return own, tuple((m, e) for m, e in ends.items() if (m, e) not in own)


@dataclass(frozen=True)
class VolumeMinimum:
    """Every group gets its least sets in a week.

    quarter-sets(week, group) >= minimum; in deload weeks 40 % of the target's lower end, where
    that is less. Both are written for seven days, scaled to the microcycle and rounded down to a
    whole quarter-set.
    Fractional sets are sets x credit x hyp-factor. Taper and short weeks (an away day, two
    matches) are free. Units: quarter-sets. Source: PEL24, BAR, IVE21, P.
    """

    slug: ClassVar[str] = "volume-minimum"
    sentence: ClassVar[str] = "Every muscle group gets its least weekly sets."
    numbers: ClassVar[tuple[str, ...]] = ("volume.*.min", "volume.*.target")
    source: ClassVar[tuple[str, ...]] = ("PEL24", "BAR", "IVE21", "P")
    point: ClassVar[str] = "a quarter-set"
    narrows: ClassVar[bool] = False

    priority: Priority
    least: Quarters
    lower: Quarters  # 40 % of the target's lower end, for deload weeks
    short: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """One rule for what the athlete wrote, one for what the level says."""
        own, given = _given(scenario, "min")
        lower = tuple(
            (muscle, low * DELOAD_PERCENT // 100)
            for muscle, low, _ in balance.target_bands(scenario)
        )
        short = timeline.short_weeks(scenario)
        keys = [f"volume.{muscle}.min" for muscle, _ in own]
        stated = cls(scenario.priority(cls.slug, *keys), own, lower, short)
        usual = cls(scenario.priority(cls.slug), given, lower, short)
        return tuple(rule for rule in (stated, usual) if rule.least and rule.priority != "off")

    def _least(self, muscle: str, least: int, is_deload: bool) -> int:
        return min(least, dict(self.lower)[muscle]) if is_deload else least

    def post(self, plan: PlanVars, to: Posting) -> None:
        """The week's quarter-sets reach the minimum."""
        for week in plan.weeks:
            if week.phase == "taper" or week.index in self.short:
                continue
            for muscle, least in self.least:
                where = place(week.index, muscle=muscle)
                limit = self._least(muscle, least, week.deload)
                to.at_least(plan.quarter_sets(week.index, muscle), limit, where)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks with too little for a group."""
        found = []
        for week in block.timeline:
            if week.phase == "taper" or week.index in self.short:
                continue
            for muscle, least in self.least:
                limit = self._least(muscle, least, week.deload)
                measured = block.quarter_sets(week.index, muscle)
                if measured < limit:
                    found.append(
                        _breach(self.slug, self.priority, week.index, muscle, measured, limit)
                    )
        return tuple(found)

    def explain(self) -> str:
        """The rule with its minimums."""
        return (
            f"Least sets a week: {_listed(self.least)}; in deload weeks {DELOAD_PERCENT} % of the "
            "target's lower end."
        )


@dataclass(frozen=True)
class VolumeMaximum:
    """No group gets more than its most sets in a week.

    quarter-sets(week, group) <= maximum in every week; written for seven days, scaled to the
    microcycle and rounded down.
    Units: quarter-sets. Source: RPV, BAZ22, P.
    """

    slug: ClassVar[str] = "volume-maximum"
    sentence: ClassVar[str] = "No muscle group gets more than its most weekly sets."
    numbers: ClassVar[tuple[str, ...]] = ("volume.*.max",)
    source: ClassVar[tuple[str, ...]] = ("RPV", "BAZ22", "P")
    point: ClassVar[str] = "a quarter-set"
    narrows: ClassVar[bool] = False

    priority: Priority
    most: Quarters

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """One rule for what the athlete wrote, one for what the level says."""
        own, given = _given(scenario, "max")
        stated = cls(scenario.priority(cls.slug, *(f"volume.{m}.max" for m, _ in own)), own)
        usual = cls(scenario.priority(cls.slug), given)
        return tuple(rule for rule in (stated, usual) if rule.most and rule.priority != "off")

    def post(self, plan: PlanVars, to: Posting) -> None:
        """The week's quarter-sets stay under the maximum."""
        for week in plan.weeks:
            for muscle, most in self.most:
                where = place(week.index, muscle=muscle)
                to.at_most(plan.quarter_sets(week.index, muscle), most, where)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks with too much for a group."""
        return tuple(
            _breach(self.slug, self.priority, week.index, muscle, measured, most)
            for week in block.timeline
            for muscle, most in self.most
            if (measured := block.quarter_sets(week.index, muscle)) > most
        )

    def explain(self) -> str:
        """The rule with its maximums."""
        return "Most sets a week: " + _listed(self.most) + "."


@dataclass(frozen=True)
class VolumeTarget:
    """Every group lies in its target band in loading weeks.

    low <= quarter-sets(week, group) <= high; written for seven days, scaled to the microcycle and
    rounded down.
    Short weeks (an away day, two matches) are free. Units: quarter-sets.
    Source: PEL24, BAZ22, RPV, P.
    """

    slug: ClassVar[str] = "volume-target"
    sentence: ClassVar[str] = "Every muscle group lies in its target band in loading weeks."
    numbers: ClassVar[tuple[str, ...]] = ("volume.*.target",)
    source: ClassVar[tuple[str, ...]] = ("PEL24", "BAZ22", "RPV", "P")
    point: ClassVar[str] = "a quarter-set"
    narrows: ClassVar[bool] = False

    priority: Priority
    bands: tuple[tuple[str, int, int], ...]
    short: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        bands = balance.target_bands(scenario)
        return () if priority == "off" else (cls(priority, bands, timeline.short_weeks(scenario)),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Loading weeks lie between both ends."""
        for week in plan.loading_weeks:
            if week in self.short:
                continue
            for muscle, low, high in self.bands:
                to.within(plan.quarter_sets(week, muscle), low, high, place(week, muscle=muscle))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Loading weeks outside the band."""
        found = []
        for week in block.loading_weeks:
            if week in self.short:
                continue
            for muscle, low, high in self.bands:
                measured = block.quarter_sets(week, muscle)
                if not low <= measured <= high:
                    limit = low if measured < low else high
                    found.append(_breach(self.slug, self.priority, week, muscle, measured, limit))
        return tuple(found)

    def explain(self) -> str:
        """The rule with its bands."""
        bands = ", ".join(f"{m} {low / 4:g} to {high / 4:g}" for m, low, high in self.bands)
        return f"Target sets of a loading week: {bands}."


@dataclass(frozen=True)
class VolumeMiddle:
    """Over a phase, every group lies near the middle of its target band.

    |sum of quarter-sets - weeks x middle| <= weeks x free, over the loading weeks of a stretch,
    where free is an eighth of the target band, or a set where that is more. In the phase before a
    realization, where volume peaks on the way to a test, middle <= mean <= middle + 2 x free.
    Short weeks (an away day, two matches) are left out.
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
        short = timeline.short_weeks(scenario)
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
                text = (
                    f"weeks {shown_week(weeks[0])} to {shown_week(weeks[-1])}: "
                    f"{muscle} {mean:.3g} sets a week, the middle ends at {edge:.3g}"
                )
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


def _breach(
    slug: str, priority: Priority, week: int, muscle: str, measured: int, limit: int
) -> Breach:
    word = "from" if measured < limit else "to"
    text = f"week {shown_week(week)}: {muscle} {measured / 4:g} sets, {word} {limit / 4:g}"
    where = place(week, muscle=muscle)
    off = abs(measured - limit)
    return Breach(slug, priority, where, text, measured / 4, limit / 4, "sets", off)


def _listed(quarters: Quarters) -> str:
    return ", ".join(f"{muscle} {ends / 4:g}" for muscle, ends in quarters)
