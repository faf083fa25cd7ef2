"""Questions to a block: what is asked otherwise, and what that demands of a plan.

It stands alone because a question is checked against the block before anything is solved: a week,
date or exercise that is not there, or a wish that is met already, is answered at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from constraints.block import Block, Session
from constraints.lines import Line, menu, unit_of
from constraints.variables import PlanVars
from planner.exports import words
from scenarios.errors import PlannerError
from scenarios.ids import LABELS
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.variables import Literal

Demand = Callable[[PlanVars], None]


@dataclass(frozen=True)
class Question:
    """What somebody asks of a block; weeks count from 1, loads are in the exercise's unit."""

    without: str | None = None
    instead: str | None = None
    exercise: str | None = None
    week: int | None = None
    on: date | None = None
    sets: int | None = None
    load: float | None = None


@dataclass(frozen=True)
class Alternative:
    """What is asked instead of what the block says.

    `sentence` says it, `weeks` (from 0) are those that it touches, `demand` states it to a plan.
    """

    sentence: str
    weeks: tuple[int, ...]
    demand: Demand


def alternative(block: Block, asked: Question) -> Alternative:
    """The alternative that a question means.

    Raises:
        PlannerError: it asks for nothing, for two things, or for what the block does not have.
    """
    _check_flags(asked)
    _check_names(block, asked)
    _check_time(block, asked)
    if asked.without is not None:
        return _without(block, asked, asked.without)
    if asked.exercise is None:
        assert asked.on is not None, "without an exercise only a date is asked for"
        return _date(block, asked.on)
    if asked.sets is None and asked.load is None:
        return _with(block, asked, asked.exercise)
    return _done_otherwise(block, asked, asked.exercise)


# -- what can be asked ---------------------------------------------------------------------------


def _check_flags(asked: Question) -> None:
    how_much = asked.sets is not None or asked.load is not None
    if asked.without is None and asked.exercise is None and asked.on is None:
        raise PlannerError(
            "no question: give --not EXERCISE, --exercise EXERCISE or --on DATE"
            "\nMaybe --not dead_bug --week 2: why is it there?"
        )
    if asked.without is not None and asked.exercise is not None:
        raise PlannerError(
            "--not and --exercise are two questions: ask one of them"
            "\nMaybe --not A --instead B: B in the place of A"
        )
    if asked.instead is not None and asked.without is None:
        raise PlannerError("--instead: needs --not EXERCISE, the one whose place it takes")
    if asked.instead is not None and asked.instead == asked.without:
        raise PlannerError(f"--not and --instead: both are {asked.instead}")
    if asked.week is not None and asked.on is not None:
        raise PlannerError("--week and --on: give one of them, the date says its week")
    if asked.week is not None and asked.without is None and asked.exercise is None:
        raise PlannerError("--week: needs --not or --exercise")
    if how_much and (asked.exercise is None or asked.week is None):
        raise PlannerError("--sets and --load: need --exercise and --week")
    if asked.exercise is not None and asked.week is None and asked.on is None:
        raise PlannerError("--exercise: needs --week or --on, the place that is meant")


def _check_names(block: Block, asked: Question) -> None:
    scenario = block.scenario
    options = {"--not": asked.without, "--instead": asked.instead, "--exercise": asked.exercise}
    for option, name in options.items():
        if name is not None and name not in scenario.catalogue:
            close = difflib.get_close_matches(name, sorted(scenario.catalogue), n=1)
            maybe = f"Maybe {close[0]}" if close else "Maybe look at planner exercises"
            raise PlannerError(f'{option}: no exercise is called "{name}"\n{maybe}')
    if asked.week is not None and not 1 <= asked.week <= scenario.weeks:
        raise PlannerError(f"--week {asked.week}: the block has weeks 1 to {scenario.weeks}")
    if asked.on is not None and not scenario.start <= asked.on < scenario.end:
        raise PlannerError(
            f"--on {asked.on}: not in the block, which goes from {scenario.start} up to "
            f"{date.fromordinal(scenario.end.toordinal() - 1)}"
        )


