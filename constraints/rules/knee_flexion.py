"""Knee flexion: hamstrings bend the knee too, in step with the hinges (RF-28)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

PARTS = 100  # ratios are counted in hundredths, so that they are integers


@dataclass(frozen=True)
class KneeFlexion:
    """Hamstrings get knee flexion every week, in proportion to the hinges.

    flexion sets(week) >= least, and low x flexion sets <= hinge sets <= high x flexion sets, in
    loading weeks without a test in which the athlete can train knee flexion.
    Hinges are all of the pattern, whatever their axial class, back-offs included; swings are none.
    The least counts only where hamstrings have a target and a session is held, the lower ratio
    only where some hinge can be trained. The least is written for seven days and scaled to the
    microcycle.
    Units: sets. Source: CUT20, P.
    """

    slug: ClassVar[str] = "knee-flexion"
    sentence: ClassVar[str] = "Hamstrings get knee flexion every week, in proportion to the hinges."
    numbers: ClassVar[tuple[str, ...]] = (
        "balance.knee_flexion_sets", "balance.hinge_per_knee_flexion", "volume.*.target",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("CUT20", "P")
    point: ClassVar[str] = "a set"
    narrows: ClassVar[bool] = False

    priority: Priority
    least: int
    low: int  # hundredths of a hinge set for each set of knee flexion
    high: int
    weeks: frozenset[int]
    hinge_weeks: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where the athlete can train knee flexion at all."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        weeks = balance.weeks_with(scenario, lambda exercise: exercise.is_knee_flexion)
        if priority == "off" or not weeks:
            return ()
        band = scenario.volume.get("hamstrings")
        has_target = band is not None and band.target[1] > 0
        asked = scenario.balance.knee_flexion_sets if has_target else 0
        least = balance.per_microcycle(asked, scenario)
        low, high = (round(PARTS * ratio) for ratio in scenario.balance.hinge_per_knee_flexion)
        hinge_weeks = balance.weeks_with(scenario, lambda exercise: exercise.is_hinge)
        return (cls(priority, least, low, high, weeks, hinge_weeks),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Least sets, and hinges between both ratios."""
        for week in sorted(self.weeks):
            where = place(week)
            flexion = plan.weigh_week(week, lambda exercise: int(exercise.is_knee_flexion))
            hinge = plan.weigh_week(week, lambda exercise: int(exercise.is_hinge))
            to.at_least(flexion, self.least * plan.held(week), where)
            if week in self.hinge_weeks:
                to.at_least(PARTS * hinge, self.low * flexion, where, step=PARTS)
            to.at_most(PARTS * hinge, self.high * flexion, where, step=PARTS)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks with too little knee flexion, or hinges out of proportion."""
        found = []
        for week in sorted(self.weeks):
            entries = [e for session in block.of_week(week) for e in session.exercises]
            flexion = sum(e.sets for e in entries if block.exercise(e.exercise).is_knee_flexion)
            hinge = sum(e.sets for e in entries if block.exercise(e.exercise).is_hinge)
            if entries and flexion < self.least:
                text = f"{flexion} sets of knee flexion, least {self.least}"
                found.append(self._breach(week, text, flexion, self.least, self.least - flexion))
            most = self.high * flexion
            if PARTS * hinge > most:
                text = f"{hinge} hinge sets to {flexion} of knee flexion, most {most / PARTS:g}"
                excess = -(-(PARTS * hinge - most) // PARTS)
                found.append(self._breach(week, text, hinge, most / PARTS, excess))
            least = self.low * flexion
            if PARTS * hinge < least and week in self.hinge_weeks:
                text = f"{hinge} hinge sets to {flexion} of knee flexion, least {least / PARTS:g}"
                excess = -(-(least - PARTS * hinge) // PARTS)
                found.append(self._breach(week, text, hinge, least / PARTS, excess))
        return tuple(found)

    def _breach(self, week: int, text: str, measured: int, limit: float, excess: int) -> Breach:
        text = f"week {shown_week(week)}: {text}"
        return Breach(self.slug, self.priority, place(week), text, measured, limit, "sets", excess)

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"A loading week holds at least {self.least} set(s) of knee flexion, and "
            f"{self.low / PARTS:g} to {self.high / PARTS:g} hinge sets for each of them."
        )
