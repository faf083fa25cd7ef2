"""Ladders: the steps by which a number of a scenario can give way, smallest first."""

from __future__ import annotations

from dataclasses import dataclass

from planner.impossible.amend import Change


@dataclass(frozen=True)
class Step:
    """Changes of a scenario in words; `cost` is about one for a natural unit of a wish."""

    changes: tuple[Change, ...]
    words: str
    cost: float


@dataclass(frozen=True)
class Ladder:
    """Steps of one kind, each larger than the one before."""

    kind: str
    steps: tuple[Step, ...]
