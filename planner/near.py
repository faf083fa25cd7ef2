"""Near a block: the decisions of a plan as a block has them, to hold, to start from, to count.

It stands alone because a change is easier to read, and far easier to find, near what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ortools.sat.python import cp_model

from constraints.block import Block
from constraints.variables import PlanVars
from planner.build import Expr
from planner.search import Decision
from scenarios.ids import LABELS


def decisions(plan: PlanVars, block: Block, weeks: Iterable[int]) -> Iterator[Decision]:
    """Every decision of some weeks (from 0) with its value in the block."""
    for week in weeks:
        sessions = {LABELS.index(one.label): one for one in block.of_week(week)}
        for k in plan.labels:
            session = sessions.get(k)
            yield _variable(plan.open[week, k]), int(session is not None)
            for slot in plan.slots_of(week):
                if (week, k, slot.index) in plan.at:
                    is_then = session is not None and session.local_start == slot.start
                    yield _variable(plan.at[week, k, slot.index]), int(is_then)
            entries = {one.line: one for one in session.exercises} if session is not None else {}
            for line in plan.lines_in(week, k):
                if line.part == "test":  # not decided
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


def distance(plan: PlanVars, block: Block, weeks: Iterable[int]) -> Expr:
    """How far some weeks (from 0) are from the block: decisions that differ, sets by how many."""
    terms: list[Expr] = []
    for variable, value in decisions(plan, block, weeks):
        low, high = plan.bounds(variable)
        if value <= low:
            terms.append(variable - low)
        elif value >= high:
            terms.append(high - variable)
        else:
            off = plan.model.new_int_var(0, max(high - value, value - low), "off")
            plan.model.add(off >= variable - value)
            plan.model.add(off >= value - variable)
            terms.append(off)
    return plan.total(terms)


def _variable(literal: object) -> cp_model.IntVar:
    assert isinstance(literal, cp_model.IntVar), "decisions are variables"
    return literal
