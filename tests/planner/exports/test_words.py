"""The words of a session: what the athlete reads in the gym."""

from __future__ import annotations

import sys
import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exports import words
from tests.builders import block, deadlift, entry, monday, session


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"load": 112.5}, "4x6 @ 112.5 kg"),
        ({"load": 120}, "4x6 @ 120 kg"),
        ({"load": 61.25}, "4x6 @ 61.25 kg"),
        ({"load": 245, "unit": "lb"}, "4x6 @ 245 lb"),
        ({"load": 24, "per": "hand"}, "4x6 @ 2 x 24 kg"),
        ({"load": 24, "per": "hand", "sides": 2}, "4x6 per side @ 24 kg per hand"),
        ({"load": 24, "per": "bell"}, "4x6 @ 24 kg bell"),
        ({"load": 45, "per": "stack"}, "4x6 @ 45 kg stack"),
        ({"load": 10, "per": "added"}, "4x6 @ +10 kg"),
        ({"load": 0, "per": "added"}, "4x6 @ bodyweight"),
        ({"rpe": 7.5}, "4x6 @ RPE 7.5"),
        ({"rpe": 7, "load": 60}, "4x6 @ 60 kg"),
        ({}, "4x6"),
        ({"reps": 30, "rep_unit": "seconds", "sides": 2}, "4x30 s per side"),
    ],
)
def test_work(fields: dict[str, Any], said: str) -> None:
    assert words.work(entry(**fields)) == said


@pytest.mark.parametrize(
    ("percent_of", "said"),
    [
        (None, "70.3%"),
        ("romanian_deadlift", "70.3%"),
        ("conventional_deadlift", "70.3% of conventional deadlift"),
        ("back_squat", "70.3% of back squat"),
    ],
)
def test_percent_names_another_lift(percent_of: str | None, said: str) -> None:
    line = entry("romanian_deadlift", load=90, percent=70.3, percent_of=percent_of)
    assert words.percent(block(), line) == said


def test_proper_names_keep_their_capital() -> None:
    line = entry(load=90, percent=70, percent_of="romanian_deadlift")
    assert words.percent(block(), line) == "70% of Romanian deadlift"


@pytest.mark.parametrize(
    ("seconds", "said"), [(210, "rest 3:30"), (45, "rest 0:45"), (60, "rest 1:00"), (0, "")]
)
def test_rest(seconds: int, said: str) -> None:
    assert words.rest(entry(rest_seconds=seconds)) == said


def test_ramp_line() -> None:
    assert words.ramp_line(deadlift()) == "5 x 45, 4 x 70, 3 x 92.5 kg"
    assert words.ramp_line(entry()) == ""
    assert words.ramp_line(entry(warmup=[{"reps": 5, "load": None}])) == "5 x light"


def test_notebook() -> None:
    own = session(exercises=monday())
    assert words.notebook(block([own]), own) == (
        "Week 1, session A: accumulation, 65 min\n"
        "Warm-up: 8 min\n"
        "\n"
        "1. Box jump: 4x3, rest 1:30\n"
        "2. Conventional deadlift: 4x6 @ 112.5 kg, 70.3%, RPE 5, rest 3:30\n"
        "   Ramp: 5 x 45, 4 x 70, 3 x 92.5 kg\n"
        "3. Barbell row: 3x8, work up to RPE 7, rest 2:00\n"
        "4. Nordic curl: 2x4, RPE 8, rest 2:00\n"
        "5. Dead bug: 2x8 per side, rest 1:00\n"
        "\n"
        "Twelve weeks to a deadlift test"
    )


def test_notebook_of_a_deload_without_a_general_warm_up() -> None:
    own = session(deload=True, exercises=[entry()])
    text = words.notebook(block([own], session={"warm_up_minutes": 0}), own)
    assert text.startswith("Week 1, session A: accumulation, deload, 65 min\n\n1. Conv")


def test_notebook_sorts_by_order_and_names_top_set_and_back_off() -> None:
    own = session(
        exercises=[
            deadlift(2, 3, 120, order=3, part="back_off", warmup=[]),
            deadlift(3, 1, 147.5, order=2, part="top", warmup=[]),
            entry("box_jump", order=1),
        ]
    )
    rows = words.notebook(block([own]), own).split("\n")[3:6]
    assert [row.split(":")[0] for row in rows] == [
        "1. Box jump",
        "2. Conventional deadlift (top set)",
        "3. Conventional deadlift (back-off)",
    ]


