"""Rooms that people use are high enough to stand in.

Why
    Corridors, basements and mezzanines lose their height to beams and pipes before anyone has measured it.
Fails
    A corridor whose space is 1.95 m high; a room 2.60 m high with a duct at 1.90 m.
Passes
    2.00 m under the room's own top and under all slabs, beams, ceilings, pipes and ducts that hang over its floor.
    Under a sloping roof, where people keep to the middle, the highest place counts.
    In storeys without spaces the rooms that walls enclose are looked at; findings on them name the storey.
Not applicable
    A model without rooms, or with shafts, cavities and outdoor spaces only. A space without a shape is undetermined.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.dwellings import SHAPE, reaches
from checkers.rooms import are, measured_rooms
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

if TYPE_CHECKING:
    import pandas as pd

OUTSIDE = "EXTERNAL"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each indoor room that is no shaft."""
    limit_m = parameters.number("height_m")
    rooms = _with_heights(_indoor(tables, measured_rooms(tables)))
    enough = [reaches(height, limit_m) for height in rooms["height_m"]]
    yield Passed(sum(enough))
    for room in rooms[[not one for one in enough]].itertuples():
        said = _said(int(room.Index), limit_m) | {"params": {"room": room.label.strip()}}
        if room.height_m != room.height_m:
            yield Undetermined(**said, missing_field=SHAPE)
        else:
            yield Failed(**said, **_observed(room), text="under" if _hangs(room) else "fail")
    derived = _with_heights(tables["msr_room"][tables["msr_room"]["is_derived"].eq(True)])
    for room in derived.sort_values(["step_id", "room_number"]).itertuples():
        if reaches(room.height_m, limit_m):
            yield Passed(1)
        elif room.height_m == room.height_m:
            said = _said(int(room.step_id), limit_m) | {"params": {"room": str(room.room_number)}}
            yield Failed(**said, **_observed(room), subject=f"room {room.room_number}", text="derived")


def _said(step_id: int, limit_m: float) -> dict[str, Any]:
    return {
        "step_id": step_id, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m", "table": "msr_room",
    }  # fmt: skip


def _observed(room: Any) -> dict[str, Any]:
    blamed = (str(int(room.lowest_step_id)),) if _hangs(room) else ()
    return {
        "observed": format_number(room.height_m), "observed_value": room.height_m, "inputs": {"height_m": room.height_m},
        "caused_by": blamed,
    }  # fmt: skip


def _hangs(room: Any) -> bool:
    return room.lowest_step_id is not None and room.lowest_step_id == room.lowest_step_id


def _indoor(tables: Frames, rooms: "pd.DataFrame") -> "pd.DataFrame":
    attributes = tables["ifc_attribute"]
    # IFC2X3 says it in an attribute of its own.
    is_outside = attributes["attribute_name"].eq("InteriorOrExteriorSpace") & attributes["value"].eq(OUTSIDE)
    outside = set(attributes.loc[is_outside, "step_id"])
    return rooms[~are(rooms, "unused") & ~rooms["predefined_type"].eq(OUTSIDE) & ~rooms.index.isin(outside)].sort_index()


def _with_heights(rooms: "pd.DataFrame") -> "pd.DataFrame":
    highest = rooms["ceiling_z_m"].astype("float64") - rooms["floor_z_m"].astype("float64")
    return rooms.assign(height_m=rooms["clear_height_m"].astype("float64").where(~rooms["has_sloped_top"].eq(True), highest))


RULE = Rule(
    code="FUN-21",
    name="function.room_height",
    version=2,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 50352-2019", "6.3.3", confirmed=True),),
    tables=("ifc_element", "ifc_attribute", "msr_room"),
    parameters=(Parameter("height_m", "m", baseline=2.00, exemplary=2.00),),
    check=check,
)
