"""What a finished block pays and what was proved of it: plain frozen values.

The field names are the file contract of `NAME.block.json`.
"""

from __future__ import annotations

from typing import Literal

from constraints.session import Frozen
from scenarios.schema import Priority


class Place(Frozen):
    """Where a breach is; what does not apply is null."""

    week: int | None = None
    session: str | None = None
    exercise: str | None = None
    muscle: str | None = None


class ScoreRow(Frozen):
    """One price that the block pays."""

    rule: str
    priority: Priority
    where: Place
    text: str
    measured: float
    limit: float
    unit: str
    price: int


class TierRow(Frozen):
    """One level of the objective: what was found and what was proved."""

    priority: Literal["should", "prefer"]
    objective: int
    bound: int
    status: Literal["optimal", "feasible"]


class Solve(Frozen):
    """What the solver proved."""

    status: Literal["optimal", "feasible"]
    gap: float
    tiers: tuple[TierRow, ...]
    seed: int
    solver: str
    planner: str
