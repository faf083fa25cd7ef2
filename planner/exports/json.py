"""The saved block, `NAME.block.json`: what check, export and everything later read.

It stands alone because it is the one format that is read back, and others build on its names.
"""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

from pydantic import BaseModel, ValidationError

from constraints.block import Block
from scenarios.errors import PlannerError
from scenarios.loader import layer

FORMAT: Final = "posterior-chain-block"
VERSION: Final = 1
_WHOLE: Final = ("load", "measured", "limit")  # written as an athlete does: 45, not 45.0
_SHOWN: Final = 5  # faults of a file that are listed


def to_json(block: Block) -> bytes:
    """The block as JSON: UTF-8, two blanks of indent, fields in the order of `Block`."""
    table = block.model_dump(mode="json", by_alias=True)
    for key in ("sessions", "planned", "set_aside", "score"):
        table[key] = _as_written(table[key])
    return _bytes(table)


def text_of(value: BaseModel) -> bytes:
    """Anything that is made of a block as JSON, written as the block is."""
    table = _as_written(value.model_dump(mode="json", by_alias=True))
    return _bytes(table)


def _bytes(table: Any) -> bytes:
    text = json.dumps(table, indent=2, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def _as_written(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _as_written(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_as_written(part) for part in value]
    is_whole = key in _WHOLE and isinstance(value, float) and value.is_integer()
    return int(value) if is_whole else value


def from_json(data: bytes, where: str = "block") -> Block:
    """The block in a file.

    Args:
        data: the bytes of the file.
        where: what to call the file in messages.

    Raises:
        PlannerError: it is no JSON, not a block, of another version, or damaged.
    """
    try:
        table = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError:
        raise PlannerError(f"{where}: not a text in UTF-8{_MAYBE}") from None
    except (ValueError, RecursionError) as error:
        raise PlannerError(f"{where}: cannot be read as JSON: {error}{_MAYBE}") from None
    if not isinstance(table, dict) or table.get("format") != FORMAT:
        raise PlannerError(f'{where}: not a block: "format" is not "{FORMAT}"{_MAYBE}')
    if table.get("version") != VERSION:
        raise PlannerError(
            f"{where}: version = {_short(table.get('version'))}: this planner reads version "
            f"{VERSION}\nMaybe use the planner that wrote the file, or plan again"
        )
    _rank_new_rules(table)
    try:
        return Block.model_validate(table)
    except ValidationError as error:
        raise PlannerError(_explained(error, where)) from None


def _rank_new_rules(table: dict[str, Any]) -> None:
    """Rank the rules that the planner which wrote a block did not know yet, as by default.

    A rule without a rank is a `must`, and nobody has asked for that.
    """
    scenario = table.get("scenario")
    ranks = scenario.get("priorities") if isinstance(scenario, dict) else None
    if isinstance(ranks, dict):
        for slug, rank in layer("base")["priorities"].items():
            ranks.setdefault(slug, rank)


_MAYBE: Final = "\nMaybe give the file NAME.block.json that planner plan has written"


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number")


def _explained(error: ValidationError, where: str) -> str:
    """Each fault with its place, value and what is allowed."""
    lines = []
    for fault in error.errors(include_url=False):
        path = ".".join(map(str, fault["loc"])) or "block"
        message = fault["msg"].removeprefix("Value error, ")
        if fault["type"] == "missing":
            lines.append(f"{where}: {path}: is missing")
        elif fault["type"] == "extra_forbidden":
            lines.append(f"{where}: {path}: unknown key")
        elif isinstance(fault["input"], dict | list):
            lines.append(f"{where}: {path}: {message}")
        else:
            lines.append(f"{where}: {path} = {_short(fault['input'])}: {message}")
    more = [f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return "\n".join([*lines[:_SHOWN], *more, "Maybe undo the last edit, or plan again"])


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) < 60 else f"{shown[:57]}..."
