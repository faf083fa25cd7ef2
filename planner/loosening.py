"""Loosenings: how the numbers of a demand can give way, step by step, in the scenario's own units.

It stands alone because what can be asked of an athlete is a list of its own: minutes and days,
sets, hours, an exercise more. A ladder goes from the smallest step to the largest, and where a step
helps, every larger one does. Recovery costs more than wishes, a rank least of all comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any, Final

from planner.amend import Change, value_of
from planner.demands import Demand
from scenarios import timeline
from scenarios.catalogue import can_do
from scenarios.equipment import PLATES, UNLOADED
from scenarios.loader import layer
from scenarios.schema import WEEKDAYS, Scenario, Window


@dataclass(frozen=True)
class Step:
    """Changes of a scenario in words; `cost` is about one for a natural unit of a wish."""

    changes: tuple[Change, ...]
    words: str
    cost: float


@dataclass(frozen=True)
class Ladder:
    """Steps of one kind, each larger than the one before."""

    kind: str
    steps: tuple[Step, ...]


def ladders(scenario: Scenario, demands: Sequence[Demand]) -> tuple[Ladder, ...]:
    """Every way in which these demands could give way, without a word twice."""
    found: dict[tuple[str, str], Ladder] = {}
    for demand in demands:
        for key in demand.keys:
            for ladder in _of_key(scenario, demand, key):
                if ladder.steps:
                    found.setdefault((ladder.kind, ladder.steps[0].words), ladder)
    for ladder in (*_lifts(scenario, demands), *_ranks(demands)):
        found.setdefault((ladder.kind, ladder.steps[0].words), ladder)
    return tuple(found.values())


def _of_key(scenario: Scenario, demand: Demand, key: str) -> Iterator[Ladder]:
    table, _, rest = key.partition(".")
    if key in _SCALARS:
        yield _scalar(scenario, key)
    elif table == "volume":
        yield _band(scenario, key)
    elif key == "exercises.only" and len(demand.exercises) > MOST_NAMES:
        return  # nearly all of the catalogue would help: that is for the athlete to choose
    elif table == "exercises" and rest in ("exclude", "only", "pin", "before"):
        yield from _listed(scenario, demand, rest)
    elif table == "exercises":
        yield from _range(scenario, key, f"exercises.{key.split('.')[1]}")
    elif table == "phases" and key.count(".") == 2:
        yield from _range(scenario, key, "phases")
    elif key in ("session.exercises", "session.sets"):
        yield from _range(scenario, key, "size of a session")
    elif key == "availability.minutes":
        yield _minutes(scenario)
    elif key == "availability.sessions":
        yield from _sessions(scenario, demand)
    elif key.startswith("availability.away."):
        yield _away(scenario, int(key.rpartition(".")[2]))
    elif key.removeprefix("availability.") in WEEKDAYS and demand.rule == "availability":
        yield from _days(scenario)
    elif key == "goal.test":
        yield _test(scenario)
    elif key == "weeks":
        yield _weeks(scenario)
    elif table == "equipment":
        yield from _tools(scenario, demand, key)


# -- single numbers ------------------------------------------------------------------------------

# key: words with the new value, step (negative: it falls), last value, cost of one unit
_SCALARS: Final[dict[str, tuple[str, float, float, float]]] = {
    "recovery.heavy_hinge_hours": ("heavy hinges {} h apart", 0, 0, 0.3),
    "recovery.heavy_moderate_hours": ("heavy and moderate hinges {} h apart", 0, 0, 0.3),
    "recovery.moderate_hours": ("moderate hinges {} h apart", 0, 0, 0.3),
    "recovery.light_hours": ("light hinges {} h apart", 0, 0, 0.3),
    "recovery.very_heavy_hours": ("very heavy hinges {} h apart", 0, 0, 0.3),
    "recovery.plyometric_hours": ("jump sessions {} h apart", 0, 0, 0.3),
    "recovery.muscle_hours": ("hard sessions of a muscle group {} h apart", 0, 0, 0.3),
    "recovery.failure_hours": ("{} h more after a set to failure", -1, 0, 0.3),
    "availability.roster.hours_after_night": ("training {} h after a night shift", -1, 0, 0.5),
    "season.hinge_hours": ("loaded hinges {} h before a match day", -12, 0, 0.4),
    "season.knee_flexion_hours": ("Nordic curls {} h before kick-off", -12, 0, 0.4),
    "season.heavy_next_match_hours": ("heavy hinges {} h before the next match", -12, 0, 0.4),
    "season.lower_body_rpe": ("leg work up to RPE {} close to a match", 0.5, 10, 4),
    "season.congested_sets_percent": ("{} % of the sets in a week with two matches", 5, 100, 0.4),
    "session.warm_up_minutes": ("{} minutes of warm-up", -1, 3, 1),
    "effort.rpe": ("efforts up to RPE {}", 0.5, 10, 6),
    "effort.percent": ("loads up to {} % of the 1RM", 2.5, 100, 1),
    "effort.technical": ("exercises of technical demand up to {}", 1, 3, 6),
    "effort.reserve": ("{} rep(s) in reserve", -1, 0, 6),
    "lumbar.axial_class": ("exercises of axial class up to {}", 1, 3, 8),
    "lumbar.axial_session": ("{} axial points in a session", 1, 60, 1),
    "lumbar.axial_week": ("{} axial points in a week", 1, 200, 1),
    "lumbar.hinges_session": ("{} loaded hinges in a session", 1, 4, 6),
    "lumbar.hinge_sets_session": ("{} sets of loaded hinges in a session", 1, 30, 1.5),
    "plyometrics.contacts_session": ("{} jump contacts in a session", 5, 200, 0.3),
    "plyometrics.contacts_week": ("{} jump contacts in a week", 5, 400, 0.2),
    "plyometrics.exercises_session": ("{} jump exercises in a session", 1, 4, 4),
    "progression.jump_points": ("loads that rise by {} points a week", 0.5, 30, 1),
    "progression.jump_percent": ("loads that rise by {} % a week", 0.5, 50, 1),
    "progression.bell_jump_percent": ("bells that rise by {} % without fewer reps", 5, 200, 0.3),
    "progression.sets_rise_percent": ("sets that rise by {} % a week", 5, 100, 0.4),
    "progression.group_rise_sets": ("{} sets more of a muscle group a week", 0.5, 10, 2),
    "progression.swaps": ("{} new exercises at a phase border", 1, 10, 2),
    "balance.accessory_sessions": ("{} sessions a week with the same accessory", 1, 7, 3),
}  # fmt: skip


def _scalar(scenario: Scenario, key: str) -> Ladder:
    words, step, last, unit_cost = _SCALARS[key]
    before = value_of(scenario, key)
    if before is None:
        return Ladder(key, ())
    values = _gaps(scenario, before) if step == 0 else _values(before, step, last)
    steps = (
        Step(
            (Change(key, _plain(before), _plain(value)),),
            f"{words.format(f'{value:g}')} instead of {before:g}",
            abs(before - value) * unit_cost,
        )
        for value in values
    )
    return Ladder(key, tuple(steps))


def _values(before: float, step: float, last: float) -> Iterator[float]:
    """The whole steps from a number to the last one, without the number itself."""
    value = before
    while (value < last) if step > 0 else (value > last):
        value = min(last, value + step) if step > 0 else max(last, value + step)
        yield value


def _gaps(scenario: Scenario, hours: float) -> list[float]:
    """The hours between two possible sessions that are fewer than asked, many first."""
    starts = sorted({slot.start for slot in timeline.slots(scenario)})[:60]
    gaps = {timeline.hours_between(a, b) for a, b in combinations(starts, 2)}
    return [*sorted((gap for gap in gaps if 0 < gap < hours), reverse=True), 0]


def _plain(value: Any) -> Any:
    """A number as people write it: 72, not 72.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _band(scenario: Scenario, key: str) -> Ladder:
    """The least or the most sets of a muscle group, in half sets."""
    _, muscle, end = key.split(".")
    if end not in ("min", "max"):
        return Ladder(key, ())
    before = float(getattr(scenario.volume[muscle], end))
    step, last, word = (-0.5, 0.0, "least") if end == "min" else (0.5, 60.0, "most")
    steps = (
        Step(
            (Change(key, _plain(before), _plain(value)),),
            f"{muscle}: at {word} {value:g} sets a week instead of {before:g}",
            abs(value - before),
        )
        for value in _values(before, step, last)
    )
    return Ladder(f"volume {end}", tuple(steps))


