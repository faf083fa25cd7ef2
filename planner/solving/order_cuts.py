"""Order cuts: what the best order of a template's accessories costs, told to the solver.

The order that is best for a set of exercises follows from the set alone, and for so few it is
found by trying. So the model has no order variables: it bounds each template's price from below,
and when a solution picks a set whose best order costs more than the model says, that one set gets
its true price, and the solve goes on. The bounds never exceed the truth, so the optimum that is
left when no cut is needed is the optimum with the order as a decision.
"""

from __future__ import annotations

from constraints import ordering
from constraints.variables import PlanVars
from planner.solving.extract import Value, template


def add_order_cuts(plan: PlanVars, value: Value) -> int:
    """Price the templates of a solution that cost more than the model says; how many those were.

    For a set S with true price c: price >= c - c x (exercises of S left out + others taken in).
    """
    added = 0
    for (stretch, k), price in plan.order_price.items():
        chosen = template(plan, value, stretch, k)
        best = ordering.best_order(plan.scenario, chosen)
        lines = plan.accessories(stretch, k)
        uses = [plan.uses[stretch, k, line] for line in lines]
        signs = [1 if line.exercise in chosen else -1 for line in lines]
        inside = plan.total(uses, signs)  # len(S) exactly for the set itself, else less
        if best is None:
            plan.model.add(inside <= len(chosen) - 1)
        elif best[1] > value(price):
            plan.model.add(price >= best[1] - best[1] * len(chosen) + best[1] * inside)
        else:
            continue
        added += 1
    return added
