"""Where people walk without passing a door: rooms, joined where no wall stands between them.

What belongs here: joining rooms of one level. What does not: what a room is for, ways through doors (``walk_graph``).
"""

from dataclasses import dataclass

import numpy as np
import shapely

from checkers.spatial.projection import Floats, Outlines

TOUCH_M = 0.02
"""Floors that are no further apart touch."""

LEAST_PASSAGE_M = 0.6
"""A narrower gap in a wall is no way."""

LEVEL_M = 0.3
"""Floors that differ by more are joined by no step."""


@dataclass(frozen=True)
class Region:
    """Rooms that are one open space."""

    rooms: tuple[int, ...]
    """Places in what was given."""
    area: shapely.Geometry


def join_rooms(floors: Outlines, floor_z_m: Floats, walls: Outlines) -> list[Region]:
    """Join the rooms of a storey that lie open to one another.

    Args:
        floors: Polygons, metres.
        floor_z_m: Of each.
        walls: Outlines of what stands on the storey and cannot be walked through.

    Returns:
        In the order of their first rooms; each room is in one.
    """
    owner = np.arange(len(floors))
    tree = shapely.STRtree(walls)
    walled: dict[int, list[shapely.Geometry]] = {}
    if len(floors):
        one, other = shapely.STRtree(floors).query(floors, predicate="dwithin", distance=TOUCH_M)
        for a, b in sorted((a, b) for a, b in zip(one.tolist(), other.tolist(), strict=True) if a < b):
            if abs(floor_z_m[a] - floor_z_m[b]) > LEVEL_M:
                continue
            border = shapely.intersection(shapely.buffer(floors[a], TOUCH_M, join_style="mitre"), shapely.boundary(floors[b]))
            if shapely.length(border) < LEAST_PASSAGE_M:
                continue
            near = walls[np.sort(tree.query(border, predicate="dwithin", distance=TOUCH_M))]
            standing = shapely.union_all(shapely.buffer(near, TOUCH_M, join_style="mitre")) if len(near) else shapely.Polygon()
            free = shapely.line_merge(shapely.difference(border, standing))
            if shapely.length(shapely.get_parts(free)).max(initial=0.0) < LEAST_PASSAGE_M:
                continue
            first, second = sorted((_root(owner, a), _root(owner, b)))
            owner[second] = first
            walled[a] = walled[b] = [*walled.get(a, []), *walled.get(b, []), *near]
    members: dict[int, list[int]] = {}
    for room in range(len(floors)):
        members.setdefault(_root(owner, room), []).append(room)
    return [_region(tuple(rooms), floors, walled) for _, rooms in sorted(members.items())]


def _root(owner: "np.ndarray[tuple[int], np.dtype[np.int64]]", room: int) -> int:
    while owner[room] != room:
        room = int(owner[room])
    return room


def _region(rooms: tuple[int, ...], floors: Outlines, walled: dict[int, list[shapely.Geometry]]) -> Region:
    if len(rooms) == 1:
        return Region(rooms, floors[rooms[0]])
    closed = shapely.union_all(shapely.buffer(floors[list(rooms)], TOUCH_M, join_style="mitre", mitre_limit=2.0))
    area = shapely.buffer(closed, -TOUCH_M, join_style="mitre", mitre_limit=2.0)
    standing = [wall for room in rooms for wall in walled.get(room, ())]
    return Region(rooms, shapely.difference(area, shapely.union_all(standing)) if standing else area)