# key of a range: step, lowest and highest end, cost of one unit
_RANGES: Final[dict[str, tuple[float, float, float, float]]] = {
    "sets": (1, 1, 12, 2), "reps": (1, 1, 50, 1), "sets_week": (1, 0, 60, 2),
    "reps_week": (5, 0, 500, 0.3), "reps_session": (5, 1, 300, 0.3),
    "sessions_week": (1, 0, 7, 3), "weeks": (1, 1, 24, 1), "percent": (2.5, 0, 110, 0.8),
    "rpe": (0.5, 1, 10, 4), "load": (1, 0, 400, 0.5), "exercises": (1, 1, 12, 3),
    "main_percent": (2.5, 30, 100, 1), "main_reps": (1, 1, 15, 2),
    "main_total_reps": (2, 1, 60, 1),
}  # fmt: skip


def _range(scenario: Scenario, key: str, kind: str) -> Iterator[Ladder]:
    """A range opens at its lower end, or at its upper one."""
    what = key.rpartition(".")[2]
    if what not in _RANGES:
        return
    before, (step, least, most, unit_cost) = value_of(scenario, key), _RANGES[what]
    if before is None and what in ("sets", "reps"):  # the catalogue's
        before = list(getattr(scenario.catalogue[key.split(".")[1]], what))
    if before is None:
        return
    low, high = before
    who = f"{key.split('.')[1]}: " if key.startswith("exercises.") else ""
    label = what.replace("_", " ")
    for values in (
        [[value, high] for value in _values(low, -step, least)],
        [[low, value] for value in _values(high, step, most)],
    ):
        steps = tuple(
            Step(
                (Change(key, [*map(_plain, before)], [*map(_plain, value)]),),
                f"{who}{label} {value[0]:g} to {value[1]:g} instead of {low:g} to {high:g}",
                (abs(value[0] - low) + abs(value[1] - high)) * unit_cost,
            )
            for value in values
        )
        yield Ladder(f"{kind} {label}", steps)


