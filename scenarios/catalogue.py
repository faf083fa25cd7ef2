"""The exercise catalogue: what each exercise is, costs and trains.

The facts stand in `catalogue.toml` and `sources.toml`; this module gives them types. It knows no
athlete and no week, so that a new exercise is a new table in a file and nothing else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from scenarios.equipment import PER, Per

# The eight groups of the posterior chain (source: ART), and quads, counted without a target.
Muscle = Literal[
    "hamstrings", "glutes", "erectors", "lats", "upper_back", "core", "adductors", "calves_foot"
]
MUSCLES: tuple[str, ...] = get_args(Muscle)
COUNTED: tuple[str, ...] = (*MUSCLES, "quads")

Power = Literal["jump", "triple-extension", "ballistic-hinge"]
Legs = Literal["hinge", "hip-extension", "knee-flexion", "single-leg"]
Pull = Literal["horizontal-pull", "vertical-pull", "scapular"]
Pattern = Literal[Power, Legs, Pull, "ankle-extension", "hip-adduction", "core"]
Modality = Literal[
    "plyometric", "olympic", "heavy_compound", "accessory", "isolation", "core", "ballistic"
]


class Exercise(BaseModel):
    """One exercise; the head of `catalogue.toml` says what each field means, with its unit.

    An athlete's own exercise needs only `pattern` and `modality` (the id is the table's name).
    What it leaves out: `name` and `family` follow the id; `loaded_by` is what in `equipment` can
    carry a load; `credits` follow the pattern and the numbers the modality, as `_own` in
    `catalogue.toml` has them, else they are those of an accessory, given below. Exercises in
    seconds get 15 to 60 s; a second side costs 30 s more for each set.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    pattern: Pattern
    modality: Modality
    name: str = ""
    order: Annotated[int, Field(ge=1, le=5)] = 4
    equipment: str = "none"
    loaded_by: tuple[str, ...] = ()
    technical: Annotated[int, Field(ge=1, le=3)] = 1
    min_level: Literal["beginner", "intermediate", "advanced"] = "beginner"
    reps: tuple[int, int] = (5, 15)
    sets: tuple[int, int] = (2, 4)
    seconds_per_rep: Annotated[float, Field(gt=0)] = 3.0
    seconds_per_set: Annotated[int, Field(gt=0)] = 150
    axial: Annotated[int, Field(ge=0, le=3)] = 1
    credits: dict[str, Annotated[float, Field(ge=0, le=1, multiple_of=0.25)]] = {}
    hyp_factor: Annotated[float, Field(ge=0, le=1, multiple_of=0.5)] = 1.0
    family: str = ""
    grip: bool = False
    rep_unit: Literal["reps", "seconds"] = "reps"
    sides: Literal[1, 2] = 1
    one_dumbbell: bool = False
    percent_of: str | None = None
    ratio: Annotated[float, Field(gt=0)] | None = None
    percent: tuple[float, float] | None = None
    sources: tuple[str, ...] = ()
    in_article: bool = False

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        own, name = _rows("catalogue.toml")["_own"], str(value.get("id"))
        usual: dict[str, Any] = {"name": name.replace("_", " ").capitalize(), "family": name}
        usual |= own["modality"].get(str(value.get("modality")), {})
        usual["credits"] = own["credits"].get(str(value.get("pattern")), {"core": 1})
        parts = tools_in(str(value.get("equipment", "none")))
        usual["loaded_by"] = [tool for tool in parts if tool in own["load_tools"]]
        if value.get("rep_unit") == "seconds":
            usual |= {"reps": [15, 60], "seconds_per_rep": 1}
        if value.get("sides") == 2:
            seconds = cls.model_fields["seconds_per_set"].default
            usual["seconds_per_set"] = usual.get("seconds_per_set", seconds) + 30
        return {k: tuple(v) if isinstance(v, list) else v for k, v in (usual | value).items()}

    @field_validator("equipment")
    @classmethod
    def _equipment_parses(cls, equipment: str) -> str:
        can_do(equipment, ())
        return equipment

    @field_validator("reps", "sets", "percent")
    @classmethod
    def _low_to_high(cls, pair: tuple[float, float] | None) -> tuple[float, float] | None:
        if pair is not None and not 0 < pair[0] <= pair[1]:
            raise ValueError(f"[{pair[0]}, {pair[1]}]: write the lower end first, both above 0")
        return pair

    @field_validator("credits")
    @classmethod
    def _known_credits(cls, credits: dict[str, float]) -> dict[str, float]:
        if unknown := [muscle for muscle in credits if muscle not in COUNTED]:
            raise ValueError(f"{unknown[0]} is no muscle group; known are {', '.join(COUNTED)}")
        if not any(credits.values()):
            raise ValueError("no muscle has a credit above 0. Maybe leave the key out")
        return credits

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        for muscle, credit in self.credits.items():
            if not (4 * credit * self.hyp_factor).is_integer():
                raise ValueError(f"credit {muscle} = {credit} splits a quarter-set. Maybe 0.5")
        if stray := sorted(set(self.loaded_by) - set(tools_in(self.equipment))):
            raise ValueError(f"loaded_by: {stray[0]} is not in equipment. Maybe add it there")
        if self.percent_of is None and (self.ratio, self.percent) != (None, None):
            raise ValueError("ratio and percent need percent_of, the lift they refer to")
        return self

    def __hash__(self) -> int:
        return hash(self.id)

    @cached_property
    def quarter_credits(self) -> dict[str, int]:
        """Quarter-sets of weekly volume that one working set gives, for every group counted."""
        return {m: int(4 * self.credits.get(m, 0) * self.hyp_factor) for m in COUNTED}

    def per(self, tool: str | None) -> Per | None:
        """What a load is counted on with a tool; None for bodyweight.

        One dumbbell held in both hands counts as a bell does: its own weight is all there is.
        """
        if tool is None:
            return None
        return "bell" if self.one_dumbbell and tool == "dumbbells" else PER[tool]

    @property
    def prime_mover(self) -> str:
        """The muscle with the greatest credit, before the hyp factor.

        Between equals: glutes for single-leg and hip-extension, else the first of COUNTED.
        """
        glutes_first = self.pattern in ("single-leg", "hip-extension")
        order = ("glutes", *COUNTED) if glutes_first else COUNTED
        return max(order, key=lambda muscle: self.credits.get(muscle, 0))

    @property
    def station(self) -> str:
        """Where one has to walk to: the preferred tool, else the first piece of equipment."""
        place = (*self.loaded_by, *tools_in(self.equipment))[0]
        return "floor" if place == "none" else place

    @property
    def is_hinge(self) -> bool:
        return self.pattern == "hinge"

    @property
    def is_swing(self) -> bool:
        return self.pattern == "ballistic-hinge"

    @property
    def is_jump(self) -> bool:
        return self.pattern == "jump"

    @property
    def is_knee_flexion(self) -> bool:
        return self.pattern == "knee-flexion"

    @property
    def is_unilateral_leg(self) -> bool:
        return self.sides == 2 and self.pattern in ("single-leg", "hinge")

    @property
    def is_core(self) -> bool:
        return self.modality == "core"

    @property
    def is_horizontal_pull(self) -> bool:
        return self.pattern == "horizontal-pull"

    @property
    def is_vertical_pull(self) -> bool:
        return self.pattern == "vertical-pull"


