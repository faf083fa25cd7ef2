"""Numbers: a rule names every key of a scenario that its dose comes from.

`planner rules` prints these keys with their values, so a key that is left out is a number that
nobody can look up. Here every read of such a key is recorded while a rule is asked for, posted,
audited and explained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, get_args, get_origin

import pytest

from constraints import balance
from constraints.block import Block
from constraints.posting import Posting, Tiers
from constraints.rule import Rule
from constraints.rules import RULES
from constraints.variables import PlanVars
from planner.solving.build import build
from scenarios import odd_weeks
from scenarios.schema import Part, Scenario
from tests.builders import block, scenario, weeks

# Tables of a scenario that say how much: the others say who, when, with what and for what.
DOSES = (
    "recovery", "plyometrics", "lumbar", "session", "effort", "progression", "deload", "taper",
    "phases", "balance", "season", "volume",
)  # fmt: skip
# What is read on the way: the history of the athlete, and the time model of a session.
NO_DOSE = {"recovery.last_heavy_hinge", "session.warm_up_minutes"}
POOL = (
    "conventional_deadlift", "romanian_deadlift", "box_jump", "nordic_curl", "dead_bug",
    "kettlebell_swing", "single_arm_db_row",
)  # fmt: skip
ATHLETES: dict[str, Callable[[], Scenario]] = {
    "strength": lambda: scenario(weeks=8, goal={"test": date(2027, 3, 26)}),
    "in season": lambda: scenario(
        weeks=3, profile="in_season", goal={"kind": "maintenance", "test": None},
        season={"weekly": "saturday", "matches": [date(2027, 2, 17)]},
    ),
}  # fmt: skip


def _tables() -> Iterator[tuple[type[Part], str]]:
    """The class of every dose of a scenario, with its dotted key."""
    for name in DOSES:
        annotation = Scenario.model_fields[name].annotation
        if get_origin(annotation) is dict:
            yield get_args(annotation)[1], f"{name}.*"
        else:
            assert isinstance(annotation, type)
            yield annotation, name


KEYS = dict(_tables())


@contextmanager
def recorded(patch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The dotted keys of doses that are read inside."""
    found: set[str] = set()
    plain, can_train = Part.__getattribute__, balance.can_train
    is_muted = [False]  # whether an exercise is open to the athlete is a rule of its own

    def spy(self: Part, name: str) -> Any:
        at = KEYS.get(type(self))
        if at is not None and name in type(self).model_fields and not is_muted[0]:
            found.add(f"{at}.{name}")
        return plain(self, name)

    def muted(*args: Any) -> bool:
        is_muted[0] = True
        try:
            return can_train(*args)
        finally:
            is_muted[0] = False

    with patch.context() as only:
        only.setattr(Part, "__getattribute__", spy)
        only.setattr(balance, "can_train", muted)
        yield found


def used(kind: type[Rule], patch: pytest.MonkeyPatch, plan: PlanVars, done: Block) -> set[str]:
    """The keys that all four faces of a rule read for one athlete."""
    with recorded(patch) as found:
        for rule in kind.asked_by(plan.scenario):
            rule.post(plan, Posting(plan, rule, Tiers()))
            rule.audit(done)
            rule.explain()
    return found


def test_a_rule_names_every_number_that_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    left_out: dict[str, set[str]] = {}
    read: set[str] = set()
    for make in ATHLETES.values():
        ask = make()
        plan = build(ask, rules=[], exercises=POOL).plan
        odd_weeks.short_weeks(ask)  # the calendar is laid out: that is nobody's dose
        done = block(weeks(ask.weeks)).model_copy(update={"scenario": ask})
        for kind in RULES:
            keys = used(kind, monkeypatch, plan, done)
            read |= keys
            for key in keys - NO_DOSE:
                if not any(key == named or key.startswith(f"{named}.") for named in kind.numbers):
                    left_out.setdefault(kind.slug, set()).add(key)
    assert left_out == {}
    assert {key.partition(".")[0] for key in read} == set(DOSES)  # else nothing was recorded
