"""Pages without pictures, for tests of everything else: drawing takes most of the time."""

from __future__ import annotations

import pytest


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the pictures out of every page."""
    monkeypatch.setattr("planner.exports.html.page.pictures", lambda _: ())
