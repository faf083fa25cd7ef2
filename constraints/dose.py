"""Doses: total reps of the goal lift in each session, held between two ends that the week gives.

It stands alone because two rules state the same inequality about different ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from constraints.block import Block
from constraints.lines import Line
from constraints.rule import Breach, Rule, place
from scenarios.timeline import Week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

Ends = Callable[[Week], tuple[int, int] | None]


def post_dose(plan: PlanVars, to: Posting, ends: Ends) -> None:
    """Least and most reps of the lift in a session of each week; None: the week is free."""
    for week in plan.weeks:
        found = ends(week)
        for k in plan.labels:
            on = plan.on.get((week.index, k, plan.main))
            if found is not None and on is not None:
                total = plan.total_reps(week.index, k, plan.main)
                to.within(total, *found, place(week.index, k, plan.main), [on])


def dose_breaches(rule: Rule, block: Block, ends: Ends, said: str = "") -> Iterator[Breach]:
    """Sessions with too few or too many reps of the lift; `said` stands before the ends."""
    lift = Line(block.scenario.goal.lift)
    for session in block.in_order:
        found = ends(block.timeline[session.week_index])
        ours = [entry for entry in session.exercises if entry.line == lift]
        if found is None or not ours:
            continue
        total = sum(entry.sets * entry.reps for entry in ours)
        limit = min(max(total, found[0]), found[1])
        if total != limit:
            text = f"{session.day}: {total} reps of the goal lift, {said}{found[0]} to {found[1]}"
            where, excess = place(session.week_index, session, lift), abs(total - limit)
            yield Breach(rule.slug, rule.priority, where, text, total, limit, "reps", excess)
