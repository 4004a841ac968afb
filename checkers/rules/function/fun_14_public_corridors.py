"""Corridors that several flats share are wide and high enough.

Why
    A stretcher and a piece of furniture pass here, and pipes run under the ceiling.
Fails
    A corridor 1.15 m wide at its narrowest place; one with ducts at 2.10 m.
Passes
    1.20 m between the walls at the narrowest place, niches and reveals aside, and 2.20 m under all that hangs.
Not applicable
    A building that is no dwelling house, or has no rooms named as corridors; a project from before the standard. A corridor
    without a shape is undetermined.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import shapely

from checkers.dwellings import SHAPE, TABLES, dwelling_rooms, is_of_flats, reaches, room_heights
from checkers.editions import is_in_force, project_day
from checkers.rooms import are
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

CLAUSE = Clause("GB 55038-2025", "4.2.1", confirmed=True, effective_from=date(2025, 5, 1))


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each corridor."""
    from checkers.spatial.room_passages import narrowest_passage

    if not is_in_force(CLAUSE, project_day(tables)) or not is_of_flats(tables):
        return
    rooms = dwelling_rooms(tables)
    rooms = rooms[are(rooms, "public_corridor")]
    for corridor in rooms.join(room_heights(tables, rooms)).sort_index().itertuples():
        width_m = narrowest_passage(shapely.from_wkb(corridor.floor)) if isinstance(corridor.floor, bytes) else None
        heights = [height for height in (corridor.declared_m, corridor.least_m) if height > 0]
        for of, value, text in (("width", width_m, "fail"), ("height", min(heights, default=None), "low")):
            limit_m = parameters.number(f"clear_{of}_m")
            said: dict[str, Any] = {
                "step_id": corridor.Index, "subject": of, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m,
                "unit": "m", "params": {"room": corridor.label.strip()}, "table": "msr_room",
            }  # fmt: skip
            if value is None:
                yield Undetermined(**said, missing_field=SHAPE)
            elif reaches(value, limit_m):
                yield Passed(1)
            else:
                yield Failed(
                    **said, text=text, observed=format_number(value), observed_value=value, inputs={f"clear_{of}_m": value}
                )


RULE = Rule(
    code="FUN-14",
    name="function.public_corridors",
    version=1,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(CLAUSE,),
    tables=TABLES,
    parameters=(
        Parameter("clear_width_m", "m", baseline=1.20, exemplary=1.20),
        Parameter("clear_height_m", "m", baseline=2.20, exemplary=2.20),
    ),
    check=check,
)
