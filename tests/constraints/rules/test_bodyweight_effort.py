"""Reps and RPE of bodyweight work: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.bodyweight_effort import BodyweightEffort
from scenarios.past import HeldEntry, HeldSession, Replanned
from scenarios.schema import Scenario
from tests.builders import block, entry, scenario
from tests.constraints.rules.verdicts import held

NORDIC, PULL = "nordic_curl", "pull_up"


def pull(reps: int = 8, rpe: float | None = 8, name: str = PULL, **more: Any) -> Entry:
    """Pull-ups."""
    return entry(name, 3, reps, rpe=rpe, **more)


def breaches(by_week: Mapping[int, Entry], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of one entry in each week (from 1)."""
    (rule,) = BodyweightEffort.asked_by(scenario(**changes))
    return rule.audit(block([held(week, one) for week, one in by_week.items()], **changes))


@pytest.mark.parametrize(
    ("before", "fall", "rise"),
    [((8, 8), 1, 2), ((11, 6), 1, 2), ((12, 6), 3, 3), ((15, 5), 3, 3), ((3, 8), 1, 2)],
)
@pytest.mark.parametrize("weeks", [(1, 2), (1, 4), (3, 4), (4, 5), (10, 11), (9, 12)])
def test_what_can_be_done_at_the_most_changes_by_little(
    weeks: tuple[int, int], before: tuple[int, float], fall: int, rise: int
) -> None:
    reps, rpe = before
    most = reps + 10 - rpe

    def found(change: float) -> list[tuple[float, float]]:
        after = pull(reps, rpe - change)
        return [(b.measured, b.limit) for b in breaches({weeks[0]: pull(*before), weeks[1]: after})]

    assert found(0) == found(-fall) == found(rise) == []
    assert found(-fall - 0.5) == [(most - fall - 0.5, most - fall)]
    assert found(rise + 0.5) == [(most + rise + 0.5, most + rise)]


def test_what_a_breach_says() -> None:
    (breach,) = breaches({1: pull(8, 8), 2: pull(8, 5)})
    assert breach.text == f"{PULL}: 8 reps at RPE 8 in week 1, 8 reps at RPE 5 in week 2"
    assert (breach.measured, breach.limit, breach.unit, breach.excess) == (
        13,
        12,
        "reps at most",
        1,
    )
    assert (breach.where.week, breach.where.session, breach.where.exercise) == (2, None, PULL)
    assert breach.priority == "should"


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ((8, 8), (8, 7), 0),  # the example of the rule
        ((8, 8), (6, 8), 1),  # fewer reps are easier: 10 at the most, and then 8
        ((8, 8), (6, 7), 0),
        ((8, 6), (10, 8), 0),
        ((8, 6), (6, 6), 1),
        ((12, 8), (15, 8), 0),  # a step of the coarse grid
        ((15, 8), (12, 8), 0),
        ((15, 8), (20, 8), 1),
        ((10, 8), (12, 8), 0),
        ((11, 8), (14, 8), 1),  # the early week decides what is coarse
        ((14, 8), (11, 8), 0),
    ],
)
def test_reps_and_effort_count_together(
    before: tuple[int, float], after: tuple[int, float], count: int
) -> None:
    assert len(breaches({1: pull(*before), 2: pull(*after)})) == count


@pytest.mark.parametrize(
    ("reps", "weeks"),
    [
        ({1: 8, 2: 5, 3: 8}, [2, 3]),
        ({1: 8, 4: 5}, [4]),
        ({1: 8, 5: 5}, []),  # too long ago
        ({1: 8, 5: 5, 6: 8}, [6]),
        ({3: 8, 4: 5}, [4]),  # a deload
        ({4: 8, 5: 5}, [5]),
        ({7: 8, 9: 5}, [9]),
        ({10: 8, 11: 5}, [11]),  # a taper
        ({1: 8, 2: 7, 3: 6}, []),
    ],
)
def test_weeks_that_are_compared(reps: dict[int, int], weeks: list[int]) -> None:
    found = breaches({week: pull(count) for week, count in reps.items()})
    assert [breach.where.week for breach in found] == weeks


