"""`planner replan`: files beside the old ones, words for what changed, codes for what cannot be."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from constraints.block import Block
from planner.cli.replanned import (
    after_absence,
    after_gap,
    after_pause,
    after_trip,
    leaps,
    outside,
)
from planner.exports.ics import to_ics
from planner.exports.json import from_json, to_json
from planner.replanning.replan import replan
from planner.solving.attempt import Options
from planner.solving.outcome import Planned
from planner.solving.solve import plan
from scenarios.loader import load, merged, shipped
from scenarios.past import MovedMax, Replanned
from tests.builders import block, entry
from tests.constraints.rules.verdicts import held
from tests.planner.cli.running import run
from tests.planner.replanning.athlete import ATHLETE, LIFT, WEEK_2, asked, old


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "mine.block.json"
    path.write_bytes(to_json(old()))
    return path


def test_nothing_new_writes_the_same_bytes_under_the_next_number(saved: Path) -> None:
    before = saved.read_bytes()
    ran = run("replan", saved, "--on", str(WEEK_2), "--quiet")
    assert ran.code == 0, ran
    assert "Nothing is new" in ran.out
    assert saved.read_bytes() == before == (saved.parent / "mine.2.block.json").read_bytes()
    again = run("replan", saved.parent / "mine.2.block.json", "--on", str(WEEK_2), "--quiet")
    assert again.code == 0, again
    assert (saved.parent / "mine.3.block.json").read_bytes() == before


def test_a_missed_session_of_the_log_is_cancelled_in_the_calendar(saved: Path) -> None:
    assert run("log", saved, "1B", "--missed").code == 0
    ran = run("replan", saved, "--on", str(WEEK_2), "--quiet")
    assert ran.code == 0, ran
    said = " ".join(ran.out.split())
    assert "proved to be the least" in said
    assert "1 over, as they were done." in said
    coming, over = said.split("Sessions that are over, as they were done ")
    assert re.match(r"Week 1 B, Sat 6 Feb 10:00, \d+ min: missed - ", over)
    assert "1 B" not in coming
    new = from_json((saved.parent / "mine.2.block.json").read_bytes())
    assert [(one.week, one.label) for one in new.dropped] == [(1, "B")]
    assert new.scenario.replanned is not None
    assert new.scenario.replanned.block == "mine.block.json"
    assert (saved.parent / "mine.2.ics").read_bytes() == to_ics(new)
    checked = run("check", saved.parent / "mine.2.block.json")
    assert checked.code == 0, checked
    assert "nothing can mend" in " ".join(checked.out.split())  # what was missed was pinned


@pytest.mark.parametrize("pin", [[], ["plank"]])
def test_what_is_allowed_again_and_not_taken_back_is_told(tmp_path: Path, pin: list[str]) -> None:
    first = plan(asked(exercises={"exclude": ["plank"]}))
    assert isinstance(first, Planned)
    path = tmp_path / "mine.block.json"
    path.write_bytes(to_json(first.block))
    own = merged(ATHLETE, {"exercises": {"pin": [*ATHLETE["exercises"]["pin"], *pin]}})
    (tmp_path / "again.toml").write_text(tomlkit.dumps(own))
    ran = run("replan", path, tmp_path / "again.toml", "--on", str(WEEK_2), "--quiet")
    assert ran.code == 0, ran
    new = from_json((tmp_path / "mine.2.block.json").read_bytes())
    coming = {entry.exercise for one in new.sessions if one.week > 1 for entry in one.exercises}
    is_told = "Allowed again, and not taken back: Plank." in ran.out
    assert is_told == ("plank" not in coming)
    assert is_told == (not pin)


def test_sets_that_say_nothing_of_strength_are_told(saved: Path) -> None:
    sets = ["--set", "12 x 100 @ 7", "--set", "5 x 100 @ 5"]
    assert run("log", saved, "1A", LIFT, *sets).code == 0
    ran = run("replan", saved, "--on", str(WEEK_2), "--quiet")
    assert ran.code == 0, ran
    said = " ".join(ran.out.split())
    assert "2 logged sets say little of strength: below RPE 6 nobody" in said
    assert "after more than 10 reps (15 from RPE 9 on)" in said


def test_why_reps_without_a_load_fall_is_told(saved: Path) -> None:
    assert run("log", saved, "1A", "nordic_curl", "--set", "2 @ 10", "--set", "1 @ 10").code == 0
    assert run("log", saved, "1B", "nordic_curl", "--missed").code == 0
    ran = run("replan", saved, "--on", str(WEEK_2), "--quiet")
    assert ran.code == 0, ran
    said = " ".join(ran.out.split())
    assert (
        "Harder than planned, and the reps to come follow Nordic curl: week 1 shows 2 reps" in said
    )
    plain = run("replan", saved.parent / "mine.2.block.json", "--on", "2027-02-15", "--quiet")
    assert "Harder than planned" not in plain.out  # since then it was done as planned


def test_what_was_done_moves_the_loads_and_it_is_said_why(saved: Path) -> None:
    sets = ["--set", "3 x 130 @ 10", "--set", "3 x 130 @ 10"]
    assert run("log", saved, "1A", LIFT, *sets).code == 0
    assert run("log", saved, "2A", "--missed").code == 0  # still to come on the first of these days
    ran = run("replan", saved, "--on", str(WEEK_2), "--quiet")
    assert ran.code == 0, ran
    said = " ".join(ran.out.split())
    assert "Week 2 A, 2027-02-08: the log mentions it, but it is still to come" in said
    assert "The strength has moved, and its loads follow" in said
    assert "1RM 160.0 -> 150.5 kg" in said
    assert "week 1: 2 sets say" in said
    assert "Over, and not to be mended" in said
    second = saved.parent / "mine.2.block.json"
    new = from_json(second.read_bytes())
    assert [one.load for one in new.sessions[0].exercises if one.exercise == LIFT] == [130]
    logged = " ".join(run("log", second).out.split())
    assert "mine.log.toml" in logged.replace(" ", "")  # the log goes on; long paths are wrapped
    assert "160 -> 150.5 kg" in logged  # and no set counts twice
    ran = run("replan", second, "--on", "2027-02-10", "--quiet")
    assert ran.code == 0, ran
    third = from_json((saved.parent / "mine.3.block.json").read_bytes())
    assert [(one.week, one.label) for one in third.dropped] == [(2, "A")]
    assert third.scenario.athlete.one_rep_max == {LIFT: 150.5}


def test_what_is_impossible_is_explained_and_nothing_is_written(saved: Path) -> None:
    lost = saved.parent / "lost.toml"
    lost.write_text(
        tomlkit.dumps(merged(ATHLETE, {"exercises": {"exclude": ["kettlebell_swing"]}}))
    )
    ran = run("replan", saved, lost, "--on", str(WEEK_2), "--quiet", "--time-limit", "20")
    assert ran.code == 3, ran
    assert "Proved impossible" in ran.err
    assert "planner plan" not in ran.err  # which would begin the block anew
    assert sorted(one.name for one in saved.parent.iterdir()) == ["lost.toml", saved.name]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "--on: is missing"),
        (("--on", "soon"), "--on soon: must be a day"),
        (("--on", "2026-01-01"), "outside the block, which runs from 2027-02-01 to 2027-02-21"),
        (("--on", "2027-02-08", "--log", "none.toml"), "no such file"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    saved: Path, options: tuple[str, ...], says: str
) -> None:
    ran = run("replan", saved, *options)
    assert ran.code == 2, ran
    assert says in ran.err
    assert [one.name for one in saved.parent.iterdir()] == [saved.name]


def test_a_damaged_block_is_refused(saved: Path) -> None:
    saved.write_bytes(saved.read_bytes()[:-100])
    ran = run("replan", saved, "--on", str(WEEK_2))
    assert ran.code == 2, ran
    assert "cannot be read as JSON" in ran.err
    assert [one.name for one in saved.parent.iterdir()] == [saved.name]


@pytest.mark.parametrize("options", [(), ("--thorough",)])
def test_whether_to_be_thorough_is_handed_on(
    saved: Path, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Options] = []

    def seen(*more: Any) -> Any:
        given.append(more[6])
        return replan(*more)

    monkeypatch.setattr("planner.replanning.replan.replan", seen)
    assert run("replan", saved, "--on", str(WEEK_2), "--quiet", *options).code == 0
    assert [one.is_thorough for one in given] == [bool(options)]


def test_a_trip_over_the_day_of_the_test_is_told(tmp_path: Path) -> None:
    """Nothing changes: a meet may be where the athlete travels to. But it is said."""
    goal = {"goal": {"kind": "strength", "test": date(2027, 2, 20)}}
    first = plan(asked(**goal))
    assert isinstance(first, Planned)
    path = tmp_path / "mine.block.json"
    path.write_bytes(to_json(first.block))
    trip = {"from": date(2027, 2, 20), "to": date(2027, 2, 21)}
    own = merged(ATHLETE, {**goal, "availability": {"away": [trip]}})
    (tmp_path / "trip.toml").write_text(tomlkit.dumps(own))
    ran = run("replan", path, tmp_path / "trip.toml", "--on", str(WEEK_2), "--quiet")
    assert ran.code == 0, ran
    assert "You are away on Sat 20 Feb; the test is held" in " ".join(ran.out.split())


def test_why_sets_fall_after_a_pause_is_told(tmp_path: Path) -> None:
    first = plan(asked(progression={"pause_days": [8, 20]}))
    assert isinstance(first, Planned)
    path = tmp_path / "mine.block.json"
    path.write_bytes(to_json(first.block))
    for session in ("2A", "2B"):
        assert run("log", path, session, "--missed").code == 0
    ran = run("replan", path, "--on", "2027-02-15", "--quiet")
    assert ran.code == 0, ran
    assert "After a pause: at most 70 % of the sets in week 3; nothing" in " ".join(ran.out.split())
    ran = run("replan", path, "--on", "2027-02-10", "--quiet")
    assert "After a pause" not in ran.out


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2027, 2, 8), date(2027, 2, 18), [False]),
        (date(2027, 3, 15), date(2027, 3, 28), [True]),  # back on Monday, 25 days before the test
        (date(2027, 3, 8), date(2027, 3, 21), [True]),  # 32 days before it
        (date(2027, 2, 22), date(2027, 3, 7), [False]),  # 46 days before it
        (date(2027, 2, 9), date(2027, 2, 11), []),
    ],
)
def test_a_test_soon_after_a_pause_rests_on_an_old_1rm(
    first: date, last: date, said: list[bool]
) -> None:
    found = list(after_pause(block([], availability={"away": [{"from": first, "to": last}]})))
    assert found[:1] == [one for one in found if one.startswith("After a pause: ")]
    notes = [one for one in found if "rests on a 1RM from before the pause" in one]
    assert [bool(notes)] * bool(found) == said


def test_what_comes_back_from_a_trip_is_told_until_it_is_over() -> None:
    """Seventeen days without the bar, and the lift in the week after them."""
    ask: dict[str, Any] = {
        "weeks": 6, "goal": {"test": None}, "deload": {"weeks": []},
        "phase_plan": [{"phase": "accumulation", "weeks": 6}],
        "availability": {
            "away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 21), "tools": ["dumbbells"]}]
        },
    }  # fmt: skip
    lift = entry(LIFT, 3, 4, load=110)
    whole = block([held(1, lift), held(4, lift)], **ask)
    (told,) = after_trip(whole)
    assert told.startswith("After a trip without its tools")
    assert told.endswith("So it is for Conventional deadlift.")
    assert list(after_trip(block([held(1, lift), held(5, lift)], **ask))) == []
    past = Replanned(block="old", on=date(2027, 3, 1), week=5)
    over = whole.scenario.model_copy(update={"replanned": past})
    assert list(after_trip(whole.model_copy(update={"scenario": over}))) == []


@pytest.mark.parametrize(
    ("was", "now", "load", "count"),
    [
        (160, 190, 125, 1),
        (160, 190, 121, 0),
        (160, 160, 125, 0),
        (190, 160, 125, 0),
        (160, 161, 125, 0),  # not for that
    ],
)
def test_a_leap_to_a_1rm_that_was_stated_anew_is_told(
    was: float, now: float, load: float, count: int
) -> None:
    """From 110 by more than a tenth; by the log it would be a moved 1RM, which is told as one."""
    athletes = [{"one_rep_max": {LIFT: own, "back_squat": own}} for own in (was, now)]
    days = [held(1, entry(LIFT, 3, 4, load=110)), held(2, entry(LIFT, 3, 4, load=load))]
    old_one, new_one = (block(days, athlete=athlete) for athlete in athletes)
    past = Replanned(block="old", on=date(2027, 2, 8), week=2)
    scenario = new_one.scenario.model_copy(update={"replanned": past})
    found = list(leaps(old_one, new_one.model_copy(update={"scenario": scenario})))
    assert len(found) == count
    assert all(f"from 110 on Mon 1 Feb to {load:g} on Mon 8 Feb" in one for one in found)


@pytest.mark.parametrize("name", shipped())
def test_what_is_told_of_a_replan_can_be_told_of_every_shipped_athlete(name: str) -> None:
    own = Block(scenario=load(name), solve=block([]).solve, sessions=())
    for told in (after_pause, after_trip, after_gap, after_absence):
        assert list(told(own)) == []
    assert [*leaps(own, own), *outside(own, own)] == []


def test_no_leap_is_told_after_a_deload_or_where_the_log_moved_the_1rm() -> None:
    days = [
        held(week, entry(LIFT, 3, 4, load=load)) for week, load in ((1, 115), (2, 90), (3, 120))
    ]
    old_one, new_one = (
        block(days, athlete={"one_rep_max": {LIFT: own}}, weeks=4, goal={"test": None},
              deload={"weeks": [2]})
        for own in (160, 190)
    )  # fmt: skip
    past = Replanned(block="old", on=date(2027, 2, 15), week=3)
    scenario = new_one.scenario.model_copy(update={"replanned": past})
    assert list(leaps(old_one, new_one.model_copy(update={"scenario": scenario}))) == []
    days = [held(1, entry(LIFT, 3, 4, load=90)), held(3, entry(LIFT, 3, 4, load=120))]
    by_hand = new_one.model_copy(update={"scenario": scenario, "sessions": tuple(days)})
    assert len(list(leaps(old_one, by_hand))) == 1
    moved = MovedMax(exercise=LIFT, unit="kg", was=160, now=190, reason="a test")
    scenario = scenario.model_copy(
        update={"replanned": past.model_copy(update={"maxes": (moved,)})}
    )
    assert list(leaps(old_one, by_hand.model_copy(update={"scenario": scenario}))) == []


def test_what_is_left_of_a_trip_is_no_slip() -> None:
    """Called off, or broken off: days that are over stay, and are said to be over by nobody."""
    spans = [{"from": date(2027, 2, 8), "to": date(2027, 2, last)} for last in (13, 9)]
    old_one, new_one = (block([], availability={"away": [span]}) for span in spans)
    past = Replanned(block="old", on=date(2027, 2, 10), week=2)
    scenario = new_one.scenario.model_copy(update={"replanned": past})
    assert list(outside(old_one, new_one.model_copy(update={"scenario": scenario}))) == []


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2027, 6, 30), date(2027, 7, 24), 1),  # the wrong month
        (date(2027, 2, 1), date(2027, 2, 6), 1),  # over
        (date(2027, 2, 1), date(2027, 2, 8), 0),
        (date(2027, 4, 25), date(2027, 6, 1), 0),  # from the last day on
    ],
)
def test_days_away_that_change_nothing_are_told(first: date, last: date, count: int) -> None:
    away = {"availability": {"away": [{"from": first, "to": last}]}}
    past = Replanned(block="old", on=date(2027, 2, 8), week=2)
    new = block([], **away)
    scenario = new.scenario.model_copy(update={"replanned": past})
    assert len(list(outside(block([]), new.model_copy(update={"scenario": scenario})))) == count
    assert list(outside(new, new.model_copy(update={"scenario": scenario}))) == []


def test_a_way_back_that_is_over_is_not_told() -> None:
    away = {"away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 18)}]}
    past = Replanned(block="old", on=date(2027, 3, 1), week=5)
    asked = block([], availability=away).scenario.model_copy(update={"replanned": past})
    bare = block([])
    assert list(after_pause(Block(scenario=asked, solve=bare.solve, sessions=()))) == []
