"""Hinge gaps: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from constraints.block import Entry, Session
from constraints.rule import Breach
from constraints.rules.hinge_gap import HingeGap, HingeModerateGap, LightGap, ModerateGap
from tests.builders import block, entry, scenario, session

Gap = HingeGap | HingeModerateGap | ModerateGap | LightGap
START = date(2027, 2, 1)


def pull(percent: float | None, **more: Any) -> Entry:
    """Three sets of deadlifts: heavy from 79.5 %, moderate from 65 %, else light."""
    return entry("conventional_deadlift", 3, 3, percent=percent, **more)


HEAVY, MODERATE, LIGHT = pull(85), pull(70), pull(60)
PLANK = entry("plank", 3, 30)  # no hinge at all


def at(when: str, *entries: Entry, start: date = START, **more: Any) -> Session:
    """A session at a local time, such as "2027-02-01 18:00", in the week that it falls in."""
    moment = datetime.fromisoformat(when)
    week = (moment.date() - start).days // 7 + 1
    return session(moment.date(), moment.time(), exercises=entries, week=week, **more)


def breaches(kind: type[Gap], *sessions: Session, **changes: Any) -> tuple[Breach, ...]:
    """What one of the four rules says of these sessions."""
    (rule,) = kind.asked_by(scenario(**changes))
    return rule.audit(block(sessions, **changes))


def test_the_four_rules_have_their_own_hours_and_priorities() -> None:
    ask = scenario()
    assert HingeGap.asked_by(ask) == (HingeGap("must", 72, ask),)
    assert HingeModerateGap.asked_by(ask) == (HingeModerateGap("must", 48, ask),)
    assert ModerateGap.asked_by(ask) == (ModerateGap("should", 48, ask),)
    assert LightGap.asked_by(ask) == (LightGap("should", 24, ask),)


@pytest.mark.parametrize(
    ("kind", "first", "second", "enough", "too_soon", "hours"),
    [
        (HingeGap, HEAVY, HEAVY, "02-04 18:00", "02-04 17:00", 72),
        (HingeModerateGap, HEAVY, MODERATE, "02-03 18:00", "02-03 17:00", 48),
        (HingeModerateGap, MODERATE, HEAVY, "02-03 18:00", "02-03 17:00", 48),
        (ModerateGap, MODERATE, MODERATE, "02-03 18:00", "02-03 17:00", 48),
        (LightGap, LIGHT, LIGHT, "02-02 18:00", "02-02 17:00", 24),
        (LightGap, HEAVY, LIGHT, "02-02 18:00", "02-02 17:00", 24),
        (LightGap, LIGHT, HEAVY, "02-02 18:00", "02-02 17:00", 24),
    ],
)
def test_the_hours_are_enough_and_an_hour_less_is_not(
    kind: type[Gap], first: Entry, second: Entry, enough: str, too_soon: str, hours: int
) -> None:
    monday = at("2027-02-01 18:00", first)
    assert breaches(kind, monday, at(f"2027-{enough}", second, label="B")) == ()
    (breach,) = breaches(kind, monday, at(f"2027-{too_soon}", second, label="B"))
    (rule,) = kind.asked_by(scenario())
    assert (breach.measured, breach.limit, breach.unit) == (hours - 1, hours, "h")
    assert (breach.excess, breach.rule, breach.priority) == (1, rule.slug, rule.priority)
    assert (breach.where.week, breach.where.session) == (1, "B")


def test_a_minute_too_soon_is_too_soon() -> None:
    (breach,) = breaches(
        HingeGap, at("2027-02-01 18:00", HEAVY), at("2027-02-04 17:59", HEAVY, label="B")
    )
    assert breach.measured == pytest.approx(72 - 1 / 60)


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        (HingeGap, HEAVY, MODERATE),
        (HingeGap, MODERATE, HEAVY),
        (HingeModerateGap, MODERATE, MODERATE),
        (HingeModerateGap, HEAVY, LIGHT),
        (HingeModerateGap, LIGHT, HEAVY),
        (ModerateGap, HEAVY, LIGHT),
        (ModerateGap, LIGHT, MODERATE),
        (LightGap, HEAVY, PLANK),
        (LightGap, PLANK, LIGHT),
    ],
)
def test_easier_pairs_are_free(kind: type[Gap], first: Entry, second: Entry) -> None:
    assert breaches(kind, at("2027-02-01 18:00", first), at("2027-02-02 07:00", second)) == ()


@pytest.mark.parametrize("kind", [HingeGap, HingeModerateGap, ModerateGap, LightGap])
def test_harder_pairs_count_in_every_rule_and_once(kind: type[Gap]) -> None:
    days = [at("2027-02-01 18:00", HEAVY), at("2027-02-02 07:00", HEAVY, label="B")]
    assert len(breaches(kind, *days)) == 1


def test_every_pair_counts_whatever_lies_between() -> None:
    days = [at(f"2027-02-0{day} 18:00", HEAVY, label="ABC"[day - 1]) for day in (1, 2, 3)]
    found = breaches(HingeGap, *days)
    assert sorted(breach.measured for breach in found) == [24, 24, 48]
    days[1] = at("2027-02-02 18:00", PLANK, label="B")
    assert [breach.measured for breach in breaches(HingeGap, *days)] == [48]


@pytest.mark.parametrize(("monday", "count"), [("18:00", 0), ("17:00", 1)])
def test_the_gap_runs_across_the_border_of_weeks(monday: str, count: int) -> None:
    friday, later = at("2027-02-05 18:00", HEAVY), at(f"2027-02-08 {monday}", HEAVY)
    found = breaches(HingeGap, friday, later)
    assert [(breach.measured, breach.where.week) for breach in found] == [(71, 2)] * count


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("2027-03-26 18:00", "2027-03-29 18:00", 0),  # 71 hours by the sun: the clock went forward
        ("2027-03-26 18:00", "2027-03-29 17:59", 1),
    ],
)
def test_in_spring_the_clock_on_the_wall_counts(first: str, second: str, count: int) -> None:
    pair = [at(first, HEAVY), at(second, HEAVY)]
    assert pair[0].start.utcoffset() != pair[1].start.utcoffset()
    assert len(breaches(HingeGap, *pair)) == count


@pytest.mark.parametrize(
    ("second", "count"),
    [("2027-11-01 18:00", 0), ("2027-11-01 17:00", 1)],  # 73 and 72 hours by the sun
)
def test_in_autumn_the_clock_on_the_wall_counts(second: str, count: int) -> None:
    start = date(2027, 10, 25)
    pair = [at("2027-10-29 18:00", HEAVY, start=start), at(second, HEAVY, start=start)]
    assert pair[0].start.utcoffset() != pair[1].start.utcoffset()
    found = breaches(HingeGap, *pair, start=start, weeks=2, goal={"test": None})
    assert [breach.measured for breach in found] == [71] * count


@pytest.mark.parametrize(
    ("hinge", "is_heavy"),
    [
        (pull(79.4), False),
        (pull(79.5), True),
        (pull(None, rpe=7.5), False),
        (pull(None, rpe=8), True),
        (entry("conventional_deadlift", 1, 1, part="test"), True),
        (entry("good_morning", 3, 5, percent=39.9), False),
        (entry("good_morning", 3, 5, percent=40), True),
        (entry("romanian_deadlift", 3, 6, percent=69.9), False),
        (entry("romanian_deadlift", 3, 6, percent=70), True),
        (entry("stiff_leg_deadlift", 3, 6, percent=70), True),
        (entry("hip_thrust", 3, 6, rpe=9), False),
        (entry("kb_deadlift", 3, 6, rpe=9), False),  # axial class 1
    ],
)
def test_what_is_heavy(hinge: Entry, is_heavy: bool) -> None:
    pair = [at("2027-02-01 18:00", HEAVY), at("2027-02-03 18:00", hinge)]
    assert bool(breaches(HingeGap, *pair)) is is_heavy


@pytest.mark.parametrize(
    ("hinge", "is_moderate"),
    [
        (pull(64.9), False),
        (pull(65), True),
        (pull(None, rpe=6), False),
        (pull(None, rpe=6.5), True),
        (entry("kettlebell_swing", 3, 20, load=16, per="bell"), False),
        (entry("kettlebell_swing", 4, 20, load=16, per="bell"), True),
        (entry("kettlebell_swing", 3, 20, load=24, per="bell"), True),
        (entry("power_clean", 5, 2, percent=85), False),
        (entry("power_clean", 5, 2, percent=85.1), True),
    ],
)
def test_what_is_moderate(hinge: Entry, is_moderate: bool) -> None:
    pair = [at("2027-02-01 18:00", MODERATE), at("2027-02-03 07:00", hinge)]
    assert bool(breaches(ModerateGap, *pair)) is is_moderate
    assert len(breaches(LightGap, pair[0], at("2027-02-02 07:00", hinge))) == 1


def test_the_hardest_entry_of_a_session_decides() -> None:
    mixed = at("2027-02-01 18:00", LIGHT, HEAVY, PLANK)
    assert len(breaches(HingeGap, mixed, at("2027-02-03 18:00", MODERATE, HEAVY))) == 1
    assert breaches(HingeGap, mixed, at("2027-02-03 18:00", MODERATE, LIGHT)) == ()


def elsewhere(hinge: str) -> dict[str, Any]:
    """A hinge session of the club's on Wednesday at 18:00."""
    club = {"title": "Club", "on": date(2027, 2, 3), "at": "18:00", "hinge": hinge}
    return {"elsewhere": [club]}


