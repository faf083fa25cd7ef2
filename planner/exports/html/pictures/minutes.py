"""Minutes of every session against the time that there is."""

from __future__ import annotations

from typing import Final

from constraints.block import Block
from planner.exports.html.figure import COLOUR, drawn
from planner.exports.html.pictures.picture import Picture, ceiling, edge, number_weeks, week_name
from planner.exports.words import clean, day
from scenarios import timeline

_HEIGHT: Final = 150


def picture(block: Block) -> Picture:
    """A bar for each session, in groups by week."""
    most = block.scenario.availability.minutes
    limits = _limits(block)
    longest = max((session.minutes for session in block.sessions), default=0)
    says = f"The longest session takes {longest} of the {most} minutes that there are."
    title = "Minutes of each session"
    return Picture(
        name="minutes", title=title, says=says,
        key="Warm-up and rest included. Short lines: sessions whose own window is shorter."
        if any(limit < most for limit in limits.values())
        else "Warm-up and rest included.",
        svg=_svg(block, limits, title, says),
        head=("Week", "Session", "Minutes", "At most"),
        rows=tuple(
            (
                week_name(block.timeline[one.week_index]), f"{clean(one.label)}, {day(one.day)}",
                str(one.minutes), str(limits[one.uid]),
            )
            for one in block.in_order
        ),
    )  # fmt: skip


def _limits(block: Block) -> dict[str, int]:
    """Minutes of the window that each session takes, by its uid."""
    windows = {slot.start: slot.minutes for slot in timeline.slots(block.scenario)}
    most = block.scenario.availability.minutes
    return {one.uid: windows.get(one.local_start, most) for one in block.sessions}


def _svg(block: Block, limits: dict[str, int], title: str, says: str) -> str:
    most = block.scenario.availability.minutes
    with drawn(_HEIGHT) as drawing:
        drawing.margins(22, 6, 18, 22)
        (axes,) = drawing.axes
        widest = max((len(block.of_week(week.index)) for week in block.timeline), default=1)
        width = 0.8 / max(widest, 1)
        for week in block.timeline:
            sessions = block.of_week(week.index)
            first = week.index - (len(sessions) - 1) * width / 2
            for place, session in enumerate(sessions):
                x = first + place * width
                role = "bar" if week.is_loading else "soft"
                axes.bar(x, session.minutes, 0.82 * width, color=COLOUR[role], zorder=2, **edge())
                limit = limits[session.uid]
                if limit < most:
                    axes.plot((x - width / 2, x + width / 2), (limit, limit),
                              color=COLOUR["ink"], linewidth=1.2, zorder=3)  # fmt: skip
        ceiling(axes, most, f"at most {most}")
        longest = max((session.minutes for session in block.sessions), default=0)
        axes.set_ylim(0, 1.12 * max(most, longest))
        half = most // 2
        axes.set_yticks([half, most], [str(half), str(most)])
        number_weeks(axes, block)
        return drawing.svg("minutes", title, says)
