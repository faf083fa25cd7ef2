"""Posting: the only place that knows whether a rule binds, costs or is guarded.

A rule states what must hold. As a `must` it becomes a constraint. As a `should` or `prefer` it
gets an excess variable, counted in the rule's price points, and the excess is priced; so does a
`must` where the past has made it impossible, in a tier of its own. Guarded, each demand hangs on a
literal or is left out, so that conflicts can be found without a second formulation. A demand is
what a rule states of one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from constraints.block import Place
from constraints.history import is_begun, is_forced, is_history
from constraints.lines import Line, Prescription
from constraints.prices import weight_of
from constraints.rule import Rule, place

if TYPE_CHECKING:
    from constraints.variables import Expr, Literal, PlanVars


@dataclass
class Tiers:
    """The objective, one weighted sum for each tier; `forced` is paid where a `must` gives way."""

    terms: dict[str, list[tuple[int, Expr, str, Place]]] = field(
        default_factory=lambda: {"forced": [], "should": [], "prefer": []}
    )


class Guard(Protocol):
    """Decides which hard demands are stated, and on which literal each of them hangs."""

    def keeps(self, rule: Rule, where: Place) -> bool:
        """Whether a demand is stated at all."""
        ...

    def literal(self, plan: PlanVars, rule: Rule, where: Place) -> Literal | None:
        """What a kept demand hangs on in the model of a plan; None where it binds in any case."""
        ...


@dataclass
class Posting:
    """Takes what one rule states; see the module."""

    plan: PlanVars
    rule: Rule
    tiers: Tiers
    guard: Guard | None = None
    later: list[Callable[[], None]] = field(default_factory=list)

    def at_most(
        self,
        expr: Expr,
        limit: Expr,
        where: Place,
        when: Sequence[Literal] = (),
        step: int = 1,
        scale: int = 1,
        once: bool = False,
    ) -> None:
        """State `expr <= limit`, where all literals of `when` hold.

        Softly, the excess is the departure times `scale`, in steps of `step`, rounded up; with
        `once` it is one point, however large the departure.
        """
        self._state(expr - limit, where, when, step, scale, once)

    def at_least(
        self,
        expr: Expr,
        limit: Expr,
        where: Place,
        when: Sequence[Literal] = (),
        step: int = 1,
        scale: int = 1,
        once: bool = False,
    ) -> None:
        """State `expr >= limit`, where all literals of `when` hold; see `at_most`."""
        self._state(limit - expr, where, when, step, scale, once)

    def within(
        self, expr: Expr, low: int, high: int, where: Place, when: Sequence[Literal] = ()
    ) -> None:
        """State `low <= expr <= high`: two demands."""
        self.at_least(expr, low, where, when)
        self.at_most(expr, high, where, when)

    def forbid(self, literals: Iterable[Literal], where: Place) -> None:
        """State that not all of these literals hold; softly, one point when they do."""
        self.forbid_each([literals], where)

    def forbid_each(self, together: Iterable[Iterable[Literal]], where: Place) -> None:
        """State that no group of literals holds as a whole; softly, one point when any does."""
        if not self._keeps(where):
            return
        begun = self._begun(where)
        groups = [own for own in map(tuple, together) if not self._is_fact((*own, *begun))]
        if not groups:
            return
        broken = (
            None
            if self._is_hard(where)
            else self.plan.model.new_bool_var(f"{self.rule.slug} broken")
        )
        for literals in groups:
            clause = [literal.Not() for literal in (*literals, *begun)]
            clause += self._unless(where) if broken is None else [broken]
            self.plan.model.add_bool_or(clause)
        if broken is not None:
            self._price(broken, where)

    def require(self, literals: Iterable[Literal], where: Place) -> None:
        """State that at least one of these literals holds; softly, one point when none does."""
        if not self._keeps(where):
            return
        model = self.plan.model
        clause = [*literals, *(literal.Not() for literal in self._begun(where))]
        if self._is_hard(where):
            model.add_bool_or([*clause, *self._unless(where)])
            return
        broken = model.new_bool_var(f"{self.rule.slug} broken")
        model.add_bool_or([*clause, broken])
        self._price(broken, where)

    def forbid_choice(self, week: int, line: Line, allowed: Callable[[Prescription], bool]) -> None:
        """State that what a line does in a week is allowed; one point for each cell that is not.

        As a `must` the choice is taken off the menu before any variable is made; so it hangs on no
        literal, and is either stated or left out.
        """
        if self._is_hard(place(week, None, line)):
            if self._keeps(place(week, None, line)):
                self.plan.narrow(week, line, allowed)
            return

        def state() -> None:
            for label in self.plan.cell_labels(line):
                choices = self.plan.choices(week, line, label)
                bad = [lit for what, lit in choices if not allowed(what)]
                if bad:
                    where = place(week, label, line)
                    self.at_most(self.plan.total(bad), 0, where)

        self.later.append(state)

    def _state(
        self,
        over: Expr,
        where: Place,
        when: Sequence[Literal],
        step: int,
        scale: int,
        once: bool,
    ) -> None:
        if not self._keeps(where):
            return
        model = self.plan.model
        when = (*when, *self._begun(where))
        if self._is_hard(where):
            guards = [*when, *(literal.Not() for literal in self._unless(where))]
            if isinstance(over, int):  # nothing to decide: it holds, or the guards must not
                if over > 0:
                    model.add_bool_or([literal.Not() for literal in guards])
                return
            constraint = model.add(over <= 0)
            if guards:
                constraint.only_enforce_if(guards)
            return
        high = self.plan.bounds(over)[1]
        if high <= 0:
            return
        step = high * scale if once else step
        most = -(-high * scale // step)
        excess = model.new_int_var(0, most, f"{self.rule.slug} excess")
        constraint = model.add(step * excess >= scale * over)
        if when:
            constraint.only_enforce_if(list(when))
        self._price(excess, where)

    def _keeps(self, where: Place) -> bool:
        if is_history(self.plan.scenario, self.rule, where):
            return False
        if self.guard is None or self.rule.priority != "must":
            return True
        return self._is_hard(where) and self.guard.keeps(self.rule, where)

    def _is_hard(self, where: Place) -> bool:
        is_must = self.rule.priority == "must"
        return is_must and not is_forced(self.plan.scenario, self.rule, where)

    def _is_fact(self, literals: Sequence[Literal]) -> bool:
        """Whether literals that must not hold together all hold already: they are of the past."""
        bounds = self.plan.bounds
        return bool(self.plan.past) and all(bounds(literal)[0] == 1 for literal in literals)

    def _begun(self, where: Place) -> list[Literal]:
        """What must hold so that a demand on an exercise which was trained already binds."""
        plan = self.plan
        if not is_begun(plan.scenario, where) or where.week is None:
            return []
        coming = [
            literal
            for (week, line), literal in plan.coming.items()
            if week == where.week - 1 and line.exercise == where.exercise
        ]
        return [plan.any_of(("coming", where.week, where.exercise), coming)]

    def _unless(self, where: Place) -> list[Literal]:
        """What else may hold instead of a hard demand: that its guard is off."""
        literal = None if self.guard is None else self.guard.literal(self.plan, self.rule, where)
        return [] if literal is None else [literal.Not()]

    def _price(self, excess: Expr, where: Place) -> None:
        tier = "forced" if self.rule.priority == "must" else self.rule.priority
        self.tiers.terms[tier].append((weight_of(self.rule.slug), excess, self.rule.slug, where))
