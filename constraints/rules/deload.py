"""Deload: a lighter week that still trains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.balance import can_train
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
class Deload:
    """A deload has fewer sets, no heavier loads and less effort than the loading week before.

    low x sets(before) <= sets(deload) <= high x sets(before); every exercise of a session but the
    jumps stays, with no more sets and reps than before, and at least two thirds of the reps;
    (1 - drop) x load(before) <= load(deload) <= load(before), or the next lighter load there is;
    main lift: implied RPE <= cap, and at least half of its sets. Loads that are left open, in one
    of the two weeks or in both, are free. Where one of the weeks loses days to an away span, only
    loads, reps and effort are compared, with the last loading week that trained the exercise (over
    the border of a phase 75 % x shown(before) <= shown(deload) <= shown(before), see `no-easier`);
    a week of return from a pause counts for what it is a share of, but the deload has no more sets
    than it. An exercise that is lost after a session that is over need not stay, and its sets need
    not be made up for.
    Units: sets, reps, load, RPE. Source: ROG24 (fewer sets and fewer reps), BEL22, BEL23, COL24, P.
    """

    slug: ClassVar[str] = "deload"
    sentence: ClassVar[str] = "A deload has fewer sets and no heavier loads than the week before."
    numbers: ClassVar[tuple[str, ...]] = (
        "deload.sets_percent", "deload.load_drop_percent", "deload.rpe", "deload.every",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("ROG24", "BEL22", "BEL23", "COL24", "P")
    point: ClassVar[str] = "a set, or a lift"
    narrows: ClassVar[bool] = False

    priority: Priority
    low: int  # percent of the sets of the loading week before
    high: int
    drop: int  # percent of the load
    rpe: int  # halves
    away: frozenset[int]
    shares: tuple[tuple[int, int], ...]  # weeks of return, with the percent of a full week

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when the block has a deload."""
        ours = scenario.deload
        priority = scenario.priority(cls.slug, "deload.sets_percent", "deload.load_drop_percent")
        has_deload = any(week.deload for week in timeline.weeks(scenario))
        if priority == "off" or not has_deload:
            return ()
        away = odd_weeks.away_weeks(scenario)
        low, high = (round(end) for end in ours.sets_percent)
        drop, rpe = round(ours.load_drop_percent[1]), round(2 * ours.rpe)
        shares = tuple((one.week, one.percent) for one in odd_weeks.returns(scenario))
        return (cls(priority, low, high, drop, rpe, away, shares),)

    def _compares(self, before: int, deload: int) -> bool:
        return before not in self.away and deload not in self.away

    def _ends(self, before: int) -> tuple[int, int]:
        """Fewest and most sets after a loading week, in percent of that week."""
        share = dict(self.shares).get(before, 100)
        return min(100, 100 * self.low // share), min(100, 100 * self.high // share)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sets, loads and effort of each deload."""
        for before, deload in progress.deload_pairs(plan.weeks):
            if not self._compares(before, deload):
                self._post_lines(plan, to, deload)
                continue
            sets, full = plan.working_sets(deload), plan.working_sets(before)
            lost = sum(
                one.sets(line)
                for key, one in plan.past.items()
                if key[0] == before
                for line in one.lines
                if not can_train(plan.scenario, plan.exercise(line), deload)
            )
            low, high = self._ends(before)
            to.at_least(100 * sets, low * (full - lost), place(deload), step=100)
            to.at_most(100 * sets, high * full, place(deload), step=100)
            self._post_main(plan, to, before, deload)
            for line in plan.lines:
                if plan.compared(before, line) and plan.compared(deload, line):
                    self._post_line(plan, to, line, before, deload)
            for (week, k, line), on in plan.on.items():
                if week != before or plan.exercise(line).is_jump or line.part != "work":
                    continue
                where = place(deload, k, line)
                stays = plan.on.get((deload, k, line))
                exercise = plan.exercise(line)
                if plan.is_over(week, k) and not can_train(plan.scenario, exercise, deload):
                    continue
                held = plan.open[deload, k]
                to.require([*([] if stays is None else [stays]), on.Not(), held.Not()], where)
                if stays is not None:
                    more = plan.sets[deload, k, line] - plan.sets[week, k, line]
                    to.at_most(more, 0, where, [on, stays])

    def _post_lines(self, plan: PlanVars, to: Posting, deload: int) -> None:
        """Each line against the last loading week that trained it, of this stretch or the last.

        Over a border load and reps count together: the phases ask for other ones.
        """
        for line in plan.lines:
            weeks = [w for w in plan.loading_weeks if w < deload and plan.compared(w, line)]
            for early in weeks if plan.compared(deload, line) else ():
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

    @staticmethod
    def _post_main(plan: PlanVars, to: Posting, before: int, deload: int) -> None:
        """Half of the sets of the main lift, also where its loads are not compared."""
        weeks = (deload, plan.main), (before, plan.main)
        if all(one in plan.trained for one in weeks):
            sets, full = (plan.line_sets(*one) for one in weeks)
            when = [plan.trained[one] for one in reversed(weeks)]
            to.at_least(2 * sets, full, place(deload, None, plan.main), when, step=2)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Deloads that are too big, too small, too heavy or too hard, or that drop exercises."""
        found = []
        for before, deload in progress.deload_pairs(block.timeline):
            if not self._compares(before, deload):
                found += self._lines(block, deload)
                continue
            found += self._sets(block, before, deload)
            for line in block.lines:
                was, now = block.prescribed(before, line), block.prescribed(deload, line)
                counts = line.part == "work" and not block.exercise(line.exercise).is_jump
                if counts and was is not None and now is not None:
                    found += self._line(block, line, deload, was, now)
            found += self._main_sets(block, before, deload)
            found += self._sessions(block, before, deload)
        return tuple(found)

    def _lines(self, block: Block, deload: int) -> list[Breach]:
        found = []
        for line in block.lines:
            weeks = [w for w in block.weeks_of(line) if w < deload and block.timeline[w].is_loading]
            weeks = [week for week in weeks if block.prescribed(week, line) is not None]
            now = block.prescribed(deload, line)
            counts = line.part == "work" and not block.exercise(line.exercise).is_jump
            if not counts or now is None or not weeks:
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

    def _main_sets(self, block: Block, before: int, deload: int) -> list[Breach]:
        main = Line(block.scenario.goal.lift)
        full, sets = block.line_sets(before, main), block.line_sets(deload, main)
        if not full or not sets or 2 * sets >= full:
            return []
        text = f"week {shown_week(deload)}: {main} {sets} sets after {full}, from half of them"
        where, short = place(deload, None, main), -(-(full - 2 * sets) // 2)
        breach = Breach(self.slug, self.priority, where, text, sets, full / 2, "sets", short)
        return [breach]

    def _sessions(self, block: Block, before: int, deload: int) -> list[Breach]:
        found = []
        lighter = {session.label: session for session in block.of_week(deload)}
        for session in block.of_week(before):
            other = lighter.get(session.label)
            if other is None or session.is_test:
                continue
            kept = block.sets_of(other)
            for line, full in block.sets_of(session).items():
                where, sets = place(deload, other, line), kept.get(line)
                exercise = block.exercise(line.exercise)
                jump = exercise.is_jump
                if block.is_over(session) and not can_train(block.scenario, exercise, deload):
                    continue
                if sets is None and not jump and line.part == "work":
                    text = f"{other.day}: {line.exercise} is left out"
                    found.append(Breach(self.slug, self.priority, where, text, 0, 1, "exercises"))
                elif not jump and line.part == "work" and sets and sets > full:
                    text = f"{other.day}: {line.exercise} {sets} sets after {full}"
                    found.append(
                        Breach(self.slug, self.priority, where, text, sets, full, "sets",
                               sets - full)
                    )  # fmt: skip
        return found

    def _sets(self, block: Block, before: int, deload: int) -> list[Breach]:
        sets, full = block.working_sets(deload), block.working_sets(before)
        lost = sum(
            count
            for session in block.of_week(before)
            if block.is_over(session)
            for line, count in block.sets_of(session).items()
            if not can_train(block.scenario, block.exercise(line.exercise), deload)
        )
        found = []
        low, high = self._ends(before)
        for over, share in (
            (low * (full - lost) - 100 * sets, low),
            (100 * sets - high * full, high),
        ):
            if over > 0:
                text = f"week {shown_week(deload)}: {sets} sets after {full}, {share} % is the end"
                found.append(
                    Breach(self.slug, self.priority, place(deload), text, sets, share * full / 100,
                           "sets", -(-over // 100))
                )  # fmt: skip
        return found

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"A deload keeps the exercises, with {self.low} to {self.high} % of the sets of the "
            f"loading week before, two thirds of the reps or more and loads up to {self.drop} % "
            f"lighter; the main lift stays at RPE {self.rpe / 2:g} or less."
        )
