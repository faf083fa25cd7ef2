"""The weeks of a block and their phases: given by the athlete, or placed.

Weeks are numbered from 0 here and from 1 in every text (`shown_week`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import takewhile

from scenarios.schema import MOST_WEEKS, Phase, Scenario
from scenarios.tools_there import weeks_without


@dataclass(frozen=True)
class Week:
    """One microcycle: its place, its phase and the stretch of templates it belongs to."""

    index: int
    start: date
    days: int
    phase: Phase
    deload: bool
    stretch: int  # weeks of one stretch share their session templates
    around: int  # the same, but for weeks with fewer tools: the stretch that goes on after them
    span: int  # the same before a stretch was parted, for its sessions were made up anew

    @property
    def is_loading(self) -> bool:
        """Neither a deload nor on the way to a test."""
        return not self.deload and self.phase != "taper"

    @property
    def is_apart(self) -> bool:
        """Whether its sessions are made for fewer tools."""
        return self.stretch != self.around

    @property
    def end(self) -> date:
        """The day after the week."""
        return self.start + timedelta(days=self.days)


def shown_week(index: int) -> int:
    """A week number as people count: from 1."""
    return index + 1


@lru_cache(maxsize=64)
def weeks(scenario: Scenario) -> tuple[Week, ...]:
    """The weeks of the block with their phases, given or placed.

    A taper (evidence 2.10) leads to a test, after a realization, and the week of the test ends the
    block: what comes after is free, and counts as the end of the last stretch. What comes before
    the peak is split into stretches that end in a deload (2.9), the first half accumulation, the
    rest intensification (2.11). Below 4 weeks there is one stretch and no deload. Weeks with fewer
    tools are stretches of their own. A block that was planned again may part a stretch in two.
    """
    result: list[Week] = []
    fresh = () if scenario.replanned is None else scenario.replanned.fresh
    fewer = weeks_without(scenario)
    own, apart, last, is_due = -1, MOST_WEEKS - 1, -1, False
    for span, (phase, length, deload_at) in enumerate(_stretches(scenario)):
        for offset in range(length):
            index = len(result)
            is_fresh = shown_week(index) in fresh
            is_due = is_due or is_fresh  # until the next week that is not apart
            if index in fewer:
                apart += offset == 0 or is_fresh or fewer[index] != fewer.get(index - 1)
            else:
                own += span != last or is_due
                last, is_due = span, False
            around = own + (span != last)
            stretch = apart if index in fewer else around
            start = scenario.start + timedelta(days=index * scenario.week_days)
            is_deload = offset in deload_at
            days = scenario.week_days
            result.append(Week(index, start, days, phase, is_deload, stretch, around, span))
    return tuple(result)


def _stretches(scenario: Scenario) -> Iterator[tuple[Phase, int, frozenset[int]]]:
    """Phase, number of weeks and deload offsets of each stretch."""
    given = scenario.deload.weeks
    first = 0
    if scenario.phase_plan:
        for span in scenario.phase_plan:
            yield span.phase, span.weeks, _deloads(scenario, first, span.weeks, span.phase)
            first += span.weeks
        return
    count = weeks_to_test(scenario)
    free = scenario.weeks - count
    taper, realization = peak(scenario)
    rest = count - taper - realization
    lengths = _split(rest, scenario.deload.every, given)
    for number, length in enumerate(lengths):
        phase: Phase = "accumulation"
        if scenario.goal.kind == "maintenance":
            phase = "maintenance"
        elif len(lengths) > 1 and number >= (len(lengths) + 1) // 2:
            phase = "intensification"
        deloads = _deloads(scenario, first, length, phase)
        yield phase, length + (free if first + length == count else 0), deloads
        first += length
    if realization:
        yield "realization", realization, _deloads(scenario, first, realization, "realization")
    if taper:
        yield "taper", taper + free, frozenset()


def weeks_to_test(scenario: Scenario) -> int:
    """Weeks of the block up to that of the test, which ends it; all without a test."""
    test = scenario.goal.test
    if test is None:
        return scenario.weeks
    return (test - scenario.start).days // scenario.week_days + 1


def peak(scenario: Scenario) -> tuple[int, int]:
    """Weeks of taper and of realization before the test; a short way to it has less of both."""
    count = weeks_to_test(scenario)
    if scenario.goal.test is None or count < 4:
        return 0, 0
    taper = min(scenario.taper.weeks, max(1, count // 4))
    return taper, 2 if count >= 9 else 1


def taper_weeks(scenario: Scenario) -> tuple[int, ...]:
    """Weeks (from 0) of the taper to the test: those that end with the week of it.

    A taper that was begun for a test which is later now, or called off, leads to none.
    """
    before = reversed(weeks(scenario)[: weeks_to_test(scenario)])
    found = [week.index for week in takewhile(lambda week: week.phase == "taper", before)]
    return tuple(reversed(found)) if scenario.goal.test is not None else ()


def _split(count: int, every: int, given: tuple[int, ...] | None) -> list[int]:
    """Lengths of the stretches before the peak: up to given deloads, or every so many weeks."""
    if count <= 0:
        return []
    if given is not None:
        borders = [week for week in sorted(set(given)) if week < count] + [count]
        lengths = [b - a for a, b in zip([0, *borders], borders, strict=False)]
        return [piece for length in lengths for piece in _even(length, 6)]
    return _even(count, every if every >= 2 else 4)


def _even(count: int, longest: int) -> list[int]:
    parts = -(-count // longest)
    return [count // parts + (1 if number < count % parts else 0) for number in range(parts)]


def _deloads(scenario: Scenario, first: int, length: int, phase: Phase) -> frozenset[int]:
    """Offsets of the deload weeks of a stretch that starts with week `first`."""
    given = scenario.deload.weeks
    if given is not None:
        return frozenset(week - 1 - first for week in given if first < week <= first + length)
    placed = scenario.deload.every > 0 and length >= 3 and weeks_to_test(scenario) >= 4
    if not placed or phase in ("realization", "taper", "maintenance"):
        return frozenset()
    return frozenset({length - 1})