@pytest.mark.parametrize(
    ("first", "last", "limit"),
    [
        ((6, 8), (8, 6), None),
        ((6, 8), (8, 5.5), 12),
        ((5, 8), (8, 7.5), None),  # 7 and 10.5
        ((5, 8), (8, 7), 10.5),
        ((6, 8), (3, 9), None),  # it may fall
    ],
)
def test_half_as_much_again_is_the_most_over_the_block(
    first: tuple[int, float], last: tuple[int, float], limit: float | None
) -> None:
    found = breaches({1: pull(*first), 10: pull(*last)})
    assert [breach.limit for breach in found] == ([] if limit is None else [limit])


@pytest.mark.parametrize(("first", "last"), [(2, 10), (1, 9), (1, 12)])
def test_only_the_first_and_last_loading_week_are_the_ends(first: int, last: int) -> None:
    assert breaches({first: pull(6, 8), last: pull(12, 5)}) == ()
    (breach,) = breaches({1: pull(6, 8), 10: pull(12, 5)})
    assert (breach.measured, breach.limit, breach.where.week) == (17, 12, 10)


def test_asked_with_the_ends_of_the_block() -> None:
    assert BodyweightEffort.asked_by(scenario()) == (BodyweightEffort("should", (0, 9)),)
    one: dict[str, Any] = {"weeks": 1, "goal": {"kind": "general", "test": None}}
    assert BodyweightEffort.asked_by(scenario(**one)) == (BodyweightEffort("should", None),)
    assert breaches({1: pull()}, **one) == ()


@pytest.mark.parametrize(
    ("exercise", "count"),
    [
        (PULL, 1),
        (NORDIC, 1),
        ("copenhagen", 1),
        ("dead_bug", 0),
        ("box_jump", 0),
        ("hip_thrust", 0),  # a bar
        ("split_squat", 0),  # dumbbells
        ("lat_pulldown", 0),  # a stack
        ("calf_raise", 0),
    ],
)
def test_only_bodyweight_work_with_an_effort_counts(exercise: str, count: int) -> None:
    weeks = {1: pull(8, 8, exercise), 2: pull(8, 5, exercise)}
    assert len(breaches(weeks)) == count


def test_what_carries_a_load_is_free() -> None:
    own: dict[str, Any] = {"exercises": {"define": {
        "pistol": {"pattern": "single-leg", "modality": "accessory"},
        "held_pistol": {"pattern": "single-leg", "modality": "accessory",
                        "equipment": "kettlebells"},
    }}}  # fmt: skip
    assert len(breaches({1: pull(8, 8, "pistol"), 2: pull(8, 5, "pistol")}, **own)) == 1
    assert breaches({1: pull(8, 8, "held_pistol"), 2: pull(8, 5, "held_pistol")}, **own) == ()


def test_work_in_seconds_is_free() -> None:
    own: dict[str, Any] = {"exercises": {"define": {"hang": {
        "pattern": "vertical-pull", "modality": "accessory", "rep_unit": "seconds",
    }}}}  # fmt: skip
    weeks = {w: pull(30 * w, 8, "hang", rep_unit="seconds") for w in (1, 2)}
    assert breaches(weeks, **own) == ()


@pytest.mark.parametrize("efforts", [(None, 8), (8, None), (None, None), (5, None), (None, 5)])
@pytest.mark.parametrize("late", [2, 10])
def test_an_effort_that_is_left_out_says_nothing(
    efforts: tuple[float | None, float | None], late: int
) -> None:
    assert breaches({1: pull(4, efforts[0]), late: pull(12, efforts[1])}) == ()


def test_a_week_without_an_effort_still_stands_between_its_neighbours() -> None:
    assert breaches({1: pull(8, 8), 2: pull(8, None), 3: pull(8, 5)}) == ()


@pytest.mark.parametrize("part", ["back_off", "test"])
def test_only_working_sets_count(part: str) -> None:
    assert breaches({1: pull(8, 8), 2: pull(8, 5, part=part)}) == ()
    assert len(breaches({1: pull(8, 8), 2: pull(8, 5, part="top")})) == 1


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    (rule,) = BodyweightEffort.asked_by(scenario(priorities={"bodyweight-effort": "must"}))
    days = [held(1, pull(8, 8)), held(2, pull(8, 5))]
    assert [breach.priority for breach in rule.audit(block(days))] == ["must"]
    assert BodyweightEffort.asked_by(scenario(priorities={"bodyweight-effort": "off"})) == ()


