"""Exposure gap: no muscle group waits too long for its next session (RF-27, second half)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block, Session
from constraints.history import lost_until, waits_since
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

TRAINED_FROM = 4  # quarter-sets in a session that count as an exposure [P]
TARGET_FROM = 4  # fractional sets a week; groups with a lower target are free [P]


@dataclass(frozen=True)
class ExposureGap:
    """Sessions that train a muscle group follow each other closely enough.

    day(b) - day(a) <= days, for consecutive sessions a < b with >= 1 fractional set of the group,
    both within the same run of loading weeks; a deload or a test week ends a run. A wait over days
    that are lost counts from the last of them (`history.lost_until`), and one that is over no
    further back than `history.waits_since` says.
    For the same groups and athletes as frequency.
    Units: days, by date. Source: NSCA-F, P.
    """

    slug: ClassVar[str] = "exposure-gap"
    sentence: ClassVar[str] = "No muscle group waits too long for its next session."
    numbers: ClassVar[tuple[str, ...]] = ("balance.exposure_gap_days", "volume.*.target")
    source: ClassVar[tuple[str, ...]] = ("NSCA-F", "P")
    point: ClassVar[str] = "a day"
    narrows: ClassVar[bool] = False

    priority: Priority
    days: int
    muscles: tuple[str, ...]
    weeks: tuple[int, ...]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked of athletes with two sessions a week or more, out of season."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        days, most_sessions = scenario.balance.exposure_gap_days, scenario.availability.sessions[1]
        bands = scenario.volume.items()
        muscles = tuple(muscle for muscle, band in bands if band.target[0] >= TARGET_FROM)
        weeks = balance.ordinary_weeks(scenario)
        if priority == "off" or most_sessions < 2 or "in_season" in scenario.profile:
            return ()
        return (cls(priority, days, muscles, weeks),) if days and muscles and weeks else ()

    def _runs(self) -> Iterator[tuple[int, ...]]:
        """Loading weeks that follow each other without another one between."""
        run: tuple[int, ...] = ()
        for week in self.weeks:
            if run and week != run[-1] + 1:
                yield run
                run = ()
            run = (*run, week)
        yield run

    def post(self, plan: PlanVars, to: Posting) -> None:
        """A session that trains a group lies close behind the last one that did."""
        for run in self._runs():
            sessions = tuple((week, k) for week in run for k in plan.labels)
            for muscle in self.muscles:
                before = plan.days_before(sessions, muscle, TRAINED_FROM)
                for (week, k), last in before.items():
                    trains = plan.has_quarter_sets(week, k, muscle, TRAINED_FROM)
                    if trains is not None:
                        apart = plan.total([plan.day(week, k), last], [1, -1])
                        where = place(week, k, muscle=muscle)
                        to.at_most(apart, self.days, where, when=[trains])

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Pairs of consecutive sessions for a group that lie too far apart."""
        found = []
        for run in self._runs():
            sessions = [session for session in block.in_order if session.week_index in run]
            for muscle in self.muscles:
                trained = [
                    session
                    for session in sessions
                    if block.session_quarter_sets(session, muscle) >= TRAINED_FROM
                ]
                for a, b in pairwise(trained):
                    since = a.day if block.is_over(b) else self._since(block, a, b)
                    apart = (b.day - since).days
                    if apart > self.days:
                        where = place(b.week_index, b, muscle=muscle)
                        text = f"{muscle}: {since} to {b.day} are {apart} days, most {self.days}"
                        found.append(
                            Breach(self.slug, self.priority, where, text, apart, self.days, "days",
                                   apart - self.days)
                        )  # fmt: skip
        return tuple(found)

    @staticmethod
    def _since(block: Block, a: Session, b: Session) -> date:
        """The day from which the later session's group waits for it."""
        since = waits_since(block.scenario, a.day)
        return max(since, lost_until(block.scenario)[b.week_index] or since)

    def explain(self) -> str:
        """The rule with its days."""
        return f"In loading weeks no muscle group waits more than {self.days} days."
