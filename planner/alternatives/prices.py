"""Prices: what the demands on a block are worth, as a structure that others print or read as JSON.

It stands alone because the structure comes first: the search fills it in, row by row, and what was
not reached in time is a row as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from constraints.block import Block, Frozen
from planner.alternatives.answers import Cost, Pair
from planner.alternatives.concessions import Concession, Kind
from planner.alternatives.lacking import Lacking
from planner.explaining.difference import difference
from planner.impossible.answer import ChangeRow


class Amount(Frozen):
    """How far a rule is departed from in all places together, in its own unit."""

    muscle: str | None
    unit: str
    before: float
    after: float


class RuleStep(Frozen):
    """One rule that costs another price, in points, and by how much it is departed from."""

    rule: str
    priority: str
    before: int
    after: int
    amounts: tuple[Amount, ...]


class Room(Frozen):
    """Sets that lack to the middle of the targets, in all loading weeks together.

    `most` were found to be enough, `least` are proved to lack; equal where the fewest is proved.
    """

    most: float
    least: float
    groups: dict[str, float]


class PriceRow(Frozen):
    """One concession and its price.

    `possible`: `costs` are exact where `proved`, else lie between `least` and `after`; or, where a
    block of no price has to be given more, `room` says what lacks then. `impossible`: proved.
    `undecided`: there was no time for it.
    """

    kind: Kind
    words: str
    changes: tuple[ChangeRow, ...]
    verdict: Literal["possible", "impossible", "undecided"]
    proved: bool = False
    costs: tuple[Cost, ...] = ()
    rules: tuple[RuleStep, ...] = ()
    room: Room | None = None

    @property
    def points(self) -> Pair:
        """What it costs more than the block, tier by tier."""
        should, prefer = (one.after - one.before for one in self.costs)
        return should, prefer


class Prices(Frozen):
    """What the demands on a block are worth.

    `costs` is what the block pays, `base_proved` whether nothing less is possible; `room` what
    lacks in the best block of no price. `spared` counts what was not asked: nothing can be bought
    where nothing is paid and nothing lacks.
    """

    format: Literal["posterior-chain-prices"] = "posterior-chain-prices"
    version: Literal[1] = 1
    scenario: str
    costs: tuple[Cost, ...]
    base_proved: bool
    room: Room | None
    spared: int
    rows: tuple[PriceRow, ...]
    stopped: bool


def row_of(
    one: Concession,
    verdict: Literal["possible", "impossible", "undecided"],
    proved: bool = False,
    costs: tuple[Cost, ...] = (),
    rules: tuple[RuleStep, ...] = (),
    room: Room | None = None,
) -> PriceRow:
    """A row of the table."""
    changes = tuple(ChangeRow(key=c.key, before=c.before, after=c.after) for c in one.changes)
    return PriceRow(
        kind=one.kind, words=one.words, changes=changes, verdict=verdict, proved=proved,
        costs=costs, rules=rules, room=room,
    )  # fmt: skip


def room_of(found: Lacking | None) -> Room | None:
    """What lacks, in sets."""
    if found is None:
        return None
    groups = {muscle: lack / 4 for muscle, lack in found.of.items()}
    return Room(most=found.most / 4, least=found.least / 4, groups=groups)


def rule_steps(before: Block, after: Block) -> tuple[RuleStep, ...]:
    """The rules that cost another price in another block, with muscle groups and units."""
    steps = []
    for rule in difference(before, after).rules:
        if rule.before == rule.after:
            continue
        sums: dict[tuple[str | None, str], list[float]] = {}
        priority = ""
        for breach in rule.breaches:
            for side, row in enumerate((breach.before, breach.after)):
                if row is not None:
                    pair = sums.setdefault((row.where.muscle, row.unit), [0, 0])
                    pair[side] += abs(row.measured - row.limit)
                    priority = row.priority
        amounts = tuple(
            Amount(muscle=muscle, unit=unit, before=round(was, 3), after=round(now, 3))
            for (muscle, unit), (was, now) in sums.items()
            if round(was, 3) != round(now, 3)
        )
        steps.append(RuleStep(rule=rule.rule, priority=priority, before=rule.before,
                              after=rule.after, amounts=amounts))  # fmt: skip
    return tuple(steps)


def in_order(rows: Iterable[PriceRow]) -> tuple[PriceRow, ...]:
    """What gives way by what it buys, the most first; then what is taken away, the dearest last."""

    def rank(row: PriceRow) -> tuple[int, int, Pair, float]:
        sort = ("possible", "impossible", "undecided").index(row.verdict)
        lack = 0.0 if row.room is None else row.room.most
        return int(row.kind == "take"), sort, row.points if row.costs else (0, 0), lack

    return tuple(sorted(rows, key=rank))
