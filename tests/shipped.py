"""The shipped scenarios, each planned once in a test run.

The block waits as JSON in a folder that the workers of a run share: whoever makes the lock folder
first plans, the others wait for the file, and plan themselves when it never comes.
"""

from __future__ import annotations

import os
import time
from functools import cache
from pathlib import Path
from tempfile import gettempdir

from constraints.block import Block
from planner.exports.json import from_json, to_json
from planner.solving.outcome import Planned
from planner.solving.solve import Options, plan
from scenarios.loader import load

TIME_LIMIT = 400.0  # seconds; a proof takes 1 to 90
PATIENCE = 450.0  # seconds to wait for another worker


def _folder() -> Path:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"pid{os.getpid()}")
    folder = Path(gettempdir()) / f"planner-shipped-{run}"
    folder.mkdir(exist_ok=True)
    return folder


@cache
def planned(name: str) -> Block:
    """The proved block of a shipped scenario.

    Raises:
        AssertionError: there is none.
    """
    file, lock = _folder() / f"{name}.json", _folder() / f"{name}.lock"
    try:
        lock.mkdir()
    except FileExistsError:
        until = time.monotonic() + PATIENCE
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.2)
        if file.exists():
            return from_json(file.read_bytes(), name)
    outcome = plan(load(name), Options(time_limit=TIME_LIMIT))
    assert isinstance(outcome, Planned), f"{name}: {outcome}"
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(to_json(outcome.block))
    part.rename(file)
    return outcome.block
