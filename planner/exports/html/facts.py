"""The block at a glance: athlete, goal, dates, what was proved, and what it gives up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from constraints.block import Block
from planner.explaining.explain import Explanation
from planner.exports.prices import SHOWN, Paid, paid
from planner.exports.words import count, day, name, number


@dataclass(frozen=True)
class Glance:
    """What a reader sees first. `proof` is "proved", "open" or "broken"."""

    rows: tuple[tuple[str, str], ...]
    proof: str
    verdict: str
    because: str
    prices: tuple[Paid, ...]
    more_prices: int


def glance(block: Block, explanation: Explanation) -> Glance:
    """The block at a glance, with the prices of the audit."""
    prices = paid(row for rule in explanation.rules for row in rule.breaches)
    proof, verdict, because = _proved(block, explanation)
    return Glance(
        rows=_rows(block), proof=proof, verdict=verdict, because=because,
        prices=prices[:SHOWN], more_prices=len(prices[SHOWN:]),
    )  # fmt: skip


def _rows(block: Block) -> tuple[tuple[str, str], ...]:
    """Facts with their headings. Age, bodyweight and the note stay in the block file."""
    scenario = block.scenario
    lift = name(block, scenario.goal.lift)
    test = f", test on {day(scenario.goal.test)}" if scenario.goal.test else ""
    known = sorted(scenario.athlete.one_rep_max.items(), key=lambda one: (-one[1], one[0]))
    maxes = ", ".join(f"{name(block, one)} {number(weight)}" for one, weight in known)
    ends = scenario.end - timedelta(days=1)
    hours = sum(session.minutes for session in block.sessions) / 60
    shape = f"{count(scenario.weeks, 'week')}, {count(len(block.sessions), 'session')}"
    if scenario.week_days != 7:
        shape += f" (a week here has {scenario.week_days} days)"
    rows = (
        ("Athlete", scenario.athlete.level.capitalize()),
        ("Goal", f"{scenario.goal.kind.capitalize()}: {lift}{test}"),
        ("Dates", f"{day(scenario.start, year=True)} to {day(ends, year=True)}"),
        ("Length", f"{shape}, {hours:.0f}\u00a0h" if hours >= 1 else shape),
        ("1RM", f"{maxes}\u00a0{scenario.athlete.units}" if maxes else ""),
    )
    return tuple((heading, said) for heading, said in rows if said)


def _proved(block: Block, explanation: Explanation) -> tuple[str, str, str]:
    """Kind, verdict and reason, in words that promise no more than was proved."""
    if not explanation.is_as_planned:
        return "broken", "Not as it was planned", (
            "Something that must hold does not, so nothing is proved of this block. Why says what."
        )  # fmt: skip
    tiers = [(tier.priority, tier.objective, tier.bound) for tier in block.solve.tiers]
    if block.solve.status == "optimal":
        return "proved", "Proved optimal", (
            "No block under these rules has a lower price. That is a statement about the rules, "
            "not a promise that no other plan makes you stronger."
        )  # fmt: skip
    open_tiers = "; ".join(
        f"{tier} costs {found}, and no block costs less than {bound}"
        for tier, found, bound in tiers
        if found > bound
    )
    return "open", f"Best found, not proved: gap {block.solve.gap:.0%}", (
        f"A better block may exist. {open_tiers[:1].upper()}{open_tiers[1:]}."
        if open_tiers
        else "A better block may exist."
    )  # fmt: skip
