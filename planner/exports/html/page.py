"""The page put together: what is shown comes from the modules beside, how from the templates."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from constraints.block import Block
from planner.explaining.explain import explain
from planner.exports.html import calendar, facts, reasons, sheet
from planner.exports.html.pictures import pictures
from planner.exports.words import clean, title

PACKAGE: Final = "planner.exports.html"
CONVENTION: Final = "P"  # the source key of a choice of this project


def page(block: Block) -> str:
    """The whole page as text."""
    template = environment().get_template("page.html.j2")
    return template.render(**shown(block), style=Markup(text_of("page.css")))


def shown(block: Block) -> dict[str, Any]:
    """Everything that a template shows of a block."""
    explanation = explain(block)
    solve, scenario = block.solve, block.scenario
    return {
        "title": title(block),
        "glance": facts.glance(block, explanation),
        "heads": calendar.heads(block),
        "signs": calendar.signs(block),
        "has_deload": any(week.deload for week in block.timeline),
        "phases": sheet.phases(block),
        "pictures": pictures(block),
        "why": reasons.why(explanation),
        "timezone": clean(scenario.timezone),
        "convention": CONVENTION,
        "careful": bool({"masters", "low_back"} & set(scenario.profile)),
        "made_by": clean(f"planner {solve.planner}, {solve.solver}"),
    }


@cache
def environment() -> Environment:
    """The templates; every text in them is escaped."""
    return Environment(
        loader=PackageLoader(PACKAGE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        newline_sequence="\n", auto_reload=False,
    )  # fmt: skip


@cache
def text_of(name: str) -> str:
    """A file beside the templates."""
    return (files(PACKAGE) / "templates" / name).read_text("utf-8")
