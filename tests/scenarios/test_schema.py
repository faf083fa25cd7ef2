"""What a scenario may say: each mistake is told with file, key, value, what is allowed, a mend."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from scenarios.errors import ScenarioError
from scenarios.loader import layer, merged, resolve
from scenarios.schema import Priority, Scenario, Window

GOOD = """\
start = 2027-02-01
weeks = 12

[athlete]
level = "intermediate"

[goal]
kind = "strength"
test = 2027-04-23

[availability]
monday = "18:00-19:30"
friday = "18:00-19:30"

[equipment]
barbell = { bar = 20, plates = [5, 10, 20] }
"""


def scenario(more: str = "") -> Scenario:
    """A good file with these lines on top; tables are merged."""
    own = merged(tomllib.loads(GOOD), tomllib.loads(more))
    return resolve(own, where="mine.toml", stem="mine")


def refusal(more: str) -> str:
    """How a good file with these lines is refused."""
    with pytest.raises(ScenarioError) as caught:
        scenario(more)
    message = str(caught.value)
    for word in ("pydantic", "Input should", "instance of", "datetime.", "Tuple"):
        assert word not in message
    assert all(line.startswith(("mine.toml: ", "Maybe ", "Allowed: ")) for line in lines(message))
    return message


def lines(message: str) -> list[str]:
    return message.split("\n")


def test_the_file_below_every_case_is_good() -> None:
    assert scenario().weeks == 12


MISTAKES = {
    "a 1RM without its decimal point": (
        "athlete.one_rep_max = { conventional_deadlift = 1125 }",
        "mine.toml: athlete: one_rep_max.conventional_deadlift = 1125: nobody lifts more than "
        "600 kg\nMaybe a decimal point is missing",
    ),
    "a 1RM in pounds without one": (
        'athlete = { units = "lb", one_rep_max = { conventional_deadlift = 1300.5 } }',
        "mine.toml: athlete: one_rep_max.conventional_deadlift = 1300.5: nobody lifts more than "
        "1300 lb",
    ),
    # unknown keys
    "unknown table": (
        "[colour]\nx = 1",
        "mine.toml: colour: unknown key. Maybe look at the list: planner schema",
    ),
    "misspelt table": ("[recovry]\nx = 1", 'mine.toml: recovry: unknown key. Maybe "recovery"'),
    "misspelt key": ("weaks = 8", 'mine.toml: weaks: unknown key. Maybe "weeks"'),
    "misspelt inner key": (
        "[recovery]\nheavy_hinge_hour = 72",
        'mine.toml: recovery.heavy_hinge_hour: unknown key. Maybe "heavy_hinge_hours"',
    ),
    "unknown inner key": (
        "[goal]\ncolour = 1",
        "mine.toml: goal.colour: unknown key. "
        "Allowed: kind, lift, test, test_at, test_reps, test_rpe",
    ),
    "misspelt key of a band": (
        "[volume]\nlats = { maxi = 3 }",
        'mine.toml: volume.lats.maxi: unknown key. Maybe "max"',
    ),
    "misspelt key of an exercise": (
        "[exercises.pull_up]\nrepz = 3",
        'mine.toml: exercises.pull_up.repz: unknown key. Maybe "reps"',
    ),
    "misspelt key of one's own exercise": (
        '[exercises.define.x]\npattern = "hinge"\nmodality = "accessory"\nrepz = 3',
        'mine.toml: exercises.define.x.repz: unknown key. Maybe "reps"',
    ),
    "misspelt tool": (
        "[equipment]\nketlebells = [16]",
        'mine.toml: equipment.ketlebells: unknown key. Maybe "kettlebells"',
    ),
    "a key of ours": ('written = ["x"]', "mine.toml: written: unknown key"),
    # wrong types
    "text for a number": (
        'weeks = "twelve"',
        'mine.toml: weeks = "twelve": must be a whole number',
    ),
    "a part of a week": ("weeks = 12.5", "mine.toml: weeks = 12.5: must be a whole number"),
    "yes for a number": ("weeks = true", "mine.toml: weeks = true: true and false do not fit here"),
    "number for a text": ("title = 3", "mine.toml: title = 3: must be a text in quotes"),
    "text for a date": (
        'start = "monday"',
        'mine.toml: start = "monday": must be a date, like 2027-02-01',
    ),
    "a moment for a date": (
        "start = 2027-02-01T10:00:00",
        "mine.toml: start = 2027-02-01T10:00:00: must be a date, like 2027-02-01",
    ),
    "value for a table": ("goal = 5", "mine.toml: goal = 5: must be a table"),
    "value for the athlete": ('athlete = "me"', 'mine.toml: athlete = "me": must be a table'),
    "value for an inner table": ("volume = 3", "mine.toml: volume = 3: must be a table"),
    "value for a band": ("volume.lats = 9", "mine.toml: volume.lats = 9: must be a table"),
    "text for a list": (
        '[exercises]\nexclude = "pull_up"',
        'mine.toml: exercises.exclude = "pull_up": must be a list',
    ),
    "table for a list": (
        'elsewhere = { title = "a" }',
        'mine.toml: elsewhere = { title = "a" }: must be a list',
    ),
    "value for one's own exercises": (
        "[exercises]\ndefine = 3",
        "mine.toml: exercises.define = 3: must be a table",
    ),
    "number for a profile": ("profile = 5", "mine.toml: profile = 5: must be a list"),
    "three for two": (
        "[exercises.pull_up]\nreps = [3, 5, 8]",
        "mine.toml: exercises.pull_up.reps = [3, 5, 8]: must be a list of at most 2",
    ),
    # numbers out of range
    "no weeks": ("weeks = 0", "mine.toml: weeks = 0: must be 1 or more"),
    "a thousand weeks": ("weeks = 1000", "mine.toml: weeks = 1000: must be 24 or less"),
    "a negative maximum": (
        "athlete.one_rep_max = { back_squat = -130 }",
        "mine.toml: athlete.one_rep_max.back_squat = -130: must be more than 0",
    ),
    "a negative load": (
        "[exercises.pull_up]\nload = [-5, 10]",
        "mine.toml: exercises.pull_up.load = -5: must be 0 or more",
    ),
    "a negative plate": (
        "[equipment]\nbarbell = { plates = [-5, 10] }",
        "mine.toml: equipment.barbell.plates = [-5, 10]: a weight must be a number above 0",
    ),
    "an RPE of 11": ("[effort]\nrpe = 11", "mine.toml: effort.rpe = 11: must be 10 or less"),
    "a third of an RPE": (
        "[effort]\nrpe = 8.3",
        "mine.toml: effort.rpe = 8.3: must be a multiple of 0.5",
    ),
    "not a number": (
        "[effort]\npercent = nan",
        "mine.toml: effort.percent = nan: must be a number",
    ),
    "nine sessions": (
        "[availability]\nsessions = 9",
        "mine.toml: availability: sessions = [9, 9]: allowed are 1 to 7 a week",
    ),
    # contradictions
    "a band upside down": (
        "[volume]\nlats = { min = 20, target = [8, 14], max = 16 }",
        "mine.toml: volume.lats: min 20 <= target 8 to 14 <= max 16 does not hold",
    ),
    "a minimum above the level's target": (
        "[volume]\nlats = { min = 12 }",
        "mine.toml: volume.lats: min 12 <= target 8 to 14 <= max 18 does not hold",
    ),
    "a range upside down": (
        "[exercises.pull_up]\nreps = [8, 3]",
        "mine.toml: exercises.pull_up.reps = [8, 3]: the lower end 8 is above the upper end 3",
    ),
    "sessions upside down": (
        "[availability]\nsessions = [3, 2]",
        "mine.toml: availability.sessions = [3, 2]: the lower end 3 is above the upper end 2",
    ),
    # dates and times
    "a test after the block": (
        "[goal]\ntest = 2027-05-23",
        "mine.toml: goal.test = 2027-05-23 lies outside the block, "
        "which runs from 2027-02-01 to 2027-04-25. Maybe weeks = 16; once a block has begun",
    ),
    "a test before the block": (
        "[goal]\ntest = 2027-01-31",
        "mine.toml: goal.test = 2027-01-31 lies outside the block",
    ),
    "the end of time": (
        "start = 9999-12-01",
        "mine.toml: start = 9999-12-01: must be from the year 2000 to 2199",
    ),
    "a window backwards": (
        '[availability]\nmonday = "19:30-18:00"',
        'mine.toml: availability.monday = "19:30-18:00": '
        "the window 19:30-18:00 ends before it starts",
    ),
    "an empty window": (
        '[availability]\nmonday = "18:00-18:00"',
        'mine.toml: availability.monday = "18:00-18:00": '
        "the window 18:00-18:00 ends before it starts",
    ),
    "a window in words": (
        '[availability]\nmonday = ["18:00-19:30", "evening"]',
        'mine.toml: availability.monday = "evening": "evening" is not a window; '
        'write it like "18:00-19:30"',
    ),
    "a window at 25 o'clock": (
        '[availability]\nmonday = "18:00-25:30"',
        'mine.toml: availability.monday.end = "25:30": must be a time of day, from 00:00 to 23:59',
    ),
    "a number for a window": (
        "[availability]\nmonday = 18",
        'mine.toml: availability.monday = 18: not a window; write it like "18:00-19:30"',
    ),
    "away backwards": (
        "[[availability.away]]\nfrom = 2027-03-05\nto = 2027-03-01",
        "mine.toml: availability.away (number 1): "
        "the span ends on 2027-03-01, before it starts on 2027-03-05",
    ),
    "away without an end": (
        "[[availability.away]]\nfrom = 2027-03-05",
        "mine.toml: availability.away (number 1).to: is missing",
    ),
    "weekdays and slots": (
        "[[availability.slots]]\nfrom = 2027-03-05T10:00:00\nto = 2027-03-05T11:00:00",
        "mine.toml: availability: use weekdays, or slots, or a roster: only one of them",
    ),
    "a deload after the block": (
        "[deload]\nweeks = [4, 13]",
        "mine.toml: deload.weeks: week 13 is after the last week, 12",
    ),
    "phases that do not fill the block": (
        'phase_plan = [{ phase = "taper", weeks = 2 }]',
        "mine.toml: phase_plan: its weeks must add up to weeks = 12",
    ),
    "a taper after the test": (
        'phase_plan = [{ phase = "accumulation", weeks = 10 }, { phase = "taper", weeks = 2 }]\n'
        "goal.test = 2027-04-10",
        "mine.toml: phase_plan: the taper begins in week 11, but goal.test = 2027-04-10 lies in "
        "week 10. Maybe let the taper end with week 10, or leave phase_plan out (phase_plan = []): "
        "then phases lead to the test",
    ),
    # names
    "an excluded exercise": (
        '[exercises]\nexclude = ["romanian_deadlfit"]',
        'mine.toml: exercises.exclude: no exercise is called "romanian_deadlfit". '
        'Maybe "romanian_deadlift"',
    ),
    "a table of an exercise": (
        "[exercises.pull_upp]\nreps = 8",
        'mine.toml: exercises: no exercise is called "pull_upp". Maybe "pull_up"',
    ),
    "an exercise like no other": (
        '[exercises]\npin = ["zzz"]',
        'mine.toml: exercises.pin: no exercise is called "zzz"',
    ),
    "an order of exercises": (
        '[exercises]\nbefore = [["pull_up", "plnk"]]',
        'mine.toml: exercises.before: no exercise is called "plnk". Maybe "plank"',
    ),
    "a recent set": (
        'athlete.recent_sets = { hip_thurst = "8 x 80 @ 8" }',
        'mine.toml: athlete.recent_sets: no exercise is called "hip_thurst". Maybe "hip_thrust"',
    ),
    "a recent set in words": (
        'athlete.recent_sets = { hip_thrust = "heavy" }',
        'mine.toml: athlete.recent_sets.hip_thrust = "heavy": "heavy" is not a set; '
        'write reps x load @ RPE, like "10 x 24 @ 8"',
    ),
    "a lift to test": (
        '[goal]\nlift = "deadlift"',
        'mine.toml: goal.lift: no exercise is called "deadlift". Maybe "kb_deadlift"',
    ),
    "a muscle": (
        "[volume]\nhamstring = { min = 3, target = [4, 5], max = 6 }",
        'mine.toml: volume: no muscle group is called "hamstring". Maybe "hamstrings"',
    ),
    "a tool of an exercise of one's own": (
        '[exercises.define.wall_ball]\npattern = "hinge"\nmodality = "accessory"\n'
        'equipment = "ball+wal"\n',
        'mine.toml: exercises.define.wall_ball.equipment: no tool is called "wal"',
    ),
    "a level": (
        'athlete.level = "expert"',
        'mine.toml: athlete.level = "expert": must be one of beginner, intermediate, advanced\n'
        'Maybe add: [athlete] level = "intermediate"',
    ),
    "a goal": (
        'goal.kind = "strenght"',
        'mine.toml: goal.kind = "strenght": '
        'must be one of strength, hypertrophy, general, maintenance. Maybe "strength"',
    ),
    "a profile": (
        'profile = "lowback"',
        'mine.toml: profile = "lowback": must be one of masters, low_back, in_season. '
        'Maybe "low_back"',
    ),
    "a unit": ('athlete.units = "stone"', 'mine.toml: athlete.units = "stone": must be one of kg'),
    "a zone": (
        'timezone = "Europe/Berln"',
        'mine.toml: timezone: no zone is called "Europe/Berln". Maybe "Europe/Berlin"',
    ),
    "a path for a zone": (
        'timezone = "/etc/passwd"',
        'mine.toml: timezone: no zone is called "/etc/passwd". Maybe write it like "Europe/Berlin"',
    ),
    "a tool": (
        '[equipment]\nother = ["benhc"]',
        'mine.toml: equipment.other = ["benhc"]: "benhc" is not equipment that we know\n'
        'Maybe "bench"',
    ),
    "a pattern": (
        '[exercises.define.x]\npattern = "hing"\nmodality = "accessory"',
        'mine.toml: exercises.define.x.pattern = "hing": must be one of jump, ',
    ),
    "a match day": (
        '[season]\nweekly = "satday"',
        'mine.toml: season.weekly = "satday": must be one of monday, ',
    ),
    "a match that is no day": (
        "[season]\nmatches = [15:00:00]",
        "mine.toml: season.matches = 15:00:00: must be a date, like 2027-02-24, or a date with",
    ),
    "a match with an offset": (
        "[season]\nmatches = [2027-02-24T19:45:00Z]",
        "mine.toml: season.matches = 2027-02-24T19:45:00+00:00: must be a date, like 2027-02-24",
    ),
    # priorities
    "a priority": (
        '[priorities]\nhinge-gap = "maybe"',
        'mine.toml: priorities.hinge-gap = "maybe": must be one of must, should, prefer, off',
    ),
    "a rule": (
        '[priorities]\nhinge_gaps = "off"',
        'mine.toml: priorities.hinge-gaps: no rule is called "hinge-gaps". Maybe "hinge-gap"',
    ),
    "a rule like no other": (
        '[priorities]\nzzz = "off"',
        'mine.toml: priorities.zzz: no rule is called "zzz". Maybe look at the list: planner rules',
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_explained(name: str) -> None:
    more, said = MISTAKES[name]
    message = refusal(more)
    assert message.startswith(said)
    assert len(lines(message)) <= 3


FIXED = (
    *("availability", "night-shift", "roster", "equipment", "exercise-pool", "exercise-limits"),
    *("loadable", "order-class", "precedence", "rep-limits", "ramp-sets"),
)


def test_no_length_is_named_that_no_block_has() -> None:
    assert "Maybe weeks" not in refusal("[goal]\ntest = 2029-05-23")


@pytest.mark.parametrize("slug", FIXED)
def test_some_rules_cannot_be_softened(slug: str) -> None:
    assert slug not in layer("base")["priorities"]
    assert refusal(f'[priorities]\n{slug} = "off"') == (
        f'mine.toml: priorities.{slug} = "off": this rule is always a must, it can\'t be softened\n'
        "Maybe delete the line"
    )
    assert scenario().priority(slug) == "must"


def test_every_mistake_of_a_file_is_told_at_once() -> None:
    message = refusal("weeks = 0\ntitle = 3\n[effort]\nrpe = 11")
    assert [line.split(" = ")[0] for line in lines(message)] == [
        "mine.toml: title",
        "mine.toml: weeks",
        "mine.toml: effort.rpe",
    ]


def test_a_file_with_only_a_level_is_told_what_is_missing() -> None:
    with pytest.raises(ScenarioError) as caught:
        resolve({"athlete": {"level": "beginner"}}, where="mine.toml", stem="mine")
    assert lines(str(caught.value)) == [
        "mine.toml: start: is missing",
        "Maybe add: start = 2027-02-01",
        "mine.toml: weeks: is missing",
        "Maybe add: weeks = 12",
        "mine.toml: goal.kind: is missing",
        'Maybe add: [goal] kind = "strength"',
        'mine.toml: availability: no day to train: name one, such as monday = "18:00-19:30"',
    ]


def test_an_empty_file_asks_for_a_level_first() -> None:
    with pytest.raises(ScenarioError, match=r"mine.toml: athlete.level is missing: must be one of"):
        resolve({}, where="mine.toml", stem="mine")


@pytest.mark.parametrize("value", ["must", "should", "prefer", "off"])
def test_any_rule_that_is_listed_takes_any_priority(value: Priority) -> None:
    known = layer("base")["priorities"]
    own = scenario("[priorities]\n" + "\n".join(f'{slug} = "{value}"' for slug in known))
    assert {own.priority(slug) for slug in known} == {value}


def test_a_test_that_another_file_states_can_be_taken_away() -> None:
    assert scenario("goal.test = 'none'").goal.test is None
    assert 'goal.test = "never": must be a date' in refusal("goal.test = 'never'")


def test_a_number_alone_is_a_range() -> None:
    limits = scenario("[exercises.pull_up]\nreps = 5\nload = [0, 10.5]").limits("pull_up")
    assert (limits.reps, limits.load) == ((5, 5), (0, 10.5))


def test_limits_are_written_into_the_catalogue() -> None:
    own = scenario("[exercises.kettlebell_swing]\norder = 3\nsets = [3, 10]")
    swing = own.catalogue["kettlebell_swing"]
    assert (swing.order, swing.sets, swing.reps) == (3, (3, 10), (8, 20))
    assert scenario().catalogue["kettlebell_swing"].order == 5


def test_an_exercise_of_ones_own_joins_the_catalogue() -> None:
    own = scenario('[exercises.define.zercher]\npattern = "hinge"\nmodality = "accessory"\n'
                   "[exercises.zercher]\nweeks = [2, 3]")  # fmt: skip
    assert own.catalogue["zercher"].name == "Zercher"
    assert own.limits("zercher").weeks == (2, 3)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("18:00-19:30", 90), (" 6:05 - 7:00 ", 55), ("22:00-24:00", 119), ("00:00-23:59", 1439)],
)
def test_windows(text: str, minutes: int) -> None:
    assert Window.model_validate(text).minutes == minutes


def test_a_roster_stands_alone() -> None:
    roster: dict[str, Any] = {
        "hours_after_night": 24,
        "cycle": [{"shift": "off", "train": "10:00-12:00"}, {"shift": "night"}],
    }
    own = merged(tomllib.loads(GOOD), {})
    own["availability"] = {"roster": roster}
    with pytest.raises(ScenarioError, match=r'cycle \(number 2\): a night shift needs "from"'):
        resolve(own, where="mine.toml", stem="mine")


def test_every_key_of_the_layers_is_a_key_of_the_schema() -> None:
    folder = Path(__file__).parents[2] / "scenarios" / "defaults"
    names = sorted(path.stem for path in folder.glob("*.toml"))
    assert names
    for name in names:
        own = merged(layer(name), tomllib.loads(GOOD))
        priorities = own.get("priorities", {})
        assert set(priorities) <= set(layer("base")["priorities"])
        assert resolve(own, where=name, stem="mine").weeks == 12
