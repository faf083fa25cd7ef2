"""Properties of planning again, over random logs of a small block.

What is over stays as logged; the rest passes the audit together with it; nothing new changes
nothing; and no block planned from the same point is nearer to the old one than what is found.
"""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from constraints.audit import audit
from constraints.block import Block
from planner.explaining.difference import difference
from planner.exports.json import from_json, to_json
from planner.log.done import Done
from planner.replanning.replan import Again, replan
from planner.solving.outcome import Planned
from planner.solving.solve import plan
from tests.planner.happenings import logs
from tests.planner.replanning.athlete import old

EXAMPLES = 40
LEAST_PLANNED = 30  # of the examples: a property that is hardly ever put to the test proves little

days = st.sampled_from([date(2027, 2, day) for day in (3, 4, 5, 8, 9, 10, 11, 15, 16, 18)])
QUIET = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.generate],  # to shrink a replan takes minutes
)  # fmt: skip


def replanned(block: Block, on: date, log: Done) -> Again:
    """What comes of a log when nothing else is new."""
    return replan(block, block.scenario, on, log, "before")


def as_logged(log: Done, on: date) -> dict[str, tuple[object, int]]:
    """When each session before a day was held, and how many sets of its plan were done."""
    found: dict[str, tuple[object, int]] = {}
    for one in log.sessions:
        entries = [
            len([each for each in e.sets if each.reps]) if e.status == "changed" else e.planned.sets
            for e in one.entries
            if e.status != "missed"
        ]
        if one.status != "missed" and one.start.date() < on:
            found[one.session.uid] = one.start, sum(entries)
    return found


def test_the_past_is_as_logged_and_the_future_passes_with_it() -> None:
    planned = []

    @QUIET
    @given(st.data(), days)
    def check(data: st.DataObject, on: date) -> None:
        log = data.draw(logs(old(), on))
        found = replanned(old(), on, log)
        if not isinstance(found.outcome, Planned):
            return
        planned.append(on)
        now = from_json(to_json(found.outcome.block))
        assert not audit(now).broken
        over = {one.uid: one for one in now.sessions if one.day < on}
        said = as_logged(log, on)
        assert set(over) == set(said)
        for uid, one in over.items():
            start, sets = said[uid]
            extra = sum(e.sets for e in one.exercises if e.exercise == "good_morning")
            assert (one.local_start, sum(e.sets for e in one.exercises) - extra) == (start, sets)
        assert {one.uid: one for one in now.as_planned.sessions if one.uid in over} == {
            one.uid: one for one in old().sessions if one.uid in over
        }
        assert all(one.day >= on for one in now.sessions if one.uid not in over)
        again = replanned(now, on, log)
        assert again.is_same
        assert isinstance(again.outcome, Planned)
        assert to_json(again.outcome.block) == to_json(now)

    check()
    assert len(planned) >= LEAST_PLANNED, f"{len(planned)} of {EXAMPLES} examples were planned"


def test_fewer_changes_than_planning_anew() -> None:
    """The same request with the same past, planned for its price alone, differs by more."""
    compared = []

    @settings(QUIET, max_examples=8)
    @given(st.data(), days)
    def check(data: st.DataObject, on: date) -> None:
        found = replanned(old(), on, data.draw(logs(old(), on)))
        if found.is_same or not isinstance(found.outcome, Planned):
            return
        near = found.outcome.block
        anew = plan(near.scenario)
        assert isinstance(anew, Planned)
        compared.append((_changes(near, on), _changes(anew.block, on)))

    check()
    assert len(compared) >= 4
    assert sum(near for near, _ in compared) < sum(anew for _, anew in compared)


def _changes(block: Block, on: date) -> int:
    """Lines and sessions to come that are not as they were."""
    count = 0
    for one in difference(old(), block).sessions:
        if one.row.start.date() >= on:
            count += len(one.lines) + (one.kind != "changed")
    return count
