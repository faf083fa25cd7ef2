"""One at a time: from week to week either reps rise or the load does, not both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block
from constraints.lines import on_bar
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class OneAtATime:
    """Reps and load on a bar do not rise together from one loading week to the next.

    Not both reps(late) > reps(early) and load(late) > load(early), inside a phase. What was
    lifted beyond the plan is no rise of the load. With a bigger bell or dumbbell reps fall in any
    case (`largest-jump`). Units: reps, load. Source: P.
    """

    slug: ClassVar[str] = "one-at-a-time"
    sentence: ClassVar[str] = "From week to week reps or the load on the bar rise, not both."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = False

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Each pair of reps and load excludes those of which it has more of both."""
        model = plan.model
        for line in progress.compared_lines(plan):
            if not on_bar(plan.scenario, plan.exercise(line)):
                continue
            for early, late, when in progress.posted_pairs(plan, line, back=0):
                if progress.has_open_load(plan, line, (early, late)):
                    continue
                both = model.new_bool_var(f"w{late} {line} reps and load rise")
                was = list(plan.compared(early, line))
                for what, literal in plan.compared(late, line):
                    less = [
                        other
                        for one, other in was
                        if one.reps < what.reps and progress.lifted(one) < progress.load_of(what)
                    ]
                    if less:
                        model.add(plan.total([literal, *less]) <= 1 + both)
                to.at_most(both, 0, place(late, None, line), when, once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines of which both rise."""
        found = []
        for line in progress.compared_in(block):
            if not on_bar(block.scenario, block.exercise(line.exercise)):
                continue
            for early, late, before, after in progress.audited_pairs(block, line, back=0):
                if before.load is None or after.load is None:
                    continue
                if after.reps <= before.reps or after.load <= progress.lifted(before):
                    continue
                text = (
                    f"{line.exercise}: {progress.said(before)} in week {shown_week(early)}, "
                    f"{progress.said(after)} in week {shown_week(late)}"
                )
                where = place(late, None, line)
                found.append(Breach(self.slug, self.priority, where, text, 2, 1, "rises"))
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return f"{self.sentence} Then it is plain what made a set harder."
