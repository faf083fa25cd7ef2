"""Nearer: part by part a block changes less, and no bound is above what can be had."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from ortools.sat.python import cp_model

from planner.replanning import near, nearer
from planner.replanning.least_change import changes_of
from planner.replanning.nearer import Nearer, Proof
from planner.solving.attempt import Attempt, Options, attempt, narrowed, reader
from planner.solving.build import Built, build, twin
from planner.solving.found import Found
from planner.solving.neighbourhoods import Neighbourhood, Neighbourhoods
from planner.solving.objective import TIERS, tier_of
from planner.solving.progress import Watch
from tests.planner.replanning.athlete import asked, old

HARDLY = Proof("both", 0.001)


@pytest.fixture
def far() -> Any:
    """What is needed for a `Nearer`: any block of the request, far from the old one."""
    built, until = build(asked()), time.perf_counter() + 60
    changes = changes_of(built.plan, old())
    first = attempt(built, Options(), Watch(), "no_lp", until, 2)
    assert first.solver is not None
    far = first.solver.value(changes.price)
    built.model.minimize(changes.price)
    return far, (built, changes.price, changes.hints, first, Options(), Watch(), until)


def test_part_by_part_it_comes_near(far: Any) -> None:
    """The old block itself is possible still; nothing but parts is asked."""
    points, given = far
    own = Nearer(*given, proof=HARDLY)
    assert own.points == points > 20
    own.search()
    assert own.points <= points / 4
    assert own.bound == 0


@pytest.mark.parametrize(
    ("parts", "is_stopped", "status", "count"),
    [
        (0, False, cp_model.OPTIMAL, 2),
        (0, False, cp_model.FEASIBLE, 3),
        (60, True, cp_model.FEASIBLE, 1),
    ],
)
def test_without_effort_and_after_a_stop_it_ends(
    far: Any,
    parts: float,
    is_stopped: bool,
    status: cp_model.CpSolverStatus,
    count: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All that has changed and a part are asked about; after an unproved gain the first again."""
    asked = []

    def ask(*question: Any) -> Attempt:
        asked.append(question)
        return replace(attempt(*question), status=status, stopped=is_stopped)

    monkeypatch.setattr(nearer, "PARTS", parts)
    monkeypatch.setattr(nearer, "attempt", ask)
    monkeypatch.setattr(Nearer, "_is_as_before", lambda *_: True)  # nothing can be taken back
    own = Nearer(*far[1])
    own.come_near()
    assert (len(asked), own.is_stopped) == (count, is_stopped)


