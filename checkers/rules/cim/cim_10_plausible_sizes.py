"""The model's units give things the size that such things have.

Why
    A model that says metres and means millimetres covers the whole province on the map.
Fails
    Doors of 2100 m; storeys 3 mm apart; half of all elements more than 200 m high; a whole model of 40 mm, or of 900 km; a file
    that assigns no unit of length.
Passes
    A unit of length is assigned; doors are between 1.2 m and 8 m high, elements no more than 200 m, and storeys between 1.5 m and
    20 m apart (the medians); all that has a shape measures 0.5 m to 100 km altogether. What a model does not have is not looked at.
Not applicable
    A model with nothing in it. What the sizes are good for, other rules ask.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import DOORS, STOREYS
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number, is_at_least, is_at_most

if TYPE_CHECKING:
    import pandas as pd

SAME_STOREY_M = 1e-6
SHAPE = "IfcProduct.Representation"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at the unit of length and at the sizes of doors, storeys and the whole."""
    if tables["ifc_element"].empty:
        return
    units = tables["ifc_unit"]
    if (units["unit_type"].eq("LENGTHUNIT") & units["is_assigned"].eq(True)).any():
        yield Passed(1)
    else:
        yield Failed(subject="unit", text="no_unit", observed="—", expected="LENGTHUNIT", table="ifc_unit")
    sizes = {
        "door": _door_height_m(tables), "storey": _storey_height_m(tables["ifc_spatial"]),
        "element": _element_height_m(tables), "extent": _extent_m(tables["ifc_geometry"]),
    }  # fmt: skip
    if all(size is None for size in sizes.values()):
        yield Undetermined(missing_field=SHAPE, table="ifc_geometry")
    for name, size_m in sizes.items():
        if size_m is None:
            continue
        least_m, most_m = parameters.number(f"{name}_least_m"), parameters.number(f"{name}_most_m")
        if is_at_least(size_m, least_m) and is_at_most(size_m, most_m):
            yield Passed(1)
        else:
            yield Failed(
                subject=name, text=name, observed=format_number(size_m), observed_value=size_m, unit="m",
                expected=f"{format_number(least_m)}–{format_number(most_m)}", limit_value=least_m if size_m < least_m else most_m,
                params={"least": format_number(least_m), "most": format_number(most_m)},
                table="ifc_spatial" if name == "storey" else "ifc_geometry", inputs={"size_m": size_m},
            )  # fmt: skip


def _door_height_m(tables: Frames) -> float | None:
    elements, boxes = tables["ifc_element"], tables["ifc_geometry"]
    doors = boxes[boxes["step_id"].isin(elements.loc[elements["ifc_class"].isin(DOORS), "step_id"])]
    return float((doors["max_z_m"] - doors["min_z_m"]).median()) if len(doors) else None


def _element_height_m(tables: Frames) -> float | None:
    """Of roads and terrain too, which are kilometres long, half are hardly ever higher than a tower."""
    elements, boxes = tables["ifc_element"], tables["ifc_geometry"]
    own = boxes[boxes["step_id"].isin(elements.loc[elements["family"].eq("element"), "step_id"])]
    return float((own["max_z_m"] - own["min_z_m"]).median()) if len(own) else None


def _storey_height_m(spatial: "pd.DataFrame") -> float | None:
    """From storey to storey, half of them; of several buildings each by itself."""
    import pandas as pd

    storeys = spatial[spatial["ifc_class"].isin(STOREYS) & spatial["elevation_m"].notna()]
    between = [
        of_one["elevation_m"].sort_values().diff().dropna() for _, of_one in storeys.groupby("parent_step_id", dropna=False)
    ]  # fmt: skip
    heights = pd.concat(between) if between else pd.Series([], dtype="float64")
    heights = heights[heights > SAME_STOREY_M]
    return float(heights.median()) if len(heights) else None


def _extent_m(boxes: "pd.DataFrame") -> float | None:
    """Longest side of the box of all."""
    if boxes.empty:
        return None
    return float(max(boxes[f"max_{axis}_m"].max() - boxes[f"min_{axis}_m"].min() for axis in "xyz"))


RULE = Rule(
    code="CIM-10",
    name="cim.plausible_sizes",
    version=2,
    family=RuleFamily.CIM,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "CIM-10"),),
    tables=("ifc_element", "ifc_unit", "ifc_spatial", "ifc_geometry"),
    parameters=(
        Parameter("door_least_m", "m", baseline=1.2, exemplary=1.2),
        Parameter("door_most_m", "m", baseline=8.0, exemplary=8.0),
        Parameter("storey_least_m", "m", baseline=1.5, exemplary=1.5),
        Parameter("storey_most_m", "m", baseline=20.0, exemplary=20.0),
        Parameter("element_least_m", "m", baseline=0.0, exemplary=0.0),
        Parameter("element_most_m", "m", baseline=200.0, exemplary=200.0),
        Parameter("extent_least_m", "m", baseline=0.5, exemplary=0.5),
        Parameter("extent_most_m", "m", baseline=100000.0, exemplary=100000.0),
    ),
    check=check,
)
