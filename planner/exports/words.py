"""How a session is said in words, once for the calendar, the terminal, CSV and Markdown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from constraints.block import Block, Entry, Session, Solve, WeekRow
from constraints.lines import tool_of
from scenarios import ramp, tools_there
from scenarios.equipment import BARS, as_written
from scenarios.odd_weeks import return_weeks
from scenarios.schema import WEEKDAYS
from scenarios.timeline import Week, is_away, weeks_to_test

# Control characters (those that are blanks become one blank), what turns the direction of reading,
# the byte order mark, halves of surrogate pairs, and code points that are no character.
_CONTROLS: Final = (*range(9), *range(14, 28), *range(127, 133), *range(134, 160))
_TURNS: Final = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
_NONE: Final = (*range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)
# A backslash before n is a line break to some calendars, and angle brackets are HTML to others.
_PLAIN: Final[dict[int, str | None]] = {
    **dict.fromkeys((*_CONTROLS, *_TURNS, *_NONE)),
    **{ord("\\"): "/", ord("<"): "\u2039", ord(">"): "\u203a"},
}
_NAME_LENGTH: Final = 40  # characters of an exercise's name that a phone shows
PARTS: Final = {"work": "", "top": "top set", "back_off": "back-off", "test": "test"}
_SHORT: Final = {"conventional_deadlift": "Deadlift"}
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_PHASES: Final = {  # where there is little room
    "accumulation": "Accum.", "intensification": "Intens.", "realization": "Realiz.",
    "taper": "Taper", "maintenance": "Maint.",
}  # fmt: skip
_PROPER: Final = ("Bulgarian", "Copenhagen", "Nordic", "Pallof", "Romanian")
_LOWEST_RPE: Final = 5  # the lowest that lifters are taught to rate; ROG24 asks 5 to 7 of a deload


def clean(text: str) -> str:
    """One line of plain text that no program trips over, whatever the athlete wrote.

    Line breaks, tabs and runs of blanks become one blank; control characters and what turns the
    direction of the text go; a backslash becomes "/", angle brackets become guillemets.
    """
    return " ".join(text.translate(_PLAIN).split())


def title(block: Block) -> str:
    """What the block is called."""
    return clean(block.scenario.title) or clean(block.scenario.id) or "Training"


def name(block: Block, exercise: str) -> str:
    """What an exercise or a lift is called."""
    known = block.scenario.catalogue.get(exercise)  # a 1RM may be of a lift that is not trained
    return clean(known.name if known else "") or clean(exercise).replace("_", " ").capitalize()


def line(block: Block, entry: Entry) -> str:
    """What a line of a session is called: "Back squat (top set)"."""
    part = PARTS[entry.part]
    return f"{name(block, entry.exercise)}{f' ({part})' if part else ''}"


def number(value: float) -> str:
    """A number as an athlete writes it: 120, 112.5, 1.25."""
    return str(as_written(round(value * 100)))


def day(when: date, year: bool = False) -> str:
    """A date in few letters, whatever the language of the machine: "Mon 1 Feb"."""
    weekday = WEEKDAYS[when.weekday()][:3].capitalize()
    return f"{weekday} {when.day} {_MONTHS[when.month - 1]}{f' {when.year}' if year else ''}"


def phase(name: str, room: float) -> str:
    """A phase's name in so many letters, shortened or cut where it must be."""
    return name.capitalize() if len(name) <= room else _PHASES[name][: max(1, int(room))]


def count(how_many: int, what: str) -> str:
    """A number of things: "1 week", "2 weeks"."""
    return f"{how_many} {what}{'' if how_many == 1 else 's'}"


def sums(row: WeekRow) -> tuple[str, ...]:
    """What a week adds up to: minutes, and jumps and load of the back where there are any."""
    found = [f"{row.minutes} min"]
    found += [count(row.contacts, "jump contact")] if row.contacts else []
    found += [count(row.axial, "axial point")] if row.axial else []
    return tuple(found)


def scheme(entry: Entry) -> str:
    """Sets and reps: "4x6", "3x30 s", "2x8 per side"."""
    seconds = " s" if entry.rep_unit == "seconds" else ""
    return f"{entry.sets}x{entry.reps}{seconds}{' per side' if entry.sides == 2 else ''}"


def load(entry: Entry) -> str:
    """What is lifted: "112.5 kg", "2 x 24 kg", "24 kg bell"; empty where the load is open."""
    if entry.load is None:
        return ""
    weight = f"{number(entry.load)} {entry.unit}"
    if entry.per == "hand":
        return f"2 x {weight}" if entry.sides == 1 else f"{weight} per hand"
    if entry.per == "added":
        return f"+{weight}" if entry.load else "bodyweight"
    return f"{weight} {entry.per}" if entry.per in ("bell", "stack") else weight


