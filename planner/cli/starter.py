"""A first scenario from a few answers: what the file says, and what a kit and little time carry.

It stands alone because it asks nobody: the same answers give the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final, Literal

from scenarios.catalogue import catalogue
from scenarios.equipment import BAR_KG, BAR_LB, PLATES, TRAP_BAR_KG, as_written
from scenarios.loader import layer
from scenarios.schema import WEEKDAYS, Level

Aim = Literal["test", "general", "hypertrophy", "maintenance"]
Kit = Literal["gym", "barbell", "dumbbells", "kettlebells"]
Unit = Literal["kg", "lb"]

LEVELS: Final[Mapping[Level, str]] = {
    "beginner": "less than six months of training",
    "intermediate": "six months to three years",
    "advanced": "more than three years",
}
AIMS: Final[Mapping[Aim, str]] = {
    "general": "get stronger all round, no test",
    "test": "test a new best on the last day",
    "hypertrophy": "build muscle",
    "maintenance": "keep what there is",
}
KITS: Final[Mapping[Kit, str]] = {
    "gym": "a gym: barbell, rack, dumbbells, cable, machines",
    "barbell": "a barbell, a rack and a bench",
    "dumbbells": "dumbbells and a bench",
    "kettlebells": "kettlebells",
}
UNITS: Final[Mapping[Unit, str]] = {"kg": "kilograms", "lb": "pounds"}
# Minutes of the shortest session that holds a lift with its ramp and what belongs beside it.
SHORTEST: Final[Mapping[Kit, int]] = {
    "gym": 45, "barbell": 45, "dumbbells": 30, "kettlebells": 30,
}  # fmt: skip
LIFTS: Final[Mapping[Kit, tuple[str, ...]]] = {  # the lift that a block is built around
    "gym": ("conventional_deadlift", "trap_bar_deadlift", "sumo_deadlift", "romanian_deadlift"),
    "barbell": ("conventional_deadlift", "sumo_deadlift", "romanian_deadlift"),
    "dumbbells": ("db_romanian_deadlift",),
    "kettlebells": ("kettlebell_swing", "kb_deadlift"),
}
OTHERS: Final[Mapping[Kit, tuple[str, ...]]] = {  # further lifts whose loads are worth knowing
    "gym": ("hip_thrust", "barbell_row", "power_clean"),
    "barbell": ("hip_thrust", "barbell_row"),
    "dumbbells": ("single_arm_db_row", "split_squat"),
    "kettlebells": (),
}
OLYMPIC: Final = ("power_clean", "power_snatch", "clean_pull")
BELLS: Final[Mapping[Unit, tuple[float, ...]]] = {"kg": (12, 16, 24), "lb": (26, 35, 53)}
HEAVIEST: Final[Mapping[Unit, float]] = {"kg": 30, "lb": 70}  # dumbbell, where none is named
DAYS: Final[Mapping[Level, tuple[int, ...]]] = {  # weekdays from Monday, where none are named
    "beginner": (0, 3), "intermediate": (0, 2, 4), "advanced": (0, 1, 3, 4),
}  # fmt: skip
# Minutes a week that carry the volume of a level's bands. Source: P, measured on starters.
_CARRIES: Final[Mapping[Level, int]] = {"beginner": 90, "intermediate": 180, "advanced": 300}
_SPARE: Final = 30  # minutes that a day is free beyond a session, so that `minutes` can grow alone
_SHORT: Final = 45  # minutes; a session below it holds fewer exercises and a shorter warm-up
OTHER_TOOLS: Final[Mapping[Kit, tuple[str, ...]]] = {
    "gym": (
        *("rack", "bench", "box", "pullup_bar", "bumpers"),
        *("back_ext_bench", "nordic_anchor", "mat", "floor"),
    ),
    "barbell": ("rack", "bench", "box", "pullup_bar", "mat", "floor"),
    "dumbbells": ("bench", "box", "mat", "floor"),
    "kettlebells": ("box", "mat", "floor"),
}
_ORDER: Final[Mapping[Level, int]] = {"beginner": 0, "intermediate": 1, "advanced": 2}


@dataclass(frozen=True)
class Answers:
    """What was answered. Weights in `unit`; `days` are weekdays from Monday 0.

    `known` holds what the athlete lifts, as written: a best single "160", or a recent set of
    reps x load @ RPE, "5 x 140 @ 8".
    """

    level: Level
    aim: Aim
    kit: Kit
    lift: str
    days: tuple[int, ...]
    at: time
    minutes: int
    start: date
    weeks: int
    timezone: str
    unit: Unit = "kg"
    known: tuple[tuple[str, str], ...] = ()
    heaviest: float = 0  # dumbbell; 0 for the usual
    bells: tuple[float, ...] = ()  # none for the usual


def lifts(kit: Kit, level: Level) -> tuple[str, ...]:
    """Lifts that a block can be built around, the usual one first."""
    rows = catalogue()
    fit = [one for one in LIFTS[kit] if _ORDER[rows[one].min_level] <= _ORDER[level]]
    return tuple(sorted(fit, key=lambda one: level != "beginner" or one != "trap_bar_deadlift"))


def others(kit: Kit, level: Level, lift: str) -> tuple[str, ...]:
    """Further lifts that it helps to have a number of."""
    rows = catalogue()
    fit = (one for one in OTHERS[kit] if _ORDER[rows[one].min_level] <= _ORDER[level])
    return tuple(one for one in fit if one != lift)


def aims(kit: Kit, level: Level) -> tuple[Aim, ...]:
    """What a block can be for; a test needs a barbell and some years under it."""
    can_test = level != "beginner" and kit in ("gym", "barbell")
    return tuple(aim for aim in AIMS if aim != "test" or can_test)


def starter(answers: Answers) -> str:
    """A commented scenario file for these answers."""
    parts = (_head, _athlete, _goal, _availability, _equipment, _limits, _volume)
    return "\n".join(line for part in parts for line in part(answers)) + "\n"


def _row(key: str, value: object, why: str = "") -> str:
    """One line of the file, with a comment."""
    line = f"{key} = {value}"
    return f"{line:<35} # {why}" if why else line


def _text(said: str) -> str:
    return f'"{said}"'


def _texts(said: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, said))}]"


def _table(name: str, why: str = "") -> str:
    return "\n" + (f"{f'[{name}]':<35} # {why}" if why else f"[{name}]")


def _head(a: Answers) -> Iterator[str]:
    name = catalogue()[a.lift].name.lower()
    last = a.start + timedelta(weeks=a.weeks, days=-1)
    yield "# Made by planner new. Every line can be changed; after a change, plan it again."
    yield "# What else can be written here: planner schema. What a rule says: planner rules."
    yield ""
    yield _row("title   ", _text(f"{a.weeks} weeks{' to a test' * (a.aim == 'test')}: {name}"))
    yield _row("start   ", a.start, f"a {WEEKDAYS[a.start.weekday()].capitalize()}")
    yield _row("weeks   ", a.weeks, f"until {last}")
    yield _row("timezone", _text(a.timezone))


def _athlete(a: Answers) -> Iterator[str]:
    yield _table("athlete")
    yield _row("level", _text(a.level), LEVELS[a.level])
    yield _row("units", _text(a.unit))
    yield _table("athlete.one_rep_max", "best singles; percents follow from them")
    yield from (_row(one, said) for one, said in a.known if "@" not in said)
    yield _table("athlete.recent_sets", "reps x load @ effort (RPE, 10 is all you had)")
    yield from (_row(one, _text(said)) for one, said in a.known if "@" in said)
    if not a.known:
        yield "# None was given: the first sessions say how to find a load. A line like this helps:"
        yield "# " + _row(a.lift, _text(f"5 x {as_written(round(_example(a) * 100))} @ 8"))


def _example(a: Answers) -> float:
    """A load for the line that shows how a set is written."""
    return (a.bells or BELLS[a.unit])[-1] if a.kit == "kettlebells" else HEAVIEST[a.unit]


def _goal(a: Answers) -> Iterator[str]:
    kind = "strength" if a.aim == "test" else a.aim
    yield _table("goal")
    yield _row("kind", _text(kind), AIMS[a.aim])
    yield _row("lift", _text(a.lift))
    if a.aim == "test":
        week = (a.start + timedelta(weeks=a.weeks, days=-back) for back in range(1, 8))
        yield _row("test", next(day for day in week if day.weekday() in a.days))
        yield _row("test_at", f"{a.at:%H:%M:%S}")


def _availability(a: Answers) -> Iterator[str]:
    begin = a.at.hour * 60 + a.at.minute
    end = min(begin + a.minutes + _SPARE, 24 * 60 - 1)
    yield _table("availability")
    yield _row("sessions ", len(a.days), "a week")
    yield _row("minutes  ", a.minutes, "the longest session, warm-up included")
    window = f"{a.at:%H:%M}-{end // 60:02}:{end % 60:02}"
    for day in sorted(a.days):
        why = "when you are free; a session begins at its start" if day == min(a.days) else ""
        yield _row(f"{WEEKDAYS[day]:<9}", _text(window), why)
    away = a.start + timedelta(weeks=1)
    yield "# [[availability.away]]             # days off; as many such tables as you like"
    yield f"# from = {away}\n# to   = {away + timedelta(days=4)}"
    yield '# tools = ["dumbbells", "mat"]       # where you train all the same, with these only'


def _equipment(a: Answers) -> Iterator[str]:
    kg = a.unit == "kg"
    step, most = (2, 50) if kg else (5, 110)
    heaviest = a.heaviest or (HEAVIEST[a.unit] if a.kit == "dumbbells" else most)
    plates = ", ".join(f"{one:g}" for one in PLATES[a.unit])
    bells = ", ".join(f"{one:g}" for one in a.bells or BELLS[a.unit])
    stack = "{ from = 5, to = 90, step = 5 }" if kg else "{ from = 10, to = 200, step = 10 }"
    yield _table("equipment", "delete what is not there, add what is")
    if a.kit in ("gym", "barbell"):
        yield _row("barbell", f"{{ bar = {BAR_KG if kg else BAR_LB}, plates = [{plates}] }}")
    if a.lift == "trap_bar_deadlift":
        yield _row("trap_bar", f"{{ bar = {TRAP_BAR_KG if kg else BAR_LB}, plates = [{plates}] }}")
    if a.kit in ("gym", "dumbbells"):
        yield _row("dumbbells", f"{{ from = {step}, to = {heaviest:g}, step = {step} }}")
    if a.kit in ("gym", "kettlebells"):
        yield _row("kettlebells", f"[{bells}]")
    if a.kit == "gym":
        yield from (_row(one, stack) for one in ("cable", "leg_curl_machine"))
    yield _row("other", _texts(OTHER_TOOLS[a.kit]).replace('"bumpers", ', '"bumpers",\n    '))


def _limits(a: Answers) -> Iterator[str]:
    """What nobody should meet unasked, what the swing needs, and sessions that are short."""
    if a.kit == "gym" and a.level != "beginner" and "power_clean" not in dict(a.known):
        yield _table("exercises")
        yield _row("exclude", _texts(OLYMPIC), "no number was given")
    if a.lift == "kettlebell_swing":
        yield _table("exercises.kettlebell_swing")
        yield _row("order", 3, "as the main lift it comes early, not last")
        yield _row("reps ", "[8, 15]")
        yield _row("sets ", "[3, 10]")
        for phase in ("accumulation", "intensification"):
            yield _table(f"phases.{phase}")
            yield _row("main_total_reps", "[24, 100]", "swings of one session")
    if a.minutes < _SHORT:
        yield _table("session", "a short session holds less")
        yield _row("warm_up_minutes", 5)
        yield _row("exercises      ", "[3, 5]")


def _volume(a: Answers) -> Iterator[str]:
    """Smaller bands where the week is too short for those of the level."""
    share = len(a.days) * a.minutes / _CARRIES[a.level]
    if share >= 1:
        return
    bands = layer("hypertrophy" if a.aim == "hypertrophy" else a.level)["volume"]
    yield _table("volume", "sets a week, scaled to the time that there is")
    for muscle, band in bands.items():
        low, high = band["target"]
        target = f"[{int(low * share)}, {min(high, round(high * share) + 1)}]"
        yield _row(f"{muscle:<11}", f"{{ min = 0, target = {target} }}")
