"""What has to give way where the past has made demands impossible: as little as can be."""

from __future__ import annotations

from datetime import date

from ortools.sat.python import cp_model

from constraints.audit import audit
from constraints.block import Block
from constraints.rule import Breach, place
from planner.alternatives.answers import Answer
from planner.alternatives.best_change import _Pricing
from planner.alternatives.question import Question, alternative
from planner.alternatives.why import why
from planner.cli.why import _impossible
from planner.exports.json import from_json, to_json
from planner.replanning.over import only_spared, with_spared
from planner.replanning.replan import Again, replan
from planner.solving.attempt import Options, solver_for
from planner.solving.build import build
from planner.solving.outcome import Planned
from planner.solving.solve import plan
from scenarios.loader import load
from tests.planner.happenings import happened
from tests.planner.replanning.athlete import (
    LIFT,
    WEEK_2,
    after,
    asked,
    block_of,
    did,
    lifts,
    old,
    past,
)


def forced() -> Block:
    """80 kg were lifted in week 1; from week 2 on 105 are the least there is."""
    lift = {LIFT: {"load": [105, 145]}}
    since = block_of(Again(plan(asked(exercises=lift))))
    entries = [did(at, *["4 x 80 @ 5"] * 3) for at in ("1A", "1B")]
    return block_of(replan(since, since.scenario, WEEK_2, happened(since, *entries)))


def test_what_the_past_alone_makes_impossible_gives_way() -> None:
    """So many swings with the biggest bell that week 3 could only fall: said, and no fault."""
    sets = ["40 x 24"] * 3
    at = next(o.label for o in old().of_week(1) if lifts(o, "kettlebell_swing"))
    entry = did(f"2{at}", *sets, exercise="kettlebell_swing")
    found = after(entry, on=date(2027, 2, 15))
    now = block_of(found)
    report = audit(from_json(to_json(now)))
    assert not report.broken
    spared = past(now).spared
    assert {one.rule for one in report.forced} <= {one.rule for one in spared}
    assert spared
    for one in spared:  # none gives way that need not
        fewer = past(now).model_copy(update={"spared": tuple(o for o in spared if o != one)})
        kept = now.scenario.model_copy(update={"replanned": fewer})
        kept.__dict__.pop("_hash", None)
        solver = solver_for(Options(), 60, "no_lp")
        assert solver.solve(build(kept).model) == cp_model.INFEASIBLE


def test_what_gives_way_does_so_as_little_as_it_can() -> None:
    """80 kg were lifted, and 105 is the least there is: that is the leap, not the 110 of old."""
    now = forced()
    assert {e.load for one in now.of_week(1) for e in lifts(one)} == {105}
    assert [(one.rule, one.week) for one in past(now).spared] == [("largest-jump", 2)]


def test_nothing_else_may_give_way_later() -> None:
    """Of what was allowed to give way, only that stays allowed which does."""
    request = block_of(after({"what": "missed", "at": "1A"})).scenario
    broken = [breach("rise", 3), breach("largest-jump", 3)]
    spared = with_spared(request, [*broken, breach("largest-jump", 2), breach("rise", 3)])
    assert spared.replanned is not None
    assert [one.rule for one in spared.replanned.spared] == ["rise", "largest-jump", "largest-jump"]
    left = only_spared(spared, broken[1:]).replanned
    assert left is not None
    assert [(one.rule, one.week) for one in left.spared] == [("largest-jump", 3)]


def test_only_what_must_gives_way_does() -> None:
    """75 kg for two weeks, not 85: the lift has to leap after the deload, but not in it."""
    first = plan(load("masters_low_back_history"))
    assert isinstance(first, Planned)
    lift = "trap_bar_deadlift"
    entries = [did(at, *["5 x 75"] * 3, exercise=lift) for at in ("5B", "6B")]
    since = first.block
    found = replan(since, since.scenario, date(2027, 3, 12), happened(since, *entries))
    now = block_of(found)
    (deload,) = (e.load for one in now.of_week(6) for e in one.exercises if e.exercise == lift)
    assert deload == 75
    assert {one.rule for one in past(now).spared} == {"largest-jump"}


def breach(rule: str, week: int) -> Breach:
    return Breach(rule, "must", place(week - 1), "too much", 2, 1, "points")


def test_what_gives_way_gives_way_no_further_in_what_is_asked_of_the_block() -> None:
    now = forced()
    paid = audit(now).forced_price
    assert paid == 16  # 17 kg in steps of 2.5, and 8.2 points of 1RM
    heavier = Question(exercise=LIFT, week=2, load=110)
    assert why(now, heavier, Options(time_limit=60)).answer.verdict == "impossible"
    held = Question(exercise=LIFT, week=2, sets=4)
    found = why(now, held, Options(time_limit=60))
    assert found.block is not None
    assert audit(found.block).forced_price == paid


def test_nor_does_it_where_changes_are_priced() -> None:
    now = forced()
    built = _Pricing(now, Options(), None)._built(now.scenario)
    alternative(now, Question(exercise=LIFT, week=2, load=110)).demand(built.plan)
    assert solver_for(Options(), 60, "no_lp").solve(built.model) == cp_model.INFEASIBLE


def test_that_it_may_give_way_no_further_is_said() -> None:
    now = forced()
    answer = Answer(scenario="a", alternative="b", verdict="impossible", proved=True,
                    base_proved=True)  # fmt: skip
    assert "give way to the past already" in str(next(iter(_impossible(answer, now))))
    plain = list(map(str, _impossible(answer, old())))
    assert plain[0].endswith("clash with it took too long.")
