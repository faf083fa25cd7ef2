"""Phase targets: percent, reps and RPE that a phase asks of each kind of exercise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, Self, get_args

from constraints.absences import comes_back, lost_weeks
from constraints.block import Block
from constraints.lines import (
    Line,
    Prescription,
    by_rule_of_thumb,
    is_main,
    step_percent,
    tool_of,
)
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.odd_weeks import return_weeks
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Week, weeks
from scenarios.tools_there import heaviest

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

Span = tuple[float, float]
ANYTHING: Span = (0, 10_000)  # wider than any percent, rep or RPE
DELOAD_BELOW = (
    0.85  # a deload, or the way back from a pause, may lie 15 % below the window (ROG24, P)
)
RETURN_BELOW = 2  # points of RPE by which the way back may lie below the window [P]
LOST_A_WEEK, LOST_MOST = 2.5, 5  # points of percent, as for a jump from week to week [P]
BACK_BELOW = 3  # the same, of one exercise that comes back after weeks without it [P]
OPEN_REPS = 10  # at least, where a load is open and the heaviest ones are not there [P]
WEAKER_BELOW = 1  # the same, of one that has turned out weaker than it was thought [P]
BACK_OFF_PERCENT: Span = (70, 85)  # back-off sets after a heavy top set [P]
BACK_OFF_REPS: Span = (2, 5)  # [P]


Slack = Literal["top", "most reps", "open"]


@dataclass(frozen=True)
class Asked:
    """What a phase asks of one line: windows of percent, reps and RPE, ends included."""

    percent: Span = ANYTHING
    reps: Span = ANYTHING
    rpe: Span = ANYTHING


@dataclass(frozen=True)
class PhaseTargets:
    """Main lift, secondary hinges, Olympic lifts and accessories follow the phase.

    low <= percent <= high, low <= reps <= high, low <= RPE <= high, by phase and kind.
    `hinge_percent` is a percent of the deadlift, so it is for the lifts whose loads are reckoned
    from it by a rule of thumb: Romanian and stiff-leg deadlifts, as long as nothing is known of the
    lift itself; where it is, the RPE counts. A deadlift from a deficit, from
    blocks or with a trap bar, and a good morning, which counts in percent of the squat, keep the
    window of their own; `hinge_reps` are for all of them.
    A programmed percent means the nearest load that exists, so windows are wider by half a step.
    Where a window shares nothing with the exercise's own range, the own range wins; so do the
    athlete's own limits. In deload weeks reps of all but jumps have no lower end, percents may
    lie 15 % below, and every effort, whatever the kind of exercise, stays under the RPE of
    deloads. In the weeks back from a pause percents may lie as much below, and RPEs two points; an
    exercise that comes back after weeks without it has no least percent from then on, and RPEs may
    lie three points below.
    An exercise that has turned out weaker may lie one point of RPE below from then on: the next
    lighter weight may be too light, and within a phase nothing else can take its place.
    Where the heaviest load that is there is lighter than at home, its reps have no upper end; with
    the most reps of the exercise it has no least percent and no least RPE. A load that is open then
    has ten reps or more.
    For each loading week in which the goal lift was missed its percents may lie 2.5 points below,
    5 at most: who lost a week need not leap. Where a test has moved in the midst of the block, and
    phases follow sooner, they may lie 5 points below.
    RPE windows bind where no percent is programmed, and the goal lift in a taper.
    Otherwise core and swings follow no phase, bodyweight work and kettlebells none in their
    reps: where the load stands still, reps carry the progress. Tests are free.
    Units: percent of the named lift's 1RM, reps, RPE.
    Source: BLOG, RFT, CAT-12, LSUS, PRI, BOS07, RDLR, ROG24.
    """

    slug: ClassVar[str] = "phase-targets"
    sentence: ClassVar[str] = "Percents, reps and RPE follow the phase of the block."
    numbers: ClassVar[tuple[str, ...]] = ("phases", "deload.rpe")
    source: ClassVar[tuple[str, ...]] = (
        "BLOG", "RFT", "CAT-12", "LSUS", "PRI", "BOS07", "TRA21", "RDLR", "ROG24",
    )  # fmt: skip
    point: ClassVar[str] = "a prescription"
    narrows: ClassVar[bool] = True

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority, scenario),)

    def asks(self, week: Week, line: Line, slack: Slack | None = None) -> Asked:
        """What a week asks of a line, ends as they count for loads that exist; see `_slack`."""
        exercise = self.scenario.catalogue[line.exercise]
        targets, limits = self.scenario.phases[week.phase], self.scenario.limits(line.exercise)
        tool = tool_of(self.scenario, exercise)
        percent, reps, rpe = ANYTHING, ANYTHING, ANYTHING
        if line.part == "back_off":
            percent, reps = BACK_OFF_PERCENT, BACK_OFF_REPS
        elif line.exercise == self.scenario.goal.lift:
            percent, reps, rpe = targets.main_percent, targets.main_reps, targets.main_rpe
            percent = (percent[0] - self._lost(week), percent[1])
        elif exercise.modality == "heavy_compound":
            reps, rpe = targets.hinge_reps, targets.accessory_rpe
            is_reckoned = exercise.family == "rdl" and self._is_reckoned(exercise)
            percent = targets.hinge_percent if is_reckoned else ANYTHING
        elif exercise.modality == "olympic":
            percent, reps = targets.olympic_percent, targets.olympic_reps
        elif exercise.modality == "accessory":
            in_steps = tool not in (None, "kettlebells")
            reps = targets.accessory_reps if in_steps else ANYTHING
            rpe = targets.accessory_rpe
        elif exercise.is_jump:
            reps = targets.jump_reps
        elif exercise.modality == "isolation":
            rpe = targets.accessory_rpe
        if slack is not None:
            least = OPEN_REPS if slack == "open" else reps[0]
            reps = (min(least, exercise.reps[1]), ANYTHING[1])
        if slack == "most reps":
            percent, rpe = (0, percent[1]), (0, rpe[1])
        is_back = comes_back(self.scenario, line.exercise, -1, week.index)
        is_return = is_back or week.index in return_weeks(self.scenario)
        if week.deload or is_return:
            percent = (0 if is_back else percent[0] * DELOAD_BELOW, percent[1])
        if is_return:
            rpe = (rpe[0] - (BACK_BELOW if is_back else RETURN_BELOW), rpe[1])
        elif self._is_weaker(line.exercise):
            rpe = (rpe[0] - WEAKER_BELOW, rpe[1])
        if week.deload:
            reps = reps if exercise.is_jump else (0, reps[1])
            rpe = (0, self.scenario.deload.rpe)
        half_step = step_percent(self.scenario, exercise) / 10
        percent = (percent[0] - half_step, percent[1] + half_step)
        own_reps = limits.reps is not None or not _share(reps, exercise.reps)
        own_percent = limits.percent is not None or not _share(percent, exercise.percent)
        return Asked(
            ANYTHING if own_percent else percent,
            ANYTHING if own_reps else reps,
            limits.rpe if limits.rpe is not None else rpe,
        )

    def _lost(self, week: Week) -> float:
        """Points of percent that the goal lift could not rise by, for weeks of it were lost.

        So they were where a test has moved in the midst of a block: phases follow sooner.
        """
        past = self.scenario.replanned
        if past is not None and past.bent:
            return LOST_MOST
        lost = lost_weeks(self.scenario, self.scenario.goal.lift)
        return min(LOST_MOST, LOST_A_WEEK * sum(one < week.index for one in lost))

    def _is_weaker(self, exercise: str) -> bool:
        """Whether logged sets have brought an exercise's 1RM down."""
        past = self.scenario.replanned
        moved = () if past is None else past.maxes
        return any(one.exercise == exercise and one.now < (one.was or 0) for one in moved)

    def _top(self, week: Week, line: Line) -> int | None:
        """The heaviest load that is there in a week, where there are heavier ones at home."""
        tool = tool_of(self.scenario, self.scenario.catalogue[line.exercise])
        return heaviest(self.scenario, tool, week.index)

    def _slack(self, line: Line, what: Prescription, top: int | None) -> Slack | None:
        """How far the phase lets go where the heaviest loads are not there.

        What is too light for the phase is made up for with reps, and where those end, it is done
        all the same; who finds the load while training it may find none that is heavy.
        """
        if top is None or what.load not in (None, top):
            return None
        if what.load is None:
            return "open"
        return "most reps" if what.reps >= self.scenario.catalogue[line.exercise].reps[1] else "top"

    @staticmethod
    def _misses(asked: Asked, what: Prescription, has_open_effort: bool) -> bool:
        percent_misses = what.percent is not None and not _in(what.percent / 10, asked.percent)
        rpe_misses = has_open_effort and what.rpe is not None and not _in(what.rpe / 2, asked.rpe)
        return percent_misses or rpe_misses or not _in(what.reps, asked.reps)

    def _effort_is_open(self, week: Week, line: Line, what: Prescription) -> bool:
        """RPE windows bind where no percent is programmed: there the effort is the dose.

        In a taper they bind the goal lift in any case: a heavy pull is no trial before the test.
        """
        if week.phase == "taper" and is_main(self.scenario, line):
            return True
        exercise = self.scenario.catalogue[line.exercise]
        if what.percent is None or exercise.percent is None:
            return True
        return exercise.family == "rdl" and not self._is_reckoned(exercise)

    def _is_reckoned(self, exercise: Exercise) -> bool:
        """Whether a lift is reckoned from another one; else its effort is known, and counts."""
        return by_rule_of_thumb(self.scenario, exercise)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Take what the phase does not ask for off the menus."""
        for index, line in list(plan.menus):
            week = plan.weeks[index]
            top = self._top(week, line)
            slacks: tuple[Slack | None, ...] = (None, *(get_args(Slack) if top is not None else ()))
            asked = {slack: self.asks(week, line, slack) for slack in slacks}

            def allowed(
                what: Prescription,
                asked: dict[Slack | None, Asked] = asked,
                top: int | None = top,
                line: Line = line,
                week: Week = week,
            ) -> bool:
                ours = asked[self._slack(line, what, top)]
                return not self._misses(ours, what, self._effort_is_open(week, line, what))

            to.forbid_choice(index, line, allowed)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Prescriptions that the phase does not ask for."""
        found = []
        for cell in block.cells():
            week, what = block.timeline[cell.week], cell.prescription
            slack = self._slack(cell.line, what, self._top(week, cell.line))
            asked = self.asks(week, cell.line, slack)
            where = place(cell.week, cell.session, cell.line)
            measured: list[tuple[float, Span, str]] = [(what.reps, asked.reps, "reps")]
            if what.percent is not None:
                measured.append((what.percent / 10, asked.percent, "%"))
            if what.rpe is not None and self._effort_is_open(week, cell.line, what):
                measured.append((what.rpe / 2, asked.rpe, "RPE"))
            outside = [one for one in measured if not _in(one[0], one[1])]
            for value, span, unit in outside[:1]:
                text = (
                    f"{cell.line.exercise}: {value:g} {unit}, "
                    f"{week.phase} asks for {span[0]:g} to {span[1]:g}"
                )
                limit = span[0] if value < span[0] else span[1]
                found.append(Breach(self.slug, self.priority, where, text, value, limit, unit))
        return tuple(found)

    def explain(self) -> str:
        """The rule with the main lift's windows."""
        used = sorted({week.phase for week in weeks(self.scenario)})
        parts = [
            f"{phase} {span.main_percent[0]:g} to {span.main_percent[1]:g} %, "
            f"{span.main_reps[0]} to {span.main_reps[1]} reps"
            for phase, span in self.scenario.phases.items()
            if phase in used
        ]
        text = f"The main lift follows the phase: {'; '.join(parts)}; other lifts likewise."
        has_deload = any(week.deload for week in weeks(self.scenario))
        cap = f" Deloads stay at RPE {self.scenario.deload.rpe:g} or less."
        return text + cap if has_deload else text


def _in(value: float, span: Span) -> bool:
    return span[0] <= value <= span[1]


def _share(asked: Span, own: Span | None) -> bool:
    return own is None or (asked[0] <= own[1] and own[0] <= asked[1])
