"""Which triangles of a building are seen from outside: its outer shell, whatever its elements are called.

The surface is strewn with points, which are looked at from above and from around; the foremost in each square of a view are seen.
So the shell is as fine as the model and closed where the model is, and what stands inside is not in it. A triangle that is
smaller than a square of the view may be missed.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Int64s = NDArray[np.int64]

MOST_POINTS = 200_000
_LEAST_SPACING_M = 0.15
_SQUARES = 2.5
"""Side of a square of a view, in spacings of the points: so that hardly a square of a closed surface is without any."""
_NEAR_M = 0.03
"""What lies so close behind the foremost is seen too: a pane in its frame, a sill."""
_LEAST_SHARE = 0.15
"""Of a triangle: of what reaches outside with its edge alone, such as the inner face of a wall at a corner, less is seen."""
_LEAST_FACING = 0.1
"""Cosine between a triangle's normal and the way to who looks: less is edgewise."""
_STEEP = 0.4
"""Up or down by more than this is a roof or an underside; less is a wall."""
WALL, ROOF, UNDERSIDE = "WallSurface", "RoofSurface", "OuterCeilingSurface"
_GOLDEN = np.array([0.754877666246693, 0.569840290998053])
"""Steps of a sequence that fills a square evenly (Roberts' R2)."""


def seen_from_outside(corners: Floats, is_closed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether each triangle is seen.

    Args:
        corners: Shape (m, 3, 3), metres; z upwards.
        is_closed: Shape (m,): whether a triangle is of a closed body, counter-clockwise seen from outside; of others both sides
            count.

    Returns:
        Shape (m,).
    """
    if not len(corners):
        return np.zeros(0, bool)
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1)
    normals, areas = normals / np.where(lengths > 0, lengths, 1)[:, None], lengths / 2
    spacing = max(_LEAST_SPACING_M, float(np.sqrt(areas.sum() / MOST_POINTS)))
    points, owners = _strewn(corners, np.ceil(areas / spacing**2).astype(np.int64))
    seen = np.zeros(len(points), bool)
    for along, across, towards in _views():
        squares = np.floor(points @ np.column_stack([along, across]) / (_SQUARES * spacing)).astype(np.int64)
        squares -= squares.min(axis=0)
        square = squares[:, 0] * (squares[:, 1].max() + 1) + squares[:, 1]
        depth = points @ towards
        foremost = np.full(int(square.max()) + 1, -np.inf)
        np.maximum.at(foremost, square, depth)
        towards_viewer = normals @ towards
        faces_viewer = np.where(is_closed, towards_viewer, np.abs(towards_viewer)) > _LEAST_FACING
        seen |= faces_viewer[owners] & (depth >= foremost[square] - _NEAR_M)
    shares: Floats = np.bincount(owners, seen, len(corners)) / np.bincount(owners, minlength=len(corners))
    return shares >= _LEAST_SHARE


def kinds_of(corners: Floats) -> list[str]:
    """What each triangle of a shell is, by which way it looks: as CityJSON calls it.

    Args:
        corners: Shape (m, 3, 3), outside counter-clockwise.
    """
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1)
    up = np.divide(normals[:, 2], lengths, out=np.zeros(len(normals)), where=lengths > 0)
    return np.where(up > _STEEP, ROOF, np.where(up < -_STEEP, UNDERSIDE, WALL)).tolist()  # type: ignore[no-any-return]


def _strewn(corners: Floats, counts: Int64s) -> tuple[Floats, Int64s]:
    """Points on triangles, and the triangle that each is on."""
    counts = np.maximum(counts, 1)
    owners = np.repeat(np.arange(len(corners)), counts)
    number = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
    u, v = np.modf(0.5 + (number[:, None] + 1) * _GOLDEN)[0].T
    is_outside = u + v > 1
    u, v = np.where(is_outside, 1 - u, u), np.where(is_outside, 1 - v, v)
    a, b, c = corners[owners].transpose(1, 0, 2)
    return a + u[:, None] * (b - a) + v[:, None] * (c - a), owners


def _views() -> list[tuple[Floats, Floats, Floats]]:
    """From above, from eight sides, and from eight sides half way up: two axes of the picture, and the way to who looks."""
    views = [(np.array([1.0, 0, 0]), np.array([0, 1.0, 0]), np.array([0, 0, 1.0]))]
    for turn in np.arange(8) * np.pi / 4 + 0.1:  # Off the usual axes, so that walls are not looked at edgewise.
        along = np.array([-np.sin(turn), np.cos(turn), 0])
        for rise in (0.05, np.pi / 4):
            towards = np.array([np.cos(turn) * np.cos(rise), np.sin(turn) * np.cos(rise), np.sin(rise)])
            views.append((along, np.cross(towards, along), towards))
    return views
