"""Heavy hinges around hard sessions elsewhere: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.elsewhere_gap import ElsewhereGap, ElsewhereModerateGap
from tests.builders import block, deadlift, entry, scenario, session

HEAVY, MODERATE = deadlift(3, 3, 130), deadlift(4, 6, 112.5)  # 81 % and 70 %
HARD = {"title": "Team", "on": date(2027, 2, 10), "at": time(18), "axial": 10}  # a Wednesday


def at(when: str, *entries: Entry, **more: Any) -> Session:
    """A session at a local time of February, such as "08 18:00", in the week that it falls in."""
    moment = datetime.fromisoformat(f"2027-02-{when}")
    week = (moment.date() - date(2027, 2, 1)).days // 7 + 1
    return session(moment.date(), moment.time(), exercises=entries, week=week, **more)


def audited(*sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What the rule says of these sessions."""
    ask: dict[str, Any] = {"elsewhere": [HARD], **changes}
    (rule,) = ElsewhereGap.asked_by(scenario(**ask))
    return rule.audit(block(sessions, **ask))


@pytest.mark.parametrize(
    ("when", "hours"),
    [
        ("09 06:00", None),  # 36 hours before
        ("09 06:30", 35.5),
        ("09 07:00", 35),
        ("10 07:00", 11),
        ("10 18:00", 0),
        ("10 20:00", 2),
        ("12 05:00", 35),
        ("12 06:00", None),  # 36 hours after
        ("08 18:00", None),
    ],
)
def test_36_hours_lie_before_and_after(when: str, hours: float | None) -> None:
    found = audited(at(when, HEAVY, label="B"))
    assert [breach.measured for breach in found] == ([] if hours is None else [hours])
    for breach in found:
        assert (breach.limit, breach.unit, breach.excess) == (36, "h", 1)
        assert (breach.where.week, breach.where.session, breach.priority) == (2, "B", "should")


@pytest.mark.parametrize(
    ("entries", "count"),
    [
        ((HEAVY,), 1),
        ((MODERATE,), 0),
        ((entry("dead_bug"), HEAVY, MODERATE), 1),
        ((entry("sumo_deadlift", 3, 5, rpe=8),), 1),
        ((entry("sumo_deadlift", 3, 5, rpe=7.5),), 0),
        ((entry("sumo_deadlift", 3, 5),), 0),  # neither load nor effort is written down
        ((entry("kettlebell_swing", 5, 20, load=32),), 0),
        ((entry("power_clean", 3, 2, percent=90),), 0),
        ((entry("romanian_deadlift", 3, 6, percent=70),), 1),
        ((deadlift(1, 1, 165, part="test"),), 0),  # its day is given
        ((deadlift(3, 3, 130, part="back_off"),), 1),
        ((), 0),
    ],
)
def test_only_heavy_hinges_keep_away(entries: tuple[Entry, ...], count: int) -> None:
    assert len(audited(at("10 07:00", *entries))) == count


def test_the_nearest_session_elsewhere_is_said_once() -> None:
    two = [HARD, {**HARD, "on": date(2027, 2, 11), "at": time(6)}]
    assert [b.measured for b in audited(at("10 20:00", HEAVY), elsewhere=two)] == [2]
    assert [b.measured for b in audited(at("11 04:00", HEAVY), elsewhere=two)] == [2]


def test_every_heavy_session_counts() -> None:
    weekly = {**HARD, "on": None, "weekday": "wednesday"}
    days = [at("09 18:00", HEAVY), at("11 18:00", HEAVY, label="B"), at("16 18:00", HEAVY)]
    found = audited(*days, elsewhere=[weekly])
    assert [(b.where.week, b.where.session) for b in found] == [(2, "A"), (2, "B"), (3, "A")]
    until = {**weekly, "until": date(2027, 2, 10)}
    assert [b.where.week for b in audited(*days, elsewhere=[until])] == [2, 2]