# -- time ----------------------------------------------------------------------------------------


def _minutes(scenario: Scenario) -> Ladder:
    """A longer session; windows that are shorter end later."""
    ask = scenario.availability
    steps: list[Step] = []
    for minutes in range(ask.minutes + 1, 241):
        changes = [Change("availability.minutes", ask.minutes, minutes)]
        parts = [f"sessions of at most {minutes} minutes instead of {ask.minutes}"]
        for day in WEEKDAYS:
            windows: tuple[Window, ...] = getattr(ask, day)
            longer = [_longer(window, minutes) for window in windows]
            if None in longer:
                return Ladder("minutes", tuple(steps))
            if any(window.minutes < minutes for window in windows):
                before, after = [_shown(one) for one in windows], [str(one) for one in longer]
                alone = len(after) == 1
                changes.append(
                    Change(
                        f"availability.{day}",
                        before[0] if alone else before,
                        after[0] if alone else after,
                    )
                )
                parts.append(f"{day.capitalize()} {' and '.join(after)}")
        steps.append(Step(tuple(changes), "; ".join(parts), (minutes - ask.minutes) / 5))
    return Ladder("minutes", tuple(steps))


def _longer(window: Window, minutes: int) -> str | None:
    """A window of at least so many minutes; None where the day is over."""
    if window.minutes >= minutes:
        return _shown(window)
    begin = datetime.combine(datetime.min, window.begin)
    end = begin + timedelta(minutes=minutes)
    return f"{window.begin:%H:%M}-{end:%H:%M}" if end.date() == begin.date() else None


def _shown(window: Window) -> str:
    return f"{window.begin:%H:%M}-{window.end:%H:%M}"


