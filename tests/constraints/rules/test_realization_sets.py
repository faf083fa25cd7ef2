"""Sets of a realization: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Session
from constraints.rule import Breach
from constraints.rules.realization_sets import RealizationSets
from tests.builders import block, entry, scenario, session

# Of the athlete's twelve weeks 5 to 7 load, 8 is a deload, 9 and 10 are the realization.
DROPS: dict[str, Any] = {"progression": {"realization_drop_percent": [15, 35]}}
SOFT: dict[str, Any] = {**DROPS, "priorities": {"realization-sets": "should"}}
FULL = (20, 20, 20)


def audited(first: int, *sets: int, **changes: Any) -> list[Breach]:
    """What the rule says of the sums when weeks from `first` (from 1) on have so many sets."""
    ask = {**SOFT, **changes}
    (rule,) = RealizationSets.asked_by(scenario(**ask))
    found = rule.audit(block([held(first + n, count) for n, count in enumerate(sets)], **ask))
    return [breach for breach in found if breach.where.exercise is None]


def held(week: int, sets: int) -> Session:
    """A session with so many sets, five of them of jumps."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1)
    jumps = [entry("box_jump", 5, 3)] if sets > 5 else []
    rest = entry("plank", sets - 5 * len(jumps), 30)
    return session(day, week=week, exercises=[*jumps, rest])


@pytest.mark.parametrize(
    ("realization", "points", "measured", "limit"),
    [
        ((17, 17), 0, 0, 0),  # 15 % under 20
        ((13, 13), 0, 0, 0),  # 35 %
        ((20, 14), 0, 0, 0),  # the mean counts
        ((10, 16), 0, 0, 0),
        ((17, 18), 1, 17.5, 17),
        ((18, 18), 1, 18, 17),
        ((18, 19), 2, 18.5, 17),  # a set begun is a set
        ((20, 20), 3, 20, 17),
        ((13, 12), 1, 12.5, 13),
        ((10, 10), 3, 10, 13),
    ],
)
def test_sets_fall_by_15_to_35_percent(
    realization: tuple[int, int], points: int, measured: float, limit: float
) -> None:
    found = audited(5, *FULL, 9, *realization)
    assert [breach.excess for breach in found] == ([points] if points else [])
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (measured, limit, "sets")
        assert (breach.where.week, breach.where.session, breach.priority) == (9, None, "should")


def test_only_loading_weeks_of_the_two_phases_count() -> None:
    assert audited(1, 40, 40, 40, 20, *FULL, 20, 17, 17, 40, 40) == []  # deloads, and the taper
    assert audited(5, 30, 20, 10, 1, 17, 17) == []  # the mean of the three
    assert audited(5, 30, 20, 13, 1, 18, 18) != []  # 15 % under 21 are 17.85


def test_a_limit_is_no_whole_number() -> None:
    (breach,) = audited(5, 30, 20, 13, 1, 18, 18)
    assert (breach.measured, breach.limit, breach.excess) == (18, 17.85, 1)
    assert audited(5, 30, 20, 14, 1, 18, 18) == []  # 18.13
    assert audited(5, 60, 60, 60, 1, 39, 39) == []
    assert [b.limit for b in audited(5, 60, 60, 60, 1, 39, 38)] == [39]


def test_the_scenario_has_the_drops() -> None:
    own: dict[str, Any] = {"progression": {"realization_drop_percent": [0, 10]}}
    assert audited(5, *FULL, 9, 20, 20, **own) == audited(5, *FULL, 9, 18, 18, **own) == []
    assert [b.limit for b in audited(5, *FULL, 9, 21, 20, **own)] == [20]
    assert [b.limit for b in audited(5, *FULL, 9, 17, 18, **own)] == [18]


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"availability": {"away": [{"from": date(2027, 4, 5), "to": date(2027, 4, 5)}]}}, 0),
        ({"availability": {"away": [{"from": date(2027, 4, 6), "to": date(2027, 4, 6)}]}}, 1),
        ({"season": {"matches": [date(2027, 4, 6), date(2027, 4, 10)]}}, 0),
        ({"season": {"matches": [date(2027, 4, 10)]}}, 1),
    ],
)
def test_short_weeks_are_left_out(changes: dict[str, Any], count: int) -> None:
    assert len(audited(5, *FULL, 9, 17, 2, **changes)) == count  # week 10 is short


