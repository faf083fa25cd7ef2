"""What is shipped, as lists: scenarios, exercises, and every rule with its numbers and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from planner.cli import console

if TYPE_CHECKING:
    from scenarios.catalogue import Exercise
    from scenarios.schema import Scenario

LAYERS: Final = (
    "base", "beginner", "intermediate", "advanced", "masters", "low_back", "in_season",
    "hypertrophy", "maintenance",
)  # fmt: skip
_NARROW: Final = {  # headers of the columns, so that eight of them fit 80 columns
    "beginner": "begin.", "intermediate": "interm.", "advanced": "adv.", "in_season": "season",
    "hypertrophy": "hyper.", "maintenance": "maint.",
}  # fmt: skip
_COLUMN: Final = 10  # letters of a value that fit a column
_ORDER: Final = ("", "jump", "Olympic", "heavy", "accessory", "ballistic")
_Scenario = Annotated[
    str | None, typer.Option("--scenario", help="For this athlete: a file or a shipped name.")
]


def scenarios() -> None:
    """List the shipped scenarios."""
    from scenarios.loader import load, shipped

    table = _table("name", "title", "level", "goal", "weeks")
    for name in shipped():
        one = load(name)
        table.add_row(name, one.title, one.athlete.level, one.goal.kind, str(one.weeks))
    console.show(
        table, "\nPlan one: planner plan NAME. Start from one: planner new FILE --from NAME"
    )


def exercises(scenario: _Scenario = None) -> None:
    """List the exercises.

    With --scenario: the athlete's own too, and which of them are not used and why.
    """
    from scenarios.catalogue import catalogue
    from scenarios.loader import load

    if scenario is None:
        table = _table("id", "order", "from level", "reps", "tools")
        for one in catalogue().values():
            table.add_row(one.id, _ORDER[one.order], one.min_level, _reps(one), _tools(one))
        console.show(table)
        return
    asked = load(scenario)
    table = _table("id", "order", "reps", "used")
    for one in asked.catalogue.values():
        table.add_row(one.id, _ORDER[one.order], _reps(one), _reason(asked, one))
    console.show(table)


def rules(
    scenario: _Scenario = None,
    sources: Annotated[bool, typer.Option("--sources", help="Print the references.")] = False,
) -> None:
    """List every rule with numbers and sources.

    With --scenario: how binding it is for this athlete, and with which numbers.
    """
    from scenarios.loader import load

    console.show(*(_rules_of(load(scenario)) if scenario else _rules()))
    if sources:
        console.show(*_references())
    else:
        console.show("\nP: a choice of this project, not science. References: --sources")


# -- exercises -----------------------------------------------------------------------------------


def _reps(one: Exercise) -> str:
    unit = " s" if one.rep_unit == "seconds" else ""
    return f"{_span(one.reps)}{unit}{' a side' if one.sides == 2 else ''}"


def _reason(asked: Scenario, one: Exercise) -> str:
    """Whether an athlete may be given an exercise, else why not."""
    from constraints.rules.exercise_pool import ExercisePool
    from scenarios.catalogue import can_do

    (pool,) = ExercisePool.asked_by(asked)
    reasons = [pool.reason_against(one, week) for week in range(asked.weeks)]
    if all(reasons):
        return f"no: {reasons[0]}"
    if not can_do(one.equipment, asked.equipment.tokens()):
        return f"no: needs {_tools(one)}"
    part = next(filter(None, reasons), None)
    return "yes" if part is None else f"yes, but {part}"


def _tools(one: Exercise) -> str:
    """The tools that an exercise needs, so that a narrow table breaks between them."""
    return one.equipment.replace("+", " + ").replace("|", " or ")


# -- rules ---------------------------------------------------------------------------------------


def _rules() -> Iterator[RenderableType]:
    from constraints.rules import RULES
    from scenarios.loader import layer

    layers = {name: layer(name) for name in LAYERS}
    defaults = layers["base"]["priorities"]
    yield f"{len(RULES)} rules, wishes first, physiology last."
    for rule in RULES:
        others = ", ".join(
            f"{above['priorities'][rule.slug]} in {name}"
            for name, above in layers.items()
            if name != "base" and rule.slug in above.get("priorities", {})
        )
        default = defaults.get(rule.slug, "must, fixed")
        yield from _heading(rule, f"{default}; {others}" if others else default)
        found = {key: dict(_numbers(layers, key)) for key in rule.numbers}
        yield from _per_level(
            {full: cells for rows in found.values() for full, cells in rows.items()}
        )
        if own := [key for key, rows in found.items() if not rows]:
            yield console.indented(f"Set in a scenario: {', '.join(own)}")
        yield from _price(rule)


def _rules_of(asked: Scenario) -> Iterator[RenderableType]:
    from constraints.rules import RULES

    found = {rule: rule.asked_by(asked) for rule in RULES}
    yield f"{sum(map(bool, found.values()))} rules for {asked.title}, wishes first."
    for kind, members in found.items():
        for one in members:
            yield from _heading(kind, one.priority)
            if one.explain() != kind.sentence:
                yield console.indented(one.explain())
            if one is members[-1]:
                yield from _price(kind)
    left = [rule.slug for rule, members in found.items() if not members]
    if left:
        yield Text("\nTurned off, or without use for this athlete", style="bold")
        yield console.indented(", ".join(left))


def _heading(rule: Any, priority: str) -> Iterator[RenderableType]:
    yield Text.assemble("\n", (rule.slug, "bold"), f" ({priority})")
    yield console.indented(rule.sentence)


def _price(rule: Any) -> Iterator[RenderableType]:
    from constraints.prices import weight_of

    price = price_line(weight_of(rule.slug), rule.point)
    yield console.indented(f"{price} {sources_line(rule.source)}")


def price_line(weight: int, point: str) -> str:
    """What a rule costs where it does not hold."""
    return f"Price: {weight} point{'' if weight == 1 else 's'} for {point}."


def sources_line(keys: Iterable[str]) -> str:
    """What a rule rests on."""
    return f"Sources: {', '.join(keys)}"


def _numbers(
    layers: Mapping[str, Mapping[str, Any]], key: str
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each number under a dotted key (`*` stands for any name), with the layers that state it."""
    from planner.explaining.explain import values

    rows: dict[str, dict[str, str]] = {}
    for name, table in layers.items():
        for full, value in values(table, key):
            rows.setdefault(full, {})[name] = _said(value)
    yield from rows.items()


