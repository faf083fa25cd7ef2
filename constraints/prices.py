"""What a price point weighs: the one table of units and weights.

Inside a tier, prices are small integers. A point is one natural unit of its rule (each rule says
which in `point`); the weight says how many such points a breach counts as. All [P]: choices of
this project, not science.
"""

from __future__ import annotations

WEIGHTS = {
    "session-count": 8,
    "volume-minimum": 2,
    "preferred-exercises": 3,
    "phase-targets": 2,
    "main-rise": 4,
    "rise": 2,
}
DEFAULT_WEIGHT = 1


def weight_of(slug: str) -> int:
    """Points that one unit of a rule's excess counts."""
    return WEIGHTS.get(slug, DEFAULT_WEIGHT)
