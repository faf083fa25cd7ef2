"""After a pause: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from constraints.balance import ordinary_weeks
from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.after_pause import AfterPause
from constraints.rules.congested_week import CongestedWeek
from constraints.rules.deload import Deload
from constraints.rules.deload_halves import DeloadHalves
from constraints.rules.falling_loads import NoFallingLoads
from constraints.rules.main_dose import MainDose
from constraints.rules.main_dose_middle import MainDoseMiddle
from constraints.rules.main_rise import MainRise
from constraints.rules.no_easier import NoEasier
from constraints.rules.phase_targets import PhaseTargets
from constraints.rules.prilepin import Prilepin
from constraints.rules.rise import Rise
from constraints.rules.session_size import SessionSize
from constraints.rules.set_limits import SetLimits
from constraints.rules.single_sets import SingleSets
from scenarios.past import HeldEntry, HeldSession, MissedSession, Replanned
from scenarios.phases import weeks
from tests.builders import entry, scenario
from tests.constraints.rules.verdicts import (
    FILLERS,
    LIFT,
    ROW,
    audited,
    held,
    limits,
    ranks,
    weeks_of,
)

# Weeks 2 and 3 are away: half of the sets in week 4, seven tenths in week 5.
AWAY: dict[str, Any] = {
    "weeks": 6, "goal": {"test": None}, "deload": {"weeks": []},
    "phase_plan": [{"phase": "accumulation", "weeks": 6}],
    "availability": {"away": [{"from": date(2027, 2, 6), "to": date(2027, 2, 21)}]},
}  # fmt: skip
# Eleven days: seven tenths in week 3.
SHORT = {
    **AWAY, "availability": {"away": [{"from": date(2027, 2, 6), "to": date(2027, 2, 16)}]},
}  # fmt: skip


DONE = HeldEntry(exercise=LIFT, part="work", sets=3, reps=5, unit="kg")


def said(*weeks: tuple[int, Entry], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of one entry in each of these weeks (from 1), beside many planks."""
    days = {1: [entry("plank", 40, 30)], 4: [entry("plank", 17, 30)], 5: [entry("plank", 26, 30)]}
    for week, one in weeks:
        days.setdefault(week, []).append(one)
    sessions = [held(week, *entries) for week, entries in days.items()]
    found = audited(AfterPause, sessions, **{**AWAY, **changes})
    return tuple(one for one in found if one.where.exercise is not None)


@pytest.mark.parametrize(
    ("exercise", "before", "week", "most"),
    [
        ("romanian_deadlift", 6, 4, 3),
        ("romanian_deadlift", 5, 4, 2),
        ("romanian_deadlift", 2, 4, 2),  # two are left in any case
        ("romanian_deadlift", 6, 5, 4),
        ("romanian_deadlift", 10, 5, 7),
        ("romanian_deadlift", 0, 4, 2),  # not trained before
        ("box_jump", 6, 4, 3),
        ("power_clean", 4, 4, 3),  # the least of the exercise
        ("nordic_curl", 3, 4, 2),  # though its least is one
    ],
)
def test_sets_come_back_step_by_step(exercise: str, before: int, week: int, most: int) -> None:
    full = [(1, entry(exercise, before, 3))] if before else []
    assert said(*full, (week, entry(exercise, most, 3))) == ()
    (breach,) = said(*full, (week, entry(exercise, most + 2, 3)))
    assert (breach.measured, breach.limit, breach.unit) == (most + 2, most, "sets")
    assert (breach.excess, breach.priority) == (2, "should")
    where = breach.where
    assert (where.week, where.session, where.exercise) == (week, "A", exercise)


def test_the_session_with_most_sets_of_the_last_full_week_counts() -> None:
    first = [held(1, entry(ROW, 3, 8), label="A"), held(1, entry(ROW, 6, 8), label="B")]
    back = [held(4, entry(ROW, 4, 8)), held(5, entry(ROW, 4, 8)), held(5, entry(ROW, 2, 8))]
    assert limits(audited(AfterPause, [*first, *back], **AWAY)) == [3]


def test_other_weeks_are_free() -> None:
    assert said((1, entry(ROW, 2, 8, rpe=7)), (6, entry(ROW, 5, 8, rpe=9))) == ()


