"""Which tries a replan makes, one after the other, and that they share its time."""

from __future__ import annotations

import time
from datetime import date

import pytest
from ortools.sat.python import cp_model

from planner.replanning.again import Job
from planner.replanning.replan import Again
from planner.solving.attempt import Options
from planner.solving.outcome import Infeasible, Undecided
from scenarios.schema import Scenario
from tests.planner.replanning.athlete import again, asked, away, block_of


def test_all_attempts_share_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[float] = []

    def run(own: Job, only_near: bool = False) -> Again:
        limits.append(own._ours.options.time_limit)
        time.sleep(0.02)
        return run_job(own, only_near)

    run_job = Job.run
    monkeypatch.setattr(Job, "run", run)
    monkeypatch.setattr("planner.replanning.replan._is_poor", lambda *_: True)
    block_of(again(asked(availability={"minutes": 55}), options=Options(time_limit=100)))
    assert len(limits) == 2
    assert limits[1] < limits[0] - 0.02 < 100


@pytest.mark.parametrize(
    ("ask", "has_other_phases", "only_near"),
    [
        (asked(availability={"minutes": 55}), False, True),
        (away(date(2027, 2, 15), date(2027, 2, 16)), False, False),
        (asked(availability={"minutes": 55}), True, False),
    ],
)
def test_a_block_far_off_waits_where_sessions_may_be_made_up_anew(
    ask: Scenario, has_other_phases: bool, only_near: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Days away take sessions whatever they hold; where other phases come they are made up anew."""
    asked_for = []

    def run(own: Job, only_near: bool = False) -> Again:
        asked_for.append(only_near)
        return Again(Undecided(own._spent(), stopped=True), stopped=True)

    monkeypatch.setattr(Job, "run", run)
    monkeypatch.setattr("planner.replanning.replan._has_other_phases", lambda *_: has_other_phases)
    again(ask)
    assert asked_for == [only_near]


@pytest.mark.parametrize("is_impossible", [True, False])
def test_what_is_known_to_be_impossible_is_not_asked_again(
    is_impossible: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made up anew there is nothing either; then demands that are ruled out are spared."""
    asked_for: list[bool] = []

    def run(own: Job, only_near: bool = False) -> Again:
        asked_for.append(only_near)
        if only_near:
            return own._far(is_impossible)
        return own._nothing(cp_model.INFEASIBLE)

    monkeypatch.setattr(Job, "run", run)
    monkeypatch.setattr("planner.replanning.replan._sparing", lambda _, found: found)
    found = again(asked(availability={"minutes": 55}))
    assert isinstance(found.outcome, Infeasible)
    assert not found.is_far
    # As asked, near the old block; made up anew; as asked, however far; made up anew as before.
    assert asked_for[:3] == [True, False, False]
    assert len(asked_for) == (3 if is_impossible else 4)