@pytest.mark.parametrize("is_thorough", [False, True])
def test_whoever_is_to_be_thorough_goes_on_until_it_is_proved(
    is_thorough: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With hardly any effort at first, and twice as much each time."""
    efforts: list[float] = []

    def ask(own: Built, options: Options, watch: Watch, way: str, *more: Any) -> Attempt:
        if way == "both":
            efforts.append(more[1])
            if len(efforts) < 3:  # as if there had not been enough
                return Attempt(cp_model.UNKNOWN, None, (), stopped=False)
        return attempt(own, options, watch, way, *more)

    monkeypatch.setattr(nearer, "PARTS", 0.001)
    monkeypatch.setattr(nearer, "attempt", ask)
    options, until = Options(is_thorough=is_thorough), time.perf_counter() + 60
    built = build(asked(exercises={"exclude": ["plank"]}))
    changes = changes_of(built.plan, old())
    first = attempt(built, options, Watch(), "no_lp", until, 2)
    built.model.minimize(changes.price)
    own = Nearer(
        built, changes.price, changes.hints, first, options, Watch(), until, bound=1, proof=HARDLY
    )
    own.search()
    if not is_thorough:
        assert efforts == [0.001]
        return
    assert own.points == own.bound > 0
    assert efforts == [0.001 * 2**times for times in range(len(efforts))]
    assert len(efforts) >= 3


def test_what_has_changed_for_nothing_is_taken_back(
    far: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Neighbourhoods, "improve", lambda *_, **__: iter(()))
    points, given = far
    own = Nearer(*given)
    before = own.best.values
    own.come_near()
    assert own.points < points / 2
    same = [variable for variable, was in given[2] if before[variable.index] == was]
    assert all(own.best.values[one.index] == before[one.index] for one in same)


@pytest.mark.parametrize(
    ("is_drawn", "status", "count"),
    [
        (False, cp_model.OPTIMAL, 1),
        (True, cp_model.FEASIBLE, 1),
        (True, cp_model.OPTIMAL, 0),  # it was asked about with the part
    ],
)
def test_after_a_gain_all_that_has_changed_is_asked_about(
    far: Any,
    is_drawn: bool,
    status: cp_model.CpSolverStatus,
    count: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points, given = far
    own = Nearer(*given)
    taken_back: list[Nearer] = []

    def gains(self: Nearer, _: Any) -> Attempt:
        self._counted = self.best, self.points - 1
        return replace(self.best, status=status)

    monkeypatch.setattr(Nearer, "_free", gains)
    monkeypatch.setattr(Nearer, "_take_back", lambda own: taken_back.append(own))
    own._mend(Neighbourhood("some", (), is_drawn))
    assert own.points == points - 1
    assert len(taken_back) == count


def test_a_drawn_part_frees_all_that_has_changed_too(
    far: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Nearer(*far[1])
    freed: list[set[int]] = []

    def free(self: Nearer, held: Any) -> Attempt:
        freed.append({one.index for one in held})
        return self.best

    monkeypatch.setattr(Nearer, "_free", free)
    every = tuple(variable for variable, _ in far[1][2])
    own._mend(Neighbourhood("all", every))
    own._mend(Neighbourhood("all", every, is_drawn=True))
    values = own.best.values
    changed = {one.index for one, was in far[1][2] if values[one.index] != was}
    assert changed
    assert freed[0] - freed[1] == changed


def test_what_is_proved_is_proved_of_all_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in a model in which the other thread is just holding a part."""
    wide: list[bool] = []
    built = build(asked(exercises={"exclude": ["plank"]}))
    changes = changes_of(built.plan, old())
    names = [one.index for one, _ in changes.hints]

    def sizes(one: Built) -> list[tuple[int, ...]]:
        return [tuple(one.model.proto.variables[index].domain) for index in names]

    def ask(own: Built, options: Options, watch: Watch, way: str, *more: Any) -> Attempt:
        if way != "no_lp":
            wide.append(sizes(own) == free)
        return attempt(own, options, watch, way, *more)

    until = time.perf_counter() + 60
    first = attempt(built, Options(), Watch(), "no_lp", until, 2)
    built.model.minimize(changes.price)
    free = sizes(built)
    monkeypatch.setattr(nearer, "attempt", ask)
    plain = narrowed

    @contextmanager
    def slowly(*given: Any) -> Iterator[None]:
        with plain(*given):
            time.sleep(0.1)
            yield

    monkeypatch.setattr(nearer, "narrowed", slowly)
    Nearer(built, changes.price, changes.hints, first, Options(), Watch(), until).search()
    assert wide
    assert all(wide)


def test_once_it_is_proved_nothing_else_counts(far: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """How far the parts have come by then, and that they were cut short, depends on the clock."""
    built, price, hints, first, options, watch, until = far[1]
    proved = attempt(twin(built), options, Watch(), "core", until, 10)
    assert proved.status == cp_model.OPTIMAL
    own = Nearer(built, price, hints, first, options, watch, until)

    def come_near(times: int) -> None:
        own.best, own.is_stopped = replace(proved, values=()), True
        own._built.model.add_bool_or([])  # as a cut of a part that was cut short

    monkeypatch.setattr(own, "come_near", come_near)
    rows = len(built.model.proto.constraints)
    own.search()
    assert len(built.model.proto.constraints) == rows
    assert own.best.values
    assert own.points == own.bound == 0
    assert not own.is_stopped


@pytest.mark.parametrize("is_better", [True, False])
def test_a_better_block_of_the_question_is_mended_too(
    is_better: bool, far: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parts had another one meanwhile; that one is mended already."""
    points, given = far
    own = Nearer(*given)
    found = attempt(twin(given[0]), Options(), Watch(), "core", given[-1], 10)
    answers = [replace(found if is_better else given[3], status=cp_model.FEASIBLE)]
    mended: list[tuple[float, int]] = []

    def unproved(_: Any, __: Any, ___: int, tell: Any) -> None:
        tell(answers.pop())

    monkeypatch.setattr(own, "_proof", unproved)
    monkeypatch.setattr(own, "come_near", lambda times: mended.append((times, own.points)))
    own.search()
    assert mended[:1] == [(1, points)]
    assert mended[1:] == ([(nearer.AFTERWARDS, 0)] if is_better else [])


@pytest.mark.parametrize("is_proved", [True, False])
def test_what_is_done_meanwhile_waits_for_the_proof(is_proved: bool, far: Any) -> None:
    """Once that has its answer it may as well be done afterwards, and nothing waits for it."""
    points, given = far
    done: list[int] = []
    own = Nearer(*given, proof=Proof("both", 10) if is_proved else HARDLY)
    own.search(meanwhile=lambda: done.append(own.points))
    assert own.points < points
    assert len(done) == (0 if is_proved else 1)


def test_the_relaxation_proves_that_nothing_has_to_change(far: Any) -> None:
    own = Nearer(*far[1])
    own.search()
    assert own.points == own.bound == 0


def test_the_first_near_block_is_brought_nearer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first answer is any block: what makes it near is what comes after it."""
    built = build(asked())
    changes = changes_of(built.plan, old())
    until = time.perf_counter() + 60
    first = attempt(built, Options(), Watch(), "no_lp", until)
    assert first.solver is not None
    points = first.solver.value(changes.price)
    answers = [first]

    def tried(*question: Any) -> Attempt:
        return answers.pop() if answers else attempt(*question)

    monkeypatch.setattr(near, "attempt", tried)
    every = tuple(tier_of(built, name).most for name in TIERS)
    found = Found(reader(first.values), (every[0], every[1]), (0, 0), first.status, 0.0, False)
    value, is_stopped = near.nearest(built, found, changes, [()], Options(), Watch())
    assert not is_stopped
    same = sum(value(variable) == was for variable, was in changes.hints)
    before = sum(reader(first.values)(variable) == was for variable, was in changes.hints)
    assert points > 20
    assert same > before