@pytest.mark.parametrize("week", [4, 5])
def test_nothing_is_hard_in_the_weeks_back(week: int) -> None:
    assert said((week, entry(ROW, 2, 8, rpe=7.5))) == ()
    (breach,) = said((week, entry(ROW, 2, 8, rpe=8)))
    assert (breach.measured, breach.limit, breach.unit, breach.excess) == (8, 7.5, "RPE", 1)
    assert (breach.where.week, breach.where.session, breach.where.exercise) == (week, None, ROW)


@pytest.mark.parametrize(
    ("load", "reps", "shown"),
    [
        (100, 6, None), (102, 6, None), (102.5, 6, 123), (105, 4, None), (105, 5, 122.5),
        (95, 8, None), (97.5, 8, 123.5), (85, 6, None), (84, 6, 100.8),  # nor with far less
    ],
)  # fmt: skip
def test_no_lift_starts_with_more_than_it_was_last_done_with(
    load: float, reps: int, shown: float | None
) -> None:
    found = starts(SHORT, 3, (6, 100), (reps, load))
    assert weeks_of(found) == ([] if shown is None else [3])
    for breach in found:
        assert (breach.measured, breach.limit) == (shown, 122.4 if load > 90 else 102)
        assert (breach.unit, breach.excess) == ("load for one rep", 1)


@pytest.mark.parametrize("week", [4, 5])
@pytest.mark.parametrize(
    ("load", "reps", "shown"),
    [
        (95, 6, None), (97.5, 5, None), (100, 4, None), (97.5, 6, 117), (100, 5, 116.7),
        (110, 2, 117.3), (80, 6, None), (79, 6, 94.8),
    ],
)  # fmt: skip
def test_after_two_weeks_a_lift_starts_with_less(
    load: float, reps: int, shown: float | None, week: int
) -> None:
    """In whichever week of the way back it is trained first, and also with fewer reps."""
    found = starts(AWAY, week, (6, 100), (reps, load))
    assert [(one.measured, one.limit) for one in found] == (
        [] if shown is None else [(shown, 114 if load > 90 else 96)]
    )


@pytest.mark.parametrize(
    ("reps", "load", "shown"), [(12, 16, None), (12, 12, None), (13, 16, 22.9), (12, 8, 11.2)]
)
def test_a_bell_may_start_where_it_was(reps: int, load: float, shown: float | None) -> None:
    """Of it the next one down may be far lighter."""
    tools = {"equipment": {"kettlebells": [8, 12, 16, 24]}}
    found = starts({**AWAY, **tools}, 4, (12, 16), (reps, load), "kb_deadlift")
    assert [one.measured for one in found] == ([] if shown is None else [shown])


@pytest.mark.parametrize("ask", ["SHORT", "AWAY"])
@pytest.mark.parametrize(
    ("exercise", "reps", "limit"),
    [("pull_up", 8, None), ("pull_up", 6, None), ("pull_up", 9, 8), ("dead_bug", 12, None)],
)
def test_bodyweight_work_starts_with_no_more_reps(
    exercise: str, reps: int, limit: int | None, ask: str
) -> None:
    asked, week = (SHORT, 3) if ask == "SHORT" else (AWAY, 4)
    found = starts(asked, week, (8, None), (reps, None), exercise)
    assert [(one.measured, one.limit, one.unit) for one in found] == (
        [] if limit is None else [(reps, limit, "reps")]
    )


def starts(
    ask: dict[str, Any], week: int, before: tuple[int, float | None],
    after: tuple[int, float | None], exercise: str = LIFT,
) -> list[Breach]:  # fmt: skip
    """What is said of the load and reps of an exercise in week 1, and in a week of return."""
    days = [
        held(number, entry(exercise, 2, reps, load=load), entry("plank", planks, 30))
        for number, (reps, load), planks in ((1, before, 38), (week, after, 20))
    ]
    units = "load for one rep", "reps"
    return [one for one in audited(AfterPause, days, **ask) if one.unit in units]


def test_later_weeks_may_start_with_more() -> None:
    assert said((1, entry(LIFT, 2, 6, load=100)), (6, entry(LIFT, 2, 6, load=110))) == ()


def test_the_second_time_it_may_go_up() -> None:
    loads = {1: 100, 4: 95, 5: 105, 6: 110}
    assert said(*((week, entry(LIFT, 2, 6, load=load)) for week, load in loads.items())) == ()


def test_a_load_that_is_open_is_compared_with_nothing() -> None:
    assert said((1, entry(LIFT, 2, 6)), (4, entry(LIFT, 2, 6, load=105))) == ()
    assert said((1, entry(LIFT, 2, 6, load=100)), (4, entry(LIFT, 2, 6))) == ()


