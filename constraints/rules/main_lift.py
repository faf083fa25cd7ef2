"""Main lift: the goal lift is trained in every week of the block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.balance import lacks_tools
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import odd_weeks, timeline
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class MainLift:
    """Every week that holds a session trains the goal lift, deloads included.

    A test of the lift counts. Weeks with two or more matches are free: there one short session
    without the lift is right; and so are weeks without its tools.
    Units: weeks. Source: KAS22, COL24, NUN21.
    """

    slug: ClassVar[str] = "main-lift"
    sentence: ClassVar[str] = "The goal lift is trained every week, deloads included."
    numbers: ClassVar[tuple[str, ...]] = ("goal.lift",)
    source: ClassVar[tuple[str, ...]] = ("KAS22", "COL24", "NUN21")
    point: ClassVar[str] = "a week"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority, scenario),)

    def _is_free(self, week: timeline.Week) -> bool:
        lift = self.scenario.catalogue[self.scenario.goal.lift]
        is_congested = week.index in odd_weeks.congested_weeks(self.scenario)
        return is_congested or lacks_tools(self.scenario, lift, week.index)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """A held session means that the lift is trained in the week."""
        for week in plan.weeks:
            if self._is_free(week) or (plan.test is not None and week.index == plan.test[0]):
                continue
            held = [plan.open[week.index, k] for k in plan.labels]
            trained = plan.trained.get((week.index, plan.main))
            any_held = plan.any_of(("held", week.index), held)
            trains = [] if trained is None else [trained]
            to.require([*trains, any_held.Not()], place(week.index, None, plan.main))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks without the lift."""
        lift = self.scenario.goal.lift
        found = []
        for week in block.timeline:
            sessions = block.of_week(week.index)
            done = any(entry.exercise == lift for s in sessions for entry in s.exercises)
            if sessions and not done and not self._is_free(week):
                text = f"week {shown_week(week.index)}: no {lift}"
                where = place(week.index, None, lift)
                found.append(Breach(self.slug, self.priority, where, text, 0, 1, "sessions"))
        return tuple(found)

    def explain(self) -> str:
        """The rule with the goal lift."""
        return f"{self.scenario.goal.lift} is trained in every week, deloads included."
