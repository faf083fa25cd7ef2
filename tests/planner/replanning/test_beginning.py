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
from planner.replanning.beginning import Beginning
from planner.replanning.least_change import changes_of
from planner.replanning.nearer import Nearer
from planner.solving import stopping
from planner.solving.attempt import Attempt, Options
from planner.solving.build import build
from planner.solving.climber import Climbed, Climber, Question
from planner.solving.found import PREFER, Start
from planner.solving.mender import Mender
from planner.solving.objective import TIERS, tier_of
from planner.solving.outcome import Planned
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
PROOF = 77  # a value that only the block of the proof has


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


@pytest.mark.parametrize("is_main", [True, False], ids=["proof", "mending"])
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


class Sides:
    """Both sides made up: the near blocks, those that mending finds, and what is proved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.near: list[tuple[int, int]] = [(0, 9)]
        self.most: list[int | None] = []  # what a near block was allowed to pay in `should`
        self.mended: list[tuple[int, int]] = []
        self.last: tuple[int, int] | None = None
        self.bound, self.climbed = 0, without(cp_model.UNKNOWN)
        built = build(free())
        self.tiers = tuple(tier_of(built, name) for name in TIERS)
        given = built, self.tiers, since(), changes_of(built.plan, since())
        self.own = Beginning(*given, Options(), time.perf_counter() + 60)

        def near(own: Beginning, *_: Any, most: int | None = None) -> None:
            self.most.append(most)
            for prices in self.near if most is None else [p for p in self.near if p[0] <= most]:
                own._mender.take(priced(own._mender._tiers, *prices))

        def mend(own: Mender, *_: Any, **__: Any) -> None:
            for prices in self.mended:
                own.is_stopped = is_in_vain()
                if own.is_stopped or not own._is_open(PREFER, time.perf_counter() + 60):
                    return
                own.take(priced(own._tiers, *prices))
                self.last = prices

        def climbing(*_: Any) -> Question:
            return Question("", lambda _: Climbed(self.bound, self.climbed))

        monkeypatch.setattr(Beginning, "_near", near)
        monkeypatch.setattr(Mender, "mend", mend)
        monkeypatch.setattr(Climber, "climbing", climbing)

    def proves(self, prefer: int) -> None:
        """The other side finds a block at the least price, another one than is mended."""
        self.bound = prefer
        found = priced(self.tiers, 0, prefer, status=cp_model.OPTIMAL)
        self.climbed = replace(found, values=(*found.values, PROOF))

    def search(
        self, good: Attempt | None = None, prices: tuple[int, int] = (0, 2), is_asked: bool = True
    ) -> Attempt | None:
        return self.own.search(lambda: good or without(cp_model.UNKNOWN), prices, is_asked)

    @property
    def values(self) -> list[int]:
        """Those of the block to start from."""
        return [value for _, value in self.own.start.decisions]

    @property
    def known(self) -> tuple[tuple[int, int], tuple[int, int], cp_model.CpSolverStatus] | None:
        """Prices, bounds and status; None where more may be known."""
        found = self.own.found
        is_settled = found is not None and self.own.is_settled
        return (found.prices, found.bounds, found.status) if found and is_settled else None


@pytest.fixture
def sides(monkeypatch: pytest.MonkeyPatch) -> Sides:
    return Sides(monkeypatch)


def test_a_block_that_is_as_good_is_the_answer(sides: Sides) -> None:
    good = priced(sides.tiers, 0, 2)
    assert sides.search(good, is_asked=False) is good
    assert sides.search(good, (1, 2)) is good  # the price of `should` may be the one that falls


def test_what_mending_reaches_counts_before_what_the_proof_has_found(sides: Sides) -> None:
    """It is near the old block, and comes before anything that is found by chance later on."""
    sides.mended = [(0, 7), (0, 4), (0, 3)]
    sides.proves(4)
    assert sides.search() is None
    assert sides.known == ((0, 4), (0, 4), cp_model.OPTIMAL)
    assert PROOF not in sides.values
    assert sides.last == (0, 4)


def test_what_is_mended_once_it_is_proved_is_in_vain(sides: Sides) -> None:
    sides.near, sides.mended = [(0, 4)], [(0, 3)]
    sides.proves(4)
    sides.search()
    assert sides.last is None
    assert sides.own.found is not None
    assert not sides.own.is_stopped  # it was cut short, and by nobody


def test_a_stop_of_either_side_is_told(sides: Sides) -> None:
    sides.climbed = replace(priced(sides.tiers, 0, 8), stopped=True)
    sides.search()
    assert sides.own.is_stopped


def test_where_mending_ends_above_it_the_proof_has_the_block(sides: Sides) -> None:
    sides.mended = [(0, 7)]
    sides.proves(4)
    sides.search()
    assert sides.known == ((0, 4), (0, 4), cp_model.OPTIMAL)
    assert PROOF in sides.values


def test_without_a_proof_the_cheaper_block_counts_and_the_bound_is_kept(sides: Sides) -> None:
    sides.mended = [(0, 6)]
    sides.bound, sides.climbed = 3, priced(sides.tiers, 0, 8)
    sides.search()
    assert sides.known == ((0, 6), (0, 3), cp_model.FEASIBLE)


@pytest.mark.parametrize(
    ("status", "good", "bounds"),
    [
        (cp_model.INFEASIBLE, (0, 5), (0, 6)),  # nothing is as good, so all pay more
        (cp_model.UNKNOWN, (0, 5), (0, 0)),
        (cp_model.INFEASIBLE, (2, 5), (0, 0)),  # they may pay in `should` instead
    ],
)
def test_what_is_not_as_good_is_dearer(
    status: cp_model.CpSolverStatus, good: tuple[int, int], bounds: tuple[int, int], sides: Sides
) -> None:
    sides.search(without(status), good, is_asked=False)
    assert sides.own.start.bounds == bounds


def test_where_all_must_pay_in_should_that_is_searched_for_from_the_near_block(
    sides: Sides,
) -> None:
    sides.near, sides.climbed = [(3, 9)], without(cp_model.INFEASIBLE)
    sides.search()
    assert sides.known is None
    assert sides.own.start.bounds == (1, 0)
    assert sides.values == [3, 9]
    assert sides.most == [0, None]


def test_a_stop_looks_for_no_other_near_block(sides: Sides) -> None:
    sides.near, sides.climbed = [], replace(without(cp_model.UNKNOWN), stopped=True)
    sides.own._mender.is_stopped = True
    sides.search()
    assert sides.most == [0]


def test_a_near_block_is_first_looked_for_without_anything_to_pay_in_should(sides: Sides) -> None:
    """That is one question, not two; so it is asked only where nothing else is wanted."""
    sides.search()
    sides.search(is_asked=False)
    assert sides.most == [0, None]


def test_what_only_happens_is_not_climbed_for(sides: Sides) -> None:
    sides.proves(4)
    sides.search(is_asked=False)
    assert sides.known is None
    assert sides.values == [0, 9]


def test_a_near_block_that_costs_nothing_ends_the_proof(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the proof has found by then depends on the clock."""
    in_vain: list[bool] = []

    def ask(_: Any) -> Climbed:
        in_vain.append(is_in_vain(5))
        return Climbed(0, replace(sides.climbed, stopped=True))

    sides.near, sides.climbed = [(0, 0)], priced(sides.tiers, 0, 5)
    monkeypatch.setattr(Climber, "climbing", lambda *_: Question("", ask))
    sides.search()
    assert in_vain == [True]
    assert sides.known == ((0, 0), (0, 0), cp_model.OPTIMAL)
    assert not sides.own.is_stopped


