"""Railings beside cycle tracks and mixed ways on bridges are high enough for riders.

Why
    Whoever sits on a bicycle has the weight above a railing that would keep a pedestrian.
Fails
    A railing of 1.20 m at the edge of a cycle track on a bridge; one named 人非混行道栏杆 of 1.10 m.
Passes
    A height of at least 1.40 m: as declared, else as measured on the mesh. A railing is beside a cycle track if its names say so
    (非机动车, 人非, 混行), or if of cycle tracks and footways at its height one of the former is nearer in plan, and within 1.5 m;
    a railing at the same distance from both stands between them.
Not applicable
    A model without such railings on a bridge (``BR-01`` tells what is on a bridge). What neither declares a height nor has a mesh
    to measure cannot be judged.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checkers import bridge_railings
from checkers.bridge_railings import is_for_cycles, railing_sizes
from checkers.passable_surfaces import surface_bodies
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

if TYPE_CHECKING:
    import pandas as pd

MISSING = "Pset_RailingCommon.Height"
SAME_PLACE_M = 0.01
"""Distances that differ by less are the same."""
SAME_LEVEL_M = 1.0
"""A surface that ends further below the railing's foot, or begins above its top, is not what the railing stands beside."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each railing on a bridge that riders pass."""
    limit_m = parameters.number("height_m")
    railings = bridge_railings.bridge_railings(tables).set_index("step_id")
    if railings.empty:
        return
    railings = railings[is_for_cycles(railings) | _beside_cycle_tracks(tables, railings, parameters.number("reach_m"))]
    heights = railings[[]].join(railing_sizes(tables, "railing_height"))
    enough = heights["size_m"] >= limit_m - heights["within_m"]
    yield Passed(int(enough.sum()))
    for railing in heights[~enough].itertuples():
        if railing.size_m != railing.size_m:
            yield Undetermined(
                step_id=railing.Index, missing_field=MISSING, expected=f">= {format_number(limit_m)}", limit_value=limit_m, unit="m"
            )
            continue
        yield Failed(
            step_id=railing.Index, observed=format_number(railing.size_m), observed_value=railing.size_m,
            expected=f">= {format_number(limit_m)}", limit_value=limit_m, unit="m", table=railing.table,
            inputs={"rail_height_m": railing.size_m, "is_measured": railing.table == "msr_railing"},
        )  # fmt: skip


def _beside_cycle_tracks(tables: Frames, railings: "pd.DataFrame", reach_m: float) -> "pd.Series[bool]":
    """Whether a cycle track is the nearest surface to each railing."""
    import numpy as np
    import shapely

    shapes = tables["ifc_geometry"].set_index("step_id")
    outlines = tables["msr_footprint"].set_index("step_id")["footprint"]
    told = tables["msr_thing"].set_index("step_id")["thing"]
    bodies = surface_bodies(tables["ifc_element"], tables["msr_thing"], set(outlines.index) & set(shapes.index))
    surfaces = [
        (str(told[surface]), body) for surface, own in bodies.items() for body in own
        if told[surface] in (Thing.CYCLE_TRACK, Thing.FOOTWAY)
    ]  # fmt: skip
    is_beside = railings["label"].ne(railings["label"])
    for railing in railings.index.intersection(shapes.index):
        foot, top = shapes.loc[railing, "min_z_m"], shapes.loc[railing, "max_z_m"]
        outline = shapely.from_wkb(outlines[railing])
        if outline.is_empty:
            box = shapes.loc[railing]
            outline = shapely.box(box["min_x_m"], box["min_y_m"], box["max_x_m"], box["max_y_m"])
        nearest = {str(Thing.CYCLE_TRACK): np.inf, str(Thing.FOOTWAY): np.inf}
        for thing, body in surfaces:
            if shapes.loc[body, "max_z_m"] >= foot - SAME_LEVEL_M and shapes.loc[body, "min_z_m"] <= top:
                nearest[thing] = min(nearest[thing], shapely.from_wkb(outlines[body]).distance(outline))
        cycles, walkers = nearest[str(Thing.CYCLE_TRACK)], nearest[str(Thing.FOOTWAY)]
        is_beside[railing] = cycles <= reach_m and cycles < walkers - SAME_PLACE_M
    return is_beside


RULE = Rule(
    code="BR-02",
    name="bridge.cycle_railing_height",
    version=1,
    family=RuleFamily.BRIDGE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55011-2021", "6.0.7", confirmed=True),),
    tables=(*bridge_railings.TABLES, "msr_footprint", "ifc_geometry"),
    parameters=(
        Parameter("height_m", "m", baseline=1.40, exemplary=1.40),
        Parameter("reach_m", "m", baseline=1.5, exemplary=1.5),
    ),
    check=check,
)
