"""Scenario files as they stand: the athlete's own from a path, the shipped ones by name."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from scenarios.errors import ScenarioError
from scenarios.wording import maybe

Table = dict[str, Any]


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


def read(name: str) -> Table:
    """The parsed TOML of a file, or of the shipped scenario of this name.

    Raises:
        ScenarioError: it cannot be read, or is not TOML.
    """
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
