"""A finished block as the bytes of a file: pure, without a clock, without randomness."""

from collections.abc import Callable
from typing import Final

from constraints.block import Block
from planner.exports.ics import to_ics
from planner.exports.json import to_json

FORMATS: Final[dict[str, Callable[[Block], bytes]]] = {"ics": to_ics, "json": to_json}
