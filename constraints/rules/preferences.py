"""Small wishes: even sessions, steady weekdays, the exercises that the athlete likes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block, Place
from constraints.lines import Line
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars


@dataclass(frozen=True)
class EvenMinutes:
    """Sessions of a loading week are about equally long.

    |seconds(a) - seconds(b)| <= 10 minutes for each pair of sessions held in a loading week.
    Tests are free. Units: seconds; a point is five minutes. Source: P.
    """

    slug: ClassVar[str] = "even-minutes"
    sentence: ClassVar[str] = "Sessions of a loading week are about equally long."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "five minutes"
    narrows: ClassVar[bool] = False
    free: ClassVar[int] = 600  # seconds

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Each pair, in both directions."""
        for week in plan.loading_weeks:
            for a, b in combinations(plan.labels, 2):
                if plan.test is not None and week == plan.test[0] and b == plan.test[1]:
                    continue
                when, where = [plan.open[week, a], plan.open[week, b]], place(week, b)
                apart = plan.seconds(week, a) - plan.seconds(week, b)
                to.at_most(apart, self.free, where, when, step=300)
                to.at_most(-apart, self.free, where, when, step=300)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Pairs that are too uneven."""
        found = []
        for week in block.loading_weeks:
            sessions = [session for session in block.of_week(week) if not session.is_test]
            for a, b in combinations(sessions, 2):
                apart = abs(block.seconds(a) - block.seconds(b))
                if apart > self.free:
                    text = (
                        f"week {shown_week(week)}: {a.label} and {b.label} "
                        f"{apart / 60:.0f} min apart"
                    )
                    found.append(
                        Breach(self.slug, self.priority, place(week, b), text,
                               round(apart / 60, 1), self.free / 60, "min",
                               -(-(apart - self.free) // 300))
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its number."""
        return f"{self.sentence} Ten minutes apart are free."


@dataclass(frozen=True)
class SameWeekday:
    """A session keeps its day of the week.

    different days(label) <= 1 over loading and deload weeks, counted as days from the start of
    the week; of sessions that are over, the most frequent day counts. Units: days. Source: P.
    """

    slug: ClassVar[str] = "same-weekday"
    sentence: ClassVar[str] = "Every session keeps its day of the week."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "another day"
    narrows: ClassVar[bool] = False

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off, or the days are explicit slots."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" or scenario.availability.slots else (cls(priority),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Days that a label ever takes, the usual one of what is over among them."""
        for k in plan.labels:
            over = [
                (one.start.date() - plan.weeks[one.week].start).days
                for one in plan.past.values()
                if one.k == k and plan.weeks[one.week].phase != "taper"
            ]
            usual = _most_frequent(over)
            by_day: dict[int, list[Literal]] = {}
            for (week, label, slot), held in plan.at.items():
                row = plan.weeks[week]
                if label == k and row.phase != "taper" and not plan.is_over(week, k):
                    by_day.setdefault((plan.slots[slot].day - row.start).days, []).append(held)
            days = [
                plan.any_of(("day", k, day), held)
                for day, held in sorted(by_day.items())
                if day not in usual
            ]
            to.at_most(plan.total(days), 1 - len(usual), place(None, k))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Labels that move about."""
        days: dict[str, set[int]] = {}
        over: dict[str, list[int]] = {}
        for session in block.in_order:
            week = block.timeline[session.week_index]
            day = (session.day - week.start).days
            if week.phase == "taper":
                continue
            if block.is_over(session):
                over.setdefault(session.label, []).append(day)
            else:
                days.setdefault(session.label, set()).add(day)
        for label, taken_before in over.items():
            days[label] = days.get(label, set()) | _most_frequent(taken_before)
        return tuple(
            Breach(
                self.slug, self.priority, Place(session=label),
                f"session {label} lies on {len(taken)} different days of the week",
                len(taken), 1, "days", len(taken) - 1,
            )
            for label, taken in sorted(days.items())
            if len(taken) > 1
        )  # fmt: skip

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence


def _most_frequent(days: Sequence[int]) -> set[int]:
    """The most frequent day, the earliest of several; none of none."""
    return {min(days, key=lambda day: (-days.count(day), day))} if days else set()


@dataclass(frozen=True)
class PreferredExercises:
    """Preferred exercises are in every phase of loading.

    For each preferred exercise and each stretch with a loading week, but for weeks with fewer
    tools: some session trains it.
    Units: exercises. Source: P.
    """

    slug: ClassVar[str] = "preferred-exercises"
    sentence: ClassVar[str] = "The exercises that the athlete prefers are in every phase."
    numbers: ClassVar[tuple[str, ...]] = ("exercises.prefer",)
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "an exercise missing from a phase"
    narrows: ClassVar[bool] = False

    priority: Priority
    names: tuple[str, ...]

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked when the athlete prefers some."""
        priority, names = scenario.priority(cls.slug), tuple(sorted(scenario.exercises.prefer))
        return () if priority == "off" or not names else (cls(priority, names),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Some template of each loading stretch uses it."""
        for stretch, weeks in plan.stretches.items():
            loading = [week.index for week in weeks if week.is_loading and not week.is_apart]
            for name in self.names if loading else ():
                used = plan.used(stretch, Line(name))
                where = place(loading[0], None, name)
                to.require([] if used is None else [used], where)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Phases without a preferred exercise."""
        found = []
        asked = (week for week in block.timeline if week.is_loading and not week.is_apart)
        for stretch in sorted({week.stretch for week in asked}):
            weeks = {week.index for week in block.timeline if week.stretch == stretch}
            loading = sorted(weeks & set(block.loading_weeks))
            trained = {line.exercise for line in block.lines if weeks & set(block.weeks_of(line))}
            for name in self.names:
                if name not in trained:
                    text = f"{name} is missing from week {shown_week(loading[0])} on"
                    where = place(loading[0], None, name)
                    found.append(Breach(self.slug, self.priority, where, text, 0, 1, "exercises"))
        return tuple(found)

    def explain(self) -> str:
        """The rule with the athlete's wishes."""
        return f"In every phase: {', '.join(self.names)}."
