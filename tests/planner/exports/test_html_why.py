"""The page at a glance, why the block is as it is, and the notice: honest words."""

from __future__ import annotations

import pytest

from constraints.audit import audit
from constraints.block import Block
from planner.exports import words
from planner.exports.json import from_json, to_json
from scenarios.catalogue import sources
from tests.builders import block, weeks
from tests.planner.exports.page import all_of, by_id, of_class, parsed, said
from tests.shipped import planned

pytestmark = pytest.mark.usefixtures("no_pictures")


def verdict(own: Block) -> str:
    (found,) = of_class(parsed(own), "verdict")
    return said(found)


def test_a_proved_block_says_what_that_means() -> None:
    text = verdict(planned("sample_workout"))
    assert text.startswith("Proved optimal No block under these rules has a lower price.")
    assert "not a promise" in text
    assert "Price 0: every wish is met." in text


def test_an_unproved_block_gives_the_bound() -> None:
    own = planned("sample_workout")
    tiers = tuple(
        tier.model_copy(update={"bound": -2, "status": "feasible"}) if tier.priority == "prefer"
        else tier
        for tier in own.solve.tiers
    )  # fmt: skip
    solve = own.solve.model_copy(update={"status": "feasible", "gap": 0.25, "tiers": tiers})
    text = verdict(own.model_copy(update={"solve": solve}))
    assert "not proved: gap 25%" in text
    assert "Prefer costs 0, and no block costs less than -2." in text
    assert "Proved optimal" not in text


def test_a_changed_block_claims_no_proof() -> None:
    own = planned("sample_workout")
    (only_session,) = own.sessions
    worse = only_session.model_copy(update={"minutes": only_session.minutes + 1})
    changed = own.model_copy(update={"sessions": (worse,)})
    root = parsed(from_json(to_json(changed)))
    (found,) = of_class(root, "verdict")
    assert said(found).startswith("Not as it was planned")
    assert "minutes is written as" in said(by_id(root, "why"))


def test_the_three_largest_prices() -> None:
    root = parsed(block(weeks(4), weeks=4, goal={"test": None}))
    (found,) = of_class(root, "verdict")
    rows = [said(one) for one in all_of(of_class(found, "prices")[0], "li")]
    assert len(rows) == 3
    assert all("should" in row or "prefer" in row for row in rows)
    assert "more under Why" in said(found)


def test_health_stays_in_the_block_file() -> None:
    own = block(note="slipped disc L5", profile="low_back", athlete={"age": 61, "bodyweight": 83.5})
    text = said(parsed(own))
    assert "disc" not in text
    assert "83.5" not in text
    assert "61" not in said(all_of(parsed(own), "header")[0])
    assert "clear it with a clinician" in said(by_id(parsed(own), "notice"))


def test_every_rule_with_its_sentence_source_and_result() -> None:
    own = block()
    why = by_id(parsed(own), "why")
    text = said(why)
    report = audit(own)
    for finding in report.findings:
        assert words.clean(finding.rule.explain()) in text
        for key in finding.rule.source:
            assert " ".join(sources()[key].reference.split()) in text
    results = [said(one) for one in of_class(why, "result")]
    assert results.count("holds") == sum(not one.breaches for one in report.findings)
    assert "rest on convention alone" in text
    broken = [one for one in report.findings if one.breaches and one.rule.priority == "must"]
    assert results.count("broken") == len(broken) > 0


def test_the_notice() -> None:
    text = said(by_id(parsed(block()), "notice"))
    assert "This is not medical advice." in text
    assert "The key P marks a convention" in text


def test_lifts_and_dates() -> None:
    text = said(all_of(parsed(block(weeks())), "header")[0])
    assert "Conventional deadlift 160, Back squat 130, Power clean 82.5 kg" in text
    assert "test on Fri 23 Apr" in text
