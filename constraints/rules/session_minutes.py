"""Session minutes: no session is longer than its window and the athlete's own limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class SessionMinutes:
    """Warm-up, ramp sets, set-up and sets with rest fit into the minutes of the day.

    warm-up + sets x seconds a set + 75 s a ramp set + 90 s an exercise <= minutes of the slot
    Both sides of unilateral work and the rest are in the seconds of a set.
    Units: seconds; a point is five minutes. Source: P, AGT, IVE21.
    """

    slug: ClassVar[str] = "session-minutes"
    sentence: ClassVar[str] = "A session, warm-up and rest included, fits into its time."
    numbers: ClassVar[tuple[str, ...]] = ("availability.minutes", "session.warm_up_minutes")
    source: ClassVar[tuple[str, ...]] = ("AGT", "IVE21", "ACSM09", "P")
    point: ClassVar[str] = "five minutes"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority, scenario),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """The time model of every session stays within the minutes of the slot it takes."""
        for week, k in plan.sessions():
            slots = [slot for slot in plan.slots_of(week) if (week, k, slot.index) in plan.at]
            allowed = plan.total(
                [plan.at[week, k, slot.index] for slot in slots],
                [60 * slot.minutes for slot in slots],
            )
            to.at_most(plan.seconds(week, k), allowed, place(week, k), step=300)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions that are too long for their slot."""
        minutes = {slot.start: slot.minutes for slot in timeline.slots(self.scenario)}
        found = []
        for session in block.in_order:
            limit = minutes.get(session.local_start, self.scenario.availability.minutes)
            seconds = block.seconds(session)
            over = seconds - 60 * limit
            if over > 0:
                text = f"{session.day}: {seconds / 60:.1f} minutes, at most {limit}"
                where = place(session.week_index, session)
                found.append(
                    Breach(self.slug, self.priority, where, text, round(seconds / 60, 2), limit,
                           "min", -(-over // 300))
                )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with this athlete's minutes."""
        return (
            f"Sessions last at most {self.scenario.availability.minutes} minutes, "
            f"{self.scenario.session.warm_up_minutes} minutes of warm-up included."
        )
