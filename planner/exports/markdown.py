"""A block as Markdown: a page for a notes program, each session as in the gym notebook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from constraints.block import Block, Session
from planner.exports.words import (
    about,
    clean,
    count,
    day,
    kind,
    notebook,
    notice,
    proof,
    sums,
    title,
)
from scenarios.schema import WEEKDAYS
from scenarios.timeline import Week, shown_week


def to_markdown(block: Block) -> bytes:
    """The block as Markdown: UTF-8, LF; a heading for each week and session."""
    return "\n".join([*_lines(block), ""]).encode()


def _lines(block: Block) -> Iterator[str]:
    yield f"# {_plain(title(block))}"
    yield ""
    for said in about(block):
        yield f"- {_plain(said)}"
    yield ""
    yield proof(block.solve)
    for week in block.timeline:
        yield ""
        yield f"## Week {shown_week(week.index)}: {kind(block, week)}"
        yield ""
        yield _sums(block, week)
        for session in block.of_week(week.index):
            yield from _session(block, session)
    if block.score:
        yield "\n## What it gives up\n"
        yield from (f"- {row.rule} ({row.priority}): {_plain(row.text)}" for row in block.score)
    yield f"\n{notice(block)}"


def _sums(block: Block, week: Week) -> str:
    """When the week is, and what it adds up to."""
    held = count(len(block.of_week(week.index)), "session")
    ends = week.end - timedelta(days=1)
    return f"{day(week.start)} to {day(ends)}: {', '.join((held, *sums(block.week_row(week))))}."


def _session(block: Block, session: Session) -> Iterator[str]:
    when = f"{WEEKDAYS[session.day.weekday()].capitalize()} {session.day.isoformat()}"
    times = f"{session.start:%H:%M} to {session.end:%H:%M}"
    yield ""
    yield f"### {_plain(session.label)}: {when}, {times}"
    yield ""
    _, *lines, _, _ = notebook(block, session).split("\n")  # its own heading, blank line, title
    indent = ""
    for line in lines:
        number, point, said = line.partition(". ")
        if number.isdigit():
            yield f"{number}{point}{_plain(said)}"
            indent = " " * len(f"{number}{point}")  # what belongs to a point stands below its text
        elif line.startswith(" "):
            yield f"{indent}- {_plain(line)}"
        else:
            yield _plain(line)


def _plain(text: str) -> str:
    """A text without Markdown of its own."""
    return re.sub(r"([*_`\[\]|#~&])", r"\\\1", clean(text))
