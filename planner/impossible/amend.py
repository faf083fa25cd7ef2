"""Amendments: a scenario with some keys changed, resolved as its file would be, and that file.

It stands alone because a repair is proved on the one and handed out as the other, and the two must
be the same request. The file keeps its comments and its order.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import tomlkit
from pydantic import ValidationError

from scenarios.errors import ScenarioError
from scenarios.loader import chain, merged, resolve, shipped, text_of
from scenarios.schema import Exercises, Scenario

_WHOLE: Final = "equipment"  # a table that a file replaces as a whole, see the loader


@dataclass(frozen=True)
class Change:
    """One key of a scenario file with its old and its new value, both as TOML has them."""

    key: str
    before: Any
    after: Any


def amended(scenario: Scenario, changes: Iterable[Change]) -> Scenario | None:
    """The scenario that the changed file would give; None when it would not be a valid one."""
    table = scenario.model_dump(mode="json", by_alias=True)
    written = set(scenario.written)
    for change in changes:
        path = change.key.split(".")
        written |= {".".join(path[:end]) for end in range(1, len(path) + 1)}
        _put(table, _as_dumped(path), change.after)
    table["written"] = sorted(written)
    try:
        return _same(Scenario.model_validate(table))
    except ValidationError:
        return None


@lru_cache(maxsize=256)
def _same(scenario: Scenario) -> Scenario:
    """The scenario that was made before of the same keys: memos find it at once, by identity."""
    return scenario


def value_of(scenario: Scenario, key: str) -> Any:
    """What a scenario says under a dotted key, as JSON has it; None when nothing."""
    here: Any = scenario.model_dump(mode="json", by_alias=True)
    for part in _as_dumped(key.split(".")):
        if not isinstance(here, Mapping) or part not in here:
            return None
        here = here[part]
    return here


def _as_dumped(path: list[str]) -> list[str]:
    """The place of a key in the resolved scenario: `exercises.NAME` are limits there."""
    is_named = path[0] == "exercises" and len(path) > 1 and path[1] not in Exercises.model_fields
    return ["exercises", "limits", *path[1:]] if is_named else path


def _put(table: MutableMapping[str, Any], path: list[str], value: Any) -> None:
    here = table
    for part in path[:-1]:
        if not isinstance(here.get(part), MutableMapping):
            here[part] = {}
        here = here[part]
    here[path[-1]] = value


def amended_text(name: str, changes: Iterable[Change], out: Path) -> str:
    """The text of a scenario file with some keys changed.

    A file of the athlete's keeps comments and order; a shipped scenario is extended.

    Args:
        name: the file, or the name of a shipped scenario, as for `load`.
        changes: the keys to set.
        out: where the text is going to stand; paths of `extends` count from there.

    Raises:
        ScenarioError: the changed text would not be a scenario.
    """
    is_file = Path(name).suffix == ".toml" or Path(name).is_file()
    is_shipped = not is_file and name in shipped()
    text = f'extends = "{name}"\n' if is_shipped else text_of(name).removeprefix("\ufeff")
    document = tomlkit.parse(text)
    own = tomllib.loads(text)
    if not is_shipped:
        _keep_links(document, own, Path(name), out)
    for change in changes:
        path = change.key.split(".")
        if path[0] == _WHOLE and _WHOLE not in own and "extends" in own:
            document[_WHOLE] = _below(own, name).get(_WHOLE, {})
        _set(document, path, change.after)
    result = tomlkit.dumps(document)
    resolve(tomllib.loads(result), str(out), out.stem)
    return result


def _keep_links(document: tomlkit.TOMLDocument, own: dict[str, Any], file: Path, out: Path) -> None:
    """In another place the file names the same files, and its block keeps its id."""

    def moved(link: Any) -> Any:
        is_path = isinstance(link, str) and (file.parent / link).is_file()
        return Path(os.path.relpath(file.parent / link, out.parent)).as_posix() if is_path else link

    base = own.get("extends")
    if isinstance(base, str) and base.endswith(".toml"):
        document["extends"] = moved(base)
    if "previous" in own:
        document["previous"] = moved(own["previous"])
    ask = own.get("availability")
    if isinstance(ask, dict) and "busy" in ask:
        busy = ask["busy"]
        many = [moved(one) for one in busy] if isinstance(busy, list) else moved(busy)
        if many != busy:
            _set(document, ["availability", "busy"], many)
    if "id" not in own and file.stem != out.stem:
        document["id"] = file.stem


def _below(own: dict[str, Any], name: str) -> dict[str, Any]:
    """What a file extends, merged."""
    result: dict[str, Any] = {}
    for _, table in reversed(chain(own, name)[1:]):
        result = merged(result, table)
    return result


def _set(document: tomlkit.TOMLDocument, path: list[str], value: Any) -> None:
    """Put a value where a key stands; a list loses and gains entries, the others stay as written.

    A list of tables gains and loses whole ones; one of the same length changes where it differs.

    Raises:
        ScenarioError: something that is no table stands in the way.
    """
    here: Any = document
    names = [_as_written(document, path, depth) for depth in range(len(path))]
    for name in names[:-1]:
        if name not in here:
            here[name] = tomlkit.table(is_super_table=True) if here is document else tomlkit.table()
        here = here[name]
        if not isinstance(here, MutableMapping):
            raise ScenarioError(f"{'.'.join(path)}: cannot be written, {name} is no table")
    old = here.get(names[-1])
    if isinstance(old, tomlkit.items.AoT) and isinstance(value, list):
        _set_tables(old, value)
        return
    if isinstance(old, tomlkit.items.Array) and isinstance(value, list):
        if len(old) == len(value):
            for place, (was, now) in enumerate(zip(old.unwrap(), value, strict=True)):
                if was != now:
                    old[place] = now
            return
        for entry in [one for one in old.unwrap() if one not in value]:
            old.remove(entry)
        for entry in [one for one in value if one not in old.unwrap()]:
            old.append(entry)
        if old.unwrap() == value:
            return
    here[names[-1]] = value


def _set_tables(old: tomlkit.items.AoT, value: list[Any]) -> None:
    """Bring `[[tables]]` to a value: those that differ are written anew, the others stay."""
    for place in range(len(old) - 1, len(value) - 1, -1):
        del old[place]
    for place, row in enumerate(value):
        if place == len(old):
            old.append(tomlkit.item(row))
            continue
        table = old[place]
        for key in [one for one in table if one not in row]:
            del table[key]
        for key, now in row.items():
            if table.unwrap().get(key) != now:
                table[key] = now


def _as_written(document: tomlkit.TOMLDocument, path: list[str], depth: int) -> str:
    """A rule's name as this file spells it, with hyphens or underscores."""
    name = path[depth]
    ranks = document.get("priorities", {})
    if depth == 1 and path[0] == "priorities" and name.replace("-", "_") in ranks:
        return name.replace("-", "_")
    return name
