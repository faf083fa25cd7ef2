"""The beginning: what is found side by side does not depend on which side is faster."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from ortools.sat.python import cp_model

from constraints.block import Block
from planner.exports.json import to_json
from planner.replanning import beginning
from planner.replanning.attempts import Attempts
from planner.replanning.beginning import AGAIN, ANY, FREE, NEAR, Beginning
from planner.solving import stopping
from planner.solving.attempt import Attempt, Options, reader, start_from_nothing
from planner.solving.build import Built, build, twin
from planner.solving.found import Start
from planner.solving.outcome import Planned
from planner.solving.progress import Watch
from planner.solving.search import least_price
from planner.solving.solve import plan
from scenarios.schema import Scenario
from tests.planner.replanning.athlete import WEEK_2, again, asked, block_of, nothing_found
from tests.planner.solving.priced import is_in_vain, priced, without

# Nothing that should be has to be paid.
PRIORITIES = dict.fromkeys(("phase-targets", "repeats", "hinge-sets", "nordic-ramp"), "off")
CASES: dict[str, dict[str, Any]] = {
    "only `prefer` is to be paid": {"exercises": {"exclude": ["plank", "dead_bug"]}},
    "`should` is to be paid too": {"availability": {"minutes": 45}},
    "days away": {"availability": {"away": [{"from": "2027-02-15", "to": "2027-02-18"}]}},
}


def free(**changes: Any) -> Scenario:
    return asked(**changes, priorities=PRIORITIES)


@cache
def since() -> Block:
    outcome = plan(free())
    assert isinstance(outcome, Planned)
    return outcome.block


def planned(case: str) -> bytes:
    return to_json(block_of(again(free(**CASES[case]), WEEK_2, since=since())))


@cache
def undisturbed(case: str) -> bytes:
    return planned(case)


@pytest.mark.parametrize("is_main", [True, False], ids=["as good", "near"])
@pytest.mark.parametrize("case", CASES)
def test_the_block_is_the_same_whichever_side_is_slow(
    case: str, is_main: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = undisturbed(case)
    plain = stopping.solve

    def slow(*given: Any) -> tuple[Any, bool]:
        if (threading.current_thread() is threading.main_thread()) == is_main:
            time.sleep(0.2)
        return plain(*given)

    monkeypatch.setattr(stopping, "solve", slow)
    assert planned(case) == expected


class Near:
    """Made up: near blocks, one for each group of decisions that is held, and what is proved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: list[Attempt] = []
        self.efforts: list[float] = []
        self.others: list[float] = []
        self.free = self.any = without(cp_model.UNKNOWN)
        self.ours = Attempts(
            build(free()), since(), 0, Options(), Watch(), time.perf_counter() + 60
        )
        self.own = Beginning(self.ours, since())

        monkeypatch.setattr(Beginning, "_priced", lambda _, tried: tried)

        def near(*given: Any) -> Attempt:
            if given[3] == "no_lp":
                self.others.append(given[5])
                return self.free if given[5] == FREE else self.any
            self.efforts.append(given[5])
            return self.answers.pop(0) if self.answers else without(cp_model.INFEASIBLE)

        monkeypatch.setattr(beginning, "attempt", near)

    def block(self, *prices: int) -> Attempt:
        return priced(self.ours.tiers, *prices)

    @property
    def prices(self) -> tuple[int, int] | None:
        """What the near block pays; None without one."""
        return None if self.own.near is None else self.ours.prices(self.own.near)

    def search(
        self, good: Attempt | None = None, prices: tuple[int, int] = (0, 2), is_asked: bool = True
    ) -> Attempt | None:
        return self.own.search(lambda: good or without(cp_model.UNKNOWN), prices, is_asked)


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> Near:
    return Near(monkeypatch)


