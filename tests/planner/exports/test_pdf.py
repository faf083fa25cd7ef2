"""The page as PDF: the same content on paper, no browser, no request, a clear word without it."""

from __future__ import annotations

import importlib.abc
import io
import sys
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from planner.exports import words
from planner.exports.html import to_pdf
from scenarios.errors import PlannerError
from tests.builders import block
from tests.planner.exports.page import BLOCKS, HOSTILE, need_pango


@pytest.fixture(autouse=True)
def _weasyprint(request: pytest.FixtureRequest) -> None:
    if "missing" not in request.node.name:
        need_pango()


@cache
def made(name: str) -> bytes:
    return to_pdf(BLOCKS[name]())


def pages(data: bytes) -> list[str]:
    """The text of each page, blanks run together."""
    return [" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(data)).pages]


def test_every_week_is_one_page_with_all_that_one_reads_in_the_gym() -> None:
    own, found = BLOCKS["two weeks"](), pages(made("two weeks"))
    assert "Proved optimal" in found[0] or "Not as it was planned" in found[0]
    for week in (1, 2):
        (sheet,) = [one for one in found if f"Week {week} Mon" in one]
        for session in own.of_week(week - 1):
            assert words.day(session.day) in sheet
            for entry in session.exercises:
                assert words.name(own, entry.exercise) in sheet
        assert sheet.count("Notes") == 3
        assert "Ramp 5 \u00d7 45 kg 10 2.5 4 \u00d7 70 kg 25" in sheet
        assert "work up to RPE 7 rest 2:00" in sheet
    assert "4 \u00d7 6 100 kg RPE 5, rest 3:30, 62.5% of 1RM" in found[1]
    assert "20 kg bar, each side 25 15 Ramp" in found[1]
    whole = " ".join(found)
    for picture in ("Weekly sets of each muscle group", "Hinge stress and recovery", "Reps"):
        assert picture in whole
    assert "hinge-gap holds" in whole
    assert "This is not medical advice." in whole


def test_paper_follows_the_units(no_pictures: None) -> None:
    sizes = {}
    for units in ("kg", "lb"):
        reader = PdfReader(io.BytesIO(to_pdf(block([], athlete={"units": units}))))
        sizes[units] = [round(float(one)) for one in reader.pages[0].mediabox[2:]]
    assert sizes == {"kg": [595, 842], "lb": [612, 792]}


def test_markup_is_text_and_nothing_is_read_or_run() -> None:
    data = made("hostile")
    assert words.clean(HOSTILE) in pages(data)[0]
    names = [str(one) for one in _names(PdfReader(io.BytesIO(data)).trailer["/Root"], set())]
    assert names
    assert {"/JavaScript", "/JS", "/URI", "/Launch", "/OpenAction", "/Image"}.isdisjoint(names)


def _names(item: Any, seen: set[int]) -> list[str]:
    """All keys and names inside an object of a PDF."""
    item = item.get_object() if hasattr(item, "get_object") else item
    if id(item) in seen:
        return []
    seen.add(id(item))
    if isinstance(item, dict):
        return [*map(str, item), *(n for one in item.values() for n in _names(one, seen))]
    if isinstance(item, list):
        return [name for one in item for name in _names(one, seen)]
    return [str(item)] if str(item).startswith("/") else []


@pytest.mark.parametrize(
    ("error", "mend"),
    [
        (ImportError("no weasyprint"), "pip install '.[pdf]'"),
        (OSError("cannot load library 'libpango-1.0-0'\nmore"), "apt install libpango-1.0-0"),
    ],
)
def test_what_is_missing_is_named(
    error: Exception, mend: str, monkeypatch: pytest.MonkeyPatch, no_pictures: None
) -> None:
    class Missing(importlib.abc.MetaPathFinder):
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise error

    for name in [one for one in sys.modules if one.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(PlannerError) as said:
        to_pdf(block([]))
    assert mend in str(said.value)
    assert "\nMaybe" in str(said.value)
