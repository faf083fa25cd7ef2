"""The explanation of a block: every rule once, with what it rests on, costs, and where."""

from __future__ import annotations

from typing import Any

import pytest

from constraints.audit import audit
from constraints.block import Block
from constraints.rules import RULES, asked_by
from planner.explaining.explain import Explanation, RuleRow, explain, values
from planner.exports.json import text_of
from tests.builders import block, deadlift, session


def the_rule(made: Block, slug: str) -> RuleRow:
    (row,) = [row for row in explain(made).rules if row.rule == slug]
    return row


def test_every_rule_is_there_once_clean_ones_too() -> None:
    made = block()
    found = explain(made)
    assert [row.rule for row in found.rules] == [rule.slug for rule in asked_by(made.scenario)]
    assert any(row.breaches for row in found.rules)
    assert any(not row.breaches for row in found.rules)
    assert {row.rule for row in found.rules} | set(found.unasked) == {kind.slug for kind in RULES}
    assert not {row.rule for row in found.rules} & set(found.unasked)


def test_a_rule_that_is_turned_off() -> None:
    assert "volume-target" not in explain(block()).unasked
    found = explain(block(priorities={"volume-target": "off"}))
    assert "volume-target" in found.unasked
    assert "volume-target" not in [row.rule for row in found.rules]


def test_what_a_rule_costs_and_where() -> None:
    # One session in week 1 where three are asked: two are missing, eight points for each.
    row = the_rule(block(), "session-count")
    assert (row.priority, row.weight, row.point) == ("should", 8, "a session")
    (first,) = [one for one in row.breaches if one.where.week == 1]
    assert (first.measured, first.limit, first.unit, first.price) == (1, 3, "sessions", 16)
    assert row.price == sum(one.price for one in row.breaches)
    assert not row.is_broken


def test_the_prices_of_a_tier_are_those_of_the_audit() -> None:
    made = block()
    found, report = explain(made), audit(made)
    assert found.price == {tier: report.price(tier) for tier in ("should", "prefer")}
    for tier, points in found.price.items():
        assert points > 0
        assert points == sum(row.price for row in found.rules if row.priority == tier)


def test_a_broken_must_has_no_price() -> None:
    row = the_rule(block([session(exercises=[deadlift(load=91.3)])]), "loadable")
    assert (row.priority, row.price, row.is_broken) == ("must", 0, True)
    assert [one.price for one in row.breaches] == [0] * len(row.breaches)
    assert not the_rule(block(), "equipment").is_broken


def test_numbers_are_those_of_the_scenario() -> None:
    bands = {"hamstrings": {"min": 5, "target": [7, 9], "max": 11}}
    row = the_rule(block(volume=bands, priorities={"volume-maximum": "must"}), "volume-target")
    assert row.keys == ("volume.*.target",)
    assert row.numbers["volume.hamstrings.target"] == [7, 9]
    assert "hamstrings 7 to 9" in row.sentence
    assert row.general != row.sentence
    assert all(key.endswith(".target") for key in row.numbers)


def test_numbers_that_are_not_set_are_left_out() -> None:
    row = the_rule(block(), "test")
    assert list(row.numbers) == ["goal.test"]
    own = {"romanian_deadlift": {"sets_week": [0, 6]}}
    row = the_rule(block(exercises=own), "exercise-limits")
    assert row.numbers["exercises.limits.romanian_deadlift.sets_week"] == [0, 6]
    assert "exercises.exclude" not in row.numbers


@pytest.mark.parametrize(
    ("slug", "basis"),
    [("loadable", "convention"), ("rise", "science"), ("volume-target", "both")],
)
def test_science_or_convention(slug: str, basis: str) -> None:
    assert the_rule(block(), slug).basis == basis


def test_the_basis_follows_from_the_keys() -> None:
    for row in explain(block()).rules:
        assert (row.basis == "convention") == (row.source == ("P",)), row.rule
        assert (row.basis == "science") == ("P" not in row.source), row.rule


def test_sources_are_those_that_are_cited() -> None:
    found = explain(block())
    assert {one.key for one in found.sources} == {key for row in found.rules for key in row.source}
    assert all(one.reference for one in found.sources)


def test_a_block_that_does_not_add_up() -> None:
    found = explain(block())  # its weeks are not summed up
    assert [one.text for one in found.mismatches if one.where.week == 12]
    assert not found.is_as_planned


def test_as_json_and_back() -> None:
    found = explain(block())
    assert Explanation.model_validate_json(text_of(found)) == found
    assert b'"basis": "convention"' in text_of(found)


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("a.b", {"a.b": 1}),
        ("a.*", {"a.b": 1, "a.c.d": [2, 3]}),
        ("a", {"a.b": 1, "a.c.d": [2, 3]}),
        ("*.b", {"a.b": 1}),
        ("a.x", {}),
        ("e", {"e": None}),
        ("*", {"a.b": 1, "a.c.d": [2, 3], "e": None}),
    ],
)
def test_values_by_dotted_key(key: str, found: dict[str, Any]) -> None:
    assert dict(values({"a": {"b": 1, "c": {"d": [2, 3]}}, "e": None}, key)) == found
