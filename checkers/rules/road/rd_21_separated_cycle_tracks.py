"""On fast roads something solid stands between cars and cyclists.

Why
    Above 40 km/h a car that drifts over a painted line kills.
Fails
    A cycle track of a road of 50 km/h that lies beside the lanes with nothing but a line between them.
Passes
    A reserve, a guardrail, a railing or an upright kerb lies along the side of the track that faces the lanes; or the track lies
    further from them than a reserve is wide. Roads of up to 40 km/h pass, whatever lies between.
Not applicable
    A model without both lanes and cycle tracks. Without a design speed, tracks that are separated pass and others cannot be judged;
    neither can tracks or lanes without a shape.
"""

from collections.abc import Iterator
from typing import Any

from checkers.roads import DESIGN_SPEED, SPEED_WITHIN_KMH, design_speeds
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surface_falls import MESH
from checkers.surfaces import outlines
from checkers.things import things
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

LANES = (Thing.CARRIAGEWAY, Thing.TRAFFIC_LANE)
SEPARATING = (Thing.DIVIDER, Thing.PLANTED_AREA, Thing.GUARDRAIL, Thing.RAILING, Thing.KERB)

NEAR_M = 3.0
"""A track whose nearest lane is further away has more than any reserve between them."""

STEP_M = 2.0
"""The side of the track that faces the lanes is looked at in places no further apart."""

LEAST_SHARE = 0.8
"""Of these places so many must be separated: crossings and bays interrupt what separates."""


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each cycle track."""
    tracks = things(tables, Thing.CYCLE_TRACK).sort_values("step_id").set_index("step_id")
    lanes = things(tables, *LANES)
    if tracks.empty or lanes.empty:
        return
    shapes = outlines(tables)
    lane_shapes = shapes[shapes.index.isin(lanes["step_id"])]
    between = shapes[shapes.index.isin(things(tables, *SEPARATING)["step_id"])]
    limit_kmh = parameters.number("speed_kmh")
    for step_id, speed in design_speeds(tables, tracks.index).items():
        said: dict[str, Any] = {
            "step_id": int(step_id), "limit_value": limit_kmh, "unit": "km/h", "params": {"speed": format_number(speed, 0)}
        }  # fmt: skip
        if speed <= limit_kmh + SPEED_WITHIN_KMH:
            yield Passed(1)
        elif step_id not in shapes.index or lane_shapes.empty:
            yield Undetermined(**said, missing_field=MESH, text="no_shape")
        else:
            share = _separated_share(shapes[step_id], lane_shapes.to_numpy(object), between.to_numpy(object))
            if share is None or share >= LEAST_SHARE:
                yield Passed(1)
                continue
            said |= {"table": "msr_footprint", "inputs": {"separated_share": share}}
            if speed != speed:
                yield Undetermined(**said, missing_field=DESIGN_SPEED)
            else:
                yield Failed(**said, observed=f"{format_number(share * 100, 0)}%", observed_value=share * 100)


def _separated_share(track: Any, lanes: Any, between: Any) -> float | None:
    """Of the border that faces a lane; None where no lane is near."""
    import numpy as np
    import shapely

    border = shapely.get_coordinates(shapely.segmentize(shapely.boundary(track), STEP_M))
    points = shapely.points(border)
    tree = shapely.STRtree(lanes)
    which, nearest = tree.query_nearest(points, max_distance=NEAR_M, all_matches=False)
    if not len(which):
        return None
    ways = shapely.shortest_line(points[which], lanes[nearest])
    # The far side of the track faces the lanes across the track itself, and is not meant.
    inside = shapely.length(shapely.intersection(ways, shapely.buffer(track, -0.01)))
    facing = inside <= 0.1
    if not facing.any():
        return None
    reached = shapely.buffer(ways[facing], 0.05)
    hit, _ = shapely.STRtree(between).query(reached, predicate="intersects")
    return round(len(np.unique(hit)) / int(facing.sum()), 6)


RULE = Rule(
    code="RD-21",
    name="road.separated_cycle_tracks",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 55011-2021", "3.4.6", confirmed=True),),
    tables=("ifc_element", "ifc_property", "ifc_relation", "msr_thing", "msr_footprint"),
    parameters=(Parameter("speed_kmh", "km/h", baseline=40.0, exemplary=40.0),),
    check=check,
)
