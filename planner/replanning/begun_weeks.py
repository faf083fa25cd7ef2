"""Begun weeks: they keep their phase when a test moves or is called off, and the rest leads to it.

It stands alone because phases are placed from the whole block (`scenarios.phases`), and here a part
of it is over: the peak moves with the test, what lies before it goes on as it was planned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from scenarios import phases
from scenarios.schema import Phase, PhaseSpan, Scenario
from scenarios.timeline import Week, shown_week, weeks

PEAK = ("realization", "taper")


@dataclass(frozen=True)
class _Placed:
    """A week with its phase; those of one `span` follow each other in the phase plan."""

    phase: Phase
    deload: bool
    span: object


def with_begun(ours: Scenario, asked: Scenario, on: date) -> Scenario:
    """The request with phases that fit the weeks that have begun.

    Only where the test has moved, now or before, the request states no phases itself, and those
    that are placed for it do not fit; deloads that it states have to. The result
    does not depend on the day, as long as what it says has come to pass: so planning again with the
    same request changes nothing.

    Args:
        ours: the block as it was planned.
        asked: what is asked for from now on.
        on: the first day that can still change.
    """
    is_moved = ours.goal.test != asked.goal.test or is_bent(ours)
    is_of_test = is_moved and _placing(ours) == _placing(asked) and _deloads_fit(ours, asked, on)
    if asked.phase_plan or not is_of_test or not any(_differs(ours, asked, on)):
        return asked
    placed = [*_placed(ours, asked, on)]
    spans = tuple(
        PhaseSpan(phase=phase, weeks=len([*group]))
        for (phase, _), group in groupby(placed, key=lambda one: (one.phase, one.span))
    )
    deloads = tuple(shown_week(index) for index, one in enumerate(placed) if one.deload)
    deload = asked.deload.model_copy(update={"weeks": deloads})
    return asked.model_copy(update={"phase_plan": spans, "deload": deload})


def is_bent(scenario: Scenario) -> bool:
    """Whether phases were placed around weeks that had begun."""
    return scenario.replanned is not None and scenario.replanned.bent


def begun(ours: Scenario, asked: Scenario, on: date) -> Iterator[tuple[Week, Week]]:
    """Each week that has begun, as it was and as it would become."""
    for was, now in zip(weeks(ours), weeks(asked), strict=True):
        if was.start < on:
            yield was, now


def _differs(ours: Scenario, asked: Scenario, on: date) -> Iterator[bool]:
    for was, now in begun(ours, asked, on):
        yield (was.phase, was.deload) != (now.phase, now.deload)


def _placing(scenario: Scenario) -> tuple[bool, int, int]:
    """What places phases, besides the test and what is stated."""
    is_kept = scenario.goal.kind == "maintenance"
    return is_kept, scenario.taper.weeks, scenario.deload.every


def _deloads_fit(ours: Scenario, asked: Scenario, on: date) -> bool:
    """Whether the deloads that are stated, if any, are those of the weeks that have begun."""
    stated = asked.deload.weeks
    before = {shown_week(was.index): was.deload for was, _ in begun(ours, asked, on)}
    return stated is None or all(was == (week in stated) for week, was in before.items())


def _placed(ours: Scenario, asked: Scenario, on: date) -> Iterator[_Placed]:
    """Week by week: as it was where it has begun, else as the way to the test has it."""
    count, (taper, realization) = phases.weeks_to_test(asked), phases.peak(asked)
    kept: Phase = "maintenance" if asked.goal.kind == "maintenance" else "intensification"
    since, stated, one = 0, asked.deload.weeks, _Placed(kept, False, None)
    for was in weeks(ours):
        left, is_peak = count - was.index, was.phase in PEAK
        if was.start < on:
            one = _Placed(was.phase, was.deload, PEAK if is_peak else was.span)
        elif left <= 0:  # free: after the test
            one = replace(one, deload=False)
        elif left <= taper + realization:
            one = _Placed("taper" if left <= taper else "realization", False, PEAK)
        elif is_peak:  # of a test that is later now, or called off
            one = _Placed(kept, since + 1 == asked.deload.every, "on")
        else:
            one = _Placed(was.phase, was.deload, was.span)
        if stated is not None:
            one = replace(one, deload=shown_week(was.index) in stated)
        since = 0 if one.deload or one.phase == "taper" else since + 1
        yield one
