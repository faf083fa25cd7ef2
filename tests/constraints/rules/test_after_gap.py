"""After a gap: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from constraints.absences import comes_back, gaps
from constraints.block import Entry
from constraints.rules.after_absence import AfterAbsence
from constraints.rules.after_gap import AfterGap
from constraints.rules.after_trip import AfterTrip
from scenarios.past import HeldEntry, HeldSession, Regained, Replanned
from tests.builders import block, entry, scenario
from tests.constraints.rules.verdicts import LIFT, ROW, audited, held


def away(*days: int) -> list[dict[str, date]]:
    """Days of February away, each for itself."""
    return [{"from": date(2027, 2, day), "to": date(2027, 2, day)} for day in days]


# The Fridays of weeks 2 and 3 are away.
LOST: dict[str, Any] = {
    "weeks": 6, "goal": {"test": None}, "deload": {"weeks": []},
    "phase_plan": [{"phase": "accumulation", "weeks": 6}], "availability": {"away": away(12, 19)},
}  # fmt: skip
PULL = "pull_up"


def back(*weeks: tuple[int, Entry], **more: Any) -> list[tuple[int | None, str, float]]:
    """What the rule says of an entry in each of these weeks: week, unit and excess."""
    found = audited(AfterGap, [held(week, one) for week, one in weeks], **{**LOST, **more})
    return [(one.where.week, one.unit, one.excess) for one in found]


BEFORE = entry(LIFT, 6, 4, load=120)


def test_what_lost_its_sessions_for_two_weeks_comes_back_with_less() -> None:
    """Half of the sets, at most 95 % of the load, and RPE 7.5."""
    assert back((1, BEFORE), (4, entry(LIFT, 3, 4, load=112.5, rpe=7.5))) == []
    assert back((1, BEFORE), (4, entry(LIFT, 4, 4, load=112.5))) == [(4, "sets", 1)]
    assert back((1, BEFORE), (4, entry(LIFT, 3, 4, load=115))) == [(4, "load for one rep", 1)]
    assert back((1, BEFORE), (4, entry(LIFT, 3, 4, load=112.5, rpe=8))) == [(4, "RPE", 1)]
    pulls = entry(PULL, 3, 8, rpe=7), entry(PULL, 2, 9, rpe=7)
    assert back((1, pulls[0]), (4, pulls[1])) == [(4, "reps", 1)]


def test_once_it_is_back_it_goes_on() -> None:
    eased = entry(LIFT, 3, 4, load=110, rpe=7)
    assert back((1, BEFORE), (4, eased), (5, entry(LIFT, 6, 4, load=120, rpe=8))) == []
    for week in (2, 3):
        assert back((1, BEFORE), (week, eased), (4, BEFORE)) == []


def test_a_week_that_lost_nothing_ends_it() -> None:
    """Who could have trained it and did not has left it out on purpose."""
    assert back((1, BEFORE), (5, BEFORE)) == []
    assert back((2, BEFORE), (4, BEFORE)) == []  # one week is no gap


def test_a_deload_after_it_has_the_upper_ends_alone() -> None:
    light = {"deload": {"weeks": [4]}}
    assert back((1, BEFORE), (4, entry(LIFT, 6, 4, load=60, rpe=7)), **light) == []
    assert back((1, BEFORE), (4, entry(LIFT, 6, 4, load=120)), **light) == [
        (4, "load for one rep", 1)
    ]
    assert back((1, BEFORE), (5, BEFORE), **light) == []  # the week before it could have had it
    lost = {**light, "availability": {"away": away(12, 19, 26)}}
    assert back((1, BEFORE), (5, BEFORE), **lost) == [(5, "sets", 3), (5, "load for one rep", 1)]


def test_a_deload_is_no_week_to_measure_by() -> None:
    """Whether it has trained the lift or not: what came before it counts."""
    lost = {"availability": {"away": away(19, 26)}, "deload": {"weeks": [2]}}
    light, eased = entry(LIFT, 3, 4, load=60), entry(LIFT, 3, 4, load=112.5, rpe=7.5)
    for between in ([], [(2, light)]):
        assert back((1, BEFORE), *between, (5, eased), **lost) == []
        assert back((1, BEFORE), *between, (5, BEFORE), **lost) == [
            (5, "sets", 3), (5, "load for one rep", 1)
        ]  # fmt: skip
    assert back((2, light), (5, BEFORE), **lost) == []
    assert back((1, BEFORE), (2, light), (4, light), (5, BEFORE), **lost) == []
    own = scenario(**{**LOST, **lost})
    assert comes_back(own, LIFT, 0, 4)
    assert comes_back(own, LIFT, 1, 4), "what must not fall back owes nothing to it either"
    assert not comes_back(own, LIFT, 2, 4)


@pytest.mark.parametrize("days", [(12, 19, 26), (12, 26)])
def test_a_deload_within_it_does_not_end_it(days: tuple[int, ...]) -> None:
    """Whether that has lost days or not, and whether it has trained the lift."""
    lost = {"availability": {"away": away(*days)}, "deload": {"weeks": [3]}}
    found = [(5, "sets", 3), (5, "load for one rep", 1)]
    for between in ([], [(3, entry(LIFT, 3, 4, load=60))]):
        assert back((1, BEFORE), *between, (5, BEFORE), **lost) == found


def test_it_may_reach_into_the_taper() -> None:
    """Two weeks of it are lost, and one of the taper; a week of that is no deload."""
    peak = {
        "goal": {"test": date(2027, 3, 12)}, "phase_plan": [
            {"phase": "accumulation", "weeks": 3}, {"phase": "realization", "weeks": 1},
            {"phase": "taper", "weeks": 2},
        ],
    }  # fmt: skip
    span = {"from": date(2027, 3, 5), "to": date(2027, 3, 5)}
    lost = {**peak, "availability": {"away": [*away(19, 26), span]}}
    heavy, light = entry(LIFT, 2, 4, load=125), entry(LIFT, 2, 4, load=60)
    assert back((2, BEFORE), (6, heavy), **lost) == [(6, "load for one rep", 1)]
    assert back((2, BEFORE), (5, light), (6, heavy), **lost) == []
    less = {**LOST, **peak, "availability": {"away": [*away(26), span]}}
    assert AfterGap.asked_by(scenario(**less)) == (), "light weeks are not counted"


def test_a_pause_before_it_is_another_one() -> None:
    """What comes back in a deload has lost its sessions after that."""
    span = {"from": date(2027, 2, 2), "to": date(2027, 2, 11)}
    lost = {"availability": {"away": [span, *away(19, 26)]}, "deload": {"weeks": [2]}}
    assert back((1, BEFORE), (5, BEFORE), **lost) == [(5, "sets", 3), (5, "load for one rep", 1)]


def test_where_no_day_is_a_pause_there_is_no_gap_of_none() -> None:
    own = scenario(**{**LOST, "progression": {"pause_days": [0, 0]}})
    assert all(one.base < one.first < one.week for one in gaps(own))


def test_weeks_without_any_session_are_for_another_rule() -> None:
    """Also where nobody asks for it."""
    span = [{"from": date(2027, 2, 6), "to": date(2027, 2, 21)}]
    ask = {**LOST, "availability": {"away": span}, "priorities": {"after-pause": "off"}}
    assert AfterGap.asked_by(scenario(**ask)) == ()


@pytest.mark.parametrize("days", [(12,), (19,), (12, 26)])
def test_one_week_with_lost_days_is_no_gap(days: tuple[int, ...]) -> None:
    assert AfterGap.asked_by(scenario(**{**LOST, "availability": {"away": away(*days)}})) == ()


def test_light_weeks_alone_are_no_gap() -> None:
    """Nor is a week with a lost day beside a deload with one: that is light as it is."""
    for lost, deloads in (((), [2, 3]), ((19, 22), [4]), ((5, 8), [2])):
        ask = {**LOST, "availability": {"away": away(*lost)}, "deload": {"weeks": deloads}}
        assert AfterGap.asked_by(scenario(**ask)) == (), deloads


def test_two_weeks_without_any_session_are_a_pause() -> None:
    span = [{"from": date(2027, 2, 6), "to": date(2027, 2, 21)}]
    assert AfterGap.asked_by(scenario(**{**LOST, "availability": {"away": span}})) == ()


def test_what_a_past_session_of_the_week_has_brought_back_is_back() -> None:
    sessions = tuple(
        HeldSession(
            start=datetime(2027, 2, 7 * week - 6, 18), week=week, label="A",
            exercises=(
                HeldEntry(exercise=name, part="work", sets=6, reps=4, unit="kg", load=load),
            ),
        )
        for week, name, load in ((1, LIFT, 120), (2, ROW, 30), (3, ROW, 30), (4, LIFT, 120))
    )  # fmt: skip
    past = Replanned(block="old", on=date(2027, 2, 23), week=4, sessions=sessions)
    own = scenario(**LOST).model_copy(update={"replanned": past})
    (rule,) = AfterGap.asked_by(own)
    days = [held(1, BEFORE), held(4, BEFORE), held(4, BEFORE, label="B")]
    assert rule.audit(block(days).model_copy(update={"scenario": own})) == ()


def test_what_keeps_a_lift_from_falling_back_is_not_asked_there() -> None:
    own = scenario(**LOST)
    assert comes_back(own, ROW, 0, 3)
    assert not comes_back(own, ROW, 0, 4)
    assert not comes_back(own, ROW, 1, 3)
    off = scenario(**LOST, priorities={"after-gap": "off"})
    assert not comes_back(off, ROW, 0, 3)
    assert AfterGap.asked_by(off) == ()


def test_an_absence_that_is_known_of_the_past_has_its_own_rule() -> None:
    work = {1: (LIFT, 120.0), 2: (ROW, 30.0), 3: (ROW, 30.0)}
    sessions = tuple(
        HeldSession(
            start=datetime(2027, 2, 7 * week - 6, 18), week=week, label="A",
            exercises=(
                HeldEntry(exercise=name, part="work", sets=6, reps=4, unit="kg", load=load),
            ),
        )
        for week, (name, load) in work.items()
    )  # fmt: skip
    day = date(2027, 2, 22)
    past = Replanned(block="old", on=day, week=4, sessions=sessions,
                     regained=(Regained(exercise=LIFT, on=day),))  # fmt: skip
    own = scenario(**LOST).model_copy(update={"replanned": past})
    entries = [entry(name, 6, 4, load=load) for name, load in work.values()]
    days = [*map(held, work, entries), held(4, BEFORE)]
    for kind, count in ((AfterGap, 0), (AfterAbsence, 2)):
        (rule,) = kind.asked_by(own)
        found = rule.audit(block(days).model_copy(update={"scenario": own}))
        assert len([one for one in found if one.where.exercise == LIFT]) == count, kind.slug


def test_what_had_no_tools_meanwhile_is_for_the_rule_of_trips() -> None:
    """The Fridays lost, and no bar on the other days; a row could be done."""
    trip = {"from": date(2027, 2, 8), "to": date(2027, 2, 21), "tools": ["dumbbells"]}
    both = {"availability": {"away": [*away(12, 19), trip]}}
    assert back((1, BEFORE), (4, BEFORE), **both) == []
    days = [held(week, BEFORE) for week in (1, 4)]
    assert len(audited(AfterTrip, days, **{**LOST, **both})) == 2
    rows = [(week, entry(ROW, 6, 4, load=30)) for week in (1, 4)]
    assert back(*rows, **both) == [(4, "sets", 3)]
