"""The red flags of evidence/red_flags.md, coded again from entries and dates.

What a coach sees in seconds, without `constraints.rules`: every flag is one small function from a
block to the sentences of what is wrong with it. The exemptions are those of decisions.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from math import floor

from icalendar import Calendar

from constraints.block import Block, Entry, Session
from scenarios import strength
from scenarios.catalogue import COUNTED, Exercise, can_do
from scenarios.schema import WEEKDAYS, Scenario

Flag = Callable[[Block], list[str]]

LOWER_BODY = frozenset(
    {"hinge", "hip-extension", "knee-flexion", "single-leg", "triple-extension", "jump"}
)
BARS = ("barbell", "trap_bar")
TRAINED = 1.0  # fractional sets of a session that train a group
ROUND = 0.05  # percents are written to a tenth


# -- words of the flags --------------------------------------------------------------------------


def ours(block: Block, entry: Entry) -> Exercise:
    """The catalogue row of an entry."""
    return block.scenario.catalogue[entry.exercise]


def week_of(block: Block, week: int) -> list[Session]:
    """Sessions of a week (from 1) in order of time."""
    held = [session for session in block.sessions if session.week == week]
    return sorted(held, key=lambda session: session.start)


def in_time(block: Block) -> list[Session]:
    """All sessions in order of time."""
    return sorted(block.sessions, key=lambda session: session.start)


def loading(block: Block) -> list[int]:
    """Weeks (from 1) that are neither deload nor taper."""
    return [row.week for row in block.weeks if not row.deload and row.phase != "taper"]


def matches(block: Block) -> set[date]:
    """Match days."""
    season, scenario = block.scenario.season, block.scenario
    days = [scenario.start + timedelta(days=n) for n in range((scenario.end - scenario.start).days)]
    weekly = {day for day in days if season.weekly and WEEKDAYS[day.weekday()] == season.weekly}
    return weekly | {date(one.year, one.month, one.day) for one in season.matches}


def congested(block: Block) -> set[int]:
    """Weeks (from 1) with two matches or more within seven days."""
    found = set()
    for row in block.weeks:
        end = row.start + timedelta(days=row.days)
        played = sorted(day for day in matches(block) if row.start <= day < end)
        if any((b - a).days < 7 for a, b in pairwise(played)):
            found.add(row.week)
    return found


def spans_away(block: Block) -> set[int]:
    """Weeks (from 1) that an away span touches."""
    found = set()
    for row in block.weeks:
        days = [row.start + timedelta(days=n) for n in range(row.days)]
        for away in block.scenario.availability.away:
            if any(away.begin <= day <= away.end for day in days):
                found.add(row.week)
    return found


def work(block: Block, week: int, exercise: str) -> Entry | None:
    """The working entry of an exercise in a week."""
    for session in week_of(block, week):
        for entry in session.exercises:
            if entry.exercise == exercise and entry.part in ("work", "top"):
                return entry
    return None


def own_percent(block: Block, entry: Entry) -> float | None:
    """Percent of the exercise's own 1RM, where its ratio is known."""
    ratio = ours(block, entry).ratio
    stated = block.scenario.athlete.ratios.get(entry.exercise)
    if stated is not None:
        ratio = stated.times
    return None if entry.percent is None or ratio is None else entry.percent / ratio


def is_hinge(block: Block, entry: Entry) -> bool:
    """A hinge that loads the lower back: pattern hinge, axial class 2 or 3."""
    return ours(block, entry).pattern == "hinge" and ours(block, entry).axial >= 2


def is_heavy(block: Block, entry: Entry) -> bool:
    """Heavy as in rules 2.3; a test of a hinge is heavy."""
    if not is_hinge(block, entry):
        return False
    if entry.part == "test" or (entry.rpe or 0) >= 8:
        return True
    family, percent = ours(block, entry).family, entry.percent or 0
    if family in ("rdl", "good_morning"):
        return percent >= (70 if family == "rdl" else 40)
    own = own_percent(block, entry) or 0
    return own >= 79.5 - ROUND or (entry.sets >= 5 and own >= 75 - ROUND)


def is_moderate(block: Block, entry: Entry) -> bool:
    """Moderate by the larger of percent and RPE."""
    if not is_hinge(block, entry) or is_heavy(block, entry):
        return False
    own = own_percent(block, entry)
    percent = own if own is not None else entry.percent or 0
    return percent >= 65 or (entry.rpe or 0) >= 6.5


def fractional(block: Block, session: Session) -> dict[str, float]:
    """Fractional sets of a session by muscle, jumps and Olympic lifts not inflated."""
    found = dict.fromkeys(COUNTED, 0.0)
    for entry in session.exercises:
        exercise = ours(block, entry)
        factor = {"plyometric": 0.0, "olympic": 0.5}.get(exercise.modality, exercise.hyp_factor)
        for muscle, credit in exercise.credits.items():
            found[muscle] += entry.sets * credit * factor
    return found


def weekly(block: Block, week: int) -> dict[str, float]:
    """Fractional sets of a week by muscle."""
    found = dict.fromkeys(COUNTED, 0.0)
    for session in week_of(block, week):
        for muscle, sets in fractional(block, session).items():
            found[muscle] += sets
    return found


def working_sets(block: Block, week: int) -> int:
    """Working sets of a week."""
    return sum(entry.sets for session in week_of(block, week) for entry in session.exercises)


def sets_where(block: Block, week: int, holds: Callable[[Exercise], bool]) -> int:
    """Sets of a week of some exercises."""
    return sum(
        entry.sets
        for session in week_of(block, week)
        for entry in session.exercises
        if holds(ours(block, entry))
    )


def sets_of(block: Block, week: int, pattern: str) -> int:
    """Sets of a week of the exercises of a pattern."""
    return sets_where(block, week, lambda exercise: exercise.pattern == pattern)