def effort(entry: Entry) -> str:
    """How hard it is meant to be, "RPE 7.5"; empty where nothing is said.

    Below RPE 5 nobody can tell one number from the next, so it says "easy".
    """
    if not entry.rpe:
        return ""
    return f"RPE {number(entry.rpe)}" if entry.rpe >= _LOWEST_RPE else "easy"


def open_load(block: Block, entry: Entry) -> str:
    """How to find a load that is open: "work up to RPE 7"; empty where none is needed."""
    if entry.load is not None or tool_of(block.scenario, block.exercise(entry.exercise)) is None:
        return ""
    how = effort(entry)
    return f"work up to {how}" if how.startswith("RPE") else "load by feel"


def work(entry: Entry) -> str:
    """Sets, reps and load, "4x6 @ 112.5 kg"; the effort where the load is open."""
    how_much = load(entry) or effort(entry)
    return f"{scheme(entry)} @ {how_much}" if how_much else scheme(entry)


def percent(block: Block, entry: Entry) -> str:
    """Percent of a 1RM, "70.3%"; of which lift, where it is another one."""
    lift = entry.percent_of or entry.exercise
    of = "" if lift == entry.exercise else f" of {_inside(name(block, lift))}"
    return "" if entry.percent is None else f"{number(entry.percent)}%{of}"


def rest(entry: Entry) -> str:
    """The rest between two sets, "rest 3:30"; empty when there is none."""
    whole = entry.rest_seconds
    return f"rest {whole // 60}:{whole % 60:02}" if whole else ""


def ramp_line(entry: Entry) -> str:
    """The sets that lead up to the work, "5 x 45, 4 x 70, 3 x 92.5 kg"; empty without any."""
    sets = [(s.reps, "light" if s.load is None else number(s.load)) for s in entry.warmup]
    shown = ", ".join(f"{reps} x {weight}" for reps, weight in sets)
    return f"{shown} {entry.unit}" if sets and sets[-1][1] != "light" else shown


def attempts(block: Block, entry: Entry) -> tuple[float, ...]:
    """What is tried in the test of a 1RM, in the unit of the entry; nothing for all else."""
    if entry.part != "test" or entry.reps != 1 or entry.load is None:
        return ()
    tries = ramp.attempts(round(entry.load * 100), block.loads(entry.exercise))
    return tuple(one / 100 for one in tries) or (entry.load,)


def about(block: Block) -> tuple[str, str]:
    """Who trains for what, and when, as two sentences."""
    scenario = block.scenario
    test = f", test on {day(scenario.goal.test)}" if scenario.goal.test else ""
    ends = scenario.end - timedelta(days=1)
    hours = sum(session.minutes for session in block.sessions) / 60
    return (
        f"{scenario.athlete.level.capitalize()}, {scenario.goal.kind}: "
        f"{name(block, scenario.goal.lift)}{test}.",
        f"{day(scenario.start, year=True)} to {day(ends, year=True)}: "
        f"{count(scenario.weeks, 'week')}, {count(len(block.sessions), 'session')}, "
        f"{hours:.0f} h.",
    )


def away_at_test(block: Block) -> str:
    """That a test is held on a day away, as a meet elsewhere is; empty where it is not.

    So it is where its tools are not there: a meet has its own.
    """
    scenario, test = block.scenario, block.scenario.goal.test
    if test is None:
        return ""
    lift, owned = block.exercise(scenario.goal.lift), tools_there.owned_on(scenario, test)
    if not is_away(scenario, test) and tools_there.is_there(lift, tool_of(scenario, lift), owned):
        return ""
    return f"You are away on {day(test)}; the test is held all the same, unless you move goal.test."


def of_test(block: Block) -> tuple[str, ...]:
    """What is to be known of the test, a sentence each."""
    return tuple(filter(None, (away_at_test(block), after_test(block), leap_to_test(block))))


def after_test(block: Block) -> str:
    """That the block ends with the week of its test; empty where that is the last one."""
    week = weeks_to_test(block.scenario)
    if week == block.scenario.weeks:
        return ""
    return f"The test ends the block: nothing is planned after week {week}."


def leap_to_test(block: Block) -> str:
    """That the last heavy pull lies far above all before it; empty where it does not.

    The taper asks for it at a percent of the 1RM, whatever was missed on the way.
    """
    lift, step = block.scenario.goal.lift, block.scenario.progression.jump_percent
    most: tuple[float, int, str] | None = None
    for session in block.in_order:
        for entry in session.exercises:
            if entry.exercise != lift or entry.load is None or entry.part == "test":
                continue
            if most is None or entry.load > most[0]:
                share = 0.0 if most is None else 100 * (entry.load / most[0] - 1)
                if session.phase == "taper" and most is not None and round(share, 6) > step:
                    return (
                        f"Week {session.week}: {name(block, lift)} {load(entry)} is {share:.0f} % "
                        f"over {most[2]} in week {most[1]}, the most before it. Work up to it by "
                        "feel, or state the 1RM of today."
                    )
                most = entry.load, session.week, load(entry)
    return ""


