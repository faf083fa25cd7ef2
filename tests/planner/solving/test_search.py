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
    everything,
    reader,
    solver_for,
    start_from,
    start_from_block,
    start_from_nothing,
)
from planner.solving.build import Built, build
from planner.solving.climber import Climbed, Climber, Question, Reached
from planner.solving.found import FROM_NOTHING, PREFER, Found, Start
from planner.solving.mender import Mender
from planner.solving.objective import TIERS, tier_of
from planner.solving.order_cuts import add_order_cuts
from planner.solving.outcome import Planned
from planner.solving.progress import Progress, Watch
from planner.solving.search import least_price
from planner.solving.solve import plan
from scenarios.loader import load, merged, resolve
from tests.builders import ATHLETE
from tests.planner.solving.priced import is_in_vain, priced

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


def test_nobody_asks_for_less_than_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model with a price below 0 is none."""
    statuses: list[Any] = []

    def told(*given: Any) -> Attempt:
        statuses.append((tried := attempt(*given)).status)
        return tried

    own = built("short")
    own.tiers.terms["should"].clear()
    monkeypatch.setattr(climber, "attempt", told)
    found = least_price(own, Options(), Watch(), brief=(0.1, 0.1))
    assert found.prices[0] == found.bounds[0] == 0
    assert statuses
    assert cp_model.MODEL_INVALID not in statuses


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


@pytest.mark.parametrize("is_given", [True, False])
def test_a_brief_search_waits_for_what_is_mended_from_a_start(
    is_given: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it starts from is near something, and so is what is mended of it."""
    menders: list[Mender] = []

    def mend(own: Mender, number: int, *_: Any, **__: Any) -> None:
        menders.append(own)
        if number == PREFER and not is_in_vain():
            own.take(priced(own._tiers, *prices))

    prices = least("one wish")
    monkeypatch.setattr(search, "SOON", 20)
    given = built("one wish")
    begun = Mender(given, [tier_of(given, name) for name in TIERS], Options(), Watch())
    begun.begin((), time.perf_counter() + 60, time.perf_counter() + 60)
    monkeypatch.setattr(Mender, "mend", mend)
    decisions = tuple(everything(given.model, begun.best.values)) if is_given else ()
    found = least_price(built("one wish"), Options(), Watch(), Start(decisions), (20, 20))
    assert (found.prices, found.status) == (prices, cp_model.OPTIMAL)
    assert (menders[-1].best.values == prices) == is_given


def test_a_brief_search_ends_where_the_parts_find_nothing_more() -> None:
    stages: list[str] = []
    watch = Watch(lambda now: stages.append(now.stage))
    found = least_price(built("short"), Options(), watch, brief=(5, 5))
    assert found.value is not None
    assert not any("must pay" in stage for stage in stages)


