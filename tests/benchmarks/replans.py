"""Benchmark: how long planning again takes, for the things that happen to people.

Run by hand from the checkout, `python -m tests.benchmarks.replans --help`; no test looks at a
clock. The block is planned once and kept in --cache; every replan has a process of its own.
A block pays should+prefer. Seconds are of wall-clock time, for the search works on two cores: let
nothing else run beside it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from constraints.block import Block
    from scenarios.schema import Scenario

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path.stem for path in (ROOT / "scenarios" / "athletes").glob("*.toml"))
HEAD = (
    f"{'scenario':<27}{'what':<12}{'on':>12}{'seconds':>9}{'change':>8}{'bound':>7}{'pays':>9}"
    "  outcome"
)


def main() -> None:
    """Measure what is asked for and print a line for each."""
    parser = argparse.ArgumentParser(description="Seconds to plan again.")
    parser.add_argument("--only", action="append", choices=SHIPPED, metavar="NAME",
                        help="repeatable; intermediate_3day_barbell when left out")  # fmt: skip
    parser.add_argument("--what", action="append", choices=sorted(CASES), metavar="CASE",
                        help=f"repeatable; all when left out: {', '.join(CASES)}")  # fmt: skip
    parser.add_argument("--week", type=int, help="the week (from 1) in which it happens (middle)")
    parser.add_argument("--runs", type=int, default=1, help="runs of each case (1)")
    parser.add_argument("--cache", type=Path, default=Path(gettempdir()), help="folder of blocks")
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child is not None:
        name, what, week, cache = asked.child
        print(json.dumps(_measured(name, what, int(week), Path(cache))))
        return
    print(HEAD)
    for name in asked.only or ["intermediate_3day_barbell"]:
        for what in asked.what or CASES:
            runs = [_run(name, what, asked.week or 0, asked.cache) for _ in range(asked.runs)]
            one = runs[0]
            seconds = median(run["seconds"] for run in runs)
            print(f"{name:<27}{what:<12}{one['on']:>12}{seconds:>9.2f}{one['change']:>8}"
                  f"{one['bound']:>7}{one['pays']:>9}  {one['outcome']}", flush=True)  # fmt: skip


def _run(name: str, what: str, week: int, cache: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.replans", "--child", name, what]
    done = subprocess.run(
        [*command, str(week), str(cache)], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    run: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return run


def _block(name: str, cache: Path) -> Block:
    from planner.exports.json import from_json, to_json
    from planner.solving.outcome import Planned
    from planner.solving.solve import plan
    from scenarios.loader import load

    file = cache / f"replans-{name}.block.json"
    if not file.exists():
        outcome = plan(load(name))
        assert isinstance(outcome, Planned), outcome
        cache.mkdir(parents=True, exist_ok=True)
        file.write_bytes(to_json(outcome.block))
    return from_json(file.read_bytes(), str(file))


def _measured(name: str, what: str, week: int, cache: Path) -> dict[str, Any]:
    """One replan, measured in the process that makes it."""
    from planner.replanning.replan import replan
    from planner.solving.outcome import Planned

    block = _block(name, cache)
    row = block.timeline[(week or len(block.timeline) // 2) - 1]
    on = row.start + timedelta(days=2)
    started = time.perf_counter()
    asked, happened = CASES[what](block, on)
    found = replan(block, asked, on, happened, "before")
    seconds = time.perf_counter() - started
    result, pays = type(found.outcome).__name__.lower(), "-"
    if isinstance(found.outcome, Planned):
        result = "unchanged" if found.is_same else "planned"
        pays = "+".join(f"{tier.objective:g}" for tier in found.outcome.block.solve.tiers)
    points, bound = found.changes or ("-", "-")
    return {
        "seconds": seconds, "on": str(on), "change": points, "bound": bound, "pays": pays,
        "outcome": result,
    }  # fmt: skip


Case = tuple["Scenario", Any]


def _with(block: Block, **parts: Any) -> Scenario:
    from scenarios.schema import Scenario

    fields = {name: getattr(block.scenario, name) for name in Scenario.model_fields}
    return Scenario.model_validate({**fields, **parts})


def _happened(block: Block, entries: list[dict[str, Any]]) -> Any:
    from planner.log.done import done
    from planner.log.model import Log, LogEntry

    log = Log(block=block.scenario.id, entry=tuple(LogEntry(**entry) for entry in entries))
    return done(block.as_planned, log)


def _nothing(block: Block, on: date) -> Case:
    entries = [{"what": "done", "uid": one.uid} for one in block.in_order if one.day < on]
    return block.scenario, _happened(block, entries)


def _trip(block: Block, on: date) -> Case:
    from scenarios.schema import Away

    span = Away.model_validate({"from": on, "to": on + timedelta(days=5), "why": "trip"})
    own = block.scenario.availability
    own = own.model_copy(update={"away": (*own.away, span)})
    return _with(block, availability=own), None


def _hotel(block: Block, on: date) -> Case:
    """Next week there is only a hotel gym."""
    from scenarios.schema import Away

    first = on + timedelta(days=7 - on.weekday())
    there = block.scenario.equipment.tokens() & {"dumbbells", "bench", "mat", "floor"}
    span = {"from": first, "to": first + timedelta(days=6), "tools": sorted(there)}
    own = block.scenario.availability
    own = own.model_copy(update={"away": (*own.away, Away.model_validate(span))})
    return _with(block, availability=own), None


def _missed(block: Block, on: date) -> Case:
    last = [one for one in block.in_order if one.day < on][-1]
    return block.scenario, _happened(block, [{"what": "missed", "uid": last.uid}])


def _ill(block: Block, on: date) -> Case:
    """Nothing was trained in the two weeks before."""
    lost = [one for one in block.in_order if on - timedelta(days=14) <= one.day < on]
    return block.scenario, _happened(block, [{"what": "missed", "uid": one.uid} for one in lost])


def _excluded(block: Block, on: date) -> Case:
    """The accessory that is trained most is taken away."""
    coming = [e for one in block.in_order if one.day >= on for e in one.exercises]
    lift = block.scenario.goal.lift
    sets: dict[str, int] = {}
    for entry in coming:
        if entry.exercise != lift:
            sets[entry.exercise] = sets.get(entry.exercise, 0) + entry.sets
    name = max(sorted(sets), key=lambda one: sets[one])
    own = block.scenario.exercises
    own = own.model_copy(update={"exclude": (*own.exclude, name)})
    return _with(block, exercises=own), None


def _shorter(block: Block, on: date) -> Case:
    """There is a quarter less time for each session."""
    longest = max(one.minutes for one in block.sessions)
    own = block.scenario.availability
    return _with(block, availability=own.model_copy(update={"minutes": longest * 3 // 4})), None


def _weaker(block: Block, on: date) -> Case:
    """Two weeks of sets that were harder than planned, and half of them too light."""
    entries = []
    for one in [one for one in block.in_order if one.day < on][-6:]:
        for entry in one.exercises:
            if entry.load is not None and entry.part != "test" and entry.reps <= 10:
                load = round(0.95 * entry.load / 1.25) * 1.25
                sets = [f"{entry.reps} x {entry.load:g} @ 9", f"{entry.reps} x {load:g} @ 9"]
                entries.append({"what": "changed", "uid": one.uid, "exercise": entry.exercise,
                                "part": entry.part, "sets": tuple(sets)})  # fmt: skip
    return block.scenario, _happened(block, entries)


def _moved(block: Block, on: date) -> Case:
    """The last two sessions were held a day later."""
    last = [one for one in block.in_order if one.day < on - timedelta(days=1)][-2:]
    entries = [{"what": "moved", "uid": one.uid, "to": one.day + timedelta(days=1)} for one in last]
    return block.scenario, _happened(block, entries)


def _earlier(block: Block, on: date) -> Case:
    """The test is a week earlier; nothing is new where there is none, or it would be too soon."""
    goal = block.scenario.goal
    if goal.test is None or goal.test - timedelta(days=14) < on:
        return block.scenario, None
    earlier = goal.model_copy(update={"test": goal.test - timedelta(days=7)})
    return _with(block, goal=earlier, phase_plan=()), None  # phases lead to the new day


CASES: dict[str, Callable[[Block, date], Case]] = {
    "nothing": _nothing, "trip": _trip, "hotel": _hotel, "missed": _missed, "ill": _ill,
    "moved": _moved, "weaker": _weaker, "excluded": _excluded, "earlier": _earlier,
    "shorter": _shorter,
}  # fmt: skip


if __name__ == "__main__":
    main()
