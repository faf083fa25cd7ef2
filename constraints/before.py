"""Before: what came before week 1, as rules look at it.

It stands alone because many rules ask, and what a session before the block was must be measured
as any session of the block is. Sessions come from `previous`, or from `last_heavy_hinge`, which
says no more than that there was one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from constraints.lines import Prescription, Tier, hinge_tier, own_percent, unit_of
from scenarios import strength
from scenarios.catalogue import MUSCLES, Exercise
from scenarios.past import PastEntry, PastLift, PastSession
from scenarios.schema import Scenario

NOON = time(12)  # of the day of the last heavy hinge, whose hour is not known


@dataclass(frozen=True)
class Work:
    """One line of a session before the block."""

    exercise: Exercise
    sets: int
    asked: Prescription
    is_test: bool


@dataclass(frozen=True)
class Before:
    """One session before the block.

    Units: local start, hinge tier, quarter-sets of each group, contacts.
    """

    start: datetime
    tier: Tier
    work: tuple[Work, ...] = ()

    @property
    def jumps(self) -> bool:
        """Whether it held a jump."""
        return any(one.exercise.is_jump for one in self.work)

    def quarter_sets(self, muscle: str) -> int:
        """Fractional sets of a muscle group, in quarter-sets."""
        return sum(one.sets * one.exercise.quarter_credits.get(muscle, 0) for one in self.work)


@lru_cache(maxsize=64)
def sessions(scenario: Scenario) -> tuple[Before, ...]:
    """The sessions before the block from which the athlete may still recover, in order of time.

    An exercise that neither scenario knows any more is left out.
    """
    found = [_measured(scenario, one) for one in _past(scenario)]
    last = scenario.recovery.last_heavy_hinge
    if last is not None:
        found.append(Before(datetime.combine(last, NOON), Tier.HEAVY))
    return tuple(sorted(found, key=lambda one: one.start))


def _past(scenario: Scenario) -> tuple[PastSession, ...]:
    return () if scenario.previous is None else scenario.previous.sessions


def _measured(scenario: Scenario, session: PastSession) -> Before:
    work = tuple(_work(scenario, session))
    tiers = (_tier(scenario, one) for one in work)
    return Before(session.start, max(tiers, default=Tier.NONE), work)


def _work(scenario: Scenario, session: PastSession) -> Iterator[Work]:
    define = {} if scenario.previous is None else scenario.previous.define
    known = {**define, **scenario.catalogue}
    for entry in session.exercises:
        if entry.exercise in known:
            exercise = known[entry.exercise]
            asked = _asked(scenario, exercise, entry)
            yield Work(exercise, entry.sets, asked, entry.part == "test")


def _asked(scenario: Scenario, exercise: Exercise, entry: PastEntry) -> Prescription:
    return Prescription(
        entry.reps,
        _load(scenario, exercise, entry),
        None if entry.percent is None else round(10 * entry.percent),
        None if entry.rpe is None else round(2 * entry.rpe),
    )


def _load(scenario: Scenario, exercise: Exercise, entry: PastEntry | PastLift) -> int | None:
    """A load in hundredths of the unit that the exercise is counted in now."""
    if entry.load is None:
        return None
    return strength.convert(round(entry.load * 100), entry.unit, unit_of(scenario, exercise))


def _tier(scenario: Scenario, one: Work) -> Tier:
    """The hinge stress of one line; a test is heavy, as in the block."""
    if one.is_test:
        return Tier.HEAVY if one.exercise.is_hinge else Tier.NONE
    return hinge_tier(scenario, one.exercise, one.asked, one.sets)


def own_tenths(scenario: Scenario, one: Work) -> int:
    """Tenths of a percent of the exercise's own 1RM; 0 where it is not known."""
    return own_percent(scenario, one.exercise, one.asked.percent) or 0


@dataclass(frozen=True)
class Base:
    """What the last loading week added up to, scaled to the length of this block's weeks."""

    working_sets: int
    quarter_sets: tuple[tuple[str, int], ...]


@lru_cache(maxsize=64)
def base_week(scenario: Scenario) -> Base | None:
    """The week from which this block's sets rise; None where nothing is known.

    Units: sets, quarter-sets, rounded up to whole ones.
    """
    week = None if scenario.previous is None else scenario.previous.loading_week
    if week is None:
        return None

    def scaled(number: int) -> int:
        return -(-number * scenario.week_days // week.days)

    quarters = ((muscle, scaled(round(4 * week.sets.get(muscle, 0)))) for muscle in MUSCLES)
    return Base(scaled(week.working_sets), tuple(quarters))


@dataclass(frozen=True)
class Lift:
    """How an exercise was last trained; load in hundredths of its present unit, RPE in halves."""

    reps: int
    load: int | None
    rpe: int | None
    reps_week: int


def lift(scenario: Scenario, exercise: str) -> Lift | None:
    """How an exercise was trained in the last loading week that held it; None if not known."""
    past = None if scenario.previous is None else scenario.previous.lifts.get(exercise)
    if past is None or exercise not in scenario.catalogue:
        return None
    load = _load(scenario, scenario.catalogue[exercise], past)
    return Lift(past.reps, load, None if past.rpe is None else round(2 * past.rpe), past.reps_week)
