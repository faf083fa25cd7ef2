"""The athlete's tools and the loads that can be put together from them.

It stands alone because every load in a block must be one of these, and the rules, the solver, the
ramp and the printed plates must all mean the same ones.

Units: weights are hundredths of the tool's own unit (112.5 kg -> 11250), written and saved as
plain numbers of that unit.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from scenarios.strength import Unit

BARS: Final = ("barbell", "trap_bar")
STACKS: Final = ("cable", "leg_curl_machine", "calf_machine", "reverse_hyper")
LOADED: Final = (*BARS, "dumbbells", "kettlebells", *STACKS)
Per = Literal["bar", "hand", "bell", "stack"]
# What a load is counted on: a dumbbell per hand, so that a pair of them is twice that.
PER: Final[Mapping[str, Per]] = {
    "barbell": "bar", "trap_bar": "bar", "dumbbells": "hand", "kettlebells": "bell",
    "cable": "stack", "leg_curl_machine": "stack", "calf_machine": "stack",
    "reverse_hyper": "stack",
}  # fmt: skip

# Tools that carry no load. A stack listed with them is owned, its steps unknown.
UNLOADED: Final = (
    *("rack", "bench", "box", "pullup_bar", "bumpers", "platform", "blocks", "back_ext_bench"),
    *("ghd", "nordic_anchor", "partner", "sliders", "ball", "band", "mat", "floor"),
)

# What a gym bar weighs and carries when the athlete does not say. Units: the unit. Source: P.
BAR_KG: Final = 20
TRAP_BAR_KG: Final = 25
BAR_LB: Final = 45  # both
PLATES: Final[dict[str, list[float]]] = {
    "kg": [1.25, 2.5, 5, 10, 15, 20, 25],
    "lb": [2.5, 5, 10, 25, 35, 45],
}
PAIRS_WHEN_NOT_COUNTED: Final = 5  # of each plate; source: P
MOST_PLATES: Final = 200  # of one weight
MOST_LOADS: Final = 2000  # of one tool; more is a slip of the pen
HEAVIEST: Final = 2000  # one bar, plate or bell, in the tool's unit


def _hundredths(value: object) -> int:
    """Read a weight as written, 112.5, as hundredths, 11250."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        exact = Decimal(str(value))
        if exact.is_finite() and 0 < exact <= HEAVIEST and exact * 100 % 1 == 0:
            return int(exact * 100)
    raise ValueError(
        f"a weight must be a number above 0, at most {HEAVIEST}, with two decimals at most"
    )


def as_written(hundredths: int) -> int | float:
    """Return a weight as the athlete writes it: 11250 -> 112.5, 2000 -> 20."""
    return hundredths / 100 if hundredths % 100 else hundredths // 100


