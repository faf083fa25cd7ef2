"""Order inside a session: the keys that settle it, and what a walk through the gym costs.

Order classes come first. Inside the accessories the solver decides; inside the other classes
these keys do: the goal lift first, then the more technical, then the heavier lift (evidence 2.1).
The athlete's own `before` pairs win over the keys.
"""

from __future__ import annotations

from collections.abc import Sequence

from constraints.lines import Line
from scenarios.catalogue import Exercise
from scenarios.schema import Scenario

RANKS = {"accessory": 0, "heavy_compound": 0, "isolation": 1, "core": 2}


def settled(scenario: Scenario) -> tuple[str, ...]:
    """All exercises in the order that the keys and the athlete's pairs settle.

    Pairs of one order class are respected as long as they have no cycle; a pair that is not
    is caught by the rule `precedence`, which then lets the two not share a session.
    """
    left = sorted(scenario.catalogue, key=lambda name: _key(scenario, scenario.catalogue[name]))
    done: list[str] = []
    while left:
        free = [
            name
            for name in left
            if not any(b == name and a in left and a != b for a, b in _pairs(scenario))
        ]
        done.append((free or left)[0])
        left.remove(done[-1])
    return tuple(done)


def _pairs(scenario: Scenario) -> list[tuple[str, str]]:
    book = scenario.catalogue
    return [(a, b) for a, b in scenario.exercises.before if book[a].order == book[b].order]


def _key(scenario: Scenario, exercise: Exercise) -> tuple[int, bool, int, float, str]:
    percent = exercise.percent[1] if exercise.percent else 0.0
    is_goal = exercise.id == scenario.goal.lift
    return exercise.order, not is_goal, -exercise.technical, -percent, exercise.id


def drops(exercises: Sequence[Exercise]) -> int:
    """How often an isolation or core exercise stands right before a bigger one."""
    ranks = [rank(exercise) for exercise in exercises]
    return sum(a > b for a, b in zip(ranks, ranks[1:], strict=False))


def rank(exercise: Exercise) -> int:
    """0 for compound accessories, 1 for isolation, 2 for core (ORD-3)."""
    return RANKS.get(exercise.modality, 0)


def repeats(exercises: Sequence[Exercise]) -> int:
    """How often two neighbours share their prime mover."""
    movers = [exercise.prime_mover for exercise in exercises]
    return sum(a == b for a, b in zip(movers, movers[1:], strict=False))


def returns(exercises: Sequence[Exercise]) -> int:
    """How often one walks back to a station that was left before."""
    stations = [exercise.station for exercise in exercises]
    changes = sum(a != b for a, b in zip(stations, stations[1:], strict=False))
    return changes - (len(set(stations)) - 1 if stations else 0)
