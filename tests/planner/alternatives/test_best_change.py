"""Best change: every price in the table is that of a search from nothing, or says that it is not.

The block is that of `test_why`, four weeks that have to pay a little; and one of a beginner's two
weeks that pays nothing and has little time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from ortools.sat.python import cp_model

from constraints import balance
from constraints.audit import audit
from constraints.block import Block
from planner.alternatives.best_change import best_change
from planner.alternatives.concessions import Concession, concessions, stated
from planner.alternatives.lacking import fewest_lacking, wants_sets
from planner.alternatives.prices import PriceRow, Prices
from planner.impossible.amend import Change, amended
from planner.impossible.loosening_time import less_away
from planner.solving.attempt import Options
from planner.solving.build import Built, build
from planner.solving.found import Found, Start
from planner.solving.outcome import Planned
from planner.solving.progress import Watch
from planner.solving.search import least_price
from planner.solving.solve import plan
from scenarios.errors import PlannerError
from scenarios.loader import load
from scenarios.schema import Scenario
from tests.builders import block as built_block
from tests.builders import scenario as built_scenario
from tests.planner.alternatives.test_why import LIMIT, small
from tests.planner.impossible.test_impossible import FOLDER as IMPOSSIBLE


@pytest.fixture(scope="module")
def block() -> Block:
    return planned(small())


def planned(scenario: Scenario) -> Block:
    outcome = plan(scenario, LIMIT)
    assert isinstance(outcome, Planned)
    assert outcome.is_proved
    return outcome.block


@pytest.fixture(scope="module")
def table(block: Block) -> Prices:
    return best_change(block, LIMIT)


def changed(block: Block, row: PriceRow) -> Scenario:
    found = amended(block.scenario, [Change(c.key, c.before, c.after) for c in row.changes])
    assert found is not None
    return found


def rows_of(table: Prices, kind: str) -> list[PriceRow]:
    return [row for row in table.rows if row.kind == kind]


def test_every_row_is_decided_and_proved(table: Prices) -> None:
    assert table.base_proved
    assert len(rows_of(table, "give")) >= 5
    assert len(rows_of(table, "take")) >= 5
    assert {row.verdict for row in table.rows} <= {"possible", "impossible"}
    assert all(row.proved for row in table.rows)


def test_a_price_is_that_of_a_search_from_nothing(block: Block, table: Prices) -> None:
    """Of the dearest and the cheapest row, and of one that buys the most."""
    priced = [row for row in rows_of(table, "take") if row.costs]
    for row in (rows_of(table, "give")[0], priced[0], priced[-1]):
        found = least_price(build(changed(block, row)), LIMIT, Watch())
        assert found.status == cp_model.OPTIMAL
        assert tuple(one.after for one in row.costs) == found.prices, row.words


def test_something_costs_and_something_does_not(table: Prices) -> None:
    costs = [row.points for row in rows_of(table, "take") if row.costs]
    assert (0, 0) in costs
    assert max(costs) > (0, 0)
    assert costs == sorted(costs), "the dearest comes last"


def test_the_rules_of_a_row_add_up_to_its_price(table: Prices) -> None:
    for row in table.rows:
        for tier, cost in zip(("should", "prefer"), row.points, strict=True):
            steps = [one.after - one.before for one in row.rules if one.priority == tier]
            assert sum(steps) == cost, row.words


def test_what_the_block_keeps_to_costs_nothing(block: Block, table: Prices) -> None:
    """Its hinges are 96 hours apart anyway, or it would have been solved."""
    (row,) = (one for one in table.rows if one.words.startswith("heavy hinges"))
    assert row.points == (0, 0)
    assert not audit(stated(block, changed(block, row))).broken


def test_too_little_time_decides_nothing(block: Block) -> None:
    late = best_change(block, Options(time_limit=0.001))
    solved = [row for row in late.rows if row.verdict != "possible"]
    assert solved
    assert {row.verdict for row in solved} == {"undecided"}
    assert not late.stopped


def test_a_price_that_was_not_proved_at_first_is_gone_on_with(
    block: Block, table: Prices, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[Start] = []

    def cut_short(own: Built, options: Options, watch: Watch, start: Start) -> Found:
        found = least_price(own, options, watch, start)
        if len(start.decisions) == len(own.model.proto.variables):  # everything is known
            starts.append(start)
            return found
        return replace(found, bounds=(0, 0))

    monkeypatch.setattr("planner.alternatives.best_change.least_price", cut_short)
    again = best_change(block, LIMIT)
    assert starts
    assert {row.words: row.points for row in again.rows if row.costs} == {
        row.words: row.points for row in table.rows if row.costs
    }
    assert all(row.proved for row in again.rows)


def test_what_is_stopped_keeps_what_is_proved(
    block: Block, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.solving.stopping.solve", lambda *_: (cp_model.UNKNOWN, True))
    found = best_change(block, LIMIT)
    assert found.stopped
    assert any(row.proved for row in found.rows), "the block itself proves some"
    assert any(row.verdict == "undecided" for row in found.rows)


def test_a_block_edited_by_hand_is_not_priced(block: Block) -> None:
    edited = block.model_copy(update={"scenario": small(availability={"minutes": 25})})
    with pytest.raises(PlannerError, match="not as it was planned"):
        best_change(edited, LIMIT)


# -- sets that lack ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def free() -> Block:
    """One session of 45 minutes that pays nothing: any number of sets lies in the bands."""
    asked = load(str(IMPOSSIBLE / "one_session.toml"))
    changes = [Change("priorities.volume-target", "off", "prefer"),
               Change("availability.minutes", 75, 45)]  # fmt: skip
    for muscle in asked.volume:
        changes += [Change(f"volume.{muscle}.target", None, [0, 10]),
                    Change(f"volume.{muscle}.min", None, 0),
                    Change(f"volume.{muscle}.max", None, 30)]  # fmt: skip
    wide = amended(asked, changes)
    assert wide is not None
    return planned(wide)


def lacks(block: Block) -> int:
    """Quarter-sets that a block lacks to the middle, reckoned without the solver."""
    return sum(
        max(0, (low + high) // 2 - block.quarter_sets(week, muscle))
        for week in block.loading_weeks
        for muscle, low, high in balance.target_bands(block.scenario)
    )


def test_the_fewest_sets_that_lack_are_those_of_a_block(free: Block) -> None:
    assert {row.objective for row in free.solve.tiers} == {0}
    found = fewest_lacking(build(free.scenario), free, LIMIT, Watch(), until=1e12)
    assert found is not None
    assert found.least <= found.most == sum(found.of.values()) == lacks(found.block)
    assert found.most < lacks(free), "the block that is asked was not planned for it"
    report = audit(found.block)
    assert (report.price("should"), report.price("prefer")) == (0, 0)


def test_where_nothing_is_paid_sets_are_bought(free: Block) -> None:
    table = best_change(free, Options(time_limit=20))
    assert table.room is not None
    assert table.room.most > 0
    assert table.spared == 0
    priced = [row for row in rows_of(table, "give") if row.room is not None]
    assert priced
    assert all(row.points == (0, 0) for row in priced)
    assert any(row.room is not None and row.room.most < table.room.most for row in priced)


def test_sets_that_nobody_asks_for_do_not_lack() -> None:
    off = dict.fromkeys(("volume-target", "volume-middle"), "off")
    assert wants_sets(small())
    assert not wants_sets(small(priorities=off))


# -- what is asked -------------------------------------------------------------------------------


def words_of(**changes: Any) -> list[str]:
    return [one.words for one in concessions(built_block(**changes))]


def test_what_the_athlete_keeps_out_or_wants_may_give_way() -> None:
    names = {"exclude": ["good_morning"], "pin": ["nordic_curl"], "prefer": ["power_clean"]}
    found = words_of(exercises=names)
    assert "good_morning no longer excluded" in found
    assert "nordic_curl no longer pinned" in found
    assert "power_clean no longer preferred" in found
    assert "without the nordic curl" not in found, "it is pinned"
    assert "without the conventional deadlift" not in found, "it is the goal lift"


@pytest.mark.parametrize(("least", "is_touched"), [(5, True), (4, False)])
def test_only_a_number_that_the_block_touches_is_asked_about(least: int, is_touched: bool) -> None:
    """The session of the block has five exercises."""
    step = f"exercises {least - 1} to 7 instead of {least} to 7"
    assert (step in words_of(session={"exercises": [least, 7]})) == is_touched


def test_a_day_more_is_the_one_with_the_most_rest() -> None:
    """Monday, Wednesday, Friday: Saturday has two days after it, Tuesday one on either side."""
    assert "up to 4 sessions a week instead of 3; Saturday 18:00-19:30 as well" in words_of()


def test_a_day_less_away_may_be_worth_something() -> None:
    away = [{"from": date(2027, 2, 22), "to": date(2027, 2, 26)}]
    found = words_of(availability={"away": away})
    assert "away from 2027-02-22 to 2027-02-25 instead of 2027-02-26" in found


def test_steps_lead_further_and_end_at_half_an_hour() -> None:
    (first,) = (one for one in concessions(built_block()) if "minutes instead of 75" in one.words
                and one.kind == "take")  # fmt: skip
    minutes = []
    step: Concession | None = first
    while step is not None:
        minutes.append(step.changes[0].after)
        step = step.then
    assert minutes == [60, 45, 30]


def test_a_day_less_in_a_hotel_is_one_with_its_tools() -> None:
    away = [{"from": date(2027, 2, 22), "to": date(2027, 2, 26), "tools": ["dumbbells"],
             "most": {"dumbbells": 24}, "why": "hotel"}]  # fmt: skip
    change = less_away(built_scenario(availability={"away": away}), 0).steps[0].changes[0]
    assert change.after == [{**away[0], "to": date(2027, 2, 25)}]
