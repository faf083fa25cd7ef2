"""After an absence: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from constraints.absences import absences, comes_back
from constraints.block import Block, Entry
from constraints.lines import Line
from constraints.rule import Breach
from constraints.rules.after_absence import AfterAbsence
from constraints.rules.after_deload import AfterDeload
from constraints.rules.bodyweight_effort import BodyweightEffort
from constraints.rules.deload_lifts import DeloadLifts
from constraints.rules.falling_loads import NoFallingLoads
from constraints.rules.largest_jump import LargestJump
from constraints.rules.main_rise import MainRise
from constraints.rules.no_easier import NoEasier
from constraints.rules.phase_targets import PhaseTargets
from constraints.rules.rise import Rise
from scenarios.past import HeldEntry, HeldSession, Regained, Replanned
from scenarios.phases import weeks
from scenarios.schema import Scenario
from tests.builders import block, entry, scenario
from tests.constraints.rules.verdicts import ROW, held, limits, weeks_of

HINGE = "romanian_deadlift"
PLAIN: dict[str, Any] = {
    "weeks": 8, "goal": {"test": None}, "deload": {"weeks": [5]},
    "phase_plan": [{"phase": "accumulation", "weeks": 8}],
}  # fmt: skip


def asked(exercise: str, week: int = 4, weeks: tuple[int, ...] = (1, 2), **more: Any) -> Scenario:
    """What is asked for where an exercise was trained in some weeks, and is allowed again."""
    own = {"sets": 4, "reps": 8, **more.pop("done", {})}
    done = HeldEntry(exercise=exercise, part="work", unit="kg", **own)
    other = HeldEntry(exercise="plank", part="work", unit="kg", sets=2, reps=30)
    start = datetime(2027, 2, 1, 18)
    sessions = tuple(
        HeldSession(
            start=start + timedelta(weeks=each - 1), week=each, label="A",
            exercises=(done if each in weeks else other,),
        )
        for each in range(1, week)
    )  # fmt: skip
    on = date(2027, 2, 1) + timedelta(weeks=week - 1)
    regained = (Regained(exercise=exercise, on=more.pop("on", on)),)
    over = Replanned(block="old", on=on, week=week, sessions=sessions, regained=regained)
    plain = scenario(**{**PLAIN, **more})
    return plain.model_copy(update={"replanned": over})


def back(own: Scenario, *coming: tuple[int, Entry]) -> Block:
    """A block with what is over, and these entries in weeks (from 1), a session in each."""
    assert own.replanned is not None
    days = []
    for one in own.replanned.sessions:
        (did,) = one.exercises
        days.append(held(one.week, entry(did.exercise, did.sets, did.reps, load=did.load)))
    for week in sorted({week for week, _ in coming}):
        days.append(held(week, *(one for at, one in coming if at == week)))
    bare = block(days)
    return Block(scenario=own, solve=bare.solve, sessions=bare.sessions)


def said(own: Scenario, *coming: tuple[int, Entry], kind: Any = AfterAbsence) -> list[Breach]:
    """What a rule says of the weeks to come."""
    (rule,) = kind.asked_by(own)
    return [one for one in rule.audit(back(own, *coming)) if (one.where.week or 0) > 3]


@pytest.mark.parametrize(
    ("weeks", "on", "share"),
    [
        ((1,), date(2027, 2, 22), 50),  # twenty days
        ((1,), date(2027, 2, 16), 50),  # fourteen
        ((1,), date(2027, 2, 15), 70),
        ((1,), date(2027, 2, 12), 70),  # ten
        ((1,), date(2027, 2, 11), None),
        ((1, 2), date(2027, 2, 22), 70),
        ((1, 2, 3), date(2027, 2, 22), None),
    ],
)
def test_the_longer_it_was_left_out_the_fewer_sets(
    weeks: tuple[int, ...], on: date, share: int | None
) -> None:
    own = asked(HINGE, weeks=weeks, on=on, done={"sets": 10})
    if share is None:
        assert AfterAbsence.asked_by(own) == ()
        return
    most = share // 10
    assert said(own, (4, entry(HINGE, most, 8))) == []
    (breach,) = said(own, (4, entry(HINGE, most + 2, 8)))
    assert (breach.measured, breach.limit, breach.excess) == (most + 2, most, 2)
    assert (breach.where.week, breach.where.session, breach.where.exercise) == (4, "A", HINGE)
    assert (breach.unit, breach.priority) == ("sets", "should")


def test_the_last_week_in_which_it_was_trained_is_the_measure() -> None:
    own = asked(HINGE, weeks=(1, 2), done={"sets": 6})
    over = own.replanned
    assert over is not None
    first, last, _ = over.sessions
    work = first.exercises[0].model_copy(update={"sets": 9})
    later = last.model_copy(update={"start": datetime(2027, 3, 1, 18), "week": 5})
    for sessions in (
        (first.model_copy(update={"exercises": (work,)}), last),
        (first, last, later.model_copy(update={"exercises": (work,)})),  # since it is back
    ):
        again = own.model_copy(update={"replanned": over.model_copy(update={"sessions": sessions})})
        (absence,) = absences(again).values()
        assert (absence.most_sets, absence.is_long) == (6, False)


def test_all_its_sets_of_a_session_count() -> None:
    own = asked(HINGE, weeks=(1,), done={"sets": 4})
    over = own.replanned
    assert over is not None
    first, *rest = over.sessions
    twice = first.model_copy(update={"exercises": (*first.exercises, *first.exercises)})
    past = over.model_copy(update={"sessions": (twice, *rest)})
    (absence,) = absences(own.model_copy(update={"replanned": past})).values()
    assert absence.most_sets == 8


def test_a_week_that_has_trained_it_is_not_the_first_one_back() -> None:
    """A microcycle of two weeks: trained on its first day, and allowed again on its last."""
    own = asked(HINGE, week=2, weeks=(1,), week_days=14, on=date(2027, 2, 14))
    assert comes_back(own, HINGE, 0, 1)
    assert not comes_back(own, HINGE, -1, 0)


@pytest.mark.parametrize(("exercise", "least"), [(HINGE, 2), ("power_clean", 3)])
def test_a_few_sets_are_left_in_any_case(exercise: str, least: int) -> None:
    own = asked(exercise, weeks=(1,), done={"sets": 3, "reps": 3})
    assert limits(said(own, (4, entry(exercise, least, 3)))) == []
    assert limits(said(own, (4, entry(exercise, least + 1, 3)))) == [least]


def test_it_is_not_hard_at_first() -> None:
    own = asked(HINGE)
    assert said(own, (4, entry(HINGE, 2, 8, rpe=7.5))) == []
    (breach,) = said(own, (4, entry(HINGE, 2, 8, rpe=8)))
    assert (breach.measured, breach.limit, breach.unit) == (8, 7.5, "RPE")
    assert (breach.where.week, breach.where.session, breach.where.exercise) == (4, None, HINGE)


@pytest.mark.parametrize(
    ("exercise", "load", "reps", "limit"),
    [
        (HINGE, 90, 8, None),
        (HINGE, 92.5, 8, 114),
        (HINGE, 95, 6, None),
        (HINGE, 75, 8, None),
        (HINGE, 72.5, 8, 95),
        (ROW, 20, 8, None),  # dumbbells have steps of their own
        (ROW, 22, 8, 25.3),
        (ROW, 12, 8, None),
        (ROW, 10, 8, 15.2),
    ],
)
def test_it_starts_lighter(exercise: str, load: float, reps: int, limit: float | None) -> None:
    known = {"recent_sets": {ROW: "8 x 20 @ 8"}}
    own = asked(exercise, done={"load": 20 if exercise == ROW else 100}, athlete=known)
    found = said(own, (4, entry(exercise, 2, reps, load=load)))
    assert limits(found) == ([] if limit is None else [limit])
    assert {one.unit for one in found} <= {"load for one rep"}


@pytest.mark.parametrize(("first", "weeks"), [(4, {4}), (5, {5, 7}), (6, {6})])
def test_the_first_loading_week_is_held_whichever_it_is(first: int, weeks: set[int]) -> None:
    """And deloads before it: a few light sets do not end an absence."""
    own = asked(HINGE, done={"load": 100})
    heavy = entry(HINGE, 4, 8, load=100, rpe=9)
    found = said(own, (first, heavy), (7, heavy))
    for week in weeks:
        units = {one.unit for one in found if one.where.week == week}
        assert units == {"sets", "RPE", "load for one rep"}
    assert {one.where.week for one in found} == weeks


def test_after_it_the_exercise_goes_on() -> None:
    own = asked(HINGE, done={"load": 100})
    heavy = entry(HINGE, 4, 8, load=100, rpe=9)
    assert said(own, (4, entry(HINGE, 2, 8, load=90)), (6, heavy)) == []


@pytest.mark.parametrize(("load", "limits_"), [(60, []), (57.5, [76.0]), (92.5, [114.0])])
def test_a_deload_may_be_light_but_is_no_empty_bar(load: float, limits_: list[float]) -> None:
    own = asked(HINGE, done={"load": 100})
    assert limits(said(own, (5, entry(HINGE, 1, 8, load=load)))) == limits_


@pytest.mark.parametrize(("load", "points"), [(90, 0), (92.5, 1), (95, 1), (97.5, 2), (110, 4)])
def test_the_heavier_it_starts_the_more_it_costs(load: float, points: int) -> None:
    own = asked(HINGE, done={"load": 100})
    found = said(own, (4, entry(HINGE, 2, 8, load=load)))
    assert sum(one.excess for one in found) == points


def test_halves_of_an_rpe_are_points() -> None:
    (breach,) = said(asked(HINGE), (4, entry(HINGE, 2, 8, rpe=9)))
    assert breach.excess == 3


def test_a_jump_has_its_effort_and_its_sets_in_each_session() -> None:
    own = asked("box_jump", done={"sets": 6, "reps": 3})
    found = said(own, (4, entry("box_jump", 6, 3)), (6, entry("box_jump", 6, 3)))
    assert [(one.where.session, one.unit, one.limit) for one in found] == [("A", "sets", 4)]


def test_back_offs_count_and_are_not_heavier() -> None:
    own = asked(HINGE, done={"load": 100})
    top, rest = entry(HINGE, 1, 8, load=90), entry(HINGE, 2, 8, load=92.5, part="back_off")
    light = entry(HINGE, 1, 8, load=50, part="back_off")
    assert [one.unit for one in said(own, (4, top), (4, light))] == []
    found = said(own, (4, top), (4, rest))
    assert [(one.unit, one.measured) for one in found] == [("sets", 3), ("load for one rep", 117.2)]


def test_it_starts_lighter_two_phases_later_too() -> None:
    plan = [("accumulation", 2), ("intensification", 1), ("realization", 5)]
    phases = [{"phase": phase, "weeks": weeks} for phase, weeks in plan]
    own = asked(HINGE, done={"load": 100}, phase_plan=phases)
    assert limits(said(own, (4, entry(HINGE, 2, 8, load=100)))) == [114]


def test_other_exercises_are_free() -> None:
    own = asked(HINGE, done={"load": 100})
    assert said(own, (4, entry("hip_thrust", 6, 8, load=150, rpe=9))) == []


def test_what_keeps_a_lift_from_falling_back_is_not_asked_of_its_return() -> None:
    own = asked(HINGE, done={"load": 100})
    assert comes_back(own, HINGE, 1, 3)
    assert not comes_back(own, HINGE, 0, 1)
    assert not comes_back(own, HINGE, 3, 5)
    assert not comes_back(own, "hip_thrust", 1, 3)
    light, lighter = ((week, entry(HINGE, 2, 8, load=load)) for week, load in ((4, 60), (6, 50)))
    kinds: tuple[Any, ...] = (NoFallingLoads, NoEasier)
    for kind in kinds:
        assert said(own, light, kind=kind) == []
        assert weeks_of(said(own, light, lighter, kind=kind)) == [6]
    late = (8, entry(HINGE, 2, 8, load=60))
    kinds = (NoEasier, Rise, AfterDeload)  # over the block, the phase, the deload
    for kind in kinds:
        assert said(own, late, kind=kind) == []
        assert weeks_of(said(without_the_rule(own), late, kind=kind)) in ([8], [8, 8])
    assert absences(without_the_rule(own)) == {}
    assert AfterAbsence.asked_by(without_the_rule(own)) == ()


def without_the_rule(own: Scenario) -> Scenario:
    return own.model_copy(update={"priorities": {**own.priorities, "after-absence": "off"}})


def test_how_far_a_lift_may_leap_is_asked_of_its_return_too() -> None:
    own = asked(HINGE, done={"load": 100})
    assert len(said(own, (4, entry(HINGE, 2, 8, load=140)), kind=LargestJump)) == 1


@pytest.mark.parametrize("kind", ["strength", "maintenance"])
def test_the_goal_lift_need_not_rise_over_its_return(kind: str) -> None:
    goal = {"kind": kind, "test": None, "lift": HINGE}
    phases: dict[str, Any] = {}
    if kind == "maintenance":
        phases = {"phase_plan": [{"phase": kind, "weeks": 8}]}
    own = asked(HINGE, done={"load": 100}, goal=goal, **phases)
    back_again = (8, entry(HINGE, 2, 8, load=80))
    assert said(own, back_again, kind=MainRise) == []
    assert said(without_the_rule(own), back_again, kind=MainRise) != []


def test_bodyweight_work_may_start_easier() -> None:
    own = asked("nordic_curl", weeks=(1,), week=4, done={"sets": 3, "reps": 8, "rpe": 8})
    easy = (4, entry("nordic_curl", 2, 5, rpe=7))
    assert said(own, easy, kind=BodyweightEffort) == []
    assert weeks_of(said(without_the_rule(own), easy, kind=BodyweightEffort)) == [4]
    hard = (4, entry("nordic_curl", 2, 12, rpe=7))
    assert weeks_of(said(own, hard, kind=BodyweightEffort)) == [4]


def test_a_deload_that_is_the_first_week_back_is_held_to_no_least() -> None:
    span = {"from": date(2027, 3, 3), "to": date(2027, 3, 3)}
    away: dict[str, Any] = {"availability": {"away": [span]}}
    own = asked(HINGE, done={"load": 100}, **away)
    light = (5, entry(HINGE, 1, 8, load=60))
    assert said(own, light, kind=DeloadLifts) == []
    assert weeks_of(said(without_the_rule(own), light, kind=DeloadLifts)) == [5]


def test_the_phase_asks_for_no_least_percent_then() -> None:
    own = asked(HINGE, done={"load": 100})
    (rule,) = PhaseTargets.asked_by(own)
    every = weeks(own)
    assert rule.asks(every[2], Line(HINGE)).percent[0] > 20
    assert rule.asks(every[3], Line(HINGE)).percent[0] < 0
    assert [rule.asks(every[week], Line(HINGE)).rpe[0] for week in (2, 3)] == [6.5, 3.5]
    assert rule.asks(every[3], Line("stiff_leg_deadlift")).percent[0] > 20


def test_what_was_never_trained_has_no_way_back() -> None:
    own = asked(HINGE)
    assert own.replanned is not None
    nothing = own.replanned.model_copy(update={"sessions": ()})
    assert absences(own.model_copy(update={"replanned": nothing})) == {}
    assert AfterAbsence.asked_by(scenario(**PLAIN)) == ()


def test_what_is_over_is_not_held() -> None:
    own = asked(HINGE)
    (rule,) = AfterAbsence.asked_by(own)
    assert rule.explain() == (
        "After weeks without: romanian_deadlift at most 2 sets in a session, nothing above RPE "
        "7.5, and 75 to 90 % of what was last done, load and reps together (dumbbells and bells 60 "
        "to 100 %)."
    )
    assert own.replanned is not None
    later = own.replanned.model_copy(update={"on": date(2027, 3, 1), "week": 5})
    own = own.model_copy(update={"replanned": later})
    (rule,) = AfterAbsence.asked_by(own)
    assert rule.audit(back(own, (4, entry(HINGE, 6, 8, rpe=9)))) == ()
