"""Dwelling houses have lifts from four storeys up, and two of them in tall ones.

Why
    Who cannot climb stairs lives on the ground floor or not at all; a single lift in a tall house stands still one day.
Fails
    A house of five storeys without a lift; one of fourteen storeys with one.
Passes
    One lift from 4 storeys, or from a top floor more than 9 m up; two from 12 storeys or 33 m. Where zones name the stairwell units
    (单元), so many for each. Lifts are transport elements, proxies that are called so, or lift shafts among the rooms.
Not applicable
    A building that is no dwelling house, or a lower one; a project from before the standard. A dwelling house of unknown storeys is
    undetermined.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from checkers.buildings import BuildingUse, building_use
from checkers.editions import is_in_force, project_day
from checkers.names import joined_names, words
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import BUILDINGS, ancestors
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

if TYPE_CHECKING:
    import pandas as pd

LIFT_CLASSES = ("IfcTransportElement", "IfcBuildingElementProxy", "IfcElementAssembly", "IfcSpace")
NO_LIFT_TYPES = ("ESCALATOR", "MOVINGWALKWAY", "CRANEWAY", "LIFTINGGEAR")

CLAUSE = Clause("GB 55038-2025", "4.2.4", confirmed=True, effective_from=date(2025, 5, 1))


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each dwelling house."""
    if not is_in_force(CLAUSE, project_day(tables)):
        return
    elements = tables["ifc_element"]
    storeys = tables["msr_storey"]
    for building in tables["msr_building"].sort_values("step_id").itertuples():
        said: dict[str, Any] = {"step_id": int(building.step_id), "table": "msr_building"}
        floors = storeys.loc[
            storeys["building_step_id"].eq(building.step_id) & storeys["storey_kind"].eq("ordinary"), "elevation_m"
        ]
        if floors.empty:
            # Other disciplines' models of a house hold no floors, and no lifts either.
            has_rooms = storeys.loc[storeys["storey_kind"].ne("roof"), "room_count"].gt(0).any()
            if has_rooms and _is_dwelling_house(tables, building):
                yield Undetermined(**said, missing_field="IfcBuildingStorey")
            continue
        count, top_m = len(floors), float(floors.max() - floors.min())
        wanted = 0
        if count >= parameters.number("storeys") or top_m > parameters.number("top_floor_m"):
            wanted = 1
        if count >= parameters.number("two_lifts_storeys") or top_m > parameters.number("two_lifts_top_floor_m"):
            wanted = 2
        if not wanted or not _is_dwelling_house(tables, building):
            continue
        wanted *= max(1, _units(elements))
        lifts = _lifts(elements)
        found = _counted(lifts[lifts["step_id"].map(ancestors(elements, BUILDINGS)).eq(building.step_id)])
        if found >= wanted:
            yield Passed(1)
            continue
        yield Failed(
            **said, observed=str(found), expected=f">= {wanted}", observed_value=float(found), limit_value=float(wanted),
            params={"storeys": count}, inputs={"storeys": count, "top_floor_m": top_m, "lifts": found},
        )  # fmt: skip


def _is_dwelling_house(tables: Frames, building: Any) -> bool:
    return building_use(tables, int(building.step_id)).use == BuildingUse.RESIDENTIAL


def _lifts(elements: "pd.DataFrame") -> "pd.DataFrame":
    some = elements[elements["ifc_class"].isin(LIFT_CLASSES) & ~elements["predefined_type"].isin(NO_LIFT_TYPES)]
    is_lift = some["ifc_class"].eq("IfcTransportElement") | words("rooms", "lift").in_texts(joined_names(some))
    return some[is_lift]


def _counted(lifts: "pd.DataFrame") -> int:
    """Lifts; where there are none but shafts among the rooms, the most shafts that one storey has."""
    built = lifts[~lifts["ifc_class"].eq("IfcSpace")]
    if len(built):
        return len(built)
    shafts = lifts.groupby("storey_step_id").size()
    return int(shafts.max()) if len(shafts) else 0


def _units(elements: "pd.DataFrame") -> int:
    zones = elements[elements["ifc_class"].isin(("IfcZone", "IfcSpatialZone"))]
    return int(words("rooms", "stairwell_unit").in_texts(joined_names(zones)).sum())


RULE = Rule(
    code="FUN-10",
    name="function.lifts",
    version=1,
    family=RuleFamily.FUNCTION,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(CLAUSE,),
    tables=("ifc_element", "ifc_property", "ifc_classification", "msr_storey", "msr_building"),
    parameters=(
        Parameter("storeys", "", baseline=4.0, exemplary=4.0),
        Parameter("top_floor_m", "m", baseline=9.0, exemplary=9.0),
        Parameter("two_lifts_storeys", "", baseline=12.0, exemplary=12.0),
        Parameter("two_lifts_top_floor_m", "m", baseline=33.0, exemplary=33.0),
    ),
    check=check,
)
