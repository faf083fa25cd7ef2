"""Why: the price of an alternative is that of a search from nothing, and reasons are checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from ortools.sat.python import cp_model

from constraints.audit import audit
from constraints.block import Block
from constraints.lines import Line
from constraints.rules import asked_by
from planner.alternatives.answers import Answered
from planner.alternatives.question import Question, alternative
from planner.alternatives.why import why
from planner.impossible.judge import Stopped
from planner.replanning.near import decisions
from planner.replanning.replan import replan
from planner.solving.attempt import Options
from planner.solving.build import build
from planner.solving.found import Found, Start
from planner.solving.outcome import Planned
from planner.solving.progress import Watch
from planner.solving.search import least_price
from planner.solving.solve import plan
from scenarios.errors import PlannerError
from scenarios.loader import merged, resolve
from scenarios.past import Replanned
from scenarios.schema import Scenario
from tests.builders import ATHLETE
from tests.planner.happenings import happened

NAMES = [
    "conventional_deadlift", "romanian_deadlift", "barbell_row", "dead_bug", "split_squat",
    "nordic_curl", "box_jump", "pallof_press",
]  # fmt: skip
# Four weeks in two stretches, on Mondays and Wednesdays or Fridays; it has to pay a little.
SMALL: dict[str, Any] = {
    "goal": {"kind": "general", "lift": "conventional_deadlift"},
    "weeks": 4,
    "deload": {"weeks": [2]},
    "exercises": {"only": NAMES},
    "availability": {"sessions": 2},
}
LIMIT = Options(time_limit=120)
LIFT = "conventional_deadlift"
RDL = Line("romanian_deadlift")


def small(**changes: Any) -> Scenario:
    asked = merged({key: value for key, value in ATHLETE.items() if key != "goal"}, SMALL)
    return resolve(merged(asked, changes), where="test", stem="test")


@pytest.fixture(scope="module")
def block() -> Block:
    outcome = plan(small(), LIMIT)
    assert isinstance(outcome, Planned)
    assert outcome.is_proved
    return outcome.block


def trains(block: Block, week: int, name: str) -> list[str]:
    """Sessions of a week (from 1) that train an exercise."""
    return [
        one.label
        for one in block.in_order
        for entry in one.exercises
        if (one.week, entry.exercise) == (week, name)
    ]


def row_of(found: Answered) -> list[tuple[int, int]]:
    """What is paid at last, and what at least, tier by tier."""
    return [(one.after, one.least) for one in found.answer.costs]


def free_day(block: Block) -> date:
    """A day of week 4 that could hold a session, and holds none."""
    held = [one.day for one in block.sessions]
    days = (date(2027, 2, 22), date(2027, 2, 24), date(2027, 2, 26))
    return next(day for day in days if day not in held)


@pytest.mark.parametrize(
    "asked",
    [
        Question(without="split_squat", week=3),
        Question(exercise="romanian_deadlift", week=3, sets=1),  # one more than the block has
        Question(on=date.max),
    ],
    ids=["not", "sets", "on"],
)
def test_the_price_is_that_of_a_search_from_nothing(block: Block, asked: Question) -> None:
    if asked.on is not None:
        asked = Question(on=free_day(block))
    if asked.sets is not None:
        asked = replace(asked, sets=block.line_sets(2, RDL) + asked.sets)
    found = why(block, asked, LIMIT)
    built = build(block.scenario)
    alternative(block, asked).demand(built.plan)
    plain = least_price(built, LIMIT, Watch())
    assert plain.status == cp_model.OPTIMAL
    assert row_of(found) == [(price, price) for price in plain.prices]
    assert found.answer.proved
    assert found.block is not None
    assert not audit(found.block).broken
    # The alternative holds, and what was asked is what differs.
    assert found.answer.change is not None
    changed = [one.row.week for one in found.answer.change.sessions]
    if asked.without is not None:
        assert trains(block, 3, asked.without)
        assert not trains(found.block, 3, asked.without)
    if asked.sets is not None:
        assert found.block.line_sets(2, RDL) == asked.sets
    if asked.on is None:
        assert set(changed) == {3, 4}, "the other stretch stays as it is"
    else:
        assert asked.on in [one.day for one in found.block.sessions]


LIGHT = Question(exercise="conventional_deadlift", week=3, load=117.5)
# 117.5 of 160 kg is 73.4 %, an intensification asks for 77.5 % at least.


def test_an_alternative_that_is_impossible_names_the_demand_that_forbids_it(block: Block) -> None:
    answer = why(block, LIGHT, LIMIT).answer
    assert (answer.verdict, answer.proved, answer.minimal) == ("impossible", True, True)
    assert answer.change is None
    assert answer.against is not None
    (demand,) = answer.against
    assert (demand.rule, demand.weeks) == ("phase-targets", (3,))
    assert "intensification: 77.5 to 85 %" in demand.sentence
    percent = demand.sources[0]
    assert percent.key == "phases.intensification.main_percent"
    assert (percent.value, percent.default) == ([77.5, 85], "default for everyone")


WITHOUT = Question(without="conventional_deadlift", week=3)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (LIGHT, {"phase-targets"}),
        (WITHOUT, {"open-weeks", "main-lift"}),
        (Question(on=date(2027, 2, 20)), {"availability"}),
        (Question(exercise="kettlebell_swing", week=3), {"exercise-pool"}),
    ],
    ids=["load", "not", "on", "excluded"],
)
def test_it_clashes_with_these_demands_and_with_no_fewer(
    block: Block, asked: Question, expected: set[str]
) -> None:
    """Checked by models of the test's own; where days clash, no rule forbids them."""
    answer = why(block, asked, LIMIT).answer
    assert answer.against is not None
    assert {one.rule for one in answer.against} == expected
    assert answer.minimal
    must = [rule for rule in asked_by(block.scenario) if rule.priority == "must"]
    for out in ("", *(expected - {"availability"})):
        built = build(block.scenario, [rule for rule in must if rule.slug != out])
        alternative(block, asked).demand(built.plan)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        is_possible = solver.solve(built.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        assert is_possible == (out != ""), out


def test_what_is_free_elsewhere_is_priced_near_the_block_as_well(block: Block) -> None:
    """In one place only, the days of the sessions would not be steady: 1 point a week or more."""
    asked = Question(on=date(2027, 2, 26))
    near = why(block, asked, LIMIT).answer.nearby
    assert near is not None
    assert near.weeks == (3, 4)
    should, prefer = near.costs
    assert (should.after, should.before) == (should.least, should.after)
    assert prefer.after == prefer.least > prefer.before


def is_near(given: tuple[Any, ...]) -> bool:
    """Whether a search is the brief one, in the weeks of the alternative."""
    return len(given) == 5


def test_below_an_unproved_should_nothing_is_said_of_prefer(
    block: Block, monkeypatch: pytest.MonkeyPatch
) -> None:
    def searched(*given: Any) -> Found:
        found = least_price(*given)
        return replace(found, prices=(9, 50), bounds=(2, 10)) if is_near(given) else found

    monkeypatch.setattr("planner.alternatives.why.least_price", searched)
    near = why(block, Question(on=date(2027, 2, 26)), LIMIT).answer.nearby
    assert near is not None
    assert [(one.after, one.least) for one in near.costs] == [(9, 2), (50, 0)]


def test_what_is_no_dearer_near_the_block_is_not_told_apart(
    block: Block, monkeypatch: pytest.MonkeyPatch
) -> None:
    def searched(*given: Any) -> Found:
        found = least_price(*given)
        return replace(found, prices=(0, 0)) if is_near(given) else found

    monkeypatch.setattr("planner.alternatives.why.least_price", searched)
    assert why(block, Question(on=date(2027, 2, 26)), LIMIT).answer.nearby is None


def test_a_stop_near_the_block_begins_no_search(
    block: Block, monkeypatch: pytest.MonkeyPatch
) -> None:
    def searched(*given: Any) -> Found:
        assert is_near(given), "a search of all was begun"
        return Found(None, (0, 0), (0, 0), cp_model.UNKNOWN, 0.0, stopped=True)

    monkeypatch.setattr("planner.alternatives.why.least_price", searched)
    answer = why(block, LIGHT, LIMIT).answer
    assert (answer.verdict, answer.stopped) == ("undecided", True)


def test_what_was_found_near_the_block_is_the_answer_where_a_stop_comes_then(
    block: Block, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is proved near the block is not claimed of all blocks."""

    def searched(*given: Any) -> Found:
        found = least_price(*given)
        return replace(found, stopped=True, bounds=found.prices)

    monkeypatch.setattr("planner.alternatives.why.least_price", searched)
    found = why(block, Question(on=date(2027, 2, 26)), LIMIT)
    assert (found.answer.verdict, found.answer.stopped, found.answer.proved) == (
        "possible", True, False,
    )  # fmt: skip
    least = [one.least for one in found.answer.costs]
    assert least[0] == block.solve.tiers[0].bound
    assert found.answer.nearby is None


def test_out_of_time_is_not_impossible(block: Block) -> None:
    answer = why(block, LIGHT, Options(time_limit=0.001)).answer
    assert (answer.verdict, answer.proved, answer.against) == ("undecided", False, None)


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_demand_that_could_not_be_confirmed_is_not_named(
    block: Block, by_hand: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise Stopped(by_hand)

    monkeypatch.setattr("planner.alternatives.why.conflict_of", cut)
    answer = why(block, LIGHT, LIMIT).answer
    assert (answer.verdict, answer.proved, answer.stopped) == ("impossible", True, by_hand)
    assert (answer.against, answer.minimal) == (None, False)


def test_a_block_whose_scenario_was_edited_is_refused(block: Block) -> None:
    edited = block.model_copy(update={"scenario": small(availability={"minutes": 25})})
    with pytest.raises(PlannerError, match=r"not as it was planned(.|\n)*Maybe planner check"):
        why(edited, Question(without="split_squat"), LIMIT)


def test_a_block_that_says_it_is_the_best_and_is_not_is_refused(block: Block) -> None:
    """Here a far dearer block claims to be proved, as after an edit of its scenario."""
    dear = why(block, Question(without="split_squat", week=3), LIMIT).block
    assert dear is not None
    with pytest.raises(PlannerError, match="but one costs"):
        why(dear, Question(exercise="split_squat", week=3), LIMIT)


def test_a_block_that_was_not_proved_is_asked_with_care(block: Block) -> None:
    tiers = tuple(row.model_copy(update={"bound": 0, "status": "feasible"})
                  for row in block.solve.tiers)  # fmt: skip
    solve = block.solve.model_copy(update={"status": "feasible", "tiers": tiers})
    open_block = block.model_copy(update={"solve": solve})
    answer = why(open_block, Question(on=date(2027, 2, 26)), LIMIT).answer
    assert not answer.base_proved
    assert not answer.proved
    assert [one.before for one in answer.costs] == [one.after for one in answer.costs]


def test_what_is_over_cannot_be_otherwise(block: Block) -> None:
    again = Replanned(block="block.json", on=date(2027, 2, 15), week=3)
    midst = block.model_copy(
        update={"scenario": block.scenario.model_copy(update={"replanned": again})}
    )
    with pytest.raises(PlannerError, match="in week 1 all is over"):
        alternative(midst, Question(without="split_squat", week=1))
    assert alternative(midst, Question(without="split_squat", week=3)).weeks == (2,)


def test_what_is_over_stays_as_it_was_done_in_the_answer(block: Block) -> None:
    """Two kinds of sets were done: their warm-up and their rests are not reckoned anew."""
    first = next(s for s in block.in_order if any(e.exercise == LIFT for e in s.exercises))
    entry = {
        "what": "changed", "at": f"{first.week}{first.label}", "exercise": LIFT,
        "sets": ("5 x 120 @ 8", "4 x 120 @ 9"),
    }  # fmt: skip
    again = replan(block, block.scenario, date(2027, 2, 15), happened(block, entry), "mine")
    assert isinstance(again.outcome, Planned)
    midst = again.outcome.block
    found = why(midst, Question(without="split_squat", week=4), LIMIT)
    assert found.block is not None
    over = [one for one in midst.sessions if midst.is_over(one)]
    assert [one for one in found.block.sessions if midst.is_over(one)] == over
    assert found.answer.change is not None
    changed = {one.before.week for one in found.answer.change.sessions if one.before is not None}
    assert not changed & {1, 2}


def test_a_search_that_starts_from_a_block_starts_at_its_price(
    block: Block, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.solving.search._Search._cheapen", lambda *_: None)
    made = build(block.scenario)
    start = Start(tuple(decisions(made.plan, block, range(block.scenario.weeks))))
    paid = tuple(row.objective for row in block.solve.tiers)
    assert least_price(made, LIMIT, Watch(), start).prices == paid > (0, 0)
