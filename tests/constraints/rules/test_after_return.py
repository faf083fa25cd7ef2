"""After the return: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.after_return import AfterReturn
from tests.builders import entry, scenario
from tests.constraints.rules.verdicts import LIFT, ROW, audited, held, limits, ranks, weeks_of

# Weeks 2 and 3 are away, 4 and 5 are the way back, 6 and 7 are held against week 1.
AWAY: dict[str, Any] = {
    "weeks": 8, "goal": {"test": None}, "deload": {"weeks": []},
    "phase_plan": [{"phase": "accumulation", "weeks": 8}],
    "availability": {"away": [{"from": date(2027, 2, 6), "to": date(2027, 2, 21)}]},
}  # fmt: skip


def said(*weeks: tuple[int, Entry]) -> tuple[Breach, ...]:
    """What the rule says of one entry in each of these weeks (from 1)."""
    return audited(AfterReturn, [held(week, one) for week, one in weeks], **AWAY)


@pytest.mark.parametrize(("week", "most"), [(6, 5), (7, 7)])
def test_an_exercise_gains_two_sets_a_week(week: int, most: int) -> None:
    before = 1, entry(ROW, 3, 8)
    assert said(before, (5, entry(ROW, 2, 8)), (week, entry(ROW, most, 8))) == ()
    (breach,) = said(before, (5, entry(ROW, 2, 8)), (week, entry(ROW, most + 2, 8)))
    assert (breach.measured, breach.limit, breach.unit) == (most + 2, most, "sets")
    assert (breach.excess, breach.priority) == (2, "should")
    where = breach.where
    assert (where.week, where.session, where.exercise) == (week, None, ROW)
    said_so = f"{ROW}: {most + 2} sets in week {week}, after 3 in week 1, before the pause"
    assert breach.text == said_so


def test_all_sessions_and_parts_of_a_week_count() -> None:
    day = [held(1, entry(LIFT, 1, 3), entry(LIFT, 2, 5, part="back_off")),
           held(1, entry(LIFT, 1, 3), label="B")]  # fmt: skip
    ours = [held(6, entry(LIFT, 2, 3), entry(LIFT, 3, 5, part="back_off")),
            held(6, entry(LIFT, 2, 3), label="B")]  # fmt: skip
    assert limits(audited(AfterReturn, [*day, *ours], **AWAY)) == [6]
    assert audited(AfterReturn, [*day, *ours[:1]], **AWAY) == ()


def test_what_was_not_trained_before_is_free() -> None:
    assert said((1, entry(LIFT, 2, 5)), (6, entry(ROW, 9, 8))) == ()


def test_a_test_is_free() -> None:
    test = entry(LIFT, 9, 1, part="test")
    assert said((1, entry(LIFT, 2, 5)), (6, test)) == ()


def test_other_weeks_are_free() -> None:
    many = entry(ROW, 9, 8)
    assert said((1, entry(ROW, 1, 8)), *((week, many) for week in (4, 5, 8))) == ()


@pytest.mark.parametrize(
    ("weeks", "broken"),
    [
        ({}, [6, 7]),
        ({"deload": {"weeks": [6]}}, [7, 8]),  # a deload is no step
        ({"progression": {"return_sets_percent": [40, 60]}}, [6, 7]),
        # Weeks 6 and 7 lose days, and week 7 is one of return.
        ({"availability": {"away": [*AWAY["availability"]["away"],
                                    {"from": date(2027, 3, 8), "to": date(2027, 3, 16)}]}}, [6, 8]),
    ],
    ids=["plain", "deload", "own numbers", "another pause"],
)  # fmt: skip
def test_it_asks_of_the_loading_weeks_that_follow(weeks: dict[str, Any], broken: list[int]) -> None:
    days = [held(week, entry(ROW, 1 if week == 1 else 9, 8)) for week in range(1, 9)]
    assert weeks_of(audited(AfterReturn, days, **{**AWAY, **weeks})) == broken


def test_it_is_asked_only_after_a_pause() -> None:
    assert AfterReturn.asked_by(scenario()) == ()
    for name in ("after-pause", "after-return"):
        assert AfterReturn.asked_by(scenario(**AWAY, priorities={name: "off"})) == ()
    early = {"away": [{"from": date(2027, 2, 2), "to": date(2027, 2, 21)}]}
    assert AfterReturn.asked_by(scenario(**{**AWAY, "availability": early})) == ()
    assert ranks(AfterReturn, "should") == []
    (rule,) = AfterReturn.asked_by(scenario(**AWAY))
    assert rule.explain() == (
        "After the way back from a pause an exercise has at most so many sets more: 2 in week 6, "
        "4 in week 7."
    )
