"""What a scenario takes over from the block before it, and what it says of a wrong file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from constraints.block import Entry
from planner.exports.json import to_json
from scenarios.errors import ScenarioError
from scenarios.loader import resolve
from scenarios.schema import Scenario
from tests.builders import ATHLETE, block, deadlift, entry, scenario, session

DAY = timedelta(days=1)
KNOWN = {"recent_sets": {"barbell_row": "8 x 60 @ 7", "hip_thrust": "8 x 100 @ 8"}}


def held(week: int, day: int, *entries: Entry, **more: Any) -> Any:
    """A session on a day (from 0) of a week of the old block."""
    return session(date(2027, 2, 1) + DAY * (7 * (week - 1) + day), week=week, exercises=entries,
                   label="ABCD"[day // 2], **more)  # fmt: skip


ROW = entry("barbell_row", 3, 8, load=65, rpe=8)
OLD = (
    held(1, 0, deadlift(4, 6, 105), entry("barbell_row", 3, 8, load=60, rpe=7)),
    held(2, 0, deadlift(4, 6, 110), ROW),
    held(2, 2, entry("nordic_curl", 3, 5, rpe=7), entry("box_jump", 4, 3)),
    held(3, 0, deadlift(2, 4, 95), entry("barbell_row", 1, 8, load=55, rpe=5), deload=True),
)


def saved(to: Path, sessions: Any = OLD, change: Callable[[Any], Any] | None = None,
          **changes: Any) -> Path:  # fmt: skip
    """A saved block of three weeks, the last one a deload, that ends on 21 February."""
    changes = {"weeks": 3, "goal": {"test": None}, "deload": {"weeks": [3]}, "athlete": KNOWN,
               **changes}  # fmt: skip
    bare = block(sessions, **changes)
    rows = tuple(bare.week_row(week) for week in bare.timeline)
    table = json.loads(to_json(bare.model_copy(update={"weeks": rows})))
    if change is not None:
        change(table)
    path = to / "old.block.json"
    path.write_text(json.dumps(table), "utf-8")
    return path


def after(old: Path, start: date = date(2027, 2, 22), **changes: Any) -> Scenario:
    """A block after the saved one."""
    return scenario(start=start, goal={"test": None}, previous=str(old), **changes)


def test_the_last_sessions_are_taken_over_as_they_were(tmp_path: Path) -> None:
    before = after(saved(tmp_path)).previous
    assert before is not None
    assert (before.block, before.end) == ("test", date(2027, 2, 21))
    # Very heavy work asks for 168 hours and a failure adds 24: from 14 February on.
    (last,) = before.sessions
    assert last.start == datetime(2027, 2, 15, 18)
    assert [(one.exercise, one.sets, one.reps, one.load) for one in last.exercises] == [
        ("conventional_deadlift", 2, 4, 95), ("barbell_row", 1, 8, 55),
    ]  # fmt: skip


def test_the_hour_counts_of_the_first_session_from_which_one_recovers(tmp_path: Path) -> None:
    # 100 hours before Monday, midnight, is Wednesday, 20:00: no session after it may be left out.
    def before(at: time, day: int = 2, gap: int = 50) -> list[datetime]:
        old = saved(tmp_path, [held(3, day, ROW, at=at)])
        hours = {key: gap for key in ("very_heavy_hours", "heavy_hinge_hours", "muscle_hours",
                                     "plyometric_hours", "moderate_hours", "light_hours",
                                     "heavy_moderate_hours", "failure_hours")}  # fmt: skip
        known = after(old, recovery=hours).previous
        assert known is not None
        return [one.start for one in known.sessions]

    assert before(time(20)) == []
    assert before(time(20, 1)) == [datetime(2027, 2, 17, 20, 1)]
    # The day before always matters: to jumps after a heavy hinge.
    assert before(time(6), day=6, gap=0) == [datetime(2027, 2, 21, 6)]


def test_longer_recovery_looks_further_back(tmp_path: Path) -> None:
    ask = after(saved(tmp_path), recovery={"very_heavy_hours": 12 * 24})
    assert ask.previous is not None
    days = [one.start.day for one in ask.previous.sessions]
    assert days == [10, 15]  # 13 days before: 9 February


def test_the_last_loading_week_is_the_base(tmp_path: Path) -> None:
    before = after(saved(tmp_path)).previous
    assert before is not None
    assert before.loading_week is not None
    assert before.loading_week.start == date(2027, 2, 8)
    assert before.loading_week.working_sets == 4 + 3 + 3 + 4
    assert before.loading_week.sets["hamstrings"] > 0


@pytest.mark.parametrize(
    ("start", "base", "row"),
    [
        (date(2027, 2, 14), date(2027, 2, 1), 65),  # a day before its second week is over
        (date(2027, 2, 15), date(2027, 2, 8), 65),
        (date(2027, 2, 8), date(2027, 2, 1), 60),  # before its session
        (date(2027, 2, 2), None, 60),
    ],
)
def test_a_block_may_start_in_the_midst_of_the_other_one(
    tmp_path: Path, start: date, base: date | None, row: float
) -> None:
    """What was held by then counts, and whole weeks are a base."""
    before = after(saved(tmp_path), start).previous
    assert before is not None
    assert before.end == start - DAY
    assert all(one.start.date() < start for one in before.sessions)
    assert before.lifts["barbell_row"].load == row
    assert (before.loading_week and before.loading_week.start) == base


def test_a_week_that_lost_a_session_is_no_base(tmp_path: Path) -> None:
    full = [held(week, day, deadlift(week + day, 5, 110)) for week in (1, 2) for day in (0, 2)]
    short = [*full, held(3, 0, deadlift(1, 5, 110))]
    before = after(saved(tmp_path, short, deload={"weeks": []})).previous
    assert before is not None
    assert before.loading_week is not None
    assert before.loading_week.working_sets == 2 + 4


def test_strength_is_taken_over_and_what_was_lifted_last_is_newer(tmp_path: Path) -> None:
    old = saved(tmp_path)
    ask = after(old, athlete={"one_rep_max": {"back_squat": 140}})
    assert ask.athlete.one_rep_max["conventional_deadlift"] == 160
    assert ask.athlete.one_rep_max["back_squat"] == 140
    # 8 x 65 @ 8 speaks for 88 kg, 8 x 60 @ 7 for 85; the old block held no hip thrust. Without
    # an RPE of their own (jumps) or a load (Nordics) sets speak for nothing.
    assert ask.athlete.recent_sets == {
        "barbell_row": "8 x 65 @ 8",
        "conventional_deadlift": "6 x 110 @ 5",
        "hip_thrust": "8 x 100 @ 8",
    }


@pytest.mark.parametrize(
    ("stated", "used"),
    [
        ("8 x 60 @ 7", "8 x 65 @ 8"),  # stood in the old scenario already: not newer
        ("8 x 50 @ 8", "8 x 50 @ 8"),  # the athlete has tried again
    ],
)
def test_what_the_athlete_states_anew_wins(tmp_path: Path, stated: str, used: str) -> None:
    ask = after(saved(tmp_path), athlete={"recent_sets": {"barbell_row": stated}})
    assert ask.athlete.recent_sets["barbell_row"] == used


def test_a_long_easy_set_does_not_make_the_athlete_weaker(tmp_path: Path) -> None:
    # 15 x 60 @ 6 lies beyond the table and counts as its last place: 104 kg; 8 x 100 @ 8 are 135.
    easy = [held(1, 0, entry("hip_thrust", 2, 15, load=60, rpe=6))]
    ask = after(saved(tmp_path, easy))
    assert ask.athlete.recent_sets["hip_thrust"] == "8 x 100 @ 8"


def test_loads_in_pounds_are_converted(tmp_path: Path) -> None:
    ask = after(saved(tmp_path), athlete={"units": "lb", "one_rep_max": {}})
    assert ask.athlete.one_rep_max["back_squat"] == pytest.approx(286.6, abs=0.01)
    assert ask.athlete.recent_sets["barbell_row"] == "8 x 143.3 @ 8"


def test_another_tool_is_another_load(tmp_path: Path) -> None:
    thrust = [held(1, 0, entry("split_squat", 3, 8, load=20, per="hand", rpe=8, sides=2))]
    old = saved(tmp_path, thrust)
    before = after(old).previous
    assert before is not None
    assert before.lifts["split_squat"].load == 20
    table = {
        **ATHLETE,
        "previous": str(old),
        "start": date(2027, 2, 22),
        "goal": {"kind": "general"},
    }
    tools = {key: tool for key, tool in ATHLETE["equipment"].items() if key != "dumbbells"}
    bare = resolve({**table, "equipment": tools}, where="test", stem="test")
    assert bare.previous is not None
    assert bare.previous.lifts == {}
    assert "split_squat" not in bare.athlete.recent_sets


def test_after_a_long_break_sets_and_loads_start_anew(tmp_path: Path) -> None:
    old = saved(tmp_path)
    last = date(2027, 2, 15)
    near, far = after(old, last + 28 * DAY).previous, after(old, last + 29 * DAY).previous
    assert near is not None
    assert near.loading_week is not None
    assert near.lifts
    assert far is not None
    assert (far.loading_week, far.lifts, far.sessions) == (None, {}, ())


def test_an_exercise_that_only_the_old_scenario_defines_comes_along(tmp_path: Path) -> None:
    own = {"pattern": "hinge", "modality": "heavy_compound", "equipment": "barbell",
           "credits": {"hamstrings": 1}, "axial": 2, "reps": [3, 8], "sets": [1, 5]}  # fmt: skip
    more: dict[str, Any] = {"exercises": {"define": {"zercher_hinge": own}}}
    old = saved(tmp_path, [held(3, 4, entry("zercher_hinge", 3, 5))], **more)
    before = after(old).previous
    assert before is not None
    assert before.define["zercher_hinge"].axial == 2
    known = after(old, **more).previous
    assert known is not None
    assert known.define == {}


def test_resolved_it_needs_no_file(tmp_path: Path) -> None:
    old = saved(tmp_path)
    ask = after(old)
    old.unlink()
    again = Scenario.model_validate(json.loads(ask.model_dump_json(by_alias=True)))
    assert again == ask
    assert again.written == ask.written
    assert "previous" in ask.written


def test_the_path_counts_from_the_file_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "blocks").mkdir()
    saved(tmp_path / "blocks")
    below = tmp_path / "below.toml"
    below.write_text('extends = "intermediate_3day_barbell"\nprevious = "blocks/old.block.json"\n'
                     "start = 2027-02-22\n[goal]\ntest = 2027-05-14\n")  # fmt: skip
    (tmp_path / "deep").mkdir()
    mine = tmp_path / "deep" / "mine.toml"
    ask = resolve({"extends": "../below.toml"}, where=str(mine), stem="mine")
    assert ask.previous is not None
    assert ask.previous.block == "test"


def wrong(name: str, value: object) -> Callable[[Any], Any]:
    return lambda table: table.update({name: value})


def unstart(table: Any) -> None:
    del table["sessions"][0]["start"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (wrong("version", 7), "version = 7: this planner reads version 1\nMaybe plan that block"),
        (wrong("format", "other"), 'not a saved block: "format" is not "posterior-chain-block"'),
        (wrong("sessions", []), "that block has no session\nMaybe delete the line"),
        (wrong("weeks", 3), "weeks: input should be a valid tuple\nMaybe plan that block again"),
        (unstart, "sessions.0.start: field required\nMaybe plan that block again"),
    ],
)
def test_a_file_that_is_no_block(tmp_path: Path, change: Callable[[Any], Any], said: str) -> None:
    old = saved(tmp_path, change=change)
    with pytest.raises(ScenarioError) as error:
        after(old)
    assert str(error.value).startswith(f'test: previous = "{old}": {said}')


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"cannot be read: No such file.*\nMaybe correct the"):
        after(tmp_path / "none.json")
    (tmp_path / "torn.json").write_text('{"format": "posterior')
    with pytest.raises(ScenarioError, match="not a saved block: no JSON\nMaybe give the file"):
        after(tmp_path / "torn.json")
    with pytest.raises(ScenarioError, match="previous = 5: must be the path of a saved block"):
        scenario(previous=5)


def test_something_of_the_block_before_has_to_be_over(tmp_path: Path) -> None:
    old = saved(tmp_path)
    said = "nothing of that block lies before 2027-02-01, the start of this one\nMaybe start later"
    with pytest.raises(ScenarioError, match=said):
        after(old, date(2027, 2, 1))
    tested = saved(tmp_path, weeks=3, goal={"test": date(2027, 2, 12)})  # its week ends the block
    known = after(tested, date(2027, 2, 20)).previous
    assert known is not None
    assert known.end == date(2027, 2, 14)
    resolved = {"block": "x", "end": date(2027, 2, 22)}
    with pytest.raises(ScenarioError, match='previous: the block "x" ends on 2027-02-22, but'):
        scenario(start=date(2027, 2, 22), goal={"test": None}, previous=resolved)
