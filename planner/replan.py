"""Planning again in the midst of a block: what is over stays, and as little as possible changes.

Three tiers, one after the other. What must hold, holds. Then quality: no rule may cost more than in
the old block, with what was missed left out; where that cannot be had any more, no more than in the
best block that can be. `tolerance` lets the `prefer` tier cost a little more than that, for fewer
changes. Then the least change, as `planner.least_change` counts it.

What is over is in the scenario (`scenarios.past.Replanned`), so that building, auditing and finding
conflicts need to know nothing of the old block.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from ortools.sat.python import cp_model

from constraints.audit import audit
from constraints.block import Block, Session
from constraints.lines import Line
from planner import stopping
from planner.build import Built, build
from planner.extract import Value, extract
from planner.least_change import Hints, changes_of
from planner.objective import TIERS, tier_of
from planner.order_cuts import add_order_cuts
from planner.outcome import Infeasible, Outcome, Planned, Statistics, Undecided
from planner.progress import Progress, Watch
from planner.revision import revised
from planner.search import SOLVED, Found, Options, least_price, reader, solver_for
from planner.solve import solved
from scenarios import timeline
from scenarios.errors import PlannerError
from scenarios.ids import LABELS
from scenarios.past import HeldSession, MissedSession, PastEntry, Replanned
from scenarios.schema import Scenario
from scenarios.timeline import shown_week

TOLERANCE = 0  # price points of `prefer`
# Deterministic time; one unit is 5 to 20 seconds. What is near the old block is found in far less.
AS_GOOD = 1.0  # for a block as good as the old one
QUALITY = 2.0  # for the least price of a tier
CHANGE = 2.0  # for the least change


@dataclass(frozen=True)
class Again:
    """What became of planning again.

    `outcome` holds the new block, with the ids of the old one. `changes` are price points of
    change and a proved lower bound of them; None without a block. `is_same` means that there was
    nothing new: the block is the old one itself. Without a block, `asked` is what was asked for,
    with what is over.
    """

    outcome: Outcome
    changes: tuple[int, int] | None = None
    is_same: bool = False
    asked: Scenario | None = None


def replan(
    old: Block,
    asked: Scenario,
    on: date,
    missed: Iterable[Session] = (),
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
        missed: sessions before that day that were not held; all others count as planned.
        origin: what the new block says that it came from.
        tolerance: price points that the `prefer` tier may cost more, for fewer changes.
        options: limits of the solve.
        on_progress: called at every stage and better block, also from the solver's thread.

    Raises:
        PlannerError: the day lies outside the block, or what is asked for does not fit the part
            that is over.
        AssertionError: the block breaks a `must`, or its price is not the solver's: our defect.
    """
    options = options or Options()
    started = time.perf_counter()
    gone = tuple(sorted(missed, key=lambda one: one.start))
    request = _request(old, asked, on, gone, origin)
    if not gone and _plain(old.scenario) == _plain(request):
        return Again(_unchanged(old), (0, 0), is_same=True)
    built = build(request)
    if fresh := _fresh(old, built):
        request = _with(request, fresh=fresh)
        built = build(request)
    statistics = Statistics(
        len(built.model.proto.variables), len(built.model.proto.constraints),
        time.perf_counter() - started, None, 0.0,
    )  # fmt: skip
    job = _Job(old, request, tolerance, options, Watch(on_progress), statistics)
    return job.run(built)


