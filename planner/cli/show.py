"""`planner show`: print a saved block again, without solving."""

from __future__ import annotations

from planner.cli import console, saved
from planner.cli.options import EveryWeek, SavedBlock, WeeksAsked


def show(
    block: SavedBlock,
    week: WeeksAsked = None,
    every: EveryWeek = False,
) -> None:
    """Print a saved block again, without solving.

    An overview and the first week, or the weeks asked for.
    """
    from planner.cli import table

    console.show(*table.shown(saved.read(block), block, week, every))
