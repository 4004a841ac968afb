"""How wide and how long a strip is: a lane, a footway, a green belt, straight or curved.

What belongs here: outlines only. What does not: which surfaces are measured and what stands on them (``surface_strips``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf, pi, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray

from checkers.spatial.passages import Ground, Way, cut_into_triangles, longest_way, widest_way

COMPACT = 2.0
"""What is less than so many times as long as wide has no run: its width is the shorter side of its least rectangle."""

COVER_M2 = 0.8
"""Smaller holes are covers of manholes and gullies, which lanes and footways run over; larger ones are pits and islands."""

RING_SHARE = 0.2
"""A hole that takes so much of the area within the outer border makes it a ring."""

GAP_M = 0.005
"""Pieces that lie no further apart are twice as near as any joint; they are one."""

SMALL_PIECE = 0.01
"""A piece smaller than this share of the whole is a splinter."""

MOST_CORNERS = 600
"""The border is cut no finer, however long it is."""

CORNERS_A_WIDTH = 5

SKEW_RAD = pi / 6
"""Round an end the border turns by half a circle, and by no more than this more or less where the strip tapers."""

Floats = NDArray[np.float64]
Ends = tuple[shapely.Geometry, shapely.Geometry]


@dataclass(frozen=True)
class Strip:
    """A strip in numbers. Lengths in metres."""

    width_m: float
    """At its narrowest place, between its two long borders; its ends do not count."""
    mean_width_m: float
    """Area over length."""
    length_m: float
    """Along its middle."""


def strip_of(outline: shapely.Geometry) -> Strip | None:
    """Measure a strip.

    Args:
        outline: Polygon or MultiPolygon, metres. It may bend, taper, or be a ring. Of several pieces the narrowest counts for the
            width, and all of them for the length.

    Returns:
        None for an outline without area.
    """
    strips = [_strip(piece) for piece in _pieces(outline)]
    if not strips:
        return None
    length = sum(strip.length_m for strip in strips)
    area = sum(strip.length_m * strip.mean_width_m for strip in strips)
    return Strip(min(strip.width_m for strip in strips), area / length, length)


def passage_width(outline: shapely.Geometry, obstacles: Iterable[shapely.Geometry]) -> float:
    """Measure the narrowest place of the widest way along a strip, past what stands on it.

    A post in the middle leaves two passages, of which the wider counts.

    Args:
        outline: Polygon or MultiPolygon, metres.
        obstacles: What stands on it, seen from above, metres.

    Returns:
        Metres; 0 where there is no way through, or no area.
    """
    standing = shapely.union_all(list(obstacles))
    return min((_passage(piece, standing) for piece in _pieces(outline)), default=0.0)


def _pieces(outline: shapely.Geometry) -> list[shapely.Polygon]:
    """The pieces that count, without the holes that do not, shells counter-clockwise."""
    parts = [part for part in shapely.get_parts(outline) if part.geom_type == "Polygon" and part.area > 0]
    if len(parts) > 1:
        grown = shapely.buffer(shapely.union_all(parts), GAP_M, join_style="mitre")
        joined = shapely.buffer(grown, -GAP_M, join_style="mitre")
        parts = [part for part in shapely.get_parts(joined) if part.area > 0]
    whole = sum(part.area for part in parts)
    kept = []
    for part in parts:
        if part.area >= SMALL_PIECE * whole:
            holes = [ring for ring in part.interiors if shapely.Polygon(ring).area > COVER_M2]
            kept.append(shapely.orient_polygons(shapely.normalize(shapely.Polygon(part.exterior, holes))))
    return kept


def _strip(piece: shapely.Polygon) -> Strip:
    ring = _ring_hole(piece)
    if ring is not None:
        length = (piece.exterior.length + ring.length) / 2
        return Strip(float(ring.distance(piece.exterior)), piece.area / length, length)
    filled = shapely.Polygon(piece.exterior)
    short, long = _rectangle_sides(filled)
    if filled.area >= 0.999 * short * long or _is_compact(filled):
        return Strip(short, filled.area / long, long)
    ends = _ends(filled)
    ground = cut_into_triangles(filled, _step_m(filled), ends)
    way = widest_way(ground)
    if way is None or way.width_m == inf:
        return Strip(short, filled.area / long, long)
    length = _length_m(ground, way, ends)
    return Strip(way.width_m, filled.area / length, length)


def _passage(piece: shapely.Polygon, standing: shapely.Geometry) -> float:
    ring = _ring_hole(piece)
    if ring is not None:
        piece = _opened(piece, ring, standing)
    filled = shapely.Polygon(piece.exterior)
    ends = _ends(filled)
    free = shapely.difference(piece, standing)
    widths = [0.0]
    for part in shapely.get_parts(free):
        if part.geom_type == "Polygon" and part.area > 0 and all(part.distance(end) == 0 for end in ends):
            way = widest_way(cut_into_triangles(part, _step_m(filled), ends))
            if way is not None:
                widths.append(_rectangle_sides(filled)[0] if way.width_m == inf else way.width_m)
    return max(widths)


def _ring_hole(piece: shapely.Polygon) -> shapely.LinearRing | None:
    """The hole that makes the piece a ring."""
    within = shapely.Polygon(piece.exterior).area
    rings = [hole for hole in piece.interiors if shapely.Polygon(hole).area >= RING_SHARE * within]
    return max(rings, key=lambda hole: hole.length, default=None)


def _opened(piece: shapely.Polygon, ring: shapely.LinearRing, standing: shapely.Geometry) -> shapely.Polygon:
    """A ring cut through where what stands on it is furthest away."""
    places = [ring.interpolate(share, normalized=True) for share in np.arange(24) / 24]
    cuts = [shapely.shortest_line(place, piece.exterior) for place in places]
    cut = cuts[0] if standing.is_empty else max(cuts, key=lambda line: line.distance(standing))
    line = shapely.get_coordinates(cut)
    over = (line[1] - line[0]) / max(cut.length, 1e-9) * 0.01
    through = shapely.LineString([line[0] - over, line[1] + over])
    return max(shapely.get_parts(piece.difference(through.buffer(1e-4, cap_style="flat"))), key=lambda part: part.area)


def _rectangle_sides(piece: shapely.Polygon) -> tuple[float, float]:
    """The shorter and the longer side of the least rectangle around the piece."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(piece))
    sides = np.hypot(*np.diff(corners[:3], axis=0).T)
    return float(sides.min()), float(sides.max())


