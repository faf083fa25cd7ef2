"""Properties: what holds for every block, and what a small change to a request may change.

Random requests are really planned. Some cannot be, so what was planned is counted: a property
that held only because nothing was planned would be worth nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeGuard

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from constraints.audit import audit, price_of
from constraints.block import Block
from constraints.lines import Tier
from constraints.rules import asked_by
from planner.exports.json import from_json, to_json
from planner.solving.outcome import Infeasible, Outcome, Planned
from planner.solving.solve import Options, plan
from scenarios.catalogue import can_do, catalogue
from scenarios.loader import merged
from scenarios.timeline import hours_between
from tests.strategies import ALWAYS, ATHLETE, asks, blocks, changed

Ask = dict[str, Any]
MANY = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FEW = settings(MANY, max_examples=6, phases=[Phase.generate])  # to shrink is to plan for hours
LEAST_SHARE = 0.3  # of the random requests that must have been planned to the end
SECONDS = 10.0  # a request that takes longer does not count as planned


@MANY
@given(blocks())
def test_the_audit_has_an_answer_for_any_block(block: Block) -> None:
    report = audit(block)
    assert [finding.rule for finding in report.findings] == list(asked_by(block.scenario))
    for finding in report.findings:
        for breach in finding.breaches:
            assert breach.rule == finding.rule.slug
            assert breach.priority == finding.rule.priority
            assert breach.unit, breach
            assert breach.where is not None, breach
            assert breach.text, breach
            assert breach.excess >= 1, breach
            assert (price_of(breach) == 0) == (breach.priority == "must"), breach
    assert all(breach.unit and breach.excess >= 1 for breach in report.mismatches)
    rows = report.score()
    for tier in ("should", "prefer"):
        assert report.price(tier) == sum(row.price for row in rows if row.priority == tier)


@MANY
@given(blocks())
def test_a_block_survives_its_file(block: Block) -> None:
    written = to_json(block)
    again = from_json(written)
    assert again == block
    assert to_json(again) == written


_KNOWN: dict[str, Outcome] = {}


def planned(*changes: Ask) -> Outcome:
    """What becomes of a request; the same request is planned once."""
    ask: Ask = {}
    for change in changes:
        ask = merged(ask, change)
    key = repr(ask)
    if key not in _KNOWN:
        _KNOWN[key] = plan(changed(ask), Options(time_limit=SECONDS))
    return _KNOWN[key]


@dataclass
class Tally:
    """How many of the random requests said something about the property."""

    tried: int = 0
    told: int = 0

    def of(self, tells: bool) -> bool:
        """Count a request; whether it tells anything."""
        self.tried += 1
        self.told += tells
        return tells

    def planned(self, outcome: Outcome) -> TypeGuard[Planned]:
        """Count a request; whether it was planned."""
        return self.of(isinstance(outcome, Planned))


Property = Callable[[Tally, Ask], None]


def check(holds: Property, asked: st.SearchStrategy[Ask] | None = None) -> None:
    """Try a property on random requests, and see that it was really tried."""
    tally = Tally()

    @FEW
    @given(asks() if asked is None else asked)
    def try_it(ask: Ask) -> None:
        holds(tally, ask)

    try_it()
    assert tally.tried > 0
    share = tally.told / tally.tried
    assert share >= LEAST_SHARE, f"only {tally.told} of {tally.tried} requests were planned"


def is_proved(outcome: Outcome) -> bool:
    """Whether an outcome is final: a proved block, or proof that there is none."""
    return isinstance(outcome, Infeasible) or (isinstance(outcome, Planned) and outcome.is_proved)


def price(outcome: Outcome) -> tuple[float, float]:
    """Both tiers of a proved outcome; nothing is worse than no block at all."""
    if isinstance(outcome, Planned):
        return outcome.report.price("should"), outcome.report.price("prefer")
    return float("inf"), float("inf")


def trained(block: Block) -> set[str]:
    """Every exercise of a block."""
    return {entry.exercise for session in block.sessions for entry in session.exercises}


def test_the_order_in_which_exercises_are_named_costs_nothing() -> None:
    def holds(tally: Tally, ask: Ask) -> None:
        turned = {"exercises": {"only": ask["exercises"]["only"][::-1]}}
        one, other = planned(ask), planned(ask, turned)
        if tally.of(isinstance(one, Planned) and is_proved(one) and is_proved(other)):
            assert price(one) == price(other)

    check(holds)


def test_an_exercise_by_another_name_costs_the_same() -> None:
    fields = catalogue()["split_squat"].model_dump(exclude={"id"})

    def holds(tally: Tally, ask: Ask) -> None:
        named = [f"a_{n}" if n == "split_squat" else n for n in ask["exercises"]["only"]]
        renamed = {"exercises": {"only": named, "define": {"a_split_squat": fields}}}
        one, other = planned(ask), planned(ask, renamed)
        if tally.of(isinstance(one, Planned) and is_proved(one) and is_proved(other)):
            assert price(one) == price(other)

    check(holds)


WITH = {"pullup_bar": "pull_up", "nordic_anchor": "nordic_curl"}


@pytest.mark.parametrize("tool", WITH)
def test_without_a_tool_no_exercise_needs_it(tool: str) -> None:
    def holds(tally: Tally, ask: Ask) -> None:
        owned = ATHLETE["equipment"]
        others = [one for one in owned["other"] if one != tool]
        left = {"equipment": {**owned, "other": others}}  # a table of tools is replaced whole
        outcome = planned(ask, left)
        if tally.planned(outcome):
            tokens = changed(ask, left).equipment.tokens()
            assert tool not in tokens
            names = trained(outcome.block)
            assert [n for n in names if not can_do(catalogue()[n].equipment, tokens)] == []
            assert WITH[tool] not in names

    check(holds)


def test_fewer_minutes_make_no_session_longer() -> None:
    def holds(tally: Tally, ask: Ask) -> None:
        minutes = ask["availability"]["minutes"] - 10
        outcome = planned(ask, {"availability": {"minutes": minutes}})
        if tally.planned(outcome):
            assert max(s.minutes for s in outcome.block.sessions) <= minutes

    check(holds)


def test_a_gap_of_96_hours_is_a_gap_of_96_hours() -> None:
    def holds(tally: Tally, ask: Ask) -> None:
        hours = {"heavy_hinge_hours": 96, "heavy_moderate_hours": 96, "moderate_hours": 96}
        block_of = planned(ask, {"recovery": hours, "weeks": 3})
        if tally.planned(block_of):
            block = block_of.block
            hard = [s for s in block.in_order if block.tier(s) >= Tier.MODERATE]
            for a, b in combinations(hard, 2):
                assert hours_between(a.local_start, b.local_start) >= 96

    check(holds)


SOFT = ("frequency", "session-count", "core", "knee-flexion", "rise", "swaps", "even-minutes")


def test_one_more_must_never_makes_a_block_better() -> None:
    asked = st.tuples(asks(), st.sampled_from(SOFT)).map(lambda both: {**both[0], "slug": both[1]})

    def holds(tally: Tally, ask: Ask) -> None:
        given_ask = {key: value for key, value in ask.items() if key != "slug"}
        free = planned(given_ask, {"priorities": {ask["slug"]: "off"}})
        bound = planned(given_ask, {"priorities": {ask["slug"]: "must"}})
        tells = isinstance(free, Planned) and isinstance(bound, Planned)
        if tally.of(tells and is_proved(free) and is_proved(bound)):
            assert price(bound) >= price(free)

    check(holds, asked)


def test_what_is_always_there_can_be_planned() -> None:
    outcome = planned({"exercises": {"only": list(ALWAYS)}})
    assert isinstance(outcome, Planned)
    assert trained(outcome.block) <= set(ALWAYS)
