"""Menus: what a block may hold, before there are variables.

The first layer of `PlanVars`: weeks, slots and lines, and for each line and week the
prescriptions that it may have. Rules narrow the menus; the layers above make variables of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar, cast

from constraints import held
from constraints.balance import least_sets
from constraints.lines import (
    LEAST_BACK_OFFS,
    Line,
    Prescription,
    is_main,
    menu,
    reference_of,
)
from scenarios import timeline
from scenarios.catalogue import Exercise
from scenarios.ids import LABELS
from scenarios.schema import Scenario

Made = TypeVar("Made")


class Menus:
    """What may be trained when, and how.

    Weeks and sessions count from 0; session `k` of a week is its k-th in order of time.
    """

    def __init__(self, scenario: Scenario, exercises: Iterable[str] | None = None) -> None:
        """Prepare the menus, which the rules then narrow.

        Args:
            scenario: what is asked for.
            exercises: ids to plan with; the whole catalogue when None.
        """
        self.scenario = scenario
        self._made: dict[object, object] = {}
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
        """Fewest and most sets of a line that is trained; see `set-limits`."""
        exercise = self.exercise(line)
        low = 1
        if line.part == "back_off":
            low = LEAST_BACK_OFFS
        elif line.part == "work":
            low = least_sets(self.scenario, self.weeks[week], exercise)
        return low, exercise.sets[1]

    def cell_labels(self, line: Line) -> tuple[int | None, ...]:
        """Where a line is prescribed: jumps in each session, all others once a week (None)."""
        return self.labels if self.exercise(line).is_jump else (None,)

    def _once(self, key: object, make: Callable[[], Made]) -> Made:
        """What a question needs, made when it is first asked."""
        if key not in self._made:
            self._made[key] = make()
        return cast(Made, self._made[key])
