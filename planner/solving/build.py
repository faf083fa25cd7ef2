"""From a scenario to a CP-SAT model: the rules that it asks for, posted in order."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from constraints.menus import Menus
from constraints.posting import Guard, Posting, Tiers
from constraints.rule import Rule
from constraints.rules import asked_by
from constraints.variables import PlanVars
from scenarios.schema import Scenario

Expr = cp_model.LinearExpr | int


class CpSatAlgebra:
    """Sums and bounds of linear expressions, by the solver's own library."""

    def __init__(self, model: cp_model.CpModel) -> None:
        self._proto = model.proto
        self._domains: dict[int, tuple[int, int]] = {}

    def total(self, terms: Sequence[Expr], factors: Sequence[int] | None = None) -> Expr:
        """The (weighted) sum of terms; 0 when there are none."""
        if factors is None:
            return cp_model.LinearExpr.sum(list(terms)) if terms else 0
        return cp_model.LinearExpr.weighted_sum(list(terms), list(factors)) if terms else 0

    def bounds(self, expr: Expr) -> tuple[int, int]:
        """Least and greatest value over the variables' domains."""
        if isinstance(expr, int):
            return expr, expr
        flat = cp_model.FlatIntExpr(expr)
        low = high = int(flat.offset)
        for variable, factor in zip(flat.vars, flat.coeffs, strict=True):
            index = variable.index
            first, last = self._domain(index) if index >= 0 else (0, 1)  # a Boolean's negation
            if factor < 0:
                first, last = last, first
            low, high = low + factor * first, high + factor * last
        return low, high

    def _domain(self, index: int) -> tuple[int, int]:
        if index not in self._domains:
            domain = self._proto.variables[index].domain
            self._domains[index] = domain[0], domain[len(domain) - 1]
        return self._domains[index]


@dataclass(frozen=True)
class Built:
    """A model with its variables, rules and tiers."""

    model: cp_model.CpModel
    plan: PlanVars
    rules: tuple[Rule, ...]
    tiers: Tiers


def build(
    scenario: Scenario,
    rules: Iterable[Rule] | None = None,
    exercises: Iterable[str] | None = None,
    guard: Guard | None = None,
    weeks: Collection[int] | None = None,
) -> Built:
    """The model of a scenario.

    Args:
        scenario: what is asked for.
        rules: the rules to post; those that the scenario asks for when None.
        exercises: ids to plan with; the whole catalogue when None.
        guard: which demands to state and what they hang on; all of them, on nothing, when None.
        weeks: weeks (from 0) in which anything can be trained; every week when None.
    """
    return narrow(scenario, rules, exercises, guard, weeks).create()


@dataclass(frozen=True)
class Narrowed:
    """What there is to choose from, as the rules leave it; still without a variable.

    `create` makes the model, once.
    """

    menus: Menus
    create: Callable[[], Built]


def narrow(
    scenario: Scenario,
    rules: Iterable[Rule] | None = None,
    exercises: Iterable[str] | None = None,
    guard: Guard | None = None,
    weeks: Collection[int] | None = None,
) -> Narrowed:
    """The first half of `build`, which takes the same."""
    model = cp_model.CpModel()
    plan = PlanVars(scenario, model, CpSatAlgebra(model), exercises)
    if weeks is not None:
        plan.menus = {key: m if key[0] in weeks else () for key, m in plan.menus.items()}
    tiers = Tiers()
    posted = tuple(asked_by(scenario) if rules is None else rules)
    postings = {rule: Posting(plan, rule, tiers, guard) for rule in posted}
    for rule, to in postings.items():
        if rule.narrows:
            rule.post(plan, to)

    def create() -> Built:
        plan.create()
        for rule, to in postings.items():
            for state in to.later:
                state()
            if not rule.narrows:
                rule.post(plan, to)
        return Built(model, plan, posted, tiers)

    return Narrowed(plan, create)


def twin(built: Built) -> Built:
    """The same model once more, to be solved beside it.

    Its variables have the same places, so that expressions of the one are good for the other.
    """
    plan = copy.copy(built.plan)
    plan.model = built.model.clone()
    return Built(plan.model, plan, built.rules, built.tiers)