def test_a_test_is_free() -> None:
    test = entry(LIFT, 3, 1, load=180, rpe=10, part="test")
    assert said((1, entry(LIFT, 2, 6, load=100)), (4, test)) == ()


def test_numbers_are_the_athletes_own() -> None:
    own = {"progression": {"return_sets_percent": [60, 80], "return_rpe": 6}}
    row = (1, entry(ROW, 5, 8)), (4, entry(ROW, 5, 8, rpe=6.5)), (5, entry(ROW, 4, 8))
    found = said(*row, **own)
    assert [(one.limit, one.unit) for one in found] == [(3, "sets"), (6, "RPE")]
    (rule,) = AfterPause.asked_by(scenario(**{**AWAY, **own}))
    assert rule.priority == "should"  # a written number makes no must of it


@pytest.mark.parametrize(
    ("week", "sets", "limit"),
    [(4, 14, None), (4, 20, None), (4, 13, 14), (4, 21, 20), (5, 22, None), (5, 28, None),
     (5, 21, 22), (5, 29, 28)],
)  # fmt: skip
def test_the_sets_of_a_week_come_back_step_by_step(week: int, sets: int, limit: int | None) -> None:
    """Forty were usual, two of most exercises."""
    counts = {4: 17, 5: 26} | {week: sets}
    days = [held(1, *spread(34), entry(ROW, 6, 8))]
    days += [held(number, *spread(count)) for number, count in counts.items()]
    assert limits(audited(AfterPause, days, **AWAY)) == ([] if limit is None else [limit])


