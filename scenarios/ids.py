"""The ids that calendars know sessions by: one place that makes them, so that we know our own.

They are UUIDs and say nothing of who trains, or when (RFC 7986 5.3). A session's comes from the
scenario's id and its place in the plan, so that planning again gives the same ids.
"""

from __future__ import annotations

from uuid import UUID, uuid5

from scenarios.schema import MOST_WEEKS

NAMESPACE = UUID("5c8f8b1e-6f0a-5a51-9d0e-0b1f6d1c7a42")  # of this project's calendar ids
LABELS = "ABCDEFG"  # sessions of a week in order of time; at most one a day


def session_uid(scenario: str, week: int, label: str) -> str:
    """The id of a session by its place: scenario's id, week from 1, label."""
    return str(uuid5(NAMESPACE, f"{scenario}/{week}/{label}"))


def busy_uid(uid: str) -> str:
    """The id of a session in a calendar of times only: nobody can match the two."""
    return str(uuid5(UUID(uid), "Busy"))


def block_key(scenario: str) -> str:
    """What marks the events of a block on a server."""
    return str(uuid5(NAMESPACE, scenario))


def own_uids(scenario: str) -> frozenset[str]:
    """Every id that a session of a scenario can have in a calendar, in full or as a time only."""
    places = [(week, label) for week in range(1, MOST_WEEKS + 1) for label in LABELS]
    uids = [session_uid(scenario, week, label) for week, label in places]
    return frozenset([*uids, *map(busy_uid, uids)])
