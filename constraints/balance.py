"""Balance: the weeks, the exercises and the numbers that rules about a whole week can count on.

A demand that something is trained makes sense in an ordinary week, and only where the athlete can
train it; several rules need to know that, so it stands here once.

A microcycle has 5 to 14 days, and weekly numbers are written for seven: sets of a muscle group or
of a kind of exercise, axial points, contacts, reps, rises of these from week to week, and how
often something comes in a week. `per_microcycle` is the one place that scales them. What is
written for a session, in hours or days, or as a ratio is not scaled, and neither is
`availability.sessions`: the athlete says how many sessions a microcycle holds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from constraints.lines import Line, menu, tool_of
from scenarios import odd_weeks, timeline, tools_there
from scenarios.catalogue import Exercise, can_do
from scenarios.schema import Scenario

LEAST_SETS_BACK = 2  # of an exercise that had more before a pause [P]
LEVELS = ("beginner", "intermediate", "advanced")


def ordinary_weeks(scenario: Scenario) -> tuple[int, ...]:
    """Indices of the loading weeks that owe balance.

    Those with a test, two matches or fewer tools don't, nor do those after a pause.
    """
    test = scenario.goal.test
    light = odd_weeks.congested_weeks(scenario) | odd_weeks.return_weeks(scenario)
    light |= frozenset(tools_there.weeks_without(scenario))
    return tuple(
        week.index
        for week in timeline.weeks(scenario)
        if week.is_loading
        and week.index not in light
        and not (test is not None and week.start <= test < week.end)
    )


def can_train(scenario: Scenario, exercise: Exercise, week: int) -> bool:
    """Whether an exercise is open to the athlete in a week: tools, level, limits and own wishes."""
    ask, weeks = scenario.exercises, scenario.limits(exercise.id).weeks
    if exercise.id in ask.exclude or (ask.only and exercise.id not in ask.only):
        return False
    if weeks is not None and not weeks[0] <= timeline.shown_week(week) <= weeks[1]:
        return False
    if exercise.axial > scenario.lumbar.axial_class:
        return False
    if not _has_tools(scenario, exercise, week):
        return False
    level = LEVELS.index(exercise.min_level) <= LEVELS.index(scenario.athlete.level)
    is_wanted = exercise.id in (*ask.pin, scenario.goal.lift)
    return is_wanted or (level and exercise.technical <= scenario.effort.technical)


def _has_tools(scenario: Scenario, exercise: Exercise, week: int) -> bool:
    """Whether its tools are owned, and there on a day of a week on which one can train."""
    if lacks_tools(scenario, exercise, week):
        return False
    return can_do(exercise.equipment, scenario.equipment.tokens())


def lacks_tools(scenario: Scenario, exercise: Exercise, week: int) -> bool:
    """Whether a trip takes an exercise its tools, on every day of a week on which one can train."""
    if week not in tools_there.weeks_without(scenario):
        return False
    days = timeline.open_days(scenario)[week]
    return not any(can_do_on(scenario, exercise, day) for day in days)


def can_do_on(scenario: Scenario, exercise: Exercise, day: date) -> bool:
    """Whether the tools of a day are enough for an exercise, with a load that is one for it."""
    tool, owned = tool_of(scenario, exercise), tools_there.owned_on(scenario, day)
    if not tools_there.is_there(exercise, tool, owned):
        return False
    most = tools_there.most_load(scenario, tool, day)
    choices = menu(scenario, Line(exercise.id))
    low = 0 if exercise.percent is None else 10 * exercise.percent[0]
    return most is None or any(
        what.load is None or (what.load <= most and (what.percent is None or what.percent >= low))
        for what in choices
    )


def least_sets(scenario: Scenario, week: timeline.Week, exercise: Exercise) -> int:
    """Fewest working sets of an exercise in a session of a week.

    One in a deload or a taper; after a pause one fewer than usual, save for the goal lift.
    """
    if not week.is_loading:
        return 1
    is_return = week.index in odd_weeks.return_weeks(scenario)
    eased = is_return and exercise.id != scenario.goal.lift
    return max(1, exercise.sets[0] - eased)


def least_sets_back(exercise: Exercise) -> int:
    """Sets of an exercise that a way back leaves in a session in any case."""
    return max(LEAST_SETS_BACK, exercise.sets[0])


def weeks_with(scenario: Scenario, holds: Callable[[Exercise], bool]) -> frozenset[int]:
    """Ordinary weeks in which the athlete can train some exercise of this kind."""
    kind = [exercise for exercise in scenario.catalogue.values() if holds(exercise)]
    return frozenset(
        week
        for week in ordinary_weeks(scenario)
        if any(can_train(scenario, exercise, week) for exercise in kind)
    )


def per_microcycle(number: int, scenario: Scenario) -> int:
    """A number for seven days, scaled by days / 7 to the athlete's microcycle.

    Rounded down, so that no least asks for more than its share and no most allows more. But what
    comes once a week comes once in a short microcycle too: 1 or more stays 1 or more.
    """
    return max(min(number, 1), number * scenario.week_days // 7)


def span_per_microcycle(span: tuple[int, int], scenario: Scenario) -> tuple[int, int]:
    """Both ends of a span for seven days; see `per_microcycle`."""
    return per_microcycle(span[0], scenario), per_microcycle(span[1], scenario)


def quarter_sets(sets: float, scenario: Scenario) -> int:
    """Fractional sets for seven days as whole quarter-sets of a microcycle, rounded down."""
    return per_microcycle(int(4 * sets), scenario)


def target_bands(scenario: Scenario) -> tuple[tuple[str, int, int], ...]:
    """Each muscle group with the ends of its target band, in quarter-sets of a microcycle."""
    return tuple(
        (muscle, quarter_sets(band.target[0], scenario), quarter_sets(band.target[1], scenario))
        for muscle, band in scenario.volume.items()
    )
