"""Trees beside the lanes stand in belts that are wide enough for them.

Why
    In a narrow belt the roots lift the kerb, the soil dries out, and the trunk stands in the way of wheels.
Fails
    A side reserve of 1.2 m in which trees are planted. The finding stands at the belt and names its trees.
Passes
    A width of at least 1.5 m, as declared, else as measured on the outline. A tree stands in a reserve or planted area whose
    outline holds the point that it stands at (its placement, or the middle of its shape where that lies elsewhere), or that it is
    contained in; of several the widest counts.
Not applicable
    A model without trees in such belts: a tree in a pit of the footway is not looked at. A belt whose width nobody knows cannot be
    judged.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checkers.rule import Clause, Failed, Frames, Parameter, Parameters, Passed, Rule, Undetermined, Verdict
from checkers.strips import TABLES, WIDTH, strip_widths
from checkers.surfaces import outlines
from checkers.things import things
from checkers.trees import tree_points
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement, Thing
from cim_schema.units import format_number

if TYPE_CHECKING:
    import pandas as pd

BELTS = (Thing.DIVIDER, Thing.PLANTED_AREA)


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each belt with trees."""
    limit_m = parameters.number("width_m")
    belts = things(tables, *BELTS).sort_values("step_id").set_index("step_id").join(strip_widths(tables))
    trees_in: dict[int, list[int]] = {}
    for tree, around in _belts_of_trees(tables, belts).items():
        widths = belts.loc[around, "width_m"]
        widest = around[0] if widths.isna().all() else int(widths.idxmax())
        trees_in.setdefault(widest, []).append(tree)
    for step_id, trees in sorted(trees_in.items()):
        belt = belts.loc[step_id]
        params, caused_by = {"count": len(trees)}, tuple(str(tree) for tree in sorted(trees))
        expected = f">= {format_number(limit_m)}"
        if belt["width_m"] != belt["width_m"]:
            yield Undetermined(
                step_id=step_id, missing_field=WIDTH, expected=expected, limit_value=limit_m, unit="m", params=params,
                caused_by=caused_by,
            )  # fmt: skip
        elif belt["width_m"] >= limit_m - belt["slack_m"]:
            yield Passed(1)
        else:
            yield Failed(
                step_id=step_id, observed=format_number(belt["width_m"]), observed_value=float(belt["width_m"]), expected=expected,
                limit_value=limit_m, unit="m", params=params, caused_by=caused_by, table=belt["table"],
                inputs={"width_m": float(belt["width_m"]), "trees": len(trees)},
            )  # fmt: skip


def _belts_of_trees(tables: Frames, belts: "pd.DataFrame") -> dict[int, list[int]]:
    """Step id of each tree in a belt → step ids of the belts that it stands in."""
    import numpy as np
    import shapely

    trees = things(tables, Thing.TREE).set_index("step_id").sort_index()
    if trees.empty or belts.empty:
        return {}
    found: dict[int, set[int]] = {}
    for tree, container in trees["container_step_id"].dropna().items():
        if int(container) in belts.index:
            found.setdefault(int(tree), set()).add(int(container))
    shapes = outlines(tables)
    shapes = shapes[shapes.index.isin(belts.index)]
    points = tree_points(tables, trees.index)
    standing, places = list(points), np.array(list(points.values()), object)
    which, belt = shapely.STRtree(shapes.to_numpy(object)).query(places, predicate="intersects")
    for place, other in zip(which, belt, strict=True):
        found.setdefault(standing[place], set()).add(int(shapes.index[other]))
    return {tree: sorted(around) for tree, around in found.items()}


RULE = Rule(
    code="RD-36",
    name="road.tree_belt_width",
    version=1,
    family=RuleFamily.ROAD,
    element=SixElement.GREEN,
    categories=frozenset({ProjectCategory.ROAD_BRIDGE}),
    obligation=Obligation.RECOMMENDED,
    clauses=(Clause("CJJ 37-2012", "16.2.2", edition="2016", confirmed=True),),
    tables=(*TABLES, "ifc_placement", "ifc_geometry", "msr_thing", "msr_footprint"),
    parameters=(Parameter("width_m", "m", baseline=1.5, exemplary=1.5),),
    check=check,
)
