"""The weeks of the page: every session as one reads it in the gym."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from constraints.block import Entry
from planner.exports import words
from planner.exports.html.sheet import phases, times
from tests.builders import block, deadlift, entry, session, weeks
from tests.planner.exports.page import all_of, by_id, of_class, parsed, said

pytestmark = pytest.mark.usefixtures("no_pictures")


def test_every_session_exercise_and_load() -> None:
    own = block(weeks(3))
    root = parsed(own)
    sheets = of_class(root, "session")
    assert len(sheets) == len(own.sessions)
    for planned_session, sheet in zip(own.in_order, sheets, strict=True):
        text = said(sheet)
        assert f"{planned_session.start:%H:%M} to {planned_session.end:%H:%M}" in text
        assert f"{planned_session.minutes} min" in text
        rows = all_of(of_class(sheet, "sheet")[0], "h5")
        assert len(rows) == len(planned_session.exercises)
        for one in planned_session.exercises:
            assert words.name(own, one.exercise) in text
            assert _plain(times(words.scheme(one)).partition(" per side")[0]) in text
            if one.load is not None:
                assert f"{words.number(one.load)} {one.unit}" in text
            for ramp in one.warmup:
                assert f"{ramp.reps} \u00d7 {words.number(ramp.load or 0)} {one.unit}" in text
        boxes = all_of(sheet, "input", type="checkbox")
        assert len(boxes) == sum(e.sets + len(e.warmup) for e in planned_session.exercises)


def _plain(text: str) -> str:
    return " ".join(text.split())


def only(one: Entry, **changes: Any) -> str:
    """What the sheet of a session with a single exercise says."""
    (sheet,) = of_class(parsed(block([session(exercises=[one])], **changes)), "sheet")
    return said(sheet)


def test_plates_of_each_side() -> None:
    text = only(deadlift(load=112.5))
    assert "20 kg bar, each side 25 20 1.25 RPE 5, rest 3:30, 70.3% of 1RM" in text
    assert "5 \u00d7 45 kg 10 2.5" in text


def test_an_empty_bar_has_no_plates() -> None:
    assert "20 kg bar, no plates" in only(deadlift(load=20, warmup=[]))


def test_a_load_that_the_bar_cannot_have_shows_no_plates() -> None:
    text = only(deadlift(load=111.1, warmup=[]))
    assert "111.1 kg" in text
    assert "bar" not in text


def test_trap_bar_and_pounds() -> None:
    lb: dict[str, Any] = {"unit": "lb", "per": "bar", "load": 225}
    equipment = {"units": "lb", "barbell": {"bar": 45, "plates": [2.5, 5, 10, 25, 35, 45]}}
    text = only(entry(**lb), athlete={"units": "lb"}, equipment=equipment)
    assert "225 lb" in text
    assert "45 lb bar, each side 45 45" in text
    trap = entry("trap_bar_deadlift", load=125)
    text = only(trap, equipment={"trap_bar": {"bar": 25, "plates": [5, 10, 20]}})
    assert "25 kg trap bar, each side 20 20 10" in text


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (entry("step_up", sides=2, load=20, per="hand"), "4 \u00d7 6 per side 20 kg per hand"),
        (entry("kettlebell_swing", load=24, per="bell"), "4 \u00d7 6 24 kg bell"),
        (entry("barbell_row", rpe=7), "4 \u00d7 6 work up to RPE 7"),
        (entry("barbell_row"), "4 \u00d7 6 load by feel"),
        (entry("barbell_row", rpe=4), "4 \u00d7 6 load by feel"),
        (entry("plank", reps=30, rep_unit="seconds"), "4 \u00d7 30 s"),
        (entry("nordic_curl", rpe=8), "4 \u00d7 6 RPE 8, rest 2:00"),
        (deadlift(1, 1, 147.5, part="top", warmup=[]), "Conventional deadlift top set"),
        (deadlift(2, 3, 120, part="back_off", warmup=[]), "Conventional deadlift back-off"),
        (
            deadlift(1, 1, 160, part="test", warmup=[]),
            "Attempts 152.5 kg 25 25 15 1.25 160 kg 25 25 20 165 kg",
        ),
    ],
)
def test_what_one_reads_in_the_gym(one: Entry, shown: str) -> None:
    assert shown in only(one)


def test_warm_up_comes_first() -> None:
    assert only(entry()).startswith("18:00 to 19:05; warm-up 8 min")
    assert "warm-up" not in only(entry(), session={"warm_up_minutes": 0})


def test_weeks_phases_deloads_and_what_else_fills_them() -> None:
    own = block(
        weeks(),
        availability={"away": [{"from": date(2027, 2, 26), "to": date(2027, 3, 2), "why": "sea"}]},
        season={"matches": [date(2027, 2, 7), datetime(2027, 2, 10, 19, 45)]},
        elsewhere=[{"title": "Rugby", "on": date(2027, 2, 9), "at": "19:00", "contacts": 30}],
    )
    root = parsed(own)
    heads = [said(one) for one in all_of(root, "h4")]
    assert heads[:4] == ["Week 1", "Week 2", "Week 3", "Week 4 Deload"]
    assert len(heads) == 12
    assert "Accumulation weeks 1 to 4" in [said(one) for one in all_of(root, "h3")]
    first, second = (said(by_id(root, name)) for name in ("week-1", "week-2"))
    assert "Sun 7 Feb: match" in first  # its time is not known
    assert "Tue 9 Feb 19:00: Rugby Wed 10 Feb 19:45: match" in second, "in the order of time"
    for week in ("week-4", "week-5"):
        assert "Away Fri 26 Feb to Tue 2 Mar: sea" in said(by_id(root, week))
    assert "Away" not in said(by_id(root, "week-6"))


def test_the_calendar_leads_to_every_session() -> None:
    own = block(
        weeks(),
        availability={"away": [{"from": date(2027, 2, 26), "to": date(2027, 3, 2)}]},
        season={"matches": [date(2027, 2, 7)]},
    )
    root = parsed(own)
    (calendar,) = of_class(root, "calendar")
    rows = [one for one in all_of(calendar, "tr") if all_of(one, "td")]
    assert len(rows) == len(own.timeline)
    assert {len(all_of(one, "td")) for one in rows} == {7}
    assert [said(one) for one in all_of(calendar, "th")][:3] == ["Week", "Mo", "Tu"]
    links = [one for cell in all_of(calendar, "td") for one in all_of(cell, "a")]
    anchors = [one.get("id") for one in of_class(root, "session")]
    assert [one.get("href") for one in links] == [f"#{anchor}" for anchor in anchors]
    assert said(links[1]).startswith("3Wed 3 Feb: B Deadlift")
    assert said(rows[0]).endswith("7M match")
    away = [said(one) for row in rows[3:5] for one in all_of(row, "td") if "away" in said(one)]
    assert len(away) == 3, "and two sessions on days away"
    assert "M match; \u2013 away" in said(calendar)


def test_a_headline_is_broken_before_its_load_only() -> None:
    one = entry("step_up", sides=2, load=16, per="hand")
    (sheet,) = of_class(parsed(block([session(exercises=[one])])), "what")
    (headline,) = all_of(sheet, "strong")
    assert (headline.text or "").split(" ") == [
        "Step-up", "4\u202f\u00d7\u202f6\u00a0per\u00a0side", "@\u00a016\u00a0kg\u00a0per\u00a0hand"
    ]  # fmt: skip


def test_long_weeks_and_long_blocks() -> None:
    days = [
        session(date(2027, 2, 1) + timedelta(days=8 * week), week=week + 1) for week in range(24)
    ]
    root = parsed(block(days, weeks=24, week_days=8, goal={"test": None}))
    assert len(of_class(root, "week")) == 24
    assert "a week here has 8 days" in said(all_of(root, "header")[0])
    (calendar,) = of_class(root, "calendar")
    assert said(all_of(calendar, "tr")[0]) == "Week 1 2 3 4 5 6 7 8".replace(" ", "")
    assert said(all_of(calendar, "td")[8]) == "Tu 9Tue 9 Feb: A Deadlift 4 \u00d7 6 @ 112.5 kg"


def test_a_week_after_a_pause_says_so() -> None:
    away = {"away": [{"from": date(2027, 2, 8), "to": date(2027, 2, 18)}]}
    (first, *_) = phases(block([], availability=away))
    light = [any("After a pause" in note for note in week.notes) for week in first.weeks]
    assert light == [False, False, True, False]