def test_a_block_that_is_as_good_is_the_answer_and_the_near_one_was_found_in_vain(
    near: Near, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, stopped = near.block(0, 2), replace(near.block(0, 3), stopped=True)
    in_vain: list[bool] = []

    def look(own: Beginning, *_: Any) -> None:
        in_vain.append(is_in_vain(5))
        own.near, own.is_stopped = stopped, True

    monkeypatch.setattr(Beginning, "_look", look)
    assert near.search(good, is_asked=False) is good
    assert near.search(good, (1, 2)) is good  # the price of `should` may be the one that falls
    assert in_vain == [True, True]
    assert near.own.near is None
    assert not near.own.is_stopped


def test_where_something_else_is_asked_for_only_a_near_block_is_looked_for(near: Near) -> None:
    near.answers = [near.block(0, 9)]
    assert near.search(near.block(0, 2)) is None
    assert near.prices == (0, 9)


def test_the_cheapest_near_block_counts_and_one_that_is_cheap_enough_ends_it(near: Near) -> None:
    near.answers = [near.block(3, 1), near.block(2, 9), near.block(2, 8)]
    near.search(is_asked=False)
    assert near.prices == (2, 8)
    assert near.efforts == [NEAR, AGAIN, AGAIN]
    near.own.near, near.answers = None, [near.block(3, 1), near.block(0, 9), near.block(0, 8)]
    near.search(is_asked=False)
    assert near.prices == (0, 9)


@pytest.mark.parametrize(
    ("status", "good", "bounds"),
    [
        (cp_model.INFEASIBLE, (0, 5), (0, 6)),  # nothing is as good, so all pay more
        (cp_model.UNKNOWN, (0, 5), (0, 0)),
        (cp_model.INFEASIBLE, (2, 5), (0, 0)),  # they may pay in `should` instead
    ],
)
def test_what_is_not_as_good_is_dearer(
    status: cp_model.CpSolverStatus, good: tuple[int, int], bounds: tuple[int, int], near: Near
) -> None:
    near.search(without(status), good, is_asked=False)
    assert near.own.bounds == bounds


@pytest.mark.parametrize(
    ("status", "known", "prices"),
    [
        (cp_model.OPTIMAL, (0, 0), (0, 5)),
        (cp_model.UNKNOWN, (0, 0), None),
        (cp_model.INFEASIBLE, (1, 0), None),  # all must pay in `should`
    ],
)
def test_without_a_near_block_one_that_pays_nothing_of_should_is_the_one_to_start_from(
    status: Any, known: tuple[int, int], prices: Any, near: Near
) -> None:
    near.free = near.block(0, 5) if prices else without(status)
    near.search()
    assert (near.own.bounds, near.prices) == (known, None)
    free_of_charge = near.own.free and near.ours.prices(near.own.free)
    assert free_of_charge == prices
    assert near.others == [FREE]


def test_what_is_asked_for_meanwhile_pays_nothing_of_should(
    near: Near, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it may be any block: it is asked for without an objective."""
    told: list[tuple[int, bool]] = []

    def ask(own: Beginning, built: Built, _: float) -> Attempt:
        row = built.model.proto.constraints[own._should._row].linear.domain
        start_from_nothing(built.model)
        told.append((row[1], built.model.proto.has_objective()))
        return without(cp_model.UNKNOWN)

    monkeypatch.setattr(Beginning, "_any", ask)
    near.search()
    assert told == [(0, False)]


def test_beside_a_near_block_what_is_asked_for_meanwhile_is_in_vain(
    near: Near, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it was found by then depends on the clock."""
    in_vain: list[bool] = []

    def ask(*_: Any) -> Attempt:
        in_vain.append(is_in_vain(5))
        return replace(near.block(0, 1), stopped=True)

    monkeypatch.setattr(Beginning, "_any", ask)
    near.answers = [near.block(0, 4)]
    near.search()
    assert in_vain == [True]
    assert (near.own.bounds, near.prices) == ((0, 0), (0, 4))
    assert not near.own.is_stopped


@pytest.mark.parametrize("only_near", [True, False])
@pytest.mark.parametrize("status", [cp_model.INFEASIBLE, cp_model.UNKNOWN])
def test_where_nothing_else_is_done_later_it_tells_whether_there_is_any_block(
    status: Any, only_near: bool, near: Near
) -> None:
    near.own = Beginning(near.ours, since(), only_near)
    near.any = without(status)
    near.search()
    assert near.own.is_impossible == (only_near and status == cp_model.INFEASIBLE)
    assert near.others.count(ANY) == only_near


def test_a_stop_while_any_block_is_asked_for_is_told(near: Near) -> None:
    near.own = Beginning(near.ours, since(), only_near=True)
    near.any = replace(without(cp_model.UNKNOWN), stopped=True)
    near.search()
    assert near.own.is_stopped


def test_a_block_that_pays_nothing_of_should_has_its_true_prices() -> None:
    """Asked for without an objective it may say that it pays, and changes, far more."""
    ours = Attempts(build(free()), since(), 0, Options(), Watch(), time.perf_counter() + 60)
    own = Beginning(ours, since())
    free_of_charge = twin(ours.built)
    ours.tiers[0].of(free_of_charge.model).within(0, 0)
    any_block = own._any(free_of_charge, 1)
    priced_ = own._priced(any_block)
    assert ours.rank(priced_) < ours.rank(any_block)
    decided = ours.decided(reader(any_block.values))
    assert ours.decided(reader(priced_.values)) == decided
    known = ours.known(reader(any_block.values), ours.prices(priced_))
    assert known is not None
    assert ours.rank(known) == ours.rank(priced_)


def test_a_near_block_is_first_looked_for_without_anything_to_pay_in_should(
    near: Near, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found sooner there; where there is none it may pay."""
    most: list[int] = []

    def look(own: Beginning, *_: Any) -> None:
        index = own._should._row
        most.append(own._built.model.proto.constraints[index].linear.domain[1])
        own.near = near.block(3, 0) if len(most) == 2 else None

    monkeypatch.setattr(Beginning, "_look", look)
    near.search()
    assert most == [0, near.ours.tiers[0].most]
    assert near.prices == (3, 0)


def test_a_stop_of_the_question_for_one_as_good_keeps_the_near_block(near: Near) -> None:
    near.answers = [near.block(3, 9)]
    stopped = replace(without(cp_model.UNKNOWN), stopped=True)
    assert near.search(stopped, (2, 0), is_asked=False) is None
    assert near.own.is_stopped


def test_a_stop_without_a_near_block_keeps_what_else_was_found(near: Near) -> None:
    near.answers = [replace(without(cp_model.UNKNOWN), stopped=True)]
    near.free = replace(near.block(0, 5), stopped=True)
    near.search()
    assert near.own.free is not None
    assert near.own.is_stopped
    assert not near.answers


def test_a_stop_looks_for_no_other_near_block_and_is_told(near: Near) -> None:
    near.answers = [replace(near.block(3, 9), stopped=True), near.block(0, 0)]
    near.search()
    assert len(near.answers) == 1
    assert near.own.is_stopped
    assert near.own.near is not None


@pytest.mark.parametrize("is_thorough", [False, True])
def test_whoever_is_thorough_searches_in_every_way_from_it(
    is_thorough: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[Start] = []

    def least(*given: Any) -> Any:
        starts.append(given[3])
        return least_price(*given)

    monkeypatch.setattr("planner.replanning.again.least_price", least)
    options = Options(is_thorough=is_thorough, time_limit=60)
    asked_for = free(**CASES["only `prefer` is to be paid"])
    now = block_of(again(asked_for, WEEK_2, since=since(), options=options))
    assert now.solve.status == "optimal"
    assert [bool(one.decisions) for one in starts] == ([True] if is_thorough else [])


@pytest.mark.parametrize("case", CASES)
def test_a_stop_while_near_blocks_are_looked_for_keeps_the_one_that_is_known(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Beginning.search

    def stopped(own: Beginning, *given: Any) -> Any:
        found = search(own, *given)
        own.is_stopped = True
        return found

    monkeypatch.setattr(Beginning, "search", stopped)
    monkeypatch.setattr("planner.replanning.again.least_price", nothing_found)
    outcome = again(free(**CASES[case]), WEEK_2, since=since()).outcome
    assert isinstance(outcome, Planned)
    assert outcome.stopped


def test_without_time_for_a_search_the_near_block_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.replanning.nearer.attempt", lambda *_: without(cp_model.UNKNOWN))
    assert planned("days away")
