"""After the return: once the way back from a pause is over, sets of an exercise go on in steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import Line
from constraints.rule import Breach, place
from scenarios import odd_weeks
from scenarios.odd_weeks import Onward
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Expr, PlanVars

SETS = 2  # that an exercise may gain in a week; BAR has one or two for a muscle, P for an exercise


@dataclass(frozen=True)
class AfterReturn:
    """After the way back from a pause, an exercise goes on from where it stood before.

    sets(week, exercise) <= sets(base, exercise) + 2 x step, for the first and the second loading
    week after the weeks of `after-pause`, and for an exercise that was trained in the base: the
    last full loading week before the pause. The steps of the way back end below that week; without
    this, what the block would have reached by now would follow at once. Tests are free.
    `odd_weeks.onward` says which weeks these are.
    Units: sets. Source: BAR, P.
    """

    slug: ClassVar[str] = "after-return"
    sentence: ClassVar[str] = (
        "After the way back from a pause, an exercise gains sets from where it stood before."
    )
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("BAR", "P")
    point: ClassVar[str] = "a set"
    narrows: ClassVar[bool] = False

    priority: Priority
    onward: tuple[Onward, ...]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when a loading week follows weeks of return."""
        priority, onward = scenario.priority(cls.slug), odd_weeks.onward(scenario)
        return (cls(priority, onward),) if onward and priority != "off" else ()

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Each week against its base, exercise by exercise."""
        for one in self.onward:
            for exercise in sorted({line.exercise for line in plan.lines}):
                lines = [Line(exercise), Line(exercise, "back_off")]
                was = [plan.trained[one.base, x] for x in lines if (one.base, x) in plan.trained]
                if was:
                    most = _sets(plan, one.base, lines) + SETS * one.step
                    trained = plan.any_of(("trained", one.base, exercise), was)
                    where = place(one.week, None, exercise)
                    to.at_most(_sets(plan, one.week, lines), most, where, [trained])

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Exercises that gain more."""
        found = []
        for one in self.onward:
            before, now = (_done(block, week) for week in (one.base, one.week))
            for exercise in sorted(before.keys() & now.keys()):
                sets, most = now[exercise], before[exercise] + SETS * one.step
                if sets > most:
                    text = (
                        f"{exercise}: {sets} sets in week {shown_week(one.week)}, after "
                        f"{before[exercise]} in week {shown_week(one.base)}, before the pause"
                    )
                    where = place(one.week, None, exercise)
                    found.append(
                        Breach(self.slug, self.priority, where, text, sets, most, "sets",
                               sets - most)
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with this athlete's weeks."""
        steps = ", ".join(f"{SETS * o.step} in week {shown_week(o.week)}" for o in self.onward)
        return (
            f"After the way back from a pause an exercise has at most so many sets more: {steps}."
        )


def _sets(plan: PlanVars, week: int, lines: list[Line]) -> Expr:
    return plan.total([plan.line_sets(week, line) for line in lines])


def _done(block: Block, week: int) -> dict[str, int]:
    """Sets of each exercise in a week."""
    found: dict[str, int] = {}
    for session in block.of_week(week):
        for entry in session.exercises:
            if entry.part != "test":
                found[entry.exercise] = found.get(entry.exercise, 0) + entry.sets
    return found
