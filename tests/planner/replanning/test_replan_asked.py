"""What a new scenario may ask for in the midst of a block, and what it can not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.audit import audit
from constraints.block import Block
from planner.replanning.again import Job
from planner.replanning.carried import carried, without_away
from planner.replanning.least_change import SESSION, changes_of
from planner.replanning.over import over
from planner.replanning.replan import Again, _is_open, replan
from planner.solving.attempt import Options
from planner.solving.build import build
from planner.solving.outcome import Infeasible, Planned
from planner.solving.progress import Watch
from planner.solving.solve import plan
from scenarios.errors import PlannerError
from scenarios.exercise_choice import ExerciseLimits
from scenarios.schema import Away
from tests.planner.happenings import happened
from tests.planner.replanning.athlete import (
    LIFT,
    LOSABLE,
    MIDDLE,
    WEEK_2,
    again,
    asked,
    away,
    block_of,
    changed,
    ids,
    intermediate,
    nothing_found,
    old,
)


def test_a_trip_that_is_called_off_gives_the_sessions_back() -> None:
    """What the block of the trip lacks is no measure: more is possible again."""
    trip = block_of(again(away(date(2027, 2, 15), date(2027, 2, 21)), WEEK_2))
    assert not trip.of_week(2)
    back = again(asked(), MIDDLE, since=trip)
    now = block_of(back)
    assert ids(now) == ids(trip)
    assert [(one.start, one.exercises) for one in now.of_week(2)] == [
        (one.start, one.exercises) for one in old().of_week(2)
    ]  # as they were: only that they are held again is a change
    assert back.changes == (2 * SESSION, 2 * SESSION)
    assert now.solve.tiers[0].objective <= old().solve.tiers[0].objective


def test_a_block_for_all_the_days_that_are_given_back_is_as_good_as_any() -> None:
    """The block of the trip pays little in what it lacks; kept as it is, it would pay for that."""
    since = intermediate()
    span = Away.model_validate({"from": date(2027, 3, 8), "to": date(2027, 3, 14)})
    own = since.scenario.availability
    told = changed(since, availability=own.model_copy(update={"away": (span,)}))
    trip = block_of(again(told, date(2027, 2, 3), since=since))
    back = block_of(again(since.scenario, date(2027, 2, 23), since=trip))
    assert [one.objective for one in back.solve.tiers] == [0, 0]
    was = {(one.week, one.label): one.exercises for one in since.sessions}
    gone = {(one.week, one.label) for one in trip.dropped}
    same = [o for o in back.sessions if was[o.week, o.label] == o.exercises]
    assert len(same) >= len(back.sessions) - 6
    assert len([one for one in same if (one.week, one.label) in gone]) >= len(gone) - 1


def test_what_comes_back_moves_with_the_strength_as_all_else_does() -> None:
    trip = block_of(again(away(date(2027, 2, 15), date(2027, 2, 21)), WEEK_2))
    weaker = asked(athlete={"one_rep_max": {LIFT: 140}})
    done = over(trip, weaker, WEEK_2).done
    (load,) = {e.load for o in carried(trip, weaker, done).dropped for e in o.exercises
               if e.exercise == LIFT}  # fmt: skip
    assert load == 100  # of 115 at 160 kg


def test_only_days_to_come_are_asked_for_anew() -> None:
    span = away(date(2027, 2, 15), date(2027, 2, 18))
    trip = block_of(again(span, WEEK_2))
    assert over(trip, asked(), date(2027, 2, 18)).is_asked
    assert not over(trip, asked(), date(2027, 2, 19)).is_asked
    assert not over(trip, away(date(2027, 2, 15), date(2027, 2, 20)), WEEK_2).is_asked


def test_less_time_in_midst_of_a_phase_takes_exercises_and_no_session() -> None:
    """Inside the phase the longest session would fall out; made up anew, all are held."""
    since, on = intermediate(), date(2027, 3, 8)
    minutes = since.scenario.availability.model_copy(update={"minutes": 50})
    now = block_of(again(changed(since, availability=minutes), on, since=since))
    assert {one.uid for one in now.sessions} == {one.uid for one in since.sessions}
    assert max(one.minutes for one in now.sessions if one.day >= on) <= 50
    assert now.scenario.replanned is not None
    assert now.scenario.replanned.fresh == (6, 7)
    assert now.solve.tiers[0].objective == 0
    assert not audit(now).broken


def test_where_no_session_can_be_kept_no_long_search_is_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it would find is mostly not wanted: made up anew, the sessions are better."""
    since = intermediate()
    minutes = since.scenario.availability.model_copy(update={"minutes": 50})
    past = over(since, changed(since, availability=minutes), date(2027, 3, 8))
    monkeypatch.setattr("planner.replanning.again.least_price", nothing_found)
    found = Job(since, past, 0, Options(), Watch()).run(only_near=True)
    assert found.is_far
    assert isinstance(found.outcome, Infeasible)


