"""The command line: one short file for each command, wired together here.

A command parses, calls and prints. What is slow to import is imported inside the command, so that
`--help` answers at once and everything but `plan` works without the solver.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from planner import __version__
from planner.cli import (
    check,
    console,
    explain,
    export,
    listings,
    log,
    new,
    plan,
    publish,
    replan,
    schema,
    serve,
    show,
    why,
)
from scenarios.errors import PlannerError

STOPPED = 130  # 128 + SIGINT, as shells count

NEXT = """\
planner makes a training block for the back of the body: it keeps the rules of
training, proves that no block under them is better, and fills your calendar.

  planner new mine.toml                    a few questions, then a file of yours
  planner plan mine.toml                   plan it: on screen and for calendars
  planner plan intermediate_3day_barbell   or plan an athlete that is shipped
  planner show mine.block.json --week 2    read any week again
  planner explain mine.block.json          why it is as it is
  planner scenarios                        what else is shipped
  planner --help                           every command
"""


class _Commands(TyperGroup):
    """The one place where an error becomes a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except PlannerError as error:
            console.say(str(error))
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            console.say("Stopped.")
            raise typer.Exit(STOPPED) from None


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Plan blocks of posterior-chain training that are proved to be the best ones."""
    if version:
        console.write(f"planner {__version__}\n".encode())
    elif ctx.invoked_subcommand is None:
        console.write(NEXT.encode())


app.command()(plan.plan)
app.command()(show.show)
app.command()(check.check)
app.command()(explain.explain)
app.command()(why.why)
app.command()(export.export)
app.command()(publish.publish)
app.command()(serve.serve)
app.command()(log.log)
app.command()(replan.replan)
app.command()(new.new)
app.command()(listings.scenarios)
app.command()(listings.exercises)
app.command()(listings.rules)
app.command()(schema.schema)


def main() -> None:
    """Run the command line and exit: 0 done, 1 a `must` is broken, 2 wrong usage or scenario,
    3 proved impossible, 4 no plan in time, 130 stopped.
    """
    console.never_fail_on_a_letter()
    app()
