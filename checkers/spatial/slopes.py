"""How steep the top of a shape is.

What belongs here: measuring a mesh. What does not: how steep it may be.
"""

import numpy as np
import pyarrow as pa

from checkers.spatial.projection import Floats
from cim_schema.codes import Thing
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import Mesh, MeshStore
from pipelines.runtime.table_set import Tables

SLOPED_THINGS = (Thing.RAMP,)
"""What rules ask the slope of."""

STEEPEST_SHARE = 0.1
"""The slope is what at least this share of the top, seen from above, has: a bevel or a rail is not the ramp."""

UPWARD = 0.5
"""Least z of the unit normal of a face of the top; a steeper one is a side."""


def measure_slopes(tables: Tables) -> dict[str, pa.Table]:
    """Measure the slope of each ramp's top.

    Args:
        tables: ``ifc_geometry``, ``ifc_shape`` and ``msr_thing``.

    Returns:
        ``msr_slope``: rise over run; a shape without a mesh or without a top has no row.
    """
    told = tables["msr_thing"].to_pandas()
    told = told.loc[told["thing"].isin([str(thing) for thing in SLOPED_THINGS]), ["model_id", "step_id"]]
    shaped = tables["ifc_geometry"].to_pandas().merge(told, on=["model_id", "step_id"])
    meshes = MeshStore([tables["ifc_shape"]])
    rows = []
    for row in shaped[shaped["shape_key"].notna()].itertuples():
        slope = top_slope(meshes[row.shape_key], np.array(row.placement).reshape(4, 4))
        if slope is not None:
            rows.append({"model_id": row.model_id, "step_id": row.step_id, "global_id": row.global_id, "top_slope": slope})
    return {"msr_slope": TABLES["msr_slope"].from_rows(rows)}


def top_slope(mesh: Mesh, matrix: Floats) -> float | None:
    """The slope that the steepest tenth of a mesh's top begins with: rise over run; None where nothing looks up.

    Args:
        mesh: Local frame, metres.
        matrix: 4 × 4, from the local frame to one whose z is up.
    """
    corners = mesh.placed(matrix)[mesh.faces.astype(np.int64)]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    sizes = np.linalg.norm(normals, axis=1)
    top = normals[normals[:, 2] > UPWARD * sizes]
    if not len(top):
        return None
    slopes = np.hypot(top[:, 0], top[:, 1]) / top[:, 2]
    steepest_first = np.argsort(-slopes, kind="stable")
    seen = np.cumsum(top[steepest_first, 2])
    return float(slopes[steepest_first][np.searchsorted(seen, STEEPEST_SHARE * seen[-1])])
