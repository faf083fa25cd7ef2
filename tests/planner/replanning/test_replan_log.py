"""What really happened counts: other sets and loads, other days, exercises missed and added."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from constraints.audit import audit
from constraints.block import Block
from constraints.held import compared, sessions
from constraints.lines import Line
from planner.exports.json import from_json, to_json
from planner.replanning.as_done import AsDone
from planner.replanning.carried import carried
from planner.replanning.over import over
from planner.replanning.replan import Again, replan
from planner.replanning.strength_now import strength_now
from planner.solving.outcome import Planned
from planner.solving.solve import plan
from scenarios.errors import PlannerError
from scenarios.loader import load, resolve
from tests.builders import block, entry, scenario, session
from tests.planner.happenings import happened
from tests.planner.replanning.athlete import (
    ATHLETE,
    LIFT,
    MIDDLE,
    WEEK_2,
    after,
    again,
    asked,
    before,
    block_of,
    did,
    held,
    ids,
    lifts,
    old,
    past,
)

NORDIC = "nordic_curl"
HARD = ("4 x 115 @ 9",) * 3  # sets of the lift, heavy by their effort


def planned_load(at: str) -> float:
    (entry,) = lifts(held(old(), at))
    assert entry.load is not None
    return entry.load


# -- the block holds what was done, and what was planned ------------------------------------------


def test_sets_that_differ_are_kept_as_they_were_done() -> None:
    load = planned_load("1A")
    now = block_of(after(did("1A", f"3 x {load:g} @ 8", f"3 x {load:g} @ 8", f"2 x {load:g} @ 9")))
    found = [(e.sets, e.reps, e.load, e.rpe) for e in lifts(held(now, "1A"))]
    assert found == [(2, 3, load, 8), (1, 2, load, 9)]
    assert [one.order for one in held(now, "1A").exercises] == list(
        range(1, 1 + len(held(now, "1A").exercises))
    )
    (kept,) = now.planned
    assert kept == held(old(), "1A")
    assert now.as_planned.sessions[0] == held(old(), "1A")
    assert now.weeks[0].sets["hamstrings"] < old().weeks[0].sets["hamstrings"]


def test_equal_sets_that_got_harder_are_one_piece_of_work() -> None:
    """As every imported file has them: hard as the last one; and nothing of the dose is lost."""
    (planned,) = lifts(held(old(), "1A"))
    load, sets = planned.load, planned.sets
    assert load is not None
    logged = [f"{planned.reps} x {load:g} @ {7 + number / 2:g}" for number in range(sets)]
    now = block_of(after(did("1A", *logged)))
    (entry,) = lifts(held(now, "1A"))
    assert (entry.sets, entry.reps, entry.load) == (sets, planned.reps, load)
    assert entry.rpe == 7 + (sets - 1) / 2
    assert "main-dose" not in {one.rule for one in audit(now).history}


def test_sets_without_a_load_are_kept_apart_by_their_effort() -> None:
    """The best of them shows what can be done, the hardest what was left."""
    now = block_of(after(did("1A", "4 @ 7", "4 @ 9", exercise=NORDIC)))
    assert [(one.sets, one.rpe) for one in lifts(held(now, "1A"), NORDIC)] == [(1, 7), (1, 9)]


def test_a_load_that_no_tool_gives_and_open_sets_break_nothing() -> None:
    now = block_of(
        after(did("1A", "7 x 101.3", "5"), did("1A", "4 x 7.5 @ 10", exercise="nordic_curl"))
    )
    report = audit(from_json(to_json(now)))
    assert not report.broken
    assert {one.where.week for one in report.history} == {1}
    assert [one.load for one in lifts(held(now, "1A"))] == [101.3, planned_load("1A")]


@pytest.mark.parametrize(
    ("sets", "efforts"),
    [(["2", "2"], [10]), (["4", "4"], [5]), (["2 @ 8"], [8]), (["2 x 10"], [5])],
)
def test_fewer_reps_than_planned_leave_none_where_nothing_is_noted(
    sets: list[str], efforts: list[float]
) -> None:
    now = block_of(after(did("1A", *sets, exercise=NORDIC)))
    assert [one.rpe for one in lifts(held(now, "1A"), NORDIC)] == efforts


@pytest.mark.parametrize("over", [("1A",), ("1A", "1B")])
def test_work_without_a_load_follows_reps_that_were_missed(over: tuple[str, ...]) -> None:
    missed = [did(at, "2", "2", exercise=NORDIC) for at in over]
    on = WEEK_2 if len(over) == 2 else WEEK_2 - timedelta(days=5)
    now = block_of(after(*missed, on=on))
    asked_for = [(one.week, e) for one in now.in_order for e in lifts(one, NORDIC) if one.day >= on]
    assert {week for week, _ in asked_for} >= ({2, 3} if len(over) == 2 else {1, 2, 3})
    for week, one in asked_for:
        assert one.rpe is not None
        assert one.reps + 10 - one.rpe <= 2 + 2 + (week - 1) * 0.5


def test_sets_whose_effort_is_not_noted_show_nothing_of_it() -> None:
    """Work on top, say: what is known of the others stands."""
    extra = {"what": "extra", "on": held(old(), "1B").day, "exercise": NORDIC, "sets": ("9",)}
    now = block_of(after(did("1B", "2 @ 10", "2 @ 10", exercise=NORDIC), extra, on=WEEK_2))
    (what,) = (compared(now.scenario, one, Line(NORDIC)) for place, one in
               sessions(now.scenario).items() if place == (0, 1))  # fmt: skip
    assert what is not None
    assert (what.reps, what.felt) == (2, 20)


def test_percents_of_the_past_are_of_the_1rm_of_that_day() -> None:
    now = block_of(after(did("1A", *["5 x 110 @ 10"] * 3)))
    assert now.scenario.athlete.one_rep_max[LIFT] < 160
    assert [one.percent for one in lifts(held(now, "1A"))] == [
        pytest.approx(68.75, abs=0.1)
    ]  # of 160
    (coming,) = lifts(held(now, "2B"))
    assert coming.load is not None
    one_rm = now.scenario.athlete.one_rep_max[LIFT]
    assert coming.percent == pytest.approx(100 * coming.load / one_rm, abs=0.051)


def test_an_exercise_that_was_missed_stays_in_the_template() -> None:
    now = block_of(after({"what": "missed", "at": "1A", "exercise": "nordic_curl"}))
    assert not lifts(held(now, "1A"), "nordic_curl")
    assert lifts(held(now, "3A"), "nordic_curl")
    assert past(now).short == (1,)
    assert "nordic_curl" in (past(now).sessions[0].planned or ())


def test_work_on_top_counts_in_its_session_or_as_one_elsewhere() -> None:
    extra = {"what": "extra", "exercise": "good_morning", "sets": ("8 x 40 @ 9",) * 2}
    monday, sunday = date(2027, 2, 1), date(2027, 2, 7)
    now = block_of(after({**extra, "on": monday}, {**extra, "on": sunday}))
    assert lifts(held(now, "1A"), "good_morning")[0].sets == 2
    assert not any(lifts(one, "good_morning") for one in now.sessions if one.day >= MIDDLE)
    (work,) = past(now).extra
    assert (work.start.date(), work.hinge, work.axial) == (sunday, "heavy", 6)


def test_a_session_counts_on_the_day_on_which_it_was_held() -> None:
    """The lift of week 1 is done hard, and on Sunday: the next one keeps its distance."""
    sunday = date(2027, 2, 7)
    moved = {"what": "moved", "at": "1B", "to": sunday}
    now = block_of(after(did("1B", *HARD), moved, on=WEEK_2))
    assert held(now, "1B").day == sunday
    pulls = [one.day for one in now.sessions if one.day >= WEEK_2 and lifts(one)]
    assert lifts(held(old(), "2A")), "on Monday, had it not been for Sunday"
    assert (min(pulls) - sunday).days >= 2
    assert not audit(now).broken


def test_a_session_held_a_day_late_takes_no_other_one_away() -> None:
    """The one of the next day leaves out what the late one forbids; in later weeks all is there."""
    since = block_of(Again(plan(load("intermediate_3day_barbell"))))
    moved = {"what": "moved", "at": "6A", "to": date(2027, 3, 9)}
    now = block_of(after(moved, on=date(2027, 3, 10), since=since))
    assert ids(now) == {one.uid for one in now.sessions}, "none is dropped"

    def exercises(block: Block, week: int) -> list[set[str]]:
        return [{entry.exercise for entry in one.exercises} for one in block.of_week(week)]

    assert past(now).loose == (6,)
    for left, all_of in zip(exercises(now, 5), exercises(since, 5), strict=True):
        assert left <= all_of
    assert exercises(now, 6) == exercises(since, 6)
    assert not audit(now).broken


def test_what_was_done_too_close_is_a_fact_and_no_fault() -> None:
    """Two heavy days 24 hours apart: the block is as sound as it was."""
    tuesday = date(2027, 2, 2)
    hard = did("1A", *HARD), did("1B", *HARD)
    now = block_of(after(*hard, {"what": "moved", "at": "1B", "to": tuesday}))
    report = audit(from_json(to_json(now)))
    assert not report.broken
    assert "hinge-gap" in {one.rule for one in report.history}
    assert "hinge-gap" not in {one.rule for one in report.breaches}


def test_a_session_that_was_put_off_is_planned_again() -> None:
    thursday = date(2027, 2, 11)
    now = block_of(after({"what": "moved", "at": "2A", "to": thursday}))
    assert all(one.day >= MIDDLE for one in now.of_week(1))
    assert past(now).sessions[-1].week == 1
    assert ids(now) == ids(old())


def test_a_session_of_a_week_that_is_over_cannot_be_put_off() -> None:
    with pytest.raises(PlannerError, match="week 1 B: is put off to 2027-02-13"):
        after({"what": "moved", "at": "1B", "to": date(2027, 2, 13)})


# -- strength -------------------------------------------------------------------------------------


def test_loads_follow_the_1rm_down_and_it_is_said_why() -> None:
    found = after(did("1A", *["3 x 130 @ 10"] * 4), on=WEEK_2)
    now = block_of(found)
    (moved,) = past(now).maxes  # 130 / 0.922 = 141.00, reps were missed: half of the way is 150.5
    assert (moved.exercise, moved.was, moved.now) == (LIFT, 160, 150.5)
    assert "week 1" in moved.reason
    assert now.scenario.athlete.one_rep_max == {LIFT: 150.5}
    for at in ("2A", "3A"):
        (was,), (is_now,) = lifts(held(old(), at)), lifts(held(now, at))
        assert (is_now.load or 0) <= (was.load or 0)
    assert found.changes is not None
    assert found.changes[0] == found.changes[1]


def test_loads_that_are_percents_of_another_lift_follow_it() -> None:
    rdl = entry("romanian_deadlift", 2, 8, load=87.5, percent=54.7, percent_of=LIFT)
    own = block([session(exercises=[rdl])])
    weaker = scenario(athlete={"one_rep_max": {LIFT: 144}})
    nothing = AsDone((), (), (), (), (), ())
    (moved,) = carried(own, weaker, nothing).sessions[0].exercises
    assert (moved.load, moved.percent) == (77.5, 53.8)  # 87.5 x 144 / 160 = 78.75


@pytest.mark.parametrize(("logged", "times"), [("6 x 95 @ 10", 0.709), ("8 x 95 @ 10", None)])
def test_missed_reps_disprove_a_rule_of_thumb(logged: str, times: float | None) -> None:
    """Asked for are 8 reps at 95 kg. 6 at RPE 10 are 83.7 %: 113.5 kg, of 160 the 0.709."""
    rdl = entry("romanian_deadlift", 2, 8, load=95, percent=59.4, percent_of=LIFT)
    own = block([session(exercises=[rdl])])
    done = happened(own, did("1A", logged, logged, exercise="romanian_deadlift"))
    found = strength_now(own, own.scenario, done, WEEK_2)
    ratio = found.athlete.ratios.get("romanian_deadlift")
    assert (None if ratio is None else round(ratio.times, 3)) == times
    assert [one.was for one in found.maxes] == ([] if times is None else [None])


@pytest.mark.parametrize(("more", "is_kept"), [(10, True), (0, False), (-10, True)])
def test_what_was_asked_for_is_kept_where_another_load_was_lifted(
    more: float, is_kept: bool
) -> None:
    load = planned_load("1A")
    now = block_of(after(did("1A", *[f"4 x {load + more:g} @ 6"] * 6)))
    (entry,) = (one for one in past(now).sessions[0].exercises if one.exercise == LIFT)
    assert (entry.load, entry.asked_load) == (load + more, load if is_kept else None)
    assert not past(now).spared


def test_a_set_that_was_not_planned_moves_the_1rm_too() -> None:
    """What lies after the day of the replan does not count yet."""
    extra = {"what": "extra", "exercise": LIFT, "sets": ("3 x 130 @ 10",)}
    now = block_of(after({**extra, "on": date(2027, 2, 5)}, on=WEEK_2))
    (moved,) = past(now).maxes
    assert moved.now < 160
    assert after({**extra, "on": date(2027, 2, 9)}, on=WEEK_2).is_same


def test_no_logged_set_counts_twice() -> None:
    entry = did("1A", *["3 x 130 @ 10"] * 4)
    first = block_of(after(entry, on=WEEK_2))
    second = after(entry, on=WEEK_2, since=first)
    assert second.is_same
    third = block_of(after(entry, {"what": "missed", "at": "2A"}, on=MIDDLE, since=first))
    assert third.scenario.athlete.one_rep_max == {LIFT: 150.5}


def test_a_1rm_that_is_stated_anew_wins() -> None:
    entry = did("1A", *["3 x 130 @ 10"] * 4)
    first = block_of(after(entry, on=WEEK_2))
    new = asked(athlete={"one_rep_max": {LIFT: 165}})
    found = replan(first, new, MIDDLE, happened(first, entry))
    now = block_of(found)
    assert now.scenario.athlete.one_rep_max == {LIFT: 165}
    again_now = replan(now, now.scenario, MIDDLE, happened(now, entry))
    assert again_now.is_same


# -- nothing new ----------------------------------------------------------------------------------


def test_all_done_as_planned_is_no_change_to_the_byte() -> None:
    entries = [{"what": "done", "at": f"{one.week}{one.label}"} for one in before(old(), MIDDLE)]
    found = after(*entries)
    assert found.is_same
    assert to_json(block_of(found)) == to_json(old())


def test_the_same_log_again_is_no_change_to_the_byte() -> None:
    entries = (
        did("1A", "3 x 128.75 @ 9.5", "3 x 120", exercise=LIFT),
        {"what": "moved", "at": "1B", "to": date(2027, 2, 5)},
        {"what": "missed", "at": "2A"},
        {"what": "extra", "on": date(2027, 2, 5), "exercise": "block_pull", "sets": ("3 x 100",)},
    )
    first = from_json(to_json(block_of(after(*entries))))
    found = after(*entries, since=first)
    assert found.is_same
    assert to_json(block_of(found)) == to_json(first)


def test_a_later_word_of_the_log_is_heeded() -> None:
    """A session that was missed turns out to have been held: it comes back under its id."""
    first = block_of(after({"what": "missed", "at": "1B"}, on=WEEK_2))
    uid = held(old(), "1B").uid
    assert [one.uid for one in first.dropped] == [uid]
    found = after({"what": "missed", "at": "1B"}, {"what": "done", "at": "1B"}, since=first)
    now = block_of(found)
    assert not found.is_same
    assert held(now, "1B").uid == uid
    assert held(now, "1B").sequence > 0
    assert not now.dropped
    assert not now.planned


# -- what else may change -------------------------------------------------------------------------


def test_a_lost_tool_takes_its_exercises_away() -> None:
    table = {**ATHLETE, "equipment": dict(ATHLETE["equipment"])}
    del table["equipment"]["kettlebells"]
    table["exercises"] = {
        key: value
        for key, value in ATHLETE["exercises"].items()
        if key not in ("pin", "kettlebell_swing")
    }
    found = again(resolve(table, where="test", stem="test"))
    now = block_of(found)
    assert not any(lifts(one, "kettlebell_swing") for one in now.sessions if one.day >= MIDDLE)
    assert any(lifts(one, "kettlebell_swing") for one in before(now, MIDDLE))
    assert before(now, MIDDLE) == before(old(), MIDDLE)
    assert not audit(now).broken


@pytest.mark.parametrize(
    ("closed", "day", "is_short"),
    [(("wednesday", "thursday"), date(2027, 2, 13), True), ((), MIDDLE, False)],
)
def test_a_week_with_too_few_days_for_what_was_put_off_is_a_short_one(
    closed: tuple[str, ...], day: date, is_short: bool
) -> None:
    """The first session of the week is put off to today, which is the last open day or is not."""
    week = {key: own for key, own in ATHLETE["availability"].items() if key not in closed}
    outcome = plan(resolve({**ATHLETE, "availability": week}, where="test", stem="test"))
    assert isinstance(outcome, Planned)
    since = outcome.block
    first, _ = since.of_week(1)
    put_off = happened(since, {"what": "moved", "at": "2A", "to": day})
    found = over(since, since.scenario, day, put_off)
    assert first.uid not in {one.uid for one in found.done.sessions}
    assert found.request.replanned is not None
    assert (2 in found.request.replanned.short_weeks) == is_short


def test_a_test_day_that_moves_takes_the_peak_along() -> None:
    """A week earlier: what has begun keeps its phase, the last weeks lead to the new day."""
    table = {
        **ATHLETE, "weeks": 4, "deload": {"weeks": []},
        "goal": {"kind": "strength", "lift": LIFT, "test": date(2027, 2, 27)},
        "exercises": {"only": ATHLETE["exercises"]["only"]},
    }  # fmt: skip
    outcome = plan(resolve(table, where="test", stem="test"))
    assert isinstance(outcome, Planned)
    first = outcome.block
    table["goal"] = {**table["goal"], "test": date(2027, 2, 25)}
    found = replan(first, resolve(table, where="test", stem="test"), MIDDLE)
    now = block_of(found)
    (test,) = (one for one in now.sessions if one.is_test)
    assert test.day == date(2027, 2, 25)
    assert before(now, MIDDLE) == before(first, MIDDLE)
    assert ids(now) == ids(first)
    assert not audit(now).broken
    assert found.changes is not None
    assert 0 < found.changes[1] <= found.changes[0]


def test_a_past_session_that_is_no_more_what_was_done_is_noticed() -> None:
    now = block_of(after(did("1A", "3 x 128.75 @ 9")))
    first = now.in_order[0]
    other = first.model_copy(update={"start": first.start + timedelta(hours=1)})
    sessions = tuple(other if one is first else one for one in now.sessions)
    wrong = Block(**{**{n: getattr(now, n) for n in Block.model_fields}, "sessions": sessions})
    assert any("was held otherwise" in one.text for one in audit(wrong).broken)


def test_the_outcome_is_a_block() -> None:
    assert isinstance(after(did("1A", "3 x 128.75 @ 9")).outcome, Planned)
