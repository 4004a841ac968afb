"""Where trees stand."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from checkers.surfaces import outlines

if TYPE_CHECKING:
    from checkers.rule import Frames

TABLES = ("ifc_placement", "ifc_geometry", "msr_footprint")
"""What ``tree_points`` reads."""

PLACED_WITHIN_M = 0.5
"""A placement further than this from the tree's shape is not where the tree stands: many exports place everything at one origin."""


def tree_points(tables: "Frames", step_ids: Iterable[int]) -> dict[int, Any]:
    """Give the point that each tree stands at, seen from above: the origin of its placement, else the middle of its shape.

    Args:
        tables: One model's ``TABLES``.
        step_ids: Of the trees.

    Returns:
        Step id → shapely Point in the model frame, metres; what has neither placement nor shape is left out.
    """
    import shapely

    matrices = tables["ifc_placement"].set_index("step_id")["matrix"]
    shapes = outlines(tables)
    boxes = tables["ifc_geometry"].set_index("step_id")[["min_x_m", "min_y_m", "max_x_m", "max_y_m"]]
    found = {}
    for step_id in step_ids:
        matrix, shape = matrices.get(step_id), shapes.get(step_id)
        if shape is None and step_id in boxes.index:
            shape = shapely.box(*boxes.loc[step_id])  # Of a crown drawn as upright sheets.
        point = None if matrix is None else shapely.Point(matrix[3], matrix[7])
        if shape is not None and (point is None or shapely.distance(point, shape) > PLACED_WITHIN_M):
            point = shapely.centroid(shape)
        if point is not None:
            found[int(step_id)] = point
    return found
