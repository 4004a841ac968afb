"""Ways through an area: how wide a way between two of its ends is at its narrowest place, and how long it is.

The area is cut into triangles whose corners lie on its border. A way crosses from triangle to triangle; what it squeezes
through lies between the two corners of the side that it crosses. So the widest way is found exactly, whatever stands in it.

What belongs here: triangles and ways through them. What does not: which ends an area has and what its width is good for
(``strips``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ON_BORDER_M = 1e-6
"""What is no further from an end lies on it."""


@dataclass(frozen=True)
class Ground:
    """An area without what stands in it, as triangles."""

    points: Floats
    """Shape (n, 2): corners, all of them on the border."""
    sides: Integers
    """Shape (k, 2): the two corners of each side of a triangle."""
    triangles: Integers
    """Shape (k, 2): the triangles that meet in the side; -1 where it lies on the border."""
    widths_m: Floats
    """Shape (k,): room between the borders at the side's two corners; infinite where one of them lies on an end."""
    is_end: tuple[NDArray[np.bool_], ...]
    """Of each end: shape (k,): the sides that lie on it."""

    @property
    def middles(self) -> Floats:
        """Shape (k, 2): the middle of each side."""
        middles: Floats = self.points[self.sides].mean(axis=1)
        return middles


@dataclass(frozen=True)
class Way:
    """A way from triangle to triangle."""

    crossed: tuple[int, ...]
    """The sides that it crosses, in order."""
    width_m: float
    """Room at its narrowest place; infinite where nothing bounds it."""


def cut_into_triangles(area: shapely.Polygon, step_m: float, ends: Sequence[shapely.Geometry] = ()) -> Ground:
    """Cut an area into triangles.

    Args:
        area: Metres.
        step_m: Corners lie no further apart on the border.
        ends: Stretches of the border that bound no way.
    """
    # Ring by ring: of a whole polygon, one that gets invalid in the last digit comes back in pieces.
    dense = shapely.Polygon(*_without_corners_on(ends, shapely.segmentize([area.exterior, *area.interiors], step_m), area))
    dense = dense if dense.is_valid else area
    rings = [shapely.get_coordinates(ring)[:-1] for ring in (dense.exterior, *dense.interiors)]
    border = np.concatenate(rings)
    before = np.concatenate([np.roll(ring, 1, axis=0) for ring in rings])
    after = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
    pieces = shapely.get_parts(shapely.constrained_delaunay_triangles(dense))
    corners = shapely.get_coordinates(shapely.get_exterior_ring(pieces)).reshape(-1, 4, 2)[:, :3]
    points, first, index = np.unique(
        np.concatenate([border, corners.reshape(-1, 2)]), axis=0, return_index=True, return_inverse=True
    )
    faces = index.reshape(-1)[len(border) :].reshape(-1, 3)
    faces = faces[(faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])]
    first = np.minimum(first, len(border) - 1)  # A corner that is not on the border as given has no neighbours there.
    sides, triangles = _sides(faces)
    neighbours = np.stack([before[first], after[first]], axis=1)

    is_on_end = np.zeros(len(points), bool)
    is_end = []
    for end in ends:
        near = shapely.distance(shapely.points(points), end) <= ON_BORDER_M
        tips = shapely.get_coordinates(end)[[0, -1]]
        is_tip = (np.hypot(*(points[:, None] - tips).transpose(2, 0, 1)) <= ON_BORDER_M).any(axis=1)
        is_on_end |= near & ~is_tip
        middles = shapely.points(points[sides].mean(axis=1))
        is_end.append((triangles[:, 1] < 0) & (shapely.distance(middles, end) <= ON_BORDER_M))
        # What lies on an end leaves no room to measure: a border that ends there ends in its tip.
        between = (neighbours + points[:, None]) / 2
        lies = shapely.distance(shapely.points(between.reshape(-1, 2)), end).reshape(-1, 2) <= ON_BORDER_M
        neighbours = np.where(lies[..., None], points[:, None], neighbours)
    widths = _widths(points, neighbours, sides)
    widths[is_on_end[sides].any(axis=1)] = inf
    return Ground(points, sides, triangles, widths, tuple(is_end))


def _without_corners_on(
    ends: Sequence[shapely.Geometry], rings: NDArray[np.object_], area: shapely.Polygon
) -> tuple[Floats, list[Floats]]:
    """Shell and holes without the corners that cutting put on an end: nothing is measured from there."""
    given = {tuple(corner) for corner in shapely.get_coordinates(area).tolist()}
    kept = []
    for ring in rings:
        corners = shapely.get_coordinates(ring)
        drop = np.zeros(len(corners), bool)
        for end in ends:
            drop |= shapely.distance(shapely.points(corners), end) <= ON_BORDER_M
        drop &= [tuple(corner) not in given for corner in corners.tolist()]
        kept.append(corners[~drop])
    return kept[0], kept[1:]


