"""`planner schema`: the JSON Schema of a scenario file, for completion in editors.

The model's own schema describes a scenario with all layers merged; an athlete's file leaves most
of it out and may use shorter forms. This module turns the one into the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from planner.cli import console

Node = dict[str, Any]

REQUIRED: Final = ("start", "weeks", "athlete", "goal", "availability")
# Entries of lists and tables of the athlete's own, which no layer completes.
_WHOLE: Final = (
    "Away",
    "Busy",
    "Elsewhere",
    "Exercise",
    "PhaseSpan",
    "Ratio",
    "Roster",
    "ShiftDay",
    "Slot",
)
_PAIRS_ONLY: Final = ("Band", "Exercise")  # ranges of theirs are never one number
_WINDOW: Final = {
    "description": 'A stretch of a day, local time, such as "18:00-19:30".',
    "type": "string",
    "pattern": r"^\s*\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}\s*$",
}


def schema() -> None:
    """Print the JSON Schema of a scenario file."""
    console.write(f"{json.dumps(written(), indent=2)}\n".encode())


def written() -> Node:
    """The JSON Schema of a scenario file as an athlete writes it."""
    from scenarios import past
    from scenarios.loader import layer
    from scenarios.schema import Scenario

    table = Scenario.model_json_schema()
    parts, top = table["$defs"], table["properties"]
    for name, part in parts.items():
        if name not in _WHOLE:
            part.pop("required", None)
        if name not in _PAIRS_ONLY:
            _walk(part, _or_one_number)
    _walk(table, _plain)
    parts["Window"] = _WINDOW
    _or_files(parts["Availability"]["properties"]["busy"])
    parts["Exercise"]["properties"].pop("id")  # the name of its table
    parts["Exercise"]["required"].remove("id")
    parts["Exercises"]["additionalProperties"] = {"$ref": "#/$defs/ExerciseLimits"}
    top.pop("written")
    top["extends"] = {"type": "string", "description": "A file or a shipped scenario to build on."}
    top["previous"] = {"type": "string", "description": "The saved block that came before."}
    top.pop("replanned")
    ours = [
        name for name, one in vars(past).items() if getattr(one, "__module__", "") == past.__name__
    ]
    for part in ours:  # what the file is resolved into
        parts.pop(part, None)
    top["profile"] = {"anyOf": [top["profile"]["items"], top["profile"]]}
    rule = top["priorities"]["additionalProperties"]
    slugs = layer("base")["priorities"]
    top["priorities"] = {"type": "object", "properties": dict.fromkeys(slugs, rule),
                         "additionalProperties": False}  # fmt: skip
    table.pop("required")
    whole = {
        "required": list(REQUIRED),
        "properties": {"athlete": {"required": ["level"]}, "goal": {"required": ["kind"]}},
    }
    table["anyOf"] = [{"required": ["extends"]}, whole]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **table}


def _walk(node: Any, change: Callable[[Node], None]) -> None:
    """Change every object of a schema, innermost first."""
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        _walk(child, change)
    if isinstance(node, dict):
        change(node)


def _or_one_number(node: Node) -> None:
    """A range may be one number: `sessions = 3`."""
    ends = node.get("prefixItems", ())
    if len(ends) == 2 and all(end.get("type") in ("integer", "number") for end in ends):
        pair = dict(node)
        title = pair.pop("title", None)
        node.clear()
        node |= {"anyOf": [ends[0], pair], **({"title": title} if title else {})}


def _or_files(node: Node) -> None:
    """What is busy may be named by calendar files; one needs no list."""
    file = {"type": "string", "description": "An iCalendar file, such as work.ics."}
    several = {"type": "array", "items": {"anyOf": [file, node.pop("items")]}}
    del node["type"]
    node["anyOf"] = [file, several]


def _plain(node: Node) -> None:
    """One window needs no list; a time of day has no offset, which the format would ask for."""
    if node.get("items") == {"$ref": "#/$defs/Window"}:
        several = dict(node)
        node.clear()
        node |= {"anyOf": [several["items"], several]}
    if node.get("format") in ("time", "date-time"):
        del node["format"]
