"""From nothing: the better block of two questions, and no bound above what must be paid."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from ortools.sat.python import cp_model

from planner.replanning import from_nothing as module
from planner.replanning.attempts import Attempts
from planner.replanning.from_nothing import from_nothing
from planner.replanning.nearer import Nearer
from planner.solving.attempt import Attempt, Options, attempt
from planner.solving.build import Built, build
from planner.solving.found import SHOULD
from planner.solving.progress import Watch
from planner.solving.search import least_price
from scenarios.schema import Scenario
from tests.planner.replanning.athlete import asked, old
from tests.planner.solving.priced import is_in_vain, priced, without

DEAR = asked(exercises={"exclude": ["kettlebell_swing"], "pin": []}, availability={"minutes": 45})


def attempts(scenario: Scenario, **options: Any) -> Attempts:
    until = time.perf_counter() + 60
    ours = Attempts(build(scenario), old(), 0, Options(**options), Watch(), until)
    ours.rank_all()
    return ours


class Asked:
    """Made up: what the two questions end with, and which block is mended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ours = attempts(asked())
        self.cores = self.should = without(cp_model.UNKNOWN)
        self.mended: list[tuple[int, int, int]] = []

        def ended(*given: Any) -> Attempt:
            return self.cores if given[3] == "core" else self.should

        def come_near(own: Nearer, _: float) -> None:
            self.mended.append(self.ours.rank(own.best))

        monkeypatch.setattr(module, "attempt", ended)
        monkeypatch.setattr(Nearer, "come_near", come_near)

    def block(self, should: int, prefer: int, bound: int = 0, **more: Any) -> Attempt:
        found = priced(self.ours.tiers, should, prefer)
        assert found.solver is not None
        vars(found.solver)["best_objective_bound"] = bound
        return replace(found, **more)


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


@pytest.mark.parametrize("should", [3, 5])
def test_the_better_block_is_mended(should: int, made_up: Asked) -> None:
    made_up.cores, made_up.should = made_up.block(4, 90), made_up.block(should, 50)
    made = from_nothing(made_up.ours)
    assert made_up.mended == [min((4, 90, 0), (should, 50, 0))]
    assert made.status == cp_model.FEASIBLE


def test_a_bound_of_what_should_be_paid_is_one_of_all(made_up: Asked) -> None:
    """It counts as much as such a price, and the higher one is kept."""
    weight = made_up.ours.ranked.of_first(1)
    made_up.cores = made_up.block(4, 90, bound=2 * weight + 7)
    for should, best in ((1, (2, 0, 7)), (3, (3, 0, 0))):
        made_up.should = made_up.block(4, 50, bound=should)
        bound = from_nothing(made_up.ours).bound
        assert made_up.ours.ranked.bounds(bound, (2, 0, 9) if should == 1 else (4, 9, 9)) == best


@pytest.mark.parametrize("status", [cp_model.OPTIMAL, cp_model.FEASIBLE])
def test_once_it_is_proved_what_should_be_paid_the_rest_is_asked_for(
    status: Any, made_up: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At that price and no less, and only of what is proved: else a better block is left out."""
    ways: list[str] = []
    limits: list[int] = []
    tier = made_up.ours.tiers[SHOULD]

    def ended(built: Built, *given: Any) -> Attempt:
        if given[2] == "core":
            return made_up.cores
        ways.append(given[2])
        variables = built.model.proto.variables
        limits.append(max(variables[one].domain[1] * weight for one, weight, _ in tier._excesses))
        if len(ways) == 1:
            return made_up.block(3, 50, bound=3 if status == cp_model.OPTIMAL else 2, status=status)
        return made_up.block(3, 20, bound=9)

    monkeypatch.setattr(module, "attempt", ended)
    made = from_nothing(made_up.ours)
    assert made.best is not None
    is_proved = status == cp_model.OPTIMAL
    assert made_up.ours.rank(made.best) == (3, 20 if is_proved else 50, 0)
    assert ways == ["both", "both"][: 1 + is_proved]
    assert limits[1:] == [3][:is_proved]
    assert made.bound == made_up.ours.ranked.of_first(3 if is_proved else 2)


def test_once_it_is_proved_nothing_else_counts(
    made_up: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_vain: list[bool] = []

    def ended(*given: Any) -> Attempt:
        if given[3] == "core":
            return made_up.block(4, 90, bound=9, status=cp_model.OPTIMAL)
        in_vain.append(is_in_vain(5))
        return made_up.block(4, 50, stopped=True)

    monkeypatch.setattr(module, "attempt", ended)
    made = from_nothing(made_up.ours)
    assert made.best is not None
    assert (made_up.ours.rank(made.best), made.bound) == ((4, 90, 0), 9)
    assert (made.is_stopped, in_vain, made_up.mended) == (False, [True], [])


def test_where_there_is_no_block_at_all_it_says_so(made_up: Asked) -> None:
    made_up.cores = without(cp_model.INFEASIBLE)
    made = from_nothing(made_up.ours)
    assert (made.best, made.status) == (None, cp_model.INFEASIBLE)
    made_up.cores, made_up.should = made_up.should, made_up.cores
    made = from_nothing(made_up.ours)
    assert (made.best, made.status) == (None, cp_model.INFEASIBLE)


@pytest.mark.parametrize("has_block", [True, False])
def test_a_stop_is_told_and_mends_nothing(has_block: bool, made_up: Asked) -> None:
    made_up.cores = made_up.block(4, 90) if has_block else made_up.cores
    made_up.should = replace(made_up.should, stopped=True)
    made = from_nothing(made_up.ours)
    assert (made.best is not None, made.is_stopped, made_up.mended) == (has_block, True, [])


def test_nobody_starts_from_the_old_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is near to nothing that can be had, and would hold the cores back."""
    hinted: list[int] = []

    def ask(built: Built, *given: Any) -> Attempt:
        hinted.append(len(built.model.proto.solution_hint.vars))
        return attempt(built, *given)

    monkeypatch.setattr(module, "attempt", ask)
    from_nothing(attempts(DEAR))
    assert hinted.count(0) == 2


@pytest.mark.parametrize("effort", [1.0, 0.05])
def test_no_bound_is_above_what_must_be_paid(
    effort: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where neither question has come to its end."""
    monkeypatch.setattr(module, "CLIMB", (effort, effort))
    ours = attempts(DEAR)
    made = from_nothing(ours)
    least = least_price(build(DEAR), Options(time_limit=60), Watch())
    assert least.status == cp_model.OPTIMAL
    if made.best is None:
        pytest.fail("that is found at once")
    assert ours.ranked.bounds(made.bound, ours.rank(made.best))[:2] <= least.prices
    assert ours.prices(made.best)[SHOULD] >= least.prices[SHOULD]


@pytest.mark.parametrize("is_main", [True, False], ids=["all prices", "should"])
def test_the_block_is_the_same_whichever_side_is_slow(
    is_main: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = from_nothing(attempts(DEAR)).best

    def slow(*given: Any) -> Attempt:
        if (threading.current_thread() is threading.main_thread()) == is_main:
            time.sleep(0.3)
        return attempt(*given)

    monkeypatch.setattr(module, "attempt", slow)
    now = from_nothing(attempts(DEAR)).best
    assert expected is not None
    assert now is not None
    assert now.values == expected.values
