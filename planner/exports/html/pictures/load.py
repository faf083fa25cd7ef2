"""Jump contacts and axial load of every week against their caps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes

from constraints.block import Block
from constraints.rules.axial_load import AxialLoad
from constraints.rules.contacts_session import ContactsSession
from constraints.rules.contacts_week import ContactsWeek
from planner.exports.html.figure import COLOUR, drawn
from planner.exports.html.pictures.picture import (
    BAR_WIDTH,
    Picture,
    ceiling,
    colours,
    edge,
    number_weeks,
    week_name,
)
from scenarios import timeline

_PANEL: Final = 120  # height, in units


@dataclass(frozen=True)
class _Load:
    """One kind of load: what each week holds, here and elsewhere, and its caps; None without."""

    name: str
    weeks: tuple[int, ...]
    elsewhere: tuple[int, ...]
    cap: int | None
    session: int  # most of a single session
    session_cap: int | None

    @property
    def total(self) -> tuple[int, ...]:
        """Here and elsewhere together."""
        return tuple(a + b for a, b in zip(self.weeks, self.elsewhere, strict=True))

    def says(self) -> str:
        """The heaviest week and session beside their caps."""
        if not any(self.total):
            return f"No {self.name.lower()}"
        week, session = _of(max(self.total), self.cap), _of(self.session, self.session_cap)
        return f"{self.name}: at most {week} in a week, {session} in a session"


def picture(block: Block) -> Picture:
    """Two rows of bars: contacts and axial points of each week."""
    loads = _loads(block)
    title = "Jump contacts and axial load"
    says = f"{'. '.join(load.says() for load in loads)}."
    is_elsewhere = any(any(load.elsewhere) for load in loads)
    return Picture(
        name="load", title=title, says=says,
        key="Axial points: sets times how much an exercise loads the spine (0 to 3). Dashed: the "
        f"cap of a week.{' Hatched: planned elsewhere.' if is_elsewhere else ''}",
        svg=_svg(block, loads, title, says) if any(any(one.total) for one in loads) else "",
        head=("Week", *(load.name for load in loads)),
        rows=(
            ("Cap", *("" if load.cap is None else str(load.cap) for load in loads)),
            *(
                (week_name(week), *(str(load.total[week.index]) for load in loads))
                for week in block.timeline
            ),
        ),
    )  # fmt: skip


def _of(amount: int, cap: int | None) -> str:
    return str(amount) if cap is None else f"{amount} of {cap}"


def _loads(block: Block) -> tuple[_Load, _Load]:
    scenario, weeks = block.scenario, [block.week_row(week) for week in block.timeline]
    elsewhere = timeline.elsewhere(scenario)
    contacts = next(iter(ContactsWeek.asked_by(scenario)), None)
    jumps = next(iter(ContactsSession.asked_by(scenario)), None)
    axial = next(iter(AxialLoad.asked_by(scenario)), None)
    numbers = range(len(weeks))
    return (
        _Load(
            "Jump contacts", tuple(week.contacts for week in weeks),
            tuple(sum(o.contacts for o in elsewhere if o.week == n) for n in numbers),
            contacts.most if contacts else None,
            max(map(block.contacts, block.sessions), default=0), jumps.most if jumps else None,
        ),
        _Load(
            "Axial points", tuple(week.axial for week in weeks),
            tuple(sum(o.axial for o in elsewhere if o.week == n) for n in numbers),
            axial.week if axial else None,
            max(map(block.axial, block.sessions), default=0), axial.session if axial else None,
        ),
    )  # fmt: skip


def _svg(block: Block, loads: tuple[_Load, ...], title: str, says: str) -> str:
    loads = tuple(load for load in loads if any(load.total))
    with drawn(_PANEL * len(loads) + 20, len(loads)) as drawing:
        drawing.margins(26, 6, 24, 22, hspace=0.55)
        for axes, load in zip(drawing.axes, loads, strict=True):
            _panel(axes, block, load)
        return drawing.svg("load", title, says)


def _panel(axes: Axes, block: Block, load: _Load) -> None:
    weeks = range(len(load.weeks))
    axes.set_title(load.name)
    axes.bar(weeks, load.weeks, BAR_WIDTH, color=colours(block), zorder=2, **edge())
    if any(load.elsewhere):
        axes.bar(
            weeks, load.elsewhere, BAR_WIDTH, bottom=load.weeks, facecolor="none", zorder=2,
            edgecolor=COLOUR["bar"], hatch="////", linewidth=1,
        )  # fmt: skip
    top = max((*load.total, load.cap or 0))
    if load.cap is not None:
        ceiling(axes, load.cap, f"cap {load.cap}")
    axes.set_yticks([max(load.total)], [str(max(load.total))])
    axes.set_ylim(0, 1.14 * top or 1)
    number_weeks(axes, block)
