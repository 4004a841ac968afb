"""The outer faces of walls: which part of each wall looks outside, in which direction, and how large it is in each storey.

What belongs here: meshes and outlines in, arrays of faces out. What does not: windows in them (``facades``), orientations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from checkers.spatial.envelope_storeys import EnclosedStorey
from checkers.spatial_classes import WALLS
from pipelines.runtime.mesh import MeshStore

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

UPRIGHT = 0.34
"""A face whose normal rises or falls less (20°) is a wall's."""

NEAR_M = 0.10
"""Walls whose outline comes no nearer to that of the storey are inner walls."""

STEP_M = 0.05
"""A face is outer where a point so far before it is outside the outline, and one so far behind it inside."""

LEAST_FACE_M2 = 0.02
"""Smaller faces are arrises."""

DIRECTION_DECIMALS = 3
OFFSET_DECIMALS = 2


@dataclass(frozen=True, eq=False)
class OuterFaces:
    """Arrays of equal length, one entry a plane face of a wall in a storey."""

    wall_step_id: Integers
    storey: Integers
    """Place in the list of storeys."""
    direction_rad: Floats
    """Of the outward normal, from the x axis of the model, counter-clockwise."""
    net_area_m2: Floats
    """Without what is cut out."""
    length_m: Floats
    """Of what is outer, seen from above."""
    start: Floats
    """Shape (n, 2): of the whole face, seen from above, metres."""
    end: Floats


def outer_faces(tables: "Frames", meshes: MeshStore, storeys: Sequence[EnclosedStorey]) -> OuterFaces:
    """Find the outer faces of walls.

    Args:
        tables: One model's ``ifc_element``, ``ifc_geometry``, ``msr_footprint``.
        meshes: Of the model.
        storeys: What ``enclosed_storeys`` gives.
    """
    planes = _planes(_walls_at_the_border(tables, storeys), meshes)
    pieces: list[tuple[Integers, Integers, Floats]] = []
    for place, storey in enumerate(storeys):
        within = (planes.low < storey.top_z_m) & (planes.high > storey.base_z_m)
        chosen = np.flatnonzero(within & planes.is_near(storey.outline))
        if not len(chosen):
            continue
        share, length = _outer_share(planes, chosen, storey.outline)
        kept = share * planes.area[chosen] > LEAST_FACE_M2
        chosen, share, length = chosen[kept], share[kept], length[kept]
        area = planes.area_between(chosen, storey.base_z_m, storey.top_z_m) * share
        large = area > LEAST_FACE_M2
        pieces.append((chosen[large], np.full(int(large.sum()), place, np.int64), np.column_stack([area, length])[large]))
    if not pieces:
        none, whole = np.zeros(0), np.zeros(0, np.int64)
        return OuterFaces(whole, whole, none, none, none, np.zeros((0, 2)), np.zeros((0, 2)))
    chosen = np.concatenate([piece[0] for piece in pieces])
    sizes = np.concatenate([piece[2] for piece in pieces])
    return OuterFaces(
        planes.wall[chosen], np.concatenate([piece[1] for piece in pieces]), planes.direction[chosen], sizes[:, 0], sizes[:, 1],
        planes.start[chosen], planes.end[chosen],
    )  # fmt: skip


