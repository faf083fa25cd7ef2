"""Order inside a session: classes, the athlete's own pairs, and a sensible walk through the gym."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import ordering
from constraints.block import Block
from constraints.lines import Line
from constraints.rule import Breach, place
from scenarios.odd_weeks import loose_weeks
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars


@dataclass(frozen=True)
class OrderClass:
    """Jumps, then Olympic lifts, heavy compounds, accessories, and swings last.

    order class(entry) <= order class(next entry)
    The classes are the catalogue's, or the athlete's own for an exercise.
    By construction: a session is written down in order of class.
    Units: order class 1 to 5. Source: ART, WRP, NSCA-T.
    """

    slug: ClassVar[str] = "order-class"
    sentence: ClassVar[str] = (
        "Jumps come first, then Olympic lifts, heavy compounds, accessories; swings come last."
    )
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("ART", "WRP", "NSCA-T")
    point: ClassVar[str] = "a pair of neighbours"
    narrows: ClassVar[bool] = False

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Always asked."""
        return (cls("must"),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Holds by construction: places exist only inside a class."""

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Neighbours in the wrong order, and numbers of order that do not rise."""
        found = []
        for session in block.in_order:
            entries = session.exercises
            for before, after in pairwise(entries):
                first = block.exercise(before.exercise).order
                second = block.exercise(after.exercise).order
                if first > second or before.order >= after.order:
                    text = f"{session.day}: {after.exercise} stands after {before.exercise}"
                    where = place(session.week_index, session, after.line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, second, first, "order class")
                    )
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence


@dataclass(frozen=True)
class Precedence:
    """One exercise before another, as the athlete asks.

    order(first) < order(second) in every session that holds both.
    Against the order of classes the two never share a session, nor do all members of a cycle.
    Units: none. Source: P.
    """

    slug: ClassVar[str] = "precedence"
    sentence: ClassVar[str] = "Exercises come in the order that the athlete asks for."
    numbers: ClassVar[tuple[str, ...]] = ("exercises.before",)
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "a pair in a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    pairs: tuple[tuple[str, str], ...]
    impossible: tuple[tuple[str, ...], ...]  # exercises that cannot share a session

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when the athlete gives pairs."""
        pairs = scenario.exercises.before
        return (cls("must", pairs, ordering.impossible(scenario)),) if pairs else ()

    def post(self, plan: PlanVars, to: Posting) -> None:
        """What the order of classes, or a cycle, makes impossible never shares a session."""
        for stretch in plan.stretches:
            for k in plan.labels:
                for names in self.impossible:
                    uses = [plan.uses.get((stretch, k, Line(name))) for name in names]
                    together = [literal for literal in uses if literal is not None]
                    if len(together) == len(names):
                        to.forbid(together, place(None, k, names[0]))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions with a pair in the wrong order."""
        found = []
        for session in block.in_order:
            order = [entry.exercise for entry in session.exercises]
            for first, second in self.pairs:
                if first not in order or second not in order:
                    continue
                if order.index(first) >= order.index(second):
                    text = f"{session.day}: {second} stands before {first}"
                    where = place(session.week_index, session, second)
                    found.append(Breach(self.slug, self.priority, where, text, 0, 1, "pairs"))
        return tuple(found)

    def explain(self) -> str:
        """The rule with the athlete's pairs."""
        return "; ".join(f"{first} before {second}" for first, second in self.pairs) + "."


@dataclass(frozen=True)
class OrderInside:
    """A sensible order inside a class.

    Among the accessories of a template: compound before isolation before core, no two neighbours
    with the same prime mover, no way back to a station that was left. In the other classes the
    goal lift, the more technical and the heavier lift come first by construction; core and
    grip work are accessories and so stand behind every heavy hinge.
    Read off the first loading session of each template; deload and taper follow the same order.
    Units: breaches. Source: WRP, SIFF, NUN21, P.
    """

    slug: ClassVar[str] = "order-inside"
    sentence: ClassVar[str] = (
        "Inside a class: compound, isolation, core; no two neighbours for the same muscle; "
        "no walking back."
    )
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("WRP", "SIFF", "NUN21", "P")
    point: ClassVar[str] = "a pair of neighbours or a walk back"
    narrows: ClassVar[bool] = False

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """A price for each loading template, bounded by what its exercises make unavoidable.

        Which order is best follows from the exercises alone, so no order is a variable. The
        bounds here count neighbours that must share a mover; a set of exercises whose best order
        costs more is cut off by `planner.solving.order_cuts` when it turns up.
        """
        free = loose_weeks(plan.scenario)
        for stretch, weeks in plan.stretches.items():
            whole = [w.index for w in weeks if w.is_loading and w.index not in free]
            for k in plan.labels if whole else ():
                lines = plan.accessories(stretch, k)
                if len(lines) < 2:
                    continue
                price = plan.model.new_int_var(0, 3 * len(lines), f"t{stretch} s{k} order")
                plan.order_price[stretch, k] = price
                self._bound(plan, stretch, k, price)
                coming = [
                    week
                    for week in whole
                    if (week, k) != (plan.test or ())[:2] and not plan.is_over(week, k)
                ]
                held = [plan.open[week, k] for week in coming]
                if held:  # a session held only in lighter weeks costs nothing
                    in_use = plan.any_of(("whole template held", stretch, k), held)
                    to.at_most(price, 0, place(coming[0], k), [in_use])

    @staticmethod
    def _bound(plan: PlanVars, stretch: int, k: int, price: Literal) -> None:
        every = plan.accessories(stretch, k)
        compound = tuple(line for line in every if ordering.rank(plan.exercise(line)) == 0)
        for lines in (every, compound):
            for mover in sorted({plan.exercise(line).prime_mover for line in lines} - {"core"}):
                # m of one mover among n: at least 2m - n - 1 neighbours share it. Smaller work
                # between compound exercises parts them, but costs as much as it saves.
                signs = [1 if plan.exercise(line).prime_mover == mover else -1 for line in lines]
                uses = [plan.uses[stretch, k, line] for line in lines]
                plan.model.add(price >= plan.total(uses, signs) - 1)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Faults in the first loading session of each template."""
        found = []
        seen = set()
        free = loose_weeks(block.scenario)
        for session in block.in_order:
            week = block.timeline[session.week_index]
            key = (week.stretch, session.label)
            if not week.is_loading or week.index in free or session.is_test or key in seen:
                continue
            if block.is_over(session):
                continue
            seen.add(key)
            accessories = [
                block.exercise(entry.exercise)
                for entry in session.exercises
                if block.exercise(entry.exercise).order == ordering.ACCESSORY
            ]
            count = ordering.faults(accessories)
            if count:
                text = f"{session.day}: {count} fault(s) in the order of the accessories"
                where = place(week.index, session)
                found.append(
                    Breach(self.slug, self.priority, where, text, count, 0, "faults", count)
                )
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence
