"""Names: how the files of a block are called, so that each finds the others.

A block is NAME.block.json, and all that is made of it is called NAME too. Planned again, it is
NAME.2.block.json, then NAME.3.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

ENDING: Final = ".block.json"


class Revision(NamedTuple):
    """A name, and how often its block was planned, from 1."""

    name: str
    number: int

    @property
    def stem(self) -> str:
        """What the files of this revision are called."""
        return self.name if self.number == 1 else f"{self.name}.{self.number}"


def stem(block: Path) -> str:
    """What the files of a block are called, without their ending."""
    return block.name.removesuffix(ENDING) if block.name.endswith(ENDING) else block.stem


def revision(own: str) -> Revision:
    """Which revision of which name a stem stands for."""
    numbered = re.fullmatch(r"(.+)\.([2-9]|[1-9]\d)", own)  # a year is none: team.2027
    return Revision(own, 1) if numbered is None else Revision(numbered[1], int(numbered[2]))
