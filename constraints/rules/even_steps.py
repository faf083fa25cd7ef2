"""Even steps: the goal lift rises evenly, without bends."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block
from constraints.lines import is_main, tool_of
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class EvenSteps:
    """Loads of the main lift rise in even steps.

    |(load(c) - load(b)) - (load(b) - load(a))| <= smallest step, for successive loading weeks
    a < b < c of one stretch. Units: load; a point is one smallest step. Source: P.
    """

    slug: ClassVar[str] = "even-steps"
    sentence: ClassVar[str] = "Loads of the main lift rise in even steps."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "one smallest step of the load"
    narrows: ClassVar[bool] = False

    priority: Priority
    step: int  # hundredths of the tool's unit

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where the loads of the main lift are known."""
        priority = scenario.priority(cls.slug)
        tool = tool_of(scenario, scenario.catalogue[scenario.goal.lift])
        loads = scenario.equipment.loads(tool) if tool is not None else ()
        steps = [b - a for a, b in pairwise(loads)]
        return () if priority == "off" or not steps else (cls(priority, min(steps)),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Second differences stay within a step."""
        line = plan.main
        for weeks in plan.stretches.values():
            loading = [week.index for week in weeks if week.is_loading]
            for a, b, c in zip(loading, loading[1:], loading[2:], strict=False):
                if not all(plan.compared(w, line) for w in (a, b, c)):
                    continue
                bend = plan.total(
                    [plan.worth(w, line, progress.load_of) for w in (a, b, c)], [1, -2, 1]
                )
                when, where = [plan.shows(w, line) for w in (a, b, c)], place(c, None, line)
                to.at_most(bend, self.step, where, when, step=self.step)
                to.at_most(-bend, self.step, where, when, step=self.step)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Bends in the main lift's loads."""
        main = next((line for line in block.lines if is_main(block.scenario, line)), None)
        found = []
        stretches = sorted({week.stretch for week in block.timeline})
        for stretch in stretches if main else ():
            loading = [w for w in block.loading_weeks if block.timeline[w].stretch == stretch]
            for a, b, c in zip(loading, loading[1:], loading[2:], strict=False):
                asked = [block.prescribed(w, main) for w in (a, b, c)] if main else []
                loads = [what.load or 0 for what in asked if what]
                if len(loads) < 3:
                    continue
                bend = abs(loads[0] - 2 * loads[1] + loads[2])
                if bend > self.step:
                    text = f"{main and main.exercise}: " + ", ".join(f"{x / 100:g}" for x in loads)
                    found.append(
                        Breach(self.slug, self.priority, place(c, None, main), text, bend / 100,
                               self.step / 100, "load", -(-(bend - self.step) // self.step))
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its step."""
        return f"{self.sentence} Bends of up to {self.step / 100:g} are free."
