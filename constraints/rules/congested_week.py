"""Congested week: with two matches a week there is little room for anything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance, held
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import odd_weeks, timeline
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Week, shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

DAY = timedelta(days=1)


@dataclass(frozen=True)
class CongestedWeek:
    """A week with two matches less than seven days apart has few sessions and few sets.

    low <= sessions(w) <= high and 100 x sets(w) <= percent x sets(base of w), for every week w
    with two such matches; its base is the last loading week before it without, of those that lost
    no day if there is one.
    Weeks are those of the block, and the sessions are written for seven days and scaled to the
    microcycle. `low` is no more than the days that are left: not away, not taken
    by a session elsewhere, no match on the day or the day before. Without a base sets are free.
    Tests count as a session and a set.
    Units: sessions, working sets. Source: RON11, RTP, P.
    """

    slug: ClassVar[str] = "congested-week"
    sentence: ClassVar[str] = "A week with two matches has few sessions and few sets."
    numbers: ClassVar[tuple[str, ...]] = (
        "season.congested_sessions", "season.congested_sets_percent",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("RON11", "RTP", "P")
    point: ClassVar[str] = "a session, or a set"
    narrows: ClassVar[bool] = False

    priority: Priority
    percent: int  # tenths
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where a week has two matches, unless turned off."""
        priority = scenario.priority(cls.slug)
        percent = round(10 * scenario.season.congested_sets_percent)
        rule = cls(priority, percent, scenario)
        is_needed = any(rule._is_congested(week) for week in timeline.weeks(scenario))
        return (rule,) if priority != "off" and is_needed else ()

    @property
    def _sessions(self) -> tuple[int, int]:
        season = self.scenario.season
        return balance.span_per_microcycle(season.congested_sessions, self.scenario)

    def _is_congested(self, week: Week) -> bool:
        return week.index in odd_weeks.congested_weeks(self.scenario)

    def _base(self, week: Week) -> Week | None:
        """The week that sets are compared with."""
        earlier = timeline.weeks(self.scenario)[: week.index]
        odd = odd_weeks.congested_weeks(self.scenario) | odd_weeks.return_weeks(self.scenario)
        done = {week for (week, _), one in held.sessions(self.scenario).items() if one.work}

        def has_any(one: Week) -> bool:
            is_over = held.is_over(self.scenario, one.index)
            return one.index in done if is_over else bool(self._open_days(one))

        usual = [one for one in earlier if one.is_loading and one.index not in odd and has_any(one)]
        whole = [one for one in usual if one.index not in odd_weeks.away_weeks(self.scenario)]
        return next(reversed(whole or usual), None)

    def _open_days(self, week: Week) -> set[date]:
        """Days of a week that are open, and not taken by a session elsewhere."""
        taken = {one.start.date() for one in timeline.elsewhere(self.scenario) if one.blocks_day}
        return set(timeline.open_days(self.scenario)[week.index] - taken)

    def _least(self, week: Week) -> int:
        """Fewest sessions: no more than there are days left."""
        matches = timeline.matches(self.scenario)
        tired = {match + n * DAY for match in matches for n in (0, 1)}
        return min(self._sessions[0], len(self._open_days(week) - tired))

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sessions and sets of every congested week."""
        for week in plan.weeks:
            if not self._is_congested(week):
                continue
            held = plan.total([plan.open[week.index, k] for k in plan.labels])
            where, high = place(week.index), self._sessions[1]
            to.within(held, min(self._least(week), high), high, where)
            base = self._base(week)
            if base is not None:
                sets = 1000 * plan.working_sets(week.index)
                to.at_most(sets, self.percent * plan.working_sets(base.index), where, step=1000)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Congested weeks with too few or too many sessions, or too many sets."""
        found = []
        for week in block.timeline:
            if not self._is_congested(week):
                continue
            where, name = place(week.index), f"week {shown_week(week.index)}, with two matches"
            count, high = len(block.of_week(week.index)), self._sessions[1]
            low = min(self._least(week), high)
            if not low <= count <= high:
                limit = low if count < low else high
                text = f"{name}: {count} sessions, allowed are {low} to {high}"
                found.append(
                    Breach(self.slug, self.priority, where, text, count, limit, "sessions",
                           abs(count - limit))
                )  # fmt: skip
            base = self._base(week)
            if base is None:
                continue
            sets, usual = block.working_sets(week.index), block.working_sets(base.index)
            over = 1000 * sets - self.percent * usual
            if over > 0:
                allowed = self.percent * usual / 1000
                text = (
                    f"{name}: {sets} sets, at most {allowed:g} ({self.percent / 10:g} % of {usual})"
                )
                found.append(
                    Breach(self.slug, self.priority, where, text, sets, allowed, "sets",
                           -(-over // 1000))
                )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with this athlete's numbers."""
        low, high = self._sessions
        asked = f"{low}" if low == high else f"{low} to {high}"
        return (
            f"A week with two matches has {asked} session(s) and at most {self.percent / 10:g} % "
            "of the working sets of the last usual week."
        )
