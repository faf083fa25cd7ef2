"""The finished block: plain frozen values that answer questions in domain words.

`PlanVars` answers the same questions with expressions. Everything here is computed from dates,
entries and the scenario, never from the solver's tables: otherwise both halves of a rule would
go wrong alike. Its sessions stand in `session`, what it pays in `score`; the field names are the
file contract of `NAME.block.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from constraints import held
from constraints.lines import Line, Prescription, Tier, hinge_tier, ramp_style, tool_of
from constraints.score import Place, ScoreRow, Solve, TierRow
from constraints.session import Dropped, Entry, Frozen, Session, WarmUpSet
from scenarios import ramp
from scenarios import timeline as dates
from scenarios.catalogue import COUNTED, Exercise
from scenarios.ids import LABELS
from scenarios.schema import Phase, Scenario

__all__ = (
    "Block",
    "Cell",
    "Dropped",
    "Entry",
    "Frozen",
    "Place",
    "ScoreRow",
    "Session",
    "Solve",
    "TierRow",
    "WarmUpSet",
    "WeekRow",
)


class WeekRow(Frozen):
    """What a week adds up to."""

    week: int = Field(ge=1)
    start: date
    days: int
    phase: Phase
    deload: bool
    sets: dict[str, float]
    contacts: int
    axial: int
    minutes: int


@dataclass(frozen=True)
class Cell:
    """One decided prescription: of a line in a week, or of a jump in one session of it."""

    week: int
    line: Line
    prescription: Prescription
    session: Session


class Block(Frozen):
    """A finished block and the scenario that it was planned for.

    Where it was planned again in its midst, `sessions` holds what is over as it was done, and
    `planned` the sessions that were done otherwise or missed, as they had been planned. Where days
    away are to come, `set_aside` holds sessions as they were before those changed them.
    """

    format: Literal["posterior-chain-block"] = "posterior-chain-block"
    version: Literal[1] = 1
    scenario: Scenario
    solve: Solve
    score: tuple[ScoreRow, ...] = ()
    weeks: tuple[WeekRow, ...] = ()
    sessions: tuple[Session, ...]
    dropped: tuple[Dropped, ...] = ()
    planned: tuple[Session, ...] = ()
    set_aside: tuple[Session, ...] = ()

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        for session in (*self.sessions, *self.set_aside):
            for entry in session.exercises:
                if entry.exercise not in self.scenario.catalogue:
                    raise ValueError(f'no exercise is called "{entry.exercise}"')
            if session.week > self.scenario.weeks:
                raise ValueError(f"week {session.week} is after the last week of the block")
        for start in [one.start for one in self.sessions] + [one.start for one in self.dropped]:
            if not 2000 <= start.year < 2200:
                raise ValueError(f"a session in the year {start.year}")
        return self

    # -- the calendar of the block -----------------------------------------------------------

    @cached_property
    def timeline(self) -> tuple[dates.Week, ...]:
        """The weeks with their phases, as the scenario asks for them."""
        return dates.weeks(self.scenario)

    @cached_property
    def loading_weeks(self) -> tuple[int, ...]:
        """Indices of the weeks that are neither deload nor taper."""
        return tuple(week.index for week in self.timeline if week.is_loading)

    @cached_property
    def in_order(self) -> tuple[Session, ...]:
        """All sessions in order of time."""
        return tuple(
            sorted(self.sessions, key=lambda one: (one.start, one.week, one.label, one.uid))
        )

    def is_over(self, session: Session) -> bool:
        """Whether a session was held already, when the block was planned again."""
        past = self.scenario.replanned
        return past is not None and past.is_over(session.week, session.label)

    def _held(self, session: Session) -> held.Held | None:
        k = LABELS.find(session.label) if len(session.label) == 1 else -1
        return held.sessions(self.scenario).get((session.week_index, k))

    def template(self, session: Session) -> frozenset[str]:
        """The exercises that a session was planned with; tests left out."""
        done = self._held(session)
        if done is not None:
            return done.planned
        return frozenset(one.exercise for one in session.exercises if one.part != "test")

    @cached_property
    def as_planned(self) -> Block:
        """The block with what is over as it had been planned, missed sessions too."""
        kept = {one.uid for one in self.planned}
        sessions = (*self.planned, *(one for one in self.sessions if one.uid not in kept))
        if not self.planned:
            return self
        ordered = sorted(sessions, key=lambda one: (one.week, one.label))
        fields = {name: getattr(self, name) for name in Block.model_fields}  # no kept answers
        return Block(**{**fields, "sessions": tuple(ordered), "planned": ()})

    def of_week(self, week: int) -> tuple[Session, ...]:
        """Sessions of a week (from 0), in order of time."""
        return tuple(session for session in self.in_order if session.week_index == week)

    # -- exercises ---------------------------------------------------------------------------

    def exercise(self, name: str) -> Exercise:
        """The catalogue row, with the athlete's own limits written in."""
        return self.scenario.catalogue[name]

    def cells(self) -> Iterator[Cell]:
        """Every decided prescription once: jumps per session, all others per week."""
        seen = set()
        for session in self.in_order:
            for entry in session.exercises:
                if entry.part == "test":
                    continue
                is_own = self.exercise(entry.exercise).is_jump or self.is_over(session)
                key = (session.week, session.uid if is_own else None, entry.line,
                       entry.prescription)  # fmt: skip
                if key not in seen:
                    seen.add(key)
                    yield Cell(session.week_index, entry.line, entry.prescription, session)

    def prescribed(self, week: int, line: Line) -> Prescription | None:
        """What a line does in a week; None when it is not trained.

        Where sessions of the week are over, what is to come, or else what was done last, as far as
        it can be compared with what is to come.
        """
        cells = self.cells_by_week.get((week, line), ())
        coming = (cell for cell in cells if not self.is_over(cell.session))
        cell = next(coming, cells[-1] if cells else None)
        if cell is None or not self.is_over(cell.session):
            return None if cell is None else cell.prescription
        done = self._held(cell.session)
        if done is None or line not in done.lines:
            return cell.prescription
        return held.compared(self.scenario, done, line)

    @cached_property
    def cells_by_week(self) -> dict[tuple[int, Line], tuple[Cell, ...]]:
        """The cells of each week and line."""
        found: dict[tuple[int, Line], tuple[Cell, ...]] = {}
        for cell in self.cells():
            key = (cell.week, cell.line)
            found[key] = (*found.get(key, ()), cell)
        return found

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line that is trained, sorted; tests left out."""
        return tuple(sorted({line for _, line in self.cells_by_week}))

    def weeks_of(self, line: Line) -> tuple[int, ...]:
        """Weeks (from 0) in which a line is trained."""
        return tuple(sorted(week for week, own in self.cells_by_week if own == line))

    def line_sets(self, week: int, line: Line) -> int:
        """Sets of a line in a week."""
        return sum(
            entry.sets
            for session in self.of_week(week)
            for entry in session.exercises
            if entry.line == line
        )

    def sets_of(self, session: Session) -> dict[Line, int]:
        """Sets of each line of a session."""
        found: dict[Line, int] = {}
        for entry in session.exercises:
            found[entry.line] = found.get(entry.line, 0) + entry.sets
        return found

    # -- sums --------------------------------------------------------------------------------

    def working_sets(self, week: int) -> int:
        """Working sets of a week, the test counted as one."""
        return sum(e.sets for session in self.of_week(week) for e in session.exercises)

    def weigh(self, session: Session, factor: Callable[[Exercise], int]) -> int:
        """Sets of a session, each times a factor of its exercise."""
        return sum(e.sets * factor(self.exercise(e.exercise)) for e in session.exercises)

    def weigh_week(self, week: int, factor: Callable[[Exercise], int]) -> int:
        """Sets of a week, each times a factor of its exercise."""
        return sum(self.weigh(session, factor) for session in self.of_week(week))

    def session_quarter_sets(self, session: Session, muscle: str) -> int:
        """Fractional sets of a muscle group in a session, in quarter-sets."""
        return sum(
            entry.sets * self.exercise(entry.exercise).quarter_credits.get(muscle, 0)
            for entry in session.exercises
        )

    def quarter_sets(self, week: int, muscle: str) -> int:
        """Fractional sets of a muscle group in a week, in quarter-sets."""
        return sum(self.session_quarter_sets(session, muscle) for session in self.of_week(week))

    def contacts(self, session: Session) -> int:
        """Jump contacts of a session."""
        return sum(
            entry.sets * entry.reps
            for entry in session.exercises
            if self.exercise(entry.exercise).is_jump
        )

    def axial(self, session: Session) -> int:
        """Axial points of a session: sets times axial class."""
        return sum(e.sets * self.exercise(e.exercise).axial for e in session.exercises)

    def seconds(self, session: Session) -> int:
        """The time model of a session (evidence 2.12), general warm-up included.

        A line is set up once, though what was done of it may be of several kinds of sets.
        """
        total = self.scenario.session.warm_up_minutes * 60
        for entry in session.exercises:
            total += entry.sets * self.exercise(entry.exercise).seconds_per_set
        for entry in self.firsts(session):
            total += ramp.SET_UP_SECONDS
            total += len(self.ramp_of(entry)) * ramp.SECONDS_PER_RAMP_SET
        return total

    @staticmethod
    def firsts(session: Session) -> tuple[Entry, ...]:
        """The first entry of each line, in order: what was done may be of several kinds of sets."""
        found: dict[Line, Entry] = {}
        for entry in session.exercises:
            found.setdefault(entry.line, entry)
        return tuple(found.values())

    def ramp_of(self, entry: Entry) -> tuple[ramp.RampSet, ...]:
        """The ramp sets that belong before an entry, recomputed."""
        style = ramp_style(self.scenario, self.exercise(entry.exercise), entry.part)
        loads = self.loads(entry.exercise)
        work = entry.prescription
        if style == "none" or work.load is None or not loads:
            return ()
        return ramp.ramp(work.load, work.percent, style, loads)

    def loads(self, name: str) -> tuple[int, ...]:
        """Loads that the athlete can put together for an exercise, in hundredths."""
        tool = tool_of(self.scenario, self.exercise(name))
        return () if tool is None else self.scenario.equipment.loads(tool)

    def tier(self, session: Session) -> Tier:
        """The hinge stress of a session: that of its hardest entry."""
        return max((self.entry_tier(entry) for entry in session.exercises), default=Tier.NONE)

    def entry_tier(self, entry: Entry) -> Tier:
        """The hinge stress of one entry; a test is heavy."""
        exercise = self.exercise(entry.exercise)
        if entry.part == "test":
            return Tier.HEAVY if exercise.is_hinge else Tier.NONE
        return hinge_tier(self.scenario, exercise, entry.prescription, entry.sets)

    def week_row(self, week: dates.Week) -> WeekRow:
        """What a week adds up to, as it stands in the file."""
        sessions = self.of_week(week.index)
        sets = {muscle: self.quarter_sets(week.index, muscle) / 4 for muscle in COUNTED}
        return WeekRow(
            week=dates.shown_week(week.index), start=week.start, days=week.days,
            phase=week.phase, deload=week.deload, sets=sets,
            contacts=sum(map(self.contacts, sessions)), axial=sum(map(self.axial, sessions)),
            minutes=sum(session.minutes for session in sessions),
        )  # fmt: skip
