"""Names as they stand in messages, and the nearest name that is known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def quoted(name: str) -> str:
    """A name as it stands in a message."""
    return f'"{name}"'


def maybe(name: str, known: Iterable[str]) -> str:
    """The closest known name, as the end of a message; empty when nothing is close."""
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f". Maybe {quoted(close[0])}" if close else ""
