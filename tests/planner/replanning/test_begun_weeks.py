"""Begun weeks: a test that moves or is called off, and the phases of the rest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.audit import audit
from constraints.block import Block
from planner.replanning.again import Job
from planner.replanning.begun_weeks import with_begun
from planner.replanning.over import over
from planner.replanning.replan import replan
from planner.solving.outcome import Planned
from planner.solving.solve import plan
from scenarios.errors import PlannerError
from scenarios.loader import resolve
from scenarios.past import Replanned
from scenarios.schema import Scenario
from scenarios.timeline import weeks
from tests.agreement import UNPROVED
from tests.builders import scenario
from tests.planner.happenings import happened
from tests.planner.replanning.athlete import ATHLETE, LIFT, block_of, intermediate

START = date(2027, 2, 1)
LETTER = dict(accumulation="A", intensification="I", realization="R", taper="T", maintenance="M")


def ask_for(week: int | None, **more: Any) -> Scenario:
    """Twelve weeks with the test on the Friday of a week (from 1)."""
    test = None if week is None else START + timedelta(days=7 * week - 3)
    return scenario(**{"goal": {"test": test}, **more})


def shape(of: Scenario) -> str:
    """One letter for each week, small in a deload, a bar between stretches."""
    found, stretch = "", 0
    for row in weeks(of):
        letter = LETTER[row.phase]
        found += "|" * (row.stretch != stretch) + (letter.lower() if row.deload else letter)
        stretch = row.stretch
    return found


def bent(of: Scenario) -> Scenario:
    """A scenario as a replan has left it."""
    past = Replanned(block="old", on=START, week=1, bent=bool(of.phase_plan))
    return of.model_copy(update={"replanned": past})


def plain(of: Scenario) -> tuple[Any, ...]:
    return of.phase_plan, of.deload, of.goal


def begun(week: int) -> date:
    """A day on which so many weeks have begun."""
    return START + timedelta(days=7 * week - 5)


@pytest.mark.parametrize(
    ("was", "now", "on", "phases"),
    [
        # as planned: AAAa|IIIi|RR|TT
        (12, 11, 6, "AAAa|IIi|RR|TTT"),  # what is placed for week 11 fits
        (12, 11, 8, "AAAa|IIIi|R|TTT"),  # week 8 has begun as a deload
        (12, 10, 6, "AAAa|II|RR|TTTT"),
        (12, 10, 9, "AAAa|IIIi|R|TTT"),
        (12, 9, 3, "AAAa|I|RR|TTTTT"),  # for week 9 week 3 would be a deload
        (12, 12, 9, "AAAa|IIIi|RR|TT"),
        (11, 12, 7, "AAAa|IIi|I|RR|TT"),  # later: the week that is won loads on
        (12, None, 6, "AAAa|IIIi|IIIi"),  # called off: likewise, with a deload in its turn
        (12, None, 10, "AAAa|IIIi|RR|Ii"),
        (12, None, 11, "AAAa|IIIi|RR|T|I"),  # a taper has been rest enough
        (12, 10, 10, "AAAa|IIIi|RRRR"),  # in the week that has begun; what comes after it is free
        (11, 9, 9, "AAAa|IIi|RRRRR"),
        (9, None, 5, "AAa|II|IiIIIiI"),
    ],
)
def test_the_rest_leads_to_the_test(was: int, now: int | None, on: int, phases: str) -> None:
    ours = ask_for(was)
    found = with_begun(ours, ask_for(now), begun(on))
    assert shape(found) == phases
    assert Scenario.model_validate_json(found.model_dump_json()) == found  # it can be saved
    found = bent(found)
    # Once it is so, nothing is new: not on that day, and not later on.
    for later in range(on, 12):
        assert plain(with_begun(found, ask_for(now), begun(later))) == plain(found)


def test_deloads_that_are_stated_count_where_they_fit() -> None:
    ours = ask_for(12)
    fits = ask_for(10, deload={"weeks": [4, 6]})
    assert shape(with_begun(ours, fits, begun(5))) == "AAAa|Ii|RR|TTTT"
    wrong = ask_for(10, deload={"weeks": [3]})
    assert with_begun(ours, wrong, begun(5)) is wrong


def test_only_a_test_that_moves_bends_phases() -> None:
    """A stated plan that is taken back does not fit what has begun: that is for the athlete."""
    stated = ask_for(12, phase_plan=[{"phase": "accumulation", "weeks": 9},
                                     {"phase": "taper", "weeks": 3}])  # fmt: skip
    asked = ask_for(12)
    assert with_begun(stated, asked, begun(9)) is asked
    assert with_begun(bent(stated), asked, begun(9)) is not asked
    assert with_begun(stated, ask_for(11), begun(9)).phase_plan


def test_who_keeps_what_there_is_goes_on_with_that() -> None:
    kept = {"kind": "maintenance", "test": None}
    ours = ask_for(12, goal={"kind": "maintenance", "test": date(2027, 4, 23)})
    assert shape(with_begun(ours, scenario(goal=kept), begun(10))) == "MMMM|MMMM|RR|MM"
    other = scenario(goal=kept)
    assert with_begun(ask_for(12), other, begun(9)) is other  # a goal of another kind is no test


def test_a_block_of_another_kind_may_go_on() -> None:
    now = scenario(goal={"test": None, "kind": "general"})
    assert shape(with_begun(ask_for(12), now, begun(6))) == "AAAa|IIIi|IIIi"


def test_a_test_moves_to_no_day_that_is_over() -> None:
    since = Block(scenario=ask_for(12), sessions=(), solve=UNPROVED)
    with pytest.raises(PlannerError, match="2027-04-02: lies before 2027-04-07"):
        over(since, ask_for(9), begun(10))


@pytest.mark.parametrize("more", [{"deload": {"every": 3}}, {"taper": {"weeks": 1}}])
def test_other_wishes_for_phases_are_not_bent(more: dict[str, Any]) -> None:
    """They are refused, with what to state: nothing that is asked for is passed over."""
    ours, now = ask_for(12), ask_for(12, **more)
    assert with_begun(ours, now, begun(9)) is now


def test_phases_that_fit_or_that_are_stated_stay() -> None:
    ours, fits = ask_for(12), ask_for(11)
    assert with_begun(ours, fits, begun(4)) is fits
    stated = ask_for(11, phase_plan=[{"phase": "accumulation", "weeks": 9},
                                    {"phase": "taper", "weeks": 3}])  # fmt: skip
    assert with_begun(ours, stated, begun(8)) is stated
    with pytest.raises(PlannerError, match="week 4 was accumulation"):
        over(Block(scenario=ours, sessions=(), solve=UNPROVED), stated, begun(8))


def six_weeks(test: date | str) -> Scenario:
    """Six weeks with a test on a day, or with none."""
    return resolve(
        {**ATHLETE, "weeks": 6, "goal": {"kind": "strength", "lift": LIFT, "test": test},
         "exercises": {"only": ATHLETE["exercises"]["only"]}},
        where="test", stem="test",
    )  # fmt: skip


def test_a_test_that_is_called_off_or_moves_by_weeks_is_planned_for() -> None:
    """And the same request changes nothing any more; what lay after the test is dropped."""
    outcome = plan(six_weeks(date(2027, 3, 13)))
    assert isinstance(outcome, Planned)
    assert shape(outcome.block.scenario) == "AAAa|R|T"
    on = date(2027, 2, 8)
    for test, phases, last in (
        (date(2027, 3, 6), "AAaRTT", 5),
        ("none", "AAaIIi", 6),
    ):
        request = six_weeks(test)
        now = block_of(replan(outcome.block, request, on))
        assert shape(now.scenario).replace("|", "") == phases  # sessions may be made up anew
        assert max(one.week for one in now.sessions) == last
        assert not audit(now).broken
        assert replan(now, request, on).is_same
        gone = {one.uid for one in outcome.block.sessions} - {one.uid for one in now.sessions}
        assert gone <= {one.uid for one in now.dropped}


@pytest.mark.parametrize(
    ("test", "is_anew"), [(date(2027, 3, 6), True), ("none", True), (date(2027, 3, 12), False)]
)
def test_where_other_phases_come_sessions_are_made_up_anew_at_once(
    test: date | str, is_anew: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To hold on to those of the present phase first takes longer, and gives no better block."""
    outcome = plan(six_weeks(date(2027, 3, 13)))
    assert isinstance(outcome, Planned)
    fresh: list[bool] = []

    class Seen(Job):
        def __init__(self, *given: Any) -> None:
            fresh.append(bool(given[1].request.replanned.fresh))
            super().__init__(*given)

    monkeypatch.setattr("planner.replanning.replan.Job", Seen)
    found = replan(outcome.block, six_weeks(test), date(2027, 2, 8))
    assert isinstance(found.outcome, Planned)
    assert fresh[0] is is_anew
    assert not is_anew or len(fresh) == 1


