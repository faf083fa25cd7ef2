"""Strength now: an athlete with the 1RMs that the logged sets speak for.

It stands alone because a 1RM can be stated in three ways, and an estimate must move the one that
the loads come from. What was stated is kept in the block: planning again always starts from that,
so that no logged set counts twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from constraints.block import Block
from constraints.lines import by_rule_of_thumb
from planner.log.done import Done, DoneSession, Extra
from planner.log.maxes import Estimate, estimates
from scenarios import strength
from scenarios.past import MovedMax, Stated, StatedRatio
from scenarios.schema import Athlete, Ratio, Scenario


@dataclass(frozen=True)
class Strength:
    """The athlete as strong as the log shows, and as stated; the statement, and what has moved."""

    athlete: Athlete
    plain: Athlete
    stated: Stated | None
    maxes: tuple[MovedMax, ...]


def strength_now(old: Block, asked: Scenario, happened: Done | None, on: date) -> Strength:
    """How strong the athlete is by a day.

    An exercise whose 1RM was not known stays so: its load is open, and follows the effort. Where
    its loads are percents of another lift, by a rule of thumb, reps that were missed disprove that:
    from then on its own strength counts.

    Args:
        old: the block that the log is about.
        asked: what is asked for now; strength that it states anew wins over the log so far.
        happened: what the log says.
        on: sets before this day count.
    """
    past = old.scenario.replanned
    before = None if past is None else past.stated
    is_said = happened is not None and (
        bool(happened.extras) or any(one.is_logged for one in happened.sessions)
    )
    if happened is None or not is_said:
        is_same = asked.athlete == old.scenario.athlete and past is not None
        maxes = past.maxes if is_same and past is not None else ()
        return Strength(asked.athlete, asked.athlete, before if is_same else None, maxes)
    stated, since = _stated(asked.athlete), None if before is None else before.since
    if before is not None and stated == _stated(old.scenario.athlete):
        stated = before.model_copy(update={"since": None})
    first = _stated(old.scenario.athlete) if before is None else before
    if stated != first.model_copy(update={"since": None}):
        since = on  # stated anew
    plain = _said_by(asked.athlete, stated)
    known = Block(
        scenario=_changed(asked, plain), solve=old.solve, sessions=old.as_planned.sessions
    )

    def counts(one: DoneSession | Extra) -> bool:
        return one.start.date() < on and (since is None or one.start.date() >= since)

    counted = replace(
        happened,
        sessions=tuple(filter(counts, happened.sessions)),
        extras=tuple(filter(counts, happened.extras)),
    )
    athlete = plain
    moved: list[MovedMax] = []
    found = estimates(known, counted)
    for one in sorted(found, key=lambda one: one.exercise not in plain.one_rep_max):
        is_known = one.before is not None or (
            by_rule_of_thumb(known.scenario, known.exercise(one.exercise))
            and any(step.is_missed for step in one.steps)
        )
        if is_known and one.before != one.after:
            athlete = _moved(known.scenario, athlete, one)
            was = None if one.before is None else one.before / 100
            moved.append(
                MovedMax(exercise=one.exercise, unit=one.unit, was=was, now=one.after / 100,
                         reason=one.reason)
            )  # fmt: skip
    kept = stated.model_copy(update={"since": since}) if moved or since is not None else None
    return Strength(athlete, plain, kept, tuple(moved))


def as_stated(block: Block) -> Block:
    """A block with the strength that was stated before logged sets moved it."""
    past = block.scenario.replanned
    if past is None or past.stated is None:
        return block
    athlete = _said_by(block.scenario.athlete, past.stated)
    return Block(
        scenario=_changed(block.scenario, athlete), solve=block.solve, sessions=block.sessions
    )


def _stated(athlete: Athlete) -> Stated:
    """What an athlete states of their strength."""
    ratios = {name: StatedRatio(of=one.of, times=one.times) for name, one in athlete.ratios.items()}
    return Stated(
        one_rep_max=dict(athlete.one_rep_max), recent_sets=dict(athlete.recent_sets), ratios=ratios
    )


def _said_by(athlete: Athlete, stated: Stated) -> Athlete:
    """The athlete who states this."""
    ratios = {name: Ratio(of=one.of, times=one.times) for name, one in stated.ratios.items()}
    return athlete.model_copy(
        update={
            "one_rep_max": stated.one_rep_max, "recent_sets": stated.recent_sets, "ratios": ratios,
        }
    )  # fmt: skip


def _changed(scenario: Scenario, athlete: Athlete) -> Scenario:
    return scenario.model_copy(update={"athlete": athlete, "replanned": None})


def _moved(scenario: Scenario, athlete: Athlete, one: Estimate) -> Athlete:
    """The athlete with another 1RM of one exercise, stated in the way in which it was."""
    name = one.exercise
    weight = strength.convert(one.after, one.unit, athlete.units) / 100
    if name in athlete.one_rep_max:
        maxes = {**athlete.one_rep_max, name: weight}
        return athlete.model_copy(update={"one_rep_max": maxes})
    own = athlete.ratios.get(name)
    base = scenario.catalogue[name].percent_of if own is None else own.of
    if base in athlete.one_rep_max:
        ratio = Ratio(of=base, times=min(3.0, weight / athlete.one_rep_max[base]))
        return athlete.model_copy(update={"ratios": {**athlete.ratios, name: ratio}})
    sets = {**athlete.recent_sets, name: f"1 x {weight:g} @ 10"}
    return athlete.model_copy(update={"recent_sets": sets})
