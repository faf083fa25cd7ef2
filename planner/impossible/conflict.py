"""Conflict: a few demands that cannot hold together, verified by fresh solves.

One model with a guard on every rule and week gives a first core. It is then made smaller in models
of the weeks concerned only, and finer: to muscle groups, exercises and tools. What is left out
first is recovery, then dose and balance, so that wishes are blamed where they suffice. At last the
answer is checked by other solves: the demands clash, and do not without any one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from planner.impossible.amend import amended
from planner.impossible.demands import NARROWING, ORDER, Demand, Spot, demands_of, tier
from planner.impossible.frames import frames
from planner.impossible.judge import SHORT, Judge, Keeps, Kept, everything
from scenarios.schema import Scenario
from scenarios.timeline import weeks as weeks_of

MANY_WEEKS: Final = 4  # more have too large a model once every menu is open
WISHES: Final = "exercise-pool"  # the narrowing rule that holds lists of the athlete's
SECOND_WAYS: Final = ("max_lp", "quick_restart")  # searches that verify what others have found
One = TypeVar("One")
Menu = tuple[str, str]  # a rule that narrows, and an exercise
RuleWeek = tuple[str, int]  # weeks from 1; 0 is the whole block


@dataclass(frozen=True)
class Conflict:
    """Demands that cannot hold together, in the order of RULES.

    `minimal` tells that without any one of them the others can, which was tried for each.
    """

    demands: tuple[Demand, ...]
    minimal: bool
    spots: frozenset[Spot] = field(default=frozenset(), compare=False)
    weeks: frozenset[int] | None = field(default=None, compare=False)

    def is_lifted(self, scenario: Scenario, judge: Judge, everywhere: bool = False) -> bool:
        """Whether the demands can hold together in a changed scenario, all menus as they are.

        Args:
            scenario: the changed scenario.
            judge: who decides.
            everywhere: hold the same demands in every week of the block.

        Raises:
            Stopped: the judge was stopped.
        """
        rules = {*NARROWING, *(spot.rule for spot in self.spots)}
        kinds = {replace(spot, week=0) for spot in self.spots}

        def keeps(spot: Spot) -> bool:
            is_ours = replace(spot, week=0) in kinds if everywhere else spot in self.spots
            return is_ours or spot.rule in NARROWING

        weeks = None if everywhere else self.weeks
        built = judge.built(scenario, Kept[Spot](keeps), weeks, rules)
        return judge.can_hold(built) is True


def conflict_of(
    scenario: Scenario, judge: Judge, touched: frozenset[int] = frozenset()
) -> Conflict | None:
    """A conflict of a scenario that is impossible; None when none could be confirmed.

    Args:
        scenario: the request.
        judge: who decides; what it demands of every plan is never left out.
        touched: weeks (from 0) that this is about.

    Raises:
        Stopped: the judge was stopped.
    """
    return _Hunt(scenario, judge, touched).run()


def rough_conflict_of(scenario: Scenario, judge: Judge) -> Conflict | None:
    """Demands of rules that clash, found soon: not checked, and what no rule posts is not named.

    Raises:
        Stopped: the judge was stopped.
    """
    return _Hunt(scenario, judge).run(is_rough=True)


def fewest(items: Sequence[One], clash: Callable[[Sequence[One]], bool]) -> list[One]:
    """QuickXplain: a smallest part of items that clashes; what stands first is left out first.

    All items together have to clash; none of them may (`clash([])`).
    """
    return [] if not items or clash([]) else _fewest(items, clash, [], grew=False)


def _fewest(
    items: Sequence[One], clash: Callable[[Sequence[One]], bool], sure: list[One], grew: bool
) -> list[One]:
    """The part of items that clashes together with what is kept for sure."""
    if grew and clash(sure):
        return []
    if len(items) == 1:
        return list(items)
    early, late = items[: len(items) // 2], items[len(items) // 2 :]
    from_early = _fewest(early, clash, [*sure, *late], grew=True)
    from_late = _fewest(late, clash, [*sure, *from_early], grew=bool(from_early))
    return [*from_early, *from_late]


class _Hunt:
    """One search for a conflict.

    `scenario` is lifted bit by bit; `spots` and `menus` are the demands that are left: menus are
    pairs of a rule that narrows what an exercise may be, and that exercise.
    """

    def __init__(
        self, scenario: Scenario, judge: Judge, touched: frozenset[int] = frozenset()
    ) -> None:
        self._asked, self._judge, self._touched = scenario, judge, touched
        self._scenario = scenario
        self._spots: frozenset[Spot] = frozenset()
        self._menus: frozenset[Menu] = frozenset()
        self._every_menu: frozenset[Menu] = frozenset()
        self._weeks: frozenset[int] | None = None  # where is looked, from 0; None: everywhere

    def run(self, is_rough: bool = False) -> Conflict | None:
        """The first core, first in the weeks that it names, else in all of them."""
        core = self._core(tiers=() if is_rough else (0, 1))
        if core is None and not is_rough:
            core = self._core_by_leaving_out()
        if core is None:
            return None
        for weeks in self._near(core):
            self._scenario, self._weeks = self._asked, weeks
            self._spots, self._menus = self._all_of(core)
            self._every_menu = self._menus
            if not self._clash(self._spots):
                continue
            self._refine()
            if is_rough:
                named = demands_of(self._asked, self._spots)
                return Conflict(named, False, self._spots, self._weeks)
            kept = self._free_frames()
            self._free_menus()
            found = self._checked([*demands_of(self._asked, self._left()), *kept])
            if found is not None:
                return found
        return None

    # -- the first core ------------------------------------------------------------------------

    def _core(self, tiers: tuple[int, ...]) -> frozenset[RuleWeek] | None:
        """Rules and weeks that clash, those of the first tiers alone where they do."""
        guard = Kept(everything, lambda spot: (spot.rule, spot.week))
        built = self._judge.built(self._asked, guard)
        pairs = {(spot.rule, spot.week) for spot in guard.seen if spot.rule not in NARROWING}
        of = {slug: tier(self._asked, slug) for slug, _ in pairs}
        core = self._judge.core(built, guard, pairs)
        for most in tiers:
            if core is None or max((of[slug] for slug, _ in core), default=0) <= most:
                break
            wanted = {pair for pair in pairs if of[pair[0]] <= most}
            milder = self._judge.core(built, guard, wanted, effort=SHORT)
            if milder is not None:
                core = milder
        return None if core is None else frozenset(core)

    def _core_by_leaving_out(self) -> frozenset[RuleWeek] | None:
        """Rules and weeks that clash, where a guarded model is too weak to see it.

        The relaxation sees nothing behind guards. So here demands are really left out: first whole
        rules, then weeks of those that are needed.
        """
        guard = Kept[Spot](everything)
        self._judge.built(self._asked, guard)
        every = [spot for spot in guard.seen if spot.rule not in NARROWING]
        menus = frozenset((one.rule, one.exercise) for one in guard.seen if one.rule in NARROWING)

        def clash(some: Collection[str | RuleWeek]) -> bool:
            left = (s for s in every if s.rule in some or (s.rule, s.week) in some)
            return self._clash(frozenset(left), menus)

        ranks = {spot.rule: (-tier(self._asked, spot.rule), -ORDER[spot.rule]) for spot in every}
        slugs = sorted(ranks, key=lambda slug: ranks[slug])
        if not clash(slugs):
            return None
        rules = fewest(slugs, clash)
        pairs = {(spot.rule, spot.week) for spot in every if spot.rule in rules}
        ordered = sorted(pairs, key=lambda pair: (*ranks[pair[0]], -pair[1]))
        return frozenset(fewest(ordered, clash))

    def _near(self, core: frozenset[RuleWeek]) -> Iterator[frozenset[int] | None]:
        """Weeks (from 0) in which the core may clash by itself, few first; None for all."""
        named = sorted({*(week - 1 for _, week in core), *self._touched})
        if named and named[0] >= 0:
            yield frozenset(named)
            yield frozenset(range(max(0, named[0] - 1), named[-1] + 1))
        yield None

    def _all_of(self, core: frozenset[RuleWeek]) -> tuple[frozenset[Spot], frozenset[Menu]]:
        """Every spot of a core, and every menu."""
        guard = Kept[Spot](lambda spot: (spot.rule, spot.week) in core or spot.rule in NARROWING)
        self._judge.built(self._asked, guard, self._weeks)
        menus = frozenset((one.rule, one.exercise) for one in guard.seen if one.rule in NARROWING)
        return frozenset(one for one in guard.seen if one.rule not in NARROWING), menus

    # -- smaller and finer ---------------------------------------------------------------------

    def _keeps(self, spots: Collection[Spot], menus: Collection[Menu]) -> Keeps:
        """Keeps these demands; outside the weeks concerned every menu stays as it is."""

        def keeps(spot: Spot) -> bool:
            if spot.rule not in NARROWING:
                return spot in spots
            is_here = self._weeks is None or spot.week - 1 in self._weeks
            return not is_here or (spot.rule, spot.exercise) in menus

        return keeps

    def _clash(
        self,
        spots: Collection[Spot] | None = None,
        menus: Collection[Menu] | None = None,
        scenario: Scenario | None = None,
    ) -> bool:
        """Whether these demands, else those that are left, clash; not where it is not proved."""
        return self._can_hold(spots, menus, scenario, self._weeks) is False

    def _can_hold(
        self,
        spots: Collection[Spot] | None,
        menus: Collection[Menu] | None,
        scenario: Scenario | None,
        weeks: frozenset[int] | None,
        way: str | None = None,
    ) -> bool | None:
        spots = self._spots if spots is None else spots
        menus = self._menus if menus is None else menus
        narrowing = NARROWING if weeks is None else {slug for slug, _ in menus}
        rules = {*(spot.rule for spot in spots), *narrowing}
        guard = Kept[Spot](self._keeps(spots, menus))
        built = self._judge.built(scenario or self._scenario, guard, weeks, rules)
        return self._judge.can_hold(built, way)

    def _refine(self) -> None:
        """From whole rules in a week to muscle groups and exercises; then the fewest of them."""
        guard = Kept(self._keeps(self._spots, self._menus), lambda spot: spot)
        built = self._judge.built(self._scenario, guard, self._weeks)
        core = self._judge.core(built, guard, self._spots) or self._spots
        left = sorted(core, key=self._first_left_out)
        self._spots = frozenset(fewest(left, lambda some: self._clash(frozenset(some))))

    def _first_left_out(self, spot: Spot) -> tuple[int, int, int, Spot]:
        return -tier(self._asked, spot.rule), -ORDER[spot.rule], -spot.week, spot

    def _free_frames(self) -> list[Demand]:
        """Lift what is built into the model as long as the rest clashes; what has to stay."""
        every = list(frames(self._asked))

        def lifted(kept: Sequence[Demand]) -> Scenario:
            changes = [change for one in every if one not in kept for change in one.freed]
            free = amended(self._asked, changes)
            assert free is not None, "what is lifted is a scenario"
            return free

        kept = fewest(every, lambda some: self._clash(scenario=lifted(some)))
        self._scenario = lifted(kept)
        return kept

    def _free_menus(self) -> None:
        """Leave out what narrows the exercises, all of it but a few demands."""
        if self._weeks is None and len(weeks_of(self._asked)) > MANY_WEEKS:
            self._menus = frozenset()
            return
        every = sorted(self._menus, key=lambda one: (one[0] == WISHES, -ORDER[one[0]], one[1]))
        named = {self._asked.goal.lift, *(spot.exercise for spot in self._spots)}
        ours = [menu for menu in every if menu[1] in named]
        others = self._menus - frozenset(ours)
        # Mostly it is an exercise that is named: then the large models are needed only once.
        few = frozenset(fewest(ours, lambda some: self._clash(menus=others | frozenset(some))))
        if self._clash(menus=few):
            self._menus = few
            return
        slugs = tuple(dict.fromkeys(slug for slug, _ in every))

        def of(rules: Sequence[str]) -> frozenset[Menu]:
            return frozenset(menu for menu in every if menu[0] in rules)

        rules = fewest(slugs, lambda some: self._clash(menus=of(some)))
        self._menus = of(rules)
        for slug in rules:
            rest = self._menus - of([slug])

            def clash(some: Sequence[Menu], rest: frozenset[Menu] = rest) -> bool:
                return self._clash(menus=rest | frozenset(some))

            self._menus = rest | frozenset(fewest(sorted(of([slug])), clash))

    def _left(self) -> Iterator[Spot]:
        """The demands that are left; menus in each of the weeks concerned."""
        yield from self._spots
        guard = Kept[Spot](self._keeps((), self._menus))
        rules = {slug for slug, _ in self._menus}
        if rules:
            self._judge.built(self._asked, guard, self._weeks, rules)
        for spot in guard.seen:
            if (spot.rule, spot.exercise) in self._menus and (
                self._weeks is None or spot.week - 1 in self._weeks
            ):
                yield spot

    # -- the check -----------------------------------------------------------------------------

    def _checked(self, demands: list[Demand]) -> Conflict | None:
        """The conflict, once fresh and different solves agree; None when it was none.

        In the whole block, with all else as it is asked for; and in the weeks concerned, with all
        else lifted.
        """
        for scenario, menus, weeks in (
            (self._asked, self._every_menu, None),
            (self._scenario, self._menus, self._weeks),
        ):
            found = (self._can_hold(None, menus, scenario, weeks, way) for way in SECOND_WAYS)
            if next((one for one in found if one is not None), None) is not False:
                return None
        minimal = all(self._is_needed(demand) for demand in demands)
        ordered = sorted(demands, key=lambda one: (ORDER[one.rule], one.weeks, one.keys))
        return Conflict(tuple(ordered), minimal, self._spots, self._weeks)

    def _is_needed(self, demand: Demand) -> bool:
        """Whether the others can hold together; best, while all else stays as it is asked for."""
        spots = self._spots - demand.spots
        menus = self._menus - {(spot.rule, spot.exercise) for spot in demand.spots}
        every = self._every_menu - (self._menus - menus)
        strict, free = self._asked, self._scenario
        if demand.freed:
            strict, free = (amended(one, demand.freed) or one for one in (strict, free))
        return any(
            self._can_hold(spots, some, scenario, weeks) is True
            for some, scenario, weeks in (
                (every, strict, self._weeks), (menus, free, self._weeks), (menus, free, None),
            )
        )  # fmt: skip
