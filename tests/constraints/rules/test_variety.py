"""Few different exercises in a block: pattern in, verdict out."""

from __future__ import annotations

from typing import Any

import pytest

from constraints.rules.variety import Variety
from tests.builders import deadlift, entry, scenario
from tests.constraints.rules.verdicts import FILLERS, audited, excesses, held, named, ranks


@pytest.mark.parametrize(
    ("count", "sessions", "excess"),
    [(5, 1, 0), (6, 1, 1), (15, 3, 0), (16, 3, 1), (17, 3, 2), (15, [2, 3], 0), (16, [2, 3], 1)],
)
def test_five_different_exercises_for_each_weekly_session(
    count: int, sessions: Any, excess: int
) -> None:
    weeks = [named(week, *FILLERS[:count][week - 1 :: 5]) for week in range(1, 6)]
    found = audited(Variety, weeks, availability={"sessions": sessions})
    assert excesses(found) == ([excess] if excess else [])
    for breach in found:
        assert (breach.measured, breach.limit) == (count, count - excess)
        assert (breach.where.week, breach.where.session, breach.priority) == (None, None, "prefer")


def test_what_comes_back_counts_once_and_a_test_never() -> None:
    one: dict[str, Any] = {"availability": {"sessions": 1}}
    lift = [deadlift(1, 3, part="top"), deadlift(3, 5, part="back_off")]
    weeks = [named(1, *FILLERS[:4]), named(2, *FILLERS[:4]), held(3, *lift)]
    test = held(12, entry("trap_bar_deadlift", 1, 1, part="test"))
    assert audited(Variety, [*weeks, test], **one) == ()
    assert len(audited(Variety, [*weeks, named(11, "trap_bar_deadlift")], **one)) == 1


def test_what_is_asked_of_an_athlete_who_says_nothing() -> None:
    assert Variety.asked_by(scenario()) == (Variety("prefer", 15),)


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    assert ranks(Variety, "should") == ["should"]
    assert ranks(Variety, "off") == []
