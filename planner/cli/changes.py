"""What differs between two blocks, in words: a view of `planner.explaining.difference`.

It stands alone because every command that changes a block shows what it changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from constraints.block import Block, Entry, ScoreRow
from constraints.derived import KIND
from planner.cli import console
from planner.explaining.difference import (
    Difference,
    LineChange,
    RuleChange,
    SessionChange,
    SessionRow,
)
from planner.explaining.explain import said
from planner.exports import words
from planner.exports.words import day

_LISTED = 4  # entries of a list of tables that are written out


def shown(found: Difference, before: Block, after: Block, since: Path) -> Iterator[RenderableType]:
    """What differs, part by part: prices, what was asked, rules, sessions.

    Args:
        found: what changed from `before` to `after`.
        since: where the block before is saved.
    """
    yield Text(words.title(after), style="bold")
    yield f"What changed since {since}:"
    prices = (f"{one.priority} {_step(one.before, one.after)}" for one in found.prices)
    yield f"Price: {', '.join(prices)}."
    kinds = ("moved", "added", "dropped", "changed")
    over, coming = _parted(found, after)
    counts = ", ".join(f"{sum(one.kind == kind for one in coming)} {kind}" for kind in kinds)
    done = f"; {len(over)} over, as they were done" if over else ""
    yield f"Sessions: {found.same} the same, {counts}{done}."
    if found.is_empty:
        yield "The blocks do not differ."
    yield from parts(found, before, after)


def parts(found: Difference, before: Block, after: Block) -> Iterator[RenderableType]:
    """What was asked, rules and sessions that differ, each under its heading."""
    if found.asked:
        yield Text("\nThe scenario", style="bold")
        for key in found.asked:
            yield console.indented(f"{key.key}: {_value(key.before)} -> {_value(key.after)}")
    if found.rules:
        yield Text("\nPrices", style="bold")
        for rule in found.rules:
            yield from _rule_change(rule)
    over, coming = _parted(found, after)
    if over:
        yield Text("\nSessions that are over, as they were done", style="bold")
        for session in over:
            yield from _session_change(session, before, after, gone="missed")
    if coming:
        yield Text("\nSessions", style="bold")
        for session in coming:
            yield from _session_change(session, before, after)


def _parted(found: Difference, after: Block) -> tuple[list[SessionChange], list[SessionChange]]:
    """Changes of sessions that are over in the block after, and of those that are to come."""
    over = {one.uid for one in after.sessions if after.is_over(one)}
    past = after.scenario.replanned
    missed = () if past is None else past.missed
    places = {(one.week, one.label) for one in missed}

    def is_over(one: SessionChange) -> bool:
        return one.row.uid in over or (one.row.week, one.row.label) in places

    changes = found.sessions
    return [c for c in changes if is_over(c)], [c for c in changes if not is_over(c)]


def _step(before: int, after: int) -> str:
    return f"{before}" if before == after else f"{before} -> {after}"


def _value(value: object) -> str:
    """A value of a scenario, in the athlete's way."""
    if value is None or value == []:
        return "none"
    if isinstance(value, dict):
        told = (key for key, part in value.items() if part or (key, part) == ("tools", []))
        return " ".join(f"{key} {_value(value[key])}" for key in told)
    if isinstance(value, list):
        if len(value) > _LISTED and isinstance(value[0], dict):  # such as what is busy
            return f"{len(value)} of them, the first {_value(value[0])}"
        return ", ".join(map(_value, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _rule_change(rule: RuleChange) -> Iterator[RenderableType]:
    went = [one.before for one in rule.breaches if one.before]
    came = [one.after for one in rule.breaches if one.after]
    if rule.rule == KIND:
        yield "Fields that do not add up: planner check names them."
        return
    ranks = ", ".join(dict.fromkeys(row.priority for row in (*went, *came)))
    points = f": {_step(rule.before, rule.after)}" if rule.before or rule.after else ""
    yield f"{rule.rule} ({ranks}){points}"
    pairs = (pair for one in rule.breaches for pair in (("-", one.before), ("+", one.after)))
    yield breaches((sign, row) for sign, row in pairs if row)


def _session_change(
    change: SessionChange, before: Block, after: Block, gone: str = "dropped"
) -> Iterator[RenderableType]:
    yield _heading(change, gone)
    for line in change.lines:
        sign = {"added": "+ ", "dropped": "- "}.get(line.kind, "")
        yield console.indented(f"{sign}{_line(line, before, after)}")


def _heading(change: SessionChange, gone: str) -> str:
    """Which session, when, and what became of it; `gone` where it is no more."""
    old, new = change.before or change.row, change.after or change.row
    parts = [_arrow(say(old), say(new)) for say in (_name, _when, _minutes)]
    parts += _arrows((say(old), say(new)) for say in (_phase, _deload))
    return f"{', '.join(parts)}: {gone if change.kind == 'dropped' else change.kind}"


def _name(row: SessionRow) -> str:
    return f"Week {row.week} {words.clean(row.label)}"


def _when(row: SessionRow) -> str:
    return f"{day(row.start)} {row.start:%H:%M}"


def _minutes(row: SessionRow) -> str:
    return f"{row.minutes} min"


def _phase(row: SessionRow) -> str:
    return row.phase


def _deload(row: SessionRow) -> str:
    return "deload" if row.deload else "no deload"


def _line(change: LineChange, before: Block, after: Block) -> str:
    """A line that came or went, or what changed of one that stayed."""
    old, new = change.before, change.after
    if old is None or new is None:
        block = before if new is None else after
        return f"{words.line(block, change.entry)} {words.work(change.entry)}"
    parts = _parts(old, new, before, after)
    if "order" in change.changed:
        above = f"after {words.name(after, change.follows)}" if change.follows else "first"
        parts.append(f"now {above}")
    name = _arrow(words.line(before, old), words.line(after, new))
    # A name that changed says enough; of what has no words the fields are named.
    if not parts and "rpe" in change.changed:
        parts = [_arrow(*(f"RPE {one.rpe:g}" if one.rpe else "" for one in (old, new)))]
    parts = parts or ([] if " -> " in name else list(change.changed))
    return f"{name}: {', '.join(parts)}" if parts else name


def _parts(old: Entry, new: Entry, before: Block, after: Block) -> list[str]:
    """Sets, reps and load; what follows from them is said only where it alone changed."""
    says = words.effort, words.rest, words.ramp_line
    found = _arrows([(words.work(old), words.work(new))])
    was, now = words.open_load(before, old), words.open_load(after, new)
    if bool(was) != bool(now) and old.load is None and new.load is None:
        found.append(f"with a load, {now}" if now else "without a load")
    return found or _arrows(
        [
            (words.percent(before, old), words.percent(after, new)),
            *((say(old), say(new)) for say in says),
        ]
    )


def _arrows(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """What changed, left out what stayed."""
    return [_arrow(before, after) for before, after in pairs if before != after]


def _arrow(before: str, after: str) -> str:
    """A text that stayed, or what it was and what it is."""
    return after if before == after else f"{before or 'none'} -> {after or 'none'}"


def breaches(rows: Iterable[tuple[str, ScoreRow]]) -> RenderableType:
    """Breaches with their signs and prices; muscle groups that fare alike stand together."""
    alike: dict[tuple[object, ...], list[ScoreRow]] = defaultdict(list)
    signs: dict[tuple[object, ...], str] = {}
    for number, (sign, row) in enumerate(rows):
        place, around = row.where.model_copy(update={"muscle": None}), _around_muscle(row)
        alone = number if len(around) == 1 else None
        key = sign, place, around, row.measured, row.limit, alone
        alike[key].append(row)
        signs[key] = sign
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(justify="right", no_wrap=True)
    for group, own in alike.items():
        price = sum(row.price for row in own)
        grid.add_row(signs[group], str(price or ""), console.printable(said(_together(own))))
    return Padding(grid, (0, 0, 0, 2))


def _around_muscle(row: ScoreRow) -> tuple[str, ...]:
    """The text of a breach before and after its muscle group; whole where it names none."""
    if row.where.muscle is None:
        return (row.text,)
    before, muscle, after = row.text.partition(row.where.muscle)
    return (before, after) if muscle else (row.text,)


def _together(rows: Sequence[ScoreRow]) -> ScoreRow:
    """Breaches that differ in their muscle group alone, as one."""
    first, *rest = rows
    if not rest:
        return first
    muscles = ", ".join(str(row.where.muscle) for row in rows)
    return first.model_copy(update={"text": muscles.join(_around_muscle(first))})
