"""Weeks, phases and slots: pattern in, dates out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scenarios import timeline
from scenarios.loader import load, merged, resolve
from scenarios.schema import Scenario

MONDAY = date(2027, 2, 1)
LETTER = {
    "accumulation": "A",
    "intensification": "I",
    "realization": "R",
    "taper": "T",
    "maintenance": "M",
}


def scenario(weeks: int, test: bool = False, **parts: Any) -> Scenario:
    """Monday and Friday evenings; the test is on the last Friday."""
    own: dict[str, Any] = {
        "start": MONDAY,
        "weeks": weeks,
        "athlete": {"level": "intermediate"},
        "goal": {"kind": "strength" if test else "general"},
        "availability": {"monday": "18:00-19:30", "friday": "18:00-19:00"},
    }
    if test:
        own["goal"]["test"] = MONDAY + timedelta(days=7 * weeks - 3)
    if "availability" in parts:
        own["availability"] = parts.pop("availability")
    return resolve(merged(own, parts), where="x", stem="x")


def shape(of: Scenario) -> str:
    """One letter for each week, small in a deload, a bar between stretches."""
    text, stretch = "", 0
    for week in timeline.weeks(of):
        text += "|" if week.stretch != stretch else ""
        letter = LETTER[week.phase]
        text, stretch = text + (letter.lower() if week.deload else letter), week.stretch
    return text


# -- phases --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (1, "A"),
        (3, "AAA"),
        (4, "AAAa"),
        (6, "AAa|IIi"),
        (8, "AAAa|IIIi"),
        (12, "AAAa|AAAa|IIIi"),
        (16, "AAAa|AAAa|IIIi|IIIi"),
        (24, "AAAa|AAAa|AAAa|IIIi|IIIi|IIIi"),
    ],
)
def test_phases_without_a_test(weeks: int, expected: str) -> None:
    assert shape(scenario(weeks)) == expected


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (4, "AA|R|T"),
        (6, "AAAa|R|T"),
        (8, "AAa|II|R|TT"),
        (12, "AAAa|IIIi|RR|TT"),
        (16, "AAAa|AAAa|IIIi|RR|TT"),
        (24, "AAAa|AAAa|AAAa|IIIi|IIIi|RR|TT"),
    ],
)
def test_phases_with_a_test(weeks: int, expected: str) -> None:
    assert shape(scenario(weeks, test=True)) == expected


@pytest.mark.parametrize(
    ("week", "expected", "taper"),
    [
        (12, "AAAa|IIIi|RR|TT", (10, 11)),
        (11, "AAAa|IIi|RR|TTT", (9, 10)),  # the last week is free
        (9, "AAa|II|RR|TTTTT", (7, 8)),
        (4, "AA|R|TTTTTTTTT", (3,)),
        (3, "AAAAAAAAAAAA", ()),  # so short a way has no deload and no peak
    ],
)
def test_the_week_of_the_test_ends_the_block(
    week: int, expected: str, taper: tuple[int, ...]
) -> None:
    """What comes after is no part of the taper, and no day of it is open."""
    day = MONDAY + timedelta(days=7 * week - 5)  # a Wednesday: the Friday of its week is open
    asked = scenario(12, goal={"kind": "strength", "test": day})
    assert shape(asked) == expected
    assert timeline.taper_weeks(asked) == taper
    assert timeline.weeks_to_test(asked) == week
    assert [bool(days) for days in timeline.open_days(asked)] == [n <= week for n in range(1, 13)]
    assert timeline.is_open(asked, next(s for s in timeline.slots(asked) if s.day > day))


def test_below_four_weeks_there_is_no_peak_even_with_a_test() -> None:
    assert shape(scenario(3, test=True)) == "AAA"


@pytest.mark.parametrize("weeks", range(1, 25))
@pytest.mark.parametrize("test", [False, True])
def test_weeks_tile_the_block(weeks: int, test: bool) -> None:
    found = timeline.weeks(scenario(weeks, test))
    assert [week.index for week in found] == list(range(weeks))
    assert [week.start for week in found] == [MONDAY + timedelta(days=7 * n) for n in range(weeks)]
    assert all(later.start == week.end for week, later in pairwise(found))
    steps = {later.stretch - week.stretch for week, later in pairwise(found)}
    assert steps <= {0, 1}
    assert not any(week.deload for week in found if week.phase in ("taper", "realization"))
    assert any(week.is_loading for week in found)


@pytest.mark.parametrize("weeks", range(4, 25))
@pytest.mark.parametrize("test", [False, True])
def test_no_more_than_four_loading_weeks_in_a_row_before_the_peak(weeks: int, test: bool) -> None:
    # The realization adds its own two after the last deload.
    run = longest = 0
    for week in timeline.weeks(scenario(weeks, test)):
        run = run + 1 if week.is_loading and week.phase != "realization" else 0
        longest = max(longest, run)
    assert longest <= 4


# -- deloads -------------------------------------------------------------------------------------


def test_given_deloads_end_their_stretch() -> None:
    assert shape(scenario(12, test=True, deload={"weeks": [3, 8]})) == "AAa|IIIIi|RR|TT"
    assert shape(scenario(12, deload={"weeks": [6]})) == "AAAAAa|IIIIII"


def test_no_deloads_when_none_are_wanted() -> None:
    assert shape(scenario(8, deload={"every": 0})) == "AAAA|IIII"
    assert shape(scenario(8, deload={"weeks": []})) == "AAAA|IIII"


def test_deloads_come_as_often_as_the_level_says() -> None:
    beginner: dict[str, Any] = {
        "athlete": {"level": "beginner"},
        "goal": {"lift": "db_romanian_deadlift"},
    }
    assert shape(scenario(12, **beginner)) == "AAAAAa|IIIIIi"
    assert shape(scenario(12, profile="masters")) == "AAa|AAa|IIi|IIi"


def test_a_maintenance_block_has_one_phase_and_no_deload() -> None:
    assert shape(scenario(8, goal={"kind": "maintenance"})) == "MMMM|MMMM"


def test_a_given_phase_plan_is_taken_as_it_is() -> None:
    plan = [{"phase": "intensification", "weeks": 3}, {"phase": "accumulation", "weeks": 2}]
    assert shape(scenario(5, phase_plan=plan)) == "IIi|AA"
    assert shape(scenario(5, phase_plan=plan, deload={"weeks": [2, 5]})) == "IiI|Aa"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("beginner_2day_dumbbells", "AAAAAa|IIIIII"),
        ("intermediate_3day_barbell", "AAAa|IIIi|RR|TT"),
        ("advanced_powerlifter_meet", "AAa|IIIIi|RR|TT"),
        ("field_sport_in_season", "MMMM|MMMM|MMMM"),
        ("masters_low_back_history", "AAAa|IIi|IIiI|T"),
        ("kettlebell_home", "AAAa|AAAa|IIIi"),
        ("shift_worker_irregular", "AAAa|IIIi|II"),
        ("hypertrophy_4day", "AAAa|AAAa|IIIi"),
        ("sample_workout", "A"),
    ],
)
def test_shipped_scenarios_have_their_phases(name: str, expected: str) -> None:
    assert shape(load(name)) == expected


# -- microcycles and slots -----------------------------------------------------------------------


def test_a_week_of_eight_days() -> None:
    found = timeline.weeks(scenario(3, week_days=8))
    assert [week.start.day for week in found] == [1, 9, 17]
    assert {week.days for week in found} == {8}
    assert scenario(3, week_days=8).end == date(2027, 2, 25)


def test_slots_follow_the_weekdays_and_belong_to_their_microcycle() -> None:
    # Days 1 to 8 hold two Mondays: February 1 and 8. The windows end before the 75 minutes do.
    found = timeline.slots(scenario(2, week_days=8))
    assert [(slot.day.day, slot.week, slot.minutes) for slot in found] == [
        (1, 0, 75),
        (5, 0, 60),
        (8, 0, 75),
        (12, 1, 60),
        (15, 1, 75),
    ]
    assert [slot.index for slot in found] == list(range(5))


def test_two_windows_of_a_day_are_two_slots_in_order_of_time() -> None:
    own = scenario(1, availability={"monday": ["18:00-19:30", "07:00-08:00"]})
    assert [slot.start.hour for slot in timeline.slots(own)] == [7, 18]


def test_explicit_slots() -> None:
    spans = [(datetime(2027, 2, 9, 10), datetime(2027, 2, 9, 11)),
             (datetime(2027, 2, 3, 6), datetime(2027, 2, 3, 9))]  # fmt: skip
    own = scenario(2, availability={"slots": [{"from": a, "to": b} for a, b in spans]})
    found = timeline.slots(own)
    assert [(slot.start, slot.week, slot.minutes) for slot in found] == [
        (datetime(2027, 2, 3, 6), 0, 75),
        (datetime(2027, 2, 9, 10), 1, 60),
    ]


def test_the_test_takes_the_window_of_its_day() -> None:
    found = timeline.slots(scenario(12, test=True))
    assert [slot.start for slot in found if slot.is_test] == [datetime(2027, 4, 23, 18)]


def test_a_test_on_a_day_without_a_window_has_a_slot_of_its_own() -> None:
    goal = {"test": date(2027, 4, 24), "test_at": "09:30"}
    found = timeline.slots(scenario(12, test=True, goal=goal))
    assert [(slot.start, slot.week, slot.minutes) for slot in found if slot.is_test] == [
        (datetime(2027, 4, 24, 9, 30), 11, 75)
    ]
    assert len(found) == 25
    assert timeline.days_before_test(scenario(12, test=True, goal=goal), date(2027, 4, 17)) == 7


def test_both_ends_of_an_away_span_are_away() -> None:
    away = [{"from": date(2027, 2, 8), "to": date(2027, 2, 12)}]
    own = scenario(4, availability={"monday": "18:00-19:30", "away": away})
    days = [day for day in range(1, 29) if timeline.is_away(own, date(2027, 2, day))]
    assert days == [8, 9, 10, 11, 12]


# -- shifts --------------------------------------------------------------------------------------


def roster(*cycle: dict[str, Any]) -> dict[str, Any]:
    return {"roster": {"hours_after_night": 24, "cycle": list(cycle)}}


NIGHT = {"shift": "night", "from": "19:00", "to": "07:00"}
OFF = {"shift": "off", "train": "10:00-12:00"}


def test_a_night_shift_ends_on_the_next_day_also_the_one_before_the_block() -> None:
    own = scenario(1, availability=roster(OFF, OFF, NIGHT))
    assert timeline.night_shift_ends(own) == (
        datetime(2027, 2, 1, 7),  # the night before the first day
        datetime(2027, 2, 4, 7),
        datetime(2027, 2, 7, 7),
    )


def test_a_night_shift_that_starts_after_midnight_ends_on_its_own_day() -> None:
    late = {"shift": "night", "from": "00:30", "to": "08:00"}
    own = scenario(1, availability=roster(OFF, late, OFF, OFF, OFF, OFF, OFF))
    assert timeline.night_shift_ends(own) == (datetime(2027, 2, 2, 8),)


def test_without_a_roster_no_night_shift_ends() -> None:
    assert timeline.night_shift_ends(scenario(4)) == ()


def test_the_nurse_trains_before_the_first_night_and_on_three_days_off() -> None:
    own = load("shift_worker_irregular")
    first = [slot for slot in timeline.slots(own) if slot.week == 0]
    assert [(slot.day.day, slot.start.hour, slot.light, slot.rpe) for slot in first] == [
        (3, 13, True, 7),
        (6, 10, False, None),
        (7, 10, False, None),
        (8, 10, False, None),
    ]
    assert len(timeline.slots(own)) == 40
    ends = timeline.night_shift_ends(own)
    assert len(ends) == 20
    assert all(
        slot.start >= end + timedelta(hours=24) or slot.start < end
        for slot in timeline.slots(own)
        for end in ends
    )


# -- hours ---------------------------------------------------------------------------------------


def test_hours_are_those_of_the_clock_on_the_wall() -> None:
    # The night to 2027-03-28 is an hour short in Berlin; the gap is still a day.
    before, after = datetime(2027, 3, 27, 18), datetime(2027, 3, 28, 18)
    berlin = ZoneInfo("Europe/Berlin")
    elapsed = after.replace(tzinfo=berlin).timestamp() - before.replace(tzinfo=berlin).timestamp()
    assert elapsed / 3600 == 23
    assert timeline.hours_between(before, after) == 24
    assert timeline.hours_between(datetime(2027, 2, 1, 18), datetime(2027, 2, 3, 17, 30)) == 47.5


def test_slots_keep_their_time_of_day_across_the_change_of_the_clock() -> None:
    own = load("intermediate_3day_barbell")
    assert {slot.start.hour for slot in timeline.slots(own)} == {18}
    assert {slot.start.tzinfo for slot in timeline.slots(own)} == {None}
    offsets = {slot.start.replace(tzinfo=ZoneInfo(own.timezone)).utcoffset()
               for slot in timeline.slots(own)}  # fmt: skip
    assert offsets == {timedelta(hours=1), timedelta(hours=2)}


# -- what others plan ----------------------------------------------------------------------------


def test_matches_reach_a_week_beyond_the_block() -> None:
    found = timeline.matches(load("field_sport_in_season"))
    assert (found[0], found[-1]) == (date(2027, 1, 30), date(2027, 5, 1))
    assert date(2027, 2, 24) in found
    assert date(2027, 3, 31) in found
    assert len(found) == 14 + 2


def test_a_match_on_a_weekly_match_day_counts_once() -> None:
    season = {"weekly": "saturday", "matches": [date(2027, 2, 6)]}
    assert timeline.matches(scenario(1, season=season)).count(date(2027, 2, 6)) == 1


def test_a_match_starts_at_its_own_time_or_at_the_usual_one() -> None:
    saturday, sunday, later = (datetime(2027, 2, day, 19, 45) for day in (6, 7, 20))
    season = {
        "weekly": "saturday",
        "matches": [saturday, sunday, datetime(2027, 2, 7, 11), date(2027, 2, 7), later],
    }
    found = timeline.kick_offs(scenario(3, season={**season, "kick_off": time(14, 30)}))
    # A weekly match at its own time counts once; of two on a Sunday the first one counts.
    assert [one for one in found if one.month == 2] == [
        saturday, datetime(2027, 2, 7, 11), datetime(2027, 2, 13, 14, 30), later,
        datetime(2027, 2, 27, 14, 30),
    ]  # fmt: skip
    usual = timeline.kick_offs(scenario(1, season={"weekly": "saturday"}))
    assert {one.time() for one in usual} == {time(15)}
    assert timeline.matches(scenario(1, season=season))[1:3] == (saturday.date(), sunday.date())


def test_sessions_elsewhere_have_dates_until_they_stop() -> None:
    found = timeline.elsewhere(load("advanced_powerlifter_meet"))
    tuesdays = [one for one in found if one.start.weekday() == 1]
    saturdays = [one for one in found if one.start.weekday() == 5]
    assert len(tuesdays) == 12
    assert len(saturdays) == 11  # not on the day of the meet
    assert {one.axial for one in tuesdays} == {15}
    assert {one.week for one in saturdays} == set(range(11))


def test_a_single_session_elsewhere() -> None:
    part = {"title": "Hike", "on": date(2027, 2, 6), "at": "09:00", "sets": {"glutes": 1.5}}
    (one,) = timeline.elsewhere(scenario(4, elsewhere=[part]))
    assert (one.start, one.week, one.quarter_sets) == (
        datetime(2027, 2, 6, 9),
        0,
        (("glutes", 6),),
    )


def test_weeks_are_shown_from_one() -> None:
    assert timeline.shown_week(0) == 1
