"""Frequency: every muscle group is trained in enough sessions of a week (RF-27)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

TRAINED_FROM = 4  # quarter-sets in a session that count as an exposure [P]
TARGET_FROM = 4  # fractional sets a week; groups with a lower target are free [P]


@dataclass(frozen=True)
class Frequency:
    """Every muscle group with a real target is trained in enough sessions of a week.

    sessions with >= 1 fractional set of the group(week) >= min(least, sessions(week)), in loading
    weeks without a test, for groups whose target starts at 4 sets or more.
    Asked where two sessions a week are possible, and not in season. The least is written for seven
    days and scaled to the microcycle.
    Units: sessions. Source: PEL24, SCH16, P.
    """

    slug: ClassVar[str] = "frequency"
    sentence: ClassVar[str] = "Every muscle group is trained in enough sessions of a week."
    numbers: ClassVar[tuple[str, ...]] = ("balance.exposures", "volume.*.target")
    source: ClassVar[tuple[str, ...]] = ("PEL24", "SCH16", "P")
    point: ClassVar[str] = "a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    least: int
    muscles: tuple[str, ...]
    weeks: tuple[int, ...]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked of athletes with two sessions a week or more, out of season."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        least = balance.per_microcycle(scenario.balance.exposures, scenario)
        most_sessions = scenario.availability.sessions[1]
        bands = scenario.volume.items()
        muscles = tuple(muscle for muscle, band in bands if band.target[0] >= TARGET_FROM)
        weeks = balance.ordinary_weeks(scenario)
        if priority == "off" or most_sessions < 2 or "in_season" in scenario.profile:
            return ()
        return (cls(priority, least, muscles, weeks),) if least and muscles and weeks else ()

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sessions that train a group, as many as asked or as are held."""
        for week in self.weeks:
            least = plan.held_up_to(week, self.least)
            for muscle in self.muscles:
                trains = [plan.has_quarter_sets(week, k, muscle, TRAINED_FROM) for k in plan.labels]
                count = plan.total([literal for literal in trains if literal is not None])
                to.at_least(count, least, place(week, muscle=muscle))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks that train a group in too few sessions."""
        found = []
        for week in self.weeks:
            sessions = block.of_week(week)
            least = min(self.least, len(sessions))
            for muscle in self.muscles:
                quarters = [block.session_quarter_sets(session, muscle) for session in sessions]
                count = sum(1 for number in quarters if number >= TRAINED_FROM)
                if count < least:
                    text = f"week {shown_week(week)}: {muscle} in {count} session(s), least {least}"
                    found.append(
                        Breach(self.slug, self.priority, place(week, muscle=muscle), text, count,
                               least, "sessions", least - count)
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its number and groups."""
        groups = ", ".join(self.muscles)
        return f"At least {self.least} sessions of a loading week train each of: {groups}."
