"""Progression: loads that do not fall, do not leap, and something that rises."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Self

from constraints import progress
from constraints.block import Block
from constraints.lines import Line, Prescription, is_main, on_bar, tool_of
from constraints.rule import Breach, place
from scenarios.schema import Priority, Scenario
from scenarios.timeline import Week, shown_week

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import Literal, PlanVars

RPE_STEP = 2  # halves: efforts are asked for in whole points
RPE_SLACK = 3  # halves: with fewer reps the implied RPE may rise by 1.5 (RF-05)


@dataclass(frozen=True)
class NoFallingLoads:
    """Inside a phase loads never fall, and reps fall only when the load rises.

    strain(late) >= strain(early); reps(late) >= reps(early) or strain(late) > strain(early),
    for a line in successive loading weeks of one stretch. Strain is the load; where that is left
    open, the RPE. A load that is open in one of the two weeks is not compared.
    Jumps, back-offs and tests do not count. Units: load, RPE. Source: ACSM09, CAT-12.
    """

    slug: ClassVar[str] = "no-falling-loads"
    sentence: ClassVar[str] = "Inside a phase loads never fall; reps fall only when the load rises."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("ACSM09", "CAT-12")
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = False

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Strain does not fall; where it stays, reps do not fall either."""
        for line in progress.compared_lines(plan):
            for early, late, when in progress.posted_pairs(plan, line, same_stretch=True):
                before = plan.worth(early, line, progress.strain)
                after = plan.worth(late, line, progress.strain)
                fewer = plan.model.new_bool_var(f"w{late} {line} fewer reps")
                reps_before = plan.worth(early, line, lambda p: p.reps)
                reps_after = plan.worth(late, line, lambda p: p.reps)
                plan.model.add(reps_after >= reps_before).only_enforce_if([*when, fewer.Not()])
                # One demand: strain rises by at least 1 where reps fall, else by at least 0.
                to.at_least(after - before, fewer, place(late, None, line), when, once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines whose load falls, or whose reps fall under the same load."""
        found = []
        for line in progress.compared_in(block):
            for early, late, before, after in progress.audited_pairs(block, line, True):
                needed = progress.strain(before) + (after.reps < before.reps)
                if progress.can_compare(before, after) and progress.strain(after) < needed:
                    text = (
                        f"{line.exercise}: {_said(before)} in week {shown_week(early)}, "
                        f"{_said(after)} in week {shown_week(late)}"
                    )
                    where = place(late, None, line)
                    measured, unit = progress.shown_strain(after, progress.strain(after))
                    limit, _ = progress.shown_strain(after, needed)
                    found.append(
                        Breach(self.slug, self.priority, where, text, measured, limit, unit)
                    )
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence


@dataclass(frozen=True)
class LargestJump:
    """From one loading week to the next, loads rise by no more than a stated step.

    percent(late) - percent(early) <= points, and load(late) <= (1 + share) x load(early) unless
    reps fall: with an implied RPE at most 1.5 higher, or, where no RPE is known, by 30 %.
    The share is 10 % on bars and 25 % for dumbbells and bells.
    Units: percent points of 1RM, percent of load. Source: ACSM09, CAT-12, 2F2, COAN, P.
    """

    slug: ClassVar[str] = "largest-jump"
    sentence: ClassVar[str] = "Loads rise by no more than a stated step from week to week."
    numbers: ClassVar[tuple[str, ...]] = (
        "progression.jump_points", "progression.jump_percent", "progression.bell_jump_percent",
    )  # fmt: skip
    source: ClassVar[tuple[str, ...]] = ("ACSM09", "CAT-12", "2F2", "COAN", "P")
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = False

    priority: Priority
    points: int  # tenths of a percent of 1RM
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug, *cls.numbers)
        points = round(10 * scenario.progression.jump_points)
        return () if priority == "off" else (cls(priority, points, scenario),)

    def _share(self, line: Line) -> int:
        """Allowed rise of the load in tenths of a percent."""
        is_bar = on_bar(self.scenario, self.scenario.catalogue[line.exercise])
        ours = self.scenario.progression
        return round(10 * (ours.jump_percent if is_bar else ours.bell_jump_percent))

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Percent and load rises, with fewer reps as the way out."""
        model = plan.model
        for line in progress.compared_lines(plan):
            menu = [what for week in plan.loading_weeks for what, _ in plan.choices(week, line)]
            if not any(what.load for what in menu):
                continue
            has_rpe = any(what.rpe is not None for what in menu)
            has_percent = any(what.percent is not None for what in menu)
            for early, late, when in progress.posted_pairs(plan, line):
                eased = model.new_bool_var(f"w{late} {line} eased")
                reps_before = plan.worth(early, line, lambda p: p.reps)
                reps_after = plan.worth(late, line, lambda p: p.reps)
                if has_rpe:
                    model.add(reps_after <= reps_before - 1).only_enforce_if([*when, eased])
                    rise = plan.worth(late, line, _rpe) - plan.worth(early, line, _rpe)
                    model.add(rise <= RPE_SLACK).only_enforce_if([*when, eased])
                else:
                    model.add(10 * reps_after <= 7 * reps_before).only_enforce_if([*when, eased])
                where = place(late, None, line)
                load_before = plan.worth(early, line, _load)
                most = 1000 + self._share(line)
                leap = 1000 * plan.worth(late, line, _load) - most * load_before
                to.at_most(leap, 0, where, [*when, eased.Not()], once=True)
                if has_percent:
                    rise = plan.worth(late, line, _percent) - plan.worth(early, line, _percent)
                    to.at_most(rise, self.points, where, when, once=True)

    def _leaps(self, line: Line, before: Prescription, after: Prescription) -> bool:
        if before.load is None or after.load is None:
            return False
        if 1000 * after.load <= (1000 + self._share(line)) * before.load:
            return False
        if after.rpe is None or before.rpe is None:
            return 10 * after.reps > 7 * before.reps
        return after.reps >= before.reps or after.rpe > before.rpe + RPE_SLACK

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines that leap."""
        found = []
        for line in progress.compared_in(block):
            for early, late, before, after in progress.audited_pairs(block, line):
                where = place(late, None, line)
                text = (
                    f"{line.exercise}: {_said(before)} in week {shown_week(early)}, "
                    f"{_said(after)} in week {shown_week(late)}"
                )
                if self._leaps(line, before, after):
                    rise = 100 * ((after.load or 0) / (before.load or 1) - 1)
                    limit = self._share(line) / 10
                    found.append(
                        Breach(self.slug, self.priority, where, text, round(rise, 1), limit, "%")
                    )
                rise = _percent(after) - _percent(before)
                if before.percent is not None and rise > self.points:
                    limit = self.points / 10
                    found.append(
                        Breach(self.slug, self.priority, where, text, rise / 10, limit, "points")
                    )
        return tuple(found)

    def explain(self) -> str:
        """The rule with its steps."""
        ours = self.scenario.progression
        return (
            f"From one loading week to the next a lift rises by at most {self.points / 10:g} "
            f"points of 1RM and {ours.jump_percent:g} % of the load ({ours.bell_jump_percent:g} % "
            "for dumbbells and bells), unless reps fall."
        )


@dataclass(frozen=True)
class AfterDeload:
    """After a deload every lift goes on where it stood.

    load(first loading week) >= (1 - share) x load(last loading week before), where reps are equal
    or fewer. The share is 2.5 points of 1RM for a goal lift whose percent is printed, 5 % of the
    load for the others. Loads that are left open, in one of the two weeks or in both, are free.
    Units: load. Source: ACSM09, P.
    """

    slug: ClassVar[str] = "after-deload"
    sentence: ClassVar[str] = "After a deload every lift goes on where it stood."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("ACSM09", "P")
    point: ClassVar[str] = "an exercise in a week"
    narrows: ClassVar[bool] = False
    points: ClassVar[int] = 25  # tenths of a point of 1RM, goal lift (RF-07)
    share: ClassVar[int] = 5  # percent of the load, all others

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        return () if priority == "off" else (cls(priority),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """The load holds, unless reps rise."""
        model = plan.model
        for line in progress.compared_lines(plan):
            for early, late, when in progress.posted_pairs(plan, line):
                if not any(week.deload for week in plan.weeks[early:late]):
                    continue
                where, was = place(late, None, line), plan.worth(early, line, _load)
                now = plan.worth(late, line, _load)
                fall = (100 - self.share) * was - 100 * now
                menu = [what for week in (early, late) for what, _ in plan.choices(week, line)]
                if line == plan.main and all(what.percent is not None for what in menu):
                    percents = [plan.worth(week, line, _percent) for week in (early, late)]
                    fall = percents[0] - percents[1] - self.points
                if plan.bounds(fall)[1] <= 0:
                    continue
                more = model.new_bool_var(f"w{late} {line} more reps")
                reps = [plan.worth(week, line, lambda p: p.reps) for week in (early, late)]
                model.add(reps[1] >= reps[0] + 1).only_enforce_if([*when, more])
                to.at_most(fall, 0, where, [*when, more.Not()], once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """First loading weeks that fall back."""
        found = []
        for line in progress.compared_in(block):
            for early, late, before, after in progress.audited_pairs(block, line):
                deload = any(week.deload for week in block.timeline[early:late])
                if not deload or after.reps > before.reps:
                    continue
                fall: float
                has_percent = before.percent is not None and after.percent is not None
                if is_main(block.scenario, line) and has_percent:
                    lost = _percent(before) - _percent(after)
                    is_too_much = lost > self.points
                    fall, limit, unit = lost / 10, self.points / 10, "points"
                elif before.load is None or after.load is None:
                    continue
                else:
                    was, now = before.load, after.load
                    is_too_much = (100 - self.share) * was > 100 * now
                    fall, limit, unit = 100 * (was - now) / max(1, was), self.share, "%"
                if is_too_much:
                    text = f"week {shown_week(late)}: {line.exercise} {_said(after)}"
                    text = f"{text} after {_said(before)}"
                    where = place(late, None, line)
                    found.append(
                        Breach(self.slug, self.priority, where, text, round(fall, 1), limit, unit)
                    )
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return (
            f"{self.sentence} At most {self.points / 10:g} points of 1RM less for the goal lift "
            f"and {self.share} % less for others, where reps are not more."
        )


@dataclass(frozen=True)
class MainRise:
    """Over the block the main lift rises.

    In the last loading week strain, reps or sets are above those of the first, and strain is not
    below. For maintenance, strain is not below, and from one loading week to the next it falls by
    one step at most. Strain is the load, a step the smallest between loads that exist; where the
    load is left open, strain is the RPE and a step is one point.
    Units: load, RPE, reps, sets. Source: ACSM09, RON11.
    """

    slug: ClassVar[str] = "main-rise"
    sentence: ClassVar[str] = "Over the block the main lift rises; in season it does not fall."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("ACSM09", "RON11")
    point: ClassVar[str] = "the block"
    narrows: ClassVar[bool] = False

    priority: Priority
    keeps: bool
    step: int  # smallest step of the load in hundredths

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off."""
        priority = scenario.priority(cls.slug)
        tool = tool_of(scenario, scenario.catalogue[scenario.goal.lift])
        loads = scenario.equipment.loads(tool) if tool is not None else ()
        step = min((b - a for a, b in pairwise(loads)), default=1)
        keeps = scenario.goal.kind == "maintenance"
        return () if priority == "off" else (cls(priority, keeps, step),)

    def _step_of(self, what: Prescription) -> int:
        """The largest fall of the strain from week to week, in the strain's own unit."""
        return RPE_STEP if what.load is None else self.step

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Last loading week against the first one."""
        line, weeks = plan.main, [w for w in plan.loading_weeks if plan.choices(w, plan.main)]
        if len(weeks) < 2:
            return
        first, last = weeks[0], weeks[-1]
        ends = [plan.trained[first, line], plan.trained[last, line]]
        before = plan.worth(first, line, progress.strain)
        after = plan.worth(last, line, progress.strain)
        where = place(last, None, line)
        to.at_least(after, before, where, ends, once=True)
        if not self.keeps:
            to.require([*_rises(plan, first, last, line), *(end.Not() for end in ends)], where)
            return
        for early, late, when in progress.posted_pairs(plan, line):
            before = plan.worth(early, line, progress.strain)
            after = plan.worth(late, line, lambda p: progress.strain(p) + self._step_of(p))
            to.at_least(after, before, place(late, None, line), when, once=True)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """A main lift that does not rise from the first to the last loading week."""
        main = next((line for line in block.lines if is_main(block.scenario, line)), None)
        weeks = block.loading_weeks
        if main is None or len(weeks) < 2:
            return ()
        found = self._falls(block, main) if self.keeps else []
        before, after = block.prescribed(weeks[0], main), block.prescribed(weeks[-1], main)
        if before is None or after is None:
            return tuple(found)
        where = place(weeks[-1], None, main)
        text = f"main lift: {_said(before)} first, {_said(after)} last"
        falls = progress.strain(after) < progress.strain(before)
        if falls and progress.can_compare(before, after):
            found.append(Breach(self.slug, self.priority, where, text, 0, 1, "rises"))
        if not self.keeps and not _has_risen(block, weeks[0], weeks[-1], main):
            found.append(Breach(self.slug, self.priority, where, text, 0, 1, "rises"))
        return tuple(found)

    def _falls(self, block: Block, main: Line) -> list[Breach]:
        found = []
        for early, late, before, after in progress.audited_pairs(block, main):
            least = progress.strain(before) - self._step_of(after)
            if progress.can_compare(before, after) and progress.strain(after) < least:
                text = (
                    f"main lift: {_said(before)} in week {shown_week(early)}, {_said(after)} next"
                )
                where = place(late, None, main)
                found.append(Breach(self.slug, self.priority, where, text, 0, 1, "rises"))
        return found

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence


@dataclass(frozen=True)
class Rise:
    """The goal lift rises every loading week, every other kept exercise over each phase.

    strain, reps or the week's sets of the line are above those of the loading week before (goal
    lift), or those of the last loading week of a stretch above those of its first (others).
    Jumps are free; nothing need rise in season. A load can stand for a week or two while reps
    and effort settle, so the accessories are asked once a phase.
    Units: exercises. Source: ACSM09, BAR.
    """

    slug: ClassVar[str] = "rise"
    sentence: ClassVar[str] = (
        "The goal lift rises every loading week, every other exercise over each phase."
    )
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("ACSM09", "BAR")
    point: ClassVar[str] = "an exercise that stands still"
    narrows: ClassVar[bool] = False

    priority: Priority

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked unless turned off, and not for maintenance."""
        priority = scenario.priority(cls.slug)
        keeps = scenario.goal.kind == "maintenance"
        return () if priority == "off" or keeps else (cls(priority),)

    @staticmethod
    def _pairs(weeks: tuple[Week, ...], is_goal: bool) -> list[tuple[int, int]]:
        """Weeks to compare: successive ones for the goal lift, first and last for the others."""
        by_stretch: dict[int, list[int]] = {}
        for week in weeks:
            if week.is_loading:
                by_stretch.setdefault(week.stretch, []).append(week.index)
        found = []
        for loading in by_stretch.values():
            successive = list(pairwise(loading))
            ends = [(loading[0], loading[-1])] if len(loading) > 1 else []
            found += successive if is_goal else ends
        return found

    def post(self, plan: PlanVars, to: Posting) -> None:
        """One of the three rises."""
        for line in progress.compared_lines(plan):
            for early, late in self._pairs(plan.weeks, line == plan.main):
                if not plan.choices(early, line) or not plan.choices(late, line):
                    continue
                idle = [plan.trained[week, line].Not() for week in (early, late)]
                rises = _rises(plan, early, late, line)
                to.require([*rises, *idle], place(late, None, line))

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Lines that stand still."""
        found = []
        for line in progress.compared_in(block):
            for early, late in self._pairs(block.timeline, is_main(block.scenario, line)):
                before, after = block.prescribed(early, line), block.prescribed(late, line)
                if before is None or after is None or _has_risen(block, early, late, line):
                    continue
                text = (
                    f"{line.exercise}: {_said(before)} in week {shown_week(early)}, "
                    f"{_said(after)} in week {shown_week(late)}"
                )
                where = place(late, None, line)
                found.append(Breach(self.slug, self.priority, where, text, 0, 1, "rises"))
        return tuple(found)

    def explain(self) -> str:
        """The rule as it stands."""
        return self.sentence


@dataclass(frozen=True)
class EvenSteps:
    """Loads of the main lift rise in even steps.

    |(load(c) - load(b)) - (load(b) - load(a))| <= smallest step, for successive loading weeks
    a < b < c of one stretch. Units: load; a point is one smallest step. Source: P.
    """

    slug: ClassVar[str] = "even-steps"
    sentence: ClassVar[str] = "Loads of the main lift rise in even steps."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "one smallest step of the load"
    narrows: ClassVar[bool] = False

    priority: Priority
    step: int  # hundredths of the tool's unit

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where the loads of the main lift are known."""
        priority = scenario.priority(cls.slug)
        tool = tool_of(scenario, scenario.catalogue[scenario.goal.lift])
        loads = scenario.equipment.loads(tool) if tool is not None else ()
        steps = [b - a for a, b in pairwise(loads)]
        return () if priority == "off" or not steps else (cls(priority, min(steps)),)

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Second differences stay within a step."""
        line = plan.main
        for weeks in plan.stretches.values():
            loading = [w.index for w in weeks if w.is_loading and plan.choices(w.index, line)]
            for a, b, c in zip(loading, loading[1:], loading[2:], strict=False):
                bend = plan.total([plan.worth(w, line, _load) for w in (a, b, c)], [1, -2, 1])
                when, where = [plan.trained[w, line] for w in (a, b, c)], place(c, None, line)
                to.at_most(bend, self.step, where, when, step=self.step)
                to.at_most(-bend, self.step, where, when, step=self.step)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Bends in the main lift's loads."""
        main = next((line for line in block.lines if is_main(block.scenario, line)), None)
        found = []
        stretches = sorted({week.stretch for week in block.timeline})
        for stretch in stretches if main else ():
            loading = [w for w in block.loading_weeks if block.timeline[w].stretch == stretch]
            for a, b, c in zip(loading, loading[1:], loading[2:], strict=False):
                asked = [block.prescribed(w, main) for w in (a, b, c)] if main else []
                loads = [what.load or 0 for what in asked if what]
                if len(loads) < 3:
                    continue
                bend = abs(loads[0] - 2 * loads[1] + loads[2])
                if bend > self.step:
                    text = f"{main and main.exercise}: " + ", ".join(f"{x / 100:g}" for x in loads)
                    found.append(
                        Breach(self.slug, self.priority, place(c, None, main), text, bend / 100,
                               self.step / 100, "load", -(-(bend - self.step) // self.step))
                    )  # fmt: skip
        return tuple(found)

    def explain(self) -> str:
        """The rule with its step."""
        return f"{self.sentence} Bends of up to {self.step / 100:g} are free."


def _load(what: Prescription) -> int:
    return what.load or 0


def _percent(what: Prescription) -> int:
    return what.percent or 0


def _rpe(what: Prescription) -> int:
    return what.rpe or 0


def _rises(plan: PlanVars, early: int, late: int, line: Line) -> list[Literal]:
    """Literals that each prove a rise: of strain, of reps, of the week's sets."""
    model = plan.model
    strains = [plan.worth(week, line, progress.strain) for week in (early, late)]
    reps = [plan.worth(week, line, lambda p: p.reps) for week in (early, late)]
    sets = [plan.line_sets(week, line) for week in (early, late)]
    found: list[Literal] = []
    for name, (before, after) in (("strain", strains), ("reps", reps), ("sets", sets)):
        literal = model.new_bool_var(f"w{late} {line} {name} rise")
        model.add(after >= before + 1).only_enforce_if(literal)
        found.append(literal)
    return found


def _has_risen(block: Block, early: int, late: int, line: Line) -> bool:
    before, after = block.prescribed(early, line), block.prescribed(late, line)
    if before is None or after is None:
        return False
    harder = progress.strain(after) > progress.strain(before)
    return (
        (harder and progress.can_compare(before, after))
        or after.reps > before.reps
        or block.line_sets(late, line) > block.line_sets(early, line)
    )


def _said(what: Prescription) -> str:
    """A prescription in a few words."""
    load = "" if what.load is None else f" at {what.load / 100:g}"
    rpe = "" if what.rpe is None or what.load is not None else f" at RPE {what.rpe / 2:g}"
    return f"{what.reps} reps{load}{rpe}"
