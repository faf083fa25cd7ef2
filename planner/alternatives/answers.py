"""Answers: what a block pays when something in it is otherwise, as structures.

They stand alone because the structure comes first: a search fills it in, the command line prints a
view of it, others read it as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from constraints.block import Block, Frozen
from planner.explaining.difference import Difference
from planner.explaining.explain import TIERS, Tier
from planner.impossible.answer import DemandRow

Verdict = Literal["possible", "impossible", "undecided"]
Pair = tuple[int, int]  # of should and prefer


class Cost(Frozen):
    """What one tier pays in the block, in the best block otherwise, and at least."""

    priority: Tier
    before: int
    after: int
    least: int


def costs_of(before: Pair, after: Pair, least: Pair) -> tuple[Cost, ...]:
    """Prices tier by tier."""
    rows = zip(TIERS, before, after, least, strict=True)
    return tuple(Cost(priority=p, before=b, after=a, least=least) for p, b, a, least in rows)


class Nearby(Frozen):
    """What the alternative costs where only some weeks (from 1) may change; see `Cost`."""

    weeks: tuple[int, ...]
    costs: tuple[Cost, ...]


class Answer(Frozen):
    """What became of an alternative.

    `possible`: `costs` are exact where `proved`, else lie between `least` and `after`; `change`
    leads from the block to the best one with the alternative; `nearby` is dearer, but leaves all
    other weeks alone. `impossible`: `against` are demands that it clashes with, all needed where
    `minimal`; null where none were confirmed in time, empty where not even a plan without demands
    allows it. `undecided` is not the same as impossible. `base_proved` tells whether the block
    itself was proved to be the best.
    """

    format: Literal["posterior-chain-why"] = "posterior-chain-why"
    version: Literal[1] = 1
    scenario: str
    alternative: str
    verdict: Verdict
    base_proved: bool
    proved: bool
    stopped: bool = False
    costs: tuple[Cost, ...] = ()
    change: Difference | None = None
    nearby: Nearby | None = None
    against: tuple[DemandRow, ...] | None = None
    minimal: bool = False


@dataclass(frozen=True)
class Answered:
    """An answer, and the block with the alternative where there is one."""

    answer: Answer
    block: Block | None = None
