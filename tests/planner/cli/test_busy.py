"""Planning around a calendar file, from the command line to the saved block."""

from __future__ import annotations

from pathlib import Path

from planner.exports.json import from_json
from tests.planner.cli.running import run

WORK = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
DTSTAMP:20270101T000000Z
DTSTART;TZID=Europe/Berlin:20270104T170000
DTEND;TZID=Europe/Berlin:20270104T182000
RRULE:FREQ=WEEKLY
SUMMARY:Talk with the boss
END:VEVENT
END:VCALENDAR
"""
SCENARIO = """
extends = "sample_workout"
[availability]
monday = "18:00-21:00"
busy = "work.ics"
"""


def test_a_session_moves_behind_what_is_busy(tmp_path: Path) -> None:
    (tmp_path / "work.ics").write_text(WORK, "utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(SCENARIO, "utf-8")
    ran = run("plan", file, "--out", tmp_path, "--quiet")
    assert ran.code == 0, ran
    saved = tmp_path / "mine.block.json"
    (session,) = from_json(saved.read_bytes()).sessions
    assert f"{session.start:%a %H:%M}" == "Mon 18:50"
    assert "boss" not in saved.read_text("utf-8")
    (tmp_path / "work.ics").unlink()
    assert run("check", saved).code == 0  # the block needs no file but itself


def test_a_calendar_that_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(SCENARIO, "utf-8")
    ran = run("plan", file, "--out", tmp_path)
    assert ran.code == 2
    assert "no such file" in ran.err
