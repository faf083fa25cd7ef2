"""Loosenings of slots and rosters, and weeks that are left out; and what they do to a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.impossible.amend import amended, amended_text
from planner.impossible.conflict import Conflict, conflict_of
from planner.impossible.demands import Demand
from planner.impossible.judge import Judge
from planner.impossible.ladder import Ladder
from planner.impossible.loosening import ladders
from planner.impossible.loosening_time import another_session, week_off
from planner.impossible.loosening_windows import another_slot, longer_sessions
from planner.impossible.repair import Repair, Repairs
from scenarios.loader import load
from scenarios.schema import Scenario
from tests.builders import scenario
from tests.planner.impossible.test_impossible import FAR, FOLDER, can_hold

SLOTS = """extends = "sample_workout"
weeks = 2
[availability]
monday = []
[[availability.slots]]      # after the early shift
from = 2027-02-03T18:00:00
to   = 2027-02-03T18:50:00
[[availability.slots]]      # a free morning
from = 2027-02-09T09:00:00
to   = 2027-02-09T10:30:00
"""
ROSTER = """extends = "sample_workout"
weeks = 2
week_days = 6
[availability]
monday = []
[availability.roster]
hours_after_night = 24
cycle = [
    { shift = "day", from = 07:00:00, to = 19:00:00 },   # long
    { shift = "off", train = "10:00-11:00" },            # swimming after
    { shift = "off" },
]
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "mine.toml"
    file.write_text(text, "utf-8")
    return file


def after(file: Path, ladder: Ladder, rung: int) -> tuple[str, Scenario]:
    """The file with a step of a ladder, which is the request that would be proved."""
    changes = ladder.steps[rung].changes
    text = amended_text(str(file), changes, file.with_name("new.toml"))
    new = file.with_name("new.toml")
    new.write_text(text, "utf-8")
    proved, asked = amended(load(str(file)), changes), load(str(new))
    own = {"id", "title", "written"}
    assert proved is not None
    assert asked.model_dump(exclude=own) == proved.model_dump(exclude=own)
    return text, asked


def test_a_slot_that_is_short_ends_later_and_the_others_stay_as_written(tmp_path: Path) -> None:
    file = written(tmp_path, SLOTS)
    ladder = longer_sessions(load(str(file)))
    assert ladder.steps[0].words == "slots 2027-02-03 18:00-18:51"
    text, asked = after(file, ladder, 9)
    assert [slot.end.minute for slot in asked.availability.slots] == [0, 30]
    assert asked.availability.minutes == 75, "60 are enough for the slot, the cap stays"
    assert "[[availability.slots]]      # after the early shift\n" in text
    assert "to   = 2027-02-09T10:30:00\n" in text


def test_one_more_slot_lies_far_from_the_others_in_the_weeks_that_clash(tmp_path: Path) -> None:
    """In week 2, from 8 February: the ninth is taken, the 14th is the farthest from it."""
    file = written(tmp_path, SLOTS)
    ladder = another_slot(load(str(file)), weeks=[2])
    assert ladder.kind == "slot"
    assert ladder.steps[0].words == "a slot 2027-02-14 09:00-10:30 as well"
    assert [len(step.changes[0].after) for step in ladder.steps] == [3, 4, 5]
    text, asked = after(file, ladder, 0)
    assert [slot.begin.day for slot in asked.availability.slots] == [3, 9, 14]
    assert text.startswith(SLOTS.partition("weeks = 2")[0])
    assert text.count("[[availability.slots]]") == 3
    both = another_slot(load(str(file))).steps[0].changes[0].after
    assert [one["from"].day for one in both[2:]] == [6, 14]


def test_a_day_more_of_a_roster_is_a_day_off(tmp_path: Path) -> None:
    file = written(tmp_path, ROSTER)
    ladder = another_slot(load(str(file)))
    assert [step.words for step in ladder.steps] == [
        "10:00-11:00 on day 3 of the roster as well",
        "10:00-11:00 on day 1, 3 of the roster as well",
    ]
    text, asked = after(file, ladder, 0)
    assert asked.availability.roster is not None
    assert [len(day.train) for day in asked.availability.roster.cycle] == [0, 1, 1]
    assert "# long\n" in text
    assert '{ shift = "off", train = "10:00-11:00" },            # swimming after\n' in text
    longer, asked = after(file, longer_sessions(load(str(file))), 4)
    assert 'train = "10:00-11:05"' in longer
    assert asked.availability.minutes == 75


