"""The bodies of one model, to be asked what is near a place.

What belongs here: finding triangles. What does not: what a body is to stairs, edges or rooms.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from checkers.spatial.projection import Floats
from pipelines.runtime.mesh import MeshStore
from pipelines.runtime.table_set import Tables, rows_of_model

NO_BODIES = ("IfcOpening", "IfcVirtual", "IfcAnnotation", "IfcGrid", "IfcSpace", "IfcGeographic", "IfcVoiding", "IfcReferent")
"""Beginnings of classes that stand in nobody's way."""


@dataclass(frozen=True)
class Body:
    """A body near a place, model frame, metres."""

    step_id: int
    ifc_class: str
    corners: Floats
    """Triangles that reach into the box asked for: shape (n, 3, 3)."""


@dataclass(frozen=True)
class Box:
    """From corner to corner, model frame, metres."""

    low: Floats
    high: Floats

    @classmethod
    def around(cls, points: Floats, beside_m: float, below_m: float = 0.0, above_m: float = 0.0) -> "Box":
        """The box of points, shape (n, 3), and so much around it."""
        low, high = points.min(axis=0), points.max(axis=0)
        return cls(low - np.array((beside_m, beside_m, below_m)), high + np.array((beside_m, beside_m, above_m)))


class Solids:
    """Walls, slabs, stairs, furniture, … of one model."""

    def __init__(self, tables: Tables, model_id: str) -> None:
        """Take one of the models of ``ifc_element``, ``ifc_geometry`` and ``ifc_shape``."""
        elements = rows_of_model(tables, "ifc_element", model_id).select(["step_id", "ifc_class", "family"])
        classes = elements.filter(pc.equal(elements["family"], "element"))
        self._class_of = dict(zip(classes["step_id"].to_pylist(), classes["ifc_class"].to_pylist(), strict=True))
        columns = ["step_id", "min_x_m", "min_y_m", "min_z_m", "max_x_m", "max_y_m", "max_z_m", "shape_key", "placement"]
        rows = rows_of_model(tables, "ifc_geometry", model_id).select(columns)
        ids = rows["step_id"].to_pylist()
        kept = [
            place for place, step_id in enumerate(ids)
            if step_id in self._class_of and not self._class_of[step_id].startswith(NO_BODIES)
        ]  # fmt: skip
        rows = rows.take(pa.array(kept, pa.int64())).sort_by("step_id")
        self.step_ids: list[int] = rows["step_id"].to_pylist()
        low = np.column_stack([rows[name].to_numpy() for name in ("min_x_m", "min_y_m", "min_z_m")])
        high = np.column_stack([rows[name].to_numpy() for name in ("max_x_m", "max_y_m", "max_z_m")])
        self._low, self._high = low.reshape(-1, 3), high.reshape(-1, 3)
        self._keys, self._placements = rows["shape_key"].to_pylist(), rows["placement"]
        self._tree = shapely.STRtree(shapely.box(*self._low[:, :2].T, *self._high[:, :2].T))
        self._place_of = {step_id: place for place, step_id in enumerate(self.step_ids)}
        self._meshes = MeshStore([tables["ifc_shape"]])
        self._corners: dict[int, Floats] = {}

    def near(self, box: Box, without: Collection[int] = (), but: tuple[str, ...] = ()) -> Iterator[Body]:
        """Give the bodies that reach into a box, by step id.

        Args:
            box: Where.
            without: Step ids to leave out.
            but: Beginnings of classes to leave out.

        Yields:
            What has a mesh.
        """
        found = self._tree.query(shapely.box(*box.low[:2], *box.high[:2]))
        found = np.sort(found[(self._low[found, 2] <= box.high[2]) & (self._high[found, 2] >= box.low[2])])
        for place in found.tolist():
            step_id = self.step_ids[place]
            ifc_class = self._class_of[step_id]
            if step_id in without or (but and ifc_class.startswith(but)):
                continue
            corners = self._placed(place)
            within = (corners.min(axis=1) <= box.high).all(axis=1) & (corners.max(axis=1) >= box.low).all(axis=1)
            if within.any():
                yield Body(step_id, ifc_class, corners[within])

    def highest_under(self, points: Floats) -> Floats:
        """The highest face that looks up under each point.

        Args:
            points: Shape (n, 3), metres.

        Returns:
            Heights, minus infinity where nothing is: shape (n,).
        """
        heights = np.full(len(points), -np.inf)
        which, places = self._tree.query(shapely.points(points[:, :2]))
        low = self._low[places, 2] <= points[which, 2]
        which, places = which[low], places[low]
        for place in np.unique(places):
            under = which[places == place]
            found = _heights_of_tops(points[under], self._placed(int(place)))
            heights[under] = np.maximum(heights[under], found)
        return heights

    def corners_of(self, step_id: int) -> Floats:
        """All triangles of an element: shape (n, 3, 3); none where it has no mesh."""
        place = self._place_of.get(step_id)
        return np.zeros((0, 3, 3)) if place is None else self._placed(place)

    def _placed(self, place: int) -> Floats:
        if place not in self._corners:
            key = self._keys[place]
            if key is None:
                self._corners[place] = np.zeros((0, 3, 3))
            else:
                mesh = self._meshes[key]
                matrix = np.asarray(self._placements[place].as_py(), np.float64).reshape(4, 4)
                self._corners[place] = mesh.placed(matrix)[mesh.faces.astype(np.int64)]
        return self._corners[place]


