"""Nearest numbers: of blocks that change the same, the one whose numbers lie closest to the old."""

from __future__ import annotations

import time

import pytest

from constraints.lines import Prescription
from planner.replanning import again as job
from planner.replanning.again import Again
from planner.replanning.least_change import changes_of, comparable, is_same
from planner.replanning.nearest_numbers import changed_numbers, distance, measure
from planner.replanning.replan import replan
from planner.solving.attempt import Options, attempt, narrowed, reader, start_from
from planner.solving.build import build
from planner.solving.progress import Watch
from tests.builders import entry
from tests.planner.happenings import happened
from tests.planner.replanning.athlete import LIFT, MIDDLE, again, asked, block_of, old

LOADED = Prescription(8, load=10000)
OPEN = Prescription(8, rpe=14)


@pytest.mark.parametrize(
    ("what", "was", "points"),
    [
        (LOADED, LOADED, 0),
        (Prescription(8, load=9000), LOADED, 10),
        (Prescription(8, load=11000), LOADED, 11),  # of two loads as far, the lighter one
        (Prescription(6, load=10000), LOADED, 25),
        (Prescription(10, load=9000), LOADED, 35),
        (Prescription(8, rpe=15), OPEN, 5),
        (Prescription(6, rpe=12), OPEN, 35),
    ],
)
def test_how_far_a_prescription_is(what: Prescription, was: Prescription, points: int) -> None:
    assert distance(what, was) == points


def test_only_numbers_that_have_changed_are_free() -> None:
    """Any block: its days and exercises stay, and so do the numbers that are the old ones."""
    built = build(asked())
    plan, until = built.plan, time.perf_counter() + 60
    changes = changes_of(plan, old())
    first = attempt(built, Options(), Watch(), "no_lp", until, 2)
    value = reader(first.values)
    numbers = changed_numbers(plan, old(), value)
    assert numbers is not None
    held = {variable.index for variable, _ in numbers.held}
    assert all(value(variable) == number for variable, number in numbers.held)
    free = [one for one in plan.decisions() if one.variable.index not in held]
    assert {one.kind for one in free} == {"sets", "what"}
    built.model.minimize(numbers.distance)
    start_from(built.model, changes.hints)
    with narrowed(built.model, numbers.held):
        closer = attempt(built, Options(), Watch(), "no_lp", until, 2)
    assert closer.solver is not None
    assert first.solver is not None
    # What has changed may be as it was now: here nothing forbids it.
    assert closer.solver.value(changes.price) < first.solver.value(changes.price)


def test_a_block_that_has_changed_no_number_has_none() -> None:
    built = build(asked())
    changes = changes_of(built.plan, old())
    built.model.minimize(changes.price)
    start_from(built.model, changes.hints)
    same = attempt(built, Options(), Watch(), "core", time.perf_counter() + 60)
    assert changed_numbers(built.plan, old(), reader(same.values)) is None


def test_numbers_that_have_to_change_change_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on fewer sets of the lift are allowed: that asks for more reps, not other loads."""
    since = old()
    fewer = asked(exercises={LIFT: {"sets": [2, 3]}})

    def apart(found: Again) -> tuple[int, float]:
        now = block_of(found)
        was, new = (
            {(s.week, s.label): e.load or 0 for s in one.sessions for e in s.exercises
             if e.exercise == LIFT and s.day >= MIDDLE}
            for one in (since, now)
        )  # fmt: skip
        assert found.changes is not None
        return found.changes[0], sum(abs(was[key] - new[key]) for key in was.keys() & new.keys())

    near = apart(again(fewer))
    monkeypatch.setattr(job, "changed_numbers", lambda *_: None)
    far = apart(again(fewer))
    assert near[0] == far[0]  # points of change
    assert near[1] < far[1]


def test_numbers_of_what_is_over_are_no_measure() -> None:
    """2A was done otherwise; 2B to come stays as it was, though the week is the same."""
    since = old()
    first = next(one for one in since.sessions if (one.week, one.label) == (2, "A"))
    curls = next(one for one in first.exercises if one.exercise == "nordic_curl")
    sets = curls.sets * (f"{curls.reps + 1} @ 7",)
    more = {"what": "changed", "at": "2A", "exercise": "nordic_curl", "sets": sets}
    found = replan(since, asked(), MIDDLE, happened(since, more))
    now = {one.uid: one.exercises for one in block_of(found).sessions if one.day >= MIDDLE}
    assert found.changes == (0, 0)
    assert now == {one.uid: one.exercises for one in since.sessions if one.day >= MIDDLE}


def test_a_load_of_another_tool_is_no_measure_and_never_the_same() -> None:
    plan = build(asked()).plan
    swing = entry("kettlebell_swing", 2, 8, load=20, per="bell")
    assert comparable(plan, swing) == swing.prescription
    other = swing.model_copy(update={"per": "hand"})
    assert comparable(plan, other) == Prescription(8)
    assert distance(Prescription(10, load=2400), measure(plan, other)) == 46  # a dumbbell
    on_bar = swing.model_copy(update={"per": "bar"})
    assert distance(Prescription(10, load=2400), measure(plan, on_bar)) == 25
    assert not is_same(Prescription(8, load=2000), comparable(plan, other))