def test_attempts_of_a_one_rep_max() -> None:
    # 95, 100 and 102.5 % of 160 are 152, 160 and 164; the bar goes in steps of 2.5 kg.
    own = session(exercises=[deadlift(1, 1, 160, part="test", warmup=[])])
    assert "\n   Attempts: 152.5, 160, 165 kg\n" in words.notebook(block([own]), own)


def test_no_attempts_for_a_test_of_five() -> None:
    own = session(exercises=[deadlift(1, 5, 130, part="test", rpe=8)])
    assert "Attempts" not in words.notebook(block([own]), own)


def test_attempts_where_the_loads_are_unknown_are_the_load() -> None:
    own = session(exercises=[entry("box_jump", 1, 1, part="test", load=20)])
    assert "   Attempts: 20 kg\n" in words.notebook(block([own]), own)


JUMP, ROW = entry("box_jump", 4, 3), entry("barbell_row", 3, 8, order=3, rpe=7)
SWING = entry("kettlebell_swing", 3, 15, order=4, load=24, per="bell")
THRUST = entry("hip_thrust", 2, 6, order=4, load=125)
CLEAN = entry("power_clean", 4, 3, order=2, load=57.5)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"exercises": monday()}, "Wk 1 A: Deadlift 4x6 @ 112.5 kg +4"),
        ({"exercises": monday(), "deload": True}, "Wk 1 A (deload): Deadlift 4x6 @ 112.5 kg +4"),
        ({"exercises": [JUMP, ROW, CLEAN], "week": 3, "label": "B"},
         "Wk 3 B: Power clean 4x3 @ 57.5 kg +2"),
        ({"exercises": [CLEAN, deadlift(order=5)]}, "Wk 1 A: Deadlift 4x6 @ 112.5 kg +1"),
        ({"exercises": [JUMP, SWING, ROW]}, "Wk 1 A: Barbell row 3x8 @ RPE 7 +2"),
        ({"exercises": [entry("nordic_curl", 1, 5), ROW, THRUST]},
         "Wk 1 A: Hip thrust 2x6 @ 125 kg +2"),
        ({"exercises": [entry("step_up", 2, 9, load=70, per="hand"), THRUST]},
         "Wk 1 A: Hip thrust 2x6 @ 125 kg +1"),
        ({"exercises": [entry("pull_up", 2, 3), entry("lat_pulldown", load=90, per="stack"),
                        entry("step_up", 2, 9, load=14, per="hand"), SWING]},
         "Wk 1 A: Step-up 2x9 @ 2 x 14 kg +3"),
        ({"exercises": [JUMP, entry("plank", 3, 30, order=2, rep_unit="seconds")]},
         "Wk 1 A: Box jump 4x3 +1"),
        ({"exercises": [deadlift(3, 1, 147.5, part="top"), deadlift(2, 3, 120, order=3)]},
         "Wk 1 A: Deadlift 3x1 @ 147.5 kg"),
        ({"exercises": [deadlift(1, 1, 160, part="test", rpe=None)]}, "Test: deadlift 1RM"),
        ({"exercises": [JUMP, deadlift(1, 1, 160, part="test", rpe=10)]}, "Test: deadlift 1RM +1"),
        ({"exercises": [deadlift(1, 5, 130, part="test", rpe=8)]}, "Test: deadlift 5 @ RPE 8"),
        ({"exercises": [deadlift(1, 2, 130, order=1), deadlift(1, 1, 160, part="test", rpe=10)]},
         "Test: deadlift 1RM"),
        ({"exercises": [entry("hip_thrust", load=80), CLEAN]},
         "Wk 1 A: Power clean 4x3 @ 57.5 kg +1"),
        ({"exercises": []}, "Wk 1 A"),
    ],
)  # fmt: skip
def test_glance(fields: dict[str, Any], said: str) -> None:
    own = session(**fields)
    assert words.glance(block([own]), own) == said


def test_glance_shortens_a_long_name() -> None:
    own = session(exercises=[entry("heavy_carry", load=40)])
    define = {"pattern": "core", "modality": "accessory", "name": "Farmer " * 20}
    text = words.glance(block([own], exercises={"define": {"heavy_carry": define}}), own)
    assert text == "Wk 1 A: Farmer Farmer Farmer Farmer Farmer Fa... 4x6 @ 40 kg"


