"""Session balance: no half hour on Monday and two hours on Friday."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

POINT_SECONDS = 300


@dataclass(frozen=True)
class SessionBalance:
    """The longest session of a loading week is not much longer than the shortest.

    100 x longest <= ratio x shortest, ratio in hundredths, over the sessions held in the week.
    Lengths are those of the time model, warm-up included; tests are left out.
    Units: seconds; priced in five minutes that the longest is too long. Source: P.
    """

    slug: ClassVar[str] = "session-balance"
    sentence: ClassVar[str] = "Sessions of a week are about equally long."
    numbers: ClassVar[tuple[str, ...]] = ("session.minutes_ratio",)
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "five minutes"
    narrows: ClassVar[bool] = False

    priority: Priority
    ratio: int  # hundredths

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug, "session.minutes_ratio")
        ratio = round(100 * scenario.session.minutes_ratio)
        return () if priority == "off" else (cls(priority, ratio),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Longest against shortest, week by week."""
        model, test = plan.model, plan.test
        for week in plan.loading_weeks:
            labels = [k for k in plan.labels if test is None or (week, k) != test[:2]]
            if len(labels) < 2:
                continue
            seconds = {k: plan.seconds(week, k) for k in labels}
            most = max(plan.bounds(length)[1] for length in seconds.values())
            longest = model.new_int_var(0, most, f"w{week} longest")
            shortest = model.new_int_var(0, most, f"w{week} shortest")
            for k, length in seconds.items():
                model.add(longest >= length)
                model.add(shortest <= length).only_enforce_if(plan.open[week, k])
            step = 100 * POINT_SECONDS
            to.at_most(100 * longest, self.ratio * shortest, place(week), step=step)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Loading weeks whose sessions differ too much."""
        found = []
        for week in block.loading_weeks:
            lengths = [block.seconds(s) for s in block.of_week(week) if not s.is_test]
            if not lengths:
                continue
            longest, shortest = max(lengths), min(lengths)
            over = 100 * longest - self.ratio * shortest
            if over > 0:
                text = (
                    f"week {shown_week(week)}: sessions of {shortest / 60:.0f} and "
                    f"{longest / 60:.0f} minutes, at most {self.ratio / 100:g} times as long"
                )
                found.append(
                    Breach(self.slug, self.priority, place(week), text,
                           round(longest / shortest, 2), self.ratio / 100, "times",
                           -(-over // (100 * POINT_SECONDS)))
                )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with this athlete's ratio."""
        return (
            f"The longest session of a loading week is at most {self.ratio / 100:g} times as long "
            "as the shortest."
        )
