"""Shown effort: what work without a load says of the athlete, by its reps and RPE.

It stands alone because rules and the words of a replan must mean the same: the reps that could be
done at the most, and the week in which they turned out to be fewer than was planned. Weeks count
from 0.
"""

from __future__ import annotations

from constraints import held
from constraints.lines import Line, Prescription
from scenarios.schema import Scenario
from scenarios.strength import RPE_TEN_HALVES


def most_reps(what: Prescription) -> int:
    """Reps that could be done at the most, in halves; asked only where the RPE is known."""
    return 2 * what.reps + RPE_TEN_HALVES - (what.felt or what.rpe or 0)


def harder_than_asked(scenario: Scenario, line: Line) -> tuple[int, int] | None:
    """The week in which a line was done last, and halves of reps that it shows at most.

    None where it was no harder than asked for.
    """
    done = [one for one in held.sessions(scenario).values() if line in one.lines]
    last = max(done, key=lambda one: one.start, default=None)
    what = None if last is None else held.compared(scenario, last, line)
    if last is None or what is None or what.felt is None:
        return None
    return last.week, most_reps(what)


def is_weaker(scenario: Scenario, line: Line, week: int) -> bool:
    """Whether a session of this week that is over has shown less than was planned.

    Then those of it that are to come owe nothing to the weeks before: less can be done, and is.
    """
    found = harder_than_asked(scenario, line)
    return found is not None and found[0] == week