def _said(value: Any) -> str:
    if isinstance(value, list):
        is_span = len(value) == 2 and not any(isinstance(end, str) for end in value)
        return _span(value) if is_span else ", ".join(map(_said, value))
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _span(pair: Any) -> str:
    low, high = pair
    return f"{low:g}" if low == high else f"{low:g}-{high:g}"


def _per_level(rows: Mapping[str, Mapping[str, str]]) -> Iterator[RenderableType]:
    """Keys as rows, layers as columns; a layer that states nothing has no column.

    Words that would burst a column get lines of their own, and long keys are put under their table.
    """
    wordy = [key for key, cells in rows.items() if max(map(len, cells.values())) > _COLUMN]
    for key in wordy:
        said = "; ".join(f"{name} {value}" for name, value in rows[key].items())
        yield console.indented(f"{key}: {said}")
    numbers = {key: cells for key, cells in rows.items() if key not in wordy}
    if not numbers:
        return
    stating = [name for name in LAYERS if any(name in cells for cells in numbers.values())]
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="")
    table.add_column("", no_wrap=True)
    for name in stating:
        table.add_column(_NARROW.get(name, name), justify="right", no_wrap=True)
    room = 76 - sum(2 + len(_NARROW.get(name, name)) for name in stating)
    is_long = max(map(len, numbers)) > room
    above = ""
    for key, cells in numbers.items():
        section, _, last = key.rpartition(".")
        if is_long and section != above:
            above = section
            table.add_row(section)
        table.add_row(f"  {last}" if is_long else key, *(cells.get(name, "") for name in stating))
    yield Padding(table, (0, 0, 0, 2))


def _references() -> Iterator[RenderableType]:
    from constraints.rules import RULES
    from scenarios.catalogue import STATUS, sources

    yield Text("\nSources", style="bold")
    for key in sorted({key for rule in RULES for key in rule.source}):
        found = sources()[key]
        yield console.indented(f"{key}: {found.reference} [{STATUS[found.status]}]")


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold", no_wrap=name == names[0])
    return table
