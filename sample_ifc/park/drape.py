"""Ground, lawns and paths as solids that follow the lie of the land."""

from collections import Counter
from collections.abc import Callable, Iterator
from math import floor

from shapely import Polygon, box, constrained_delaunay_triangles, intersection, set_precision
from shapely.geometry.base import BaseGeometry

from sample_ifc.shapes import Mesh, Point2, Point3

Height = Callable[[float, float], float]
LEAST_M2 = 1e-4


def drape(area: BaseGeometry, top: Height, bottom: Height, style: str, cell: float = 5.0) -> Mesh:
    """A closed body below an area in plan.

    Args:
        area: Polygon or polygons on the millimetre grid.
        top: Height of the upper face at a place.
        bottom: Height of the lower face there.
        style: Its colour.
        cell: The area is cut into squares of this width before it is cut into triangles, so that it can bend.
    """
    index: dict[Point2, int] = {}
    triangles = [tuple(index.setdefault(point, len(index)) for point in corners) for corners in _triangles(area, cell)]
    count = len(index)
    upper: list[Point3] = [(x, y, top(x, y)) for x, y in index]
    lower: list[Point3] = [(x, y, bottom(x, y)) for x, y in index]
    edges = Counter((a, b) for corners in triangles for a, b in zip(corners, corners[1:] + corners[:1], strict=True))
    faces: list[tuple[int, ...]] = [*triangles, *(tuple(count + i for i in reversed(corners)) for corners in triangles)]
    faces += [(b, a, count + a, count + b) for a, b in edges if (b, a) not in edges]
    return Mesh(tuple(upper + lower), tuple(faces), style)


def _triangles(area: BaseGeometry, cell: float) -> Iterator[tuple[Point2, ...]]:
    """Corners of triangles, counter-clockwise, to the millimetre."""
    x0, y0, x1, y1 = area.bounds
    for column in range(floor(x0 / cell), floor(x1 / cell) + 1):
        for row in range(floor(y0 / cell), floor(y1 / cell) + 1):
            square = box(column * cell, row * cell, (column + 1) * cell, (row + 1) * cell)
            piece = intersection(area, square, grid_size=0.001)
            if piece.area > LEAST_M2:
                yield from _cut(piece)


def _cut(piece: BaseGeometry) -> Iterator[tuple[Point2, ...]]:
    polygons = [part for part in getattr(piece, "geoms", [piece]) if isinstance(part, Polygon) and part.area > LEAST_M2]
    for polygon in polygons:
        for triangle in constrained_delaunay_triangles(set_precision(polygon, 0.001)).normalize().geoms:
            (ax, ay), (bx, by), (cx, cy) = [(round(x, 3), round(y, 3)) for x, y in triangle.exterior.coords[:3]]
            doubled = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
            if doubled:
                yield ((ax, ay), (bx, by), (cx, cy)) if doubled > 0 else ((ax, ay), (cx, cy), (bx, by))