def test_a_deload_leaves_out_what_is_lost_and_takes_up_nothing_new() -> None:
    """No session falls out, though a deload keeps the exercises of the week before."""
    ask: dict[str, Any] = {"weeks": 2, "deload": {"weeks": [2]}}
    first = plan(asked(**ask))
    assert isinstance(first, Planned)
    since = first.block
    lost = next(e.exercise for s in since.sessions for e in s.exercises if e.exercise in LOSABLE)
    without = asked(**ask, exercises={"exclude": [lost]})
    now = block_of(again(without, WEEK_2, since=since))
    assert ids(now) == ids(since)
    assert not now.dropped
    was, deload = (
        {(s.label, e.exercise) for s in one.of_week(1) for e in s.exercises} for one in (since, now)
    )
    assert {name for _, name in was - deload} == {lost}
    assert now.scenario.replanned is not None
    assert now.scenario.replanned.fresh == ()


def test_a_trip_asks_for_no_other_exercises(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days away take sessions away whatever they hold; less time does not."""
    asked_whether: list[bool] = []

    def loses(*_: Any) -> bool:
        asked_whether.append(True)
        return False

    monkeypatch.setattr("planner.replanning.replan._is_poor", loses)
    block_of(again(away(date(2027, 2, 18), date(2027, 2, 19))))
    assert not asked_whether
    block_of(again(asked(availability={"minutes": 55})))
    assert asked_whether


def test_a_trip_in_the_last_week_of_a_phase_makes_nothing_impossible() -> None:
    """The next phase begins heavier than a week should leap; so it does, by as little as it can."""
    since, on = intermediate(), date(2027, 3, 10)
    spans = [{"from": date(2027, 3, 13), "to": date(2027, 3, 19)}]
    own = since.scenario.availability
    trip = type(own).model_validate({**own.model_dump(), "away": spans})
    now = block_of(again(changed(since, availability=trip), on, since=since))
    assert not now.of_week(6)
    assert now.scenario.replanned is not None
    (spared,) = now.scenario.replanned.spared
    assert (spared.rule, spared.week) == ("largest-jump", 9)
    report = audit(now)
    assert report.forced
    assert not report.broken


def test_what_comes_back_after_a_phase_without_it_does_not_start_where_it_would_have_been(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The last deadlift was 117.5 kg, in week 3: no leap to 140 goes unseen, it comes back before.

    Another make-up of the sessions would give the same, and takes long.
    """
    monkeypatch.setattr("planner.replanning.replan._is_poor", lambda *given: _is_open(given[1]))
    since = intermediate()
    limits = {LIFT: ExerciseLimits(weeks=(7, 12))}
    own = since.scenario.exercises.model_copy(update={"limits": limits})
    softer = {**since.scenario.priorities, "main-lift": "should"}
    ask = changed(since, exercises=own, priorities=softer)
    now = block_of(again(ask, date(2027, 3, 1), since=since))
    forced = audit(now).forced
    assert {(one.rule, one.where.week) for one in forced} == {("largest-jump", 7)}
    loads = {one.week: e.load for one in now.sessions for e in one.exercises if e.exercise == LIFT}
    assert loads[7] == 130


def test_impossible_is_said_so() -> None:
    found = again(asked(exercises={"exclude": ["kettlebell_swing"]}))  # which is pinned
    assert isinstance(found.outcome, Infeasible)
    assert found.asked is not None


@pytest.mark.parametrize(
    ("changes", "on", "says"),
    [
        ({"weeks": 4}, MIDDLE, "weeks = 4"),
        ({"start": date(2027, 2, 8)}, MIDDLE, "start = 2027-02-08"),
        ({"athlete": {"units": "lb"}}, MIDDLE, 'athlete.units = "lb": the block was planned in kg'),
        ({}, date(2027, 1, 31), "outside the block"),
        ({}, date(2027, 2, 22), "outside the block"),
        ({}, date(2027, 2, 21), "no window"),
        ({"deload": {"weeks": [1]}}, MIDDLE, "week 1 was accumulation"),
    ],
)
def test_what_does_not_fit_is_said(changes: dict[str, Any], on: date, says: str) -> None:
    with pytest.raises(PlannerError, match=says):
        again(asked(**changes), on=on)


def test_the_name_of_a_file_is_no_new_title() -> None:
    """A trip is written into a file of its own, which has a name but no title."""
    trip = away(date(2027, 2, 15), date(2027, 2, 16)).model_copy(
        update={"id": "trip", "title": "trip"}
    )
    assert block_of(again(trip)).scenario.title == old().scenario.title
    named = trip.model_copy(update={"title": "With a trip"})
    assert block_of(again(named)).scenario.title == "With a trip"


def planned(**exercises: Any) -> Block:
    return block_of(Again(plan(asked(exercises=exercises))))


def test_what_is_excluded_no_longer_comes_back_from_the_next_week_on() -> None:
    """Inside its phase no session could take it up; so they are made up anew."""
    since = planned(exclude=["nordic_curl"])
    now = block_of(again(asked(), MIDDLE, since=since))
    assert now.scenario.replanned is not None
    assert now.scenario.replanned.fresh == (2, 3)
    assert all(
        any(entry.exercise == "nordic_curl" for entry in one.exercises) for one in now.of_week(2)
    )
    should = (one.solve.tiers[0].objective for one in (now, since))
    assert next(should) < next(should)


def test_it_comes_back_also_where_something_has_to_give_way() -> None:
    """80 kg were lifted where 105 is the least: the leap is allowed to both searches."""
    lift = {LIFT: {"load": [105, 145]}}
    since = planned(**lift, exclude=["nordic_curl"])
    done_lighter = [
        {"what": "changed", "at": at, "exercise": LIFT, "sets": ["4 x 80 @ 5"] * 3}
        for at in ("1A", "1B")
    ]
    now = block_of(replan(since, asked(exercises=lift), WEEK_2, happened(since, *done_lighter)))
    assert any(e.exercise == "nordic_curl" for one in now.of_week(2) for e in one.exercises)
    assert now.scenario.replanned is not None
    assert {one.rule for one in now.scenario.replanned.spared} == {"largest-jump"}


@pytest.mark.parametrize(
    "changes",
    [{"note": "for Ana"}, {"calendar": {"reminder_minutes": 30}}, {"athlete": {"bodyweight": 80}}],
)
def test_what_is_only_said_starts_no_search(
    changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.replanning.again.least_price", nothing_found)
    assert again(asked(**changes)).changes == (0, 0)


def test_sessions_that_were_held_on_days_away_are_over() -> None:
    """The athlete trained on a trip that is over: what that broke may give way."""
    away_then = old().scenario.availability.model_copy(
        update={"away": (Away.model_validate({"from": date(2027, 2, 1), "to": date(2027, 2, 7)}),)}
    )
    past = over(old(), changed(old(), availability=away_then), WEEK_2)
    block = without_away(carried(old(), past.request, past.done))
    assert block.sessions == old().sessions


def test_what_can_be_had_for_less_now_is_had() -> None:
    """A limit on an exercise is lifted: what was paid for it is not paid any more."""
    since = planned(nordic_curl={"sets_week": [2, 4]})
    now = block_of(again(asked(), WEEK_2, since=since))
    _, prefer = now.solve.tiers
    assert prefer.objective == prefer.bound
    as_it_was = Block(scenario=now.scenario, solve=now.solve, sessions=since.sessions)
    assert prefer.objective < audit(as_it_was).price("prefer")


def test_days_away_that_touch_no_session_start_no_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("planner.replanning.again.least_price", nothing_found)
    assert again(away(date(2027, 2, 18), date(2027, 2, 19))).changes == (0, 0)


def test_what_is_dropped_moves_with_the_strength_while_it_is_dropped() -> None:
    days = {"availability": {"away": [{"from": date(2027, 2, 15), "to": date(2027, 2, 21)}]}}
    trip = block_of(again(asked(**days), WEEK_2))
    weaker = {"athlete": {"one_rep_max": {LIFT: 140}}}
    now = block_of(again(asked(**days, **weaker), WEEK_2, since=trip))
    for block, load in ((trip, 115), (now, 100)):
        assert {e.load for one in block.dropped for e in one.exercises if e.exercise == LIFT} == {
            load
        }
    back = again(asked(**weaker), WEEK_2, since=now)
    assert back.changes == (2 * SESSION, 2 * SESSION)


def test_what_cannot_come_back_yet_is_not_tried_and_no_change() -> None:
    span = away(date(2027, 2, 15), date(2027, 2, 21))
    trip = block_of(again(span, WEEK_2))
    plan = build(carried(trip, span, over(trip, span, WEEK_2).done).scenario).plan
    hints = {one.index: value for one, value in changes_of(plan, trip).hints}
    assert [hints[plan.open[2, k].index] for k in plan.labels] == [0] * len(plan.labels)
    found = again(span, MIDDLE, since=trip, missed=trip.of_week(1)[:1])
    assert found.changes is not None
    assert found.changes[0] < SESSION
