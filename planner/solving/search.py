"""Search: the least price of a model, tier by tier, proved.

First any block that keeps every `must`: it shows that there is one, and the rest starts from it.
Then the question whether a block can be had for nothing: under a cap of 0 every wish binds and
propagates, and most requests end here. Where some wish has to give way, the tiers are closed one
after the other: the price comes down from the best block, a part of it at a time, and the bound is
climbed from below: by the relaxation of all wishes together, by asking for a block of no more than
the bound, and by what each stretch of weeks must pay at least, which is a far smaller problem.

One worker repeats itself: attempts are cut off by deterministic time, never by the clock alone.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from planner.solving.attempt import (
    SOLVED,
    Attempt,
    Decision,
    Options,
    attempt,
    everything,
    narrowed,
    reader,
    start_from,
)  # fmt: skip
from planner.solving.build import Built, Expr
from planner.solving.extract import Value
from planner.solving.neighbourhoods import DRAWS, Neighbourhood, Neighbourhoods
from planner.solving.objective import TIERS, tier_of
from planner.solving.progress import Standing, Watch

EFFORT = 2.0  # deterministic time of a question, 4 to 20 seconds; doubled in every round
# Deterministic time for the question whether a block can be had for nothing, once for each try: how
# long that takes varies tenfold with the seed, so that two short tries find more than a long one.
FREE = 0.8, 0.8
SOON = 0.5  # deterministic time of a question that is asked because it may be answered soon
PART = 0.15  # of the effort, for what a part of the block must pay
RELAXED = 2.0  # of the effort, for climbing by the relaxation, whose units take less time
SHOULD, PREFER = range(len(TIERS))
Status = cp_model.CpSolverStatus


@dataclass(frozen=True)
class Found:
    """What a search ended with.

    `value` reads the best block, None without one. `prices` are what it pays in (should, prefer),
    `bounds` are proved lower bounds of them, that of `prefer` for the `should` that was reached.
    `status` says what is known: OPTIMAL, FEASIBLE, INFEASIBLE or UNKNOWN. `seconds` is wall-clock
    time; `stopped` means that someone stopped it before its time was up.
    """

    value: Value | None
    prices: tuple[int, int]
    bounds: tuple[int, int]
    status: Status
    seconds: float
    stopped: bool


@dataclass(frozen=True)
class Start:
    """Where a search starts: values of decisions, and lower bounds that are proved elsewhere.

    `bounds` are of (should, prefer); that of `prefer` holds for a `should` that is no higher.
    """

    decisions: tuple[Decision, ...] = ()
    bounds: tuple[int, int] = (0, 0)


FROM_NOTHING = Start()


def least_price(
    built: Built,
    options: Options,
    watch: Watch,
    start: Start = FROM_NOTHING,
    is_brief: bool = False,
) -> Found:
    """The cheapest block of a model, or what is known when the time is up.

    Args:
        built: the model; it can be used for nothing else afterwards.
        options: limits of the search.
        watch: hears of every stage and better block.
        start: where to start.
        is_brief: end where cheapening the block part by part finds nothing more.
    """
    return _Search(built, options, watch, start, is_brief).run()


class _Search:
    """One search; for each tier, a bound and the best block close in on the least price."""

    def __init__(
        self, built: Built, options: Options, watch: Watch, start: Start, is_brief: bool
    ) -> None:
        self._built, self._model, self._start = built, built.model, start
        self._is_brief = is_brief
        self._options, self._watch = options, watch
        watch.standing = Standing()
        self._tiers = tuple(tier_of(built, name) for name in TIERS)
        self._started = time.perf_counter()
        self._ends = self._started + options.time_limit
        self._bounds = [0 for _ in self._tiers]
        self._prices = [tier.most for tier in self._tiers]
        self._best: tuple[int, ...] = ()
        self._paying: list[list[int]] = []  # stretches in which the best block pays, by tier
        self._stopped = False
        self._unanswered = 0
        self._parts = Neighbourhoods(built.plan, options.seed)

    def run(self) -> Found:
        """Search until the least price is proved, the time is up, or somebody stops it."""
        status = cp_model.UNKNOWN
        try:
            status = self._first()
            if status in SOLVED:
                self._cheapen()
        except KeyboardInterrupt:  # between two solves
            self._stopped = True
        if self._best:
            is_proved = self._bounds == self._prices
            status = cp_model.OPTIMAL if is_proved else cp_model.FEASIBLE
        return self._found(status)

    def _first(self) -> Status:
        """Any block: the one to start from, where it is one, at what it has to pay."""
        if self._start.decisions:
            paid = sum((tier.price for tier in self._tiers), start=0)
            stage = "starting from a block"
            with narrowed(self._model, self._start.decisions):
                status = self._least(paid, "no_lp", stage, self._half(), FREE[0]).status
            if status in SOLVED or self._stopped:
                return status
        return self._find("looking for a first block", self._ends)

    def _cheapen(self) -> None:
        """A block that costs nothing, or else the least price of each tier."""
        free = cp_model.INFEASIBLE if any(self._start.bounds) else self._free()
        self._raise(SHOULD, self._start.bounds[SHOULD])
        self._close(SHOULD, self._half())
        if self._prices[SHOULD] <= self._start.bounds[SHOULD]:
            self._raise(PREFER, self._start.bounds[PREFER])
        if free == cp_model.INFEASIBLE and self._prices[SHOULD] == 0:
            self._raise(PREFER, 1)
        self._close(PREFER, self._ends)

    def _free(self) -> Status:
        """Look for a block that costs nothing; whether there is one."""
        for tier in self._tiers:
            tier.within(0, 0)
        stage, status = "looking for a block that keeps every wish", cp_model.UNKNOWN
        for effort in FREE:
            if status == cp_model.UNKNOWN and not self._stopped:
                status = self._find(stage, self._half(), effort)
        for tier in self._tiers:
            tier.within(0, tier.most)
        return status

    def _close(self, number: int, until: float) -> None:
        """Bring a tier's price down and its bound up until they meet, or its time is up."""
        effort, shares = EFFORT, dict[int, int]()
        is_asked = number == PREFER and self._prices[SHOULD] == 0
        if not is_asked and not (number == SHOULD and self._start.decisions):
            self._reach(number, until, SOON)
        self._climb(number, "core", until, SOON)
        while self._is_open(number, until):
            self._improve(number, until, effort * PART)
            if self._is_brief:
                break
            self._climb(number, "core", until, effort)
            self._climb(number, "lb_tree_search", until, effort * RELAXED)
            self._reach(number, until, effort)
            self._share_out(number, shares, until, effort)
            effort *= 2
        self._tiers[number].within(0, self._prices[number])

    def _improve(self, number: int, until: float, effort: float) -> None:
        """Bring a tier's price down part by part, until a round finds nothing more."""
        self._parts.improve(
            mend=lambda part: self._mend(number, part, until, effort),
            standing=lambda: tuple(self._prices),
            paying=lambda: self._paying[number],
            whole=lambda: self._climb(number, "core", until, SOON),
            draws=0 if self._is_brief else DRAWS,
        )

    def _mend(self, number: int, part: Neighbourhood, until: float, effort: float) -> bool | None:
        """Minimise the price of a tier in a part of the block; whether that was proved."""
        if not self._is_open(number, until):
            return None
        tier, best = self._tiers[number], self._best
        tier.within(self._bounds[number], self._prices[number])
        with narrowed(self._model, [(one, best[one.index]) for one in part.held]):
            stage = f"{TIERS[number]}: {part.free}"
            tried = self._least(tier.price, "no_lp", stage, until, effort)
        return tried.status == cp_model.OPTIMAL

    def _reach(self, number: int, until: float, effort: float) -> None:
        """Ask for a block that pays no more than the bound; a "no" proves that all pay more.

        Where that cannot be told, a block may be found that another way misses.
        """
        if self._is_open(number, until):
            price = self._bounds[number]
            self._tiers[number].within(0, price)
            stage = f"{TIERS[number]}: looking for a price of {price}"
            if self._find(stage, until, effort) == cp_model.INFEASIBLE:
                self._raise(number, price + 1)

    def _climb(self, number: int, way: str, until: float, effort: float) -> None:
        """Minimise the price of a tier from the bound up."""
        if self._is_open(number, until):
            tier = self._tiers[number]
            tier.within(self._bounds[number], self._prices[number])
            stage = f"{TIERS[number]}: closing the gap"
            self._raise(number, self._least(tier.price, way, stage, until, effort).bound)

    def _share_out(self, number: int, shares: dict[int, int], until: float, effort: float) -> None:
        """Prove what each stretch of weeks must pay at least, however dear the others become."""
        tier = self._tiers[number]
        for index, part in tier.parts.items():
            if index in shares or len(tier.parts) == 1 or not self._is_open(number, until):
                continue
            tier.within(self._bounds[number], self._prices[number])
            stage = f"{TIERS[number]}: what stretch {index + 1} must pay"
            tried = self._least(part, "no_lp", stage, until, effort)
            if tried.status == cp_model.OPTIMAL:
                self._model.add(part >= tried.bound)
                shares[index] = tried.bound
                self._raise(number, sum(shares.values()))

    def _find(self, stage: str, until: float, effort: float | None = None) -> Status:
        """Look for any block within the limits; no hint, which would hold the search back.

        After a try without an answer the next one takes another way, the same on every run.
        """
        self._model.clear_objective()  # type: ignore[no-untyped-call]  # library: not annotated
        start_from(self._model, ())
        options = replace(self._options, seed=self._options.seed + self._unanswered)
        status = self._attempt("no_lp", stage, until, effort, options).status
        self._unanswered += status == cp_model.UNKNOWN
        return status

    def _least(self, price: Expr, way: str, stage: str, until: float, effort: float) -> Attempt:
        """Minimise a price from the best block."""
        self._model.minimize(price)
        start_from(self._model, everything(self._model, self._best))
        return self._attempt(way, stage, until, effort)

    def _attempt(
        self, way: str, stage: str, until: float, effort: float | None,
        options: Options | None = None,
    ) -> Attempt:  # fmt: skip
        """Solve, and keep a better block."""
        prices = [tier.price for tier in self._tiers]
        self._watch.turns_to(stage, prices if self._best else [])
        tried = attempt(self._built, options or self._options, self._watch, way, until, effort)
        self._stopped = self._stopped or tried.stopped
        if tried.values and tried.solver is not None:
            pays = [tried.solver.value(price) for price in prices]
            if not self._best or pays < self._prices:
                self._best, self._prices = tried.values, pays
                value = tried.solver.value
                self._paying = [
                    [stretch for stretch, part in tier.parts.items() if value(part) > 0]
                    for tier in self._tiers
                ]
        return tried

    def _raise(self, number: int, bound: int) -> None:
        """A lower bound of a tier's price was proved."""
        self._bounds[number] = max(self._bounds[number], min(bound, self._prices[number]))
        self._watch.standing.bounds = self._bounds[SHOULD], self._bounds[PREFER]

    def _is_open(self, number: int, until: float) -> bool:
        is_open = self._bounds[number] < self._prices[number]
        return is_open and not self._stopped and time.perf_counter() < until

    def _half(self) -> float:
        """The moment when half of the time that is left will be over."""
        return (self._ends + time.perf_counter()) / 2

    def _found(self, status: Status) -> Found:
        return Found(
            value=reader(self._best) if self._best else None,
            prices=(self._prices[SHOULD], self._prices[PREFER]),
            bounds=(self._bounds[SHOULD], self._bounds[PREFER]),
            status=status,
            seconds=time.perf_counter() - self._started,
            stopped=self._stopped,
        )
