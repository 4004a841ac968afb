"""How wide a passage is at its narrowest place.

What belongs here: floors of corridors and hallways, with their niches and corners. What does not: strips in the open
(``strips``), and how wide a passage has to be.
"""

import shapely

from checkers.spatial.room_rectangles import floor_sides

NICHE_SHARE = 0.08
"""What of the floor is cut off by a narrower place: less than this is a door's reveal, a niche or a corner."""

EXACT_M = 0.002

LEAST_SHIFT_M = 1e-6


def narrowest_passage(floor: shapely.Geometry) -> float | None:
    """Measure the narrowest place that one has to pass through within a room.

    Args:
        floor: Polygon or MultiPolygon, metres. Of several pieces the largest is looked at.

    Returns:
        The diameter of the largest round thing that still gets everywhere but into niches, to 2 mm; None without a floor.
    """
    sides = floor_sides(floor)
    if sides is None:
        return None
    piece = max(shapely.get_parts(floor), key=lambda one: one.area)
    low, high = 0.0, sides.square_m
    if _gets_everywhere(piece, high - LEAST_SHIFT_M):
        return high
    while high - low > EXACT_M:
        middle = (low + high) / 2
        low, high = (middle, high) if _gets_everywhere(piece, middle) else (low, middle)
    return low


def _gets_everywhere(floor: shapely.Polygon, width_m: float) -> bool:
    centres = shapely.buffer(floor, -width_m / 2, join_style="mitre")
    parts = [part for part in shapely.get_parts(centres) if part.area > 0 or part.length > 0]
    reached = [shapely.buffer(part, width_m / 2, join_style="mitre") for part in parts]
    widest = max((shapely.intersection(part, floor).area for part in reached), default=0.0)
    return bool(widest >= (1 - NICHE_SHARE) * floor.area)