def test_no_health_data_at_a_glance() -> None:
    own = session()
    told = block([own], note="slipped disc L5", profile="low_back", athlete={"age": 61})
    assert words.glance(told, own) == words.glance(block([own]), own)
    assert "disc" not in words.notebook(told, own)


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  two\tparts \r\n here\n", "two parts here"),
        ("a\u0085b\u2028c\u2029d\x0be", "a b c d e"),
        ("\x00nul\x07 bell\x9f \x1b[31mred", "nul bell [31mred"),
        ("C:\\new", "C:/new"),
        ("<b>bold</b>", "\u2039b\u203abold\u2039/b\u203a"),
        ("\ufeffmark\u202etxet\u2066", "marktxet"),
        ("half \ud83d pair", "half pair"),
        ("\x00 \x07", ""),
    ],
)  # fmt: skip
def test_clean(written: str, cleaned: str) -> None:
    assert words.clean(written) == cleaned


@pytest.mark.parametrize(
    "kept",
    [
        "Kniebeuge, schwer; \u201eJa!\u201c 100 % ^n : = | #",
        "\U0001f3cb\U0001f3fd\u200d\u2640\ufe0f e\u0301 \u05e9\u05dc",
        "\U0001f3f4\U000e0067\U000e0062\U000e007f",
    ],
)
def test_clean_keeps_what_programs_keep(kept: str) -> None:
    assert words.clean(kept) == kept


def test_clean_knows_every_control_character() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    left = set(words.clean(everything))
    assert not [c for c in left if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not left & set("\\<>\ufeff\u202e\ufffe")


@given(st.text())
def test_clean_once_is_enough(text: str) -> None:
    once = words.clean(text)
    assert words.clean(once) == once == once.strip()


def test_a_title_of_nothing_falls_back() -> None:
    assert words.title(block(title="\x00", id="spring\n")) == "spring"
    assert words.title(block(title="\x00", id="\x01")) == "Training"


def test_an_exercise_without_a_name_is_called_by_its_id() -> None:
    define = {"carry_far": {"pattern": "core", "modality": "accessory", "name": " \x00"}}
    assert words.name(block(exercises={"define": define}), "carry_far") == "Carry far"


def test_the_session_of_a_day_is_not_touched_by_its_neighbours() -> None:
    first, second = session(), session(date(2027, 2, 3), label="B")
    assert words.notebook(block([first]), first) == words.notebook(block([first, second]), first)


def test_why_a_week_is_lighter() -> None:
    away = {"away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 18)}]}
    asked = block([], availability=away)
    assert [words.kind(asked, week) for week in asked.timeline[:4]] == [
        "accumulation", "accumulation", "accumulation, after a pause", "accumulation, deload"
    ]  # fmt: skip
    early = block([], goal={"test": date(2027, 4, 17)})
    assert [words.kind(early, week) for week in early.timeline[-2:]] == ["taper", "after the test"]


@pytest.mark.parametrize(
    ("loads", "changes", "share"),
    [
        ([100, 120, 130], {}, None),
        ([100, 120, 132], {}, None),  # a tenth is what a load may rise by
        ([100, 120, 135], {}, 12),
        ([120, 100, 135], {}, 12),  # over the most, not over the last
        ([100, 120, 130], {"progression": {"jump_percent": 5}}, 8),
        ([None, None, 135], {}, None),
    ],
)
def test_a_leap_to_the_last_heavy_pull_is_told(
    loads: list[float | None], changes: dict[str, Any], share: int | None
) -> None:
    lift = "conventional_deadlift"
    held = [
        session(date(2027, 2, 1 + 7 * week), week=week + 1, phase=phase,
                exercises=[entry(lift, 3, 2, load=load), entry("hip_thrust", 3, 8, load=200)])
        for week, (load, phase) in enumerate(
            zip(loads, ["accumulation", "intensification", "taper"], strict=True)
        )
    ]  # fmt: skip
    test = session(date(2027, 2, 22), week=4, phase="taper",
                   exercises=[entry(lift, 1, 1, load=200, part="test")])  # fmt: skip
    said = words.leap_to_test(block([*held, test], **changes))
    if share is None:
        assert said == ""
        return
    week = 1 + loads.index(120)
    assert said == (
        f"Week 3: Conventional deadlift {loads[-1]:g} kg is {share} % over 120 kg in week {week}, "
        "the most before it. Work up to it by feel, or state the 1RM of today."
    )
    in_phase = [one.model_copy(update={"phase": "realization"}) for one in held]
    assert words.leap_to_test(block([*in_phase, test], **changes)) == ""


@pytest.mark.parametrize(
    ("test", "said"),
    [
        (date(2027, 4, 23), ""),
        (date(2027, 4, 17), "The test ends the block: nothing is planned after week 11."),
        (None, ""),
    ],
)
def test_it_is_told_that_the_test_ends_the_block(test: date | None, said: str) -> None:
    assert words.after_test(block([], goal={"test": test})) == said
    assert words.of_test(block([], goal={"test": test})) == tuple(filter(None, [said]))
