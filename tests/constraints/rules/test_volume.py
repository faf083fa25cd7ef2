"""Weekly volume: pattern in, verdict out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from constraints.block import Entry
from constraints.rule import Breach
from constraints.rules.volume import VolumeMaximum, VolumeMinimum, VolumeTarget
from constraints.rules.volume_middle import VolumeMiddle
from tests.builders import block, entry, scenario, session

Volume = VolumeMinimum | VolumeMaximum | VolumeTarget | VolumeMiddle
BAND = scenario().volume["glutes"]
LEAST, LOW, HIGH, MOST = (round(4 * end) for end in (BAND.min, *BAND.target, BAND.max))
MIDDLE, FREE = (LOW + HIGH) // 2, 4  # free is a set: an eighth of the band is no more
MIDDLE_LOW, MIDDLE_HIGH = MIDDLE - FREE, MIDDLE + FREE
PLAIN: dict[str, Any] = {"goal": {"test": None}, "deload": {"every": 0}}


def glutes(quarters: int) -> list[Entry]:
    """Sets that make so many quarter-sets for the glutes."""
    parts = (("glute_bridge", quarters // 4), ("bird_dog", quarters % 4))
    return [entry(name, sets, 8) for name, sets in parts if sets]


def breaches(
    kind: type[Volume], *weeks: int | list[Entry], muscle: str = "glutes", **changes: Any
) -> list[Breach]:
    """What a rule says of a group in weeks with so many quarter-sets for the glutes."""
    ask = {**PLAIN, "weeks": len(weeks), **changes}
    sessions = [
        session(date(2027, 2, 1) + timedelta(weeks=week),
                exercises=glutes(done) if isinstance(done, int) else done, week=week + 1)
        for week, done in enumerate(weeks)
    ]  # fmt: skip
    found = [
        b for rule in kind.asked_by(scenario(**ask)) for b in rule.audit(block(sessions, **ask))
    ]
    return [breach for breach in found if breach.where.muscle == muscle]


def excess(kind: type[Volume], *weeks: int | list[Entry], **changes: Any) -> list[int]:
    """The points of the breaches."""
    return [breach.excess for breach in breaches(kind, *weeks, **changes)]


DELOAD: dict[str, Any] = {"deload": {"weeks": [1]}}
TAPER: dict[str, Any] = {"phase_plan": [{"phase": "taper", "weeks": 1}]}
AWAY: dict[str, Any] = {
    "availability": {"away": [{"from": date(2027, 2, 3), "to": date(2027, 2, 3)}]}
}
TWO_MATCHES: dict[str, Any] = {"season": {"matches": [date(2027, 2, 3), date(2027, 2, 7)]}}
ONE_MATCH: dict[str, Any] = {"season": {"matches": [date(2027, 2, 3)]}}
AWAY_ON_A_CLOSED_DAY: dict[str, Any] = {
    "availability": {"away": [{"from": date(2027, 2, 4), "to": date(2027, 2, 4)}]}
}


def test_the_ends_are_those_of_every_group_of_the_scenario() -> None:
    ask = scenario()
    low = [
        (muscle, round(4 * band.target[0]), round(4 * band.target[1]))
        for muscle, band in ask.volume.items()
    ]
    least = tuple((muscle, round(4 * band.min)) for muscle, band in ask.volume.items())
    most = tuple((muscle, round(4 * band.max)) for muscle, band in ask.volume.items())
    lower = tuple((muscle, first * 40 // 100) for muscle, first, _ in low)  # rounded down
    assert VolumeMinimum.asked_by(ask) == (
        VolumeMinimum(priority="should", least=least, lower=lower, short=frozenset()),
    )
    assert VolumeMaximum.asked_by(ask) == (VolumeMaximum(priority="must", most=most),)
    assert VolumeTarget.asked_by(ask) == (
        VolumeTarget(priority="prefer", bands=tuple(low), short=frozenset()),
    )
    free = {muscle: max(4, (last - first) // 8) for muscle, first, last in low}
    half = {muscle: (first + last) // 2 for muscle, first, last in low}
    middle = tuple((m, half[m] - free[m], half[m] + free[m]) for m in half)
    raised = tuple((m, half[m], half[m] + 2 * free[m]) for m in half)
    assert VolumeMiddle.asked_by(ask) == (
        VolumeMiddle(priority="prefer", bands=middle, raised=raised, short=frozenset()),
    )


@pytest.mark.parametrize(
    ("kind", "inside", "outside", "limit", "priority"),
    [
        (VolumeMinimum, LEAST, LEAST - 1, LEAST, "should"),
        (VolumeMaximum, MOST, MOST + 1, MOST, "must"),
        (VolumeTarget, LOW, LOW - 1, LOW, "prefer"),
        (VolumeTarget, HIGH, HIGH + 1, HIGH, "prefer"),
    ],
)
def test_a_quarter_of_a_set_is_a_point(
    kind: type[Volume], inside: int, outside: int, limit: int, priority: str
) -> None:
    assert breaches(kind, inside) == []
    (breach,) = breaches(kind, outside)
    assert (breach.measured, breach.limit, breach.unit) == (outside / 4, limit / 4, "sets")
    assert (breach.excess, breach.priority) == (1, priority)
    assert (breach.where.week, breach.where.session, breach.where.muscle) == (1, None, "glutes")


@pytest.mark.parametrize(
    ("kind", "quarters", "points"),
    [
        (VolumeMinimum, LEAST - 7, 7),
        (VolumeMinimum, 0, LEAST),
        (VolumeMaximum, MOST + 7, 7),
        (VolumeTarget, LOW - 7, 7),
        (VolumeTarget, HIGH + 7, 7),
    ],
)
def test_every_quarter_counts(kind: type[Volume], quarters: int, points: int) -> None:
    assert excess(kind, quarters) == [points]


@pytest.mark.parametrize("kind", [VolumeMinimum, VolumeMaximum, VolumeTarget])
def test_every_week_counts(kind: type[Volume]) -> None:
    off = MOST + 1 if kind is VolumeMaximum else LEAST - 1
    assert [breach.where.week for breach in breaches(kind, off, LOW, off)] == [1, 3]


def test_every_group_counts() -> None:
    for muscle in scenario().volume:
        assert len(breaches(VolumeMinimum, [], muscle=muscle)) == 1
        assert len(breaches(VolumeTarget, [], muscle=muscle)) == 1


def test_all_sessions_of_a_week_add_up() -> None:
    ask = {**PLAIN, "weeks": 1}
    (rule,) = VolumeMinimum.asked_by(scenario(**ask))
    parts = (LEAST // 2, LEAST - LEAST // 2)
    days = [session(date(2027, 2, 1 + 2 * n), exercises=glutes(q)) for n, q in enumerate(parts)]
    for held, count in ((days, 0), (days[:1], 1)):
        found = [b for b in rule.audit(block(held, **ask)) if b.where.muscle == "glutes"]
        assert len(found) == count


@pytest.mark.parametrize(
    ("exercise", "quarters"),
    [("box_jump", 0), ("power_clean", 2), ("conventional_deadlift", 4), ("bird_dog", 1)],
)
def test_a_set_counts_by_credit_and_kind(exercise: str, quarters: int) -> None:
    assert excess(VolumeMinimum, [entry(exercise, 3, 3)]) == [LEAST - 3 * quarters]


@pytest.mark.parametrize(
    ("kind", "week", "is_free"),
    [
        (VolumeMinimum, TAPER, True),
        (VolumeMinimum, AWAY, True),
        (VolumeMinimum, TWO_MATCHES, True),
        (VolumeMinimum, ONE_MATCH, False),
        (VolumeMinimum, AWAY_ON_A_CLOSED_DAY, False),
        (VolumeTarget, DELOAD, True),
        (VolumeTarget, TAPER, True),
        (VolumeTarget, AWAY, True),
        (VolumeTarget, TWO_MATCHES, True),
        (VolumeTarget, ONE_MATCH, False),
        (VolumeTarget, AWAY_ON_A_CLOSED_DAY, False),
        (VolumeMiddle, DELOAD, True),
        (VolumeMiddle, TAPER, True),
        (VolumeMiddle, AWAY, True),
        (VolumeMiddle, TWO_MATCHES, True),
        (VolumeMiddle, ONE_MATCH, False),
    ],
)
def test_weeks_that_are_free(kind: type[Volume], week: dict[str, Any], is_free: bool) -> None:
    assert bool(breaches(kind, 0, **week)) is not is_free


@pytest.mark.parametrize(("weeks", "when"), [(1, "week 1: "), (2, "weeks 1 to 2: ")])
def test_a_stretch_is_called_by_its_weeks(weeks: int, when: str) -> None:
    (breach,) = breaches(VolumeMiddle, *[0] * weeks)
    assert breach.text.startswith(f"{when}glutes 0 sets a week")


@pytest.mark.parametrize("week", [DELOAD, TAPER, AWAY, TWO_MATCHES])
def test_no_week_is_free_of_the_maximum(week: dict[str, Any]) -> None:
    assert excess(VolumeMaximum, MOST, **week) == []
    assert excess(VolumeMaximum, MOST + 2, **week) == [2]


def test_a_deload_owes_40_percent_of_the_lower_end_of_the_target() -> None:
    least = round(0.4 * LOW)
    assert least < LEAST
    assert excess(VolumeMinimum, least, **DELOAD) == []
    (breach,) = breaches(VolumeMinimum, least - 1, **DELOAD)
    assert (breach.measured, breach.limit, breach.excess) == ((least - 1) / 4, least / 4, 1)


def test_a_deload_never_owes_more_than_another_week() -> None:
    small: dict[str, Any] = {"volume": {"glutes": {"min": 1}}}
    assert excess(VolumeMinimum, 4, **DELOAD, **small) == []
    assert [breach.limit for breach in breaches(VolumeMinimum, 3, **DELOAD, **small)] == [1]


def test_a_written_minimum_is_a_must_for_its_group_only() -> None:
    own: dict[str, Any] = {"volume": {"glutes": {"min": BAND.min + 1}}}
    (breach,) = breaches(VolumeMinimum, LEAST + 3, **own)
    assert (breach.limit, breach.priority, breach.excess) == (BAND.min + 1, "must", 1)
    (other,) = breaches(VolumeMinimum, 0, muscle="lats", **own)
    assert other.priority == "should"
    ranked = {**own, "priorities": {"volume-minimum": "prefer"}}
    assert [breach.priority for breach in breaches(VolumeMinimum, 0, **ranked)] == ["prefer"]


def test_a_written_maximum_moves_the_limit_and_stays_a_must_unless_ranked() -> None:
    own: dict[str, Any] = {"volume": {"glutes": {"max": BAND.max + 1}}}
    (breach,) = breaches(VolumeMaximum, MOST + 5, **own)
    assert (breach.limit, breach.priority, breach.excess) == (BAND.max + 1, "must", 1)
    assert breaches(VolumeMaximum, MOST + 4, **own) == []
    ranked = {**own, "priorities": {"volume-maximum": "should"}}
    assert [breach.priority for breach in breaches(VolumeMaximum, MOST + 5, **ranked)] == ["should"]


def test_a_written_target_stays_a_wish() -> None:
    own: dict[str, Any] = {"volume": {"glutes": {"target": [8, 9]}}}
    assert [b.priority for b in breaches(VolumeTarget, 31, **own)] == ["prefer"]
    assert [b.limit for b in breaches(VolumeTarget, 37, **own)] == [9]
    assert breaches(VolumeTarget, 32, **own) == breaches(VolumeTarget, 36, **own) == []


@pytest.mark.parametrize("kind", [VolumeMinimum, VolumeMaximum, VolumeTarget, VolumeMiddle])
def test_off_asks_nothing(kind: type[Volume]) -> None:
    own = {"volume": {"glutes": {"min": 5, "max": 30}}}
    assert kind.asked_by(scenario(priorities={kind.slug: "off"}, **own)) == ()


# -- the middle of the band, over a phase ------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "points", "end"),
    [
        (2 * MIDDLE_LOW, [], 0),
        (2 * MIDDLE_LOW - 1, [1], MIDDLE_LOW),
        (2 * MIDDLE_LOW - 4, [1], MIDDLE_LOW),
        (2 * MIDDLE_LOW - 5, [2], MIDDLE_LOW),
        (2 * MIDDLE_HIGH, [], 0),
        (2 * MIDDLE_HIGH + 1, [1], MIDDLE_HIGH),
        (2 * MIDDLE_HIGH + 4, [1], MIDDLE_HIGH),
        (2 * MIDDLE_HIGH + 5, [2], MIDDLE_HIGH),
    ],
)
def test_the_weeks_of_a_phase_are_summed_and_a_point_is_a_set_begun(
    total: int, points: list[int], end: int
) -> None:
    for first in (total // 2, total // 2 + 10):
        found = breaches(VolumeMiddle, first, total - first)
        assert [breach.excess for breach in found] == points
        for breach in found:
            assert breach.measured == pytest.approx(total / 8, abs=0.001)
            assert (breach.limit, breach.unit, breach.priority) == (end / 4, "sets", "prefer")
            assert (breach.where.week, breach.where.muscle) == (1, "glutes")


def test_each_phase_is_summed_alone() -> None:
    plan = [{"phase": "accumulation", "weeks": 2}, {"phase": "intensification", "weeks": 2}]
    ends = (MIDDLE_LOW - 4, MIDDLE_LOW, MIDDLE_HIGH, MIDDLE_HIGH + 8)
    found = breaches(VolumeMiddle, *ends, phase_plan=plan)
    assert [(breach.where.week, breach.excess) for breach in found] == [(1, 1), (3, 2)]
    assert "weeks 3 to 4" in found[1].text


def test_lighter_and_short_weeks_are_left_out_of_the_sum() -> None:
    weeks = (MIDDLE_LOW, 0, MIDDLE_LOW)
    assert len(breaches(VolumeMiddle, *weeks)) == 1
    assert breaches(VolumeMiddle, *weeks, deload={"weeks": [2], "every": 0}) == []
    away = {"away": [{"from": date(2027, 2, 10), "to": date(2027, 2, 10)}]}
    assert breaches(VolumeMiddle, *weeks, availability=away) == []
    assert breaches(VolumeMiddle, MIDDLE_LOW, MIDDLE_LOW, 0, deload={"weeks": [3]}) == []


@pytest.mark.parametrize(
    ("target", "ends"),
    [
        ([10, 18], (13, 15)),  # an eighth of 8 sets is a set
        ([4, 20], (10, 14)),
        ([8, 18], (11.75, 14.25)),
        ([8, 10], (8, 10)),
        ([9, 10], (8.5, 10.5)),  # never less than a set
    ],
)
def test_an_eighth_of_the_band_is_free_or_a_set(
    target: list[float], ends: tuple[float, float]
) -> None:
    own: dict[str, Any] = {"volume": {"glutes": {"min": 0, "target": target}}}
    low, high = (round(4 * end) for end in ends)
    assert breaches(VolumeMiddle, low, **own) == breaches(VolumeMiddle, high, **own) == []
    found = [*breaches(VolumeMiddle, low - 1, **own), *breaches(VolumeMiddle, high + 1, **own)]
    assert [(b.limit, b.excess) for b in found] == [(ends[0], 1), (ends[1], 1)]


# -- before a realization volume peaks ---------------------------------------------------------


def phases(*names: str) -> dict[str, Any]:
    """A block with a week of each of these phases."""
    return {"phase_plan": [{"phase": name, "weeks": 1} for name in names]}


def limits(*weeks: int, **changes: Any) -> list[tuple[int | None, float]]:
    """Week and limit of the breaches."""
    return [(b.where.week, 4 * b.limit) for b in breaches(VolumeMiddle, *weeks, **changes)]


@pytest.mark.parametrize("phase", ["accumulation", "intensification"])
def test_before_a_realization_volume_lies_from_the_middle_to_twice_as_far_above(phase: str) -> None:
    peak = phases(phase, "realization")
    assert limits(MIDDLE, MIDDLE, **peak) == limits(MIDDLE + 2 * FREE, MIDDLE, **peak) == []
    assert limits(MIDDLE - 1, MIDDLE, **peak) == [(1, MIDDLE)]
    assert limits(MIDDLE + 2 * FREE + 1, MIDDLE, **peak) == [(1, MIDDLE + 2 * FREE)]


def test_only_the_phase_before_a_realization_is_raised() -> None:
    plan = phases("accumulation", "intensification", "realization")
    assert limits(MIDDLE_LOW, MIDDLE, MIDDLE_LOW, **plan) == []
    assert limits(MIDDLE_HIGH + 1, MIDDLE_HIGH + 1, MIDDLE_HIGH + 1, **plan) == [
        (1, MIDDLE_HIGH), (3, MIDDLE_HIGH),
    ]  # fmt: skip
    again = phases("realization", "realization")
    assert limits(MIDDLE_LOW, MIDDLE_LOW, **again) == []
    before_a_test = phases("accumulation", "taper")
    assert limits(MIDDLE_LOW, 0, **before_a_test) == []


def test_a_realization_without_a_full_week_raises_nothing() -> None:
    away = {"away": [{"from": date(2027, 2, 10), "to": date(2027, 2, 10)}]}
    peak = phases("accumulation", "realization")
    assert limits(MIDDLE_LOW, 0, availability=away, **peak) == []
    assert limits(MIDDLE_LOW, MIDDLE, **peak) == [(1, MIDDLE)]
