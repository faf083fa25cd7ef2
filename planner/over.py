"""What is over: the request for a block that is planned again, with its past written in.

It stands alone because here it is checked whether a changed scenario fits the part that is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from constraints.block import Block, Session
from constraints.lines import Line
from planner.build import Built
from scenarios import timeline
from scenarios.errors import PlannerError
from scenarios.past import HeldSession, MissedSession, PastEntry, Replanned
from scenarios.schema import Scenario
from scenarios.timeline import shown_week


def request_of(
    old: Block, asked: Scenario, on: date, missed: tuple[Session, ...], origin: str
) -> Scenario:
    """What is asked for, with what is over written in."""
    ours = old.scenario
    for key in ("start", "weeks", "week_days", "timezone"):
        was, now = getattr(ours, key), getattr(asked, key)
        if was != now:
            raise PlannerError(
                f"{key} = {now}: the block was planned with {was}, and that can't change in its "
                "midst\nMaybe plan a new block, with the old one as its previous"
            )
    if not ours.start <= on < ours.end:
        raise PlannerError(
            f"--on {on}: lies outside the block, which runs from {ours.start} to "
            f"{timeline.weeks(ours)[-1].end}\nMaybe give the first day that can still change"
        )
    for one in missed:
        if one.day >= on:
            raise PlannerError(
                f"week {one.week} {one.label}: is logged as missed, but lies on {one.day}, not "
                f"before --on {on}\nMaybe give a later day"
            )
    asked = _changed(asked, id=ours.id, replanned=None)
    _check_past(ours, asked, on)
    week = _current_week(asked, on)
    before = ours.replanned or Replanned(block="", on=on, week=1)
    if before.on > on:
        raise PlannerError(
            f"--on {on}: this block was planned again from {before.on} already, what lies before "
            "is over\nMaybe give that day or a later one, or the older block"
        )
    gone = tuple(MissedSession(week=one.week, label=one.label) for one in missed)
    uids = {one.uid for one in missed}
    held = (one for one in old.in_order if one.day < on and one.uid not in uids)
    past = Replanned(
        block=origin, on=on, week=week, sessions=tuple(map(_frozen, held)),
        missed=(*before.missed, *gone), fresh=before.fresh,
    )  # fmt: skip
    return _changed(asked, replanned=past)


def _current_week(asked: Scenario, on: date) -> int:
    """The first week (from 1) with a slot to come."""
    coming = [slot.week for slot in timeline.slots(asked) if slot.day >= on]
    if not coming:
        raise PlannerError(
            f"--on {on}: no window of the block is left from this day on\nMaybe give an earlier day"
        )
    return shown_week(min(coming))


def _check_past(ours: Scenario, asked: Scenario, on: date) -> None:
    """Weeks that have begun keep their phase."""
    for was, now in zip(timeline.weeks(ours), timeline.weeks(asked), strict=True):
        if was.start < on and (was.phase, was.deload) != (now.phase, now.deload):
            raise PlannerError(
                f"week {shown_week(was.index)} was {_phase(was)} and would become {_phase(now)}, "
                f"but it began before {on}\nMaybe state phase_plan and deload.weeks in the "
                "scenario, with the weeks that have begun as they were"
            )


def _phase(week: timeline.Week) -> str:
    return f"{week.phase} (deload)" if week.deload else week.phase


def _frozen(session: Session) -> HeldSession:
    entries = tuple(
        PastEntry(
            exercise=one.exercise, part="work" if one.part == "top" else one.part, sets=one.sets,
            reps=one.reps, load=one.load, unit=one.unit, percent=one.percent, rpe=one.rpe,
        )
        for one in session.exercises
    )  # fmt: skip
    return HeldSession(
        start=session.local_start, exercises=entries, week=session.week, label=session.label
    )


def plain(scenario: Scenario) -> tuple[Scenario, object]:
    """What is asked for, without the part that is over; what was missed belongs to it."""
    past = scenario.replanned
    return _changed(scenario, replanned=None), () if past is None else past.missed


def with_fresh(scenario: Scenario, fresh: Iterable[int]) -> Scenario:
    past = scenario.replanned
    assert past is not None, "asked for with what is over"
    weeks = tuple(sorted({*past.fresh, *fresh}))
    return _changed(scenario, replanned=past.model_copy(update={"fresh": weeks}))


def _changed(scenario: Scenario, **values: object) -> Scenario:
    """The scenario with other values, and without the hash of the old ones."""
    changed = scenario.model_copy(update=values)
    changed.__dict__.pop("_hash", None)
    return changed


def fresh_weeks(old: Block, built: Built) -> tuple[int, ...]:
    """Weeks (from 1) in which sessions must be made up anew, for an exercise is lost to a phase.

    The week that has begun stands alone then: what was trained in it stays.
    """
    past = built.plan.scenario.replanned
    assert past is not None, "asked for with what is over"
    first = past.week - 1
    stretch = built.plan.weeks[first].stretch
    if all(built.plan.weeks[one.week - 1].stretch != stretch for one in past.sessions):
        return ()
    coming = [w for w in built.plan.weeks[first:] if w.stretch == stretch]
    begun = {Line(e.exercise) for one in past.sessions if one.week == past.week
             for e in one.exercises}  # fmt: skip
    trained = {
        (week.index, Line(entry.exercise))
        for week in coming
        for session in old.of_week(week.index)
        for entry in session.exercises
        if entry.part in ("work", "top") and not is_over(built.plan.scenario, session)
    }
    lost = {
        (week, line)
        for week, line in trained
        if not built.plan.menus.get((week, line)) or (week, line) in built.plan.barred
    }
    if not lost:
        return ()
    next_week = past.week + 1 if begun else past.week
    return tuple(sorted({past.week, min(next_week, len(built.plan.weeks))}))


def is_over(request: Scenario, session: Session) -> bool:
    past = request.replanned
    return past is not None and past.is_over(session.week, session.label)


def held_of(old: Block, request: Scenario) -> tuple[Session, ...]:
    past = request.replanned
    assert past is not None, "asked for with what is over"
    places = {(one.week, one.label) for one in past.sessions}
    return tuple(one for one in old.sessions if (one.week, one.label) in places)


def as_it_was(old: Block, request: Scenario) -> Block:
    """The old block under the new request, without what was missed."""
    past = request.replanned
    assert past is not None, "asked for with what is over"
    gone = {(one.week, one.label) for one in past.missed}
    left = tuple(one for one in old.sessions if (one.week, one.label) not in gone)
    return Block(scenario=request, solve=old.solve, sessions=left)
