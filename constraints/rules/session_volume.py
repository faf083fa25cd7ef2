"""Session volume: no muscle group gets too many sets in one session (RF-26)."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.catalogue import MUSCLES
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class SessionVolume:
    """No muscle group gets more sets in a session than it can use.

    fractional sets(session, group) <= most, in every session of every week.
    The eight groups of the posterior chain count; quads are only counted, never limited.
    Units: quarter-sets. Source: RPV, REM25, P.
    """

    slug: ClassVar[str] = "session-volume"
    sentence: ClassVar[str] = "No muscle group gets more sets in a session than it can use."
    numbers: ClassVar[tuple[str, ...]] = ("session.muscle_sets",)
    source: ClassVar[tuple[str, ...]] = ("RPV", "REM25", "P")
    point: ClassVar[str] = "a quarter-set"
    narrows: ClassVar[bool] = False

    priority: Priority
    most: int  # quarter-sets

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        most = floor(4 * scenario.session.muscle_sets)
        return () if priority == "off" else (cls(priority, most),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Quarter-sets of each group in each session."""
        for week, k in plan.sessions():
            for muscle in MUSCLES:
                quarters = plan.session_quarter_sets(week, k, muscle)
                to.at_most(quarters, self.most, place(week, k, muscle=muscle))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with too many sets of a group."""
        found = []
        for session in block.in_order:
            for muscle in MUSCLES:
                quarters = block.session_quarter_sets(session, muscle)
                if quarters > self.most:
                    where = place(session.week_index, session, muscle=muscle)
                    text = (
                        f"{session.day}: {quarters / 4:g} sets of {muscle} in one session, "
                        f"most {self.most / 4:g}"
                    )
                    found.append(
                        Breach(self.slug, self.priority, where, text, quarters / 4, self.most / 4,
                               "sets", quarters - self.most)
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its number."""
        return f"No muscle group gets more than {self.most / 4:g} fractional sets in a session."
