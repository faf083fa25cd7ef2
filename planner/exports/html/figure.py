"""From a figure of matplotlib to SVG inside a page: colours of the page, unique ids, no script.

The picture is drawn with one colour for each role, and each colour is then replaced by a variable
of the style sheet, so that the same picture is right in the light, in the dark and on paper. Text
stays text. Nothing that a user wrote is ever drawn: names belong to the caption.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from xml.etree import ElementTree

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

WIDTH: Final = 360  # units of a picture, so that a phone shows its letters at their size
_UNITS_AN_INCH: Final = 72

_ROLES: Final = (
    *("ink", "muted", "line", "paper", "bar", "soft", "band", "warn", "light", "moderate", "heavy"),
    *("accumulation", "intensification", "realization", "taper", "maintenance"),
)
COLOUR: Final = {role: f"#01{number:02x}fe" for number, role in enumerate(_ROLES)}

_STYLE: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "planner",
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same measures on every machine
    "font.size": 11,
    "text.parse_math": False,
    "text.color": COLOUR["ink"],
    "axes.edgecolor": COLOUR["line"],
    "axes.facecolor": "none",
    "axes.labelcolor": COLOUR["muted"],
    "axes.titlesize": 11.5,
    "axes.titlelocation": "left",
    "axes.titlepad": 6,
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.linewidth": 1,
    "figure.facecolor": "none",
    "xtick.color": COLOUR["line"],
    "ytick.color": COLOUR["line"],
    "xtick.labelcolor": COLOUR["muted"],
    "ytick.labelcolor": COLOUR["muted"],
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.major.pad": 5,
    "hatch.linewidth": 1.2,
    "path.simplify": False,
}
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"


@contextmanager
def drawn(height: float, rows: int = 1, columns: int = 1, **how: Any) -> Iterator[_Drawing]:
    """A new picture of a height in units; draw on its axes, then take its SVG."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # whatever the user's own settings are
        matplotlib.rcParams.update(_STYLE)
        figure = Figure(figsize=(WIDTH / _UNITS_AN_INCH, height / _UNITS_AN_INCH))
        axes = figure.subplots(rows, columns, squeeze=False, **how)
        yield _Drawing(figure, [one for row in axes for one in row])


class _Drawing:
    """A figure, its axes row by row, and how it becomes SVG."""

    def __init__(self, figure: Figure, axes: list[Axes]) -> None:
        self.figure, self.axes = figure, axes

    def margins(self, left: float, right: float, top: float, bottom: float, **gaps: float) -> None:
        """Set the margins, in units; `wspace` and `hspace` are shares of an axes."""
        width, height = self.figure.get_size_inches() * _UNITS_AN_INCH
        self.figure.subplots_adjust(
            left=left / width, right=1 - right / width,
            top=1 - top / height, bottom=bottom / height, **gaps,
        )  # fmt: skip

    def svg(self, name: str, title: str, description: str) -> str:
        """The picture as an `svg` element; `name` makes its ids unique in the page."""
        data = io.StringIO()
        self.figure.savefig(data, format="svg", metadata={"Date": None, "Creator": None})
        return _inline(data.getvalue(), name, title, description)


def _inline(text: str, name: str, title: str, description: str) -> str:
    root = _plain(ElementTree.fromstring(text))
    box = root.attrib["viewBox"]
    root.attrib.clear()
    root.attrib.update({"viewBox": box, "role": "img", "aria-labelledby": f"{name}-t {name}-d"})
    _rename(root, name)
    for number, (tag, said) in enumerate((("title", title), ("desc", description))):
        told = ElementTree.Element(tag, {"id": f"{name}-{tag[0]}"})
        told.text = said
        root.insert(number, told)
    svg = ElementTree.tostring(root, encoding="unicode")
    svg = re.sub(r">\s+<", "><", svg).replace("<g />", "").replace("<defs></defs>", "")
    svg = re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", svg)
    for role, colour in COLOUR.items():
        svg = svg.replace(colour, f"var(--{role})")
    return svg


def _plain(root: ElementTree.Element) -> ElementTree.Element:
    """Without namespaces, which HTML knows by itself, and without metadata and styles for all."""
    for parent in list(root.iter()):
        parent.tag = parent.tag.rpartition("}")[2]
        for child in list(parent):
            if child.tag.rpartition("}")[2] in ("metadata", "style"):
                parent.remove(child)
        if _XLINK in parent.attrib:
            parent.set("href", parent.attrib.pop(_XLINK))
        if "style" in parent.attrib:
            parent.set("style", _own_font(parent.attrib["style"]))
        if parent.get("transform", "").startswith("rotate(-0 "):
            del parent.attrib["transform"]
    return root


def _own_font(style: str) -> str:
    """A style with the page's font in the picture's size; older versions write both as one."""
    style = re.sub(r"font: (?:(\w+) )?([\d.]+px) [^;]*", _size_and_weight, style)
    return re.sub(r"font-family: [^;]*; ?", "", style)


def _size_and_weight(found: re.Match[str]) -> str:
    weight = f"; font-weight: {found[1]}" if found[1] else ""
    return f"font-size: {found[2]}{weight}"


def _rename(root: ElementTree.Element, name: str) -> None:
    """Ids that are referred to get the picture's name before them; all others go."""
    text = ElementTree.tostring(root, encoding="unicode")
    used = set(re.findall(r"(?:url\(#|href=\"#)([^)\"]+)", text))
    for element in root.iter():
        if (old := element.attrib.pop("id", None)) in used:
            element.set("id", f"{name}-{old}")
        for key, value in element.attrib.items():
            if key == "href":
                element.set(key, value.replace("#", f"#{name}-"))
            elif "url(#" in value:
                element.set(key, value.replace("url(#", f"url(#{name}-"))
