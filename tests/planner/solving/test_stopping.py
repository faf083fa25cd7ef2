"""Stopping: Ctrl-C ends every solve of a task, also side by side, and is not lost between two."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable

import pytest
from ortools.sat.python import cp_model

from planner.solving import stopping
from planner.solving.attempt import Options, solver_for


def endless() -> cp_model.CpModel:
    """A model that nobody solves in a minute: pigeons without enough holes."""
    model = cp_model.CpModel()
    places = [[model.new_bool_var("") for _ in range(13)] for _ in range(14)]
    for pigeon in places:
        model.add_bool_or(pigeon)
    for a, first in enumerate(places):
        for second in places[:a]:
            for here, there in zip(first, second, strict=True):
                model.add_bool_or(here.Not(), there.Not())
    return model


def solved() -> bool:
    """Whether the solve was stopped."""
    solver = solver_for(Options(), 60, "no_lp")
    solver.parameters.cp_model_presolve = True
    solver.parameters.symmetry_level = 0
    return stopping.solve(solver, endless())[1]


def interrupt(seconds: float) -> None:
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()


def test_a_stop_ends_both_of_two_solves_side_by_side() -> None:
    interrupt(0.5)
    assert stopping.together(solved, solved) == (True, True)


def test_a_stop_between_two_solves_ends_the_next_one() -> None:
    @stopping.listens
    def task() -> bool:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)  # no exception comes here
        return solved()

    assert task()


def test_what_is_done_in_vain_is_stopped_and_nothing_else() -> None:
    """Nobody waits a minute for what is not needed; the answer was not stopped by anybody."""
    ended: list[bool] = []

    @stopping.listens
    def task() -> tuple[object, bool]:
        answer = stopping.unless(lambda: "answer", lambda: ended.append(solved()))
        running = solver_for(Options(), 60, "no_lp")
        return answer, stopping.solve(running, cp_model.CpModel())[1]

    assert task() == (("answer", None), False)
    assert ended == [True]


def test_an_error_of_what_was_in_vain_is_no_secret() -> None:
    def fails() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        stopping.unless(lambda: "answer", fails)


def test_without_an_answer_the_other_one_counts() -> None:
    assert stopping.unless(lambda: None, lambda: "other") == (None, "other")


@pytest.mark.parametrize("side_by_side", [stopping.together, stopping.unless])
def test_an_error_stops_what_is_done_beside(side_by_side: Callable[..., object]) -> None:
    ended: list[bool] = []

    def fails() -> None:
        time.sleep(0.2)
        raise LookupError

    with pytest.raises(LookupError):
        side_by_side(fails, lambda: ended.append(solved()))
    assert ended == [True]


def test_a_stop_ends_what_may_be_in_vain_too() -> None:
    interrupt(0.5)
    waits = time.perf_counter()
    assert stopping.unless(lambda: None, solved) == (None, True)
    assert time.perf_counter() - waits < 30  # it would take a minute


def test_what_hears_stops_hears_them_only_as_long_as_it_lasts() -> None:
    stopping.listens(lambda: None)()
    interrupt(0.1)
    with pytest.raises(KeyboardInterrupt):
        time.sleep(30)


def test_both_have_ended_when_it_goes_on() -> None:
    order: list[str] = []

    def late() -> str:
        time.sleep(0.2)
        order.append("late")
        return "other"

    assert stopping.together(lambda: order.append("soon"), late) == (None, "other")
    assert order == ["soon", "late"]
