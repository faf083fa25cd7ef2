"""`planner why`: what it would cost if one thing in a block were otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import console, impossible, prices, saved
from planner.cli.options import SavedBlock, finite
from scenarios.errors import PlannerError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from constraints.block import Block
    from planner.alternatives.answers import Answer, Answered, Cost

NOT_IN_TIME, STOPPED = 4, 130
SOON, LONG = 10, 60  # seconds that somebody waits for an answer, and for a table of prices


def why(
    block: SavedBlock,
    without: Annotated[
        str | None, typer.Option("--not", metavar="EXERCISE", help="Why is it there?")
    ] = None,
    instead: Annotated[
        str | None,
        typer.Option("--instead", metavar="EXERCISE", help="With --not: why not this one there?"),
    ] = None,
    exercise: Annotated[
        str | None,
        typer.Option("--exercise", metavar="EXERCISE", help="Why is it not there, or not so?"),
    ] = None,
    week: Annotated[
        int | None, typer.Option("--week", min=1, metavar="N", help="The week that is meant.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The date; alone: why a session, or why none?"),
    ] = None,
    sets: Annotated[
        int | None,
        typer.Option("--sets", min=1, metavar="N", help="With --exercise and --week: sets a week."),
    ] = None,
    load: Annotated[
        float | None,
        typer.Option("--load", metavar="X", help="With --exercise and --week: the load."),
    ] = None,
    best_change: Annotated[
        bool,
        typer.Option("--best-change", help="Alone: what each demand costs, and less would cost."),
    ] = False,
    time_limit: Annotated[
        float | None,
        typer.Option(
            "--time-limit",
            callback=finite,
            show_default=False,
            help=f"Most seconds to solve; {SOON}, with --best-change {LONG}.",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Ask a saved block why it is so, and not otherwise.

    The alternative is demanded and solved. The answer is what it costs, with the sessions that
    would change, or the demands that it clashes with. With --best-change it is a table of prices:
    what would give way for how much, and what less would cost. Nothing is written. Exit:
    0 answered, 2 wrong question or block, 4 not decided in time, 130 stopped.
    """
    asked = saved.read(block)
    if best_change:
        given = (without, instead, exercise, week, on, sets, load)
        if any(one is not None for one in given):
            raise PlannerError(
                "--best-change: asks of all demands at once, without another question"
                "\nMaybe leave the others out"
            )
        raise typer.Exit(prices.shown(asked, time_limit or LONG, quiet, as_json))
    from planner.alternatives.question import Question

    question = Question(
        without, instead, exercise, week, None if on is None else _date(on), sets, _finite(load)
    )

    from planner.alternatives.question import alternative

    alternative(asked, question)  # a wrong question is told before the solver is loaded

    from planner.alternatives.why import why as answer
    from planner.solving.attempt import Options

    with console.progress(quiet) as report:
        found = answer(
            asked, question, Options(time_limit or SOON), report, saved.scenario_of(block, asked)
        )
    if as_json:
        from planner.exports.json import text_of

        console.write(text_of(found.answer))
    else:
        console.show(*_parts(found, asked))
    raise typer.Exit(_code(found.answer))


def _code(answer: Answer) -> int:
    if answer.stopped:
        console.say("Stopped: this is what is known so far.")
        return STOPPED
    return NOT_IN_TIME if answer.verdict == "undecided" else 0


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PlannerError(f'--on "{text}": is no date\nMaybe write it like 2027-03-01') from None


def _finite(load: float | None) -> float | None:
    if load is not None and not (math.isfinite(load) and load >= 0):
        raise PlannerError(f"--load {load}: is no weight\nMaybe write it like 82.5")
    return load


def _parts(found: Answered, block: Block) -> Iterator[RenderableType]:
    from rich.text import Text

    from planner.cli import changes
    from planner.exports import words

    answer = found.answer
    yield Text(words.title(block), style="bold")
    yield f"Asked instead: {answer.alternative}."
    if answer.verdict == "undecided":
        yield "Not decided in time: neither a block was found, nor is it proved impossible."
        yield "Maybe give it more time with --time-limit"
    elif answer.verdict == "impossible":
        yield from _impossible(answer, block)
    if answer.change is not None and found.block is not None:
        yield from _price(answer)
        yield from changes.parts(answer.change, block, found.block)


def _price(answer: Answer) -> Iterator[RenderableType]:
    """What the alternative costs, and how sure that is."""
    yield _sentence("It costs", answer.costs)
    if not answer.base_proved:
        yield "The block itself was not proved to be the best one."
    elif answer.proved and all(one.after == one.before for one in answer.costs):
        yield "Both are equally good under the rules: it is yours to choose."
    if answer.nearby is not None:
        weeks, costs = answer.nearby.weeks, answer.nearby.costs
        yield _sentence(f"Where only {_span(weeks)} may change, it costs", costs)
    if not (answer.stopped or all(one.after == one.least for one in answer.costs)):
        yield f"More time may tell it closer: --time-limit {LONG}"


def _sentence(begin: str, costs: Sequence[Cost]) -> str:
    """What is paid more than the block pays; proved where nothing less is possible."""
    prices = ", ".join(f"{one.priority} {_step(one)}" for one in costs)
    if all(one.after == one.least for one in costs):
        return f"{begin} {_points(costs)}, proved. Price: {prices}."
    least = ", ".join(f"{one.priority} {one.least}" for one in costs)
    return f"{begin} at most {_points(costs)}. Price: {prices}; not proved, at least {least}."


def _span(weeks: Sequence[int]) -> str:
    """Weeks in words: "week 3", "weeks 5 to 8", "weeks 1, 2 and 5"."""
    if len(weeks) == 1:
        return f"week {weeks[0]}"
    if weeks[-1] - weeks[0] == len(weeks) - 1:
        return f"weeks {weeks[0]} to {weeks[-1]}"
    return f"weeks {', '.join(map(str, weeks[:-1]))} and {weeks[-1]}"


def _points(costs: Sequence[Cost]) -> str:
    """What is paid more: "2 points more of prefer"; nothing where all is as it was."""
    from planner.exports.words import count

    def said(one: Cost) -> str:
        more = one.after - one.before
        how = "more" if more > 0 else "less"
        return f"{count(abs(more), 'point')} {how} of {one.priority}"

    other = [one for one in costs if one.after != one.before]
    return " and ".join(map(said, other)) or "nothing"


def _step(cost: Cost) -> str:
    same = cost.before == cost.after
    return f"{cost.after}" if same else f"{cost.before} -> {cost.after}"


def _impossible(answer: Answer, block: Block) -> Iterator[RenderableType]:
    past = block.scenario.replanned
    if answer.against is None and past is not None and past.spared:
        yield "Proved impossible under the demands, of which some give way to the past already:"
        yield "they may give way no further. Which of them clash with it was not found."
        yield "Maybe give it more time with --time-limit"
        return
    if answer.against is None:
        yield "Proved impossible under the demands; which of them clash with it took too long."
        yield "Maybe give it more time with --time-limit"
        return
    if not answer.against:
        yield "Proved impossible: not even without any demand is there such a plan."
        yield "It is a matter of days, exercises, sets or loads that there are at all."
        return
    yield "Proved impossible. It clashes with:"
    for line in impossible.demand_lines(answer.against):
        text = line.lstrip()
        yield console.indented(text, len(line) - len(text))
    if len(answer.against) > 1:
        yield (
            "Without any one of these it would be possible."
            if answer.minimal
            else "Some of these may not be needed: testing that took too long."
        )
