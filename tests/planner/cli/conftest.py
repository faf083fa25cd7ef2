"""One planned block for all tests that read one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planner.cli.running import run


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The saved block of the sample workout; not to be written to."""
    folder = tmp_path_factory.mktemp("sample")
    ran = run("plan", "sample_workout", "--out", folder, "--quiet")
    assert ran.code == 0, ran
    return folder / "sample_workout.block.json"
