"""The questions of `planner new`: what can be answered, and that every answer can be planned."""

from __future__ import annotations

import itertools
import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import get_args

import pytest

from planner.cli import console, questions
from planner.cli.starter import (
    AIMS,
    KITS,
    LEVELS,
    OTHERS,
    SHORTEST,
    Answers,
    aims,
    lifts,
    others,
    starter,
)
from planner.solving.attempt import Options
from planner.solving.outcome import Planned
from planner.solving.solve import plan
from scenarios.loader import load
from scenarios.schema import Scenario
from scenarios.strength import Unit
from tests.planner.cli.running import LONGEST_WAIT, environment, run

SUNDAY = date(2027, 2, 28)
PLAIN = Answers(
    level="intermediate", aim="general", kit="gym", lift="conventional_deadlift",
    days=(0, 2, 4), at=time(18), minutes=60, start=date(2027, 3, 1), weeks=8,
    timezone="Europe/Berlin",
)  # fmt: skip


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Type these lines on a terminal; what was asked is returned as it happens."""

    def type_in(*lines: str) -> list[str]:
        left, asked = list(lines), list[str]()

        def answer(question: str) -> str:
            asked.append(question)
            if not left:
                raise EOFError
            return left.pop(0)

        monkeypatch.setattr(console, "ask", answer)
        monkeypatch.setattr(console, "is_asking", lambda: True)
        return asked

    return type_in


def loaded(answers: Answers, folder: Path) -> Scenario:
    file = folder / "mine.toml"
    file.write_text(starter(answers), "utf-8")
    return load(str(file))


def combinations() -> Iterator[Answers]:
    """Every level, kit, aim and lift; days, minutes, units and what is known vary along."""
    span = itertools.cycle([(1,), (0, 3), (0, 2, 4), (0, 1, 3, 4), (0, 1, 2, 4, 5)])
    units: tuple[Unit, ...] = get_args(Unit)
    length, unit = itertools.cycle([0, 60, 90]), itertools.cycle(units)
    known = itertools.cycle(["", "100", "8 x 60 @ 7.5"])
    for level, kit in itertools.product(LEVELS, KITS):
        for aim, lift in itertools.product(aims(kit, level), lifts(kit, level)):
            said = next(known)
            names = (lift, *others(kit, level, lift)) if said else ()
            yield Answers(
                level=level, aim=aim, kit=kit, lift=lift, days=next(span), at=time(6, 30),
                minutes=next(length) or SHORTEST[kit], start=date(2027, 3, 1),
                weeks=12 if aim == "test" else 8, timezone="America/Chicago",
                unit=next(unit), known=tuple((one, said) for one in names),
            )  # fmt: skip


def test_every_combination_is_a_scenario(tmp_path: Path) -> None:
    seen = set()
    for answers in combinations():
        made = loaded(answers, tmp_path)
        seen |= {(made.athlete.level, answers.aim), (answers.kit, made.athlete.units)}
        assert made.goal.lift == answers.lift
        assert made.availability.sessions == (len(answers.days),) * 2
        assert tuple(made.availability.weekday_windows) == answers.days
        assert (made.goal.test is None) == (answers.aim != "test")
        assert made.goal.test is None or made.goal.test.weekday() == answers.days[-1]
        assert (
            set(made.athlete.one_rep_max) | set(made.athlete.recent_sets)
            == dict(answers.known).keys()
        )
        assert made.timezone == "America/Chicago"
        ((window, *_), *_) = made.availability.weekday_windows.values()
        assert window.minutes > answers.minutes, "so that minutes can be raised alone"
    assert {kit for kit, _ in seen} >= set(KITS)
    assert {aim for _, aim in seen} >= set(AIMS)


@pytest.mark.parametrize(
    "answers",
    [
        replace(PLAIN, weeks=4, known=(("conventional_deadlift", "140"),)),
        replace(PLAIN, level="beginner", kit="dumbbells", lift="db_romanian_deadlift",
                days=(0, 3), minutes=30, weeks=4),
        replace(PLAIN, level="beginner", lift="trap_bar_deadlift", minutes=45, weeks=4, unit="lb"),
    ],
    ids=["gym", "dumbbells", "beginner"],
)  # fmt: skip
def test_a_starter_is_planned_at_once(answers: Answers, tmp_path: Path) -> None:
    outcome = plan(loaded(answers, tmp_path), Options(time_limit=60))
    assert isinstance(outcome, Planned), outcome


@pytest.mark.parametrize(
    ("start", "days", "test"),
    [
        (date(2027, 3, 1), (0, 2, 4), date(2027, 5, 21)),  # until a Sunday
        (date(2027, 3, 2), (0, 2, 4), date(2027, 5, 24)),  # a Tuesday, until a Monday
        (date(2027, 3, 4), (0, 2), date(2027, 5, 26)),  # a Thursday, until a Wednesday
        (date(2027, 3, 7), (1,), date(2027, 5, 25)),
    ],
)
def test_the_test_lies_on_the_last_training_day_of_the_block(
    start: date, days: tuple[int, ...], test: date, tmp_path: Path
) -> None:
    answers = replace(PLAIN, aim="test", start=start, days=days, weeks=12)
    assert loaded(answers, tmp_path).goal.test == test


def test_who_does_no_cleans_gets_none(tmp_path: Path) -> None:
    assert "power_clean" in loaded(PLAIN, tmp_path).exercises.exclude
    known = replace(PLAIN, known=(("power_clean", "80"),))
    assert loaded(known, tmp_path).exercises.exclude == ()


def test_a_beginner_is_not_asked_for_a_test_or_a_lift_that_needs_years() -> None:
    assert "test" not in aims("gym", "beginner")
    assert "test" not in aims("kettlebells", "advanced")
    assert "test" in aims("gym", "intermediate")
    assert lifts("gym", "beginner") == ("trap_bar_deadlift", "romanian_deadlift")
    assert "power_clean" in OTHERS["gym"]
    assert "power_clean" not in others("gym", "beginner", "romanian_deadlift")


def test_a_short_week_asks_for_less(tmp_path: Path) -> None:
    long, short = PLAIN, replace(PLAIN, days=(0,), kit="dumbbells", lift="db_romanian_deadlift")
    bands = [loaded(one, tmp_path).volume["glutes"].target for one in (long, short)]
    assert bands[0] == (10, 18)
    assert bands[1][1] < 10


def test_enter_takes_what_is_usual(typed: Callable[..., list[str]], tmp_path: Path) -> None:
    asked = typed(*[""] * 16)
    answers = questions.ask(SUNDAY, "mine.toml")
    assert (answers.level, answers.kit, answers.aim) == ("intermediate", "gym", "general")
    assert answers.start == date(2027, 3, 1)
    assert (answers.days, answers.weeks, answers.known) == ((0, 2, 4), 8, ())
    assert asked[-4:] == [
        "Conventional deadlift: ",
        "Hip thrust: ",
        "Barbell row: ",
        "Power clean: ",
    ]
    assert loaded(answers, tmp_path).weeks == 8


def test_answers_in_words_and_mistakes(
    typed: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    typed(
        "4", "begin", "kettlebells", "keep", "kettlebell s", "kg", "12 x 16", "12 16,24.5",
        "mon tues", "mon t", "Mon, Wed & Fri", "mon/wed fri", "25:00", "23:30", "7", "20", "35",
        "3", "6", "2027-02-30", "2027-03-02", "5 x 16", "10 x 16 @ 11", "10 x 16 @ 7.5",
    )  # fmt: skip
    answers = questions.ask(SUNDAY, "mine.toml")
    assert answers == Answers(
        level="beginner", aim="maintenance", kit="kettlebells", lift="kettlebell_swing",
        days=(0, 1), at=time(7), minutes=35, start=date(2027, 3, 2), weeks=6,
        timezone=answers.timezone, bells=(12, 16, 24.5),
        known=(("kettlebell_swing", "10 x 16 @ 7.5"),),
    )  # fmt: skip
    assert '"4": answer with a number from 1 to 3' in capsys.readouterr().err


def test_the_file_is_asked_for_only_where_somebody_can_answer(
    typed: Callable[..., list[str]], tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    asked = typed(*[""] * 16)
    assert run("new", file).code == 0
    assert len(asked) > 10
    assert load(str(file)).title == "8 weeks: conventional deadlift"
    copied = typed()
    assert run("new", file, "--force", "--from", "sample_workout").code == 0
    assert copied == []


def test_who_stops_answering_gets_no_file(typed: Callable[..., list[str]], tmp_path: Path) -> None:
    typed("", "")
    ran = run("new", tmp_path / "mine.toml")
    assert ran.code == 130
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_kept_before_anything_is_asked(
    typed: Callable[..., list[str]], tmp_path: Path
) -> None:
    asked = typed()
    (tmp_path / "mine.toml").write_text("mine")
    assert run("new", tmp_path / "mine.toml").code == 2
    assert asked == []


def test_without_a_terminal_a_file_must_be_named() -> None:
    ran = run("new")
    assert ran.code == 2
    assert "planner new mine.toml" in ran.err


def test_on_a_real_terminal_it_asks_until_all_is_answered(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    file = tmp_path / "mine.toml"
    command = [sys.executable, "-m", "planner", "new", str(file)]
    running = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(TERM="xterm"),
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    said, answered = b"", 0
    while select.select([ours], [], [], LONGEST_WAIT)[0]:
        try:
            said += os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if said[answered:].endswith(b": "):
            os.write(ours, b"\n")
            answered = len(said)
    os.close(ours)
    assert running.wait(LONGEST_WAIT) == 0, said.decode()
    assert b"How long have you trained?" in said
    assert b"Number [2]: " in said
    assert load(str(file)).athlete.level == "intermediate"
