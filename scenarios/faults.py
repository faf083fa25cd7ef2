"""The faults of a scenario in the athlete's words: key, value, what is allowed, a likely mend.

It stands alone because it translates pydantic, whoever validates.
"""

from __future__ import annotations

import re
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scenarios.wording import maybe, shown

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


def explained(error: ValidationError, where: str, model: type[BaseModel]) -> str:
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
    if fault["input"] != fault["input"]:  # not a number at all, so above and below no limit
        kind = "finite_number"
    for start, words in _WORDS.items():
        if kind.startswith(start):
            return words.format(**limits)
    if kind == "literal_error":
        return f"must be one of {', '.join(_allowed(fault))}"
    return fault["msg"].removeprefix("Value error, ")


def _allowed(fault: ErrorDetails) -> list[str]:
    return re.findall(r"'([^']*)'", str(fault.get("ctx", {}).get("expected", "")))


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
