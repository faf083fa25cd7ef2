"""Taper lifts: what an exercise is given in a taper, held against the last loading week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block
from constraints.lines import Line, Prescription, is_main
from constraints.rule import Breach, place
from scenarios import odd_weeks, timeline
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Expr, PlanVars


@dataclass(frozen=True)
class TaperLifts:
    """In a taper no exercise gets more sessions, sets, reps or load than in the last loading week.

    sessions(w) <= sessions(last), sets(w) <= sets(last), reps(w) <= reps(last), and (1 - drop) x
    load(last) <= load(w) <= load(last), or the next lighter load there is, for every taper week w
    in which an exercise of the last loading week is kept; one that lost a day counts only where the
    others of its phase did too. The load of the goal lift has rules of its own; jumps are free in
    their reps. Tests are free.
    Units: sets, reps, percent of load. Source: BOS07 (intensity is kept), P.
    """

    slug: ClassVar[str] = "taper-lifts"
    sentence: ClassVar[str] = "In a taper no exercise gets more sets, reps or load than before."
    numbers: ClassVar[tuple[str, ...]] = ("taper.load_drop_percent",)
    source: ClassVar[tuple[str, ...]] = ("BOS07", "P")
    point: ClassVar[str] = "a set, or an exercise in a week"
    narrows: ClassVar[bool] = False

    priority: Priority
    drop: int  # percent
    last: int  # the last loading week
    taper: tuple[int, ...]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when the block has a taper after a loading week."""
        priority, taper = scenario.priority(cls.slug, *cls.numbers), timeline.taper_weeks(scenario)
        loading = odd_weeks.usual_weeks(scenario)
        if priority == "off" or not taper or not loading:
            return ()
        return (cls(priority, round(scenario.taper.load_drop_percent), loading[-1], taper),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sets of the week, reps and load of every line that is kept."""
        for week in self.taper:
            for line in plan.lines:
                if (week, line) not in plan.trained:
                    continue
                where = place(week, None, line)
                to.at_most(plan.line_sets(week, line), plan.line_sets(self.last, line), where)
                days, before = (self._days(plan, w, line) for w in (week, self.last))
                to.at_most(days, before, where)
                if plan.exercise(line).is_jump or not plan.compared(self.last, line):
                    continue
                when = [plan.shows(self.last, line), plan.shows(week, line)]
                reps = [plan.worth(w, line, lambda p: p.reps) for w in (self.last, week)]
                to.at_most(reps[1], reps[0], where, when, once=True)
                if line != plan.main:
                    was, now = (
                        plan.worth(w, line, lambda p: p.load or 0) for w in (self.last, week)
                    )
                    to.at_most(now, was, where, when, once=True)
                    least = plan.worth(self.last, line, self._least(plan.scenario, line))
                    to.at_least(100 * now, least, where, when, once=True)

    def _least(self, scenario: Scenario, line: Line) -> Callable[[Prescription], int]:
        """The least load after a prescription, see `progress.lightest`."""
        exercise = scenario.catalogue[line.exercise]
        return lambda what: progress.lightest(scenario, exercise, what.load or 0, self.drop)

    @staticmethod
    def _days(plan: PlanVars, week: int, line: Line) -> Expr:
        """Sessions of a week that hold a line."""
        ons = [plan.on[week, k, line] for k in plan.labels if (week, k, line) in plan.on]
        return plan.total(ons)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Exercises that get more than before, or much less load."""
        found = []
        for week in self.taper:
            for line in block.lines:
                if line.part == "work":
                    found += self._line(block, week, line)
        return tuple(found)

    def _line(self, block: Block, week: int, line: Line) -> list[Breach]:
        found, where = [], place(week, None, line)
        name = f"week {shown_week(week)}: {line.exercise}"
        sets, before = block.line_sets(week, line), block.line_sets(self.last, line)
        if sets > before:
            text = f"{name} {sets} sets, {before} before"
            found.append(
                Breach(self.slug, self.priority, where, text, sets, before, "sets", sets - before)
            )
        days, earlier = (
            sum(any(e.line == line for e in s.exercises) for s in block.of_week(w))
            for w in (week, self.last)
        )
        if days > earlier:
            text = f"{name} in {days} sessions, {earlier} before"
            found.append(
                Breach(self.slug, self.priority, where, text, days, earlier, "sessions",
                       days - earlier)
            )  # fmt: skip
        was, now = block.prescribed(self.last, line), block.prescribed(week, line)
        if was is None or now is None or block.exercise(line.exercise).is_jump:
            return found
        checks: list[tuple[bool, float, float, str]] = [
            (now.reps > was.reps, now.reps, was.reps, "reps")
        ]
        if not is_main(block.scenario, line):
            heavy, light = was.load or 0, self._least(block.scenario, line)(was) / 100
            load = heavy if was.load is None or now.load is None else now.load  # open: free
            checks.append((load > heavy, load / 100, heavy / 100, "load"))
            checks.append((load < light, load / 100, light / 100, "load"))
        for bad, measured, limit, unit in checks:
            if bad:
                text = f"{name} {measured:g} {unit}, end {limit:g}"
                found.append(Breach(self.slug, self.priority, where, text, measured, limit, unit))
        return found

    def explain(self) -> str:
        """The rule with its number."""
        return f"{self.sentence} Loads fall by {self.drop} % at most."
