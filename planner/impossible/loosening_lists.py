"""Loosenings of lists: exercises, tools, the goal lift, and rules that become a wish.

They stand alone because each is one step: a name comes or goes, there is nothing between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from planner.impossible.amend import Change, value_of
from planner.impossible.demands import Demand
from planner.impossible.ladder import Ladder, Step
from scenarios.catalogue import can_do
from scenarios.equipment import PLATES, UNLOADED
from scenarios.loader import layer
from scenarios.schema import Scenario

MOST_NAMES: Final = 12  # of a long list; each is tried by itself


def lists(scenario: Scenario, demand: Demand, what: str) -> Iterator[Ladder]:
    """An exercise leaves a list, or a pair does, or it is let in."""
    key, given = f"exercises.{what}", list(getattr(scenario.exercises, what))
    if what == "before":
        for pair in given:
            others = [list(other) for other in given if other != pair]
            change = Change(key, [list(one) for one in given], others)
            yield Ladder("order", (Step((change,), f"no longer {pair[0]} before {pair[1]}", 2),))
        return
    for name in demand.exercises[:MOST_NAMES]:
        after: list[Any] = [one for one in given if one != name]
        words = f"{name} no longer {_LISTED_AS.get(what, what)}"
        if what == "only":
            after, words = [*given, name], f"{name} among the exercises to plan with"
        cost = 3 if what == "pin" else 2
        yield Ladder(what, (Step((Change(key, given, after),), words, cost),))
    if what == "exclude" and len(demand.exercises) > 1:
        after = [one for one in given if one not in demand.exercises]
        words = f"{', '.join(demand.exercises)} no longer excluded"
        change, cost = Change(key, given, after), 2 * len(demand.exercises)
        yield Ladder(what, (Step((change,), words, cost),))


_LISTED_AS: Final = {"pin": "pinned", "exclude": "excluded", "prefer": "preferred"}


def tools(scenario: Scenario, demand: Demand, key: str) -> Iterator[Ladder]:
    """A tool that is missing, or weights that are."""
    unit = scenario.athlete.units
    if demand.rule in ("equipment", "test-tools"):
        for step in missing_tools(scenario, demand.exercises):
            yield Ladder("tool", (step,))
        return
    given = value_of(scenario, key)
    weights = given.get("weights") if isinstance(given, dict) else None
    if weights:
        for extra in BELLS[unit]:
            if extra not in weights:
                after = sorted([*weights, extra])
                words = f"a {key.rpartition('.')[2].rstrip('s')} of {extra} {unit} as well"
                yield Ladder("tool", (Step((Change(key, weights, after),), words, 5),))


def missing_tools(scenario: Scenario, names: Iterable[str] | None = None) -> Iterator[Step]:
    """Tools that the athlete has not, and with which one of these exercises could be done.

    Args:
        scenario: the request.
        names: exercises that are meant; every one that cannot be done without, when None.
    """
    owned = scenario.equipment.tokens()
    meant = scenario.catalogue if names is None else names
    needed = [scenario.catalogue[name].equipment for name in meant]
    if names is None:
        needed = [one for one in needed if not can_do(one, owned)]
    for tool, value, words in _shop(scenario.athlete.units):
        helps = any(tool in one and can_do(one, {*owned, tool}) for one in needed)
        if tool not in owned and helps:
            yield Step((_bought(scenario, tool, value),), words, 8)


BELLS: Final = {
    "kg": (8, 12, 16, 20, 24, 28, 32, 36, 40),
    "lb": (18, 26, 35, 44, 53, 62, 70, 80, 88),
}


def _shop(unit: str) -> Iterator[tuple[str, Any, str]]:
    """Tools with the value that a file gives them, and words."""
    plates = PLATES[unit]
    yield "barbell", {"bar": 20 if unit == "kg" else 45, "plates": plates}, "a barbell with plates"
    trap = {"bar": 25 if unit == "kg" else 45, "plates": plates}
    yield "trap_bar", trap, "a trap bar with plates"
    yield "dumbbells", {"from": 2, "to": 40, "step": 2} if unit == "kg" else {
        "from": 5, "to": 90, "step": 5}, "dumbbells"  # fmt: skip
    yield "kettlebells", list(BELLS[unit][1:7:2]), "kettlebells"
    for tool in UNLOADED:
        yield tool, None, f"{tool} at hand"


def _bought(scenario: Scenario, tool: str, value: Any) -> Change:
    if value is not None:
        return Change(f"equipment.{tool}", None, value)
    other = list(scenario.equipment.other)
    return Change("equipment.other", other, [*other, tool])


def other_lifts(scenario: Scenario, demands: Sequence[Demand]) -> Iterator[Ladder]:
    """Another goal lift, where the athlete cannot do this one at all."""
    lift = scenario.catalogue[scenario.goal.lift]
    rules = {one.rule for one in demands if not one.exercises or lift.id in one.exercises}
    is_lost = "main-lift" in rules and bool(rules & {"equipment", "exercise-pool"})
    if not is_lost and "test-tools" not in rules:
        return
    owned, own = scenario.equipment.tokens(), scenario.exercises
    for other in scenario.catalogue.values():
        if (
            other.id != lift.id and other.is_hinge and other.modality != "olympic"
            and can_do(other.equipment, owned) and other.id not in own.exclude
            and (not own.only or other.id in own.only)
            and other.technical <= scenario.effort.technical
            and other.axial <= scenario.lumbar.axial_class
        ):  # fmt: skip
            change = Change("goal.lift", lift.id, other.id)
            yield Ladder("lift", (Step((change,), f"{other.id} as goal lift", 12),))


def softer_ranks(demands: Sequence[Demand]) -> Iterator[Ladder]:
    """A rule that may become a wish."""
    softer = layer("base")["priorities"]
    for slug in dict.fromkeys(demand.rule for demand in demands if not demand.freed):
        if slug in softer:
            change = Change(f"priorities.{slug}", "must", "should")
            yield Ladder("rank", (Step((change,), f"{slug} as a wish (should), no must", 20),))
