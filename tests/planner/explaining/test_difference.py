"""The difference of two blocks: which sessions moved, what changed inside, what prices changed."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constraints.block import Entry, Session
from planner.explaining.difference import Difference, SessionChange, difference
from planner.exports.json import text_of
from scenarios.errors import PlannerError
from tests.builders import block, deadlift, entry, monday, session, weeks
from tests.strategies import blocks

TUESDAY, WEDNESDAY = date(2027, 2, 2), date(2027, 2, 3)


def held(name: str = "a", day: date = date(2027, 2, 1), **more: Any) -> Session:
    """A session with a name that stays with it."""
    return session(day, uid=name, **more)


def changes(before: list[Session], after: list[Session]) -> tuple[SessionChange, ...]:
    return difference(block(before), block(after)).sessions


def inside(before: list[Entry], after: list[Entry]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Changed lines of one session: kind, exercise, names of changed fields."""
    found = changes([held(exercises=before)], [held(exercises=after)])
    lines = [line for one in found for line in one.lines]
    return [(line.kind, line.entry.exercise, line.changed) for line in lines]


def row_of(*names: str) -> list[Entry]:
    """A session's lines in this order."""
    return [entry(name, order=number) for number, name in enumerate(names, 1)]


# -- sessions ------------------------------------------------------------------------------------


def test_equal_blocks_do_not_differ() -> None:
    found = difference(block(weeks()), block(weeks()))
    assert found.is_empty
    assert found.same == 36


def test_a_session_that_moved_is_the_same_one() -> None:
    (one,) = changes([held()], [held(day=TUESDAY)])
    assert (one.kind, one.lines) == ("moved", ())
    assert one.before is not None
    assert one.after is not None
    assert (one.before.start.day, one.after.start.day) == (1, 2)
    assert set(one.changed) == {"start", "end"}


def test_another_time_of_the_day_is_a_move_too() -> None:
    (one,) = changes([held()], [held(at=time(19))])
    assert one.kind == "moved"


def test_the_id_goes_before_the_place() -> None:
    # A and B of week 1 change their days and labels: two moves, nothing changed inside.
    a, b = monday()[:2], monday()[2:]
    before = [held("a", exercises=a), held("b", WEDNESDAY, label="B", exercises=b)]
    after = [
        held("b", exercises=b, label="A"),
        held("a", WEDNESDAY, label="B", exercises=a),
    ]
    found = changes(before, after)
    assert [(one.row.uid, one.kind, one.lines) for one in found] == [
        ("b", "moved", ()), ("a", "moved", ()),
    ]  # fmt: skip
    assert "label" in found[0].changed


def test_a_session_keeps_its_id_in_another_week() -> None:
    (one,) = changes([held()], [held(day=date(2027, 2, 8), week=2)])
    assert one.kind == "moved"
    assert "week" in one.changed


def test_without_a_common_id_the_place_decides() -> None:
    (one,) = changes([held("old")], [held("new")])
    assert (one.kind, one.changed) == ("changed", ("uid",))


def test_added_and_dropped() -> None:
    friday = held("c", date(2027, 2, 5), label="C", exercises=row_of("pull_up"))
    (added,) = changes([held()], [held(), friday])
    (dropped,) = changes([held(), friday], [held()])
    assert (added.kind, added.before, dropped.kind, dropped.after) == (
        "added", None, "dropped", None,
    )  # fmt: skip
    assert added.row == dropped.row
    assert [(line.kind, line.entry.exercise) for line in added.lines] == [("added", "pull_up")]
    assert [line.kind for line in dropped.lines] == ["dropped"]


def test_changed_but_at_its_place() -> None:
    (one,) = changes([held()], [held(deload=True, minutes=50)])
    assert (one.kind, set(one.changed)) == ("changed", {"deload", "minutes", "end"})


def test_in_order_of_time_and_what_stayed_is_counted() -> None:
    before = list(weeks(2))
    after = [*before[:1], *before[2:5], before[5].model_copy(update={"minutes": 1})]
    found = difference(block(before), block(reversed(after)))
    assert [(one.kind, one.row.label, one.row.week) for one in found.sessions] == [
        ("dropped", "B", 1), ("changed", "C", 2),
    ]  # fmt: skip
    assert found.same == 4
    assert len(found.of_kind("dropped")) == 1