class _Job:
    """One replan: quality first, then the least change."""

    def __init__(
        self, old: Block, request: Scenario, tolerance: int, options: Options, watch: Watch,
        statistics: Statistics,
    ) -> None:  # fmt: skip
        self._old, self._request, self._tolerance = old, request, tolerance
        self._options, self._watch, self._statistics = options, watch, statistics
        self._started = time.perf_counter()

    def run(self, built: Built) -> Again:
        """As good as before where that can be had, else as good as can be."""
        before = audit(_as_it_was(self._old, self._request))
        prices = before.price("should"), before.price("prefer")
        found = self._least_change(built, prices, (0, 0), AS_GOOD)
        if found is not None:
            return found
        best = self._best() or least_price(build(self._request), self._options, self._watch)
        if best.value is None:
            return Again(self._without(best.status, best.stopped), asked=self._request)
        found = self._least_change(build(self._request), best.prices, best.bounds, CHANGE)
        return found or Again(Undecided(self._spent(), best.stopped))

    def _best(self) -> Found | None:
        """The least price of each tier, climbed from the bound, for the old block is near to it.

        None where that was not proved in good time: then a full search must.
        """
        built = build(self._request)
        hints = changes_of(built.plan, self._old).hints
        prices: list[int] = []
        values: tuple[int, ...] = ()
        for name in TIERS:
            tier = tier_of(built, name)
            built.model.minimize(tier.price)
            self._watch.turns_to(f"{name}: as good as can be", [])
            status, solver, _ = self._solved(built, hints, QUALITY)
            if status != cp_model.OPTIMAL or solver is None:
                return None
            prices.append(solver.value(tier.price))
            tier.within(0, prices[-1])
            values = tuple(solver.response_proto.solution)
        found = prices[0], prices[1]
        return Found(
            reader(values), found, found, cp_model.OPTIMAL, self._spent().proof, stopped=False
        )

    def _least_change(
        self, built: Built, prices: tuple[int, int], bounds: tuple[int, int], effort: float
    ) -> Again | None:
        """The block of least change that costs no more than these prices; None without one."""
        should, prefer = prices
        tiers = [tier_of(built, name) for name in TIERS]
        for tier, most in zip(tiers, (should, prefer + self._tolerance), strict=True):
            tier.within(0, min(tier.most, most))
        changes = changes_of(built.plan, self._old)
        built.model.minimize(changes.price)
        self._watch.turns_to("looking for the least change", [])
        status, solver, stopped = self._solved(built, changes.hints, effort)
        if status not in SOLVED or solver is None:
            return Again(Undecided(self._spent(), stopped)) if stopped else None
        paid = [solver.value(tier.price) for tier in tiers]
        points = solver.value(changes.price)
        bound = min(points, max(0, round(solver.best_objective_bound)))
        value = reader(tuple(solver.response_proto.solution))
        return Again(self._planned(built, value, paid, bounds, stopped), (points, bound))

    def _solved(
        self, built: Built, hints: Hints, effort: float
    ) -> tuple[cp_model.CpSolverStatus, cp_model.CpSolver | None, bool]:
        """Solve with order cuts from the old block on; and whether somebody stopped it."""
        model = built.model
        while (seconds := self._left()) > 0:
            model.clear_hints()  # type: ignore[no-untyped-call]  # not annotated
            for variable, value in hints:
                model.add_hint(variable, value)
            solver = solver_for(self._options, seconds, "core")
            solver.parameters.max_deterministic_time = effort
            status, stopped = stopping.solve(solver, model, self._watch)
            if status not in SOLVED:
                return status, None, stopped
            if not add_order_cuts(built.plan, reader(tuple(solver.response_proto.solution))):
                return status, solver, stopped
        return cp_model.UNKNOWN, None, False

    def _planned(
        self,
        built: Built,
        value: Value,
        paid: list[int],
        bounds: tuple[int, int],
        stopped: bool,
    ) -> Planned:
        draft = extract(built.plan, value, solved((0, 0), (0, 0), self._options))
        held = _held(self._old, self._request)
        sessions = (*held, *(one for one in draft.sessions if not _is_over(self._request, one)))
        draft = _whole(draft, sessions)
        priced = audit(draft)
        prices = priced.price("should"), priced.price("prefer")
        assert list(prices) == paid, f"audited prices {prices} are not the solver's {paid}"
        block = draft.model_copy(
            update={"score": priced.score(), "solve": solved(prices, bounds, self._options)}
        )
        block = revised(self._old, block)
        report = audit(block)
        assert not report.broken, f"the planned block breaks a must: {report.broken[0].text}"
        return Planned(block, report, self._spent(), stopped)

    def _without(self, status: cp_model.CpSolverStatus, stopped: bool) -> Outcome:
        if status != cp_model.INFEASIBLE:
            return Undecided(self._spent(), stopped)
        return Infeasible(self._spent())

    def _left(self) -> float:
        return self._options.time_limit - (time.perf_counter() - self._started)

    def _spent(self) -> Statistics:
        return replace(self._statistics, proof=time.perf_counter() - self._started)


# -- what is over --------------------------------------------------------------------------------


def _request(
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


def _plain(scenario: Scenario) -> tuple[Scenario, object]:
    """What is asked for, without the part that is over; what was missed belongs to it."""
    past = scenario.replanned
    return _changed(scenario, replanned=None), () if past is None else past.missed


def _with(scenario: Scenario, fresh: Iterable[int]) -> Scenario:
    past = scenario.replanned
    assert past is not None, "asked for with what is over"
    weeks = tuple(sorted({*past.fresh, *fresh}))
    return _changed(scenario, replanned=past.model_copy(update={"fresh": weeks}))


def _changed(scenario: Scenario, **values: object) -> Scenario:
    """The scenario with other values, and without the hash of the old ones."""
    changed = scenario.model_copy(update=values)
    changed.__dict__.pop("_hash", None)
    return changed


def _fresh(old: Block, built: Built) -> tuple[int, ...]:
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
        if entry.part in ("work", "top") and not _is_over(built.plan.scenario, session)
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


def _is_over(request: Scenario, session: Session) -> bool:
    past = request.replanned
    return past is not None and past.is_over(session.week, session.label)


def _held(old: Block, request: Scenario) -> tuple[Session, ...]:
    past = request.replanned
    assert past is not None, "asked for with what is over"
    places = {(one.week, one.label) for one in past.sessions}
    return tuple(one for one in old.sessions if (one.week, one.label) in places)


def _as_it_was(old: Block, request: Scenario) -> Block:
    """The old block under the new request, without what was missed."""
    past = request.replanned
    assert past is not None, "asked for with what is over"
    gone = {(one.week, one.label) for one in past.missed}
    left = tuple(one for one in old.sessions if (one.week, one.label) not in gone)
    return Block(scenario=request, solve=old.solve, sessions=left)


def _whole(block: Block, sessions: Iterable[Session]) -> Block:
    """The block with these sessions, its weeks added up again."""
    ordered = tuple(sorted(sessions, key=lambda one: (one.week, LABELS.index(one.label))))
    bare = Block(scenario=block.scenario, solve=block.solve, sessions=ordered)
    rows = tuple(bare.week_row(week) for week in bare.timeline)
    return bare.model_copy(update={"weeks": rows})


def _unchanged(old: Block) -> Planned:
    return Planned(old, audit(old), Statistics(0, 0, 0.0, None, 0.0))
