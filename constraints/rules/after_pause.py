"""After a pause: who comes back starts with fewer sets, no more load and less effort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block
from constraints.lines import Line
from constraints.rule import Breach, place
from scenarios import odd_weeks
from scenarios.catalogue import Exercise
from scenarios.odd_weeks import Return
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

LEAST_SETS = 2  # a single set is for deloads and tapers [P]


@dataclass(frozen=True)
class AfterPause:
    """After days without a session, sets come back in steps, loads and effort are held.

    sets(line, session) <= max(2, least of the exercise, share x most sets of the line in a session
    of the last full loading week before the pause), for every session of a week of return; the
    effort stays at a cap there; and in the first such week load(line) <= load(line) when last
    trained, unless reps fall.
    `odd_weeks.returns` says which weeks these are, and each one's share. Tests are free, and so
    is the effort where none is known. The consensus behind the shares is about conditioning after
    two weeks or more; for sets of strength work, and for shorter pauses, they are a choice.
    Units: sets, load, RPE. Source: CSCCA19, P.
    """

    slug: ClassVar[str] = "after-pause"
    sentence: ClassVar[str] = "After a pause, sets, loads and effort come back step by step."
    numbers: ClassVar[tuple[str, ...]] = (
        "progression.pause_days", "progression.return_sets_percent", "progression.return_rpe",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("CSCCA19", "P")
    point: ClassVar[str] = "a set, or an exercise"
    narrows: ClassVar[bool] = False

    priority: Priority
    returns: tuple[Return, ...]
    rpe: int  # halves
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when there is a week of return."""
        returns = odd_weeks.returns(scenario)
        rpe = round(2 * scenario.progression.return_rpe)
        priority = scenario.priority(cls.slug, *cls.numbers)
        return (cls(priority, returns, rpe, scenario),) if returns else ()

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sets session by session, effort and load as they are decided."""
        for one in self.returns:
            for k in plan.labels:
                for line in plan.lines_in(one.week, k):
                    self._post_sets(plan, to, one, k, line)
            for week, line in plan.menus:
                if week == one.week:
                    self._post_effort(plan, to, one, line)
        first = {one.week for one in self.returns if one.is_first}
        for line in progress.compared_lines(plan):
            for early, late, when in progress.posted_pairs(plan, line, ever=True):
                if late in first:
                    self._post_load(plan, to, line, early, late, when)

    @staticmethod
    def _post_sets(plan: PlanVars, to: Posting, one: Return, k: int, line: Line) -> None:
        """One of several ends holds: the least there can be, or the share of some session."""
        where, sets = place(one.week, k, line), plan.sets[one.week, k, line]
        low = _least(plan.exercise(line))
        before = [
            plan.sets[one.base, other, line]
            for other in plan.labels
            if (one.base, other, line) in plan.sets
        ]
        before = [was for was in before if one.percent * plan.bounds(was)[1] > 100 * low]
        ends = [plan.model.new_bool_var(f"w{one.week} s{k} {line} end") for _ in before]
        least = [end.Not() for end in ends]
        to.at_most(sets, low, where, least)
        for was, end in zip(before, ends, strict=True):
            to.at_most(100 * sets, one.percent * was, where, [end], step=100)

    def _post_effort(self, plan: PlanVars, to: Posting, one: Return, line: Line) -> None:
        for label in plan.cell_labels(line):
            hard = [
                literal
                for what, literal in plan.choices(one.week, line, label)
                if (what.rpe or 0) > self.rpe
            ]
            if hard:
                to.at_most(plan.total(hard), 0, place(one.week, label, line))

    @staticmethod
    def _post_load(
        plan: PlanVars, to: Posting, line: Line, early: int, late: int, when: tuple[Literal, ...]
    ) -> None:
        fewer = plan.model.new_bool_var(f"w{late} {line} fewer reps than before the pause")
        reps = [plan.worth(week, line, lambda p: p.reps) for week in (early, late)]
        plan.model.add(reps[1] <= reps[0] - 1).only_enforce_if([*when, fewer])
        load = plan.worth(late, line, progress.load_of)
        most = plan.worth(early, line, progress.lifted)
        where = place(late, None, line)
        to.at_most(load, most, where, [*when, fewer.Not()], once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions and weeks that go on as if there had been no pause."""
        found: list[Breach] = []
        for one in self.returns:
            found += self._sets(block, one)
            found += self._efforts(block, one)
        first = {one.week for one in self.returns if one.is_first}
        for line in progress.compared_in(block):
            for early, late, before, after in progress.audited_pairs(block, line, ever=True):
                load, most = progress.load_of(after), progress.lifted(before)
                is_known = after.load is not None and before.load is not None
                if late in first and is_known and load > most and after.reps >= before.reps:
                    text = (
                        f"{line.exercise}: {progress.said(after)} in week {shown_week(late)}, "
                        f"{progress.said(before)} before the pause, in week {shown_week(early)}"
                    )
                    where = place(late, None, line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, load / 100, most / 100,
                               "load")
                    )  # fmt: skip
        return tuple(found)

    def _sets(self, block: Block, one: Return) -> Iterator[Breach]:
        most: dict[Line, int] = {}
        for session in block.of_week(one.base):
            for line, sets in block.sets_of(session).items():
                most[line] = max(most.get(line, 0), sets)
        coming = (each for each in block.of_week(one.week) if not block.is_over(each))
        for session in coming:
            for line, sets in block.sets_of(session).items():
                share = one.percent * most.get(line, 0) // 100
                limit = max(_least(block.exercise(line.exercise)), share)
                if line.part == "test" or sets <= limit:
                    continue
                text = (
                    f"{session.day}: {line.exercise} {sets} sets after {most.get(line, 0)} in week "
                    f"{shown_week(one.base)}, before the pause, at most {limit}"
                )
                where = place(one.week, session, line)
                yield Breach(
                    self.slug, self.priority, where, text, sets, limit, "sets", sets - limit
                )

    def _efforts(self, block: Block, one: Return) -> Iterator[Breach]:
        for cell in block.cells():
            rpe = cell.prescription.rpe or 0
            is_coming = cell.week == one.week and not block.is_over(cell.session)
            if is_coming and cell.line.part != "test" and rpe > self.rpe:
                text = (
                    f"{cell.line.exercise}: RPE {rpe / 2:g} in week {shown_week(one.week)}, after "
                    f"the pause, at most {self.rpe / 2:g}"
                )
                is_own = block.exercise(cell.line.exercise).is_jump
                where = place(cell.week, cell.session if is_own else None, cell.line)
                yield Breach(self.slug, self.priority, where, text, rpe / 2, self.rpe / 2, "RPE")

    def explain(self) -> str:
        """The rule with this athlete's weeks."""
        weeks = ", ".join(
            f"{one.percent} % of the sets in week {shown_week(one.week)}" for one in self.returns
        )
        return (
            f"After a pause: at most {weeks}; nothing above RPE {self.rpe / 2:g}; and at first no "
            "load above the last one, unless reps fall."
        )


def _least(exercise: Exercise) -> int:
    return max(LEAST_SETS, exercise.sets[0])
