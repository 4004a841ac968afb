"""Nothing stands on tactile paving.

Why
    Who follows the ribs with a cane trusts that the way is free; a pole on them is a blow to the face.
Fails
    A lamp post, a tree's trunk, a bollard, a bench or a parking bay whose foot takes more than 0.005 m² of a strip of tactile
    paving. The finding stands at the strip and names all that stands on it.
Passes
    A strip with nothing on it. Of trees, lamps, signs, bollards, seats and waste points only what stands on the ground counts,
    and only where it begins near the strip: neither the crown above it nor the pole on the quay below the bridge.
Not applicable
    A model without tactile paving. A strip without a shape cannot be judged.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surfaces import outlines
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number, is_at_most

if TYPE_CHECKING:
    import pandas as pd

LYING = (Thing.PARKING_BAY, Thing.STEPS)
SHAPE = "IfcProduct.Representation"
NEAR_M = 1.0
"""What begins further above or below the strip than this is not on it."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each strip of tactile paving."""
    import shapely

    limit_m2 = parameters.number("overlap_m2")
    strips = things(tables, Thing.TACTILE_PAVING).sort_values("step_id")
    if strips.empty:
        return
    shapes = outlines(tables)
    feet = _feet(tables, shapes)
    bottoms = tables["ifc_geometry"].set_index("step_id")["min_z_m"]
    tree = shapely.STRtree(feet.to_numpy(object))
    for strip in strips.itertuples():
        outline = shapes.get(strip.step_id)
        if outline is None:
            yield Undetermined(step_id=strip.step_id, missing_field=SHAPE, table="msr_footprint")
            continue
        near = feet.iloc[sorted(tree.query(outline, predicate="intersects"))]
        taken_m2 = {
            int(step_id): float(shapely.intersection(foot, outline).area)
            for step_id, foot in near.items()
            # Where no heights are known, everything lies at one.
            if step_id != strip.step_id and not abs(bottoms.get(step_id, 0.0) - bottoms.get(strip.step_id, 0.0)) > NEAR_M
        }
        standing = sorted(step_id for step_id, area in taken_m2.items() if not is_at_most(area, limit_m2))
        if not standing:
            yield Passed(1)
            continue
        area_m2 = sum(taken_m2[step_id] for step_id in standing)
        yield Failed(
            step_id=strip.step_id, observed=format_number(area_m2), observed_value=area_m2, expected="0",
            limit_value=limit_m2, unit="m2", params={"count": len(standing)},
            caused_by=tuple(str(step_id) for step_id in standing), table="msr_standing", inputs={"taken_m2": area_m2},
        )  # fmt: skip


def _feet(tables: Frames, shapes: "pd.Series[object]") -> "pd.Series[object]":
    """Outlines of what would stand on the strip, by step id."""
    import pandas as pd

    standing = outlines(tables, "msr_standing")
    lying = shapes[shapes.index.isin(things(tables, *LYING)["step_id"])]
    return pd.concat([standing, lying[~lying.index.isin(standing.index)]]).sort_index()


RULE = Rule(
    code="HB-09",
    name="habitat.tactile_paving",
    version=1,
    family=RuleFamily.HABITAT,
    element=SixElement.FUNCTION,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE, ProjectCategory.HABITAT}),
    obligation=Obligation.ADVISORY,
    # Known from a restatement that gives the clause's number.
    clauses=(Clause("GB 55019-2021", "2.11.1"),),
    tables=("ifc_element", "ifc_geometry", "msr_thing", "msr_footprint", "msr_standing"),
    parameters=(Parameter("overlap_m2", "m2", baseline=0.005, exemplary=0.005),),
    check=check,
)
