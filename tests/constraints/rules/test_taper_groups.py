"""Muscle groups in a taper: pattern in, verdict out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.taper_groups import TaperGroups
from scenarios.past import MissedSession, Replanned
from tests.builders import block, entry, scenario, session

# Of the athlete's twelve weeks 9 and 10 are the last loading weeks, 11 and 12 the taper.
SOFT: dict[str, Any] = {
    "taper": {"group_drop_percent": [30, 60]}, "priorities": {"taper-groups": "should"},
}  # fmt: skip


def held(week: int, *entries: Entry) -> Session:
    """A session in a week (from 1) with these entries."""
    return session(date(2027, 2, 1) + timedelta(weeks=week - 1), week=week, exercises=entries)


def calves(quarters: int) -> list[Entry]:
    """Whole sets for the calves, and half sets for what is left."""
    parts = (("calf_raise", quarters // 4), ("nordic_curl", quarters % 4 // 2))
    return [entry(name, sets, 10) for name, sets in parts if sets]


def audited(*sessions: Session, muscle: str = "calves_foot", **changes: Any) -> list[Breach]:
    """What the rule says of one group in these sessions."""
    ask = {**SOFT, **changes}
    (rule,) = TaperGroups.asked_by(scenario(**ask))
    return [b for b in rule.audit(block(sessions, **ask)) if b.where.muscle == muscle]


def trained(*quarters: int, first: int = 9, **changes: Any) -> list[Breach]:
    """What the rule says of so many quarter-sets in weeks from `first` (from 1) on."""
    weeks = [held(first + number, *calves(done)) for number, done in enumerate(quarters)]
    return audited(*weeks, **changes)


@pytest.mark.parametrize(
    ("taper", "points", "measured", "limit"),
    [
        ((28, 28), 0, 0, 0),  # 30 % under 10 sets are 7
        ((16, 16), 0, 0, 0),  # 60 % under are 4
        ((40, 16), 0, 0, 0),  # the mean counts
        ((28, 4), 0, 0, 0),
        ((28, 30), 1, 7.25, 7),
        ((30, 30), 1, 7.5, 7),  # 14 sets, and 15
        ((30, 32), 2, 7.75, 7),  # a set begun is a set
        ((40, 40), 6, 10, 7),
        ((16, 14), 1, 3.75, 4),
        ((14, 14), 1, 3.5, 4),
        ((14, 12), 2, 3.25, 4),
        ((0, 0), 8, 0, 4),
    ],
)
def test_every_group_gives_up_30_to_60_percent(
    taper: tuple[int, int], points: int, measured: float, limit: float
) -> None:
    found = trained(40, 40, *taper)
    assert [breach.excess for breach in found] == ([points] if points else [])
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (measured, limit, "sets")
        assert (breach.where.week, breach.where.session, breach.priority) == (11, None, "should")


def test_of_the_loading_weeks_the_last_two_count() -> None:
    assert trained(99, 99, 40, 40, 28, 28, first=7) == []  # a deload comes before them
    assert trained(60, 20, 28, 28) == []
    assert trained(20, 20, 28, 28) != []
    assert trained(200, 200, 80, 80) == []
    assert [b.limit for b in trained(200, 200, 80, 78)] == [20]


def test_credits_count() -> None:
    rows = [held(week, entry("kettlebell_swing", sets, 10))
            for week, sets in ((9, 8), (10, 8), (11, 5), (12, 5))]  # fmt: skip
    for muscle in ("hamstrings", "glutes", "core", "erectors"):
        assert audited(*rows, muscle=muscle) == []  # half and quarter sets: the share is the same
        assert audited(*rows[:2], muscle=muscle) != []
    assert audited(*rows[:2], muscle="lats") == []


def test_what_was_not_trained_stays_out_of_the_taper() -> None:
    assert trained(0, 0, 0, 0) == []
    assert [(b.measured, b.limit, b.excess) for b in trained(0, 0, 2, 0)] == [(0.25, 0, 1)]


def test_the_set_of_the_test_counts() -> None:
    test = entry("conventional_deadlift", 1, 1, part="test")
    weeks = [held(9, entry("glute_bridge", 5, 8)), held(10, entry("glute_bridge", 5, 8)),
             held(11, entry("glute_bridge", 4, 8))]  # fmt: skip
    assert audited(*weeks, muscle="glutes") == []
    assert audited(*weeks, held(12, test, entry("glute_bridge", 3, 8)), muscle="glutes") != []
    assert audited(*weeks, held(12, entry("glute_bridge", 3, 8)), muscle="glutes") == []


def test_groups_that_no_target_asks_for_are_free() -> None:
    own: dict[str, Any] = {"volume": {"calves_foot": {"min": 0, "target": [0, 8]}}}
    assert trained(40, 40, 0, 0, **own) == []
    own = {"volume": {"calves_foot": {"min": 0, "target": [0.5, 8]}}}
    assert len(trained(40, 40, 0, 0, **own)) == 1


def test_the_scenario_has_the_drops() -> None:
    own: dict[str, Any] = {"taper": {"group_drop_percent": [0, 50]}}
    assert trained(40, 40, 40, 40, **own) == trained(40, 40, 20, 20, **own) == []
    assert [b.limit for b in trained(40, 40, 42, 40, **own)] == [10]
    assert [b.limit for b in trained(40, 40, 18, 20, **own)] == [5]


def test_a_taper_of_one_week() -> None:
    short: dict[str, Any] = {"weeks": 4, "goal": {"test": date(2027, 2, 26)}}
    assert trained(40, 40, 28, first=2, **short) == []
    (breach,) = trained(40, 40, 30, first=2, **short)
    assert (breach.where.week, breach.measured, breach.excess) == (4, 7.5, 1)


ONE_WEEK: dict[str, Any] = {"weeks": 1, "goal": {"test": date(2027, 2, 5)}}
MATCHES: dict[str, Any] = {"season": {"matches": [date(2027, 4, 7), date(2027, 4, 10)]}}


def away(day: date) -> dict[str, Any]:
    """An athlete who is away on a day."""
    return {"availability": {"away": [{"from": day, "to": day}]}}


@pytest.mark.parametrize("changes", [away(date(2027, 4, 7)), MATCHES])  # week 10
def test_loading_weeks_that_are_short_are_left_out(changes: dict[str, Any]) -> None:
    assert trained(40, 0, 28, 28, **changes) == []  # 30 % under week 9
    assert trained(20, 40, 28, 28, **changes) != []
    assert trained(0, 0, 40, 0, 28, 28, first=7, **changes) == []  # nor does the phase before


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        (away(date(2027, 4, 12)), 0),
        (away(date(2027, 4, 19)), 0),
        (away(date(2027, 4, 13)), 1),  # no day is lost
        ({"season": {"matches": [date(2027, 4, 13), date(2027, 4, 17)]}}, 0),
        ({"goal": {"test": None}}, 0),
        ({**ONE_WEEK, "phase_plan": [{"phase": "taper", "weeks": 1}]}, 0),  # after nothing
        ({"priorities": {"taper-groups": "off"}}, 0),
    ],
)
def test_who_is_asked(changes: dict[str, Any], count: int) -> None:
    assert len(TaperGroups.asked_by(scenario(**changes))) == count


def test_the_rule_as_it_is_asked() -> None:
    (rule,) = TaperGroups.asked_by(scenario())
    groups = tuple(scenario().volume)
    assert rule == TaperGroups("should", 30, 60, groups, (8, 9), (10, 11), is_cut=False)
    assert rule.audit(block([])) == ()
    written = {"taper": {"group_drop_percent": [30, 60]}}
    assert [one.priority for one in TaperGroups.asked_by(scenario(**written))] == ["must"]
    band = {"volume": {"glutes": {"target": [10, 17]}}}  # no word about the taper
    assert [one.priority for one in TaperGroups.asked_by(scenario(**band))] == ["should"]


def test_what_was_missed_is_no_reason_for_more() -> None:
    """A session of week 10 was missed: week 9 alone is the measure, and there is no least."""
    missed = (MissedSession(week=10, label="A"),)
    past = Replanned(block="old", on=date(2027, 4, 12), week=11, missed=missed)
    again = scenario().model_copy(update={"replanned": past})
    (rule,) = TaperGroups.asked_by(again)
    assert (rule.loading, rule.is_cut) == ((8,), True)
    before, after = held(9, *calves(160)), held(11, *calves(4))
    own = block([before, after]).model_copy(update={"scenario": again})
    assert rule.audit(own) == ()
    whole = replace(rule, is_cut=False).audit(own)
    assert [one.where.muscle for one in whole] == ["calves_foot"]
