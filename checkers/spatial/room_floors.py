"""The floor of a space, seen from above: what its lowest faces cover.

What belongs here: taking the floor out of a space's mesh. What does not: what is measured over it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from checkers.spatial.footprints import placed_outlines, presentable
from checkers.spatial.projection import Outlines, Seen, outlines_of
from checkers.spatial.tops import UPWARD
from pipelines.runtime.mesh import Mesh, MeshStore

if TYPE_CHECKING:
    import pandas as pd

STEP_M = 0.5
"""Faces that look down from higher than this over the lowest one are undersides of galleries and niches, not floor."""

LEAST_SHARE = 0.05
"""A floor that is smaller than this share of the outline is no floor: the mesh is turned inside out, or broken."""


def floors_of(shapes: "pd.DataFrame", meshes: MeshStore) -> Outlines:
    """Give the floor of each space.

    Args:
        shapes: Rows of ``ifc_geometry`` with a mesh.
        meshes: By ``shape_key``.

    Returns:
        Polygons and MultiPolygons in the model frame, metres, in the order of the rows. Spaces of one shape share the work.
    """
    if shapes.empty:
        return np.empty(0, object)
    matrices = np.stack(shapes["placement"].to_list()).reshape(-1, 4, 4)
    keys, closed = shapes["shape_key"].to_numpy(object), shapes["is_closed"].to_numpy(bool)
    return presentable(placed_outlines(meshes, keys, closed, matrices, _floors_seen))


def _floors_seen(seen: Sequence[Seen]) -> Outlines:
    whole = outlines_of(seen)
    stepped = [(place, faces) for place, one in enumerate(seen) if (faces := _lower_faces(one)) is not None]
    lower = outlines_of([Seen(Mesh(seen[place].mesh.vertices, faces), False, seen[place].turn) for place, faces in stepped])
    for (place, _), floor in zip(stepped, lower, strict=True):
        if floor.area >= LEAST_SHARE * whole[place].area:
            whole[place] = floor
    return whole


def _lower_faces(one: Seen) -> "NDArray[np.uint32] | None":
    """The faces that are floor, where not all that look down are."""
    corners = (one.mesh.vertices.astype(np.float64) @ one.turn.T)[one.mesh.faces.astype(np.int64)]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    is_down = normals[:, 2] < -UPWARD * np.linalg.norm(normals, axis=1)
    if not is_down.any():
        return None
    middle = corners[:, :, 2].mean(axis=1)
    is_floor = is_down & (middle <= middle[is_down].min() + STEP_M)
    return None if is_floor.sum() == is_down.sum() else one.mesh.faces[is_floor]
