"""Demands: one checkable requirement each, as a sentence with its numbers and the keys they are in.

It stands alone because a conflict is made of demands, not of rules: a rule is asked of many weeks,
muscle groups and exercises, and only some of them clash. What no rule posts, such as the days that
can be trained on at all, is a demand as well; it is lifted by changing the scenario.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from constraints.block import Place
from constraints.rule import Rule
from constraints.rules import RULES, asked_by
from planner.impossible.amend import Change
from planner.impossible.sentences import said_of
from scenarios.schema import Scenario

ORDER: Final = {kind.slug: number for number, kind in enumerate(RULES)}
SHAPE_FROM: Final = ORDER["session-balance"]  # before: what the athlete asks for
RECOVERY_FROM: Final = ORDER["swings"]  # from here on: recovery and the back
NARROWING: Final = tuple(kind.slug for kind in RULES if kind.narrows)


@dataclass(frozen=True, order=True)
class Spot:
    """Where a rule demands something: the finest that can be left out of a model.

    Weeks count from 1; 0 is the whole block. Exercise and muscle are empty where none is meant.
    """

    rule: str
    week: int = 0
    exercise: str = ""
    muscle: str = ""


def spot_of(rule: Rule, where: Place) -> Spot:
    """The spot of a place."""
    return Spot(rule.slug, where.week or 0, where.exercise or "", where.muscle or "")


@dataclass(frozen=True)
class Demand:
    """One demand in words.

    `weeks` count from 1 and are empty for the whole block; `keys` are dotted keys of the scenario
    that hold its numbers. It stands for `spots` in the model, or is lifted by `freed`.
    """

    rule: str
    sentence: str
    keys: tuple[str, ...]
    weeks: tuple[int, ...] = ()
    exercises: tuple[str, ...] = ()
    muscle: str = ""
    spots: frozenset[Spot] = field(default=frozenset(), compare=False)
    freed: tuple[Change, ...] = field(default=(), compare=False)


def demands_of(scenario: Scenario, spots: Iterable[Spot]) -> tuple[Demand, ...]:
    """Spots as demands, in the order of RULES.

    The same demand in several weeks is one, and so are the exercises that one list keeps out.
    """
    rules = {rule.slug: rule for rule in reversed(asked_by(scenario)) if rule.priority == "must"}
    found: dict[tuple[object, ...], list[tuple[Spot, str]]] = {}
    for spot in sorted(spots, key=lambda one: (ORDER[one.rule], one)):
        sentence, keys = said_of(scenario, rules[spot.rule], spot)
        is_list = spot.rule == "equipment" or keys in (("exercises.exclude",), ("exercises.only",))
        what = () if is_list else (sentence, spot.exercise, spot.muscle)
        found.setdefault((spot.rule, keys, *what), []).append((spot, sentence))
    return tuple(
        _demand(str(rule), keys, ours)
        for (rule, keys, *_), ours in found.items()
        if isinstance(keys, tuple)
    )


def _demand(rule: str, keys: tuple[str, ...], ours: list[tuple[Spot, str]]) -> Demand:
    names = tuple(dict.fromkeys(spot.exercise for spot, _ in ours if spot.exercise))
    first, sentence = ours[0]
    if len(names) > 1 and keys == ("exercises.exclude",):
        sentence = f"{', '.join(names)}: excluded."
    elif len(names) > 1 and rule == "equipment":
        parts = dict.fromkeys(said.partition(";")[0].rstrip(".") for _, said in ours)
        owned = sentence.partition(";")[2]
        sentence = f"{', '.join(parts)}{f';{owned}' if owned else '.'}"
    return Demand(
        rule, sentence, keys, tuple(sorted({spot.week for spot, _ in ours if spot.week})),
        names, first.muscle, frozenset(spot for spot, _ in ours),
    )  # fmt: skip


def tier(scenario: Scenario, slug: str) -> int:
    """Whose demand it is: 0 a wish of the athlete's, 1 dose and balance, 2 recovery.

    What the athlete's own file states is the athlete's own.
    """
    kind = RULES[ORDER[slug]]
    if ORDER[slug] < SHAPE_FROM or slug == "main-lift":
        return 0
    is_own = any(key in scenario.written and "*" not in key for key in kind.numbers)
    return 0 if is_own else 1 if ORDER[slug] < RECOVERY_FROM else 2