def _sides(faces: Integers) -> tuple[Integers, Integers]:
    """Each side once, with the one or two triangles that it belongs to."""
    doubled = np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    owner = np.repeat(np.arange(len(faces)), 3)
    sides, index, count = np.unique(doubled, axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(index.reshape(-1), kind="stable")
    starts = np.concatenate([[0], np.cumsum(count)[:-1]])
    triangles = np.full((len(sides), 2), -1, np.int64)
    triangles[:, 0] = owner[order[starts]]
    is_shared = count > 1
    triangles[is_shared, 1] = owner[order[starts[is_shared] + 1]]
    return sides, triangles


def _widths(points: Floats, neighbours: Floats, sides: Integers) -> Floats:
    """The distance from each of a side's corners to the border beside the other."""
    widths = np.full(len(sides), inf)
    for one, other in ((0, 1), (1, 0)):
        place, foot = points[sides[:, one]], points[sides[:, other]]
        for which in (0, 1):
            along = neighbours[sides[:, other], which] - foot
            square = np.maximum((along**2).sum(axis=1), 1e-18)
            share = np.clip(((place - foot) * along).sum(axis=1) / square, 0.0, 1.0)
            widths = np.minimum(widths, np.hypot(*(foot + share[:, None] * along - place).T))
    return widths


def widest_way(ground: Ground) -> Way | None:
    """The way between the two ends that is widest at its narrowest place; None where there is no way."""
    starts = {int(triangle) for triangle in ground.triangles[ground.is_end[0], 0]}
    goals = {int(triangle) for triangle in ground.triangles[ground.is_end[1], 0]}
    crossed = _search(ground, starts, goals, lambda cost, side: max(cost, -float(ground.widths_m[side])), -inf)[0]
    if crossed is None:
        return None
    return Way(crossed, min((float(ground.widths_m[side]) for side in crossed), default=inf))


def longest_way(ground: Ground) -> Way:
    """A way between two triangles than which no others lie further apart (in an area with holes: nearly)."""
    middles = ground.middles
    is_open = ground.triangles[:, 1] >= 0
    if not is_open.any():
        return Way((), inf)
    centres = np.zeros((int(ground.triangles.max()) + 1, 2))
    for column in (0, 1):
        known = ground.triangles[:, column] >= 0
        np.add.at(centres, ground.triangles[known, column], middles[known] / 3)
    steps = np.hypot(*(centres[ground.triangles[:, 0]] - centres[ground.triangles[:, 1]]).T)
    far = _search(ground, {0}, set(), lambda cost, side: cost + float(steps[side]), 0.0)[1]
    crossed, _ = _search(ground, {far}, set(), lambda cost, side: cost + float(steps[side]), 0.0)
    crossed = crossed or ()
    return Way(crossed, min((float(ground.widths_m[side]) for side in crossed), default=inf))


def _search(
    ground: Ground, starts: set[int], goals: set[int], cost_of: Callable[[float, int], float], nothing: float
) -> tuple[tuple[int, ...] | None, int]:
    """The sides crossed on the cheapest way to a goal (without goals: to the dearest triangle), and where it ends."""
    beside: dict[int, list[tuple[int, int]]] = {}
    for side, (one, other) in enumerate(ground.triangles.tolist()):
        if other >= 0:
            beside.setdefault(one, []).append((side, other))
            beside.setdefault(other, []).append((side, one))
    came: dict[int, tuple[int, int] | None] = {}
    heap: list[tuple[float, int, int, int]] = [(nothing, start, -1, -1) for start in sorted(starts)]
    last = min(starts, default=0)
    while heap:
        cost, triangle, side, origin = heappop(heap)
        if triangle in came:
            continue
        came[triangle] = None if origin < 0 else (side, origin)
        last = triangle
        if triangle in goals:
            break
        for next_side, neighbour in beside.get(triangle, ()):
            if neighbour not in came:
                heappush(heap, (cost_of(cost, next_side), neighbour, next_side, triangle))
    if goals and last not in goals:
        return None, last
    crossed, at = [], last
    while (step := came.get(at)) is not None:
        crossed.append(step[0])
        at = step[1]
    return tuple(reversed(crossed)), last
