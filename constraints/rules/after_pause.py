"""After a pause: who comes back starts with fewer sets, no heavier ones and less effort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress, way_back
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import odd_weeks
from scenarios.odd_weeks import Return
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week, weeks

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

BAND = 15  # percent of the base by which a week may lie below its share [P]


@dataclass(frozen=True)
class AfterPause:
    """After days without a session, sets come back in steps, loads and effort are held.

    (share - 15 %) x sets(base) <= sets(week) <= share x sets(base) and
    sets(line, session) <= max(2, least of the exercise, share x most sets of the line in a session
    of the base), for every week of return; the base is the last full loading week before the pause,
    without one the last that has begun, and then each session is held to its sum. A week that
    loses days itself, holds two matches or a test has no lower end.
    The effort stays at a cap, and 85 % x shown(early) <= shown(late) <= 102 % x shown(early) for an
    exercise that is trained for the first time after the pause in a week of return, 80 and 95 %
    after a long one (60 and 100 % for dumbbells and bells), where shown = load x (30 + reps) / 30
    is the one-rep maximum that a set speaks for (Epley), and what was lifted counts; without a
    load, reps(late) <= reps(early).
    Both upper ends hold in a deload or taper that follows a pause too.
    `odd_weeks.returns` says which weeks these are, and each one's share. Tests are free, and so
    is the effort where none is known. The consensus behind the shares is about conditioning after
    two weeks or more; for sets of strength work, and for shorter pauses, they are a choice.
    Units: sets, load, RPE. Source: CSCCA19, FLEX (Epley), P.
    """

    slug: ClassVar[str] = "after-pause"
    sentence: ClassVar[str] = "After a pause, sets, loads and effort come back step by step."
    numbers: ClassVar[tuple[str, ...]] = (
        "progression.pause_days", "progression.return_sets_percent", "progression.return_rpe",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("CSCCA19", "FLEX", "P")
    point: ClassVar[str] = "a set, or an exercise"
    narrows: ClassVar[bool] = False

    priority: Priority
    returns: tuple[Return, ...]
    rpe: int  # halves
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when there is a week of return."""
        returns = odd_weeks.returns(scenario)
        rpe = round(2 * scenario.progression.return_rpe)
        # Own numbers make no must of it, for phases may ask for more.
        priority = scenario.priority(cls.slug)
        return (cls(priority, returns, rpe, scenario),) if returns else ()

    @property
    def _back(self) -> dict[int, bool]:
        """The weeks of return; whether the pause was a long one."""
        return {one.week: one.is_long for one in self.returns}

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sets session by session, effort and load as they are decided."""
        for one in self.returns:
            self._post_sums(plan, to, one)
            for k in plan.labels:
                for line in plan.lines_in(one.week, k):
                    way_back.post_sets(plan, to, one, k, line)
        for week, line in plan.menus:
            if week in self._back:
                way_back.post_effort(plan, to, week, line, self.rpe)
        for line in progress.compared_lines(plan):
            for early, late, when in way_back.posted_pairs(plan, line, self._back):
                if self._lies_between(early, late):
                    ends = way_back.shown_ends(self.scenario, line, late, self._back[late])
                    way_back.post_start(plan, to, line, early, late, when, ends)

    def _post_sums(self, plan: PlanVars, to: Posting, one: Return) -> None:
        sets, full = plan.working_sets(one.week), plan.working_sets(one.base)
        low, high = self._ends(one)
        if high is not None and one.is_full:
            to.at_most(100 * sets, high * full, place(one.week), step=100)
        elif high is not None:
            for k in plan.labels:
                own = 100 * plan.session_sets(one.week, k)
                to.at_most(own, high * full, place(one.week, k), step=100)
        if low is not None:
            to.at_least(100 * sets, low * full - 99, place(one.week), step=100)  # rounded down

    def _ends(self, one: Return) -> tuple[int | None, int | None]:
        """Fewest and most sets of a week, in percent of its base; None where there is no end.

        Each session has the upper end for itself where the base is not full.
        """
        if not one.is_loading:
            return None, None
        test, week = self.scenario.goal.test, weeks(self.scenario)[one.week]
        light = odd_weeks.away_weeks(self.scenario) | odd_weeks.congested_weeks(self.scenario)
        has_test = test is not None and week.start <= test < week.end
        is_cut = has_test or one.week in light or not one.is_full
        return (None if is_cut else max(0, one.percent - BAND)), one.percent

    def _lies_between(self, early: int, late: int) -> bool:
        """Whether the later of two weeks is one of return from a pause after the earlier."""
        firsts = [one.week for one in self.returns if one.is_first]
        return late in self._back and any(early < first <= late for first in firsts)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions and weeks that go on as if there had been no pause."""
        found: list[Breach] = []
        since = "the pause"
        for one in self.returns:
            found += self._sums(block, one)
            found += way_back.too_many_sets(self, block, one, since)
        for cell in block.cells():
            if cell.week in self._back:
                found += way_back.too_hard(self, block, cell, self.rpe, since)
        for line in progress.compared_in(block):
            for pair in way_back.audited_pairs(block, line, self._back):
                early, late = pair[:2]
                if self._lies_between(early, late):
                    ends = way_back.shown_ends(self.scenario, line, late, self._back[late])
                    found += way_back.starts(self, block, line, pair, ends, since)
        return tuple(found)

    def _sums(self, block: Block, one: Return) -> Iterator[Breach]:
        """Weeks, or sessions where the base is not full, with too many sets or too few."""
        full, (low, high) = block.working_sets(one.base), self._ends(one)
        held = [(place(one.week), block.working_sets(one.week))]
        if not one.is_full:
            held = [
                (place(one.week, each), sum(block.sets_of(each).values()))
                for each in block.of_week(one.week)
                if not block.is_over(each)
            ]
        for where, sets in held:
            for end, over in (
                (high, 0 if high is None else 100 * sets - high * full),
                (low, 0 if low is None else low * full - 99 - 100 * sets),
            ):
                if end is not None and over > 0:
                    text = (
                        f"week {shown_week(one.week)}: {sets} sets after {full} in week "
                        f"{shown_week(one.base)}, before the pause; {end} % is the end"
                    )
                    yield Breach(self.slug, self.priority, where, text, sets,
                                 end * full / 100, "sets", -(-over // 100))  # fmt: skip

    def explain(self) -> str:
        """The rule with this athlete's weeks."""
        steps = ", ".join(
            f"{one.percent} % of the sets in week {shown_week(one.week)}"
            for one in self.returns
            if one.is_loading
        )
        most = f"at most {steps}; " if steps else ""
        shown = way_back.most_in_words(any(self._back.values()))
        return (
            f"After a pause: {most}nothing above RPE {self.rpe / 2:g}; and a lift starts with at "
            f"most {shown} of what it was last done with, load and reps together, bodyweight work "
            "with no more reps."
        )
