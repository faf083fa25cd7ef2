"""Stopping: Ctrl-C ends a solve, and what it has found is kept.

The solver's own handler of the signal takes Python's away when a solve ends, so that a second
Ctrl-C would kill the process. Here the solve runs in a thread, and the main thread listens. It
listens with a flag: an exception could come where nobody waits for it, and be lost.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from ortools.sat.python import cp_model

SECONDS_A_LOOK = 0.05  # a stop that comes before the search has begun is lost: so it is repeated


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


@contextmanager
def _heard() -> Iterator[threading.Event]:
    """What Ctrl-C sets, as long as this lasts; only the main thread hears signals."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
