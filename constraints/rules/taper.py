"""Taper: fewer sets on the way to a test, the last heavy pull at the right distance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block, Session
from constraints.lines import (
    Line,
    Prescription,
    Tier,
    hinge_tier,
    own_percent,
    ratio_of,
    step_percent,
)
from constraints.rule import Breach, place
from scenarios import odd_weeks, timeline
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario
from scenarios.schema import Taper as Numbers
from scenarios.strength import RPE_TEN_HALVES, percent_at
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

LEGS = {"hamstrings", "glutes", "adductors", "quads", "calves_foot"}
HEAVY = 850  # tenths of a percent of the lift's own 1RM (TRA21)


@dataclass(frozen=True)
class Taper:
    """Sets fall, the last heavy hinge lies 7 to 10 days out, the last days are light.

    sets of the taper weeks together: 41 to 60 % below as many weeks of the mean of the last two
    loading weeks; first and last taper week each within its own drop from the last loading week.
    Loading weeks that lose a day do not count, while others of their phase do. Where days were lost
    in the midst of a block, there is no least: what was missed is no reason for more.
    Goal lift above 85 % of its 1RM: on some day of the window, at last_heavy_percent, and none
    closer to the test.
    In the last days no hinge above 75 %, few jump contacts, no long swing sets, none of the
    forbidden exercises, and at last no accessories for the legs. A hinge whose own 1RM is not known
    is above 75 % when its reps and RPE say so (RPE table), and without an effort when its percent
    of the other lift is heavy in the sense of `hinge-gap`: a Romanian deadlift from 70 % of the
    deadlift, a good morning from 40 % of the squat. Tests are free, but their set counts.
    The window is asked only of a single-rep test of a lift with a known 1RM.
    Units: sets, days, percent. Source: BOS07, TRA21, RTS, P.
    """

    slug: ClassVar[str] = "taper"
    sentence: ClassVar[str] = "Before a test sets fall; the last heavy pull lies 7 to 10 days out."
    numbers: ClassVar[tuple[str, ...]] = (
        "taper.sets_drop_percent", "taper.first_drop_percent", "taper.last_drop_percent",
        "taper.last_heavy_days", "taper.last_heavy_percent", "taper.light_days",
        "taper.light_percent", "taper.quiet_days", "taper.quiet_contacts",
        "taper.quiet_swing_reps", "taper.forbid", "taper.forbid_days", "taper.legs_days",
        "effort.percent",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("BOS07", "TRA21", "RTS", "P")
    point: ClassVar[str] = "a set, or a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when the block has a taper."""
        priority = scenario.priority(cls.slug)
        has_taper = bool(timeline.taper_weeks(scenario))
        return () if priority == "off" or not has_taper else (cls(priority, scenario),)

    @property
    def numbers_of(self) -> Numbers:
        """The athlete's taper."""
        return self.scenario.taper

    def _drops(self) -> list[tuple[tuple[int, ...], tuple[int, ...], tuple[int, int]]]:
        """Taper weeks, the loading weeks they are compared with, and least and most drop."""
        loading = odd_weeks.usual_weeks(self.scenario)[-2:]
        taper = timeline.taper_weeks(self.scenario)
        if not loading:
            return []
        ours = self.numbers_of
        found = [(taper, loading, ours.sets_drop_percent)]
        if len(taper) > 1:
            found.append((taper[:1], loading[-1:], ours.first_drop_percent))
            found.append((taper[-1:], loading[-1:], ours.last_drop_percent))
        return [(a, b, (round(low), round(high))) for a, b, (low, high) in found]

    def _has_window(self) -> bool:
        goal = self.scenario.goal
        is_stated = goal.lift in self.scenario.athlete.one_rep_max
        known = is_stated and ratio_of(self.scenario, self._lift) is not None
        is_single = goal.test is not None and goal.test_reps == 1
        return is_single and known and self.scenario.effort.percent * 10 > HEAVY

    @property
    def _lift(self) -> Exercise:
        return self.scenario.catalogue[self.scenario.goal.lift]

    def _days_out(self, day: date) -> int:
        return timeline.days_before_test(self.scenario, day) or 0

    def _is_loud(self, exercise: Exercise, what: Prescription, days_out: int) -> bool:
        """Whether a prescription is too much this close to the test (contacts apart)."""
        ours = self.numbers_of
        if days_out <= ours.light_days and exercise.is_hinge and self._is_above(exercise, what):
            return True
        if days_out <= ours.quiet_days and exercise.is_swing and what.reps > ours.quiet_swing_reps:
            return True
        if days_out <= ours.legs_days and _is_leg_work(exercise):
            return True
        return days_out <= ours.forbid_days and exercise.id in ours.forbid

    def _is_above(self, exercise: Exercise, what: Prescription) -> bool:
        """Whether a hinge is heavier than the last days allow."""
        own = own_percent(self.scenario, exercise, what.percent)
        if own is None and what.rpe is not None:
            own = percent_at(what.reps, min(what.rpe, RPE_TEN_HALVES))
        if own is None:
            return hinge_tier(self.scenario, exercise, what, 1) == Tier.HEAVY
        return own > round(10 * self.numbers_of.light_percent)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Drops in sets, the window, the quiet days."""
        for taper, loading, (low, high) in self._drops():
            sets = plan.total([plan.working_sets(week) for week in taper])
            full = plan.total([plan.working_sets(week) for week in loading])
            each, share = 100 * len(loading), len(taper)
            where = place(taper[0])
            to.at_most(each * sets, share * (100 - low) * full, where, step=each)
            if not odd_weeks.is_peak_cut(self.scenario):
                to.at_least(each * sets, share * (100 - high) * full, where, step=each)
        if self._has_window():
            self._post_window(plan, to)
        for slot in plan.slots:
            days_out = self._days_out(slot.day)
            if slot.is_test or not 0 < days_out <= 28:
                continue

            def is_loud(week: int, k: int, days_out: int = days_out) -> Literal | None:
                return self._loud(plan, week, k, days_out)

            loud = plan.in_slot(slot, ("loud", days_out), is_loud)
            if loud is not None:
                to.forbid([loud], place(slot.week))
            if days_out <= self.numbers_of.quiet_days:
                for k in plan.labels:
                    held = plan.at.get((slot.week, k, slot.index))
                    if held is not None:
                        contacts = plan.contacts(slot.week, k)
                        where = place(slot.week, k)
                        to.at_most(contacts, self.numbers_of.quiet_contacts, where, [held])

    def _loud(self, plan: PlanVars, week: int, k: int, days_out: int) -> Literal | None:
        found = []
        for line in plan.lines_in(week, k):
            if line.part == "test":
                continue
            exercise = plan.exercise(line)

            def is_loud(what: Prescription, exercise: Exercise = exercise) -> bool:
                return self._is_loud(exercise, what, days_out)

            literal = plan.does(week, k, line, ("loud", days_out), is_loud)
            found += [] if literal is None else [literal]
        return plan.any_of(("loud", week, k, days_out), found) if found else None

    def _post_window(self, plan: PlanVars, to: Posting) -> None:
        least, most = self.numbers_of.last_heavy_days
        line, inside = Line(self.scenario.goal.lift), []
        for (week, k, index), held in plan.at.items():
            days_out = self._days_out(plan.slots[index].day)
            heavy = plan.does(week, k, line, "over 85", self._is_heavy)
            if heavy is None or not 0 < days_out <= most:
                continue
            last = plan.does(week, k, line, "last heavy", self._is_last)
            if days_out < least:
                to.forbid([held, heavy], place(week, k, line))
            elif last is not None:
                inside.append(plan.both(("heavy in window", week, k, index), held, last))
        to.require(inside, place(None, None, line))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Everything the taper asks for, from dates and entries."""
        found = []
        for taper, loading, (low, high) in self._drops():
            sets = sum(map(block.working_sets, taper))
            full = sum(map(block.working_sets, loading))
            each, share = 100 * len(loading), len(taper)
            for over, end in (
                (each * sets - share * (100 - low) * full, low),
                (share * (100 - high) * full - each * sets, high),
            ):
                if over > 0 and (end == low or not odd_weeks.is_peak_cut(self.scenario)):
                    limit = share * (100 - end) * full / each
                    text = (
                        f"week {shown_week(taper[0])} on: {sets} sets, "
                        f"{end} % under the weeks before is {limit:g}"
                    )
                    found.append(
                        Breach(self.slug, self.priority, place(taper[0]), text, sets, limit,
                               "sets", -(-over // each))
                    )  # fmt: skip
        if self._has_window():
            found += self._window(block)
        for session in block.in_order:
            days_out = self._days_out(session.day)
            if session.is_test or not 0 < days_out <= 28:
                continue
            found += self._quiet(block, session, days_out)
        return tuple(found)

    def _is_heavy(self, what: Prescription) -> bool:
        """Whether the goal lift is above 85 % of its 1RM."""
        return (own_percent(self.scenario, self._lift, what.percent) or 0) > HEAVY

    def _is_last(self, what: Prescription) -> bool:
        """Whether the goal lift is as heavy as the last heavy pull should be."""
        low, high = self.numbers_of.last_heavy_percent
        slack = step_percent(self.scenario, self._lift)
        own = own_percent(self.scenario, self._lift, what.percent) or 0
        return self._is_heavy(what) and 10 * low - slack <= own <= 10 * high + slack

    def _window(self, block: Block) -> list[Breach]:
        least, most = self.numbers_of.last_heavy_days
        found, inside = [], False
        for session in block.in_order:
            days_out = self._days_out(session.day)
            pulls = [
                entry.prescription
                for entry in session.exercises
                if entry.line == Line(self.scenario.goal.lift)
            ]
            if not any(map(self._is_heavy, pulls)) or not 0 < days_out <= most:
                continue
            inside = inside or (days_out >= least and any(map(self._is_last, pulls)))
            if days_out < least:
                text = f"{session.day}: above 85 % only {days_out} days before the test"
                where = place(session.week_index, session, self.scenario.goal.lift)
                found.append(Breach(self.slug, self.priority, where, text, days_out, least, "days"))
        if not inside:
            low, high = self.numbers_of.last_heavy_percent
            text = f"no pull at {low:g} to {high:g} % {most} to {least} days before the test"
            where = place(None, None, self.scenario.goal.lift)
            found.append(Breach(self.slug, self.priority, where, text, 0, 1, "sessions"))
        return found

    def _quiet(self, block: Block, session: Session, days_out: int) -> list[Breach]:
        ours, found = self.numbers_of, []
        where = place(session.week_index, session)
        loud = [
            entry.exercise
            for entry in session.exercises
            if self._is_loud(block.exercise(entry.exercise), entry.prescription, days_out)
        ]
        if loud:
            text = f"{session.day}: {', '.join(loud)} too close to the test"
            found.append(Breach(self.slug, self.priority, where, text, days_out, 0, "days"))
        contacts = block.contacts(session)
        if days_out <= ours.quiet_days and contacts > ours.quiet_contacts:
            text = f"{session.day}: {contacts} contacts, at most {ours.quiet_contacts}"
            found.append(
                Breach(self.slug, self.priority, where, text, contacts, ours.quiet_contacts,
                       "contacts", contacts - ours.quiet_contacts)
            )  # fmt: skip
        return found

    def explain(self) -> str:
        """The rule with its numbers."""
        ours = self.numbers_of
        low, high = ours.sets_drop_percent
        least, most = ours.last_heavy_days
        return (
            f"In the taper sets fall by {low:g} to {high:g} %; the last pull above 85 % lies "
            f"{most} to {least} days before the test, and nothing above {ours.light_percent:g} % "
            f"in the last {ours.light_days}."
        )


def _is_leg_work(exercise: Exercise) -> bool:
    """Whether it is an accessory or isolation whose prime mover is in the legs or hips."""
    is_small = exercise.modality in ("accessory", "isolation")
    return is_small and exercise.prime_mover in LEGS
