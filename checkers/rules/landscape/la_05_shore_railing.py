"""Deep water near the shore is guarded by a railing.

Why
    Who slips into half a metre of water within two metres of the shore may not get out again, least of all a child.
Fails
    A pond of 1.2 m near its shore, of whose shore a tenth has no railing within 1.5 m.
Passes
    Water that is declared to be at most 0.50 m deep within 2.0 m of the shore (近岸水深); deeper water with a railing within 1.5 m
    of its outline all along, but for 5 % of it, which gates and landings take.
Not applicable
    A model without water. Water that does not say how deep it is near the shore cannot be judged, nor can deep water without a
    shape.
"""

from collections.abc import Iterator
from typing import Any

from checkers.properties import effective_numbers
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surfaces import outlines
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number, is_at_most

MISSING_DEPTH, MISSING_SHAPE = "近岸水深", "IfcProduct.Representation"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each water."""
    import shapely

    waters = things(tables, Thing.WATER).sort_values("step_id")
    if waters.empty:
        return
    depths = effective_numbers(tables, "shore_depth", "m", plain_unit="m")["number"].dropna()
    shapes = outlines(tables)
    limit_m, reach_m, open_share = (parameters.number(name) for name in ("depth_m", "reach_m", "open_share"))
    guarded = shapely.buffer(shapely.union_all(_railings(tables)), reach_m)
    tops_m = tables["ifc_geometry"].set_index("step_id")["max_z_m"]
    for step_id in waters["step_id"]:
        depth_m = depths.get(step_id)
        said: dict[str, Any] = {"step_id": step_id, "params": {"depth": format_number(depth_m) if depth_m is not None else "—"}}
        if depth_m is None:
            yield Undetermined(
                **said, missing_field=MISSING_DEPTH, expected=f"<= {format_number(limit_m)}", limit_value=limit_m, unit="m"
            )
            continue
        if is_at_most(depth_m, limit_m):
            yield Passed(1)
            continue
        outline = shapes.get(step_id)
        if outline is None:
            yield Undetermined(**said, missing_field=MISSING_SHAPE, text="no_shape")
            continue
        shore = shapely.union_all(shapely.get_exterior_ring(shapely.get_parts(outline)))
        unguarded = shapely.difference(shore, guarded)
        share = shapely.length(unguarded) / shapely.length(shore)
        if is_at_most(share, open_share):
            yield Passed(1)
            continue
        longest = max(shapely.get_parts(shapely.line_merge(unguarded)), key=shapely.length)
        middle = shapely.line_interpolate_point(longest, 0.5, normalized=True)
        yield Failed(
            **said, observed=format_number(share), observed_value=float(share), expected=f"<= {format_number(open_share)}",
            limit_value=open_share, unit="", table="msr_footprint",
            point=(float(middle.x), float(middle.y), float(tops_m.get(step_id, 0.0))),
            inputs={
                "shore_depth_m": float(depth_m), "shore_m": float(shapely.length(shore)),
                "open_m": float(shapely.length(unguarded)),
            },
        )  # fmt: skip


def _railings(tables: Frames) -> Any:
    """Outlines of all railings, as an array; of what is an upright sheet, the box seen from above."""
    import numpy as np
    import shapely

    railings = things(tables, Thing.RAILING)["step_id"]
    shapes = outlines(tables)
    shapes = shapes[shapes.index.isin(railings)]
    boxes = tables["ifc_geometry"].set_index("step_id")
    boxes = boxes[boxes.index.isin(railings) & ~boxes.index.isin(shapes.index)]
    drawn = shapely.box(boxes["min_x_m"], boxes["min_y_m"], boxes["max_x_m"], boxes["max_y_m"])
    return np.concatenate([shapes.to_numpy(object), np.asarray(drawn, object)])


RULE = Rule(
    code="LA-05",
    name="landscape.shore_railing",
    version=1,
    family=RuleFamily.LANDSCAPE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.LANDSCAPE, ProjectCategory.HABITAT}),
    obligation=Obligation.ADVISORY,
    # Known from a restatement that does not give the clause's number.
    clauses=(Clause("GB 55031-2022", ""),),
    tables=("ifc_element", "ifc_property", "ifc_geometry", "msr_thing", "msr_footprint"),
    parameters=(
        Parameter("depth_m", "m", baseline=0.50, exemplary=0.50),
        Parameter("reach_m", "m", baseline=1.5, exemplary=1.5),
        Parameter("open_share", "", baseline=0.05, exemplary=0.05),
    ),
    check=check,
)
