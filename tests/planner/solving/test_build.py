"""Build: a model of every request that can be read, also of one that cannot be met."""

from __future__ import annotations

from datetime import date

from ortools.sat.python import cp_model

from planner.solving.build import build
from tests.builders import scenario


def test_a_phase_whose_loads_the_level_does_not_allow_is_impossible_and_no_crash() -> None:
    # The realization before a test asks for 87.5 %, and a beginner lifts at most 75.
    asked = scenario(
        athlete={"level": "beginner", "one_rep_max": {"trap_bar_deadlift": 80}},
        goal={"lift": "trap_bar_deadlift", "test": date(2027, 3, 12)}, equipment={"trap_bar": {}},
        weeks=6,
    )  # fmt: skip
    solver = cp_model.CpSolver()
    assert solver.solve(build(asked).model) == cp_model.INFEASIBLE