def test_the_shortest_window_grows_first() -> None:
    """Friday has an hour, the cap is 75 minutes: 66 on Friday need no other cap."""
    ladder = longer_sessions(scenario(availability={"friday": "18:00-19:00"}))
    assert ladder.steps[5].words == "Friday 18:00-19:06"
    assert ladder.steps[15].words.startswith("sessions of at most 76 minutes instead of 75; Friday")


def test_a_session_more_takes_a_day_more_only_where_every_one_is_taken() -> None:
    (step,) = another_session(scenario()).steps
    assert step.words.endswith("; Saturday 18:00-19:30 as well")
    (step,) = another_session(scenario(availability={"saturday": "10:00-12:00"})).steps
    assert step.words == "up to 4 sessions a week instead of 3"


def clash(rule: str, *weeks: int) -> list[Demand]:
    return [Demand(rule, "", (), weeks), Demand("pinned", "", (), weeks)]


@pytest.mark.parametrize(
    ("demands", "words"),
    [
        (clash("match-distance", 2), ["no training in week 2"]),
        (clash("match-distance", 2, 5), ["no training in weeks 2, 5"]),
        (clash("match-distance", *range(1, 6)), []),
        (clash("match-distance", 12), []),
        (clash("volume-maximum", 2), []),
    ],
    ids=["one", "two", "too many", "the test", "no match"],
)
def test_a_week_is_left_out_where_others_have_fixed_it(
    demands: list[Demand], words: list[str]
) -> None:
    assert [one.steps[0].words for one in week_off(scenario(), demands)] == words


def test_a_match_that_leaves_no_day_is_answered_with_a_week_off(tmp_path: Path) -> None:
    """Matches on Sunday and Friday: Wednesday is the only day, and less than 48 hours before."""
    text = (
        f'extends = "{FOLDER / "one_session.toml"}"\nweeks = 4\n'
        '[availability]\nmonday = []\nwednesday = "18:00-19:30"\n'
        "[season]\nmatches = [2027-02-07, 2027-02-12, 2027-02-20, 2027-02-28]\n"
        '[exercises]\npin = ["romanian_deadlift"]\n'
    )
    asked = load(str(written(tmp_path, text)))
    judge = Judge(ends=FAR)
    found = conflict_of(asked, judge)
    assert found is not None
    assert {one.rule for one in found.demands} == {"pinned", "availability", "match-distance"}
    repairs = Repairs(asked, found, judge)
    repairs.search()
    repair = repairs.found[0]
    assert repair.words == ("no training in week 2",), "the cheapest"
    for one in repairs.found:
        others = [other for other in repairs.found if other is not one]
        assert not any(other.words_set <= one.words_set for other in others)
    changed = amended(asked, repair.changes)
    assert changed is not None
    assert can_hold(changed)


def test_slots_that_starve_recovery_are_answered_with_one_more() -> None:
    asked = load(str(FOLDER / "slots_too_close.toml"))
    found = conflict_of(asked, Judge(ends=FAR))
    assert found is not None
    slots = [one for one in ladders(asked, found.demands) if one.kind == "slot"]
    assert [one.steps[0].words for one in slots] == ["a slot 2027-02-07 18:00-19:30 as well"]
    changed = amended(asked, slots[0].steps[0].changes)
    assert changed is not None
    assert can_hold(changed)
    assert found.is_lifted(changed, Judge(ends=FAR))


@pytest.mark.parametrize("first", [0, 1])
def test_a_repair_that_is_another_one_with_something_more_is_not_offered(first: int) -> None:
    short, long = Repair((), ("a day more",), 6), Repair((), ("no pin", "a day more"), 9)
    repairs = Repairs(scenario(), Conflict((), minimal=True), Judge(ends=FAR))
    for one in ((short, long), (long, short))[first]:
        repairs.take(one)
    assert repairs.found == [short]
