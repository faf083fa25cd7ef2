"""Agreement of every rule's two halves, on random plans of tiny scenarios: see `tests.agreement`.

Each rule is held against plans of one or more universes, chosen so that it is kept by some plans
and broken by others: a rule that every plan keeps would agree about nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from constraints.block import Place
from constraints.rule import Rule
from constraints.rules import RULES, asked_by
from scenarios.loader import _FIXED as FIXED
from scenarios.past import HeldEntry, HeldSession, MissedSession, Replanned
from tests.agreement import Plan, Posted, Universe, as_must, as_wish, audited
from tests.constraints.pasts import after_absence
from tests.constraints.tiny import tiny, without
from tests.constraints.universes import universe

# Universes of each rule; "plain" when it is not named.
USED: dict[str, tuple[str, ...]] = {
    "after-deload": ("absence over a deload", "deload"),
    "after-absence": (
        "absence",
        "absence in a phase",
        "absence of the goal lift",
        "absence over a deload",
    ),
    "after-gap": (
        "lost fridays",
        "gap into a deload",
        "gap around deloads",
        "gap after what is over",
    ),
    "after-pause": (
        "pause",
        "missed for long",
        "deload after a pause",
        "pause into a deload",
        "pause early",
    ),
    "after-return": ("after a pause",),
    "after-trip": ("long trip",),
    "availability": ("closed",),
    "axial-load": ("tight", "eight days"),
    "bigger-bell": ("bells", "deload", "half known"),
    "bodyweight-ability": ("able",),
    "bodyweight-effort": (
        "plain",
        "long test",
        "half known",
        "harder than planned",
        "effort not noted",
        "weaker in the midst",
    ),
    "busy": ("busy",),
    "carry-on": ("second", "second singles"),
    "congested-week": ("season",),
    "contacts-session": ("tight",),
    "contacts-week": ("tight test",),
    "core": ("tight",),
    "deload": (
        "deload",
        "late deload",
        "lost",
        "lost today",
        "deload after a pause",
        "deload after a trip",
    ),
    "deload-lifts": (
        "deload",
        "late deload",
        "lost",
        "lost load",
        "odd load",
        "lost today",
        "deload after a trip",
        "deload over a border",
    ),
    "deload-halves": ("deload", "late deload"),
    "elsewhere-gap": ("hinges after", "team test"),
    "elsewhere-moderate-gap": ("hinges after", "team test"),
    "equipment": ("novice",),
    "even-steps": ("long", "gap in a phase"),
    "exercise-limits": ("wishes", "hotel"),
    "exercise-pool": ("novice", "wishes"),
    "exposure-gap": ("tight", "eight days", "lost days"),
    "failure-gap": ("early test", "second"),
    "families": ("bells", "long test"),
    "hinge-days": ("hinges", "tight test"),
    "hinge-gap": ("hinges", "hinges after", "second"),
    "hinge-moderate-gap": ("hinges after",),
    "hinge-pair": ("tight", "long test"),
    "hinge-sets": ("tight",),
    "jumps-after-hinge": ("jumps", "tight", "second"),
    "knee-flexion": ("tight test",),
    "known-loads": ("bells",),
    "load-limits": ("plain", "known hinge"),
    "largest-jump": (
        "plain",
        "deload",
        "weaker",
        "lost today, no deload",
        "lost in the middle",
        "hotel",
    ),
    "light-gap": ("hinges",),
    "main-dose": ("plain", "long test", "pause", "long trip"),
    "main-dose-middle": ("long test", "pause"),
    "main-lift": ("season", "early test", "hotel"),
    "main-rise": ("plain", "pause in season"),
    "match-distance": ("season",),
    "moderate-gap": ("hinges",),
    "muscle-gap": ("tight test", "second"),
    "next-day": ("hinges", "second", "border"),
    "next-weight": ("plain", "bells", "half known", "lost today, no deload"),
    "night-shift": ("roster",),
    "no-falling-loads": ("plain", "deload after a pause", "absence in a phase"),
    "no-easier": (
        "plain",
        "bells",
        "half known",
        "pause",
        "lost in the middle",
        "absence in a phase",
    ),
    "nordic-ramp": ("plain", "deload", "second"),
    "one-at-a-time": ("plain", "weaker", "gap in a phase"),
    "open-weeks": ("idle",),
    "opener": ("long test",),
    "order-inside": ("small", "small deload", "small season"),
    "peak-order": ("long test",),
    "phase-targets": ("long test", "known hinge", "pause", "hotel"),
    "pinned": ("wishes", "hotel"),
    "plyometric-gap": ("jumps", "second"),
    "precedence": ("before",),
    "preferred-exercises": ("wishes", "hotel"),
    "prilepin": ("long test", "pause"),
    "pulls": ("tight",),
    "realization-sets": ("long test", "peak"),
    "redundancy": ("jumps",),
    "rep-limits": ("plain",),
    "rise": ("plain", "pause", "absence in a phase"),
    "roster": ("roster",),
    "row-with-hinge": ("hinges",),
    "same-weekday": ("jumps", "tight test", "moved once"),
    "scheme": ("long", "hotel"),
    "session-count": ("held", "held away"),
    "session-minutes": ("jumps",),
    "session-size": ("tight", "tight test", "pause"),
    "session-volume": ("tight",),
    "sets-ramp": ("plain", "late deload", "second", "short between"),
    "single-sets": ("bells", "long test", "small season", "pause"),
    "stability": (
        "deload",
        "long test",
        "early test",
        "small season",
        "loose",
        "lost phase",
        "hotel",
    ),
    "steady-reps": ("plain", "wishes", "lost today, no deload", "weaker in the midst"),
    "steady-sets": ("plain", "small season", "loose", "pause", "short between"),
    "stress-spread": ("hinges",),
    "swaps": ("deload", "lost in the middle", "hotel"),
    "swings": ("hinges after", "second"),
    "taper": ("tight test", "long test", "lost and missed before a test", "free after a test"),
    "taper-groups": (
        "tight test",
        "long test",
        "lost and missed before a test",
        "free after a test",
    ),
    "taper-lifts": (
        "free after a test",
        "tight test",
        "long test",
        "lost before a test",
        "lost today, a test",
        "odd bell",
    ),
    "test": ("early test", "long test"),
    "tools-there": ("hotel",),
    "test-tools": ("early test", "test without a bar"),
    "unilateral": ("small", "hotel"),
    "variety": ("many", "hotel"),
    "very-heavy-gap": ("long test", "second singles"),
    "volume-maximum": ("wishes",),
    "volume-middle": ("easy volume", "peak"),
    "volume-minimum": ("easy volume",),
    "volume-target": ("easy volume", "hotel"),
}
BY_CONSTRUCTION = {
    "loadable": "menus hold only loads that exist, and every ramp is the one ramp",
    "order-class": "sessions are written down in order of class",
    "ramp-sets": "the one ramp keeps it wherever the loads owned can",
    "rep-limits": "menus hold only reps within the exercise's range",
    "set-limits": "every line is made with these sets",
}
# Some places are posted more vaguely than they are audited: a gap for the week, not the session.
NO_SESSION = (
    "effort", "elsewhere-gap", "elsewhere-moderate-gap", "failure-gap", "hinge-gap",
    "hinge-moderate-gap", "light-gap",
    "load-limits", "moderate-gap", "muscle-gap", "phase-targets", "plyometric-gap", "taper",
)  # fmt: skip
VAGUE = {slug: {"session": None} for slug in NO_SESSION}
VAGUE["very-heavy-gap"] = VAGUE["swings"] = {"session": None, "exercise": None}
VAGUE["order-inside"] = {"week": None}  # a price of the template, not of a week


def plans_of(own: Universe, must: Posted, number: int) -> list[Plan]:
    """Random plans, one that keeps the rule, and neighbours of it: they lie at its edge."""
    drawn = [own.draw(seed) for seed in range(3)]
    kept = own.draw(number, must)
    drawn += [kept, own.draw(50, near=kept), own.draw(51, near=kept)] if kept else []
    return [plan for plan in drawn if plan is not None]


def comparable(points: Counter[tuple[str, Place]]) -> Counter[tuple[str, Place]]:
    """Points by place, as finely as both halves name it."""
    found: Counter[tuple[str, Place]] = Counter()
    for (slug, where), number in points.items():
        found[slug, where.model_copy(update=VAGUE.get(slug))] += number
    return found


def both_say(wish: Posted, must: Posted, plan: Plan) -> bool:
    """What both halves of a rule say of a plan: whether it keeps the rule."""
    points, paid = audited(wish.rules, plan), wish.excess(plan)
    assert must.fits(plan) == (not points), points
    if wish.rules[0].slug in FIXED:  # never has a price, only a verdict
        assert bool(paid) == bool(points), (paid, points)
    else:
        assert comparable(paid) == comparable(points)
    return not points


@pytest.mark.parametrize("kind", RULES, ids=lambda kind: kind.slug)
def test_post_and_audit_agree(kind: type[Rule]) -> None:
    verdicts = []
    for name in USED.get(kind.slug, ("plain",)):
        own = universe(name)
        rules = kind.asked_by(own.scenario)
        assert rules, f"{name} does not ask for {kind.slug}"
        for rule in rules:
            wish, must = Posted(own, (as_wish(rule),)), Posted(own, (as_must(rule),))
            plans = plans_of(own, must, RULES.index(kind))
            verdicts += [both_say(wish, must, plan) for plan in plans]
    if kind.slug in BY_CONSTRUCTION:
        assert all(verdicts), f"{verdicts.count(False)} plans broke the rule"
        return
    for seed in range(3, 20):  # some rules are kept, or broken, by nearly every plan
        if len(set(verdicts)) < 2:
            plan = own.draw(seed)
            assert plan is not None, "the structure alone has no plan"
            verdicts.append(both_say(wish, must, plan))
    assert False in verdicts, "no plan broke the rule"
    assert True in verdicts, "no plan kept the rule"


@pytest.mark.parametrize("name", ["tight test", "deload", "season", "wishes"])
def test_rules_do_not_disturb_each_other(name: str) -> None:
    """Rules share literals; a key used for two meanings would show here and nowhere else."""
    own = universe(name)
    rules = tuple(as_wish(rule) for rule in asked_by(own.scenario))
    posted = Posted(own, rules)
    for seed in range(4):
        plan = own.draw(seed)
        assert plan is not None
        paid, points = comparable(posted.excess(plan)), comparable(audited(rules, plan))
        priced = {key: number for key, number in paid.items() if key[0] not in FIXED}
        assert priced == {key: number for key, number in points.items() if key[0] not in FIXED}
        assert {key[0] for key in paid} == {key[0] for key in points}


def _smallest(
    weeks: int, sessions: int, pool: Iterable[str], friday: Any = (), **changes: Any
) -> Universe:
    """A universe so small that every plan of it can be counted."""
    return tiny(
        pool,
        weeks=weeks,
        availability={"sessions": [1, sessions], "tuesday": "18:00-19:00", "friday": friday},
        equipment=changes.pop(
            "equipment", {"barbell": {"bar": 20, "plates": {"50": 2, "15": 2, "5": 2}}}
        ),
        exercises={
            "conventional_deadlift": {"reps": [5, 5], "sets": [4, 4], "load": [100, 140]},
            "dead_bug": {"reps": [8, 8], "sets": [2, 3]},
            "box_jump": {"reps": [3, 3], "sets": [3, 3]},
            **changes.pop("exercises", {}),
        },
        **changes,
    )


def _one_line(
    name: str, weeks: int, equipment: Any = (), within: Any = None, **limits: Any
) -> Universe:
    """One exercise in one session a week; a second phase begins with the third week."""
    phases = [("accumulation", 2), ("intensification", weeks - 2)]
    return tiny(
        [name], within=within, weeks=weeks, equipment=dict(equipment), deload={"weeks": []},
        availability={"sessions": [1, 1], "monday": [], "friday": []},
        phase_plan=[{"phase": phase, "weeks": count} for phase, count in phases],
        exercises={name: limits},
    )  # fmt: skip


def _weaker_after_a_pause() -> Universe:
    """One lift: 120 kg were lifted before a pause, when the 1RM was greater."""
    own = _smallest(
        3, 1, ["conventional_deadlift"],
        exercises={"conventional_deadlift": {"reps": [5, 6], "sets": [2, 4], "load": [80, 140]}},
        equipment={"barbell": {"bar": 20, "plates": {"30": 2, "10": 4, "5": 2}}},
    )  # fmt: skip
    done = HeldEntry(
        exercise="conventional_deadlift", part="work", sets=4, reps=5, unit="kg", load=120,
        percent=66.7, rpe=6, own_max=180, per="bar",
    )  # fmt: skip
    one = HeldSession(start=datetime(2027, 2, 1, 18), week=1, label="A", exercises=(done,))
    gone = (MissedSession(week=2, label="A"),)
    past = Replanned(block="old", on=date(2027, 2, 15), week=3, sessions=(one,), missed=gone)
    return replace(own, scenario=own.scenario.model_copy(update={"replanned": past}))


def _bar_after_absence() -> Universe:
    """One lift: 120 kg were lifted before it was left out."""
    own = _smallest(
        5, 1, ["conventional_deadlift"], deload={"weeks": []},
        exercises={"conventional_deadlift": {"reps": [5, 5], "sets": [2, 4], "load": [80, 140]}},
        equipment={"barbell": {"bar": 20, "plates": {"30": 2, "10": 4, "5": 2}}},
    )  # fmt: skip
    done = HeldEntry(
        exercise="conventional_deadlift", part="work", sets=4, reps=5, unit="kg", load=120, rpe=6,
    )  # fmt: skip
    return after_absence(own, [done], week=4)


COUNTED: dict[str, Callable[[], Universe]] = {
    "after-absence": _bar_after_absence,
    "after-pause": _weaker_after_a_pause,
    "bigger-bell": lambda: _one_line(
        "kb_deadlift", 3, {"kettlebells": [16, 20, 24]}, reps=[8, 8], sets=[2, 3],
    ),
    "bodyweight-effort": lambda: _one_line(
        "pull_up", 5, within=without(1, 2), reps=[5, 5], sets=[2, 2],
    ),
    "hinge-gap": lambda: _smallest(
        2, 1, ["conventional_deadlift"], recovery={"heavy_hinge_hours": 168}
    ),
    "moderate-gap": lambda: _smallest(1, 2, ["conventional_deadlift"]),
    "main-lift": lambda: _smallest(2, 1, ["conventional_deadlift", "dead_bug"]),
    "next-weight": lambda: _one_line(
        "kb_deadlift", 3, {"kettlebells": [16, 20, 24]}, reps=[8, 8], sets=[2, 2],
    ),
    "no-easier": lambda: _one_line(
        "kb_deadlift", 6, {"kettlebells": [20, 20.3, 20.8]}, within=without(1, 4),
        reps=[8, 8], sets=[2, 2],
    ),
    "one-at-a-time": lambda: _one_line(
        "good_morning", 3, {"barbell": {"bar": 20, "plates": [2.5]}}, reps=[8, 10], sets=[2, 2],
    ),
    "no-falling-loads": lambda: _smallest(2, 1, ["conventional_deadlift", "dead_bug"]),
    "sets-ramp": lambda: _smallest(2, 1, ["conventional_deadlift", "dead_bug"]),
    "plyometric-gap": lambda: _smallest(1, 2, ["conventional_deadlift", "box_jump"]),
    "same-weekday": lambda: _smallest(2, 1, ["box_jump", "dead_bug"]),
    "exposure-gap": lambda: _smallest(
        1, 2, ["conventional_deadlift"], balance={"exposure_gap_days": 1},
        start=date(2027, 2, 2), friday="18:00-19:00",
    ),
    "swaps": lambda: _smallest(
        2, 1, ["box_jump", "dead_bug"],
        phase_plan=[{"phase": "accumulation", "weeks": 1}, {"phase": "realization", "weeks": 1}],
    ),
    "steady-sets": lambda: tiny(
        ["kb_deadlift"], weeks=2,
        availability={"sessions": [1, 1], "monday": [], "friday": []},
        exercises={
            "kb_deadlift": {"reps": [10, 10], "sets": [2, 4]},
        },
    ),
    "steady-reps": lambda: tiny(
        ["kb_deadlift"], weeks=2,
        availability={"sessions": [1, 1], "monday": [], "friday": []},
        exercises={
            "kb_deadlift": {"reps": [5, 10], "sets": [2, 2]},
        },
    ),
    "precedence": lambda: _smallest(
        1, 1, ["dead_bug", "plank", "calf_raise", "conventional_deadlift"],
        exercises={
            "before": [("dead_bug", "plank"), ("plank", "calf_raise"), ("calf_raise", "dead_bug"),
                       ("plank", "conventional_deadlift")],
            "plank": {"reps": [30, 30], "sets": [2, 2]},
            "dead_bug": {"reps": [8, 8], "sets": [2, 2]},
            "calf_raise": {"reps": [10, 10], "sets": [2, 2]},
            "conventional_deadlift": {"reps": [5, 5], "sets": [4, 4], "load": [120, 120]},
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("slug", COUNTED)
def test_every_plan_that_is_accepted_is_clean_and_every_clean_plan_is_accepted(slug: str) -> None:
    own = COUNTED[slug]()
    (kind,) = (kind for kind in RULES if kind.slug == slug)
    (rule,) = kind.asked_by(own.scenario)
    every = own.all_plans()
    clean = {key for key, plan in every.items() if not rule.audit(plan.block)}
    assert 0 < len(clean) < len(every) < 3000
    assert set(own.all_plans(rule)) == clean
