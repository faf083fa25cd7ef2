"""Decisions: the variables of a block and the structure that holds whatever is wished for.

The second layer of `PlanVars`. A session has one slot, sessions of a week come in order of time,
the exercises of a session are those of its template, a trained line has one prescription. Wishes
and limits are rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from constraints import held
from constraints.held import Held
from constraints.lines import Line, Prescription, menu
from constraints.menus import Menus
from scenarios import odd_weeks, timeline
from scenarios.schema import Scenario

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from constraints.algebra import Algebra, Literal


class Decisions(Menus):
    """Menus with a variable for everything that the solver decides."""

    def __init__(
        self,
        scenario: Scenario,
        model: cp_model.CpModel,
        algebra: Algebra,
        exercises: Iterable[str] | None = None,
    ) -> None:
        """Prepare the menus; `create` makes the variables once the rules have narrowed them.

        Args:
            scenario: what is asked for.
            model: an empty model that takes the variables.
            algebra: sums and bounds of the solver's library.
            exercises: ids to plan with; the whole catalogue when None.
        """
        super().__init__(scenario, exercises)
        self.model = model
        self.total, self.bounds = algebra.total, algebra.bounds
        self.uses: dict[tuple[int, int, Line], Literal] = {}
        self.open: dict[tuple[int, int], Literal] = {}
        self.at: dict[tuple[int, int, int], Literal] = {}
        self.on: dict[tuple[int, int, Line], Literal] = {}
        self.sets: dict[tuple[int, int, Line], Literal] = {}
        self.trained: dict[tuple[int, Line], Literal] = {}
        self.coming: dict[tuple[int, Line], Literal] = {}  # trained in a session to come
        self.order_price: dict[tuple[int, int], Literal] = {}  # by stretch and session
        self._choices: dict[
            tuple[int, Line, int | None], tuple[tuple[Prescription, Literal], ...]
        ] = {}
        self._opaque: set[tuple[int, Line]] = set()
        self._done: dict[tuple[int, Line], tuple[tuple[Prescription, Literal], ...]] = {}

    def create(self) -> None:
        """Make the variables and the structure; the menus are final from here on."""
        self._create_dates()
        self._create_templates()
        for week in self.weeks:
            for line in self._lines_of(week):
                if self.menus[week.index, line]:
                    self._create_line(week, line)
        for key in self.past:
            self._create_past(*key)
        for cell in {(one.week, line): None for one in self.past.values() for line in one.lines}:
            self._join_past(*cell)
        self._create_test()
        self._tie_templates()

    def choices(
        self, week: int, line: Line, label: int | None = None
    ) -> tuple[tuple[Prescription, Literal], ...]:
        """What a line may do in the sessions of a week that are to come, each with its literal.

        () when it can't be trained. A jump is asked for by session, one that is over too.
        """
        key = label if self.exercise(line).is_jump else None
        return self._choices.get((week, line, key), ())

    def compared(
        self, week: int, line: Line, label: int | None = None
    ) -> tuple[tuple[Prescription, Literal], ...]:
        """What a line may do in a week, and what it has done where it comes no more."""
        return (*self.choices(week, line, label), *self._done.get((week, line), ()))

    def shows(self, week: int, line: Line) -> Literal:
        """Whether a line is trained in a week in a way that can be compared with other weeks.

        What was done may not be; then only what is to come is.
        """
        which = self.coming if (week, line) in self._opaque else self.trained
        return which[week, line]

    def _create_dates(self) -> None:
        model = self.model
        for week, k in self.sessions():
            if self.is_over(week, k) or k >= self._most:
                self.open[week, k] = model.new_constant(int((week, k) in self.past))
                continue
            held = self.open[week, k] = model.new_bool_var(f"w{week} s{k} held")
            slots = [s for s in self.slots_of(week) if s.is_test == self._is_test(week, k)]
            if self._is_test(week, k) or self.test is None or week != self.test[0]:
                usable = slots
            else:
                usable = [s for s in slots if s.day < self.slots[self._test_slot].day]
            for slot in usable:
                if self._day is not None and slot.day < self._day:
                    continue
                name = f"w{week} s{k} on {slot.start:%m-%d %H}"
                self.at[week, k, slot.index] = model.new_bool_var(name)
            model.add(self.total(self._at(week, k)) == held)
        for one in self.weeks:
            self._order_sessions(one.index)

    @cached_property
    def _test_slot(self) -> int:
        return next(slot.index for slot in self.slots if slot.is_test)

    def _is_test(self, week: int, k: int) -> bool:
        return self.test is not None and (week, k) == self.test[:2]

    def _at(self, week: int, k: int) -> list[Literal]:
        keys = [(week, k, slot.index) for slot in self.slots_of(week)]
        return [self.at[key] for key in keys if key in self.at]

    def _order_sessions(self, week: int) -> None:
        """Sessions of a week lie on different days, in order."""
        slots = self.slots_of(week)
        for k in self.labels:
            if self.is_over(week, k):
                continue
            for later in self.labels[k + 1 :]:
                for slot in slots:
                    if (week, later, slot.index) not in self.at:
                        continue
                    clash = [
                        self.at[week, k, other.index]
                        for other in slots
                        if other.day >= slot.day and (week, k, other.index) in self.at
                    ]
                    if clash:
                        self.model.add_at_most_one([*clash, self.at[week, later, slot.index]])

    def _create_templates(self) -> None:
        for stretch, weeks in self.stretches.items():
            for line in self.lines:
                planned = any(line.exercise in one.planned for one in self._past_of(stretch))
                if not planned and not any(self.menus[week.index, line] for week in weeks):
                    continue
                for k in self.labels:
                    name = f"t{stretch} s{k} {line}"
                    self.uses[stretch, k, line] = self.model.new_bool_var(name)

    def _past_of(self, stretch: int, k: int | None = None) -> tuple[Held, ...]:
        """The sessions of a stretch that are over, or those of one number."""
        return tuple(
            one
            for one in self.past.values()
            if self.weeks[one.week].stretch == stretch and k in (None, one.k)
        )

    def _create_past(self, week: int, k: int) -> None:
        """A session that is over: nothing about it is decided."""
        model, one = self.model, self.past[week, k]
        for slot in self.slots_of(week):
            if slot.start == one.start:
                self.at[week, k, slot.index] = model.new_constant(1)
        for line in one.lines:
            self.on[week, k, line] = model.new_constant(1)
            self.sets[week, k, line] = model.new_constant(one.sets(line))

    def _join_past(self, week: int, line: Line) -> None:
        """What a line did in a week: in the sessions to come, else in the last that is over."""
        model, exercise = self.model, self.exercise(line)
        done = [one for one in self.past.values() if one.week == week and line in one.lines]
        self.trained[week, line] = model.new_constant(1)
        later = self.coming.setdefault((week, line), model.new_constant(0))
        if exercise.is_jump:
            for one in done:
                what = held.compared(self.scenario, one, line)
                if what is not None:
                    self._choices[week, line, one.k] = ((what, model.new_constant(1)),)
            return
        last = max(done, key=lambda one: (one.start, one.k))
        only = model.new_constant(1)
        if self.menus.get((week, line)):
            only = model.new_bool_var(f"w{week} {line} only done")
            model.add(only + later == 1)
        what = held.compared(self.scenario, last, line)
        if what is None:
            self._opaque.add((week, line))
        else:
            self._done[week, line] = ((what, only),)

    def _create_line(self, week: timeline.Week, line: Line) -> None:
        model, w = self.model, week.index
        low, high = self.set_range(w, line)
        for k in self.labels:
            if self._is_test(w, k) or self.is_over(w, k) or k >= self._most:
                continue
            name = f"w{w} s{k} {line}"
            on = self.on[w, k, line] = model.new_bool_var(name)
            sets = self.sets[w, k, line] = model.new_int_var(0, high, f"{name} sets")
            model.add(sets >= low * on)
            model.add(sets <= high * on)
            if line.part == "back_off":
                # Where no load of the phase fits the lift, there is no top set to back off from.
                lead = self.on.get((w, k, self.main))
                model.add_implication(on, lead) if lead is not None else model.add(on == 0)
        sessions = [self.on[w, k, line] for k in self.labels if (w, k, line) in self.on]
        trained = self.trained[w, line] = model.new_bool_var(f"w{w} {line}")
        self.coming[w, line] = trained
        if sessions:
            model.add_max_equality(trained, sessions)
        else:  # the one session of the week is the test
            model.add(trained == 0)
        for label in self.cell_labels(line):
            if label is not None and (w, label, line) not in self.on:
                continue
            name = f"w{w} {line} {label}"
            choices = tuple(
                (what, model.new_bool_var(f"{name} {what.reps}x{what.load}@{what.rpe}"))
                for what in self.menus[w, line]
            )
            self._choices[w, line, label] = choices
            whole = trained if label is None else self.on[w, label, line]
            model.add(self.total([literal for _, literal in choices]) == whole)

    def _create_test(self) -> None:
        if self.test is None:
            return
        week, k, line = self.test
        if self.is_over(week, k):
            return
        one = self.model.new_constant(1)
        self.on[week, k, line] = self.sets[week, k, line] = self.trained[week, line] = one
        asked = menu(self.scenario, line)[0]
        self.coming[week, line] = one
        self._choices[week, line, None] = ((asked, one),)
        self.model.add(self.open[week, k] == 1)

    def _tie_templates(self) -> None:
        """A loading session trains its whole template; others may drop lines, never add one.

        Others are those of deloads, tapers, weeks with two matches and the first week to come when
        the block is planned again. A template that sessions are over of is what those were planned
        with, whatever was done.
        """
        free = odd_weeks.loose_weeks(self.scenario)
        for week in self.weeks:
            keeps = week.is_loading and week.index not in free
            for k in self.labels:
                is_over = self.is_over(week.index, k) or k >= self._most
                if not self._is_test(week.index, k) and not is_over:
                    self._tie_session(week, k, keeps)
        for (stretch, k, line), uses in self.uses.items():
            over = self._past_of(stretch, k)
            if any(line.exercise in one.planned for one in over):
                self.model.add(uses == 1)
                continue
            if any(self.weeks[one.week].is_loading and one.week not in free for one in over):
                self.model.add(uses == 0)
            weeks = [week.index for week in self.stretches[stretch]]
            ons = [self.on[w, k, line] for w in weeks if (w, k, line) in self.on]
            self.model.add_bool_or([*ons, uses.Not()])

    def _tie_session(self, week: timeline.Week, k: int, keeps: bool) -> None:
        model, held = self.model, self.open[week.index, k]
        ons = []
        for line in self.lines:
            uses = self.uses.get((week.stretch, k, line))
            if uses is None:
                continue
            on = self.on.get((week.index, k, line))
            if on is None:
                if keeps:
                    model.add_at_most_one([uses, held])
                continue
            ons.append(on)
            model.add_implication(on, uses)
            model.add_implication(on, held)
            if keeps:
                model.add_bool_or([on, uses.Not(), held.Not()])
        model.add_bool_or([*ons, held.Not()])
