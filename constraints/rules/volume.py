"""Weekly volume: fractional sets of each muscle group, its hard ends and its target band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import odd_weeks
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
        short = odd_weeks.short_weeks(scenario)
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
    Eased weeks (see `odd_weeks.eased_weeks`) are free. Units: quarter-sets.
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
        return () if priority == "off" else (cls(priority, bands, odd_weeks.eased_weeks(scenario)),)

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