def axial(block: Block, session: Session) -> int:
    """Axial points of a session."""
    return sum(entry.sets * ours(block, entry).axial for entry in session.exercises)


def contacts(block: Block, session: Session) -> int:
    """Jump contacts of a session."""
    jumps = [entry for entry in session.exercises if ours(block, entry).pattern == "jump"]
    return sum(entry.sets * entry.reps for entry in jumps)


def hours(early: Session, late: Session) -> float:
    """Local wall-clock hours from start to start."""
    return (late.local_start - early.local_start).total_seconds() / 3600


def tool_loads(block: Block, exercise: Exercise) -> frozenset[float]:
    """Loads that the athlete owns for an exercise, in the tool's unit."""
    owned = block.scenario.equipment.tokens()
    tool = next((tool for tool in exercise.loaded_by if tool in owned), None)
    return frozenset() if tool is None else _loads(block.scenario, tool)


@cache
def _loads(scenario: Scenario, tool: str) -> frozenset[float]:
    return frozenset(load / 100 for load in scenario.equipment.loads(tool))


def every(block: Block) -> Iterator[tuple[Session, Entry]]:
    """Every entry with its session; tests left out."""
    for session in in_time(block):
        for entry in session.exercises:
            if entry.part != "test":
                yield session, entry


def said(session: Session, entry: Entry | None = None) -> str:
    """Where something is."""
    place = f"week {session.week}{session.label} {session.day}"
    if entry is None:
        return place
    load = "" if entry.load is None else f" {entry.load:g} {entry.unit}"
    percent = "" if entry.percent is None else f" {entry.percent:g} %"
    rpe = "" if entry.rpe is None else f" RPE {entry.rpe:g}"
    return f"{place} {entry.exercise} {entry.sets}x{entry.reps}{load}{percent}{rpe}"


def lifts(block: Block) -> set[str]:
    """Every exercise that is trained."""
    return {entry.exercise for _, entry in every(block)}


# -- errors --------------------------------------------------------------------------------------


def rf_01(block: Block) -> list[str]:
    """Heavy hinges lie apart."""
    heavy = [s for s in in_time(block) if any(is_heavy(block, e) for e in s.exercises)]
    least = block.scenario.recovery.heavy_hinge_hours
    return [
        f"{said(b)}: {hours(a, b):g} h after the heavy hinge of {a.day}"
        for a, b in pairwise(heavy)
        if hours(a, b) < least
    ]


def rf_02(block: Block) -> list[str]:
    """Order classes do not fall inside a session, and places are numbered."""
    found = []
    for session in block.sessions:
        classes = [ours(block, entry).order for entry in session.exercises]
        if classes != sorted(classes):
            found.append(f"{said(session)}: order classes {classes}")
        if [entry.order for entry in session.exercises] != list(range(1, len(classes) + 1)):
            found.append(f"{said(session)}: places are not 1 to {len(classes)}")
    return found


def rf_03(block: Block) -> list[str]:
    """Reps stay under the hard limit of the exercise, else of its kind."""
    most = {"deadlift": 8, "good_morning": 10, "swing": 20}
    found = []
    for session, entry in every(block):
        exercise = ours(block, entry)
        limit = exercise.reps[1]
        if exercise.id not in block.scenario.exercises.limits and exercise.axial >= 2:
            limit = min(limit, most.get(exercise.family, limit))
        if exercise.modality == "plyometric":
            limit = min(limit, 5)
        if exercise.modality == "olympic" and exercise.id != "clean_pull":
            limit = min(limit, 3)
        if entry.reps > limit:
            found.append(f"{said(session, entry)}: at most {limit} reps")
    return found


def rf_04(block: Block) -> list[str]:
    """Olympic lifts stay between 60 (deload 50) and 90 %, and never reach RPE 10."""
    found = []
    for session, entry in every(block):
        if ours(block, entry).modality != "olympic":
            continue
        low, high = (50 if session.deload else 60), 90.0
        if entry.exercise == "clean_pull":  # its own range wins
            high = (ours(block, entry).percent or (0, high))[1]
        if entry.percent is not None and not low <= entry.percent <= high + ROUND:
            found.append(f"{said(session, entry)}: outside {low} to {high:g} %")
        if entry.rpe is not None and entry.rpe >= 10:
            found.append(f"{said(session, entry)}: RPE 10")
    return found


def rf_05(block: Block) -> list[str]:
    """From one loading week to the next a lift gets little heavier."""
    progress, found = block.scenario.progression, []
    for name in sorted(lifts(block)):
        rows = [e for week in loading(block) if (e := work(block, week, name)) is not None]
        for before, after in pairwise(rows):
            if before.load is None or after.load is None:
                continue
            is_bar = after.per == "bar"
            text = f"{name}: {before.reps}x{before.load:g} to {after.reps}x{after.load:g}"
            if before.percent is not None and after.percent is not None and is_bar:
                rise = after.percent - before.percent
                if rise > progress.jump_points + 2 * ROUND:
                    found.append(f"{text}: {rise:.1f} points")
            most = progress.jump_percent if is_bar else progress.bell_jump_percent
            if after.load * 100 <= before.load * (100 + most) + 1e-6:
                continue
            if is_bar:
                eased = after.reps != before.reps and (after.rpe or 0) <= (before.rpe or 0) + 1.5
            else:
                eased = after.reps < before.reps
            if not eased:
                found.append(f"{text}: {100 * after.load / before.load - 100:.1f} %")
    return found


def rf_06(block: Block) -> list[str]:
    """Reps leave one in reserve of the chart, and effort stays under the cap of the level."""
    effort, found = block.scenario.effort, []
    for session, entry in every(block):
        own = own_percent(block, entry)
        if own is not None:
            if entry.reps > strength.chart_reps(int(own * 10)) - 1:
                found.append(f"{said(session, entry)}: more than the chart less one")
            implied = strength.rpe_at(int(own * 10), entry.reps) / 2
            if implied > effort.rpe:
                found.append(f"{said(session, entry)}: implied RPE {implied:g}")
        if entry.rpe is not None and entry.rpe > effort.rpe:
            found.append(f"{said(session, entry)}: above RPE {effort.rpe:g}")
    return found


