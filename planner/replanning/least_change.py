"""Least change: what differs from an older block, as a price that the solver brings down.

A session that lies elsewhere, is dropped or added upsets a week; another exercise upsets a session;
other sets, reps or loads are only read off the sheet. The points say so. All [P]: choices of this
project. What is over costs nothing, for it cannot change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from constraints.block import Block, Dropped, Entry, Session
from constraints.lines import Line, Prescription, per_of
from constraints.variables import PlanVars
from planner.solving.build import Expr
from scenarios.ids import LABELS
from scenarios.timeline import is_away

SESSION: Final = 4  # points of a session that is moved, dropped or added
EXERCISE: Final = 2  # points of an exercise that comes into a session or goes out of it
NUMBER: Final = 1  # points of other sets in a session, or of other reps or loads in a week


Hints = tuple[tuple[Any, int], ...]  # variables and values


@dataclass(frozen=True)
class Changes:
    """The price of change in points, and the old block as a start for the search."""

    price: Expr
    hints: Hints


def changes_of(plan: PlanVars, old: Block) -> Changes:
    """What a plan changes of an older block, in the sessions to come.

    Args:
        plan: the variables; the model gets those that count other sets.
        old: the older block, for the same weeks.
    """
    counting = _Counting(plan)
    sessions = {(one.week_index, LABELS.index(one.label)): one for one in old.sessions}
    dropped = {
        (one.week - 1, LABELS.index(one.label)): one
        for one in old.dropped
        if one.label in LABELS and not is_away(plan.scenario, one.start.date())
    }
    for week, k in plan.sessions():
        if not plan.is_over(week, k):
            counting.session(week, k, sessions.get((week, k)), dropped.get((week, k)))
    return Changes(plan.total(counting.terms), tuple(counting.hints))


def comparable(plan: PlanVars, entry: Entry) -> Prescription:
    """What an entry asked for; without its load and effort where another tool carries it now."""
    is_other = entry.load is not None and entry.per != per_now(plan, entry)
    return Prescription(entry.reps) if is_other else entry.prescription


def per_now(plan: PlanVars, entry: Entry) -> str | None:
    """What a load of an entry's exercise counts on now."""
    return per_of(plan.scenario, plan.scenario.catalogue[entry.exercise])


def is_same(what: Prescription, was: Prescription) -> bool:
    """Whether an athlete does the same: the effort counts where the load is left open."""
    is_alike = (what.reps, what.load) == (was.reps, was.load)
    return is_alike and (what.load is not None or what.rpe == was.rpe)


class _Counting:
    """Adds up the changes, session by session."""

    def __init__(self, plan: PlanVars) -> None:
        self.plan = plan
        self.terms: list[Expr] = []
        self.hints: list[tuple[Any, int]] = []
        self._cells: set[tuple[int, Line, int | None]] = set()
        self._hinted: set[int] = set()

    def session(self, week: int, k: int, old: Session | None, gone: Dropped | None) -> None:
        """One session against what it was; where there was none, one that comes back counts.

        Args:
            week: from 0.
            k: which session of the week.
            old: the session in the older block.
            gone: what an earlier one had in its place: who gets it back knows it.
        """
        plan, held = self.plan, self.plan.open[week, k]
        slots = [key for key in plan.at if key[:2] == (week, k)]
        if gone is not None and all(plan.slots[key[2]].start != gone.local_start for key in slots):
            gone = None  # there is no such day any more
        was = old or gone
        self._hint(held, was is not None)
        same = [key for key in slots if was and plan.slots[key[2]].start == was.local_start]
        for key in slots if was else ():
            self._hint(plan.at[key], key in same)
        entries = {} if was is None else {e.line: e for e in was.exercises if e.part != "test"}
        whole: Expr = held  # nothing is missed of a session that nobody has to hold
        if old is None:
            self.terms.append(SESSION * held)
        else:
            whole = 1
            self.terms.append(SESSION * (1 - plan.total([plan.at[key] for key in same])))
        for line in plan.lines_in(week, k):
            if line.part != "test":
                self._line(week, k, line, entries.pop(line, None), whole)
        if old is not None:
            self.terms.append(EXERCISE * len(entries))  # those that cannot be trained any more

    def _line(self, week: int, k: int, line: Line, was: Entry | None, whole: Expr) -> None:
        plan, on = self.plan, self.plan.on[week, k, line]
        sets = plan.sets[week, k, line]
        self._hint(on, was is not None)
        self._hint(sets, 0 if was is None else was.sets)
        if was is None:
            self.terms.append(EXERCISE * on)
            return
        self.terms.append(EXERCISE * (whole - on))
        other = plan.model.new_bool_var(f"w{week} s{k} {line} other sets")
        plan.model.add(sets == was.sets).only_enforce_if([on, other.Not()])
        self.terms.append(NUMBER * other)
        self._number(week, k, line, comparable(plan, was))

    def _number(self, week: int, k: int, line: Line, was: Prescription) -> None:
        """Reps and load: once for each week, as they are decided; jumps in each session."""
        plan = self.plan
        cell = k if plan.exercise(line).is_jump else None
        if (week, line, cell) in self._cells:
            return
        self._cells.add((week, line, cell))
        whole = plan.coming[week, line] if cell is None else plan.on[week, k, line]
        same = []
        for what, literal in plan.choices(week, line, k):
            self._hint(literal, is_same(what, was))
            if is_same(what, was):
                same.append(literal)
        self.terms.append(NUMBER * (whole - plan.total(same)))

    def _hint(self, variable: Any, value: int) -> None:
        if variable.index not in self._hinted:
            self._hinted.add(variable.index)
            self.hints.append((variable, int(value)))
