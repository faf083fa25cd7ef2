"""PlanVars: the plan as CP-SAT variables, behind the questions that `Block` answers with numbers.

It is built in layers, each a module with one job: `menus` (what there is), `decisions` (the
variables and their structure), `sums`, `literals`, `hinge_stress`, and here the counts that need
variables of their own. Variables are found by asking, not by index; what a question needs is made
when it is first asked. The solver is handed in: nothing here imports it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from typing import Literal as OneOf

from constraints import held
from constraints.hinge_stress import HingeStress
from constraints.history import lost_until, waits_since
from constraints.lines import Line, Prescription, ramp_style, tool_of
from scenarios import ramp

if TYPE_CHECKING:
    from constraints.algebra import Expr as Expr
    from constraints.algebra import Literal as Literal


class Decision(NamedTuple):
    """A variable of a session to come, and what it stands for.

    Whether the session is held, and lies in a slot; whether a line is on, with how many sets, and
    whether it is done so. What is done is decided once for a week, but for jumps.
    """

    kind: OneOf["held", "slot", "on", "sets", "what"]
    variable: Literal
    week: int
    k: int
    slot: int | None = None
    line: Line | None = None
    what: Prescription | None = None


class PlanVars(HingeStress):
    """The decisions of one block, and every question about them.

    Weeks and sessions count from 0; session `k` of a week is its k-th in order of time.
    """

    def decisions(self, weeks: Collection[int] | None = None) -> Iterator[Decision]:
        """Every decision of these weeks, else of all; what is over is none, and neither is a test.

        What is decided for a whole week comes with each of its sessions.
        """
        for week, k in self.sessions():
            is_open = k < self._most and not self.is_over(week, k)
            if not is_open or (weeks is not None and week not in weeks):
                continue
            yield Decision("held", self.open[week, k], week, k)
            for slot in self.slots_of(week):
                if (week, k, slot.index) in self.at:
                    yield Decision("slot", self.at[week, k, slot.index], week, k, slot.index)
            for line in self.lines_in(week, k):
                if line.part == "test":
                    continue
                yield Decision("on", self.on[week, k, line], week, k, line=line)
                yield Decision("sets", self.sets[week, k, line], week, k, line=line)
                for what, literal in self.choices(week, line, k):
                    yield Decision("what", literal, week, k, line=line, what=what)

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

    def _not_before(self, day: Expr, first: date | None) -> Expr:
        """A day, or a later one that is known; days count as in `day`."""
        least = 0 if first is None else (first - self.scenario.start).days
        low, high = self.bounds(day)
        if first is None or low >= least:
            return day
        later = self.model.new_int_var(least, max(least, high), f"not before {first}")
        self.model.add_max_equality(later, [day, least])
        return later

    def days_before(
        self, sessions: Sequence[tuple[int, int]], muscle: str, least: int
    ) -> Mapping[tuple[int, int], Expr]:
        """For each session to come, in order of time, the day since which a muscle waits for it.

        That is the day of the last session before it with so many quarter-sets of the muscle, or a
        later one (`history.waits_since`, `history.lost_until`). Days count as in `day`; the end of
        the block where none came before, so that no gap is seen.
        """
        start, end = self.scenario.start, (self.scenario.end - self.scenario.start).days

        def make() -> Mapping[tuple[int, int], Expr]:
            over = [
                self.past[one].start.date()
                for one in sessions
                if one in self.past and self.has_quarter_sets(*one, muscle, least) is not None
            ]
            latest = (waits_since(self.scenario, max(over)) - start).days if over else end
            first = min(0, latest)  # a session may have been held before the block began
            last: Expr = latest
            found: dict[tuple[int, int], Expr] = {}
            for week, k in (one for one in sessions if one not in self.past):
                found[week, k] = self._not_before(last, lost_until(self.scenario)[week])
                trains = self.has_quarter_sets(week, k, muscle, least)
                if trains is None:
                    continue
                name = f"w{week} s{k} last {muscle}>={least}"
                day = self.model.new_int_var(first, end, name)
                self.model.add(day == self.day(week, k)).only_enforce_if(trains)
                self.model.add(day == last).only_enforce_if(trains.Not())
                last = day
            return found

        return self._once(("days before", tuple(sessions), muscle, least), make)
