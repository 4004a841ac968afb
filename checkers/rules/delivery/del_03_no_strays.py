"""No element lies far from all the rest.

Why
    A forgotten block beside the drawing's origin makes the model kilometres wide: maps zoom out, and shapes lose their precision.
Fails
    A chair 4 km from the house it belongs to.
Passes
    Every element lies within 2 km of the middle of the model (the median of all places), or no more than ten times as far from it
    as nine tenths of the elements, so that long roads are not torn apart.
Not applicable
    A model without elements. Where none has a shape, nothing can be said.
"""

from collections.abc import Iterator

from checkers.rule import PLATFORM, Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement
from cim_schema.units import format_number

SHAPE = "IfcProduct.Representation"
MOST_SHARE, TIMES = 0.9, 10.0


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each element that has a shape."""
    import numpy as np

    limit_m = parameters.number("distance_m")
    elements = tables["ifc_element"]
    steps = elements.loc[elements["family"].eq("element"), "step_id"]
    shapes = tables["ifc_geometry"]
    shapes = shapes[shapes["step_id"].isin(steps)].sort_values("step_id")
    if shapes.empty:
        if len(steps):
            yield Undetermined(missing_field=SHAPE, table="ifc_geometry")
        return
    middles = np.stack([(shapes[f"min_{axis}_m"] + shapes[f"max_{axis}_m"]).to_numpy(float) / 2 for axis in "xyz"], axis=1)
    distances_m = np.linalg.norm(middles - np.median(middles, axis=0), axis=1)
    reach_m = max(limit_m, TIMES * float(np.quantile(distances_m, MOST_SHARE)))
    is_stray = distances_m > reach_m
    yield Passed(int((~is_stray).sum()))
    for step_id, distance_m in zip(shapes.loc[is_stray, "step_id"].tolist(), distances_m[is_stray].tolist(), strict=True):
        yield Failed(
            step_id=step_id, observed=format_number(distance_m, 0), observed_value=distance_m, unit="m", limit_value=reach_m,
            expected=f"<= {format_number(reach_m, 0)}", table="ifc_geometry", inputs={"distance_m": distance_m},
        )  # fmt: skip


RULE = Rule(
    code="DEL-03",
    name="delivery.no_strays",
    version=1,
    family=RuleFamily.DELIVERY,
    element=SixElement.QUALITY,
    categories=frozenset(ProjectCategory),
    obligation=Obligation.ADVISORY,
    clauses=(Clause(PLATFORM, "DEL-03"),),
    tables=("ifc_element", "ifc_geometry"),
    parameters=(Parameter("distance_m", "m", baseline=2000.0, exemplary=2000.0),),
    check=check,
)
