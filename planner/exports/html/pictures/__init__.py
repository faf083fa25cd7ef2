"""The pictures of a block, each in a file of its own."""

from __future__ import annotations

from constraints.block import Block
from planner.exports.html.pictures import hinge, load, main_lift, minutes, volume
from planner.exports.html.pictures.picture import Picture


def pictures(block: Block) -> tuple[Picture, ...]:
    """Every picture, in the order of the page."""
    return tuple(one.picture(block) for one in (volume, main_lift, hinge, minutes, load))
