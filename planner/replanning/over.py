"""What is over: the request for a block that is planned again, with its past written in.

It stands alone because here it is checked whether a changed scenario fits the part that is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from constraints.block import Block, Session
from constraints.lines import Line
from constraints.menus import Menus
from constraints.rule import Breach
from planner.log.done import Done
from planner.replanning.as_done import AsDone, as_done
from planner.replanning.begun_weeks import begun, is_bent, with_begun
from planner.replanning.regained import regained
from planner.replanning.strength_now import as_stated, strength_now
from planner.replanning.trips import has_more, with_begun_trips
from scenarios import timeline
from scenarios.errors import PlannerError
from scenarios.past import MissedSession, Replanned, Spared
from scenarios.schema import Athlete, Scenario
from scenarios.timeline import shown_week
from scenarios.tools_there import spans_on


@dataclass(frozen=True)
class Over:
    """What is asked for, with what is over written in, and the sessions that are over."""

    request: Scenario
    done: AsDone
    is_same: bool  # nothing is new since the old block
    is_asked: bool  # something else is asked for; days lost and another strength only happen


def over(
    old: Block,
    asked: Scenario,
    on: date,
    happened: Done | None = None,
    origin: str = "",
    follows: bool = True,
) -> Over:
    """What is over by a day, and the request for the rest.

    Args:
        old: the block as it was planned, or planned again.
        asked: what is asked for from now on.
        on: the first day that can still change.
        happened: what the log says; without it all counts as planned.
        origin: what the new block says that it came from.
        follows: whether loads follow the 1RMs that the log speaks for.

    Raises:
        PlannerError: the day lies outside the block, or what is asked for does not fit the part
            that is over.
    """
    ours = old.scenario
    for key in ("start", "weeks", "week_days", "timezone"):
        was, now = getattr(ours, key), getattr(asked, key)
        if was != now:
            raise PlannerError(
                f"{key} = {now}: the block was planned with {was}, and that can't change in its "
                "midst\nMaybe plan a new block, with the old one as its previous"
            )
    _check_units(as_stated(old).scenario.athlete, asked.athlete)
    if not ours.start <= on < ours.end:
        raise PlannerError(
            f"--on {on}: lies outside the block, which runs from {ours.start} to "
            f"{ours.end - timedelta(days=1)}\nMaybe give the first day that can still change"
        )
    before = ours.replanned or Replanned(block="", on=on, week=1)
    if before.on > on:
        raise PlannerError(
            f"--on {on}: this block was planned again from {before.on} already, what lies before "
            "is over\nMaybe give that day or a later one, or the older block"
        )
    done = as_done(old, happened, on)
    strength = strength_now(old, asked, happened, on)
    maxes, unfollowed, athlete = strength.maxes, (), strength.athlete
    if not follows or (maxes and before.unfollowed == maxes):
        maxes, unfollowed, athlete = (), maxes, strength.plain
    title = ours.title if asked.title == asked.id else asked.title  # a file's name is no new title
    asked = _changed(asked, id=ours.id, title=title, replanned=None, athlete=athlete)
    asked = with_begun_trips(ours, asked, on)
    _check_test(ours, asked, on)
    fitting = with_begun(ours, asked, on)
    bent, asked = fitting is not asked or is_bent(ours), fitting
    _check_past(ours, asked, on)
    found = {(one.week, one.label): one.until for one in before.missed}
    missed = tuple(
        MissedSession(week=one.week, label=one.label, until=found.get((one.week, one.label), on))
        for one in done.missed
    )
    week = _current_week(asked, on)
    past = Replanned(
        block=origin, on=on, week=week, sessions=done.held, missed=missed,
        extra=done.extra, short=done.short, fresh=before.fresh,
        loose=tuple(sorted({*before.loose, week})), spared=before.spared,
        regained=regained(old, asked, done, on, week),
        stated=strength.stated, maxes=maxes, unfollowed=unfollowed, bent=bent,
    )  # fmt: skip
    gone = {one.uid for one in (*done.sessions, *done.missed)}
    is_same = (
        _plain(ours) == _plain(asked)
        and done.planned == old.planned
        and done.extra == before.extra
        and (maxes, unfollowed) == (before.maxes, before.unfollowed)
        and {one.uid for one in old.as_planned.sessions if one.day < on} <= gone
        and all(_work(one) in map(_work, old.sessions) for one in done.sessions)
        and done.missed == tuple(one for one in old.planned if one.uid not in _uids(old))
    )
    is_asked = _wished(ours) != _wished(asked) or _has_back(ours, asked, on)
    return Over(_changed(asked, replanned=past), done, is_same, is_asked)


def _work(session: Session) -> tuple[object, ...]:
    """What a session is, however often it was revised."""
    return session.uid, session.start, session.end, session.exercises


def _uids(block: Block) -> set[str]:
    return {one.uid for one in block.sessions}


def _plain(scenario: Scenario) -> Scenario:
    """What is asked for, without the part that is over."""
    return _changed(scenario, replanned=None)


def _wished(scenario: Scenario) -> Scenario:
    """What is asked for, without what only happens to an athlete, and how the block is shown."""
    happens: dict[str, object] = {
        "one_rep_max": {},
        "recent_sets": {},
        "ratios": {},
        "bodyweight": None,
    }
    athlete = scenario.athlete.model_copy(update=happens)
    availability = scenario.availability.model_copy(update={"away": ()})
    return _changed(
        _plain(scenario),
        title="",
        note="",
        calendar=None,
        written=(),
        athlete=athlete,
        availability=availability,
    )


def _has_back(ours: Scenario, asked: Scenario, on: date) -> bool:
    """Whether a day to come can be trained on that was one away, or has tools that it lacked."""
    coming = [slot for slot in timeline.slots(asked) if slot.day >= on]
    has_day = any(timeline.is_open(asked, s) and timeline.is_away(ours, s.day) for s in coming)
    days = {slot.day for slot in coming if spans_on(ours, slot.day)}
    return has_day or any(has_more(ours, asked, day) for day in days)


def _current_week(asked: Scenario, on: date) -> int:
    """The first week (from 1) with a slot to come."""
    coming = [slot.week for slot in timeline.slots(asked) if slot.day >= on]
    if not coming:
        raise PlannerError(
            f"--on {on}: no window of the block is left from this day on\nMaybe give an earlier day"
        )
    return shown_week(min(coming))


def _check_units(was: Athlete, now: Athlete) -> None:
    """Numbers are stated anew where they are meant in another unit."""

    def numbers(athlete: Athlete) -> tuple[object, ...]:
        return athlete.bodyweight, athlete.one_rep_max, athlete.recent_sets

    if was.units != now.units and numbers(was) == numbers(now):
        raise PlannerError(
            f'athlete.units = "{now.units}": the block was planned in {was.units}, and bodyweight, '
            f"1RMs and sets keep their numbers\nMaybe state them in {now.units} too, or leave "
            "units as they were"
        )


def _check_test(ours: Scenario, asked: Scenario, on: date) -> None:
    """A test moves to a day to come."""
    test = asked.goal.test
    if test is not None and test != ours.goal.test and test < on:
        raise PlannerError(
            f"goal.test = {test}: lies before {on}, the first day that can still change\nMaybe log "
            "the day on which it was held: planner log BLOCK SESSION --moved-to DATE"
        )


def _check_past(ours: Scenario, asked: Scenario, on: date) -> None:
    """Weeks that have begun keep their phase."""
    for was, now in begun(ours, asked, on):
        if (was.phase, was.deload) != (now.phase, now.deload):
            raise PlannerError(
                f"week {shown_week(was.index)} was {_phase(was)} and would become {_phase(now)}, "
                f"but it began before {on}\nMaybe state phase_plan and deload.weeks in the "
                "scenario, with the weeks that have begun as they were"
            )


def _phase(week: timeline.Week) -> str:
    return f"{week.phase} (deload)" if week.deload else week.phase


def with_fresh(scenario: Scenario, fresh: Iterable[int]) -> Scenario:
    """The request with weeks in which sessions are made up anew."""
    past = _past(scenario)
    weeks = tuple(sorted({*past.fresh, *fresh}))
    return _changed(scenario, replanned=past.model_copy(update={"fresh": weeks}))


def with_spared(scenario: Scenario, breaches: Iterable[Breach]) -> Scenario:
    """The request in which the demands that are broken here may give way, and those of before."""
    past = _past(scenario)
    found = {(one.rule, one.week): one for one in past.spared}
    for one in breaches:
        found[one.rule, one.where.week] = Spared(rule=one.rule, week=one.where.week)
    return _changed(scenario, replanned=past.model_copy(update={"spared": tuple(found.values())}))


def only_spared(scenario: Scenario, breaches: Iterable[Breach]) -> Scenario:
    """The request in which nothing else may give way than what is broken here."""
    past, places = _past(scenario), {(one.rule, one.where.week) for one in breaches}
    spared = tuple(one for one in past.spared if (one.rule, one.week) in places)
    return _changed(scenario, replanned=past.model_copy(update={"spared": spared}))


def _past(request: Scenario) -> Replanned:
    assert request.replanned is not None, "asked for with what is over"
    return request.replanned


def _changed(scenario: Scenario, **values: object) -> Scenario:
    return scenario.model_copy(update=values)


def fresh_weeks(old: Block, menus: Menus) -> tuple[int, ...]:
    """Weeks (from 1) in which sessions must be made up anew, for an exercise is lost to a phase.

    The week that has begun stands alone then: what was trained in it stays.

    Args:
        old: the block as it was planned.
        menus: what there is to choose from now.
    """
    past = _past(menus.scenario)
    first = past.week - 1
    stretch = menus.weeks[first].around
    if all(menus.weeks[one.week - 1].around != stretch for one in past.sessions):
        return ()
    coming = [w for w in menus.weeks[first:] if w.around == stretch]
    if not any(week.is_loading for week in coming):
        return ()  # a deload or a taper leaves out what is lost, and takes up nothing new
    begun = {Line(e.exercise) for one in past.sessions if one.week == past.week
             for e in one.exercises}  # fmt: skip
    trained = {
        (week.index, Line(entry.exercise))
        for week in coming
        for session in old.of_week(week.index)
        for entry in session.exercises
        if entry.part in ("work", "top") and not past.is_over(session.week, session.label)
    }
    lost = {(week, line) for week, line in trained if not menus.menus.get((week, line))}
    if not lost:
        return ()
    return from_next_week(menus.scenario) if begun else (past.week,)


def is_midst(request: Scenario) -> bool:
    """Whether the phase of the present week goes on after it."""
    weeks, week = timeline.weeks(request), _past(request).week
    return week < len(weeks) and weeks[week].around == weeks[week - 1].around


def from_next_week(request: Scenario) -> tuple[int, ...]:
    """Weeks (from 1) in which sessions are made up anew: the present one, and those after it."""
    week = _past(request).week
    return tuple(sorted({week, min(week + 1, request.weeks)}))
