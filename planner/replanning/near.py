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
from planner.replanning.least_change import Changes, Hints
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
from planner.solving.found import Found
from planner.solving.objective import TIERS, tier_of
from planner.solving.progress import Watch
from scenarios.ids import LABELS

# Deterministic time.
NEAR: Final = 0.5  # for a tier, or the change, in what lies near
SOON: Final = 0.3  # for the change, where that is brought down part by part afterwards
REACHES: Final = 2, 4  # weeks from the present one that may change at first, before all of them may


def decisions(
    plan: PlanVars, block: Block, weeks: Iterable[int], free: Collection[str] = ()
) -> Iterator[Decision]:
    """Every decision of some weeks (from 0) with its value in the block, save `free` exercises."""
    return (decision for _, decision in _weekly(plan, block, weeks, free))


def _weekly(
    plan: PlanVars, block: Block, weeks: Iterable[int], free: Collection[str]
) -> Iterator[tuple[int, Decision]]:
    """The same, each with its week."""
    sessions = {(one.week_index, _place(plan, one)): one for one in block.sessions}
    entries = {
        (*key, entry.line): entry for key, one in sessions.items() for entry in one.exercises
    }
    for one in plan.decisions(set(weeks)):
        session = sessions.get((one.week, one.k))
        if one.line is None:
            is_it = session is not None
            if session is not None and one.slot is not None:
                is_it = session.local_start == plan.slots[one.slot].start
            yield one.week, (_variable(one.variable), int(is_it))
            continue
        entry = entries.get((one.week, one.k, one.line))
        if one.line.exercise in free:  # not decided yet
            continue
        if one.kind == "on":
            yield one.week, (_variable(one.variable), int(entry is not None))
        elif one.kind == "sets":
            yield one.week, (_variable(one.variable), 0 if entry is None else entry.sets)
        elif entry is not None or plan.exercise(one.line).is_jump:
            # What is prescribed once a week is so where it is trained.
            is_it = entry is not None and entry.prescription == one.what
            yield one.week, (_variable(one.variable), int(is_it))


def hold(plan: PlanVars, block: Block, weeks: Iterable[int]) -> None:
    """State that some weeks (from 0) are as in the block."""
    for variable, value in decisions(plan, block, weeks):
        plan.model.add(variable == value)


def far_weeks(
    plan: PlanVars,
    old: Block,
    reaches: tuple[int, ...] = REACHES,
    free: frozenset[str] = frozenset(),
) -> Iterator[Hints]:
    """The old block in the weeks from so many after the present one, save `free` exercises."""
    weeks, past = len(plan.weeks), plan.scenario.replanned
    first = 0 if past is None else past.week - 1
    far = list(_weekly(plan, old, range(min(first + min(reaches), weeks), weeks), free))
    for reach in reaches:
        yield tuple(decision for week, decision in far if week >= first + reach)
        if first + reach >= weeks:  # nothing is held any more
            return


def exercises_of(plan: PlanVars, old: Block) -> Hints:
    """Exercises of the sessions to come, but of those that hold one which is lost."""
    found: list[tuple[object, int]] = []
    for session in old.sessions:
        week, k = session.week_index, LABELS.index(session.label)
        lines = {one.line for one in session.exercises if one.part != "test"}
        if plan.is_over(week, k) or any((week, k, line) not in plan.on for line in lines):
            continue
        found += [
            (plan.on[week, k, line], int(line in lines))
            for line in plan.lines_in(week, k)
            if line.part == "work"
        ]
    return tuple(found)


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
                nearer = Nearer(
                    built, changes.price, changes.hints, tried, options, watch, ends,
                    bound=tried.bound,
                )  # fmt: skip
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