def _plates(value: object) -> tuple[tuple[int, int], ...]:
    """Read plates, a list of weights or a table of counts, as (weight, pairs), heaviest first."""
    if isinstance(value, Mapping):
        counts = list(_counted(value))
    elif isinstance(value, list | tuple):
        counts = [(_hundredths(weight), 2 * PAIRS_WHEN_NOT_COUNTED) for weight in value]
    else:
        raise ValueError('plates must be a list like [5, 10] or counts like { "5" = 2, "10" = 4 }')
    if not counts:
        raise ValueError("plates must name at least one weight")
    if len(dict(counts)) < len(counts):
        raise ValueError('each plate is named once\nMaybe give counts: { "20" = 4 }')
    for weight, count in counts:
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MOST_PLATES:
            raise ValueError(
                f"the number of {as_written(weight)} plates must be a whole number "
                f"from 0 to {MOST_PLATES}, not {count!r}"
            )
    plates = tuple((weight, count // 2) for weight, count in sorted(counts, reverse=True))
    _side_sums(plates)
    return plates


def _counted(table: Mapping[Any, Any], above: str = "") -> Iterator[tuple[int, Any]]:
    """Read a table of counts; TOML takes the bare key 1.25 for a table inside a table."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _counted(value, f"{above}{key}.")
            continue
        try:
            yield _hundredths(Decimal(f"{above}{key}")), value
        except ArithmeticError:
            raise ValueError(f'"{above}{key}" is not a plate, such as "20" or "1.25"') from None


def _plate_table(plates: tuple[tuple[int, int], ...]) -> dict[str, int]:
    return {str(as_written(weight)): 2 * pairs for weight, pairs in plates}


def _or(*others: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    """Tell the JSON Schema of a table which shorter forms are read as well."""

    def widen(schema: dict[str, Any]) -> None:
        table = dict(schema)
        schema.clear()
        schema["anyOf"] = [table, *others]

    return widen


_NUMBER: Final = {"type": "number", "exclusiveMinimum": 0, "maximum": HEAVIEST}
_LIST: Final = {"type": "array", "items": _NUMBER, "minItems": 1}
_TRUE: Final = {"const": True}
Weight = Annotated[
    int,
    BeforeValidator(_hundredths),
    PlainSerializer(as_written),
    WithJsonSchema(_NUMBER),
]
Plates = Annotated[
    tuple[tuple[int, int], ...],
    BeforeValidator(_plates),
    PlainSerializer(_plate_table),
    WithJsonSchema({"anyOf": [_LIST, {"type": "object"}]}),
]


@lru_cache(maxsize=512)
def _side_sums(plates: tuple[tuple[int, int], ...]) -> frozenset[int]:
    """Return what one side can weigh: every sum of at most `pairs` plates of each weight."""
    sums = {0}
    for weight, pairs in plates:
        sums = {total + n * weight for total in sums for n in range(pairs + 1)}
        if len(sums) > MOST_LOADS:
            raise ValueError(
                f"these plates give more than {MOST_LOADS} different loads; at most that many are "
                'allowed\nMaybe name fewer weights, or count them: { "20" = 4 }'
            )
    return frozenset(sums)


class Tool(BaseModel):
    """A tool that carries a load, weighed in its own unit."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, serialize_by_alias=True
    )
    unit: Unit | None = Field(default=None, description="kg or lb; else the athlete's units")


class Bar(Tool):
    """A bar with plates, loaded the same on both sides.

    `true` is a gym bar with gym plates. Plates in a list: five pairs of each. Plates in a table:
    how many there are, an odd one stays on the floor.
    """

    model_config = ConfigDict(json_schema_extra=_or(_TRUE))
    bar: Weight = _hundredths(BAR_KG)
    plates: Plates = _plates(PLATES["kg"])

    @model_validator(mode="before")
    @classmethod
    def _as_the_unit_has_it(cls, given: object) -> object:
        given = {} if given is True else given
        if isinstance(given, Mapping) and given.get("unit") == "lb":
            return {"bar": BAR_LB, "plates": PLATES["lb"], **given}
        return given

    def loads(self) -> tuple[int, ...]:
        """Return every load from the empty bar up, sorted. Units: hundredths."""
        return tuple(sorted(self.bar + 2 * side for side in _side_sums(self.plates)))

    def plates_per_side(self, load: int) -> tuple[int, ...]:
        """Return the plates on one side, heaviest first, as many of the heaviest as will do.

        Units: hundredths. Errors: ValueError for a load that cannot be put together.
        """
        if load not in self.loads():
            raise ValueError(f"{as_written(load)} cannot be put together from this bar and plates")
        left, chosen = (load - self.bar) // 2, []
        for i, (weight, pairs) in enumerate(self.plates):
            rest = _side_sums(self.plates[i + 1 :])
            count = next(n for n in range(pairs, -1, -1) if left - n * weight in rest)
            chosen += [weight] * count
            left -= count * weight
        return tuple(chosen)


class Row(Tool):
    """Fixed weights: `[4, 6, 8]`, or from a weight to a weight in steps."""

    model_config = ConfigDict(json_schema_extra=_or(_LIST))
    may_be_unknown: ClassVar[bool] = False
    from_: Weight | None = Field(default=None, alias="from")
    to: Weight | None = None
    step: Weight | None = None
    weights: tuple[Weight, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, given: object) -> object:
        if given is True and cls.may_be_unknown:
            return {}
        return {"weights": given} if isinstance(given, list | tuple) else given

    @model_validator(mode="after")
    def _has_one_shape(self) -> Self:
        steps = [step for step in (self.from_, self.to, self.step) if step is not None]
        if not steps and self.weights is None and self.may_be_unknown:
            return self
        if len(steps) != (3 if self.weights is None else 0):
            raise ValueError("must have either from, to and step, or a list of weights")
        if self.from_ and self.to and self.from_ > self.to:
            raise ValueError(
                f"from = {as_written(self.from_)} must not be above to = {as_written(self.to)}"
            )
        if not 1 <= len(self.loads()) <= MOST_LOADS:
            raise ValueError(f"must have 1 to {MOST_LOADS} weights, not {len(self.loads())}")
        return self

    def loads(self) -> tuple[int, ...]:
        """Return every load, sorted; the last step stays at or below `to`. Units: hundredths."""
        if self.from_ and self.to and self.step:
            return tuple(range(self.from_, self.to + 1, self.step))
        return tuple(sorted(set(self.weights or ())))


class Dumbbells(Row):
    """Dumbbells; a load is the weight of one, per hand."""


class Kettlebells(Row):
    """Kettlebells; a load is the weight of one."""


class Stack(Row):
    """A weight stack. `true`: it is there, its steps are unknown, sessions give RPE only."""

    model_config = ConfigDict(json_schema_extra=_or(_LIST, _TRUE))
    may_be_unknown: ClassVar[bool] = True


class Equipment(BaseModel):
    """What the athlete owns. `units` is that of every tool that does not state its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    units: Unit = "kg"
    barbell: Bar | None = None
    trap_bar: Bar | None = None
    dumbbells: Dumbbells | None = None
    kettlebells: Kettlebells | None = None
    cable: Stack | None = None
    leg_curl_machine: Stack | None = None
    calf_machine: Stack | None = None
    reverse_hyper: Stack | None = None
    other: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _bars_follow_the_units(cls, given: object) -> object:
        """A bar's usual weight and plates depend on its unit, so it has to know it."""
        if not isinstance(given, Mapping):
            return given
        full, unit = dict(given), given.get("units", "kg")
        for name in BARS:
            bar = {} if full.get(name) is True else full.get(name)
            if isinstance(bar, Mapping):
                full[name] = bar = {"unit": unit, **bar}
                if name == "trap_bar" and bar["unit"] == "kg":
                    bar.setdefault("bar", TRAP_BAR_KG)
        return full

    @field_validator("other")
    @classmethod
    def _known(cls, other: tuple[str, ...]) -> tuple[str, ...]:
        for token in other:
            if token in (*BARS, "dumbbells", "kettlebells"):
                raise ValueError(
                    f'"{token}" needs its weights\nMaybe a line of its own: {token} = '
                )
            if token not in (*UNLOADED, *STACKS):
                close = difflib.get_close_matches(token, (*UNLOADED, *STACKS), n=1)
                maybe = f'Maybe "{close[0]}"' if close else f"Allowed: {', '.join(UNLOADED)}"
                raise ValueError(f'"{token}" is not equipment that we know\n{maybe}')
        return other

    def _tool(self, tool: str) -> Bar | Row | None:
        found: Bar | Row | None = getattr(self, tool) if tool in LOADED else None
        return found

    def tokens(self) -> frozenset[str]:
        """Return what is owned, as the catalogue names it; "none" is always there."""
        return self._tokens

    @cached_property
    def _tokens(self) -> frozenset[str]:
        return frozenset({"none", *self.other, *(t for t in LOADED if self._tool(t) is not None)})

    def loads(self, tool: str) -> tuple[int, ...]:
        """Return the loads a tool can have, sorted; () when unknown or not owned.

        Units: hundredths of the tool's unit; a bar whole, dumbbells per hand.
        """
        return self._loads_by_tool.get(tool, ())

    @cached_property
    def _loads_by_tool(self) -> dict[str, tuple[int, ...]]:
        tools = {name: self._tool(name) for name in LOADED}
        return {name: tool.loads() for name, tool in tools.items() if tool is not None}

    def unit(self, tool: str, default: Unit) -> Unit:
        """Return the unit a tool states, else the default."""
        found = self._tool(tool)
        return (found.unit if found else None) or default

    def plates_per_side(self, tool: str, load: int) -> tuple[int, ...]:
        """Return the plates on one side, heaviest first; () for what is not a bar.

        Units: hundredths. Errors: ValueError for a load that cannot be put together.
        """
        found = self._tool(tool)
        return found.plates_per_side(load) if isinstance(found, Bar) else ()
