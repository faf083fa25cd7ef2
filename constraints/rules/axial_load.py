"""Axial load: what the lower back carries in a session and in a week (evidence 2.14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class AxialLoad:
    """The lower back carries no more than it should in a session and in a week.

    axial points(session) <= session limit, axial points(week) + those elsewhere <= week limit, in
    every week.
    A set gives as many points as its exercise's axial class. Sessions planned elsewhere count in
    the week. The week's limit is written for seven days and scaled to the microcycle.
    Units: axial points. Source: P, no literature.
    """

    slug: ClassVar[str] = "axial-load"
    sentence: ClassVar[str] = "The lower back carries no more than it should, in session and week."
    numbers: ClassVar[tuple[str, ...]] = ("lumbar.axial_session", "lumbar.axial_week")
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "an axial point"
    narrows: ClassVar[bool] = False

    priority: Priority
    session: int
    week: int
    elsewhere: tuple[tuple[int, int], ...]  # week (from 0) and points of each session elsewhere

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority, lumbar = scenario.priority(cls.slug, *cls.numbers), scenario.lumbar
        week = balance.per_microcycle(lumbar.axial_week, scenario)
        elsewhere = tuple((other.week, other.axial) for other in timeline.elsewhere(scenario))
        return () if priority == "off" else (cls(priority, lumbar.axial_session, week, elsewhere),)

    def _carried(self, week: int) -> int:
        """Points of a week that come from elsewhere."""
        return sum(points for other, points in self.elsewhere if other == week)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Points of every session and week."""
        for week in plan.weeks:
            points = [plan.axial(week.index, k) for k in plan.labels]
            for k in plan.labels:
                to.at_most(points[k], self.session, place(week.index, k))
            own_limit = self.week - self._carried(week.index)
            to.at_most(plan.total(points), own_limit, place(week.index))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions and weeks with too many points."""
        found = []
        for session in block.in_order:
            points = block.axial(session)
            if points > self.session:
                where = place(session.week_index, session)
                text = f"{session.day}: {points} axial points in one session, most {self.session}"
                found.append(
                    Breach(self.slug, self.priority, where, text, points, self.session, "points",
                           points - self.session)
                )  # fmt: skip
        for week in block.timeline:
            own = sum(block.axial(session) for session in block.of_week(week.index))
            points = own + self._carried(week.index)
            if points > self.week:
                shown = timeline.shown_week(week.index)
                text = f"week {shown}: {points} axial points, most {self.week}"
                found.append(
                    Breach(self.slug, self.priority, place(week.index), text, points, self.week,
                           "points", points - self.week)
                )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its limits."""
        text = (
            f"Axial points (sets times axial class): at most {self.session} in a session and "
            f"{self.week} in a week"
        )
        return f"{text}, those planned elsewhere included." if self.elsewhere else f"{text}."
