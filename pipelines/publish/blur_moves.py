"""Where a project is moved to when its coordinates are blurred."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import ArrayLike, NDArray

from cim_schema.city import DEFAULT_CRS
from pipelines.publish.project_frame import crs_url, project_crs
from pipelines.runtime.projection import transform
from pipelines.runtime.table_set import Tables

GRID_M = 0.0001
"""Moved coordinates are whole tenths of a millimetre: the last digits of a sum would tell of what was added."""
_NEAR_M = 10.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Move:
    """How everything of a project that stands in one system is moved."""

    crs: str | None
    """The system that it comes to stand in."""
    anchor: Floats
    """Shape (3,): in the old system."""
    matrix: Floats
    """Shape (2, 2)."""
    target: Floats
    """Shape (2,): where the anchor comes to."""

    def points(self, points: Floats) -> Floats:
        """Shape (n, 2) or (n, 3), alike."""
        plane = (points[:, :2] - self.anchor[:2]) @ self.matrix.T + self.target
        return on_grid(np.column_stack([plane, points[:, 2:] - self.anchor[2]]))

    def body(self, matrix: Floats) -> Floats:
        """A 4 × 4 placement."""
        found = matrix.copy()
        found[:2, :3] = self.matrix @ matrix[:2, :3]
        found[:3, 3] = self.points(matrix[None, :3, 3])[0]
        return found


Key = tuple[str, str | None]
"""Project, and system; None for the frame of models that stand nowhere."""


def moves_of(city: Tables, step_m: float, far: Mapping[str, Floats]) -> Iterator[tuple[Key, Move]]:
    """The move of each project and system in it."""
    declared = dict(zip(*(city["cim_project"][name].to_pylist() for name in ("project_code", "crs")), strict=True))
    for code, own in declared.items():
        objects = city["cim_city_object"].filter(pc.equal(city["cim_city_object"]["project_code"], code))
        systems = sorted({one for one in objects["crs"].to_pylist() if one is not None})
        target_crs = project_crs(own, objects) or DEFAULT_CRS
        # The parameters of a city's own grid are part of what is not to be told.
        target_crs = target_crs if crs_url(target_crs) is not None else DEFAULT_CRS
        extents = {crs: _extent(objects.filter(pc.equal(objects["crs"], crs)), far) for crs in systems}
        brought = [
            np.column_stack([transform(extent[:, :2], crs, target_crs), extent[:, 2:]])
            for crs, extent in extents.items()
            if extent is not None
        ]
        if brought:
            corners = np.concatenate(brought)
            middle = (corners[:, :2].min(axis=0) + corners[:, :2].max(axis=0)) / 2
            square = (np.floor(middle / step_m) + 0.5) * step_m
            for crs in systems:
                anchor = transform(middle[None], target_crs, crs)[0] if crs != target_crs else middle
                move = Move(target_crs, np.append(anchor, corners[:, 2].min()), _turn(anchor, crs, target_crs), square)
                yield (code, crs), move
        elsewhere = _extent(objects.filter(pc.is_null(objects["crs"])), far)
        if elsewhere is not None:
            # A model that stands nowhere may have the map's coordinates for its own.
            low, high = elsewhere.min(axis=0), elsewhere.max(axis=0)
            yield (code, None), Move(None, np.append((low + high)[:2] / 2, low[2]), np.eye(2), np.zeros(2))


def _turn(anchor: Floats, crs: str, target_crs: str) -> Floats:
    """How directions of one system turn and stretch into another's at a place: shape (2, 2)."""
    if crs == target_crs:
        return np.eye(2)
    around = transform(anchor + _NEAR_M * np.array([(1, 0), (-1, 0), (0, 1), (0, -1)]), crs, target_crs)
    return np.column_stack([around[0] - around[1], around[2] - around[3]]) / (2 * _NEAR_M)


def _extent(objects: pa.Table, far: Mapping[str, Floats]) -> Floats | None:
    """The lower and the upper corner of objects in their system: shape (2, 3); None where nothing has a place."""
    found = []
    for column in ("footprint_map", "axis_map"):
        blobs = [blob for blob in objects[column].to_pylist() if blob is not None]
        if blobs:
            found.append(np.array(shapely.total_bounds(shapely.from_wkb(blobs))).reshape(2, 2))
    if not found:
        origins = [
            (np.array(matrix).reshape(4, 4) @ np.append(far.get(key, np.zeros(3)), 1.0))[:2]
            for key, matrix in zip(objects["shape_key"].to_pylist(), objects["map_matrix"].to_pylist(), strict=True)
            if matrix is not None
        ]
        found = [np.array(origins)] if origins else []
    if not found:
        return None
    heights = [height for height in objects["min_height_m"].to_pylist() if height is not None]
    corners = np.concatenate(found)
    low, high = corners.min(axis=0), corners.max(axis=0)
    lowest = min(heights, default=0.0)
    return np.array([(*low, lowest), (*high, lowest)])


def on_grid(values: ArrayLike) -> Floats:
    """Coordinates on the grid that moved ones lie on."""
    # Adding 0 turns the negative zero of a rounded small number into the usual one.
    rounded: Floats = np.rint(np.asarray(values, float) / GRID_M) * GRID_M + 0.0
    return rounded
