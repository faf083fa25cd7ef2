"""Provenance: which file and line a value of a scenario comes from, or which shipped default.

It stands alone because the resolved scenario has forgotten its layers, and a message that blames a
number is only of use with the place where it can be changed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from scenarios.loader import chain, layer, layer_names, merged, shipped, text_of
from scenarios.schema import Scenario

DEFAULTS: Final = {
    "base": "default for everyone",
    "beginner": "default of level beginner",
    "intermediate": "default of level intermediate",
    "advanced": "default of level advanced",
    "hypertrophy": "default of goal hypertrophy",
    "maintenance": "default of goal maintenance",
    "masters": "default of profile masters",
    "low_back": "default of profile low_back",
    "in_season": "default of profile in_season",
}
OWN: Final = "stated in the scenario"


@dataclass(frozen=True)
class Origin:
    """Where a key is stated: file and line, or the words for a shipped default.

    `file` and `line` (from 1) are None for a default; `default` is None for a file.
    """

    key: str
    file: str | None = None
    line: int | None = None
    default: str | None = None

    @property
    def said(self) -> str:
        """The place in words, such as `mine.toml:12`."""
        if self.file is None:
            return self.default or "not stated anywhere"
        return self.file if self.line is None else f"{self.file}:{self.line}"


class Provenance:
    """The layers of one scenario, the athlete's own file first."""

    def __init__(self, name: str) -> None:
        """Read the layers.

        Args:
            name: a path to a TOML file, or the name of a shipped scenario, as for `load`.

        Raises:
            ScenarioError: one of the files cannot be read.
        """
        self._own: frozenset[str] = frozenset()
        files = chain(tomllib.loads(text_of(name)), name)
        self._files = [(source, lines_of(text_of(source))) for source, _ in files]
        asked: dict[str, Any] = {}
        for _, table in reversed(files):
            asked = merged(asked, table)
        self._defaults = [(one, layer(one)) for one in reversed(layer_names(asked, name))]

    @classmethod
    def of_block(cls, scenario: Scenario) -> Provenance:
        """What is known from a saved block alone: which keys its scenario file stated itself."""
        places = cls.__new__(cls)
        kind = {"level": scenario.athlete.level}, {"kind": scenario.goal.kind}
        asked = {"athlete": kind[0], "goal": kind[1], "profile": list(scenario.profile)}
        places._files = []
        places._own = frozenset(scenario.written)
        places._defaults = [(one, layer(one)) for one in reversed(layer_names(asked, scenario.id))]
        return places

    def origin(self, key: str) -> Origin:
        """Where a dotted key is stated; an entry of a list of tables is named by number, from 0.

        A key that only stands inside a list has the line of the list.
        """
        for source, lines in self._files:
            found = _line_of(key, lines)
            if found is not None:
                is_shipped = source in shipped() and not Path(source).is_file()
                shown = f'shipped scenario "{source}"' if is_shipped else source
                return Origin(key, shown, found)
        is_entry = key.rpartition(".")[0] in _TABLE_LISTS
        if key in self._own or (is_entry and key.rpartition(".")[0] in self._own):
            return Origin(key, default=OWN)
        for name, table in self._defaults:
            if _holds(table, key.split(".")):
                return Origin(key, default=DEFAULTS[name])
        return Origin(key)


_TABLE_LISTS: Final = ("availability.away", "elsewhere")


def _line_of(key: str, lines: Mapping[str, int]) -> int | None:
    """The line of a key, or of the list that it stands in."""
    if key in lines:
        return lines[key]
    above = key
    while "." in above:
        above = above.rpartition(".")[0]
        if f"{above} []" in lines:
            return lines[above]
    return None


def _holds(table: Any, path: list[str]) -> bool:
    if not path:
        return True
    return isinstance(table, Mapping) and path[0] in table and _holds(table[path[0]], path[1:])


def lines_of(text: str) -> dict[str, int]:
    """The line (from 1) of every key and table header of a TOML text, by dotted key.

    Entries of a list of tables are numbered from 0. A key whose value is a list is marked with a
    second entry, `key []`, so that what is inside has its line.
    The text has to be TOML.
    """
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    at = ""
    for number, statement in _statements(text):
        if statement.startswith("["):
            name = _dotted(statement.strip("[] \t"))
            at = name
            if statement.startswith("[["):
                found.setdefault(name, number)
                at = f"{name}.{counts.setdefault(name, 0)}"
                counts[name] += 1
            found.setdefault(at, number)
            continue
        left, value = _split(statement)
        key = _dotted(left)
        full = f"{at}.{key}" if at else key
        found.setdefault(_ranked(full), number)
        if value.lstrip().startswith("["):
            found.setdefault(f"{_ranked(full)} []", number)
        for inner in _inner(value):
            found.setdefault(f"{full}.{inner}", number)
    return found


def _ranked(key: str) -> str:
    """Names of rules are written with hyphens or underscores, and mean the same."""
    return key.replace("_", "-") if key.startswith("priorities.") else key


def _inner(value: str) -> Iterator[str]:
    """Dotted keys inside an inline table."""
    if value.lstrip().startswith("{"):
        table = tomllib.loads(f"x = {value}")["x"]
        yield from _paths(table)


def _paths(table: Mapping[str, Any], at: str = "") -> Iterator[str]:
    for key, value in table.items():
        yield f"{at}{key}"
        if isinstance(value, Mapping):
            yield from _paths(value, f"{at}{key}.")


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Every header and key with its value, comments and outer blanks gone, with its first line."""
    lines = text.removeprefix("\ufeff").splitlines()
    number = 0
    while number < len(lines):
        first, statement = number, lines[number]
        number += 1
        if not statement.strip() or statement.lstrip().startswith("#"):
            continue
        while not _is_whole(statement) and number < len(lines):
            statement += f"\n{lines[number]}"
            number += 1
        yield first + 1, statement.strip()


def _is_whole(statement: str) -> bool:
    """Whether the lines so far are a statement of TOML: a value may run over several."""
    if statement.lstrip().startswith("["):
        return True
    try:
        tomllib.loads(statement)
    except ValueError:
        return False
    return True


def _split(statement: str) -> tuple[str, str]:
    """Key and value of a statement; a quoted key may hold a sign of equality."""
    for place, sign in enumerate(statement):
        if sign == "=":
            try:
                tomllib.loads(f"{statement[:place]} = 0")
            except ValueError:
                continue
            return statement[:place], statement[place + 1 :]
    return statement, ""


def _dotted(written: str) -> str:
    """A key as it is written, quotes and blanks gone."""
    table: Any = tomllib.loads(f"{written.split('#')[0].strip().rstrip(']').strip()} = 0")
    parts = []
    while isinstance(table, dict):
        ((name, table),) = table.items()
        parts.append(name)
    return ".".join(parts)
