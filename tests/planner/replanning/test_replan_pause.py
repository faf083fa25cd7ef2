"""Weeks without a session: the way back is light, and what was lost takes nothing else along."""

from __future__ import annotations

from datetime import date, timedelta

from constraints.audit import audit, price_of
from constraints.block import Block
from planner.replanning.again import Again
from planner.replanning.carried import carried
from planner.replanning.over import over
from planner.replanning.quality import as_good_as
from scenarios import odd_weeks
from tests.planner.happenings import happened
from tests.planner.replanning.athlete import LIFT, WEEK_2, again, block_of, intermediate, old


def ill(first: date, days: int) -> Again:
    """Planned again after so many days in which nothing was trained."""
    block, on = intermediate(), first + timedelta(days=days)
    missed = [one for one in block.in_order if first <= one.day < on]
    return again(block.scenario, on, missed, since=block)


def sets(block: Block, week: int, exercise: str) -> list[int]:
    return [e.sets for one in block.of_week(week) for e in one.exercises if e.exercise == exercise]


def test_after_two_weeks_without_training_sets_come_back_step_by_step() -> None:
    since, found = intermediate(), ill(date(2027, 2, 15), 14)
    now = block_of(found)
    assert [(one.week, one.base, one.percent) for one in odd_weeks.returns(now.scenario)] == [
        (4, 1, 50), (5, 1, 70)
    ]  # fmt: skip
    assert [sets(since, week, LIFT) for week in (1, 4, 5, 6)] == [[3], [4], [4], [4]]
    assert [sets(now, week, LIFT) for week in (1, 4, 5, 6)] == [[3], [2], [2], [4]]
    for week, least, most in ((4, 0.35, 0.5), (5, 0.55, 0.7)):
        assert least * since.working_sets(1) - 1 < now.working_sets(week)
        assert now.working_sets(week) <= most * since.working_sets(1)
        assert len(now.of_week(week)) == len(since.of_week(week))
        rpes = [e.rpe for one in now.of_week(week) for e in one.exercises if e.rpe is not None]
        assert max(rpes) <= 7.5
    assert now.of_week(11) == since.of_week(11)  # what was lost is felt no longer
    assert now.solve.tiers[0].objective == 0


def test_a_phase_that_was_lost_as_a_whole_takes_no_session_of_the_taper_along() -> None:
    """Both weeks before the taper: its exercises are those of the phase before them."""
    since, found = intermediate(), ill(date(2027, 3, 29), 14)
    now = block_of(found)
    assert {one.uid for one in since.sessions if one.day >= date(2027, 4, 12)} <= {
        one.uid for one in now.sessions
    }
    assert now.scenario.replanned is not None
    assert now.scenario.replanned.spared == ()


def test_a_week_is_no_pause() -> None:
    now = block_of(ill(date(2027, 2, 15), 7))
    assert odd_weeks.returns(now.scenario) == ()


def test_what_was_paid_for_weeks_that_are_over_buys_nothing() -> None:
    """A session too few in week 1: that price is history, and no budget for what is to come."""
    first, *rest = old().in_order
    whole = audit(old()).price("should")
    tiers = (old().solve.tiers[0].model_copy(update={"objective": whole + 8}), old().solve.tiers[1])
    solve = old().solve.model_copy(update={"tiers": tiers})
    poor = Block(scenario=old().scenario, solve=solve, sessions=tuple(rest))
    found = [one for one in audit(poor).breaches if one.priority == "should"]
    lost = sum(price_of(one) for one in found if one.where.week == 1)
    paid = sum(map(price_of, found))
    assert lost >= 8

    def good(on: date) -> int:
        past = over(poor, poor.scenario, on)
        return as_good_as(poor, carried(poor, past.request, past.done), (paid, 0))[0]

    assert good(first.day) == paid
    assert good(WEEK_2) == paid - lost


def test_the_way_back_stays_when_it_is_planned_again() -> None:
    """The first session after the pause is held a day late."""
    then = block_of(ill(date(2027, 2, 15), 14))
    entries = [{"what": "missed", "at": f"{week}{label}"} for week in (3, 4) for label in "ABC"]
    moved = {"what": "moved", "at": "5A", "to": date(2027, 3, 2)}
    log = happened(then, *entries, moved)
    now = over(then, then.scenario, date(2027, 3, 3), log).request
    assert odd_weeks.returns(now) == odd_weeks.returns(then.scenario)
    assert now.replanned is not None
    assert {one.until for one in now.replanned.missed} == {date(2027, 3, 1)}