def test_a_phase_of_short_weeks_alone_is_not_asked() -> None:
    away = {"away": [{"from": date(2027, 3, 29), "to": date(2027, 4, 9)}]}
    assert RealizationSets.asked_by(scenario(availability=away)) == ()


def test_the_nearest_phase_before_with_a_full_week_counts() -> None:
    away = {"away": [{"from": date(2027, 3, 1), "to": date(2027, 3, 21)}]}
    (rule,) = RealizationSets.asked_by(scenario(availability=away))
    assert rule.phases == (((0, 1, 2), (9,)),)


@pytest.mark.parametrize(
    ("plan", "phases"),
    [
        (["accumulation", "realization"], (((0,), (1,)),)),
        (["intensification", "realization"], (((0,), (1,)),)),
        (["realization", "accumulation"], ()),
        (["realization", "realization"], ()),
        (["accumulation", "intensification"], ()),
        (["accumulation", "realization", "realization"], (((0,), (1, 2)),)),
        (["accumulation", "accumulation", "realization"], (((1,), (2,)),)),
        (["accumulation", "realization", "accumulation", "realization"],
         (((0,), (1,)), ((2,), (3,)))),
    ],
)  # fmt: skip
def test_asked_where_a_realization_follows_another_phase(
    plan: list[str], phases: tuple[Any, ...]
) -> None:
    ask = scenario(
        goal={"test": None}, deload={"every": 0}, weeks=len(plan),
        phase_plan=[{"phase": phase, "weeks": 1} for phase in plan],
    )  # fmt: skip
    assert [rule.phases for rule in RealizationSets.asked_by(ask)] == ([phases] if phases else [])


def test_the_rule_as_it_is_asked() -> None:
    usual = RealizationSets("should", 15, 35, (((4, 5, 6), (8, 9)),))
    assert RealizationSets.asked_by(scenario()) == (usual,)
    assert [rule.priority for rule in RealizationSets.asked_by(scenario(**DROPS))] == ["must"]
    assert RealizationSets.asked_by(scenario(priorities={"realization-sets": "off"})) == ()
    assert RealizationSets.asked_by(scenario(goal={"test": None})) == ()


def test_an_empty_block_is_no_breach() -> None:
    (rule,) = RealizationSets.asked_by(scenario())
    assert rule.audit(block([])) == ()


def gains(exercise: str, *sets: int, first: int = 5) -> list[tuple[int | None, float, float, int]]:
    """Week, sets, limit and points of the breaches of single exercises."""
    days = (date(2027, 2, 1) + timedelta(weeks=first - 1 + n) for n in range(len(sets)))
    sessions = [
        session(day, week=first + n, exercises=[entry(exercise, count, 5)])
        for n, (day, count) in enumerate(zip(days, sets, strict=True))
        if count
    ]
    (rule,) = RealizationSets.asked_by(scenario(**SOFT))
    found = [one for one in rule.audit(block(sessions, **SOFT)) if one.where.exercise is not None]
    return [(one.where.week, one.measured, one.limit, one.excess) for one in found]


@pytest.mark.parametrize(
    ("sets", "found"),
    [
        ((3, 4, 3, 2, 3, 3), []),
        ((3, 4, 3, 2, 4, 3), [(9, 4, 3, 1)]),  # the last week counts, not the fullest
        ((3, 3, 3, 2, 3, 6), [(10, 6, 3, 3)]),
        ((3, 3, 0, 2, 3, 3), []),  # new in the realization
        ((3, 3, 3, 2, 0, 0), []),
    ],
)
def test_no_accessory_gains_sets(
    sets: tuple[int, ...], found: list[tuple[int, float, float, int]]
) -> None:
    assert gains("nordic_curl", *sets) == found
    assert gains("box_jump", *sets) == gains("conventional_deadlift", *sets) == []
