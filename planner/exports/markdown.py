"""A block as Markdown: a page for a notes program, each session as in the gym notebook."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constraints.block import Block, Session
from planner.exports.words import clean, notebook, title
from scenarios.schema import WEEKDAYS
from scenarios.timeline import shown_week


def to_markdown(block: Block) -> bytes:
    """The block as Markdown: UTF-8, LF; a heading for each week and session."""
    return "\n".join([*_lines(block), ""]).encode()


def _lines(block: Block) -> Iterator[str]:
    yield f"# {_plain(title(block))}"
    yield ""
    if block.solve.status == "optimal":
        yield "Proved optimal under its rules."
    else:
        yield f"The best block that was found, not proved (gap {block.solve.gap:.0%})."
    for week in block.timeline:
        yield ""
        yield f"## Week {shown_week(week.index)}: {week.phase}{', deload' if week.deload else ''}"
        for session in block.of_week(week.index):
            yield from _session(block, session)
    if block.score:
        yield "\n## What it gives up\n"
        yield from (f"- {row.rule} ({row.priority}): {_plain(row.text)}" for row in block.score)


def _session(block: Block, session: Session) -> Iterator[str]:
    day = f"{WEEKDAYS[session.day.weekday()].capitalize()} {session.day.isoformat()}"
    times = f"{session.start:%H:%M} to {session.end:%H:%M}"
    yield ""
    yield f"### {_plain(session.label)}: {day}, {times}"
    yield ""
    _, *lines, _, _ = notebook(block, session).split("\n")  # its own heading, blank line, title
    for line in lines:
        number, point, said = line.partition(". ")
        if number.isdigit():
            yield f"{number}{point}{_plain(said)}"
        elif line.startswith(" "):
            yield f"   - {_plain(line)}"
        else:
            yield _plain(line)


def _plain(text: str) -> str:
    """A text without Markdown of its own."""
    return re.sub(r"([*_`\[\]|#~&])", r"\\\1", clean(text))