def rf_07(block: Block) -> list[str]:
    """After a deload the main lift goes on where it was."""
    main, found, last = block.scenario.goal.lift, [], None
    is_after = False
    for row in block.weeks:
        now = work(block, row.week, main)
        if row.deload:
            is_after = True
        elif row.phase != "taper" and now is not None:
            if is_after and last is not None and now.reps <= last.reps:
                known = now.percent is not None and last.percent is not None
                if known and (now.percent or 0) < (last.percent or 0) - 2.5 - 2 * ROUND:
                    found.append(f"week {row.week}: {now.percent} % after {last.percent} %")
                if (now.load or 0) < (last.load or 0) and not known:
                    found.append(f"week {row.week}: {now.load} after {last.load}")
            last, is_after = now, False
    return found


def rf_08(block: Block) -> list[str]:
    """A deload is lighter, and no week off."""
    found, main = [], block.scenario.goal.lift
    for row in block.weeks:
        before = [week for week in loading(block) if week < row.week]
        if not row.deload:
            continue
        now = work(block, row.week, main)
        if now is None:
            found.append(f"week {row.week}: deload without {main}")
        for session in week_of(block, row.week):
            found += [
                f"{said(session, e)}: above RPE 7 in a deload"
                for e in session.exercises
                if (e.rpe or 0) > 7
            ]
        if not before:
            continue
        share = working_sets(block, row.week) / working_sets(block, before[-1])
        if not 0.35 <= share <= 0.70:
            found.append(f"week {row.week}: {share:.0%} of the sets of week {before[-1]}")
        last = work(block, before[-1], main)
        if now and last and (now.percent or 0) > (last.percent or 0):
            found.append(f"week {row.week}: {now.percent} % after {last.percent} %")
        if now and last and (now.load or 0) > (last.load or 0):
            found.append(f"week {row.week}: {now.load} after {last.load}")
    return found


def rf_09(block: Block) -> list[str]:
    """The main lift stays; other exercises change at phase borders only, and few at once."""
    scenario, found = block.scenario, []
    odd = congested(block)
    for row in block.weeks:
        names = {e.exercise for s in week_of(block, row.week) for e in s.exercises}
        if scenario.goal.lift not in names and row.week not in odd:
            found.append(f"week {row.week}: no {scenario.goal.lift}")
    stretches: dict[int, dict[str, set[str]]] = {}
    for week in loading(block):
        stretch = block.timeline[week - 1].stretch
        for session in week_of(block, week):
            names = {e.exercise for e in session.exercises if e.part != "test"}
            if week in odd:
                continue
            known = stretches.setdefault(stretch, {}).setdefault(session.label, names)
            if known != names:
                found.append(f"{said(session)}: {sorted(known ^ names)} change inside a phase")
    timed = {name for name, limits in scenario.exercises.limits.items() if limits.weeks}
    used = [set().union(*stretches[stretch].values()) for stretch in sorted(stretches)]
    for before, after in pairwise(used):
        new = after - before - timed
        if len(new) > min(2, scenario.progression.swaps):
            found.append(f"{sorted(new)} are new at one border")
    known = set().union(*used)
    for session, entry in every(block):
        if entry.exercise not in known:
            found.append(f"{said(session, entry)}: new in a deload or taper")
    return found


def rf_10(block: Block) -> list[str]:
    """The main lift gets heavier over the block; in season it does not get lighter."""
    goal = block.scenario.goal
    rows = [e for week in loading(block) if (e := work(block, week, goal.lift)) is not None]
    if len(rows) < 2:
        return []
    loads = [entry.load or 0 for entry in rows]
    said_loads = ", ".join(f"{e.sets}x{e.reps}x{e.load or 0:g}" for e in rows)
    if goal.kind == "maintenance":
        steps = sorted(tool_loads(block, ours(block, rows[0])))
        step = max((b - a for a, b in pairwise(steps)), default=0.0)
        falls = any(b < a - step - 1e-6 for a, b in pairwise(loads))
        return [f"{goal.lift}: {said_loads}"] if loads[-1] < loads[0] or falls else []
    series = (loads, [float(e.reps) for e in rows], [float(e.sets) for e in rows])
    grows = [values[-1] > values[0] for values in series]
    if goal.kind == "strength":
        steady = any(all(a <= b for a, b in pairwise(values)) for values in series)
        return [] if steady and grows[0] else [f"{goal.lift}: {said_loads}"]
    return [] if any(grows) else [f"{goal.lift}: {said_loads}"]


def rf_11(block: Block) -> list[str]:
    """The taper is one."""
    scenario, found = block.scenario, []
    test = scenario.goal.test
    taper = [row.week for row in block.weeks if row.phase == "taper"]
    if test is None or not taper:
        return []
    heavy = [s for s, e in every(block) if is_hinge(block, e) and (own_percent(block, e) or 0) > 85]
    days = [(test - session.day).days for session in heavy]
    is_maximum = scenario.goal.test_reps == 1 and scenario.effort.percent > 85
    if is_maximum and (not days or not 7 <= min(days) <= 10):
        found.append(f"last hinge above 85 % {min(days, default=None)} days before the test")
    for session, entry in every(block):
        near = 0 < (test - session.day).days < 6
        if near and is_hinge(block, entry) and (own_percent(block, entry) or 0) > 75 + ROUND:
            found.append(f"{said(session, entry)}: above 75 % close to the test")
    full = loading(block)[-2:]
    mean = sum(working_sets(block, week) for week in full) / len(full)
    share = sum(working_sets(block, week) for week in taper) / len(taper) / mean
    if not 0.40 - 1e-9 <= share <= 0.59 + 1e-9:
        found.append(f"taper: {share:.1%} of the sets of weeks {full}")
    return found


