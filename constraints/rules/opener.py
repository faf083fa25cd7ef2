"""Opener: the last easy pulls before a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block, Entry
from constraints.lines import Line, Prescription, own_percent, tests_strength
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

LEAST_SETS = 3  # TRA21: most often three singles


@dataclass(frozen=True)
class Opener:
    """The goal lift is trained lightly a few days before its test.

    On some day of the window: at least three working sets of the goal lift, at no more than
    `light_percent` of its 1RM. After the window no session but the test holds a heavy compound
    hinge of axial class 2 or 3. Asked only of a single-rep test.
    Units: days, percent, sets. Source: TRA21, P.
    """

    slug: ClassVar[str] = "opener"
    sentence: ClassVar[str] = (
        "The goal lift is pulled lightly a few days before its test, and no hinge after that."
    )
    numbers: ClassVar[tuple[str, ...]] = ("taper.opener_days", "taper.light_percent")
    source: ClassVar[tuple[str, ...]] = ("TRA21", "P")
    point: ClassVar[str] = "the opener, or a hinge after it"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked before a single-rep test of a lift whose 1RM is known."""
        priority = scenario.priority(cls.slug, "taper.opener_days")
        has_taper = bool(timeline.taper_weeks(scenario))
        is_single = scenario.goal.test_reps == 1 and tests_strength(scenario)
        asked = priority != "off" and has_taper and is_single
        return (cls(priority, scenario),) if asked else ()

    @property
    def _line(self) -> Line:
        return Line(self.scenario.goal.lift)

    def _is_light(self, what: Prescription) -> bool:
        lift = self.scenario.catalogue[self._line.exercise]
        own = own_percent(self.scenario, lift, what.percent)
        return own is not None and own <= round(10 * self.scenario.taper.light_percent)

    def _is_in_window(self, days_out: int | None) -> bool:
        least, most = self.scenario.taper.opener_days
        return days_out is not None and least <= days_out <= most

    def _is_after(self, days_out: int | None) -> bool:
        return days_out is not None and 0 <= days_out < self.scenario.taper.opener_days[0]

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Some session in the window holds it, and none after the window a hinge."""
        line, openers = self._line, []
        for (week, k, index), held in plan.at.items():
            slot = plan.slots[index]
            days_out = timeline.days_before_test(self.scenario, slot.day)
            if not slot.is_test and self._is_after(days_out):
                for hinge in plan.lines_in(week, k):
                    if _is_pull(plan.exercise(hinge)):
                        to.forbid([held, plan.on[week, k, hinge]], place(week, k, hinge))
            if slot.is_test or not self._is_in_window(days_out):
                continue
            light = plan.does(week, k, line, "opener", self._is_light)
            if light is not None and plan.set_range(week, line)[1] >= LEAST_SETS:
                enough = plan.has_sets(week, k, line, LEAST_SETS)
                both = plan.both(("light sets", week, k), light, enough)
                openers.append(plan.both(("opener", week, k, index), held, both))
        to.require(openers, place(None, None, line))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """A test without an opener, and hinges after it."""
        found, has_opener = [], False
        for session in block.in_order:
            days_out = timeline.days_before_test(self.scenario, session.day)
            if session.is_test:
                continue
            if self._is_in_window(days_out):
                has_opener = has_opener or any(map(self._is_opener, session.exercises))
            if self._is_after(days_out):
                for one in session.exercises:
                    if _is_pull(block.exercise(one.exercise)):
                        where = place(session.week_index, session, one.line)
                        text = f"{one.line} {days_out} days before the test, after the opener"
                        found.append(Breach(self.slug, self.priority, where, text, 1, 0, "hinges"))
        if not has_opener:
            least, most = self.scenario.taper.opener_days
            text = f"no light {self._line} {most} to {least} days before the test"
            where = place(None, None, self._line)
            found.append(Breach(self.slug, self.priority, where, text, 0, 1, "sessions"))
        return tuple(found)

    def _is_opener(self, one: Entry) -> bool:
        is_enough = one.line == self._line and one.sets >= LEAST_SETS
        return is_enough and self._is_light(one.prescription)

    def explain(self) -> str:
        """The rule with its numbers."""
        least, most = self.scenario.taper.opener_days
        return (
            f"{self._line}: a light session at up to {self.scenario.taper.light_percent:g} % "
            f"{most} to {least} days before the test, and no hinge after that."
        )


def _is_pull(exercise: Exercise) -> bool:
    is_hinge = exercise.is_hinge and exercise.axial >= 2
    return is_hinge and exercise.modality == "heavy_compound"
