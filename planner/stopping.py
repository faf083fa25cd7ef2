"""Stopping: Ctrl-C ends a solve, and what it has found is kept.

The solver's own handler of the signal takes Python's away when a solve ends, so that a second
Ctrl-C would kill the process. Here the solve runs in a thread, and the main thread listens.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from ortools.sat.python import cp_model

SECONDS_A_TRY = 0.05  # a stop that comes before the search has begun is lost: so it is repeated


def solve(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    watch: cp_model.CpSolverSolutionCallback | None = None,
) -> tuple[cp_model.CpSolverStatus, bool]:
    """Solve a model; the status, and whether somebody stopped it before its end."""
    solver.parameters.catch_sigint_signal = False
    is_stopped = False
    with ThreadPoolExecutor(max_workers=1) as pool:
        running = pool.submit(solver.solve, model, watch)
        while True:
            try:
                return running.result(SECONDS_A_TRY if is_stopped else None), is_stopped
            except TimeoutError:
                solver.stop_search()
            except KeyboardInterrupt:
                is_stopped = True
                solver.stop_search()
