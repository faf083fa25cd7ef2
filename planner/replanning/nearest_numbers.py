"""Nearest numbers: what has to change of sets, reps and loads changes by as little as can be.

The least change counts what an athlete has to read anew, and there one other number is like any
other. So among blocks of the same change this takes the one whose numbers lie closest to the old.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from constraints.block import Block, Entry
from constraints.lines import Line, Prescription
from constraints.variables import Decision, PlanVars
from planner.replanning.least_change import Hints, comparable, is_same, per_now
from planner.solving.build import Expr
from planner.solving.extract import Value
from scenarios.ids import LABELS

# How far a number is from what it was, in points of no unit; all [P]: choices of this project.
SET: Final = 30  # for each set more or less
PERCENT: Final = 1  # for each percent of reps, and of load
HALF: Final = 5  # for each half of an RPE


@dataclass(frozen=True)
class Numbers:
    """Decisions with their values, all but the numbers that have changed; and how far those are."""

    held: Hints
    distance: Expr


def distance(what: Prescription, was: Prescription) -> int:
    """How far a prescription is from another one; of two loads as far, the lighter is nearer.

    What is not known of one of them does not count.
    """
    found = PERCENT * _percent(what.reps, was.reps)
    if what.load is not None and was.load is not None:
        found += PERCENT * _percent(what.load, was.load) + int(what.load > was.load)
    elif what.rpe is not None and was.rpe is not None:
        found += HALF * abs(what.rpe - was.rpe)
    return found


def measure(plan: PlanVars, entry: Entry) -> Prescription:
    """What new numbers are measured by; a bell in the hand weighs as much as a dumbbell."""
    found = comparable(plan, entry)
    if {entry.per, per_now(plan, entry)} == {"hand", "bell"}:
        return replace(found, load=entry.prescription.load)
    return found


def changed_numbers(plan: PlanVars, old: Block, value: Value) -> Numbers | None:
    """The numbers that a block has changed of an older one; None where it has changed none.

    Args:
        plan: the variables; the model gets those that measure sets.
        old: the older block, for the same weeks.
        value: the block.
    """
    entries = {
        (one.week_index, LABELS.index(one.label), entry.line): entry
        for one in old.sessions
        if not plan.is_over(one.week_index, LABELS.index(one.label))
        for entry in one.exercises
        if entry.part != "test"
    }
    weekly: dict[tuple[int, Line], Entry] = {}
    for (week, _, line), entry in sorted(entries.items()):
        weekly.setdefault((week, line), entry)
    decisions = {one.variable.index: one for one in plan.decisions()}.values()
    done = {
        (one.week, one.k, one.line): one.what
        for one in plan.decisions()
        if one.kind == "what" and value(one.variable)
    }

    def was(one: Decision, line: Line) -> Entry | None:
        """What the number was, where it was something else and is still something."""
        here = entries.get((one.week, one.k, line))
        if one.kind == "sets":
            return here if here is not None and value(one.variable) not in (0, here.sets) else None
        then = here if plan.exercise(line).is_jump else weekly.get((one.week, line))
        now = done.get((one.week, one.k, line))
        has_changed = (
            now is not None and then is not None and not is_same(now, comparable(plan, then))
        )
        return then if has_changed else None

    held: list[tuple[Any, int]] = []
    terms: list[Expr] = []
    for one in decisions:
        then = None
        if one.line is not None and one.kind in ("sets", "what"):
            then = was(one, one.line)
        if then is None:
            held.append((one.variable, value(one.variable)))
        elif one.what is None:
            terms.append(SET * _apart(plan, one, then.sets))
        else:
            terms.append(distance(one.what, measure(plan, then)) * one.variable)
    return Numbers(tuple(held), plan.total(terms)) if terms else None


def _percent(now: int, was: int) -> int:
    return round(100 * abs(now - was) / max(1, was))


def _apart(plan: PlanVars, sets: Decision, was: int) -> Expr:
    """How many sets more or less they are."""
    apart = plan.model.new_int_var(0, 100, f"w{sets.week} s{sets.k} {sets.line} sets apart")
    plan.model.add(apart >= sets.variable - was)
    plan.model.add(apart >= was - sets.variable)
    return apart
