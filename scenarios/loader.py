"""From a TOML file to a `Scenario`: layers merged, mistakes explained.

A scenario is laid over shipped layers, each written in the same format: `base`, the level, the
goal, the profiles, then whatever the file `extends`, then the file. So what a level means can be
read in `defaults/`, and the resolved scenario holds every number that a rule uses.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, time
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scenarios.busy import Span, united
from scenarios.errors import ScenarioError
from scenarios.ids import own_uids
from scenarios.previous import carry_over
from scenarios.schema import Level, Scenario, maybe, quoted

Table = dict[str, Any]
_REPLACED_WHOLE = {("equipment",), ("athlete", "one_rep_max")}
# Rules that a scenario cannot soften, and so does not list under [priorities].
_FIXED = (
    *("availability", "open-weeks", "night-shift", "roster", "equipment", "exercise-pool"),
    *("exercise-limits", "loadable", "order-class", "precedence", "rep-limits", "ramp-sets"),
)


def shipped() -> tuple[str, ...]:
    """Names of the scenarios that come with the program, sorted."""
    folder = files("scenarios") / "athletes"
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml")))


def shipped_text(name: str) -> str:
    """The TOML text of a shipped scenario.

    Raises:
        ScenarioError: no shipped scenario has this name.
    """
    if name not in shipped():
        raise ScenarioError(
            f"{name}: no such file, and no shipped scenario has this name{maybe(name, shipped())}\n"
            "Maybe look at the list: planner scenarios"
        )
    return (files("scenarios") / "athletes" / f"{name}.toml").read_text("utf-8")


def load(name: str) -> Scenario:
    """The scenario in a file, or the shipped one of this name, with defaults filled in.

    Args:
        name: a path to a TOML file, or the name of a shipped scenario.

    Raises:
        ScenarioError: the file cannot be read, or what it says cannot be used.
    """
    try:
        return resolve(_read(name), where=name, stem=Path(name).stem)
    except RecursionError:
        raise ScenarioError(f"{name}: its tables or lists are nested too deeply") from None


def resolve(own: Table, where: str, stem: str) -> Scenario:
    """The scenario that a table of athlete's words describes; see `load`.

    Args:
        own: the parsed TOML of the athlete's file.
        where: what to call the file in messages.
        stem: the id when the file states none.
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
        spans = _spans(scenario, calendars, where)
        resolved["availability"]["busy"] = [{"from": a, "to": b} for a, b in spans]
        scenario = _validated(resolved, where)
    return scenario


def _validated(resolved: Table, where: str) -> Scenario:
    try:
        return Scenario.model_validate(resolved)
    except ValidationError as error:
        raise ScenarioError(_explained(error, where, Scenario)) from None


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
        found.append((source, _read(source)))
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


def _spans(scenario: Scenario, calendars: list[Path], where: str) -> list[Span]:
    """What is busy in the days of the block, by the calendars and by the file itself."""
    from scenarios.calendar_files import busy_spans

    own = own_uids(scenario.id)
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


def _read(name: str) -> Table:
    text = text_of(name)
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise ScenarioError(_not_toml(error, name, text)) from None


