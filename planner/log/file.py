"""`NAME.log.toml`: read with a word for every mistake, and added to at its end.

The file belongs to the athlete, who may edit it and write comments into it. So it is never written
anew: what is logged is put behind what stands there, byte for byte.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

import tomlkit
from pydantic import ValidationError
from tomlkit.items import AoT, Table

from constraints.block import Block
from planner.exports.files import write_whole
from planner.exports.names import Revision, revision, stem
from planner.log.done import done
from planner.log.model import FORMAT, VERSION, Log, LogEntry, Unrecognised
from scenarios.errors import PlannerError
from scenarios.wording import quoted

_MARK: Final = "\ufeff"  # that some editors on Windows put first
_HEAD: Final = """\
# What really happened in the sessions of {title}.
# You can edit this file and add to it. Each [[entry]] names a session, by date or by week and
# session, and says what became of it:
#   what = "done", "missed", "moved" (with to = 2027-02-02 or 2027-02-02T18:00:00)
#   what = "changed", with exercise = "..." and sets = ["6 x 112.5 @ 8", ...]: reps x load @ RPE
#   what = "extra", for work that was not planned: on = 2027-02-02, exercise, sets
# A later entry corrects an earlier one.
"""


def beside(block: Path) -> Path:
    """Where the log of a saved block lies: NAME.log.toml beside NAME.block.json.

    A block that was planned again, NAME.2.block.json, goes on with the log of NAME, or with that of
    the last number that has one of its own.
    """
    name, number = revision(stem(block))
    stems = [Revision(name, one).stem for one in range(number, 0, -1)]
    paths = [block.with_name(f"{one}.log.toml") for one in stems]
    return next((path for path in paths if path.exists()), paths[0])


def read(path: Path, block: Block) -> Log:
    """The log in a file, checked against its block; an empty one where there is no file yet.

    Raises:
        PlannerError: the file cannot be read, is no log, is of another block, or names what the
            block does not hold.
    """
    text = _text(path)
    return Log(block=block.scenario.id) if text is None else parsed(text, block, str(path))


def parsed(text: str, block: Block, where: str) -> Log:
    """The log in a text; see `read`."""
    try:
        table = tomllib.loads(text.removeprefix(_MARK))
    except (ValueError, RecursionError) as error:
        raise PlannerError(_not_toml(str(error), where, text)) from None
    if table.get("format") != FORMAT:
        raise PlannerError(
            f'{where}: not a training log: "format" is not "{FORMAT}"'
            "\nMaybe move the file away; planner log makes a new one"
        )
    if table.get("version") != VERSION:
        raise PlannerError(
            f"{where}: version = {str(table.get('version'))[:20]}: this planner reads version "
            f"{VERSION}\nMaybe use the planner that wrote the file"
        )
    try:
        log = Log.model_validate(table)
    except ValidationError as error:
        raise PlannerError(_explained(error, where)) from None
    done(block, log, where)  # says what the block does not hold
    return log


def append(
    path: Path,
    block: Block,
    entries: Iterable[LogEntry] = (),
    unrecognised: Iterable[Unrecognised] = (),
) -> Log:
    """Put entries behind what stands in a log, or start one; the log as it then is.

    Nothing is written where the old file, or what would come of it, has a mistake.

    Raises:
        PlannerError: as for `read`, or the file cannot be written.
    """
    text = _text(path)
    if text is None:
        text = _started(block)
    else:
        parsed(text, block, str(path))
    found = f"{text}{'' if text.endswith(chr(10)) else chr(10)}{_rendered(entries, unrecognised)}"
    log = parsed(found, block, str(path))
    write_whole(path, found.encode())
    return log


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not a text in UTF-8"
        raise PlannerError(f"{path}: cannot be read: {reason}\nMaybe give --log FILE") from None


def _started(block: Block) -> str:
    """The head of a new log."""
    title = " ".join((block.scenario.title or block.scenario.id).split())
    document = tomlkit.document()
    document["format"], document["version"] = FORMAT, VERSION
    document["block"] = block.scenario.id
    comment = _HEAD.format(title="".join(one for one in title if one.isprintable()))
    return f"{comment}\n{tomlkit.dumps(document)}"


def _rendered(entries: Iterable[LogEntry], unrecognised: Iterable[Unrecognised]) -> str:
    """New entries as TOML."""
    tables = [("entry", _table(one.model_dump(exclude_defaults=True), one)) for one in entries]
    tables += [("unrecognised", _table(one.model_dump(), one)) for one in unrecognised]
    found = []
    for name, table in tables:
        several, document = AoT([]), tomlkit.document()
        several.append(table)
        document[name] = several
        found.append(f"\n{tomlkit.dumps(document)}")
    return "".join(found)


def _table(values: dict[str, Any], one: LogEntry | Unrecognised) -> Table:
    table = tomlkit.table()
    for key, value in values.items():
        sets = one.sets or ()
        table[key] = [str(each) for each in sets] if key == "sets" else value
    return table


def _not_toml(error: str, where: str, text: str) -> str:
    """What is wrong with a file that is not TOML, with the line that it is in."""
    found = re.fullmatch(r"(.*) \(at line (\d+), column \d+\)", error)
    if found is None:
        return f"{where}: not a TOML file: {error[:100]}\nMaybe undo the last edit"
    lines, number = text.splitlines(), int(found[2])
    line = lines[number - 1].strip()[:60] if number <= len(lines) else ""
    reason = f"{found[1][:1].lower()}{found[1][1:]}"
    return f"{where}: line {number}: {line}: {reason}\nMaybe undo the last edit"


_KEYS: Final = ", ".join(LogEntry.model_fields)


def _explained(error: ValidationError, where: str) -> str:
    """Each fault with its place, its value and what is allowed."""
    lines = []
    for fault in error.errors(include_url=False):
        loc, value = fault["loc"], fault["input"]
        at = f"{loc[0]} {int(loc[1]) + 1}" if len(loc) > 1 else ""
        key = ".".join(str(part) for part in loc[2:3] or (loc if not at else ()))
        message = fault["msg"].removeprefix("Value error, ")
        if fault["type"] == "extra_forbidden":
            message = f"unknown key. Allowed: {_KEYS}" if at else "unknown key"
        elif fault["type"] == "missing":
            message = "is missing"
        elif not isinstance(value, dict):
            shown = value.isoformat() if isinstance(value, date) else str(value)[:60]
            key = f"{key} = {quoted(shown) if isinstance(value, str) else shown}"
        place = ": ".join(part for part in (where, at, key) if part)
        message = message if message[:2].isupper() else f"{message[:1].lower()}{message[1:]}"
        lines.append(f"{place}: {message}")
    return "\n".join([*dict.fromkeys(lines[:5]), "Maybe correct the file: it is plain text"])
