"""Held sessions: the part of a block that is over, as it was done.

It stands alone because both halves of a rule ask it: what is over is measured in one way, and no
variable stands for it. It may break every rule, repeat an exercise with other loads, and hold loads
that the athlete's tools do not give. Weeks and sessions count from 0 here, as in the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache

from constraints.lines import (
    HUMAN_RPES,
    Line,
    Part,
    Prescription,
    Reference,
    Tier,
    hinge_tier,
    menu,
    per_of,
    prescription_of,
    ramp_style,
    reference_of,
    tool_of,
)
from scenarios import ramp
from scenarios.catalogue import Exercise
from scenarios.ids import LABELS
from scenarios.past import HeldEntry, HeldSession
from scenarios.schema import Scenario
from scenarios.strength import RPE_TEN_HALVES
from scenarios.timeline import shown_week


@dataclass(frozen=True)
class Work:
    """Equal sets of one line.

    `own_max` is the 1RM of that day in hundredths, `asked_rpe` the effort that was planned, in
    halves; None if unknown. `asked_load` is the load that was planned, where another was lifted,
    `per` what a load counts on.
    """

    exercise: Exercise
    part: Part
    sets: int
    what: Prescription
    own_max: int | None
    asked_rpe: int | None
    asked_load: int | None
    per: str | None

    @property
    def line(self) -> Line:
        """Exercise and part."""
        return Line(self.exercise.id, self.part)


@dataclass(frozen=True)
class Held:
    """One session that is over, by its place in the plan; `planned` are exercises of its plan."""

    week: int
    k: int
    start: datetime
    work: tuple[Work, ...]
    planned: frozenset[str]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that were done, sorted."""
        return tuple(sorted({one.line for one in self.work}))

    def of(self, line: Line) -> tuple[Work, ...]:
        """What was done of a line."""
        return tuple(one for one in self.work if one.line == line)

    def sets(self, line: Line) -> int:
        """Sets of a line."""
        return sum(one.sets for one in self.of(line))

    def reps(self, line: Line) -> int:
        """Sets times reps of a line."""
        return sum(one.sets * one.what.reps for one in self.of(line))


def is_over(scenario: Scenario, week: int) -> bool:
    """Whether a week has no session to come."""
    past = scenario.replanned
    return past is not None and past.is_over(shown_week(week), None)


@lru_cache(maxsize=64)
def sessions(scenario: Scenario) -> Mapping[tuple[int, int], Held]:
    """The sessions that are over, by week and number."""
    past = () if scenario.replanned is None else scenario.replanned.sessions
    found = (_held(scenario, one) for one in past)
    return {(one.week, one.k): one for one in found}


def _held(scenario: Scenario, session: HeldSession) -> Held:
    names = [one.exercise for one in session.exercises if one.part != "test"]
    planned = frozenset(names if session.planned is None else session.planned)
    return Held(
        session.week - 1, LABELS.index(session.label), session.start,
        tuple(_work(scenario, one) for one in session.exercises), planned,
    )  # fmt: skip


def _work(scenario: Scenario, entry: HeldEntry) -> Work:
    what = Prescription(
        entry.reps,
        None if entry.load is None else round(entry.load * 100),
        None if entry.percent is None else round(entry.percent * 10),
        None if entry.rpe is None else round(entry.rpe * 2),
    )
    own = None if entry.own_max is None else round(entry.own_max * 100)
    asked = what.rpe if entry.asked_rpe is None else round(entry.asked_rpe * 2)
    load = None if entry.asked_load is None else round(entry.asked_load * 100)
    return Work(
        scenario.catalogue[entry.exercise], entry.part, entry.sets, what, own, asked, load,
        entry.per,
    )  # fmt: skip


