"""Benchmark: how long it takes to say why, of impossible requests and of saved blocks.

Run by hand from the checkout, `python tests/benchmarks/explaining.py --help`; no test looks at a
clock. Every case has a process of its own. Seconds are of wall-clock time, for the search works on
two cores: let nothing else run beside it. They leave out imports, and for questions the plan of the
block. A goal beside them: a conflict within 10 s, all repairs within 30 s, an answer within 10 s.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
SMALL: Final = sorted(
    path.stem for path in (ROOT / "tests" / "impossible").glob("*.toml")
    if path.stem != "one_session"
)  # fmt: skip
SHIPPED: Final = "intermediate_3day_barbell"
# Requests of many weeks, each a change to a shipped one.
LARGE: Final = {
    "12 weeks, weekends only": (
        SHIPPED,
        '[availability]\nmonday = []\nwednesday = []\nfriday = []\n'
        'saturday = "10:00-11:30"\nsunday = "10:00-11:30"\n',
    ),
    "12 weeks, 25 minutes": (SHIPPED, "[availability]\nminutes = 25\n"),
    "12 weeks, few erector sets": (
        SHIPPED, "[volume]\nerectors = { min = 0, target = [0, 2], max = 2 }\n",
    ),
    "12 weeks, no barbell": (SHIPPED, "[equipment]\nkettlebells = [16, 24]\n"),
    "10 cycles of shifts, 20 minutes": (
        "shift_worker_irregular", "[availability]\nminutes = 20\n",
    ),
}  # fmt: skip
QUESTIONS: Final = {
    "no power clean in week 3": ["--not", "power_clean", "--week", "3"],
    "no Nordic curl at all": ["--not", "nordic_curl"],
    "step-up out, split squat in": ["--not", "step_up", "--instead", "split_squat", "--week", "5"],
    "135 kg in week 6": ["--exercise", "conventional_deadlift", "--week", "6", "--load", "135"],
    "142.5 kg in week 6": ["--exercise", "conventional_deadlift", "--week", "6", "--load", "142.5"],
    "8 sets in week 2": ["--exercise", "conventional_deadlift", "--week", "2", "--sets", "8"],
    "a session on Saturday": ["--on", "2027-02-06"],
    "none on Wednesday": ["--on", "2027-02-10"],
    "hip thrusts in week 9": ["--exercise", "hip_thrust", "--week", "9"],
    "no Nordic curl in week 5": ["--not", "nordic_curl", "--week", "5"],
    "best change": ["--best-change"],
}
Run = dict[str, Any]


def main() -> None:
    """Measure the cases asked for and print a line for each."""
    asked = _arguments()
    if asked.child is not None:
        print(json.dumps(_measured(asked.child, asked.block, asked.time_limit)))
        return
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"ortools {version('ortools')}; seconds, median of {asked.runs}"
    )
    cases = [name for name in (*SMALL, *LARGE, *QUESTIONS) if not asked.only or name in asked.only]
    with tempfile.TemporaryDirectory() as folder:
        block = asked.block or Path(folder) / "asked.block.json"
        if asked.block is None and set(cases) & set(QUESTIONS):
            _planned(block)
        requests = [name for name in cases if name not in QUESTIONS]
        if requests:
            print(f"\n{'request':<34}{'proof':>7}{'conflict':>10}{'demands':>9}{'1st repair':>12}"
                  f"{'all':>7}{'repairs':>9}{'questions':>11}")  # fmt: skip
        for name in requests:
            runs = [_run(name, block, asked.time_limit) for _ in range(asked.runs)]
            print(_request_row(name, runs), flush=True)
        questions = [name for name in cases if name in QUESTIONS]
        if questions:
            print(f"\n{'question':<34}{'answer':>7}  {'verdict'}")
        for name in questions:
            runs = [_run(name, block, asked.time_limit) for _ in range(asked.runs)]
            print(f"{name:<34}{_middle(runs, 'answer'):>7}  {runs[0]['verdict']}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Times of conflicts, repairs and answers.")
    names = (*SMALL, *LARGE, *QUESTIONS)
    parser.add_argument("--only", action="append", choices=names, metavar="NAME",
                        help="this case (repeatable); all when left out")  # fmt: skip
    parser.add_argument("--runs", type=int, default=3, help="runs of each case (3)")
    parser.add_argument("--time-limit", type=float, default=300, help="most seconds a run (300)")
    parser.add_argument("--block", type=Path, help=f"a saved block of {SHIPPED}, else planned")
    parser.add_argument("--child", choices=names, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if min(asked.runs, asked.time_limit) <= 0:
        parser.error("--runs and --time-limit must be above 0")
    return asked


def _planned(target: Path) -> None:
    command = (
        "from planner.exports.json import to_json; from planner.solving.solve import plan;"
        "from scenarios.loader import load; import sys;"
        f"open(sys.argv[1], 'wb').write(to_json(plan(load('{SHIPPED}')).block))"
    )
    subprocess.run([sys.executable, "-c", command, str(target)], cwd=ROOT, check=True)


def _run(name: str, block: Path, limit: float) -> Run:
    """One run in a process of its own, with this checkout first on its path."""
    arguments = ["-m", "tests.benchmarks.explaining", "--child", name, "--block", str(block)]
    done = subprocess.run(
        [sys.executable, *arguments, "--time-limit", str(limit)],
        cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    run: Run = json.loads(done.stdout)
    return run


def _measured(name: str, block: Path, limit: float) -> Run:
    """One case, measured in the process that runs it."""
    if name in QUESTIONS:
        return _answered(QUESTIONS[name], block, limit)
    from scenarios.loader import load

    if name in SMALL:
        return _refused(load(str(ROOT / "tests" / "impossible" / f"{name}.toml")), limit)
    base, text = LARGE[name]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "request.toml"
        file.write_text(f'extends = "{base}"\n{text}')
        return _refused(load(str(file)), limit)


def _refused(scenario: Any, limit: float) -> Run:
    from planner.impossible.conflict import conflict_of
    from planner.impossible.judge import Judge, Stopped
    from planner.impossible.repair import Repairs
    from planner.solving.outcome import Infeasible
    from planner.solving.solve import Options, plan

    run: Run = {"conflict": None, "demands": 0, "first": None, "all": None, "repairs": 0}
    started = time.perf_counter()
    outcome = plan(scenario, Options(limit))
    assert isinstance(outcome, Infeasible), f"the request is not impossible: {outcome}"
    run["proof"] = time.perf_counter() - started
    judge = Judge(time.perf_counter() + limit)
    try:
        conflict = conflict_of(scenario, judge)
        run["conflict"] = time.perf_counter() - started
        if conflict is None:
            return run
        run["demands"] = f"{len(conflict.demands)}{'' if conflict.minimal else '?'}"
        repairs = Repairs(scenario, conflict, judge)

        def step() -> None:
            if repairs.found and run["first"] is None:
                run["first"] = time.perf_counter() - started

        judge.on_step = step
        repairs.search()
        step()
        run["repairs"], run["all"] = len(repairs.found), time.perf_counter() - started
    except Stopped:
        pass
    run["questions"] = judge.asked
    return run


def _answered(flags: list[str], block: Path, limit: float) -> Run:
    from datetime import date

    from planner.alternatives.best_change import best_change
    from planner.alternatives.question import Question
    from planner.alternatives.why import why
    from planner.cli import saved
    from planner.solving.solve import Options

    if flags == ["--best-change"]:
        asked, started = saved.read(block), time.perf_counter()
        rows = best_change(asked, Options(limit)).rows
        unproved = sum(not row.proved for row in rows)
        seconds = time.perf_counter() - started
        return {"answer": seconds, "verdict": f"{len(rows)} rows, {unproved} not proved"}
    given = dict(zip(flags[::2], flags[1::2], strict=True))
    on, load = given.get("--on"), given.get("--load")
    question = Question(
        given.get("--not"), given.get("--instead"), given.get("--exercise"),
        int(given["--week"]) if "--week" in given else None, date.fromisoformat(on) if on else None,
        int(given["--sets"]) if "--sets" in given else None, float(load) if load else None,
    )  # fmt: skip
    asked = saved.read(block)
    started = time.perf_counter()
    answer = why(asked, question, Options(limit)).answer
    how = "proved" if answer.proved else "not proved"
    if answer.verdict == "impossible":
        how = "no reason confirmed" if answer.against is None else f"{len(answer.against)} against"
    return {
        "answer": time.perf_counter() - started,
        "verdict": f"{answer.verdict}, {how}" + "".join(
            f", {one.priority} {one.before} -> {one.after}" for one in answer.costs
        ),
    }  # fmt: skip


def _request_row(name: str, runs: list[Run]) -> str:
    one = runs[0]
    return (
        f"{name:<34}{_middle(runs, 'proof'):>7}{_middle(runs, 'conflict'):>10}"
        f"{one['demands']:>9}{_middle(runs, 'first'):>12}{_middle(runs, 'all'):>7}"
        f"{one['repairs']:>9}{one.get('questions', 0):>11}"
    )


def _middle(runs: list[Run], key: str) -> str:
    """The median; a dash where a run did not get so far."""
    values = [run[key] for run in runs]
    return "-" if None in values else f"{median(values):.1f}"


if __name__ == "__main__":
    main()
