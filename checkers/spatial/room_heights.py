"""The free height over a room's floor: up to its own top, and to what hangs lower.

What belongs here: telling what hangs from what stands, and the lowest places. What does not: how much is wanted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from checkers.spatial.mesh_parts import points_on_border
from checkers.spatial.projection import Floats
from checkers.spatial.room_rectangles import directions, turned
from checkers.spatial.tops import UPWARD, Faces

FOOT_M = 1.0
"""What reaches lower than this over the floor stands on it, or is fixed to a wall: nobody walks under it."""

INSET_M = 0.05
"""What reaches over the floor's edge by no more than this belongs to the wall."""

LEVEL_M = 0.01
"""A top within this is level; what is no thicker hangs level too."""

POINTS_A_SIDE = 14
"""So many points across a floor are looked at where the height differs from place to place."""


@dataclass(frozen=True)
class Heights:
    """Free heights over one floor, metres."""

    least_m: float
    two_thirds_m: float
    """Two thirds of the floor have at least this."""
    slopes: bool
    """Whether the room's own top slopes, or the roof over it does."""
    lowest_step_id: int | None
    """What hangs lowest; None where it is the room's own top."""


@dataclass(frozen=True)
class Hanging:
    """Something over a floor."""

    step_id: int
    outline: shapely.Geometry
    min_z_m: float
    max_z_m: float
    corners: Floats | None
    """Triangles in the model frame, shape (n, 3, 3); None where the underside is taken to be level."""

    @cached_property
    def faces(self) -> Faces:
        """Its triangles, to be crossed by plumb lines."""
        assert self.corners is not None
        return Faces(self.corners)


def is_level(corners: Floats) -> bool:
    """Whether the upward faces of a mesh lie in one level plane."""
    top = _upward(corners)
    return not len(top) or float(np.ptp(top[:, :, 2])) <= LEVEL_M


def is_sloped(corners: Floats) -> bool:
    """Whether some of the upward faces lean, as a room's top does under a pitched roof."""
    top = _upward(corners)
    return bool(len(top)) and bool((np.ptp(top[:, :, 2], axis=1) > LEVEL_M).any())


def _upward(corners: Floats) -> Floats:
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    upward: Floats = corners[normals[:, 2] > UPWARD * np.linalg.norm(normals, axis=1)]
    return upward


def free_heights(
    floor: shapely.Geometry, floor_z_m: float, top_z_m: float, top: Floats | None, hanging: Sequence[Hanging]
) -> Heights | None:
    """Measure the free height over a floor.

    Args:
        floor: Polygon or MultiPolygon, model frame, metres.
        floor_z_m: Its height.
        top_z_m: The room's own top where that is level; infinite where only what hangs bounds it.
        top: Triangles of the room's own shape where its top is not level, shape (n, 3, 3).
        hanging: What may hang over it.

    Returns:
        None where nothing bounds the room above.
    """
    inner = shapely.buffer(floor, -INSET_M, join_style="mitre")
    inner = floor if inner.is_empty else inner
    shapely.prepare(inner)
    lows = [(low, one) for one in hanging if (low := _lowest_within(one, inner, floor_z_m)) is not None]
    lows = [(low, one) for low, one in lows if low < top_z_m - LEVEL_M or top is not None]
    if top is None and not lows:
        return None if np.isinf(top_z_m) else Heights(top_z_m - floor_z_m, top_z_m - floor_z_m, False, None)
    points = points_over(floor)
    heights = np.full(len(points), top_z_m)
    slopes = False
    if top is not None:
        heights = _own_top(top, points)
        slopes = is_sloped(top)
    least, lowest = float(heights.min()), None
    for low, one in sorted(lows, key=lambda pair: (round(pair[0], 6), pair[1].step_id)):
        heights = np.minimum(heights, _undersides(one, points, floor_z_m, low))
        if low < least - 1e-6:
            least, lowest = low, one.step_id
    known = heights[np.isfinite(heights)]
    if not len(known):
        return None
    ordered = np.sort(known)
    two_thirds = float(ordered[min(int(len(ordered) / 3 + 1e-9), len(ordered) - 1)])
    return Heights(min(least, float(ordered[0])) - floor_z_m, two_thirds - floor_z_m, slopes, lowest)


def points_over(floor: shapely.Geometry) -> Floats:
    """Points spread evenly over a floor along its own main direction: shape (n, 2), at least one."""
    piece = max(shapely.get_parts(floor), key=lambda one: one.area)
    angle = next(iter(directions(piece)), 0.0)
    level = turned(floor, angle)
    west, south, east, north = level.bounds
    shares = (np.arange(POINTS_A_SIDE) + 0.5) / POINTS_A_SIDE
    x, y = np.meshgrid(west + shares * (east - west), south + shares * (north - south))
    spread = np.column_stack([x.ravel(), y.ravel()])
    spread = spread[shapely.contains_xy(level, spread[:, 0], spread[:, 1])]
    if not len(spread):
        spread = shapely.get_coordinates(shapely.point_on_surface(level))
    cos, sin = np.cos(angle), np.sin(angle)
    points: Floats = spread @ np.array([[cos, sin], [-sin, cos]])
    return points


def _own_top(corners: Floats, points: Floats) -> Floats:
    """The lowest upward face over each point: a room that steps back above ends where it is closed first."""
    faces = Faces(_upward(corners))
    heights = np.full(len(points), np.inf)
    which, crossed = faces.crossings(points)
    np.minimum.at(heights, which, crossed)
    beside = np.isinf(heights)
    if beside.any():
        heights[beside] = faces.heights_of_nearest(points[beside])
    return heights


def _lowest_within(one: Hanging, inner: shapely.Geometry, floor_z_m: float) -> float | None:
    """Height of the lowest place over the floor; None where nothing of it hangs there."""
    if one.corners is None:
        return one.min_z_m if one.min_z_m - floor_z_m > FOOT_M and inner.intersects(one.outline) else None
    vertices = one.corners.reshape(-1, 3)
    faces = np.arange(len(vertices)).reshape(-1, 3)
    corners = shapely.get_coordinates(inner)
    _, under = one.faces.crossings(corners)
    inside = vertices[shapely.contains_xy(inner, vertices[:, 0], vertices[:, 1]), 2]
    places = np.concatenate([inside, points_on_border(vertices, faces, inner)[:, 2], under])
    if not len(places):
        return None
    low = float(places.min())
    return low if low - floor_z_m > FOOT_M else None


def _undersides(one: Hanging, points: Floats, floor_z_m: float, low: float) -> Floats:
    """Height of the underside over each point, infinite beside it."""
    heights = np.full(len(points), np.inf)
    if one.corners is None:
        shapely.prepare(one.outline)
        heights[shapely.intersects_xy(one.outline, points[:, 0], points[:, 1])] = low
        return heights
    which, crossed = one.faces.crossings(points)
    over = crossed - floor_z_m > FOOT_M
    np.minimum.at(heights, which[over], crossed[over])
    return heights
