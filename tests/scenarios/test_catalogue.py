"""The catalogue as a coach would check it: stated facts, then the rules for one's own exercise."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from scenarios.catalogue import COUNTED, MUSCLES, Exercise, can_do, catalogue, sources

EVERY = tuple(catalogue().values())
every_exercise = pytest.mark.parametrize("exercise", EVERY, ids=lambda exercise: exercise.id)


def own(**keys: Any) -> Exercise:
    """An athlete's own exercise, as it comes from a file."""
    keys = {"pattern": "hinge", "modality": "accessory", **keys}
    return Exercise.model_validate({"id": "zercher_hinge", **keys})


def test_forty_exercises_eight_of_the_article() -> None:
    assert len(EVERY) == 40
    assert {exercise.id for exercise in EVERY if exercise.in_article} == {
        "box_jump",
        "power_clean",
        "conventional_deadlift",
        "romanian_deadlift",
        "good_morning",
        "barbell_row",
        "single_arm_db_row",
        "kettlebell_swing",
    }


def test_muscles_are_the_eight_targeted_groups_and_quads_are_only_counted() -> None:
    assert len(MUSCLES) == 8
    assert set(COUNTED) - set(MUSCLES) == {"quads"}


def test_romanian_deadlift() -> None:
    row = catalogue()["romanian_deadlift"]
    assert row.credits == {"hamstrings": 1, "glutes": 1, "erectors": 0.5, "upper_back": 0.5}
    assert {m: q for m, q in row.quarter_credits.items() if q} == {
        "hamstrings": 4,
        "glutes": 4,
        "erectors": 2,
        "upper_back": 2,
    }
    assert (row.reps, row.sets, row.seconds_per_set, row.axial) == ((3, 12), (2, 4), 180, 2)
    assert (row.percent_of, row.ratio) == ("conventional_deadlift", None)
    assert row.percent == (50, 70)


@pytest.mark.parametrize(
    ("exercise", "tool", "per"),
    [
        ("kb_deadlift", "dumbbells", "bell"),
        ("kb_deadlift", "kettlebells", "bell"),
        ("db_romanian_deadlift", "dumbbells", "hand"),
        ("single_arm_db_row", "kettlebells", "bell"),
        ("romanian_deadlift", "barbell", "bar"),
        ("leg_curl", "leg_curl_machine", "stack"),
        ("nordic_curl", None, None),
    ],
)
def test_one_dumbbell_in_both_hands_is_not_counted_twice(
    exercise: str, tool: str | None, per: str | None
) -> None:
    assert catalogue()[exercise].per(tool) == per


def test_an_athlete_may_say_that_a_lift_takes_one_dumbbell() -> None:
    lift = {"pattern": "hinge", "modality": "accessory", "equipment": "dumbbells"}
    own = Exercise.model_validate({"id": "db_sumo_deadlift", **lift, "one_dumbbell": True})
    assert own.per("dumbbells") == "bell"
    assert Exercise.model_validate({"id": "db_deadlift", **lift}).per("dumbbells") == "hand"


def test_the_table_wins_over_the_older_notes() -> None:
    # Where catalogue.csv corrected catalogue.md.
    rows = catalogue()
    assert rows["sumo_deadlift"].credits["erectors"] == 1
    assert rows["face_pull"].pattern == "scapular"
    assert (rows["dead_bug"].sides, rows["dead_bug"].seconds_per_set) == (2, 90)
    assert rows["bird_dog"].seconds_per_set == 120


@pytest.mark.parametrize("name", ["conventional_deadlift", "sumo_deadlift", "good_morning"])
def test_the_heaviest_on_the_back_are_axial_class_3(name: str) -> None:
    assert catalogue()[name].axial == 3


def test_swings_count_half_and_jumps_not_at_all() -> None:
    swing, jump = catalogue()["kettlebell_swing"], catalogue()["box_jump"]
    assert swing.hyp_factor == 0.5
    assert swing.quarter_credits["hamstrings"] == 2
    assert jump.credits["hamstrings"] == 0.5
    assert not any(jump.quarter_credits.values())


def test_plank_is_in_seconds() -> None:
    plank = catalogue()["plank"]
    assert (plank.rep_unit, plank.reps, plank.seconds_per_rep) == ("seconds", (15, 60), 1)


