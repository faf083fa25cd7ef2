"""`planner why --best-change`: what the demands on a block are worth, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from planner.cli import console

if TYPE_CHECKING:
    from rich.console import RenderableType

    from constraints.block import Block
    from planner.alternatives.answers import Cost
    from planner.alternatives.prices import PriceRow, Prices, Room, RuleStep

NOT_IN_TIME, STOPPED = 4, 130
MOST_RULES: Final = 3  # of a row, and amounts of a rule: those that change most


def shown(block: Block, time_limit: float, quiet: bool, as_json: bool) -> int:
    """Price the demands on a block and print the table; the exit code."""
    from planner.alternatives.best_change import best_change
    from planner.solving.attempt import Options

    with console.progress(quiet) as report:
        found = best_change(block, Options(time_limit), report)
    if as_json:
        from planner.exports.json import text_of

        console.write(text_of(found))
    else:
        console.show(*_parts(found, block))
    if found.stopped:
        console.say("Stopped: this is what is known so far.")
        return STOPPED
    return 0 if any(row.verdict != "undecided" for row in found.rows) else NOT_IN_TIME


def _parts(found: Prices, block: Block) -> Iterator[RenderableType]:
    from rich.text import Text

    from planner.exports import words

    yield Text(words.title(block), style="bold")
    yield from _standing(found)
    gives = [row for row in found.rows if row.kind == "give"]
    takes = [row for row in found.rows if row.kind == "take"]
    for title, rows in (("If it gave way, it would buy", gives), ("It would cost", takes)):
        decided = [row for row in rows if row.verdict != "undecided"]
        if decided:
            yield Text(f"\n{title}", style="bold")
            yield _table(decided, found.room)
    late = [row.words for row in found.rows if row.verdict == "undecided"]
    if late:
        yield "\nNot decided in time:"
        yield from (console.indented(words) for words in late)
        yield "Maybe give it more time with --time-limit"


def _standing(found: Prices) -> Iterator[str]:
    """What the block pays, and what lacks where it pays nothing."""
    paid = ", ".join(f"{one.priority} {one.after}" for one in found.costs)
    if any(one.after for one in found.costs):
        yield f"The block pays {paid}{'' if found.base_proved else ', which is not proved least'}."
        return
    yield "The block pays nothing: no demand has a price, so nothing that gives way could lower it."
    room = found.room
    if room is None:
        return
    if room.most == 0:
        yield (
            "At that price every muscle group can have the middle of its target: "
            "it would buy no sets either."
        )
        return
    sure = "" if room.most == room.least else f" or fewer (at least {room.least:g})"
    groups = ", ".join(f"{muscle} {sets:g}" for muscle, sets in room.groups.items())
    yield (
        f"At that price {room.most:g} sets{sure} lack to the middle of the targets, in all loading "
        f"weeks together: {groups}. Those can be bought."
    )


def _table(rows: Sequence[PriceRow], room: Room | None) -> RenderableType:
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=14, max_width=26)
    table.add_column()
    for row in rows:
        price, doubt = _bought(row, room) if row.kind == "give" else _cost(row)
        said = [row.words, *([f"  {doubt}"] if doubt else []), *map(_rule, _largest(row))]
        table.add_row(console.printable(price), console.printable("\n".join(said)))
    return console.indented(table)


def _bought(row: PriceRow, room: Room | None) -> tuple[str, str]:
    """What is gained, sets where nothing is paid, else points; and what is not sure of it."""
    if row.verdict == "impossible":
        return "impossible", ""
    if row.room is None or room is None:
        return _points(row.costs, -1)
    least, most = max(0.0, room.least - row.room.most), room.most - row.room.least
    if most <= 0:
        return "nothing", ""
    if least == most:
        return f"{most:g} sets", ""
    return f"{least:g} to {most:g} sets" if least else f"at most {most:g} sets", "not proved"


def _cost(row: PriceRow) -> tuple[str, str]:
    return ("impossible", "") if row.verdict == "impossible" else _points(row.costs, 1)


def _points(costs: Sequence[Cost], sign: int) -> tuple[str, str]:
    """What is paid more (sign 1) or less (-1); and the other end where it is not proved."""

    def said(ends: Sequence[int]) -> str:
        pairs = zip(costs, ends, strict=True)
        parts = (f"{sign * (end - one.before)} {one.priority}" for one, end in pairs
                 if end != one.before)  # fmt: skip
        return ", ".join(parts) or "nothing"

    found, bound = said([one.after for one in costs]), said([one.least for one in costs])
    if found == bound:
        return found, ""
    if sign > 0:
        is_less = [one.least for one in costs] <= [one.before for one in costs]
        sure = "" if is_less else f"; proved is at least {bound}"
        return f"at most {found}", f"not proved{sure}"
    return f"at least {found}", f"not proved; at most {bound}"


def _largest(row: PriceRow) -> list[RuleStep]:
    steps = sorted(row.rules, key=lambda one: -abs(one.after - one.before))
    return steps[:MOST_RULES]


def _rule(step: RuleStep) -> str:
    """One rule that costs another price: "volume-target 0 -> 14: hamstrings 3.5 sets"."""
    largest = sorted(step.amounts, key=lambda one: -abs(one.after - one.before))
    amounts = [
        f"{f'{one.muscle} ' if one.muscle else ''}{abs(one.after - one.before):.3g} {one.unit}"
        f"{' less' if one.after < one.before else ''}"
        for one in largest[:MOST_RULES]
    ]
    if len(largest) > MOST_RULES:
        amounts.append(f"and {len(largest) - MOST_RULES} more")
    said = f": {', '.join(amounts)}" if amounts else ""
    return f"  {step.rule} ({step.priority}) {step.before} -> {step.after}{said}"
