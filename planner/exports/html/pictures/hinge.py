"""The timeline of hinge stress: each week a row, each hinge session a mark, hours between them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from constraints import gaps
from constraints.block import Block, Session
from constraints.lines import Tier
from constraints.rules.hinge_gap import (
    TIERS,
    HingeGap,
    HingeModerateGap,
    LightGap,
    ModerateGap,
)
from planner.exports.html.figure import COLOUR, drawn
from planner.exports.html.pictures.picture import Picture, week_name
from planner.exports.words import day
from scenarios import timeline
from scenarios.schema import WEEKDAYS

_ROW: Final = 24  # height, in units
_ROOM: Final = 0.5  # of a day, that a number needs
_RULES: Final = (HingeGap, HingeModerateGap, ModerateGap, LightGap)
_MARKS: Final = {  # shape and size differ too: a colour alone is not enough
    Tier.LIGHT: ("o", 6.0, "light"),
    Tier.MODERATE: ("D", 7.0, "moderate"),
    Tier.HEAVY: ("s", 10.0, "heavy"),
}


@dataclass(frozen=True)
class _Event:
    """A session with hinges, ours or planned elsewhere."""

    start: datetime
    tier: Tier
    is_ours: bool


def picture(block: Block) -> Picture:
    """Rows are weeks; the number between two marks is hours from start to start."""
    events = _events(block)
    title, says = "Hinge stress and recovery", _says(block, events)
    elsewhere = "" if all(one.is_ours for one in events) else " Hollow: planned elsewhere."
    return Picture(
        name="hinge", title=title, says=says,
        key="Each row is a week. A number is the hours since the hinge session before, start to "
        f"start.{elsewhere}" if events else "",
        svg=_svg(block, events, title, says) if events else "",
        head=("Session", "Hinge stress", "Hours since the last"),
        rows=tuple(_rows(events)),
    )  # fmt: skip


def _events(block: Block) -> tuple[_Event, ...]:
    ours = [_Event(one.local_start, block.tier(one), True) for one in block.in_order]
    others = [
        _Event(one.start, TIERS[one.hinge], False) for one in timeline.elsewhere(block.scenario)
    ]
    hinges = [one for one in (*ours, *others) if one.tier > Tier.NONE]
    return tuple(sorted(hinges, key=lambda one: (one.start, one.tier, one.is_ours)))


def _says(block: Block, events: tuple[_Event, ...]) -> str:
    """For each rule of recovery the shortest gap of the block beside what is asked."""
    if not events:
        return "No session of this block holds a hinge that loads the lower back."
    found = []
    tier = {session.uid: block.tier(session) for session in block.in_order}
    for kind in _RULES:
        for rule in kind.asked_by(block.scenario):
            hours = [
                apart
                for one, other in {(rule.first, rule.second), (rule.second, rule.first)}
                for _, _, apart, _ in gaps.short_pairs(
                    block, math.inf, _reaching(tier, one), _reaching(tier, other)
                )
            ]
            if hours:
                pair = " to ".join(one.name.lower() for one in (rule.first, rule.second))
                found.append(f"{pair} {min(hours):g}\u00a0h (at least {rule.hours:g}\u00a0h)")
    return f"Shortest gaps: {'; '.join(found)}." if found else "There is no gap to keep."


def _reaching(tier: dict[str, Tier], least: Tier) -> Callable[[Session], bool]:
    return lambda session: tier[session.uid] >= least


def _rows(events: tuple[_Event, ...]) -> Iterator[tuple[str, ...]]:
    before: _Event | None = None
    for one in events:
        hours = "" if before is None else f"{timeline.hours_between(before.start, one.start):g}"
        where = "" if one.is_ours else ", elsewhere"
        yield f"{day(one.start.date())}, {one.start:%H:%M}{where}", one.tier.name.lower(), hours
        before = one


def _svg(block: Block, events: tuple[_Event, ...], title: str, says: str) -> str:
    weeks = block.timeline
    with drawn(_ROW * len(weeks) + 48) as drawing:
        drawing.margins(26, 6, 24, 24)
        (axes,) = drawing.axes
        days = weeks[0].days
        for offset in range(days + 1):
            axes.axvline(offset, color=COLOUR["line"], linewidth=0.8, zorder=0)
        for week in weeks:
            axes.axhline(week.index, color=COLOUR["line"], linewidth=0.8, zorder=0)
        _gaps(axes, block, events)
        for one in events:
            row, x = _place(block, one.start)
            shape, size, role = _MARKS[one.tier]
            axes.plot(
                [x], [row], marker=shape, markersize=size, zorder=4, color=COLOUR[role],
                markerfacecolor=COLOUR[role] if one.is_ours else COLOUR["paper"],
                markeredgecolor=COLOUR["ink" if one.is_ours else role],
                markeredgewidth=0.8 if one.is_ours else 2,
            )  # fmt: skip
        axes.set_xlim(0, days)
        axes.set_ylim(len(weeks) - 0.4, -0.6)
        axes.set_yticks(range(len(weeks)), [week_name(week) for week in weeks])
        axes.set_xticks([offset + 0.5 for offset in range(days)], _day_names(block))
        axes.xaxis.tick_top()
        axes.spines["bottom"].set_visible(False)
        _legend(axes, events)
        return drawing.svg("hinge", title, says)


def _place(block: Block, start: datetime) -> tuple[int, float]:
    """Row and place in it: the week, and days since it began."""
    first = datetime.combine(block.timeline[0].start, datetime.min.time())
    days = (start - first) / timedelta(days=1)
    row = min(max(int(days // block.timeline[0].days), 0), len(block.timeline) - 1)
    return row, days - row * block.timeline[0].days


def _gaps(axes: Axes, block: Block, events: tuple[_Event, ...]) -> None:
    """Lines between the marks, over the end of a row where needed, with their hours."""
    days = block.timeline[0].days
    rules = [rule for kind in _RULES for rule in kind.asked_by(block.scenario)]
    for a, b in pairwise(events):
        (row_a, x_a), (row_b, x_b) = _place(block, a.start), _place(block, b.start)
        hours = timeline.hours_between(a.start, b.start)
        role = "warn" if hours < _asked(rules, a, b) else "muted"
        for row in range(row_a, row_b + 1):
            left, right = x_a if row == row_a else 0, x_b if row == row_b else days
            axes.plot((left, right), (row, row), color=COLOUR[role], linewidth=1, zorder=2)
        row, left, right = row_b, x_a if row_a == row_b else 0.0, x_b
        if right - left < _ROOM and row_a < row_b:  # little room before the mark: after the last
            row, left, right = row_a, x_a, float(days)
        if hours and right - left >= _ROOM:
            axes.annotate(
                f"{hours:g}", ((left + right) / 2, row), ha="center", va="center_baseline",
                fontsize=10.5, zorder=3, color=COLOUR["warn" if role == "warn" else "ink"],
                bbox={"boxstyle": "square,pad=0.25", "facecolor": COLOUR["paper"],
                      "edgecolor": "none"},
            )  # fmt: skip


def _asked(rules: list[HingeGap], a: _Event, b: _Event) -> float:
    """Least hours that the rules ask between two hinge sessions of these tiers."""
    return max(
        (
            rule.hours
            for rule in rules
            if max(a.tier, b.tier) >= rule.first and min(a.tier, b.tier) >= rule.second
        ),
        default=0,
    )


def _day_names(block: Block) -> list[str]:
    """Weekdays where a week has seven days, else the number of the day."""
    first = block.timeline[0]
    if first.days != len(WEEKDAYS):
        return [f"day {offset + 1}" if offset == 0 else str(offset + 1)
                for offset in range(first.days)]  # fmt: skip
    dates = (first.start + timedelta(days=offset) for offset in range(first.days))
    return [WEEKDAYS[when.weekday()][:3].capitalize() for when in dates]


def _legend(axes: Axes, events: tuple[_Event, ...]) -> None:
    shown = sorted({one.tier for one in events})
    handles = [
        Line2D([], [], linestyle="", marker=_MARKS[tier][0], markersize=_MARKS[tier][1],
               color=COLOUR[_MARKS[tier][2]], markeredgecolor=COLOUR["ink"],
               markeredgewidth=0.8, label=tier.name.lower())
        for tier in shown
    ]  # fmt: skip
    axes.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0, 0), ncols=len(handles),
        frameon=False, fontsize=10.5, handletextpad=0.2, columnspacing=1.4, borderaxespad=0.6,
        borderpad=0,
    )  # fmt: skip
