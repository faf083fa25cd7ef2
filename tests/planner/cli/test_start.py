"""Without a command, with a wrong one, and without the solver."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planner.cli.running import (
    Ran,
    run,
    run_each_without_solver,
    run_without_solver,
)


def test_alone_it_says_what_to_do_next() -> None:
    ran = run()
    assert ran.code == 0
    assert "planner plan intermediate_3day_barbell" in ran.out
    assert len(ran.out.splitlines()) <= 12
    assert max(map(len, ran.out.splitlines())) <= 80
    assert ran.err == ""


def test_version() -> None:
    assert run("--version").out == "planner 0.1.0\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("plam",),
        ("plan",),
        ("plan", "sample_workout", "--workers", "0"),
        ("plan", "sample_workout", "--workers", "two"),
        ("plan", "sample_workout", "--seed", "-1"),
        ("plan", "sample_workout", "--time-limit", "0"),
        ("plan", "sample_workout", "--time-limit", "nan"),
        ("plan", "sample_workout", "--time-limit", "inf"),
        ("plan", "sample_workout", "--week", "0"),
        ("plan", "sample_workout", "--week", "2"),
        ("export", "x.block.json"),
        ("rules", "--scenario", "sample_workuot"),
        ("exercises", "--scenario", "sample_workuot"),
    ],
    ids=" ".join,
)
def test_wrong_usage(arguments: tuple[str, ...], tmp_path: Path) -> None:
    folder = ("--out", str(tmp_path)) if arguments[0] == "plan" else ()
    ran = run(*arguments, *folder)
    assert ran.code == 2, ran
    assert ran.err
    assert ran.out == ""
    assert list(tmp_path.iterdir()) == []


WITHOUT_SOLVER = (
    ("--help",),
    ("plan", "--help"),
    ("scenarios",),
    ("exercises", "--scenario", "sample_workout"),
    ("rules",),
    ("rules", "--scenario", "sample_workout"),
    ("schema",),
    ("new", "mine.toml"),
    ("check", "block"),
    ("explain", "block"),
    ("explain", "block", "--against", "block"),
    ("show", "block"),
    ("export", "block", "--to", "ics", "--out", "-"),
)


@pytest.fixture(scope="module")
def without_solver(
    sample: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, ...], Ran]:
    """What each of those commands does in a process that cannot import ortools."""
    mine = tmp_path_factory.mktemp("new") / "mine.toml"
    places: dict[str, str | Path] = {"block": sample, "mine.toml": mine}
    commands = [[places.get(one, one) for one in arguments] for arguments in WITHOUT_SOLVER]
    return dict(zip(WITHOUT_SOLVER, run_each_without_solver(commands), strict=True))


@pytest.mark.parametrize("arguments", WITHOUT_SOLVER, ids=" ".join)
def test_works_where_ortools_is_not_installed(
    arguments: tuple[str, ...], without_solver: dict[tuple[str, ...], Ran]
) -> None:
    ran = without_solver[arguments]
    assert ran.code == 0, ran
    assert ran.out + ran.err
    assert "Traceback" not in ran.err


def test_the_block_on_the_import_of_ortools_is_real(tmp_path: Path) -> None:
    ran = run_without_solver("plan", "sample_workout", "--out", tmp_path)
    assert "No module named 'ortools" in ran.err
