"""Order inside a session: classes, the athlete's own pairs, and a sensible walk through the gym."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import ordering
from constraints.block import Block, Session
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Expr, Literal, PlanVars


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
            for before, after in zip(entries, entries[1:], strict=False):
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
    Against the order of classes, and in a cycle, the two never share a session.
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
    settled: tuple[str, ...]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when the athlete gives pairs."""
        pairs = scenario.exercises.before
        return (cls("must", pairs, ordering.settled(scenario)),) if pairs else ()

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Places inside the accessories; elsewhere the settled order holds, or they part."""
        for (stretch, k, line), uses in plan.uses.items():
            for first, second in self.pairs:
                other = next((o for o in plan.lines if o.exercise == second), None)
                if line.exercise != first or other is None or (stretch, k, other) not in plan.uses:
                    continue
                both, where = [uses, plan.uses[stretch, k, other]], place(None, k, line)
                early = plan.places.get((stretch, k, line))
                late = plan.places.get((stretch, k, other))
                if early is not None and late is not None and first != second:
                    ranks = list(range(len(early)))
                    gap = plan.total(late, ranks) - plan.total(early, ranks)
                    to.at_least(gap, 1, where, both)
                elif self.settled.index(first) >= self.settled.index(second):
                    to.forbid(both, where)

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
    goal lift, the more technical and the heavier lift come first, and no core or grip-limiting
    work stands before a heavy compound.
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
        """Neighbours in the places of each loading template; other classes are settled."""
        for stretch, weeks in plan.stretches.items():
            first = next((week.index for week in weeks if week.is_loading), None)
            if first is None:
                continue
            for k in plan.labels:
                mine = [
                    (plan.exercise(line), literals)
                    for (own, label, line), literals in plan.places.items()
                    if (own, label) == (stretch, k)
                ]
                if mine:
                    self._post_template(plan, to, mine, first, k)

    def _post_template(
        self,
        plan: PlanVars,
        to: Posting,
        mine: list[tuple[Exercise, tuple[Literal, ...]]],
        week: int,
        k: int,
    ) -> None:
        model, where = plan.model, place(week, k)
        count = len(mine[0][1])

        def group(of: str, name: object, at: int) -> Expr:
            members = [places[at] for exercise, places in mine if _of(exercise, of) == name]
            return plan.total(members)

        movers = sorted({_of(exercise, "mover") for exercise, _ in mine}, key=str)
        ranks = sorted({_of(exercise, "rank") for exercise, _ in mine}, key=str)
        stations = sorted({_of(exercise, "station") for exercise, _ in mine}, key=str)
        changes = []
        for at in range(count - 1):
            filled = plan.total([places[at + 1] for _, places in mine])
            same = model.new_bool_var(f"t s{k} same mover {at}")
            for mover in movers:
                model.add(group("mover", mover, at) + group("mover", mover, at + 1) <= 1 + same)
            to.at_most(same, 0, where)
            drop = model.new_bool_var(f"t s{k} drop {at}")
            for high in ranks:
                lower = [group("rank", low, at + 1) for low in ranks if str(low) < str(high)]
                if lower:
                    model.add(group("rank", high, at) + plan.total(lower) <= 1 + drop)
            to.at_most(drop, 0, where)
            change = model.new_bool_var(f"t s{k} change {at}")
            for station in stations:
                here = group("station", station, at)
                there = group("station", station, at + 1)
                model.add(here - there - (1 - filled) <= change)
            changes.append(change)
        visited = []
        for station in stations:
            visit = model.new_bool_var(f"t s{k} at {station}")
            model.add(visit <= plan.total([group("station", station, at) for at in range(count)]))
            visited.append(visit)
        anything = plan.total([places[0] for _, places in mine])
        to.at_most(plan.total(changes) - plan.total(visited) + anything, 0, where)

    def _faults(self, block: Block, session: Session) -> list[tuple[int, str]]:
        accessories = [
            block.exercise(entry.exercise)
            for entry in session.exercises
            if block.exercise(entry.exercise).order == 4
        ]
        return [
            (ordering.repeats(accessories), "neighbours for the same muscle"),
            (ordering.drops(accessories), "isolation or core before bigger work"),
            (ordering.returns(accessories), "walks back to a station"),
        ]

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Faults in the first loading session of each template, one breach a kind."""
        found = []
        seen = set()
        for session in block.in_order:
            week = block.timeline[session.week_index]
            if not week.is_loading or session.is_test or (week.stretch, session.label) in seen:
                continue
            seen.add((week.stretch, session.label))
            for count, what in self._faults(block, session):
                if count:
                    where = place(week.index, session)
                    text = f"{session.day}: {count} x {what}"
                    found.append(
                        Breach(self.slug, self.priority, where, text, count, 0, "times", count)
                    )
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence


def _of(exercise: Exercise, what: str) -> str | int:
    if what == "rank":
        return ordering.rank(exercise)
    return exercise.prime_mover if what == "mover" else exercise.station