@pytest.mark.parametrize(
    ("kind", "club", "ours", "when", "count"),
    [
        (HingeGap, "heavy", HEAVY, "02-06 18:00", 0),
        (HingeGap, "heavy", HEAVY, "02-06 17:00", 1),
        (HingeGap, "heavy", HEAVY, "02-01 17:00", 1),
        (HingeGap, "heavy", HEAVY, "02-03 09:00", 1),  # on the same day
        (HingeGap, "heavy", HEAVY, "02-03 18:00", 1),  # at the same hour
        (HingeGap, "heavy", MODERATE, "02-04 18:00", 0),
        (HingeGap, "moderate", HEAVY, "02-04 18:00", 0),
        (HingeModerateGap, "heavy", MODERATE, "02-01 18:00", 0),
        (HingeModerateGap, "heavy", MODERATE, "02-01 19:00", 1),
        (HingeModerateGap, "moderate", HEAVY, "02-05 17:00", 1),
        (HingeModerateGap, "moderate", HEAVY, "02-05 18:00", 0),
        (HingeModerateGap, "moderate", MODERATE, "02-04 18:00", 0),
        (ModerateGap, "moderate", MODERATE, "02-05 17:00", 1),
        (ModerateGap, "light", MODERATE, "02-05 17:00", 0),
        (LightGap, "light", LIGHT, "02-04 17:00", 1),
        (LightGap, "light", LIGHT, "02-04 18:00", 0),
        (LightGap, "none", LIGHT, "02-04 17:00", 0),
    ],
)
def test_hinges_elsewhere_count_in_both_directions(
    kind: type[Gap], club: str, ours: Entry, when: str, count: int
) -> None:
    found = breaches(kind, at(f"2027-{when}", ours, label="C"), **elsewhere(club))
    assert [(breach.where.session, breach.excess) for breach in found] == [("C", 1)] * count


