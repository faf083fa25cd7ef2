"""Stopping: Ctrl-C ends a solve, and what it has found is kept.

The solver's own handler of the signal takes Python's away when a solve ends, so that a second
Ctrl-C would kill the process. Here the solve runs in a thread, and the main thread listens. It
listens with a flag: an exception could come where nobody waits for it, between two solves or in the
midst of writing down what was found. All that belongs to one task hears the same flag, also what
runs side by side.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import wraps
from typing import ParamSpec, TypeVar

from ortools.sat.python import cp_model

SECONDS_A_LOOK = 0.05  # a stop that comes before the search has begun is lost: so it is repeated

Given = ParamSpec("Given")
One = TypeVar("One")
Made = TypeVar("Made")
_present: ContextVar[threading.Event | None] = ContextVar("present", default=None)


def solve(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    watch: cp_model.CpSolverSolutionCallback | None = None,
) -> tuple[cp_model.CpSolverStatus, bool]:
    """Solve a model; the status, and whether somebody stopped it before its end."""
    solver.parameters.catch_sigint_signal = False
    with _heard() as stop, ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(solver.solve, model, watch)
        while True:
            try:
                return running.result(SECONDS_A_LOOK), stop.is_set()
            except TimeoutError:
                if stop.is_set():
                    solver.stop_search()


def listens(task: Callable[Given, Made]) -> Callable[Given, Made]:
    """A task of many solves: Ctrl-C ends the one that runs, or else the next one."""

    @wraps(task)
    def listening(*args: Given.args, **named: Given.kwargs) -> Made:
        with _heard():
            return task(*args, **named)

    return listening


def together(one: Callable[[], One], other: Callable[[], Made]) -> tuple[One, Made]:
    """Do two things side by side until both have ended; Ctrl-C stops the solves of both.

    Args:
        one: done in this thread.
        other: done in a thread of its own.

    Returns:
        What both return.
    """
    with _beside(other) as running:
        return one(), running.result()


def unless(
    one: Callable[[], One | None], other: Callable[[], Made]
) -> tuple[One | None, Made | None]:
    """Do two things side by side, and stop the other once the first has an answer.

    Args:
        one: done in this thread; None where it has no answer.
        other: done in a thread of its own, in vain where the first has one.

    Returns:
        The answer, or without one what the other returns.
    """
    with _beside(other) as running:
        first = one()
        if first is None:
            return None, running.result()
    if (error := running.exception()) is not None:
        raise error
    return first, None


@contextmanager
def _beside(task: Callable[[], Made]) -> Iterator[Future[Made]]:
    """A task in a thread of its own; it is in vain once nobody waits for it any more."""
    with _heard() as stop, ThreadPoolExecutor(max_workers=1) as pool:
        in_vain = _Later(stop)

        def listening() -> Made:
            _present.set(in_vain)
            return task()

        try:
            yield pool.submit(copy_context().run, listening)
        finally:
            in_vain.set()


class _Later(threading.Event):
    """Set when it is, or when an earlier one is."""

    def __init__(self, earlier: threading.Event) -> None:
        super().__init__()
        self._earlier = earlier

    def is_set(self) -> bool:
        return super().is_set() or self._earlier.is_set()


@contextmanager
def _heard() -> Iterator[threading.Event]:
    """What Ctrl-C sets, as long as this lasts; what is done within it hears the same.

    Only the main thread hears signals.
    """
    present = _present.get()
    if present is not None:
        yield present
        return
    stop = threading.Event()
    token = _present.set(stop)
    try:
        if threading.current_thread() is not threading.main_thread():
            yield stop
            return
        before = signal.signal(signal.SIGINT, lambda *_: stop.set())
        try:
            yield stop
        finally:
            signal.signal(signal.SIGINT, before)
    finally:
        _present.reset(token)
