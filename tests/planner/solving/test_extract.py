"""A line of the notebook from what the model chose."""

from __future__ import annotations

import pytest

from constraints.lines import Prescription
from planner.exports import words
from planner.solving.extract import entry_of
from tests.builders import scenario


@pytest.mark.parametrize(
    ("exercise", "said"),
    [
        ("kb_deadlift", "3x8 @ 20 kg bell"),  # one dumbbell, held in both hands
        ("db_romanian_deadlift", "3x8 @ 2 x 20 kg"),
        ("step_up", "3x8 per side @ 20 kg per hand"),
    ],
)
def test_dumbbells_are_counted_as_they_are_held(exercise: str, said: str) -> None:
    asked = scenario(equipment={"dumbbells": [16, 20], "other": ["box"]})
    made = entry_of(asked, asked.catalogue[exercise], "work", Prescription(8, 2000, None, 14), 3, 1)
    assert words.work(made) == said
