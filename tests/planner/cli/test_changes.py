"""What differs in words: muscle groups that fare alike stand together, with their prices added."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from constraints.block import Block, Entry
from constraints.score import Place, ScoreRow
from planner.cli.changes import breaches, parts
from planner.explaining.difference import difference
from tests.builders import block, entry, session


def gap(muscle: str | None, days: int = 10, session: str = "A", price: int = 5) -> ScoreRow:
    name = f"{muscle}: " if muscle else ""
    return ScoreRow(
        rule="exposure-gap", priority="should", where=Place(week=7, session=session, muscle=muscle),
        text=f"{name}{days} days without", measured=days, limit=5, unit="days", price=price,
    )  # fmt: skip


def lines(*rows: tuple[str, ScoreRow]) -> list[str]:
    screen = Console(width=200)
    with screen.capture() as caught:
        screen.print(breaches(rows))
    return [line.strip() for line in caught.get().splitlines()]


def test_groups_that_fare_alike_stand_together() -> None:
    rows = [("+", gap("lats")), ("+", gap("core", price=2)), ("+", gap("glutes"))]
    (line,) = lines(*rows)
    assert line.startswith(
        "+ 12 week 7, session A: lats, core, glutes: 10 days without (10 instead"
    )


def test_what_differs_in_anything_else_stands_alone() -> None:
    rows = [
        ("+", gap("lats")), ("-", gap("core")), ("+", gap("glutes", days=9)),
        ("+", gap("calves_foot", session="B")), ("+", gap(None)), ("+", gap(None)),
    ]  # fmt: skip
    assert len(lines(*rows)) == len(rows)


def told(old: Entry, new: Entry, **now: Any) -> list[str]:
    """What is said of one session with this work before and after."""

    def of(one: Entry, **asked: Any) -> Block:
        return block([session(exercises=[one])], **asked)

    before, after = of(old), of(new, **now)
    screen = Console(width=200)
    with screen.capture() as caught:
        for part in parts(difference(before, after), before, after):
            screen.print(part)
    lines = [one.strip() for one in caught.get().splitlines()]
    return lines[lines.index("Sessions") + 2 :]


def test_a_load_that_came_or_went_is_told() -> None:
    """No tool carries it any more: sets, reps and effort are the same."""
    raises = entry("calf_raise", 2, 8, rpe=7, per="hand")
    free = raises.model_copy(update={"per": None})
    bare = {"equipment": {"barbell": None, "dumbbells": None, "kettlebells": None}}
    assert told(raises, free, **bare) == ["Calf raise: without a load"]
    assert told(raises, free) == ["Calf raise: per"]  # a file edited by hand


def test_an_effort_that_is_not_printed_is_told_where_it_alone_changed() -> None:
    steps = entry("step_up", 2, 8, load=20, per="hand", rpe=7)
    now = told(steps, steps.model_copy(update={"rpe": 8.5}))
    assert now == ["Step-up: RPE 7 -> RPE 8.5"]
