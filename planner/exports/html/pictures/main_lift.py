"""The main lift over the weeks: percent and reps, with phases, deloads and the test."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from matplotlib.axes import Axes

from constraints.block import Block
from planner.exports import words
from planner.exports.html.figure import COLOUR, drawn
from planner.exports.html.pictures.picture import BAR_WIDTH, Picture, edge, number_weeks, week_name
from planner.exports.main_lift import Measure, Top, measure, tops
from planner.exports.words import load, name, number, percent, scheme, work

_HEIGHT: Final = 300
_LETTER: Final = 6.6  # units of width
_SHORT: Final = {
    "accumulation": "Accum.", "intensification": "Intens.", "realization": "Realiz.",
    "taper": "Taper", "maintenance": "Maint.",
}  # fmt: skip


def picture(block: Block) -> Picture:
    """Above: how heavy, below: how many reps; one dot or bar a week, its hardest set."""
    lift = name(block, block.scenario.goal.lift)
    found = tops(block)
    by = measure(found)
    title = f"{lift}, week by week"
    has_test = any(top.entry.part == "test" for top in found)
    key = (
        f"Above: {by.name} of the hardest set of each week. Below: its reps."
        f"{' Hatched: deload (*).' if any(week.deload for week in block.timeline) else ''}"
        f"{' Star: the test.' if has_test else ''}"
    )
    says = _says(lift, found, by)
    svg = _svg(block, found, by, title, says) if found else ""
    return Picture(
        name="main-lift", title=title, says=says, key=key if found else "", svg=svg,
        head=("Week", "Phase", "Sets and reps", "Load", "Percent"),
        rows=tuple(
            (
                week_name(top.week), top.week.phase,
                f"{scheme(top.entry)}{' (test)' if top.entry.part == 'test' else ''}",
                load(top.entry), percent(block, top.entry),
            )
            for top in found
        ),
    )  # fmt: skip


def _says(lift: str, found: tuple[Top, ...], by: Measure) -> str:
    if not found:
        return f"{lift} is the goal, but not trained in this block."
    values = [value for top in found if (value := by.of(top.entry)) is not None]
    reps = [top.entry.reps for top in found]
    if len(found) == 1 or not values:
        return f"{lift}: {work(found[0].entry)}."
    after = by.unit if by.unit == "%" else f" {by.unit}".rstrip()
    first, last = f"{number(values[0])}{after}", f"{number(values[-1])}{after}"
    low, high = min(reps), max(reps)
    span = f"sets of {low}" if low == high else f"sets of {low} to {high}"
    return (
        f"{by.name[:1].upper()}{by.name[1:]}: {first} in week {found[0].week.index + 1}, {last} in "
        f"week {found[-1].week.index + 1}; {span} {found[0].entry.rep_unit}."
    )


def _svg(block: Block, found: tuple[Top, ...], by: Measure, title: str, says: str) -> str:
    with drawn(_HEIGHT, 2, 1, sharex=True, height_ratios=(3, 2)) as drawing:
        drawing.margins(6, 6, 42, 22, hspace=0.34)
        upper, lower = drawing.axes
        _phases(drawing.axes, block)
        _heavy(upper, found, by)
        _reps(lower, found)
        number_weeks(lower, block)
        unit = f", {by.unit}" if by.unit in ("kg", "lb") else ""
        upper.set_title(f"{by.name[:1].upper()}{by.name[1:]}{unit}", pad=24, fontsize=11.5)
        unit_of_reps = "Seconds" if found[0].entry.rep_unit == "seconds" else "Reps"
        lower.set_title(unit_of_reps, fontsize=11.5)
        return drawing.svg("main-lift", title, says)


def _phases(panels: list[Axes], block: Block) -> None:
    """A stripe and a name above for each phase, hatching behind each deload."""
    a_week = 348 / max(len(block.timeline), 6)
    for phase, group in groupby(block.timeline, key=lambda week: week.phase):
        weeks = list(group)
        first, last = weeks[0].index - 0.5, weeks[-1].index + 0.5
        panels[0].plot(
            (first + 0.04, last - 0.04), (1.02, 1.02), color=COLOUR[phase], linewidth=3,
            transform=panels[0].get_xaxis_transform(), clip_on=False, solid_capstyle="butt",
        )  # fmt: skip
        panels[0].annotate(
            words.phase(phase, (last - first) * a_week / _LETTER), (first + 0.04, 1.02),
            xycoords=panels[0].get_xaxis_transform(), xytext=(0, 3), textcoords="offset points",
            fontsize=10, color=COLOUR["muted"], va="bottom",
        )  # fmt: skip
    for week in block.timeline:
        if week.deload:
            for axes in panels:
                axes.axvspan(
                    week.index - 0.5, week.index + 0.5, facecolor="none", linewidth=0,
                    edgecolor=COLOUR["line"], hatch="///", zorder=0,
                )  # fmt: skip


def _heavy(axes: Axes, found: tuple[Top, ...], by: Measure) -> None:
    points = [
        (top.week.index, value, top.entry.part == "test")
        for top in found
        if (value := by.of(top.entry)) is not None
    ]
    if not points:
        return
    xs, ys = [x for x, _, _ in points], [y for _, y, _ in points]
    axes.plot(xs, ys, color=COLOUR["bar"], linewidth=1.8, zorder=2)
    for x, y, is_test in points:
        axes.plot(
            [x], [y], marker="*" if is_test else "o", markersize=13 if is_test else 5.5,
            color=COLOUR["heavy" if is_test else "bar"], markeredgecolor=COLOUR["paper"], zorder=3,
        )  # fmt: skip
        axes.annotate(
            number(round(y)) if by.unit == "%" else number(y), (x, y), xytext=(0, 8),
            textcoords="offset points", ha="center", fontsize=10.5, color=COLOUR["ink"], zorder=4,
        )  # fmt: skip
    low, high = min(ys), max(ys)
    room = (high - low) or high * 0.2 or 1
    axes.set_ylim(low - 0.18 * room, high + 0.32 * room)
    axes.set_yticks([])


def _reps(axes: Axes, found: tuple[Top, ...]) -> None:
    for top in found:
        reps = top.entry.reps
        axes.bar(
            top.week.index, reps, BAR_WIDTH, zorder=2, **edge(),
            color=COLOUR["bar" if top.week.is_loading else "soft"],
        )  # fmt: skip
        axes.annotate(
            str(reps), (top.week.index, reps), xytext=(0, 2), textcoords="offset points",
            ha="center", fontsize=10.5, color=COLOUR["ink"],
        )  # fmt: skip
    axes.set_ylim(0, 1.2 * max(top.entry.reps for top in found))
    axes.set_yticks([])
