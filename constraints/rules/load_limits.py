"""Load limits: the percent window of each lift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import Prescription, by_rule_of_thumb, ratio_of
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

BELOW_PEAK = 949  # tenths of a percent: 95 % waits for the realization (RF-21)
LEAST_OWN = 60  # percent of the 1RM of the lift itself: less is no strength work [P]
LIGHTER = 100  # tenths of a percent that deload and taper may lie below the window [P]


@dataclass(frozen=True)
class LoadLimits:
    """Percents stay within the lift's window and under the athlete's cap.

    low(exercise) <= percent <= high(exercise); for heavy compounds percent of the own 1RM <= cap;
    for every lift below 95 % of its own 1RM before the realization. In deload and taper weeks the
    lower end is 10 points lower.
    Olympic lifts and accessories have no cap: pulls may exceed 90 % of the clean. Tests are free.
    The windows of Romanian and stiff-leg deadlifts are a rule of thumb, for athletes of whose own
    strength in them nothing is known; where it is, they begin at 60 % of their own 1RM.
    The cap and the 95 % count only where the own 1RM is known or reckoned by a ratio.
    Units: percent of the named lift's 1RM. Source: CAT-PC, CAT-GM, CAT-12, RDLR, PRS, ISCI.
    """

    slug: ClassVar[str] = "load-limits"
    sentence: ClassVar[str] = "Percents stay within the window of each lift and under the cap."
    numbers: ClassVar[tuple[str, ...]] = ("effort.percent",)
    source: ClassVar[tuple[str, ...]] = ("CAT-PC", "CAT-GM", "CAT-12", "RDLR", "PRS", "ISCI")
    point: ClassVar[str] = "a prescription"
    narrows: ClassVar[bool] = True

    priority: Priority
    cap: int  # tenths of a percent

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority, round(scenario.effort.percent * 10)),)

    def window(self, scenario: Scenario, exercise: Exercise, week: Week) -> tuple[int, int]:
        """Least and greatest percent of an exercise in a week, in tenths."""
        low, high = exercise.percent or (0, 200)
        ratio = ratio_of(scenario, exercise)
        if exercise.family == "rdl" and ratio and not by_rule_of_thumb(scenario, exercise):
            low, high = LEAST_OWN * ratio, 200
        lower, top = 0 if week.is_loading else LIGHTER, round(high * 10)
        if ratio and exercise.modality == "heavy_compound":
            top = min(top, round(self.cap * ratio))
        if ratio and week.phase not in ("realization", "taper"):
            top = min(top, round(BELOW_PEAK * ratio))
        return max(0, round(low * 10) - lower), top

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Take loads outside the window off the menus."""
        for index, line in list(plan.menus):
            exercise, week = plan.exercise(line), plan.weeks[index]
            low, high = self.window(plan.scenario, exercise, week)

            def allowed(what: Prescription, low: int = low, high: int = high) -> bool:
                return what.percent is None or low <= what.percent <= high

            to.forbid_choice(index, line, allowed)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Prescriptions outside the window."""
        found = []
        for cell in block.cells():
            exercise, week = block.exercise(cell.line.exercise), block.timeline[cell.week]
            percent = cell.prescription.percent
            low, high = self.window(block.scenario, exercise, week)
            if percent is None or low <= percent <= high:
                continue
            limit = low if percent < low else high
            text = f"{cell.line.exercise} at {percent / 10} %, allowed {low / 10} to {high / 10} %"
            where = place(cell.week, cell.session, cell.line)
            found.append(
                Breach(self.slug, self.priority, where, text, percent / 10, limit / 10, "%")
            )
        return tuple(found)

    def explain(self) -> str:
        """The rule with this athlete's cap."""
        return (
            "Loads stay within each lift's percent window, heavy lifts at most "
            f"{self.cap / 10:g} % of their 1RM, and below 95 % before the realization."
        )
