"""How a replan is searched for, and how long."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from ortools.sat.python import cp_model

from planner.replanning import near
from planner.replanning.again import Job
from planner.replanning.attempts import Attempts
from planner.replanning.from_nothing import Made, from_nothing
from planner.replanning.nearer import Nearer, Proof
from planner.replanning.over import over
from planner.replanning.replan import Again
from planner.solving import stopping
from planner.solving.attempt import Attempt, Options
from planner.solving.build import build
from planner.solving.outcome import Planned
from planner.solving.progress import Watch
from planner.solving.search import least_price
from planner.solving.solve import plan
from scenarios.loader import load
from tests.planner.replanning.athlete import (
    WEEK_2,
    again,
    asked,
    block_of,
    nothing_found,
    old,
)
from tests.planner.solving.priced import priced


def test_where_a_point_has_to_be_paid_as_before_that_is_proved() -> None:
    planned = plan(load("beginner_2day_dumbbells"))
    assert isinstance(planned, Planned)
    block = planned.block
    _, missed = block.of_week(4)
    now = block_of(again(block.scenario, block.of_week(5)[0].day, [missed], since=block))
    rows = [(tier.objective, tier.bound, tier.status) for tier in now.solve.tiers]
    assert rows == [(0, 0, "optimal"), (2, 2, "optimal")]
    assert now.solve.status == "optimal"


@pytest.mark.parametrize("number", [0, 1])
def test_no_bound_is_above_what_a_block_can_pay(number: int) -> None:
    """Also of a dearer `prefer`: what the block keeps to does not bind the bound."""
    now = block_of(again(missed=[old().of_week(0)[number]]))
    best = least_price(build(now.scenario), Options(time_limit=60), Watch())
    assert best.status == cp_model.OPTIMAL
    should, prefer = now.solve.tiers
    assert 0 < should.bound <= best.prices[0]
    assert prefer.bound == 0 or (should.bound, prefer.bound) <= best.prices


def test_where_nothing_better_can_be_had_the_old_block_stays() -> None:
    """An old price that nobody can reach any more is searched for, and then nothing changes."""
    free = tuple(one.model_copy(update={"objective": 0}) for one in old().solve.tiers)
    solve = old().solve.model_copy(update={"tiers": free})
    since = old().model_copy(update={"solve": solve})
    only = next(one for one in since.in_order if (one.week, one.label) == (1, "B"))
    found = again(missed=[only], on=WEEK_2, since=since)
    assert block_of(found).solve.tiers[0].objective > 0
    assert found.changes == (0, 0)


def test_the_tolerance_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The block that is as good as before may have used it up already."""
    caps: list[tuple[int, int]] = []
    cap = Attempts.cap

    def told(own: Attempts, prices: tuple[int, int]) -> None:
        caps.append(prices)
        cap(own, prices)

    monkeypatch.setattr(Job, "_cheapest", lambda _, near, *__: (near, 0))  # unanswered
    monkeypatch.setattr(Attempts, "cap", told)
    limited = block_of(Again(plan(asked(exercises={"nordic_curl": {"sets_week": [2, 4]}}))))
    again(asked(exercises={"exclude": ["split_squat"]}), WEEK_2, since=limited, tolerance=20)
    assert len(caps) > 1
    assert max(caps) == caps[0]


@pytest.mark.parametrize("number", [0, 1])
def test_all_is_asked_in_one_question_and_no_bound_of_it_is_too_high(number: int) -> None:
    """Of the price and of the change: another model is asked, tier by tier, without an end."""
    asked_for = asked(exercises={"exclude": [("plank", "split_squat")[number]]})
    found = again(asked_for, WEEK_2)
    block = block_of(found)
    past = over(old(), asked_for, WEEK_2)
    job = Job(old(), past, 0, Options(), Watch())
    least = least_price(job._ours.built, Options(time_limit=60), Watch())
    assert least.status == cp_model.OPTIMAL
    assert tuple(one.objective for one in block.solve.tiers) == least.prices
    assert tuple(one.bound for one in block.solve.tiers) <= least.prices
    assert found.changes is not None
    changes, bound = found.changes
    job._ours.cap(least.prices)
    nearest = job._ours.ask((), 60)
    assert nearest.status == cp_model.OPTIMAL
    assert bound <= job._ours.points(nearest) <= changes


