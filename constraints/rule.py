"""The contract of a rule: data, and four faces.

A rule is asked for by a scenario, posted to the solver, audited on a finished block without it,
and explained to the athlete. How binding it is comes from the scenario, never from its code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

from constraints.block import Block, Place, Session
from constraints.lines import Line
from scenarios.ids import LABELS
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class Breach:
    """Where a block departs from a rule.

    `measured` and `limit` are in `unit`, for people. `excess` counts the rule's price points
    (quarter-sets, swaps, five minutes, ...): an integer from 1, the same that the solver pays.
    """

    rule: str
    priority: Priority
    where: Place
    text: str
    measured: float
    limit: float
    unit: str
    excess: int = 1


class Rule(Protocol):
    """One rule of training, as a scenario asks for it.

    `sentence` says the rule in general, `numbers` names the scenario keys that hold its numbers
    (dotted, `planner rules` prints them per level), `source` the keys of `sources.toml`.
    `narrows` is true for rules about single prescriptions: they are posted first, and as a
    `must` they take choices away before a variable is made.
    """

    slug: ClassVar[str]
    sentence: ClassVar[str]
    numbers: ClassVar[tuple[str, ...]]
    source: ClassVar[tuple[str, ...]]
    point: ClassVar[str]  # what one price point is
    narrows: ClassVar[bool]

    @property
    def priority(self) -> Priority:
        """How binding the rule is for this athlete."""
        ...

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """The rule with this athlete's numbers; () when it is not needed."""
        ...

    def post(self, plan: PlanVars, to: Posting) -> None:
        """State the rule to the solver."""
        ...

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """State the rule again, in plain Python, on a finished block."""
        ...

    def explain(self) -> str:
        """State the rule to the athlete, with this athlete's numbers."""
        ...


def place(
    week: int | None = None,
    session: Session | int | None = None,
    line: Line | str | None = None,
    muscle: str | None = None,
) -> Place:
    """A place of a breach; `week` counts from 0, a session is named by its label."""
    label = LABELS[session] if isinstance(session, int) else session and session.label
    name = line.exercise if isinstance(line, Line) else line
    shown = None if week is None else shown_week(week)
    return Place(week=shown, session=label, exercise=name, muscle=muscle)
