"""Bigger bell: a much heavier weight does not come with more sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block
from constraints.lines import by_reps
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class BiggerBell:
    """Where a dumbbell or bell goes up by a quarter or more, the week's sets do not go up too.

    load(late) >= (1 + share) x load(early) => sets(late) <= sets(early), from one loading week in
    which an exercise is trained to the next, also over a deload and a phase border. Loads that are
    left open are free. How far reps must fall is for `largest-jump`.
    Units: sets a week. Source: SNS, P.
    """

    slug: ClassVar[str] = "bigger-bell"
    sentence: ClassVar[str] = "A much bigger bell does not come with more sets."
    numbers: ClassVar[tuple[str, ...]] = ("progression.bell_jump_percent",)
    source: ClassVar[tuple[str, ...]] = ("SNS", "P")
    point: ClassVar[str] = "a set"
    narrows: ClassVar[bool] = False

    priority: Priority
    share: int  # tenths of a percent

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        share = round(10 * scenario.progression.bell_jump_percent)
        return () if priority == "off" else (cls(priority, share),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Successive loading weeks of what comes in dumbbells and bells."""
        for line in progress.compared_lines(plan):
            if not by_reps(plan.scenario, plan.exercise(line)):
                continue
            for early, late, when in progress.posted_pairs(plan, line):
                if progress.has_open_load(plan, line, (early, late)):
                    continue
                was, now = (plan.worth(w, line, progress.load_of) for w in (early, late))
                leap = 1000 * now - (1000 + self.share) * was
                if plan.bounds(leap)[1] < 0:
                    continue
                leaps = plan.model.new_bool_var(f"w{late} {line} bigger bell")
                plan.model.add(leap <= -1).only_enforce_if([*when, leaps.Not()])
                more = plan.line_sets(late, line) - plan.line_sets(early, line)
                to.at_most(more, 0, place(late, None, line), [*when, leaps])

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks with a bigger bell and more sets."""
        found = []
        for line in progress.compared_in(block):
            if not by_reps(block.scenario, block.exercise(line.exercise)):
                continue
            for early, late, before, after in progress.audited_pairs(block, line):
                was, now = progress.load_of(before), progress.load_of(after)
                sets, full = block.line_sets(late, line), block.line_sets(early, line)
                if was and 1000 * now >= (1000 + self.share) * was and sets > full:
                    text = (
                        f"{line.exercise}: {sets} sets with {now / 100:g} in week "
                        f"{shown_week(late)}, {full} with {was / 100:g} in week {shown_week(early)}"
                    )
                    where = place(late, None, line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, sets, full, "sets",
                               sets - full)
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its number."""
        return f"{self.sentence} Much bigger is {self.share / 10:g} % or more."