@pytest.mark.parametrize(
    ("known", "least"), [((0, 0), (0, 0)), ((0, 3), (0, 0)), ((1, 0), (1, 0)), ((1, 2), (1, 2))]
)
def test_what_was_known_of_the_price_is_not_forgotten(
    known: tuple[int, int], least: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of `prefer` it says something only at the `should` for which it was proved."""
    past = over(old(), old().scenario, WEEK_2)
    job = Job(old(), past, 0, Options(), Watch())
    monkeypatch.setattr(job._ours, "prices", lambda _: (1, 9))
    monkeypatch.setattr(job._ours, "points", lambda _: 4)
    bound = job._told(0, known, priced(job._ours.tiers, 1, 9))
    assert (job._least, bound) == (least, 0)


def test_whoever_is_thorough_pays_no_more_than_was_proved() -> None:
    """The near block is not the cheapest there, and a model may pay for more than it buys."""
    limited = block_of(Again(plan(asked(exercises={"nordic_curl": {"sets_week": [2, 4]}}))))
    for lost in (["plank", "split_squat"], ["glute_bridge", "plank"]):
        asked_for = asked(exercises={"exclude": lost})
        tiers = [
            block_of(
                again(asked_for, WEEK_2, since=limited, options=Options(60, is_thorough=thorough))
            ).solve.tiers
            for thorough in (False, True)
        ]
        assert tiers[0] == tiers[1]
        assert all(one.status == "optimal" for one in tiers[1])


def test_where_no_block_is_found_soon_a_long_search_knows_what_is_proved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    starts: list[Any] = []

    def search(own: Any, *_: Any) -> None:
        own.bounds = 1, 0

    def least(*given: Any) -> Any:
        starts.append(given[3])
        return least_price(*given)

    monkeypatch.setattr(Job, "_held", lambda _: None)
    unknown = Made(None, 0, cp_model.UNKNOWN, is_stopped=False)
    monkeypatch.setattr("planner.replanning.beginning.Beginning.search", search)
    monkeypatch.setattr("planner.replanning.again.from_nothing", lambda _: unknown)
    monkeypatch.setattr("planner.replanning.again.least_price", least)
    again(asked(availability={"minutes": 45}))
    assert [one.bounds for one in starts[:1]] == [(1, 0)]


def test_the_least_change_of_a_block_as_good_is_proved_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Job, "_held", lambda _: None)
    monkeypatch.setattr(Nearer, "search", lambda *_, **__: pytest.fail("it is proved"))
    changes = again(missed=[old().in_order[1]], on=WEEK_2).changes
    assert changes is not None
    assert changes[0] == changes[1]


def test_for_fewer_changes_prefer_may_cost_so_much_more() -> None:
    asked_for = asked(exercises={"exclude": ["plank", "dead_bug"]})
    strict, lax = (again(asked_for, WEEK_2, tolerance=points) for points in (0, 30))
    assert strict.changes is not None
    assert lax.changes is not None
    assert lax.changes[0] < strict.changes[0]
    prices = [[one.objective for one in block_of(each).solve.tiers] for each in (strict, lax)]
    assert prices[0][0] == prices[1][0]
    assert prices[0][1] < prices[1][1] <= prices[0][1] + 30
    bounds = [[one.bound for one in block_of(each).solve.tiers] for each in (strict, lax)]
    assert bounds[0] == bounds[1] == prices[0]


def test_no_two_solves_tell_the_same_listener_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds the present solution, without a guard; also while prices are asked beside."""
    live: list[Watch] = []
    shared: list[Watch] = []
    plain = stopping.solve
    past = over(old(), old().scenario, WEEK_2)
    job = Job(old(), past, 0, Options(), Watch())
    far = job._ours.ask((), 0.2, "no_lp")
    assert job._ours.points(far) > 20
    job._ours.cap(job._ours.prices(far))

    def solving(solver: Any, model: Any, watch: Watch) -> Any:
        shared.extend(one for one in live if one is watch)
        live.append(watch)
        # The other side is still bringing the block nearer when the prices are asked for.
        time.sleep(0.05 if threading.current_thread() is threading.main_thread() else 0.4)
        try:
            return plain(solver, model, watch)
        finally:
            live.remove(watch)

    monkeypatch.setattr(stopping, "solve", solving)
    monkeypatch.setattr("planner.replanning.again.CHANGE", Proof("both", 0.001))
    asked_for: list[Any] = []
    bounds = Job._bounds

    def asking(*given: Any) -> Any:
        asked_for.append(given)
        return bounds(*given)

    monkeypatch.setattr(Job, "_bounds", asking)
    near_one, _ = job._nearest(far, 0)
    assert job._ours.points(near_one) < job._ours.points(far)
    assert asked_for
    assert not shared


@pytest.mark.parametrize(
    ("is_thorough", "is_cheaper", "is_known"),
    [(False, False, True), (True, False, False), (False, True, False)],
)
def test_what_must_be_paid_is_known_of_the_price_in_the_end(
    is_thorough: bool, is_cheaper: bool, is_known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another price more may be known; whoever is thorough first comes as near as can be."""
    past = over(old(), old().scenario, WEEK_2)
    options = Options(is_thorough=is_thorough)
    job = Job(old(), past, 0, options, Watch())
    far = job._ours.ask((), 0.2, "no_lp")
    job._ours.cap(job._ours.prices(far))
    other = job._held()
    assert other is not None
    assert job._ours.prices(other) < job._ours.prices(far)

    def search(own: Nearer, meanwhile: Any) -> None:
        meanwhile()
        own.best = other if is_cheaper else own.best

    def bounds(own: Job, *_: Any) -> None:
        own._least = (0, 0)

    monkeypatch.setattr(Nearer, "search", search)
    monkeypatch.setattr(Job, "_bounds", bounds)
    job._nearest(far, 0)
    assert (job._least is not None) == is_known


@pytest.mark.parametrize("is_exact", [True, False])
@pytest.mark.parametrize("is_found_soon", [True, False])
def test_the_change_is_asked_about_at_the_end_where_it_was_not_with_the_price(
    is_exact: bool, is_found_soon: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long search asks about the price alone, and so does one whose prices are too many."""
    past = over(old(), asked(availability={"minutes": 55}), WEEK_2)
    if not is_exact:
        tiers = Job(old(), past, 0, Options(), Watch())._ours.tiers
        most = (tiers[0].most + 1) * (tiers[1].most + 1)
        monkeypatch.setattr("planner.solving.ranked.EXACT", most)
    if not is_found_soon:
        unknown = Made(None, 0, cp_model.UNKNOWN, is_stopped=False)
        monkeypatch.setattr("planner.replanning.again.from_nothing", lambda _: unknown)
    monkeypatch.setattr(Job, "_held", lambda _: None)
    monkeypatch.setattr("planner.replanning.again.Beginning.search", lambda *_: None)
    asked_for: list[int] = []
    nearest = Job._nearest

    def asking(own: Job, best: Attempt, bound: int) -> tuple[Attempt, int]:
        asked_for.append(bound)
        return nearest(own, best, bound)

    monkeypatch.setattr(Job, "_nearest", asking)
    job = Job(old(), past, 0, Options(), Watch())
    assert job._ours.ranked.count == (3 if is_exact else 2)
    assert isinstance(job.run().outcome, Planned)
    assert bool(asked_for) == (not is_exact or not is_found_soon)


def test_a_block_that_is_known_has_the_true_price_of_its_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where an order costs more than the model says, it is told, and asked once more."""
    cuts: list[Any] = []

    def cut(plan: Any, value: Any) -> int:
        cuts.append(value)
        return int(len(cuts) == 1)

    monkeypatch.setattr("planner.replanning.attempts.add_order_cuts", cut)
    past = over(old(), old().scenario, WEEK_2)
    job = Job(old(), past, 0, Options(), Watch())
    values = dict(job._ours.changes.hints)
    known = job._ours.known(
        lambda one: values[one], (job._ours.tiers[0].most, job._ours.tiers[1].most)
    )
    assert known is not None
    assert len(cuts) == 2


def test_fewer_sessions_from_now_on_hold_no_constant_at_another_value() -> None:
    """The model has no session B any more, and what stands for it is the same for all such."""
    plan_ = build(over(old(), asked(availability={"sessions": [1, 1]}), WEEK_2).request).plan
    indices = [variable.index for variable, _ in near.decisions(plan_, old(), range(3))]
    variables = plan_.model.proto.variables
    assert indices
    assert all(len(set(variables[index].domain)) > 1 for index in indices)


def test_what_can_stay_stays_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is searched, all is held as it was; here that is already the answer."""
    monkeypatch.setattr("planner.replanning.again.Job._as_good", nothing_found)
    monkeypatch.setattr("planner.replanning.again.Beginning.search", nothing_found)
    monkeypatch.setattr("planner.replanning.again.least_price", nothing_found)
    monkeypatch.setattr("planner.replanning.again.Job._cheapest", nothing_found)
    second = old().in_order[1]
    assert again(missed=[second]).changes == (0, 0)


def test_where_nothing_is_as_good_the_search_begins_near_the_old_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("planner.replanning.again.least_price", nothing_found)
    dear = asked(
        exercises={"exclude": ["kettlebell_swing"], "pin": []}, availability={"minutes": 45}
    )
    begun: list[int] = []

    def made(ours: Attempts) -> Made:
        begun.append(ours.tiers[0].most)
        return from_nothing(ours)

    monkeypatch.setattr("planner.replanning.again.from_nothing", made)
    now = block_of(again(dear))
    assert not begun
    monkeypatch.setattr("planner.replanning.again.Beginning.search", lambda *_: None)
    assert block_of(again(dear)).solve.tiers[0].objective == now.solve.tiers[0].objective
    assert begun


def test_a_thorough_search_ends_when_the_price_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    efforts: list[Any] = []

    def least(*given: Any) -> Any:
        efforts.append(given[4])
        return least_price(*given)

    monkeypatch.setattr("planner.replanning.again.least_price", least)
    lost = {"exclude": ["kettlebell_swing"], "pin": []}
    dear = asked(exercises=lost, availability={"minutes": 45})
    tiers = block_of(again(dear, options=Options(60, is_thorough=True))).solve.tiers
    assert efforts == [None]
    assert all(one.objective == one.bound for one in tiers)
