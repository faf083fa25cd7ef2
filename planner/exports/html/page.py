"""The page put together: what is shown comes from the modules beside, how from the templates."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from constraints.block import Block
from planner.explain import explain
from planner.exports.html import calendar, facts, reasons, sheet
from planner.exports.html.pictures import pictures
from planner.exports.words import clean, title

PACKAGE: Final = "planner.exports.html"
CONVENTION: Final = "P"  # the source key of a choice of this project


def page(block: Block) -> str:
    """The whole page as text."""
    explanation = explain(block)
    solve, scenario = block.solve, block.scenario
    return _environment().get_template("page.html.j2").render(
        title=title(block), glance=facts.glance(block, explanation), phases=sheet.phases(block),
        heads=calendar.heads(block), signs=calendar.signs(block),
        has_deload=any(week.deload for week in block.timeline),
        pictures=pictures(block), why=reasons.why(explanation), style=_style(),
        timezone=clean(scenario.timezone), convention=CONVENTION,
        careful=bool({"masters", "low_back"} & set(scenario.profile)),
        made_by=clean(f"planner {solve.planner}, {solve.solver}"),
    )  # fmt: skip


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(PACKAGE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        newline_sequence="\n", auto_reload=False,
    )  # fmt: skip


@cache
def _style() -> Markup:
    return Markup((files(PACKAGE) / "templates" / "page.css").read_text("utf-8"))
