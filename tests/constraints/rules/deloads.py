"""What the tests of deloads share: a loading week, a deload, and what a rule says of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from constraints.block import Entry, Session
from constraints.rule import Breach
from tests.builders import block, entry, scenario, session

# A loading week, a deload and another loading week, with the numbers that the tests lean on.
NUMBERS: dict[str, Any] = {
    "weeks": [2], "sets_percent": [35, 70], "load_drop_percent": [0, 15], "rpe": 6.5,
}  # fmt: skip
ASK: dict[str, Any] = {"weeks": 3, "goal": {"test": None}, "deload": NUMBERS}
LIFT = "conventional_deadlift"


def pull(sets: int = 4, reps: int = 5, load: float | None = 100, **more: Any) -> Entry:
    """The main lift."""
    return entry(LIFT, sets, reps, load=load, **more)


def week(number: int, *sessions: list[Entry]) -> list[Session]:
    """A week with these sessions, A, B and C in turn."""
    return [
        session(date(2027, 2, 1) + timedelta(weeks=number - 1, days=2 * n), exercises=entries,
                week=number, label="ABC"[n])
        for n, entries in enumerate(sessions)
    ]  # fmt: skip


class Judge:
    """What one rule says of sessions."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind

    def audit(self, *sessions: Session, **changes: Any) -> tuple[Breach, ...]:
        """Its breaches in these sessions."""
        ask = {**ASK, **changes}
        (rule,) = self._kind.asked_by(scenario(**ask))
        found: tuple[Breach, ...] = rule.audit(block(sessions, **ask))
        return found

    def breaches(self, was: list[Entry], now: list[Entry], **changes: Any) -> tuple[Breach, ...]:
        """Its breaches in a session of the loading week and one of the deload."""
        return self.audit(*week(1, was), *week(2, now), **changes)

    def wrong(self, was: list[Entry], now: list[Entry], **changes: Any) -> list[tuple[str, int]]:
        """Units and points of these."""
        return [(breach.unit, breach.excess) for breach in self.breaches(was, now, **changes)]
