"""Lacking: how many sets the muscle groups lack to the middle of their targets.

In its band a group costs nothing, so a block of price 0 says little of how much room there is: some
athletes have the time for the middle of every band, others for little more than its lower end. It
stands alone because it is a second measure, looked at only among blocks that pay nothing more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ortools.sat.python import cp_model

from constraints import balance
from constraints.block import Block
from constraints.rules import asked_by
from planner.replanning.near import decisions
from planner.solving.attempt import Options, attempt, reader, start_from
from planner.solving.build import Built
from planner.solving.extract import extract
from planner.solving.objective import TIERS, tier_of
from planner.solving.progress import Watch
from planner.solving.solve import solved
from scenarios import odd_weeks
from scenarios.schema import Scenario


@dataclass(frozen=True)
class Lacking:
    """Quarter-sets that lack in all loading weeks together, of all groups.

    `most` is what the best block found lacks, `least` what every block lacks, proved; `of` are the
    groups of the best one. `block` is that one, to start from.
    """

    most: int
    least: int
    of: dict[str, int]
    block: Block
    stopped: bool


def wants_sets(scenario: Scenario) -> bool:
    """Whether the athlete has targets at all: sets that nobody asks for do not lack."""
    return any(rule.slug in ("volume-target", "volume-middle") for rule in asked_by(scenario))


def fewest_lacking(
    built: Built, start: Block, options: Options, watch: Watch, until: float
) -> Lacking | None:
    """The block of price 0 that lacks the fewest sets; None when none was found.

    Loading weeks count, but for short ones (an away day, two matches), as in the volume rules.

    Args:
        built: the model; it can be used for nothing else afterwards.
        start: a block of price 0 to start from.
        options: seed and workers.
        watch: hears of the stage.
        until: the moment (`time.perf_counter`) at which the search ends.
    """
    plan, model = built.plan, built.model
    parts: dict[str, list[cp_model.IntVar]] = defaultdict(list)
    short = odd_weeks.short_weeks(plan.scenario)
    for week in plan.loading_weeks:
        for muscle, low, high in balance.target_bands(plan.scenario):
            middle = (low + high) // 2
            if week not in short and middle > 0:
                lack = model.new_int_var(0, middle, f"w{week} {muscle} lacking")
                model.add(lack >= middle - plan.quarter_sets(week, muscle))
                parts[muscle].append(lack)
    for name in TIERS:
        tier_of(built, name).within(0, 0)
    model.minimize(plan.total([lack for lacks in parts.values() for lack in lacks]))
    every = range(plan.scenario.weeks)
    start_from(model, {one[0].index: one for one in decisions(plan, start, every)}.values())
    watch.turns_to("looking for room", [])
    tried = attempt(built, options, watch, "no_lp", until)
    if not tried.values:
        return None
    value = reader(tried.values)
    of = {muscle: sum(map(value, lacks)) for muscle, lacks in parts.items()}
    most = sum(of.values())
    return Lacking(
        most, min(most, tried.bound), {muscle: lack for muscle, lack in of.items() if lack},
        extract(plan, value, solved((0, 0), (0, 0), options)), tried.stopped,
    )  # fmt: skip
