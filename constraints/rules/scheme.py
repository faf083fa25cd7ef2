"""Scheme: the main lift keeps its reps long enough to get better at them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block
from constraints.lines import Line, by_reps, tests_strength
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars


@dataclass(frozen=True)
class Scheme:
    """Reps of the main lift stand for a while, and fall on the way to a test.

    reps(a) = reps(b) or reps(b) = reps(c), for three successive loading weeks a < b < c of one
    stretch of weeks that share their templates; and reps(b) <= reps(a) for successive loading weeks
    of the whole block where strength is tested and the lift's percent is known.
    Dumbbells and kettlebells come in big steps: there reps carry the progress, and change freely.
    A step counts as a change only when the lift is trained in both weeks. Sets may change freely;
    back-offs and tests are left out. Units: reps. Source: P.
    """

    slug: ClassVar[str] = "scheme"
    sentence: ClassVar[str] = "Reps of the main lift stand for a while, and fall before a test."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "a change too many"
    narrows: ClassVar[bool] = False

    priority: Priority
    main: Line
    falls: bool

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off; jumps have no scheme, dumbbells and bells progress by reps."""
        priority, lift = scenario.priority(cls.slug), scenario.goal.lift
        exercise = scenario.catalogue[lift]
        skip = priority == "off" or exercise.is_jump or by_reps(scenario, exercise)
        return () if skip else (cls(priority, Line(lift), tests_strength(scenario)),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Two successive steps of a stretch are not both changes."""
        for weeks in plan.stretches.values():
            loading = [week.index for week in weeks if week.is_loading]
            steps = [(b, self._changes(plan, a, b)) for a, b in pairwise(loading)]
            for (_, first), (last, second) in pairwise(steps):
                if first is not None and second is not None:
                    to.forbid([first, second], place(last, None, self.main))
        for early, late, when in progress.posted_pairs(plan, self.main) if self.falls else ():
            reps = [plan.worth(week, self.main, lambda p: p.reps) for week in (early, late)]
            to.at_most(reps[1], reps[0], place(late, None, self.main), when, once=True)

    def _changes(self, plan: PlanVars, a: int, b: int) -> Literal | None:
        """True whenever reps differ between two weeks; None when one can't train the lift."""
        in_a, in_b = plan.trained.get((a, self.main)), plan.trained.get((b, self.main))
        if in_a is None or in_b is None:
            return None
        changes = plan.model.new_bool_var(f"w{a} w{b} {self.main} reps change")
        reps = [plan.worth(week, self.main, lambda p: p.reps) for week in (a, b)]
        plan.model.add(reps[0] == reps[1]).only_enforce_if([changes.Not(), in_a, in_b])
        return changes

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Three loading weeks in a row whose reps change twice."""
        found = []
        for stretch in sorted({week.stretch for week in block.timeline}):
            weeks = (week for week in block.timeline if week.stretch == stretch)
            loading = [week.index for week in weeks if week.is_loading]
            for a, b, c in zip(loading, loading[1:], loading[2:], strict=False):
                asked = [block.prescribed(week, self.main) for week in (a, b, c)]
                reps = [what.reps for what in asked if what is not None]
                if len(reps) == 3 and reps[0] != reps[1] != reps[2]:
                    shown = ", ".join(str(shown_week(week)) for week in (a, b, c))
                    text = f"{self.main}: {reps[0]}, {reps[1]}, {reps[2]} reps in weeks {shown}"
                    where = place(c, None, self.main)
                    found.append(Breach(self.slug, self.priority, where, text, 2, 1, "changes"))
        pairs = progress.audited_pairs(block, self.main) if self.falls else ()
        for early, late, before, after in pairs:
            if after.reps > before.reps:
                text = (
                    f"{self.main}: {before.reps} reps in week {shown_week(early)}, "
                    f"{after.reps} in week {shown_week(late)}"
                )
                where = place(late, None, self.main)
                found.append(
                    Breach(self.slug, self.priority, where, text, after.reps, before.reps, "reps")
                )
        return tuple(found)

    def explain(self) -> str:
        """The rule with the main lift."""
        falls = ", and never rise on the way to the test" if self.falls else ""
        return (
            f"Reps of {self.main} change at most once in any three loading weeks of a phase{falls}."
        )
