"""How wide a passage is that must stay open from one end of an area to the other, and what stands in it."""

from typing import Any

STEP_M = 0.005
"""Widths are found to so much."""
END_M = 0.25
"""An end that is so near is reached."""


def passage_width_m(area: Any, obstacles: list[Any], wanted_m: float) -> float:
    """The widest thing that gets along an area between its ends, past obstacles.

    Args:
        area: A Shapely Polygon or MultiPolygon, metres.
        obstacles: Shapely geometries that may stand in it.
        wanted_m: What is wider than this is not measured further.

    Returns:
        Metres, at most ``wanted_m``; 0 where nothing gets along.
    """
    low, high = 0, round(wanted_m / STEP_M)
    if _gets_along(area, obstacles, wanted_m):
        return wanted_m
    while high - low > 1:
        middle = (low + high) // 2
        if _gets_along(area, obstacles, middle * STEP_M):
            low = middle
        else:
            high = middle
    return low * STEP_M


def _gets_along(area: Any, obstacles: list[Any], width_m: float) -> bool:
    """Whether the middle of a thing so wide can go from each end to the other without leaving the area."""
    import shapely

    half_m = width_m / 2 - STEP_M / 2  # Round corners of buffers are a little outside the true ones.
    free = shapely.buffer(area, -half_m, join_style="mitre")
    if free.is_empty or shapely.area(free) == 0.0:
        return False
    one, other = _ends(area)
    blocked = [shapely.buffer(obstacle, half_m, quad_segs=32) for obstacle in obstacles]
    left = shapely.difference(free, shapely.union_all(blocked)) if blocked else free
    reach_m = half_m + END_M
    return any(
        shapely.distance(part, one) <= reach_m and shapely.distance(part, other) <= reach_m for part in shapely.get_parts(left)
    )


def _ends(area: Any) -> tuple[Any, Any]:
    """The two short sides of the narrowest rectangle around an area, as far as it reaches them."""
    import shapely

    around = shapely.get_coordinates(shapely.oriented_envelope(area))
    sides = [shapely.linestrings(around[at : at + 2]) for at in range(4)]
    first = 0 if shapely.length(sides[0]) <= shapely.length(sides[1]) else 1
    return sides[first], sides[first + 2]
