"""`planner check`: audit a saved block rule by rule, without the solver."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli import console, saved

if TYPE_CHECKING:
    from rich.console import RenderableType

    from constraints.audit import Report
    from constraints.rule import Breach


def check(
    block: Annotated[
        Path, typer.Argument(metavar="BLOCK", help="A file NAME.block.json, edited or not.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the audit as JSON.")] = False,
) -> None:
    """Audit a block, also one edited by hand.

    Prints each rule with its breaches. Exit: 0 no `must` is broken, 1 one is,
    2 the file is not a block.
    """
    from constraints.audit import audit

    report = audit(saved.read(block))
    if as_json:
        console.write(f"{json.dumps(_table(report), indent=2)}\n".encode())
    else:
        console.show(*_parts(report))
    raise typer.Exit(1 if report.broken else 0)


def _parts(report: Report) -> Iterator[RenderableType]:
    from planner.explaining.explain import said

    broken = [finding for finding in report.findings if finding.breaches]
    musts = [finding for finding in broken if finding.rule.priority == "must"]
    clean = [finding.rule.slug for finding in report.findings if not finding.breaches]
    yield (
        f"{len(report.findings)} rules: {len(clean)} hold, {len(broken) - len(musts)} are paid "
        f"for, {len(musts)} musts are broken; {len(report.mismatches)} fields do not add up."
    )
    yield f"Price: should {report.price('should')}, prefer {report.price('prefer')}."
    for finding in sorted(broken, key=lambda one: _TIERS.index(one.rule.priority)):
        rule = finding.rule
        price = "BROKEN" if rule.priority == "must" else f"price {finding.price}"
        yield f"\n{rule.slug} ({rule.priority}), {price}"
        yield console.indented(rule.explain())
        yield from (console.indented(said(one), 4) for one in finding.breaches)
    if report.forced:
        yield "\nGives way to what happened or is to come"
        yield from (console.indented(said(one), 4) for one in report.forced)
    if report.history:
        yield "\nIs over, and nothing can mend it: no fault of the block, and without a price"
        yield from (console.indented(said(one), 4) for one in report.history)
    if report.mismatches:
        yield "\nFields that do not add up"
        yield from (console.indented(said(one), 4) for one in report.mismatches)
    yield "\nRules that hold"
    yield console.indented(", ".join(dict.fromkeys(clean)) or "none")


_TIERS = ("must", "should", "prefer", "off")


def _table(report: Report) -> dict[str, Any]:
    """The audit as others read it; `rules` holds the clean ones too."""
    return {
        "format": "posterior-chain-audit",
        "version": 1,
        "broken": bool(report.broken),
        "price": {tier: report.price(tier) for tier in ("should", "prefer")},
        "rules": [
            {
                "rule": finding.rule.slug,
                "priority": finding.rule.priority,
                "sentence": finding.rule.explain(),
                "source": list(finding.rule.source),
                "price": finding.price,
                "breaches": [_row(breach) for breach in finding.breaches],
            }
            for finding in report.findings
        ],
        "forced": [{"rule": one.rule, **_row(one)} for one in report.forced],
        "history": [{"rule": one.rule, **_row(one)} for one in report.history],
        "mismatches": [_row(breach) for breach in report.mismatches],
    }


def _row(breach: Breach) -> dict[str, Any]:
    return {
        "where": breach.where.model_dump(),
        "text": breach.text,
        "measured": breach.measured,
        "limit": breach.limit,
        "unit": breach.unit,
    }
