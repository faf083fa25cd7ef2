"""Stretches: what each phase of a finished block trains, session by session.

It stands alone because two rules read it: how many exercises are new at a border, and in which
sessions.
"""

from __future__ import annotations

from constraints.block import Block
from scenarios.schema import Scenario


def trained_by_stretch(block: Block) -> dict[int, dict[str, set[str]]]:
    """Exercises of each stretch by session label; tests left out."""
    found: dict[int, dict[str, set[str]]] = {}
    for session in block.in_order:
        stretch = block.timeline[session.week_index].stretch
        names = block.template(session)
        if names:
            found.setdefault(stretch, {}).setdefault(session.label, set()).update(names)
    return found


def with_own_weeks(scenario: Scenario) -> frozenset[str]:
    """Exercises that the athlete gives to certain weeks: those come and go by wish."""
    limits = scenario.exercises.limits
    return frozenset(name for name, own in limits.items() if own.weeks is not None)
