"""PlanVars: the plan as CP-SAT variables, behind the questions that `Block` answers with numbers.

Structure only: a session has one slot, sessions of a week come in order of time, the exercises
of a session are those of its template, a trained line has one prescription. Wishes and limits
are rules. Variables are found by asking, not by index; what a question needs is made when it is
first asked. The solver is handed in: nothing here imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from constraints import held
from constraints.held import Held
from constraints.lines import (
    Line,
    Prescription,
    Tier,
    hinge_tier,
    is_main,
    menu,
    ramp_style,
    reference_of,
    tool_of,
)
from constraints.ordering import ACCESSORY
from scenarios import ramp, timeline
from scenarios.catalogue import Exercise
from scenarios.ids import LABELS
from scenarios.schema import Scenario

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    Expr = cp_model.LinearExpr | int
    Literal = cp_model.BoolVarT  # a variable or its negation


Made = TypeVar("Made")


class Algebra(Protocol):
    """What is needed of the solver's library beside the model."""

    def total(self, terms: Sequence[Expr], factors: Sequence[int] | None = None) -> Expr:
        """The (weighted) sum of terms."""
        ...

    def bounds(self, expr: Expr) -> tuple[int, int]:
        """Least and greatest value of a linear expression over the variables' domains."""
        ...


class PlanVars:
    """The decisions of one block.

    Weeks and sessions count from 0; session `k` of a week is its k-th in order of time.
    """

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
        self.scenario, self.model = scenario, model
        self.total, self.bounds = algebra.total, algebra.bounds
        self.weeks = timeline.weeks(scenario)
        self.slots = timeline.slots(scenario)
        self.past = held.sessions(scenario)
        self._most = scenario.availability.sessions[1]
        self.labels = tuple(range(max(self._most, *(k + 1 for _, k in self.past), 1)))
        self._day = None if scenario.replanned is None else scenario.replanned.on
        names = sorted(scenario.catalogue if exercises is None else exercises)
        self.lines = tuple(Line(name) for name in names)
        main = Line(scenario.goal.lift)
        self.back_off = Line(main.exercise, "back_off") if self._has_back_off(main) else None
        self.menus: dict[tuple[int, Line], tuple[Prescription, ...]] = {
            (week.index, line): menu(scenario, line)
            for week in self.weeks
            for line in self._lines_of(week)
        }
        for week, line in self.menus:
            if held.is_over(scenario, week):
                self.menus[week, line] = ()
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
        self._done: dict[tuple[int, Line], tuple[tuple[Prescription, Literal], ...]] = {}
        self._made: dict[object, object] = {}

    # -- what there is -----------------------------------------------------------------------

    def _has_back_off(self, main: Line) -> bool:
        exercise = self.scenario.catalogue[main.exercise]
        has_percent = reference_of(self.scenario, exercise).percent_of is not None
        in_pool = main in self.lines
        return in_pool and has_percent and self.scenario.goal.kind == "strength"

    def _lines_of(self, week: timeline.Week) -> tuple[Line, ...]:
        """Lines that a week may hold; back-offs where single heavy sets are usual."""
        if self.back_off is not None and week.phase in ("realization", "taper"):
            return (*self.lines, self.back_off)
        return self.lines

    def exercise(self, line: Line) -> Exercise:
        """The catalogue row of a line."""
        return self.scenario.catalogue[line.exercise]

    def narrow(self, week: int, line: Line, allowed: Callable[[Prescription], bool]) -> None:
        """Take choices off the menu of a line in a week, before variables are made.

        The menu is that of the sessions to come; what was done stays done.
        """
        left = self.menus.get((week, line))
        if left:
            self.menus[week, line] = tuple(what for what in left if allowed(what))

    @cached_property
    def main(self) -> Line:
        """The working line of the goal lift."""
        return next(line for line in self.lines if is_main(self.scenario, line))

    @cached_property
    def test(self) -> tuple[int, int, Line] | None:
        """Week, session and line of the test: the last session of its week holds only the test."""
        slot = next((slot for slot in self.slots if slot.is_test), None)
        if slot is None:
            return None
        return slot.week, self._most - 1, Line(self.scenario.goal.lift, "test")

    @cached_property
    def stretches(self) -> Mapping[int, tuple[timeline.Week, ...]]:
        """The weeks of each stretch; they share their templates."""
        found: dict[int, tuple[timeline.Week, ...]] = {}
        for week in self.weeks:
            found[week.stretch] = (*found.get(week.stretch, ()), week)
        return found

    @cached_property
    def loading_weeks(self) -> tuple[int, ...]:
        """Indices of the weeks that are neither deload nor taper."""
        return tuple(week.index for week in self.weeks if week.is_loading)

    def slots_of(self, week: int) -> tuple[timeline.Slot, ...]:
        """The slots of a week in order of time, wherever its sessions that are over were held."""
        return self._once(("slots", week), lambda: self._slots_of(week))

    def _slots_of(self, week: int) -> tuple[timeline.Slot, ...]:
        starts = {one.start for one in self.past.values() if one.week == week}
        return tuple(slot for slot in self.slots if slot.week == week or slot.start in starts)

    def is_over(self, week: int, k: int) -> bool:
        """Whether a session cannot be planned any more: it was held, or missed."""
        past = self.scenario.replanned
        return past is not None and past.is_over(timeline.shown_week(week), LABELS[k])

    def sessions(self) -> Iterator[tuple[int, int]]:
        """Every (week, session)."""
        return ((week.index, k) for week in self.weeks for k in self.labels)

    def set_range(self, week: int, line: Line) -> tuple[int, int]:
        """Fewest and most sets of a line that is trained; one is enough in deload and taper."""
        low, high = self.exercise(line).sets
        if line.part != "work" or not self.weeks[week].is_loading:
            low = 1
        return low, high

    # -- making the variables ----------------------------------------------------------------

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
        if what is not None:
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

        Others are those of deloads, tapers and weeks with two matches. A template that sessions
        are over of is what those were planned with, whatever was done.
        """
        free = timeline.congested_weeks(self.scenario)
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

    # -- questions ---------------------------------------------------------------------------

    def cell_labels(self, line: Line) -> tuple[int | None, ...]:
        """Where a line is prescribed: jumps in each session, all others once a week (None)."""
        return self.labels if self.exercise(line).is_jump else (None,)

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

    def worth(
        self, week: int, line: Line, of: Callable[[Prescription], int], label: int | None = None
    ) -> Expr:
        """A number of the chosen prescription, such as its reps; 0 when not trained."""
        choices = self.compared(week, line, label)
        return self.total([literal for _, literal in choices], [of(what) for what, _ in choices])

    def lines_in(self, week: int, k: int) -> tuple[Line, ...]:
        """Lines that a session may hold."""
        return self._by_session.get((week, k), ())

    @cached_property
    def _by_session(self) -> dict[tuple[int, int], tuple[Line, ...]]:
        found: dict[tuple[int, int], list[Line]] = {}
        for week, k, line in self.on:
            found.setdefault((week, k), []).append(line)
        return {key: tuple(sorted(lines)) for key, lines in found.items()}

    def weigh(self, week: int, k: int, factor: Callable[[Exercise], int]) -> Expr:
        """Sets of a session, each times a factor of its exercise."""
        terms, factors = [], []
        for line in self.lines_in(week, k):
            value = factor(self.exercise(line))
            if value:
                terms.append(self.sets[week, k, line])
                factors.append(value)
        return self.total(terms, factors)

    def weigh_week(self, week: int, factor: Callable[[Exercise], int]) -> Expr:
        """Sets of a week, each times a factor of its exercise."""
        return self.total([self.weigh(week, k, factor) for k in self.labels])

    def session_sets(self, week: int, k: int) -> Expr:
        """Working sets of a session."""
        return self.weigh(week, k, lambda exercise: 1)

    def working_sets(self, week: int) -> Expr:
        """Working sets of a week, the test counted as one."""
        return self.total([self.session_sets(week, k) for k in self.labels])

    def session_quarter_sets(self, week: int, k: int, muscle: str) -> Expr:
        """Fractional sets of a muscle group in a session, in quarter-sets."""
        return self._once(
            ("quarter-sets", week, k, muscle),
            lambda: self.weigh(week, k, lambda exercise: exercise.quarter_credits.get(muscle, 0)),
        )

    def quarter_sets(self, week: int, muscle: str) -> Expr:
        """Fractional sets of a muscle group in a week, in quarter-sets."""
        return self.total([self.session_quarter_sets(week, k, muscle) for k in self.labels])

    def axial(self, week: int, k: int) -> Expr:
        """Axial points of a session: sets times axial class."""
        return self.weigh(week, k, lambda exercise: exercise.axial)

    def line_sets(self, week: int, line: Line) -> Expr:
        """Sets of a line in a week."""
        keys = [(week, k, line) for k in self.labels if (week, k, line) in self.sets]
        return self.total([self.sets[key] for key in keys])

    def contacts(self, week: int, k: int) -> Expr:
        """Jump contacts of a session."""
        jumps = [line for line in self.lines_in(week, k) if self.exercise(line).is_jump]
        return self.total([self.total_reps(week, k, line) for line in jumps])

    def total_reps(self, week: int, k: int, line: Line) -> Expr:
        """Sets times reps of a line in a session; products become one equality for each reps."""
        return self._once(("reps", week, k, line), lambda: self._total_reps(week, k, line))

    def _total_reps(self, week: int, k: int, line: Line) -> Expr:
        if (week, k) in self.past:
            return self.past[week, k].reps(line)
        choices = self.choices(week, line, k)
        if not choices or (week, k, line) not in self.on:
            return 0
        sets, model = self.sets[week, k, line], self.model
        most = self.set_range(week, line)[1] * max(what.reps for what, _ in choices)
        product = model.new_int_var(0, most, f"w{week} s{k} {line} reps")
        for reps in sorted({what.reps for what, _ in choices}):

            def has(what: Prescription, reps: int = reps) -> bool:
                return what.reps == reps

            literal = self.chosen(week, line, k, ("reps", reps), has)
            if literal is not None:
                model.add(product == reps * sets).only_enforce_if(literal)
        model.add(product == 0).only_enforce_if(self.on[week, k, line].Not())
        return product

    def seconds(self, week: int, k: int) -> Expr:
        """The time model of a session (evidence 2.12), general warm-up included."""
        if (week, k) in self.past:
            return held.seconds(self.scenario, self.past[week, k])
        lines = self.lines_in(week, k)
        ons = [self.on[week, k, line] for line in lines]
        return self.total(
            [
                self.weigh(week, k, lambda exercise: exercise.seconds_per_set),
                self.total(ons) * ramp.SET_UP_SECONDS,
                self.total([self.ramp_sets(week, k, line) for line in lines])
                * ramp.SECONDS_PER_RAMP_SET,
                self.open[week, k] * (self.scenario.session.warm_up_minutes * 60),
            ]
        )

    def ramp_sets(self, week: int, k: int, line: Line) -> Expr:
        """Ramp sets of a line in a session; 0 when it is not trained there."""
        return self._once(("ramp", week, k, line), lambda: self._ramp_sets(week, k, line))

    def _ramp_sets(self, week: int, k: int, line: Line) -> Expr:
        exercise = self.exercise(line)
        style = ramp_style(self.scenario, exercise, line.part)
        tool = tool_of(self.scenario, exercise)
        if style == "none" or tool is None:
            return 0
        loads = self.scenario.equipment.loads(tool)

        def count(what: Prescription) -> int:
            return 0 if what.load is None else len(ramp.ramp(what.load, what.percent, style, loads))

        cell = k if exercise.is_jump else None
        counts = self._once(
            ("ramp counts", week, cell, line),
            lambda: {what: count(what) for what, _ in self.choices(week, line, k)},
        )
        fewest = min(counts.values(), default=0)
        extra = []
        for number in sorted(set(counts.values()) - {fewest}):

            def takes(what: Prescription, number: int = number) -> bool:
                return counts[what] == number

            literal = self.does(week, k, line, ("ramp", number), takes)
            if literal is not None:
                extra.append((number - fewest) * literal)
        return self.total([fewest * self.on[week, k, line], *extra])

    def day(self, week: int, k: int) -> Expr:
        """Days from the start of the block to a session; 0 when it is not held."""
        if (week, k) in self.past:
            return (self.past[week, k].start.date() - self.scenario.start).days
        slots = [slot for slot in self.slots_of(week) if (week, k, slot.index) in self.at]
        days = [(slot.day - self.scenario.start).days for slot in slots]
        return self.total([self.at[week, k, slot.index] for slot in slots], days)

    def held_up_to(self, week: int, most: int) -> Expr:
        """Sessions held in a week, counted no further than `most`."""
        held = self.total([self.open[week, k] for k in self.labels])
        if most >= len(self.labels):
            return held

        def make() -> Literal:
            count = self.model.new_int_var(0, most, f"w{week} held, up to {most}")
            self.model.add_min_equality(count, [held, most])
            return count

        return self._once(("held", week, most), make)

    def days_before(
        self, sessions: Sequence[tuple[int, int]], muscle: str, least: int
    ) -> tuple[Expr, ...]:
        """For each session in order of time, the day of the last one before that trains a muscle.

        To train is to have at least so many quarter-sets. Days count as in `day`; the end of the
        block where none came before, so that no gap is seen.
        """
        end = (self.scenario.end - self.scenario.start).days
        days = [(one.start.date() - self.scenario.start).days for one in self.past.values()]
        first = min((0, *days))  # a session may have been held before the block began
        over = sorted((one for one in sessions if one in self.past), key=lambda one: (
            self.past[one].start, one))  # fmt: skip
        ordered = (*over, *(one for one in sessions if one not in self.past))

        def make() -> tuple[Expr, ...]:
            found: dict[tuple[int, int], Expr] = {}
            last: Expr = end
            for week, k in ordered:
                found[week, k] = last
                trains = self.has_quarter_sets(week, k, muscle, least)
                if trains is None:
                    continue
                name = f"w{week} s{k} last {muscle}>={least}"
                day = self.model.new_int_var(first, end, name)
                self.model.add(day == self.day(week, k)).only_enforce_if(trains)
                self.model.add(day == last).only_enforce_if(trains.Not())
                last = day
            return tuple(found[one] for one in sessions)

        return self._once(("days before", tuple(sessions), muscle, least), make)

    # -- literals ----------------------------------------------------------------------------

    def held(self, week: int) -> Literal:
        """Whether a week holds any session."""
        return self.any_of(("held", week), [self.open[week, k] for k in self.labels])

    def chosen(
        self,
        week: int,
        line: Line,
        label: int | None,
        key: object,
        holds: Callable[[Prescription], bool],
    ) -> Literal | None:
        """Whether the chosen prescription has a property; None when no choice has it.

        `key` names the property: the same key must mean the same property.
        """
        cell = label if self.exercise(line).is_jump else None

        def make() -> Literal | None:
            choices = self.choices(week, line, label)
            good = [literal for what, literal in choices if holds(what)]
            if len(good) <= 1:
                return good[0] if good else None
            literal = self.model.new_bool_var(f"w{week} {line} {key}")
            self.model.add(self.total(good) == literal)
            return literal

        return self._once(("chosen", week, line, cell, key), make)

    def does(
        self, week: int, k: int, line: Line, key: object, holds: Callable[[Prescription], bool]
    ) -> Literal | None:
        """Whether a session holds a line with this property; None when it cannot."""

        def make() -> Literal | None:
            if (week, k) in self.past:
                is_so = any(holds(one.what) for one in self.past[week, k].of(line))
                return self.model.new_constant(1) if is_so else None
            on = self.on.get((week, k, line))
            literal = None if on is None else self.chosen(week, line, k, key, holds)
            if on is None or literal is None or self.exercise(line).is_jump:
                return literal
            both = self.model.new_bool_var(f"w{week} s{k} {line} {key}")
            self.model.add_implication(both, on)
            self.model.add_implication(both, literal)
            self.model.add_bool_or([both, on.Not(), literal.Not()])
            return both

        return self._once(("does", week, k, line, key), make)

    def has_sets(self, week: int, k: int, line: Line, count: int) -> Literal:
        """Whether a line has at least `count` sets in a session."""
        sets = self.sets[week, k, line]

        def make() -> Literal:
            literal = self.model.new_bool_var(f"w{week} s{k} {line} sets>={count}")
            self.model.add(sets >= count).only_enforce_if(literal)
            self.model.add(sets <= count - 1).only_enforce_if(literal.Not())
            return literal

        return self._once(("sets", week, k, line, count), make)

    def has_quarter_sets(self, week: int, k: int, muscle: str, least: int) -> Literal | None:
        """Whether a session has so many quarter-sets of a muscle group; None when it cannot."""

        def make() -> Literal | None:
            quarters = self.session_quarter_sets(week, k, muscle)
            low, high = self.bounds(quarters)
            if high < least:
                return None
            if low >= least:  # a session that is over
                return self.model.new_constant(1)
            literal = self.model.new_bool_var(f"w{week} s{k} {muscle}>={least}")
            self.model.add(quarters >= least).only_enforce_if(literal)
            self.model.add(quarters <= least - 1).only_enforce_if(literal.Not())
            return literal

        return self._once(("quarters", week, k, muscle, least), make)

    def reaches(self, week: int, k: int, tier: Tier) -> Literal:
        """Whether the hinge stress of a session is at least a tier.

        True whenever it is; may be true when it is not, so only for limits from above.
        """
        return self._once(("tier", week, k, tier), lambda: self._reaches(week, k, tier))

    def _reaches(self, week: int, k: int, tier: Tier) -> Literal:
        if (week, k) in self.past:
            reached = held.tier(self.scenario, self.past[week, k])
            return self.model.new_constant(int(reached >= tier))
        literal = self.model.new_bool_var(f"w{week} s{k} {tier.name.lower()}")
        for line in self.lines_in(week, k):
            for way in self._ways(week, k, line, tier):
                self.model.add_bool_or([literal, *(held.Not() for held in way)])
        return literal

    def line_reaches(self, week: int, k: int, line: Line, tier: Tier) -> Literal | None:
        """Whether the hinge stress of a line in a session is at least a tier; None when it cannot.

        True whenever it is; may be true when it is not, so only for limits from above.
        """
        if (week, k) in self.past:
            reached = held.tier(self.scenario, self.past[week, k], line)
            return self.model.new_constant(1) if reached >= tier else None
        ways = self._ways(week, k, line, tier)
        if not ways:
            return None

        def make() -> Literal:
            literal = self.model.new_bool_var(f"w{week} s{k} {line} {tier.name.lower()}")
            for way in ways:
                self.model.add_bool_or([literal, *(held.Not() for held in way)])
            return literal

        return self._once(("line tier", week, k, line, tier), make)

    def _ways(self, week: int, k: int, line: Line, tier: Tier) -> list[list[Literal]]:
        """The ways in which a line reaches a tier: literals that together mean that it does."""
        return self._once(
            ("ways", week, k, line, tier), lambda: self._make_ways(week, k, line, tier)
        )

    def _make_ways(self, week: int, k: int, line: Line, tier: Tier) -> list[list[Literal]]:
        exercise = self.exercise(line)
        if line.part == "test":
            return [[]] if exercise.is_hinge else []
        low, high = self.set_range(week, line)
        cell = k if exercise.is_jump else None
        needed = self._once(
            ("least sets", week, cell, line, tier),
            lambda: {
                what: self._least_sets(exercise, what, (low, high), tier)
                for what, _ in self.choices(week, line, k)
            },
        )
        ways = []
        for count in sorted({n for n in needed.values() if n is not None}):

            def needs(what: Prescription, count: int = count) -> bool:
                return needed[what] == count

            hard = self.does(week, k, line, ("tier", tier, count), needs)
            if hard is not None:
                ways.append([hard] if count <= low else [hard, self.has_sets(week, k, line, count)])
        return ways

    def _least_sets(
        self, exercise: Exercise, what: Prescription, sets: tuple[int, int], tier: Tier
    ) -> int | None:
        """Fewest sets with which a prescription reaches a tier; None when it never does."""

        def find() -> int | None:
            counts = range(sets[0], sets[1] + 1)
            hard = (n for n in counts if hinge_tier(self.scenario, exercise, what, n) >= tier)
            return next(hard, None)

        return self._once(("least sets", exercise.id, what, sets, tier), find)

    def in_slot(
        self, slot: timeline.Slot, key: object, of: Callable[[int, int], Literal | None]
    ) -> Literal | None:
        """Whether the session in a slot has a property; None when no session of the week can.

        `of(week, k)` is the literal of a session. True whenever it is; may be true when it is
        not, so only for limits from above. `key` names the property.
        """
        week = slot.week

        def make() -> Literal | None:
            if self._day is not None and slot.day < self._day:
                return self._in_past(slot, of)
            possible = [(k, of(week, k)) for k in self.labels if (week, k, slot.index) in self.at]
            if all(literal is None for _, literal in possible):
                return None
            both = self.model.new_bool_var(f"{slot.start:%m-%d %H} {key}")
            for k, literal in possible:
                if literal is not None:
                    held = self.at[week, k, slot.index]
                    self.model.add_bool_or([both, held.Not(), literal.Not()])
            return both

        return self._once(("slot", slot.index, key), make)

    def _in_past(
        self, slot: timeline.Slot, of: Callable[[int, int], Literal | None]
    ) -> Literal | None:
        for (week, k), one in self.past.items():
            literal = of(week, k) if one.start == slot.start else None
            if literal is not None and self.bounds(literal)[0] == 1:
                return literal
        return None

    def slot_reaches(self, slot: timeline.Slot, tier: Tier) -> Literal | None:
        """Whether the session in a slot has at least this hinge stress; see `in_slot`."""
        return self.in_slot(slot, tier, lambda week, k: self.reaches(week, k, tier))

    def any_of(self, key: object, literals: Sequence[Literal]) -> Literal:
        """A literal that is true exactly when one of these is."""

        def make() -> Literal:
            known = (one for one in literals if self.past and self.bounds(one)[0] == 1)
            if (sure := next(known, None)) is not None:
                return sure
            literal = self.model.new_bool_var(str(key))
            self.model.add_max_equality(literal, literals)
            return literal

        return self._once(("any", key), make)

    def both(self, key: object, one: Literal, other: Literal) -> Literal:
        """A literal that is true exactly when two others are."""

        def make() -> Literal:
            literal = self.model.new_bool_var(str(key))
            self.model.add_implication(literal, one)
            self.model.add_implication(literal, other)
            self.model.add_bool_or([literal, one.Not(), other.Not()])
            return literal

        return self._once(("both", key), make)

    def accessories(self, stretch: int, k: int) -> tuple[Line, ...]:
        """Lines of order class 4 that a template may hold: there the order is a decision."""
        return tuple(
            line
            for line in self.lines
            if self.exercise(line).order == ACCESSORY and (stretch, k, line) in self.uses
        )

    def used(self, stretch: int, line: Line) -> Literal | None:
        """Whether a line is in any template of a stretch; None when it cannot be."""
        keys = [(stretch, k, line) for k in self.labels if (stretch, k, line) in self.uses]
        if not keys:
            return None
        return self.any_of(("used", stretch, line), [self.uses[key] for key in keys])

    def _once(self, key: object, make: Callable[[], Made]) -> Made:
        if key not in self._made:
            self._made[key] = make()
        return cast(Made, self._made[key])
