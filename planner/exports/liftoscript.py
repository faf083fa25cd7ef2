"""A block as Liftoscript, the text in which the app Liftosaur keeps a program.

Written by its documentation (liftosaur.com/doc/liftoscript, read in 2026) and held against the
grammar in its published source: `# week`, `## day`, one line for each exercise, with sections
between slashes. What the language has no word for stands in the lines that the app shows (`//`), or
is said at the head of the file (`///`) to be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from constraints.block import Block, Entry, Session
from planner.exports import words
from scenarios.timeline import Week, shown_week

_Per = str | None
# What the app calls an exercise; by what carries the load where that makes another one.
_BUILT_IN: Final[dict[str, str | dict[_Per, str]]] = {
    "back_extension": "Back Extension, Bodyweight",
    "barbell_row": "Bent Over Row",
    "box_jump": "Box Jump",
    "calf_raise": {
        "hand": "Standing Calf Raise", "stack": "Standing Calf Raise, Leverage Machine",
        None: "Standing Calf Raise, Bodyweight",
    },
    "conventional_deadlift": "Deadlift",
    "copenhagen": "Copenhagen Plank",
    "dead_bug": "Dead Bug",
    "db_romanian_deadlift": "Romanian Deadlift",
    "deficit_deadlift": "Deficit Deadlift",
    "face_pull": "Face Pull",
    "glute_bridge": "Glute Bridge",
    "good_morning": "Good Morning",
    "hip_thrust": "Hip Thrust",
    "inverted_row": "Inverted Row",
    "kb_deadlift": "Deadlift, Kettlebell",
    "kettlebell_swing": "Kettlebell Swing",
    "lat_pulldown": "Lat Pulldown",
    "leg_curl": "Lying Leg Curl",
    "nordic_curl": "Nordic Curl",
    "plank": "Plank",
    "power_clean": "Power Clean",
    "power_snatch": "Power Snatch",
    "pull_up": "Pull Up",
    "reverse_hyper": "Reverse Hyperextension",
    "romanian_deadlift": "Romanian Deadlift, Barbell",
    "single_arm_db_row": "Bent Over One Arm Row",
    "single_leg_rdl": "Single Leg Deadlift",
    "split_squat": {
        "hand": "Split Squat", "bell": "Split Squat, Kettlebell", None: "Split Squat, Bodyweight",
    },
    "step_up": {
        "hand": "Step up", "bar": "Step up, Barbell", None: "Step up, Bodyweight",
    },
    "stiff_leg_deadlift": "Stiff Leg Deadlift",
    "sumo_deadlift": "Sumo Deadlift",
    "trap_bar_deadlift": "Trap Bar Deadlift",
}  # fmt: skip
_LABELS: Final = {"work": "", "top": " (Top)", "back_off": " (Back-off)", "test": ""}
_RESERVED: Final = re.compile(r"[/{}()#\[\]|!:,]+")  # not allowed in a name
_NOT_CARRIED: Final = (
    "Dates and times: Liftosaur counts days, so each day has its date in its name.",
    "The general warm-up, what a week adds up to, the rules and what the block gives up.",
    "Loads are fixed: no progression is written, as every week says its own.",
)


def to_liftoscript(block: Block) -> bytes:
    """The block as Liftoscript: UTF-8, LF; paste it into the program editor of the app."""
    return "\n".join([*_lines(block), ""]).encode()


def _lines(block: Block) -> Iterator[str]:
    yield f"/// {words.title(block)}"
    yield "/// For the program editor of Liftosaur. It cannot carry:"
    yield from (f"/// - {one}" for one in _NOT_CARRIED)
    own = sorted(
        {
            _name(block, entry)
            for session in block.sessions
            for entry in session.exercises
            if not isinstance(_built_in(entry), str)
        }
    )
    if own:
        yield "/// Not built into Liftosaur; make these exercises there first, by these names:"
        yield from (f"/// - {one}" for one in own)
    for week in block.timeline:
        yield from _week(block, week)


def _week(block: Block, week: Week) -> Iterator[str]:
    yield ""
    yield f"# Week {shown_week(week.index)}, {words.kind(block, week)}"
    sessions = block.of_week(week.index)
    if not sessions:
        yield "## Free"
    for session in sessions:
        yield from _day(block, session)


def _day(block: Block, session: Session) -> Iterator[str]:
    label = words.clean(session.label)
    yield f"## {label}, {words.day(session.day)} at {session.start:%H:%M}, {session.minutes} min"
    ordered = sorted(session.exercises, key=lambda entry: entry.order)
    for _, group in groupby(ordered, key=lambda entry: entry.exercise):
        yield from _exercise(block, list(group))


def _exercise(block: Block, entries: Sequence[Entry]) -> Iterator[str]:
    """One line for all sets of an exercise, after what the app shows about it.

    A description goes on to the next weeks until there is another one, so there always is one.
    """
    first = entries[0]
    yield f"// {'; '.join(_notes(block, entries))}".rstrip()
    sets = ", ".join(one for entry in entries for one in _sets(block, entry))
    ramp = ", ".join(
        f"1x{one.reps}" + (f" {words.number(one.load)}{first.unit}" if one.load is not None else "")
        for one in first.warmup
    )
    yield f"{_name(block, first)} / {sets} / warmup: {ramp or 'none'}"


def _sets(block: Block, entry: Entry) -> Iterator[str]:
    """Sets with load, effort and rest; the attempts of a test one by one."""
    rest = f"{entry.rest_seconds}s"
    if tries := words.attempts(block, entry):
        yield from (
            f"1x1 {words.number(load)}{entry.unit} {rest} (Try {number})"
            for number, load in enumerate(tries, 1)
        )
        return
    is_timed = entry.rep_unit == "seconds"
    scheme = f"{entry.sets}x{1 if is_timed else entry.reps}"
    clock = f"{entry.reps}s|{rest}" if is_timed else rest
    effort = words.effort(entry).replace("RPE ", "@") if entry.rpe else ""
    parts = (scheme, _load(block, entry), effort if effort.startswith("@") else "", clock)
    yield " ".join(filter(None, parts)) + _LABELS[entry.part]


def _load(block: Block, entry: Entry) -> str:
    """The load; where it is open the app asks, and bodyweight is 0."""
    if entry.load is not None:
        return f"{words.number(entry.load)}{entry.unit}"
    return "?+" if words.open_load(block, entry) else f"0{entry.unit}"


def _notes(block: Block, entries: Sequence[Entry]) -> Iterator[str]:
    """What an exercise asks for that its line has no word for."""
    first = entries[0]
    if first.load is not None and first.per in ("hand", "bell", "added"):
        yield words.load(first)
    if to_find := words.open_load(block, first):
        yield to_find
    if first.sides == 2:
        yield "each side"
    yield from (said for entry in entries if (said := words.percent(block, entry)))


def _built_in(entry: Entry) -> str | None:
    known = _BUILT_IN.get(entry.exercise)
    return known.get(entry.per) if isinstance(known, dict) else known


def _name(block: Block, entry: Entry) -> str:
    """What the app calls an exercise; ours without what a name must not hold."""
    own = " ".join(_RESERVED.sub(" ", words.name(block, entry.exercise)).split())
    return _built_in(entry) or own or "Exercise"
