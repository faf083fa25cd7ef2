"""The ramp: how many sets, how heavy, and what holds on every rack."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.ramp import RampSet, Style, attempts, ramp

GYM = tuple(range(2000, 40001, 250))  # a 20 kg bar and 1.25 kg plates

racks = st.sets(st.integers(1, 200), min_size=1, max_size=12).map(lambda s: tuple(sorted(s)))
styles = st.sampled_from(("main", "olympic", "heavy", "none"))
percents = st.none() | st.integers(300, 1050)


def sets(work: float, percent: float | None, style: Style = "main") -> list[tuple[int, float]]:
    tenths = None if percent is None else round(percent * 10)
    return [(s.reps, s.load / 100) for s in ramp(round(work * 100), tenths, style, GYM)]


@pytest.mark.parametrize(
    ("work", "percent", "expected"),
    [
        (112.5, 70.3, [(5, 45), (4, 70), (3, 97.5)]),
        (112.5, None, [(5, 45), (4, 70), (3, 97.5)]),
        (127.5, 79.4, [(5, 50), (4, 80), (3, 110)]),
        (127.5, 79.5, [(5, 50), (4, 75), (3, 95), (1, 112.5)]),
        (145, 90.6, [(5, 57.5), (4, 85), (3, 107.5), (1, 127.5)]),
    ],
)
def test_main(work: float, percent: float | None, expected: list[tuple[int, float]]) -> None:
    assert sets(work, percent) == expected


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("olympic", [(5, 20), (3, 35), (2, 47.5)]),
        ("heavy", [(5, 32.5), (3, 47.5)]),
        ("none", []),
    ],
)
def test_other_styles(style: Style, expected: list[tuple[int, float]]) -> None:
    assert sets(57.5, 70, style) == expected


def test_a_bar_above_the_first_fraction_is_the_first_set_and_the_rest_rise_evenly() -> None:
    assert sets(35, 60) == [(5, 20), (4, 25), (3, 30)]


@pytest.mark.parametrize("style", ["main", "olympic", "heavy"])
def test_a_bar_above_the_last_fraction_is_the_only_set(style: Style) -> None:
    assert sets(22.5, 70, style) == [(5, 20)]


@pytest.mark.parametrize("style", ["main", "olympic", "heavy", "none"])
def test_nothing_lighter_or_nothing_known_gives_no_ramp(style: Style) -> None:
    assert sets(20, 70, style) == []
    assert ramp(5000, 700, style, ()) == ()


def test_few_bells_give_few_sets() -> None:
    assert ramp(24, 700, "main", (12, 16, 24)) == (RampSet(5, 12), RampSet(4, 16))


def test_only_light_loads_still_give_a_rising_ramp() -> None:
    assert [s.load for s in ramp(100, 700, "main", (5, 10, 15, 18, 20))] == [15, 18, 20]


@given(work=st.integers(2, 250), percent=percents, style=styles, loads=racks)
def test_the_ramp_rises_in_owned_loads_below_the_work_load(
    work: int, percent: int | None, style: Style, loads: tuple[int, ...]
) -> None:
    steps = ramp(work, percent, style, loads)
    lifted = [step.load for step in steps]
    assert all(a < b for a, b in pairwise([*lifted, work]))
    assert set(lifted) <= set(loads)
    assert sum(step.reps for step in steps) <= 15
    assert [step.reps for step in steps] == sorted((s.reps for s in steps), reverse=True)
    assert len(steps) <= 4


@given(work=st.integers(10, 250), percent=st.integers(700, 1050), loads=racks)
def test_rf_12_holds_wherever_any_three_loads_keep_it(
    work: int, percent: int, loads: tuple[int, ...]
) -> None:
    below = [load for load in loads if load < work]
    can_hold = any(
        2 * first <= work and 10 * last >= 8 * work for first, _, last in combinations(below, 3)
    )
    steps = ramp(work, percent, "main", loads)
    holds = len(steps) >= 3 and 2 * steps[0].load <= work and 10 * steps[-1].load >= 8 * work
    assert holds == can_hold


@given(load=st.integers(20, 160), one_rm=st.integers(70, 160))
def test_in_a_gym_steps_are_small_and_the_last_is_near(load: int, one_rm: int) -> None:
    work = load * 250  # 50 to 400 kg
    percent = min(1050, load * 1000 // one_rm)
    steps = ramp(work, percent, "main", GYM)
    lifted = [step.load for step in steps]
    assert len(steps) == (4 if percent >= 795 else 3)
    assert 0.8 <= lifted[-1] / work <= 0.92
    assert all((b - a) * percent <= 200 * work for a, b in pairwise([*lifted, work]))


@pytest.mark.parametrize(
    ("one_rm", "loads", "expected"),
    [
        (16000, GYM, [15250, 16000, 16500]),
        (15700, GYM, [15000, 15750, 16000]),
        (6000, GYM, [5750, 6000, 6250]),
        (16000, (15000, 16000, 17000), [15000, 16000]),  # 170 would be 106 %
        (16000, (15000, 16000, 16800), [15000, 16000, 16800]),
        (16000, (4000, 10000), [10000]),
        (16000, (), []),
        (16000, (20000,), []),
    ],
)
def test_attempts(one_rm: int, loads: tuple[int, ...], expected: list[int]) -> None:
    assert list(attempts(one_rm, loads)) == expected


@given(one_rm=st.integers(20, 250), loads=racks)
def test_attempts_rise_and_stay_within_reach(one_rm: int, loads: tuple[int, ...]) -> None:
    tried = attempts(one_rm, loads)
    assert all(a < b for a, b in pairwise(tried))
    assert all(load * 100 <= one_rm * 105 for load in tried)
