"""1RMs by logged sets: every expected number is derived in a comment.

The table: 5 reps at RPE 8 are 81.1 %, at RPE 9 83.7 %, at RPE 10 86.3 % of a 1RM.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Block
from planner.log.done import done
from planner.log.maxes import Estimate, Slip, estimates, silent, slips
from planner.log.model import Log, LogEntry
from tests.builders import block, deadlift, entry, session

MONDAY = date(2027, 2, 1)


def own(*lines: Any, **changes: Any) -> Block:
    """Four weeks with one session each: 5x5 deadlifts at 130 kg, or these lines."""
    held = [
        session(MONDAY + timedelta(weeks=week), week=week + 1,
                exercises=lines or (deadlift(5, 5, 130),))
        for week in range(4)
    ]  # fmt: skip
    return block(held, **{"weeks": 4, "goal": {"test": None}, **changes})


def by(
    *weeks: list[str], of: Block | None = None, exercise: str = "conventional_deadlift"
) -> tuple[Estimate, ...]:
    """Estimates when week after week these sets were logged; an empty list logs nothing."""
    log = Log(
        block="test",
        entry=tuple(
            LogEntry.model_validate(
                {"what": "changed", "week": n, "session": "A", "exercise": exercise, "sets": sets}
            )
            for n, sets in enumerate(weeks, start=1)
            if sets
        ),
    )
    of = of or own()
    return estimates(of, done(of, log))


def test_a_third_of_the_way_to_what_the_sets_say() -> None:
    # 130 / 0.811 = 160.30; a third of the way from 160 is 160.10.
    (one,) = by(["5 x 130 @ 8"])
    assert (one.exercise, one.unit, one.before, one.after) == (
        "conventional_deadlift", "kg", 16000, 16010,
    )  # fmt: skip
    assert one.reason == "week 1: 1 set says 160.3 kg, 160 -> 160.1 kg (a third of the way)"


@pytest.mark.parametrize(
    ("changes", "after", "why"),
    [
        # 140 / 0.811 = 172.63: a third of the way is 164.21, which is more than any may gain.
        ({}, 16160, "at most 1 % up in a week"),
        ({"athlete": {"level": "beginner"}}, 16400, "at most 2.5 % up in a week"),
        ({"athlete": {"level": "advanced"}}, 16080, "at most 0.5 % up in a week"),
        ({"profile": "masters"}, 16080, "at most 0.5 % up in a week"),
    ],
)
def test_no_more_in_a_week_than_lifters_gain(changes: dict[str, Any], after: int, why: str) -> None:
    (one,) = by(["5 x 140 @ 8"], of=own(**changes))
    assert (one.after, one.steps[0].why) == (after, why)


@pytest.mark.parametrize(
    ("changes", "after", "why"),
    [
        # 200 / 0.811 = 246.61: from 161.6, 164, 160.8 and 160.8 a third of the way is far more.
        ({}, 16968, "at most 5 % up in a week, for so much was said twice"),
        ({"athlete": {"level": "beginner"}}, 18040, "at most 10 % up in a week, for so much was"),
        ({"athlete": {"level": "advanced"}}, 16401, "at most 2 % up in a week, for so much was"),
        ({"profile": "masters"}, 16401, "at most 2 % up in a week, for so much was said twice"),
    ],
)
def test_what_was_known_was_too_low_where_two_weeks_say_so(
    changes: dict[str, Any], after: int, why: str
) -> None:
    (one,) = by(["5 x 200 @ 8"], ["5 x 200 @ 8"], of=own(**changes))
    assert one.after == after
    assert one.steps[1].why.startswith(why)


def test_a_second_strong_week_goes_a_third_of_the_way_as_ever() -> None:
    # 172.63 again: a third of the way from 161.6 is 165.28, and that is less than 5 %.
    (one,) = by(["5 x 140 @ 8"], ["5 x 140 @ 8"])
    assert (one.after, one.steps[1].why) == (16528, "a third of the way")


@pytest.mark.parametrize("between", [["5 x 130 @ 8"], ["5 x 100 @ 8"]])
def test_two_strong_weeks_that_are_not_on_end_are_good_days(between: list[str]) -> None:
    """A week that said no more than was known, or less, lies between them."""
    strong = ["5 x 200 @ 8"]
    (one,) = by(strong, between, strong)
    assert one.steps[2].why in ("at most 1 % up in a week", "back to what it was")


def test_down_it_may_go_faster_but_not_at_once() -> None:
    # 100 / 0.811 = 123.30: a third of the way from 160 is 147.77, further than it may go up.
    (one,) = by(["5 x 100 @ 8"])
    assert (one.after, one.steps[0].why) == (14777, "a third of the way")
    # 60 / 0.811 = 73.98: a third of the way is 131.33; at most 10 % down is 144.
    (one,) = by(["5 x 60 @ 8"])
    assert (one.after, one.steps[0].why) == (14400, "at most 10 % down in a week")


def test_what_a_bad_day_took_comes_back_without_a_cap() -> None:
    # Down to 144. Then 130 / 0.811 = 160.30: a third of the way is 149.43, which is 3.8 % up.
    (one,) = by(["5 x 60 @ 8"], ["5 x 130 @ 8"])
    assert [(step.after, step.why) for step in one.steps][1] == (14943, "a third of the way")
    # 180 / 0.811 = 221.95: a third of the way is 169.98, but 160 is all that was there before.
    (one,) = by(["5 x 60 @ 8"], ["5 x 180 @ 8"])
    assert (one.after, one.steps[1].why) == (16000, "back to what it was")
    # From there on it is a gain: at most 1 %.
    (one,) = by(["5 x 60 @ 8"], ["5 x 180 @ 8"], ["5 x 180 @ 8"])
    assert (one.after, one.steps[2].why) == (16160, "at most 1 % up in a week")


def test_reps_that_were_missed_say_more_than_a_feeling() -> None:
    # Asked for are 5 reps at 130 kg. 3 at RPE 10 are 92.2 %: 141.00, half of the way is 150.50.
    (one,) = by(["3 x 130 @ 10", "3 x 130 @ 10", "5 x 130 @ 9"])
    assert (one.after, one.steps[0].why) == (15050, "half of the way: reps were missed")
    # One of three is a slip: the median is that of 5 at RPE 9, 155.32, a third of the way.
    (one,) = by(["3 x 130 @ 10", "5 x 130 @ 9", "5 x 130 @ 9"])
    assert (one.after, one.steps[0].why) == (15844, "a third of the way")
    # Fewer reps with some in reserve were not missed, and a heavier set is no miss of strength.
    (one,) = by(["3 x 130 @ 8"])
    assert one.steps[0].why == "a third of the way"
    (one,) = by(["3 x 155 @ 10"])
    assert one.after > 16000


def test_reps_that_are_missed_again_are_no_bad_day() -> None:
    # 141 again: all of the way. 100 kg for 3 are 108.46, and a fifth down from 150.5 is 120.4.
    missed = ["3 x 130 @ 10", "3 x 130 @ 10"]
    (one,) = by(missed, missed)
    assert (one.after, one.steps[1].why) == (14100, "all of the way: reps were missed again")
    (one,) = by(missed, ["3 x 100 @ 10", "3 x 100 @ 10"])
    assert (one.after, one.steps[1].why) == (12040, "at most 20 % down in a week")
    # Between them a week was as asked for: it was a bad day each time.
    (one,) = by(missed, ["5 x 130 @ 9"], missed)
    assert one.steps[2].why == "half of the way: reps were missed"
    # Half a rep left is none that could be counted on.
    (one,) = by(["3 x 130 @ 9.5"])
    assert one.steps[0].why == "half of the way: reps were missed"
    (one,) = by(["3 x 130 @ 9"])
    assert one.steps[0].why == "a third of the way"


@pytest.mark.parametrize(
    ("sets", "says", "after", "why"),
    [
        # 130 kg for three reps at RPE 10, 92.2 %, say 141: 160 - 19 / 2.
        (["3 x 130", "3 x 130", "3 x 130"], 14100, 15050, "half of the way: reps were missed"),
        (["3 x 130 @ 7"], None, None, ""),  # what is noted counts
        (["3 x 120"], None, None, ""),  # lighter: as hard as asked for
    ],
)
def test_reps_that_are_missing_without_a_word_were_not_there(
    sets: list[str], says: int | None, after: int | None, why: str
) -> None:
    found = by(sets)
    if says is not None:
        assert (found[0].steps[0].says, found[0].after, found[0].steps[0].why) == (says, after, why)
        return
    assert all(not step.is_missed for one in found for step in one.steps)


def test_a_rep_that_did_not_go_up_was_missed() -> None:
    """It says nothing of how much can be lifted; but with it most sets were missed."""
    (most,) = by(["5 x 130 @ 10", "3 x 130 @ 10", "0 x 130 @ 10"])
    (some,) = by(["5 x 130 @ 10", "5 x 130 @ 10", "0 x 130"])
    assert (most.steps[0].sets, most.steps[0].is_missed) == (2, True)
    assert (some.steps[0].sets, some.steps[0].is_missed) == (2, False)


def test_long_sets_speak_where_hardly_a_rep_was_left() -> None:
    # 12 reps at RPE 9 are 65.3 % (place 24 of the table): 100 / 0.653 = 153.14.
    (one,) = by(["12 x 100 @ 9"])
    assert one.steps[0].says == 15314


def test_what_a_test_measured_less_is_no_bad_day() -> None:
    # 160 stated, 150 tested; then 140 / 0.811 = 172.63 may take it 1 % up, not back to 160.
    attempt, work = deadlift(1, 1, 160, part="test", rpe=10), deadlift(5, 5, 130)
    held = [
        session(MONDAY, week=1, exercises=(attempt,)),
        session(MONDAY + timedelta(weeks=1), week=2, exercises=(work,)),
    ]
    (one,) = by(["1 x 150"], ["5 x 140 @ 8"], of=block(held, weeks=4, goal={"test": None}))
    assert [step.after for step in one.steps] == [15000, 15150]


def test_the_median_of_a_week_speaks() -> None:
    # 130 kg say 160.30 at RPE 8, 155.32 at RPE 9, 150.64 at RPE 10. The median is 155.32;
    # 160 - 4.68 / 3 = 158.44. Of two sets the lower one counts, which is 155.32 again.
    (three,) = by(["5 x 130 @ 8", "5 x 130 @ 10", "5 x 130 @ 9"])
    (two,) = by(["5 x 130 @ 9", "5 x 130 @ 8"])
    assert three.after == two.after == 15844
    assert [one.sets for one in (*three.steps, *two.steps)] == [3, 2]


def test_work_that_was_not_planned_speaks_in_its_week() -> None:
    """The median of both days: 160.3, and 132.5 / 0.811 = 163.4; and of an exercise on its own."""
    friday = date(2027, 2, 5)
    planned = {"what": "changed", "week": 1, "session": "A", "sets": ["5 x 130 @ 8"]}
    besides = {"what": "extra", "on": friday, "sets": ["5 x 132.5 @ 8", "5 x 132.5 @ 8", "9 x 60"]}
    lift, other = {"exercise": "conventional_deadlift"}, {"exercise": "barbell_row"}
    entries = [planned | lift, besides | lift, besides | other]
    written = tuple(LogEntry.model_validate(one) for one in entries)
    row, deadlifts = estimates(own(), done(own(), Log(block="test", entry=written)))
    assert (row.exercise, row.steps[0].week) == ("barbell_row", 0)
    (step,) = deadlifts.steps
    assert (step.week, step.sets, step.says) == (0, 3, 16338)
    later = LogEntry.model_validate({**besides, **lift, "on": date(2027, 2, 8)})
    (one,) = estimates(own(), done(own(), Log(block="test", entry=(later,))))
    assert one.steps[0].week == 1


def test_weeks_follow_each_other() -> None:
    # Up to the cap from 160: 161.6. A week without sets changes nothing. Then 161.6 is held
    # against 150.64: 161.6 - 10.96 / 3 = 157.95.
    (one,) = by(["5 x 140 @ 8"], [], ["5 x 130 @ 10"])
    assert [(step.week, step.before, step.after) for step in one.steps] == [
        (0, 16000, 16160), (2, 16160, 15795),
    ]  # fmt: skip
    assert one.after == 15795
    assert one.reason.startswith("week 1: 1 set says 172.6 kg, 160 -> 161.6 kg (at most 1 %")
    assert "; week 3: 1 set says 150.6 kg, 161.6 -> 157.9 kg" in one.reason


@pytest.mark.parametrize(
    "one",
    [
        "5 x 130",
        "6 x 100",
        "5 x 100 @ 5.5",
        "11 x 100 @ 8.5",
        "16 x 80 @ 10",
        "0 x 100 @ 10",
        "5 x 0 @ 9",
    ],
)
def test_sets_that_say_nothing(one: str) -> None:
    assert by([one]) == ()
    (found,) = by([one, "5 x 130 @ 8"])
    assert found.steps[0].sets == 1


@pytest.mark.parametrize(
    ("sets", "says", "after"),
    [
        # At RPE 6 five reps are 76.2 %: 130 kg speak for 170.6 at least, 121.9 kg for 160.
        (["5 x 130 @ 5"], 17060, 16160),
        (["5 x 130 @ 5", "5 x 130 @ 4", "5 x 100 @ 5"], 17060, 16160),
        (["5 x 121 @ 5"], None, None),  # 158.8: nothing new, and no loss
        (["5 x 130 @ 8", "5 x 150 @ 5"], 16030, 16010),  # where one speaks, it does
        # Twelve at RPE 5 are ten at RPE 6 at least (62.6 %), eleven at RPE 8.5 eight (68 %).
        (["12 x 110 @ 5"], 17572, 16160),
        (["12 x 100 @ 5"], None, None),
        (["11 x 130 @ 8.5"], 19118, 16160),
        (["5 x 130"], None, None),
    ],
)
def test_easy_sets_say_what_there_was_at_least(
    sets: list[str], says: int | None, after: int | None
) -> None:
    found = by(sets)
    assert [(one.steps[0].says, one.after) for one in found] == (
        [] if says is None else [(says, after)]
    )
    if sets == ["5 x 130 @ 5"]:
        assert found[0].reason == (
            "week 1: 1 set says at least 170.6 kg, 160 -> 161.6 kg (at most 1 % up in a week)"
        )


def test_easy_sets_beside_the_plan_count_too_and_those_of_an_unknown_lift_do_not() -> None:
    besides = {"what": "extra", "on": MONDAY, "sets": ["5 x 130 @ 5"]}
    log = Log(block="test", entry=tuple(
        LogEntry.model_validate({**besides, "exercise": name})
        for name in ("conventional_deadlift", "barbell_row")
    ))  # fmt: skip
    assert [one.exercise for one in estimates(own(), done(own(), log))] == ["conventional_deadlift"]


def test_a_slip_of_the_pen_counts_for_nothing_and_is_told() -> None:
    """1300 for 130: more than three times the 1RM of 160; 480 is just that."""
    assert by(["5 x 1300 @ 8"]) == ()
    assert by(["5 x 1300 @ 8", "5 x 130 @ 8"]) == by(["5 x 130 @ 8"])
    lift = "conventional_deadlift"
    entries = [
        {"what": "changed", "week": 2, "session": "A", "sets": ["5 x 1300", "5 x 1300", "1 x 480"]},
        {"what": "extra", "on": MONDAY, "sets": ["5 x 480.5 @ 9"]},
    ]
    log = Log(block="test", entry=tuple(LogEntry.model_validate({**e, "exercise": lift})
                                        for e in entries))  # fmt: skip
    state = done(own(), log)
    assert slips(own(), state) == (
        Slip(MONDAY, lift, 48050, "kg"), Slip(MONDAY + timedelta(weeks=1), lift, 130000, "kg"),
    )  # fmt: skip
    assert [one.says for (found,) in [estimates(own(), state)] for one in found.steps] == [48000]
    assert slips(own(entry("barbell_row", 3, 8, load=60)), done(own(), Log(block="test"))) == ()


def test_only_sets_whose_effort_was_noted_count_as_silent() -> None:
    """Before the day; who notes no effort asks for no answer."""
    entries = [
        {"week": 1, "sets": ["5 x 130 @ 8", "5 x 100 @ 5.5", "11 x 100 @ 8.5", "5 x 130"]},
        {"week": 2, "sets": ["12 x 90 @ 6"]},
    ]
    more = {"what": "changed", "session": "A", "exercise": "conventional_deadlift"}
    log = Log(block="test", entry=tuple(LogEntry.model_validate({**more, **e}) for e in entries))
    week = timedelta(weeks=1)
    assert silent(done(own(), log), MONDAY) == 0
    assert silent(done(own(), log), MONDAY + week) == 2
    assert silent(done(own(), log), MONDAY + 2 * week) == 3


@pytest.mark.parametrize(("asked", "says"), [(8, 14797), (5, 15748), (None, None)])
def test_a_lighter_set_was_as_hard_as_the_planned_one(
    asked: float | None, says: int | None
) -> None:
    """5 x 120 instead of 130: 120 / 0.811, at RPE 6, the least that counts, 120 / 0.762."""
    of = own(deadlift(5, 5, 130, rpe=asked))
    found = by(["5 x 120"], of=of)
    assert [one.steps[0].says for one in found] == ([] if says is None else [says])


def test_what_was_done_as_planned_is_no_measurement() -> None:
    log = Log(block="test", entry=(LogEntry(what="done", week=1, session="A"),))
    assert estimates(own(), done(own(), log)) == ()


def test_the_first_set_of_an_exercise_that_nobody_knew() -> None:
    # 60 / 0.739 = 81.19; then 62.5 / 0.739 = 84.57, a third of the way is 82.32, the cap 82.00.
    rows = own(entry("barbell_row", 3, 8, rpe=8))
    (one,) = by(["8 x 60 @ 8"], ["8 x 62.5 @ 8"], of=rows, exercise="barbell_row")
    assert (one.before, [step.after for step in one.steps]) == (None, [8119, 8200])
    assert one.reason.startswith(
        "week 1: 1 set says 81.2 kg, 81.2 kg (the first that is known); week 2: 1 set says 84.6 kg"
    )


@pytest.mark.parametrize(
    ("sets", "after"),
    [
        (["1 x 152.5", "1 x 162.5", "0 x 167.5"], 16250),  # the best that was lifted
        (["1 x 180"], 18000),  # measured: no cap, nothing smoothed
        (["1 x 150 @ 9"], 15707),  # 150 / 0.955: there was one more rep in it
    ],
)
def test_a_test_is_a_measurement(sets: list[str], after: int) -> None:
    tested = own(deadlift(1, 1, 160, part="test", rpe=10))
    (one,) = by(sets, of=tested)
    assert (one.after, one.steps[0].why) == (after, "measured")
    assert one.reason.startswith("week 1: the test says")


def test_a_test_as_planned_is_what_was_planned() -> None:
    tested = own(deadlift(1, 1, 162.5, part="test", rpe=10))
    log = Log(block="test", entry=(LogEntry(what="done", week=1, session="A"),))
    (one,) = estimates(tested, done(tested, log))
    assert one.after == 16250


def test_estimates_are_in_the_unit_of_the_tool() -> None:
    (one,) = by(
        ["5 x 130 @ 8"], of=own(athlete={"units": "lb"}, equipment={"barbell": {"unit": "kg"}})
    )
    assert one.unit == "kg"
    assert one.before == 7257  # 160 lb
