"""Neighbourhoods: parts of a block that are decided anew while the rest is held as it is.

A block that pays is mostly cheapened by a few sessions or exercises at a time. Such a part is a far
smaller question than the whole, and one after the other they come down to a price near the least.
They prove nothing of the whole: what no part can mend, several together may.
"""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ortools.sat.python import cp_model

from constraints.variables import PlanVars
from planner.solving.attempt import Attempt

DRAWS: Final = 3  # in a round, over all weeks
SHARE: Final = 0.4  # of the exercises, in the first draw
STEP: Final = 1.2  # by which the share grows when a draw was easy, and shrinks when it was not
MOST: Final = 0.9
# Deterministic time that each part takes at least: presolve takes some that is not counted.
LEAST: Final = 0.05


@dataclass(frozen=True)
class Neighbourhood:
    """What is decided anew, in words, and the variables that are held; cut by plan or drawn."""

    free: str
    held: tuple[cp_model.IntVar, ...]
    is_drawn: bool = False


class Neighbourhoods:
    """The parts of a plan, round after round; the same ones for the same seed and answers.

    Some are cut as a coach would cut the block, others are drawn: all that is done of some
    exercises, in the sessions as they lie. Their number follows from what could be answered.
    """

    def __init__(self, plan: PlanVars, seed: int) -> None:
        self._random, self._share = random.Random(seed), SHARE
        self._exercises = sorted({line.exercise for line in plan.lines})
        coming = {week for week, k in plan.sessions() if not plan.is_over(week, k)}
        weeks = {key: {one.index for one in own} & coming for key, own in plan.stretches.items()}
        self._stretches = {key: own for key, own in weeks.items() if own}
        self._every = {week.index for week in plan.weeks}
        self._settled: dict[Hashable, set[str]] = {}
        self._decisions = {
            one.variable.index: (one, one.variable)
            for one in plan.decisions()
            if isinstance(one.variable, cp_model.IntVar)
        }

    def anew(self, seed: int) -> Neighbourhoods:
        """The same parts from the first one on."""
        other = copy.copy(self)
        other._random, other._share, other._settled = random.Random(seed), SHARE, {}
        return other

    def improve(
        self,
        mend: Callable[[Neighbourhood], Attempt],
        standing: Callable[[], Hashable],
        paying: Callable[[], Collection[int]],
        draws: int = DRAWS,
    ) -> Iterator[float]:
        """Mend part after part, until as many as make a round find nothing more.

        Each step mends one part, and tells the deterministic time that it took. Who asks for no
        further step ends it.

        Args:
            mend: makes a part as good as it can be.
            standing: what is compared from round to round; as long as it stays, a part whose best
                was proved is not mended again.
            paying: stretches in which something is left to gain.
            draws: draws from all weeks in a round; none at all with 0.
        """
        idle, enough = 0, math.inf

        def mended(part: Neighbourhood) -> Attempt:
            nonlocal idle
            was = standing()
            tried = mend(part)
            idle = idle + 1 if standing() == was else 0
            return tried

        while idle < enough:
            asked = 0
            for part in self.cut():
                asked += 1
                if part.free in self._settled.get(standing(), ()):
                    idle += 1
                    continue
                tried = mended(part)
                if tried.status == cp_model.OPTIMAL:  # as long as nothing else is gained
                    now = standing()
                    self._settled = {now: {part.free, *self._settled.get(now, ())}}
                yield LEAST + tried.spent
            for part in self.drawn(paying(), draws) if draws else ():
                if idle >= enough:
                    break
                asked += 1
                tried = mended(part)
                self.answered(tried.status == cp_model.OPTIMAL)
                yield LEAST + tried.spent
            enough = asked

    def cut(self) -> Iterator[Neighbourhood]:
        """Each stretch of weeks, and the numbers of all that is trained."""
        for weeks in self._stretches.values():
            held = self._held(weeks=self._every - weeks)
            yield Neighbourhood(_in_words(weeks), held)
        numbers = self._held(days=False, numbers=False)
        yield Neighbourhood("sets, loads and days", numbers)

    def drawn(self, paying: Collection[int], draws: int = DRAWS) -> Iterator[Neighbourhood]:
        """Some exercises of a stretch, of two, and of all; `answered` is to hear of each in turn.

        Args:
            paying: stretches in which something is left to gain; nothing is drawn from others.
            draws: draws from all weeks.
        """
        due = [(weeks, stretch in paying) for stretch, weeks in self._stretches.items()]
        due += [(one[0] | two[0], one[1] or two[1]) for one, two in pairwise(due)]
        chosen = [weeks for weeks, is_due in due if is_due]
        for weeks in (*chosen, *draws * [self._every]):
            number = max(1, round(len(self._exercises) * self._share))
            free = {*self._random.sample(self._exercises, number)}
            far = self._held(weeks=self._every - weeks)
            near = self._held(weeks=weeks, free=free)
            words = f"{number} exercises of {_in_words(weeks)}"
            yield Neighbourhood(words, (*far, *near), is_drawn=True)

    def answered(self, is_proved: bool) -> None:
        """The best of what was drawn was proved, or there was not enough time."""
        self._share = min(MOST, self._share * (STEP if is_proved else 1 / STEP))

    def _held(
        self,
        days: bool = True,
        numbers: bool = True,
        weeks: Collection[int] | None = None,
        free: Collection[str] = (),
    ) -> tuple[cp_model.IntVar, ...]:
        """The decisions of some weeks: days, what is trained, and with `numbers` how.

        Nothing is held of exercises that are `free`.
        """
        kinds = {"on", *(("held", "slot") if days else ()), *(("sets", "what") if numbers else ())}
        return tuple(
            variable
            for one, variable in self._decisions.values()
            if one.kind in kinds
            and (weeks is None or one.week in weeks)
            and (one.line is None or one.line.exercise not in free)
        )


def _in_words(weeks: set[int]) -> str:
    first, last = min(weeks) + 1, max(weeks) + 1
    return f"week {first}" if first == last else f"weeks {first} to {last}"
