"""How far something reaches over a line drawn on a plan: out of an area, into one, or across a line."""

from typing import Any


def reach_out_of_m(outline: Any, area: Any) -> float:
    """How far an outline reaches out of an area; 0 where it only touches its edge. Metres."""
    import shapely

    return _furthest_m(shapely.difference(outline, area), area)


def reach_over_m(outline: Any, line_or_area: Any) -> float:
    """How far an outline reaches into an area, or across a line from the side on which most of it lies. Metres."""
    import shapely

    if shapely.get_dimensions(line_or_area) == 2:
        inside = shapely.intersection(outline, line_or_area)
        return _furthest_m(_areal(inside), shapely.boundary(line_or_area))
    return max((_across_m(piece, line_or_area) for piece in shapely.get_parts(outline)), default=0.0)


def _across_m(outline: Any, line: Any) -> float:
    import shapely

    if not shapely.crosses(line, outline):
        return 0.0
    cut = shapely.get_parts(shapely.polygonize([shapely.union_all([shapely.boundary(outline), line])]))
    pieces = [piece for piece in cut if shapely.contains(outline, shapely.point_on_surface(piece))]
    sides = sorted(pieces, key=shapely.area)[:-1]
    return max((_furthest_m(piece, line) for piece in sides), default=0.0)


def _areal(shape: Any) -> Any:
    import shapely

    return shapely.union_all([part for part in shapely.get_parts(shape) if shapely.get_dimensions(part) == 2])


def _furthest_m(shape: Any, from_what: Any) -> float:
    """Of the corners of a shape, how far the furthest is from something."""
    import shapely

    corners = shapely.get_coordinates(shape)
    return float(shapely.distance(shapely.points(corners), from_what).max()) if len(corners) else 0.0
