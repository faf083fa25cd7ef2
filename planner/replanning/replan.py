"""Planning again in the midst of a block: what is over stays, and as little as possible changes.

Three tiers, one after the other. What must hold, holds. Then quality: no rule may cost more than in
the old block, with what was missed left out; where that cannot be had any more, or something else
is asked for, no more than in the best block that can be. `tolerance` lets the `prefer` tier cost a
little more than that, for fewer changes. Then the least change, as
`planner.replanning.least_change` counts it.

Inside a phase sessions keep their exercises. Where something else is asked for now, and that would
take a whole session away, or something that should be, the sessions of the phase are made up anew
if that is better; where none can keep them at all, that is tried first. Where other phases are to
come than before they are made up anew at once.

What is over is in the scenario (`scenarios.past.Replanned`), so that building, auditing and finding
conflicts need to know nothing of the old block.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from constraints.audit import audit
from constraints.block import Block
from constraints.rule import Breach, place
from planner.log.done import Done
from planner.replanning.again import Again, Job
from planner.replanning.carried import carried, without_away, without_lost
from planner.replanning.over import (
    Over,
    from_next_week,
    is_midst,
    over,
    with_fresh,
    with_spared,
)
from planner.solving import stopping
from planner.solving.attempt import Options
from planner.solving.build import narrow
from planner.solving.outcome import Infeasible, Planned, Statistics
from planner.solving.progress import Progress, Watch
from scenarios import timeline
from scenarios.schema import Scenario
from scenarios.timeline import shown_week

TOLERANCE = 0  # price points of `prefer`
# What may have to give way where an exercise comes back after weeks without it.
AFTER_A_PAUSE = ("largest-jump",)
# Musts that no plan can break: the model is made so.
BUILT_IN = (
    "exercise-pool", "loadable", "order-class", "ramp-sets", "rep-limits", "set-limits",
)  # fmt: skip
ALWAYS = ("tools-there",)  # nobody trains with what is not there


@stopping.listens
def replan(
    old: Block,
    asked: Scenario,
    on: date,
    happened: Done | None = None,
    origin: str = "",
    tolerance: int = TOLERANCE,
    options: Options | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Again:
    """The block that changes least from a day on.

    Args:
        old: the block as it was planned.
        asked: what is asked for from now on; that of the old block, or with changes.
        on: the first day that can still change.
        happened: what the log says; what it does not mention counts as planned.
        origin: what the new block says that it came from.
        tolerance: price points that the `prefer` tier may cost more, for fewer changes.
        options: limits of the solve.
        on_progress: called at every stage and better block, also from the solver's thread.

    Raises:
        PlannerError: the day lies outside the block, or what is asked for does not fit the part
            that is over.
        AssertionError: the block breaks a `must`, or its price is not the solver's: our defect.
    """
    options, watch = options or Options(), Watch(on_progress)
    until = time.perf_counter() + options.time_limit

    def left() -> Options:
        return replace(options, time_limit=max(0.0, until - time.perf_counter()))

    past = over(old, asked, on, happened, origin)
    if past.is_same:
        return Again(_unchanged(old), (0, 0), is_same=True, later=past.done.later)
    happens = _with_facts(old.scenario, asked)
    unchanged = over(old, happens, on, happened, origin)
    can_be_anew = is_midst(past.request)
    has_other_phases = can_be_anew and _has_other_phases(old, past.request)
    if has_other_phases:
        past, unchanged = _made_up_anew(past), _made_up_anew(unchanged)
    # Days away take sessions away whatever they hold.
    is_away = asked.availability.away != old.scenario.availability.away
    may_be_anew = past.is_asked and not is_away and can_be_anew and not has_other_phases
    ask = _Ask(old, past, unchanged, tolerance, left, watch)
    found, other = _attempts(ask, only_near=may_be_anew), None
    if found.is_far:
        other = _anew(ask, found)
        if not _is_poor(ask, other):
            found = other
        elif isinstance(found.outcome, Infeasible):
            found = _sparing(ask, replace(found, is_far=False))
        else:
            found = _attempts(ask)
    if may_be_anew and not _is_made_up(found) and _is_poor(ask, found):
        if other is None or _is_open(other):  # with what is spared by now
            other = _anew(ask, found)
        is_better = _pays(other)[0] < _pays(found)[0] or _loses(ask, found)
        if is_better and _pays(other) < _pays(found):
            found, other = other, found
    found = _with_stop(found, other)
    if _is_open(found) and past.request.replanned and past.request.replanned.maxes:
        past = over(old, asked, on, happened, origin, follows=False)
        unchanged = over(old, happens, on, happened, origin, follows=False)
        other = _attempts(replace(ask, past=past, unchanged=unchanged))
        found = found if _is_open(other) else other
    return replace(found, later=past.done.later)


@dataclass(frozen=True)
class _Ask:
    """What is asked for, and what it may cost.

    `past` is what is over, with what is asked for, and `unchanged` the same where nothing else is
    asked for than before. `left` makes the options with the time that is left.
    """

    old: Block
    past: Over
    unchanged: Over
    tolerance: int
    left: Callable[[], Options]
    watch: Watch

    def run(self, past: Over, only_near: bool = False) -> Again:
        """One job, with the past as it is or made up otherwise."""
        job = Job(self.old, past, self.tolerance, self.left(), self.watch)
        return job.run(only_near)


def _attempts(ask: _Ask, only_near: bool = False) -> Again:
    """Every demand kept, or all but those that the past, days away or a moved test rule out.

    Args:
        ask: what is asked for.
        only_near: end where no block near the old one is found.
    """
    found = ask.run(ask.past, only_near)
    return found if found.is_far else _sparing(ask, found)


def _sparing(ask: _Ask, found: Again) -> Again:
    """What was found; where there is no block, one without the demands that are ruled out."""
    if not _is_open(found):
        return found
    past, unchanged = ask.past, ask.unchanged
    was = carried(ask.old, unchanged.request, unchanged.done)
    spared = [
        breach
        for finding in audit(without_away(was)).findings
        if not finding.rule.narrows and finding.rule.slug not in (*BUILT_IN, *ALWAYS)
        for breach in finding.breaches
        if breach.priority == "must"
    ]
    now = carried(ask.old, past.request, past.done)
    paused = without_lost(now, narrow(past.request).menus)
    spared += [one for one in audit(paused).broken if one.rule in AFTER_A_PAUSE]
    spared += _of_the_way_to(ask.old, past.request)
    if not spared:
        return found
    again = ask.run(replace(past, request=with_spared(past.request, spared)))
    return found if _is_open(again) else again


def _with_facts(scenario: Scenario, asked: Scenario) -> Scenario:
    """A scenario with what nobody can wish away of another one.

    That are days away, with or without tools, and the day of a test. Phases that are stated belong
    to the day for which they are stated.
    """
    availability = scenario.availability.model_copy(update={"away": asked.availability.away})
    facts: dict[str, object] = {"availability": availability}
    if asked.goal.test != scenario.goal.test:
        goal = scenario.goal.model_copy(update={"test": asked.goal.test})
        facts |= {"goal": goal, "phase_plan": asked.phase_plan, "deload": asked.deload}
    return scenario.model_copy(update=facts)


def _of_the_way_to(old: Block, request: Scenario) -> Iterator[Breach]:
    """What is asked of the way to a test that has moved: much of it may be over, or too short."""
    test, week = request.goal.test, None if request.replanned is None else request.replanned.week
    if test is None or week is None or test == old.scenario.goal.test:
        return
    weeks = [index for index in timeline.taper_weeks(request) if shown_week(index) >= week]
    for index in (None, *weeks):
        yield Breach("taper", "must", place(index), "", 0, 0, "")


def _has_other_phases(old: Block, request: Scenario) -> bool:
    """Whether other phases are to come than before, for a test has moved.

    Then sessions that stay as the present phase has them are mostly in the way.
    """
    assert request.replanned is not None, "asked for with what is over"
    pairs = zip(timeline.weeks(old.scenario), timeline.weeks(request), strict=True)
    coming = list(pairs)[request.replanned.week :]
    return any((was.phase, was.deload) != (now.phase, now.deload) for was, now in coming)


def _anew(ask: _Ask, found: Again) -> Again:
    """A block whose sessions are made up anew from the next week on, as another try had asked."""
    return ask.run(_made_up_anew(replace(ask.past, request=found.asked or ask.past.request)))


def _made_up_anew(past: Over) -> Over:
    """The same with sessions that are made up anew from the next week on."""
    return replace(past, request=with_fresh(past.request, from_next_week(past.request)))


def _is_poor(ask: _Ask, found: Again) -> bool:
    """Whether another make-up of the sessions may give more.

    So it may where a whole session is lost, where not all can be had that should be, and where
    there is no block at all.
    """
    if not isinstance(found.outcome, Planned):
        return not found.stopped
    if found.outcome.stopped:
        return False
    return _pays(found)[0] > 0 or _loses(ask, found)


def _loses(ask: _Ask, found: Again) -> bool:
    """Whether a whole session is lost; without a block all are."""
    if not isinstance(found.outcome, Planned):
        return True
    kept = {one.uid for one in (*found.outcome.block.sessions, *ask.past.done.missed)}
    return any(one.uid not in kept for one in ask.old.sessions)


def _is_made_up(found: Again) -> bool:
    """Whether the sessions of the phase are made up anew already, for an exercise is lost."""
    past = None if found.asked is None else found.asked.replanned
    return past is not None and past.week in past.fresh


def _pays(found: Again) -> tuple[float, float]:
    """What a block pays, tier by tier; more than any block where there is none."""
    if not isinstance(found.outcome, Planned):
        return math.inf, math.inf
    should, prefer = (one.objective for one in found.outcome.block.solve.tiers)
    return should, prefer


def _is_stopped(found: Again) -> bool:
    """Whether somebody stopped it, with a block or without."""
    return found.stopped or (isinstance(found.outcome, Planned) and found.outcome.stopped)


def _with_stop(found: Again, other: Again | None) -> Again:
    """What was found, and that somebody has stopped either of two; then any block is better."""
    if other is None or not (_is_stopped(found) or _is_stopped(other)):
        return found
    best = found if isinstance(found.outcome, Planned) else other
    if not isinstance(best.outcome, Planned):
        return best if _is_stopped(best) else found
    return replace(best, outcome=replace(best.outcome, stopped=True))


def _is_open(found: Again) -> bool:
    """Whether there is no block, and nobody stopped the search for one."""
    return not isinstance(found.outcome, Planned) and not found.stopped


def _unchanged(old: Block) -> Planned:
    return Planned(old, audit(old), Statistics(0, 0, 0.0, None, 0.0))


__all__ = ["Again", "replan"]
