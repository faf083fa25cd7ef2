"""Allowed again: an exercise that comes back after weeks without it starts lighter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.absences import Absence, absences
from constraints.block import Block
from constraints.lines import Line, by_reps
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

LEAST_SETS = 2  # of an exercise that had more [P]
# Percent of what was last shown. Of dumbbells and bells the next one down may be far lighter, and
# with too few reps to make up for it: these may start where they were [P].
SHOWN, SHOWN_BY_REPS = (75, 90), (60, 100)


@dataclass(frozen=True)
class AllowedAgain:
    """An exercise that was left out for a while starts with less than it was last done with.

    In the first loading week in which it is trained again: sets(session) <= max(2, least of the
    exercise, share x most sets in a session before); the effort stays at a cap; and
    75 % x shown(before) <= shown(week) <= 90 % x shown(before), 60 to 100 % for dumbbells and
    kettlebells, where shown = load x (30 + reps) / 30 is the one-rep maximum that a set speaks for
    (Epley), and what was lifted counts. Share and pause are those of `after-pause`. It was left out
    when it could not be trained, by the athlete's wish or for want of a tool, and a replan allowed
    it again. No other rule compares the two weeks.
    Units: sets, RPE, load. Source: FLEX (Epley), P.
    """

    slug: ClassVar[str] = "allowed-again"
    sentence: ClassVar[str] = "An exercise that comes back after weeks without it starts lighter."
    numbers: ClassVar[tuple[str, ...]] = (
        "progression.pause_days", "progression.return_sets_percent", "progression.return_rpe",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("FLEX", "P")
    point: ClassVar[str] = "a set, or an exercise"
    narrows: ClassVar[bool] = False

    priority: Priority
    back: tuple[Absence, ...]
    shares: tuple[int, int]  # percent of the sets after a long pause, after a shorter one
    rpe: int  # halves
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when an exercise comes back."""
        ours = scenario.progression
        first, last = (round(share) for share in ours.return_sets_percent)
        back, rpe = tuple(absences(scenario).values()), round(2 * ours.return_rpe)
        # Own numbers make no must of it, for phases may ask for more.
        priority = scenario.priority(cls.slug)
        return (cls(priority, back, (first, last), rpe, scenario),) if back else ()

    def _most_sets(self, one: Absence, exercise: Exercise) -> int:
        share = self.shares[0] if one.is_long else self.shares[1]
        return max(LEAST_SETS, exercise.sets[0], share * one.most_sets // 100)

    def _ends(self, line: Line) -> tuple[int, int]:
        exercise = self.scenario.catalogue[line.exercise]
        return SHOWN_BY_REPS if by_reps(self.scenario, exercise) else SHOWN

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sets, effort and load of the first week, whichever that will be."""
        for one in self.back:
            for line in (each for each in plan.lines if each.exercise == one.exercise):
                weeks = [w for w in plan.loading_weeks if w >= one.first]
                weeks = [w for w in weeks if (w, line) in plan.trained]
                for number, week in enumerate(weeks):
                    before = [plan.trained[early, line].Not() for early in weeks[:number]]
                    self._post_sets(plan, to, one, line, week, before)
                    self._post_effort(plan, to, line, week, before)
        for line in progress.compared_lines(plan):
            for early, late, when in progress.posted_pairs(plan, line, comes_back=True):
                progress.post_shown(plan, to, line, early, late, when, self._ends(line))

    def _post_sets(
        self, plan: PlanVars, to: Posting, one: Absence, line: Line, week: int,
        before: list[Literal],
    ) -> None:  # fmt: skip
        most = self._most_sets(one, plan.exercise(line))
        for k in plan.labels:
            if line in plan.lines_in(week, k):
                to.at_most(plan.sets[week, k, line], most, place(week, k, line), before)

    def _post_effort(
        self, plan: PlanVars, to: Posting, line: Line, week: int, before: list[Literal]
    ) -> None:
        for label in plan.cell_labels(line):
            choices = plan.choices(week, line, label)
            hard = [literal for what, literal in choices if (what.rpe or 0) > self.rpe]
            if hard:
                to.at_most(plan.total(hard), 0, place(week, label, line), before)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Exercises that go on as if they had never been away."""
        found: list[Breach] = []
        for one in self.back:
            for line in (each for each in block.lines if each.exercise == one.exercise):
                weeks = [w for w in block.weeks_of(line) if block.timeline[w].is_loading]
                first = next((week for week in weeks if week >= one.first), None)
                if first is not None:
                    found += self._sets(block, one, line, first)
                    found += self._efforts(block, line, first)
        for line in progress.compared_in(block):
            pairs = progress.audited_pairs(block, line, comes_back=True)
            for early, late, before, after in pairs:
                beyond = progress.beyond_shown(before, after, self._ends(line))
                if beyond is not None:
                    text = (
                        f"{line.exercise}: {progress.said(after)} in week {shown_week(late)}, "
                        f"{progress.said(before)} before it was left out, in week "
                        f"{shown_week(early)}"
                    )
                    where = place(late, None, line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, *beyond, "load for one rep")
                    )
        return tuple(found)

    def _sets(self, block: Block, one: Absence, line: Line, week: int) -> Iterator[Breach]:
        most = self._most_sets(one, block.exercise(line.exercise))
        for session in block.of_week(week):
            sets = block.sets_of(session).get(line, 0)
            if line.part != "test" and sets > most and not block.is_over(session):
                text = f"{session.day}: {line.exercise} {sets} sets after weeks without, end {most}"
                where = place(week, session, line)
                yield Breach(self.slug, self.priority, where, text, sets, most, "sets", sets - most)

    def _efforts(self, block: Block, line: Line, week: int) -> Iterator[Breach]:
        for cell in block.cells():
            rpe = cell.prescription.rpe or 0
            is_it = (cell.week, cell.line) == (week, line) and not block.is_over(cell.session)
            if is_it and rpe > self.rpe:
                text = (
                    f"{line.exercise}: RPE {rpe / 2:g} in week {shown_week(week)}, after weeks "
                    f"without, at most {self.rpe / 2:g}"
                )
                is_own = block.exercise(line.exercise).is_jump
                where = place(week, cell.session if is_own else None, line)
                yield Breach(self.slug, self.priority, where, text, rpe / 2, self.rpe / 2, "RPE")

    def explain(self) -> str:
        """The rule with this athlete's exercises."""
        names = ", ".join(one.exercise for one in self.back)
        return (
            f"After weeks without, these start lighter, nothing above RPE {self.rpe / 2:g} and "
            f"with fewer sets: {names}."
        )
