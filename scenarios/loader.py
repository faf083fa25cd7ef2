"""From a TOML file to a `Scenario`: layers merged, mistakes explained.

A scenario is laid over shipped layers, each written in the same format: `base`, the level, the
goal, the profiles, then whatever the file `extends`, then the file. So what a level means can be
read in `defaults/`, and the resolved scenario holds every number that a rule uses.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from scenarios.busy import Span, united
from scenarios.errors import ScenarioError
from scenarios.faults import explained
from scenarios.ids import own_uids
from scenarios.previous import carry_over
from scenarios.schema import Level, Scenario
from scenarios.texts import Table, read, shipped, shipped_text, text_of
from scenarios.wording import maybe, quoted, shown

__all__ = (
    "chain",
    "layer",
    "layer_names",
    "load",
    "merged",
    "resolve",
    "shipped",
    "shipped_text",
    "shown",
    "text_of",
)

_REPLACED_WHOLE = {("equipment",), ("athlete", "one_rep_max")}
# Rules that a scenario cannot soften, and so does not list under [priorities].
_FIXED = (
    *(
        "availability",
        "open-weeks",
        "night-shift",
        "roster",
        "equipment",
        "tools-there",
        "exercise-pool",
    ),
    *("exercise-limits", "loadable", "order-class", "precedence", "rep-limits", "ramp-sets"),
    "test-tools",
)


def load(name: str, goes_on: str | None = None) -> Scenario:
    """The scenario in a file, or the shipped one of this name, with defaults filled in.

    Args:
        name: a path to a TOML file, or the name of a shipped scenario.
        goes_on: id of the scenario whose plan is to go on, if there is one: its sessions may lie in
            the athlete's calendars.

    Raises:
        ScenarioError: the file cannot be read, or what it says cannot be used.
    """
    try:
        return resolve(read(name), where=name, stem=Path(name).stem, goes_on=goes_on)
    except RecursionError:
        raise ScenarioError(f"{name}: its tables or lists are nested too deeply") from None


def resolve(own: Table, where: str, stem: str, goes_on: str | None = None) -> Scenario:
    """The scenario that a table of athlete's words describes; see `load`.

    Args:
        own: the parsed TOML of the athlete's file.
        where: what to call the file in messages.
        stem: the id when the file states none.
        goes_on: id of the scenario whose plan is to go on.
    """
    asked: Table = {}
    for source, table in reversed(chain(own, where)):
        below = {k: v for k, v in asked.items() if k not in ("id", "title")}
        placed = _placed(_located(table, source), source)
        above = {k: v for k, v in placed.items() if k != "extends"}
        asked = merged(below, above)
    asked = _hyphened(asked)
    _check_names(asked, where)
    resolved: Table = {}
    for name in layer_names(asked, where):
        resolved = merged(resolved, layer(name))
    resolved = merged(resolved, asked)
    resolved.setdefault("id", stem)
    resolved.setdefault("title", resolved["id"])
    resolved["written"] = sorted({".".join(path) for path in _paths(asked)})
    _give_units(resolved)
    resolved = carry_over(resolved, where)
    calendars = _take_calendars(resolved)
    scenario = _validated(resolved, where)
    if calendars:
        plans = {scenario.id, goes_on or scenario.id}
        spans = _spans(scenario, calendars, where, plans)
        resolved["availability"]["busy"] = [{"from": a, "to": b} for a, b in spans]
        scenario = _validated(resolved, where)
    return scenario


def _validated(resolved: Table, where: str) -> Scenario:
    try:
        return Scenario.model_validate(resolved)
    except ValidationError as error:
        raise ScenarioError(explained(error, where, Scenario)) from None


def chain(own: Table, where: str) -> list[tuple[str, Table]]:
    """A table and those that it extends, the athlete's own first, each with where it comes from.

    Raises:
        ScenarioError: one of them cannot be read, or they go in a circle.
    """
    found = [(where, own)]
    seen = [Path(where).resolve()]
    while "extends" in found[-1][1]:
        base = found[-1][1]["extends"]
        if not isinstance(base, str):
            raise ScenarioError(f"{where}: extends = {shown(base)}: must name another scenario")
        beside = Path(found[-1][0]).parent / base  # a path counts from the file that names it
        source = str(beside) if base.endswith(".toml") and beside.is_file() else base
        seen.append(Path(source).resolve())
        try:
            found.append((source, read(source)))
        except ScenarioError as error:
            if Path(source).is_file():
                raise  # of its own text
            raise ScenarioError(f"{found[-1][0]}: extends = {shown(base)}: {error}") from None
        if seen[-1] in seen[:-1]:
            circle = " extends ".join(name for name, _ in found[seen.index(seen[-1]) :])
            raise ScenarioError(f"{where}: extends goes in a circle: {circle}")
    return found


def _located(table: Table, where: str) -> Table:
    """The table with its calendar files as paths: they count from the file that names them."""
    ask = table.get("availability")
    if not isinstance(ask, dict) or "busy" not in ask:
        return table
    given = ask["busy"] if isinstance(ask["busy"], (list, tuple)) else [ask["busy"]]
    folder = Path(where).parent
    named = [folder / one if isinstance(one, str) else one for one in given]
    return {**table, "availability": {**ask, "busy": named}}


def _take_calendars(resolved: Table) -> list[Path]:
    """The calendar files of a scenario, taken out of what is busy: the times stay."""
    ask = resolved.get("availability")
    if not isinstance(ask, dict) or "busy" not in ask:
        return []
    files = [one for one in ask["busy"] if isinstance(one, Path)]
    times = [one for one in ask["busy"] if not isinstance(one, Path)]
    resolved["availability"] = {**ask, "busy": times}
    return files


def _spans(
    scenario: Scenario, calendars: list[Path], where: str, plans: Iterable[str]
) -> list[Span]:
    """What is busy in the days of the block, by the calendars and by the file itself.

    Sessions of these plans do not count.
    """
    from scenarios.calendar_files import busy_spans

    own = frozenset(uid for plan in plans for uid in own_uids(plan))
    spans = [(one.begin, one.end) for one in scenario.availability.busy]
    for path in calendars:
        at = f"{where}: availability.busy = {quoted(str(path))}"
        spans += busy_spans(path, at, scenario.start, scenario.end, scenario.timezone, own)
    return list(united(spans))


def _placed(table: Table, where: str) -> Table:
    """The table with the path of `previous` counted from the file that names it."""
    name = table.get("previous")
    if not isinstance(name, str) or not name:
        return table
    return {**table, "previous": str(Path(where).parent / name)}


def _hyphened(asked: Table) -> Table:
    """Rule names with underscores, as TOML keys usually have them, mean the same."""
    ranks = asked.get("priorities")
    if not isinstance(ranks, dict):
        return asked
    return {**asked, "priorities": {key.replace("_", "-"): rank for key, rank in ranks.items()}}


def merged(below: Mapping[str, Any], above: Mapping[str, Any], at: tuple[str, ...] = ()) -> Table:
    """Two layers as one: tables are merged key by key, anything else is replaced."""
    result = dict(below)
    for key, value in above.items():
        path = (*at, key)
        old = result.get(key)
        if isinstance(value, Mapping) and isinstance(old, Mapping) and path not in _REPLACED_WHOLE:
            result[key] = merged(old, value, path)
        else:
            result[key] = value
    return result


def layer_names(asked: Table, where: str) -> tuple[str, ...]:
    """Names of the shipped layers below an athlete's file, lowest first; see `layer`."""
    athlete = asked.get("athlete", {})
    if not isinstance(athlete, dict):
        raise ScenarioError(f"{where}: athlete = {shown(athlete)}: must be a table")
    level: Any = athlete.get("level")
    if level not in get_args(Level):
        said = "is missing" if level is None else f"= {shown(level)}"
        raise ScenarioError(
            f"{where}: athlete.level {said}: must be one of {', '.join(get_args(Level))}"
            '\nMaybe add: [athlete] level = "intermediate"'
        )
    goal = asked.get("goal")
    kind = goal.get("kind") if isinstance(goal, dict) else None
    profile = asked.get("profile", ())
    profiles = profile if isinstance(profile, (list, tuple)) else (profile,)
    goals = (kind,) if kind in ("hypertrophy", "maintenance") else ()
    careful = (name for name in ("masters", "low_back", "in_season") if name in profiles)
    return ("base", level, *goals, *careful)


