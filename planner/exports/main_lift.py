"""The main lift week by week: its hardest set, and what of it can be compared over the weeks.

It stands alone because the picture of the page and the line of the terminal must show the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from constraints.block import Block, Entry
from scenarios.timeline import Week


@dataclass(frozen=True)
class Top:
    """The hardest entry of the main lift in a week."""

    week: Week
    entry: Entry


@dataclass(frozen=True)
class Measure:
    """What every week is measured in: its name in words, and its unit ("%", "kg", "lb" or "")."""

    name: str
    unit: str

    def of(self, entry: Entry) -> float | None:
        """What an entry measures; None where it does not say."""
        return {"%": entry.percent, "kg": entry.load, "lb": entry.load}.get(self.unit, entry.rpe)


def tops(block: Block) -> tuple[Top, ...]:
    """The hardest entry of each week in which the main lift is trained; a test comes first."""
    found = []
    for week in block.timeline:
        entries = [
            entry
            for session in block.of_week(week.index)
            for entry in session.exercises
            if entry.exercise == block.scenario.goal.lift
        ]
        if entries:
            found.append(Top(week, max(entries, key=_hardness)))
    return tuple(found)


def measure(found: tuple[Top, ...]) -> Measure:
    """What can be compared: percent of the 1RM where any is known, else load, else RPE."""
    entries = [top.entry for top in found]
    if any(entry.percent is not None for entry in entries):
        return Measure("percent of the 1RM", "%")
    if any(entry.load is not None for entry in entries):
        return Measure("load", entries[0].unit)
    return Measure("RPE", "")


def _hardness(entry: Entry) -> tuple[bool, float, float, float, int]:
    return (
        entry.part == "test", entry.percent or 0, entry.load or 0, entry.rpe or 0, -entry.order,
    )  # fmt: skip
