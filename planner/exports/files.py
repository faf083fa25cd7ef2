"""A file that is either there whole or as it was before: a calendar never reads half of one."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from scenarios.errors import PlannerError


def write_whole(path: Path | str, data: bytes) -> None:
    """Write a file by way of a temporary one beside it; who may read an old file stays.

    A link is followed, so that a file that others subscribe to can lie elsewhere.

    Raises:
        PlannerError: the folder is missing, or the file cannot be written.
    """
    target = Path(os.path.realpath(path))
    temporary = target.parent / f".planner-{secrets.token_hex(8)}.tmp"
    try:
        if not target.parent.is_dir():
            raise PlannerError(
                f"{path}: there is no folder {target.parent}\nMaybe make it first, or take another"
            )
        is_there = target.exists()
        if is_there and not target.is_file():
            raise PlannerError(f"{path}: is no plain file\nMaybe give the file another name")
        try:
            _write(temporary, data)
            if is_there:
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            os.replace(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise PlannerError(
            f"{path}: cannot be written: {error.strerror or error}"
            "\nMaybe choose a folder that you can write to"
        ) from None


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
