"""What became of planning again, in words: reasons, what comes back slowly, what gave way.

It stands alone because it only reads: the command writes the files, and says what changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from planner.cli import console

if TYPE_CHECKING:
    from rich.console import RenderableType

    from constraints.absences import Absence
    from constraints.block import Block, Session
    from constraints.rule import Breach
    from planner.log.done import Done
    from planner.replanning.replan import Again
    from planner.solving.outcome import Planned

FRESH_DAYS: Final = 42  # after a pause, in which nobody knows yet how strong they are [P]


def told(found: Again, old: Block, planned: Planned, happened: Done) -> Iterator[RenderableType]:
    """What the change amounts to, why loads follow, and what can no longer be mended."""
    from rich.text import Text

    from planner.cli.logged import mistyped
    from planner.exports import words

    yield from map(_later, found.later)
    if found.is_same:
        yield "Nothing is new: the block stays as it is."
        return
    past = planned.block.scenario.replanned
    assert past is not None, "the block was planned again"
    for moved, follow in ((past.maxes, "and its loads follow"), (past.unfollowed, _UNFOLLOWED)):
        if moved:
            yield Text(f"\nThe strength has moved, {follow}", style="bold")
        for one in moved:
            was = "by rule of thumb" if one.was is None else f"{one.was:.1f}"
            step = f"{was} -> {one.now:.1f} {one.unit}"
            yield console.indented(f"{words.name(planned.block, one.exercise)} 1RM {step}")
            yield console.indented(console.printable(one.reason), 4)
    if harder := list(_harder(planned.block)):
        yield Text("\nHarder than planned, and the reps to come follow", style="bold")
        yield from map(console.indented, harder)
    yield from map(console.indented, outside(old, planned.block))
    yield from map(console.indented, leaps(old, planned.block))
    yield from map(console.indented, mistyped(old, happened))
    yield from map(console.indented, _silent(happened, past.on))
    assert found.changes is not None, "there is a block"
    points, bound = found.changes
    proof = "proved to be the least" if points == bound else f"at least {bound} are needed"
    yield Text("\nLeast change", style="bold")
    yield console.indented(f"{words.count(points, 'point')} of change, {proof}.")
    yield from map(console.indented, gone_back(old, planned.block))
    if not planned.is_proved:
        yield console.indented("What the block pays is not proved to be the least.")
    yield from map(console.indented, words.of_test(planned.block))
    yield from map(console.indented, after_pause(planned.block))
    yield from map(console.indented, after_trip(planned.block))
    yield from map(console.indented, after_gap(planned.block))
    yield from map(console.indented, after_absence(planned.block))
    yield from map(console.indented, _not_taken_back(old, planned.block))
    report = planned.report
    for text in dict.fromkeys(f"{one.text} ({one.rule})" for one in report.forced):
        yield console.indented(f"Gives way to what happened or is to come: {text}")
    yield from _over(report.history)


def _harder(block: Block) -> Iterator[str]:
    """Work without a load that was harder than asked for when it was done last."""
    from constraints.rules.bodyweight_effort import A_WEEK, AT_ONCE, BodyweightEffort
    from constraints.shown_effort import harder_than_asked
    from planner.exports import words
    from scenarios.timeline import shown_week

    for rule in BodyweightEffort.asked_by(block.scenario):
        for line in rule.lines(block):
            if (found := harder_than_asked(block.scenario, line)) is not None:
                week, most = found
                yield (
                    f"{words.name(block, line.exercise)}: week {shown_week(week)} shows "
                    f"{most / 2:g} reps at the most. From there it goes on with "
                    f"{AT_ONCE // 2} more at once and {A_WEEK / 2:g} a week."
                )


def outside(old: Block, block: Block) -> Iterator[str]:
    """New days away that change nothing, for none of them is to come in the block."""
    scenario = block.scenario
    past = scenario.replanned
    since = scenario.start if past is None else past.on
    last = scenario.end - timedelta(days=1)
    for span in scenario.availability.away:
        known = old.scenario.availability.away  # what is shortened, or over by now, is no slip
        is_new = not any(one.begin <= span.end and span.begin <= one.end for one in known)
        if is_new and (span.end < since or last < span.begin):
            yield (
                f"Days away from {span.begin} to {span.end} change nothing: what is to come runs "
                f"from {since} to {last}. Maybe correct the month or the year."
            )


def gone_back(old: Block, block: Block) -> Iterator[str]:
    """Sessions that are again as they were before days away that are called off."""
    from planner.exports import words
    from planner.replanning.set_aside import given_back

    aside = given_back(old, block.scenario)
    wanted = {one.uid: aside[one.uid] for one in old.sessions if one.uid in aside}  # not dropped
    back = [one for one in block.sessions if one.uid in wanted and one.is_as(wanted[one.uid])]
    if back:
        verb = "is" if len(back) == 1 else "are"
        yield (
            f"{words.count(len(back), 'session')} {verb} again as before the days away that are "
            "called off: that costs no points."
        )


def leaps(old: Block, block: Block) -> Iterator[str]:
    """Loads that leap, for a 1RM was stated anew that is far higher.

    What is stated is believed, and then the new load is no harder than the old one was; but a slip
    of the pen would be as heavy.
    """
    from constraints.lines import by_reps
    from planner.exports import words

    past, ours = block.scenario.replanned, block.scenario.progression
    was, now = old.scenario.athlete.one_rep_max, block.scenario.athlete.one_rep_max
    by_log = {one.exercise for one in (() if past is None else past.maxes)}
    for name in sorted(now.keys() & block.scenario.catalogue.keys()):  # a squat's is only named
        work = [
            (session, entry.load)
            for session in block.in_order
            for entry in session.exercises
            if entry.exercise == name
            and entry.part == "work"
            and entry.load
            and block.timeline[session.week_index].is_loading
        ]
        done = [pair for pair in work if block.is_over(pair[0])]
        coming = [pair for pair in work if not block.is_over(pair[0])]
        is_bell = by_reps(block.scenario, block.exercise(name))
        percent = ours.bell_jump_percent if is_bell else ours.jump_percent
        is_far_higher = 100 * now[name] > (100 + percent) * was.get(name, now[name])
        if not is_far_higher or name in by_log or not done or not coming:
            continue
        (last, before), (first, after) = done[-1], coming[0]
        if 100 * after > (100 + percent) * before:
            yield (
                f"{words.name(block, name)} leaps from {before:g} on {words.day(last.day)} to "
                f"{after:g} on {words.day(first.day)}, for its 1RM was {was[name]:g} and is "
                f"{now[name]:g}. If that was not measured, let the log move it instead."
            )


def _silent(happened: Done, on: date) -> Iterator[str]:
    """That the loads do not follow sets that were too easy or too long."""
    from planner.exports import words
    from planner.log import maxes

    if count := maxes.silent(happened, on):
        say = "says" if count == 1 else "say"
        yield (
            f"{words.count(count, 'logged set')} {say} little of strength: below RPE "
            f"{maxes.LEAST_RPE / 2:g} nobody knows how many reps were left, nor after more than "
            f"{maxes.MOST_REPS} reps ({maxes.MOST_REPS_HARD} from RPE {maxes.HARD / 2:g} on). They "
            "count for the least that they can mean, where that is more than was known."
        )


def after_pause(block: Block) -> Iterator[str]:
    """Why sets fall where weeks of return from a pause are to come."""
    from constraints import held
    from constraints.rules.after_pause import AfterPause
    from planner.exports import words

    for rule in AfterPause.asked_by(block.scenario):
        coming = [one for one in rule.returns if not held.is_over(block.scenario, one.week)]
        if not coming:
            continue
        yield replace(rule, returns=tuple(coming)).explain()
        test = block.scenario.goal.test
        backs = [block.timeline[one.week].start for one in rule.returns if one.is_first]
        if test is not None and any(0 <= (test - back).days <= FRESH_DAYS for back in backs):
            yield (
                f"The test on {words.day(test)} rests on a 1RM from before the pause: let the last "
                "heavy sets decide its attempts."
            )


def after_trip(block: Block) -> Iterator[str]:
    """How exercises start that had no tools for long, as long as their first week is to come."""
    from constraints import held
    from constraints.rules.after_trip import AfterTrip
    from planner.exports import words

    def trains(exercise: str, week: int) -> bool:
        entries = (entry for one in block.of_week(week) for entry in one.exercises)
        return any(entry.exercise == exercise for entry in entries)

    for rule in AfterTrip.asked_by(block.scenario):
        coming = [
            one
            for one in rule.trips
            if trains(one[0], one[1].week) and not held.is_over(block.scenario, one[1].week)
        ]
        if coming:
            names = ", ".join(sorted({words.name(block, name) for name, _ in coming}))
            yield f"{replace(rule, trips=tuple(coming)).explain()} So it is for {names}."


def after_gap(block: Block) -> Iterator[str]:
    """How exercises start whose sessions are lost to days away for long."""
    from constraints.rules.after_gap import AfterGap
    from planner.exports import words

    for rule in AfterGap.asked_by(block.scenario):
        back = {words.name(block, line.exercise) for line, _ in rule.of(block)}
        if back:
            yield f"{rule.explain()} So it is for {', '.join(sorted(back))}."


def after_absence(block: Block) -> Iterator[str]:
    """How exercises start that come back, as long as their first weeks are to come."""
    from constraints.rules.after_absence import AfterAbsence

    def is_coming(rule: AfterAbsence, one: Absence) -> bool:
        weeks = {cell.week for cell in rule.first_cells(block, one)}
        last = block.of_week(max(weeks)) if weeks else ()
        ours = (s for s in last if any(e.exercise == one.exercise for e in s.exercises))
        first = next(ours, None)
        return first is not None and not block.is_over(first)

    for rule in AfterAbsence.asked_by(block.scenario):
        broken = {breach.where.exercise for breach in rule.audit(block)}
        coming = [one for one in rule.back if is_coming(rule, one) and one.exercise not in broken]
        if coming:
            yield replace(rule, back=tuple(coming)).explain()


def _not_taken_back(old: Block, block: Block) -> Iterator[str]:
    """Exercises that are allowed again, and that no wish brings back."""
    from planner.exports import words

    allowed = set(old.scenario.exercises.exclude) - set(block.scenario.exercises.exclude)
    coming = (one for one in block.in_order if not block.is_over(one))
    back = {entry.exercise for one in coming for entry in one.exercises}
    if names := sorted(words.name(block, one) for one in allowed - back):
        yield (
            f"Allowed again, and not taken back: {', '.join(names)}. Pin or prefer what you want "
            "to have back."
        )


def _over(history: Iterable[Breach]) -> Iterator[RenderableType]:
    """Demands that what was done has broken: one line a rule, for nothing can mend them."""
    from planner.replanning.replan import BUILT_IN

    by_rule: dict[str, list[str]] = {}
    for one in history:
        if one.priority == "must" and one.rule not in BUILT_IN:
            by_rule.setdefault(one.rule, []).append(one.text)
    for rule, texts in by_rule.items():
        different = list(dict.fromkeys(texts))
        more = f" (and {len(different) - 1} more)" if len(different) > 1 else ""
        yield console.indented(f"Over, and not to be mended: {different[0]}{more} ({rule})")


_UNFOLLOWED: Final = "but no block was found that follows it"


def _later(session: Session) -> str:
    return (
        f"Week {session.week} {session.label}, {session.day}: the log mentions it, but it is still "
        "to come. Give a later --on when it is over."
    )
