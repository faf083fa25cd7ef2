"""Progress: which weeks of a line are compared, posted and audited.

A line is compared with the last loading week in which it was trained, in the same stretch or the
one before, of those that were not lost as a whole; deload and taper weeks are no baseline, and a
week in which its heaviest loads are not there is not compared at all. Strain is what carries the
load: the weight where it is decided, else the RPE at which the athlete picks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from constraints import held
from constraints.block import Block
from constraints.lines import Line, Prescription, tool_of
from constraints.rule import place
from constraints.stretches import apart
from scenarios.catalogue import Exercise
from scenarios.schema import Scenario
from scenarios.timeline import Week
from scenarios.tools_there import heaviest

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars


def strain(what: Prescription) -> int:
    """Load in hundredths where it is decided, else RPE in halves, else 0."""
    return what.load if what.load is not None else what.rpe or 0


def can_compare(before: Prescription, after: Prescription) -> bool:
    """Whether two strains are of one kind: a load is not to be held against an effort.

    A menu holds one kind only, so this matters for blocks that are edited by hand.
    """
    return (before.load is None) == (after.load is None)


def shown_strain(what: Prescription, strain: int) -> tuple[float, str]:
    """A strain of a prescription's kind as people read it, with its unit."""
    return (strain / 2, "RPE") if what.load is None else (strain / 100, "load")


def compared_lines(plan: PlanVars) -> tuple[Line, ...]:
    """Lines that progress week by week: all but jumps, back-offs and tests."""
    return tuple(line for line in plan.lines if not plan.exercise(line).is_jump)


def compared_in(block: Block) -> tuple[Line, ...]:
    """The same for a finished block."""
    return tuple(
        line
        for line in block.lines
        if line.part == "work" and not block.exercise(line.exercise).is_jump
    )


def posted_pairs(
    plan: PlanVars,
    line: Line,
    back: int = 1,
    ever: bool = False,
    lates: Iterable[int] | None = None,
) -> Iterator[tuple[int, int, tuple[Literal, ...]]]:
    """Pairs of loading weeks with the literals under which they are compared.

    Args:
        plan: the variables.
        line: what is compared.
        back: at most so many stretches lie between the two.
        ever: a week that is over is compared however long ago it was.
        lates: the later weeks, which need not be loading ones; all loading weeks where it is None.
    """
    loading = (w for w in plan.loading_weeks if plan.compared(w, line))
    weeks = [w for w in loading if not _is_capped(plan.scenario, line, w)]
    for late in weeks if lates is None else [w for w in lates if plan.compared(w, line)]:
        if held.is_over(plan.scenario, late):
            continue  # history
        for early in (week for week in weeks if week < late):
            between = apart(plan.scenario, plan.weeks[early], plan.weeks[late])
            if between > back and not (ever and held.is_over(plan.scenario, early)):
                continue
            skipped = [plan.shows(w, line).Not() for w in weeks if early < w < late]
            yield early, late, (plan.shows(early, line), plan.shows(late, line), *skipped)


def audited_pairs(
    block: Block,
    line: Line,
    back: int = 1,
    ever: bool = False,
    lates: Iterable[int] | None = None,
) -> Iterator[tuple[int, int, Prescription, Prescription]]:
    """The same pairs in a finished block, with what was asked in each week."""
    known = [week for week in block.weeks_of(line) if block.prescribed(week, line) is not None]
    loading = (week for week in known if block.timeline[week].is_loading)
    weeks = [week for week in loading if not _is_capped(block.scenario, line, week)]
    for late in weeks if lates is None else [week for week in lates if week in known]:
        early = max((week for week in weeks if week < late), default=None)
        if early is None:
            continue
        between = apart(block.scenario, block.timeline[early], block.timeline[late])
        before, after = block.prescribed(early, line), block.prescribed(late, line)
        is_near = between <= back or (ever and held.is_over(block.scenario, early))
        if is_near and before is not None and after is not None:
            yield early, late, before, after


def _is_capped(scenario: Scenario, line: Line, week: int) -> bool:
    """Whether the heaviest loads of a line are not there in a week."""
    tool = tool_of(scenario, scenario.catalogue[line.exercise])
    return heaviest(scenario, tool, week) is not None


def deload_pairs(weeks: Iterable[Week]) -> list[tuple[int, int]]:
    """Each deload week with the last loading week before it."""
    found, last = [], None
    for week in weeks:
        if week.deload and last is not None:
            found.append((last, week.index))
        last = week.index if week.is_loading else last
    return found


def leaps(before: Prescription, after: Prescription) -> bool:
    """Whether the load goes up by more than a tenth."""
    return 10 * (after.load or 0) > 11 * (before.load or 0)


