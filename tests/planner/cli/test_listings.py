"""What is shipped, as lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from constraints.rules import RULES
from scenarios.catalogue import catalogue, sources
from scenarios.loader import shipped
from tests.planner.cli.running import run


def listed(*arguments: str | Path) -> str:
    ran = run(*arguments)
    assert ran.code == 0, ran
    assert ran.err == ""
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "\u2026" not in ran.out  # nothing is cut off
    return ran.out


def part(text: str, slug: str) -> str:
    """What is printed of one rule, blanks run together."""
    (found,) = [one for one in text.split("\n\n") if one.lstrip().startswith(f"{slug} (")]
    return " ".join(found.split())


def test_scenarios() -> None:
    text = listed("scenarios")
    assert all(f"\n{name} " in text for name in shipped())
    line = next(one for one in text.splitlines() if one.startswith("sample_workout"))
    assert line.split()[-3:] == ["intermediate", "general", "1"]


def test_exercises() -> None:
    text = listed("exercises")
    assert all(f"\n{name} " in text for name in catalogue())


def test_exercises_of_an_athlete(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'extends = "kettlebell_home"\n[exercises]\nexclude = ["bird_dog"]\n'
        '[exercises.define.towel_row]\npattern = "horizontal-pull"\nmodality = "accessory"\n'
        "[exercises.box_jump]\nweeks = [1, 2]\n"
    )
    lines = {line.split()[0]: line for line in listed("exercises", "--scenario", own).splitlines()}
    assert lines["towel_row"].endswith("yes")
    assert lines["bird_dog"].endswith("no: is excluded")
    assert lines["hip_thrust"].endswith("no: needs barbell + bench")
    assert lines["box_jump"].endswith("yes, but belongs to weeks 1 to 2")


def test_every_rule_has_its_sentence_numbers_and_sources() -> None:
    text = listed("rules")
    for rule in RULES:
        said = part(text, rule.slug)
        assert rule.sentence in said
        assert f"Sources: {', '.join(rule.source)}" in said
        assert f"for {rule.point}." in said
        assert all(one in said for key in rule.numbers for one in key.replace("*", ".").split("."))


def test_numbers_per_level() -> None:
    text = listed("rules")
    gap = part(text, "hinge-gap")
    assert "base masters low_back recovery.heavy_hinge_hours 72 96 96" in gap
    assert "taper.forbid: base nordic_curl" in part(text, "taper")  # names, as they are written
    volume = part(text, "volume-maximum")
    assert "begin. interm. adv. masters season hyper." in volume
    assert "volume.hamstrings.max 12 16 20 12 8 22" in volume
    assert "(should; must in low_back)" in part(text, "axial-load")
    assert "(must, fixed)" in part(text, "order-class")


def test_rules_of_an_athlete() -> None:
    text = listed("rules", "--scenario", "masters_low_back_history")
    assert "At least 96 hours lie between" in part(text, "hinge-gap")
    off = listed("rules", "--scenario", "sample_workout").split("Turned off")[1]
    assert "volume-minimum" in off
    assert "hinge-gap" not in off


def test_references() -> None:
    text = " ".join(listed("rules", "--sources").split())
    for key in {key for rule in RULES for key in rule.source}:
        assert f"{key}: {' '.join(sources()[key].reference.split())} [" in text


@pytest.mark.parametrize("arguments", [("rules",), ("rules", "--scenario", "sample_workout")])
def test_what_p_means(arguments: tuple[str, ...]) -> None:
    assert "P: a choice of this project, not science" in listed(*arguments)
