"""Names of exercises in other programs, and the ids of the catalogue that they mean."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from scenarios.errors import PlannerError
from scenarios.schema import Scenario
from scenarios.wording import maybe, quoted


def plain(name: str) -> str:
    """A name without what differs from program to program: capitals, hyphens, brackets."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def table(scenario: Scenario, own: Path | None = None) -> Mapping[str, str]:
    """Ids by plain name: the catalogue's own names, the shipped table, the athlete's above both.

    Raises:
        PlannerError: the athlete's table cannot be read, or names an exercise that nobody knows.
    """
    found: dict[str, str] = {}
    for exercise in scenario.catalogue.values():
        found |= {plain(exercise.name): exercise.id, plain(exercise.id): exercise.id}
    shipped = (files("planner.log") / "names.toml").read_text("utf-8")
    for name, exercise_id in tomllib.loads(shipped)["names"].items():
        if exercise_id in scenario.catalogue:
            found[plain(name)] = exercise_id
    return found if own is None else {**found, **_own(own, scenario)}


def _own(path: Path, scenario: Scenario) -> Mapping[str, str]:
    like = '\nMaybe write:\n[names]\n"Deadlift (Barbell)" = "conventional_deadlift"'
    try:
        read = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise PlannerError(f"{path}: cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise PlannerError(f"{path}: not a TOML file: {str(error)[:100]}{like}") from None
    names = read.get("names")
    if not isinstance(names, dict) or set(read) != {"names"}:
        raise PlannerError(f"{path}: must hold one table, [names], and nothing else{like}")
    found = {}
    for name, exercise_id in names.items():
        if exercise_id not in scenario.catalogue:
            close = maybe(str(exercise_id), scenario.catalogue).replace(". Maybe", "\nMaybe")
            raise PlannerError(
                f"{path}: names: {quoted(name)} = {quoted(str(exercise_id))}: "
                f"no exercise is called so{close}"
            )
        found[plain(name)] = str(exercise_id)
    return found
