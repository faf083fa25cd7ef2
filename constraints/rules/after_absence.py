"""After an absence: an exercise that comes back after weeks without it starts lighter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.absences import Absence, absences
from constraints.balance import least_sets_back
from constraints.block import Block, Cell
from constraints.lines import Line, Prescription, by_reps
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week, weeks

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

# Percent of what was last shown. Of dumbbells and bells the next one down may be far lighter, and
# with too few reps to make up for it: these may start where they were [P].
SHOWN, SHOWN_BY_REPS = (75, 90), (60, 100)
LIGHT = 60  # percent of the same that a deload or a taper shows at least [P]
STEP = 5  # percent of what was last shown that cost a point beyond the upper end [P]


@dataclass(frozen=True)
class AfterAbsence:
    """An exercise that was not trained for a while starts with less than it was last done with.

    In the first loading week in which it is trained again, and in deloads and tapers before it:
    sets(session) <= max(2, least of the exercise, share x most sets in a session before); the
    effort stays at a cap; and shown <= 90 % x shown(before), 100 % for dumbbells and kettlebells,
    and at least 75 or 60 % of it, 60 % in a deload or a taper. shown = load x (30 + reps) / 30 is
    the one-rep maximum that a set speaks for (Epley), and what was lifted counts; of back-offs only
    the upper end. Share, cap and days are those of `after-pause`. What keeps a lift from falling
    back is not asked of it then, and from then on the lower ends of the phase lie lower.
    It was not trained because it could not be, by the athlete's wish or for want of a tool; or,
    while others were trained, it was missed, or had fallen out of its phase for want of time.
    Units: sets, RPE, load. Source: FLEX (Epley), P.
    """

    slug: ClassVar[str] = "after-absence"
    sentence: ClassVar[str] = "An exercise that comes back after weeks without it starts lighter."
    numbers: ClassVar[tuple[str, ...]] = (
        "progression.pause_days", "progression.return_sets_percent", "progression.return_rpe",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("FLEX", "P")
    point: ClassVar[str] = "a set, half an RPE, or 5 % of the load"
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

    def most_sets(self, one: Absence) -> int:
        """Most sets in a session of the first week back."""
        share, exercise = self.shares[not one.is_long], self.scenario.catalogue[one.exercise]
        return max(least_sets_back(exercise), share * one.most_sets // 100)

    def _over(self, what: Prescription) -> int:
        """Halves of an RPE above the cap."""
        return max(0, (what.rpe or 0) - self.rpe)

    def _beyond(self, one: Absence, week: int, line: Line, what: Prescription) -> tuple[int, float]:
        """Points for a load that is too heavy or too light, and the end that it crosses."""
        worth = max((progress.shown_lifted(was) for was in one.before), default=0)
        if not worth or what.load is None:
            return 0, 0
        exercise = self.scenario.catalogue[one.exercise]
        low, high = SHOWN_BY_REPS if by_reps(self.scenario, exercise) else SHOWN
        low = low if weeks(self.scenario)[week].is_loading else LIGHT
        now = 100 * progress.shown(what)
        is_held_up = line.part != "back_off"
        if now > high * worth:
            return -(-(now - high * worth) // (STEP * worth)), high * worth / 300_000
        if is_held_up and now < low * worth:
            return 1, low * worth / 300_000
        return 0, 0

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sets, effort and load of the first weeks, whichever these will be."""
        for one in self.back:
            lines = [Line(one.exercise), Line(one.exercise, "back_off")]
            before: list[Literal] = []
            for week in range(one.first, len(plan.weeks)):
                ours = [line for line in lines if (week, line) in plan.trained]
                self._post_sets(plan, to, one, week, before)
                for line in ours:
                    self._post_cells(plan, to, one, line, week, before)
                if plan.weeks[week].is_loading:
                    before = [*before, *(plan.trained[week, line].Not() for line in ours)]

    def _post_sets(
        self, plan: PlanVars, to: Posting, one: Absence, week: int, before: list[Literal]
    ) -> None:
        for k in plan.labels:
            ours = [line for line in plan.lines_in(week, k) if line.exercise == one.exercise]
            sets = [plan.sets[week, k, line] for line in ours if line.part != "test"]
            if sets:
                where = place(week, k, one.exercise)
                to.at_most(plan.total(sets), self.most_sets(one), where, before)

    def _post_cells(
        self, plan: PlanVars, to: Posting, one: Absence, line: Line, week: int,
        before: list[Literal],
    ) -> None:  # fmt: skip
        for label in plan.cell_labels(line):
            if label is not None and plan.is_over(week, label):
                continue
            points = [
                (literal, self._over(what) + self._beyond(one, week, line, what)[0])
                for what, literal in plan.choices(week, line, label)
            ]
            bad = [(literal, count) for literal, count in points if count]
            if bad:
                literals, counts = zip(*bad, strict=True)
                to.at_most(plan.total(literals, counts), 0, place(week, label, line), before)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Exercises that go on as if they had never been away."""
        found: list[Breach] = []
        for one in self.back:
            cells = self.first_cells(block, one)
            for week in sorted({cell.week for cell in cells}):
                found += self._sets(block, one, week)
            for cell in cells:
                if not block.is_over(cell.session):
                    found += self._cell(block, one, cell)
        return tuple(found)

    @staticmethod
    def first_cells(block: Block, one: Absence) -> tuple[Cell, ...]:
        """What is done of an exercise up to the first loading week in which it is trained again."""
        since = [cell for cell in block.cells() if cell.week >= one.first]
        ours = [cell for cell in since if cell.line.exercise == one.exercise]
        loading = [cell.week for cell in ours if block.timeline[cell.week].is_loading]
        last = min(loading, default=len(block.timeline))
        return tuple(cell for cell in ours if cell.week <= last)

    def _sets(self, block: Block, one: Absence, week: int) -> Iterator[Breach]:
        most = self.most_sets(one)
        for session in block.of_week(week):
            ours = [e for e in session.exercises if e.exercise == one.exercise]
            sets = sum(entry.sets for entry in ours if entry.part != "test")
            if sets > most and not block.is_over(session):
                text = f"{session.day}: {one.exercise} {sets} sets after weeks without, end {most}"
                where = place(week, session, one.exercise)
                yield Breach(self.slug, self.priority, where, text, sets, most, "sets", sets - most)

    def _cell(self, block: Block, one: Absence, cell: Cell) -> Iterator[Breach]:
        what, name = cell.prescription, f"week {shown_week(cell.week)}: {one.exercise}"
        is_own = block.exercise(one.exercise).is_jump
        where = place(cell.week, cell.session if is_own else None, cell.line)
        if over := self._over(what):
            text = f"{name} RPE {(what.rpe or 0) / 2:g} after weeks without, end {self.rpe / 2:g}"
            yield Breach(self.slug, self.priority, where, text, (what.rpe or 0) / 2,
                         self.rpe / 2, "RPE", over)  # fmt: skip
        points, end = self._beyond(one, cell.week, cell.line, what)
        if points:
            before = " and ".join(map(progress.said, one.before))
            text = f"{name} {progress.said(what)} after weeks without, {before} before"
            measured, limit = round(progress.shown(what) / 3000, 1), round(end, 1)
            yield Breach(self.slug, self.priority, where, text, measured, limit,
                         "load for one rep", points)  # fmt: skip

    def explain(self) -> str:
        """The rule with this athlete's exercises."""
        sets = ", ".join(f"{one.exercise} at most {self.most_sets(one)} sets" for one in self.back)
        return (
            f"After weeks without: {sets} in a session, nothing above RPE {self.rpe / 2:g}, and "
            f"{SHOWN[0]} to {SHOWN[1]} % of what was last done, load and reps together (dumbbells "
            f"and bells {SHOWN_BY_REPS[0]} to {SHOWN_BY_REPS[1]} %)."
        )
