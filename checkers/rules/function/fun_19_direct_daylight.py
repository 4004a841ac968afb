"""Bedrooms, living rooms and kitchens of dwellings have an outer window.

Why
    A room without one has neither daylight nor fresh air.
Fails
    A bedroom in the middle of the flat, with a door as its only opening.
Passes
    At least one outer window, glazed outer door or roof light in each of these rooms.
Not applicable
    Models without bedrooms and living rooms, or with those of a hotel or hospital. A room without a window is undetermined where
    the model has windows of which nobody knows the room.
"""

from collections.abc import Iterator

from checkers.daylight import TABLES, lit_rooms
from checkers.rule import Clause, Failed, Frames, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each bedroom, living room and kitchen."""
    rooms = lit_rooms(tables, ("bedroom", "living_room", "kitchen"))
    is_lit = rooms["window_count"].gt(0)
    yield Passed(int(is_lit.sum()))
    for room in rooms[~is_lit].sort_index().itertuples():
        params = {"room": room.label.strip()}
        if room.other_count or not isinstance(room.floor, bytes):
            yield Undetermined(step_id=int(room.Index), missing_field="IfcRelSpaceBoundary", params=params, table="msr_window")
        else:
            yield Failed(step_id=int(room.Index), observed="0", expected=">= 1", params=params, table="msr_window")


RULE = Rule(
    code="FUN-19",
    name="function.direct_daylight",
    version=1,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.ADVISORY,
    clauses=(Clause("GB 55038-2025", "6.2.2"),),
    tables=TABLES,
    check=check,
)
