"""How high a surface is at any place, and where a plumb line crosses a mesh.

What belongs here: finding heights under and over points. What does not: what the heights are compared with.
"""

import numpy as np
import shapely

from checkers.spatial.projection import Floats, Integers

UPWARD = 0.2
"""Least z of the unit normal of a face that counts as top; sides of slabs and kerbs are steeper."""

UPRIGHT = 1e-3
"""A face whose unit normal has a lesser z is seen from above as a line."""


class Faces:
    """Triangles that have an extent seen from above."""

    def __init__(self, corners: Floats) -> None:
        """Take the triangles: shape (n, 3, 3), metres, z up. Upright ones are left out."""
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        seen = np.abs(normals[:, 2]) > UPRIGHT * np.linalg.norm(normals, axis=1)
        self.corners: Floats = corners[seen]
        self._normals = normals[seen]
        self._tree = shapely.STRtree(shapely.polygons(self.corners[:, :, :2]))

    def __len__(self) -> int:
        return len(self.corners)

    def crossings(self, points: Floats) -> tuple[Integers, Floats]:
        """Where plumb lines cross the triangles.

        Args:
            points: Shape (n, 2) or more columns, metres.

        Returns:
            Of each crossing the place of its point in ``points``, and the height.
        """
        which, triangles = self._tree.query(shapely.points(points[:, :2]), predicate="intersects")
        return which, self._on_plane(triangles, points[which])

    def heights_of_nearest(self, points: Floats) -> Floats:
        """The height of the nearest place, seen from above, of the triangles: shape (n,)."""
        seen = shapely.points(points[:, :2])
        nearest = self._tree.nearest(seen)
        places = shapely.get_coordinates(shapely.shortest_line(self._tree.geometries[nearest], seen))[::2]
        return self._on_plane(nearest, places)

    def _on_plane(self, triangles: Integers, points: Floats) -> Floats:
        normals, first = self._normals[triangles], self.corners[triangles, 0]
        away = points[:, :2] - first[:, :2]
        heights: Floats = first[:, 2] - (normals[:, :2] * away).sum(axis=1) / normals[:, 2]
        return heights


class Top(Faces):
    """The top of one or more meshes."""

    def __init__(self, corners: Floats) -> None:
        """Take the triangles: shape (n, 3, 3), metres, z up. Faces that look down count only where none looks up."""
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        is_top = normals[:, 2] > UPWARD * np.linalg.norm(normals, axis=1)
        super().__init__(corners[is_top] if is_top.any() else corners)

    def heights(self, points: Floats) -> Floats:
        """The height of the top under each point, the highest where several lie above one another.

        Args:
            points: Shape (n, 2) or more columns, metres; beside the top, that of its nearest place holds.

        Returns:
            Shape (n,), metres.

        Raises:
            ValueError: There is no top.
        """
        if not len(self):
            raise ValueError("a top without faces has no height")
        found = np.full(len(points), -np.inf)
        which, crossed = self.crossings(points)
        np.maximum.at(found, which, crossed)
        beside = np.isneginf(found)
        if beside.any():
            found[beside] = self.heights_of_nearest(points[beside])
        return found
