"""Why a request is impossible: its conflict, and what would make it possible, as one structure.

It stands alone because the structure comes first: the command line prints a view of it, others
read it as JSON. A search that is stopped or late hands out what it has proved so far.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from constraints.block import Frozen
from planner.impossible.amend import value_of
from planner.impossible.conflict import Conflict, conflict_of
from planner.impossible.demands import Demand
from planner.impossible.judge import Judge, Stopped
from planner.impossible.repair import Repair, Repairs
from planner.solving import stopping
from scenarios.provenance import Provenance
from scenarios.schema import Scenario


@dataclass(frozen=True)
class Answer:
    """What was proved of an impossible request.

    `conflicts`: the first is one of the request, the others remain when it is repaired; none where
    the time was too short. `late` and `stopped` tell that the search was cut off.
    """

    conflicts: tuple[Conflict, ...]
    repairs: tuple[Repair, ...]
    late: bool = False
    stopped: bool = False


@stopping.listens
def answer(
    scenario: Scenario,
    seconds: float,
    seed: int = 0,
    on_step: Callable[[str], None] | None = None,
) -> Answer:
    """The conflict of an impossible request, and repairs.

    Args:
        scenario: a request that was proved impossible.
        seconds: most wall-clock time for all of it.
        seed: of the searches.
        on_step: called before every question to the solver with what is looked for.
    """
    task = ["looking for what cannot hold together"]

    def step() -> None:
        if on_step is not None:
            on_step(f"{task[0]}: question {judge.asked}")

    judge = Judge(time.perf_counter() + seconds, seed, step)
    conflict: Conflict | None = None
    repairs: Repairs | None = None
    late = stopped = False
    try:
        conflict = conflict_of(scenario, judge)
        if conflict is not None:
            task[0] = "looking for what would help"
            repairs = Repairs(scenario, conflict, judge)
            repairs.search()
    except Stopped as cut:
        late, stopped = not cut.by_hand, cut.by_hand
    conflicts = () if conflict is None else (conflict,)
    further = () if repairs is None else tuple(repairs.further)
    found = () if repairs is None else tuple(repairs.found)
    return Answer((*conflicts, *further), found, late, stopped)


# -- the structure -------------------------------------------------------------------------------


class SourceRow(Frozen):
    """A key with its value, and where it is stated: file and line, or a default."""

    key: str
    value: Any
    file: str | None
    line: int | None
    default: str | None

    @property
    def said(self) -> str:
        """The place in words."""
        if self.file is None:
            return self.default or "not stated anywhere"
        return self.file if self.line is None else f"{self.file}:{self.line}"


class DemandRow(Frozen):
    """One demand; `weeks` count from 1 and are empty for the whole block."""

    rule: str
    sentence: str
    weeks: tuple[int, ...]
    exercises: tuple[str, ...]
    muscle: str | None
    sources: tuple[SourceRow, ...]


class ConflictRow(Frozen):
    """Demands that cannot hold together; `minimal`: without any one of them the others can."""

    demands: tuple[DemandRow, ...]
    minimal: bool


class ChangeRow(Frozen):
    """A key with its old and its new value, as a scenario file has them."""

    key: str
    before: Any
    after: Any


class RepairRow(Frozen):
    """Changes that make the request possible, proved; `number` is that of `--apply`."""

    number: int
    words: tuple[str, ...]
    changes: tuple[ChangeRow, ...]


class Impossible(Frozen):
    """The answer to an impossible request.

    The first conflict is one of the request; the others remain when it is repaired.
    `complete` tells that neither time nor patience ran out.
    """

    format: Literal["posterior-chain-conflict"] = "posterior-chain-conflict"
    version: Literal[1] = 1
    scenario: str
    title: str
    conflicts: tuple[ConflictRow, ...]
    repairs: tuple[RepairRow, ...]
    complete: bool


def impossible(scenario: Scenario, found: Answer, name: str | None) -> Impossible:
    """An answer with the places of its keys.

    Args:
        scenario: the request.
        found: what was proved of it.
        name: its file, or the name of a shipped scenario, as for `load`; None where it is only
            known from a block.
    """
    return Impossible(
        scenario=scenario.id,
        title=scenario.title,
        conflicts=tuple(
            ConflictRow(
                demands=demand_rows(scenario, conflict.demands, name),
                minimal=conflict.minimal,
            )
            for conflict in found.conflicts
        ),
        repairs=tuple(
            RepairRow(
                number=number,
                words=repair.words,
                changes=tuple(
                    ChangeRow(key=one.key, before=one.before, after=one.after)
                    for one in repair.changes
                ),
            )
            for number, repair in enumerate(found.repairs, 1)
        ),
        complete=not (found.late or found.stopped),
    )


def demand_rows(
    scenario: Scenario, demands: Iterable[Demand], name: str | None
) -> tuple[DemandRow, ...]:
    """Demands with the places of their keys; see `impossible`."""
    places = Provenance.of_block(scenario) if name is None else Provenance(name)
    return tuple(
        DemandRow(
            rule=demand.rule,
            sentence=demand.sentence,
            weeks=demand.weeks,
            exercises=demand.exercises,
            muscle=demand.muscle or None,
            sources=tuple(_source(scenario, key, places) for key in demand.keys),
        )
        for demand in demands
    )


def _source(scenario: Scenario, key: str, places: Provenance) -> SourceRow:
    origin = places.origin(key)
    value = value_of(scenario, key)
    default = origin.default
    if origin.file is None and default is None and key.startswith("exercises."):
        default = "catalogue of exercises"
    return SourceRow(key=key, value=value, file=origin.file, line=origin.line, default=default)
