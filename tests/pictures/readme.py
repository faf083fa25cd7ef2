"""Make again what the README shows: the printed block, and a picture of the page.

    python tests/pictures/readme.py

Plans the shipped intermediate athlete, writes the beginning of the printed block into README.md,
and takes three pictures of the page as a phone shows it, light and dark, into page.png beside this
file. Needs Chromium: the one of Debian, or the one that CHROMIUM names.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from constraints.block import Block
from planner.cli import console, table
from planner.exports.files import write_whole
from planner.exports.html import to_html
from planner.solving.outcome import Planned
from planner.solving.solve import plan
from scenarios.loader import load

ROOT: Final = Path(__file__).parents[2]
README: Final = ROOT / "README.md"
PICTURE: Final = Path(__file__).with_name("page.png")
SCENARIO: Final = "intermediate_3day_barbell"
PRINTED: Final = re.compile(r"(?<=```text\n)Twelve weeks.*?(?=```)", re.DOTALL)
PHONE: Final = (390, 844)  # pixels
GAP: Final = 24  # pixels between the pictures
WEEK: Final = "week-9"  # its session with the main lift is opened


def main() -> None:
    """Plan, print, take the pictures."""
    outcome = plan(load(SCENARIO))
    assert isinstance(outcome, Planned)
    text = README.read_text("utf-8")
    assert PRINTED.search(text), "README.md has no printed block"
    write_whole(README, PRINTED.sub(lambda _: printed(outcome.block), text).encode())
    write_whole(PICTURE, picture(outcome.block))


def printed(block: Block) -> str:
    """The printed block down to the first session of week 1, as without a terminal."""
    said = io.BytesIO()
    stream = io.TextIOWrapper(said, "utf-8", write_through=True)
    with contextlib.redirect_stdout(stream):
        console.show(*table.shown(block, Path(f"{SCENARIO}.block.json")))
    lines = said.getvalue().decode().split("\n")
    sessions = [number for number, line in enumerate(lines) if re.match(r"[A-Z]  \w{3} ", line)]
    return "\n".join([*lines[: sessions[1]], ""])


def picture(block: Block) -> bytes:
    """The page at a glance, one session open, and charts in the dark, side by side."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "page.html"
        page.write_bytes(to_html(block))
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        heavy = (
            f"[...document.querySelectorAll('#{WEEK} details')]"
            ".find(one => one.querySelector('strong').innerText.includes('Deadlift'))"
        )
        shots = [
            _shot(browser, page, "light", "document.body"),
            _shot(browser, page, "light", heavy),
            _shot(browser, page, "dark", "document.querySelector('#picture-main-lift')"),
        ]
        browser.close()
    width, height = PHONE
    whole = Image.new("RGB", (3 * width + 2 * GAP, height), "white")
    for number, shot in enumerate(shots):
        whole.paste(Image.open(io.BytesIO(shot)), (number * (width + GAP), 0))
    data = io.BytesIO()
    whole.save(data, "PNG", optimize=True)
    return data.getvalue()


def _shot(browser: Browser, page: Path, scheme: Literal["light", "dark"], element: str) -> bytes:
    """What a phone shows with an element at the top of its screen, opened if it can be."""
    width, height = PHONE
    shown = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    shown.goto(page.as_uri())
    shown.evaluate(f"{{ const it = {element}; it.open = true; it.scrollIntoView() }}")
    return shown.screenshot()


if __name__ == "__main__":
    main()
