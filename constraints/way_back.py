"""The way back: how a line starts again, whatever has kept it away.

It stands alone because three rules ask the same: `after-pause` of all that is done after days
without a session, `after-trip` of an exercise that had no tools for as long, `after-gap` of one
whose sessions were lost to days away. sets(line, session) <= max(2, least of the exercise, share x
most sets of the line in a session of the base); the effort stays at a cap; 85 % x shown(early) <=
shown(late) <= 102 % x shown(early), 80 and 95 % after a long pause (60 and 100 % for dumbbells and
bells), where shown = load x (30 + reps) / 30 is the one-rep maximum that a set speaks for (Epley);
without a load, reps(late) <= reps(early).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from constraints import progress
from constraints.absences import WayBack
from constraints.balance import least_sets_back
from constraints.block import Block, Cell
from constraints.lines import Line, Prescription, by_reps, tool_of
from constraints.rule import Breach, Rule, place
from scenarios.odd_weeks import Return
from scenarios.schema import Scenario
from scenarios.timeline import shown_week, weeks

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

Step = Return | WayBack
# Percent of what was last shown: lighter is no way back but a new start, and a step between two
# loads is worth about as much as two percent. After a long pause it is less, also with fewer reps;
# of dumbbells and bells the next one down may be far lighter [P].
SHOWN, SHOWN_LONG, SHOWN_LONG_BY_REPS = (85, 102), (80, 95), (60, 100)


def shown_ends(scenario: Scenario, line: Line, late: int, is_long: bool) -> tuple[int, int]:
    """Least and most of what was last shown that a line may start with, in percent.

    In a deload or a taper a set may be as light as these ask for.
    """
    by_bell = by_reps(scenario, scenario.catalogue[line.exercise])
    low, high = (SHOWN_LONG_BY_REPS if by_bell else SHOWN_LONG) if is_long else SHOWN
    return (low if weeks(scenario)[late].is_loading else 0), high


def light(scenario: Scenario, back: Collection[int]) -> tuple[int, ...]:
    """Deloads and tapers among the weeks of a way back: they are compared there too."""
    return tuple(one for one in sorted(back) if not weeks(scenario)[one].is_loading)


def posted_pairs(
    plan: PlanVars, line: Line, back: Collection[int]
) -> Iterator[tuple[int, int, tuple[Literal, ...]]]:
    """Pairs of weeks of a line, however far apart, that lie on both sides of what kept it away."""
    yield from progress.posted_pairs(plan, line, ever=True)
    yield from progress.posted_pairs(plan, line, ever=True, lates=light(plan.scenario, back))


def audited_pairs(
    block: Block, line: Line, back: Collection[int]
) -> Iterator[tuple[int, int, Prescription, Prescription]]:
    """The same pairs in a finished block."""
    yield from progress.audited_pairs(block, line, ever=True)
    yield from progress.audited_pairs(block, line, ever=True, lates=light(block.scenario, back))


def post_start(
    plan: PlanVars, to: Posting, line: Line, early: int, late: int, when: Sequence[Literal],
    ends: tuple[int, int],
) -> None:  # fmt: skip
    """State that a line starts from `ends[0]` to `ends[1]` percent of what it last showed."""
    progress.post_shown(plan, to, line, early, late, when, ends)
    if _goes_by_reps(plan.scenario, line):
        was, now = (plan.worth(week, line, lambda p: p.reps) for week in (early, late))
        to.at_most(now, was, place(late, None, line), when, once=True)


def starts(
    rule: Rule, block: Block, line: Line, pair: tuple[int, int, Prescription, Prescription],
    ends: tuple[int, int], since: str,
) -> Iterator[Breach]:  # fmt: skip
    """The same in a finished block, of one of its pairs: a breach for each end that is crossed."""
    early, late, before, after = pair
    where = place(late, None, line)
    text = (
        f"{line.exercise}: {progress.said(after)} in week {shown_week(late)}, "
        f"{progress.said(before)} before {since}, in week {shown_week(early)}"
    )
    beyond = progress.beyond_shown(before, after, ends)
    if beyond is not None:
        yield Breach(rule.slug, rule.priority, where, text, *beyond, "load for one rep")
    if _goes_by_reps(block.scenario, line) and after.reps > before.reps:
        yield Breach(rule.slug, rule.priority, where, text, after.reps, before.reps, "reps")


def _goes_by_reps(scenario: Scenario, line: Line) -> bool:
    """Whether reps alone say how hard a line is: work without a load."""
    exercise = scenario.catalogue[line.exercise]
    is_counted = exercise.rep_unit == "reps" and exercise.modality != "core"
    return is_counted and tool_of(scenario, exercise) is None


def post_sets(
    plan: PlanVars, to: Posting, one: Step, k: int, line: Line, when: Sequence[Literal] = ()
) -> None:
    """State that a line has the least sets that make sense, or the share of some session."""
    where, sets = place(one.week, k, line), plan.sets[one.week, k, line]
    low = least_sets_back(plan.exercise(line))
    before = [
        plan.sets[one.base, other, line]
        for other in plan.labels
        if (one.base, other, line) in plan.sets
    ]
    before = [was for was in before if one.percent * plan.bounds(was)[1] > 100 * low]
    ends = [plan.model.new_bool_var(f"w{one.week} s{k} {line} end") for _ in before]
    to.at_most(sets, low, where, [*when, *(end.Not() for end in ends)])
    for was, end in zip(before, ends, strict=True):
        to.at_most(100 * sets, one.percent * was, where, [*when, end], step=100)


def too_many_sets(
    rule: Rule, block: Block, one: Step, since: str, only: Collection[Line] | None = None
) -> Iterator[Breach]:
    """Lines, or some of them, with too many sets in a session of a finished block."""
    most: dict[Line, int] = {}
    for session in block.of_week(one.base):
        for line, sets in block.sets_of(session).items():
            most[line] = max(most.get(line, 0), sets)
    coming = (each for each in block.of_week(one.week) if not block.is_over(each))
    for session in coming:
        for line, sets in block.sets_of(session).items():
            share = one.percent * most.get(line, 0) // 100
            limit = max(least_sets_back(block.exercise(line.exercise)), share)
            if line.part == "test" or sets <= limit or (only is not None and line not in only):
                continue
            text = (
                f"{session.day}: {line.exercise} {sets} sets after {most.get(line, 0)} in week "
                f"{shown_week(one.base)}, before {since}, at most {limit}"
            )
            where = place(one.week, session, line)
            yield Breach(rule.slug, rule.priority, where, text, sets, limit, "sets", sets - limit)


def post_effort(
    plan: PlanVars, to: Posting, week: int, line: Line, most: int, when: Sequence[Literal] = ()
) -> None:
    """State that no set of a line is harder than this RPE, in halves."""
    for label in plan.cell_labels(line):
        choices = plan.choices(week, line, label)
        hard = [literal for what, literal in choices if (what.rpe or 0) > most]
        if hard:
            to.at_most(plan.total(hard), 0, place(week, label, line), when)


def too_hard(rule: Rule, block: Block, cell: Cell, most: int, since: str) -> Iterator[Breach]:
    """The same in a finished block, for what is to come."""
    rpe = cell.prescription.rpe or 0
    if rpe <= most or block.is_over(cell.session):
        return
    text = (
        f"{cell.line.exercise}: RPE {rpe / 2:g} in week {shown_week(cell.week)}, after {since}, "
        f"at most {most / 2:g}"
    )
    is_own = block.exercise(cell.line.exercise).is_jump
    where = place(cell.week, cell.session if is_own else None, cell.line)
    yield Breach(rule.slug, rule.priority, where, text, rpe / 2, most / 2, "RPE")


def most_in_words(is_long: bool) -> str:
    """The most that a lift may start with, in a few words."""
    if not is_long:
        return f"{SHOWN[1]} %"
    return f"{SHOWN_LONG[1]} % (dumbbells and bells {SHOWN_LONG_BY_REPS[1]} %)"
