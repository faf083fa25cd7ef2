"""Even minutes, same weekday, preferred exercises: pattern in, verdict out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from constraints.block import Block, Session
from constraints.rule import Breach
from constraints.rules.preferences import EvenMinutes, PreferredExercises, SameWeekday
from scenarios.past import MissedSession, Replanned
from tests.builders import block, deadlift, entry, scenario, session

# One set of it takes one second, so that sets count seconds.
TICK: dict[str, Any] = {
    "exercises": {"define": {"tick": {"pattern": "core", "modality": "core", "seconds_per_set": 1}}}
}
TEST_IN_WEEK_2: dict[str, Any] = {"weeks": 2, "goal": {"test": date(2027, 2, 12)}}


def held(week: int, offset: int, label: str = "A", *names: str, **more: Any) -> Session:
    """A session in a week (from 1), so many days after its Monday; by default with a deadlift."""
    day = date(2027, 2, 1) + timedelta(weeks=week - 1, days=offset)
    entries = [entry(name) for name in names] or [deadlift()]
    return session(day, **{"exercises": entries, "week": week, "label": label, **more})


# -- even minutes --------------------------------------------------------------------------------


def lasting(*seconds: int, week: int = 1) -> list[Session]:
    """Sessions of a week that last so many seconds, and all of them the same time more."""
    return [
        held(week, 2 * number, "ABC"[number], exercises=[entry("tick", count)])
        for number, count in enumerate(seconds)
    ]


def uneven(sessions: Iterable[Session], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    changes = {**TICK, **changes}
    (rule,) = EvenMinutes.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


@pytest.mark.parametrize(
    ("longer", "excess"), [(0, 0), (599, 0), (600, 0), (601, 1), (900, 1), (901, 2), (1201, 3)]
)
@pytest.mark.parametrize("first_is_longer", [True, False])
def test_ten_minutes_apart_are_free_and_then_each_five_cost(
    longer: int, excess: int, first_is_longer: bool
) -> None:
    seconds = (1 + longer, 1) if first_is_longer else (1, 1 + longer)
    assert [breach.excess for breach in uneven(lasting(*seconds))] == ([excess] if excess else [])


def test_an_uneven_pair_is_told_in_minutes_at_its_later_session() -> None:
    (breach,) = uneven(lasting(1, 601, 1201)[::2])
    assert (breach.measured, breach.limit, breach.unit) == (20, 10, "min")
    assert (breach.where.week, breach.where.session) == (1, "C")
    assert breach.priority == "prefer"


def test_every_pair_of_a_week_counts_and_weeks_are_not_mixed() -> None:
    found = uneven(lasting(1, 701, 1401))
    assert [(breach.where.session, breach.excess) for breach in found] == [
        ("B", 1), ("C", 3), ("C", 1),
    ]  # fmt: skip
    assert uneven([*lasting(1, 1), *lasting(1401, 1401, week=2)]) == ()


@pytest.mark.parametrize(("week", "count"), [(3, 1), (4, 0), (5, 1), (10, 1), (11, 0)])
def test_only_loading_weeks_have_to_be_even(week: int, count: int) -> None:
    assert len(uneven(lasting(1, 3601, week=week))) == count


def test_a_test_may_be_short() -> None:
    tested = held(2, 4, "B", exercises=[entry("conventional_deadlift", 1, 1, part="test")])
    sessions = [*lasting(3601, week=2), tested]
    assert uneven(sessions, **TEST_IN_WEEK_2) == ()
    assert len(uneven([sessions[0], held(2, 4, "B")], **TEST_IN_WEEK_2)) == 1


# -- same weekday --------------------------------------------------------------------------------


def moved(sessions: Iterable[Session], **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    (rule,) = SameWeekday.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


@pytest.mark.parametrize(
    ("offsets", "excess"),
    [((0, 0, 0), 0), ((2, 2), 0), ((0, 0, 2), 1), ((0, 2, 0), 1), ((0, 2, 2, 4), 2)],
)
def test_each_further_day_of_a_session_costs(offsets: tuple[int, ...], excess: int) -> None:
    found = moved(held(week, offset) for week, offset in enumerate(offsets, start=1))
    assert [breach.excess for breach in found] == ([excess] if excess else [])
    for breach in found:
        assert (breach.measured, breach.limit, breach.unit) == (1 + excess, 1, "days")
        assert (breach.where.session, breach.where.week) == ("A", None)


@pytest.mark.parametrize(
    ("offsets", "coming", "excess"),
    [((0, 0, 2), 0, 0), ((0, 0, 2), 2, 1), ((0, 2, 2), 2, 0), ((0, 2), 0, 0), ((0, 2), 2, 1),
     ((0, 2, 4), 0, 0), ((0, 2, 4), 5, 1)],
)  # fmt: skip
def test_of_what_is_over_the_most_frequent_day_counts(
    offsets: tuple[int, ...], coming: int, excess: int
) -> None:
    """It may be kept, and nobody can mend the others any more."""
    over = [held(week, offset) for week, offset in enumerate(offsets, start=1)]
    missed = tuple(MissedSession(week=one.week, label=one.label) for one in over)
    week = len(offsets) + 1
    past = Replanned(
        block="old", on=date(2027, 2, 1) + timedelta(weeks=week - 1), week=week, missed=missed
    )
    again = scenario().model_copy(update={"replanned": past})
    (rule,) = SameWeekday.asked_by(again)
    made = block([*over, held(week, coming)]).model_copy(update={"scenario": again})
    assert sum(one.excess for one in rule.audit(made)) == excess


def test_each_session_has_a_day_of_its_own() -> None:
    steady = [held(1, 0), held(1, 2, "B"), held(2, 0), held(2, 2, "B")]
    assert moved(steady) == ()
    swapped = [*steady[:2], held(2, 0, "B"), held(2, 2, "A")]
    assert [breach.where.session for breach in moved(swapped)] == ["A", "B"]


@pytest.mark.parametrize(("week", "count"), [(3, 1), (4, 1), (10, 1), (11, 0), (12, 0)])
def test_only_the_taper_may_move(week: int, count: int) -> None:
    assert len(moved([held(1, 0), held(week, 2)])) == count


def test_days_count_from_the_start_of_the_microcycle() -> None:
    eight: dict[str, Any] = {"week_days": 8}
    first, start = held(1, 0), date(2027, 2, 9)  # a Monday, and the Tuesday eight days later
    assert moved([first, session(start, week=2)], **eight) == ()
    assert len(moved([first, session(start + timedelta(days=6), week=2)], **eight)) == 1  # Monday


def test_explicit_slots_have_no_weekday() -> None:
    slot = {"from": datetime(2027, 2, 1, 18), "to": datetime(2027, 2, 1, 19)}
    days: dict[str, Any] = {"monday": [], "wednesday": [], "friday": [], "slots": [slot]}
    assert SameWeekday.asked_by(scenario(availability=days)) == ()


# -- preferred exercises -------------------------------------------------------------------------


def liked(*names: str) -> dict[str, Any]:
    """Changes for an athlete who prefers these."""
    return {"exercises": {"prefer": list(names)}}


def missed(sessions: Iterable[Session], *names: str, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions when these exercises are preferred."""
    made: Block = block(sessions, **liked(*names), **changes)
    (rule,) = PreferredExercises.asked_by(made.scenario)
    return rule.audit(made)


