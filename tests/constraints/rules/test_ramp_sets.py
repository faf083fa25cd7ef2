"""Ramp sets: pattern in, verdict out."""

from __future__ import annotations

from typing import Any

import pytest

from constraints.rules.ramp_sets import RampSets
from planner.solving.build import build
from tests.builders import block, deadlift, entry, scenario, session

RIGHT = ((5, 45), (4, 70), (3, 92.5))  # to 112.5 kg, 70 % of 160


def faults(ramp: tuple[tuple[int, float], ...], **more: Any) -> list[tuple[float, float, str]]:
    changes = more.pop("changes", {})
    (rule,) = RampSets.asked_by(scenario(**changes))
    warmup = [{"reps": reps, "load": load} for reps, load in ramp]
    one = session(exercises=[deadlift(warmup=warmup, **more)])
    found = rule.audit(block([one], **changes))
    return [(breach.measured, breach.limit, breach.unit) for breach in found]


@pytest.mark.parametrize(
    ("ramp", "found"),
    [
        (RIGHT, []),
        (RIGHT[1:], [(2, 3, "sets")]),
        ((), [(0, 3, "sets")]),
        (((5, 55), *RIGHT[1:]), []),
        (((5, 57.5), *RIGHT[1:]), [(51.1, 50, "%")]),
        ((*RIGHT[:2], (3, 90)), []),
        ((*RIGHT[:2], (3, 87.5)), [(77.8, 80, "%")]),
        (((8, 45), *RIGHT[1:]), []),
        (((9, 45), *RIGHT[1:]), [(16, 15, "reps")]),
    ],
)
def test_three_sets_that_lead_up(
    ramp: tuple[tuple[int, float], ...], found: list[tuple[float, float, str]]
) -> None:
    assert faults(ramp) == found


def test_a_second_load_needs_no_ramp_of_its_own() -> None:
    """The bar is warm; and setting it up takes its time once."""
    (rule,) = RampSets.asked_by(scenario())
    warmup = [{"reps": reps, "load": load} for reps, load in RIGHT]
    first, second = deadlift(sets=1, warmup=warmup), deadlift(sets=3, load=115, order=2, warmup=())
    both, one = (session(exercises=entries) for entries in ((first, second), (first,)))
    done = block([both])
    assert rule.audit(done) == ()
    assert len(rule.audit(block([session(exercises=[deadlift(warmup=())])]))) == 1
    more = 3 * done.exercise("conventional_deadlift").seconds_per_set
    assert done.seconds(both) == done.seconds(one) + more


def test_light_sets_and_back_offs_need_none() -> None:
    assert faults((), load=110) == []  # 68.8 %
    assert faults((), part="back_off") == []
    assert len(faults((), part="test")) == 1


def test_free_where_the_loads_cannot_keep_it() -> None:
    bar: dict[str, Any] = {"equipment": {"barbell": {"bar": 60, "plates": [10, 20]}}}
    assert faults((), load=120, changes=bar) != []
    heavy_bar: dict[str, Any] = {"equipment": {"barbell": {"bar": 60, "plates": [26.25]}}}
    assert faults((), load=112.5, changes=heavy_bar) == []  # the bar alone is 53 %


def test_only_for_the_main_lift() -> None:
    (rule,) = RampSets.asked_by(scenario())
    other = entry("romanian_deadlift", 3, 8, load=112.5, percent=70.3)
    assert rule.audit(block([session(exercises=[other])])) == ()


def test_holds_by_construction() -> None:
    short = scenario(weeks=1, goal={"test": "2027-02-05"})
    (rule,) = RampSets.asked_by(short)
    assert rule.priority == "must"
    assert build(short, rules=[rule], exercises=["conventional_deadlift"]).model.validate() == ""
