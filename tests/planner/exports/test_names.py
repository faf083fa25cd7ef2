"""Names of files: what belongs to which block."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.exports.names import Revision, revision, stem


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("mine.block.json", Revision("mine", 1)),
        ("mine.2.block.json", Revision("mine", 2)),
        ("mine.12.json", Revision("mine", 12)),
        ("a.b.3.block.json", Revision("a.b", 3)),
        ("mine.0.block.json", Revision("mine.0", 1)),
        ("mine.1.block.json", Revision("mine.1", 1)),
        ("2027.block.json", Revision("2027", 1)),
        ("team.2027.block.json", Revision("team.2027", 1)),
        ("team.2027.2.block.json", Revision("team.2027", 2)),
        ("mine.99.block.json", Revision("mine", 99)),
    ],
)
def test_a_stem_is_a_name_and_a_number(file: str, found: Revision) -> None:
    own = stem(Path("some/folder") / file)
    assert revision(own) == found
    assert found.stem == own