def test_only_what_was_found_possible_at_a_price_is_tried_at_it(sides: Sides) -> None:
    sides.own._kept = [((), (1, 0)), (((None, 1),), (0, 5)), (((None, 2),), (0, 6))]
    assert sides.own.kept((0, 5)) == ((None, 1),)


def test_what_the_near_block_keeps_is_kept_first(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, likely = list[Any](), list[Any]()
    plain = Beginning.kept

    def keeping(own: Beginning, *given: Any) -> Any:
        kept.append(plain(own, *given) or own._changes.hints[:1])
        return kept[-1]

    class Told(Nearer):
        def __init__(self, *own: Any) -> None:
            likely.append(own[7])
            super().__init__(*own)

    monkeypatch.setattr(Beginning, "kept", keeping)
    monkeypatch.setattr("planner.replanning.again.Nearer", Told)
    planned("only `prefer` is to be paid")
    assert likely == kept
    assert all(kept)


def test_without_a_near_block_nothing_is_mended(sides: Sides) -> None:
    sides.near, sides.mended = [], [(0, 1)]
    sides.own._mender.best = replace(sides.own._mender.best, prices=[0, 9])  # nothing can cost more
    sides.search()
    assert sides.last is None
    assert sides.own.found is None


@pytest.mark.parametrize("is_thorough", [False, True])
def test_whoever_is_thorough_goes_on_from_it(
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
    def least(*given: Any) -> Any:
        built, options, *more = given
        return least_price(built, replace(options, time_limit=0.0), *more)

    monkeypatch.setattr("planner.replanning.again.least_price", least)
    assert planned("days away")
