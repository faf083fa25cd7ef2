"""Attempts: the limits under which the model of a replan is asked."""

from __future__ import annotations

import time

import pytest

from planner.replanning.attempts import Attempts
from planner.solving.attempt import Options
from planner.solving.build import build
from planner.solving.progress import Watch
from tests.planner.replanning.athlete import asked, old


def test_limits_of_single_excesses_leave_all_that_is_cheaper() -> None:
    """What pays less of `should` may pay more of `prefer`, and both are free again later."""
    ours = Attempts(build(asked()), old(), 0, Options(), Watch(), until=time.perf_counter() + 60)
    variables = ours.built.model.proto.variables

    def limits() -> list[dict[int, int]]:
        return [
            {index: variables[index].domain[1] * weight for index, weight, _ in tier._excesses}
            for tier in ours.tiers
        ]

    def rows() -> list[int]:
        rules = ours.built.model.proto.constraints
        return [rules[tier._row].linear.domain[1] for tier in ours.tiers]

    free, wide = limits(), rows()
    ours.rank_all((5, 3))
    assert max(limits()[0].values()) <= 5 < max(free[0].values())
    assert limits()[1] == free[1]
    assert rows() == wide
    ours.rank_all((0, 3))
    assert max(limits()[0].values()) == 0
    assert max(limits()[1].values()) <= 3 < max(free[1].values())
    for is_capped in (False, True):  # the same limits as before, and others
        ours.rank_all((0, 3))
        ours.cap((0, 0)) if is_capped else ours.free()
        ours.free()
        assert (limits(), rows()) == (free, wide)


def test_a_large_model_is_asked_with_less_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    """There a unit of it takes longer."""
    built = build(asked())
    count = len(built.model.proto.variables)
    for size, pace in ((count * 2, 1), (count // 2, 0.5)):
        monkeypatch.setattr("planner.replanning.attempts.SIZE", size)
        ours = Attempts(built, old(), 0, Options(), Watch(), until=time.perf_counter() + 60)
        assert ours.pace == pytest.approx(pace, abs=0.05)