def undersides_over(points: Floats, corners: Floats, least_m: float) -> Floats:
    """The lowest face that looks down over each point.

    Args:
        points: Shape (n, 3), metres.
        corners: Triangles, shape (m, 3, 3).
        least_m: What begins lower over its point does not count.

    Returns:
        Height over the point, infinite where nothing is: shape (n,).
    """
    heights = np.full(len(points), np.inf)
    first, second, third = corners[:, 0], corners[:, 1], corners[:, 2]
    normals = np.cross(second - first, third - first)
    down = normals[:, 2] < -1e-3 * np.linalg.norm(normals, axis=1)
    for a, b, c, normal in zip(first[down], second[down], third[down], normals[down], strict=True):
        inside = np.ones(len(points), bool)
        for start, end in ((a, b), (b, c), (c, a)):
            # The triangle looks down, so that its corners run clockwise seen from above.
            side = (end[0] - start[0]) * (points[:, 1] - start[1]) - (end[1] - start[1]) * (points[:, 0] - start[0])
            inside &= side <= 1e-9
        if inside.any():
            away = points[inside, :2] - a[:2]
            over = a[2] - (away @ normal[:2]) / normal[2] - points[inside, 2]
            heights[inside] = np.minimum(heights[inside], np.where(over >= least_m, over, np.inf))
    return heights


def _heights_of_tops(points: Floats, corners: Floats) -> Floats:
    """The highest face that looks up under each point, minus infinity where there is none."""
    low, high = points[:, :2].min(axis=0, initial=np.inf), points[:, :2].max(axis=0, initial=-np.inf)
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    seen = normals[:, 2] > 1e-3 * np.linalg.norm(normals, axis=1)
    seen &= (corners[:, :, :2].min(axis=1) <= high).all(axis=1) & (corners[:, :, :2].max(axis=1) >= low).all(axis=1)
    heights = np.full(len(points), -np.inf)
    for triangle, normal in zip(corners[seen], normals[seen], strict=True):
        inside = np.ones(len(points), bool)
        for first, second in ((0, 1), (1, 2), (2, 0)):
            start, end = triangle[first], triangle[second]
            side = (end[0] - start[0]) * (points[:, 1] - start[1]) - (end[1] - start[1]) * (points[:, 0] - start[0])
            inside &= side >= -1e-9
        if inside.any():
            height = triangle[0, 2] - (points[inside, :2] - triangle[0, :2]) @ normal[:2] / normal[2]
            heights[inside] = np.maximum(heights[inside], np.where(height <= points[inside, 2], height, -np.inf))
    return heights
