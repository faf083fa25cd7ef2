"""What is over, as rules look at it: what it is compared by, and how hard it was."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from constraints import held, progress
from constraints.lines import Line, Tier
from scenarios.past import HeldEntry, HeldSession, Replanned
from scenarios.schema import Scenario
from tests.builders import block, deadlift, scenario, session

LIFT = "conventional_deadlift"


def sets(count: int, reps: int, load: float | None, **more: Any) -> HeldEntry:
    fields = {"exercise": LIFT, "part": "work", "unit": "kg", "own_max": 160, **more}
    return HeldEntry(sets=count, reps=reps, load=load, **fields)


def past(
    *entries: HeldEntry, one_rm: float = 160, planned: tuple[str, ...] | None = None
) -> Scenario:
    own = HeldSession(
        start=datetime(2027, 2, 1, 18), exercises=entries, week=1, label="A", planned=planned
    )
    replanned = Replanned(block="old", on=date(2027, 2, 8), week=2, sessions=(own,))
    asked = scenario(athlete={"one_rep_max": {LIFT: one_rm}})
    return asked.model_copy(update={"replanned": replanned})


def compared(asked: Scenario, exercise: str = LIFT) -> tuple[int, int | None, int | None] | None:
    one = held.sessions(asked)[0, 0]
    what = held.compared(asked, one, Line(exercise))
    return None if what is None else (what.reps, what.load, what.rpe)


@pytest.mark.parametrize(
    ("one_rm", "load"), [(160, 12000), (150, 11250), (152, 11250), (170, 12000), (159.9, 11750)]
)
def test_a_lower_1rm_lowers_what_is_compared_and_a_higher_one_raises_nothing(
    one_rm: float, load: int
) -> None:
    asked = past(sets(3, 5, 120, percent=75, rpe=7), one_rm=one_rm)
    assert compared(asked) == (5, load, 14)


@pytest.mark.parametrize(("one_rm", "load"), [(160, 8750), (142.73, 7750), (170, 8750)])
def test_a_lift_without_a_1rm_follows_the_one_that_its_percents_name(
    one_rm: float, load: int
) -> None:
    # 87.5 kg are 54.7 % of 160 kg. Of 142.73 kg that is 78.07, and the bar gives 77.5.
    rdl = sets(2, 8, 87.5, exercise="romanian_deadlift", percent=54.7, own_max=None)
    assert compared(past(rdl, one_rm=one_rm), "romanian_deadlift") == (8, load, None)


def test_what_was_lifted_is_told_beside_what_it_is_worth_today() -> None:
    """So nobody leaps who lifts it again, and no message names a load that nobody lifted."""
    asked = past(sets(3, 5, 120, percent=75, rpe=7), one_rm=150)
    what = held.compared(asked, held.sessions(asked)[0, 0], Line(LIFT))
    assert what is not None
    assert (what.load, progress.lifted(what)) == (11250, 12000)
    assert progress.said(what) == "5 reps at 120 (counts as 112.5)"
    same = past(sets(3, 5, 120, percent=75, rpe=7))
    what = held.compared(same, held.sessions(same)[0, 0], Line(LIFT))
    assert what is not None
    assert (progress.lifted(what), progress.said(what)) == (12000, "5 reps at 120")


def test_a_strong_day_is_no_progress_to_keep_up() -> None:
    strong = sets(3, 5, 140, percent=87.5, rpe=7, asked_load=120)
    for one_rm, load in ((160, 12000), (165, 12000), (150, 12000), (120, 10500)):
        asked = past(strong, one_rm=one_rm)
        what = held.compared(asked, held.sessions(asked)[0, 0], Line(LIFT))
        assert what is not None
        assert (what.load, progress.lifted(what)) == (load, 14000)


def test_what_was_taken_off_the_bar_does_not_count_twice() -> None:
    """85 kg asked for, 75 lifted; the 1RM fell by a tenth since, so 76.5 would be asked for now."""
    light = sets(3, 5, 75, percent=47, rpe=6, asked_load=85)
    for one_rm, load in ((160, 7500), (144, 7500), (120, 6250), (170, 7500)):
        assert compared(past(light, one_rm=one_rm)) == (5, load, 12)


def test_the_most_frequent_sets_count_and_of_two_the_heavier() -> None:
    assert compared(past(sets(2, 5, 120, rpe=7), sets(1, 3, 130, rpe=8))) == (5, 12000, 14)
    assert compared(past(sets(1, 5, 120, rpe=7), sets(1, 3, 130, rpe=8))) == (3, 13000, 16)


def test_an_open_load_is_compared_by_the_effort_that_was_asked_for() -> None:
    hard = sets(2, 5, None, exercise="nordic_curl", rpe=10, asked_rpe=7, own_max=None)
    assert compared(past(hard), "nordic_curl") == (5, None, 14)
    loaded = sets(2, 8, 10, exercise="dead_bug", rpe=10, own_max=None)
    assert compared(past(loaded), "dead_bug") == (8, None, None)


def test_a_load_that_was_not_noted_is_compared_with_nothing() -> None:
    assert compared(past(sets(3, 5, None, rpe=8))) is None


@pytest.mark.parametrize(("per", "load"), [("bell", 2400), ("hand", None), (None, 2400)])
def test_a_load_of_another_tool_is_compared_with_nothing(per: str | None, load: int | None) -> None:
    """The athlete swings bells now; a load that counts on nothing known is taken for one."""
    row = sets(2, 15, 24, exercise="kettlebell_swing", own_max=None, per=per)
    found = compared(past(row), "kettlebell_swing")
    assert (None if found is None else found[1]) == load


def test_the_hardest_set_makes_the_session_and_all_sets_count() -> None:
    asked = past(sets(3, 5, 100, percent=62.5), sets(1, 3, 140, percent=87.5))
    one = held.sessions(asked)[0, 0]
    assert held.tier(asked, one) == Tier.HEAVY
    assert (one.sets(Line(LIFT)), one.reps(Line(LIFT))) == (4, 18)


def test_a_block_answers_alike() -> None:
    asked = past(sets(3, 5, 120, percent=75, rpe=7), one_rm=150, planned=(LIFT, "nordic_curl"))
    done = session(exercises=[deadlift(3, 5, 120, percent=75, rpe=7)])
    later = session(date(2027, 2, 8), exercises=[deadlift(3, 5, 122.5)], week=2)
    own = block([done, later]).model_copy(update={"scenario": asked})
    before = own.prescribed(0, Line(LIFT))
    assert before is not None
    assert (before.reps, before.load) == (5, 11250)
    assert own.template(done) == {LIFT, "nordic_curl"}
    assert own.is_over(done)
    assert not own.is_over(later)
    after = own.prescribed(1, Line(LIFT))
    assert after is not None
    assert after.load == 12250


def test_a_second_load_takes_no_second_set_up() -> None:
    """Neither here nor in a block: the bar is ramped up to the first of them."""
    asked = past(sets(2, 5, 120, percent=75), sets(1, 5, 110, percent=68.8))
    entries = [deadlift(2, 5, 120, percent=75), deadlift(1, 5, 110, percent=68.8, order=2)]
    done = session(exercises=entries)
    own = block([done]).model_copy(update={"scenario": asked})
    both = held.seconds(asked, held.sessions(asked)[0, 0])
    assert both == own.seconds(done)
    alone = past(sets(3, 5, 120, percent=75))
    assert both == held.seconds(alone, held.sessions(alone)[0, 0])