# What the status of a source means, to a reader.
STATUS: Final = {"V": "read", "V2": "read second-hand", "M": "from memory", "P": "not science"}


class Source(BaseModel):
    """A reference. Status: V read, V2 read second-hand, M from memory, P project default."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    key: str
    reference: Annotated[str, Field(min_length=1)]
    status: Literal["V", "V2", "M", "P"]


def can_do(equipment: str, owned: Collection[str]) -> bool:
    """Whether the tools owned satisfy an equipment expression such as `box+(dumbbells|barbell)`.

    `+` needs both sides, `|` one of them, `+` binds closer; "none" is always owned.
    Raises ValueError where the expression cannot be read.
    """
    rest = re.findall(r"\w+|\S", equipment)

    def any_of() -> bool:
        found = [all_of()]
        while rest[:1] == ["|"]:
            rest.pop(0)
            found.append(all_of())
        return any(found)

    def all_of() -> bool:
        found = [one()]
        while rest[:1] == ["+"]:
            rest.pop(0)
            found.append(one())
        return all(found)

    def one() -> bool:
        token = rest.pop(0) if rest else "the end"
        if token == "(":
            inside = any_of()
            if not rest or rest.pop(0) != ")":
                raise ValueError(f'equipment "{equipment}": a ")" is missing')
            return inside
        if not re.fullmatch(r"[a-z]\w*", token):
            raise ValueError(f'equipment "{equipment}": expected a tool, found {token}')
        return token == "none" or token in owned

    answer = any_of()
    if rest:
        raise ValueError(f'equipment "{equipment}": {rest[0]} needs "+" or "|" before it')
    return answer


def tools_in(equipment: str) -> list[str]:
    """The tools that an equipment expression names, in its order."""
    return re.findall(r"\w+", equipment)


@cache
def _rows(file: str) -> Mapping[str, Any]:
    return tomllib.loads((files("scenarios") / file).read_text(encoding="utf-8"))


@cache
def catalogue() -> Mapping[str, Exercise]:
    """The shipped exercises by id, in the order of the file."""
    rows = {key: row for key, row in _rows("catalogue.toml").items() if key != "_own"}
    return MappingProxyType({key: Exercise(id=key, **row) for key, row in rows.items()})


@cache
def sources() -> Mapping[str, Source]:
    """The bibliography by source key, in the order of the file."""
    rows = _rows("sources.toml")
    return MappingProxyType({key: Source(key=key, **row) for key, row in rows.items()})
