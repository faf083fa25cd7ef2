"""As done: the sessions of a block that are over, as the log has them and not as they were planned.

It stands alone because here, and nowhere else, a log becomes a part of a block. A session that the
log does not mention counts as planned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from constraints.block import Block, Session
from planner.log.done import Done, DoneSession, Extra
from planner.replanning.done_work import extra_work, kept, session_done, with_extras
from scenarios.errors import PlannerError
from scenarios.past import ExtraWork, HeldSession
from scenarios.timeline import open_days


@dataclass(frozen=True)
class AsDone:
    """What is over: sessions as they were done, and as planned where that is not the same.

    `planned` also holds the sessions that were missed, which `missed` names; `short` are weeks
    (from 1) in which less was done than planned, or can be; `later` are sessions that the log
    mentions, but which are still to come.
    """

    sessions: tuple[Session, ...]
    held: tuple[HeldSession, ...]
    planned: tuple[Session, ...]
    missed: tuple[Session, ...]
    extra: tuple[ExtraWork, ...]
    short: tuple[int, ...]
    later: tuple[Session, ...] = ()


def as_done(old: Block, happened: Done | None, on: date) -> AsDone:
    """The part of a block before a day, as it was done.

    Args:
        old: the block, itself planned again perhaps: what was over then stays as it was frozen,
            unless the log says something of it.
        happened: what the log says; nothing when None.
        on: the first day that can still change.

    Raises:
        PlannerError: a session of a week that is over was moved to a day that is not.
    """
    said = {} if happened is None else {one.session.uid: one for one in happened.sessions}
    past = _Past(old, on, () if happened is None else happened.extras)
    for session in old.as_planned.in_order:
        past.take(session, said.get(session.uid))
    return past.whole()


class _Past:
    """Gathers what is over, session by session."""

    def __init__(self, old: Block, on: date, extras: Iterable[Extra]) -> None:
        self._old, self._on = old, on
        self._before = {one.uid: one for one in old.sessions}
        self._extras = [one for one in extras if one.start.date() < on]
        self._sessions: list[Session] = []
        self._held: list[HeldSession] = []
        self._planned: list[Session] = []
        self._missed: list[Session] = []
        self._later: list[Session] = []
        self._short: set[int] = set()

    def take(self, session: Session, log: DoneSession | None) -> None:
        """A session of the plan, with what the log says of it."""
        is_said = log is not None and (log.is_logged or log.was_moved)
        frozen = self._before.get(session.uid) if self._old.is_over(session) else None
        if log is not None and is_said:
            if log.status == "missed":
                is_over = min(session.day, log.start.date()) < self._on
                self._miss(session) if is_over else self._later.append(session)
                return
            done = session_done(self._old, log)
        elif frozen is None and self._old.is_over(session):
            self._miss(session)
            return
        else:
            done = frozen or session
        if done.day < self._on:
            self._hold(session, done, frozen, is_said)
            return
        if session.day < self._on:
            _check_coming(self._old, session, done, self._on)
            self._put_off(session)
        if log is not None and log.is_logged:
            self._later.append(session)

    def _put_off(self, session: Session) -> None:
        """Its day is over: the week may have too few left for all that was planned in it."""
        days = [day for day in open_days(self._old.scenario)[session.week_index] if day >= self._on]
        coming = [one for one in self._old.of_week(session.week_index) if one.day >= self._on]
        if len(days) <= len(coming):
            self._short.add(session.week)

    def _miss(self, session: Session) -> None:
        self._missed.append(session)
        self._planned.append(session)
        self._short.add(session.week)

    def _hold(self, session: Session, done: Session, frozen: Session | None, is_said: bool) -> None:
        added = [one for one in self._extras if one.start.date() == done.day]
        self._extras = [one for one in self._extras if one not in added]
        done = with_extras(self._old, done, added, may_be_there=bool(frozen) and not is_said)
        if frozen is not None:
            done = _as_frozen(frozen, done)
        self._sessions.append(done)
        self._held.append(kept(self._old, session, done))
        if not done.is_as(session):
            self._planned.append(session)
            if _is_less(session, done):
                self._short.add(session.week)

    def whole(self) -> AsDone:
        """All of it; work on days without a session too."""
        past = self._old.scenario.replanned
        known = () if past is None else past.extra
        there = {(one.start, one.exercise) for one in known}
        more = tuple(
            extra_work(self._old, one)
            for one in self._extras
            if (one.start, one.exercise) not in there
        )
        return AsDone(
            tuple(self._sessions), tuple(self._held), tuple(self._planned), tuple(self._missed),
            tuple(sorted((*known, *more), key=lambda one: (one.start, one.exercise))),
            tuple(sorted(self._short)), tuple(self._later),
        )  # fmt: skip


def _check_coming(old: Block, session: Session, done: Session, on: date) -> None:
    """A session that was put off must still lie in a week that can be planned."""
    end = old.timeline[session.week_index].end
    if on >= end:
        raise PlannerError(
            f"week {session.week} {session.label}: is put off to {done.day}, but its week was over "
            f"before --on {on}\nMaybe log it as missed, or give a day after it was held"
        )


def _as_frozen(frozen: Session, done: Session) -> Session:
    """A session as it was frozen, where the log says nothing else: percents stay those of then."""

    def work(one: Session) -> tuple[object, ...]:
        entries = (e.model_copy(update={"percent": None}) for e in one.exercises)
        return one.start, one.end, tuple(entries)

    return frozen if work(frozen) == work(done) else done


def _is_less(planned: Session, done: Session) -> bool:
    """Whether fewer sets were done, or fewer reps of an exercise in all."""

    def sums(session: Session) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for one in session.exercises:
            sets, reps = found.get(one.exercise, (0, 0))
            found[one.exercise] = sets + one.sets, reps + one.sets * one.reps
        return found

    asked, was = sums(planned), sums(done)
    return any(
        was.get(name, (0, 0))[0] < sets or was.get(name, (0, 0))[1] < reps
        for name, (sets, reps) in asked.items()
    )
