"""Found: what a search starts from, and what it ends with.

It stands alone because whoever asks for a search has to name both, and one search goes on where
another has ended.
"""

from __future__ import annotations

from dataclasses import dataclass

from ortools.sat.python import cp_model

from planner.solving.attempt import Decision
from planner.solving.build import Built
from planner.solving.extract import Value
from planner.solving.objective import TIERS

SHOULD, PREFER = range(len(TIERS))
Status = cp_model.CpSolverStatus


@dataclass(frozen=True)
class Found:
    """What a search ended with.

    `value` reads the best block, None without one. `prices` are what it pays in (should, prefer),
    `bounds` are proved lower bounds of them, that of `prefer` for the `should` that was reached.
    `status` says what is known: OPTIMAL, FEASIBLE, INFEASIBLE or UNKNOWN. `seconds` is wall-clock
    time; `stopped` means that someone stopped it before its time was up.
    """

    value: Value | None
    prices: tuple[int, int]
    bounds: tuple[int, int]
    status: Status
    seconds: float
    stopped: bool

    def again(self, built: Built) -> Start:
        """Where a search of a model whose variables are the same can go on."""
        assert self.value is not None, "a block was found"
        model, should = built.model, self.bounds[SHOULD]
        every = map(model.get_int_var_from_proto_index, range(len(model.proto.variables)))
        least = should, self.bounds[PREFER] if should == self.prices[SHOULD] else 0
        return Start(tuple((one, self.value(one)) for one in every), least)


@dataclass(frozen=True)
class Start:
    """Where a search starts: values of decisions, and lower bounds that are proved elsewhere.

    `bounds` are of (should, prefer); that of `prefer` holds for a `should` that is no higher.
    """

    decisions: tuple[Decision, ...] = ()
    bounds: tuple[int, int] = (0, 0)


FROM_NOTHING = Start()
NOTHING_FOUND = Found(None, (0, 0), (0, 0), cp_model.UNKNOWN, 0.0, stopped=True)
