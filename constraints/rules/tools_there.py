"""Tools there: on days with fewer tools, sessions make do with those."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from constraints.block import Block
from constraints.lines import tool_of, unit_of
from constraints.rule import Breach, place
from scenarios import tools_there
from scenarios.equipment import as_written
from scenarios.schema import Priority, Scenario

if TYPE_CHECKING:
    from constraints.posting import Posting
    from constraints.variables import PlanVars


@dataclass(frozen=True)
class ToolsThere:
    """On days with fewer tools a session holds only what can be done with them.

    For every session on a day of an away span with `tools`, and every entry but a test:
    tools(exercise) holds for those tools, the one that carries its load among them, and
    load <= most(tool). What only a whole week owes is not asked of a week with such a day; its
    sessions are made up for themselves, and those of the phase go on after it.
    Units: load. Source: P.
    """

    slug: ClassVar[str] = "tools-there"
    sentence: ClassVar[str] = "On days with fewer tools, sessions make do with those."
    numbers: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[tuple[str, ...]] = ("P",)
    point: ClassVar[str] = "an exercise in a session"
    narrows: ClassVar[bool] = False

    priority: Priority
    scenario: Scenario

    @classmethod
    def asked_by(cls, scenario: Scenario) -> tuple[Self, ...]:
        """Asked where there are such days."""
        return (cls("must", scenario),) if tools_there.spans(scenario) else ()

    def post(self, plan: PlanVars, to: Posting) -> None:
        """Nothing is trained in a slot whose day lacks its tools, or with more than there is."""
        for (week, k, index), held in plan.at.items():
            day = plan.slots[index].day
            for line in plan.lines_in(week, k) if self._lacks_tools(day) else ():
                if line.part == "test":
                    continue
                on, where = plan.on[week, k, line], place(week, k, line)
                if not self._is_there(line.exercise, day):
                    to.forbid([held, on], where)
                    continue
                most = self._most(line.exercise, day)
                heavy = [
                    [held, on, literal]
                    for what, literal in plan.choices(week, line, k)
                    if most is not None and what.load is not None and what.load > most
                ]
                to.forbid_each(heavy, where)

    def audit(self, block: Block) -> tuple[Breach, ...]:
        """Entries of these days whose tools are not there, or not as heavy."""
        found = []
        for session in block.in_order:
            for entry in session.exercises if self._lacks_tools(session.day) else ():
                if entry.part == "test":
                    continue
                name, where = entry.exercise, place(session.week_index, session, entry.line)
                most, load = self._most(name, session.day), entry.prescription.load
                if not self._is_there(name, session.day):
                    needs = block.exercise(name).equipment
                    text = f"{session.day}: {name} needs {needs}, which is not there"
                    found.append(Breach(self.slug, self.priority, where, text, 0, 1, "tools"))
                elif most is not None and load is not None and load > most:
                    there = as_written(most)
                    text = (
                        f"{session.day}: {name} with {as_written(load)}, at most {there} is there"
                    )
                    unit = unit_of(self.scenario, block.exercise(name))
                    found.append(
                        Breach(self.slug, self.priority, where, text, as_written(load), there, unit)
                    )
        return tuple(found)

    def _lacks_tools(self, day: date) -> bool:
        return bool(tools_there.spans_on(self.scenario, day))

    def _is_there(self, name: str, day: date) -> bool:
        exercise = self.scenario.catalogue[name]
        tool, owned = tool_of(self.scenario, exercise), tools_there.owned_on(self.scenario, day)
        return tools_there.is_there(exercise, tool, owned)

    def _most(self, name: str, day: date) -> int | None:
        tool = tool_of(self.scenario, self.scenario.catalogue[name])
        return tools_there.most_load(self.scenario, tool, day)

    def explain(self) -> str:
        """The rule with its days."""
        spans = (
            f"{one.begin} to {one.end} with {tools_there.in_words(self.scenario, one)}"
            for one in tools_there.spans(self.scenario)
        )
        return f"Sessions make do with fewer tools: {'; '.join(spans)}."