def test_the_night_of_a_clock_change_is_counted_on_the_wall() -> None:
    late = {**HARD, "on": date(2027, 3, 29), "at": time(6)}  # clocks go forward on the 28th
    held = [session(date(2027, 3, 27), time(hour), exercises=[HEAVY], week=8) for hour in (18, 19)]
    assert audited(held[0], elsewhere=[late]) == ()
    assert [b.measured for b in audited(held[1], elsewhere=[late])] == [35]


@pytest.mark.parametrize("hours", [0, 12, 48])
def test_the_scenario_has_the_hours(hours: int) -> None:
    own: dict[str, Any] = {"recovery": {"elsewhere_hours": hours}}
    far = {0: "10 18:00", 12: "10 06:00", 48: "08 18:00"}[hours]
    near = {0: "10 18:00", 12: "10 06:30", 48: "08 18:30"}[hours]
    assert audited(at(far, HEAVY), **own) == ()
    found = audited(at(near, HEAVY), **own)
    assert [(b.limit, b.priority) for b in found] == ([(hours, "must")] if hours else [])


@pytest.mark.parametrize(
    ("points", "least", "count"), [(10, None, 1), (9, None, 0), (9, 9, 1), (8, 9, 0), (0, 1, 0)]
)
def test_asked_when_a_session_elsewhere_is_hard(points: int, least: int | None, count: int) -> None:
    own: dict[str, Any] = {} if least is None else {"recovery": {"elsewhere_axial": least}}
    ask = scenario(elsewhere=[{**HARD, "axial": points, "hinge": "heavy"}], **own)
    assert len(ElsewhereGap.asked_by(ask)) == count


def test_only_the_hard_ones_count() -> None:
    easy = {**HARD, "axial": 9, "on": date(2027, 2, 15)}
    (rule,) = ElsewhereGap.asked_by(scenario(elsewhere=[HARD, easy]))
    assert rule == ElsewhereGap("should", 36, (datetime(2027, 2, 10, 18),))


def test_the_athlete_ranks_the_rule_or_turns_it_off() -> None:
    found = audited(at("10 07:00", HEAVY), priorities={"elsewhere-gap": "prefer"})
    assert [breach.priority for breach in found] == ["prefer"]
    off = scenario(elsewhere=[HARD], priorities={"elsewhere-gap": "off"})
    assert ElsewhereGap.asked_by(off) == ()
    assert ElsewhereGap.asked_by(scenario()) == ()


@pytest.mark.parametrize(
    ("when", "entries", "hours"),
    [
        ("10 06:00", [MODERATE], []),  # twelve hours before
        ("10 06:30", [MODERATE], [11.5]),
        ("10 20:00", [MODERATE], [2]),
        ("11 05:30", [MODERATE], [11.5]),
        ("11 06:00", [MODERATE], []),
        ("10 20:00", [HEAVY], [2]),
        ("10 20:00", [entry("conventional_deadlift", 3, 5, percent=60, rpe=4)], []),  # light
        ("10 20:00", [entry("dead_bug")], []),
    ],
)
def test_moderate_hinges_keep_12_hours(when: str, entries: list[Entry], hours: list[float]) -> None:
    ask: dict[str, Any] = {"elsewhere": [HARD]}
    (rule,) = ElsewhereModerateGap.asked_by(scenario(**ask))
    found = rule.audit(block([at(when, *entries)], **ask))
    assert [(breach.measured, breach.limit) for breach in found] == [(h, 12) for h in hours]
    assert all(breach.rule == "elsewhere-moderate-gap" for breach in found)


def test_the_athlete_has_hours_for_moderate_hinges_too() -> None:
    ask: dict[str, Any] = {"elsewhere": [HARD], "recovery": {"elsewhere_moderate_hours": 24}}
    (rule,) = ElsewhereModerateGap.asked_by(scenario(**ask))
    assert (rule.hours, rule.priority) == (24, "must")
    easy = {**ask, "elsewhere": [{**HARD, "axial": 9}]}
    assert ElsewhereModerateGap.asked_by(scenario(**easy)) == ()
