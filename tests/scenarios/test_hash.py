"""The hash of a scenario: memos find it by all that it says."""

from __future__ import annotations

from tests.builders import scenario


def test_a_copy_with_other_values_has_a_hash_of_its_own() -> None:
    asked = scenario()
    was = hash(asked)
    assert hash(asked.model_copy(update={"title": "another"})) != was
    assert hash(asked.model_copy()) == was