@pytest.mark.parametrize(
    ("trained", "missing"),
    [
        ((1, 5, 9), []),
        ((3, 7, 10), []),
        ((4, 8, 9), []),  # a deload belongs to its phase
        ((1, 5), [9]),
        ((1, 9), [5]),
        ((5, 6, 7, 9), [1]),
        ((11, 12), [1, 5, 9]),  # nobody asks for it in the taper
    ],
)
def test_one_week_of_each_phase_is_enough(trained: tuple[int, ...], missing: list[int]) -> None:
    found = missed([held(week, 0, "A", "hip_thrust") for week in trained], "hip_thrust")
    assert [breach.where.week for breach in found] == missing
    for breach in found:
        assert (breach.measured, breach.limit, breach.excess) == (0, 1, 1)
        assert (breach.where.exercise, breach.priority) == ("hip_thrust", "prefer")


def test_every_preferred_exercise_is_asked_for() -> None:
    names = ("pull_up", "hip_thrust", "barbell_row")
    sessions = [held(week, 0, "A", "pull_up") for week in (1, 5, 9)]
    found = missed([*sessions, held(6, 2, "B", "hip_thrust")], *names)
    assert [(breach.where.week, breach.where.exercise) for breach in found] == [
        (1, "barbell_row"), (1, "hip_thrust"), (5, "barbell_row"),
        (9, "barbell_row"), (9, "hip_thrust"),
    ]  # fmt: skip


def test_a_test_is_no_training() -> None:
    lift = "conventional_deadlift"
    tested = held(2, 4, "B", exercises=[entry(lift, 1, 1, part="test")])
    assert len(missed([tested], lift, **TEST_IN_WEEK_2)) == 1
    assert missed([held(1, 0), tested], lift, **TEST_IN_WEEK_2) == ()


def test_who_prefers_nothing_is_asked_nothing() -> None:
    assert PreferredExercises.asked_by(scenario()) == ()
    (rule,) = PreferredExercises.asked_by(scenario(**liked("pull_up", "hip_thrust")))
    assert rule == PreferredExercises("prefer", ("hip_thrust", "pull_up"))


# -- all three -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [EvenMinutes, SameWeekday, PreferredExercises])
def test_the_athlete_ranks_the_wish_or_turns_it_off(kind: Any) -> None:
    def asked(priority: str) -> Any:
        return kind.asked_by(scenario(**liked("hip_thrust"), priorities={kind.slug: priority}))

    assert [rule.priority for rule in asked("must")] == ["must"]
    assert asked("off") == ()


def test_unless_the_athlete_says_so_they_are_preferences() -> None:
    assert EvenMinutes.asked_by(scenario()) == (EvenMinutes("prefer"),)
    assert SameWeekday.asked_by(scenario()) == (SameWeekday("prefer"),)
