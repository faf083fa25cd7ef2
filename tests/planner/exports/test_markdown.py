"""Markdown: headings, the pages of the gym notebook, and no markup of somebody else's."""

from __future__ import annotations

from constraints.block import Place, ScoreRow
from planner.exports.markdown import to_markdown
from tests.builders import block, deadlift, entry, session, weeks


def test_a_session() -> None:
    text = to_markdown(block()).decode()
    assert text.startswith("# Twelve weeks to a deadlift test\n\n- Intermediate, strength: Conv")
    assert "Fri 23 Apr.\n- Mon 1 Feb 2027 to Sun 25 Apr 2027: 12 weeks" in text
    assert "\n\nProved optimal" in text
    sums = "Mon 1 Feb to Sun 7 Feb: 1 session, 65 min, 12 jump contacts, 18 axial points."
    assert (
        f"\n## Week 1: accumulation\n\n{sums}\n\n### A: Monday 2027-02-01, 18:00 to 19:05\n" in text
    )
    assert "\n2. Conventional deadlift: 4x6 @ 112.5 kg, 70.3%, RPE 5, rest 3:30\n" in text
    assert "\n   - Ramp: 5 x 45, 4 x 70, 3 x 92.5 kg\n" in text
    assert text.endswith("\n\nNot medical advice.\n")
    assert "\r" not in text


def test_every_week_and_session_has_a_heading() -> None:
    lines = to_markdown(block(weeks())).decode().splitlines()
    assert sum(line.startswith("## Week") for line in lines) == 12
    assert sum(line.startswith("### ") for line in lines) == 36
    assert "## Week 4: accumulation, deload" in lines


def test_a_ramp_belongs_to_its_point_also_to_the_tenth() -> None:
    made = [deadlift(order=number) for number in (9, 10)]
    text = to_markdown(block([session(exercises=made)])).decode()
    assert "\n9. Conv" in text
    assert "\n   - Ramp" in text
    assert "\n    - Ramp" in text.partition("\n10. Conv")[2]


def test_without_warm_up() -> None:
    text = to_markdown(block(session={"warm_up_minutes": 0})).decode()
    assert "Warm-up" not in text
    assert "1. Box jump: 4x3" in text


def test_what_it_gives_up() -> None:
    row = ScoreRow(
        rule="core", priority="should", where=Place(week=3), text="week 3: 1 session, from 2",
        measured=1, limit=2, unit="sessions", price=1,
    )  # fmt: skip
    made = block().model_copy(update={"score": (row,)})
    assert "- core (should): week 3: 1 session, from 2" in to_markdown(made).decode()


def test_an_unproved_block_says_so() -> None:
    made = block()
    solve = made.solve.model_copy(update={"status": "feasible", "gap": 0.25})
    text = to_markdown(made.model_copy(update={"solve": solve})).decode()
    assert "not proved: gap 25%" in text


def test_markup_in_texts_is_shown_as_it_is() -> None:
    define = {"mine": {"pattern": "hinge", "modality": "accessory", "name": "[a](b) *c* <d>\n# e"}}
    made = block(
        [session(exercises=[entry("mine", 1, 5)])], title="# _x_ |", exercises={"define": define}
    )
    text = to_markdown(made).decode()
    assert text.startswith("# \\# \\_x\\_ \\|\n")
    assert "1. \\[a\\](b) \\*c\\* \u2039d\u203a \\# e: 1x5" in text