def _sessions(scenario: Scenario, demand: Demand) -> Iterator[Ladder]:
    """Fewer sessions where they are asked for, more where they are too few."""
    low, high = scenario.availability.sessions
    key = "availability.sessions"
    if demand.freed:
        steps = (
            Step(
                (Change(key, [low, high], [low, most]),),
                f"{most} sessions a week instead of {high}",
                4.0 * (most - high),
            )
            for most in range(high + 1, 8)
        )
        yield Ladder("sessions", tuple(steps))
    elif demand.rule == "session-count":
        steps = (
            Step(
                (Change(key, [low, high], [least, high]),),
                f"at least {least} session(s) a week instead of {low}",
                3.0 * (low - least),
            )
            for least in range(low - 1, 0, -1)
        )
        yield Ladder("sessions", tuple(steps))


def _days(scenario: Scenario) -> Iterator[Ladder]:
    """One more day of the week, those far from the others first."""
    ask = scenario.availability
    taken = list(ask.weekday_windows)
    longest = max((w for ws in ask.weekday_windows.values() for w in ws), key=lambda w: w.minutes)

    def apart(day: int) -> int:
        return min(min((day - other) % 7, (other - day) % 7) for other in taken)

    closed = [number for number in range(7) if number not in taken]
    for number in sorted(closed, key=lambda day: (-apart(day), day)):
        name = WEEKDAYS[number]
        change = Change(f"availability.{name}", None, _shown(longest))
        words = f"{name.capitalize()} {_shown(longest)} as well"
        yield Ladder("day", (Step((change,), words, 6),))


def _away(scenario: Scenario, number: int) -> Ladder:
    """Back a day earlier, and another one, until nothing is left of the time away."""
    spans = value_of(scenario, "availability.away")
    span = scenario.availability.away[number]
    steps = []
    for days in range(1, (span.end - span.begin).days + 2):
        end = span.end - timedelta(days=days)
        kept = [] if end < span.begin else [{**spans[number], "to": end}]
        after = [*spans[:number], *kept, *spans[number + 1 :]]
        words = f"away from {span.begin} to {end} instead of {span.end}"
        if not kept:
            words = f"not away from {span.begin} to {span.end}"
        steps.append(Step((Change("availability.away", spans, _dated(after)),), words, 1.5 * days))
    return Ladder("away", tuple(steps))


