"""Percents, reps and RPE: the tables at their points, between them and beyond them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.strength import (
    IMPOSSIBLE_RPE_HALVES,
    RPE_TABLE,
    Unit,
    Zone,
    chart_reps,
    convert,
    estimated_max,
    percent_at,
    percent_of_load,
    prilepin,
    rpe_at,
)


@pytest.mark.parametrize(
    ("reps", "rpe", "percent"),
    [
        *((1, 10, 100), (1, 9.5, 97.8), (1, 9, 95.5), (1, 8, 92.2), (1, 7, 89.2), (5, 10, 86.3)),
        *((5, 9, 83.7), (5, 8, 81.1), (8, 8, 73.9), (10, 5, 59.9), (10, 4, 57.4)),
        (10, 4.5, 58.7),  # the table skips 15.5: the middle of 59.9 and 57.4
        (11, 4, 54.9),  # beyond the end: 2.5 points a rep
        (60, 5, 0),
    ],
)
def test_percent_at(reps: int, rpe: float, percent: float) -> None:
    assert percent_at(reps, round(rpe * 2)) == round(percent * 10)


@pytest.mark.parametrize(("reps", "rpe_halves"), [(0, 16), (5, 21), (5, -1)])
def test_percent_at_refuses(reps: int, rpe_halves: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        percent_at(reps, rpe_halves)


@pytest.mark.parametrize(
    ("percent", "reps", "rpe"),
    [
        (70.3, 6, 5.0),  # 4.85
        (70, 6, 4.5),  # 4.73
        (72.5, 6, 5.5),  # 5.56
        (85, 3, 7.5),
        (90, 2, 8.5),  # 8.27, nearer to 8.5
        (92.5, 1, 8.0),  # 8.09
        (100, 1, 10),
        (101, 1, 10),  # 10.23 rounds to 10
        (85, 8, 10.5),
        (102.5, 1, 10.5),
        (250, 3, 10.5),
        (50, 1, 0),
        (0, 1, 0),
        (50, 15, 6.0),  # beyond the end: place 18.96 of reps + 10 - RPE
    ],
)
def test_rpe_at(percent: float, reps: int, rpe: float) -> None:
    assert rpe_at(round(percent * 10), reps) == round(rpe * 2)


@pytest.mark.parametrize(("percent", "reps"), [(700, 0), (-1, 5)])
def test_rpe_at_refuses(percent: int, reps: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        rpe_at(percent, reps)


@given(reps=st.integers(1, 20), rpe_halves=st.integers(0, 20))
def test_rpe_is_the_inverse_of_percent_at_the_places_of_the_table(
    reps: int, rpe_halves: int
) -> None:
    percent = percent_at(reps, rpe_halves)
    if percent > 0:
        assert rpe_at(percent, reps) == rpe_halves


@given(percent=st.integers(0, 1200), reps=st.integers(1, 29))
def test_more_weight_or_more_reps_are_never_easier(percent: int, reps: int) -> None:
    rpe = rpe_at(percent, reps)
    assert 0 <= rpe <= IMPOSSIBLE_RPE_HALVES
    assert rpe_at(percent + 1, reps) >= rpe
    assert rpe_at(percent, reps + 1) >= rpe
    assert chart_reps(percent + 1) <= chart_reps(percent)


def test_the_table_falls_and_holds_every_half_rep() -> None:
    assert len(RPE_TABLE) == 31
    assert all(a > b for a, b in pairwise(RPE_TABLE))


@pytest.mark.parametrize(
    ("percent", "reps"),
    [
        *((100.1, 0), (100, 1), (99.9, 1), (95, 2), (93, 3), (90, 4), (87, 5), (86.9, 5)),
        *((85.1, 5), (85, 6), (83, 7), (80, 8), (77, 9), (75, 10), (75.1, 9)),
        *((72.6, 10), (72.5, 11), (70.1, 11), (70, 12), (69.9, 12), (68.3, 13), (66.6, 14)),
        *((66.7, 13), (65, 15), (64.9, 15), (64, 16), (60, 20), (50, 30), (20, 30)),
    ],
)
def test_chart_reps(percent: float, reps: int) -> None:
    assert chart_reps(round(percent * 10)) == reps


@pytest.mark.parametrize(
    ("load", "reps", "rpe", "one_rm"),
    [
        (100, 1, 10, 100),
        (24, 10, 8, 35.29),  # 24 / 0.68
        (112.5, 6, 5, 159.12),  # 112.5 / 0.707
        (20, 30, 6, 34.84),  # longer than the table: counts as its last place, 57.4 %
    ],
)
def test_estimated_max(load: float, reps: int, rpe: float, one_rm: float) -> None:
    assert estimated_max(round(load * 100), reps, round(rpe * 2)) == round(one_rm * 100)


@pytest.mark.parametrize(
    ("percent", "zone"),
    [
        (549, None),
        (550, Zone(3, 6, 18, 24, 30)),
        (699, Zone(3, 6, 18, 24, 30)),
        (700, Zone(3, 6, 12, 18, 24)),
        (799, Zone(3, 6, 12, 18, 24)),
        (800, Zone(2, 4, 10, 15, 20)),
        (899, Zone(2, 4, 10, 15, 20)),
        (900, Zone(1, 2, 4, 7, 10)),
        (1050, Zone(1, 2, 4, 7, 10)),
    ],
)
def test_prilepin(percent: int, zone: Zone | None) -> None:
    assert prilepin(percent) == zone


@pytest.mark.parametrize(
    ("load", "one_rm", "percent"),
    [(11250, 16000, 703), (1, 2000, 1), (3, 20000, 0), (16000, 16000, 1000), (0, 100, 0)],
)
def test_percent_of_load_rounds_a_half_up(load: int, one_rm: int, percent: int) -> None:
    assert percent_of_load(load, one_rm) == percent


def test_percent_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        percent_of_load(100, 0)


@pytest.mark.parametrize(
    ("weight", "frm", "to", "result"),
    [
        (10000, "lb", "kg", 4536),
        (10000, "kg", "lb", 22046),
        (4500, "lb", "kg", 2041),
        (2000, "kg", "lb", 4409),
        (123, "kg", "kg", 123),
    ],
)
def test_convert(weight: int, frm: Unit, to: Unit, result: int) -> None:
    assert convert(weight, frm, to) == result


@given(st.integers(0, 200_000))
def test_kilograms_survive_the_way_through_pounds(weight: int) -> None:
    assert convert(convert(weight, "kg", "lb"), "lb", "kg") == weight