def spread(count: int) -> list[Entry]:
    """So many sets, two of each exercise."""
    pairs = [entry(name, 2, 8) for name in FILLERS[: count // 2]]
    return [*pairs, *(entry(name, 1, 8) for name in FILLERS[count // 2 : (count + 1) // 2])]


def test_two_matches_or_a_test_leave_no_least_either() -> None:
    full = held(1, entry("plank", 40, 30))
    crowded = {"season": {"matches": [date(2027, 3, 1), date(2027, 3, 4)]}}
    assert limits(audited(AfterPause, [full], **{**AWAY, **crowded})) == [14]  # week 4 has one
    phases = {"phase_plan": [{"phase": "accumulation", "weeks": 5}]}
    tested = {"goal": {"test": date(2027, 3, 5)}, "weeks": 5, **phases}
    assert limits(audited(AfterPause, [full], **{**AWAY, **tested})) == [14]


def test_a_share_of_all_sets_guards_loads_and_efforts_as_ever() -> None:
    own = {"progression": {"return_sets_percent": [50, 100]}}
    found = said((1, entry(LIFT, 2, 6, load=100)), (5, entry(LIFT, 2, 6, load=140, rpe=8)), **own)
    assert [(one.where.week, one.unit) for one in found] == [(5, "RPE"), (5, "load for one rep")]


def test_a_week_of_return_that_loses_days_has_no_least() -> None:
    later = {"from": date(2027, 2, 24), "to": date(2027, 2, 24)}
    spans = {"availability": {"away": [*AWAY["availability"]["away"], later]}}
    full = held(1, entry("plank", 40, 30))
    assert limits(audited(AfterPause, [full], **{**AWAY, **spans})) == [22]  # week 5 has one


def test_without_a_full_week_each_session_is_held_to_what_was_done() -> None:
    early = {"availability": {"away": [{"from": date(2027, 2, 3), "to": date(2027, 2, 21)}]}}
    days = [held(1, entry(ROW, 4, 8), entry("plank", 5, 30)),
            held(4, entry(ROW, 3, 8), entry("plank", 1, 30)),
            held(4, entry("calf_raise", 2, 8), entry("hip_thrust", 2, 8), entry("plank", 2, 30),
                 label="B")]  # fmt: skip
    found = audited(AfterPause, days, **{**AWAY, **early})
    assert [(one.where.session, one.where.exercise, one.limit) for one in found] == [
        ("B", None, 4.5), ("A", ROW, 2)
    ]  # fmt: skip


def test_a_taper_after_a_pause_is_not_hard_either() -> None:
    away = {"availability": {"away": [{"from": date(2027, 3, 29), "to": date(2027, 4, 11)}]}}
    hard = entry(LIFT, 3, 2, load=142.5, percent=89, rpe=8)
    found = audited(AfterPause, [held(7, entry(LIFT, 4, 4)), held(11, hard)], **away)
    assert [(one.where.week, one.limit, one.unit) for one in found] == [(11, 7.5, "RPE")]


@pytest.mark.parametrize(("week", "away"), [(11, ("03-29", "04-11")), (8, ("03-08", "03-21"))])
@pytest.mark.parametrize(("load", "shown"), [(127.5, None), (130, 138.7), (60, None)])
def test_a_taper_or_a_deload_after_a_pause_starts_with_less_too(
    load: float, shown: float | None, week: int, away: tuple[str, str]
) -> None:
    """Lighter than in a loading week it may be."""
    span = {"availability": {"away": [{"from": f"2027-{away[0]}", "to": f"2027-{away[1]}"}]}}
    before = entry(LIFT, 4, 4, load=127.5)
    found = audited(AfterPause, [held(5, before), held(week, entry(LIFT, 2, 2, load=load))], **span)
    own = [one for one in found if one.unit == "load for one rep"]
    assert [(one.where.week, one.measured, one.limit) for one in own] == (
        [] if shown is None else [(week, shown, 137.3)]
    )


def test_bodyweight_work_starts_with_no_more_reps_in_a_deload_either() -> None:
    span = {"availability": {"away": [{"from": "2027-03-08", "to": "2027-03-21"}]}}
    days = [held(5, entry("pull_up", 3, 5)), held(8, entry("pull_up", 2, 6))]
    found = audited(AfterPause, days, **span)
    assert [(o.where.week, o.limit) for o in found if o.unit == "reps"] == [(8, 5)]


def test_a_light_week_does_not_end_the_way_back() -> None:
    """Who trains the lift in the deload first is held to the last loading week afterwards too."""
    span = {"availability": {"away": [{"from": "2027-03-08", "to": "2027-03-21"}]}}
    days = [held(5, entry(LIFT, 4, 4, load=120)), held(8, entry(LIFT, 2, 2, load=110))]
    found = audited(AfterPause, [*days, held(9, entry(LIFT, 2, 4, load=120))], **span)
    assert [one.where.week for one in found if one.unit == "load for one rep"] == [9]


def test_it_is_asked_only_after_a_pause() -> None:
    assert AfterPause.asked_by(scenario()) == ()
    asked = scenario(**{**AWAY, "priorities": {"after-pause": "off"}})
    assert AfterPause.asked_by(asked) == ()
    assert ranks(AfterPause, "should") == []
    (rule,) = AfterPause.asked_by(scenario(**AWAY))
    assert rule.explain() == (
        "After a pause: at most 50 % of the sets in week 4, 70 % of the sets in week 5; nothing "
        "above RPE 7.5; and a lift starts with at most 95 % (dumbbells and bells 100 %) of what it "
        "was last done with, load and reps together, bodyweight work with no more reps."
    )
    (short,) = AfterPause.asked_by(scenario(**SHORT))
    assert "a lift starts with at most 102 % of what" in short.explain()


@pytest.mark.parametrize(
    ("kind", "done", "more", "broken"),
    [
        (SessionSize, {4: (2, 6, 100), 5: (2, 6, 100), 6: (2, 6, 100)},
         {"session": {"exercises": [1, 7], "sets": [3, 20]}}, [6]),
        (Rise, {4: (3, 6, 100), 5: (3, 6, 100), 6: (3, 6, 100)}, {}, [6]),
        (MainDose, {4: (2, 5, 100), 5: (2, 5, 100), 6: (2, 5, 100)}, {}, [6]),
        (NoFallingLoads, {1: (3, 6, 120), 4: (3, 6, 100), 5: (3, 6, 90), 6: (3, 6, 80)}, {}, [6]),
        (SingleSets, {4: (1, 6, 100), 5: (1, 6, 100), 6: (1, 6, 100)}, {}, [6]),
        (PhaseTargets, {4: (3, 6, 95), 5: (3, 6, 95), 6: (3, 6, 95)}, {}, [6]),  # of 160
        (NoEasier, {1: (3, 6, 120), 4: (3, 6, 100), 5: (3, 6, 90), 6: (3, 6, 80)}, {}, [6]),
    ],
)  # fmt: skip
def test_what_a_usual_week_owes_is_not_owed(
    kind: Any, done: dict[int, tuple[int, int, float]], more: dict[str, Any], broken: list[int]
) -> None:
    sessions = [
        held(week, entry(LIFT, sets, reps, load=load, percent=load / 1.6))
        for week, (sets, reps, load) in done.items()
    ]
    assert weeks_of(audited(kind, sessions, **AWAY, **more)) == broken


@pytest.mark.parametrize("kind", [MainDoseMiddle, Prilepin])
def test_a_small_dose_is_enough_on_the_way_to_a_test_too(kind: Any) -> None:
    """Week 4 is a deload, so that only week 5 is a week of return."""
    sessions = [held(week, entry(LIFT, 2, 3, load=125, percent=80)) for week in (5, 6)]
    away = {"availability": AWAY["availability"]}
    assert weeks_of(audited(kind, sessions, **away)) == [6]


def test_a_set_fewer_than_usual_is_enough_but_for_the_goal_lift() -> None:
    names = ROW, LIFT, "power_clean", "nordic_curl"  # from 2, 2, 3 and 1 sets on
    days = [held(week, *(entry(name, 1, 3) for name in names)) for week in (4, 6)]
    found = audited(SetLimits, days, **AWAY)
    assert [(one.where.week, one.where.exercise, one.limit) for one in found] == [
        (4, LIFT, 2), (4, "power_clean", 2), (6, ROW, 2), (6, LIFT, 2), (6, "power_clean", 3)
    ]  # fmt: skip


def test_efforts_may_lie_two_points_below_those_of_the_phase() -> None:
    rpes = {4: 4.5, 5: 4, 6: 6}
    days = [held(week, entry(ROW, 2, 8, load=20, rpe=rpe)) for week, rpe in rpes.items()]
    assert weeks_of(audited(PhaseTargets, days, **AWAY)) == [5, 6]


@pytest.mark.parametrize(("sets", "limit"), [(6, None), (9, None), (5, 6), (10, 9)])
def test_a_deload_counts_the_week_before_it_for_what_it_is_a_share_of(
    sets: int, limit: int | None
) -> None:
    """Ten sets are seven tenths of a full week, of which a deload has 40 to 65 percent."""
    ask = {**AWAY, "deload": {"weeks": [6]}}
    days = [held(5, entry(ROW, 10, 8)), held(6, entry(ROW, sets, 8))]
    found = [one for one in audited(Deload, days, **ask) if one.where.exercise is None]
    assert [round(one.limit) for one in found] == ([] if limit is None else [limit])
    assert audited(DeloadHalves, days, **ask) == ()


@pytest.mark.parametrize(("missed", "base"), [((), 1), ((2,), 0)])
def test_two_matches_are_held_against_a_week_in_which_something_was_done(
    missed: tuple[int, ...], base: int
) -> None:
    asked = scenario(
        profile="in_season", goal={"kind": "maintenance", "test": None}, deload={"weeks": []},
        phase_plan=[{"phase": "maintenance", "weeks": 12}],
        season={"matches": [date(2027, 2, 17), date(2027, 2, 20)]},
    )  # fmt: skip
    done = tuple(
        HeldSession(start=datetime(2027, 2, day, 18), exercises=(DONE,), week=week, label="A")
        for week, day in ((1, 1), (2, 8))
        if week not in missed
    )
    gone = tuple(MissedSession(week=week, label="A") for week in missed)
    past = Replanned(block="old", on=date(2027, 2, 15), week=3, sessions=done, missed=gone)
    (rule,) = CongestedWeek.asked_by(asked.model_copy(update={"replanned": past}))
    found = rule._base(weeks(asked)[2])
    assert found is not None
    assert found.index == base


def test_in_season_the_goal_lift_may_fall_to_a_week_of_return() -> None:
    ask = {**AWAY, "profile": "in_season", "goal": {"kind": "maintenance", "test": None},
           "phase_plan": [{"phase": "maintenance", "weeks": 6}]}  # fmt: skip
    loads = {1: 120, 4: 105, 5: 100, 6: 120}
    days = [held(week, entry(LIFT, 3, 4, load=load)) for week, load in loads.items()]
    assert audited(MainRise, days, **ask) == ()
    assert weeks_of(audited(MainRise, [*days[:3], held(6, entry(LIFT, 3, 4, load=95))], **ask)) == [
        6, 6
    ]  # fmt: skip


def test_balance_is_not_owed_either() -> None:
    assert ordinary_weeks(scenario(**AWAY)) == (0, 1, 2, 5)
