"""The console: results to standard output, progress and messages to standard error.

It stands alone because only here is it known whether somebody looks at a terminal: without one
there is no colour and no live display, and lines are 80 columns wide.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding

if TYPE_CHECKING:
    from planner.solving.progress import Progress

WIDTH: Final = 80  # columns without a terminal
SECONDS_A_LINE: Final = 1.0  # progress without a terminal: at most one line in this time


def show(*parts: RenderableType) -> None:
    """Print results to standard output; without a terminal no line ends in blanks."""
    console = _console(sys.stdout)
    with console.capture() as captured:
        for part in parts:
            console.print(printable(part) if isinstance(part, str) else part)
    lines = captured.get().split("\n")
    sys.stdout.write("\n".join(lines if console.is_terminal else map(str.rstrip, lines)))


def write(data: bytes) -> None:
    """Write a file's bytes to standard output, unchanged."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """Print a message to standard error; lines are not wrapped, so that they can be copied."""
    _console(sys.stderr, _Unheard).print(printable(text), soft_wrap=True)


def is_asking() -> bool:
    """Whether somebody sits at a terminal who can be asked and sees the question."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def ask(question: str) -> str:
    """The line that somebody types; only where `is_asking`.

    Raises:
        EOFError: the input has ended.
    """
    with contextlib.suppress(ImportError):
        importlib.import_module("readline")  # it lets an answer be edited
    return input(printable(question))


def indented(part: RenderableType, columns: int = 2) -> Padding:
    """A text or table whose lines all start a few columns in, also where it is wrapped."""
    return Padding(printable(part) if isinstance(part, str) else part, (0, 0, 0, columns))


def width() -> int:
    """Columns of standard output."""
    return _console(sys.stdout).width


def can_print(letters: str) -> bool:
    """Whether standard output has these letters in its encoding."""
    try:
        letters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def printable(text: str) -> str:
    """A text without what could steer a terminal; it may stem from anybody's file."""
    return "".join(one if one.isprintable() or one == "\n" else "?" for one in text)


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Show how far a solve is: live on a terminal, else a line now and then, or not at all.

    A terminal that cannot go back over its lines (TERM=dumb) gets lines too.
    """
    console = _console(sys.stderr, _Unheard)
    if quiet:
        yield lambda _: None
    elif not console.is_terminal or console.is_dumb_terminal:
        yield _lines(console)
    else:
        from rich.progress import Progress as Live
        from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.table import Column

        said = TextColumn("{task.description}", table_column=Column(overflow="fold"))
        with Live(
            SpinnerColumn(), TimeElapsedColumn(), said, console=console, transient=True
        ) as live:
            task = live.add_task("looking for a first block")
            yield lambda now: live.update(task, description="\n".join(standing(now)))


@contextmanager
def steps(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show what is being done: live on a terminal, else a line when it becomes something else."""
    console = _console(sys.stderr, _Unheard)
    said: set[str] = set()

    def line(text: str) -> None:
        task = text.partition(":")[0]
        if task not in said:
            said.add(task)
            console.print(f"{task} ...", soft_wrap=True)

    if quiet:
        yield lambda _: None
    elif not console.is_terminal or console.is_dumb_terminal:
        yield line
    else:
        with console.status("") as status:
            yield status.update


def standing(now: Progress) -> tuple[str, ...]:
    """The price of the best block so far and what is proved of it; then what is being tried."""
    if now.prices is None:
        return (now.stage,)
    found, proved = sum(now.prices), sum(now.bounds)
    gap = (found - proved) / max(1, found)
    tiers = zip(("should", "prefer"), now.prices, now.bounds, strict=True)
    each = ", ".join(f"{name} {price} (bound {bound})" for name, price, bound in tiers)
    return f"best so far: {each}, gap {gap:.0%}", now.stage


def never_fail_on_a_letter() -> None:
    """Print a question mark where the terminal's encoding has no such letter."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _lines(console: Console) -> Callable[[Progress], None]:
    """A line for each stage, and at most one a second within it."""
    last: list[Progress] = []

    def report(now: Progress) -> None:
        is_news = not last or now.stage != last[-1].stage
        if is_news or now.seconds - last[-1].seconds >= SECONDS_A_LINE:
            last.append(now)
            console.print(f"{now.seconds:6.1f} s  {'; '.join(standing(now))}", soft_wrap=True)

    return report


class _Unheard(Console):
    """A console whose reader may go away, as that of `2>&1 | head` does: the work goes on."""

    def on_broken_pipe(self) -> None:
        """Say no more, neither here nor when the program ends."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.file.fileno())


def _console(stream: TextIO, kind: type[Console] = Console) -> Console:
    is_terminal = stream.isatty()
    return kind(
        file=stream, force_terminal=is_terminal, width=None if is_terminal else WIDTH,
        highlight=False, markup=False, emoji=False,
    )  # fmt: skip
