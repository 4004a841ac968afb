"""Trees keep away from the walls of buildings and from water and sewer pipes.

Why
    Roots lift foundations and grow into pipes, and the next trench cuts the roots.
Fails
    A trunk 1.6 m from the wall of a house (subject ``wall``); one 1.0 m from a sewer (subject ``pipe``), however deep it lies.
Passes
    2.0 m and 1.5 m or more, in plan, from the point where the tree stands to the outline of the wall or pipe. The point is the
    origin of its placement, or the middle of its shape where that origin lies elsewhere.
Not applicable
    A model without trees, or with neither walls of buildings nor such pipes. Walls are those in a building but for retaining and
    garden walls, and buildings drawn as one proxy; pipes are those that do not say that they hold gas, heat, power or cables.
    Where the tree, or every wall or pipe, has no shape, the distance cannot be judged.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from checkers.lasting_order import in_lasting_order
from checkers.names import joined_names, words
from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.spatial_classes import BUILDINGS, WALLS, ancestors
from checkers.surfaces import outlines
from checkers.things import things
from checkers.trees import tree_points
from cim_schema.codes import ObjectFamily, Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import EQUALITY_TOLERANCE, format_number

if TYPE_CHECKING:
    import pandas as pd

SHAPE = "IfcProduct.Representation"
SAME_PLACE_M = 1e-3
PIPE_CLASSES = ("IfcPipeSegment", "IfcFlowSegment", "IfcBuildingElementProxy")


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each tree, against walls and against pipes."""
    import shapely

    trees = things(tables, Thing.TREE).sort_values("step_id")
    if trees.empty:
        return
    shapes = outlines(tables)
    points = tree_points(tables, trees["step_id"])
    others = {"wall": _walls(tables), "pipe": _pipes(tables)}
    for subject, steps in others.items():
        if steps.empty:
            continue
        limit = parameters.number(f"{subject}_m")
        said: dict[str, Any] = {
            "subject": subject, "expected": f">= {format_number(limit)}", "limit_value": limit, "unit": "m",
            "params": {"what": f"@rule.LA-09.{subject}"}, "table": "msr_footprint",
        }  # fmt: skip
        near = shapes.reindex([step_id for step_id in steps if step_id in shapes.index])
        known = [step_id for step_id in trees["step_id"] if step_id in points] if len(near) else []
        for step_id in trees["step_id"]:
            if step_id not in points or near.empty:
                yield Undetermined(**said, step_id=step_id, missing_field=SHAPE)
        if not known:
            continue
        tree = shapely.STRtree(near.to_numpy(object))
        which, distances = tree.query_nearest([points[step_id] for step_id in known], return_distance=True, all_matches=False)
        is_far = distances >= limit - EQUALITY_TOLERANCE
        yield Passed(int(is_far.sum()))
        for place in (~is_far).nonzero()[0]:
            step_id, distance = known[which[0][place]], float(distances[place])
            # Two that meet where a tree is nearest are as near as one another, but for the last digits.
            alike = tree.query(points[step_id], predicate="dwithin", distance=distance + SAME_PLACE_M)
            other = int(near.index[alike.min()])
            yield Failed(
                **said, step_id=step_id, observed=format_number(distance, 2), observed_value=distance, caused_by=(str(other),),
                inputs={"distance_m": distance},
            )  # fmt: skip


def _walls(tables: Frames) -> "pd.Series[int]":
    import pandas as pd

    elements = tables["ifc_element"]
    in_building = elements["step_id"].map(ancestors(elements, BUILDINGS)).notna()
    walls = in_lasting_order(elements[elements["ifc_class"].isin(WALLS) & in_building])
    walls = walls[~words("walls", "freestanding").in_texts(walls["name"])]
    buildings = in_lasting_order(things(tables, Thing.BUILDING))
    drawn = buildings[buildings["family"].eq(ObjectFamily.ELEMENT)]
    return pd.concat([walls["step_id"], drawn["step_id"]])


def _pipes(tables: Frames) -> "pd.Series[int]":
    pipes = in_lasting_order(things(tables, Thing.PIPE))
    label = joined_names(pipes, "name", "object_type", "description")
    is_pipe = pipes["ifc_class"].isin(PIPE_CLASSES) & ~words("pipes", "dry").in_texts(label)
    steps: pd.Series[int] = pipes.loc[is_pipe, "step_id"]
    return steps


RULE = Rule(
    code="LA-09",
    name="landscape.tree_distances",
    version=1,
    family=RuleFamily.LANDSCAPE,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.LANDSCAPE, ProjectCategory.HABITAT, ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.ADVISORY,
    # Nobody has seen either table; the distances are remembered.
    clauses=(Clause("CJJ/T 75-2023", ""), Clause("GB 50289-2016", "")),
    tables=("ifc_element", "ifc_placement", "ifc_geometry", "msr_thing", "msr_footprint"),
    parameters=(Parameter("wall_m", "m", baseline=2.0, exemplary=2.0), Parameter("pipe_m", "m", baseline=1.5, exemplary=1.5)),
    check=check,
)
