"""After a pause: who comes back starts with fewer sets, no heavier ones and less effort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.absences import TripBack, back_from_trip, trips_back
from constraints.balance import least_sets_back
from constraints.block import Block
from constraints.lines import Line, by_reps, tool_of
from constraints.rule import Breach, place
from scenarios import odd_weeks
from scenarios.odd_weeks import Return
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week, weeks

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

BAND = 15  # percent of the base by which a week may lie below its share [P]
# Percent of what was last shown: lighter is no way back but a new start, and a step between two
# loads is worth about as much as two percent. After a long pause it is less, also with fewer reps;
# of dumbbells and bells the next one down may be far lighter [P].
SHOWN, SHOWN_LONG, SHOWN_LONG_BY_REPS = (85, 102), (80, 95), (60, 100)


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
    So it is of an exercise in the first week after a trip that took its tools for as long.
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
        is_asked = priority != "off" and (returns or _trips(scenario))
        return (cls(priority, returns, rpe, scenario),) if is_asked else ()

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sets session by session, effort and load as they are decided."""
        for one in self.returns:
            self._post_sums(plan, to, one)
            for k in plan.labels:
                for line in plan.lines_in(one.week, k):
                    self._post_sets(plan, to, one, k, line)
        for week, line in plan.menus:
            if self._is_eased(week, line):
                self._post_effort(plan, to, week, line)
            trip = back_from_trip(self.scenario, line.exercise, -1, week)
            if trip is not None:
                for k in (k for k in plan.labels if (week, k, line) in plan.sets):
                    self._post_sets(plan, to, trip, k, line)
        for line in progress.compared_lines(plan):
            pairs = progress.posted_pairs(plan, line, ever=True)
            light = progress.posted_pairs(plan, line, ever=True, lates=self._light)
            for early, late, when in (*pairs, *light):
                if not self._lies_between(early, late, line):
                    continue
                progress.post_shown(plan, to, line, early, late, when, self._shown(line, late))
                if self._goes_by_reps(line):
                    was, now = (plan.worth(w, line, lambda p: p.reps) for w in (early, late))
                    to.at_most(now, was, place(late, None, line), when, once=True)

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

    def _lies_between(self, early: int, late: int, line: Line) -> bool:
        """Whether the later of two weeks is one of return from a pause after the earlier."""
        if back_from_trip(self.scenario, line.exercise, early, late) is not None:
            return True
        is_back = any(one.week == late for one in self.returns)
        return is_back and any(early < one.week <= late for one in self.returns if one.is_first)

    @property
    def _light(self) -> tuple[int, ...]:
        """Deloads and tapers of the way back; a set may be as light as these ask for."""
        back = {*_trips(self.scenario), *(one.week for one in self.returns)}
        return tuple(week.index for week in weeks(self.scenario)
                     if week.index in back and not week.is_loading)  # fmt: skip

    def _shown(self, line: Line, late: int) -> tuple[int, int]:
        """Least and most of what was last shown that a line may start with, in percent."""
        is_long = any(one.week == late and one.is_long for one in self.returns)
        trip = back_from_trip(self.scenario, line.exercise, -1, late)
        is_long |= trip is not None and trip.is_long
        exercise = self.scenario.catalogue[line.exercise]
        long = SHOWN_LONG_BY_REPS if by_reps(self.scenario, exercise) else SHOWN_LONG
        low, high = long if is_long else SHOWN
        return (0 if late in self._light else low), high

    def _goes_by_reps(self, line: Line) -> bool:
        """Whether reps alone say how hard a line is: work without a load."""
        exercise = self.scenario.catalogue[line.exercise]
        is_counted = exercise.rep_unit == "reps" and exercise.modality != "core"
        return is_counted and tool_of(self.scenario, exercise) is None

    @staticmethod
    def _post_sets(plan: PlanVars, to: Posting, one: Return | TripBack, k: int, line: Line) -> None:
        """One of several ends holds: the least there can be, or the share of some session."""
        where, sets = place(one.week, k, line), plan.sets[one.week, k, line]
        low = least_sets_back(plan.exercise(line))
        before = [
            plan.sets[one.base, other, line]
            for other in plan.labels
            if (one.base, other, line) in plan.sets
        ]
        before = [was for was in before if one.percent * plan.bounds(was)[1] > 100 * low]
        ends = [plan.model.new_bool_var(f"w{one.week} s{k} {line} end") for _ in before]
        least = [end.Not() for end in ends]
        to.at_most(sets, low, where, least)
        for was, end in zip(before, ends, strict=True):
            to.at_most(100 * sets, one.percent * was, where, [end], step=100)

    def _is_eased(self, week: int, line: Line) -> bool:
        """Whether the effort of a line is held in a week."""
        is_return = any(one.week == week for one in self.returns)
        return is_return or back_from_trip(self.scenario, line.exercise, -1, week) is not None

    def _post_effort(self, plan: PlanVars, to: Posting, week: int, line: Line) -> None:
        for label in plan.cell_labels(line):
            hard = [
                literal
                for what, literal in plan.choices(week, line, label)
                if (what.rpe or 0) > self.rpe
            ]
            if hard:
                to.at_most(plan.total(hard), 0, place(week, label, line))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions and weeks that go on as if there had been no pause."""
        found: list[Breach] = []
        for one in self.returns:
            found += self._sums(block, one)
            found += self._sets(block, one)
        found += self._efforts(block)
        for name in sorted({line.exercise for line in block.lines}):
            for trip in trips_back(self.scenario, name):
                found += self._sets(block, trip, name)
        for line in progress.compared_in(block):
            pairs = progress.audited_pairs(block, line, ever=True)
            light = progress.audited_pairs(block, line, ever=True, lates=self._light)
            for early, late, before, after in (*pairs, *light):
                if not self._lies_between(early, late, line):
                    continue
                where = place(late, None, line)
                text = (
                    f"{line.exercise}: {progress.said(after)} in week {shown_week(late)}, "
                    f"{progress.said(before)} before the pause, in week {shown_week(early)}"
                )
                beyond = progress.beyond_shown(before, after, self._shown(line, late))
                if beyond is not None:
                    found.append(
                        Breach(self.slug, self.priority, where, text, *beyond, "load for one rep")
                    )
                if self._goes_by_reps(line) and after.reps > before.reps:
                    found.append(
                        Breach(self.slug, self.priority, where, text, after.reps, before.reps,
                               "reps")
                    )  # fmt: skip
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

    def _sets(
        self, block: Block, one: Return | TripBack, only: str | None = None
    ) -> Iterator[Breach]:
        """Exercises, or one of them, with too many sets in a session."""
        most: dict[Line, int] = {}
        for session in block.of_week(one.base):
            for line, sets in block.sets_of(session).items():
                most[line] = max(most.get(line, 0), sets)
        coming = (each for each in block.of_week(one.week) if not block.is_over(each))
        for session in coming:
            for line, sets in block.sets_of(session).items():
                share = one.percent * most.get(line, 0) // 100
                limit = max(least_sets_back(block.exercise(line.exercise)), share)
                if line.part == "test" or sets <= limit or only not in (None, line.exercise):
                    continue
                text = (
                    f"{session.day}: {line.exercise} {sets} sets after {most.get(line, 0)} in week "
                    f"{shown_week(one.base)}, before the pause, at most {limit}"
                )
                where = place(one.week, session, line)
                yield Breach(
                    self.slug, self.priority, where, text, sets, limit, "sets", sets - limit
                )

    def _efforts(self, block: Block) -> Iterator[Breach]:
        for cell in block.cells():
            rpe = cell.prescription.rpe or 0
            is_eased = self._is_eased(cell.week, cell.line) and not block.is_over(cell.session)
            if is_eased and rpe > self.rpe:
                text = (
                    f"{cell.line.exercise}: RPE {rpe / 2:g} in week {shown_week(cell.week)}, after "
                    f"the pause, at most {self.rpe / 2:g}"
                )
                is_own = block.exercise(cell.line.exercise).is_jump
                where = place(cell.week, cell.session if is_own else None, cell.line)
                yield Breach(self.slug, self.priority, where, text, rpe / 2, self.rpe / 2, "RPE")

    def explain(self) -> str:
        """The rule with this athlete's weeks."""
        steps = ", ".join(
            f"{one.percent} % of the sets in week {shown_week(one.week)}"
            for one in self.returns
            if one.is_loading
        )
        most = f"at most {steps}; " if steps else ""
        trips = _trips(self.scenario).values()
        is_long = any(one.is_long for one in self.returns) or any(trips)
        most_shown = (
            f"{SHOWN_LONG[1]} % (dumbbells and bells {SHOWN_LONG_BY_REPS[1]} %)"
            if is_long
            else f"{SHOWN[1]} %"
        )
        when = "After a pause, or a trip without its tools" if trips else "After a pause"
        held = f"{most}nothing above RPE {self.rpe / 2:g}; and " if self.returns else ""
        return (
            f"{when}: {held}a lift starts with at most "
            f"{most_shown} of what it was last done with, load and reps together, bodyweight work "
            "with no more reps."
        )


def _trips(scenario: Scenario) -> dict[int, bool]:
    """Weeks in which some exercise is back from a trip without its tools; whether it was long."""
    found: dict[int, bool] = {}
    for name in scenario.catalogue:
        for one in trips_back(scenario, name):
            found[one.week] = found.get(one.week, False) or one.is_long
    return found
