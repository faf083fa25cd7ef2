"""Ramp sets: nobody pulls heavy from cold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block, Entry
from constraints.lines import ramp_style
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

FROM_PERCENT = 700  # tenths of a percent; this and what follows: RMP, DINO, RF-12
FEWEST = 3
FIRST_PERCENT = 50  # of the work load
LAST_PERCENT = 80
MOST_REPS = 15


@dataclass(frozen=True)
class RampSets:
    """Heavy sets of a barbell main lift are ramped up to.

    ramp sets >= 3, first <= 50 % and last >= 80 % of the work load, ramp reps <= 15, where the
    main lift is done with a bar at >= 70 % of its 1RM. Tests count, back-off sets do not.
    Free where the loads owned cannot keep it: fewer than three below the work load, the lightest
    above 50 % or the heaviest of them below 80 % of it.
    Units: sets, reps, percent of the work load. Source: RMP, DINO, IVE21.
    """

    slug: ClassVar[str] = "ramp-sets"
    sentence: ClassVar[str] = "Heavy sets of the main lift are ramped up to."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("RMP", "DINO", "IVE21", "P")
    point: ClassVar[str] = "an entry"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Always asked; it binds where the main lift is done with a bar."""
        return (cls("must", scenario),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Nothing: `scenarios.ramp` keeps it wherever the loads owned can."""

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Heavy entries of the main lift without a proper ramp."""
        found = []
        for session in block.in_order:
            for entry in block.firsts(session):
                if not self._is_asked(block, entry):
                    continue
                for text, measured, limit, unit in self._faults(entry)[:1]:
                    where = place(session.week_index, session, entry.line)
                    text = f"{entry.exercise} on {session.day}: {text}"
                    found.append(
                        Breach(self.slug, self.priority, where, text, measured, limit, unit)
                    )
        return tuple(found)

    def _is_asked(self, block: Block, entry: Entry) -> bool:
        exercise, work = block.exercise(entry.exercise), entry.prescription
        is_main = ramp_style(self.scenario, exercise, entry.part) == "main"
        if not is_main or work.load is None or (work.percent or 0) < FROM_PERCENT:
            return False
        below = [load for load in block.loads(entry.exercise) if load < work.load]
        return (
            len(below) >= FEWEST
            and 100 * below[0] <= FIRST_PERCENT * work.load
            and 100 * below[-1] >= LAST_PERCENT * work.load
        )

    @staticmethod
    def _faults(entry: Entry) -> list[tuple[str, float, float, str]]:
        """What is wrong with a ramp: text, measured, limit, unit."""
        work = entry.load or 0
        loads = [one.load or 0 for one in entry.warmup]
        reps = sum(one.reps for one in entry.warmup)
        faults: list[tuple[str, float, float, str]] = []
        if len(loads) < FEWEST:
            text = f"{len(loads)} ramp sets, least {FEWEST}"
            return [(text, len(loads), FEWEST, "sets")]
        first, last = (round(100 * load / work, 1) for load in (loads[0], loads[-1]))
        if 100 * loads[0] > FIRST_PERCENT * work:
            faults.append((f"the first ramp set has {first:g} %", first, FIRST_PERCENT, "%"))
        if 100 * loads[-1] < LAST_PERCENT * work:
            faults.append((f"the last ramp set has {last:g} %", last, LAST_PERCENT, "%"))
        if reps > MOST_REPS:
            faults.append((f"{reps} ramp reps, at most {MOST_REPS}", reps, MOST_REPS, "reps"))
        return faults

    def explain(self) -> str:
        """The rule with its numbers."""
        return (
            f"From {FROM_PERCENT / 10:g} % on, the main lift gets at least {FEWEST} ramp sets, the "
            f"first at most {FIRST_PERCENT} %, the last at least {LAST_PERCENT} % of the work load."
        )
