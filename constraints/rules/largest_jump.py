"""Largest jump: how far a load may leap from one week to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block
from constraints.lines import Line, Prescription, on_bar
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

RPE_SLACK = 3  # halves: with fewer reps the implied RPE may rise by 1.5 (RF-05)
POINT_PERCENT = 10  # a price point in tenths of a percent of 1RM
POINT_LOAD = 250  # a price point in hundredths of kg or lb


@dataclass(frozen=True)
class LargestJump:
    """From one loading week to the next, loads rise by no more than a stated step.

    percent(late) - percent(early) <= points, and load(late) <= (1 + share) x load(early) unless
    reps fall: with an implied RPE at most 1.5 higher, or, where no RPE is known, by 30 %.
    What was lifted before the block was planned again counts, however long ago: who comes back
    after a pause does not start where the plan would have been by then.
    The share is 10 % on bars and 25 % for dumbbells and bells. What was lifted counts, also where
    it is worth less for an athlete who has grown weaker since.
    Units: percent points of 1RM, percent of load. Source: ACSM09, CAT-12, 2F2, COAN, P.
    """

    slug: ClassVar[str] = "largest-jump"
    sentence: ClassVar[str] = "Loads rise by no more than a stated step from week to week."
    numbers: ClassVar[tuple[str, ...]] = (
        "progression.jump_points", "progression.jump_percent", "progression.bell_jump_percent",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("ACSM09", "CAT-12", "2F2", "COAN", "P")
    point: ClassVar[str] = "a percent of 1RM, or 2.5 kg or lb"
    narrows: ClassVar[bool] = False

    priority: Priority
    points: int  # tenths of a percent of 1RM
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        points = round(10 * scenario.progression.jump_points)
        return () if priority == "off" else (cls(priority, points, scenario),)

    def _share(self, line: Line) -> int:
        """Allowed rise of the load in tenths of a percent."""
        is_bar = on_bar(self.scenario, self.scenario.catalogue[line.exercise])
        ours = self.scenario.progression
        return round(10 * (ours.jump_percent if is_bar else ours.bell_jump_percent))

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Percent and load rises, with fewer reps as the way out."""
        model = plan.model
        for line in progress.compared_lines(plan):
            menu = [what for week in plan.loading_weeks for what, _ in plan.compared(week, line)]
            if not any(what.load for what in menu):
                continue
            has_rpe = any(what.rpe is not None for what in menu)
            has_percent = any(what.percent is not None for what in menu)
            for early, late, when in progress.posted_pairs(plan, line, ever=True):
                eased = model.new_bool_var(f"w{late} {line} eased")
                reps_before = plan.worth(early, line, lambda p: p.reps)
                reps_after = plan.worth(late, line, lambda p: p.reps)
                if has_rpe:
                    model.add(reps_after <= reps_before - 1).only_enforce_if([*when, eased])
                    rise = plan.worth(late, line, _rpe) - plan.worth(early, line, _rpe)
                    model.add(rise <= RPE_SLACK).only_enforce_if([*when, eased])
                else:
                    model.add(10 * reps_after <= 7 * reps_before).only_enforce_if([*when, eased])
                where = place(late, None, line)
                load_before = plan.worth(early, line, progress.lifted)
                most = 1000 + self._share(line)
                leap = 1000 * plan.worth(late, line, progress.load_of) - most * load_before
                to.at_most(leap, 0, where, [*when, eased.Not()], 1000 * POINT_LOAD)
                if has_percent:
                    rise = plan.worth(late, line, progress.percent_of) - plan.worth(
                        early, line, progress.percent_of
                    )
                    to.at_most(rise, self.points, where, when, POINT_PERCENT)

    def _leap(self, line: Line, before: Prescription, after: Prescription) -> int:
        """How far a load leaps beyond its step, in thousandths of its unit's hundredths."""
        if before.load is None or after.load is None:
            return 0
        leap = 1000 * after.load - (1000 + self._share(line)) * progress.lifted(before)
        if after.rpe is None or before.rpe is None:
            is_eased = 10 * after.reps <= 7 * before.reps
        else:
            is_eased = after.reps < before.reps and after.rpe <= before.rpe + RPE_SLACK
        return 0 if is_eased else max(0, leap)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines that leap."""
        found = []
        for line in progress.compared_in(block):
            for early, late, before, after in progress.audited_pairs(block, line, ever=True):
                where = place(late, None, line)
                text = (
                    f"{line.exercise}: {progress.said(before)} in week {shown_week(early)}, "
                    f"{progress.said(after)} in week {shown_week(late)}"
                )
                if leap := self._leap(line, before, after):
                    rise = 100 * ((after.load or 0) / (progress.lifted(before) or 1) - 1)
                    limit, excess = self._share(line) / 10, -(-leap // (1000 * POINT_LOAD))
                    found.append(
                        Breach(self.slug, self.priority, where, text, round(rise, 1), limit, "%",
                               excess)
                    )  # fmt: skip
                rise = progress.percent_of(after) - progress.percent_of(before)
                if before.percent is not None and rise > self.points:
                    limit, excess = self.points / 10, -((self.points - rise) // POINT_PERCENT)
                    found.append(
                        Breach(self.slug, self.priority, where, text, rise / 10, limit, "points",
                               excess)
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its steps."""
        ours = self.scenario.progression
        return (
            f"From one loading week to the next a lift rises by at most {self.points / 10:g} "
            f"points of 1RM and {ours.jump_percent:g} % of the load ({ours.bell_jump_percent:g} % "
            "for dumbbells and bells), unless reps fall."
        )


def _rpe(what: Prescription) -> int:
    return what.rpe or 0
