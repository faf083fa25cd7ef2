"""Every shipped scenario gives a proved block without a red flag."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from icalendar import Calendar

from constraints.audit import audit
from constraints.block import Block
from planner.exports.ics import to_ics
from planner.exports.json import from_json, to_json
from scenarios.loader import shipped
from tests import red_flags
from tests.shipped import planned

Check = Callable[[Block], list[str]]

# Red flags that we know of, by scenario, each with its reason. Only ever to be made shorter.
KNOWN: dict[str, dict[str, str]] = {}


def is_proved(block: Block) -> list[str]:
    """Every tier is proved."""
    status = [block.solve.status, *(tier.status for tier in block.solve.tiers)]
    found = [] if set(status) == {"optimal"} else [f"not proved: {status}"]
    return found + [
        f"{tier.priority}: {tier.objective} is not the bound {tier.bound}"
        for tier in block.solve.tiers
        if tier.objective != tier.bound
    ]


def breaks_no_must(block: Block) -> list[str]:
    """The audit finds no broken `must`."""
    return [f"{breach.rule}: {breach.text}" for breach in audit(block).broken]


def costs_what_it_says(block: Block) -> list[str]:
    """The prices that the audit reckons are the solver's objective, and stand in the score."""
    report, found = audit(block), []
    for tier in block.solve.tiers:
        listed = sum(row.price for row in block.score if row.priority == tier.priority)
        if not tier.objective == report.price(tier.priority) == listed:
            price = report.price(tier.priority)
            found.append(f"{tier.priority}: {tier.objective}, audited {price}, listed {listed}")
    return found if report.score() == block.score else [*found, "the score is another one"]


def survives_json(block: Block) -> list[str]:
    """A block that is written and read is the same."""
    again = from_json(to_json(block))
    return [] if again == block and to_json(again) == to_json(block) else ["changes in the file"]


def has_all_events(block: Block) -> list[str]:
    """The calendar has one event for each session."""
    events = Calendar.from_ical(to_ics(block)).walk("VEVENT")
    sessions = len(block.sessions)
    return [] if len(events) == sessions > 0 else [f"{len(events)} events, {sessions} sessions"]


def has_all_weeks(block: Block) -> list[str]:
    """As many weeks as were asked for, each with a session."""
    weeks = {session.week for session in block.sessions}
    asked = set(range(1, block.scenario.weeks + 1))
    return [] if weeks == asked and len(block.weeks) == len(asked) else [f"weeks {sorted(weeks)}"]


def raises_no_flag(block: Block) -> list[str]:
    """No coach finds a fault in seconds."""
    found = red_flags.errors(block, to_ics(block)) + red_flags.warnings(block)
    known = KNOWN.get(block.scenario.id, {})
    stale = [f"{flag} is known, but gone" for flag in known if not _has(found, flag)]
    return [text for text in found if text.split(":")[0] not in known] + stale


def _has(found: list[str], flag: str) -> bool:
    return any(text.startswith(f"{flag}:") for text in found)


CHECKS: tuple[Check, ...] = (
    is_proved,
    breaks_no_must,
    costs_what_it_says,
    survives_json,
    has_all_events,
    has_all_weeks,
    raises_no_flag,
)


@pytest.mark.parametrize("name", shipped())
def test_shipped_block(name: str) -> None:
    block = planned(name)
    assert [f"{check.__name__}: {text}" for check in CHECKS for text in check(block)] == []
