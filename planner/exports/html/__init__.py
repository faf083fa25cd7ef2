"""The page of a block: one HTML file that needs no network, no script and no other file.

It stands alone because only here are templates and a plotting library needed; both are imported
when a page is asked for, so that every other command starts as quickly as before.
"""

from __future__ import annotations

from constraints.block import Block


def to_html(block: Block) -> bytes:
    """The block as one HTML file: UTF-8, LF; the same block gives the same bytes."""
    from planner.exports.html.page import page

    return page(block).encode()


def to_pdf(block: Block) -> bytes:
    """The page as PDF; the same block gives the same bytes.

    Raises:
        PlannerError: the library that makes it is missing.
    """
    from planner.exports.html.paper import pdf

    return pdf(block)
