"""The upper surface of what covers a building: how high it is over a place, and how steep there.

What belongs here: meshes of roofs and places in, heights out. What does not: which storey is covered (``envelope_storeys``).
"""

from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from checkers.spatial_classes import SLABS
from pipelines.runtime.mesh import MeshStore

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

LEAST_SLOPE = 0.1
"""A roof that rises less over its run is flat."""

SLOPED_SHARE = 0.05
"""A roof is sloped where so much of its surface is."""


class RoofSurface:
    """The faces of roofs and slabs that look up. Metres, model frame."""

    def __init__(self, elements: "pd.DataFrame", geometry: "pd.DataFrame", meshes: MeshStore) -> None:
        """Take rows of ``ifc_element`` and ``ifc_geometry``; what is no roof or slab, or has no mesh, is left out."""
        lids = elements.loc[elements["ifc_class"].isin((*SLABS, "IfcRoof")), "step_id"]
        rows = geometry[geometry["step_id"].isin(lids) & geometry["shape_key"].notna()]
        corners = [np.zeros((0, 3, 3))]
        for key, placement in zip(rows["shape_key"], rows["placement"], strict=True):
            mesh = meshes[key]
            corners.append(mesh.placed(np.asarray(placement, float).reshape(4, 4))[mesh.faces.astype(np.int64)])
        triangles = np.concatenate(corners)
        normals = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
        doubled = np.linalg.norm(normals, axis=1)
        upward = (doubled > 1e-9) & (normals[:, 2] > 0.05 * doubled)
        self._corners = triangles[upward]
        self._normals = normals[upward] / doubled[upward, None]
        self._areas = doubled[upward] / 2
        self._tree = shapely.STRtree(shapely.polygons(self._corners[:, :, :2]))

    def is_sloped_over(self, z: float) -> bool:
        """Whether of the surface over a height a good share is sloped."""
        over = self._corners[:, :, 2].max(axis=1, initial=-np.inf) > z
        if not over.any():
            return False
        sloped = self._normals[over, 2] < 1 / np.hypot(1, LEAST_SLOPE)
        return bool(self._areas[over][sloped].sum() > SLOPED_SHARE * self._areas[over].sum())

    def heights(self, places: Floats) -> tuple[Floats, Floats]:
        """Give the highest surface over places.

        Args:
            places: Shape (n, 2).

        Returns:
            Its height, NaN where there is none; and its surface over its extent seen from above (1 where it is flat). Shape (n,).
        """
        height, stretch = np.full(len(places), np.nan), np.ones(len(places))
        if not len(self._corners) or not len(places):
            return height, stretch
        place, face = self._tree.query(shapely.points(places), predicate="intersects")
        normal, corner = self._normals[face], self._corners[face, 0]
        z = corner[:, 2] - ((places[place] - corner[:, :2]) * normal[:, :2]).sum(axis=1) / normal[:, 2]
        order = np.lexsort((face, z))
        height[place[order]] = z[order]  # Of several writes to one place the last stays: the highest.
        stretch[place[order]] = 1 / normal[order, 2]
        return height, stretch


def points_within(area: shapely.Geometry, count: int) -> Floats:
    """Give the points of a square grid that lie in an area, about so many, along the area's own main direction.

    Args:
        area: Polygon or MultiPolygon, metres.
        count: Roughly how many.

    Returns:
        Shape (n, 2); empty for an area without extent.
    """
    if area.is_empty or area.area <= 0:
        return np.zeros((0, 2))
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(area))[:4]
    one, other = corners[1] - corners[0], corners[3] - corners[0]
    step = np.sqrt(area.area / count)
    parts = [max(1, int(np.ceil(np.hypot(*side) / step))) for side in (one, other)]
    shares = [(np.arange(part) + 0.5) / part for part in parts]
    grid = np.stack(np.meshgrid(*shares), axis=-1).reshape(-1, 2)
    places: Floats = corners[0] + grid @ np.stack([one, other])
    within: Floats = places[shapely.contains_xy(area, places[:, 0], places[:, 1])]
    return within