def compared(scenario: Scenario, held: Held, line: Line) -> Prescription | None:
    """What a line of a session that is over is compared by with what is to come.

    Of several kinds of sets the most frequent, the heavier one of two. Where the athlete has grown
    weaker since, the load that was asked for is what it would be today, as far as the tool can be
    loaded so, but no more than was lifted: a lower 1RM may lower the load. Where the athlete has
    grown stronger, the load is what was lifted, but no more than was asked for. Where the load is
    open, the effort that was asked for counts: a strong day or a set that felt harder than planned
    is no progress to keep up. How hard it was is told beside it.
    None where nothing can be compared: the load was open and is decided now, or it was another
    tool's, or a percent of another lift by a rule of thumb, and now the strength in the exercise
    itself is known.
    """
    most = max(held.of(line), key=lambda one: (one.sets, one.what.load or 0, one.what.reps))
    usual = menu(scenario, Line(line.exercise))
    if all(what.load is None for what in usual):
        has_rpe = any(what.rpe is not None for what in usual)
        asked = most.asked_rpe if has_rpe else None
        if asked is None:
            return Prescription(most.what.reps)
        felt = _felt(most, held.of(line))
        return Prescription(
            most.what.reps,
            rpe=min(asked, HUMAN_RPES[-1]),
            felt=felt if felt is not None and felt > asked else None,
        )
    load, per = most.what.load, per_of(scenario, most.exercise)
    if load is None or (None not in (most.per, per) and most.per != per):
        return None
    reference = reference_of(scenario, most.exercise)
    what = most.what
    # As complete as what is to come: an effort is not to be held against none.
    known = prescription_of(reference, what.reps, load)
    what = replace(
        what,
        percent=known.percent if known.percent is None or what.percent is None else what.percent,
        rpe=known.rpe if known.rpe is None or what.rpe is None else what.rpe,
    )
    names_another = reference.percent_of not in (None, line.exercise)
    if names_another and most.own_max is None and reference.own is not None:
        return None
    today = _today(reference, most, known)
    asked = most.asked_load or load
    if today is None:
        return what if asked >= load else replace(what, load=asked, lifted=load)
    # What was taken off the bar was taken off for the same weakness: it does not count twice.
    today = min(today * max(asked, load) // load, asked, load)
    ours = [one.load for one in usual if one.load is not None and one.load <= today]
    return replace(what, load=max(ours, default=today), lifted=load)


def _felt(usual: Work, every: tuple[Work, ...]) -> int | None:
    """The effort of some sets in halves, by the reps that the best of all sets shows.

    Sets whose effort nobody has noted show nothing.
    """
    known = [(one.what.reps, one.what.rpe) for one in every if one.what.rpe is not None]
    most = max((2 * reps + RPE_TEN_HALVES - rpe for reps, rpe in known), default=None)
    return None if most is None else 2 * usual.what.reps + RPE_TEN_HALVES - most


def _today(reference: Reference, done: Work, known: Prescription) -> int | None:
    """What a load would be for the athlete of today; None where they have grown no weaker.

    Where no 1RM of the exercise itself is known, its percents are of another lift's.
    """
    now, then, load = reference.own, done.own_max, done.what.load
    assert load is not None, "a load is compared"
    if now is not None and then is not None:
        return load * now // then if now < then else None
    if reference.base is None or known.percent is None or done.what.percent is None:
        return None
    is_weaker = known.percent > done.what.percent  # the same load, of the 1RM of today
    return reference.base * done.what.percent // 1000 if is_weaker else None


def tier(scenario: Scenario, held: Held, line: Line | None = None) -> Tier:
    """The hinge stress of a session that is over, or of a line in it; a test is heavy."""
    return max(
        (_tier(scenario, one) for one in held.work if line in (None, one.line)), default=Tier.NONE
    )


def _tier(scenario: Scenario, one: Work) -> Tier:
    if one.part == "test":
        return Tier.HEAVY if one.exercise.is_hinge else Tier.NONE
    return hinge_tier(scenario, one.exercise, one.what, one.sets)


def seconds(scenario: Scenario, held: Held) -> int:
    """The time model of a session that is over, as a finished block has it."""
    total = scenario.session.warm_up_minutes * 60
    seen = set[Line]()
    for one in held.work:
        total += one.sets * one.exercise.seconds_per_set
        if one.line in seen:
            continue
        seen.add(one.line)
        total += ramp.SET_UP_SECONDS
        style = ramp_style(scenario, one.exercise, one.part)
        tool = tool_of(scenario, one.exercise)
        loads = () if tool is None else scenario.equipment.loads(tool)
        if style != "none" and one.what.load is not None and loads:
            sets_up = ramp.ramp(one.what.load, one.what.percent, style, loads)
            total += len(sets_up) * ramp.SECONDS_PER_RAMP_SET
    return total
