"""Best change: what each demand on a block is worth, as a table of prices, each from a solve.

Two questions. What would a demand buy if it gave way? Where the block pays something, the answer is
the price that falls. Where it pays nothing, no price can fall, and room is left: how many sets lack
to the middle of the targets, which costs nothing as long as the bands are kept, but is what a coach
would use more time for. And what would it cost if something were taken away?

A block that keeps to a tighter demand proves by itself that it costs nothing. All else is solved,
in a share of the time; where that proves no price, the search goes on as long as there is time left
when all have been asked. What is not proved then is told with its bound.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from ortools.sat.python import cp_model

from constraints.audit import audit
from constraints.block import Block
from planner.alternatives.answers import Pair, costs_of
from planner.alternatives.concessions import Concession, Key, concessions, stated
from planner.alternatives.lacking import Lacking, fewest_lacking, wants_sets
from planner.alternatives.prices import PriceRow, Prices, in_order, room_of, row_of, rule_steps
from planner.alternatives.why import check
from planner.impossible.amend import amended
from planner.replanning.least_change import changes_of
from planner.replanning.near import NEAR, decisions
from planner.solving import stopping
from planner.solving.attempt import Options, attempt, everything, start_from
from planner.solving.build import Built, build
from planner.solving.found import Start
from planner.solving.objective import hold_forced
from planner.solving.progress import Progress, Watch
from planner.solving.search import least_price
from planner.solving.solve import settled
from scenarios.schema import Scenario

MOST: Final = 12  # rows that are solved; what the block itself proves comes on top
ROOM: Final = 0.1  # of the time, for the room that the block has as it is asked for


@stopping.listens
def best_change(
    block: Block,
    options: Options,
    on_progress: Callable[[Progress], None] | None = None,
) -> Prices:
    """The prices of the demands on a block.

    Args:
        block: a block as it was planned.
        options: limits of all solves together.
        on_progress: called at every stage and better block, also from the solver's thread.

    Raises:
        PlannerError: the block is not as it was planned.
    """
    check(block)
    return _Pricing(block, options, on_progress).run()


class _Pricing:
    """One table of prices; it ends early when the time is up or somebody stops it."""

    def __init__(
        self,
        block: Block,
        options: Options,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self._block, self._options, self._on_progress = block, options, on_progress
        self._ends = time.perf_counter() + options.time_limit
        rows = {row.priority: row for row in block.solve.tiers}
        self._paid: Pair = rows["should"].objective, rows["prefer"].objective
        self._least: Pair = rows["should"].bound, rows["prefer"].bound
        self._pays = self._paid > (0, 0)
        self._room: Lacking | None = None
        self._open: dict[Key, tuple[Concession, Scenario, Start]] = {}  # to be gone on with
        self._stopped = False
        self._forced = audit(block).forced_price

    def run(self) -> Prices:
        """Ask one after the other; what one leaves of its share of the time, the others have."""
        asked = concessions(self._block)
        has_targets = wants_sets(self._block.scenario)
        if not self._pays and has_targets:
            self._room = self._roomiest(self._block.scenario, self._block, "room", ROOM)
        lacks = self._room is None or self._room.most > 0
        is_full = not self._pays and not (has_targets and lacks)
        open_ones = [one for one in asked if one.kind == "take" or not is_full]
        return Prices(
            scenario=self._block.scenario.id,
            costs=costs_of(self._paid, self._paid, self._least),
            base_proved=self._least == self._paid,
            room=room_of(self._room),
            spared=len(asked) - len(open_ones),
            rows=in_order(self._rows(open_ones)),
            stopped=self._stopped,
        )

    def _rows(self, asked: Iterable[Concession]) -> list[PriceRow]:
        """What the block proves by itself, and what is solved; a free step leads further."""
        rows: dict[Key, PriceRow] = {}
        waiting: deque[tuple[Concession, Scenario]] = deque()
        for first in asked:
            one: Concession | None = first
            while one is not None:
                changed = amended(self._block.scenario, one.changes)
                is_kept = changed is not None and one.is_tighter and (
                    self._price_now(changed) == self._paid
                )  # fmt: skip
                if is_kept:
                    rows[one.key] = self._priced(one, self._paid, self._least)
                elif changed is not None:
                    waiting.append((one, changed))
                one = one.then if is_kept else None
        solved: Counter[str] = Counter()
        most = MOST // len({one.kind for one, _ in waiting} or {""})
        while waiting:
            one, changed = waiting.popleft()
            if solved[one.kind] == most:
                continue
            solved[one.kind] += 1
            left = min(len(waiting) + 1, MOST - solved.total() + 1)
            row = self._asked(one, changed, 1 / left)
            rows[one.key] = row
            is_free = row.verdict == "possible" and row.points == (0, 0)
            further = amended(self._block.scenario, one.then.changes) if one.then else None
            if is_free and one.then is not None and further is not None:
                waiting.appendleft((one.then, further))
        unproved = [*self._open.values()]
        for number, (one, changed, start) in enumerate(unproved):
            if not self._stopped and self._left() > 0:
                rows[one.key] = self._solved(one, changed, 1 / (len(unproved) - number), start)
        return [*rows.values()]

    def _price_now(self, changed: Scenario) -> Pair | None:
        """What the block pays under another request, as it is; None where it breaks a `must`."""
        report = audit(stated(self._block, changed))
        hard = [one for finding in report.findings for one in finding.breaches
                if one.priority == "must"]  # fmt: skip
        return None if hard else (report.price("should"), report.price("prefer"))

    def _asked(self, one: Concession, changed: Scenario, share: float) -> PriceRow:
        """One row, in a share of the time that is left."""
        if self._stopped or self._left() <= 0:
            return row_of(one, "undecided")
        if one.kind == "give" and not self._pays and self._price_now(changed) == self._paid:
            return self._with_room(one, changed, share)
        return self._solved(one, changed, share)

    def _with_room(self, one: Concession, changed: Scenario, share: float) -> PriceRow:
        """What lacks with a demand that gives way, where nothing is paid anyway."""
        found = None
        if self._room is not None:
            found = self._roomiest(changed, self._room.block, one.words, share)
        if self._room is None or found is None:
            return row_of(one, "undecided")
        is_proved = found.most == found.least and self._room.most == self._room.least
        free = costs_of(self._paid, self._paid, self._paid)
        return row_of(one, "possible", is_proved, free, room=room_of(found))

    def _solved(
        self, one: Concession, changed: Scenario, share: float, known: Start | None = None
    ) -> PriceRow:
        """The price of the best block with the change; of the block itself, if none is better.

        With `known` the search goes on from there.
        """
        ends = time.perf_counter() + share * self._left()
        built, now = self._built(changed), self._price_now(changed)
        start = known or self._start(built, now is not None, ends)
        options = replace(self._options, time_limit=max(0.0, ends - time.perf_counter()))
        found = least_price(built, options, self._watch(one.words), start)
        self._stopped = found.stopped
        least = max(found.bounds, self._least) if one.is_tighter else found.bounds
        if found.value is not None and found.bounds != found.prices:
            self._open[one.key] = one, changed, found.again(built)
        if now is not None and (found.value is None or now < found.prices):
            return self._priced(one, now, min(least, now), stated(self._block, changed))
        if found.value is None:
            is_impossible = found.status == cp_model.INFEASIBLE
            return row_of(one, "impossible" if is_impossible else "undecided", is_impossible)
        other = settled(built.plan, found.value, found, self._options)[0]
        prices: Pair = other.solve.tiers[0].objective, other.solve.tiers[1].objective
        return self._priced(one, prices, min(least, prices), other)

    def _start(self, built: Built, is_kept: bool, ends: float) -> Start:
        """The block itself where it is possible still, else one near it; nothing where all is free.

        Whether there is a block for nothing is asked best from nothing.
        """
        if not self._pays:
            return Start()
        if is_kept:
            every = range(self._block.scenario.weeks)
            found = {one[0].index: one for one in decisions(built.plan, self._block, every)}
            return Start(tuple(found.values()))
        model, changes = built.model, changes_of(built.plan, self._block)
        model.minimize(changes.price)
        start_from(model, changes.hints)
        half = (time.perf_counter() + ends) / 2
        tried = attempt(built, self._options, Watch(), "no_lp", half, NEAR)
        self._stopped = tried.stopped
        return Start(tuple(everything(model, tried.values)))

    def _priced(
        self, one: Concession, prices: Pair, least: Pair, other: Block | None = None
    ) -> PriceRow:
        is_proved = least == prices and self._least == self._paid
        if one.kind == "give" and prices > self._paid and not is_proved:
            return row_of(one, "undecided")  # a dearer block says nothing of what it would buy
        rules = () if other is None else rule_steps(self._block, other)
        return row_of(one, "possible", is_proved, costs_of(self._paid, prices, least), rules)

    def _roomiest(
        self, scenario: Scenario, start: Block, doing: str, share: float
    ) -> Lacking | None:
        """The block of no price that lacks the fewest sets."""
        until = time.perf_counter() + share * self._left()
        built, watch = self._built(scenario), self._watch(doing)
        found = fewest_lacking(built, start, self._options, watch, until)
        self._stopped = found is not None and found.stopped
        return found

    def _built(self, scenario: Scenario) -> Built:
        built = build(scenario)
        hold_forced(built, self._forced)
        return built

    def _watch(self, doing: str) -> Watch:
        report = self._on_progress
        if report is None:
            return Watch()
        return Watch(lambda now: report(replace(now, stage=f"{doing}: {now.stage}")))

    def _left(self) -> float:
        return max(0.0, self._ends - time.perf_counter())
