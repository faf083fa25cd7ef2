"""The questions of `planner new`: plain prompts, each with a usual answer that Enter takes."""

from __future__ import annotations

import os
import re
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Final, TypeVar

from planner.cli import console
from planner.cli.starter import (
    AIMS,
    BELLS,
    DAYS,
    HEAVIEST,
    KITS,
    LEVELS,
    SHORTEST,
    UNITS,
    Answers,
    aims,
    lifts,
    others,
)
from scenarios.catalogue import catalogue
from scenarios.schema import RECENT_SET, WEEKDAYS

LONGEST: Final = 150  # minutes of a session
MOST_DAYS: Final = 5
WEEKS: Final = ((4, 16), (8, 16))  # fewest and most; the second with a test
_HEAVIEST: Final = 1000  # of a single, in either unit
_ZONE: Final = "Europe/Berlin"  # where the machine does not say; as in the defaults

T = TypeVar("T")


def ask(today: date, name: str) -> Answers:
    """Ask on the terminal; `today` gives the usual first day, `name` is the file to be written.

    Raises:
        EOFError: nobody answers any more.
    """
    console.say(f"A few questions for {name}. Enter takes what stands in brackets.\n")
    levels = {one: f"{one}: {means}" for one, means in LEVELS.items()}
    level = _one_of("How long have you trained?", levels, "intermediate")
    kit = _one_of("What is there to train with?", KITS, "gym")
    aim = _one_of("What is the block for?", {one: AIMS[one] for one in aims(kit, level)}, "general")
    known = catalogue()
    names = {one: known[one].name for one in lifts(kit, level)}
    lift = _one_of("Which lift is it built around?", names, next(iter(names)))
    unit = _one_of("What are weights counted in?", UNITS, "kg")
    heaviest, bells = 0.0, tuple(BELLS[unit])
    if kit == "dumbbells":
        heaviest = _asked("Your heaviest dumbbell", f"{HEAVIEST[unit]:g}", _weight)
    if kit == "kettlebells":
        bells = _asked("Your kettlebells", ", ".join(f"{one:g}" for one in bells), _weights)
    days = _asked("Days to train", ", ".join(_short(one) for one in DAYS[level]), _days)
    at = _asked("At what time", "18:00", _time)
    minutes = _asked(
        "Minutes for a session, warm-up included", "60",
        lambda said: _whole(said, SHORTEST[kit], LONGEST),
    )  # fmt: skip
    weeks = _asked(
        "Weeks", "12" if aim == "test" else "8", lambda said: _whole(said, *WEEKS[aim == "test"])
    )
    start = _asked("First day, a Monday is best", str(_next_monday(today)), _date)
    console.say(
        "\nWhat do you lift? A best single such as 100, or a recent set, reps x load @ effort,"
        "\nsuch as 8 x 80 @ 7. Enter where you do not know; then the first sessions find out."
    )
    lifted = (
        (one, _asked(known[one].name, "", _lifted)) for one in (lift, *others(kit, level, lift))
    )
    return Answers(
        level=level, aim=aim, kit=kit, lift=lift, days=days, at=at, minutes=minutes, start=start,
        weeks=weeks, timezone=_timezone(), unit=unit, heaviest=heaviest, bells=bells,
        known=tuple((one, said) for one, said in lifted if said),
    )  # fmt: skip


# -- asking --------------------------------------------------------------------------------------


def _asked(question: str, usual: str, read: Callable[[str], T]) -> T:
    """The answer, asked again until it can be read."""
    while True:
        said = console.ask(f"{question} [{usual}]: " if usual else f"{question}: ").strip()
        try:
            return read(said or usual)
        except ValueError as error:
            console.say(f"  {error}")


def _one_of(question: str, choices: Mapping[T, str], usual: T) -> T:
    """One of some choices, by its number or its name; not asked where there is only one."""
    if len(choices) == 1:
        return usual
    keys = list(choices)
    console.say(question)
    for number, means in enumerate(choices.values(), 1):
        console.say(f"  {number}  {means}")

    def read(said: str) -> T:
        if said.isdigit() and 1 <= int(said) <= len(keys):
            return keys[int(said) - 1]
        begin = said.lower()
        close = [
            key
            for key, means in choices.items()
            if means.lower().startswith(begin) or str(key).startswith(begin)
        ]
        if len(close) == 1:
            return close[0]
        raise ValueError(f'"{said}": answer with a number from 1 to {len(keys)}')

    return _asked("Number", str(keys.index(usual) + 1), read)


# -- reading -------------------------------------------------------------------------------------


def _short(weekday: int) -> str:
    return WEEKDAYS[weekday][:3]


def _days(said: str) -> tuple[int, ...]:
    names = [one for one in re.split(r"[\s,;/]+|\band\b", said.lower()) if one]
    found = set()
    for name in names:
        fit = [n for n, day in enumerate(WEEKDAYS) if len(name) > 1 and day.startswith(name)]
        if len(fit) != 1:
            raise ValueError(f'"{name}" is no weekday: write them like mon, wed, fri')
        found.add(fit[0])
    if not 1 <= len(found) <= MOST_DAYS:
        raise ValueError(f"{len(found)} days: allowed are 1 to {MOST_DAYS}")
    return tuple(sorted(found))


def _time(said: str) -> time:
    match = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?", said)
    if match and int(match[1]) < 24 and int(match[2] or 0) < 60:
        at = time(int(match[1]), int(match[2] or 0))
        if at.hour * 60 + at.minute + LONGEST < 24 * 60:
            return at
        raise ValueError(f"{said}: too late in the day, a session must end before midnight")
    raise ValueError(f'"{said}" is no time of day: write it like 18:00')


def _whole(said: str, low: int, high: int) -> int:
    if said.isdigit() and low <= int(said) <= high:
        return int(said)
    raise ValueError(f'"{said}": must be a whole number from {low} to {high}')


def _date(said: str) -> date:
    try:
        when = date.fromisoformat(said)
    except ValueError:
        raise ValueError(f'"{said}" is no date: write it like 2027-03-01') from None
    if not 2000 <= when.year < 2199:
        raise ValueError(f"{said}: must be from the year 2000 to 2198")
    return when


def _next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def _weight(said: str) -> float:
    if re.fullmatch(r"\d+(\.\d{1,2})?", said) and 0 < float(said) <= _HEAVIEST:
        return float(said)
    raise ValueError(f'"{said}" is no weight: write it like 82.5')


def _weights(said: str) -> tuple[float, ...]:
    return tuple(sorted({_weight(one) for one in re.split(r"[\s,;]+", said) if one}))


def _lifted(said: str) -> str:
    """A best single or a set, as the file has it; empty where nothing is known."""
    if not said:
        return ""
    if (written := RECENT_SET.fullmatch(said)) is not None:
        reps, load, effort = written.groups()
        if int(reps) >= 1 and 0 < float(load) <= _HEAVIEST and 5 <= float(effort) <= 10:
            return f"{reps} x {load} @ {effort}"
    elif re.fullmatch(r"\d+(\.\d{1,2})?", said) and 0 < float(said) <= _HEAVIEST:
        return said
    raise ValueError(f'"{said}": write a single like 100, or a set like 8 x 80 @ 7')


def _timezone() -> str:
    """The time zone of this machine, where it says so."""
    link = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    names: Sequence[str] = (os.environ.get("TZ", ""), link.removeprefix("posix/"))
    known = zoneinfo.available_timezones()
    return next((one for one in names if one in known and "/" in one), _ZONE)
