"""From the options of `planner log` to an entry; what does not go together is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from scenarios.errors import PlannerError

if TYPE_CHECKING:
    from constraints.block import Block, Entry, Session
    from planner.log.model import LogEntry, Set
    from scenarios.strength import Unit


def refuse(is_wrong: object, what: str, why: str) -> None:
    """Raise PlannerError where options do not go together."""
    if is_wrong:
        raise PlannerError(f"{what}: {why}")


def when(text: str, option: str) -> date | datetime:
    """A day, or a day with a local time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise PlannerError(
            f"{option} {text}: must be a day, like 2027-02-02, or a local time, like "
            "2027-02-02T18:00"
        )
    return found.date() if len(text) <= len("2027-02-02") else found


def about(block: Block, session: Session, exercise: str | None, asked: dict[str, Any]) -> LogEntry:
    """The entry about a session that the options ask for.

    Raises:
        PlannerError: options that do not go together, or an exercise that is not in the session.
    """
    from planner.log.model import LogEntry
    from planner.log.places import lines_of

    numbers = _numbers(asked)
    moved, missed = asked["--moved-to"], asked["--missed"]
    refuse(moved and missed, "--moved-to, --missed", "which of the two?")
    refuse(moved and exercise, "--moved-to", "moves a whole session: leave EXERCISE out")
    refuse(numbers and (moved or missed), ", ".join(numbers), "are for what was done")
    refuse(numbers and not exercise, ", ".join(numbers),
           "of which exercise?\nMaybe add EXERCISE behind SESSION")  # fmt: skip
    refuse(asked["--part"] and not exercise, "--part", "of which exercise?")
    what = "moved" if moved else "missed" if missed else "changed" if numbers else "done"
    values: dict[str, Any] = {
        "what": what, "uid": session.uid, "week": session.week, "session": session.label,
        "exercise": exercise, "part": asked["--part"], "note": asked["--note"] or "",
        "to": None if moved is None else when(moved, "--moved-to"),
    }  # fmt: skip
    with _in_words():
        if exercise is not None:
            first = LogEntry(**{**values, "what": "changed", "sets": ("1",)})
            # Before any set is made of it: which line is meant, and is there only one?
            (*_, line) = lines_of(
                session, first if numbers else first.model_copy(update={"what": "done"}), block,
                "EXERCISE",
            )  # fmt: skip
            values["sets"] = _sets(asked, line) if numbers else None
        return LogEntry(**values)


def besides(day: str, exercise: str | None, asked: dict[str, Any]) -> LogEntry:
    """The entry about work that was not planned.

    Raises:
        PlannerError: options that do not go together, or without a day, an exercise and reps.
    """
    from planner.log.model import LogEntry

    for option in ("--moved-to", "--missed", "--part"):
        refuse(asked[option], f"--extra, {option}", "is for work that was planned")
    refuse(exercise is None, "--extra", "of which exercise?\nMaybe add EXERCISE behind the date")
    refuse(not asked["--set"] and asked["--reps"] is None, "--extra",
           'how much?\nMaybe add --set "8 x 60 @ 8", once for each set')  # fmt: skip
    on = when(day, "--extra, SESSION")
    with _in_words():
        return LogEntry(
            what="extra", on=on, exercise=exercise, sets=_sets(asked), note=asked["--note"] or ""
        )


@contextmanager
def _in_words() -> Iterator[None]:
    """What the log's own model refuses is said in terms of the options."""
    from pydantic import ValidationError

    try:
        yield
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        message = fault["msg"].removeprefix("Value error, ")
        name = next((f"--{part}: " for part in fault["loc"] if part in ("part", "note")), "")
        raise PlannerError(f"{name}{message[:1].lower()}{message[1:]}") from None


def _numbers(asked: dict[str, Any]) -> list[str]:
    """The options that say what was done."""
    given = [key for key in ("--sets", "--reps", "--load", "--rpe", "--set") if asked[key]]
    return [*given, "--reps"] if asked["--reps"] == 0 else given


def _sets(asked: dict[str, Any], line: Entry | None = None) -> tuple[Set, ...]:
    """The sets that were done; what is not said is as planned, where there was a plan."""
    from planner.log.model import Set

    if asked["--set"]:
        others = [key for key in ("--sets", "--reps", "--load", "--rpe") if asked[key] is not None]
        refuse(others, ", ".join(others), "say it in --set, or leave --set out")
        return tuple(Set.model_validate(text) for text in asked["--set"])
    load, rpe = asked["--load"], asked["--rpe"]
    weight = re.fullmatch(r"\s*(\d{1,4}(?:\.\d{1,2})?)\s*(?:(kg|lb)s?)?\s*", load or "")
    refuse(load is not None and weight is None, f"--load {load}",
           "must be a weight, like 112.5 or 250lb")  # fmt: skip
    refuse(rpe is not None and not (1 <= rpe <= 10 and (2 * rpe).is_integer()), f"--rpe {rpe}",
           "must be from 1 to 10, in halves, like 8.5")  # fmt: skip
    planned = (0, None, 1) if line is None else (line.reps, line.load, line.sets)
    one = Set(
        reps=planned[0] if asked["--reps"] is None else asked["--reps"],
        load=planned[1] if weight is None else float(weight[1]),
        unit=None if weight is None else cast("Unit | None", weight[2]),
        rpe=rpe,
    )
    return (one,) * (asked["--sets"] or planned[2])
