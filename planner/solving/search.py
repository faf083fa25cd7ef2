"""Search: the least price of a model, tier by tier, proved.

First any block that keeps every `must`: it shows that there is one, and the rest starts from it.
Then the question whether a block can be had for nothing: under a cap of 0 every wish binds and
propagates, and most requests end here. Where some wish has to give way, the tiers are closed one
after the other, on two cores: here the price comes down from the best block, a part of it at a
time, while the climber beside raises the bound: by cores of wishes that cannot all be met, by the
relaxation of all wishes together, by asking for a block of no more than the bound, and by what each
stretch of weeks must pay at least, which is a far smaller problem.

One worker repeats itself, and so do two that meet only where both have ended, or where one has the
proof and nothing counts of what the other did meanwhile: attempts are cut off by deterministic
time, never by the clock alone.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner.solving import stopping
from planner.solving.attempt import (
    Attempt,
    Decision,
    Options,
    attempt,
    narrowed,
    reader,
    start_from_block,
    start_from_nothing,
    turns,
)  # fmt: skip
from planner.solving.build import Built, Expr, twin
from planner.solving.climber import Climbed, Climber, Question, Reached
from planner.solving.extract import Value
from planner.solving.neighbourhoods import Neighbourhood, Neighbourhoods
from planner.solving.objective import TIERS, Tier, tier_of
from planner.solving.progress import Standing, Watch

EFFORT = 1.0  # deterministic time of a question, 2 to 10 seconds; doubled in every round
# Deterministic time for the question whether a block can be had for nothing. It is asked twice: how
# long that takes varies tenfold with the seed, so that two short tries find more than a long one.
FREE = 0.8
FIRST = 0.8  # deterministic time to start well from a block that is given
SOON = 0.5  # deterministic time of a question that is asked because it may be answered soon
PART = 0.3  # deterministic time, for what a part of the block must pay
MENDED = 0.7  # of the effort of a question, for mending meanwhile: about as many seconds
SHOULD, PREFER = range(len(TIERS))
Status = cp_model.CpSolverStatus
Efforts = tuple[float, float]  # deterministic time for (should, prefer)


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

    def again(self, built: Built) -> Start:
        """Where a search of a model whose variables are the same can go on."""
        assert self.value is not None, "a block was found"
        model, should = built.model, self.bounds[SHOULD]
        every = map(model.get_int_var_from_proto_index, range(len(model.proto.variables)))
        least = should, self.bounds[PREFER] if should == self.prices[SHOULD] else 0
        return Start(tuple((one, self.value(one)) for one in every), least)


@dataclass(frozen=True)
class Start:
    """Where a search starts: values of decisions, and lower bounds that are proved elsewhere.

    `bounds` are of (should, prefer); that of `prefer` holds for a `should` that is no higher.
    """

    decisions: tuple[Decision, ...] = ()
    bounds: tuple[int, int] = (0, 0)


FROM_NOTHING, NOTHING = Start(), Reached(0, 0, ())


@dataclass(frozen=True)
class _Best:
    """The best block: its values, () without one, its prices, and stretches in which it pays."""

    values: tuple[int, ...]
    prices: list[int]
    paying: list[list[int]]


@stopping.listens
def least_price(
    built: Built,
    options: Options,
    watch: Watch,
    start: Start = FROM_NOTHING,
    brief: Efforts | None = None,
) -> Found:
    """The cheapest block of a model, or what is known when the time is up.

    Args:
        built: the model; it gets a row for each tier, what is searched in are twins of it.
        options: limits of the search.
        watch: hears of every stage and better block.
        start: where to start.
        brief: end what is not proved at once with so much effort for (should, prefer), in which
            the price comes down; None to go on until it is proved.
    """
    return _Search(built, options, watch, start, brief).run()


@dataclass(frozen=True)
class _Asked:
    """What came of a question: its status and deterministic time, and whether it has helped."""

    status: Status = cp_model.UNKNOWN
    spent: float = 0.0
    helps: bool = False


class _Search:
    """One search; for each tier, a bound and the best block close in on the least price."""

    def __init__(
        self,
        built: Built,
        options: Options,
        watch: Watch,
        start: Start,
        brief: Efforts | None,
    ) -> None:
        self._given, self._start, self._brief = built, start, brief
        self._options, self._watch = options, watch
        watch.standing = Standing()
        tiers = tuple(tier_of(built, name) for name in TIERS)
        self._built, self._tiers = _twin(built, tiers)
        self._started = time.perf_counter()
        self._ends = self._started + options.time_limit
        self._bounds = [0 for _ in self._tiers]
        self._best = _Best((), [tier.most for tier in tiers], [])
        self._stopped = False
        self._climber = Climber(built, tiers, options)
        self._parts = Neighbourhoods(built.plan, options.seed)
        self._mending: tuple[int, Iterator[float]] | None = None

    def run(self) -> Found:
        """Search until the least price is proved, the time is up, or somebody stops it."""
        free = cp_model.INFEASIBLE
        if any(self._start.bounds):
            status = self._first()
        else:
            question = self._climber.freeing(FREE, self._half())
            status, climbed = stopping.together(self._first, lambda: question.ask(NOTHING))
            self._take(climbed.tried)
            free = climbed.tried.status
        if self._best.values:
            self._cheapen(free)
            is_proved = self._bounds == self._prices
            status = cp_model.OPTIMAL if is_proved else cp_model.FEASIBLE
        return self._found(status)

    def _first(self) -> Status:
        """Any block: the one to start from, where it is one, at what it has to pay."""
        if self._start.decisions:
            paid = sum((tier.price for tier in self._tiers), start=0)
            self._watch.turns_to("starting from a block", ())
            with narrowed(self._built.model, self._start.decisions):
                status = self._least(paid, "no_lp", self._half(), FIRST).status
        if not self._best.values and not self._stopped:
            self._watch.turns_to("looking for a first block", ())
            start_from_nothing(self._built.model)
            for way, effort in turns(FIRST):
                status = self._attempt(way, self._ends, effort).status
                if status != cp_model.UNKNOWN or self._stopped or self._is_late(self._ends):
                    break
        self._watch.turns_to("looking for a block that keeps every wish", self._told())
        return status

    def _cheapen(self, free: Status) -> None:
        """The least price of each tier, from the best block.

        Args:
            free: whether there is a block that costs nothing.
        """
        if free == cp_model.UNKNOWN:  # in another way
            until = self._half()
            number = SHOULD if self._is_open(SHOULD, until) else PREFER
            free = self._ask(number, self._climber.freeing(FREE, until), until, FREE).status
        self._raise(SHOULD, self._start.bounds[SHOULD])
        self._close(SHOULD, self._half())
        if self._prices[SHOULD] <= self._start.bounds[SHOULD]:
            self._raise(PREFER, self._start.bounds[PREFER])
        if free == cp_model.INFEASIBLE and self._prices[SHOULD] == 0:
            self._raise(PREFER, 1)
        self._close(PREFER, self._ends)

    def _close(self, number: int, until: float) -> None:
        """Bring a tier's price down and its bound up until they meet, or its time is up.

        A brief search asks no more than helps it: with a block to start from, parts of it are
        sooner mended than another one is found.
        """
        climber, effort, brief = self._climber, EFFORT, self._brief
        reaching = climber.reaching(number, SOON, until)
        is_asked = number == PREFER and (brief is not None or self._prices[SHOULD] == 0)
        if not is_asked and not (number == SHOULD and self._start.decisions):
            self._ask(number, reaching, until, 0)
        mending = 0 if brief is None else brief[number] / MENDED
        self._ask(number, climber.climbing(number, "core", SOON, until), until, SOON + mending)
        if brief is None:
            self._ask_on(number, reaching, until, SOON)
        while self._is_open(number, until) and brief is None:
            for question in climber.questions(number, effort, until):
                self._ask_on(number, question, until, effort)
            effort *= 2
        climber.fix(number, self._prices[number])

    def _ask_on(self, number: int, question: Question, until: float, effort: float) -> None:
        """Ask again and again, as long as it helps."""
        asked = self._ask(number, question, until, effort)
        while asked.helps and question.may_repeat:
            asked = self._ask(number, question, until, min(effort, asked.spent))

    def _ask(self, number: int, question: Question, until: float, effort: float) -> _Asked:
        """Ask about all blocks, and with some effort mend the best one meanwhile.

        Once the tier is closed, what was mended by then does not count: it depends on the clock.
        """
        if not self._is_open(number, until):
            return _Asked()
        self._turns_to(number, question.words)
        now = Reached(self._prices[number], self._bounds[number], self._best.values)
        before = self._best
        climbed: list[Climbed] = []

        def closed() -> bool | None:
            climbed.append(question.ask(now))
            price = self._price_in(climbed[0].tried, number)
            return True if climbed[0].bound >= min(now.price, price) else None

        is_closed, _ = stopping.unless(closed, lambda: self._mend(number, until, effort * MENDED))
        if is_closed:
            self._best, self._stopped = before, False
            if effort > 0:
                self._renew()
        (one,) = climbed
        is_better = self._take(one.tried)
        self._raise(number, one.bound)
        helps = is_better or one.bound > now.bound
        return _Asked(one.tried.status, one.tried.spent, helps)

    def _mend(self, number: int, until: float, effort: float) -> None:
        """Bring a tier's price down part by part, for as long as the effort lasts.

        It goes on where it was when the effort of the last question was over.
        """
        while effort > 0 and self._is_open(number, until):
            if self._mending is None or self._mending[0] != number:
                self._mending = number, self._round(number, until, PART)
            for spent in self._mending[1]:
                effort -= spent
                if effort <= 0 or not self._is_open(number, until):
                    return
            self._mending = None
            if self._brief is not None:
                return

    def _round(self, number: int, until: float, effort: float) -> Iterator[float]:
        """Each step mends a part, as long as that gains anything."""
        return self._parts.improve(
            mend=lambda part: self._part(number, part, until, effort),
            standing=lambda: (number, *self._prices),
            paying=lambda: self._best.paying[number],
        )

    def _part(self, number: int, part: Neighbourhood, until: float, effort: float) -> Attempt:
        """Minimise the price of a tier in a part of the block."""
        tier, best = self._tiers[number], self._best.values
        for dearer, price in zip(self._tiers[:number], self._prices, strict=False):
            dearer.within(0, price)
        tier.within(self._bounds[number], self._prices[number])
        with narrowed(self._built.model, [(one, best[one.index]) for one in part.held]):
            self._turns_to(number, part.free)
            return self._least(tier.price, "no_lp", until, effort)

    def _least(self, price: Expr, way: str, until: float, effort: float) -> Attempt:
        """Minimise a price from the best block."""
        self._built.model.minimize(price)
        start_from_block(self._built.model, self._best.values)
        return self._attempt(way, until, effort)

    def _attempt(self, way: str, until: float, effort: float | None = None) -> Attempt:
        """Solve, and keep a better block."""
        tried = attempt(self._built, self._options, self._watch, way, until, effort)
        self._take(tried)
        return tried

    def _take(self, tried: Attempt) -> bool:
        """Keep a better block, and that somebody has stopped it; whether it is better."""
        self._stopped = self._stopped or tried.stopped
        if not tried.values or tried.solver is None:
            return False
        value = tried.solver.value
        pays = [value(tier.price) for tier in self._tiers]
        is_better = not self._best.values or pays < self._prices
        if is_better:
            paying = [
                [stretch for stretch, part in tier.parts.items() if value(part) > 0]
                for tier in self._tiers
            ]
            self._best = _Best(tried.values, pays, paying)
        return is_better

    @property
    def _prices(self) -> list[int]:
        """What the best block pays in each tier."""
        return self._best.prices

    def _price_in(self, tried: Attempt, number: int) -> float:
        """What a tier costs in the block of an attempt."""
        if not tried.values or tried.solver is None:
            return math.inf
        return tried.solver.value(self._tiers[number].price)

    def _renew(self) -> None:
        """Mend in a model from now on in which nothing is left of what was cut short."""
        self._built, self._tiers = _twin(self._given, self._tiers)
        self._parts, self._mending = self._parts.anew(self._options.seed), None

    def _turns_to(self, number: int, words: str) -> None:
        self._watch.turns_to(f"{TIERS[number]}: {words}", self._told())

    def _told(self) -> Sequence[Expr]:
        """Prices to tell of, where they say something."""
        return [tier.price for tier in self._tiers] if self._best.values else ()

    def _raise(self, number: int, bound: int) -> None:
        """A lower bound of a tier's price was proved."""
        self._bounds[number] = max(self._bounds[number], min(bound, self._prices[number]))
        self._watch.standing.bounds = self._bounds[SHOULD], self._bounds[PREFER]

    def _is_open(self, number: int, until: float) -> bool:
        is_open = self._bounds[number] < self._prices[number]
        return is_open and not self._stopped and not self._is_late(until)

    def _is_late(self, until: float) -> bool:
        return time.perf_counter() >= until

    def _half(self) -> float:
        """The moment when half of the time that is left will be over."""
        return (self._ends + time.perf_counter()) / 2

    def _found(self, status: Status) -> Found:
        return Found(
            value=reader(self._best.values) if self._best.values else None,
            prices=(self._prices[SHOULD], self._prices[PREFER]),
            bounds=(self._bounds[SHOULD], self._bounds[PREFER]),
            status=status,
            seconds=time.perf_counter() - self._started,
            stopped=self._stopped,
        )


def _twin(built: Built, tiers: Sequence[Tier]) -> tuple[Built, tuple[Tier, ...]]:
    """The same model once more, with its tiers."""
    other = twin(built)
    return other, tuple(tier.of(other.model) for tier in tiers)
