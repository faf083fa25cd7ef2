"""What an athlete can do without a load: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.bodyweight_ability import BodyweightAbility
from tests.builders import block, entry, scenario, session

SIX: dict[str, Any] = {"athlete": {"recent_sets": {"pull_up": "6 x 0 @ 8"}}}  # eight at the most


def breaches(week: int, *entries: Entry, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of a session in a week (from 1)."""
    ask = {**SIX, **changes}
    (rule,) = BodyweightAbility.asked_by(scenario(**ask))
    day = date(2027, 2, 1) + timedelta(weeks=week - 1)
    return rule.audit(block([session(day, week=week, exercises=entries)], **ask))


@pytest.mark.parametrize(
    ("week", "reps", "rpe", "limit"),
    [
        (1, 7, 8, None),  # nine at the most: one more than of late
        (1, 6, 7, None),
        (1, 8, 8, 9),
        (1, 7, 7, 9),
        (1, 7, 7.5, 9),
        (2, 7, 7.5, None),  # half a rep more a week
        (3, 8, 8, None),
        (3, 8, 7.5, 10),
        (9, 11, 8, None),
        (9, 12, 8, 13),
        (4, 12, 5, 10.5),  # a deload too
    ],
)
def test_reps_follow_from_those_done_of_late(
    week: int, reps: int, rpe: float, limit: float | None
) -> None:
    found = breaches(week, entry("pull_up", 3, reps, rpe=rpe))
    assert [breach.limit for breach in found] == ([] if limit is None else [limit])
    for breach in found:
        assert (breach.measured, breach.unit, breach.excess) == (reps + 10 - rpe, "reps at most", 1)
        assert (breach.where.week, breach.where.exercise) == (week, "pull_up")
        assert breach.priority == "must"


def test_without_an_rpe_the_reps_themselves_count() -> None:
    assert breaches(1, entry("pull_up", 3, 9)) == ()
    assert len(breaches(1, entry("pull_up", 3, 10))) == 1


def test_only_exercises_that_are_stated_count() -> None:
    assert breaches(1, entry("inverted_row", 3, 15, rpe=6)) == ()


def test_it_is_asked_only_where_a_recent_set_without_a_load_is_known() -> None:
    assert BodyweightAbility.asked_by(scenario()) == ()
    loaded = {"athlete": {"recent_sets": {"barbell_row": "8 x 70 @ 8"}}}
    assert BodyweightAbility.asked_by(scenario(**loaded)) == ()
    off = scenario(**SIX, priorities={"bodyweight-ability": "off"})
    assert BodyweightAbility.asked_by(off) == ()
    (wish,) = BodyweightAbility.asked_by(
        scenario(**SIX, priorities={"bodyweight-ability": "prefer"})
    )
    assert (wish.priority, wish.known) == ("prefer", (("pull_up", 16),))


def test_it_tells_what_it_knows() -> None:
    (rule,) = BodyweightAbility.asked_by(scenario(**SIX))
    assert "pull_up 8;" in rule.explain()
