"""Running the command line, in this process and in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
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
from planner.cli import main
main()
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
    command = [sys.executable, "-c", NO_SOLVER, *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment(),
        timeout=LONGEST_WAIT, check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr)
