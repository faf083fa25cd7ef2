"""Search: the least price of a model, tier by tier, proved.

First any block that keeps every `must`: it shows that there is one, and the rest starts from it.
Then the question whether a block can be had for nothing: under a cap of 0 every wish binds and
propagates, and most requests end here. Where some wish has to give way, the tiers are closed one
after the other, on two cores: the mender brings the price down from the best block, a part of it at
a time, while the climber beside it raises the bound: by cores of wishes that cannot all be met, by
the relaxation of all wishes together, by asking for a block of no more than the bound, and by what
each stretch of weeks must pay at least, which is a far smaller problem.

One worker repeats itself, and so do two that meet only where both have ended, or where one has the
proof and nothing counts of what the other did meanwhile: attempts are cut off by deterministic
time, never by the clock alone.

A brief search, from nothing, asks less. It asks at once what should be paid at least, for that is
found about as soon as any block, and goes on only as long as the price comes down.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner.solving import stopping
from planner.solving.attempt import Attempt, Options, reader
from planner.solving.build import Built
from planner.solving.climber import Climbed, Climber, Question, Reached
from planner.solving.found import FROM_NOTHING, PREFER, SHOULD, Found, Start, Status
from planner.solving.mender import Mender
from planner.solving.objective import TIERS, tier_of
from planner.solving.progress import Standing, Watch

EFFORT = 1.0  # deterministic time of a question, 2 to 10 seconds; doubled in every round
# Deterministic time for the question whether a block can be had for nothing. It is asked twice: how
# long that takes varies tenfold with the seed, so that two short tries find more than a long one.
FREE = 0.8
SOON = 0.5  # deterministic time of a question that is asked because it may be answered soon
MENDED = 0.7  # of the effort of a question, for mending meanwhile: about as many seconds
NOTHING = Reached(0, 0, ())
Efforts = tuple[float, float]  # deterministic time for (should, prefer)


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
        watch: hears of every stage, and of better blocks once there is one.
        start: where to start.
        brief: without a block to start from, end what is not proved at once with so much effort for
            (should, prefer), in which the price comes down; None to go on until it is proved.
    """
    assert not (brief and start.decisions), "a brief search starts from nothing"
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
        self._given, self._options = built, options
        self._start, self._brief, self._watch = start, brief, watch
        watch.standing = Standing()
        self._tiers = tuple(tier_of(built, name) for name in TIERS)
        self._started = time.perf_counter()
        self._ends = self._started + options.time_limit
        self._bounds = [0 for _ in self._tiers]
        self._mender = Mender(built, self._tiers, options, watch)
        self._climber = Climber(built, self._tiers, options)

    def run(self) -> Found:
        """Search until the least price is proved, the time is up, or somebody stops it."""
        free = cp_model.INFEASIBLE if any(self._start.bounds) else cp_model.UNKNOWN
        if self._brief is not None:
            status = self._first_soon()
        elif free == cp_model.INFEASIBLE:
            status = self._first()
        else:
            question = self._climber.freeing(FREE, self._half())
            status, climbed = stopping.together(self._first, lambda: question.ask(NOTHING))
            self._mender.take(climbed.tried)
            free = climbed.tried.status
        if self._mender.best.values:
            self._cheapen(free)
            is_proved = self._bounds == self._prices
            status = cp_model.OPTIMAL if is_proved else cp_model.FEASIBLE
        return self._found(status)

    def _first(self) -> Status:
        """Any block, the one to start from if it can be had."""
        return self._mender.begin(self._start.decisions, self._half(), self._ends)

    def _first_soon(self) -> Status:
        """A block that pays of what should be as little as can be, or nearly; else any block."""
        until, other = self._half(), Climber(self._given, self._tiers, self._options)
        climbing = self._climber.climbing(SHOULD, EFFORT, until)
        reaching = other.reaching(SHOULD, SOON, until)
        now = Reached(self._prices[SHOULD], self._start.bounds[SHOULD], ())
        self._watch.turns_to("looking for a first block", ())
        climbed, reached = stopping.together(lambda: climbing.ask(now), lambda: reaching.ask(now))
        for one in (climbed, reached):
            self._mender.take(one.tried)
            self._raise(SHOULD, one.bound)
        status = climbed.tried.status
        is_open = status == cp_model.UNKNOWN and not self._mender.is_stopped
        return self._first() if is_open and not self._mender.best.values else status

    def _cheapen(self, free: Status) -> None:
        """The least price of each tier, from the best block.

        Args:
            free: whether there is a block that costs nothing.
        """
        if free == cp_model.UNKNOWN and self._brief is None:  # in another way
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
        """Bring a tier's price down and its bound up until they meet, or its time is up."""
        if self._brief is None:
            self._close_fully(number, until)
        else:
            self._close_soon(number, self._brief[number], until)
        self._climber.fix(number, self._prices[number])

    def _close_fully(self, number: int, until: float) -> None:
        """Ask in every way, with more and more effort, as long as anything is open."""
        climber, effort = self._climber, EFFORT
        reaching = climber.reaching(number, SOON, until)
        is_asked = self._start.decisions if number == SHOULD else self._prices[SHOULD] == 0
        if not is_asked:
            self._ask(number, reaching, until, 0)
        soon = EFFORT if number == SHOULD else SOON
        self._ask(number, climber.climbing(number, soon, until), until, soon)
        self._ask_on(number, reaching, until, SOON)
        while self._is_open(number, until):
            for question in climber.questions(number, effort, until):
                self._ask_on(number, question, until, effort)
            effort *= 2

    def _close_soon(self, number: int, left: float, until: float) -> None:
        """Climb and mend side by side for a while, as long as that brings the price down."""
        is_cheaper = True
        while is_cheaper and left > 0 and self._is_open(number, until):
            before, effort = self._prices, min(EFFORT, left)
            question = self._climber.climbing(number, effort, until)
            left -= self._ask(number, question, until, effort).spent
            is_cheaper = self._prices < before

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
        mender, before = self._mender, self._mender.best
        mender.turns_to(number, question.words)
        now = Reached(before.prices[number], self._bounds[number], before.values)
        climbed: list[Climbed] = []

        def closed() -> bool | None:
            climbed.append(question.ask(now))
            price = self._price_in(climbed[0].tried, number)
            return True if max(now.bound, climbed[0].bound) >= min(now.price, price) else None

        def mend() -> None:
            is_brief = self._brief is not None
            mender.mend(number, now.bound, until, effort * MENDED, once=is_brief)

        is_closed, _ = stopping.unless(closed, mend)
        if is_closed and effort > 0:
            mender.back_to(before)
        (one,) = climbed
        is_better = mender.take(one.tried)
        self._raise(number, one.bound)
        helps = is_better or one.bound > now.bound
        return _Asked(one.tried.status, one.tried.spent, helps)

    @property
    def _prices(self) -> list[int]:
        """What the best block pays in each tier."""
        return self._mender.best.prices

    def _price_in(self, tried: Attempt, number: int) -> float:
        """What a tier costs in the block of an attempt."""
        if not tried.values or tried.solver is None:
            return math.inf
        return tried.solver.value(self._tiers[number].price)

    def _raise(self, number: int, bound: int) -> None:
        """A lower bound of a tier's price was proved."""
        self._bounds[number] = max(self._bounds[number], min(bound, self._prices[number]))
        self._watch.standing.bounds = self._bounds[SHOULD], self._bounds[PREFER]

    def _is_open(self, number: int, until: float) -> bool:
        is_open = self._bounds[number] < self._prices[number]
        return is_open and not self._mender.is_stopped and time.perf_counter() < until

    def _half(self) -> float:
        """The moment when half of the time that is left will be over."""
        return (self._ends + time.perf_counter()) / 2

    def _found(self, status: Status) -> Found:
        best = self._mender.best
        return Found(
            value=reader(best.values) if best.values else None,
            prices=(self._prices[SHOULD], self._prices[PREFER]),
            bounds=(self._bounds[SHOULD], self._bounds[PREFER]),
            status=status,
            seconds=time.perf_counter() - self._started,
            stopped=self._mender.is_stopped,
        )
