"""Frames: demands that no rule posts, because the model is built within them.

They stand alone because they are lifted in another way: the days, the number of sessions, the range
of an exercise and the weights of a tool go away only when the scenario is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from planner.impossible.amend import Change, amended
from planner.impossible.demands import Demand
from planner.impossible.sentences import spanned
from scenarios.equipment import PLATES
from scenarios.schema import WEEKDAYS, Scenario


def frames(scenario: Scenario) -> Iterator[Demand]:
    """Demands that are built into the model, each with the changes that lift it."""
    yield from _tools(scenario)
    yield from _ranges(scenario)
    yield _count(scenario)
    yield from _days(scenario)


def _tools(scenario: Scenario) -> Iterator[Demand]:
    """Loads that the athlete's tools give; lifted, there are more, and the same ones as well."""
    given = scenario.model_dump(mode="json", by_alias=True)["equipment"]
    for tool in ("barbell", "trap_bar", "dumbbells", "kettlebells"):
        loads = scenario.equipment.loads(tool) if given.get(tool) else ()
        if not loads:
            continue
        key, unit = f"equipment.{tool}", scenario.equipment.unit(tool, scenario.athlete.units)
        is_bar = tool in ("barbell", "trap_bar")
        free: dict[str, object] = {"from": 2, "to": 80, "step": 1}
        if is_bar:
            free = {"bar": 10, "plates": PLATES["kg"]}
        if unit == "lb":
            free = {"bar": 15, "plates": PLATES["lb"]} if is_bar else {**free, "to": 180}
        change = Change(key, given[tool], {**free, "unit": unit})
        lifted = amended(scenario, [change])
        if lifted is not None and set(loads) < set(lifted.equipment.loads(tool)):
            text = f"The {tool} can be loaded to {_weights(loads)} {unit}."
            yield Demand("loadable", text, (key,), freed=(change,))


MOST_LOADS: Final = 6  # more are told by the first and the last


def _weights(loads: tuple[int, ...]) -> str:
    shown = [f"{load / 100:g}" for load in loads]
    if len(shown) <= MOST_LOADS:
        return ", ".join(shown)
    return f"{', '.join(shown[:2])}, ... {shown[-1]}"


def _ranges(scenario: Scenario) -> Iterator[Demand]:
    """Sets, reps and loads of exercises that the athlete speaks of, the goal lift among them."""
    named = {scenario.goal.lift, *scenario.exercises.pin, *scenario.exercises.limits}
    for name in sorted(named):
        exercise, own = scenario.catalogue[name], scenario.limits(name)
        rows = (
            ("set-limits", "sets", exercise.sets, [1, 12], "sets in a session"),
            ("rep-limits", "reps", exercise.reps, [1, 30], f"{exercise.rep_unit} in a set"),
            ("exercise-limits", "load", own.load, [0, 2000], "as load"),
        )
        for slug, key, span, free, words in rows:
            if span is not None:
                full = f"exercises.{name}.{key}"
                yield Demand(
                    slug, f"{name}: {spanned(*span)} {words}.", (full,), exercises=(name,),
                    freed=(Change(full, list(span), free),),
                )  # fmt: skip


MORE_SESSIONS: Final = 2  # each makes a model larger by as much as all of its exercises


def _count(scenario: Scenario) -> Demand:
    low, high = scenario.availability.sessions
    change = Change("availability.sessions", [low, high], [low, min(7, high + MORE_SESSIONS)])
    text = f"A week holds at most {high} session(s)."
    return Demand("session-count", text, ("availability.sessions",), freed=(change,))


def _days(scenario: Scenario) -> Iterator[Demand]:
    """The days that can be trained on at all."""
    ask = scenario.availability
    given = scenario.model_dump(mode="json", by_alias=True)["availability"]
    if ask.weekday_windows:
        longest = max(
            (w for ws in ask.weekday_windows.values() for w in ws), key=lambda w: w.minutes
        )
        free = f"{longest.begin:%H:%M}-{longest.end:%H:%M}"
        closed = [day for day in WEEKDAYS if not getattr(ask, day)]
        named = [day for day in WEEKDAYS if getattr(ask, day)]
        changes = tuple(Change(f"availability.{day}", None, free) for day in closed)
        text = f"Sessions lie on {', '.join(day.capitalize() for day in named)}."
        if closed:
            keys = tuple(f"availability.{day}" for day in named)
            yield Demand("availability", text, keys, freed=changes)
    elif ask.slots:
        text = f"Sessions lie in the {len(ask.slots)} slots that are listed."
        change = Change("availability.slots", given["slots"], _every_day(scenario))
        yield Demand("availability", text, ("availability.slots",), freed=(change,))
    elif ask.roster is not None:
        cycle = [
            {**day, "train": day["train"] or ["08:00-12:00"]} for day in given["roster"]["cycle"]
        ]
        open_days = [str(n) for n, day in enumerate(ask.roster.cycle, 1) if day.train]
        text = f"Sessions lie on day {', '.join(open_days)} of the roster's {len(cycle)}."
        key = "availability.roster.cycle"
        yield Demand(
            "availability", text, (key,), freed=(Change(key, given["roster"]["cycle"], cycle),)
        )


def _every_day(scenario: Scenario) -> list[dict[str, str]]:
    """A long slot on every day of the block."""
    days = (scenario.end - scenario.start).days
    dates = [scenario.start + timedelta(days=offset) for offset in range(days)]
    return [{"from": f"{day}T08:00:00", "to": f"{day}T12:00:00"} for day in dates]
