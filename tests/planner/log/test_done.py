"""What happened: a block read against its log."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.block import Block
from planner.log.done import Done, DoneSet, done
from planner.log.model import Log, LogEntry, Set
from scenarios.errors import PlannerError
from tests.builders import block, deadlift, entry, session, weeks

FIRST: dict[str, Any] = {"week": 1, "session": "A"}
LIFT: dict[str, Any] = {"exercise": "conventional_deadlift"}


def own() -> Block:
    """Two weeks of three sessions; 1A is 4x6 deadlifts at 100 kg among other things."""
    return block(weeks(2), weeks=2, goal={"test": None})


def after(*entries: dict[str, Any], of: Block | None = None) -> Done:
    """What happened by these entries."""
    log = Log(block="test", entry=tuple(LogEntry(**{"what": "done", **one}) for one in entries))
    return done(of or own(), log)


def lift(state: Done, number: int = 0) -> tuple[str, tuple[DoneSet, ...]]:
    """What became of the deadlifts of a session."""
    entries = state.sessions[number].entries
    (found,) = (one for one in entries if one.planned.exercise == "conventional_deadlift")
    return found.status, found.sets


AS_PLANNED = (DoneSet(6, 10000, None),) * 4


def test_what_is_not_logged_is_open() -> None:
    state = after()
    assert len(state.sessions) == 6
    assert {one.status for one in state.sessions} == {"open"}
    assert not any(one.is_logged or one.was_moved for one in state.sessions)
    assert lift(state) == ("open", ())


@pytest.mark.parametrize(
    "named",
    [FIRST, {"date": date(2027, 2, 1)}, {"uid": own().in_order[0].uid},
     {"uid": own().in_order[0].uid, "week": 9, "session": "Z"}],
)  # fmt: skip
def test_a_session_as_planned_however_it_is_named(named: dict[str, Any]) -> None:
    state = after(named)
    assert [one.status for one in state.sessions] == ["done"] + 5 * ["open"]
    assert lift(state) == ("done", AS_PLANNED)


def test_an_exercise_says_nothing_about_the_others() -> None:
    state = after({**FIRST, **LIFT, "what": "changed", "sets": ["5 x 102.5 @ 9", "4"]})
    # A load that is not noted is as planned, an RPE that is not noted is not known.
    assert lift(state) == ("changed", (DoneSet(5, 10250, 18), DoneSet(4, 10000, None)))
    assert state.sessions[0].status == "open"
    assert state.sessions[0].is_logged
    assert {one.status for one in state.sessions[0].entries} == {"open", "changed"}


def test_what_was_logged_stays_when_the_session_is_done_later() -> None:
    changed = {**FIRST, **LIFT, "what": "changed", "sets": ["5 x 100"]}
    for order in ([changed, FIRST], [FIRST, changed]):
        state = after(*order)
        assert lift(state) == ("changed", (DoneSet(5, 10000, None),))
        assert state.sessions[0].status == "changed"


@pytest.mark.parametrize(
    ("later", "status", "sets"),
    [
        ({"what": "missed"}, "missed", ()),
        ({**LIFT, "what": "missed"}, "missed", ()),
        ({**LIFT}, "done", AS_PLANNED),
        ({**LIFT, "what": "changed", "sets": ["6 x 90"]}, "changed", (DoneSet(6, 9000, None),)),
    ],
)
def test_a_later_entry_corrects_an_earlier_one(
    later: dict[str, Any], status: str, sets: tuple[DoneSet, ...]
) -> None:
    earlier = {**FIRST, **LIFT, "what": "changed", "sets": ["1 x 50"]}
    assert lift(after(earlier, {**FIRST, **later})) == (status, sets)


def test_missed_and_then_done_after_all() -> None:
    state = after({**FIRST, "what": "missed"}, {**FIRST, **LIFT})
    assert lift(state) == ("done", AS_PLANNED)
    assert state.sessions[0].status == "changed"
    assert after({**FIRST, "what": "missed"}).sessions[0].status == "missed"


@pytest.mark.parametrize(
    ("to", "start"),
    [
        (date(2027, 2, 2), datetime(2027, 2, 2, 18)),
        (datetime(2027, 2, 2, 7, 30), datetime(2027, 2, 2, 7, 30)),
    ],
)
def test_moved_means_done_at_another_time(to: date, start: datetime) -> None:
    one = after({**FIRST, "what": "moved", "to": to}).sessions[0]
    assert (one.start, one.was_moved, one.status) == (start, True, "done")
    assert one.session.local_start == datetime(2027, 2, 1, 18)
    missed = after({**FIRST, "what": "moved", "to": to}, {**FIRST, "what": "missed"}).sessions[0]
    assert missed.status == "missed"


def test_two_lines_of_one_exercise() -> None:
    two = session(exercises=[deadlift(1, 3, 130, part="top"),
                             deadlift(3, 5, 110, part="back_off", order=3)])  # fmt: skip
    own = block([two])
    about: dict[str, Any] = {**FIRST, **LIFT}
    state = after({**about, "what": "changed", "part": "back_off", "sets": ["5", "4"]}, of=own)
    assert [one.status for one in state.sessions[0].entries] == ["open", "changed"]
    assert [one.status for one in after(about, of=own).sessions[0].entries] == ["done", "done"]
    with pytest.raises(PlannerError, match='holds it as top, back_off\nMaybe add: part = "top"'):
        after({**about, "what": "changed", "sets": ["5"]}, of=own)
    with pytest.raises(PlannerError, match='part = "test": session 1A has top, back_off'):
        after({**about, "part": "test"}, of=own)


def test_pounds_on_a_bar_in_kilograms() -> None:
    state = after({**FIRST, **LIFT, "what": "changed", "sets": ["5 x 225 lb @ 8"]})
    assert lift(state) == ("changed", (DoneSet(5, 10206, 16),))  # 102.06 kg


def test_a_session_that_was_moved_after_all_was_not_missed() -> None:
    missed = {**FIRST, "what": "missed"}
    moved = {**FIRST, "what": "moved", "to": date(2027, 2, 2)}
    (first, *_) = after(missed, moved).sessions
    assert first == after(moved).sessions[0]
    assert first.was_moved
    assert after(moved, missed).sessions[0].status == "missed"


def test_extra_work_without_a_time_was_done_when_sessions_are() -> None:
    extra = {"what": "extra", "exercise": "kettlebell_swing", "sets": ["15 x 24"]}
    at_nine = datetime(2027, 2, 6, 9)
    found = after({**extra, "on": date(2027, 2, 6)}, {**extra, "on": at_nine}).extras
    assert [one.start for one in found] == [datetime(2027, 2, 6, 18), at_nine]


def test_work_besides() -> None:
    swings = {"what": "extra", "on": date(2027, 2, 2), "exercise": "kettlebell_swing",
              "sets": ["15 x 24", "15 x 53 lb"]}  # fmt: skip
    (one,) = after(swings).extras
    assert (one.start, one.unit) == (datetime(2027, 2, 2, 18), "kg")
    assert one.sets == (DoneSet(15, 2400, None), DoneSet(15, 2404, None))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"date": date(2027, 2, 2)}, "date = 2027-02-02: the block has no such session\n"
                                     "Maybe 2027-02-01, which is 1A"),
        ({"week": 1, "session": "D"}, "the block has no such session\nMaybe one of 1A, 1B, 1C"),
        ({"week": 7, "session": "A"}, "no such session\nMaybe a week from 1 to 2"),
        ({"uid": "gone"}, 'uid = "gone": the block has no such session'),
        ({**FIRST, "exercise": "pull_up"}, "1A does not hold it\nMaybe one of box_jump, conv"),
        ({**FIRST, "exercise": "nordic_curls"}, 'nor does the catalogue\nMaybe "nordic_curl"'),
        ({"what": "extra", "on": date(2027, 2, 2), "exercise": "pul_up", "sets": ["5"]},
         'exercise = "pul_up": no exercise is called so\nMaybe "pull_up"'),
        ({"what": "extra", "on": date(2027, 2, 15), "exercise": "pull_up", "sets": ["5"]},
         "on = 2027-02-15: lies outside the block, which runs from 2027-02-01 to 2027-02-14"),
        ({"what": "extra", "on": date(2027, 1, 31), "exercise": "pull_up", "sets": ["5"]},
         "on = 2027-01-31: lies outside"),
        ({**FIRST, "what": "moved", "to": date(2027, 2, 22)},
         "to = 2027-02-22: lies outside the block, which runs from 2027-02-01 to 2027-02-14"),
        ({**FIRST, "what": "moved", "to": datetime(2027, 1, 24, 18)}, "to = 2027-01-24: lies"),
    ],
)  # fmt: skip
def test_what_the_block_does_not_hold(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(PlannerError) as error:
        after(FIRST, wrong)
    assert str(error.value).startswith("log: entry 2: ")
    assert said in str(error.value)


@pytest.mark.parametrize("day", [date(2027, 1, 25), date(2027, 2, 21)])
def test_a_session_may_be_held_a_little_before_the_block_or_after_it(day: date) -> None:
    state = after({**FIRST, "what": "moved", "to": day})
    assert state.sessions[0].start.date() == day


def test_a_log_of_another_block() -> None:
    with pytest.raises(PlannerError, match='another block; this one is "test"\nMaybe choose'):
        done(own(), Log(block="other"))


@pytest.mark.parametrize("text", ["6", "6 x 112.5", "6 x 250 lb", "6 @ 8", "0 x 160 @ 10",
                                  "6 x 112.25 kg @ 8.5"])  # fmt: skip
def test_a_set_is_written_as_it_is_read(text: str) -> None:
    assert str(Set.model_validate(text)) == text


@pytest.mark.parametrize("text", ["6 x 250lbs", "6 x 250 lbs", "6 x 250 lb"])
def test_units_may_be_written_as_people_do(text: str) -> None:
    assert str(Set.model_validate(text)) == "6 x 250 lb"


def test_seconds_are_counted_like_reps() -> None:
    plank = block([session(exercises=[entry("plank", 2, 30, rep_unit="seconds")])])
    state = after({**FIRST, "exercise": "plank", "what": "changed", "sets": ["45", "40"]}, of=plank)
    assert [one.reps for one in state.sessions[0].entries[0].sets] == [45, 40]


EXERCISES = ("box_jump", "conventional_deadlift", "barbell_row", None)  # in every session
BLOCK = own()


@st.composite
def entries(draw: st.DrawFn) -> LogEntry:
    """Anything that one may say of a session that the block holds."""
    about: dict[str, Any] = {
        "week": draw(st.integers(1, 2)), "session": draw(st.sampled_from("ABC")),
    }  # fmt: skip
    exercise = draw(st.sampled_from(EXERCISES))
    if exercise is None:
        what = draw(st.sampled_from(["done", "missed", "moved"]))
        about["to"] = date(2027, 2, draw(st.integers(1, 14))) if what == "moved" else None
        return LogEntry(what=what, **about)
    what = draw(st.sampled_from(["done", "missed", "changed"]))
    sets = [f"{draw(st.integers(0, 9))} x {draw(st.integers(0, 200))}"] * draw(st.integers(1, 4))
    about["sets"] = sets if what == "changed" else None
    return LogEntry(what=what, exercise=exercise, **about)


@settings(max_examples=60, deadline=None)
@given(st.lists(entries(), max_size=8), entries())
def test_whatever_is_logged_every_planned_entry_is_answered(
    earlier: list[LogEntry], last: LogEntry
) -> None:
    before = done(BLOCK, Log(block="test", entry=tuple(earlier)))
    after = done(BLOCK, Log(block="test", entry=(*earlier, last)))
    for one, was, planned in zip(after.sessions, before.sessions, BLOCK.in_order, strict=True):
        assert one.session == planned
        assert {e.planned.order for e in one.entries} == {e.order for e in planned.exercises}
        assert all(bool(e.sets) == (e.status in ("done", "changed")) for e in one.entries)
        if (planned.week, planned.label) != (last.week, last.session):
            assert one == was  # an entry changes nothing but what it names
        elif last.exercise is not None:
            (mine,) = (e for e in one.entries if e.planned.exercise == last.exercise)
            assert mine.status == last.what
