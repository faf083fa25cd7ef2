"""After a trip: pattern in, verdict out."""

from __future__ import annotations

from datetime import date
from typing import Any

from constraints.block import Entry
from constraints.rules.after_pause import AfterPause
from constraints.rules.after_trip import AfterTrip
from tests.builders import entry, scenario
from tests.constraints.rules.verdicts import LIFT, ROW, audited, held

# Weeks 2 and 3 without the bar; the others with all there is.
TRIP: dict[str, Any] = {
    "weeks": 6,
    "goal": {"test": None},
    "deload": {"weeks": []},
    "phase_plan": [{"phase": "accumulation", "weeks": 6}],
    "availability": {
        "away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 21), "tools": ["dumbbells"]}]
    },
}


def back(early: Entry, late: Entry, week: int = 4) -> list[tuple[str, float]]:
    """What the rule says of an entry in week 1 and one after the trip: unit and excess."""
    found = audited(AfterTrip, [held(1, early), held(week, late)], **TRIP)
    return [(one.unit, one.excess) for one in found]


def test_a_lift_comes_back_slowly_from_a_trip_that_took_its_bar() -> None:
    """Seventeen days: half of the sets, at most 95 % of the load and RPE 7.5; once."""
    before = entry(LIFT, 6, 4, load=120)
    assert back(before, entry(LIFT, 3, 4, load=112.5, rpe=7.5)) == []
    assert back(before, entry(LIFT, 4, 4, load=112.5)) == [("sets", 1)]
    assert back(before, entry(LIFT, 3, 4, load=115)) == [("load for one rep", 1)]
    assert back(before, entry(LIFT, 3, 4, load=112.5, rpe=8)) == [("RPE", 1)]
    assert back(before, entry(LIFT, 6, 4, load=120, rpe=8), week=5) == []


def test_what_could_be_trained_on_the_trip_goes_on() -> None:
    assert back(entry(ROW, 4, 8, load=30), entry(ROW, 4, 8, load=32)) == []


def test_a_week_without_the_bar_is_no_pause() -> None:
    week = {"from": date(2027, 2, 8), "to": date(2027, 2, 14), "tools": ["dumbbells"]}
    assert AfterTrip.asked_by(scenario(**{**TRIP, "availability": {"away": [week]}})) == ()


def test_light_weeks_have_the_upper_end_only() -> None:
    """A deload may be as light as it asks for, but is no way to more than ever."""
    light: dict[str, Any] = {**TRIP, "deload": {"weeks": [4]}}
    before = entry(LIFT, 6, 4, load=120)
    for load, units in ((120, ["load for one rep"]), (60, [])):
        found = audited(
            AfterTrip, [held(1, before), held(4, entry(LIFT, 3, 4, load=load))], **light
        )
        assert [one.unit for one in found] == units, load


def test_a_pause_has_its_own_rule() -> None:
    """A trip is none: one trains on it; days away without anything are no trip."""
    away = {"from": date(2027, 2, 8), "to": date(2027, 2, 21)}
    assert AfterPause.asked_by(scenario(**TRIP)) == ()
    assert AfterTrip.asked_by(scenario(**{**TRIP, "availability": {"away": [away]}})) == ()
