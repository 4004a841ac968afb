"""The outline of what of a thing stands on the ground: the trunk without the crown, the pole without its arm.

What belongs here: which part of a mesh stands. What does not: what it stands in the way of.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import shapely

from checkers.spatial.footprints import placed_outlines, presentable
from checkers.spatial.projection import Outlines, Seen
from cim_schema.codes import Thing
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import MeshStore
from pipelines.runtime.table_set import Tables

STANDING_THINGS = (Thing.TREE, Thing.LAMP, Thing.SIGN, Thing.BOLLARD, Thing.SEAT, Thing.WASTE_POINT)
"""What people walk around and plants grow above."""

LOW_M = 0.5
"""A face that reaches lower than this above the thing's lowest point belongs to what stands."""

JOINED_M = 0.005
"""Faces nearer than twice this in plan are of one foot."""


def measure_standing(tables: Tables) -> dict[str, pa.Table]:
    """Measure what stands of each thing that people walk around.

    Args:
        tables: ``ifc_geometry``, ``ifc_shape`` and ``msr_thing``.

    Returns:
        ``msr_standing``: outlines as WKB in the model frame, metres. What has only a box stands on all of it.
    """
    told = tables["msr_thing"].to_pandas()
    told = told.loc[told["thing"].isin([str(thing) for thing in STANDING_THINGS]), ["model_id", "step_id"]]
    rows = tables["ifc_geometry"].to_pandas().merge(told, on=["model_id", "step_id"])
    matrices = np.stack(rows["placement"].to_list()).reshape(-1, 4, 4) if len(rows) else np.zeros((0, 4, 4))
    has_surface = rows["shape_key"].notna().to_numpy(bool)
    outlines = np.array(shapely.box(rows["min_x_m"], rows["min_y_m"], rows["max_x_m"], rows["max_y_m"]), object)
    outlines[has_surface] = placed_outlines(
        MeshStore([tables["ifc_shape"]]),
        rows["shape_key"].to_numpy(object)[has_surface],
        rows["is_closed"].to_numpy(bool)[has_surface],
        matrices[has_surface],
        standing_outlines,
    )
    return {
        "msr_standing": TABLES["msr_standing"].from_columns(
            {
                **{name: rows[name].to_list() for name in ("model_id", "step_id", "global_id")},
                "footprint": list(shapely.to_wkb(presentable(outlines))),
            }
        )
    }


def standing_outlines(seen: Sequence[Seen]) -> Outlines:
    """The outline of the low part of each mesh: the hull of each foot, so that a gantry stands on two.

    Returns:
        A Polygon or MultiPolygon each, in metres.
    """
    outlines: Outlines = np.empty(len(seen), object)
    outlines[:] = [_standing_outline(one) for one in seen]
    return outlines


def _standing_outline(seen: Seen) -> shapely.Geometry:
    corners = seen.mesh.vertices.astype(np.float64) @ seen.turn.T
    faces = seen.mesh.faces.astype(np.int64)
    lowest = corners[faces.ravel(), 2].min(initial=np.inf)
    low = faces[corners[faces, 2].min(axis=1) < lowest + LOW_M]
    triangles = shapely.convex_hull(shapely.multipoints(corners[low][:, :, :2]))
    feet = shapely.get_parts(shapely.union_all(shapely.buffer(triangles, JOINED_M, quad_segs=1)))
    return shapely.union_all(shapely.buffer(shapely.convex_hull(feet), -JOINED_M, quad_segs=1))
