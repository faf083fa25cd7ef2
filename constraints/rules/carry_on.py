"""Carry on: a block starts from the loads that the block before it led to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import before, progress
from constraints.block import Block
from constraints.lines import Line, Prescription, on_bar
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

SHARE = 5  # percent of the load that may be lost over the border, as after a deload [P]


@dataclass(frozen=True)
class CarryOn:
    """Loads do not start lower than they ended without a reason, nor leap.

    For the first loading week that trains an exercise, against the last one of the block before:
    load >= (1 - 5 %) x last load, where the effort is known and reps are equal or fewer. More
    reps are the reason of a new accumulation, and the phase holds how hard they are. Where no
    effort is known, more reps must make up for a lighter bell: load >= (1 - 5 %) x last load or
    load x reps >= (1 - 5 %) x last load x reps; and load <= (1 + share) x last load unless reps
    fall by 30 %. The share is that of largest-jump. Only exercises that are loaded by the same
    kind of tool as before. Units: load. Source: ACSM09, 2F2, P.
    """

    slug: ClassVar[str] = "carry-on"
    sentence: ClassVar[str] = "A block goes on from the loads of the block before."
    numbers: ClassVar[tuple[str, ...]] = (
        "progression.jump_percent", "progression.bell_jump_percent",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("ACSM09", "2F2", "P")
    point: ClassVar[str] = "an exercise"
    narrows: ClassVar[bool] = False

    priority: Priority
    lifts: tuple[tuple[str, before.Lift], ...]
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where a block came before, unless turned off."""
        known = ((name, before.lift(scenario, name)) for name in scenario.catalogue)
        lifts = tuple((name, lift) for name, lift in known if lift is not None and lift.load)
        priority = scenario.priority(cls.slug)
        return () if priority == "off" or not lifts else (cls(priority, lifts, scenario),)

    def _last(self, line: Line) -> before.Lift | None:
        return dict(self.lifts).get(line.exercise)

    def _share(self, line: Line) -> int:
        """Allowed rise of the load in tenths of a percent."""
        is_bar = on_bar(self.scenario, self.scenario.catalogue[line.exercise])
        ours = self.scenario.progression
        return round(10 * (ours.jump_percent if is_bar else ours.bell_jump_percent))

    def _is_light(self, last: before.Lift, now: Prescription) -> bool:
        if now.load is None or last.load is None:
            return False
        if 100 * now.load >= (100 - SHARE) * last.load:
            return False
        if now.rpe is not None:
            return now.reps <= last.reps
        return 100 * now.load * now.reps < (100 - SHARE) * last.load * last.reps

    def _is_leap(self, line: Line, last: before.Lift, now: Prescription) -> bool:
        if now.load is None or last.load is None or now.rpe is not None:
            return False
        leaps = 1000 * now.load > (1000 + self._share(line)) * last.load
        return leaps and 10 * now.reps > 7 * last.reps

    def post(self, plan: PlanVars, to: Posting) -> None:
        """In each loading week that may be the first, the prescriptions that do not go on."""
        for line in progress.compared_lines(plan):
            last = self._last(line)
            if last is None or line.part != "work":
                continue
            not_yet: list[Literal] = []
            for week in plan.loading_weeks:
                if (week, line) not in plan.trained:
                    continue
                bad = [
                    literal
                    for what, literal in plan.compared(week, line)
                    if self._is_light(last, what) or self._is_leap(line, last, what)
                ]
                if bad:
                    to.at_most(plan.total(bad), 0, place(week, None, line), not_yet, once=True)
                not_yet.append(plan.trained[week, line].Not())

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Exercises that start too light, or leap."""
        found = []
        for line in progress.compared_in(block):
            last = self._last(line)
            weeks = [week for week in block.weeks_of(line) if block.timeline[week].is_loading]
            now = block.prescribed(weeks[0], line) if weeks else None
            if last is None or now is None or last.load is None or now.load is None:
                continue
            change = round(100 * (now.load / last.load - 1), 1)
            text = (
                f"week {shown_week(weeks[0])}: {line.exercise} {now.reps} reps at "
                f"{now.load / 100:g} after {last.reps} at {last.load / 100:g} before the block"
            )
            limit: float | None = None
            if self._is_light(last, now):
                limit = -SHARE
            elif self._is_leap(line, last, now):
                limit = self._share(line) / 10
            if limit is not None:
                where = place(weeks[0], None, line)
                found.append(Breach(self.slug, self.priority, where, text, change, limit, "%"))
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return (
            f"{self.sentence} Where reps are not more, the first load is at most {SHARE} % below "
            "the last one; a bell whose effort is not known gets lighter only for as many more "
            "reps, and does not leap."
        )
