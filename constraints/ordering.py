"""Order inside a session: the keys that settle it, and what a walk through the gym costs.

Order classes come first. Inside the accessories the solver decides; inside the other classes
these keys do: the goal lift first, then the more technical, then the heavier lift (evidence 2.1).
The athlete's own `before` pairs win over the keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from scenarios.catalogue import Exercise
from scenarios.schema import Scenario

ACCESSORY = 4  # the order class inside which the order is a decision
PORTABLE = {"dumbbells", "kettlebells", "band", "sliders", "ball", "partner", "floor"}
RANKS = {"accessory": 0, "heavy_compound": 0, "isolation": 1, "core": 2}


@lru_cache(maxsize=64)
def settled(scenario: Scenario) -> tuple[str, ...]:
    """All exercises in the order that the keys and the athlete's pairs settle.

    Pairs of one order class are respected as long as they have no cycle; a pair that is not
    is caught by the rule `precedence`, which then lets the two not share a session.
    """
    book = scenario.catalogue
    left = sorted(book, key=lambda name: _key(scenario, book[name]))
    pairs = [(a, b) for a, b in scenario.exercises.before if book[a].order == book[b].order]
    done: list[str] = []
    while left:
        free = [
            name for name in left if not any(b == name and a in left and a != b for a, b in pairs)
        ]
        done.append((free or left)[0])
        left.remove(done[-1])
    return tuple(done)


def impossible(scenario: Scenario) -> tuple[tuple[str, ...], ...]:
    """Exercises that cannot share a session in the order that the athlete asks for.

    Pairs against the order of classes; pairs of a class with settled order that a cycle breaks;
    cycles of accessories, which are free as long as one of their members stays out.
    """
    book, order = scenario.catalogue, settled(scenario)
    found = set()
    after: dict[str, list[str]] = {}
    for first, second in scenario.exercises.before:
        if book[first].order == book[second].order == ACCESSORY:
            after.setdefault(first, []).append(second)
        elif order.index(first) >= order.index(second):
            found.add(tuple(sorted({first, second})))

    def walk(path: list[str]) -> None:
        for name in after.get(path[-1], ()):
            if name == path[0]:
                found.add(tuple(sorted(path)))
            elif name not in path:
                walk([*path, name])

    for first in after:
        walk([first])
    return tuple(sorted(found))


def _key(scenario: Scenario, exercise: Exercise) -> tuple[int, bool, int, float, str]:
    percent = exercise.percent[1] if exercise.percent else 0.0
    is_goal = exercise.id == scenario.goal.lift
    return exercise.order, not is_goal, -exercise.technical, -percent, exercise.id


def rank(exercise: Exercise) -> int:
    """0 for compound accessories, 1 for isolation, 2 for core (ORD-3)."""
    return RANKS.get(exercise.modality, 0)


class _Stop(NamedTuple):
    """What of an exercise counts on the walk through the gym."""

    rank: int
    mover: str
    station: str
    is_core: bool


def _stop(exercise: Exercise) -> _Stop:
    is_core = exercise.modality == "core"
    return _Stop(rank(exercise), exercise.prime_mover, exercise.station, is_core)


def _added(done: Sequence[_Stop], one: _Stop) -> int:
    """Faults that come with one more exercise; see `faults`.

    Core exercises may follow one another: they are short, and one mat does for all.
    """
    if not done:
        return 0
    before = done[-1]
    same_mover = before.mover == one.mover and not before.is_core
    stations = [stop.station for stop in done if stop.rank == one.rank]
    was_left = one.station in stations and stations[-1] != one.station
    return (before.rank > one.rank) + same_mover + (was_left and one.station not in PORTABLE)


def faults(exercises: Sequence[Exercise]) -> int:
    """What an order of accessories costs.

    A point for each isolation or core exercise right before a bigger one, for each two
    neighbours with the same prime mover, and for each walk back to a station that was left for
    another exercise of the same rank. Tools that one carries along are no station.
    """
    stops = [_stop(exercise) for exercise in exercises]
    return sum(_added(stops[:place], one) for place, one in enumerate(stops))


@lru_cache(maxsize=4096)
def best_order(scenario: Scenario, names: frozenset[str]) -> tuple[tuple[str, ...], int] | None:
    """The order of these accessories with the fewest faults, and how many that are.

    Depth first over the settled order, so that ties fall to it; the athlete's own pairs hold.
    None when those pairs form a cycle among the names.
    """
    book = scenario.catalogue
    start = [name for name in settled(scenario) if name in names]
    pairs = {(a, b) for a, b in scenario.exercises.before if a in names and b in names}
    best: tuple[tuple[str, ...], int] | None = None

    stops = {name: _stop(book[name]) for name in start}

    def extend(done: list[str], left: list[str], cost: int) -> None:
        nonlocal best
        if best is not None and cost >= best[1]:
            return
        if not left:
            best = tuple(done), cost
            return
        walk = [stops[name] for name in done]
        for name in left:
            if any(b == name and a in left for a, b in pairs):
                continue
            rest = [other for other in left if other != name]
            extend([*done, name], rest, cost + _added(walk, stops[name]))

    extend([], start, 0)
    return best