@every_exercise
def test_every_source_exists(exercise: Exercise) -> None:
    assert exercise.sources
    assert set(exercise.sources) <= sources().keys()


@every_exercise
def test_quarter_credits_are_whole(exercise: Exercise) -> None:
    assert tuple(exercise.quarter_credits) == COUNTED
    for muscle, quarters in exercise.quarter_credits.items():
        assert isinstance(quarters, int)
        assert quarters == 4 * exercise.credits.get(muscle, 0) * exercise.hyp_factor


@every_exercise
def test_order_class_follows_the_modality(exercise: Exercise) -> None:
    fixed = {"plyometric": 1, "olympic": 2, "heavy_compound": 3, "ballistic": 5}
    assert exercise.order == fixed.get(exercise.modality, 4)


@every_exercise
def test_percents_refer_to_a_lift_that_can_be_tested(exercise: Exercise) -> None:
    assert exercise.percent_of is None or exercise.percent_of in {*catalogue(), "back_squat"}


@pytest.mark.parametrize(
    ("name", "mover", "station"),
    [
        ("romanian_deadlift", "hamstrings", "barbell"),  # ties with glutes
        ("conventional_deadlift", "glutes", "barbell"),  # ties with erectors
        ("kettlebell_swing", "hamstrings", "kettlebells"),
        ("step_up", "glutes", "dumbbells"),  # ties with quads
        ("barbell_row", "lats", "barbell"),
        ("inverted_row", "lats", "rack"),  # the bar carries no load
        ("calf_raise", "calves_foot", "calf_machine"),
        ("plank", "core", "floor"),
        ("pull_up", "lats", "pullup_bar"),
    ],
)
def test_prime_mover_and_station(name: str, mover: str, station: str) -> None:
    assert (catalogue()[name].prime_mover, catalogue()[name].station) == (mover, station)


@pytest.mark.parametrize(("pattern", "mover"), [("single-leg", "glutes"), ("hinge", "hamstrings")])
def test_equal_credits_are_settled_by_the_pattern(pattern: str, mover: str) -> None:
    assert own(pattern=pattern, credits={"glutes": 1, "hamstrings": 1}).prime_mover == mover


