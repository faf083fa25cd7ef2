"""Demands: of one place only what is asked there is named, with few keys."""

from __future__ import annotations

import pytest

from planner.impossible.amend import value_of
from planner.impossible.demands import Spot, demands_of
from tests.builders import scenario

LIFT = "conventional_deadlift"
FEW = 5


@pytest.mark.parametrize(
    ("spot", "words", "key"),
    [
        (Spot("taper", 0, LIFT), "lies 7 to 10 days before the test", "taper.last_heavy_days"),
        (Spot("taper", 11), "In the taper sets fall by 41 to 60 %", "taper.sets_drop_percent"),
        (Spot("taper", 12), "nothing above 75 %; in the last", "taper.light_percent"),
        (Spot("main-dose", 1, LIFT), "16 to 24 reps in all", "phases.accumulation.main_total_reps"),
        (Spot("volume-maximum", 2, "", "glutes"), "at most 20 sets", "volume.glutes.max"),
    ],
)
def test_a_demand_names_the_numbers_of_its_place(spot: Spot, words: str, key: str) -> None:
    asked = scenario()
    (demand,) = demands_of(asked, [spot])
    assert words in demand.sentence
    assert key in demand.keys
    assert len(demand.keys) <= FEW
    assert all(value_of(asked, one) is not None for one in demand.keys)
