"""Impossible requests: what clashes, that it does, and that every repair helps.

Each file of `tests/impossible` argues its conflict in a comment; here it is held against what is
found, and that is checked again by models and a solver of the test's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ortools.sat.python import cp_model

from constraints.rules import asked_by
from planner.impossible.amend import Change, amended, amended_text
from planner.impossible.answer import answer
from planner.impossible.conflict import Conflict, conflict_of, fewest, rough_conflict_of
from planner.impossible.demands import NARROWING, Demand, Spot
from planner.impossible.frames import frames
from planner.impossible.judge import EFFORT, SHORT, Judge, Kept
from planner.impossible.repair import Repairs
from planner.solving.build import Built, build
from scenarios.loader import load
from scenarios.schema import Scenario

FOLDER = Path(__file__).parents[2] / "impossible"
FAR = 1e12  # an end of time that no machine reaches

LIFT = {"open-weeks", "main-lift"}  # a week that is held trains the goal lift
EXPECTED = {  # rules of the demands, and a word that one of the sentences has to hold
    "a_match_every_three_days": ({"pinned", "match-distance"}, "48 hours before a match day"),
    "away_too_long": ({"exercise-limits", "availability"}, "2027-02-01 to 2027-02-03"),
    "early_test": ({"test"}, "in week 3 of 5"),
    "hamstrings_without_exercises": ({"exercise-pool", "volume-minimum"}, "at least 12 sets"),
    "no_equipment": ({*LIFT, "equipment"}, "the scenario lists no equipment"),
    "no_such_bell": ({"pinned", "exercise-limits", "loadable"}, "16, 24 kg"),
    "order_in_circles": ({"pinned", "precedence", "availability"}, "romanian_deadlift before box"),
    "six_sets_for_four": ({*LIFT, "set-limits", "volume-maximum"}, "erectors: at most 4 sets"),
    "slots_too_close": (
        {"exercise-limits", "availability", "load-limits", "hinge-gap"}, "At least 72 hours",
    ),
    "three_conflicts": ({"pinned", "exercise-limits", "loadable"}, "kettlebell_swing: 20 as load"),
    "twenty_minutes": (
        {*LIFT, "session-minutes", "set-limits", "phase-targets"}, "at most 20 minutes",
    ),
    "two_conflicts": ({"pinned", "exercise-limits", "loadable"}, "18 to 22 as load"),
    "two_heavy_hinges_on_a_weekend": (
        {"exercise-limits", "availability", "load-limits", "hinge-gap"}, "Saturday, Sunday",
    ),
}  # fmt: skip


@cache  # one object: the memos of the planner compare scenarios, and the same one is quick
def request_of(name: str) -> Scenario:
    return load(str(FOLDER / f"{name}.toml"))


@cache
def conflict(name: str) -> Conflict:
    found = conflict_of(request_of(name), Judge(ends=FAR))
    assert found is not None
    return found


REPAIRED = {"no_such_bell": 3, "six_sets_for_four": 1, "two_conflicts": 1}  # how many repairs


@cache
def repaired(name: str) -> Repairs:
    repairs = Repairs(request_of(name), conflict(name), Judge(ends=FAR), REPAIRED[name])
    repairs.search()
    return repairs


def can_hold(scenario: Scenario, spots: frozenset[Spot] | None = None) -> bool:
    """Whether a scenario is possible, or these demands of it with every menu as it is."""

    def keeps(spot: Spot) -> bool:
        return spots is None or spot in spots or spot.rule in NARROWING

    must = [rule for rule in asked_by(scenario) if rule.priority == "must"]
    built = build(scenario, must, guard=Kept[Spot](keeps))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(built.model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
    return status != cp_model.INFEASIBLE


def test_every_request_is_expected() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*EXPECTED, "one_session"}


def test_what_the_requests_have_in_common_is_possible() -> None:
    assert can_hold(request_of("one_session"))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_request_is_impossible_for_the_reason_argued(name: str) -> None:
    rules, words = EXPECTED[name]
    found = conflict(name)
    assert {demand.rule for demand in found.demands} == rules
    assert any(words in demand.sentence for demand in found.demands)
    assert found.minimal
    assert all(demand.keys for demand in found.demands)


@pytest.mark.parametrize("name", ["six_sets_for_four", "no_such_bell"])
def test_where_guards_hide_the_conflict_leaving_out_finds_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Judge, "core", lambda *_, **__: None)
    found = conflict_of(request_of(name), Judge(ends=FAR))
    assert found is not None
    assert {demand.rule for demand in found.demands} == EXPECTED[name][0]
    assert found.minimal
    assert rough_conflict_of(request_of(name), Judge(ends=FAR)) is None  # that has no time for it


def test_a_question_that_pure_search_does_not_answer_goes_to_the_relaxation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ways: list[tuple[str, float]] = []

    def undecided(seen: Judge, built: Built, way: str, effort: float) -> tuple[bool | None, Any]:
        ways.append((way, effort))
        return (False if len(ways) == 2 else None), cp_model.CpSolver()

    monkeypatch.setattr(Judge, "_solve", undecided)
    built, judge = build(request_of("one_session"), []), Judge(ends=FAR)
    assert judge.can_hold(built) is False
    assert ways == [("no_lp", EFFORT), ("default_lp", SHORT)]
    assert judge.can_hold(built) is None
    assert ways[2:] == [("no_lp", SHORT), ("default_lp", SHORT), ("no_lp", EFFORT)]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_demands_clash_and_without_any_one_of_them_they_do_not(name: str) -> None:
    asked, found = request_of(name), conflict(name)
    assert not can_hold(asked, found.spots)
    beside = [change for one in frames(asked) if one not in found.demands for change in one.freed]
    for demand in found.demands:
        if {spot.rule for spot in demand.spots} & set(NARROWING):
            continue  # a menu: those are left as they are here
        left = found.spots - demand.spots
        lifted = (amended(asked, changes) for changes in (demand.freed, (*beside, *demand.freed)))
        assert any(one is not None and can_hold(one, left) for one in lifted), demand.sentence


@pytest.mark.parametrize("name", REPAIRED)
def test_every_repair_makes_the_request_possible(name: str) -> None:
    found, asked = repaired(name).found, request_of(name)
    assert len(found) == REPAIRED[name]
    costs = [repair.cost for repair in found]
    assert costs == sorted(costs)
    for repair in found:
        changed = amended(asked, repair.changes)
        assert changed is not None
        assert can_hold(changed), repair.words


def test_a_smaller_step_would_not_have_helped() -> None:
    """Six sets of the deadlift are six for the erectors: 5.5 are too few, 6 are enough."""
    first = repaired("six_sets_for_four").found[0]
    assert first.words == ("erectors: at most 6 sets a week instead of 4",)
    (change,) = first.changes
    less = amended(request_of("six_sets_for_four"), [Change(change.key, 4, 5.5)])
    assert less is not None
    assert not can_hold(less)


def test_a_repair_lifts_conflicts_that_have_nothing_to_do_with_each_other() -> None:
    repairs = repaired("two_conflicts")
    told = [{demand.rule for demand in one.demands} for one in repairs.further]
    assert {*LIFT, "set-limits", "volume-maximum"} in told
    for repair in repairs.found:
        keys = {change.key for change in repair.changes}
        assert len(keys) > 1
        assert len(repair.words) == len(set(repair.words))


@pytest.mark.parametrize("stopped", [True, False])
def test_what_is_stopped_or_late_is_told_as_such(
    stopped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.solving.stopping.solve", lambda *_: (cp_model.UNKNOWN, True))
    found = answer(request_of("no_such_bell"), 60 if stopped else 0)
    assert (found.conflicts, found.repairs) == ((), ())
    assert (found.stopped, found.late) == (stopped, not stopped)


@pytest.mark.parametrize("name", ["no_such_bell", "two_conflicts"])
def test_the_file_with_a_repair_is_the_request_that_was_proved(name: str, tmp_path: Path) -> None:
    file = FOLDER / f"{name}.toml"
    for repair in repaired(name).found:
        target = tmp_path / f"{len(repair.changes)}.toml"
        text = amended_text(str(file), repair.changes, target)
        target.write_text(text, "utf-8")
        proved = amended(request_of(name), repair.changes)
        assert proved is not None
        own = {"title", "written"}  # the file states its id, to stay the same block
        assert load(str(target)).model_dump(exclude=own) == proved.model_dump(exclude=own)
        comments = [line for line in file.read_text("utf-8").splitlines() if line.startswith("#")]
        assert text.splitlines()[: len(comments)] == comments


def test_a_change_keeps_comments_and_order(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'extends = "sample_workout"   # a start\n'
        "[availability]\n"
        "minutes = 20        # before work\n"
        "[exercises]\n"
        "exclude = [         # the wrist\n"
        '    "good_morning", # the back\n'
        '    "plank",        # dull\n'
        "]\n"
    )
    repairs: list[Change] = [
        change("availability.minutes", 45),
        change("exercises.exclude", ["good_morning"]),
    ]
    repairs += [change("volume.glutes.min", 2.5), change("exercises.plank.sets", [1, 2])]
    text = amended_text(str(mine), repairs, tmp_path / "mine.toml")
    assert text == (
        'extends = "sample_workout"   # a start\n'
        "[availability]\n"
        "minutes = 45        # before work\n"
        "[exercises]\n"
        "exclude = [         # the wrist\n"
        '    "good_morning", # the back\n'
        "]\n"
        "\n[exercises.plank]\nsets = [1, 2]\n"
        "\n[volume.glutes]\nmin = 2.5\n"
    )


def change(key: str, after: object) -> Change:
    return Change(key, None, after)


@dataclass
class Counted:
    """A clash of numbers that counts how often it is asked."""

    needs: set[int]
    asked: int = 0

    def __call__(self, some: Sequence[int]) -> bool:
        self.asked += 1
        return self.needs <= set(some)


@pytest.mark.parametrize("needs", [{0}, {15}, {3, 4}, {0, 7, 15}, set()])
def test_the_fewest_that_clash_are_found_with_few_questions(needs: set[int]) -> None:
    clash = Counted(needs)
    assert set(fewest(range(16), clash)) == needs
    assert clash.asked <= 1 + len(needs) * 9


def test_what_stands_first_is_left_out_first() -> None:
    """Either of 1 and 6 clashes with 4; the later one stays."""
    assert fewest(range(8), lambda some: 4 in some and (1 in some or 6 in some)) == [4, 6]


def demand_named(found: Conflict, rule: str) -> Demand:
    return next(demand for demand in found.demands if demand.rule == rule)


def test_a_demand_names_its_week_and_its_keys() -> None:
    most = demand_named(conflict("six_sets_for_four"), "volume-maximum")
    assert (most.weeks, most.muscle, most.keys) == ((1,), "erectors", ("volume.erectors.max",))
    early = demand_named(conflict("early_test"), "test")
    assert (early.weeks, early.keys) == ((3,), ("goal.test", "weeks"))
