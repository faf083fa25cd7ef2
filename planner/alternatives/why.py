"""Why: what a block would cost if one thing in it were otherwise, answered by solving.

The alternative is demanded of the block's own scenario. First it is looked for with all but the
stretches that it touches held as they are; what pays no more there than the block itself was proved
to pay at least is the answer at once. Else the whole is searched, from there. At last the answer is
moved as near to the block as its price allows, so that the changes tell of the alternative, and of
nothing else; where it is cheaper than what was found near the block, that is told too.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from ortools.sat.python import cp_model

from constraints.audit import audit
from constraints.block import Block
from planner.alternatives.answers import Answer, Answered, Nearby, Pair, Verdict, costs_of
from planner.alternatives.question import Alternative, Question, alternative
from planner.explaining.difference import difference
from planner.impossible.answer import demand_rows
from planner.impossible.conflict import conflict_of
from planner.impossible.judge import Judge, Stopped
from planner.replanning.carried import whole
from planner.replanning.least_change import changes_of
from planner.replanning.near import decisions, hold, nearest
from planner.solving import stopping
from planner.solving.attempt import Options
from planner.solving.build import Built, build
from planner.solving.extract import Value
from planner.solving.found import Found, Start
from planner.solving.objective import hold_forced
from planner.solving.progress import Progress, Watch
from planner.solving.search import least_price
from planner.solving.solve import settled
from scenarios.errors import PlannerError
from scenarios.timeline import shown_week

NEAR: Final = 0.4  # of the time, for the least price near the block
BRIEF: Final = 1.0, 1.0  # deterministic time for each tier there
SEARCH: Final = 0.8  # of what is left then, for the least price of all
SHARE: Final = 0.5  # of what is left then, to come near the block


@stopping.listens
def why(
    block: Block,
    asked: Question,
    options: Options,
    on_progress: Callable[[Progress], None] | None = None,
    name: str | None = None,
) -> Answered:
    """What the block would be if it were otherwise.

    Args:
        block: a block as it was planned.
        asked: what is to be otherwise.
        options: limits of all solves together.
        on_progress: called at every stage and better block, also from the solver's thread.
        name: the scenario's file or shipped name, where it is known, for the lines of its keys.

    Raises:
        PlannerError: the question does not fit the block, or the block is not as it was planned.
    """
    check(block)
    return _Inquiry(block, alternative(block, asked), options, Watch(on_progress), name).run()


def check(block: Block) -> None:
    """Only a block that is as it was planned can be asked.

    Raises:
        PlannerError: it is not.
    """
    if broken := audit(block).broken:
        raise PlannerError(
            f"the block is not as it was planned: {broken[0].text}"
            "\nMaybe planner check says what was changed; plan again, and ask the new block"
        )


@dataclass(frozen=True)
class _Candidate:
    """A block with the alternative, in the model that it was found in."""

    built: Built
    found: Found


class _Inquiry:
    """One question to one block."""

    def __init__(
        self, block: Block, asked: Alternative, options: Options, watch: Watch, name: str | None
    ) -> None:
        self._block, self._asked, self._options, self._watch = block, asked, options, watch
        self._name, self._stopped = name, False
        self._forced = audit(block).forced_price
        self._ends = time.perf_counter() + options.time_limit
        rows = {row.priority: row for row in block.solve.tiers}
        self._paid = rows["should"].objective, rows["prefer"].objective
        self._least = rows["should"].bound, rows["prefer"].bound
        self._is_base_proved = self._least == self._paid
        weeks = block.timeline
        self._every = tuple(week.index for week in weeks)
        touched = {weeks[week].stretch for week in asked.weeks}
        around = {stretch + step for stretch in touched for step in (-1, 0, 1)}
        self._far, self._farther = (
            tuple(week.index for week in weeks if week.stretch not in free)
            for free in (touched, around)
        )

    def run(self) -> Answered:
        """Look near the block, then everywhere."""
        near = self._near() if self._far else None
        if self._stopped or (near is not None and near.found.prices == self._least):
            return self._as_far_as(near)
        built = self._built()
        # What is near is where the search starts; without it, the weeks far off are.
        if near is not None:
            start = near.found.again(built).decisions
        else:
            start = tuple(decisions(built.plan, self._block, self._far))
        found = least_price(built, self._within(SEARCH), self._watch, Start(start, self._least))
        self._stopped = found.stopped
        if found.value is not None:
            return self._possible(_Candidate(built, found), near)
        if found.status == cp_model.INFEASIBLE:
            return self._impossible()
        return self._as_far_as(near)

    def _as_far_as(self, near: _Candidate | None) -> Answered:
        """The answer where nothing is known but what was found near the block."""
        if near is None:
            return Answered(self._answer("undecided"))
        # What is proved near the block says nothing of the rest; what the block proves does.
        return self._possible(replace(near, found=replace(near.found, bounds=self._least)))

    def _near(self) -> _Candidate | None:
        """A block that differs only in the stretches touched, as cheap as is found soon."""
        built = self._built()
        hold(built.plan, self._block, self._far)
        start = Start((), self._least)
        found = least_price(built, self._within(NEAR), self._watch, start, BRIEF)
        self._stopped = found.stopped
        return None if found.value is None else _Candidate(built, found)

    def _possible(self, best: _Candidate, near: _Candidate | None = None) -> Answered:
        value, is_near = self._nearest(best)
        other = self._drafted(best, value)
        change = difference(self._block, other)
        rows = other.solve.tiers
        should, prefer = (row.objective for row in rows)
        if (should, prefer) < self._least:
            raise PlannerError(
                "the block says that no block of its scenario costs less than should "
                f"{self._least[0]}, prefer {self._least[1]}, but one costs {should} and {prefer}"
                "\nMaybe its scenario was edited since: plan again, and ask the new block"
            )
        nearby = None if near is None or is_near else self._nearby(near, (should, prefer))
        is_proved = self._is_base_proved and other.solve.status == "optimal"
        answer = self._answer(
            "possible", proved=is_proved, change=change,
            costs=costs_of(self._paid, (should, prefer), (rows[0].bound, rows[1].bound)),
            nearby=nearby,
        )  # fmt: skip
        return Answered(answer, other)

    def _drafted(self, one: _Candidate, value: Value) -> Block:
        """The block of a solution of a candidate's model."""
        # Part of the proof is the block's own, so that it is no defect of ours where it is wrong.
        found = replace(one.found, status=cp_model.FEASIBLE)
        draft, asked = settled(one.built.plan, value, found, self._options)[0], self._block
        over = [session for session in asked.sessions if asked.is_over(session)]
        coming = [session for session in draft.sessions if not asked.is_over(session)]
        # As it was done: warm-ups and rests of sets that went otherwise are not reckoned again.
        block = whole(draft, (*over, *coming), asked.planned)
        return block.model_copy(update={"score": draft.score})

    def _nearby(self, near: _Candidate, best: Pair) -> Nearby | None:
        """What it costs near the block, where it is dearer there."""
        found = near.found
        if found.prices <= best:
            return None
        should, prefer = found.bounds
        least = should, prefer if should == found.prices[0] else 0
        weeks = tuple(shown_week(week) for week in self._every if week not in self._far)
        return Nearby(weeks=weeks, costs=costs_of(self._paid, found.prices, least))

    def _impossible(self) -> Answered:
        """Why not: the demands that it clashes with, looked for as long as there is time."""
        scenario = self._block.scenario
        self._watch.turns_to("looking for what it clashes with", [])
        judge = Judge(self._ends, self._options.seed, also=self._asked.demand)
        conflict, is_stopped = None, False
        try:
            conflict = conflict_of(scenario, judge, frozenset(self._asked.weeks))
        except Stopped as cut:
            is_stopped = cut.by_hand
        against, is_minimal = None, False
        if conflict is not None:
            against = demand_rows(scenario, conflict.demands, self._name)
            is_minimal = conflict.minimal
        self._stopped = is_stopped
        answer = self._answer("impossible", proved=True, against=against, minimal=is_minimal)
        return Answered(answer)

    def _answer(self, verdict: Verdict, **known: Any) -> Answer:
        return Answer(
            scenario=self._block.scenario.id, alternative=self._asked.sentence, verdict=verdict,
            base_proved=self._is_base_proved, stopped=self._stopped, **{"proved": False, **known},
        )  # fmt: skip

    def _built(self) -> Built:
        built = build(self._block.scenario)
        hold_forced(built, self._forced)
        self._asked.demand(built.plan)
        return built

    def _nearest(self, best: _Candidate) -> tuple[Value, bool]:
        """The best block, moved as near to the one that is asked as its price allows.

        And whether it leaves all but the stretches touched as they are.
        """
        assert best.found.value is not None, "the best block was found"
        if self._stopped:
            return best.found.value, False
        plan, block = best.built.plan, self._block
        held = [tuple(decisions(plan, block, weeks)) for weeks in (self._far, self._farther, ())]
        changes = changes_of(plan, block)
        value, self._stopped = nearest(
            best.built, best.found, changes, held, self._within(SHARE), self._watch
        )
        return value, all(value(one) == now for one, now in held[0])

    def _within(self, share: float) -> Options:
        """The same options for a share of the time that is left."""
        left = max(0.0, self._ends - time.perf_counter())
        return replace(self._options, time_limit=left * share)
