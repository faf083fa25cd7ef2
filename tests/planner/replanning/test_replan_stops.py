"""What is left of a replan when somebody stops it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ortools.sat.python import cp_model

from planner.replanning.again import Job
from planner.replanning.replan import Again
from planner.solving import stopping
from planner.solving.attempt import Attempt
from planner.solving.outcome import Planned, Undecided
from planner.solving.solve import plan
from tests.planner.replanning.athlete import (
    again,
    asked,
    block_of,
    nothing_found,
    old,
)
from tests.planner.solving.priced import without


def test_a_stop_stays_one_and_what_was_found_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first solve is stopped with a block; no further one is begun, or undoes the stop."""
    solves = []

    def stopped(*given: Any) -> tuple[Any, bool]:
        solves.append(plain(*given))
        return solves[-1][0], len(solves) == 1

    second = old().in_order[1]  # planned before a stop is heard
    plain = stopping.solve
    monkeypatch.setattr("planner.solving.stopping.solve", stopped)
    found = again(missed=[second])
    assert isinstance(found.outcome, Planned)
    assert found.outcome.stopped
    assert len(solves) == 1


def test_a_stop_after_the_search_loses_no_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C came while the last question of the search was asked."""
    plain, cheapest = stopping.solve, Job._cheapest
    has_found: list[Attempt] = []

    def stopped(*given: Any) -> tuple[Any, bool]:
        return (cp_model.UNKNOWN, True) if has_found else plain(*given)

    def found_and_stopped(own: Job, *given: Any) -> tuple[Attempt, int]:
        best, bound = cheapest(own, *given)
        has_found.append(best)
        own._ours.is_stopped = True
        return best, bound

    monkeypatch.setattr(Job, "_cheapest", found_and_stopped)
    monkeypatch.setattr("planner.solving.stopping.solve", stopped)
    lost = {"exclude": ["kettlebell_swing"], "pin": []}
    found = again(asked(exercises=lost, availability={"minutes": 45}))
    assert isinstance(found.outcome, Planned)
    assert found.outcome.stopped
    assert has_found


def test_a_stop_near_the_block_begins_no_other_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing near was found by then, and nothing is known of that."""
    solves = 0

    def stopped(*given: Any) -> tuple[Any, bool]:
        nonlocal solves
        solves += 1
        return cp_model.UNKNOWN, True

    old()  # planned before a stop is heard
    monkeypatch.setattr("planner.solving.stopping.solve", stopped)
    monkeypatch.setattr(Job, "_held", lambda _: None)
    monkeypatch.setattr("planner.replanning.replan._anew", nothing_found)
    found = again(asked(availability={"minutes": 55}))
    assert isinstance(found.outcome, Undecided)
    assert found.stopped
    assert solves > 0


def test_a_stop_begins_no_second_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though something that should be cannot be had, and something else is asked for."""
    jobs: list[Job] = []

    def run(own: Job, only_near: bool = False) -> Again:
        jobs.append(own)
        found = run_job(own, only_near)
        assert isinstance(found.outcome, Planned)
        return replace(found, outcome=replace(found.outcome, stopped=True))

    run_job = Job.run
    monkeypatch.setattr(Job, "run", run)
    again(asked(availability={"minutes": 55}))
    assert len(jobs) == 1


def test_a_stop_while_less_is_looked_for_loses_no_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for may be had for less, but Ctrl-C came before anything was found."""
    limited = plan(asked(exercises={"nordic_curl": {"sets_week": [2, 4]}}))

    stopped = replace(without(cp_model.UNKNOWN), stopped=True)
    monkeypatch.setattr("planner.replanning.nearer.attempt", lambda *_: stopped)
    found = again(asked(), since=block_of(Again(limited)))
    assert isinstance(found.outcome, Planned)
    assert found.outcome.stopped


@pytest.mark.parametrize("stopped", [0, 1, 2])
def test_a_stop_of_a_later_try_loses_no_block_and_is_told(
    stopped: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of those as asked near the old block, made up anew, and as asked however far."""
    block = again(asked(availability={"minutes": 55}))
    assert isinstance(block.outcome, Planned)
    jobs: list[Job] = []

    def run(own: Job, only_near: bool = False) -> Again:
        jobs.append(own)
        if len(jobs) == 1 + stopped:
            return own._far(is_impossible=False) if only_near and stopped else nothing(own)
        return own._far(is_impossible=False) if only_near else block

    def nothing(own: Job) -> Again:
        return Again(Undecided(own._spent(), stopped=True), asked=own._request, stopped=True)

    monkeypatch.setattr(Job, "run", run)
    monkeypatch.setattr("planner.replanning.replan._is_poor", lambda _, one: not one.stopped)
    found = again(asked(availability={"minutes": 55}))
    has_block = stopped == 2
    assert isinstance(found.outcome, Planned) == has_block
    assert getattr(found.outcome, "stopped", False) or found.stopped
