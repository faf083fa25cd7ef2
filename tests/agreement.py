"""Agreement: what a rule posts to the solver, against what it audits on the finished block.

Both halves of a rule are written by hand, so each can be wrong by one, or forget a week. Here
random plans are drawn from the bare structure, written down as blocks, and held against the rule
three times: audited, posted at a price, posted as a `must`. All three have to say the same. Small
universes are counted out completely. Everything follows from a seed.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, cast

from ortools.sat.python import cp_model

from constraints.block import Block, Place, Solve
from constraints.prices import weight_of
from constraints.rule import Rule
from planner.solving.build import Built, build
from planner.solving.extract import extract
from planner.solving.order_cuts import add_order_cuts
from scenarios.schema import Priority, Scenario

Key = tuple[Any, ...]
UNPROVED = Solve(status="feasible", gap=0, tiers=(), seed=0, solver="none", planner="none")
EFFORT = 0.1  # deterministic seconds of a search: the same plans on any machine
STRONG = 30  # points that outweigh every random wish for one decision
STYLES = ("middle", "dense", "rising", "steady", "sparse")


@dataclass(frozen=True)
class Plan:
    """A plan: the value of every decision, in the order of its universe, and its block."""

    values: tuple[int, ...]
    block: Block


def decisions(built: Built) -> dict[Key, cp_model.IntVar]:
    """Every decision of a model by its meaning, so that two models can be compared."""
    plan = built.plan
    found: dict[Key, Any] = {}
    for name in ("open", "at", "uses", "on", "sets", "trained"):
        for key, variable in getattr(plan, name).items():
            found[(name, key)] = variable
    for week, line in plan.menus:
        for label in plan.cell_labels(line):
            for what, literal in plan.choices(week, line, label):
                found["choice", (week, line, label), what] = literal
    if plan.test is not None:
        week, _, line = plan.test
        for what, literal in plan.choices(week, line):
            found["choice", (week, line, None), what] = literal
    return found


@dataclass(frozen=True, eq=False)
class Universe:
    """A tiny scenario with the exercises to plan with.

    `within` adds side conditions to the bare structure: plans that no rule is about.
    """

    scenario: Scenario
    exercises: tuple[str, ...]
    within: Callable[[Built], None] | None = None
    drawn: dict[Key, Plan | None] = field(default_factory=dict)

    @cached_property
    def structure(self) -> Posted:
        """The model without any rule."""
        return Posted(self, ())

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Every decision there is."""
        return tuple(self.structure.decisions)

    @cached_property
    def position(self) -> Mapping[Key, int]:
        """Where the value of a decision stands in a plan."""
        return {key: at for at, key in enumerate(self.keys)}

    def draw(self, seed: int, keeps: Posted | None = None, near: Plan | None = None) -> Plan | None:
        """A random plan; None when no plan exists.

        Args:
            seed: everything random follows from it.
            keeps: a model of this universe, with a rule that the plan has to keep.
            near: a plan to stay close to: most decisions are wished to be the same.
        """
        key = seed, keeps and keeps.rules[0].slug, near and near.values
        if key not in self.drawn:
            self.drawn[key] = self._draw(keeps or self.structure, seed, near)
        return self.drawn[key]

    def _draw(self, posted: Posted, seed: int, near: Plan | None) -> Plan | None:
        chance, model = random.Random(seed), posted.built.model.clone()
        variables = posted.decisions
        if near is None:
            wishes = _wishes(chance, self.keys, STYLES[seed % len(STYLES)])
            for key, variable in variables.items():
                if key[0] == "sets" and variable.name and chance.random() < 0.5:
                    low, high = posted.built.plan.set_range(key[1][0], key[1][2])
                    model.add(variable <= chance.randint(low, high))
        else:
            wishes = self._near(chance, near)
        wished = [key for key in wishes if key in variables]
        model.maximize(
            cp_model.LinearExpr.weighted_sum(
                [variables[key] for key in wished], [wishes[key] for key in wished]
            )
        )
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = EFFORT
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return None
        assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE), f"no plan in time: {status}"
        return posted.plan(solver.response_proto.solution)

    def _near(self, chance: random.Random, near: Plan) -> dict[Key, int]:
        """Points for staying at a plan, in all but a few decisions, which are random."""
        cells = sorted({_cell_of(key) for key in self.keys}, key=str)
        loose = set(chance.sample(cells, k=max(2, len(cells) // 12)))
        wishes = {}
        for key, value in zip(self.keys, near.values, strict=True):
            if _cell_of(key) in loose:
                wishes[key] = chance.randint(-9, 9)
            elif key[0] != "sets":
                wishes[key] = STRONG if value else -STRONG
        return wishes

    def all_plans(self, rule: Rule | None = None) -> dict[tuple[int, ...], Plan]:
        """Every plan of the universe that keeps a rule, by its values."""
        posted = self.structure if rule is None else Posted(self, (as_must(rule),))
        found: set[tuple[int, ...]] = set()

        class Collect(cp_model.CpSolverSolutionCallback):
            def on_solution_callback(self) -> None:
                found.add(posted.values(self.response_proto.solution))

        solver = cp_model.CpSolver()
        solver.parameters.enumerate_all_solutions = True
        status = solver.solve(posted.built.model, Collect())
        assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), f"not counted out: {status}"
        return {values: self.structure.written(values) for values in found}


def _cell_of(key: Key) -> Key:
    """The decision that a variable is part of: what is chosen as one is changed as one."""
    return ("at", key[1][0]) if key[0] in ("at", "open") else key[:2]


def _wishes(chance: random.Random, keys: Iterable[Key], style: str) -> dict[Key, int]:
    """Random points for every decision; the style says how full, and how even over the weeks."""
    lean = {"sparse": -2, "dense": 4}.get(style, 0)
    wishes: dict[Key, int] = {}
    menus: dict[Key, list[Key]] = {}
    for key in keys:
        if key[0] == "choice":
            menus.setdefault(key[1], []).append(key)
        elif key[0] == "open":
            wishes[key] = chance.randint(-3, 40)
        else:
            wishes[key] = chance.randint(-6, 6) + lean
    starts = {line: chance.random() for line in sorted({line for _, line, _ in menus})}
    for (week, line, _), choices in menus.items():
        choices.sort(key=lambda key: (key[2].load or 0, key[2].rpe or 0, key[2].reps))
        at = chance.random()
        if style in ("rising", "steady"):  # weeks follow one another, as good plans do
            at = starts[line] + (0.02 * week if style == "rising" else 0)
        chosen = choices[min(int(at * len(choices)), len(choices) - 1)]
        wishes.update({key: -STRONG for key in choices if key is not chosen})
    return wishes


def as_must(rule: Rule) -> Rule:
    """The rule, binding."""
    return _ranked(rule, "must")


def as_wish(rule: Rule) -> Rule:
    """The rule, at a price."""
    return _ranked(rule, "prefer")


def _ranked(rule: Rule, priority: Priority) -> Rule:
    made: Rule = replace(cast(Any, rule), priority=priority)  # rules are dataclasses, all of them
    return made


@dataclass(frozen=True, eq=False)
class Posted:
    """A model of a universe with some rules, held against plans."""

    universe: Universe
    rules: tuple[Rule, ...]

    @cached_property
    def built(self) -> Built:
        """The model; built once."""
        built = build(self.universe.scenario, rules=self.rules, exercises=self.universe.exercises)
        if self.universe.within is not None:
            self.universe.within(built)
        return built

    @cached_property
    def decisions(self) -> dict[Key, cp_model.IntVar]:
        """Every decision of the model by its meaning."""
        return decisions(self.built)

    @cached_property
    def _columns(self) -> tuple[tuple[cp_model.IntVar, int], ...]:
        """A variable and its place in a plan, for every decision left on the menus."""
        position = self.universe.position
        return tuple((v, position[key]) for key, v in self.decisions.items())

    @cached_property
    def _missing(self) -> tuple[int, ...]:
        """Places in a plan of what a `must` took off the menus."""
        here = {at for _, at in self._columns}
        return tuple(at for at in range(len(self.universe.keys)) if at not in here)

    def values(self, solution: Any) -> tuple[int, ...]:
        """A solution of the model as the values of a plan."""
        values = [0] * len(self.universe.keys)
        for variable, at in self._columns:
            values[at] = int(solution[variable.index])
        return tuple(values)

    def written(self, values: tuple[int, ...]) -> Plan:
        """The plan that such values stand for."""
        by_index = {variable.index: values[at] for variable, at in self._columns}

        def value(variable: Any) -> int:
            return by_index[variable.index]

        return Plan(values, extract(self.built.plan, value, UNPROVED))

    def plan(self, solution: Any) -> Plan:
        """The plan that a solution of the model stands for."""
        return self.written(self.values(solution))

    def _solved(self, plan: Plan) -> cp_model.CpSolver | None:
        """The cheapest solution with every decision as in a plan; None when there is none.

        The price of an order is cut off when it turns up too low, as the planner does.
        """
        if any(plan.values[at] for at in self._missing):  # something is not on the menu
            return None
        model = self.built.model
        if self._terms and not model.has_objective():
            model.minimize(cp_model.LinearExpr.sum([expr for _, expr, _, _ in self._terms]))
        model.clear_hints()  # type: ignore[no-untyped-call]  # library: not annotated
        fixed = {variable.index: plan.values[at] for variable, at in self._columns}
        model.proto.solution_hint.vars.extend([*fixed])
        model.proto.solution_hint.values.extend([*fixed.values()])
        while True:
            solver = _solver()
            status = solver.solve(model)
            assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE), f"not decided: {status}"
            if status == cp_model.INFEASIBLE:
                return None
            if not add_order_cuts(self.built.plan, partial(_value, solver)):
                return solver

    @property
    def _terms(self) -> list[Any]:
        return [term for tier in self.built.tiers.terms.values() for term in tier]

    def fits(self, plan: Plan) -> bool:
        """Whether the model accepts a plan, whatever it costs."""
        return self._solved(plan) is not None

    def excess(self, plan: Plan) -> Counter[tuple[str, Place]]:
        """Points by rule and place that the model charges at least for a plan it accepts."""
        solver = self._solved(plan)
        assert solver is not None, "a rule at a price forbids the plan"
        found: Counter[tuple[str, Place]] = Counter()
        for weight, expr, slug, where in self._terms:
            assert weight == weight_of(slug), f"{slug} weighs {weight}"
            found[slug, where] += solver.value(expr)
        return +found


def _value(solver: cp_model.CpSolver, variable: Any) -> int:
    return solver.value(variable)


def _solver() -> cp_model.CpSolver:
    """For models in which the hint fixes every decision: propagation is enough."""
    solver = cp_model.CpSolver()
    solver.parameters.fix_variables_to_their_hinted_value = True
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.max_presolve_iterations = 1
    return solver


def audited(rules: Iterable[Rule], plan: Plan) -> Counter[tuple[str, Place]]:
    """Points by rule and place that the audit finds; every breach is checked for its form."""
    points: Counter[tuple[str, Place]] = Counter()
    for rule in rules:
        for breach in rule.audit(plan.block):
            assert (breach.rule, breach.priority) == (rule.slug, rule.priority), breach
            assert breach.excess >= 1, breach
            assert breach.unit, breach
            assert breach.text, breach
            points[breach.rule, breach.where] += breach.excess
    return points
