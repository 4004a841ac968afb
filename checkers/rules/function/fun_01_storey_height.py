"""Storeys with dwelling rooms are high enough from floor to floor.

Why
    Height cannot be added later; ducts, floor heating and daylight all take from it.
Fails
    A storey with bedrooms at 3.10 and the next one at 6.00.
Passes
    Storeys 3.00 m apart.
Not applicable
    A model without rooms named as bedrooms or living rooms. The topmost storey needs one above it, such as the roof, to be judged.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from checkers.names import words
from checkers.rooms import are, spaces
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import BUILDINGS, ancestors
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least

if TYPE_CHECKING:
    import pandas as pd

SAME_FLOOR_M = 0.5
"""Storeys closer than this are one floor with a step in it."""
ELEVATION = "IfcBuildingStorey.Elevation"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each storey that holds a dwelling room."""
    limit_m = parameters.number("storey_height_m")
    for storey in _dwelling_storeys(tables).itertuples():
        inputs = {"elevation_m": storey.elevation_m, "above": storey.above, "elevation_above_m": storey.above_m}
        said: dict[str, Any] = {
            "step_id": storey.Index, "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "unit": "m",
            "table": "ifc_spatial",
        }  # fmt: skip
        height_m = storey.above_m - storey.elevation_m
        if height_m != height_m:
            yield Undetermined(**said, missing_field=ELEVATION)
        elif is_at_least(height_m, limit_m):
            yield Passed(1)
        else:
            params = {"above": storey.above}
            yield Failed(**said, observed=format_number(height_m), observed_value=height_m, params=params, inputs=inputs)


def _dwelling_storeys(tables: Frames) -> "pd.DataFrame":
    """Indexed by step id: elevation, and name and elevation of the next storey of the building that holds rooms or is the roof."""
    elements = tables["ifc_element"]
    rooms = spaces(tables)
    storeys = tables["ifc_spatial"]
    storeys = storeys[storeys["ifc_class"].eq("IfcBuildingStorey")].set_index("step_id")
    storeys = storeys.assign(building=ancestors(elements, BUILDINGS).reindex(storeys.index), name=storeys["name"].fillna(""))
    is_floor = storeys.index.isin(rooms["storey_step_id"].dropna()) | words("rooms", "roof_storey").in_texts(storeys["name"])
    floors = storeys[is_floor & storeys["elevation_m"].notna()].sort_values("elevation_m")
    dwelling = storeys[storeys.index.isin(rooms.loc[are(rooms, "dwelling"), "storey_step_id"].dropna())]
    above = []
    for storey in dwelling.itertuples():
        higher = floors[floors["building"].eq(storey.building) & floors["elevation_m"].gt(storey.elevation_m + SAME_FLOOR_M)]
        above.append((None, None) if higher.empty else (higher["name"].iloc[0], higher["elevation_m"].iloc[0]))
    found = dwelling[["elevation_m"]].copy()
    found["above"] = [name for name, _ in above]
    found["above_m"] = [elevation for _, elevation in above]
    return found.astype({"above_m": "float64"})


RULE = Rule(
    code="FUN-01",
    name="function.storey_height",
    version=1,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55038-2025", "4.1.2", confirmed=True, effective_from=date(2025, 5, 1)),),
    tables=("ifc_element", "ifc_spatial"),
    parameters=(Parameter("storey_height_m", "m", baseline=3.00, exemplary=3.00),),
    check=check,
)