@pytest.mark.parametrize(
    ("test", "on", "gives_way"),
    [
        (None, date(2027, 4, 14), set()),  # called off in the taper
        (date(2027, 4, 2), date(2027, 3, 15), set()),  # three weeks earlier: no leap is needed
        (date(2027, 4, 16), date(2027, 4, 12), {"taper"}),  # the last heavy pull was 11 days out
        (date(2027, 4, 21), date(2027, 4, 20), {"taper"}),  # too few sessions are left
    ],
)
def test_a_test_that_moves_late_is_a_fact(test: date | None, on: date, gives_way: set[str]) -> None:
    """Nobody moves a meet back: what the taper asked for gives way, and that is told."""
    since = intermediate()
    goal = since.scenario.goal.model_copy(update={"test": test})
    fields = {name: getattr(since.scenario, name) for name in Scenario.model_fields}
    found = replan(since, Scenario.model_validate({**fields, "goal": goal}), on)
    assert [one.day for one in block_of(found).sessions if one.is_test] == [test] * bool(test)
    assert isinstance(found.outcome, Planned)
    assert {one.rule for one in found.outcome.report.forced} == gives_way


@pytest.mark.parametrize("to", [date(2027, 3, 5), date(2027, 3, 8)])
def test_a_test_that_was_held_on_another_day_is_a_fact(to: date) -> None:
    outcome = plan(six_weeks(date(2027, 3, 6)))
    assert isinstance(outcome, Planned)
    since = outcome.block
    (test,) = (one for one in since.sessions if one.is_test)
    log = happened(since, {"what": "moved", "at": f"{test.week}{test.label}", "to": to})
    now = block_of(replan(since, since.scenario, to + timedelta(days=1), log))
    assert [one.day for one in now.sessions if one.is_test] == [to]
    assert not audit(now).broken
    wrong = [one for one in now.sessions if not one.is_test]
    fields = {name: getattr(now, name) for name in Block.model_fields}
    without = Block(**{**fields, "sessions": tuple(wrong)})
    assert any("belongs on 2027-03-06, once" in one.text for one in audit(without).breaches)
