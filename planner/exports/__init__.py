"""A finished block as the bytes of a file: pure, without a clock, without randomness."""

from collections.abc import Callable
from typing import Final

from constraints.block import Block
from planner.exports.csv import to_csv
from planner.exports.html import to_html, to_pdf
from planner.exports.ics import to_busy, to_ics
from planner.exports.json import to_json
from planner.exports.liftoscript import to_liftoscript
from planner.exports.markdown import to_markdown

FORMATS: Final[dict[str, Callable[[Block], bytes]]] = {
    "ics": to_ics,
    "json": to_json,
    "csv": to_csv,
    "md": to_markdown,
    "html": to_html,
    "pdf": to_pdf,
    "busy": to_busy,
    "liftoscript": to_liftoscript,
}
