"""Loadable: every weight of a session can be put together."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block, Entry
from constraints.lines import unit_of
from constraints.rule import Breach, place
from scenarios.equipment import as_written
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Loadable:
    """Loads exist, and the sets before them are those of the one ramp.

    load(entry) in loads(tool of the exercise), in the tool's unit; ramp(entry) = the ramp to that
    load, reps and loads. A load that is left open is free, and has no ramp. Tests count.
    Units: the tool's unit. Source: P.
    """

    slug: ClassVar[str] = "loadable"
    sentence: ClassVar[str] = "Every weight can be put together from the athlete's own tools."
    numbers: ClassVar[tuple[str, ...]] = ("equipment",)
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "an entry"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Always asked."""
        return (cls("must", scenario),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Nothing: menus hold only loads that exist, and print, minutes and audit use one ramp."""

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Entries whose load or ramp cannot be right."""
        found = []
        for session in block.in_order:
            firsts = block.firsts(session)
            for entry in session.exercises:
                where = place(session.week_index, session, entry.line)
                limit = self._nearest(block, entry)
                if entry.load is not None and entry.load != limit:
                    text = f"{entry.exercise}: {entry.load:g} {entry.unit} can't be put together"
                    nearest = 0 if limit is None else limit
                    found.append(
                        Breach(
                            self.slug, self.priority, where, text, entry.load, nearest, entry.unit
                        )
                    )
                stated = [(one.reps, one.load) for one in entry.warmup]
                ramp = block.ramp_of(entry) if any(entry is one for one in firsts) else ()
                asked = [(one.reps, as_written(one.load)) for one in ramp]
                if stated != asked:
                    shown = ", ".join(f"{reps} x {load:g}" for reps, load in asked) or "none"
                    text = f"{entry.exercise}: the ramp sets to this load are {shown}"
                    fitting = sum(map(operator.eq, stated, asked))
                    measured = fitting if len(stated) == len(asked) else len(stated)
                    found.append(
                        Breach(self.slug, self.priority, where, text, measured, len(asked),
                               "ramp sets as asked")
                    )  # fmt: skip
        return tuple(found)

    def _nearest(self, block: Block, entry: Entry) -> float | None:
        """The nearest load that exists, in the entry's unit; None without any."""
        loads = block.loads(entry.exercise)
        is_other_unit = entry.unit != unit_of(self.scenario, block.exercise(entry.exercise))
        if entry.load is None or is_other_unit or not loads:
            return None
        asked = 100 * entry.load
        return as_written(min(loads, key=lambda load: (abs(load - asked), load)))

    def explain(self) -> str:
        """The rule in a sentence."""
        return "Every weight, ramp sets included, can be put together from the tools at hand."