def layer(name: str) -> Table:
    """One shipped layer of defaults, such as `base` or `intermediate`; a copy to write to."""
    copy: Table = _copied(_parsed(name))
    return copy


@cache
def _parsed(name: str) -> Table:
    """A layer as it was read; read once, since parsing takes most of the time of `resolve`."""
    return tomllib.loads((files("scenarios") / "defaults" / f"{name}.toml").read_text("utf-8"))


def _copied(value: Any) -> Any:
    """Tables and lists anew, down to values that nobody can change."""
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value


def _give_units(resolved: Table) -> None:
    """Tools are weighed in the athlete's units unless they say otherwise."""
    athlete, equipment = resolved.get("athlete"), resolved.setdefault("equipment", {})
    if isinstance(athlete, dict) and isinstance(equipment, dict):
        resolved["equipment"] = {"units": athlete.get("units", "kg"), **equipment}


def _paths(table: Mapping[str, Any], at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in table.items():
        yield (*at, key)
        if isinstance(value, Mapping):
            yield from _paths(value, (*at, key))


def _check_names(asked: Table, where: str) -> None:
    """What the schema cannot know: `written` is ours, and which rules can be softened."""
    if "written" in asked:
        raise ScenarioError(f"{where}: written: unknown key")
    given, known = asked.get("priorities", {}), layer("base")["priorities"]
    for slug, value in given.items() if isinstance(given, dict) else ():
        if slug in _FIXED:
            raise ScenarioError(
                f"{where}: priorities.{slug} = {shown(value)}: this rule is always a must, "
                "it can't be softened\nMaybe delete the line"
            )
        if slug not in known:
            raise ScenarioError(
                f"{where}: priorities.{slug}: no rule is called {quoted(slug)}"
                f"{maybe(slug, known) or '. Maybe look at the list: planner rules'}"
            )
