"""Nordic ramp: Nordic curls make sore, so their reps rise slowly from few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance, before
from constraints.block import Block
from constraints.lines import Line
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

NORDIC = Line("nordic_curl")
RISE = 10  # reps a week, from nothing too; NHE-VOL, RF-41
MOST = 60  # reps a week; NHE-VOL
POINT_REPS = 5


@dataclass(frozen=True)
class NordicRamp:
    """Reps of Nordic curls start low, rise slowly and end below a cap.

    reps(w) <= reps(base of w) + 10 and reps(w) <= 60, for every week w; reps are sets x reps.
    The base of w is the last loading week before w in which Nordic curls were trained, however
    long ago; deload and taper weeks are no base, but are held to one. Without one it is the last
    one of the block before, else 0 reps, so that the first week has at most 10. Both numbers are
    for seven days and scaled to the microcycle.
    Tests are free. Units: reps a week. Source: NHE-VOL, NHE-REST.
    """

    slug: ClassVar[str] = "nordic-ramp"
    sentence: ClassVar[str] = "Reps of Nordic curls start low and rise slowly."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("NHE-VOL", "NHE-REST", "P")
    point: ClassVar[str] = "five reps"
    narrows: ClassVar[bool] = False

    priority: Priority
    rise: int  # reps
    most: int
    base: int = 0  # reps of the last loading week before the block that trained them

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        last = before.lift(scenario, NORDIC.exercise)
        ends = balance.per_microcycle(RISE, scenario), balance.per_microcycle(MOST, scenario)
        return () if priority == "off" else (cls(priority, *ends, last.reps_week if last else 0),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """For every possible base of a week: the rise from there, where it is the base."""
        trained = {week: plan.trained.get((week.index, NORDIC)) for week in plan.weeks}
        weeks = [week for week in plan.weeks if trained[week] is not None]
        reps = {
            week: plan.total([plan.total_reps(week.index, k, NORDIC) for k in plan.labels])
            for week in weeks
        }
        for number, week in enumerate(weeks):
            where = place(week.index, None, NORDIC)
            to.at_most(reps[week], self.most, where, step=POINT_REPS)
            no_later_base: list[Literal] = []
            for base in reversed([one for one in weeks[:number] if one.is_loading]):
                has_base = trained[base]
                assert has_base is not None
                rise = plan.total([reps[week], reps[base]], [1, -1])
                to.at_most(rise, self.rise, where, [has_base, *no_later_base], step=POINT_REPS)
                no_later_base.append(has_base.Not())
            most = self.base + self.rise
            to.at_most(reps[week], most, where, no_later_base, step=POINT_REPS)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks with too many reps, or too many more than their base."""
        found = []
        base = self.base
        for week in block.timeline:
            reps = sum(
                entry.sets * entry.reps
                for session in block.of_week(week.index)
                for entry in session.exercises
                if entry.line == NORDIC
            )
            where = place(week.index, None, NORDIC)
            for limit, why in ((self.most, ""), (base + self.rise, f", {base} the time before")):
                if reps > limit:
                    text = (
                        f"week {shown_week(week.index)}: {reps} Nordic reps, at most {limit}{why}"
                    )
                    found.append(
                        Breach(self.slug, self.priority, where, text, reps, limit, "reps",
                               -(-(reps - limit) // POINT_REPS))
                    )  # fmt: skip
            if reps > 0 and week.is_loading:
                base = reps
        return tuple(found)

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"Nordic curls start with at most {self.base + self.rise} reps a week, rise by at most "
            f"{self.rise} from one week that trains them to the next, and stay at {self.most} or "
            "fewer."
        )
