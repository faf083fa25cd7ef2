"""The page in a real browser: Chromium, on a phone, on a desktop, and on paper.

Where there is no Chromium these tests are skipped, except where CI is set: there they fail.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.planner.exports.page import BLOCKS, page

Scheme = Literal["light", "dark"]
SIZES: Final = {"phone": (390, 844), "desktop": (1280, 900)}
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
PAPERS: Final = {"A4": (210, 297), "Letter": (215.9, 279.4)}  # millimetres
MARGIN: Final = 10  # millimetres, as in page.css
FINGER: Final = 44  # least pixels that a thick finger hits
OPEN_ALL: Final = "document.querySelectorAll('details').forEach(one => one.open = true)"

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one that CHROMIUM names."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        said = "no chromium; on Debian: apt install chromium"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Open the page of one of BLOCKS; whatever it asks for, says or fails at is a fault."""
    faults: list[str] = []
    contexts = []

    def open_page(name: str, size: str = "phone", scheme: Scheme = "light") -> Page:
        file = tmp_path / "own.html"
        file.write_bytes(page(name))
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        )
        contexts.append(context)
        made = context.new_page()
        own = file.as_uri()
        made.on("request", lambda one: faults.append(one.url) if one.url != own else None)
        made.on("console", lambda one: faults.append(one.text))
        made.on("pageerror", lambda one: faults.append(str(one)))
        made.on("dialog", lambda one: faults.append(one.message))
        made.goto(own)
        return made

    yield open_page
    for context in contexts:
        context.close()
    assert [one for one in faults if not one.startswith("data:")] == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_serious_for_whoever_cannot_see_or_point(
    size: str, scheme: Scheme, opened: Opened
) -> None:
    shown = opened("one session", size, scheme)
    if (size, scheme) in (("phone", "light"), ("desktop", "dark")):
        shown.evaluate(OPEN_ALL)  # the other two as the page comes
    found = Axe().run(shown).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert serious == [], [(one["id"], one["nodes"][0]["html"]) for one in serious]


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_screen(name: str, size: str, opened: Opened) -> None:
    shown = opened(name, size)
    for _ in range(2):  # closed, then open
        assert shown.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
        shown.evaluate(OPEN_ALL)


def test_light_and_dark(opened: Opened) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    light, dark = (opened("one session", "phone", one).evaluate(colour) for one in SCHEMES)
    brightness = [sum(map(int, re.findall(r"\d+", one))) for one in (light, dark)]
    assert brightness[0] > 600 > 150 > brightness[1]


def test_thick_fingers_hit_everything(opened: Opened) -> None:
    shown = opened("two weeks")
    shown.evaluate(OPEN_ALL)
    sizes: list[Any] = shown.evaluate(
        "[...document.querySelectorAll('summary, label, nav a')].map(one => {"
        " const box = one.getBoundingClientRect(); return [one.innerText, box.width, box.height] })"
    )
    assert sizes
    assert [one for one in sizes if min(one[1], one[2]) < FINGER] == []


def test_a_session_opens_with_the_keyboard_and_sets_can_be_ticked(opened: Opened) -> None:
    shown = opened("one session")
    first = shown.locator("#week-1-1")
    assert not first.locator(".sheet").is_visible()
    shown.locator(".calendar td a").first.focus()
    shown.keyboard.press("Enter")
    shown.wait_for_url(lambda url: url.endswith("#week-1-1"))
    first.locator("summary").focus()
    shown.keyboard.press("Enter")
    assert first.locator(".sheet").is_visible()
    shown.keyboard.press("Tab")
    shown.keyboard.press("Space")
    assert first.locator("input:checked").count() == 1
    shown.keyboard.press("Shift+Tab")
    shown.keyboard.press("Enter")
    assert not first.locator(".sheet").is_visible()


def test_a_source_opens_where_it_is_named(opened: Opened) -> None:
    shown = opened("one session", "desktop")
    shown.evaluate("document.querySelectorAll('.rules')[0].open = true")
    key = shown.locator(".keys a").first
    key.click()
    assert shown.locator(f"[id='{(key.get_attribute('href') or '')[1:]}']").is_visible()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("paper", PAPERS)
def test_on_paper_every_session_is_open(paper: str, scheme: Scheme, opened: Opened) -> None:
    shown = opened("two weeks", "desktop", scheme)
    shown.emulate_media(media="print")
    width, height = (round((side - 2 * MARGIN) / 25.4 * 96) for side in PAPERS[paper])
    shown.set_viewport_size({"width": width, "height": height})
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    ink = shown.evaluate("getComputedStyle(document.querySelector('figure')).color")
    assert ink == "rgb(29, 28, 26)", "dark letters, whatever the screen has"
    sheets = shown.locator(".sheet")
    assert sheets.count() == 6
    heights = [(sheets.nth(one).bounding_box() or {"height": 0})["height"] for one in range(6)]
    assert min(heights) > 100
    data = shown.pdf(format=paper, print_background=False)
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) >= 4  # two weeks, pictures, rules


@pytest.mark.parametrize("paper", PAPERS)
def test_on_paper_a_usual_week_is_one_page(paper: str, opened: Opened) -> None:
    shown = opened("full weeks", "desktop")
    shown.emulate_media(media="print")
    width, height = (round((side - 2 * MARGIN) / 25.4 * 96) for side in PAPERS[paper])
    shown.set_viewport_size({"width": width, "height": height})
    for week in (shown.locator("#week-1"), shown.locator("#week-2")):
        assert week.locator(".session").count() == 3
        assert week.evaluate("one => getComputedStyle(one).breakInside") == "avoid"
        assert (week.bounding_box() or {"height": height + 1})["height"] <= height
    for name in (".clock", ".what"):  # they stand side by side, however long the headline is
        assert shown.locator(name).count() == 6
    boxes: list[Any] = shown.evaluate(
        "[...document.querySelectorAll('.session')].map(one => ['.what', '.clock']"
        ".map(name => one.querySelector(name).getBoundingClientRect())"
        ".map(box => [box.left, box.right]))"
    )
    assert [one for one in boxes if one[0][1] > one[1][0]] == []


def test_a_hostile_block_runs_nothing(opened: Opened) -> None:
    shown = opened("hostile")
    shown.evaluate(OPEN_ALL)
    assert shown.locator("script, img, iframe").count() == 0
    for name in (".calendar td a", ".letter", ".note"):  # a label, and what else is in the week
        assert "\u2039script\u203aalert(1)" in " ".join(shown.locator(name).all_inner_texts())
    assert "\u2039script\u203aalert(1)" in shown.locator("h1").inner_text()
