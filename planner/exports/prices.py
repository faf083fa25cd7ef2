"""What a block gives up, rule by rule: said alike on the page and in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from constraints.block import ScoreRow
from planner.exports.words import clean
from scenarios.schema import Priority

SHOWN: Final = 3  # rules at a glance


@dataclass(frozen=True)
class Paid:
    """What one rule costs: all its prices together, and the dearest of its places."""

    priority: Priority
    rule: str
    points: int
    said: str


def paid(rows: Iterable[ScoreRow]) -> tuple[Paid, ...]:
    """Rules by what they cost, the dearest first; `should` before `prefer`."""
    rules: dict[tuple[Priority, str], list[ScoreRow]] = {}
    for row in rows:
        if row.price:
            rules.setdefault((row.priority, row.rule), []).append(row)
    found = (_paid(priority, rule, places) for (priority, rule), places in rules.items())
    return tuple(sorted(found, key=lambda one: (one.priority != "should", -one.points)))


def _paid(priority: Priority, rule: str, places: list[ScoreRow]) -> Paid:
    worst = max(places, key=lambda one: one.price)
    others = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
    return Paid(priority, rule, sum(one.price for one in places), clean(worst.text) + others)
