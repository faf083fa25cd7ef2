"""Planning again in the midst of a block: what is over stays, and little else changes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from ortools.sat.python import cp_model

from constraints.audit import audit
from constraints.block import Block, Session
from constraints.history import ASKS_OF_A_WEEK, is_history
from constraints.rule import place
from constraints.rules import RULES, asked_by
from planner.explaining.difference import difference
from planner.exports.json import from_json, to_json
from planner.log.done import done
from planner.log.model import Log, LogEntry
from planner.replanning import near
from planner.replanning.again import Job
from planner.replanning.over import over
from planner.replanning.replan import Again, replan
from planner.solving import stopping
from planner.solving.attempt import Options
from planner.solving.build import build
from planner.solving.outcome import Infeasible, Planned
from planner.solving.progress import Watch
from planner.solving.search import least_price
from planner.solving.solve import plan
from scenarios.errors import PlannerError
from scenarios.loader import load, merged, resolve
from scenarios.schema import Scenario

ATHLETE: dict[str, Any] = {
    "start": date(2027, 2, 1),
    "weeks": 3,
    "athlete": {"level": "intermediate", "one_rep_max": {"conventional_deadlift": 160}},
    "goal": {"kind": "general", "lift": "conventional_deadlift"},
    "availability": {
        "sessions": [2, 2],
        "minutes": 60,
        "monday": "18:00-19:30",
        "wednesday": "18:00-19:30",
        "thursday": "18:00-19:30",
        "saturday": "10:00-11:30",
    },
    "equipment": {
        "barbell": {"bar": 20, "plates": [2.5, 5, 10, 15, 20]},
        "kettlebells": [16, 20, 24],
        "other": ["rack", "nordic_anchor", "mat", "floor"],
    },
    "exercises": {
        "only": [
            "conventional_deadlift", "kettlebell_swing", "nordic_curl", "dead_bug", "split_squat",
            "glute_bridge", "plank",
        ],
        "pin": ["kettlebell_swing"],
        "conventional_deadlift": {"load": [80, 145], "reps": [3, 8]},
        "kettlebell_swing": {"load": [20, 24]},
    },
    "priorities": {"phase-targets": "off"},
}  # fmt: skip
LIFT = "conventional_deadlift"
LOSABLE = "split_squat", "glute_bridge", "dead_bug"
WEEK_2 = date(2027, 2, 8)
MIDDLE = date(2027, 2, 10)  # Wednesday of week 2, which has begun with the Monday


def asked(**changes: Any) -> Scenario:
    return resolve(merged(ATHLETE, changes), where="test", stem="test")


@cache
def old() -> Block:
    outcome = plan(asked())
    assert isinstance(outcome, Planned)
    return outcome.block


def again(
    scenario: Scenario | None = None, on: date = MIDDLE, missed: Iterable[Session] = (), **more: Any
) -> Again:
    since = more.pop("since", old())
    entries = tuple(LogEntry(what="missed", uid=one.uid) for one in missed)
    happened = done(since.as_planned, Log(block=since.scenario.id, entry=entries))
    return replan(since, scenario or asked(), on, happened, **more)


def block_of(found: Again) -> Block:
    assert isinstance(found.outcome, Planned), found.outcome
    return found.outcome.block


def changed(since: Block, **parts: Any) -> Scenario:
    """What the block asks for, with these parts otherwise."""
    fields = {name: getattr(since.scenario, name) for name in Scenario.model_fields}
    return Scenario.model_validate({**fields, **parts})


def away(first: date, last: date) -> Scenario:
    return asked(availability={"away": [{"from": first, "to": last}]})


def before(block: Block, day: date) -> tuple[Session, ...]:
    return tuple(one for one in block.in_order if one.day < day)


def ids(block: Block) -> set[str]:
    """All that calendars have ever seen of a block."""
    return {one.uid for one in block.sessions} | {one.uid for one in block.dropped}


# -- what is over --------------------------------------------------------------------------------


def test_nothing_new_is_no_change_to_the_byte() -> None:
    found = again()
    assert found.is_same
    assert to_json(block_of(found)) == to_json(old())


def test_the_past_stays_though_what_was_done_is_excluded_now() -> None:
    now = block_of(again(asked(exercises={"exclude": ["nordic_curl"]})))
    assert before(now, MIDDLE) == before(old(), MIDDLE)
    coming = [one for one in now.in_order if one.day >= MIDDLE]
    assert any(e.exercise == "nordic_curl" for s in before(now, MIDDLE) for e in s.exercises)
    assert coming
    assert not any(e.exercise == "nordic_curl" for s in coming for e in s.exercises)


def test_the_past_says_what_its_loads_counted_on() -> None:
    past = block_of(again(asked(exercises={"exclude": ["plank"]}))).scenario.replanned
    assert past is not None
    per = {entry.exercise: entry.per for one in past.sessions for entry in one.exercises}
    assert (per[LIFT], per["kettlebell_swing"], per["nordic_curl"]) == ("bar", "bell", None)


def test_what_is_over_is_history_and_breaks_nothing_also_when_read_again() -> None:
    now = block_of(again(asked(exercises={"exclude": ["nordic_curl"]})))
    report = audit(from_json(to_json(now)))
    assert not report.broken
    musts = {breach.rule for breach in report.history if breach.priority == "must"}
    assert musts == {"exercise-pool"}


def test_a_wrong_session_to_come_is_broken_as_ever() -> None:
    now = block_of(again(away(date(2027, 2, 11), date(2027, 2, 12))))
    late = now.in_order[-1]
    moved = late.model_copy(update={"start": late.start.replace(hour=5)})
    sessions = tuple(moved if one is late else one for one in now.sessions)
    wrong = Block(scenario=now.scenario, solve=now.solve, sessions=sessions)
    assert "availability" in {breach.rule for breach in audit(wrong).broken}


def test_windows_of_now_do_not_judge_the_past() -> None:
    ask = {**ATHLETE, "availability": {**ATHLETE["availability"], "tuesday": "18:00-19:30"}}
    del ask["availability"]["monday"]
    now = block_of(again(resolve(ask, where="test", stem="test")))
    assert before(now, MIDDLE) == before(old(), MIDDLE)
    assert all(one.day.weekday() != 0 for one in now.in_order if one.day >= MIDDLE)


# -- the least change ----------------------------------------------------------------------------


def test_a_trip_moves_only_what_it_must_and_is_proved() -> None:
    gone = old().of_week(1)[1].day
    found = again(away(gone, gone))
    now = block_of(found)
    assert found.changes is not None
    points, bound = found.changes
    assert points == bound > 0
    assert all(one.day != gone for one in now.sessions)
    change = difference(old(), now)
    assert change.same >= 3  # the three that are over
    assert ids(now) == ids(old())


def test_where_a_point_has_to_be_paid_as_before_that_is_proved() -> None:
    planned = plan(load("beginner_2day_dumbbells"))
    assert isinstance(planned, Planned)
    block = planned.block
    _, missed = block.of_week(4)
    now = block_of(again(block.scenario, block.of_week(5)[0].day, [missed], since=block))
    rows = [(tier.objective, tier.bound, tier.status) for tier in now.solve.tiers]
    assert rows == [(0, 0, "optimal"), (2, 2, "optimal")]
    assert now.solve.status == "optimal"


@pytest.mark.parametrize("number", [0, 1])
def test_no_bound_is_above_what_a_block_can_pay(number: int) -> None:
    """Also of a dearer `prefer`: what the block keeps to does not bind the bound."""
    now = block_of(again(missed=[old().of_week(0)[number]]))
    best = least_price(build(now.scenario), Options(time_limit=60), Watch())
    assert best.status == cp_model.OPTIMAL
    should, prefer = now.solve.tiers
    assert 0 < should.bound <= best.prices[0]
    assert prefer.bound == 0 or (should.bound, prefer.bound) <= best.prices


def test_a_missed_session_is_left_out_and_nothing_else_changes() -> None:
    gone = old().of_week(0)[1]
    found = again(missed=[gone])
    now = block_of(found)
    assert found.changes == (0, 0)
    assert [one.uid for one in now.dropped] == [gone.uid]
    kept = {one.uid: one for one in old().sessions if one.uid != gone.uid}
    assert {one.uid: one for one in now.sessions} == kept
    assert not audit(now).broken


def test_the_only_session_with_the_lift_may_be_missed() -> None:
    found = again(missed=old().of_week(1)[:1])
    assert not audit(block_of(found)).broken


def test_changes_follow_one_another() -> None:
    first = block_of(again(missed=[old().of_week(0)[1]], on=WEEK_2))
    second = block_of(again(away(date(2027, 2, 15), date(2027, 2, 16)), on=MIDDLE, since=first))
    assert before(second, MIDDLE) == before(first, MIDDLE)
    assert ids(second) == ids(old())
    assert again(second.scenario, on=MIDDLE, since=second).is_same


def test_the_points_are_those_of_the_difference() -> None:
    found = again(asked(exercises={"exclude": ["nordic_curl"]}))
    points, numbers = 0, set()
    for change in difference(old(), block_of(found)).sessions:
        assert change.kind == "changed"
        for line in change.lines:
            points += 2 * (line.kind != "changed") + ("sets" in line.changed)
            if {"reps", "load"} & set(line.changed):
                numbers.add((change.row.week, line.entry.exercise))
    assert found.changes is not None
    assert found.changes[0] == points + len(numbers) > 0


def test_minutes_of_the_past_are_not_reckoned_anew() -> None:
    now = block_of(again(asked(session={"warm_up_minutes": 6})))
    over = [one.minutes for one in before(now, MIDDLE)]
    assert over == [one.minutes for one in before(old(), MIDDLE)]
    assert now.in_order[-1].minutes < old().in_order[-1].minutes
    assert not audit(now).broken


# -- what cannot be ------------------------------------------------------------------------------


def test_a_trip_that_is_called_off_gives_the_sessions_back() -> None:
    """What the block of the trip lacks is no measure: more is possible again."""
    trip = block_of(again(away(date(2027, 2, 15), date(2027, 2, 21)), WEEK_2))
    assert not trip.of_week(2)
    back = again(asked(), MIDDLE, since=trip)
    now = block_of(back)
    assert ids(now) == ids(trip)
    assert len(now.of_week(2)) == 2
    assert now.solve.tiers[0].objective <= old().solve.tiers[0].objective


def test_where_nothing_better_can_be_had_the_old_block_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An old price that nobody can reach any more is searched for, and then nothing changes."""
    free = tuple(one.model_copy(update={"objective": 0}) for one in old().solve.tiers)
    solve = old().solve.model_copy(update={"tiers": free})
    since = old().model_copy(update={"solve": solve})
    only = next(one for one in since.in_order if (one.week, one.label) == (1, "B"))
    monkeypatch.setattr("planner.replanning.again.Job._as_known", nothing_found)
    found = again(missed=[only], on=WEEK_2, since=since)
    assert block_of(found).solve.tiers[0].objective > 0
    assert found.changes == (0, 0)


