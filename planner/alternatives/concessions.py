"""Concessions: what could be otherwise in what an athlete asks for, to be priced on a block.

It stands alone because it only says what is worth a question, without a solve. Some give way: more
minutes, a day more, a shorter gap, an exercise let in, a tool bought. Of the many numbers only
those that the block touches are asked about: it would break them one step further in. Others take
away: less time, an exercise or a tool less, a longer gap, more sets asked for. A step is about
what an athlete would notice, a quarter of an hour or a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from typing import Any, Final, Literal, TypeVar

from constraints.block import Block
from constraints.rule import Rule
from constraints.rules import asked_by
from planner.explaining.explain import values
from planner.exports import words
from planner.impossible.amend import Change, amended, value_of
from planner.impossible.demands import Demand
from planner.impossible.ladder import Ladder, Step
from planner.impossible.loosening import ladders, next_gap
from planner.impossible.loosening_lists import lists, missing_tools
from planner.impossible.loosening_time import another_day, another_session, less_away
from planner.impossible.loosening_windows import another_slot, longer_sessions
from planner.impossible.sentences import spanned
from scenarios.catalogue import can_do
from scenarios.equipment import LOADED
from scenarios.schema import Scenario

Kind = Literal["give", "take"]
Key = tuple[Kind, str]
T = TypeVar("T")
NOTICED: Final = 3.0  # what a step costs that an athlete would notice: a quarter of an hour
LESS_MINUTES: Final = 15  # a step
SHORTEST: Final = 30  # minutes that are a session still
MORE_SETS: Final = (2, 4, 6)  # a week
BACK: Final = ("hamstrings", "glutes", "erectors")  # what this planner is for
MOST_EACH: Final = 3  # of one sort, such as exercises to leave out
RECOVERY: Final = ("heavy_hinge_hours", "heavy_moderate_hours", "moderate_hours", "muscle_hours")


@dataclass(frozen=True)
class Concession:
    """One change of what is asked for, in words.

    `kind` is "give" where a demand gives way, "take" where something is taken away or asked more.
    `is_tighter`: every block that is possible with it was possible before, for no higher price.
    `then` goes a step further, worth a question where this one costs nothing.
    """

    kind: Kind
    words: str
    changes: tuple[Change, ...]
    is_tighter: bool = False
    then: Concession | None = None

    @property
    def key(self) -> Key:
        """What no two of a table have alike."""
        return self.kind, self.words


def concessions(block: Block) -> tuple[Concession, ...]:
    """What is worth a price, those that give way first; in each kind the most usual first."""
    found = (*_gives(block), *_takes(block))
    return tuple({one.key: one for one in found}.values())


def _in_turn(sorts: Iterable[Iterator[T]]) -> Iterator[T]:
    """The first of each, the second of each, and so on."""
    for row in zip_longest(*sorts):
        yield from (one for one in row if one is not None)


def stated(block: Block, scenario: Scenario) -> Block:
    """The same sessions, as if another scenario had been asked for."""
    return Block(
        scenario=scenario, solve=block.solve, score=block.score, weeks=block.weeks,
        sessions=block.sessions, dropped=block.dropped,
    )  # fmt: skip


# -- what can give way ---------------------------------------------------------------------------


def _gives(block: Block) -> Iterator[Concession]:
    """Time, numbers and lists take turns, so that a short time still tells of each."""
    sorts = (_time(block.scenario), _touched(block), _lists(block.scenario))
    for step in _in_turn(islice(sort, 2 * MOST_EACH) for sort in sorts):
        yield Concession("give", step.words, step.changes)


def _time(scenario: Scenario) -> Iterator[Step]:
    """Longer sessions, one more of them, another day for as many, less time away."""
    yield from _noticed(longer_sessions(scenario))
    yield from another_session(scenario).steps[:1]
    for number in range(len(scenario.availability.away)):
        yield from less_away(scenario, number).steps[:1]
    if scenario.availability.weekday_windows:
        first = next(another_day(scenario), None)
        yield from () if first is None else first.steps[:1]
    else:
        yield from another_slot(scenario).steps[:1]


def _noticed(ladder: Ladder) -> Iterator[Step]:
    """The step of a ladder that an athlete would notice."""
    if ladder.steps:
        yield min(ladder.steps, key=lambda step: abs(step.cost - NOTICED))


def _lists(scenario: Scenario) -> Iterator[Step]:
    """Exercises let in or no longer asked for, and tools that would open one."""
    ask = scenario.exercises
    for what, names in (("exclude", ask.exclude), ("pin", ask.pin), ("prefer", ask.prefer)):
        demand = Demand(what, "", (f"exercises.{what}",), exercises=names[:MOST_EACH])
        for ladder in lists(scenario, demand, what):
            if len(ladder.steps[0].changes[0].after) == len(names) - 1:
                yield ladder.steps[0]
    if ask.only:
        change = Change("exercises.only", list(ask.only), [])
        yield Step((change,), "any exercise, not only those listed", NOTICED)
    yield from islice(missing_tools(scenario), MOST_EACH)


def _touched(block: Block) -> Iterator[Step]:
    """Numbers of hard rules that the block touches, each given way by a noticed step."""
    scenario = block.scenario
    table = scenario.model_dump(mode="json", by_alias=True)
    told: set[str] = set()
    for rule in asked_by(scenario):
        if rule.priority != "must":
            continue
        found = (key for number in rule.numbers for key, _ in values(table, number))
        for key in [key.replace("exercises.limits.", "exercises.") for key in found]:
            if key in told or key.startswith(_NOT_NUMBERS):
                continue
            told.add(key)
            for ladder in ladders(scenario, (Demand(rule.slug, "", (key,)),)):
                is_number = ladder.kind not in ("rank", "lift")
                if is_number and _is_touched(block, rule, ladder.steps[0]):
                    yield from _noticed(ladder)


_NOT_NUMBERS: Final = ("availability.", "equipment", "weeks", "goal.", "exercises.exclude",
                       "exercises.only", "exercises.pin", "exercises.before")  # fmt: skip


def _is_touched(block: Block, rule: Rule, step: Step) -> bool:
    """Whether the block breaks a rule whose number moves as far in as the step moves it out."""
    inwards = [
        Change(one.key, one.before, _mirrored(one.before, one.after)) for one in step.changes
    ]
    tight = amended(block.scenario, inwards)
    if tight is None:
        return False
    other = stated(block, tight)
    return any(one.audit(other) for one in asked_by(tight) if one.slug == rule.slug)


def _mirrored(before: Any, after: Any) -> Any:
    if isinstance(before, list):
        return [_mirrored(*pair) for pair in zip(before, after, strict=True)]
    return 2 * before - after


# -- what can be taken away ----------------------------------------------------------------------


def _takes(block: Block) -> Iterator[Concession]:
    """The sorts take turns here too."""
    sorts: tuple[Callable[[Block], Iterator[Concession]], ...] = (
        _less_time, _longer_gaps, _without_exercises, _more_sets, _without_tools,
    )  # fmt: skip
    yield from _in_turn(islice(sort(block), MOST_EACH) for sort in sorts)


def _less_time(block: Block) -> Iterator[Concession]:
    ask = block.scenario.availability
    low, high = ask.sessions
    shorter, fewer = [], []
    for minutes in range(ask.minutes - LESS_MINUTES, SHORTEST - 1, -LESS_MINUTES):
        change = Change("availability.minutes", ask.minutes, minutes)
        text = f"sessions of at most {minutes} minutes instead of {ask.minutes}"
        shorter.append(Concession("take", text, (change,), is_tighter=True))
    for less in range(1, low):
        most = max(low - less, high - less)
        change = Change("availability.sessions", [low, high], [low - less, most])
        many = "session" if most == 1 else "sessions"
        text = f"{spanned(low - less, most)} {many} a week instead of {spanned(low, high)}"
        fewer.append(Concession("take", text, (change,)))
    yield from _chained(shorter)
    yield from _chained(fewer)


def _chained(steps: list[Concession]) -> Iterator[Concession]:
    """The first of some steps, which names the next one, and so on; nothing when there is none."""
    last: Concession | None = None
    for one in reversed(steps):
        last = replace(one, then=last)
    if last is not None:
        yield last


def _longer_gaps(block: Block) -> Iterator[Concession]:
    """The gaps of hard recovery rules, up to the next one that the days allow."""
    asked = {key for rule in asked_by(block.scenario) if rule.priority == "must"
             for key in rule.numbers}  # fmt: skip
    for name in RECOVERY:
        key = f"recovery.{name}"
        step = next_gap(block.scenario, key) if key in asked else None
        if step is not None:
            yield Concession("take", step.words, step.changes, is_tighter=True)


def _without_exercises(block: Block) -> Iterator[Concession]:
    """Those with the most sets, but for the goal lift and what is pinned."""
    scenario = block.scenario
    kept = {scenario.goal.lift, *scenario.exercises.pin}
    sets: Counter[str] = Counter()
    for session in block.in_order:
        for entry in session.exercises:
            if entry.exercise not in kept:
                sets[entry.exercise] += entry.sets
    given = list(scenario.exercises.exclude)
    for name, _ in sorted(sets.items(), key=lambda item: (-item[1], item[0])):
        change = Change("exercises.exclude", given, [*given, name])
        text = f"without the {words.name(block, name).lower()}"
        yield Concession("take", text, (change,), is_tighter=True)


def _more_sets(block: Block) -> Iterator[Concession]:
    """More asked for a muscle group of the back of the body, where targets are looked at."""
    asked = {rule.slug for rule in asked_by(block.scenario)}
    for muscle in BACK if "volume-target" in asked else ():
        band = block.scenario.volume.get(muscle)
        if band is None:
            continue
        (low, high), key, steps = band.target, f"volume.{muscle}.target", []
        for more in MORE_SETS:
            after = [low + more, high + more]
            changes = [Change(key, [low, high], after)]
            if after[1] > band.max:
                changes.append(Change(f"volume.{muscle}.max", band.max, after[1]))
            text = f"{muscle}: {spanned(*after)} sets a week instead of {spanned(low, high)}"
            steps.append(Concession("take", text, tuple(changes)))
        yield from _chained(steps)


def _without_tools(block: Block) -> Iterator[Concession]:
    """Tools with weights that the block uses and the goal lift can do without."""
    scenario = block.scenario
    needs = scenario.catalogue[scenario.goal.lift].equipment
    for tool in LOADED:
        given = value_of(scenario, f"equipment.{tool}")
        if not given or not can_do(needs, scenario.equipment.tokens() - {tool}):
            continue
        change = Change(f"equipment.{tool}", given, None)
        less = amended(scenario, [change])
        if less is not None and any(
            rule.audit(stated(block, less)) for rule in asked_by(less) if rule.slug == "equipment"
        ):
            text = f"without {tool.replace('_', ' ')}"
            yield Concession("take", text, (change,), is_tighter=True)