def _check_time(block: Block, asked: Question) -> None:
    """In a block that was planned again in its midst, what is over cannot be otherwise."""
    again, meant = block.scenario.replanned, list(_meant(block, asked))
    if again is not None and meant and all(again.is_over(one.week, one.label) for one in meant):
        raise PlannerError(
            f"{_where(asked)} all is over: the block was planned again from a later day on"
            "\nMaybe ask the block before it, or of a later week"
        )


# -- alternatives --------------------------------------------------------------------------------


def _without(block: Block, asked: Question, name: str) -> Alternative:
    """An exercise is left out of a place; another one may stand in every session that it leaves."""
    places = [one for one in _meant(block, asked) if _holds(one, name)]
    if not places:
        there = sorted({one.week for one in block.sessions if _holds(one, name)})
        if not there:
            raise PlannerError(f"--not {name}: the block does not train it")
        raise PlannerError(
            f"--not {name}: it is not trained {_where(asked)}"
            f"\nMaybe ask of week {' or '.join(map(str, there))}"
        )
    other = asked.instead
    if other is not None and all(_holds(one, other) for one in places):
        raise PlannerError(f"--instead {other}: it is trained {_where(asked)} already")
    where = frozenset((one.week_index, LABELS.index(one.label)) for one in places)
    weeks = tuple(sorted({week for week, _ in where}))

    def demand(plan: PlanVars) -> None:
        for week, k, literal in _trained(plan, name):
            if asked.on is not None:
                for at in _on_date(plan, asked.on, week, k):
                    plan.model.add_bool_or([at.Not(), literal.Not()])
            elif asked.week is None or week == asked.week - 1:
                plan.model.add_bool_and([literal.Not()])
        if other is None:
            return
        if asked.on is not None:
            _train_on(plan, other, asked.on)
            return
        for place in sorted(where):
            plan.model.add_bool_or(
                [one for *at, one in _trained(plan, other) if tuple(at) == place]
            )

    instead = "" if other is None else f", {_said(block, other)} instead"
    return Alternative(f"no {_said(block, name)} {_where(asked)}{instead}", weeks, demand)


def _with(block: Block, asked: Question, name: str) -> Alternative:
    """An exercise is trained in a week, or on a date, where it is not."""
    if any(_holds(one, name) for one in _meant(block, asked)):
        raise PlannerError(
            f"--exercise {name}: it is trained {_where(asked)} already"
            f"\nMaybe ask why with --not {name}"
        )
    week = _week(block, asked)

    def demand(plan: PlanVars) -> None:
        if asked.on is not None:
            _train_on(plan, name, asked.on)
        else:
            plan.model.add_bool_or([one for at, _, one in _trained(plan, name) if at == week])

    return Alternative(f"{_said(block, name)} {_where(asked)}", (week,), demand)


def _date(block: Block, on: date) -> Alternative:
    """A session on a date that has none, or none where there is one."""
    is_held = any(one.day == on for one in block.sessions)
    asked = Question(on=on)
    week = _week(block, asked)

    def demand(plan: PlanVars) -> None:
        held = [at for k in plan.labels for at in _on_date(plan, on, week, k)]
        if is_held:
            plan.model.add_bool_and([at.Not() for at in held])
        else:
            plan.model.add_bool_or(held)

    return Alternative(f"{'no' if is_held else 'a'} session {_where(asked)}", (week,), demand)


