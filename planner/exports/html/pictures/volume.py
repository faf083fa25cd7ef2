"""Weekly sets of each muscle group against its target band."""

from __future__ import annotations

from typing import Final

from matplotlib.axes import Axes

from constraints import balance
from constraints.block import Block
from constraints.rules.volume import VolumeTarget
from planner.exports.html.figure import COLOUR, drawn
from planner.exports.html.pictures.picture import (
    BAR_WIDTH,
    Picture,
    colours,
    edge,
    number_weeks,
    week_name,
)
from planner.exports.words import number
from scenarios import timeline
from scenarios.catalogue import MUSCLES

_NAMES: Final = {
    "hamstrings": "Hamstrings", "glutes": "Glutes", "erectors": "Spinal erectors", "lats": "Lats",
    "upper_back": "Upper back", "core": "Core", "adductors": "Adductors",
    "calves_foot": "Calves and feet",
}  # fmt: skip
Ends = tuple[float, float]  # of a target band, in sets
_NAMED: Final = 4  # places that are named in the caption
_PANEL: Final = 108  # height of one, in units


def picture(block: Block) -> Picture:
    """Small pictures side by side: bars are weeks, the band is the target."""
    outside = _outside(block)
    given = {} if outside is None else _bands(block)
    bands = {muscle: given.get(muscle) for muscle in MUSCLES}
    says, title = _says(outside), "Weekly sets of each muscle group"
    key = "Bars: fractional sets of a week."
    if outside is not None:
        key += (
            " Shaded: the target. Pale bars: deload, taper and short weeks, for which it does "
            "not count."
        )
    if outside:
        key += " Framed bars lie outside it."
    return Picture(
        name="volume", title=title, says=says, key=key,
        svg=_svg(block, bands, outside, title, says),
        head=("Week", *(_NAMES[muscle] for muscle in bands)),
        rows=(
            *([] if outside is None else [("Target", *map(_said, bands.values()))]),
            *(
                (week_name(week), *(number(_sets(block, week.index, m)) for m in bands))
                for week in block.timeline
            ),
        ),
    )  # fmt: skip


def _bands(block: Block) -> dict[str, Ends]:
    """Ends of the target bands in sets of a week of the block, whatever its length."""
    bands = balance.target_bands(block.scenario)
    return {muscle: (low / 4, high / 4) for muscle, low, high in bands}


def _outside(block: Block) -> set[tuple[int, str]] | None:
    """Weeks (from 0) and groups outside the target band; None where no target is asked for."""
    rules = VolumeTarget.asked_by(block.scenario)
    found = [breach.where for rule in rules for breach in rule.audit(block)]
    places = {(where.week - 1, where.muscle) for where in found if where.week and where.muscle}
    return places if rules else None


def _says(outside: set[tuple[int, str]] | None) -> str:
    if outside is None:
        return "This block asks for no target."
    places = [
        f"{_NAMES[muscle].lower()} in week {timeline.shown_week(week)}"
        for week, muscle in sorted(outside, key=lambda one: (one[0], MUSCLES.index(one[1])))
    ]
    if not places:
        return "Every loading week lies in the target band of every group."
    more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
    return f"Outside the band: {', '.join(places[:_NAMED])}{more}."


def _sets(block: Block, week: int, muscle: str) -> float:
    return block.quarter_sets(week, muscle) / 4


def _said(band: Ends | None) -> str:
    return "" if band is None else f"{band[0]:g} to {band[1]:g}"


def _svg(
    block: Block,
    bands: dict[str, Ends | None],
    outside: set[tuple[int, str]] | None,
    title: str,
    says: str,
) -> str:
    with drawn(_PANEL * 4, 4, 2) as drawing:
        drawing.margins(24, 4, 22, 22, wspace=0.22, hspace=0.7)
        for axes, (muscle, band) in zip(drawing.axes, bands.items(), strict=True):
            framed = {week for week, group in outside or () if group == muscle}
            _panel(axes, block, muscle, band, framed)
        return drawing.svg("volume", title, says)


def _panel(axes: Axes, block: Block, muscle: str, band: Ends | None, framed: set[int]) -> None:
    weeks = block.timeline
    sets = [_sets(block, week.index, muscle) for week in weeks]
    axes.set_title(_NAMES[muscle])
    bars = axes.bar(range(len(weeks)), sets, BAR_WIDTH, color=colours(block), zorder=2, **edge())
    for week in framed:
        bars[week].set_edgecolor(COLOUR["warn"])
        bars[week].set_linewidth(2)
    top = max(sets, default=0)
    axes.set_yticks([top], [number(top)])
    if band is not None:
        low, high = band
        axes.axhspan(low, high, color=COLOUR["band"], linewidth=0, zorder=0)
        for end in (low, high):  # also above the bars
            axes.axhline(end, color=COLOUR["paper"], linewidth=0.8, zorder=3)
        axes.set_yticks(sorted({low, high}), [f"{end:g}" for end in sorted({low, high})])
        top = max(top, high)
    axes.set_ylim(0, top * 1.08 or 1)
    number_weeks(axes, block, every=1 if len(weeks) <= 6 else 2)
