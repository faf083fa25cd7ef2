"""Benchmark: how large the models of the shipped scenarios are, and how long a proof takes.

Run by hand from the checkout, `python tests/benchmarks/bench.py --help`; no test looks at a clock.
Every run has a process of its own: peak memory is that of one solve, and no run warms up another.
The seconds to the first block and to the proof count from the end of the build.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]
# This process imports nothing of ours: a child's peak memory starts from that of its parent.
SHIPPED = sorted(path.stem for path in (ROOT / "scenarios" / "athletes").glob("*.toml"))
IMPORT = """\
import time
started = time.perf_counter()
import ortools.sat.python.cp_model
print(time.perf_counter() - started)
"""
HEAD = (
    f"{'scenario':<27}{'variables':>10}{'constraints':>12}{'build s':>9}{'first s':>9}"
    f"{'proof s':>9}{'memory MB':>11}  {'should (bound)':>16}{'prefer (bound)':>16}  outcome"
)

Run = dict[str, Any]


def main() -> None:
    """Measure the scenarios asked for and print a line for each."""
    asked = _arguments()
    if asked.child is not None:
        print(json.dumps(_measured(asked.child, asked.time_limit, asked.workers)))
        return
    print(
        f"{_cores()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"ortools {version('ortools')}; {asked.workers} worker(s), "
        f"at most {asked.time_limit:g} s, median of {asked.runs}"
    )
    imports = [float(_child("-c", IMPORT)) for _ in range(asked.runs)]
    print(f"import ortools.sat.python.cp_model: {median(imports):.2f} s\n\n{HEAD}")
    for name in asked.only or SHIPPED:
        print(_row(name, [_run(name, asked) for _ in range(asked.runs)]), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Sizes, times and memory of shipped scenarios.")
    parser.add_argument("--only", action="append", choices=SHIPPED, metavar="NAME",
                        help="this scenario (repeatable); all when left out")  # fmt: skip
    parser.add_argument("--runs", type=int, default=3, help="runs of each scenario (3)")
    parser.add_argument("--time-limit", type=float, default=300, help="most seconds a run (300)")
    parser.add_argument("--workers", type=int, default=1, help="threads of the solver (1)")
    parser.add_argument("--child", choices=SHIPPED, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if min(asked.runs, asked.workers, asked.time_limit) <= 0:
        parser.error("--runs, --workers and --time-limit must be above 0")
    return asked


def _cores() -> int:
    """Cores that this process may use; where the system does not say, all of them."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def _child(*arguments: str) -> str:
    """What another Python says, with this checkout first on its path."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def _run(name: str, asked: argparse.Namespace) -> Run:
    settings = ("--time-limit", str(asked.time_limit), "--workers", str(asked.workers))
    said = _child("-m", "tests.benchmarks.bench", "--child", name, *settings)
    run: Run = json.loads(said)
    return run


def _measured(name: str, time_limit: float, workers: int) -> Run:
    """One run, measured in the process that makes it."""
    import resource

    from planner.solving.outcome import Planned
    from planner.solving.solve import Options, plan
    from scenarios.loader import load

    outcome = plan(load(name), Options(time_limit, workers))
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes on Linux
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    took = outcome.statistics
    tiers: dict[str, Sequence[int]] = {}
    result = type(outcome).__name__.lower()
    if isinstance(outcome, Planned):
        tiers = {row.priority: (row.objective, row.bound) for row in outcome.block.solve.tiers}
        result = "proved" if outcome.is_proved else "not proved"
    return {
        "variables": took.variables, "constraints": took.constraints, "build": took.build,
        "first": took.first, "proof": took.proof, "memory": memory, "tiers": tiers,
        "outcome": result,
    }  # fmt: skip


def _row(name: str, runs: list[Run]) -> str:
    """One line: medians of times and memory; sizes and prices of the first run."""
    one = runs[0]
    is_proved = all(run["outcome"] == "proved" for run in runs)
    firsts = [run["first"] for run in runs if run["first"] is not None]
    first = f"{median(firsts):.2f}" if firsts else "-"
    build, proof, memory = (
        median(run[key] for run in runs) for key in ("build", "proof", "memory")
    )
    until = f"{'' if is_proved else '>'}{proof:.2f}"
    prices = [
        "{} ({})".format(*one["tiers"][tier]) if tier in one["tiers"] else "-"
        for tier in ("should", "prefer")
    ]
    results = "/".join(sorted({run["outcome"] for run in runs}))
    differ = "" if all(run["tiers"] == one["tiers"] for run in runs) else ", prices differ"
    return (
        f"{name:<27}{one['variables']:>10}{one['constraints']:>12}{build:>9.2f}{first:>9}"
        f"{until:>9}{memory / 1e6:>11.0f}  {prices[0]:>16}{prices[1]:>16}  {results}{differ}"
    )


if __name__ == "__main__":
    main()
