"""Kitchens of dwellings are large enough, and so are bathrooms with three fittings.

Why
    Sink, stove and worktop, or a toilet, a basin and a shower with room to turn, do not fit into less.
Fails
    A kitchen of 3.2 m²; a bathroom of 2.2 m² with toilet, basin and shower.
Passes
    3.5 m² and 2.5 m² of usable area, as declared (NetFloorArea, 使用面积) and as measured on the room's shape.
    A smaller bathroom that holds one or two fittings is not looked at.
Not applicable
    A model without bedrooms or living rooms, or with those of a hotel, dormitory or hospital; a project from before the standard.
    A bathroom that is too small for three fittings is undetermined where none is modelled in it.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from checkers.dwellings import TABLES, dwelling_rooms, shape_is_smaller
from checkers.editions import is_in_force, project_day
from checkers.names import joined_names, words
from checkers.rooms import are, room_areas
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

if TYPE_CHECKING:
    import pandas as pd

MISSING = "Qto_SpaceBaseQuantities.NetFloorArea"
FITTINGS = 3
FLOOR_BUILD_UP_M = 0.5
"""Shower trays and the like may begin so far under a room's floor."""

TERMINALS = ("IfcSanitaryTerminal", "IfcFlowTerminal", "IfcFurnishingElement", "IfcFurniture", "IfcBuildingElementProxy")
"""What fittings are modelled as; of all but the first their names have to say it."""

SINCE = date(2025, 5, 1)
KITCHEN = Clause("GB 55038-2025", "4.1.4", confirmed=True, effective_from=SINCE)
BATHROOM = Clause("GB 55038-2025", "4.1.6", confirmed=True, effective_from=SINCE)


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each kitchen and bathroom of a dwelling."""
    if not is_in_force(KITCHEN, project_day(tables)):
        return
    rooms = dwelling_rooms(tables)
    if not are(rooms, "dwelling").any():
        return
    kitchens, bathrooms = rooms[are(rooms, "kitchen")], rooms[are(rooms, "flat_bathroom")]
    areas = room_areas(tables)
    for of, limit_m2, text in (
        (kitchens, parameters.number("kitchen_m2"), "fail"),
        (bathrooms, parameters.number("bathroom_m2"), "bathroom"),
    ):
        small = []
        for room in of.join(areas).sort_index().itertuples():
            if is_at_least(room.area_m2, limit_m2) and not shape_is_smaller(room.area_m2, room.measured_m2, limit_m2):
                yield Passed(1)
            else:
                small.append(room)
        fittings = _fittings(tables, bathrooms) if small and text == "bathroom" else {}
        for room in small:
            yield from _of_small(room, limit_m2, text, fittings.get(room.Index, 0))


def _of_small(room: Any, limit_m2: float, text: str, fittings: int) -> Iterator[Verdict]:
    said: dict[str, Any] = {
        "step_id": room.Index, "expected": f">= {format_number(limit_m2)}", "limit_value": limit_m2, "unit": "m2",
        "params": {"room": room.label.strip()}, "inputs": {"area_m2": room.area_m2, "fittings": fittings},
    }  # fmt: skip
    is_bathroom = text == "bathroom"
    if is_bathroom and 0 < fittings < FITTINGS:
        return
    if room.area_m2 != room.area_m2:
        yield Undetermined(**said, missing_field=MISSING)
        return
    is_smaller = shape_is_smaller(room.area_m2, room.measured_m2, limit_m2)
    area_m2 = room.measured_m2 if is_smaller else room.area_m2
    said |= {"observed": format_number(area_m2, 2), "observed_value": area_m2, "table": "msr_room" if is_smaller else room.table}
    if is_bathroom and not fittings:
        yield Undetermined(**said, text="fittings_unknown", missing_field="IfcSanitaryTerminal")
    else:
        yield Failed(**said, text=text)


def _fittings(tables: Frames, bathrooms: "pd.DataFrame") -> dict[int, int]:
    """How many of toilet, basin and bath or shower stand in each bathroom: contained in it, or over its floor."""
    elements = tables["ifc_element"]
    some = elements[elements["ifc_class"].isin(TERMINALS)]
    labels = joined_names(some) + " " + some["predefined_type"].astype("object").fillna("").astype("str")
    kinds = {kind: words("rooms", kind).in_texts(labels) for kind in ("toilet_pan", "wash_basin", "bath_or_shower")}
    shapes = tables["ifc_geometry"].set_index("step_id")
    found: dict[int, set[str]] = {}
    for kind, is_such in kinds.items():
        for fitting in some[is_such].itertuples():
            room = _room_of(fitting, bathrooms, shapes)
            if room is not None:
                found.setdefault(room, set()).add(kind)
    return {room: len(kinds) for room, kinds in found.items()}


def _room_of(fitting: Any, bathrooms: "pd.DataFrame", shapes: "pd.DataFrame") -> int | None:
    if fitting.container_step_id in bathrooms.index:
        return int(fitting.container_step_id)
    if fitting.step_id not in shapes.index:
        return None
    box = shapes.loc[fitting.step_id]
    x, y, z = ((box[f"min_{axis}_m"] + box[f"max_{axis}_m"]) / 2 for axis in "xyz")
    for room in bathrooms[bathrooms["floor"].notna()].itertuples():
        is_level = room.floor_z_m - FLOOR_BUILD_UP_M < z < room.ceiling_z_m
        if is_level and bool(shapely.intersects_xy(shapely.from_wkb(room.floor), x, y)):
            return int(room.Index)
    return None


RULE = Rule(
    code="FUN-05",
    name="function.kitchen_bathroom_area",
    version=1,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(KITCHEN, BATHROOM),
    tables=(*TABLES, "ifc_quantity", "ifc_geometry"),
    parameters=(
        Parameter("kitchen_m2", "m2", baseline=3.5, exemplary=3.5),
        Parameter("bathroom_m2", "m2", baseline=2.5, exemplary=2.5),
    ),
    check=check,
)
