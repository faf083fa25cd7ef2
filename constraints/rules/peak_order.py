"""Peak order: first the most work, then the heaviest weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import Line, tests_strength
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class PeakOrder:
    """The week of most working sets comes before the week of the highest main-lift percent.

    first week of max sets(w) < first week of max percent(w), over the loading weeks w.
    Stated with a witness: some loading week s has sets(s) >= sets(w) for all w, and
    percent(u) < max percent for all u <= s. Percent is that of the main lift's working sets, 0 in
    a week without it; back-offs are left out.
    Units: weeks. Source: TRA21, BOS07.
    """

    slug: ClassVar[str] = "peak-order"
    sentence: ClassVar[str] = "The most work comes before the heaviest weights."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("TRA21", "BOS07", "P")
    point: ClassVar[str] = "a block"
    narrows: ClassVar[bool] = False

    priority: Priority
    main: Line

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where strength is tested and the percent of the main lift is known."""
        priority = scenario.priority(cls.slug)
        asked = priority != "off" and tests_strength(scenario)
        return (cls(priority, Line(scenario.goal.lift)),) if asked else ()

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Some week but the last is the witness."""
        model, loading = plan.model, plan.loading_weeks
        if self.main not in plan.lines or len(loading) < 2:
            return
        percents = {week: plan.worth(week, self.main, lambda p: p.percent or 0) for week in loading}
        sets = {week: plan.working_sets(week) for week in loading}
        heaviest = model.new_int_var(0, max(plan.bounds(p)[1] for p in percents.values()), "peak %")
        most = model.new_int_var(0, max(plan.bounds(s)[1] for s in sets.values()), "most sets")
        model.add_max_equality(heaviest, list(percents.values()))
        for week in loading:
            model.add(most >= sets[week])
        witnesses = []
        for number, week in enumerate(loading[:-1]):
            witness = model.new_bool_var(f"w{week} most sets, heavier later")
            model.add(sets[week] >= most).only_enforce_if(witness)
            for earlier in loading[: number + 1]:
                model.add(percents[earlier] <= heaviest - 1).only_enforce_if(witness)
            witnesses.append(witness)
        to.require(witnesses, place())

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """The block, when its weights peak with its sets or before."""
        loading = block.loading_weeks
        if len(loading) < 2:
            return ()
        percents, sets = {}, {}
        for week in loading:
            main = block.prescribed(week, self.main)
            percents[week] = (main.percent or 0) if main else 0
            sets[week] = block.working_sets(week)
        most = next(week for week in loading if sets[week] == max(sets.values()))
        heaviest = next(week for week in loading if percents[week] == max(percents.values()))
        if most < heaviest:
            return ()
        text = (
            f"most working sets in week {shown_week(most)}, highest percent of {self.main} "
            f"in week {shown_week(heaviest)}: not later"
        )
        measured, limit = shown_week(most), shown_week(heaviest) - 1
        return (Breach(self.slug, self.priority, place(), text, measured, limit, "week"),)

    def explain(self) -> str:
        """The rule with the main lift."""
        return f"The week of most working sets comes before the week of the heaviest {self.main}."
