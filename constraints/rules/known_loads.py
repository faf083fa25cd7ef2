"""Known loads: no heavy lift is brought in that nobody knows the load of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import reference_of, tool_of
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class KnownLoads:
    """A heavy lift or a hinge beside the goal lift is one whose load can be reckoned.

    No loading week trains a heavy compound lift or a hinge that carries a load, without a 1RM,
    ratio or recent set, where the goal lift itself has one; unless the athlete pins or prefers it.
    Who pulls 160 kg gets nothing from a bell of 16.
    Units: exercises. Source: P.
    """

    slug: ClassVar[str] = "known-loads"
    sentence: ClassVar[str] = "Heavy lifts are those whose loads can be reckoned."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = False

    priority: Priority
    unknown: frozenset[str]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when the goal lift's strength is known, and that of another heavy lift is not."""
        priority, asked = scenario.priority(cls.slug), scenario.exercises
        wanted = {*asked.pin, *asked.prefer}
        unknown = frozenset(
            name
            for name, one in scenario.catalogue.items()
            if (one.modality == "heavy_compound" or one.is_hinge)
            and name not in wanted
            and tool_of(scenario, one) is not None
            and reference_of(scenario, one).base is None
        )
        goal = reference_of(scenario, scenario.catalogue[scenario.goal.lift])
        if priority == "off" or goal.base is None or not unknown:
            return ()
        return (cls(priority, unknown),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Each such lift in each loading week."""
        for week in plan.loading_weeks:
            for line in plan.lines:
                if line.exercise in self.unknown and (week, line) in plan.trained:
                    to.forbid([plan.trained[week, line]], place(week, None, line))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Loading weeks that train one."""
        found = []
        for line in block.lines:
            for week in block.weeks_of(line) if line.exercise in self.unknown else ():
                if block.timeline[week].is_loading:
                    text = f"{line.exercise}: nobody knows with how much load"
                    where = place(week, None, line)
                    found.append(Breach(self.slug, self.priority, where, text, 1, 0, "exercises"))
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return f"{self.sentence} Others need a 1RM, a ratio or a recent set, or your wish."