def test_revisions_of_calendar_entries_do_not_count() -> None:
    assert changes([held()], [held(sequence=3, stamp="2027-02-05T00:00:00Z")]) == ()


# -- lines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({}, None),
        ({"sets": 5}, ("sets",)),
        ({"reps": 5}, ("reps",)),
        ({"sets": 5, "reps": 5}, ("sets", "reps")),
        ({"load": 115, "percent": 70.3}, ("load",)),
        ({"rest_seconds": 180}, ("rest_seconds",)),
        ({"rpe": 7.5}, ("rpe",)),
        ({"warmup": []}, ("warmup",)),
        ({"part": "top"}, ("part",)),
    ],
)
def test_what_changed_of_a_line(fields: dict[str, Any], changed: tuple[str, ...] | None) -> None:
    found = inside([deadlift()], [deadlift(**fields)])
    assert found == ([] if changed is None else [("changed", "conventional_deadlift", changed)])


def test_a_line_that_came_pushes_nothing() -> None:
    before = row_of("conventional_deadlift", "barbell_row")
    after = row_of("box_jump", "conventional_deadlift", "barbell_row")
    assert inside(before, after) == [("added", "box_jump", ())]
    assert inside(after, before) == [("dropped", "box_jump", ())]


def test_one_line_that_went_to_another_place() -> None:
    before = row_of("box_jump", "conventional_deadlift", "barbell_row", "nordic_curl")
    to_end = row_of("conventional_deadlift", "barbell_row", "nordic_curl", "box_jump")
    to_start = row_of("nordic_curl", "box_jump", "conventional_deadlift", "barbell_row")
    assert inside(before, to_end) == [("changed", "box_jump", ("order",))]
    assert inside(before, to_start) == [("changed", "nordic_curl", ("order",))]
    ((end,),) = [one.lines for one in changes([held(exercises=before)], [held(exercises=to_end)])]
    assert end.follows == "nordic_curl"
    ((first,),) = [
        one.lines for one in changes([held(exercises=before)], [held(exercises=to_start)])
    ]
    assert first.follows is None


def test_the_order_of_the_file_does_not_count() -> None:
    lines = row_of("box_jump", "conventional_deadlift")
    assert inside(lines, lines[::-1]) == []
    after = row_of("conventional_deadlift", "barbell_row", "box_jump")[::-1]
    before = row_of("box_jump", "conventional_deadlift", "barbell_row")
    ((moved,),) = [one.lines for one in changes([held(exercises=before)], [held(exercises=after)])]
    assert (moved.entry.exercise, moved.follows) == ("box_jump", "barbell_row")


def test_one_exercise_for_another_at_the_same_place() -> None:
    assert inside(row_of("box_jump", "pull_up"), row_of("box_jump", "barbell_row")) == [
        ("dropped", "pull_up", ()), ("added", "barbell_row", ()),
    ]  # fmt: skip


def test_a_top_set_with_back_offs() -> None:
    before = [deadlift(order=1)]
    after = [deadlift(1, 3, order=1, part="top"), deadlift(3, 6, order=2, part="back_off")]
    assert inside(before, after) == [
        ("changed", "conventional_deadlift", ("part", "sets", "reps")),
        ("added", "conventional_deadlift", ()),
    ]


def test_back_offs_stay_back_offs_without_their_top_set() -> None:
    before = [deadlift(1, 3, order=1, part="top"), deadlift(3, 6, order=2, part="back_off")]
    after = [deadlift(3, 5, order=1, part="back_off")]
    assert inside(before, after) == [
        ("dropped", "conventional_deadlift", ()),
        ("changed", "conventional_deadlift", ("reps",)),
    ]


def test_work_that_became_a_test_is_the_same_line() -> None:
    assert inside([entry()], [entry(part="test")]) == [
        ("changed", "conventional_deadlift", ("part",))
    ]


def test_the_same_exercise_twice() -> None:
    before = row_of("dead_bug", "pull_up", "dead_bug")
    after = [entry("dead_bug", reps=9, order=1), *before[1:]]
    assert inside(before, after) == [("changed", "dead_bug", ("reps",))]


# -- prices and what was asked -------------------------------------------------------------------