CLAIMS = {
    "is_hinge": {"romanian_deadlift", "single_leg_rdl", "kb_deadlift"},
    "is_swing": {"kettlebell_swing"},
    "is_jump": {"box_jump"},
    "is_knee_flexion": {"nordic_curl", "leg_curl"},
    "is_unilateral_leg": {"single_leg_rdl", "step_up", "split_squat"},
    "is_core": {"plank", "bird_dog"},
    "is_horizontal_pull": {"barbell_row"},
    "is_vertical_pull": {"pull_up"},
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_claims(claim: str) -> None:
    # Face pulls and Copenhagens are near misses for pulls and single-leg work.
    asked = set().union(*CLAIMS.values()) | {"face_pull", "copenhagen", "single_arm_db_row"}
    expected = CLAIMS[claim] | ({"single_arm_db_row"} if claim == "is_horizontal_pull" else set())
    assert {name for name in asked if getattr(catalogue()[name], claim)} == expected


@pytest.mark.parametrize(
    ("equipment", "owned", "verdict"),
    [
        ("none", [], True),
        ("barbell", [], False),
        ("barbell+rack", ["barbell"], False),
        ("barbell+rack", ["rack", "barbell"], True),
        ("cable|band", ["band"], True),
        ("box+(dumbbells|barbell)", ["dumbbells"], False),
        ("box+(dumbbells|barbell)", ["box", "barbell"], True),
        ("(a|b)+(c|d)", ["a", "b"], False),
        ("a|b+c", ["a"], True),  # "+" binds closer: a | (b + c)
        ("a|b+c", ["b"], False),
        (" ( ( none ) ) ", [], True),
    ],
)
def test_can_do(equipment: str, owned: list[str], verdict: bool) -> None:
    assert can_do(equipment, owned) is verdict


@pytest.mark.parametrize(
    ("equipment", "message"),
    [
        ("", "expected a tool, found the end"),
        ("barbell+", "expected a tool, found the end"),
        ("|barbell", r"expected a tool, found \|"),
        ("none|+", r"expected a tool, found \+"),
        ("()", r"expected a tool, found \)"),
        ("box+(dumbbells|barbell", r'a "\)" is missing'),
        ("(box rack)", r'a "\)" is missing'),
        ("barbell rack", r'rack needs "\+" or "\|" before it'),
        ("barbell)", r'\) needs "\+" or "\|" before it'),
        ("Barbell", "expected a tool, found Barbell"),
    ],
)
def test_equipment_that_cannot_be_read(equipment: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        can_do(equipment, ["none", "barbell", "rack", "box"])


def test_an_own_exercise_needs_pattern_and_modality_only() -> None:
    exercise = own()
    assert (exercise.name, exercise.family) == ("Zercher hinge", "zercher_hinge")
    assert (exercise.order, exercise.equipment, exercise.loaded_by) == (4, "none", ())
    assert exercise.credits == {"hamstrings": 1, "glutes": 1, "erectors": 0.5}
    assert (exercise.reps, exercise.sets, exercise.seconds_per_set) == ((5, 15), (2, 4), 150)
    with pytest.raises(ValidationError, match="modality\n  Field required"):
        Exercise.model_validate({"id": "zercher_hinge", "pattern": "hinge"})


def test_the_modality_sets_what_an_own_exercise_leaves_out() -> None:
    heavy = own(modality="heavy_compound", equipment="barbell+rack", reps=[2, 4])
    assert (heavy.order, heavy.axial, heavy.min_level) == (3, 3, "intermediate")
    assert heavy.loaded_by == ("barbell",)
    assert heavy.reps == (2, 4)
    jump = own(pattern="jump", modality="plyometric")
    assert (jump.order, jump.hyp_factor, jump.reps) == (1, 0, (1, 5))


def test_a_second_side_costs_time_and_seconds_are_not_reps() -> None:
    assert own(sides=2).seconds_per_set == 180
    assert own(modality="isolation", sides=2).seconds_per_set == 120
    hold = own(pattern="core", modality="core", rep_unit="seconds")
    assert (hold.reps, hold.seconds_per_rep) == ((15, 60), 1)


@pytest.mark.parametrize("exercise", EVERY, ids=lambda exercise: f"{exercise.pattern}")
def test_defaults_are_valid_for_every_pattern_and_modality(exercise: Exercise) -> None:
    mine = own(pattern=exercise.pattern, modality=exercise.modality)
    assert mine.order == exercise.order
    assert set(mine.credits) & set(exercise.credits)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"reps": [8, 5]}, r"reps\n.*\[8, 5\]: write the lower end first"),
        ({"sets": [0, 3]}, r"sets\n.*both above 0"),
        ({"credits": {"biceps": 1}}, "biceps is no muscle group; known are hamstrings"),
        ({"credits": {"glutes": 0.3}}, r"credits.glutes\n.*multiple of 0.25"),
        ({"credits": {"glutes": 0}}, "no muscle has a credit above 0"),
        ({"credits": {"glutes": 0.25}, "hyp_factor": 0.5}, "glutes = 0.25 splits a quarter-set"),
        ({"hyp_factor": 0.75}, r"hyp_factor\n.*multiple of 0.5"),
        ({"equipment": "barbell+"}, r"equipment\n.*found the end"),
        ({"equipment": "rack", "loaded_by": ["barbell"]}, "barbell is not in equipment"),
        ({"percent": [60, 80]}, "need percent_of"),
        ({"pattern": "hing"}, r"pattern\n.*'hinge'"),
        ({"modality": "heavy"}, r"modality\n.*'heavy_compound'"),
        ({"technical": "2"}, r"technical\n.*valid integer"),
        ({"id": "Zercher hinge"}, r"id\n.*match pattern"),
        ({"load": 40}, r"load\n.*not permitted"),
    ],
)
def test_bad_input_says_what_is_wrong_and_only_that(keys: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message) as caught:
        own(**keys)
    assert caught.value.error_count() == 1


def test_an_exercise_is_a_value() -> None:
    assert own() == own()
    assert len({own(), own(), catalogue()["plank"]}) == 2
    assert Exercise.model_validate(own().model_dump()) == own()
    with pytest.raises(ValidationError, match="valid dictionary"):
        Exercise.model_validate("plank")


def test_sources_have_a_reference_and_an_honest_status() -> None:
    assert {key for key, source in sources().items() if source.status == "P"} == {"P"}
    assert sources()["CHO91"].status == "M"
    assert "BEL22" in sources()
    assert "BEL23" in sources()
