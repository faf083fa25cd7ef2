"""The brief search: from nothing it asks at once what must be paid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ortools.sat.python import cp_model

from planner.solving import climber, search
from planner.solving.attempt import Attempt, Options, attempt
from planner.solving.climber import Climbed, Climber, Question, Reached
from planner.solving.found import PREFER, Start
from planner.solving.mender import Mender
from planner.solving.progress import Watch
from planner.solving.search import least_price
from tests.planner.solving.priced import is_in_vain, without
from tests.planner.solving.test_search import built, least


def unanswered(now: Reached) -> Climbed:
    """What comes of a question without an answer."""
    return Climbed(now.bound, without(cp_model.UNKNOWN))


def test_it_ends_where_the_parts_find_nothing_more() -> None:
    stages: list[str] = []
    watch = Watch(lambda now: stages.append(now.stage))
    found = least_price(built("short"), Options(), watch, brief=(5, 5))
    assert found.value is not None
    assert not any("must pay" in stage for stage in stages)


def test_it_asks_for_another_block_only_where_it_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    given, questions = built("deload"), []  # nothing that should be is broken there

    def ask(now: Reached) -> Climbed:
        questions.append(now)
        return unanswered(now)

    monkeypatch.setattr(Climber, "reaching", lambda *_: Question("", ask))
    monkeypatch.setattr(Mender, "begin", first_with(5))
    found = least_price(given, Options(), Watch(), brief=(5, 5))
    assert found.value is not None
    assert len(questions) == 1


def test_each_tier_has_an_effort_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    efforts: dict[int, float] = {}

    def ask(own: Any, number: int, question: Question, until: float, effort: float) -> Any:
        efforts[number] = effort
        return search._Asked(spent=effort)

    monkeypatch.setattr(search._Search, "_first_soon", search._Search._first)  # nothing is known
    monkeypatch.setattr(search._Search, "_ask", ask)
    least_price(built("short"), Options(), Watch(), brief=(0.5, 0.25))
    assert efforts == {0: 0.5, 1: 0.25}


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
def test_from_nothing_it_goes_on_while_it_gains(
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
def test_from_nothing_it_begins_at_what_should_be_paid(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two questions tell of it, each in its own way: here the other one has no answer."""

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


def test_from_nothing_it_keeps_what_no_block_can_pay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Climber, "climbing", lambda *_: Question("", unanswered))
    should = least("short")[0]
    found = least_price(built("short"), Options(), Watch(), Start(bounds=(should - 1, 0)), (1, 1))
    assert found.bounds[0] == should


@pytest.mark.parametrize(
    ("status", "is_stopped", "others"),
    [(cp_model.INFEASIBLE, False, 0), (cp_model.UNKNOWN, True, 0), (cp_model.UNKNOWN, False, 1)],
)
def test_from_nothing_it_looks_for_any_block_where_none_is_known(
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


def test_what_it_has_not_proved_it_does_not_claim() -> None:
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
