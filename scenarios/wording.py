"""Names and values as they stand in messages, and the nearest name that is known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date, time


def quoted(name: str) -> str:
    """A name as it stands in a message."""
    return f'"{name}"'


def maybe(name: str, known: Iterable[str]) -> str:
    """The closest known name, as the end of a message; empty when nothing is close."""
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f". Maybe {quoted(close[0])}" if close else ""


def shown(value: object) -> str:
    """A value as it is written in TOML, cut where it is long."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, str):
        text = quoted(value)
    elif isinstance(value, (date, time)):
        text = value.isoformat()
    elif isinstance(value, (list, tuple)):
        text = f"[{', '.join(map(shown, value))}]"
    elif isinstance(value, dict):
        text = f"{{ {', '.join(f'{key} = {shown(one)}' for key, one in value.items())} }}"
    else:
        text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
