"""1RMs that move with the logged sets: estimated by the RPE table, smoothed, capped, explained.

One set says little: effort is felt, not measured, and a good day is no new strength. So the sets of
a week speak as one, the estimate goes a third of the way to what they say, and no further in a week
than lifters gain; where the sets of two weeks on end say more than that, what was known was too
low, and it may be more. Reps that were missed say more than a feeling: half of the way, and all of
it where they were missed twice, for that is no bad day any more. What was there before a bad day is
no new strength: it comes back without a cap. A test is a measurement and counts as it is. An easy
set does not say how many reps were left, but that there were some, and a long one says that a short
one can be done: where even so they speak for more than was known, they count for the least that
they can mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import floor
from typing import Final

from constraints.block import Block
from constraints.lines import reference_of, unit_of
from planner.log.done import Done, DoneEntry, DoneSet
from scenarios import strength
from scenarios.catalogue import Exercise
from scenarios.schema import Level, Scenario
from scenarios.strength import RPE_TEN_HALVES as RPE_10
from scenarios.strength import Unit
from scenarios.timeline import shown_week

MOST_REPS: Final = 10  # of a set that an estimate may rest on; evidence 2.7
LEAST_RPE: Final = 12  # halves: below RPE 6 nobody knows how many reps were left [P]
# Longer sets speak where hardly a rep was left: then nothing is guessed but the table itself [P].
MOST_REPS_HARD: Final = 15
HARD: Final = 18  # halves
WAY: Final = Fraction(1, 3)  # of the way to what a week's sets say [P]
WAY_MISSED: Final = Fraction(1, 2)  # where reps were missed [P]
# Tenths of a percent a week: the upper end of the usual gain in 12 weeks (evidence 2.8: 25, 8, 3
# and, for masters, 6 %), shared out and rounded up to half a percent [P].
MOST_UP: Final[dict[Level, int]] = {"beginner": 25, "intermediate": 10, "advanced": 5}
MOST_UP_MASTERS: Final = 5
# Where the sets of two weeks on end say more than that: what a load may rise by that was too light
# twice (2F2: 5 to 10 % for the new, 2 to 5 % for the advanced).
MOST_UP_AGAIN: Final[dict[Level, int]] = {"beginner": 100, "intermediate": 50, "advanced": 20}
MOST_UP_AGAIN_MASTERS: Final = 20
# It may fall faster, for loads that are too heavy are worse than too light ones: by the tenth that
# lifters take off the bar after failed sets, by two where reps are missed again [P].
MOST_DOWN, MOST_DOWN_AGAIN = 100, 200
SLIP: Final = 3  # times the 1RM that was known: nobody lifts that, it is a slip of the pen [P]
MISSED_RPE: Final = 19  # halves: with fewer reps than asked for, hardly one was left [P]


@dataclass(frozen=True)
class Step:
    """What the sets of one week did to an estimate.

    Units: week from 0; hundredths of the exercise's unit; `before` is None where nothing was known.
    `is_missed` says that most sets had fewer reps than asked for, with none in reserve; `is_least`
    that they were easy or long, and say no more than what there was at least.
    """

    week: int
    sets: int
    says: int
    before: int | None
    after: int
    why: str
    is_missed: bool = False
    is_least: bool = False


@dataclass(frozen=True)
class Estimate:
    """The 1RM of one exercise before the logged sets and after them.

    Units: hundredths of `unit`; `before` is None where nothing was known.
    """

    exercise: str
    unit: Unit
    before: int | None
    after: int
    steps: tuple[Step, ...]

    @property
    def reason(self) -> str:
        """Week by week what was seen and what followed."""
        return "; ".join(self._said(step) for step in self.steps)

    def _said(self, step: Step) -> str:
        sets = "the test says" if step.why == _TEST else f"{step.sets} sets say"
        sets = "1 set says" if sets == "1 sets say" else sets
        sets += " at least" if step.is_least else ""
        was = "" if step.before is None else f"{_kilos(step.before)} -> "
        return (
            f"week {shown_week(step.week)}: {sets} {_kilos(step.says)} {self.unit}, "
            f"{was}{_kilos(step.after)} {self.unit} ({step.why})"
        )


_TEST: Final = "measured"
_FIRST: Final = "the first that is known"
_SMOOTHED: Final = "a third of the way"
_MISSED: Final = "half of the way: reps were missed"
_AGAIN: Final = "all of the way: reps were missed again"
_BACK: Final = "back to what it was"
_MOST_UP: Final = "at most {:g} % up in a week"
_TWICE: Final = ", for so much was said twice"


def estimates(block: Block, done: Done) -> tuple[Estimate, ...]:
    """The 1RMs for which logged sets speak, by exercise; those that no set speaks for are left out.

    A set speaks when its load and RPE are logged, with at most 10 reps at RPE 6 or more, or at most
    15 at RPE 9 or more; in a test, and in a set lighter than asked for, the RPE that was asked for
    holds where none is logged. The median of a week counts, work that was not planned included.
    In a week in which no set speaks, easier and longer ones count as that many reps at RPE 6 as
    could be done for sure, but only upwards.
    """
    found = []
    planned = {e.planned.exercise for s in done.sessions for e in s.entries}
    for name in sorted(planned | {one.exercise for one in done.extras}):
        exercise = block.exercise(name)
        if exercise.rep_unit == "reps":
            estimate = _estimate(block.scenario, exercise, done)
            found += [] if estimate is None else [estimate]
    return tuple(found)


def silent(done: Done, on: date) -> int:
    """How many sets before a day say little of strength, though their load and RPE are noted."""
    planned = (one for session in done.sessions if session.start.date() < on
               for entry in session.entries if entry.planned.part != "test"
               for one in entry.sets)  # fmt: skip
    extra = (one for work in done.extras if work.start.date() < on for one in work.sets)
    noted = (one for one in (*planned, *extra) if one.load and one.rpe is not None)
    return sum(not _speaks(one) for one in noted)


@dataclass(frozen=True)
class Slip:
    """A load that nobody can have lifted: it moves no 1RM. Hundredths of `unit`."""

    day: date
    exercise: str
    load: int
    unit: Unit


def slips(block: Block, done: Done) -> tuple[Slip, ...]:
    """Loads far above every 1RM that was known, in order of time: somebody has mistyped."""
    work = [
        (session.start.date(), entry.planned.exercise, one)
        for session in done.sessions
        for entry in session.entries
        for one in entry.sets
    ]
    work += [
        (extra.start.date(), extra.exercise, one) for extra in done.extras for one in extra.sets
    ]
    found = []
    for day, name, one in sorted(work, key=lambda each: each[0]):
        exercise = block.exercise(name)
        if _is_slip(reference_of(block.scenario, exercise).own, one):
            found.append(Slip(day, name, one.load or 0, unit_of(block.scenario, exercise)))
    return tuple(dict.fromkeys(found))


def _is_slip(own: int | None, one: DoneSet) -> bool:
    return own is not None and one.load is not None and one.load > SLIP * own


def _estimate(scenario: Scenario, exercise: Exercise, done: Done) -> Estimate | None:
    before = reference_of(scenario, exercise).own
    now, best, steps = before, before, list[Step]()
    besides: dict[int, list[DoneSet]] = defaultdict(list)
    for extra in done.extras:
        if extra.exercise == exercise.id:
            days = (extra.start.date() - scenario.start).days
            ours = (one for one in extra.sets if not _is_slip(before, one))
            besides[days // scenario.week_days] += ours
    for week in sorted({session.session.week_index for session in done.sessions} | {*besides}):
        entries = [
            replace(entry, sets=tuple(one for one in entry.sets if not _is_slip(before, one)))
            for session in done.sessions
            for entry in session.entries
            if session.session.week_index == week and entry.planned.exercise == exercise.id
        ]
        tests = [_says(one) for entry in entries for one in _attempts(entry)]
        spoken = [one for entry in entries for one in _speaking(entry)]
        sets = [_says(one) for one in (*spoken, *filter(_speaks, besides[week]))]
        planned = (one for e in entries if e.planned.part != "test" for one in e.sets)
        least = [_says(_at_least(one)) for one in (*planned, *besides[week]) if _is_easy(one)]
        if tests:
            steps.append(Step(week, len(tests), max(tests), now, max(tests), _TEST))
        elif sets:
            says = _median(sets)
            is_missed = any(map(_misses, entries))
            if now is None:
                after, why = says, _FIRST
            else:
                misses = is_missed + (is_missed and bool(steps) and steps[-1].is_missed)
                after, why = _moved(scenario, now, best or now, says, misses, _was_held(steps))
            steps.append(Step(week, len(sets), says, now, after, why, is_missed))
        elif least and now is not None and (says := _median(least)) > now:
            after, why = _moved(scenario, now, best or now, says, 0, _was_held(steps))
            steps.append(Step(week, len(least), says, now, after, why, is_least=True))
        now = steps[-1].after if steps else now
        best = now if tests else max(filter(None, (best, now)), default=None)
    if now is None or not steps:
        return None
    return Estimate(exercise.id, unit_of(scenario, exercise), before, now, tuple(steps))


def _speaking(entry: DoneEntry) -> Iterator[DoneSet]:
    """The logged sets that an estimate may rest on; lighter ones as hard as asked for, at least."""
    for done in entry.sets if entry.planned.part != "test" else ():
        one = replace(done, rpe=_effort(entry, done))
        if _speaks(one):
            yield one


def _speaks(one: DoneSet) -> bool:
    """Whether an estimate may rest on a set."""
    if one.load is None or one.load <= 0 or one.rpe is None:
        return False
    most = MOST_REPS_HARD if one.rpe >= HARD else MOST_REPS
    return 1 <= one.reps <= most and one.rpe >= LEAST_RPE


def _is_easy(one: DoneSet) -> bool:
    """Whether a set says only what there was at least: it was easy, or long."""
    is_noted = one.load is not None and one.load > 0 and one.rpe is not None
    return is_noted and not _speaks(one) and _at_least(one).reps >= 1


def _at_least(one: DoneSet) -> DoneSet:
    """The set at RPE 6 that could be done for sure; of an easy one no more than four were left."""
    left = min(RPE_10 - (one.rpe or 0), RPE_10 - LEAST_RPE)  # halves of reps
    reps = (2 * one.reps + left - (RPE_10 - LEAST_RPE)) // 2
    return replace(one, reps=min(reps, MOST_REPS), rpe=LEAST_RPE)


def _median(says: list[int]) -> int:
    """The median, of two the lower one."""
    return sorted(says)[(len(says) - 1) // 2]


def _effort(entry: DoneEntry, done: DoneSet) -> int | None:
    """The RPE that was noted; of a set lighter than asked for, else that which was asked for.

    Who takes weight off the bar and notes nothing else mostly does so to keep the effort, and who
    does fewer reps with the load that was asked for had none left [P].
    """
    asked = entry.planned.prescription
    if done.rpe is None and asked.load is not None and (done.load or 0) >= asked.load:
        return RPE_10 if done.reps < asked.reps else None
    is_lighter = None not in (asked.load, done.load) and (done.load or 0) < (asked.load or 0)
    if done.rpe is not None or asked.rpe is None or not is_lighter or done.reps > asked.reps:
        return done.rpe
    return max(asked.rpe, LEAST_RPE)


def _misses(entry: DoneEntry) -> bool:
    """Whether most sets had fewer reps than asked for, with none left, or none at all."""
    failed = [one for one in entry.sets if one.reps == 0 and one.load]  # not one rep went up
    sets = [*_speaking(entry)]
    missed = [one for one in sets if one.reps < entry.planned.reps and (one.rpe or 0) >= MISSED_RPE]
    return 2 * len([*missed, *failed]) > len([*sets, *failed])


def _attempts(entry: DoneEntry) -> Iterator[DoneSet]:
    """The attempts of a test that were lifted, as hard as logged, else as hard as asked for."""
    asked = entry.planned.prescription.rpe
    for one in entry.sets if entry.planned.part == "test" else ():
        rpe = asked if one.rpe is None else one.rpe
        if one.load and rpe is not None and 1 <= one.reps <= MOST_REPS:
            yield DoneSet(one.reps, one.load, rpe)


def _says(one: DoneSet) -> int:
    """The 1RM that a set speaks for."""
    assert one.load is not None, "only sets with a load speak"
    assert one.rpe is not None, "only sets with an RPE speak"
    return strength.estimated_max(one.load, one.reps, one.rpe)


def _was_held(steps: Sequence[Step]) -> bool:
    """Whether the week before said more than an estimate may rise by."""
    last = steps[-1] if steps else None
    return last is not None and last.says > last.after and last.why.startswith("at most")


def _moved(
    scenario: Scenario, now: int, best: int, says: int, misses: int, was_held: bool
) -> tuple[int, str]:
    """The estimate after a week, and why it is that.

    Args:
        scenario: who lifts.
        now: the estimate before.
        best: what it has been at most.
        says: what the sets of the week say.
        misses: in how many weeks on end reps were missed, this one included; 2 for more.
        was_held: the week before said more than it may rise by.
    """
    level, masters = scenario.athlete.level, "masters" in scenario.profile
    up = MOST_UP_MASTERS if masters else MOST_UP[level]
    if was_held:
        up = MOST_UP_AGAIN_MASTERS if masters else MOST_UP_AGAIN[level]
    ways = (WAY, _SMOOTHED), (WAY_MISSED, _MISSED), (Fraction(1), _AGAIN)
    way, why = ways[misses if says < now else 0]
    down = MOST_DOWN_AGAIN if misses > 1 else MOST_DOWN
    wanted = now + way * (says - now)
    highest, lowest = now * Fraction(1000 + up, 1000), now * Fraction(1000 - down, 1000)
    if wanted > highest and wanted > best:
        said = _MOST_UP.format(up / 10) + (_TWICE if was_held else "")
        return (best, _BACK) if best > highest else (floor(highest), said)
    if wanted < lowest:
        return -floor(-lowest), f"at most {down / 10:g} % down in a week"
    return floor(wanted + Fraction(1, 2)), why


def _kilos(hundredths: int) -> str:
    return f"{round(hundredths / 100, 1):g}"
