"""What the plan needs of the solver's library: it is handed in, so nothing here imports it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    Expr = cp_model.LinearExpr | int
    Literal = cp_model.BoolVarT  # a variable or its negation


class Algebra(Protocol):
    """What is needed of the solver's library beside the model."""

    def total(self, terms: Sequence[Expr], factors: Sequence[int] | None = None) -> Expr:
        """The (weighted) sum of terms."""
        ...

    def bounds(self, expr: Expr) -> tuple[int, int]:
        """Least and greatest value of a linear expression over the variables' domains."""
        ...
