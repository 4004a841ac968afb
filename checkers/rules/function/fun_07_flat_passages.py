"""Passages inside flats are wide enough for what they lead to.

Why
    A bed, a stretcher and a wheelchair have to get round the corner; once the partitions stand, they do or they do not.
Fails
    An entrance hall 1.05 m wide at its narrowest place; a passage to bedrooms of 0.95 m.
Passes
    1.10 m in an entrance hall, 1.00 m on the way to bedrooms and living rooms, 0.90 m to kitchens, bathrooms and stores, measured
    between the walls at the narrowest place; niches and the reveals of doors do not count.
Not applicable
    A building that is no dwelling house, or whose passages are not named; a project from before the standard. A passage between
    0.90 and 1.00 m is undetermined where its doors do not tell what it leads to.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from checkers.dwellings import SHAPE, TABLES, dwelling_rooms, is_of_flats, reaches
from checkers.editions import is_in_force, project_day
from checkers.rooms import are
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

if TYPE_CHECKING:
    import pandas as pd

CLAUSE = Clause("GB 55038-2025", "4.1.13", confirmed=True, effective_from=date(2025, 5, 1))


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each passage of a flat."""
    from checkers.spatial.room_passages import narrowest_passage

    if not is_in_force(CLAUSE, project_day(tables)) or not is_of_flats(tables):
        return
    entrance_m, main_m, other_m = (parameters.number(f"{of}_width_m") for of in ("entrance", "main", "service"))
    rooms = dwelling_rooms(tables)
    passages = rooms[are(rooms, "flat_passage")].sort_index()
    is_entrance = are(passages, "entrance")
    to_lived_in = _to_lived_in(tables, rooms)
    for passage in passages.itertuples():
        said: dict[str, Any] = {
            "step_id": passage.Index, "unit": "m", "params": {"room": passage.label.strip()}, "table": "msr_room",
        }  # fmt: skip
        width_m = narrowest_passage(shapely.from_wkb(passage.floor)) if isinstance(passage.floor, bytes) else None
        limit_m = entrance_m if is_entrance[passage.Index] else main_m if passage.Index in to_lived_in else None
        observed: dict[str, Any] = {}
        if width_m is not None:
            observed = {"observed": format_number(width_m), "observed_value": width_m, "inputs": {"passage_width_m": width_m}}
        if width_m is None:
            yield Undetermined(**said, **_wanted(limit_m or main_m), missing_field=SHAPE)
        elif reaches(width_m, limit_m or main_m):
            yield Passed(1)
        elif limit_m is None and reaches(width_m, other_m):
            yield Undetermined(**said, **_wanted(main_m), **observed, text="leads_unknown", missing_field="IfcRelSpaceBoundary")
        else:
            yield Failed(**said, **_wanted(limit_m or other_m), **observed)


def _wanted(limit_m: float) -> dict[str, Any]:
    return {"expected": f">= {format_number(limit_m)}", "limit_value": limit_m}


def _to_lived_in(tables: Frames, rooms: "pd.DataFrame") -> set[int]:
    """The rooms with a door into a bedroom or living room."""
    doors = tables["msr_door"]
    lived_in = set(rooms.index[are(rooms, "dwelling")])
    sides = (("room_a_step_id", "room_b_step_id"), ("room_b_step_id", "room_a_step_id"))
    return {int(room) for one, other in sides for room in doors.loc[doors[other].isin(lived_in), one].dropna()}


RULE = Rule(
    code="FUN-07",
    name="function.flat_passages",
    version=1,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(CLAUSE,),
    tables=(*TABLES, "msr_door"),
    parameters=(
        Parameter("entrance_width_m", "m", baseline=1.10, exemplary=1.10),
        Parameter("main_width_m", "m", baseline=1.00, exemplary=1.00),
        Parameter("service_width_m", "m", baseline=0.90, exemplary=0.90),
    ),
    check=check,
)