def rf_12(block: Block) -> list[str]:
    """Heavy bars are led up to."""
    found = []
    for session, entry in every(block):
        is_main = entry.exercise == block.scenario.goal.lift and entry.part != "back_off"
        if not is_main or entry.per != "bar" or (own_percent(block, entry) or 0) < 70:
            continue
        loads = [one.load or 0 for one in entry.warmup]
        load = entry.load or 0
        if len(loads) < 3 or loads[0] > 0.5 * load or loads[-1] < 0.8 * load:
            found.append(f"{said(session, entry)}: ramp {loads}")
        if sum(one.reps for one in entry.warmup) > 15 or loads != sorted(loads):
            found.append(f"{said(session, entry)}: ramp of too many reps, or falling")
    return found


def rf_13(block: Block) -> list[str]:
    """Sessions fit their time; the minutes are those of the model."""
    found = []
    for session in block.sessions:
        seconds = 60 * block.scenario.session.warm_up_minutes
        for entry in session.exercises:
            seconds += entry.sets * ours(block, entry).seconds_per_set
            seconds += 90 + 75 * len(entry.warmup)
        is_test = any(entry.part == "test" for entry in session.exercises)
        if session.minutes > block.scenario.availability.minutes:
            found.append(f"{said(session)}: {session.minutes} minutes")
        if session.minutes != -(-seconds // 60) and not is_test:
            found.append(f"{said(session)}: {session.minutes} minutes, model {seconds / 60:.1f}")
    return found


def rf_14(block: Block) -> list[str]:
    """Everything is there, and every load can be put together."""
    owned, found = block.scenario.equipment.tokens(), []
    for session in block.sessions:
        for entry in session.exercises:
            if not can_do(ours(block, entry).equipment, owned):
                found.append(f"{said(session, entry)}: not equipped")
            loads = tool_loads(block, ours(block, entry))
            weights = [entry.load, *(one.load for one in entry.warmup)]
            if any(weight is not None and weight not in loads for weight in weights):
                found.append(f"{said(session, entry)}: {weights} cannot be loaded")
    return found


def rf_15(block: Block) -> list[str]:
    """Nothing too technical, nothing forbidden."""
    scenario, found = block.scenario, []
    most = 2 if scenario.athlete.level == "beginner" else 3
    for session, entry in every(block):
        if ours(block, entry).technical > min(most, scenario.effort.technical):
            found.append(f"{said(session, entry)}: too technical")
        only = scenario.exercises.only
        if entry.exercise in scenario.exercises.exclude or (only and entry.exercise not in only):
            found.append(f"{said(session, entry)}: forbidden")
    return found


def rf_16(block: Block) -> list[str]:
    """The days before a match are quiet."""
    found = []
    jumped: set[str] = set()
    for session, entry in every(block):
        exercise = ours(block, entry)
        to_match = [(day - session.day).days for day in matches(block) if day >= session.day]
        days = min(to_match, default=99)
        is_new = exercise.pattern == "jump" and entry.exercise not in jumped
        jumped |= {entry.exercise}
        if days <= 2:
            hard = exercise.pattern in LOWER_BODY and (entry.rpe or 0) > 7
            if is_hinge(block, entry) or hard or is_new:
                found.append(f"{said(session, entry)}: {days} days before a match")
        if entry.exercise == "nordic_curl" and days < 3:
            found.append(f"{said(session, entry)}: {days} days before a match")
    return found


def rf_17(block: Block) -> list[str]:
    """A back with a history carries little."""
    scenario, found = block.scenario, []
    if "low_back" not in scenario.profile:
        return []
    for session in block.sessions:
        hinges = {e.exercise for e in session.exercises if is_hinge(block, e)}
        if any(ours(block, e).axial > 2 for e in session.exercises):
            found.append(f"{said(session)}: axial class 3")
        if axial(block, session) > scenario.lumbar.axial_session:
            found.append(f"{said(session)}: {axial(block, session)} axial points")
        if len(hinges) > 1:
            found.append(f"{said(session)}: {sorted(hinges)}")
    for row in block.weeks:
        points = sum(axial(block, session) for session in week_of(block, row.week))
        if points > scenario.lumbar.axial_week:
            found.append(f"week {row.week}: {points} axial points")
    return found


def rf_18(block: Block) -> list[str]:
    """Jumps are few, and their sessions lie apart."""
    ours_, found = block.scenario.plyometrics, []
    jumping = []
    for session in in_time(block):
        jumps = [e.exercise for e in session.exercises if ours(block, e).pattern == "jump"]
        if contacts(block, session) > ours_.contacts_session or len(jumps) > 2:
            found.append(f"{said(session)}: {contacts(block, session)} contacts of {jumps}")
        if jumps:
            jumping.append(session)
    least = max(48.0, block.scenario.recovery.plyometric_hours)
    found += [
        f"{said(b)}: jumps {hours(a, b):g} h after {a.day}"
        for a, b in pairwise(jumping)
        if hours(a, b) < least
    ]
    return found


def rf_19(block: Block) -> list[str]:
    """Sessions lie in open windows, one a day, and not right after a night shift."""
    ask, found = block.scenario.availability, []
    days: set[date] = set()
    for session in in_time(block):
        start, end = session.local_start, session.end.replace(tzinfo=None)
        if session.day in days:
            found.append(f"{said(session)}: the second of its day")
        days.add(session.day)
        if not any(begin <= start and end <= close for begin, close in _open(block, session.day)):
            found.append(f"{said(session)}: {start:%H:%M} to {end:%H:%M} is not open")
        if any(away.begin <= session.day <= away.end for away in ask.away):
            is_test = session.day == block.scenario.goal.test
            found += [] if is_test else [f"{said(session)}: away"]
        for over in _nights(block):
            rest = (start - over).total_seconds() / 3600
            if ask.roster and 0 <= rest < ask.roster.hours_after_night:
                found.append(f"{said(session)}: {rest:g} h after a night shift")
    return found


def _open(block: Block, day: date) -> list[tuple[datetime, datetime]]:
    """Open windows of a day; the test day is open for the longest session."""
    ask, goal = block.scenario.availability, block.scenario.goal
    windows = list(ask.weekday_windows.get(day.weekday(), ()))
    if ask.roster is not None:
        number = (day - block.scenario.start).days % len(ask.roster.cycle)
        windows += ask.roster.cycle[number].train
    found = [(datetime.combine(day, w.begin), datetime.combine(day, w.end)) for w in windows]
    found += [(slot.begin, slot.end) for slot in ask.slots if slot.begin.date() == day]
    if day == goal.test:
        begin = datetime.combine(day, goal.test_at)
        found.append((begin, begin + timedelta(minutes=ask.minutes)))
    return found


def _nights(block: Block) -> list[datetime]:
    """Ends of the night shifts."""
    roster, found = block.scenario.availability.roster, []
    for offset in range(-1, (block.scenario.end - block.scenario.start).days) if roster else ():
        assert roster is not None
        shift = roster.cycle[offset % len(roster.cycle)]
        if shift.shift == "night" and shift.end is not None and shift.begin is not None:
            over = shift.end <= shift.begin
            day = block.scenario.start + timedelta(days=offset + over)
            found.append(datetime.combine(day, shift.end))
    return found


def rf_20(block: Block) -> list[str]:
    """A percent is of a maximum that is known."""
    athlete, found = block.scenario.athlete, []
    for session in block.sessions:
        for entry in session.exercises:
            if entry.percent is None:
                continue
            of = entry.percent_of or ""
            allowed = {entry.exercise, ours(block, entry).percent_of}
            if entry.exercise in athlete.ratios:
                allowed.add(athlete.ratios[entry.exercise].of)
            if of not in athlete.one_rep_max or of not in allowed or entry.load is None:
                found.append(f"{said(session, entry)}: percent of {of or 'nothing'}")
            elif entry.unit == athlete.units:
                percent = 100 * entry.load / athlete.one_rep_max[of]
                if abs(percent - entry.percent) > ROUND + 1e-6:
                    found.append(f"{said(session, entry)}: really {percent:.2f} %")
    return found


def rf_21(block: Block) -> list[str]:
    """No maxing out early."""
    found = [
        f"{said(session, entry)}: before the realization"
        for session, entry in every(block)
        if session.phase not in ("realization", "taper") and (own_percent(block, entry) or 0) >= 95
    ]
    length = block.scenario.end - block.scenario.start
    for session in block.sessions:
        is_test = any(entry.part == "test" for entry in session.exercises)
        if is_test and session.day < block.scenario.start + 2 * length / 3:
            found.append(f"{said(session)}: a test in the first two thirds")
    return found


def rf_22(block: Block) -> list[str]:
    """One heavy and one moderate hinge in a session at most."""
    found = []
    for session in block.sessions:
        heavy = {e.exercise for e in session.exercises if is_heavy(block, e)}
        moderate = {e.exercise for e in session.exercises if is_moderate(block, e)} - heavy
        if len(heavy) > 1 or (heavy and len(moderate) > 1):
            found.append(f"{said(session)}: heavy {sorted(heavy)}, moderate {sorted(moderate)}")
    return found


# -- warnings ------------------------------------------------------------------------------------


def rf_23(block: Block) -> list[str]:
    """Deadlift reps of a session lie in Prilepin's range."""
    found = []
    if block.scenario.goal.kind != "strength":
        return []
    for week in loading(block):
        for session in week_of(block, week):
            pulls = [
                e
                for e in session.exercises
                if e.exercise == block.scenario.goal.lift
                and ours(block, e).family == "deadlift"
                and e.part != "test"
                and (own_percent(block, e) or 0) >= 70
            ]
            if not pulls:
                continue
            hardest = max(own_percent(block, e) or 0 for e in pulls)
            zone = strength.prilepin(round(10 * hardest) + 5)  # 79.7 is programmed as 80
            reps = sum(e.sets * e.reps for e in pulls)
            if zone is not None and not zone.total_min <= reps <= zone.total_max:
                found.append(f"{said(session, pulls[0])}: {reps} reps in the zone of {zone}")
    return found


def rf_24(block: Block) -> list[str]:
    """Weekly sets stay in their bands and rise slowly."""
    scenario, found = block.scenario, []
    free = congested(block) | spans_away(block)
    days, is_off = scenario.week_days / 7, scenario.priority("volume-minimum") == "off"
    for week in loading(block):
        sets = weekly(block, week)
        for muscle, band in scenario.volume.items():
            least = floor(4 * band.min * days) / 4  # whole quarter-sets
            low = 0 if week in free or is_off else least
            if not low - 1e-9 <= sets[muscle] <= band.max * days + 1e-9:
                found.append(f"week {week}: {muscle} {sets[muscle]:g} of {band.min:g}-{band.max:g}")
    for early, late in pairwise(loading(block)):
        if {early, late} & free:
            continue
        before, after = working_sets(block, early), working_sets(block, late)
        if after > before * (1 + scenario.progression.sets_rise_percent / 100) + 1e-9:
            found.append(f"week {late}: {after} sets after {before}")
        was, now = weekly(block, early), weekly(block, late)
        found += [
            f"week {late}: {muscle} {now[muscle]:g} sets after {was[muscle]:g}"
            for muscle in scenario.volume
            if now[muscle] - was[muscle] > 3 * days
        ]
    return found


def rf_25(block: Block) -> list[str]:
    """Written weekly sets count no jump, and half of an Olympic set."""
    found = []
    for row in block.weeks:
        for muscle, sets in weekly(block, row.week).items():
            if abs(row.sets[muscle] - sets) > 1e-9:
                found.append(f"week {row.week}: {muscle} {row.sets[muscle]:g}, really {sets:g}")
    return found


def rf_26(block: Block) -> list[str]:
    """No muscle gets too much in one session."""
    most = block.scenario.session.muscle_sets
    return [
        f"{said(session)}: {muscle} {sets:g} sets"
        for session in block.sessions
        for muscle, sets in fractional(block, session).items()
        if muscle in block.scenario.volume and sets > most
    ]


def rf_27(block: Block) -> list[str]:
    """Groups with a target are trained twice a week, and no gap is long."""
    scenario, found = block.scenario, []
    if "in_season" in scenario.profile or scenario.availability.sessions[1] < 2:
        return []
    free = congested(block) | spans_away(block)
    for muscle, band in scenario.volume.items():
        if band.target[0] < 4:
            continue
        last: date | None = None
        for week in range(1, scenario.weeks + 1):
            sessions = week_of(block, week)
            hits = [s for s in sessions if fractional(block, s)[muscle] >= TRAINED]
            if week in loading(block) and week not in free and len(hits) < min(2, len(sessions)):
                found.append(f"week {week}: {muscle} trained {len(hits)} time(s)")
            for session in hits:
                gap = (session.day - last).days if last is not None else 0
                is_loading = week in loading(block) and (week - 1 in loading(block) or week == 1)
                if gap > 5 * scenario.week_days / 7 and is_loading and week not in free:
                    found.append(f"{said(session)}: {muscle} after {gap} days")
                last = session.day
    return found


def rf_28(block: Block) -> list[str]:
    """Hinges and knee flexion are in proportion."""
    found, free = [], congested(block) | spans_away(block)
    for week in loading(block):
        if week in free:
            continue
        hinges = sets_where(block, week, lambda e: e.pattern == "hinge")
        curls = sets_where(block, week, lambda e: e.pattern == "knee-flexion")
        if curls < 2 or not curls <= hinges <= 4 * curls:
            found.append(f"week {week}: {hinges} hinge sets, {curls} of knee flexion")
    return found


def rf_29(block: Block) -> list[str]:
    """Rows and pulls go with the hinges."""
    owned, found = block.scenario.equipment.tokens(), []
    free = congested(block) | spans_away(block)
    pool = [
        exercise
        for exercise in block.scenario.catalogue.values()
        if can_do(exercise.equipment, owned)
        and exercise.id not in block.scenario.exercises.exclude
        and LEVELS.index(exercise.min_level) <= LEVELS.index(block.scenario.athlete.level)
    ]
    for week in loading(block):
        if week in free:
            continue
        kinds = ("horizontal-pull", "vertical-pull")
        pulls = {kind: sets_of(block, week, kind) for kind in kinds}
        hinges = sets_where(block, week, lambda e: e.pattern == "hinge")
        if sum(pulls.values()) < 0.5 * hinges:
            found.append(f"week {week}: {pulls} for {hinges} hinge sets")
        found += [
            f"week {week}: no {kind}"
            for kind, sets in pulls.items()
            if not sets and any(exercise.pattern == kind for exercise in pool)
        ]
    return found


LEVELS = ("beginner", "intermediate", "advanced")


def rf_30(block: Block) -> list[str]:
    """Legs work one at a time, too."""

    def is_unilateral(exercise: Exercise) -> bool:
        return exercise.sides == 2 and exercise.pattern in ("single-leg", "hinge")

    free = congested(block) | spans_away(block)
    return [
        f"week {week}: no single-leg exercise"
        for week in loading(block)
        if week not in free and not sets_where(block, week, is_unilateral)
    ]


def rf_31(block: Block) -> list[str]:
    """The core is trained twice a week, never before a heavy hinge."""
    found = []
    free = congested(block) | spans_away(block)
    for week in loading(block):
        sessions = week_of(block, week)
        cores = [s for s in sessions if any(ours(block, e).modality == "core" for e in s.exercises)]
        if len(cores) < min(2, len(sessions)) and week not in free:
            found.append(f"week {week}: core in {len(cores)} session(s)")
    for session in block.sessions:
        seen = False
        for entry in session.exercises:
            seen = seen or ours(block, entry).modality == "core"
            if seen and is_heavy(block, entry):
                found.append(f"{said(session, entry)}: after core work")
    return found


def rf_32(block: Block) -> list[str]:
    """Long swing sets keep away from the day before a heavy hinge."""
    found = []
    for a in in_time(block):
        swings = [e for e in a.exercises if ours(block, e).pattern == "ballistic-hinge"]
        if sum(e.sets * e.reps for e in swings) > 100:
            found.append(f"{said(a)}: more than 100 swings")
        for b in in_time(block):
            is_close = 0 < hours(a, b) <= 24 and any(is_heavy(block, e) for e in b.exercises)
            if is_close and any(e.reps > 10 for e in swings):
                found.append(f"{said(a)}: long swings the day before a heavy hinge")
    return found


def rf_33(block: Block) -> list[str]:
    """A row over the bar goes easy next to a heavy hinge."""
    found = []
    for session in block.sessions:
        if not any(is_heavy(block, entry) for entry in session.exercises):
            continue
        for entry in session.exercises:
            if entry.exercise == "barbell_row" and (entry.sets > 4 or (entry.rpe or 0) > 7):
                found.append(said(session, entry))
    return found


def rf_34(block: Block) -> list[str]:
    """Good mornings stay light."""
    return [
        said(session, entry)
        for session, entry in every(block)
        if entry.exercise == "good_morning" and ((entry.percent or 0) > 40 or entry.reps < 3)
    ]


def rf_35(block: Block) -> list[str]:
    """Romanian deadlifts stay at 70 % of the deadlift."""
    return [
        said(session, entry)
        for session, entry in every(block)
        if entry.exercise == "romanian_deadlift" and (entry.percent or 0) > 70 + ROUND
    ]


def rf_36(block: Block) -> list[str]:
    """Most work comes before the heaviest weights."""
    goal, weeks = block.scenario.goal, loading(block)
    if goal.kind != "strength" or goal.test is None or len(weeks) < 2:
        return []
    sets = [working_sets(block, week) for week in weeks]
    mains = [work(block, week, goal.lift) for week in weeks]
    percents = [(main.percent or 0) if main else 0 for main in mains]
    most, heaviest = sets.index(max(sets)), percents.index(max(percents))
    if max(percents) == 0 or most < heaviest:
        return []
    return [f"most sets in week {weeks[most]}, heaviest in week {weeks[heaviest]}"]


def rf_37(block: Block) -> list[str]:
    """The two heaviest days of a week are not back to back."""
    found = []
    for week in loading(block):
        sessions = week_of(block, week)
        points = sorted((axial(block, session) for session in sessions), reverse=True)
        for a, b in pairwise(sessions):
            low = min(axial(block, a), axial(block, b))
            alone = len(points) < 3 or low > points[2]
            if (b.day - a.day).days == 1 and alone and _can_spread(block, week):
                found.append(f"{said(a)} and {said(b)}: the two heaviest days")
    return found


def _can_spread(block: Block, week: int) -> bool:
    """Whether a week has open days that lie apart: else there is no choice."""
    row = block.weeks[week - 1]
    days = [row.start + timedelta(days=n) for n in range(row.days)]
    away = block.scenario.availability.away
    held = [d for d in days if _open(block, d) and not any(a.begin <= d <= a.end for a in away)]
    return bool(held) and (held[-1] - held[0]).days >= 2


def rf_38(block: Block) -> list[str]:
    """Sessions of a week are of similar length."""
    found = []
    for week in loading(block):
        minutes = [session.minutes for session in week_of(block, week)]
        if minutes and max(minutes) > 1.6 * min(minutes):
            found.append(f"week {week}: {minutes} minutes")
    return found


def rf_39(block: Block) -> list[str]:
    """Two to six sets; the exercise's own range wins."""
    found = []
    for session, entry in every(block):
        low, high = ours(block, entry).sets
        is_free = session.deload or session.phase == "taper" or entry.part == "back_off"
        is_free = is_free or session.week in congested(block)
        if entry.sets > high or (entry.sets < low and not is_free):
            found.append(f"{said(session, entry)}: its range is {low} to {high}")
    return found


def rf_40(block: Block) -> list[str]:
    """Reps of the main lift do not change every week of a phase.

    Dumbbells and bells are free: there reps carry the progress (double progression, 2.8).
    """
    found: list[str] = []
    lift = block.scenario.catalogue[block.scenario.goal.lift]
    owned = block.scenario.equipment.tokens()
    tool = next((tool for tool in lift.loaded_by if tool in owned), None)
    if tool in ("dumbbells", "kettlebells"):
        return found
    stretches: dict[int, list[int]] = {}
    for week in loading(block):
        entry = work(block, week, block.scenario.goal.lift)
        if entry is not None:
            stretches.setdefault(block.timeline[week - 1].stretch, []).append(entry.reps)
    for stretch, reps in stretches.items():
        for a, b, c in zip(reps, reps[1:], reps[2:], strict=False):
            if a != b and b != c:
                found.append(f"phase {stretch}: {reps} reps")
    return found


def rf_41(block: Block) -> list[str]:
    """Nordics begin low and rise slowly."""
    reps, days = [], block.scenario.week_days / 7
    for week in range(1, block.scenario.weeks + 1):
        rows = [e for s in week_of(block, week) for e in s.exercises if e.exercise == "nordic_curl"]
        reps.append(sum(e.sets * e.reps for e in rows))
    trained = [(number + 1, count) for number, count in enumerate(reps) if count]
    found = [f"week {w}: {n} Nordics at first" for w, n in trained[:1] if n > 10 * days]
    found += [f"week {w}: {n} Nordics" for w, n in trained if n > 60 * days]
    counted = [(w, n) for w, n in trained if w in loading(block)]
    found += [
        f"week {w}: {n} Nordics after {m}"
        for (_, m), (w, n) in pairwise(counted)
        if n - m > 10 * days
    ]
    return found


def rf_42(block: Block) -> list[str]:
    """An exercise stands once in a session; a top set and its back-offs are one."""
    found = []
    for session in block.sessions:
        names = [e.exercise for e in session.exercises if e.part != "back_off"]
        found += [f"{said(session)}: {n} twice" for n in sorted(set(names)) if names.count(n) > 1]
        for a, b in pairwise(session.exercises):
            if b.part == "back_off" and (a.exercise, a.part) != (b.exercise, "top"):
                found.append(f"{said(session, b)}: back-offs without a top set before")
    return found


def rf_43(block: Block) -> list[str]:
    """Loads are what can be loaded: multiples of the smallest step."""
    found = []
    for session, entry in every(block):
        loads = sorted(tool_loads(block, ours(block, entry)))
        if entry.load is not None and entry.load not in loads:
            found.append(said(session, entry))
        if entry.rpe is not None and entry.rpe * 2 != round(entry.rpe * 2):
            found.append(said(session, entry))
    return found


def rf_44(block: Block) -> list[str]:
    """No three exercises that do the same."""
    found = []
    for session in block.sessions:
        names: dict[tuple[tuple[str, float], ...], set[str]] = {}
        for entry in session.exercises:
            credits = tuple(sorted((m, c) for m, c in ours(block, entry).credits.items() if c))
            names.setdefault(credits, set()).add(entry.exercise)
        found += [f"{said(session)}: {sorted(same)}" for same in names.values() if len(same) > 2]
    return found


def rf_45(block: Block) -> list[str]:
    """The day after the heaviest hinge is no day of most jumps."""
    found, most = [], block.scenario.plyometrics.contacts_session
    for a, b in pairwise(in_time(block)):
        if (b.day - a.day).days != 1 or not any(is_heavy(block, e) for e in a.exercises):
            continue
        if most and contacts(block, b) >= most:
            found.append(f"{said(b)}: {contacts(block, b)} contacts the day after a heavy hinge")
    return found


def rf_46(block: Block) -> list[str]:
    """Both sides are counted, in the notebook and on the clock."""
    found = []
    for session, entry in every(block):
        exercise = ours(block, entry)
        least = exercise.sides * exercise.seconds_per_rep * exercise.reps[0]
        if entry.sides != exercise.sides or exercise.seconds_per_set < least:
            found.append(said(session, entry))
    return found


def rf_47(block: Block, ics: bytes) -> list[str]:
    """One event for each session, as long as it, in an open window."""
    events = {str(event["uid"]): event for event in Calendar.from_ical(ics).walk("VEVENT")}
    found = []
    uids = {session.uid for session in block.sessions}
    if set(events) != uids or len(uids) != len(block.sessions):
        found.append(f"{len(events)} events for {len(block.sessions)} sessions")
    if len(Calendar.from_ical(ics).walk("VEVENT")) != len(block.sessions):
        found.append("an event is there twice")
    for session in block.sessions:
        if session.uid not in events:
            continue
        event = events[session.uid]
        begin, end = event.decoded("dtstart"), event.decoded("dtend")
        assert isinstance(begin, datetime)
        assert isinstance(end, datetime)
        if begin != session.start or end != session.end:
            found.append(f"{said(session)}: event {begin} to {end}")
        if (end - begin) != timedelta(minutes=session.minutes) or end <= begin:
            found.append(f"{said(session)}: event of {end - begin}")
    return found


def rf_48(block: Block) -> list[str]:
    """All weeks, none empty; the main lift is never crowded out."""
    scenario, found = block.scenario, []
    low, high = scenario.availability.sessions
    if [row.week for row in block.weeks] != list(range(1, scenario.weeks + 1)):
        found.append(f"weeks {[row.week for row in block.weeks]}")
    free = congested(block) | spans_away(block)
    priced = {row.where.week for row in block.score if row.rule == "session-count"}
    for row in block.weeks:
        held = week_of(block, row.week)
        if len(held) > high or (len(held) < low and row.week not in free | priced):
            found.append(f"week {row.week}: {len(held)} sessions of {low} to {high}")
        found += [f"{said(session)}: empty" for session in held if not session.exercises]
        mains = [e for s in held for e in s.exercises if e.exercise == scenario.goal.lift]
        if held and not mains and row.week not in congested(block):
            found.append(f"week {row.week}: accessories only")
    return found


ERRORS: Mapping[str, Flag] = {
    **{"RF-01": rf_01, "RF-02": rf_02, "RF-03": rf_03, "RF-04": rf_04, "RF-05": rf_05},
    **{"RF-06": rf_06, "RF-07": rf_07, "RF-08": rf_08, "RF-09": rf_09, "RF-10": rf_10},
    **{"RF-11": rf_11, "RF-12": rf_12, "RF-13": rf_13, "RF-14": rf_14, "RF-15": rf_15},
    **{"RF-16": rf_16, "RF-17": rf_17, "RF-18": rf_18, "RF-19": rf_19, "RF-20": rf_20},
    **{"RF-21": rf_21, "RF-22": rf_22, "RF-48": rf_48},
}
# Each warning with the rules that may have paid for it; RF-25, 42, 43, 46 are never for sale.
WARNINGS: Mapping[str, tuple[Flag, tuple[str, ...]]] = {
    "RF-23": (rf_23, ("prilepin", "main-dose")),
    "RF-24": (rf_24, ("volume-minimum", "volume-maximum", "sets-ramp")),
    "RF-25": (rf_25, ()),
    "RF-26": (rf_26, ("session-volume",)),
    "RF-27": (rf_27, ("frequency", "exposure-gap")),
    "RF-28": (rf_28, ("knee-flexion",)),
    "RF-29": (rf_29, ("pulls",)),
    "RF-30": (rf_30, ("unilateral",)),
    "RF-31": (rf_31, ("core",)),
    "RF-32": (rf_32, ("swings",)),
    "RF-33": (rf_33, ("row-with-hinge",)),
    "RF-34": (rf_34, ("load-limits", "phase-targets")),
    "RF-35": (rf_35, ("load-limits", "phase-targets")),
    "RF-36": (rf_36, ("peak-order",)),
    "RF-37": (rf_37, ("stress-spread",)),
    "RF-38": (rf_38, ("session-balance",)),
    "RF-39": (rf_39, ("set-limits",)),
    "RF-40": (rf_40, ("scheme",)),
    "RF-41": (rf_41, ("nordic-ramp",)),
    "RF-42": (rf_42, ()),
    "RF-43": (rf_43, ()),
    "RF-44": (rf_44, ("redundancy",)),
    "RF-45": (rf_45, ("jumps-after-hinge",)),
    "RF-46": (rf_46, ()),
}


def errors(block: Block, ics: bytes) -> list[str]:
    """What must not ship."""
    found = [f"{name}: {text}" for name, flag in ERRORS.items() for text in flag(block)]
    return [*found, *(f"RF-47: {text}" for text in rf_47(block, ics))]


def warnings(block: Block) -> list[str]:
    """Warnings that the block has not paid for, one rule and week at a time."""
    off = {slug for slug, priority in block.scenario.priorities.items() if priority == "off"}
    found = []
    for name, (flag, slugs) in WARNINGS.items():
        priced = {row.rule for row in block.score} & set(slugs)
        if slugs and set(slugs) <= off:
            continue
        found += [] if priced else [f"{name}: {text}" for text in flag(block)]
    return found
