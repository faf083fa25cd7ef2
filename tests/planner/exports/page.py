"""A reader of the page for tests: a strict HTML5 parser, and questions about what a reader sees."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Final
from xml.etree.ElementTree import Element

import html5lib
import pytest

from constraints.block import Block
from planner.exports.html import to_html
from tests.builders import block, deadlift, entry, session, weeks

XHTML, SVG = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \"' & {{ 7*7 }} $x^2$ \u202e\x07"


def hostile() -> Block:
    """A block with markup, script and template code in every text that somebody can write."""
    define = {
        "mine": {"pattern": "hinge", "modality": "heavy_compound", "name": HOSTILE, "axial": 2}
    }
    own = session(exercises=[deadlift(order=1), entry("mine", order=2, load=40)], label=HOSTILE)
    made = block(
        [own, session(date(2027, 2, 3), label="B")],
        id=HOSTILE[:90], title=HOSTILE, note=HOSTILE, exercises={"define": define},
        goal={"lift": "mine"}, calendar={"location": HOSTILE},
        availability={"away": [{"from": date(2027, 2, 5), "to": date(2027, 2, 6), "why": HOSTILE}]},
        elsewhere=[{"title": HOSTILE, "weekday": "tuesday", "at": "19:00", "hinge": "light"}],
    )  # fmt: skip
    solve = made.solve.model_copy(update={"solver": HOSTILE, "planner": HOSTILE})
    return made.model_copy(update={"solve": solve})


def full() -> Block:
    """Two weeks of three sessions as they usually are: seven exercises, one with a ramp."""
    more = (
        deadlift(3, 6, 107.5, order=2),
        entry("single_arm_db_row", 4, 12, order=3, load=30, per="hand", rpe=7, sides=2),
        entry("hip_thrust", 2, 6, order=4, load=125, rpe=7),
        entry("copenhagen", 2, 6, order=5, rpe=7, sides=2),
        entry("face_pull", 2, 10, order=6, rpe=7),
        entry("plank", 2, 30, order=7, rep_unit="seconds"),
    )
    sessions = [one.model_copy(update={"exercises": (one.exercises[0], *more)}) for one in weeks(2)]
    return block(sessions)


BLOCKS: Final[dict[str, Callable[[], Block]]] = {
    "two weeks": lambda: block(weeks(2)),
    "full weeks": full,
    "one session": block,
    "no session": lambda: block([]),
    "no exercise": lambda: block([session(exercises=[])]),
    "maintenance": lambda: block(
        weeks(1), phase_plan=[{"phase": "maintenance", "weeks": 12}], goal={"test": None}
    ),
    "hostile": hostile,
}


def need_pango() -> None:
    """Skip a test of the PDF where Pango is missing, except where CI is set: there it fails."""
    try:
        import weasyprint  # noqa: F401  # only whether it can be loaded matters
    except OSError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@cache
def page(name: str) -> bytes:
    """The page of one of BLOCKS, with its pictures, made once: drawing takes most of the time."""
    return to_html(BLOCKS[name]())


@cache
def tree(name: str) -> Element:
    """The tree of a page of one of BLOCKS; not to be changed."""
    return read(page(name))


def parsed(own: Block) -> Element:
    """The page of a block; fails where it is no valid HTML."""
    return read(to_html(own))


def read(data: bytes) -> Element:
    """The tree of a page; fails at the first error that a strict parser finds."""
    root: Element = html5lib.HTMLParser(strict=True).parse(data.decode("utf-8"))
    return root


def all_of(root: Element, tag: str, **attributes: str) -> list[Element]:
    """Elements of a tag, in the page and in its pictures, with these attributes."""
    return [
        one
        for one in root.iter()
        if one.tag in (f"{XHTML}{tag}", f"{SVG}{tag}")
        and all(one.get(key.rstrip("_")) == value for key, value in attributes.items())
    ]


def of_class(root: Element, name: str) -> list[Element]:
    """Elements of a class."""
    return [one for one in root.iter() if name in (one.get("class") or "").split()]


def by_id(root: Element, name: str) -> Element:
    """The one element with an id."""
    (found,) = [one for one in root.iter() if one.get("id") == name]
    return found


def said(element: Element) -> str:
    """All text inside an element, blanks run together (the narrow ones too)."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.tag in (f"{XHTML}style", f"{XHTML}script"):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
