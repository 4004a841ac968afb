"""Street trees stand far enough from one another and from wheels.

Why
    Crowns that grow into one another die on the inside, and a trunk beside the kerb is hit by mirrors.
Fails
    Two street trees 2.5 m apart; a trunk 0.4 m from the lane.
Passes
    At least 4.0 m between neighbouring trees, and 0.75 m from the middle of the trunk to the surface for vehicles; measured from
    where the trees stand.
Not applicable
    A model without trees. Trees of which nothing tells where they stand are left out; if that is all of them, nothing can be said.
"""

from collections.abc import Iterator
from typing import Any

from checkers.lasting_order import in_lasting_order, lasting_names
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.surfaces import outlines
from checkers.things import things
from checkers.trees import TABLES, tree_points
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

DRIVEN = (Thing.CARRIAGEWAY, Thing.TRAFFIC_LANE, Thing.CYCLE_TRACK)
PLACED_WITHIN_M = 0.01
PLACE = "IfcProduct.ObjectPlacement"


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each tree."""
    import numpy as np
    import shapely

    found = in_lasting_order(things(tables, Thing.TREE))
    trees, names = found["step_id"], lasting_names(found)
    if trees.empty:
        return
    points = tree_points(tables, trees)
    if not points:
        yield Undetermined(step_id=int(trees.iloc[0]), missing_field=PLACE, params={"count": len(trees)})
        return
    steps, places = list(points), np.array(list(points.values()), object)
    apart_m, kerb_m = parameters.number("apart_m"), parameters.number("lane_m")
    neighbours = _near(places, places, apart_m)
    neighbours = [(a, b) for a, b in neighbours if a < b]
    shapes = outlines(tables)
    driven = in_lasting_order(things(tables, *DRIVEN))["step_id"]
    lanes = shapes.reindex([step_id for step_id in driven if step_id in shapes.index])
    beside = _near(places, lanes.to_numpy(object), kerb_m)
    close = {place for pair in neighbours for place in pair} | {place for place, _ in beside}
    yield Passed(len(steps) - len(close))
    for a, b in neighbours:
        distance_m = float(shapely.distance(places[a], places[b]))
        yield Failed(**_said(steps[a], f"tree:{names[steps[b]]}", distance_m, apart_m), caused_by=(str(steps[b]),), text="apart")
    for place in sorted({place for place, _ in beside}):
        others = [other for one, other in beside if one == place]
        distances = {int(lanes.index[other]): float(shapely.distance(places[place], lanes.iloc[other])) for other in others}
        nearest = min(distances, key=lambda step_id: round(distances[step_id], 3))
        yield Failed(**_said(steps[place], "lane", distances[nearest], kerb_m), caused_by=(str(nearest),), text="lane")


def _near(points: Any, others: Any, limit_m: float) -> list[tuple[int, int]]:
    """Pairs that are nearer than the limit, in order."""
    import shapely

    which, other = shapely.STRtree(others).query(points, predicate="dwithin", distance=limit_m - PLACED_WITHIN_M)
    return sorted(zip(which.tolist(), other.tolist(), strict=True))


def _said(step_id: int, subject: str, distance_m: float, limit_m: float) -> dict[str, Any]:
    return {
        "step_id": step_id, "subject": subject, "observed": format_number(distance_m, 2), "observed_value": distance_m, "unit": "m",
        "expected": f">= {format_number(limit_m)}", "limit_value": limit_m, "table": "ifc_placement",
        "inputs": {"distance_m": distance_m},
    }  # fmt: skip


RULE = Rule(
    code="RD-17",
    name="road.street_tree_places",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.ADVISORY,
    clauses=(Clause("CJJ/T 75-2023", ""),),
    tables=("ifc_element", "msr_thing", *TABLES),
    parameters=(
        Parameter("apart_m", "m", baseline=4.0, exemplary=4.0),
        Parameter("lane_m", "m", baseline=0.75, exemplary=0.75),
    ),
    check=check,
)
