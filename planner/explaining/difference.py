"""What differs between two blocks of one scenario: what was asked, prices, sessions.

It stands alone because explaining, asking why and planning again all need it. A session is the
same one where the id is the same, wherever it lies now; else where week and label are the same.
Everything is in a fixed order, and two equal blocks have an empty difference.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Final, Literal, TypeVar

from pydantic import AwareDatetime

from constraints.audit import audit, row_of
from constraints.block import Block, Entry, Frozen, ScoreRow, Session
from constraints.rules import RULES
from planner.explaining.explain import TIERS, Tier, all_values
from scenarios.errors import PlannerError
from scenarios.schema import Phase

T = TypeVar("T")
Paired = tuple[T | None, T | None]


class KeyChange(Frozen):
    """One value of the scenario that differs; null where it is not set."""

    key: str
    before: Any
    after: Any


class TierChange(Frozen):
    """What all rules of a tier cost together."""

    priority: Tier
    before: int
    after: int


class BreachChange(Frozen):
    """One breach that came (no `before`), went (no `after`), or costs or measures otherwise."""

    before: ScoreRow | None
    after: ScoreRow | None


class RuleChange(Frozen):
    """One rule whose breaches differ; prices are in points, a `must` has none."""

    rule: str
    before: int
    after: int
    breaches: tuple[BreachChange, ...]


class SessionRow(Frozen):
    """A session without its exercises: which one, and when."""

    uid: str
    week: int
    label: str
    phase: Phase
    deload: bool
    start: AwareDatetime
    end: AwareDatetime
    minutes: int


class LineChange(Frozen):
    """One line of a session that came, went or changed.

    `changed` names the fields that differ. `order` is among them only where the line stands
    elsewhere in the row of those that stayed, not where others push it up or down; `follows` is
    then the exercise that it now comes after (null: it comes first).
    """

    kind: Literal["added", "dropped", "changed"]
    before: Entry | None
    after: Entry | None
    changed: tuple[str, ...] = ()
    follows: str | None = None

    @property
    def entry(self) -> Entry:
        """The line as it is now, or as it was."""
        return _last(self.before, self.after)


class SessionChange(Frozen):
    """One session that came, went, starts at another time, or only changed inside.

    `changed` names the fields of the row that differ; `lines` are those that differ, all of them
    where the session came or went. A session that moved may have changed inside too.
    """

    kind: Literal["added", "dropped", "moved", "changed"]
    before: SessionRow | None
    after: SessionRow | None
    changed: tuple[str, ...] = ()
    lines: tuple[LineChange, ...] = ()

    @property
    def row(self) -> SessionRow:
        """The session as it is now, or as it was."""
        return _last(self.before, self.after)


class Difference(Frozen):
    """All that differs between two blocks; `same` counts the sessions that do not.

    `asked` are values of the scenario, `rules` stand in the order of RULES (fields that do not add
    up come last), `sessions` in order of time. Revisions of calendar entries do not count.
    """

    format: Literal["posterior-chain-difference"] = "posterior-chain-difference"
    version: Literal[1] = 1
    scenario: str
    asked: tuple[KeyChange, ...]
    prices: tuple[TierChange, ...]
    rules: tuple[RuleChange, ...]
    sessions: tuple[SessionChange, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.asked or self.rules or self.sessions)

    def of_kind(self, kind: str) -> tuple[SessionChange, ...]:
        """Sessions that were added, dropped, moved or changed."""
        return tuple(change for change in self.sessions if change.kind == kind)


def difference(before: Block, after: Block) -> Difference:
    """What changed from one block to another one of the same scenario.

    Raises:
        PlannerError: the blocks are of two scenarios.
    """
    ours, theirs = before.scenario.id, after.scenario.id
    if ours != theirs:
        raise PlannerError(
            f'the blocks are of two scenarios, "{ours}" and "{theirs}", and cannot be compared'
            "\nMaybe give two blocks of one scenario, or write the same id into both scenario files"
        )
    pairs = _paired(
        before.in_order, after.in_order, lambda one: one.uid, lambda one: (one.week, one.label)
    )
    sessions = tuple(filter(None, (_session(*pair) for pair in pairs)))
    audits = audit(before), audit(after)
    return Difference(
        scenario=ours,
        asked=tuple(_asked(before, after)),
        prices=tuple(
            TierChange(priority=tier, before=audits[0].price(tier), after=audits[1].price(tier))
            for tier in TIERS
        ),
        rules=tuple(_rules(*(map(row_of, (*one.breaches, *one.mismatches)) for one in audits))),
        sessions=tuple(sorted(sessions, key=lambda one: (one.row.start, one.row.uid, one.kind))),
        same=len(pairs) - len(sessions),
    )


# -- what was asked, and what it costs -----------------------------------------------------------


def _asked(before: Block, after: Block) -> Iterator[KeyChange]:
    """Keys that differ; which of them the file itself states shows in the priorities of rules."""
    old, new = all_values(before.scenario), all_values(after.scenario)
    differing = [key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key)]
    stated = {*before.scenario.written, *after.scenario.written}
    named = [
        key
        for key in differing
        if key != "written"
        and not key.startswith(_NOT_ASKED)
        and (key not in _FOLLOWS or key in stated)
    ]
    for key in named:
        yield KeyChange(key=key, before=old.get(key), after=new.get(key))
    if "previous.block" not in named and any(key.startswith(_READ_FROM_FILE) for key in differing):
        block = new.get("previous.block")
        yield KeyChange(key="previous", before=block, after=f"{block}, planned anew")


# The athlete named a file; what was read from it is no news, unless it is all that differs.
_READ_FROM_FILE = (
    "previous.sessions", "previous.loading_week", "previous.lifts", "previous.define",
)  # fmt: skip
_FOLLOWS = ("phase_plan", "deload.weeks")  # from the test and the weeks, where nobody states it
_NOT_ASKED = (*_READ_FROM_FILE, "replanned")  # nor did anybody ask for what is over


def _rules(before: Iterable[ScoreRow], after: Iterable[ScoreRow]) -> Iterator[RuleChange]:
    old, new = list(before), list(after)
    slugs = [kind.slug for kind in RULES]
    for slug in dict.fromkeys((*slugs, *(row.rule for row in (*old, *new)))):
        ours, theirs = ([row for row in rows if row.rule == slug] for rows in (old, new))
        pairs = _paired(ours, theirs, lambda row: row, lambda row: (row.priority, row.where))
        breaches = tuple(BreachChange(before=a, after=b) for a, b in pairs if a != b)
        if breaches:
            prices = (sum(row.price for row in rows) for rows in (ours, theirs))
            yield RuleChange(rule=slug, before=next(prices), after=next(prices), breaches=breaches)


# -- sessions ------------------------------------------------------------------------------------


def _session(before: Session | None, after: Session | None) -> SessionChange | None:
    """How a session differs; None where it does not."""
    ours, theirs = _row(before), _row(after)
    lines = tuple(_lines(before, after))
    if ours is None or theirs is None:
        kind: Final = "added" if ours is None else "dropped"
        return SessionChange(kind=kind, before=ours, after=theirs, lines=lines)
    changed = _changed(ours, theirs)
    if not changed and not lines:
        return None
    return SessionChange(
        kind="moved" if "start" in changed else "changed",
        before=ours, after=theirs, changed=changed, lines=lines,
    )  # fmt: skip


def _row(session: Session | None) -> SessionRow | None:
    if session is None:
        return None
    return SessionRow(**{name: getattr(session, name) for name in SessionRow.model_fields})


def _lines(before: Session | None, after: Session | None) -> Iterator[LineChange]:
    """Lines that differ, in the order of the session as it is now; those that went come before."""
    ours, theirs = _in_order(before), _in_order(after)
    pairs = _paired(
        ours, theirs, lambda one: one, _unnumbered, lambda one: one.line, lambda one: one.exercise
    )
    elsewhere = _elsewhere(pairs)

    def place(pair: Paired[Entry]) -> tuple[int, bool]:
        return _last(*pair).order, pair[1] is not None

    for old, new in sorted(pairs, key=place):
        if old is None or new is None:
            yield LineChange(kind="added" if old is None else "dropped", before=old, after=new)
            continue
        has_moved = new in elsewhere
        changed = _changed(_unnumbered(old), _unnumbered(new))
        if changed or has_moved:
            above = theirs[: theirs.index(new)]
            yield LineChange(
                kind="changed", before=old, after=new,
                changed=(*changed, "order") if has_moved else changed,
                follows=above[-1].exercise if has_moved and above else None,
            )  # fmt: skip


def _unnumbered(entry: Entry) -> Entry:
    return entry.model_copy(update={"order": 0})


def _in_order(session: Session | None) -> list[Entry]:
    return sorted(session.exercises, key=lambda entry: entry.order) if session else []


def _elsewhere(pairs: Sequence[Paired[Entry]]) -> list[Entry]:
    """Lines that stayed, but not in their row: few of them explain the new order."""
    stayed = [(old, new) for old, new in pairs if old is not None and new is not None]
    was = sorted(range(len(stayed)), key=lambda n: stayed[n][0].order)
    now = sorted(range(len(stayed)), key=lambda n: stayed[n][1].order)
    runs = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    still = {now[run.b + step] for run in runs for step in range(run.size)}
    return [stayed[n][1] for n in now if n not in still]


# -- pairs ---------------------------------------------------------------------------------------


def _paired(
    before: Iterable[T], after: Iterable[T], *keys: Callable[[T], Hashable]
) -> list[Paired[T]]:
    """Each with its like: by the first key, then what is left by the next; at last the single ones.

    Where several have the same key, the first goes with the first.
    """
    ours, theirs = list(before), list(after)
    pairs: list[Paired[T]] = []
    for key in keys:
        waiting: dict[Hashable, deque[T]] = defaultdict(deque)
        for one in theirs:
            waiting[key(one)].append(one)
        left = []
        for one in ours:
            if alike := waiting[key(one)]:
                pairs.append((one, alike.popleft()))
            else:
                left.append(one)
        ours, theirs = left, [one for alike in waiting.values() for one in alike]
    return [*pairs, *((one, None) for one in ours), *((None, one) for one in theirs)]


def _changed(before: Frozen, after: Frozen) -> tuple[str, ...]:
    """Names of the fields that differ."""
    return tuple(
        name for name in type(before).model_fields if getattr(before, name) != getattr(after, name)
    )


def _last(before: T | None, after: T | None) -> T:
    last = before if after is None else after
    assert last is not None, "one of the two is always there"
    return last
