"""Stress spread: the two days that load the back most are not back to back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars


@dataclass(frozen=True)
class StressSpread:
    """The two sessions of a loading week with most axial points are not on consecutive days.

    For sessions a, b of a week on consecutive days there is another session c in the week with
    axial(c) >= min(axial(a), axial(b)).
    So a week of two sessions keeps them apart. Weeks whose open days all touch are free: there
    is no choice. Sessions elsewhere and pairs across a week's border do not count, tests do.
    Units: axial points (sets x axial class). Source: P.
    """

    slug: ClassVar[str] = "stress-spread"
    sentence: ClassVar[str] = "The two sessions of a week that load the back most lie apart."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("NSCA-F", "P")
    point: ClassVar[str] = "a pair of sessions"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority, scenario),)

    def _can_spread(self, week: int) -> bool:
        """Whether two open days of a week lie apart."""
        days = timeline.open_days(self.scenario)[week]
        return bool(days) and (max(days) - min(days)).days >= 2

    def post(self, plan: PlanVars, to: Posting) -> None:
        """For every two sessions: apart, or a third one is at least as heavy as the lighter."""
        for week in plan.loading_weeks:
            pairs = {
                (a, b): self._touching(plan, week, a, b) for a, b in combinations(plan.labels, 2)
            }
            if not self._can_spread(week) or not any(pairs.values()):
                continue
            outweighs = {
                (c, a): self._outweighs(plan, week, c, a)
                for c, a in permutations(plan.labels, 2)
                if len(plan.labels) > 2
            }
            for (a, b), touching in pairs.items():
                if not touching:
                    continue
                apart = plan.model.new_bool_var(f"w{week} s{a} s{b} apart")
                for one, other in touching:
                    plan.model.add_bool_or([apart.Not(), one.Not(), other.Not()])
                others = [k for k in plan.labels if k not in (a, b)]
                thirds = [outweighs[c, one] for c in others for one in (a, b)]
                to.require([apart, *thirds], place(week))

    @staticmethod
    def _touching(plan: PlanVars, week: int, a: int, b: int) -> list[tuple[Literal, Literal]]:
        """Where two sessions can be held on consecutive days."""
        return [
            (plan.at[week, a, x.index], plan.at[week, b, y.index])
            for x, y in combinations(plan.slots_of(week), 2)
            if (y.day - x.day).days == 1
            and (week, a, x.index) in plan.at
            and (week, b, y.index) in plan.at
        ]

    @staticmethod
    def _outweighs(plan: PlanVars, week: int, c: int, a: int) -> Literal:
        """May be true only when session c is held and has as many axial points as a, or more."""
        literal = plan.model.new_bool_var(f"w{week} s{c} outweighs s{a}")
        plan.model.add_implication(literal, plan.open[week, c])
        plan.model.add(plan.axial(week, c) >= plan.axial(week, a)).only_enforce_if(literal)
        return literal

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks whose two heaviest sessions touch."""
        found = []
        for week in block.loading_weeks:
            sessions = block.of_week(week)
            if not self._can_spread(week):
                continue
            for a, b in combinations(sessions, 2):
                lighter = min(block.axial(a), block.axial(b))
                others = [block.axial(c) for c in sessions if c not in (a, b)]
                if (b.day - a.day).days == 1 and not any(c >= lighter for c in others):
                    text = f"{a.day} and {b.day} load the back most and follow one another"
                    found.append(
                        Breach(self.slug, self.priority, place(week), text,
                               max(others, default=0), lighter, "axial points")
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule in a sentence."""
        return "In a loading week, the two sessions with most axial points are not day after day."
