"""Regained: exercises that come back after weeks without them, when a block is planned again.

It stands alone because only here the block as it was planned is held against what was done: whether
an exercise was lost, missed or left out, a later scenario does not know.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from constraints.balance import can_train
from constraints.block import Block
from planner.replanning.as_done import AsDone
from scenarios import timeline
from scenarios.past import Regained
from scenarios.schema import Scenario

# Of training since an exercise was done last: else all was missed [P].
GOES_ON: Final = timedelta(days=7)


def regained(
    old: Block, asked: Scenario, done: AsDone, on: date, week: int
) -> tuple[Regained, ...]:
    """Exercises of the past that come back after a pause without them, from this day or an earlier.

    They could not be trained; or, for two weeks or more in which others were trained, they were
    missed, or had been left out of a phase that had begun with them. Where nothing was trained at
    all, the whole block comes back (`after-pause`). A pause that is too short leaves what is known
    of an earlier one.
    """

    def is_open(scenario: Scenario, name: str, weeks: Iterable[int]) -> bool:
        exercise = scenario.catalogue.get(name)
        return exercise is not None and any(can_train(scenario, exercise, one) for one in weeks)

    past = old.scenario.replanned
    found = {one.exercise: one for one in (() if past is None else past.regained)}
    short, long = asked.progression.pause_days
    last: dict[str, date] = {}
    for session in sorted(done.sessions, key=lambda one: one.start):
        last.update({entry.exercise: session.day for entry in session.exercises})
    for name, day in last.items():
        since = [one for one in done.sessions if one.exercises and one.day - day >= GOES_ON]
        planned = [one for one in old.as_planned.sessions if day < one.day < on]
        is_missed = since and any(e.exercise == name for one in planned for e in one.exercises)
        is_closed = not is_open(old.scenario, name, [week - 1])
        is_out = is_missed or (since and _is_left_out(old, name, day, on))
        if (on - day).days > (short if is_closed else long) and (is_closed or is_out):
            found[name] = Regained(exercise=name, on=on)
    to_come = range(week - 1, asked.weeks)
    return tuple(found[name] for name in sorted(found) if is_open(asked, name, to_come))


def _is_left_out(old: Block, name: str, last: date, on: date) -> bool:
    """Whether an exercise is in no session after its last one, though its phase went on.

    A phase keeps its exercises, so it fell out when the block was planned again: for want of time,
    say. What the next phase does without was never meant to go on.
    """
    rows = timeline.weeks(old.scenario)
    of_last = next(row for row in reversed(rows) if row.start <= last)
    later = [one for one in old.as_planned.sessions if last < one.day < on]
    goes_on = any(
        rows[one.week_index].span == of_last.span and rows[one.week_index].is_loading
        for one in later
        if one.week_index > of_last.index
    )
    return goes_on and all(e.exercise != name for one in later for e in one.exercises)
