"""The architecture, held by tests: what a rule must say of itself, and who may import whom."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

import constraints.rules
from constraints.prices import WEIGHTS
from constraints.rules import RULES, asked_by
from scenarios.loader import _FIXED as FIXED
from scenarios.loader import layer, load, merged, shipped
from scenarios.schema import Priority, Scenario

ROOT = Path(__file__).parents[1]
LAYERS = (
    "base", "beginner", "intermediate", "advanced", "hypertrophy", "maintenance", "masters",
    "low_back", "in_season",
)  # fmt: skip
# Keys that have no default because only the athlete can say them.
OWN_KEYS = ("availability.roster", "equipment", "exercises", "goal.test", "goal.lift")
SOURCES = tomllib.loads((ROOT / "scenarios" / "sources.toml").read_text("utf-8"))
PRIORITIES = layer("base")["priorities"]

every_rule = pytest.mark.parametrize("kind", RULES, ids=lambda kind: kind.slug)


def rule_files() -> Iterator[Any]:
    """The modules of `constraints.rules`."""
    for found in pkgutil.iter_modules(constraints.rules.__path__):
        yield importlib.import_module(f"constraints.rules.{found.name}")


def test_every_rule_that_is_written_is_listed_once() -> None:
    written = {
        value
        for module in rule_files()
        for value in vars(module).values()
        if inspect.isclass(value) and value.__module__ == module.__name__ and hasattr(value, "slug")
    }
    assert written == set(RULES)
    assert len(RULES) == len(set(RULES))


def test_slugs_are_unique_and_well_formed() -> None:
    slugs = [kind.slug for kind in RULES]
    assert len(slugs) == len(set(slugs))
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z]+(-[a-z]+)*", slug)] == []


@every_rule
def test_a_rule_says_what_it_is(kind: Any) -> None:
    assert re.fullmatch(r"[A-Z][^\n]*\.", kind.sentence)
    assert re.fullmatch(r"[a-z][^\n]*[^.]", kind.point)
    assert isinstance(kind.narrows, bool)
    assert kind.__dataclass_params__.frozen


@every_rule
def test_the_docstring_of_a_rule_states_units_and_sources(kind: Any) -> None:
    # A variant says what differs and leans on the docstring of the rule it is a variant of.
    text = "\n".join(inspect.cleandoc(base.__doc__ or "") for base in kind.__mro__[:-1])
    own = inspect.cleandoc(kind.__doc__)
    assert own.splitlines()[0].endswith((".", ";", "`"))
    assert "Units:" in text
    assert "Source:" in text


@every_rule
def test_the_sources_of_a_rule_are_in_the_bibliography(kind: Any) -> None:
    assert kind.source
    assert [key for key in kind.source if key not in SOURCES] == []
    named = "\n".join(base.__doc__ or "" for base in kind.__mro__[:-1]).split("Source:")[1]
    in_text = set(re.findall(r"\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*\b", named)) & set(SOURCES)
    assert in_text
    assert in_text <= {key for base in kind.__mro__ for key in getattr(base, "source", ())}


@every_rule
def test_the_numbers_of_a_rule_have_defaults(kind: Any) -> None:
    defaults: dict[str, Any] = {}
    for name in LAYERS:
        defaults = merged(defaults, layer(name))
    for dotted in kind.numbers:
        if any(dotted == own or dotted.startswith(f"{own}.") for own in OWN_KEYS):
            continue
        here: Any = defaults
        for key in dotted.split("."):
            key = next(iter(here)) if key == "*" else key
            assert key in here, f"{dotted} is in no layer of defaults"
            here = here[key]


@every_rule
def test_the_numbers_of_a_rule_are_keys_of_a_scenario(kind: Any) -> None:
    for dotted in kind.numbers:
        model: Any = Scenario
        for key in dotted.split("."):
            if key != "*":  # any name, such as a muscle group
                assert key in model.model_fields, f"{dotted}: no such key"
                model = _model_in(model.model_fields[key].annotation)


def _model_in(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    return next((found for found in map(_model_in, get_args(annotation)) if found), None)


# Held by `test_agreement` (post against audit, on plans that keep and plans that break the rule),
# but still without a "pattern in, verdict out" file. This list may only shrink.
AGREEMENT_ONLY: frozenset[str] = frozenset()


@every_rule
def test_a_rule_has_a_test_of_its_own(kind: Any) -> None:
    folder = ROOT / "tests" / "constraints" / "rules"
    texts = [path.read_text("utf-8") for path in folder.glob("test_*.py")]
    named = rf"\b{kind.__name__}\(|\bimport\b.*\b{kind.__name__}\b"
    has_file = any(re.search(named, text) for text in texts)
    assert has_file != (kind.__name__ in AGREEMENT_ONLY), kind.__name__


def test_every_rule_is_either_fixed_or_has_a_priority() -> None:
    slugs = {kind.slug for kind in RULES}
    assert slugs - set(FIXED) == set(PRIORITIES)
    assert set(FIXED) <= slugs
    assert not set(FIXED) & set(PRIORITIES)
    assert set(PRIORITIES.values()) <= set(get_args(Priority))


def test_every_layer_ranks_only_rules_that_exist() -> None:
    for name in LAYERS:
        assert set(layer(name).get("priorities", {})) <= set(PRIORITIES), name


def test_every_weight_belongs_to_a_rule() -> None:
    assert set(WEIGHTS) <= {kind.slug for kind in RULES}


@pytest.mark.parametrize("name", shipped())
def test_rules_explain_themselves_to_every_shipped_athlete(name: str) -> None:
    rules = asked_by(load(name))
    assert rules
    for rule in rules:
        assert re.fullmatch(r"[^\n]+\.", rule.explain()), rule.slug
        if rule.slug in FIXED:
            assert rule.priority == "must", rule.slug


BLOCKED = """
import importlib, importlib.abc, sys

class Block(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ImportError(name + " is blocked")

sys.meta_path.insert(0, Block())
for name in {modules!r}:
    importlib.import_module(name)
assert not set(sys.modules) & {blocked!r}
"""


@pytest.mark.parametrize(
    ("modules", "blocked"),
    [
        (
            ("constraints", "constraints.rules", "constraints.audit", "constraints.posting",
             "constraints.variables", "constraints.derived"),
            {"ortools", "planner"},
        ),
        (
            ("scenarios.loader", "scenarios.schema", "scenarios.timeline", "scenarios.ramp",
             "scenarios.strength"),
            {"ortools", "planner", "constraints"},
        ),
    ],
)  # fmt: skip
def test_lower_packages_live_without_the_upper_ones(
    modules: tuple[str, ...], blocked: set[str]
) -> None:
    code = BLOCKED.format(modules=modules, blocked=blocked)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def imported(path: Path) -> Iterator[tuple[str, bool]]:
    """Names that a file imports, and whether only for type checking."""
    tree = ast.parse(path.read_text("utf-8"))
    checked = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in checked) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or "", id(node) in checked


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("scenarios", ("constraints", "planner", "ortools", "tests")),
        ("constraints", ("planner", "ortools", "tests")),
        ("planner", ("tests",)),
    ],
)
def test_imports_go_one_way(package: str, forbidden: tuple[str, ...]) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for name, is_only_for_types in imported(path)
        if name.split(".")[0] in forbidden
        and not (name.startswith("ortools") and is_only_for_types)
    ]
    assert found == []


def test_the_import_contracts_hold() -> None:
    if "importlinter" not in (ROOT / "pyproject.toml").read_text("utf-8"):
        pytest.fail("pyproject.toml has no import contracts")
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command is not None, "import-linter is not installed"
    done = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