@pytest.mark.parametrize(
    ("when", "measured"), [("02-05 18:00", 48), ("02-03 20:00", 2), ("02-03 18:00", 0)]
)
def test_a_breach_measures_the_hours_to_the_session_elsewhere(when: str, measured: float) -> None:
    (breach,) = breaches(HingeGap, at(f"2027-{when}", HEAVY), **elsewhere("heavy"))
    assert (breach.measured, breach.limit, breach.unit) == (measured, 72, "h")


def test_of_several_sessions_elsewhere_the_nearest_that_clashes_is_measured() -> None:
    clubs = [
        {"title": "Club", "on": date(2027, 2, day), "at": "18:00", "hinge": hinge}
        for day, hinge in ((1, "heavy"), (2, "moderate"), (5, "heavy"))
    ]
    ours = at("2027-02-03 12:00", HEAVY)
    (breach,) = breaches(HingeGap, ours, elsewhere=clubs)
    assert breach.measured == 42
    (breach,) = breaches(HingeModerateGap, ours, elsewhere=clubs)
    assert breach.measured == 18


@pytest.mark.parametrize(
    ("kind", "last", "ours", "when", "count"),
    [
        (HingeGap, date(2027, 1, 29), HEAVY, "12:00", 0),  # counted from noon
        (HingeGap, date(2027, 1, 29), HEAVY, "11:00", 1),
        (HingeGap, date(2027, 1, 30), MODERATE, "11:00", 0),
        (HingeModerateGap, date(2027, 1, 30), MODERATE, "12:00", 0),
        (HingeModerateGap, date(2027, 1, 30), MODERATE, "11:00", 1),
    ],
)
def test_the_last_heavy_hinge_before_the_block_counts(
    kind: type[Gap], last: date, ours: Entry, when: str, count: int
) -> None:
    recovery = {"last_heavy_hinge": last}
    assert len(breaches(kind, at(f"2027-02-01 {when}", ours), recovery=recovery)) == count


@pytest.mark.parametrize("kind", [HingeGap, HingeModerateGap, ModerateGap, LightGap])
def test_written_hours_are_a_must_and_zero_or_off_asks_nothing(kind: type[Gap]) -> None:
    (rule,) = kind.asked_by(scenario(recovery={kind.key: 100}))
    assert (rule.hours, rule.priority) == (100, "must")
    ranked = scenario(recovery={kind.key: 100}, priorities={kind.slug: "prefer"})
    assert [rule.priority for rule in kind.asked_by(ranked)] == ["prefer"]
    assert kind.asked_by(scenario(recovery={kind.key: 0})) == ()
    assert kind.asked_by(scenario(priorities={kind.slug: "off"})) == ()


def test_written_hours_move_the_limit_and_not_that_of_the_others() -> None:
    pair = [at("2027-02-01 18:00", HEAVY), at("2027-02-05 17:00", HEAVY)]
    (breach,) = breaches(HingeGap, *pair, recovery={"heavy_hinge_hours": 96})
    assert (breach.measured, breach.limit) == (95, 96)
    assert breaches(HingeModerateGap, *pair, recovery={"heavy_hinge_hours": 96}) == ()


def test_masters_wait_longer() -> None:
    hours = {
        kind: kind.asked_by(scenario(profile="masters"))[0].hours
        for kind in (HingeGap, HingeModerateGap, ModerateGap, LightGap)
    }
    assert list(hours.values()) == [96, 72, 48, 48]
