"""The search: the same least price by every way, and bounds that are no more than it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from ortools.sat.python import cp_model

from planner.solving import climber, mender, search
from planner.solving.attempt import (
    Attempt,
    Options,
    attempt,
    reader,
    solver_for,
    start_from,
    start_from_block,
    start_from_nothing,
)
from planner.solving.build import Built, build
from planner.solving.climber import Climbed, Climber, Question, Reached
from planner.solving.found import Found
from planner.solving.mender import Mender
from planner.solving.objective import TIERS, tier_of
from planner.solving.order_cuts import add_order_cuts
from planner.solving.outcome import Planned
from planner.solving.progress import Progress, Watch
from planner.solving.search import least_price
from planner.solving.solve import plan
from scenarios.loader import load, merged, resolve
from tests.builders import ATHLETE

NAMES = (
    "conventional_deadlift", "romanian_deadlift", "barbell_row", "dead_bug", "split_squat",
    "nordic_curl", "box_jump",
)  # fmt: skip
FREELY = "volume-target", "volume-middle", "pulls", "nordic-ramp"
# What two short weeks with seven exercises leave open: each case has a least price of its own.
CASES: dict[str, dict[str, Any]] = {
    "wishes": {},
    "deload": {"weeks": 3, "deload": {"weeks": [2]}},
    "short": {"availability": {"minutes": 40}},
    "one wish": {"priorities": {"volume-target": "off"}},  # the only one that must pay: the middle
    "nothing": {"priorities": dict.fromkeys(FREELY, "off")},  # has to be paid
    "away": {"availability": {"away": [{"from": date(2027, 2, 2), "to": date(2027, 2, 4)}]}},
}


def built(case: str) -> Built:
    goal = {"kind": "general", "lift": "conventional_deadlift"}
    asked = merged({**ATHLETE, "goal": goal, "weeks": 2}, CASES[case])
    return build(resolve(asked, where="test", stem="test"), exercises=NAMES)


def searched(case: str, seconds: float = 120) -> Found:
    """What the search finds for a case."""
    return least_price(built(case), Options(time_limit=seconds), Watch())


def least(case: str) -> tuple[int, int]:
    """The least price of a case by one plain solve a tier: no first block, no parts, no hints."""
    model = built(case)
    prices = []
    for tier in (tier_of(model, name) for name in TIERS):
        model.model.minimize(tier.price)
        while True:
            solver = solver_for(Options(), 120)
            assert solver.solve(model.model) == cp_model.OPTIMAL
            if not add_order_cuts(model.plan, reader(solver.response_proto.solution)):
                break
        prices.append(round(solver.objective_value))
        tier.within(0, prices[-1])
    return prices[0], prices[1]


@pytest.mark.parametrize("case", CASES)
def test_the_search_finds_the_price_that_a_plain_solve_finds(case: str) -> None:
    found = searched(case)
    assert found.status == cp_model.OPTIMAL
    assert found.prices == found.bounds == least(case)


def test_a_tier_that_no_rule_pays_into_costs_nothing() -> None:
    """A limit on nothing would make the model impossible, and any price of the other one proved."""
    own = built("short")
    own.tiers.terms["prefer"].clear()
    tier = tier_of(own, "prefer")
    for most in (tier.most, 0):
        tier.within(0, most)
        assert solver_for(Options(), 60).solve(own.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    found = least_price(own, Options(time_limit=120), Watch())
    assert found.prices == found.bounds == (least("short")[0], 0)


def test_bounds_hold_when_every_attempt_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "EFFORT", 0.01)
    monkeypatch.setattr(search, "FREE", 0.01)
    monkeypatch.setattr(search, "SOON", 0.01)
    found = searched("short")
    assert found.status == cp_model.OPTIMAL
    assert found.prices == found.bounds == least("short")


def test_two_that_work_side_by_side_repeat_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """With so little effort that the price comes down and the bound goes up for many rounds."""
    monkeypatch.setattr(search, "EFFORT", 0.01)
    monkeypatch.setattr(search, "FREE", 0.01)
    monkeypatch.setattr(search, "SOON", 0.01)
    found = []
    for _ in range(2):
        own = built("short")
        value = least_price(own, Options(), Watch()).value
        assert value is not None
        indices = range(len(own.model.proto.variables))
        found.append([value(own.model.get_int_var_from_proto_index(one)) for one in indices])
    assert found[0] == found[1]


def test_a_request_that_can_be_met_ends_after_two_questions() -> None:
    stages: list[str] = []
    outcome = plan(load("sample_workout"), on_progress=lambda now: stages.append(now.stage))
    assert isinstance(outcome, Planned)
    assert [tier.objective for tier in outcome.block.solve.tiers] == [0, 0]
    assert list(dict.fromkeys(stages)) == [
        "looking for a first block",
        "looking for a block that keeps every wish",
    ]


def test_prices_are_told_only_when_they_say_something_and_never_rise() -> None:
    told: list[Progress] = []
    least_price(built("short"), Options(), Watch(told.append))
    assert told[0].prices is None
    prices = [now.prices for now in told if now.prices is not None]
    assert prices == sorted(prices, reverse=True)
    assert prices[-1] == least("short")


def test_a_stop_ends_an_attempt_though_its_solution_needs_a_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    solves = []

    def stopped(solver: cp_model.CpSolver, model: cp_model.CpModel, *_: object) -> Any:
        solves.append(solver.solve(model))
        return cp_model.FEASIBLE, True

    monkeypatch.setattr("planner.solving.stopping.solve", stopped)
    monkeypatch.setattr("planner.solving.attempt.add_order_cuts", lambda *_: 1)
    until = time.perf_counter() + 5
    tried = attempt(built("wishes"), Options(), Watch(), "no_lp", until)
    assert (tried.values, tried.stopped, len(solves)) == ((), True, 1)


def test_without_time_nothing_is_found_and_nothing_is_claimed() -> None:
    found = searched("wishes", seconds=0)
    assert (found.status, found.bounds, found.value) == (cp_model.UNKNOWN, (0, 0), None)
    assert not found.stopped


def test_part_by_part_the_price_comes_down_near_the_least(monkeypatch: pytest.MonkeyPatch) -> None:
    """No question about the whole is answered but the first."""

    def unanswered(now: Reached) -> Climbed:
        return Climbed(now.bound, Attempt(cp_model.UNKNOWN, None, (), stopped=False))

    monkeypatch.setattr(Climber, "climbing", lambda *_: Question("", unanswered))
    monkeypatch.setattr(Climber, "reaching", lambda *_: Question("", unanswered))
    found = least_price(built("one wish"), Options(), Watch(), brief=(5, 5))
    should, prefer = least("one wish")
    assert found.prices[0] == should
    assert 0 < prefer <= found.prices[1] <= 2 * prefer


def test_once_a_tier_is_closed_nothing_else_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """How far the parts have come by then, and that they were cut short, depends on the clock."""

    searches: list[Any] = []

    def mend(own: Any, number: int, bound: int, until: float, effort: float, once: bool) -> None:
        if effort > 0:  # here each question that leaves time to mend closes its tier
            own.best, own.is_stopped = replace(own.best, prices=[0, 0]), True
            own._built.model.add_bool_or([])  # as a cut of a part that was cut short
            searches.append(own)

    monkeypatch.setattr(search, "SOON", 20)
    monkeypatch.setattr(Mender, "mend", mend)
    given = built("one wish")
    found = least_price(given, Options(), Watch())
    assert (found.prices, found.status) == (least("one wish"), cp_model.OPTIMAL)
    assert not found.stopped
    rows = len(given.model.proto.constraints)
    assert searches
    assert all(len(one._built.model.proto.constraints) == rows for one in searches)


def test_a_question_without_an_answer_is_asked_again_in_another_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seeds: list[int] = []

    def unknown(own: Built, options: Options, watch: Watch, *more: Any) -> Attempt:
        if len(seeds) < 2:
            seeds.append(options.seed)
            return Attempt(cp_model.UNKNOWN, None, (), stopped=False)
        return attempt(own, options, watch, *more)

    monkeypatch.setattr(climber, "attempt", unknown)
    found = least_price(built("wishes"), Options(seed=5), Watch())
    assert seeds == [5, 6]
    assert found.prices == least("wishes")


def test_ways_that_find_a_block_and_ways_that_exclude_one_take_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[tuple[str, float | None]] = []

    def unknown(own: Built, options: Options, watch: Watch, way: str, *more: Any) -> Attempt:
        tries.append((way, more[1]))
        if len(tries) < 4:
            return Attempt(cp_model.UNKNOWN, None, (), stopped=False)
        return Attempt(cp_model.INFEASIBLE, None, (), stopped=False)

    monkeypatch.setattr(mender, "attempt", unknown)
    found = least_price(built("wishes"), Options(), Watch())
    assert found.status == cp_model.INFEASIBLE
    first = mender.FIRST
    assert tries == [
        ("no_lp", first), ("default_lp", first), ("no_lp", 2 * first), ("default_lp", 2 * first),
    ]  # fmt: skip


def test_a_start_replaces_the_one_before_and_nothing_is_no_hint() -> None:
    own = build(resolve(ATHLETE, where="test", stem="test"), [], exercises=NAMES[:1])
    model = own.model
    few = [(model.get_int_var_from_proto_index(3), 1), (model.get_int_var_from_proto_index(1), 0)]
    start_from_block(model, (0, 1, 2))
    start_from(model, few)
    hint = model.proto.solution_hint
    assert (list(hint.vars), list(hint.values)) == ([3, 1], [1, 0])
    start_from_block(model, (0, 1, 2))
    assert list(model.proto.solution_hint.vars) == [0, 1, 2]
    start_from_nothing(model)
    assert not model.proto.has_solution_hint()
