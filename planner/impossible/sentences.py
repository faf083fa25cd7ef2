"""Sentences of demands: what a rule asks in one place, with its numbers and the keys they are in.

They stand alone because a rule explains itself as a whole, with every number that it has; of one
week, muscle group or exercise only some of them are asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from constraints.rule import Rule
from constraints.rules import asked_by
from constraints.rules.exercise_pool import ExercisePool
from planner.explaining.explain import values
from scenarios import timeline, tools_there
from scenarios.schema import WEEKDAYS, Scenario

if TYPE_CHECKING:
    from planner.impossible.demands import Spot


def said_of(scenario: Scenario, rule: Rule, spot: Spot) -> tuple[str, tuple[str, ...]]:
    """Sentence and keys of a demand, narrowed to its exercise or muscle group where they can be."""
    special = _SPECIAL.get(spot.rule)
    said = None if special is None else special(scenario, spot)
    if said is not None:
        return said
    table = scenario.model_dump(mode="json", by_alias=True)
    keys = [key for number in rule.numbers for key, _ in values(table, number)]
    return rule.explain(), tuple(keys if len(keys) <= MOST_KEYS else rule.numbers)


MOST_KEYS: Final = 6  # more are named by the table that they are in
Said = tuple[str, tuple[str, ...]] | None


def spanned(low: float, high: float) -> str:
    """A range in words; one number where both ends are the same."""
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _volume(end: str) -> Callable[[Scenario, Spot], Said]:
    def said(scenario: Scenario, spot: Spot) -> Said:
        band = scenario.volume.get(spot.muscle)
        if band is None:
            return None
        limit = band.min if end == "min" else band.max
        word = "least" if end == "min" else "most"
        text = f"{spot.muscle}: at {word} {limit:g} sets a week."
        key = f"volume.{spot.muscle}.{end}"
        is_deload = spot.week > 0 and timeline.weeks(scenario)[spot.week - 1].deload
        if end == "min" and is_deload:
            text = f"{spot.muscle}: at least 40 % of its target in a deload week."
            return text, (key, f"volume.{spot.muscle}.target")
        return text, (key,)

    return said


def _minutes(scenario: Scenario, spot: Spot) -> Said:
    ask = scenario.availability
    short = [
        (name, window)
        for name in WEEKDAYS
        for window in getattr(ask, name)
        if window.minutes < ask.minutes
    ]
    text = (
        f"Sessions last at most {ask.minutes} minutes, "
        f"{scenario.session.warm_up_minutes} minutes of warm-up included"
    )
    windows = [f"{name} at most {window.minutes}" for name, window in short]
    keys = ["availability.minutes", *(f"availability.{name}" for name, _ in short)]
    keys += ["session.warm_up_minutes"]
    return "; ".join([text, *windows]) + ".", tuple(dict.fromkeys(keys))


def _limits(scenario: Scenario, spot: Spot) -> Said:
    own, parts, keys = scenario.limits(spot.exercise), [], []
    for key, words in (
        ("sets_week", "{} sets a week"), ("reps_week", "{} reps a week"),
        ("sessions_week", "{} session(s) a week"), ("reps_session", "{} reps a session"),
    ):  # fmt: skip
        given = getattr(own, key)
        if given is not None:
            parts.append(words.format(spanned(*given)))
            keys.append(f"exercises.{spot.exercise}.{key}")
    return f"{spot.exercise}: {', '.join(parts)}.", tuple(keys)


def _pool(scenario: Scenario, spot: Spot) -> Said:
    (rule,) = ExercisePool.asked_by(scenario)
    exercise = scenario.catalogue[spot.exercise]
    reason = rule.reason_against(exercise, max(0, spot.week - 1))
    if reason is None:
        return None
    ask = scenario.exercises
    if exercise.id in ask.exclude:
        key = "exercises.exclude"
    elif ask.only and exercise.id not in ask.only:
        return f"Only {', '.join(ask.only)} are planned with.", ("exercises.only",)
    elif exercise.axial > scenario.lumbar.axial_class:
        key = "lumbar.axial_class"
        reason += f", above {scenario.lumbar.axial_class}"
    elif reason.startswith("belongs"):
        key = f"exercises.{exercise.id}.weeks"
    elif reason.startswith("is for level"):
        key = "athlete.level"
    else:
        key = "effort.technical"
        reason += f", above {scenario.effort.technical}"
    return f"{spot.exercise} {reason}.", (key,)


def _equipment(scenario: Scenario, spot: Spot) -> Said:
    needs = scenario.catalogue[spot.exercise].equipment
    owned = ", ".join(sorted(scenario.equipment.tokens() - {"none"})) or "nothing but the floor"
    text = f"{spot.exercise} needs {needs}; there is {owned}."
    if "equipment" not in scenario.written:
        text = f"{spot.exercise} needs {needs}, and the scenario lists no equipment."
    return text, ("equipment",)


def _load_limits(scenario: Scenario, spot: Spot) -> Said:
    window = scenario.catalogue[spot.exercise].percent
    own = scenario.limits(spot.exercise).percent is not None
    cap = f"heavy lifts at most {scenario.effort.percent:g} % of their 1RM"
    if window is None:
        return f"{spot.exercise}: {cap}.", ("effort.percent",)
    text = f"{spot.exercise}: {spanned(*window)} %, {cap}."
    return text, (*((f"exercises.{spot.exercise}.percent",) if own else ()), "effort.percent")


def _phase(scenario: Scenario, spot: Spot) -> Said:
    phase = timeline.weeks(scenario)[max(0, spot.week - 1)].phase
    asked = scenario.phases[phase]
    if spot.exercise != scenario.goal.lift:
        return f"{spot.exercise} follows the phase {phase}.", (f"phases.{phase}",)
    text = (
        f"{spot.exercise} follows the phase {phase}: {spanned(*asked.main_percent)} %, "
        f"{spanned(*asked.main_reps)} reps."
    )
    return text, (f"phases.{phase}.main_percent", f"phases.{phase}.main_reps")


def _main_dose(scenario: Scenario, spot: Spot) -> Said:
    if not spot.week:
        return None
    phase = timeline.weeks(scenario)[spot.week - 1].phase
    total = spanned(*scenario.phases[phase].main_total_reps)
    text = f"{scenario.goal.lift}: {total} reps in all in a session of the phase {phase}."
    return text, (f"phases.{phase}.main_total_reps",)


def _taper(scenario: Scenario, spot: Spot) -> Said:
    """Only what is asked there: the window of the goal lift, fewer sets, or the last days."""
    ours = scenario.taper
    if spot.exercise:
        days = spanned(*ours.last_heavy_days)
        text = f"The last heavy pull of {scenario.goal.lift} lies {days} days before the test."
        return text, ("taper.last_heavy_days", "taper.last_heavy_percent")
    first = timeline.taper_weeks(scenario)[0]
    if spot.week == first + 1:
        drops = ["sets_drop_percent", "first_drop_percent", "last_drop_percent"]
        text = f"In the taper sets fall by {spanned(*ours.sets_drop_percent)} %"
        if ours.forbid:
            text += f"; in the last {ours.forbid_days} days no {', '.join(ours.forbid)}"
            drops += ["forbid", "forbid_days"]
        return f"{text}.", tuple(f"taper.{name}" for name in drops)
    text = (
        f"In the last {ours.light_days} days before the test nothing above "
        f"{ours.light_percent:g} %; in the last {ours.quiet_days} at most {ours.quiet_contacts} "
        f"jump contacts and {ours.quiet_swing_reps} swings in a set."
    )
    keys = ("light_days", "light_percent", "quiet_days", "quiet_contacts", "quiet_swing_reps")
    return text, tuple(f"taper.{name}" for name in keys)


def _pinned(scenario: Scenario, spot: Spot) -> Said:
    return f"{spot.exercise} is trained in every loading week.", ("exercises.pin",)


def _main_lift(scenario: Scenario, spot: Spot) -> Said:
    return f"{scenario.goal.lift} is trained in every week, deloads included.", ("goal.lift",)


def _test(scenario: Scenario, spot: Spot) -> Said:
    test = scenario.goal.test
    if test is None:
        return None
    week = (test - scenario.start).days // scenario.week_days + 1
    text = (
        f"The test is on {test}, in week {week} of {scenario.weeks}; "
        "a 1RM test lies in the last third of the block."
    )
    return text, ("goal.test", "weeks")


def _test_tools(scenario: Scenario, spot: Spot) -> Said:
    said = _equipment(scenario, spot)
    return said and (f"The test on {scenario.goal.test}: {said[0]}", said[1])


def _availability(scenario: Scenario, spot: Spot) -> Said:
    """Only the spans that take days of this week."""
    if not spot.week:
        return None
    week = timeline.weeks(scenario)[spot.week - 1]
    spans = [
        (f"availability.away.{number}", f"away from {span.begin} to {span.end}")
        for number, span in enumerate(scenario.availability.away)
        if span.tools is None and span.begin < week.end and span.end >= week.start
    ]
    taken = [
        (f"elsewhere.{number}", f"{part.title} takes its day")
        for number, part in enumerate(scenario.elsewhere)
        if part.blocks_day
    ]
    if not spans and not taken:
        return None
    text = "; ".join(words for _, words in (*spans, *taken))
    return f"No session on days that are not open: {text}.", tuple(k for k, _ in (*spans, *taken))


def _tools_there(scenario: Scenario, spot: Spot) -> Said:
    """Only the spans with fewer tools in this week."""
    week = timeline.weeks(scenario)[max(0, spot.week - 1)]
    spans = [
        (f"availability.away.{number}", tools_there.in_words(scenario, span))
        for number, span in enumerate(scenario.availability.away)
        if span.tools is not None and span.begin < week.end and span.end >= week.start
    ]
    text = "; ".join(f"there is only {words}" for _, words in spans)
    return f"Away in this week, {text}.", tuple(key for key, _ in spans)


def _matches(scenario: Scenario, spot: Spot) -> Said:
    rules = [rule for rule in asked_by(scenario) if rule.slug == spot.rule]
    season = scenario.season
    keys = [key for key in ("weekly", "matches") if getattr(season, key)]
    keys += ["hinge_hours", "lower_body_rpe", "knee_flexion_hours"]
    return rules[0].explain(), tuple(f"season.{key}" for key in keys)


_SPECIAL: Final[dict[str, Callable[[Scenario, Spot], Said]]] = {
    "volume-minimum": _volume("min"),
    "volume-maximum": _volume("max"),
    "session-minutes": _minutes,
    "exercise-limits": _limits,
    "exercise-pool": _pool,
    "equipment": _equipment,
    "tools-there": _tools_there,
    "load-limits": _load_limits,
    "phase-targets": _phase,
    "main-dose": _main_dose,
    "taper": _taper,
    "pinned": _pinned,
    "main-lift": _main_lift,
    "test": _test,
    "test-tools": _test_tools,
    "availability": _availability,
    "match-distance": _matches,
}
