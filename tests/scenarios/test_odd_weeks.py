"""Odd weeks: trips, missed sessions and pauses in, weeks out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from scenarios import odd_weeks
from scenarios.errors import ScenarioError
from scenarios.past import ExtraWork, HeldEntry, HeldSession, MissedSession, Replanned
from scenarios.schema import WEEKDAYS, Scenario
from tests.builders import scenario

MONDAY = date(2027, 2, 1)
ANY_DAY: dict[str, Any] = {
    "weeks": 6, "goal": {"test": None}, "deload": {"weeks": []},
    "phase_plan": [{"phase": "accumulation", "weeks": 6}],
}  # fmt: skip


def day(number: int) -> date:
    """A day of the block, from 1."""
    return MONDAY + timedelta(days=number - 1)


def daily(**changes: Any) -> Scenario:
    """Six loading weeks in which every day has a window."""
    windows = dict.fromkeys(WEEKDAYS, "18:00-19:30")
    away = changes.pop("away", [])
    return scenario(**ANY_DAY | {"availability": {**windows, "away": away}} | changes)


def away(first: int, last: int) -> dict[str, Any]:
    """Away from a day of the block to another one, numbered from 1, both included."""
    return {"from": day(first), "to": day(last)}


def found(asked: Scenario) -> list[tuple[int, int, int, bool]]:
    """Weeks of return and their base, from 1, the share of sets, and whether it is the first."""
    return [
        (one.week + 1, one.base + 1, one.percent, one.is_first) for one in odd_weeks.returns(asked)
    ]


@pytest.mark.parametrize(
    ("away", "usual"),
    [
        ([], (8, 9)),
        ([("2027-03-29", "2027-03-29")], (9,)),  # a day of week 9
        ([("2027-04-05", "2027-04-11")], (8,)),  # all of week 10
        ([("2027-03-29", "2027-03-29"), ("2027-04-05", "2027-04-05")], (8, 9)),  # a day of each
        ([("2027-03-29", "2027-03-29"), ("2027-04-05", "2027-04-11")], (8,)),
        ([("2027-03-29", "2027-04-11")], (0, 1, 2, 4, 5, 6)),  # all of the phase: those before it
    ],
)
def test_usual_weeks_are_the_last_that_were_whole(
    away: list[tuple[str, str]], usual: tuple[int, ...]
) -> None:
    spans = [{"from": date.fromisoformat(a), "to": date.fromisoformat(b)} for a, b in away]
    assert odd_weeks.usual_weeks(scenario(availability={"away": spans})) == usual


def test_a_week_that_was_missed_is_no_usual_one() -> None:
    missed = tuple(MissedSession(week=10, label=label) for label in "ABC")
    held = HeldSession(start=datetime(2027, 3, 29, 18), exercises=(), week=9, label="A")
    past = Replanned(
        block="old", on=date(2027, 4, 12), week=11, missed=missed, sessions=(held,), short=(9,)
    )
    again = scenario().model_copy(update={"replanned": past})
    assert odd_weeks.usual_weeks(again) == (8,)  # less was done there, but something


@pytest.mark.parametrize(
    ("span", "returns"),
    [
        ((8, 16), []),  # nine days
        ((8, 17), [(3, 1, 70, True)]),  # ten
        ((8, 20), [(3, 1, 70, True), (4, 1, 70, False)]),  # back on Sunday: as good as next week
        ((8, 21), [(3 + 1, 1, 50, True), (5, 1, 70, False)]),  # fourteen: back on a Monday
        ((8, 28), [(5, 1, 50, True), (6, 1, 70, False)]),
        ((11, 20), [(3, 1, 70, True), (4, 1, 70, False)]),  # week 2 is not full either
        ((18, 31), [(5, 2, 50, True), (6, 2, 70, False)]),  # back on Thursday
        ((19, 32), [(5, 2, 50, True), (6, 2, 50, False)]),  # on Friday: half of the week is over
        ((32, 42), []),  # nobody comes back
        ((1, 12), []),  # nothing to come back to
        ((2, 15), [(3, 1, 50, True), (4, 1, 70, False)]),  # of a day there was, anyway
    ],
)
def test_who_was_away_for_long_comes_back_in_steps(
    span: tuple[int, int], returns: list[tuple[int, int, int, bool]]
) -> None:
    asked = daily(away=[away(*span)])
    assert found(asked) == returns
    assert odd_weeks.return_weeks(asked) <= odd_weeks.short_weeks(asked)


def test_a_week_of_return_is_no_base_of_a_later_pause() -> None:
    asked = daily(weeks=8, phase_plan=[{"phase": "accumulation", "weeks": 8}],
                  away=[away(8, 21), away(29, 42)])  # fmt: skip
    assert found(asked) == [
        (4, 1, 50, True), (5, 1, 70, False), (7, 1, 50, True), (8, 1, 70, False)
    ]  # fmt: skip


def test_a_deload_is_a_step_of_its_own() -> None:
    deload = {"deload": {"weeks": [4]}}
    asked = daily(away=[away(8, 21)], **deload)
    assert found(asked) == [(4, 1, 100, True), (5, 1, 70, False)]
    assert odd_weeks.return_weeks(asked) == {4}


def test_a_base_is_full_where_there_is_one() -> None:
    assert [one.is_full for one in odd_weeks.returns(daily(away=[away(8, 21)]))] == [True, True]
    assert [one.is_full for one in odd_weeks.returns(daily(away=[away(2, 15)]))] == [False, False]
    full = daily(away=[away(8, 9), away(17, 30)])  # a day of week 2 and of week 3 was lost
    assert found(full) == [(5, 1, 50, True), (6, 1, 70, False)]


def test_a_window_that_comes_rarely_is_no_pause() -> None:
    none: dict[str, Any] = {name: [] for name in WEEKDAYS}
    slots = [
        {"from": datetime(2027, 2, number, 18), "to": datetime(2027, 2, number, 19)}
        for number in (1, 9, 22)
    ]
    assert found(scenario(**ANY_DAY, availability={**none, "slots": slots})) == []

    def gone(trip: dict[str, Any]) -> list[tuple[int, int, int, bool]]:
        windows = {**none, "slots": slots, "away": [trip]}
        return found(scenario(**ANY_DAY, availability=windows))

    assert gone(away(10, 21)) == []  # no window is lost
    assert gone(away(9, 9)) == [(4, 1, 50, True), (5, 1, 70, False)]


def test_numbers_are_the_athletes_own() -> None:
    own = {"progression": {"pause_days": [5, 9], "return_sets_percent": [40, 60]}}
    assert found(daily(away=[away(8, 12)], **own)) == [(2, 1, 60, True), (3, 1, 60, False)]
    assert found(daily(away=[away(8, 16)], **own)) == [(3, 1, 40, True), (4, 1, 60, False)]
    assert found(daily(away=[away(8, 28)], priorities={"after-pause": "off"})) == []


DONE = HeldEntry(exercise="conventional_deadlift", part="work", sets=3, reps=5, unit="kg")


def again(on: int, held: list[int], missed: list[int], **more: Any) -> Scenario:
    """Planned again from a day: sessions on some days, and missed ones in some weeks."""
    week = (on - 1) // 7 + 1
    sessions = tuple(
        HeldSession(
            start=datetime.combine(day(n), datetime.min.time()), exercises=(DONE,),
            week=(n - 1) // 7 + 1, label="ABC"[number % 3],
        )
        for number, n in enumerate(held)
    )  # fmt: skip
    until = day(more.pop("until", on))
    gone = tuple(MissedSession(week=number, label="C", until=until) for number in missed)
    past = Replanned(block="old", on=day(on), week=week, sessions=sessions, missed=gone, **more)
    return daily().model_copy(update={"replanned": past})


@pytest.mark.parametrize(
    ("on", "missed", "returns"),
    [
        (22, [2, 3], [(4, 1, 50, True), (5, 1, 70, False)]),
        (16, [2], [(3, 1, 70, True)]),  # from Saturday to the next but one Tuesday
        (15, [2], []),
        (22, [], []),  # nothing was planned there
    ],
)
def test_who_missed_sessions_for_long_comes_back_in_steps(
    on: int, missed: list[int], returns: list[tuple[int, int, int, bool]]
) -> None:
    assert found(again(on, [1, 3, 5], missed)) == returns


@pytest.mark.parametrize(
    ("first", "missed", "on", "held"),
    [(22, [2, 3], 29, [1, 3, 5, 26]), (15, [2], 18, [1, 3, 5, 17]), (22, [2, 3], 43, [1, 3, 5])],
)
def test_what_was_found_when_it_was_planned_again_stays(
    first: int, missed: list[int], on: int, held: list[int]
) -> None:
    """Though the first session to come lay some days later, or was moved."""
    then = found(again(first, [1, 3, 5], missed))
    assert found(again(on, held, missed, until=first)) == then


def test_sessions_in_which_nothing_was_done_make_a_pause_as_missed_ones_do() -> None:
    past = again(22, [1, 3, 5, 8, 10, 12, 15, 17, 19], []).replanned
    assert past is not None
    idle = tuple(
        one.model_copy(update={"exercises": ()}) if one.week > 1 else one for one in past.sessions
    )
    asked = daily().model_copy(update={"replanned": past.model_copy(update={"sessions": idle})})
    assert found(asked) == [(3, 1, 50, True), (4, 1, 50, False), (5, 1, 70, False)]


def test_a_week_is_never_its_own_base() -> None:
    long = {"week_days": 14, "weeks": 4, "phase_plan": [{"phase": "accumulation", "weeks": 4}]}
    assert found(daily(away=[away(2, 12)], **long)) == []
    assert found(daily(away=[away(16, 26)], **long)) == [(2, 1, 70, True), (3, 1, 70, False)]


def test_a_share_is_at_least_a_percent() -> None:
    with pytest.raises(ScenarioError, match="return_sets_percent"):
        daily(progression={"return_sets_percent": [0.4, 70]})


def test_what_was_missed_before_the_last_session_is_no_pause() -> None:
    assert found(again(22, [1, 3, 8], [1])) == []


@pytest.mark.parametrize(("hinge", "is_pause"), [("none", True), ("light", False)])
def test_hinges_that_were_done_on_top_end_a_pause(hinge: Any, is_pause: bool) -> None:
    row = ExtraWork(start=datetime(2027, 2, 13, 10), exercise="romanian_deadlift", axial=2,
                    contacts=0, hinge=hinge)  # fmt: skip
    assert bool(found(again(22, [1, 3, 5], [2, 3], extra=(row,)))) == is_pause


def test_a_session_in_which_nothing_was_done_ends_none() -> None:
    asked = again(22, [1, 3, 5, 13], [2, 3])
    past = asked.replanned
    assert past is not None
    assert found(asked) == []
    *full, last = past.sessions
    empty = past.model_copy(update={"sessions": (*full, last.model_copy(
        update={"exercises": ()})), "missed": past.missed})  # fmt: skip
    asked = daily().model_copy(update={"replanned": empty})
    assert found(asked) == [(4, 1, 50, True), (5, 1, 70, False)]


@pytest.mark.parametrize(("span", "held"), [((8, 16), [1, 3, 5, 17]), ((8, 21), [1, 3, 5, 26])])
def test_the_way_back_stays_what_it_was_when_all_goes_as_planned(
    span: tuple[int, int], held: list[int]
) -> None:
    """Though fewer days were used than there were."""
    asked = daily(away=[away(*span)])
    past = again(29, held, []).replanned
    assert found(asked.model_copy(update={"replanned": past})) == found(asked)


def test_a_second_pause_on_the_way_back_allows_no_more() -> None:
    own = {"progression": {"pause_days": [5, 9], "return_sets_percent": [40, 60]}}
    asked = daily(away=[away(8, 18), away(20, 24)], **own)
    assert found(asked) == [(3, 1, 40, True), (4, 1, 40, True), (5, 1, 60, False)]


@pytest.mark.parametrize(("priority", "is_pause"), [("must", True), ("should", False)])
def test_days_that_are_busy_are_lost_where_that_binds(priority: str, is_pause: bool) -> None:
    busy = [{"from": datetime(2027, 2, 8, 0), "to": datetime(2027, 2, 20, 0)}]
    windows: dict[str, Any] = dict.fromkeys(WEEKDAYS, "18:00-19:30")
    asked = scenario(**ANY_DAY, availability={**windows, "busy": busy},
                     priorities={"busy": priority})  # fmt: skip
    assert bool(found(asked)) == is_pause


@pytest.mark.parametrize(("missed", "is_cut"), [((), False), ((4,), True)])
def test_weeks_after_the_test_are_no_loss(missed: tuple[int, ...], is_cut: bool) -> None:
    asked = scenario(weeks=6, goal={"test": date(2027, 3, 5)})  # the sixth week is free
    gone = tuple(MissedSession(week=week, label="A") for week in missed)
    past = Replanned(block="old", on=date(2027, 3, 1), week=5, missed=gone)
    assert odd_weeks.is_peak_cut(asked.model_copy(update={"replanned": past})) == is_cut
