"""The page of a block as PDF, by WeasyPrint: no browser is needed.

It has a template and a style sheet of its own: WeasyPrint lays the page's grids out in minutes,
and plain tables in seconds. What is shown comes from the same modules as for the page.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import matplotlib
from markupsafe import Markup

from constraints.block import Block
from planner.exports.html.page import environment, shown, text_of
from planner.exports.html.pictures.picture import Picture
from scenarios.errors import PlannerError

_FONTS: Final = {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}
_SIZE: Final = {"kg": "A4", "lb": "letter"}  # who counts in pounds has that paper
_COLOUR: Final = re.compile(r"--([a-z]+): (#[0-9a-f]{6});")


def pdf(block: Block) -> bytes:
    """The block as PDF, on A4 or, in pounds, on Letter; the same block gives the same bytes.

    Raises:
        PlannerError: WeasyPrint, or what it needs of the system, is missing.
    """
    make = _weasyprint()
    colours = dict(_COLOUR.findall(text_of("page.css").partition("}")[0]))
    given = shown(block)
    pictures = tuple(_coloured(one, colours) for one in given.pop("pictures"))
    style = (
        text_of("paper.css")
        .replace("SIZE", _SIZE[block.scenario.athlete.units])
        .replace("COLOURS", " ".join(f"--{name}: {colour};" for name, colour in colours.items()))
    )
    page = environment().get_template("paper.html.j2")
    return make(page.render(**given, pictures=pictures, style=Markup(f"{_faces()}\n{style}")))


def _coloured(picture: Picture, colours: dict[str, str]) -> Picture:
    """A picture with the colours of paper: variables are not known in an attribute."""
    found = re.sub(r"var\(--([a-z]+)\)", lambda name: colours[name[1]], picture.svg)
    return replace(picture, svg=found)


def _faces() -> str:
    """The letters of matplotlib, so that the file is the same on every machine."""
    return "\n".join(
        f'@font-face {{ font-family: "Sheet"; font-weight: {weight}; src: url("{_font(name)}"); }}'
        for weight, name in _FONTS.items()
    )


def _font(name: str) -> str:
    data = (Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name).read_bytes()
    return f"data:font/ttf;base64,{b64encode(data).decode()}"


def _weasyprint() -> Callable[[str], bytes]:
    try:
        from weasyprint import HTML, URLFetcher
    except ImportError:
        raise PlannerError(
            "PDF needs the library WeasyPrint, which is not installed"
            "\nMaybe, in the folder of the planner: .venv/bin/pip install '.[pdf]'"
        ) from None
    except OSError as error:
        raise PlannerError(
            f"PDF needs Pango, which WeasyPrint does not find: {str(error).splitlines()[0]}"
            "\nMaybe, on Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from None

    def make(page: str) -> bytes:
        only = URLFetcher(allowed_protocols=("data",))  # it reads no file and asks no network
        data: bytes = HTML(string=page, url_fetcher=only).write_pdf()
        return data

    return make