def test_less_time_in_midst_of_a_phase_takes_exercises_and_no_session() -> None:
    """Inside the phase the longest session would fall out; made up anew, all are held."""
    since, on = block_of(Again(plan(load("intermediate_3day_barbell")))), date(2027, 3, 8)
    minutes = since.scenario.availability.model_copy(update={"minutes": 50})
    now = block_of(again(changed(since, availability=minutes), on, since=since))
    assert {one.uid for one in now.sessions} == {one.uid for one in since.sessions}
    assert max(one.minutes for one in now.sessions if one.day >= on) <= 50
    assert now.scenario.replanned is not None
    assert now.scenario.replanned.fresh == (6, 7)
    assert now.solve.tiers[0].objective == 0
    assert not audit(now).broken


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


def test_all_attempts_share_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[float] = []

    def run(own: Job) -> Again:
        limits.append(own._options.time_limit)
        time.sleep(0.02)
        return run_job(own)

    run_job = Job.run
    monkeypatch.setattr(Job, "run", run)
    monkeypatch.setattr("planner.replanning.replan._loses", lambda *_: True)
    block_of(again(asked(availability={"minutes": 55}), options=Options(time_limit=100)))
    assert len(limits) == 2
    assert limits[1] < limits[0] - 0.02 < 100


def test_a_trip_asks_for_no_other_exercises(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days away take sessions away whatever they hold; less time does not."""
    asked_whether: list[bool] = []

    def loses(*_: Any) -> bool:
        asked_whether.append(True)
        return False

    monkeypatch.setattr("planner.replanning.replan._loses", loses)
    block_of(again(away(date(2027, 2, 18), date(2027, 2, 19))))
    assert not asked_whether
    block_of(again(asked(availability={"minutes": 55})))
    assert asked_whether


def test_impossible_is_said_so() -> None:
    found = again(asked(exercises={"exclude": ["kettlebell_swing"]}))  # which is pinned
    assert isinstance(found.outcome, Infeasible)
    assert found.asked is not None


@pytest.mark.parametrize(
    ("changes", "on", "says"),
    [
        ({"weeks": 4}, MIDDLE, "weeks = 4"),
        ({"start": date(2027, 2, 8)}, MIDDLE, "start = 2027-02-08"),
        ({}, date(2027, 1, 31), "outside the block"),
        ({}, date(2027, 2, 22), "outside the block"),
        ({}, date(2027, 2, 21), "no window"),
        ({"deload": {"weeks": [1]}}, MIDDLE, "week 1 was accumulation"),
    ],
)
def test_what_does_not_fit_is_said(changes: dict[str, Any], on: date, says: str) -> None:
    with pytest.raises(PlannerError, match=says):
        again(asked(**changes), on=on)


def test_a_session_to_come_is_not_missed_yet() -> None:
    found = again(missed=[old().in_order[-1]])
    assert found.is_same
    assert [one.uid for one in found.later] == [old().in_order[-1].uid]


def test_rules_that_a_missed_session_excuses_exist() -> None:
    assert set(ASKS_OF_A_WEEK) <= {kind.slug for kind in RULES}


def test_a_gap_to_a_session_to_come_is_no_history() -> None:
    now = block_of(again(missed=old().of_week(1)[:1])).scenario
    gap = next(rule for rule in asked_by(now) if rule.slug == "hinge-gap")
    assert is_history(now, gap, place(0))
    assert not is_history(now, gap, place(1))
    assert not is_history(now, gap, place(2))


def test_a_stop_stays_one_and_what_was_found_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first solve is stopped with a block; no further one is begun, or undoes the stop."""
    solves = []

    def stopped(*given: Any) -> tuple[Any, bool]:
        solves.append(plain(*given))
        return solves[-1][0], len(solves) == 1

    plain = stopping.solve
    monkeypatch.setattr("planner.solving.stopping.solve", stopped)
    first = next(one for one in old().in_order if one.week == 1)
    found = again(missed=[first])
    assert isinstance(found.outcome, Planned)
    assert found.outcome.stopped
    assert len(solves) == 1


def test_a_stop_after_the_search_loses_no_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C came while the last question of the search was asked."""
    plain = stopping.solve
    has_found: list[Any] = []

    def stopped(*given: Any) -> tuple[Any, bool]:
        return (cp_model.UNKNOWN, True) if has_found else plain(*given)

    def least(*given: Any) -> Any:
        has_found.append(least_price(*given))
        return replace(has_found[0], stopped=True)

    monkeypatch.setattr("planner.replanning.again.least_price", least)
    monkeypatch.setattr("planner.solving.stopping.solve", stopped)
    lost = {"exclude": ["kettlebell_swing"], "pin": []}
    found = again(asked(exercises=lost, availability={"minutes": 45}))
    assert isinstance(found.outcome, Planned)
    assert found.outcome.stopped
    tiers = found.outcome.block.solve.tiers
    assert tuple(one.objective for one in tiers) == has_found[0].prices


def test_fewer_sessions_from_now_on_hold_no_constant_at_another_value() -> None:
    """The model has no session B any more, and what stands for it is the same for all such."""
    plan_ = build(over(old(), asked(availability={"sessions": [1, 1]}), WEEK_2).request).plan
    indices = [variable.index for variable, _ in near.decisions(plan_, old(), range(3))]
    variables = plan_.model.proto.variables
    assert indices
    assert all(len(set(variables[index].domain)) > 1 for index in indices)


def test_what_can_stay_stays_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is searched, all is held as it was; here that is already the answer."""
    monkeypatch.setattr("planner.replanning.again.Job._as_good", nothing_found)
    monkeypatch.setattr("planner.replanning.again.Beginning.search", nothing_found)
    monkeypatch.setattr("planner.replanning.again.least_price", nothing_found)
    monkeypatch.setattr("planner.replanning.again.Nearer.search", nothing_found)
    first = next(one for one in old().in_order if one.week == 1)
    assert again(missed=[first]).changes == (0, 0)


def test_where_nothing_is_as_good_the_search_begins_near_the_old_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    starts = []

    def least(*given: Any) -> Any:
        starts.append(given[3])
        return least_price(*given)

    monkeypatch.setattr("planner.replanning.again.least_price", least)
    dear = asked(
        exercises={"exclude": ["kettlebell_swing"], "pin": []}, availability={"minutes": 45}
    )
    now = block_of(again(dear))
    (start,) = starts
    assert start.decisions  # no search from nothing
    monkeypatch.setattr("planner.replanning.again.Beginning.search", lambda _: ())
    assert block_of(again(dear)).solve.tiers[0].objective == now.solve.tiers[0].objective
    assert not starts[1].decisions


@pytest.mark.parametrize("is_thorough", [False, True])
def test_a_thorough_search_ends_when_the_price_is_proved(
    is_thorough: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    efforts: list[float | None] = []

    def least(*given: Any) -> Any:
        efforts.append(given[4])
        return least_price(*given)

    monkeypatch.setattr("planner.replanning.again.least_price", least)
    lost = {"exclude": ["kettlebell_swing"], "pin": []}
    dear = asked(exercises=lost, availability={"minutes": 45})
    tiers = block_of(again(dear, options=Options(60, is_thorough=is_thorough))).solve.tiers
    assert [one is None for one in efforts] == [is_thorough]
    assert not is_thorough or all(one.objective == one.bound for one in tiers)


def nothing_found(*_: Any) -> None:
    raise AssertionError("nothing is to be searched for")


def test_the_name_of_a_file_is_no_new_title() -> None:
    """A trip is written into a file of its own, which has a name but no title."""
    trip = away(date(2027, 2, 15), date(2027, 2, 16)).model_copy(
        update={"id": "trip", "title": "trip"}
    )
    assert block_of(again(trip)).scenario.title == old().scenario.title
    named = trip.model_copy(update={"title": "With a trip"})
    assert block_of(again(named)).scenario.title == "With a trip"
