"""Liftoscript: every line is one that the documented grammar knows, and nothing is lost unsaid."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest

from constraints.block import Block
from planner.exports.liftoscript import to_liftoscript
from tests.builders import block, deadlift, entry, monday, session, weeks

# The grammar of the app's documentation: sections between slashes, sets between commas, and in a
# set its reps, load, effort, rest and label in any order.
NUMBER: Final = r"\d+(?:\.\d+)?"
NAME: Final = r"[^/{}()#\[\]|!:\n]+"
WORD: Final = r"[^/{}() \t\n\r#\[\]]+"
PART: Final = rf"\d+x\d+|{NUMBER}(?:kg|lb)|@{NUMBER}|\d+s(?:\|\d+s)?|\?\+|\({WORD}(?: {WORD})*\)"
SET: Final = rf"(?:{PART})(?: (?:{PART}))*"
WARM_UP: Final = rf"none|1x\d+(?: {NUMBER}(?:kg|lb))?(?:, 1x\d+(?: {NUMBER}(?:kg|lb))?)*"
EXERCISE: Final = re.compile(rf"({NAME}) / ({SET}(?:, {SET})*) / warmup: ({WARM_UP})")
OTHER: Final = re.compile(r"|//.*|///.*|# .+|## .+")


def text(made: Block) -> str:
    """The program, after each of its lines is found in the grammar."""
    said = to_liftoscript(made).decode()
    for line in said.split("\n"):
        assert EXERCISE.fullmatch(line) or OTHER.fullmatch(line), line
    return said


def of(made: Block) -> list[str]:
    """The lines of exercises."""
    return [line for line in text(made).split("\n") if EXERCISE.fullmatch(line)]


def one(*entries: Any, **changes: Any) -> Block:
    return block([session(exercises=entries)], **changes)


def test_the_first_monday_of_the_reference_block() -> None:
    assert text(one(*monday())).partition("\n# ")[2].split("\n")[:12] == [
        "Week 1, accumulation",
        "## A, Mon 1 Feb at 18:00, 65 min",
        "//",
        "Box Jump / 4x3 0kg 90s / warmup: none",
        "// 70.3%",
        "Deadlift / 4x6 112.5kg @5 210s / warmup: 1x5 45kg, 1x4 70kg, 1x3 92.5kg",
        "// work up to RPE 7",
        "Bent Over Row / 3x8 ?+ @7 120s / warmup: none",
        "//",
        "Nordic Curl / 2x4 0kg @8 120s / warmup: none",
        "// each side",
        "Dead Bug / 2x8 0kg 60s / warmup: none",
    ]


def test_every_week_and_day_in_order() -> None:
    lines = text(block(weeks())).split("\n")
    found = [line for line in lines if line.startswith("# ")]
    assert [int(re.findall(r"\d+", line)[0]) for line in found] == list(range(1, 13))
    assert found[3] == "# Week 4, accumulation, deload"
    assert sum(line.startswith("## ") for line in lines) == 36
    assert len(of(block(weeks()))) == sum(len(made.exercises) for made in weeks())


def test_a_week_without_sessions_has_a_day_all_the_same() -> None:
    assert "\n# Week 2, accumulation\n## Free\n\n# Week 3" in text(block())


def test_top_set_and_back_off_sets_are_one_exercise() -> None:
    made = one(
        deadlift(1, 3, 140, order=1, part="top", rpe=8),
        deadlift(3, 5, 120, order=2, part="back_off", rpe=7, warmup=[]),
    )
    (line,) = of(made)
    assert line == (
        "Deadlift / 1x3 140kg @8 210s (Top), 3x5 120kg @7 210s (Back-off) / "
        "warmup: 1x5 45kg, 1x4 70kg, 1x3 92.5kg"
    )
    assert all(len(label) <= 8 for label in re.findall(r"\((.*?)\)", line)), "the app's limit"


def test_attempts_of_a_test_one_by_one() -> None:
    (line,) = of(one(deadlift(1, 1, 160, part="test", rpe=10)))
    assert re.findall(r"1x1 ([\d.]+)kg 210s \(Try (\d)\)", line) == [
        ("152.5", "1"), ("160", "2"), ("165", "3"),
    ]  # fmt: skip


def test_seconds_are_a_clock_of_the_set() -> None:
    (line,) = of(one(entry("plank", 3, 40, rep_unit="seconds", rest_seconds=60)))
    assert line == "Plank / 3x1 0kg 40s|60s / warmup: none"


def test_what_the_line_has_no_word_for_stands_above_it() -> None:
    made = one(entry("step_up", 3, 8, load=20, per="hand", sides=2, rpe=7))
    assert "// 20 kg per hand; each side\nStep up / 3x8 20kg @7 120s / warmup: none" in text(made)


@pytest.mark.parametrize(
    ("exercise", "per", "name"),
    [
        ("calf_raise", None, "Standing Calf Raise, Bodyweight"),
        ("calf_raise", "stack", "Standing Calf Raise, Leverage Machine"),
        ("kb_deadlift", "bell", "Deadlift, Kettlebell"),
        ("split_squat", "hand", "Split Squat"),
        ("split_squat", "bell", "Split Squat, Kettlebell"),
        ("romanian_deadlift", "bar", "Romanian Deadlift, Barbell"),
        ("db_romanian_deadlift", "hand", "Romanian Deadlift"),
    ],
)
def test_what_carries_the_load_is_part_of_the_name(exercise: str, per: Any, name: str) -> None:
    load = None if per is None else 20
    (line,) = of(one(entry(exercise, 3, 8, load=load, per=per)))
    assert line.startswith(f"{name} / ")


def test_exercises_that_the_app_lacks_are_named_at_the_head() -> None:
    define = {
        "mine": {"pattern": "hinge", "modality": "accessory", "name": "Pull / push (1:2) #|!"}
    }
    made = one(entry("bird_dog", order=1), entry("mine", order=2), exercises={"define": define})
    head = text(made).partition("\n# ")[0]
    assert "/// - Bird dog\n/// - Pull push 1 2" in head
    assert "It cannot carry:" in head
    assert "by these names" not in text(one(deadlift()))


def test_nothing_that_somebody_wrote_breaks_a_line() -> None:
    define = {"mine": {"pattern": "hinge", "modality": "accessory", "name": "a\n# b {~ c ~} [1-4]"}}
    made = block(
        [session(exercises=[entry("mine")], label="A\n# Week 9")],
        title="x\n## y", exercises={"define": define},
    )  # fmt: skip
    lines = text(made).split("\n")
    assert sum(line.startswith("# ") for line in lines) == 12
    assert of(made)[0].startswith("a b ~ c ~ 1-4 / ")
