"""What became of a request: planned, proved impossible, or not decided in time.

A union, never `False` or infinity: running out of time is not the same as impossible.
"""

from __future__ import annotations

from dataclasses import dataclass

from constraints.audit import Report
from constraints.block import Block


@dataclass(frozen=True)
class Statistics:
    """What a solve took; never part of the block, which is the same on every run.

    Times in seconds of wall clock; `first` is None when no block was found.
    """

    variables: int
    constraints: int
    build: float
    first: float | None
    proof: float


@dataclass(frozen=True)
class Planned:
    """A block that breaks no `must`, with its audit; proved when `block.solve.gap` is 0."""

    block: Block
    report: Report
    statistics: Statistics
    stopped: bool = False

    @property
    def is_proved(self) -> bool:
        """Whether every tier was proved optimal."""
        return self.block.solve.status == "optimal"


@dataclass(frozen=True)
class Infeasible:
    """Proved: no block keeps every `must`; `planner.impossible.answer` answers why."""

    statistics: Statistics


@dataclass(frozen=True)
class Undecided:
    """Time ran out, or the solve was stopped, before a block was found or excluded."""

    statistics: Statistics
    stopped: bool = False


Outcome = Planned | Infeasible | Undecided
