"""Match distance: what has to keep away from a match."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block, Entry
from constraints.lines import Tier
from constraints.rule import Breach, place
from scenarios import timeline
from scenarios.catalogue import Exercise
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars

HEAVY_HOURS = 72  # before a match; heavy hinges on MD-4 and the morning of MD-3, GOM, CSCS
FEW_CONTACTS = 10  # a primer, not a plyometric session; ART, RF-16
SORE = ("nordic_curl", "copenhagen")  # HAR19, NHE-VOL
LOWER_BODY = (
    "hinge", "hip-extension", "knee-flexion", "single-leg", "triple-extension", "ballistic-hinge",
)  # fmt: skip
DAY = timedelta(days=1)


@dataclass(frozen=True)
class MatchDistance:
    """Matches come first: what tires the legs keeps away from them.

    No session on a match day or the day after. From start to the beginning of the match day less
    than hinge_hours (48 h are MD-2 and MD-1): no hinge of axial class 2 or 3, no lower-body
    exercise above lower_body_rpe, at most 10 jump contacts. From start to kick-off less than
    knee_flexion_hours: no Nordic curl, no Copenhagen. To kick-off less than 72 h, on the second
    day after a match less than heavy_next_match_hours: no heavy hinge. A match whose time is not
    given starts at season.kick_off. Days count where a rule of thumb counts days (RF-16).
    An effort that is not known is not held against an exercise. Tests count.
    Units: hours, local wall clock; RPE; contacts. Source: GOM, CSCS, RTP, HAR19, NHE-VOL, P.
    """

    slug: ClassVar[str] = "match-distance"
    sentence: ClassVar[str] = "Heavy hinges, hard leg work and Nordic curls keep away from matches."
    numbers: ClassVar[tuple[str, ...]] = (
        "season.hinge_hours", "season.knee_flexion_hours", "season.heavy_next_match_hours",
        "season.lower_body_rpe", "season.kick_off",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("GOM", "CSCS", "RTP", "HAR19", "NHE-VOL", "P")
    point: ClassVar[str] = "a session, an entry, or ten contacts"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where there are matches, unless turned off."""
        priority = scenario.priority(cls.slug)
        skip = priority == "off" or not timeline.matches(scenario)
        return () if skip else (cls(priority, scenario),)

    def _near(self, start: datetime) -> frozenset[str]:
        """What a session that starts then is too close for."""
        return near(self.scenario, start)

    @property
    def _rpe(self) -> int:
        return round(2 * self.scenario.season.lower_body_rpe)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """For every session: the slots that are too close, against what it may hold."""
        for week, k in plan.sessions():
            slots = [slot for slot in plan.slots_of(week) if (week, k, slot.index) in plan.at]
            too_close = {
                kind: [plan.at[week, k, s.index] for s in slots if kind in self._near(s.start)]
                for kind in ("match", "hinge", "sore", "heavy")
            }
            where, hinge = place(week, k), plan.total(too_close["hinge"])
            to.at_most(plan.total(too_close["match"]), 0, where)
            for here in too_close["hinge"]:
                to.at_most(plan.contacts(week, k), FEW_CONTACTS, where, [here], step=FEW_CONTACTS)
            if too_close["heavy"]:
                to.at_most(
                    plan.total([plan.reaches(week, k, Tier.HEAVY), *too_close["heavy"]]), 1, where
                )
            for line in plan.lines_in(week, k):
                exercise, where = plan.exercise(line), place(week, k, line)
                on = plan.on[week, k, line]
                if exercise.is_hinge and exercise.axial >= 2 and too_close["hinge"]:
                    to.at_most(plan.total([on, hinge]), 1, where)
                if exercise.pattern in LOWER_BODY and too_close["hinge"]:
                    hard = plan.chosen(
                        week,
                        line,
                        k,
                        ("near a match", self._rpe),
                        lambda p: (p.rpe or 0) > self._rpe,
                    )
                    if hard is not None:
                        to.at_most(plan.total([hard, on, hinge]), 2, where)
                if line.exercise in SORE and too_close["sore"]:
                    to.at_most(plan.total([on, *too_close["sore"]]), 1, where)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Sessions, entries and contacts too close to a match."""
        found = []
        for session in block.in_order:
            kinds, where = self._near(session.local_start), place(session.week_index, session)
            day, contacts = f"{session.day}", block.contacts(session)
            if "match" in kinds:
                text = f"{day}: a match on the day or the day before"
                found.append(Breach(self.slug, self.priority, where, text, 1, 0, "sessions"))
            if "hinge" in kinds and contacts > FEW_CONTACTS:
                text = f"{day}: {contacts} jump contacts close before a match"
                found.append(
                    Breach(self.slug, self.priority, where, text, contacts, FEW_CONTACTS,
                           "contacts", -(-(contacts - FEW_CONTACTS) // FEW_CONTACTS))
                )  # fmt: skip
            if "heavy" in kinds and block.tier(session) == Tier.HEAVY:
                text = f"{day}: a heavy hinge too close before a match"
                found.append(Breach(self.slug, self.priority, where, text, 1, 0, "sessions"))
            for entry in session.exercises:
                for why in self._against(block.exercise(entry.exercise), entry, kinds):
                    where = place(session.week_index, session, entry.line)
                    text = f"{entry.exercise} on {day}, close before a match: {why}"
                    found.append(Breach(self.slug, self.priority, where, text, 1, 0, "entries"))
        return tuple(found)

    def _against(self, exercise: Exercise, entry: Entry, kinds: frozenset[str]) -> Iterator[str]:
        """What speaks against an entry; nothing mostly."""
        if "hinge" in kinds and exercise.is_hinge and exercise.axial >= 2:
            yield f"a hinge of axial class {exercise.axial}"
        rpe = entry.prescription.rpe or 0
        if "hinge" in kinds and exercise.pattern in LOWER_BODY and rpe > self._rpe:
            yield f"RPE {rpe / 2:g} for the legs, at most {self._rpe / 2:g}"
        if "sore" in kinds and exercise.id in SORE:
            yield "it makes sore"

    def explain(self) -> str:
        """The rule with this athlete's hours."""
        season = self.scenario.season
        return (
            "No session on a match day or the day after; no hinge that loads the back, few jumps "
            f"and no leg work above RPE {season.lower_body_rpe:g} in the {season.hinge_hours:g} "
            f"hours before a match day; Nordic curls and Copenhagens {season.knee_flexion_hours:g} "
            f"and heavy hinges {HEAVY_HOURS} hours before kick-off."
        )


@lru_cache(maxsize=4096)
def near(scenario: Scenario, start: datetime) -> frozenset[str]:
    """What a session at this start is too close to a match for: match, hinge, sore, heavy."""
    matches, season, day = timeline.matches(scenario), scenario.season, start.date()
    kinds = {"match"} if day in matches or day - DAY in matches else set()
    following = next((one for one in timeline.kick_offs(scenario) if one.date() >= day), None)
    if following is None:
        return frozenset(kinds)
    to_match_day = timeline.hours_between(start, datetime.combine(following.date(), time()))
    to_kick_off = timeline.hours_between(start, following)
    is_second_day = day - 2 * DAY in matches
    heavy_hours = max(HEAVY_HOURS, season.heavy_next_match_hours) if is_second_day else HEAVY_HOURS
    for kind, hours, least in (
        ("hinge", to_match_day, season.hinge_hours),
        ("sore", to_kick_off, season.knee_flexion_hours),
        ("heavy", to_kick_off, heavy_hours),
    ):
        if hours < least:
            kinds.add(kind)
    return frozenset(kinds)
