"""Rooms that walls enclose, in storeys for which the model has no spaces.

What belongs here: which areas are closed all round by walls, columns, doors and curtain walls, have a floor and a cover. What
does not: what is measured of them (``rooms``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np
import shapely

from checkers.spatial_classes import BUILDINGS, COLUMNS, DOORS, SLABS, WALLS, ancestors

if TYPE_CHECKING:
    import pandas as pd

BOUNDING = (*WALLS, *COLUMNS, *DOORS, "IfcCurtainWall", "IfcPlate", "IfcWindow")
"""What a room is enclosed by; doors and windows close the openings that reach through the whole height of a wall."""

FLOORS = SLABS
COVERS = (*SLABS, "IfcRoof", "IfcCovering")

PROBE_M = 1.0
"""Walls are looked for so high over the floor."""

GAP_M = 0.05
"""Walls that lie no further apart than twice this meet."""

FLOOR_WITHIN_M = 0.4
"""The top of a floor's slab lies no further from the storey's elevation."""

STANDING_ROOM_M = 1.5
"""What covers a room lies at least so high over its floor."""

LEAST_AREA_M2 = 1.5
LEAST_WIDTH_M = 0.8
"""What is smaller or narrower is a shaft or the inside of a wall."""

LEAST_FLOOR_SHARE = 0.8
LEAST_COVER_SHARE = 0.5
"""Less floor or cover: a void, or a yard."""


@dataclass(frozen=True)
class DerivedRoom:
    """An area enclosed by walls."""

    storey_step_id: int
    number: int
    """From 1 within the storey, by place."""
    floor: shapely.Polygon
    floor_z_m: float
    next_z_m: float
    """The next storey's elevation: what lies above it hangs over another room. Infinite in the topmost storey."""


def derive_rooms(storeys: "pd.DataFrame", elements: "pd.DataFrame", shapes: "pd.DataFrame") -> Iterator[DerivedRoom]:
    """Find the rooms that walls enclose.

    Args:
        storeys: Those without spaces, by step id, with ``elevation_m``.
        elements: One model's ``ifc_element``.
        shapes: Its ``ifc_geometry`` by step id, with ``footprint``.

    Yields:
        By storey and place. Numbers follow x and y of the model frame, to 1 cm.
    """
    indexed = elements.set_index("step_id")
    walls_of = set(indexed.loc[indexed["ifc_class"].isin((*WALLS, "IfcCurtainWall")), "storey_step_id"].dropna())
    storeys = storeys[storeys.index.isin(walls_of)]
    if storeys.empty:
        return
    relevant = indexed.index[indexed["ifc_class"].isin((*BOUNDING, *COVERS, "IfcSpace"))]
    rows = shapes[shapes.index.isin(relevant)].sort_index()
    rows = rows.assign(
        ifc_class=indexed["ifc_class"].reindex(rows.index), building=ancestors(elements, BUILDINGS).reindex(rows.index),
        outline=shapely.from_wkb(rows["footprint"].to_numpy(object)),
    )  # fmt: skip
    building_of = ancestors(elements, BUILDINGS).reindex(storeys.index)
    for step_id, storey in storeys.iterrows():
        building = building_of[step_id]
        own = rows[rows["building"].eq(building) | (rows["building"].isna() & np.isnan(building))]
        higher = storeys.loc[building_of.eq(building) & storeys["elevation_m"].gt(storey["elevation_m"] + PROBE_M), "elevation_m"]
        for number, (floor, floor_z_m) in enumerate(_rooms_at(float(storey["elevation_m"]), own), start=1):
            yield DerivedRoom(int(step_id), number, floor, floor_z_m, float(higher.min()) if len(higher) else inf)


def _rooms_at(elevation_m: float, rows: "pd.DataFrame") -> list[tuple[shapely.Polygon, float]]:
    """Floors and their heights at a level of one building."""
    probe = elevation_m + PROBE_M
    is_cut = rows["min_z_m"].lt(probe) & rows["max_z_m"].gt(probe)
    slabs = rows[
        rows["ifc_class"].isin(FLOORS) & rows["max_z_m"].between(elevation_m - FLOOR_WITHIN_M, elevation_m + FLOOR_WITHIN_M)
    ]
    covers = rows[rows["ifc_class"].isin(COVERS) & rows["max_z_m"].gt(elevation_m + STANDING_ROOM_M)]
    if slabs.empty or covers.empty:
        return []
    bounding = rows.loc[is_cut & rows["ifc_class"].isin(BOUNDING), "outline"].to_numpy(object)
    taken = shapely.union_all(rows.loc[is_cut & rows["ifc_class"].eq("IfcSpace"), "outline"].to_numpy(object))
    solid = shapely.union_all(bounding, grid_size=1e-4)
    closed = shapely.buffer(shapely.buffer(solid, GAP_M, join_style="mitre"), -GAP_M, join_style="mitre")
    holes = [shapely.Polygon(ring) for piece in shapely.get_parts(closed) for ring in piece.interiors]
    ground = shapely.union_all(slabs["outline"].to_numpy(object))
    cover = shapely.union_all(covers["outline"].to_numpy(object))
    found = []
    for hole in holes:
        # What stands free inside, a column or a wall's end, is not floor.
        parts = [part for part in shapely.get_parts(shapely.difference(hole, closed)) if part.geom_type == "Polygon"]
        room = max(parts, key=lambda part: part.area, default=shapely.Polygon())
        if room.area < LEAST_AREA_M2 or shapely.buffer(room, -LEAST_WIDTH_M / 2).is_empty:
            continue
        shares = [shapely.intersection(room, other).area / room.area for other in (ground, cover, taken)]
        if shares[0] < LEAST_FLOOR_SHARE or shares[1] < LEAST_COVER_SHARE or shares[2] > 1 - LEAST_FLOOR_SHARE:
            continue
        found.append((shapely.orient_polygons(shapely.normalize(room)), _floor_height(room, slabs)))
    return sorted(found, key=lambda one: (round(one[0].centroid.x, 2), round(one[0].centroid.y, 2)))


def _floor_height(room: shapely.Polygon, slabs: "pd.DataFrame") -> float:
    """Top of the highest slab under at least half the room, else of the one under most of it."""
    shares = shapely.area(shapely.intersection(slabs["outline"].to_numpy(object), room)) / room.area
    tops = slabs["max_z_m"].to_numpy()
    return float(tops[shares >= LEAST_COVER_SHARE].max() if (shares >= LEAST_COVER_SHARE).any() else tops[np.argmax(shares)])
