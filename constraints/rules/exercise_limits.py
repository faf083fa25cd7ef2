"""Exercise limits: the athlete's own numbers for single exercises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block, Session
from constraints.history import is_cut_short
from constraints.lines import Line
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import ExerciseLimits as Limits
from scenarios.schema import IntRange, Priority, Scenario
from scenarios.timeline import Week, shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class ExerciseLimits:
    """An exercise keeps the athlete's own sets, reps and sessions a week, and reps a session.

    low <= sets(w) <= high, low <= sets x reps(w) <= high, low <= sessions(w) <= high, and for
    every session that trains it low <= sets x reps <= high.
    Upper ends hold always, lower ends in loading weeks that lie in the exercise's own `weeks` and
    have an open day and its tools, but not in a week that was cut short when the block was planned
    again.
    Numbers of a week are written for seven days and scaled to the microcycle.
    Back-off sets count, tests do not. Loads within the athlete's own `load` hold by the menu; the
    audit looks again.
    Units: sets, reps, sessions. Source: P (the athlete's own).
    """

    slug: ClassVar[str] = "exercise-limits"
    sentence: ClassVar[str] = "Exercises keep the numbers that the athlete gives for them."
    numbers: ClassVar[tuple[str, ...]] = ("exercises",)
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "a set, a rep or a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario
    names: tuple[str, ...]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where an exercise has such limits."""

        def any_given(own: Limits) -> bool:
            ours = (own.sets_week, own.reps_week, own.sessions_week, own.reps_session, own.load)
            return any(span is not None for span in ours)

        names = tuple(n for n, own in sorted(scenario.exercises.limits.items()) if any_given(own))
        return (cls("must", scenario, names),) if names else ()

    def _has_lower_ends(self, week: Week, name: str) -> bool:
        weeks = self.scenario.limits(name).weeks
        is_inside = weeks is None or weeks[0] <= shown_week(week.index) <= weeks[1]
        is_open = bool(timeline.open_days(self.scenario)[week.index])
        is_whole = not is_cut_short(self.scenario, week.index)
        lacks = balance.lacks_tools(self.scenario, self.scenario.catalogue[name], week.index)
        return week.is_loading and is_inside and is_open and is_whole and not lacks

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Both ends of every number that is given."""
        for name in self.names:
            for week in plan.weeks:
                self._post_week(plan, to, name, week)

    def _post_week(self, plan: PlanVars, to: Posting, name: str, week: Week) -> None:
        own, w, work = self.scenario.limits(name), week.index, Line(name)
        has_low, where = self._has_lower_ends(week, name), place(w, None, name)
        lines = [work, Line(name, "back_off")]
        labels = [k for k in plan.labels if (w, k, work) in plan.on]
        reps = {k: plan.total([plan.total_reps(w, k, line) for line in lines]) for k in labels}
        sums = (
            (plan.total([plan.line_sets(w, line) for line in lines]), own.sets_week),
            (plan.total(list(reps.values())), own.reps_week),
            (plan.total([plan.on[w, k, work] for k in labels]), own.sessions_week),
        )
        for value, given in sums:
            if given is not None:
                span = balance.span_per_microcycle(given, self.scenario)
                to.within(value, span[0] if has_low else 0, span[1], where)
        for k, value in reps.items() if own.reps_session is not None else ():
            assert own.reps_session is not None
            low, high = own.reps_session
            if has_low:
                to.at_least(value, low, place(w, k, name), when=[plan.on[w, k, work]])
            to.at_most(value, high, place(w, k, name))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks, sessions and loads outside the athlete's own numbers."""
        return tuple(
            breach
            for name in self.names
            for week in block.timeline
            for breach in self._breaches(block, name, week)
        )

    def _breaches(self, block: Block, name: str, week: Week) -> Iterator[Breach]:
        own, has_low = self.scenario.limits(name), self._has_lower_ends(week, name)
        sets = reps = sessions = 0
        for session in block.of_week(week.index):
            entries = [e for e in session.exercises if e.exercise == name and e.part != "test"]
            here = sum(entry.sets * entry.reps for entry in entries)
            sets, reps = sets + sum(entry.sets for entry in entries), reps + here
            sessions += bool(entries)
            if entries:
                yield from self._outside(
                    week, session, name, here, own.reps_session, "reps", has_low
                )
            for entry in entries:
                if own.load and entry.load is not None and not _in(entry.load, own.load):
                    where = place(week.index, session, entry.line)
                    limit = own.load[0] if entry.load < own.load[0] else own.load[1]
                    text = f"{name}: {entry.load:g} {entry.unit}, your own limit is {limit:g}"
                    yield Breach(
                        self.slug, self.priority, where, text, entry.load, limit, entry.unit
                    )
        for value, span, unit in (
            (sets, own.sets_week, "sets"),
            (reps, own.reps_week, "reps"),
            (sessions, own.sessions_week, "sessions"),
        ):
            given = span and balance.span_per_microcycle(span, self.scenario)
            yield from self._outside(week, None, name, value, given, unit, has_low)

    def _outside(
        self, week: Week, session: Session | None, name: str, value: int, span: IntRange | None,
        unit: str, has_low: bool,
    ) -> Iterator[Breach]:  # fmt: skip
        low, high = span or (0, value)
        if value <= high and (value >= low or not has_low):
            return
        limit = high if value > high else low
        when = f"week {shown_week(week.index)}" if session is None else f"{session.day}"
        text = f"{name}, {when}: {value} {unit}, your own limits are {low} to {high}"
        where = place(week.index, session, name)
        yield Breach(self.slug, self.priority, where, text, value, limit, unit, abs(value - limit))

    def explain(self) -> str:
        """The rule with the athlete's numbers."""
        parts = []
        for name in self.names:
            own = self.scenario.limits(name)
            for key in ("sets_week", "reps_week", "sessions_week", "reps_session", "load"):
                span = getattr(own, key)
                if span is not None:
                    if key.endswith("_week"):
                        span = balance.span_per_microcycle(span, self.scenario)
                    parts.append(f"{name} {key} {span[0]:g} to {span[1]:g}")
        return f"Your own limits hold: {'; '.join(parts)}."


def _in(value: float, span: tuple[float, float]) -> bool:
    return span[0] <= value <= span[1]