def text_of(name: str) -> str:
    """The TOML text of a file, or of the shipped scenario of this name.

    Raises:
        ScenarioError: it cannot be read.
    """
    path = Path(name)
    try:
        if path.is_dir():
            raise ScenarioError(f"{name}: cannot be read: it is a folder, not a file")
        known = path.suffix == ".toml" or path.is_file()
        return path.read_text("utf-8-sig") if known else shipped_text(name)
    except FileNotFoundError:
        raise ScenarioError(f"{name}: no such file{maybe(path.stem, shipped())}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a text in UTF-8"
        raise ScenarioError(f"{name}: cannot be read: {reason}") from None


def _not_toml(error: Exception, name: str, text: str) -> str:
    """What is wrong with a file that is not TOML, with the line that it is in."""
    found = re.fullmatch(r"(.*) \(at line (\d+), column \d+\)", str(error))
    if found is None:
        return f"{name}: not a TOML file: {str(error)[:100]}"
    number = int(found[2])
    line = text.splitlines()[number - 1].strip() if number <= len(text.splitlines()) else ""
    mends = {
        "Invalid value": '\nMaybe put quotes around a text: level = "intermediate"',
        "Invalid date or datetime": "\nMaybe the month has fewer days: there is no such date",
    }
    reason = f"{found[1][:1].lower()}{found[1][1:]}"
    return f"{name}: line {number}: {line[:60]}: {reason}{mends.get(found[1], '')}"


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
    """One shipped layer of defaults, such as `base` or `intermediate`."""
    return tomllib.loads((files("scenarios") / "defaults" / f"{name}.toml").read_text("utf-8"))


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


def _explained(error: ValidationError, where: str, model: type[BaseModel]) -> str:
    """Every fault of a scenario in the athlete's words, one or two lines for each."""
    faults = [_fault(fault, model) for fault in error.errors(include_url=False)]
    return "\n".join(dict.fromkeys(f"{where}: {fault}" for fault in faults))


def _fault(fault: ErrorDetails, model: type[BaseModel]) -> str:
    """One fault: key, value, what is allowed, and a likely mend."""
    loc, kind, value = fault["loc"], fault["type"], fault["input"]
    key = _spoken(loc)
    if kind == "extra_forbidden":
        keys = _keys(model, loc[:-1])
        close = maybe(str(loc[-1]), keys)
        some = f". Allowed: {', '.join(keys)}" if 0 < len(keys) <= 14 else ""
        return f"{key}: unknown key{close or some or '. Maybe look at the list: planner schema'}"
    if kind == "missing" and not isinstance(loc[-1], int):
        return f"{key}: is missing{_MISSING.get(key, '')}"
    message = _said(fault)
    if kind == "value_error" and isinstance(value, (dict, BaseModel)):  # its text has the values
        return f"{key}: {message}" if key else message
    mend = maybe(str(value), _allowed(fault)) if kind == "literal_error" else ""
    return f"{key} = {shown(value)}: {message}{mend}"


def _spoken(loc: tuple[str | int, ...]) -> str:
    """The key as the athlete wrote it; entries of a list of tables count from 1."""
    path = [part for part in loc if loc[:1] != ("exercises",) or part != "limits"]
    spoken = ""
    for before, part in zip(["", *path], path, strict=False):
        if not isinstance(part, int):
            spoken += f".{part}" if spoken else part
        elif before in ("away", "busy", "slots", "cycle", "elsewhere", "phase_plan"):
            spoken += f" (number {part + 1})"
    return spoken


def _said(fault: ErrorDetails) -> str:
    """What is allowed, without the words of a programmer."""
    kind, limits = fault["type"], fault.get("ctx", {})
    for start, words in _WORDS.items():
        if kind.startswith(start):
            return words.format(**limits)
    if kind == "literal_error":
        return f"must be one of {', '.join(_allowed(fault))}"
    return fault["msg"].removeprefix("Value error, ")


_WORDS = {  # by the beginning of the kind of fault
    "int_": "must be a whole number",
    "float_": "must be a number",
    "finite_": "must be a number",
    "string_type": "must be a text in quotes",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern": "must be lower-case letters, digits and _, like my_hinge",
    "bool_": "must be true or false",
    "datetime_": "must be a date and a time, like 2027-02-01T18:00:00",
    "date_": "must be a date, like 2027-02-01",
    "time_": "must be a time of day, from 00:00 to 23:59",
    "model_": "must be a table",
    "dict_": "must be a table",
    "tuple_": "must be a list",
    "too_short": "must be a list of at least {min_length}",
    "too_long": "must be a list of at most {max_length}",
    "missing": "must be a list of two",
    "greater_than_equal": "must be {ge:g} or more",
    "greater_than": "must be more than {gt:g}",
    "less_than_equal": "must be {le:g} or less",
    "less_than": "must be less than {lt:g}",
    "multiple_of": "must be a multiple of {multiple_of}",
}
_MISSING = {
    "start": "\nMaybe add: start = 2027-02-01",
    "weeks": "\nMaybe add: weeks = 12",
    "goal": '\nMaybe add: [goal] kind = "strength"',
    "goal.kind": '\nMaybe add: [goal] kind = "strength"',
    "availability": '\nMaybe add: [availability] monday = "18:00-19:30"',
}


def _allowed(fault: ErrorDetails) -> list[str]:
    return re.findall(r"'([^']*)'", str(fault.get("ctx", {}).get("expected", "")))


def shown(value: object) -> str:
    """A value as it is written in TOML, cut where it is long."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, str):
        text = quoted(value)
    elif isinstance(value, (date, time)):
        text = value.isoformat()
    elif isinstance(value, (list, tuple)):
        text = f"[{', '.join(map(shown, value))}]"
    elif isinstance(value, dict):
        text = f"{{ {', '.join(f'{key} = {shown(one)}' for key, one in value.items())} }}"
    else:
        text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _keys(model: type[BaseModel], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys that are known at a place, for a suggestion; empty when it is not a table."""
    is_name = False  # the step is a name of the athlete's, such as an exercise
    for step in path:
        if isinstance(step, int) or is_name:
            is_name = False
            continue
        field = model.model_fields.get(step)
        inner = _model_in(field.annotation) if field else None
        if field is None or inner is None:
            return ()
        is_name = get_origin(field.annotation) is dict
        model = inner
    if is_name:
        return ()
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


__all__ = [
    *("chain", "layer", "layer_names", "load", "merged", "resolve", "shipped", "shipped_text"),
    "shown",
    "text_of",
]
