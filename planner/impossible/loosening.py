"""Loosenings: how the numbers of a demand can give way, step by step, in the scenario's own units.

It stands alone because what can be asked of an athlete is a list of its own: minutes and days,
sets, hours, an exercise more. A ladder goes from the smallest step to the largest, and where a step
helps, every larger one does. Recovery costs more than wishes; to make a rule a wish costs most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations
from typing import Any, Final

from planner.impossible.amend import Change, value_of
from planner.impossible.demands import Demand
from planner.impossible.ladder import Ladder, Step
from planner.impossible.loosening_lists import MOST_NAMES, lists, other_lifts, softer_ranks, tools
from planner.impossible.loosening_time import (
    another_day,
    later_test,
    less_away,
    number_of_sessions,
    shorter_block,
    week_off,
)
from planner.impossible.loosening_windows import another_slot, longer_sessions
from scenarios import timeline
from scenarios.schema import WEEKDAYS, Scenario


def ladders(scenario: Scenario, demands: Sequence[Demand]) -> tuple[Ladder, ...]:
    """Every way in which these demands could give way, without a word twice."""
    found: dict[tuple[str, str], Ladder] = {}
    weeks = sorted({week for demand in demands for week in demand.weeks})
    for demand in demands:
        for key in demand.keys:
            for ladder in _of_key(scenario, demand, key, weeks):
                if ladder.steps:
                    found.setdefault((ladder.kind, ladder.steps[0].words), ladder)
    whole = (week_off(scenario, demands), other_lifts(scenario, demands), softer_ranks(demands))
    for ladder in chain.from_iterable(whole):
        found.setdefault((ladder.kind, ladder.steps[0].words), ladder)
    return tuple(found.values())


def _of_key(scenario: Scenario, demand: Demand, key: str, weeks: Sequence[int]) -> Iterator[Ladder]:
    table, _, rest = key.partition(".")
    if key in _SCALARS:
        yield _scalar(scenario, key)
    elif table == "volume":
        yield _band(scenario, key)
    elif key == "exercises.only" and len(demand.exercises) > MOST_NAMES:
        return  # nearly all of the catalogue would help: that is for the athlete to choose
    elif table == "exercises" and rest in ("exclude", "only", "pin", "before"):
        yield from lists(scenario, demand, rest)
    elif table == "exercises":
        yield from _range(scenario, key, f"exercises.{key.split('.')[1]}")
    elif table == "phases" and key.count(".") == 2:
        yield from _range(scenario, key, "phases")
    elif key in ("session.exercises", "session.sets"):
        yield from _range(scenario, key, "size of a session")
    elif key == "availability.minutes":
        yield longer_sessions(scenario)
    elif key == "availability.sessions":
        yield from number_of_sessions(scenario, demand)
    elif key.startswith("availability.away."):
        yield less_away(scenario, int(key.rpartition(".")[2]))
    elif key.removeprefix("availability.") in WEEKDAYS and demand.rule == "availability":
        yield from another_day(scenario)
    elif key in ("availability.slots", "availability.roster.cycle"):
        yield another_slot(scenario, weeks)
    elif key == "goal.test":
        yield later_test(scenario)
    elif key == "weeks":
        yield shorter_block(scenario)
    elif table == "equipment":
        yield from tools(scenario, demand, key)


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
    return [*sorted((gap for gap in _possible_gaps(scenario) if gap < hours), reverse=True), 0]


def _possible_gaps(scenario: Scenario) -> set[float]:
    """The hours between the starts of any two possible sessions."""
    starts = sorted({slot.start for slot in timeline.slots(scenario)})[:60]
    gaps = (timeline.hours_between(a, b) for a, b in combinations(starts, 2))
    return {gap for gap in gaps if gap > 0}


def next_gap(scenario: Scenario, key: str) -> Step | None:
    """The shortest gap between two possible sessions that is longer than the one asked."""
    words, *_ = _SCALARS[key]
    before = value_of(scenario, key)
    longer = [gap for gap in _possible_gaps(scenario) if gap > before]
    if not longer:
        return None
    text = f"{words.format(f'{min(longer):g}')} instead of {before:g}"
    return Step((Change(key, _plain(before), _plain(min(longer))),), text, 0)


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
    who = f"{key.split('.')[1]}: " if key.startswith(("exercises.", "phases.")) else ""
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