def _dated(spans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Spans as a file has them: dates, and no empty reason."""

    def day(value: Any) -> Any:
        return datetime.fromisoformat(value).date() if isinstance(value, str) else value

    return [
        {
            "from": day(one["from"]),
            "to": day(one["to"]),
            **({"why": one["why"]} if one["why"] else {}),
        }
        for one in spans
    ]


def _test(scenario: Scenario) -> Ladder:
    """The test on the same day of a later week."""
    test, steps = scenario.goal.test, []
    assert test is not None, "only a test that is planned can be early"
    for weeks in range(1, scenario.weeks):
        day = test + timedelta(weeks=weeks)
        if day < scenario.end:
            words = f"the test on {day} instead of {test}"
            steps.append(Step((Change("goal.test", test, day),), words, 2.0 * weeks))
    return Ladder("test", tuple(steps))


def _weeks(scenario: Scenario) -> Ladder:
    """A shorter block, the test in its last week at the shortest."""
    test = scenario.goal.test
    first = 1 if test is None else (test - scenario.start).days // scenario.week_days + 1
    steps = (
        Step(
            (Change("weeks", scenario.weeks, weeks),),
            f"a block of {weeks} weeks instead of {scenario.weeks}",
            2.5 * (scenario.weeks - weeks),
        )
        for weeks in range(scenario.weeks - 1, first - 1, -1)
    )
    return Ladder("weeks", tuple(steps))


# -- exercises and tools -------------------------------------------------------------------------


MOST_NAMES: Final = 12  # of a long list; each is tried by itself


def _listed(scenario: Scenario, demand: Demand, what: str) -> Iterator[Ladder]:
    """An exercise leaves a list, or a pair does, or it is let in."""
    key, given = f"exercises.{what}", list(getattr(scenario.exercises, what))
    if what == "before":
        for pair in given:
            others = [list(other) for other in given if other != pair]
            change = Change(key, [list(one) for one in given], others)
            yield Ladder("order", (Step((change,), f"no longer {pair[0]} before {pair[1]}", 2),))
        return
    for name in demand.exercises[:MOST_NAMES]:
        after: list[Any] = [one for one in given if one != name]
        words = f"{name} no longer {'pinned' if what == 'pin' else 'excluded'}"
        if what == "only":
            after, words = [*given, name], f"{name} among the exercises to plan with"
        cost = 3 if what == "pin" else 2
        yield Ladder(what, (Step((Change(key, given, after),), words, cost),))
    if what == "exclude" and len(demand.exercises) > 1:
        after = [one for one in given if one not in demand.exercises]
        words = f"{', '.join(demand.exercises)} no longer excluded"
        change, cost = Change(key, given, after), 2 * len(demand.exercises)
        yield Ladder(what, (Step((change,), words, cost),))


def _tools(scenario: Scenario, demand: Demand, key: str) -> Iterator[Ladder]:
    """A tool that is missing, or weights that are."""
    unit = scenario.athlete.units
    if demand.rule == "equipment":
        needed = [scenario.catalogue[name].equipment for name in demand.exercises]
        owned = scenario.equipment.tokens()
        for tool, value, words in _shop(unit):
            helps = any(tool in one and can_do(one, {*owned, tool}) for one in needed)
            if tool not in owned and helps:
                yield Ladder("tool", (Step((_bought(scenario, tool, value),), words, 8),))
        return
    given = value_of(scenario, key)
    weights = given.get("weights") if isinstance(given, dict) else None
    if weights:
        for extra in BELLS[unit]:
            if extra not in weights:
                after = sorted([*weights, extra])
                words = f"a {key.rpartition('.')[2].rstrip('s')} of {extra} {unit} as well"
                yield Ladder("tool", (Step((Change(key, weights, after),), words, 5),))


BELLS: Final = {
    "kg": (8, 12, 16, 20, 24, 28, 32, 36, 40),
    "lb": (18, 26, 35, 44, 53, 62, 70, 80, 88),
}


def _shop(unit: str) -> Iterator[tuple[str, Any, str]]:
    """Tools with the value that a file gives them, and words."""
    plates = PLATES[unit]
    yield "barbell", {"bar": 20 if unit == "kg" else 45, "plates": plates}, "a barbell with plates"
    trap = {"bar": 25 if unit == "kg" else 45, "plates": plates}
    yield "trap_bar", trap, "a trap bar with plates"
    yield "dumbbells", {"from": 2, "to": 40, "step": 2} if unit == "kg" else {
        "from": 5, "to": 90, "step": 5}, "dumbbells"  # fmt: skip
    yield "kettlebells", list(BELLS[unit][1:7:2]), "kettlebells"
    for tool in UNLOADED:
        yield tool, None, f"{tool} at hand"


def _bought(scenario: Scenario, tool: str, value: Any) -> Change:
    if value is not None:
        return Change(f"equipment.{tool}", None, value)
    other = list(scenario.equipment.other)
    return Change("equipment.other", other, [*other, tool])


def _lifts(scenario: Scenario, demands: Sequence[Demand]) -> Iterator[Ladder]:
    """Another goal lift, where the athlete cannot do this one at all."""
    lift = scenario.catalogue[scenario.goal.lift]
    rules = {one.rule for one in demands if not one.exercises or lift.id in one.exercises}
    if "main-lift" not in rules or not rules & {"equipment", "exercise-pool"}:
        return
    owned, own = scenario.equipment.tokens(), scenario.exercises
    for other in scenario.catalogue.values():
        if (
            other.id != lift.id and other.is_hinge and other.modality != "olympic"
            and can_do(other.equipment, owned) and other.id not in own.exclude
            and (not own.only or other.id in own.only)
            and other.technical <= scenario.effort.technical
            and other.axial <= scenario.lumbar.axial_class
        ):  # fmt: skip
            change = Change("goal.lift", lift.id, other.id)
            yield Ladder("lift", (Step((change,), f"{other.id} as goal lift", 12),))


def _ranks(demands: Sequence[Demand]) -> Iterator[Ladder]:
    """A rule that may become a wish."""
    softer = layer("base")["priorities"]
    for slug in dict.fromkeys(demand.rule for demand in demands if not demand.freed):
        if slug in softer:
            change = Change(f"priorities.{slug}", "must", "should")
            yield Ladder("rank", (Step((change,), f"{slug} as a wish (should), no must", 20),))
