"""Tools that are there: what can be trained with on a day, and with which loads.

It stands alone because phases, rules and a replan must mean the same days: those of a trip, say,
on which there is only what a hotel gym has (`tools` of `availability.away`). Weeks count from 0.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from scenarios.availability import Away
from scenarios.catalogue import Exercise, can_do
from scenarios.equipment import as_written
from scenarios.schema import Scenario


def spans(scenario: Scenario) -> tuple[Away, ...]:
    """The spans away in which one trains, with fewer tools."""
    return tuple(one for one in scenario.availability.away if one.tools is not None)


def spans_on(scenario: Scenario, day: date) -> tuple[Away, ...]:
    """Those of them that a day lies in."""
    return tuple(one for one in spans(scenario) if one.begin <= day <= one.end)


@lru_cache(maxsize=64)
def weeks_without(scenario: Scenario) -> Mapping[int, tuple[Away, ...]]:
    """Weeks with a day on which one trains, and not with all that is owned; and their spans."""
    found: dict[int, tuple[Away, ...]] = {}
    for week in range(scenario.weeks) if spans(scenario) else ():
        days = [day for day in _days(scenario, week) if _has_window(scenario, day)]
        here = [one for one in spans(scenario) if _is_fewer(scenario, one)]
        ours = tuple(one for one in here if any(one.begin <= day <= one.end for day in days))
        if ours:
            found[week] = ours
    return found


def _is_fewer(scenario: Scenario, span: Away) -> bool:
    """Whether something is not there that is owned."""
    tops = {tool: scenario.equipment.loads(tool)[-1] for tool in span.most}
    lighter = any(span.most[tool] < top for tool, top in tops.items())
    return lighter or not scenario.equipment.tokens() <= {"none", *(span.tools or ())}


def _days(scenario: Scenario, week: int) -> Iterator[date]:
    first = scenario.start + timedelta(days=week * scenario.week_days)
    return (first + timedelta(days=number) for number in range(scenario.week_days))


def _has_window(scenario: Scenario, day: date) -> bool:
    """Whether the athlete has time to train on a day, busy or not."""
    ask = scenario.availability
    if ask.roster is not None:
        cycle = ask.roster.cycle
        return bool(cycle[(day - scenario.start).days % len(cycle)].train)
    is_slot = any(slot.begin.date() == day for slot in ask.slots)
    return is_slot or day.weekday() in ask.weekday_windows


@lru_cache(maxsize=1024)
def heaviest(scenario: Scenario, tool: str | None, week: int) -> int | None:
    """The heaviest load of a tool that is there all week; None where all of its loads are.

    Units: hundredths of the tool's unit.
    """
    if tool is None or week not in weeks_without(scenario):
        return None
    loads = scenario.equipment.loads(tool)
    days = (day for day in _days(scenario, week) if _has_window(scenario, day))
    caps = [cap for cap in (most_load(scenario, tool, day) for day in days) if cap is not None]
    if not caps or min(caps) >= loads[-1]:
        return None
    return max(load for load in loads if load <= min(caps))


def owned_on(scenario: Scenario, day: date) -> frozenset[str]:
    """The tools of a day, as the catalogue names them."""
    owned = scenario.equipment.tokens()
    for one in spans_on(scenario, day):
        owned &= {"none", *(one.tools or ())}
    return owned


def most_load(scenario: Scenario, tool: str | None, day: date) -> int | None:
    """The heaviest load of a tool on a day; None where it is what is owned. Units: hundredths."""
    caps = (one.most.get(tool) for one in spans_on(scenario, day) if tool is not None)
    return min((cap for cap in caps if cap is not None), default=None)


def is_there(exercise: Exercise, tool: str | None, owned: Collection[str]) -> bool:
    """Whether an exercise can be done with these tools, and with that which carries its load."""
    return can_do(exercise.equipment, owned) and (tool is None or tool in owned)


def in_words(scenario: Scenario, span: Away) -> str:
    """What there is in a span: "dumbbells up to 24 kg, bench (hotel gym)"."""
    parts = []
    for tool in span.tools or ():
        most, unit = span.most.get(tool), scenario.equipment.unit(tool, scenario.athlete.units)
        parts.append(tool if most is None else f"{tool} up to {as_written(most)} {unit}")
    why = f" ({span.why})" if span.why else ""
    return f"{', '.join(parts) or 'no tools'}{why}"
