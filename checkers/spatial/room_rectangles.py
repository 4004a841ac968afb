"""The largest rectangle and the largest square that a room's floor holds.

What belongs here: a floor's own directions, and what fits between its walls. What does not: how large it has to be.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from checkers.spatial.projection import Floats

Cells: TypeAlias = NDArray[np.bool_]
"""Rows and columns of cells: whether each lies on the floor."""

SAME_LINE_M = 0.001
"""Corners that lie no further apart across a direction lie on one line."""

SAME_DIRECTION_RAD = 0.02
"""Walls that differ by no more have one direction."""

MOST_DIRECTIONS = 3
"""Of the directions of a floor's walls, those with the longest walls are tried."""

BETWEEN_LINES_M = 0.25
"""A floor with walls across is looked at in cells of at most this size."""

MOST_LINES = 160


@dataclass(frozen=True)
class FloorSides:
    """What fits into a floor, metres."""

    width_m: float
    """Short side of the largest rectangle."""
    length_m: float
    """Its long side."""
    square_m: float
    """Side of the largest square: how far the walls at the short side are apart, niches and long narrow ends aside."""


def floor_sides(floor: shapely.Geometry) -> FloorSides | None:
    """Find the largest rectangle and square whose sides follow one of the floor's own directions.

    Args:
        floor: Polygon or MultiPolygon, metres. Of several pieces the largest is looked at.

    Returns:
        None for a floor without area. Exact to a millimetre where walls stand at right angles; elsewhere at most a cell
        (``BETWEEN_LINES_M``) too small.
    """
    pieces = [piece for piece in shapely.get_parts(floor) if piece.geom_type == "Polygon" and piece.area > 0]
    if not pieces:
        return None
    piece = shapely.simplify(max(pieces, key=lambda one: one.area), SAME_LINE_M)
    best: tuple[float, float, float] | None = None
    square = 0.0
    for direction in directions(piece):
        width, length, side = _along(piece, direction)
        square = max(square, side)
        if best is None or width * length > best[0] + 1e-6:
            best = (width * length, min(width, length), max(width, length))
    if best is None or best[0] <= 0:
        return None
    return FloorSides(best[1], best[2], square)


def directions(floor: shapely.Polygon) -> list[float]:
    """Directions of a floor's walls, each for itself and its right angle: radians from 0 to π/2, the longest walls first."""
    corners = shapely.get_coordinates(floor.exterior)
    way = np.diff(corners, axis=0)
    length = np.hypot(way[:, 0], way[:, 1])
    quarter = np.pi / 2
    angle = np.mod(np.arctan2(way[:, 1], way[:, 0]), quarter)
    found: list[tuple[float, float]] = []
    left = length > 0
    while left.any() and len(found) < MOST_DIRECTIONS:
        leading = float(angle[left][np.argmax(np.round(length[left], 6))])
        away = np.mod(angle - leading + quarter / 2, quarter) - quarter / 2
        same = left & (np.abs(away) <= SAME_DIRECTION_RAD)
        found.append((float(length[same].sum()), leading))
        left &= ~same
    found.sort(key=lambda one: -round(one[0], 6))
    return [leading for _, leading in found]


def turned(floor: shapely.Geometry, angle_rad: float) -> shapely.Geometry:
    """The floor turned clockwise, so that what had this direction lies along x."""
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    matrix = np.array([[cos, sin], [-sin, cos]])
    return shapely.transform(floor, lambda points: points @ matrix.T)


def _along(piece: shapely.Polygon, direction: float) -> tuple[float, float, float]:
    floor = turned(piece, direction)
    way = np.abs(np.diff(shapely.get_coordinates(floor), axis=0))
    is_across = bool((way.min(axis=1) > np.maximum(SAME_LINE_M, way.max(axis=1) * SAME_DIRECTION_RAD)).any())
    corners = shapely.get_coordinates(floor)
    x, y = (_lines(corners[:, axis], is_across) for axis in (0, 1))
    is_in = _cells_within(floor, x, y)
    return _largest(is_in, np.diff(x), np.diff(y))


def _lines(places: Floats, is_across: bool) -> Floats:
    """Where cells end: at the corners, and between them where walls stand across."""
    ordered = np.unique(places)
    kept = ordered[np.concatenate([[True], np.diff(ordered) > SAME_LINE_M])]
    if is_across:
        parts = [
            np.linspace(start, end, int(np.ceil((end - start) / BETWEEN_LINES_M - 1e-6)), endpoint=False)
            for start, end in pairwise(kept.tolist())
        ]
        kept = np.concatenate([*parts, kept[-1:]])
    return kept if len(kept) <= MOST_LINES else np.linspace(kept[0], kept[-1], MOST_LINES)


def _cells_within(floor: shapely.Geometry, x: Floats, y: Floats) -> Cells:
    """Which cells lie on the floor altogether: shape (rows, columns)."""
    middle_x, middle_y = np.meshgrid((x[:-1] + x[1:]) / 2, (y[:-1] + y[1:]) / 2)
    shapely.prepare(floor)
    is_in = shapely.contains_xy(floor, middle_x.ravel(), middle_y.ravel())
    row, column = np.divmod(np.flatnonzero(is_in), len(x) - 1)
    inset = SAME_LINE_M
    boxes = shapely.box(x[column] + inset, y[row] + inset, x[column + 1] - inset, y[row + 1] - inset)
    is_in[is_in] = shapely.covers(floor, boxes)
    cells: Cells = is_in.reshape(middle_x.shape)
    return cells


def _largest(is_in: Cells, widths: Floats, heights: Floats) -> tuple[float, float, float]:
    """Sides of the largest rectangle of cells, and side of the largest square."""
    best, square = (0.0, 0.0), 0.0
    tops = np.zeros(len(widths))
    ends = np.concatenate([[0.0], np.cumsum(widths)])
    for row, height in enumerate(heights.tolist()):
        tops = np.where(is_in[row], tops + height, 0.0)
        # The columns so far that still grow, each with the place where a rectangle of its height may begin.
        growing: list[tuple[float, float]] = []
        for column, top in enumerate([*tops.tolist(), 0.0]):
            start = float(ends[column])
            while growing and growing[-1][1] >= top:
                begin, tall = growing.pop()
                wide = float(ends[column]) - begin
                if wide * tall > best[0] * best[1] + 1e-9:
                    best = (wide, tall)
                square = max(square, min(wide, tall))
                start = begin
            if top > 0:
                growing.append((start, top))
    return best[0], best[1], square
