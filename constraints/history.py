"""History: demands that a block which is planned again in its midst can no longer meet or break.

What is over is as it was, whatever is asked now. So a `must` about it is neither posted nor called
broken; both halves ask here. All that touches a session to come binds as always: a gap between a
session that is over and one to come, say, is a demand on the later one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constraints.block import Place
from scenarios.schema import Scenario

if TYPE_CHECKING:
    from constraints.rule import Rule

# Rules that ask a week to hold something: where a session of it was missed, the rest of the week
# need not make up for it.
ASKS_OF_A_WEEK: Final = (
    "open-weeks", "session-count", "main-lift", "main-dose", "pinned", "hinge-sets", "frequency",
    "volume-minimum", "pulls", "unilateral", "core", "second-hinge", "jump-sessions",
    "knee-flexion",
)  # fmt: skip


def is_history(scenario: Scenario, rule: Rule, where: Place) -> bool:
    """Whether what a rule demands of a place lies wholly in the past.

    In the week that has begun: what is said of a session that is over, of the prescription of an
    exercise that was trained already (it holds for the week), and what asks the week for something
    that was in a missed session.
    """
    past = scenario.replanned
    if past is None or where.week is None or where.week > past.week:
        return False
    if where.week < past.week or where.session is not None:
        return past.is_over(where.week, where.session)
    if rule.narrows:
        begun = [one for one in past.sessions if one.week == past.week]
        return any(entry.exercise == where.exercise for one in begun for entry in one.exercises)
    return rule.slug in ASKS_OF_A_WEEK and past.week in past.missed_weeks