def after_weeks(
    done: Mapping[int, list[tuple[int, int, float]]], asked_for: float = 8
) -> tuple[Scenario, tuple[Session, ...]]:
    """Weeks that are over, as they were done (sets, reps, RPE), in the scenario and in a block."""
    sessions = tuple(
        HeldSession(
            start=datetime(2027, 1, 25, 18) + timedelta(weeks=week), week=week, label="A",
            exercises=tuple(
                HeldEntry(exercise=PULL, part="work", sets=sets, reps=reps, unit="kg", rpe=rpe,
                          asked_rpe=asked_for)
                for sets, reps, rpe in work
            ),
        )
        for week, work in done.items()
    )  # fmt: skip
    week = max(done) + 1
    on = date(2027, 2, 1) + timedelta(weeks=week - 1)
    past = Replanned(block="old", on=on, week=week, sessions=sessions)
    own = scenario().model_copy(update={"replanned": past})
    over = [
        held(week, *(entry(PULL, sets, reps, rpe=rpe) for sets, reps, rpe in work))
        for week, work in done.items()
    ]
    return own, tuple(over)


def judged_after(
    done: Mapping[int, list[tuple[int, int, float]]], coming: Mapping[int, Entry], **more: Any
) -> list[tuple[int | None, float, int]]:
    """Week, limit and excess of what is too much after weeks that are over."""
    own, over = after_weeks(done, **more)
    sessions = (*over, *(held(week, one) for week, one in coming.items()))
    (rule,) = BodyweightEffort.asked_by(own)
    found = rule.audit(block(sessions).model_copy(update={"scenario": own}))
    return [(breach.where.week, breach.limit, breach.excess) for breach in found]


FEWER = {2: [(1, 4, 10.0), (2, 3, 10.0)]}  # none left: 4 at the most


def test_what_was_harder_than_planned_counts_as_hard_as_it_was() -> None:
    """Of several sets the best one says what can be done, and each half too much is counted."""
    assert judged_after(FEWER, {3: pull(4, 8)}) == []
    found = judged_after(FEWER, {3: pull(5, 8)})  # 7 at the most, where 6 follow from 4
    assert found == [(3, 6, 2), (3, 6.5, 1)]
    own, over = after_weeks(FEWER)
    (rule,) = BodyweightEffort.asked_by(own)
    sessions = (*over, held(3, pull(5, 8)))
    texts = [one.text for one in rule.audit(block(sessions).model_copy(update={"scenario": own}))]
    assert "3 reps at RPE 9 in week 2, 5 reps" in texts[0]  # the best set was four
    as_asked = {2: [(3, 8, 8.0)]}
    assert judged_after(as_asked, {3: pull(8, 6)}) == []
    strong = {2: [(3, 8, 5.0)]}  # no progress to keep up
    assert judged_after(strong, {3: pull(8, 8)}) == []
    assert judged_after(strong, {3: pull(8, 5)}) == [(3, 12, 2)]


def test_after_it_more_comes_back_slowly() -> None:
    """Two reps at once, and half a rep a week; in deloads the effort is no measure."""
    assert judged_after(FEWER, {7: pull(6, 8)}) == []  # 8 at the most, five weeks after 4
    assert judged_after(FEWER, {7: pull(7, 8)}) == [(7, 8.5, 1)]
    assert judged_after(FEWER, {8: pull(8, 6)}) == []
    since = {**FEWER, 5: [(3, 4, 8.0)]}  # done as planned: 6 at the most
    assert judged_after(since, {6: pull(6, 8), 7: pull(8, 8)}) == []


def weaker() -> tuple[Scenario, tuple[Session, ...]]:
    """Eight pull-ups in week 1, four and none left on the Monday of week 2; the rest is to come."""
    own, over = after_weeks({1: [(3, 8, 8.0)], 2: [(3, 4, 10.0)]})
    assert own.replanned is not None
    past = own.replanned.model_copy(update={"on": date(2027, 2, 9), "week": 2})
    return own.model_copy(update={"replanned": past}), over


def test_the_rest_of_a_weaker_week_owes_nothing_to_the_week_before() -> None:
    """Six at the most, where ten were shown; but no more than comes back at once."""
    own, over = weaker()
    (rule,) = BodyweightEffort.asked_by(own)
    for late, limits in ((pull(4, 8), []), (pull(5, 8), [6.0])):
        sessions = (*over, held(2, late, label="B"))
        found = rule.audit(block(sessions).model_copy(update={"scenario": own}))
        assert [one.limit for one in found if one.where.week == 2] == limits
    assert [one.where.week for one in breaches({1: pull(8, 8), 2: pull(4, 8)})] == [2]
