"""Repairs: the smallest changes of a scenario's own numbers that make it possible, each proved.

Every number of the conflict's demands is loosened on its ladder; the smallest step that lifts the
conflict is found by halving. Then the whole changed scenario is solved, and the step grows until it
is enough by itself. Where another conflict remains even with the largest one, that is lifted too,
and the repair has two changes. Only what a solve of all hard
demands has proved is handed out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from planner.impossible.amend import Change, amended
from planner.impossible.conflict import Conflict, conflict_of, rough_conflict_of
from planner.impossible.demands import Spot
from planner.impossible.judge import Judge, Kept, everything
from planner.impossible.ladder import Ladder, Step
from planner.impossible.loosening import ladders
from scenarios.schema import Scenario

MOST: Final = 3  # repairs that are offered
ROUNDS: Final = 8  # conflicts that one repair may lift
INSTEAD: Final = " instead of "
OTHERS: Final = 2  # steps beside the first that a repair may take


@dataclass(frozen=True)
class Repair:
    """Changes that make a scenario possible, proved by a solve of every hard demand."""

    changes: tuple[Change, ...]
    words: tuple[str, ...]
    cost: float

    @property
    def words_set(self) -> frozenset[str]:
        """What it asks for, in any order."""
        return frozenset(self.words)


@dataclass
class Repairs:
    """A search for repairs; `found` grows, cheapest first, and stays when the search is stopped.

    `further` are conflicts beside the first one, met on the way.
    """

    scenario: Scenario
    conflict: Conflict
    judge: Judge
    most: int = MOST
    found: list[Repair] = field(default_factory=list)
    further: list[Conflict] = field(default_factory=list)
    _told: list[Conflict] = field(default_factory=list)
    _known: list[Conflict] = field(default_factory=list)
    _kinds: set[str] = field(default_factory=set)  # of ladders that are enough

    def search(self) -> None:
        """Look for up to `most` repairs of different kinds.

        Raises:
            Stopped: the judge was stopped; what was found stays.
        """
        for ladder, rung in self._offers(self.scenario, self.conflict):
            if len(self.found) == self.most:
                break
            if ladder.kind in self._kinds:
                continue
            repair = self._proved(ladder, rung)
            if repair is not None:
                self._kinds.add(ladder.kind)
                self.take(repair)

    def take(self, repair: Repair) -> None:
        """Keep a repair, unless it is a shorter one with something more."""
        if any(one.words_set <= repair.words_set for one in self.found):
            return
        self.found = [one for one in self.found if not repair.words_set <= one.words_set]
        self.found.append(repair)
        self.found.sort(key=lambda one: (one.cost, one.words))

    def _offers(self, scenario: Scenario, conflict: Conflict) -> Iterator[tuple[Ladder, int]]:
        """Ladders with the lowest rung that lifts a conflict, cheapest first."""
        offers: list[tuple[float, int, Ladder, int]] = []
        for ladder in ladders(scenario, conflict.demands):
            rung = self._lowest(scenario, ladder, 0, (), conflict)
            if rung is not None:
                offers.append((ladder.steps[rung].cost, len(offers), ladder, rung))
        for _, _, ladder, rung in sorted(offers, key=lambda offer: offer[:2]):
            yield ladder, rung

    def _lowest(
        self,
        scenario: Scenario,
        ladder: Ladder,
        first: int,
        others: Sequence[Step],
        conflict: Conflict,
        everywhere: bool = False,
    ) -> int | None:
        """The lowest rung from `first` on that lifts a conflict; None when the top one does not."""

        low, high = first, _top(scenario, ladder, first)
        if low > high:
            return None

        def lifts(rung: int) -> bool:
            changed = _changed(scenario, ladder.steps[rung], *others)
            return changed is not None and conflict.is_lifted(changed, self.judge, everywhere)

        return _lowest_of(low, high, lifts)

    def _proved(self, ladder: Ladder, rung: int) -> Repair | None:
        """A repair that begins with this rung; None when a few changes are not enough."""
        others: list[Step] = []
        met: list[Conflict] = []
        lowest = self._lowest(self.scenario, ladder, rung, (), self.conflict, everywhere=True)
        if lowest is None:
            return None
        alone = self._alone(ladder, lowest)
        if alone is not None:
            return _repair((ladder.steps[alone],))
        rung = lowest
        for _ in range(ROUNDS):
            step = ladder.steps[rung]
            changed = _changed(self.scenario, step, *others)
            if changed is None:
                return None
            answer = self.judge.can_hold(self.judge.built(changed, Kept[Spot](everything)))
            if answer:
                self.further += [one for one in met if one not in self.further]
                return _repair((step, *others))
            rest = self._remaining(changed) if answer is False else None
            if rest is None:
                return None
            higher = self._lowest(self.scenario, ladder, rung + 1, others, rest)
            if higher is not None:
                rung = self._lowest(self.scenario, ladder, higher, others, rest, True) or higher
                continue
            more = self._other_step(changed, rest) if len(others) < OTHERS else None
            if more is None:
                return None
            met.append(more[0])
            others.append(more[1])
        return None

    def _alone(self, ladder: Ladder, first: int) -> int | None:
        """The lowest rung from `first` on that is enough by itself; None when the top one is not.

        Conflicts that remain with a low rung need no words when a higher one lifts them as well.
        """

        def is_enough(rung: int) -> bool:
            changed = _changed(self.scenario, ladder.steps[rung])
            if changed is None:
                return False
            built = self.judge.built(changed, Kept[Spot](everything))
            return self.judge.can_hold(built) is True

        return _lowest_of(first, _top(self.scenario, ladder, first), is_enough)

    def _remaining(self, changed: Scenario) -> Conflict | None:
        """A conflict that a changed scenario still has; one that is known is looked for first."""
        for known in self._known:
            if not known.is_lifted(changed, self.judge):
                return known
        found = rough_conflict_of(changed, self.judge)
        if found is not None:
            self._known.append(found)
        return found

    def _other_step(self, changed: Scenario, rest: Conflict) -> tuple[Conflict, Step] | None:
        """Another conflict in full, with the cheapest step that lifts it.

        With a number that is enough by itself, the repair would only be a longer one: what was
        found soon is asked first, for to find a conflict in full takes a while.
        """
        soon = next(self._offers(changed, rest), None) if self._kinds else None
        if soon is not None and soon[0].kind in self._kinds:
            return None
        told = next((one for one in self._told if one.spots == rest.spots), None)
        if told is None:
            told = conflict_of(changed, self.judge)
            if told is None:
                return None
            self._told.append(told)
        ladder, rung = next(self._offers(changed, told), (None, 0))
        is_new = ladder is not None and ladder.kind not in self._kinds
        return (told, ladder.steps[rung]) if ladder is not None and is_new else None


def _lowest_of(low: int, high: int, holds: Callable[[int], bool]) -> int | None:
    """The lowest number for which a claim holds that, once true, stays true; the ends first."""
    if holds(low):
        return low
    if low == high or not holds(high):
        return None
    low += 1
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return high


def _top(scenario: Scenario, ladder: Ladder, first: int) -> int:
    """The highest rung from `first` on that is a scenario: the last ones may go too far."""
    high = len(ladder.steps) - 1
    while high > first and _changed(scenario, ladder.steps[high]) is None:
        high = (first + high) // 2
    return high


def _changed(scenario: Scenario, *steps: Step) -> Scenario | None:
    return amended(scenario, [change for step in steps for change in step.changes])


def _repair(steps: tuple[Step, ...]) -> Repair:
    """Steps as one repair: a key that is changed twice has its last value."""
    changes: dict[str, Change] = {}
    for change in (change for step in steps for change in step.changes):
        before = changes.get(change.key, change).before
        changes[change.key] = Change(change.key, before, change.after)
    words: dict[frozenset[str], str] = {}
    for step in steps:  # what is loosened twice is told once, from the first value to the last
        keys = frozenset(change.key for change in step.changes)
        was = words.get(keys, step.words).rpartition(INSTEAD)
        now = step.words.rpartition(INSTEAD)
        words[keys] = f"{now[0]}{INSTEAD}{was[2]}" if was[1] and now[1] else step.words
    cost = sum(step.cost for step in steps)
    return Repair(tuple(changes.values()), tuple(words.values()), cost)
