"""Running the command line, in this process and in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from typer.testing import CliRunner

from planner.cli import app

ROOT = Path(__file__).parents[3]
LONGEST_WAIT = 300  # seconds until a hanging process is ended; never asserted on

# Makes `import ortools` fail, as where it is not installed.
NO_SOLVER = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "ortools":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
"""
ONE_COMMAND = f"{NO_SOLVER}\nfrom planner.cli import main\nmain()"
MANY_COMMANDS = f"""{NO_SOLVER}
import json
from typer.testing import CliRunner
from planner.cli import app
for arguments in json.load(sys.stdin):
    ran = CliRunner().invoke(app, arguments, catch_exceptions=False)
    print(json.dumps([ran.exit_code, ran.stdout, ran.stderr]))
"""


class Ran:
    """What a command did: exit code, standard output, standard error."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    def __repr__(self) -> str:
        return f"exit {self.code}\n--- out\n{self.out}\n--- err\n{self.err}"


def run(*arguments: str | Path) -> Ran:
    """Run a command in this process, where nobody looks at a terminal."""
    result = CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)
    return Ran(result.exit_code, result.stdout, result.stderr)


def environment(**more: str) -> dict[str, str]:
    """This process's environment, with the packages of this repository."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def run_without_solver(*arguments: str | Path) -> Ran:
    """Run a command in a process that cannot import ortools."""
    done = _without_solver(ONE_COMMAND, *map(str, arguments))
    return Ran(done.returncode, done.stdout, done.stderr)


def run_each_without_solver(commands: Iterable[Iterable[str | Path]]) -> list[Ran]:
    """Run commands one after another in one process that cannot import ortools."""
    asked = json.dumps([[str(one) for one in arguments] for arguments in commands])
    done = _without_solver(MANY_COMMANDS, given=asked)
    assert done.returncode == 0, done.stderr
    return [Ran(*json.loads(line)) for line in done.stdout.splitlines()]


def _without_solver(
    code: str, *arguments: str, given: str = ""
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, input=given, capture_output=True, text=True, encoding="utf-8",
        env=environment(), timeout=LONGEST_WAIT, check=False,
    )  # fmt: skip