def test_prices_rule_by_rule() -> None:
    before, after = block(weeks()), block(weeks()[1:])
    found = difference(before, after)
    (count,) = [rule for rule in found.rules if rule.rule == "session-count"]
    assert (count.before, count.after) == (0, 8)
    ((gone, come),) = [(one.before, one.after) for one in count.breaches]
    assert gone is None
    assert come is not None
    assert (come.where.week, come.price) == (1, 8)
    back = difference(after, before)
    (count,) = [rule for rule in back.rules if rule.rule == "session-count"]
    assert (count.before, count.after) == (8, 0)
    assert [(one.before, one.after) for one in count.breaches] == [(come, None)]


def test_only_breaches_that_differ_are_listed() -> None:
    one, none = block(weeks()[1:]), block(weeks()[2:])
    (count,) = [rule for rule in difference(one, none).rules if rule.rule == "session-count"]
    ((worse),) = count.breaches  # the same place, one more session missing
    assert worse.before is not None
    assert worse.after is not None
    assert (worse.before.price, worse.after.price) == (8, 16)
    assert (count.before, count.after) == (8, 16)


def test_prices_of_a_tier() -> None:
    found = difference(block(weeks(2)), block(weeks(2)[1:]))
    for one in found.prices:
        # what the rules of a tier differ by, its price differs by
        rows = [
            (row.price if row and row.priority == one.priority else 0)
            * (1 if row is change.after else -1)
            for rule in found.rules
            for change in rule.breaches
            for row in (change.before, change.after)
        ]
        assert one.after - one.before == sum(rows)
    assert [one.priority for one in found.prices] == ["should", "prefer"]
    assert found.prices[0].before != found.prices[0].after


def test_fields_that_do_not_add_up_come_last() -> None:
    found = difference(block(), block([session(minutes=99)]))
    assert found.rules[-1].rule == "derived-fields"
    assert found.rules[-1].after == 0


def test_what_was_asked() -> None:
    shorter = {"minutes": 60}
    found = difference(block(), block(availability=shorter))
    assert [(one.key, one.before, one.after) for one in found.asked] == [
        ("availability.minutes", 75, 60)
    ]
    assert not found.is_empty
    more = difference(
        block(), block(volume={"calves_foot": {"min": 1, "target": [2, 3], "max": 4}})
    )
    keys = [one.key for one in more.asked]
    assert "volume.calves_foot.min" in keys
    assert "written" not in keys


@pytest.mark.parametrize("stated", [(), ("deload.weeks",)])
def test_what_only_follows_from_something_else_was_not_asked(stated: tuple[str, ...]) -> None:
    """Such as the deloads and phases on the way to a test that has moved."""
    plain = block()
    deload = plain.scenario.deload.model_copy(update={"weeks": (3,)})
    own = {"deload": deload, "written": (*plain.scenario.written, *stated)}
    moved = plain.model_copy(update={"scenario": plain.scenario.model_copy(update=own)})
    before = {key for key in plain.scenario.written if key == "deload.weeks"}
    assert [one.key for one in difference(plain, moved).asked] == sorted({*before, *stated})


def test_the_block_before_is_named_and_not_spelled_out() -> None:
    lift = {"reps": 5, "load": 100, "unit": "kg", "reps_week": 20}
    old: dict[str, Any] = {"block": "old", "end": date(2027, 1, 31)}
    bare, led = block(previous=old), block(previous={**old, "lifts": {"back_squat": lift}})
    asked = [(one.key, one.after) for one in difference(block(), led).asked]
    assert asked == [("previous.block", "old"), ("previous.end", "2027-01-31")]
    (change,) = difference(bare, led).asked
    assert (change.key, change.before, change.after) == ("previous", "old", "old, planned anew")


def test_blocks_of_two_scenarios() -> None:
    with pytest.raises(PlannerError, match='"test" and "other"'):
        difference(block(), block(id="other"))


# -- properties ----------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_two_blocks(data: st.DataObject) -> None:
    before, after = data.draw(blocks()), data.draw(blocks())
    found, back = difference(before, after), difference(after, before)
    assert difference(before, before).is_empty
    assert Difference.model_validate_json(text_of(found)) == found
    kept = found.same + len(found.of_kind("moved")) + len(found.of_kind("changed"))
    assert kept + len(found.of_kind("dropped")) == len(before.sessions)
    assert kept + len(found.of_kind("added")) == len(after.sessions)
    assert len(back.of_kind("added")) == len(found.of_kind("dropped"))
    assert len(back.asked) == len(found.asked)