def _walls_at_the_border(tables: "Frames", storeys: Sequence[EnclosedStorey]) -> "pd.DataFrame":
    """Rows of ``ifc_geometry`` of walls with a mesh that come near the outline of a storey."""
    elements = tables["ifc_element"]
    curtain = elements.loc[elements["ifc_class"].eq("IfcCurtainWall"), "step_id"]
    is_panel = elements["ifc_class"].eq("IfcPlate") & elements["parent_step_id"].isin(curtain)
    walls = elements.loc[elements["ifc_class"].isin((*WALLS, "IfcCurtainWall")) | is_panel, "step_id"]
    rows = tables["ifc_geometry"]
    rows = rows[rows["step_id"].isin(walls) & rows["shape_key"].notna()]
    outlines = tables["msr_footprint"].set_index("step_id")["footprint"].reindex(rows["step_id"])
    outlines = shapely.from_wkb(outlines.to_numpy(object))
    near = np.zeros(len(rows), bool)
    low, high = rows["min_z_m"].to_numpy(float), rows["max_z_m"].to_numpy(float)
    for storey in storeys:
        border = shapely.boundary(storey.outline)
        shapely.prepare(border)
        # A parapet reaches down into the roof, and is no wall of the storey below it.
        reaches = (low + high) / 2 < storey.top_z_m if storey.is_topmost else low < storey.top_z_m
        tried = np.flatnonzero(~near & reaches & (high > storey.base_z_m))
        near[tried] = shapely.dwithin(border, outlines[tried], NEAR_M)
    return rows[near].sort_values("step_id")


@dataclass(frozen=True, eq=False)
class _Planes:
    """Plane faces of walls, and the triangles that they are made of, sorted by plane."""

    wall: Integers
    direction: Floats
    area: Floats
    low: Floats
    high: Floats
    start: Floats
    end: Floats
    of: NDArray[np.intp]
    """Of each triangle: its plane."""
    triangle_z: Floats
    """Shape (m, 3), sorted upwards in each triangle."""
    triangle_area: Floats

    def is_near(self, outline: shapely.Geometry) -> NDArray[np.bool_]:
        """Which planes may look away from an outline: of the others, not even the boxes meet, seen from above."""
        min_x, min_y, max_x, max_y = outline.bounds
        low, high = np.minimum(self.start, self.end) - STEP_M, np.maximum(self.start, self.end) + STEP_M
        near: NDArray[np.bool_] = np.all((low <= (max_x, max_y)) & (high >= (min_x, min_y)), axis=1)
        return near

    def area_between(self, chosen: Integers, base: float, top: float) -> Floats:
        """Of the chosen planes, the area between two heights, whole triangles cut through."""
        share = _share_below(self.triangle_z, top) - _share_below(self.triangle_z, base)
        return _sums(self.of, share * self.triangle_area, len(self.wall))[chosen]


