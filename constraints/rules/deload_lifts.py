"""Deload lifts: what an exercise is given in a deload, held against the loading week before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.absences import comes_back
from constraints.block import Block
from constraints.lines import Line, Prescription, is_main
from constraints.rule import Breach, place
from constraints.stretches import apart
from scenarios import odd_weeks, timeline
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

OVER_BORDER = 75, 100  # percent of what was shown in the phase before, over a trip [P]


@dataclass(frozen=True)
class DeloadLifts:
    """In a deload no exercise gets more load, reps or effort than in the loading week before.

    (1 - drop) x load(before) <= load(deload) <= load(before), or the next lighter load there is;
    2/3 x reps(before) <= reps(deload) <= reps(before); main lift: implied RPE <= cap. Loads that
    are left open, in one of the two weeks or in both, are free, and so are jumps. Where one of the
    weeks loses days to an away span, it is held against the last loading week that trained the
    exercise, unless it was left out for weeks since; over the border of a phase by what is shown:
    75 % x shown(before) <= shown(deload) <= shown(before), see `no-easier`.
    Units: load, reps, RPE. Source: ROG24 (fewer reps), BEL22, BEL23, COL24, P.
    """

    slug: ClassVar[str] = "deload-lifts"
    sentence: ClassVar[str] = "In a deload no exercise gets more load, reps or effort than before."
    numbers: ClassVar[tuple[str, ...]] = ("deload.load_drop_percent", "deload.rpe")
    source: ClassVar[tuple[str, ...]] = ("ROG24", "BEL22", "BEL23", "COL24", "P")
    point: ClassVar[str] = "an exercise"
    narrows: ClassVar[bool] = False

    priority: Priority
    drop: int  # percent of the load
    rpe: int  # halves
    away: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when the block has a deload."""
        ours = scenario.deload
        priority = scenario.priority(cls.slug, "deload.load_drop_percent")
        has_deload = any(week.deload for week in timeline.weeks(scenario))
        if priority == "off" or not has_deload:
            return ()
        drop, rpe = round(ours.load_drop_percent[1]), round(2 * ours.rpe)
        return (cls(priority, drop, rpe, odd_weeks.away_weeks(scenario)),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Loads, reps and effort of each deload."""
        for before, deload in progress.deload_pairs(plan.weeks):
            if self.away & {before, deload}:
                self._post_late(plan, to, deload)
                continue
            for line in plan.lines:
                if plan.compared(before, line) and plan.compared(deload, line):
                    self._post_line(plan, to, line, before, deload)

    def _post_late(self, plan: PlanVars, to: Posting, deload: int) -> None:
        """Each line against the last loading week that trained it, of this stretch or the last.

        Over a border load and reps count together: the phases ask for other ones.
        """
        for line in plan.lines:
            weeks = [w for w in plan.loading_weeks if w < deload and plan.compared(w, line)]
            for early in weeks if plan.compared(deload, line) else ():
                if comes_back(plan.scenario, line.exercise, early, deload):
                    continue
                borders = apart(plan.scenario, plan.weeks[early], plan.weeks[deload])
                skipped = [plan.shows(week, line).Not() for week in weeks if week > early]
                if borders == 0:
                    self._post_line(plan, to, line, early, deload, skipped)
                elif borders == 1 and not plan.exercise(line).is_jump:
                    when = [plan.shows(early, line), plan.shows(deload, line), *skipped]
                    progress.post_shown(plan, to, line, early, deload, when, OVER_BORDER)

    def _post_line(
        self, plan: PlanVars, to: Posting, line: Line, before: int, deload: int,
        skipped: Sequence[Literal] = (),
    ) -> None:  # fmt: skip
        if plan.exercise(line).is_jump:
            return
        when = [plan.shows(before, line), plan.shows(deload, line), *skipped]
        where = place(deload, None, line)
        was = plan.worth(before, line, lambda p: p.load or 0)
        now = plan.worth(deload, line, lambda p: p.load or 0)
        to.at_most(now, was, where, when, once=True)
        scenario, exercise = plan.scenario, plan.exercise(line)

        def least(what: Prescription) -> int:
            return progress.lightest(scenario, exercise, what.load or 0, self.drop)

        to.at_least(100 * now, plan.worth(before, line, least), where, when, once=True)
        full, reps = (plan.worth(week, line, lambda p: p.reps) for week in (before, deload))
        to.at_most(reps, full, where, when, once=True)
        to.at_least(3 * reps, 2 * full, where, when, once=True)
        if line == plan.main:
            effort = plan.worth(deload, line, lambda p: p.rpe or 0)
            to.at_most(effort, self.rpe, where, when, once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Deloads that are too heavy or too hard."""
        found = []
        for before, deload in progress.deload_pairs(block.timeline):
            if self.away & {before, deload}:
                found += self._late(block, deload)
                continue
            for line in block.lines:
                was, now = block.prescribed(before, line), block.prescribed(deload, line)
                counts = line.part == "work" and not block.exercise(line.exercise).is_jump
                if counts and was is not None and now is not None:
                    found += self._line(block, line, deload, was, now)
        return tuple(found)

    def _late(self, block: Block, deload: int) -> list[Breach]:
        found = []
        for line in block.lines:
            weeks = [w for w in block.weeks_of(line) if w < deload and block.timeline[w].is_loading]
            weeks = [week for week in weeks if block.prescribed(week, line) is not None]
            now = block.prescribed(deload, line)
            counts = line.part == "work" and not block.exercise(line.exercise).is_jump
            if not counts or now is None or not weeks:
                continue
            if comes_back(block.scenario, line.exercise, weeks[-1], deload):
                continue
            was, week = block.prescribed(weeks[-1], line), block.timeline[weeks[-1]]
            if was is None:
                continue
            borders = apart(block.scenario, week, block.timeline[deload])
            beyond = progress.beyond_shown(was, now, OVER_BORDER)
            if borders == 0:
                found += self._line(block, line, deload, was, now)
            elif borders == 1 and beyond is not None:
                text = (
                    f"week {shown_week(deload)}: {line.exercise} {progress.said(now)}, "
                    f"{progress.said(was)} in week {shown_week(week.index)}"
                )
                where, unit = place(deload, None, line), "load for one rep"
                found.append(Breach(self.slug, self.priority, where, text, *beyond, unit))
        return found

    def _line(
        self, block: Block, line: Line, week: int, was: Prescription, now: Prescription
    ) -> list[Breach]:
        where, found = place(week, None, line), []
        exercise, heavy = block.exercise(line.exercise), was.load or 0
        light = progress.lightest(block.scenario, exercise, heavy, self.drop) / 100
        main = is_main(block.scenario, line)
        load = heavy if was.load is None or now.load is None else now.load  # open: not compared
        for bad, measured, limit, unit in (
            (load > heavy, load / 100, heavy / 100, "load"),
            (load < light, load / 100, light / 100, "load"),
            (now.reps > was.reps, now.reps, was.reps, "reps"),
            (3 * now.reps < 2 * was.reps, now.reps, round(2 * was.reps / 3, 1), "reps"),
            (main and (now.rpe or 0) > self.rpe, (now.rpe or 0) / 2, self.rpe / 2, "RPE"),
        ):
            if bad:
                name = f"week {shown_week(week)}: {line.exercise}"
                text = f"{name} {measured:g} {unit}, end {limit:g}"
                found.append(Breach(self.slug, self.priority, where, text, measured, limit, unit))
        return found

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"In a deload loads are up to {self.drop} % lighter, with two thirds of the reps or "
            f"more; the main lift stays at RPE {self.rpe / 2:g} or less."
        )
