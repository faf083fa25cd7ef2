"""One picture of the page: caption, drawing, and the same numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator

from constraints.block import Block
from planner.exports.html.figure import COLOUR
from scenarios import odd_weeks
from scenarios.timeline import Week, shown_week

BAR_WIDTH: Final = 0.72  # of a week
_MOST_LABELS: Final = 13  # weeks that can all be numbered

_LEAST_ROOM: Final = 6  # weeks; so that a single bar does not fill the picture

Row = tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """`says` stands above the drawing, `key` explains its signs, `svg` is empty without data."""

    name: str
    title: str
    says: str
    key: str
    svg: str
    head: Row
    rows: tuple[Row, ...]


def week_name(week: Week) -> str:
    """A week's number, with a star where it is a deload."""
    return f"{shown_week(week.index)}{'*' if week.deload else ''}"


def colours(block: Block) -> list[str]:
    """The colour of each week's bar: pale for deload, taper and short weeks."""
    short = odd_weeks.short_weeks(block.scenario)
    return [
        COLOUR["bar" if week.is_loading and week.index not in short else "soft"]
        for week in block.timeline
    ]


def edge() -> dict[str, Any]:
    """The rim of every bar, so that pale ones stand out from the page as well."""
    return {"edgecolor": COLOUR["bar"], "linewidth": 0.8}


def number_weeks(axes: Axes, block: Block, every: int = 1) -> None:
    """Numbers of the weeks below an axes; in long blocks only some of them."""
    weeks = block.timeline
    step = every if len(weeks) <= _MOST_LABELS else 2 * every
    shown = [week for week in weeks if week.index % step == 0]
    axes.xaxis.set_major_locator(FixedLocator([week.index for week in shown]))
    axes.set_xticklabels([week_name(week) for week in shown])
    axes.set_xlim(-0.6, max(len(weeks), _LEAST_ROOM) - 0.4)


def ceiling(axes: Axes, most: float, label: str) -> None:
    """A cap as a dashed line with its name above its right end."""
    axes.axhline(most, color=COLOUR["ink"], linewidth=1.2, linestyle=(0, (4, 3)))
    axes.annotate(
        label, (1, most), xycoords=("axes fraction", "data"), xytext=(0, 3),
        textcoords="offset points", ha="right", va="bottom", color=COLOUR["ink"], fontsize=10.5,
    )  # fmt: skip
