"""Near a block: the decisions of a plan as a block has them, to hold and to start from.

It stands alone because a change is easier to read, and far easier to find, near what is there.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from ortools.sat.python import cp_model

from constraints.block import Block, Session
from constraints.variables import PlanVars
from planner.replanning.least_change import Changes
from planner.replanning.nearer import Nearer
from planner.solving.attempt import (
    Decision,
    Options,
    attempt,
    narrowed,
    reader,
    start_from,
)
from planner.solving.build import Built
from planner.solving.extract import Value
from planner.solving.objective import TIERS, tier_of
from planner.solving.progress import Watch
from planner.solving.search import Found
from scenarios.ids import LABELS

# Deterministic time: of a question about the weeks around a change, and of one whose answer is
# brought nearer part by part afterwards.
NEAR: Final = 0.5
SOON: Final = 0.3


def decisions(
    plan: PlanVars, block: Block, weeks: Iterable[int], free: Collection[str] = ()
) -> Iterator[Decision]:
    """Every decision of some weeks (from 0) with its value in the block, save `free` exercises."""
    for week in weeks:
        sessions = {_place(plan, one): one for one in block.of_week(week)}
        for k in plan.labels:
            if plan.is_over(week, k):
                continue
            session = sessions.get(k)
            yield _variable(plan.open[week, k]), int(session is not None)
            for slot in plan.slots_of(week):
                if (week, k, slot.index) in plan.at:
                    is_then = session is not None and session.local_start == slot.start
                    yield _variable(plan.at[week, k, slot.index]), int(is_then)
            entries = {one.line: one for one in session.exercises} if session is not None else {}
            for line in plan.lines_in(week, k):
                if line.part == "test" or line.exercise in free:  # not decided, or not yet
                    continue
                entry = entries.get(line)
                yield _variable(plan.on[week, k, line]), int(entry is not None)
                yield _variable(plan.sets[week, k, line]), 0 if entry is None else entry.sets
                if entry is None and not plan.exercise(line).is_jump:
                    continue  # what is prescribed once a week is so where it is trained
                for what, literal in plan.choices(week, line, k):
                    is_it = entry is not None and entry.prescription == what
                    yield _variable(literal), int(is_it)


def hold(plan: PlanVars, block: Block, weeks: Iterable[int]) -> None:
    """State that some weeks (from 0) are as in the block."""
    for variable, value in decisions(plan, block, weeks):
        plan.model.add(variable == value)


def nearest(
    built: Built,
    found: Found,
    changes: Changes,
    held: Sequence[Sequence[Decision]],
    options: Options,
    watch: Watch,
) -> tuple[Value, bool]:
    """A block that pays no more than the one that was found, and is near to another one.

    Args:
        built: the model; it can be used for nothing else afterwards.
        found: what a search ended with.
        changes: how far a block is from the other one, and that one as a start.
        held: decisions to hold, tried one group after the other until there is such a block.
        options: limits of all tries together.
        watch: hears of the stage.

    Returns:
        The nearest block of the first group that leaves one, else what was found; and whether
        somebody stopped it.
    """
    assert found.value is not None, "a block was found"
    model, ends = built.model, time.perf_counter() + options.time_limit
    for name, price in zip(TIERS, found.prices, strict=True):
        tier_of(built, name).within(0, price)
    model.minimize(changes.price)

    watch.turns_to("staying near the block", [])
    for group in held:
        with narrowed(model, group):
            start_from(model, changes.hints)
            tried = attempt(built, options, watch, "no_lp", ends, SOON)
            if tried.values:
                nearer = Nearer(built, changes.price, tried, tried.bound, options, watch, ends)
                nearer.come_near()
                return reader(nearer.best.values), nearer.is_stopped
        if tried.stopped:
            return found.value, True
    return found.value, False


def _place(plan: PlanVars, session: Session) -> int:
    """Which session of its week it is; a test is the last one, however many there may be."""
    if session.is_test and plan.test is not None:
        return plan.test[1]
    return LABELS.index(session.label)


def _variable(literal: object) -> cp_model.IntVar:
    assert isinstance(literal, cp_model.IntVar), "decisions are variables"
    return literal
