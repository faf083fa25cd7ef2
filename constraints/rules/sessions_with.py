"""Sessions with: enough sessions of a week hold core work, a two-legged hinge, jumps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import balance
from constraints.block import Block
from constraints.lines import reference_of
from constraints.rule import Breach, place
from scenarios.catalogue import Exercise
from scenarios.odd_weeks import short_weeks
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

HINGES = ("deadlift", "rdl", "good_morning")  # families of two-legged hinges


@dataclass(frozen=True)
class Core:
    """Enough sessions of a week hold a core exercise.

    sessions that hold one(week) >= min(least, sessions(week)), in loading weeks without a test in
    which the athlete can train one.
    Direct core work counts; what core gets from hinges and carries over doesn't. Two core
    exercises in a session are one session. Written for seven days, scaled to the microcycle.
    Units: sessions. Source: P.
    """

    slug: ClassVar[str] = "core"
    sentence: ClassVar[str] = "Enough sessions of a week hold a core exercise."
    numbers: ClassVar[tuple[str, ...]] = ("balance.core_sessions",)
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "a session"
    narrows: ClassVar[bool] = False
    what: ClassVar[str] = "core work"

    priority: Priority
    least: int
    weeks: frozenset[int]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off, zero, or out of the athlete's reach."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        least = balance.per_microcycle(cls._least(scenario), scenario)
        weeks = balance.weeks_with(scenario, lambda one: cls._counts(scenario, one))
        weeks -= cls._free(scenario)
        return () if priority == "off" or not weeks or not least else (cls(priority, least, weeks),)

    @classmethod
    def _least(cls, scenario: Scenario) -> int:
        return scenario.balance.core_sessions

    @classmethod
    def _free(cls, scenario: Scenario) -> frozenset[int]:
        """Weeks of which it is not asked."""
        return frozenset()

    @staticmethod
    def _counts(scenario: Scenario, exercise: Exercise) -> bool:
        return exercise.is_core

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Sessions that hold one, as many as asked or as are held."""

        def holds(week: int, k: int) -> Literal | None:
            ons = [
                plan.on[week, k, line]
                for line in plan.lines_in(week, k)
                if self._counts(plan.scenario, plan.exercise(line))
            ]
            return plan.any_of((self.slug, week, k), ons) if ons else None

        for week in sorted(self.weeks):
            found = (holds(week, k) for k in plan.labels)
            count = plan.total([literal for literal in found if literal is not None])
            to.at_least(count, plan.held_up_to(week, self.least), place(week))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Weeks in which too few sessions hold one."""
        found = []
        for week in sorted(self.weeks):
            sessions = block.of_week(week)
            least = min(self.least, len(sessions))
            count = sum(
                any(
                    self._counts(block.scenario, block.exercise(entry.exercise))
                    for entry in session.exercises
                )
                for session in sessions
            )
            if count < least:
                text = f"week {shown_week(week)}: {self.what} in {count} session(s), least {least}"
                found.append(
                    Breach(self.slug, self.priority, place(week), text, count, least, "sessions",
                           least - count)
                )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its number."""
        return f"At least {self.least} session(s) of a loading week hold {self.what}."


@dataclass(frozen=True)
class SecondHinge(Core):
    """Beside the goal lift another two-legged hinge is trained.

    A deadlift, a Romanian deadlift or a good morning other than the goal lift counts, if it loads
    the back as much (up to axial class 2) and its load is known where that of the goal lift is;
    asked where the goal lift is one of them. Short weeks (see `odd_weeks.short_weeks`) are free.
    Units: sessions. Source: PRS, CRE, AND21, PRHB.
    """

    slug: ClassVar[str] = "second-hinge"
    sentence: ClassVar[str] = "Beside the goal lift a lighter variation of it is trained."
    numbers: ClassVar[tuple[str, ...]] = ("balance.second_hinge_sessions",)
    source: ClassVar[tuple[str, ...]] = ("PRS", "CRE", "AND21", "PRHB")
    what: ClassVar[str] = "a second hinge"

    @classmethod
    def _least(cls, scenario: Scenario) -> int:
        is_hinge = scenario.catalogue[scenario.goal.lift].family in HINGES
        return scenario.balance.second_hinge_sessions if is_hinge else 0

    @classmethod
    def _free(cls, scenario: Scenario) -> frozenset[int]:
        return short_weeks(scenario)

    @staticmethod
    def _counts(scenario: Scenario, exercise: Exercise) -> bool:
        lift = scenario.catalogue[scenario.goal.lift]
        if exercise.family not in HINGES or exercise.id == lift.id:
            return False
        loads, ours = reference_of(scenario, exercise), reference_of(scenario, lift)
        is_known = loads.base is not None or ours.base is None
        return is_known and exercise.axial >= min(2, lift.axial)


@dataclass(frozen=True)
class JumpSessions(Core):
    """Jumps come in several sessions of a loading week.

    Short weeks (see `odd_weeks.short_weeks`) are free. Units: sessions. Source: STACK, NSCA, VIL09.
    """

    slug: ClassVar[str] = "jump-sessions"
    sentence: ClassVar[str] = "Jumps come in several sessions of a loading week."
    numbers: ClassVar[tuple[str, ...]] = ("plyometrics.sessions",)
    source: ClassVar[tuple[str, ...]] = ("STACK", "NSCA", "VIL09")
    what: ClassVar[str] = "jumps"

    @classmethod
    def _least(cls, scenario: Scenario) -> int:
        return scenario.plyometrics.sessions

    @classmethod
    def _free(cls, scenario: Scenario) -> frozenset[int]:
        return short_weeks(scenario)

    @staticmethod
    def _counts(scenario: Scenario, exercise: Exercise) -> bool:
        return exercise.is_jump