def proof(solve: Solve) -> str:
    """What is proved of a block, in one sentence."""
    if solve.status == "optimal":
        return "Proved optimal: no block under these rules has a lower price."
    tiers = ", ".join(f"{t.priority} {t.objective} (bound {t.bound})" for t in solve.tiers)
    return f"Best found, not proved: gap {solve.gap:.0%}; {tiers}."


def notice(block: Block) -> str:
    """What the block is not; said louder where it is planned with care for a history."""
    careful = {"masters", "low_back"} & set(block.scenario.profile)
    return (
        "Not medical advice: clear this block with a clinician, and take new or growing pain there."
        if careful
        else "Not medical advice."
    )


def kind(block: Block, week: Week) -> str:
    """The phase of a week, and why it is lighter: "accumulation, deload"; or that it is free."""
    if week.index >= weeks_to_test(block.scenario):
        return "after the test"
    is_return = week.index in return_weeks(block.scenario)
    why = "deload" if week.deload else "after a pause" if is_return else ""
    fewer = "fewer tools" if week.is_apart else ""
    return ", ".join(filter(None, (week.phase, why, fewer)))


def tools(block: Block, session: Session) -> str:
    """What there is on a day with fewer tools: "With bench, mat (hotel gym)"; empty on others."""
    scenario = block.scenario
    spans = tools_there.spans_on(scenario, session.day)
    said = "; ".join(tools_there.in_words(scenario, one) for one in spans)
    return f"With {clean(said)}" if spans else ""


def glance(block: Block, session: Session) -> str:
    """A session in one short line: "Wk 3 A: Deadlift 4x6 @ 120 kg +4"."""
    lead = _lead(block, session)
    week = f"Wk {session.week} {session.label}{' (deload)' if session.deload else ''}"
    if lead is None:
        return clean(week)
    more = len({entry.exercise for entry in session.exercises} - {lead.exercise})
    others = f" +{more}" if more else ""
    short = _SHORT.get(lead.exercise, name(block, lead.exercise))
    short = short if len(short) <= _NAME_LENGTH else f"{short[: _NAME_LENGTH - 3].rstrip()}..."
    if lead.part == "test":
        goal = f"{lead.reps}RM" if (lead.rpe or 10) >= 10 else f"{lead.reps} @ {effort(lead)}"
        return f"Test: {_inside(short)} {goal}{others}"
    return clean(f"{week}: {short} {work(lead)}{others}")


def notebook(block: Block, session: Session) -> str:
    """A session as a page of the gym notebook, lines parted by LF."""
    about = [session.phase, *(["deload"] if session.deload else []), f"{session.minutes} min"]
    lines = [f"Week {session.week}, session {clean(session.label)}: {', '.join(about)}"]
    warm_up = block.scenario.session.warm_up_minutes
    lines += [f"Warm-up: {warm_up} min"] if warm_up else []
    lines += [*filter(None, [tools(block, session)]), ""]
    for entry in sorted(session.exercises, key=lambda entry: entry.order):
        lines += _entry_lines(block, entry)
    return "\n".join([*lines, "", title(block)])


def _entry_lines(block: Block, entry: Entry) -> list[str]:
    to_find, how = open_load(block, entry), effort(entry)
    how = ", ".join(filter(None, (to_find, "" if how in to_find else how)))
    asked = scheme(entry) if entry.load is None else work(entry)
    parts = ", ".join(filter(None, (asked, percent(block, entry), how, rest(entry))))
    lines = [f"{entry.order}. {line(block, entry)}: {parts}"]
    lines += [f"   Ramp: {ramp_line(entry)}"] if entry.warmup else []
    if tries := attempts(block, entry):
        lines.append(f"   Attempts: {', '.join(map(number, tries))} {entry.unit}")
    return lines


def _lead(block: Block, session: Session) -> Entry | None:
    """What the session is about: its test, the main lift, the first heavy or Olympic lift.

    Where there is none of these, the heaviest lift with free weights, a bar before all others.
    """

    def rank(entry: Entry) -> tuple[int, float, int]:
        exercise = block.exercise(entry.exercise)
        is_lift = entry.exercise == block.scenario.goal.lift
        heavy = exercise.modality in ("heavy_compound", "olympic")
        compound = exercise.modality in ("accessory", "ballistic")
        on_bar = compound and tool_of(block.scenario, exercise) in BARS
        light = exercise.modality in ("plyometric", "core")
        kind = (entry.part == "test", is_lift, heavy, on_bar, not light, True).index(True)
        counts = compound and entry.per in ("bar", "hand", "bell")
        weight = (entry.load or 0) * (2 if entry.per == "hand" else 1) if counts else 0
        return kind, -weight, entry.order

    return min(session.exercises, key=rank, default=None)


def _inside(written: str) -> str:
    """A name in the middle of a sentence."""
    return written if written.startswith(_PROPER) else written[:1].lower() + written[1:]