def post_leap(
    plan: PlanVars, line: Line, early: int, late: int, when: Sequence[Literal]
) -> Literal:
    """A literal that can be true only when the load goes up by more than a tenth."""
    literal = plan.model.new_bool_var(f"w{late} {line} leaps")
    before, after = (plan.worth(week, line, lambda p: p.load or 0) for week in (early, late))
    plan.model.add(10 * after >= 11 * before + 1).only_enforce_if([*when, literal])
    return literal


def load_of(what: Prescription) -> int:
    """Load in hundredths; 0 where it is left open."""
    return what.load or 0


def lightest(scenario: Scenario, exercise: Exercise, load: int, percent: int) -> int:
    """The least load of a week that is lighter by so many percent; a hundred times the hundredths.

    Where the tool's steps are wider than that, the next lighter load is allowed: something is.
    """
    tool = tool_of(scenario, exercise)
    ours = scenario.equipment.loads(tool) if tool is not None else ()
    next_lighter = max((one for one in ours if one <= load), default=load)
    return min((100 - percent) * load, 100 * next_lighter)


def lifted(what: Prescription) -> int:
    """The load that was really lifted, in hundredths: nobody leaps who lifts it again."""
    return what.lifted or what.load or 0


def shown(what: Prescription) -> int:
    """Thirty times the one-rep maximum that a set speaks for (Epley), in hundredths; 0 if open."""
    return (what.load or 0) * (30 + what.reps)


def shown_lifted(what: Prescription) -> int:
    """The same, of what was really lifted."""
    return lifted(what) * (30 + what.reps)


def post_shown(
    plan: PlanVars, to: Posting, line: Line, early: int, late: int,
    when: Sequence[Literal], ends: tuple[int, int],
) -> None:  # fmt: skip
    """State that a line shows from `ends[0]` to `ends[1]` percent of what it showed before.

    At most of what was lifted, where that was more than was asked for.
    """
    where, now = place(late, None, line), plan.worth(late, line, shown)
    most = plan.worth(early, line, lambda p: ends[1] * shown_lifted(p))
    to.at_most(100 * now, most, where, when, once=True)
    least = plan.worth(early, line, lambda p: ends[0] * shown(p))
    to.at_least(100 * now, least, where, when, once=True)


def beyond_shown(
    before: Prescription, after: Prescription, ends: tuple[int, int]
) -> tuple[float, float] | None:
    """What a line shows and the end that it crosses, as loads for one rep; None inside.

    A load that is open is compared with nothing.
    """
    if before.load is None or after.load is None:
        return None
    now = 100 * shown(after)
    limit = min(max(now, ends[0] * shown(before)), ends[1] * shown_lifted(before))
    return None if now == limit else (round(now / 300_000, 1), round(limit / 300_000, 1))


def has_open_load(plan: PlanVars, line: Line, weeks: Iterable[int]) -> bool:
    """Whether a load may be left open in one of these weeks: then loads are not compared."""
    return any(what.load is None for week in weeks for what, _ in plan.compared(week, line))


def percent_of(what: Prescription) -> int:
    """Tenths of a percent; 0 where no 1RM is known."""
    return what.percent or 0


def rises(plan: PlanVars, early: int, late: int, line: Line) -> list[Literal]:
    """Literals that each prove a rise: of strain, of reps, of the week's sets."""
    model = plan.model
    strains = [plan.worth(week, line, strain) for week in (early, late)]
    reps = [plan.worth(week, line, lambda p: p.reps) for week in (early, late)]
    sets = [plan.line_sets(week, line) for week in (early, late)]
    found: list[Literal] = []
    for name, (before, after) in (("strain", strains), ("reps", reps), ("sets", sets)):
        literal = model.new_bool_var(f"w{late} {line} {name} rise")
        model.add(after >= before + 1).only_enforce_if(literal)
        found.append(literal)
    return found


def has_risen(block: Block, early: int, late: int, line: Line) -> bool:
    """Whether a line has risen between two weeks, in a finished block."""
    before, after = block.prescribed(early, line), block.prescribed(late, line)
    if before is None or after is None:
        return False
    harder = strain(after) > strain(before)
    return (
        (harder and can_compare(before, after))
        or after.reps > before.reps
        or block.line_sets(late, line) > block.line_sets(early, line)
    )


def said(what: Prescription) -> str:
    """A prescription in a few words."""
    load = "" if what.load is None else f" at {what.load / 100:g}"
    if what.lifted is not None and what.load is not None and what.lifted != what.load:
        load = f" at {what.lifted / 100:g} (counts as {what.load / 100:g})"
    effort = what.felt or what.rpe
    rpe = "" if effort is None or what.load is not None else f" at RPE {effort / 2:g}"
    return f"{what.reps} reps{load}{rpe}"
