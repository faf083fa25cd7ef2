"""A CalDAV server for the tests of a file, with an empty calendar for each test."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from tests.planner.radicale import Server, running

_NUMBERS = count()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Radicale that lets everybody in; it ends with the tests of the file."""
    with pytest.MonkeyPatch.context() as patch, running(tmp_path_factory.mktemp("dav")) as server:
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield server


@pytest.fixture
def collection(server: Server) -> Iterator[Any]:
    """A new calendar on the server."""
    with server.client() as client:
        name = f"training-{next(_NUMBERS)}"
        yield client.principal().make_calendar(name=name, cal_id=name)
