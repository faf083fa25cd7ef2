"""Next weight: no dumbbell, bell or stack step is skipped on the way up."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block
from constraints.lines import Line, Prescription, on_bar, tool_of
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class NextWeight:
    """Inside a phase a dumbbell, bell or stack goes up to the next weight owned, or by a share.

    load(late) <= max(next weight above load(early), (1 + share) x load(early)) from one loading
    week in which an exercise is trained to the next of the phase; the share is 10 %. Loads that are
    left open are free, and tools whose weights are not known. A bar has small steps and keeps to
    `largest-jump`. Units: load. Source: 2F2, ACSM09, P.
    """

    slug: ClassVar[str] = "next-weight"
    sentence: ClassVar[str] = "Dumbbells, bells and stacks go up to the next weight that is there."
    numbers: ClassVar[tuple[str, ...]] = ("progression.jump_percent",)
    source: ClassVar[tuple[str, ...]] = ("2F2", "ACSM09", "P")
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority, scenario),)

    def _loads(self, line: Line) -> tuple[int, ...]:
        """Weights of what an exercise is loaded with, in hundredths; () where the rule is mute."""
        exercise = self.scenario.catalogue[line.exercise]
        tool = tool_of(self.scenario, exercise)
        if tool is None or on_bar(self.scenario, exercise):
            return ()
        return self.scenario.equipment.loads(tool)

    def _most(self, line: Line, before: Prescription) -> int:
        """Heaviest load after this one, in hundredths."""
        loads = self._loads(line)
        was = progress.load_of(before)
        share = round(10 * self.scenario.progression.jump_percent)
        above = bisect_right(loads, was)
        following = loads[above] if above < len(loads) else was
        return max(following, (1000 + share) * was // 1000)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Successive loading weeks of a phase, where the load is decided in both."""
        for line in progress.compared_lines(plan):
            if not self._loads(line):
                continue

            def most(what: Prescription, line: Line = line) -> int:
                return self._most(line, what)

            for early, late, when in progress.posted_pairs(plan, line, back=0):
                if progress.has_open_load(plan, line, (early, late)):
                    continue
                now = plan.worth(late, line, progress.load_of)
                limit = plan.worth(early, line, most)
                to.at_most(now, limit, place(late, None, line), when, once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines that skip a weight."""
        found = []
        for line in progress.compared_in(block):
            if not self._loads(line):
                continue
            for early, late, before, after in progress.audited_pairs(block, line, back=0):
                if before.load is None or after.load is None:
                    continue
                most = self._most(line, before)
                if after.load > most:
                    text = (
                        f"{line.exercise}: {progress.said(before)} in week {shown_week(early)}, "
                        f"{progress.said(after)} in week {shown_week(late)}"
                    )
                    where = place(late, None, line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, after.load / 100,
                               most / 100, "load")
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its number."""
        share = self.scenario.progression.jump_percent
        return f"{self.sentence} Where steps are small, by {share:g} % at most."