@pytest.mark.parametrize(("is_given", "asked"), [(True, 0), (False, 1)])
def test_a_brief_search_asks_for_another_block_only_where_it_has_none(
    is_given: bool, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, questions = built("deload"), []  # nothing that should be is broken there

    def ask(now: Reached) -> Climbed:
        questions.append(now)
        return Climbed(now.bound, Attempt(cp_model.UNKNOWN, None, (), stopped=False))

    start = searched("deload").again(given) if is_given else FROM_NOTHING
    monkeypatch.setattr(Climber, "reaching", lambda *_: Question("", ask))
    monkeypatch.setattr(Mender, "begin", first_with(5))
    found = least_price(given, Options(), Watch(), Start(start.decisions), (5, 5))
    assert found.value is not None
    assert len(questions) == asked


def test_each_tier_has_an_effort_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Near a start it is for mending beside one question."""
    efforts: dict[int, float] = {}
    given = built("short")
    start = searched("short").again(given)

    def ask(own: Any, number: int, question: Question, until: float, effort: float) -> Any:
        efforts[number] = max(effort, efforts.get(number, 0.0))
        return search._Asked()

    monkeypatch.setattr(search._Search, "_ask", ask)
    least_price(given, Options(), Watch(), Start(start.decisions), (5, 2))
    assert efforts[0] - efforts[1] == pytest.approx(3 / search.MENDED)


@pytest.mark.parametrize("is_known", [True, False])
def test_a_block_at_what_must_be_paid_closes_a_tier(
    is_known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the question that has found it has proved itself: here nothing."""
    climbing, prices = Climber.climbing, least("one wish")
    in_vain: list[bool] = []

    def unproved(own: Climber, *given: Any) -> Question:
        question = climbing(own, *given)
        return replace(question, ask=lambda now: replace(question.ask(now), bound=0))

    def mend(_: Mender, number: int, *__: Any, **___: Any) -> None:
        if number == PREFER:
            in_vain.append(is_in_vain(5))

    monkeypatch.setattr(Climber, "climbing", unproved)
    monkeypatch.setattr(Mender, "mend", mend)
    start = Start(bounds=prices if is_known else (prices[0], 0))
    found = least_price(built("one wish"), Options(), Watch(), start, (1, 1))
    assert found.prices == prices
    assert in_vain[0] == is_known


@pytest.mark.parametrize(
    ("gains", "asked"), [(3, [1.0, 1.0, 0.5, 0.25]), (1, [1.0, 1.0]), (0, [1.0])]
)
def test_a_brief_search_from_nothing_goes_on_while_it_gains(
    gains: int, asked: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of a block that is near nothing soon find nothing more, far above the least price."""
    efforts: list[float] = []

    def ask(own: Any, number: int, question: Question, until: float, effort: float) -> Any:
        if number == PREFER:
            efforts.append(effort)
            best, less = own._mender.best, int(len(efforts) <= gains)
            own._mender.best = replace(best, prices=[best.prices[0], best.prices[1] - less])
        return search._Asked(spent=effort - 0.25)

    monkeypatch.setattr(search._Search, "_ask", ask)
    least_price(built("short"), Options(), Watch(), brief=(1, 2))
    assert efforts == asked


@pytest.mark.parametrize("way", ["climbing", "reaching"])
def test_a_brief_search_from_nothing_begins_at_what_should_be_paid(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two questions tell of it, each in its own way: here the other one has no answer."""

    def unanswered(now: Reached) -> Climbed:
        return Climbed(now.bound, Attempt(cp_model.UNKNOWN, None, (), stopped=False))

    begun: list[tuple[int, int]] = []
    other = {"climbing": "reaching", "reaching": "climbing"}[way]
    monkeypatch.setattr(Climber, other, lambda *_: Question("", unanswered))
    monkeypatch.setattr(
        search._Search, "_cheapen", lambda own, _: begun.append((own._prices[0], own._bounds[0]))
    )
    monkeypatch.setattr(Mender, "begin", lambda *_: pytest.fail("there is a block already"))
    should = least("short")[0]
    known = should - (way == "climbing")  # more is not found by the other one
    least_price(built("short"), Options(), Watch(), Start(bounds=(known, 0)), (1, 1))
    assert begun == [(should, should)]


def test_a_brief_search_from_nothing_keeps_what_no_block_can_pay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unanswered(now: Reached) -> Climbed:
        return Climbed(now.bound, Attempt(cp_model.UNKNOWN, None, (), stopped=False))

    monkeypatch.setattr(Climber, "climbing", lambda *_: Question("", unanswered))
    should = least("short")[0]
    found = least_price(built("short"), Options(), Watch(), Start(bounds=(should - 1, 0)), (1, 1))
    assert found.bounds[0] == should


@pytest.mark.parametrize(
    ("status", "is_stopped", "others"),
    [(cp_model.INFEASIBLE, False, 0), (cp_model.UNKNOWN, True, 0), (cp_model.UNKNOWN, False, 1)],
)
def test_a_brief_search_from_nothing_looks_for_any_block_where_none_is_known(
    status: Any, is_stopped: bool, others: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unanswered(now: Reached) -> Climbed:
        return Climbed(now.bound, Attempt(status, None, (), is_stopped))

    def begin(own: Mender, *_: Any) -> Any:
        begun.append(own)
        return cp_model.UNKNOWN

    begun: list[Mender] = []
    for way in ("climbing", "reaching"):
        monkeypatch.setattr(Climber, way, lambda *_: Question("", unanswered))
    monkeypatch.setattr(Mender, "begin", begin)
    found = least_price(built("short"), Options(), Watch(), brief=(1, 1))
    assert (found.status, found.value, found.stopped) == (status, None, is_stopped)
    assert len(begun) == others


def test_what_a_brief_search_from_nothing_has_not_proved_it_does_not_claim() -> None:
    """Whether a block can be had for nothing at all is not asked there."""
    found = least_price(built("nothing"), Options(), Watch(), brief=(1e-9, 1e-9))
    assert found.bounds == least("nothing") == (0, 0)
    assert found.prices[0] == 0, "only then may more be known of the next tier"


def first_with(should: int) -> Any:
    """Any block, which pays so much or more for what should be: it could cost nothing."""
    begin = Mender.begin

    def other(own: Mender, *given: Any) -> Any:
        status = begin(own, *given)
        own.best = replace(own.best, prices=[should, own.best.prices[1]])
        return status

    return other


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
