"""Kitchens and bathrooms of dwellings are high enough under their ceilings and pipes.

Why
    Their ceilings hide pipes and fans, and are lowered until a door no longer opens under them.
Fails
    A bathroom whose ceiling hangs at 2.15 m.
Passes
    2.20 m under all that hangs, as declared (FinishCeilingHeight, 净高) and as measured; both where both are known.
Not applicable
    A model without bedrooms or living rooms, or with those of a hotel, dormitory or hospital; a dwelling whose kitchens and
    bathrooms are not named. A room without a shape and without a declared height is undetermined.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from checkers.dwellings import SHAPE, TABLES, dwelling_rooms, reaches, room_heights
from checkers.rooms import are
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

CLAUSE = Clause("GB 55038-2025", "4.1.2", confirmed=True, effective_from=date(2025, 5, 1))
BEFORE = Clause("GB 50096-2011", "5.5.4", confirmed=True, effective_until=date(2025, 5, 1))
"""Wants the same height, so that the day changes nothing."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each kitchen and bathroom of a dwelling."""
    limit_m = parameters.number("clear_height_m")
    rooms = dwelling_rooms(tables)
    if not are(rooms, "dwelling").any():
        return
    rooms = rooms[are(rooms, "kitchen") | are(rooms, "flat_bathroom")]
    for room in rooms.join(room_heights(tables, rooms)).sort_index().itertuples():
        said: dict[str, Any] = {
            "step_id": room.Index, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
            "params": {"room": room.label.strip()}, "inputs": {"declared_m": room.declared_m, "least_m": room.least_m},
        }  # fmt: skip
        known = [(height, table) for height, table in ((room.declared_m, "ifc_property"), (room.least_m, "msr_room")) if height > 0]
        low = [(height, table) for height, table in known if not reaches(height, limit_m)]
        if low:
            height_m, table = min(low)
            yield Failed(**said, observed=format_number(height_m), observed_value=height_m, table=table)
        elif known:
            yield Passed(1)
        else:
            yield Undetermined(**said, missing_field=SHAPE)


RULE = Rule(
    code="FUN-03",
    name="function.kitchen_bathroom_height",
    version=2,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(CLAUSE, BEFORE),
    tables=TABLES,
    parameters=(Parameter("clear_height_m", "m", baseline=2.20, exemplary=2.20),),
    check=check,
)
