"""Files are whole or as they were."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.exports.files import write_whole
from scenarios.errors import PlannerError


def test_writes_and_replaces(tmp_path: Path) -> None:
    target = tmp_path / "plan.ics"
    write_whole(target, b"one\r\n")
    write_whole(str(target), b"two\n")
    assert target.read_bytes() == b"two\n"
    assert os.listdir(tmp_path) == ["plan.ics"]


def test_a_new_file_gets_the_usual_rights_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    target, plain = tmp_path / "plan.ics", tmp_path / "plain"
    plain.write_bytes(b"")
    write_whole(target, b"one")
    assert target.stat().st_mode == plain.stat().st_mode
    target.chmod(0o600)
    write_whole(target, b"two")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    link = tmp_path / "plan.ics"
    link.symlink_to(tmp_path / "web" / "feed.ics")
    write_whole(link, b"one")
    assert link.is_symlink()
    assert (tmp_path / "web" / "feed.ics").read_bytes() == b"one"


def test_synced_before_it_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    for step in ("fsync", "replace"):
        real = getattr(os, step)

        def note(*given: object, step: str = step, real: Callable[..., None] = real) -> None:
            done.append(step)
            real(*given)

        monkeypatch.setattr(os, step, note)
    write_whole(tmp_path / "plan.ics", b"one")
    assert done == ["fsync", "replace"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_a_fault_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, fault: BaseException
) -> None:
    target = tmp_path / "plan.ics"
    write_whole(target, b"old")

    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(os, step, fail)
    expected = PlannerError if isinstance(fault, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as error:
        write_whole(target, b"new")
    if isinstance(fault, OSError):
        assert "plan.ics: cannot be written: No space left\nMaybe " in str(error.value)
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["plan.ics"]


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match=r"there is no folder .*nowhere\nMaybe make it first"):
        write_whole(tmp_path / "nowhere" / "plan.ics", b"")
    assert not os.listdir(tmp_path)


def test_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")  # root may write anywhere

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PlannerError, match="cannot be written: Permission denied"):
        write_whole(tmp_path / "plan.ics", b"")


def test_name_too_long(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="cannot be written: File name too long"):
        write_whole(tmp_path / ("n" * 300), b"")
    assert not os.listdir(tmp_path)


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    # Own ones, never /dev/null: where the check fails, a test run by root would replace it.
    folder, pipe = tmp_path / "folder", tmp_path / "pipe"
    folder.mkdir()
    os.mkfifo(pipe)
    for path in (folder, pipe):
        with pytest.raises(PlannerError, match="is no plain file"):
            write_whole(path, b"data")
    assert folder.is_dir()
    assert pipe.is_fifo()
    assert sorted(os.listdir(tmp_path)) == ["folder", "pipe"]