def _done_otherwise(block: Block, asked: Question, name: str) -> Alternative:
    """So many sets of an exercise in a week, or a load for it."""
    week, sets = _week(block, asked), asked.sets
    now = block.prescribed(week, Line(name))
    load = None if asked.load is None else round(asked.load * 100)
    if sets is not None:
        is_now = sum(e.sets for one in block.of_week(week) for e in one.exercises
                     if e.exercise == name)  # fmt: skip
        if sets == is_now:
            raise PlannerError(f"--sets {sets}: {name} has so many {_where(asked)} already")
    if load is not None:
        _check_load(block, name, load)
        if now is not None and now.load == load:
            raise PlannerError(f"--load {asked.load:g}: {name} has it {_where(asked)} already")

    def demand(plan: PlanVars) -> None:
        if sets is not None:
            own = [plan.sets[key] for key in sorted(plan.sets)
                   if key[0] == week and key[2].exercise == name]  # fmt: skip
            if own:
                plan.model.add(plan.total(own) == sets)
            else:
                plan.model.add_bool_or([])
        if load is not None:
            cells = (plan.choices(week, Line(name), k) for k in plan.cell_labels(Line(name)))
            plan.model.add_bool_or(
                [literal for cell in cells for what, literal in cell if what.load == load]
            )

    how = [words.count(sets, "set")] if sets is not None else []
    how += [f"{asked.load:g} {_unit(block, name)}"] if asked.load is not None else []
    said = f"{_said(block, name)} with {' and '.join(how)} {_where(asked)}"
    return Alternative(said, (week,), demand)


def _check_load(block: Block, name: str, load: int) -> None:
    """Only loads that the athlete can put together can be asked for."""
    known = sorted(
        {what.load for what in menu(block.scenario, Line(name)) if what.load is not None}
    )
    if not known:
        raise PlannerError(
            f"--load: the block leaves the load of {name} open"
            "\nMaybe give the scenario a 1RM for it"
        )
    if load not in known:
        near = sorted(known, key=lambda one: (abs(one - load), one))[:2]
        shown = " or ".join(words.number(one / 100) for one in sorted(near))
        raise PlannerError(
            f"--load {words.number(load / 100)}: no load that {name} can have with this equipment"
            f"\nMaybe {shown} {_unit(block, name)}"
        )


# -- places --------------------------------------------------------------------------------------


def _meant(block: Block, asked: Question) -> Iterator[Session]:
    """Sessions of the block in the place that is asked about."""
    for one in block.in_order:
        if asked.week in (None, one.week) and asked.on in (None, one.day):
            yield one


def _week(block: Block, asked: Question) -> int:
    """The week (from 0) of the place."""
    if asked.week is not None:
        return asked.week - 1
    assert asked.on is not None, "a place is a week or a date"
    return (asked.on - block.scenario.start).days // block.scenario.week_days


def _where(asked: Question) -> str:
    if asked.on is not None:
        return f"on {words.day(asked.on)}"
    return "in the whole block" if asked.week is None else f"in week {asked.week}"


def _holds(session: Session, name: str) -> bool:
    return any(entry.exercise == name for entry in session.exercises)


def _trained(plan: PlanVars, name: str) -> Iterator[tuple[int, int, Literal]]:
    """Week, session and literal of every line of an exercise, in order."""
    for week, k, line in sorted(plan.on):
        if line.exercise == name:
            yield week, k, plan.on[week, k, line]


def _on_date(plan: PlanVars, on: date, week: int, k: int) -> Iterable[Literal]:
    """Literals of a session that lies on a date."""
    slots = (slot.index for slot in plan.slots_of(week) if slot.day == on)
    return [plan.at[week, k, slot] for slot in slots if (week, k, slot) in plan.at]


def _train_on(plan: PlanVars, name: str, on: date) -> None:
    """State that an exercise is trained on a date."""
    both = []
    for week, k, literal in _trained(plan, name):
        for at in _on_date(plan, on, week, k):
            is_there = plan.model.new_bool_var(f"w{shown_week(week)} s{k} {name} on {on}")
            plan.model.add_implication(is_there, at)
            plan.model.add_implication(is_there, literal)
            both.append(is_there)
    plan.model.add_bool_or(both)


def _said(block: Block, name: str) -> str:
    return words.name(block, name)


def _unit(block: Block, name: str) -> str:
    return unit_of(block.scenario, block.exercise(name))
