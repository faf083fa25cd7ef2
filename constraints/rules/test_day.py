"""Test day: the test is on its day, not too early in the block, and has its tools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block, Session
from constraints.lines import Line
from constraints.rule import Breach, place
from scenarios.catalogue import can_do
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Test:
    """The test is on its day, and not too early in the block.

    One session tests the goal lift, date(test) = goal.test, and no other lift is tested; the week
    of a 1RM test lies in the last third of the block, unless it has moved there since. A test that
    is over was on its day, whichever that was.
    Units: days, weeks. Source: TRA21, LSUS, P.
    """

    slug: ClassVar[str] = "test"
    sentence: ClassVar[str] = "The test is on its day, in the last third of the block."
    numbers: ClassVar[tuple[str, ...]] = ("goal.test",)
    source: ClassVar[tuple[str, ...]] = ("TRA21", "LSUS", "P")
    point: ClassVar[str] = "the test"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when there is a test."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" or scenario.goal.test is None else (cls(priority, scenario),)

    def _is_early(self, week: int) -> bool:
        is_moved = self.scenario.replanned is not None  # nobody moves a meet back
        is_early = 3 * shown_week(week) <= 2 * self.scenario.weeks
        return self.scenario.goal.test_reps == 1 and is_early and not is_moved

    def post(self, plan: PlanVars, to: Posting) -> None:
        """The plan holds the test on its day by construction; here it must not be early."""
        if plan.test is not None and self._is_early(plan.test[0]):
            week, k, line = plan.test
            to.forbid([plan.open[week, k]], place(week, k, line))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """A test that is missing, of another lift, on another day, or early."""
        (day, lift), found = (self.scenario.goal.test, self.scenario.goal.lift), []
        tests = [session for session in block.in_order if Line(lift, "test") in _lines(session)]
        days = [day if block.is_over(session) else session.day for session in tests]  # as held
        if days != [day]:
            text = f"the test of {lift} belongs on {day}, once"
            where = place(None, None, lift)
            found.append(Breach(self.slug, self.priority, where, text, len(tests), 1, "tests"))
        for session in block.in_order:
            for line in _lines(session):
                if line.part == "test" and line.exercise != lift:
                    text = f"{session.day}: a test of {line.exercise}, the goal lift is {lift}"
                    where = place(session.week_index, session, line)
                    found.append(Breach(self.slug, self.priority, where, text, 1, 0, "tests"))
        for session in tests:
            if self._is_early(session.week_index):
                text = f"test in week {session.week} of {self.scenario.weeks}"
                where = place(session.week_index, session, self.scenario.goal.lift)
                limit = 2 * self.scenario.weeks // 3 + 1
                found.append(
                    Breach(self.slug, self.priority, where, text, session.week, limit, "weeks")
                )
        return tuple(found)

    def explain(self) -> str:
        """The rule with the date."""
        goal = self.scenario.goal
        return f"The test of {goal.lift} is on {goal.test}, in the last third of the block."


@dataclass(frozen=True)
class TestTools:
    """The test is held with the tools that its lift needs.

    A rule of its own, for a test is no choice from a menu as other exercises are (`equipment`):
    the plan holds it in any case.
    Units: none. Source: P.
    """

    slug: ClassVar[str] = "test-tools"
    sentence: ClassVar[str] = "The test can be done with the tools that the athlete owns."
    numbers: ClassVar[tuple[str, ...]] = ("goal.test", "equipment")
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "the test"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when there is a test, and always a `must`."""
        return () if scenario.goal.test is None else (cls("must", scenario),)

    def _has(self) -> bool:
        needed = self.scenario.catalogue[self.scenario.goal.lift].equipment
        return can_do(needed, self.scenario.equipment.tokens())

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Without its tools the test cannot be held."""
        if plan.test is not None and not self._has():
            week, k, line = plan.test
            to.forbid([plan.open[week, k]], place(week, k, line))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """A test without its tools."""
        if self._has():
            return ()
        lift = self.scenario.goal.lift
        text = f"the test of {lift} needs {block.exercise(lift).equipment}"
        return tuple(
            Breach(
                self.slug, self.priority, place(session.week_index, session, lift), text, 0, 1,
                "tools",
            )
            for session in block.in_order
            if Line(lift, "test") in _lines(session)
        )  # fmt: skip

    def explain(self) -> str:
        """The rule with the lift."""
        return f"The test of {self.scenario.goal.lift} needs its tools on the day."


def _lines(session: Session) -> list[Line]:
    return [entry.line for entry in session.exercises]
