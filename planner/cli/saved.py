"""Saved blocks: reading them, how their files are called, and where they may be written."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scenarios.errors import PlannerError

if TYPE_CHECKING:
    from constraints.block import Block

LONGEST: Final = 120  # bytes of a name; file systems take 255


def read(path: Path) -> Block:
    """The block in a file.

    Raises:
        PlannerError: the file cannot be read, or holds no block.
    """
    from planner.exports.json import from_json

    try:
        data = path.read_bytes()
    except OSError as error:
        raise PlannerError(
            f"{path}: cannot be read: {error.strerror or error}"
            "\nMaybe give the file NAME.block.json that planner plan has written"
        ) from None
    return from_json(data, str(path))


def scenario_of(path: Path, block: Block) -> str | None:
    """The scenario file beside a block, or the shipped scenario, if the block is of it as it is.

    None where there is no such file, or it has been edited since: its lines would mislead.
    """
    from scenarios.loader import load, shipped

    beside = path.with_name(f"{block.scenario.id}.toml")
    for one in (str(beside), *(n for n in shipped() if n == block.scenario.id)):
        try:
            if load(one) == block.scenario:
                return one
        except PlannerError:
            continue
    return None


def name(scenario_id: str) -> str:
    """What the files of a block are called: the scenario's id, safe as a file name."""
    safe = re.sub(r"[^\w.-]+", "-", scenario_id).strip(".-")
    return safe.encode()[:LONGEST].decode(errors="ignore") or "block"


def check_folder(folder: Path, *files: Path) -> None:
    """Make sure, before any work is done, that files can be written to a folder.

    Raises:
        PlannerError: there is no such folder, or nothing can be written there.
    """
    if not folder.exists():
        raise PlannerError(
            f"{folder}: there is no such folder\nMaybe make it first: mkdir -p {folder}"
        )
    if not folder.is_dir():
        raise PlannerError(f"{folder}: is a file, not a folder{_MAYBE}")
    for file in files:
        if file.is_dir():
            raise PlannerError(f"{file}: is a folder, it cannot be replaced by a file{_MAYBE}")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or str(error)
        raise PlannerError(f"{folder}: cannot be written to: {reason}{_MAYBE}") from None


_MAYBE: Final = "\nMaybe choose another folder"