def _equal_rectangle(piece: shapely.Polygon) -> tuple[float, float]:
    """Width and length of the rectangle of the same area and circumference; a bent strip's own, where it is one."""
    half = piece.exterior.length / 2
    length = (half + sqrt(max(half**2 - 4 * piece.area, 0.0))) / 2
    return piece.area / length, length


def _is_compact(piece: shapely.Polygon) -> bool:
    width, length = _equal_rectangle(piece)
    return length < COMPACT * width


def _step_m(piece: shapely.Polygon) -> float:
    return max(_equal_rectangle(piece)[0] / CORNERS_A_WIDTH, float(piece.length) / MOST_CORNERS)


def _ends(piece: shapely.Polygon) -> Ends:
    """The two stretches of the border that are the strip's ends."""
    if _is_compact(piece):
        return _rectangle_ends(piece)
    ground = cut_into_triangles(piece, _step_m(piece))
    crossed = longest_way(ground).crossed
    if len(crossed) < 4:
        return _rectangle_ends(piece)
    return _end(piece, ground, crossed), _end(piece, ground, crossed[::-1])


def _rectangle_ends(piece: shapely.Polygon) -> Ends:
    """The stretches of the border between the corners of the short sides of the least rectangle."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(piece))[:4]
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    first = 0 if sides[0] <= sides[1] else 1
    border = piece.exterior
    at = [border.project(shapely.Point(corner)) for corner in corners]

    def stretch(one: int, other: int) -> shapely.Geometry:
        ways = (_stretch(border, at[one], at[other]), _stretch(border, at[other], at[one]))
        return min(ways, key=lambda line: line.length)

    return stretch(first, first + 1), stretch((first + 2) % 4, (first + 3) % 4)


def _end(piece: shapely.Polygon, ground: Ground, crossed: Sequence[int]) -> shapely.Geometry:
    """The end that a way along the strip starts from: there the border turns round, on the shortest stretch that does."""
    border = piece.exterior
    width = _equal_rectangle(piece)[0]
    middles = ground.middles[list(crossed)]
    gone = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(middles, axis=0).T))])
    at = int(np.searchsorted(gone, min(2 * width, 0.4 * gone[-1])))
    across = crossed[min(at, len(crossed) - 1)]
    tip = ground.triangles[crossed[0]]
    other = set(ground.triangles[crossed[1]].tolist())
    first = next(int(triangle) for triangle in tip if int(triangle) not in other)
    corners = np.unique(ground.sides[(ground.triangles == first).any(axis=1)])
    tip_corner = next(int(corner) for corner in corners if corner not in ground.sides[crossed[0]])
    left, right = (border.project(shapely.Point(ground.points[corner])) for corner in ground.sides[across])
    tip_at = border.project(shapely.Point(ground.points[tip_corner]))
    start, end = (left, right) if (tip_at - left) % border.length <= (right - left) % border.length else (right, left)
    around = _stretch(border, start, end)
    return _turning(around, (tip_at - start) % border.length, width)


def _turning(around: shapely.LineString, tip_m: float, width_m: float) -> shapely.LineString:
    """The shortest stretch of a line that holds the tip and turns by half a circle; all of it where none does."""
    points = shapely.get_coordinates(around)
    steps = np.diff(points, axis=0)
    lengths = np.hypot(*steps.T)
    angles = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    turns = np.diff(angles)  # At points[1:-1].
    gone = np.cumsum(lengths)[:-1]
    total = np.concatenate([[0.0], np.cumsum(turns)])
    before, after = np.flatnonzero(gone <= tip_m + 1e-6), np.flatnonzero(gone >= tip_m - 1e-6)
    if not (len(before) and len(after)):
        return around
    turned = total[after + 1][None, :] - total[before][:, None]
    length = gone[after][None, :] - gone[before][:, None]
    # Of a round end the last bit of turning is worth its length; a tongue beside a notch is no end.
    cost = length + width_m * np.abs(turned - pi) + np.where(length < width_m / 2, 2 * width_m, 0.0)
    cost = np.where(np.abs(turned - pi) <= SKEW_RAD, cost, inf)
    one, other = np.unravel_index(int(np.argmin(cost)), cost.shape)
    if not np.isfinite(cost[one, other]) or length[one, other] <= 0:
        return around
    return shapely.LineString(points[before[one] + 1 : after[other] + 2])


def _stretch(border: shapely.LinearRing, start_m: float, end_m: float) -> shapely.LineString:
    """A stretch of a ring, going on over its first point where it has to."""
    points = shapely.get_coordinates(border)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    whole = along[-1]
    span = (end_m - start_m) % whole
    ahead = (along[:-1] - start_m) % whole
    inside = np.flatnonzero((ahead > 1e-9) & (ahead < span - 1e-9))
    inside = inside[np.argsort(ahead[inside], kind="stable")]
    ends = [shapely.get_coordinates(border.interpolate(at % whole)) for at in (start_m, end_m)]
    return shapely.LineString(np.concatenate([ends[0], points[inside], ends[1]]))


def _length_m(ground: Ground, way: Way, ends: Ends) -> float:
    """Along the middle of a way, from end to end."""
    between = [side for side in way.crossed if np.isfinite(ground.widths_m[side])]
    tips = [shapely.get_coordinates(end.interpolate(0.5, normalized=True)) for end in ends]
    line = shapely.LineString(np.concatenate([tips[0], ground.middles[between], tips[1]]))
    return float(shapely.simplify(line, way.width_m / 50).length)