def _share_below(z: Floats, height: float) -> Floats:
    """The share of upright triangles below a height; z sorted upwards in each, shape (m, 3)."""
    if np.isinf(height):
        return np.full(len(z), 1.0 if height > 0 else 0.0)
    a, b, c = z[:, 0], z[:, 1], z[:, 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = (height - a) ** 2 / ((b - a) * (c - a))
        upper = 1 - (c - height) ** 2 / ((c - a) * (c - b))
    share: Floats = np.where(height <= a, 0.0, np.where(height >= c, 1.0, np.where(height <= b, lower, upper)))
    # A level edge makes one of the two expressions 0/0; the other holds.
    return np.nan_to_num(np.where(np.isnan(share), np.where(b > a, lower, upper), share), nan=0.0)


def _sums(of: NDArray[np.intp], values: Floats, count: int) -> Floats:
    """The sum of the values of each of so many groups."""
    found = np.zeros(count)
    np.add.at(found, of, values)
    return found


def _planes(rows: "pd.DataFrame", meshes: MeshStore) -> _Planes:
    """All upright faces, joined by wall, direction and offset."""
    corners, owner = [], []
    for step_id, key, placement in zip(rows["step_id"], rows["shape_key"], rows["placement"], strict=True):
        mesh = meshes[key]
        if len(mesh.faces):
            placed = mesh.placed(np.asarray(placement, float).reshape(4, 4))
            corners.append(placed[mesh.faces.astype(np.int64)])
            owner.append(np.full(len(mesh.faces), step_id, np.int64))
    triangles = np.concatenate(corners) if corners else np.zeros((0, 3, 3))
    wall = np.concatenate(owner) if owner else np.zeros(0, np.int64)
    normal = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    doubled = np.linalg.norm(normal, axis=1)
    upright = (doubled > 1e-9) & (np.abs(normal[:, 2]) < UPRIGHT * doubled)
    triangles, wall, normal, doubled = triangles[upright], wall[upright], normal[upright], doubled[upright]
    direction = np.arctan2(normal[:, 1], normal[:, 0])
    direction[direction > np.pi - 0.5 * 10.0**-DIRECTION_DECIMALS] -= 2 * np.pi
    way = np.round(direction, DIRECTION_DECIMALS)
    along = np.stack([-np.sin(way), np.cos(way)], axis=1)
    out = np.stack([np.cos(way), np.sin(way)], axis=1)
    # Far from the origin, offsets are taken from a corner of each wall's own.
    first = np.unique(wall, return_index=True)[1]
    origin = triangles[first, 0, :2][np.searchsorted(wall[first], wall)] if len(wall) else np.zeros((0, 2))
    local = triangles[:, :, :2] - origin[:, None, :]
    offset = np.einsum("nij,nj->ni", local, out).mean(axis=1)
    reach = np.einsum("nij,nj->ni", local, along)
    keys = np.stack([wall.astype(float), way, np.round(offset, OFFSET_DECIMALS)], axis=1)
    unique, plane = np.unique(keys, axis=0, return_inverse=True)
    plane = plane.reshape(-1)
    count = len(unique)
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    left, right = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(low, plane, triangles[:, :, 2].min(axis=1))
    np.maximum.at(high, plane, triangles[:, :, 2].max(axis=1))
    np.minimum.at(left, plane, reach.min(axis=1))
    np.maximum.at(right, plane, reach.max(axis=1))
    area = doubled / 2
    total = _sums(plane, area, count)
    mean_offset = _sums(plane, area * offset, count) / np.maximum(total, 1e-12)
    at = np.unique(plane, return_index=True)[1]
    base = origin[at] + mean_offset[:, None] * out[at]
    return _Planes(
        unique[:, 0].astype(np.int64), direction[at], total, low, high, base + left[:, None] * along[at],
        base + right[:, None] * along[at], plane, np.sort(triangles[:, :, 2], axis=1), area,
    )  # fmt: skip


def _outer_share(planes: _Planes, chosen: Integers, outline: shapely.Geometry) -> tuple[Floats, Floats]:
    """Of each chosen plane, the share of its length that is outer, and that length in metres."""
    out = np.stack([np.cos(planes.direction[chosen]), np.sin(planes.direction[chosen])], axis=1) * STEP_M
    start, end = planes.start[chosen], planes.end[chosen]
    length = np.hypot(*(end - start).T)
    # The ends are taken in a little, so that a face that ends at a corner does not look round it.
    inset = np.minimum(0.02, 0.1 * length)[:, None] * (end - start) / np.maximum(length, 1e-9)[:, None]
    shapely.prepare(outline)
    before = shapely.linestrings(np.stack([start + inset + out, end - inset + out], axis=1))
    behind = shapely.linestrings(np.stack([start + inset - out, end - inset - out], axis=1))
    is_free, is_backed = ~shapely.intersects(outline, before), shapely.contains_properly(outline, behind)
    free, backed = is_free.astype(float), is_backed.astype(float)
    partly = np.flatnonzero(~is_free)
    free[partly] = 1 - _share_within(before[partly], outline)
    partly = np.flatnonzero(~is_backed & (free > 0))
    backed[partly] = _share_within(behind[partly], outline)
    share = np.minimum(free, backed)
    share[share < 0.01] = 0.0
    return share, share * length


def _share_within(lines: NDArray[np.object_], outline: shapely.Geometry) -> Floats:
    shares: Floats = shapely.length(shapely.intersection(lines, outline)) / np.maximum(shapely.length(lines), 1e-9)
    return shares
