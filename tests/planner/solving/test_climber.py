"""The climber: what it proves holds for every block, and it asks in its own model."""

from __future__ import annotations

import time
from typing import Any

import pytest
from ortools.sat.python import cp_model

from planner.solving import climber
from planner.solving.attempt import Attempt, Options, attempt
from planner.solving.build import Built
from planner.solving.climber import Climber, Question, Reached
from planner.solving.objective import TIERS, Tier, tier_of
from planner.solving.progress import Watch
from tests.planner.solving.test_search import built, least

SHOULD, PREFER = map(TIERS.index, ("should", "prefer"))


@pytest.fixture
def asked() -> tuple[Built, tuple[Tier, ...], Climber]:
    """A model whose `should` tier is fixed at its least price, and a climber beside it."""
    own = built("deload")
    tiers = tuple(tier_of(own, name) for name in TIERS)
    should = least("deload")[0]
    tiers[0].within(0, should)
    beside = Climber(own, tiers, Options())
    beside.fix(0, should)
    return own, tiers, beside


def standing(own: Built, tiers: tuple[Tier, ...]) -> Reached:
    """Any block, at what it pays in `prefer`."""
    first = attempt(own, Options(), Watch(), "no_lp", time.perf_counter() + 60)
    assert first.solver is not None
    return Reached(first.solver.value(tiers[PREFER].price), 0, first.values)


def every(beside: Climber) -> list[Question]:
    return [*beside.questions(PREFER, 20, time.perf_counter() + 60)]


def test_no_question_proves_more_than_the_least_price_and_the_model_stays_as_it_is(
    asked: tuple[Built, tuple[Tier, ...], Climber],
) -> None:
    own, tiers, beside = asked
    now, before = standing(own, tiers), str(own.model.proto)
    bounds = {one.words: one.ask(now).bound for one in every(beside)}
    assert 0 < max(bounds.values()) <= least("deload")[1]
    assert any("stretch" in words for words in bounds)
    assert str(own.model.proto) == before


def test_what_a_stretch_must_pay_is_asked_once(
    asked: tuple[Built, tuple[Tier, ...], Climber],
) -> None:
    own, tiers, beside = asked
    now = standing(own, tiers)
    for question in every(beside):
        question.ask(now)
    assert not [one for one in every(beside) if not one.may_repeat]


def test_each_no_leaps_further_and_any_other_answer_starts_anew(
    asked: tuple[Built, tuple[Tier, ...], Climber], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, beside = asked
    answers = [cp_model.INFEASIBLE] * 3 + [cp_model.UNKNOWN, cp_model.INFEASIBLE]
    seeds: list[int] = []

    def answered(_: Built, options: Options, *more: Any) -> Attempt:
        seeds.append(options.seed)
        return Attempt(answers[len(seeds) - 1], None, (), stopped=False)

    monkeypatch.setattr(climber, "attempt", answered)
    question = beside.reaching(PREFER, 1, time.perf_counter() + 60)
    bounds = [0]
    for _ in answers:
        bounds.append(question.ask(Reached(50, bounds[-1], ())).bound)
    # 0; 1 and 2; 3 to 6; then 7 to 14 is not decided; then 7 alone.
    assert bounds == [0, 1, 3, 7, 7, 8]
    assert seeds == [0, 0, 0, 0, 1], "after a try without an answer another way is taken"


def test_no_leap_goes_beyond_what_is_paid_already(
    asked: tuple[Built, tuple[Tier, ...], Climber], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, beside = asked
    nothing = Attempt(cp_model.INFEASIBLE, None, (), stopped=False)
    monkeypatch.setattr(climber, "attempt", lambda *_: nothing)
    question, bound = beside.reaching(PREFER, 1, time.perf_counter() + 60), 0
    for _ in range(3):
        bound = question.ask(Reached(5, bound, ())).bound
    assert bound == 5


def test_what_must_be_paid_of_what_should_be_is_no_row_for_those_who_climb() -> None:
    """Cores climb worse with it: so they would find a block below a bound that is wrong."""
    own, (should, _) = built("short"), least("short")
    tiers = tuple(tier_of(own, name) for name in TIERS)
    question = Climber(own, tiers, Options()).climbing(SHOULD, 20, time.perf_counter() + 60)
    assert question.ask(Reached(tiers[SHOULD].most, should + 1, ())).bound == should
