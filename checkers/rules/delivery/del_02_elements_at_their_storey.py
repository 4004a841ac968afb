"""Elements stand at the storey that they belong to.

Why
    What hangs under the wrong storey is missing from its plan, its quantities and its evacuation.
Fails
    A door of the third floor that belongs to the first: all of it lies more than a metre above the first floor's ceiling.
Passes
    Some part of the element lies between its storey's level and the next one's, or no more than 1.0 m beyond. Below the lowest and
    above the highest storey of a building anything may be.
Not applicable
    A model without storeys, or with no shape that belongs to one. Storeys whose levels nobody gives are left out; if that is all of
    them, nothing can be said.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import STOREYS
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

if TYPE_CHECKING:
    import pandas as pd

MISSING = "IfcBuildingStorey.Elevation"
SAME_LEVEL_M = 0.01


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each element that belongs to a storey and has a shape."""
    reach_m = parameters.number("reach_m")
    elements = tables["ifc_element"]
    elements = elements[elements["family"].eq("element") & elements["storey_step_id"].notna()]
    elements = elements[["step_id", "storey_step_id", "storey"]]
    shapes = elements.merge(tables["ifc_geometry"][["step_id", "min_z_m", "max_z_m"]], on="step_id")
    if shapes.empty:
        return
    bands = _bands(tables["ifc_spatial"])
    shapes = shapes.merge(bands, left_on="storey_step_id", right_index=True, how="inner").sort_values("step_id")
    if shapes.empty:
        yield Undetermined(missing_field=MISSING, table="ifc_spatial")
        return
    above_m, below_m = shapes["min_z_m"] - shapes["top_m"], shapes["bottom_m"] - shapes["max_z_m"]
    off_m = above_m.where(above_m > below_m, below_m)
    is_off = off_m > reach_m
    yield Passed(int((~is_off).sum()))
    for step_id, off, storey in zip(
        shapes.loc[is_off, "step_id"].tolist(), off_m[is_off].tolist(), shapes.loc[is_off, "storey"], strict=True
    ):
        yield Failed(
            step_id=step_id, observed=format_number(off, 2), observed_value=off, expected=f"<= {format_number(reach_m)}",
            limit_value=reach_m, unit="m", params={"storey": storey or "—"}, table="ifc_geometry", inputs={"off_m": off},
        )  # fmt: skip


def _bands(spatial: "pd.DataFrame") -> "pd.DataFrame":
    """From which height to which each storey reaches: ``bottom_m`` and ``top_m`` by its step id."""
    import numpy as np
    import pandas as pd

    storeys = spatial[spatial["ifc_class"].isin(STOREYS) & spatial["elevation_m"].notna()]
    bands = []
    for _, of_one in storeys.groupby("parent_step_id", dropna=False):
        levels = of_one.set_index("step_id")["elevation_m"]
        distinct = np.sort(levels.to_numpy())
        distinct = distinct[np.concatenate([[True], np.diff(distinct) > SAME_LEVEL_M])]
        place = np.searchsorted(distinct, levels.to_numpy() + SAME_LEVEL_M) - 1
        place = np.clip(place, 0, len(distinct) - 1)
        edges = np.concatenate([[-np.inf], distinct[1:], [np.inf]])
        bands.append(pd.DataFrame({"bottom_m": edges[place], "top_m": edges[place + 1]}, index=levels.index))
    return pd.concat(bands) if bands else pd.DataFrame({"bottom_m": [], "top_m": []}, index=pd.Index([], dtype="int64"))


RULE = Rule(
    code="DEL-02",
    name="delivery.elements_at_their_storey",
    version=1,
    family=RuleFamily.DELIVERY,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "DEL-02"),),
    tables=("ifc_element", "ifc_spatial", "ifc_geometry"),
    parameters=(Parameter("reach_m", "m", baseline=1.0, exemplary=1.0),),
    check=check,
)
