"""Façades: how much wall and how much window each building has towards each orientation, and each room in its bay.

GB 55015-2021 B.0.3: of dwellings the ratio of window to wall is taken bay by bay, of public buildings façade by façade.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from checkers.spatial.envelope_faces import OuterFaces
from checkers.spatial.envelope_storeys import EnclosedStorey
from checkers.spatial.roof_surface import RoofSurface
from checkers.spatial.true_north import North

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

EDGE_STEP_M = 0.5
"""The height of a wall under a sloped roof is looked at in places no further apart."""

WITHIN_M = 0.05
"""So far within the outline."""

BAY_DEPTH_M = 0.7
"""A room lies at a façade where it comes so near to its outer face; walls are less thick."""

BAY_SHARE = 0.6
"""Where rooms lie behind so much of a façade, what is between them is partitions, and shared among them."""

LEAST_BAY_M = 0.3

LEAST_OUTER_M2 = 0.5
"""A wall that shows less, at its end, is an inner wall."""

DECIMALS = 6


def orientation_of(azimuth_deg: float) -> str:
    """Tell which façade a direction is of, in cold zones: GB 55015-2021 B.0.5.

    North reaches to less than 60° on both sides, south to 30° and no further; east and west have the rest.

    Args:
        azimuth_deg: Of the outward normal, clockwise from true north.
    """
    azimuth = round(azimuth_deg % 360, 3) % 360
    if azimuth < 60 or azimuth > 300:
        return "N"
    if 150 <= azimuth <= 210:
        return "S"
    return "E" if azimuth < 150 else "W"


@dataclass(frozen=True, eq=False)
class Edges:
    """The outlines of storeys, cut at their corners. Arrays of equal length; metres, model frame."""

    storey: NDArray[np.int64]
    """Place in the list of storeys."""
    start: Floats
    end: Floats
    height_m: Floats
    """Mean height of the wall over the edge."""
    orientation: NDArray[np.object_]

    @property
    def lengths_m(self) -> Floats:
        """Seen from above."""
        lengths: Floats = np.hypot(*(self.end - self.start).T)
        return lengths


def outline_edges(storeys: Sequence[EnclosedStorey], roof: RoofSurface, north: North) -> Edges:
    """Give the edges of what storeys above ground enclose, and how high the wall over each is: to the next floor, or the roof."""
    places, starts, ends, heights = [], [], [], []
    for place, storey in enumerate(storeys):
        if storey.is_below_ground:
            continue
        rings = shapely.get_rings(shapely.orient_polygons(storey.outline))
        pairs = [np.stack([points[:-1], points[1:]], axis=1) for points in map(shapely.get_coordinates, rings)]
        edges = np.concatenate(pairs) if pairs else np.zeros((0, 2, 2))
        edges = edges[np.hypot(*(edges[:, 1] - edges[:, 0]).T) > 1e-6]
        places.append(np.full(len(edges), place, np.int64))
        starts.append(edges[:, 0])
        ends.append(edges[:, 1])
        if storey.is_topmost and roof.is_sloped_over(storey.base_z_m):
            heights.append(np.array([_height_under(roof, edge, storey) for edge in edges]))
        else:
            heights.append(np.full(len(edges), storey.height_m))
    if not places:
        none = np.zeros((0, 2))
        return Edges(np.zeros(0, np.int64), none, none, np.zeros(0), np.zeros(0, object))
    start, end = np.concatenate(starts), np.concatenate(ends)
    outward = np.stack([(end - start)[:, 1], -(end - start)[:, 0]], axis=1)
    looks = np.array([orientation_of(north.azimuth_deg(way)) for way in outward], object)
    return Edges(np.concatenate(places), start, end, np.concatenate(heights), looks)


def _height_under(roof: RoofSurface, edge: Floats, storey: EnclosedStorey) -> float:
    count = max(1, int(np.ceil(np.hypot(*(edge[1] - edge[0])) / EDGE_STEP_M)))
    shares = (np.arange(count) + 0.5) / count
    way = (edge[1] - edge[0]) / np.hypot(*(edge[1] - edge[0]))
    # The outline goes round with the inside on its left; right on it a roof may end or go on.
    inside = edge[0] + WITHIN_M * np.array([-way[1], way[0]])
    heights, _ = roof.heights(inside + shares[:, None] * (edge[1] - edge[0]))
    if np.isnan(heights).all():
        return storey.height_m
    return float(np.clip(np.nanmean(heights) - storey.base_z_m, 0.0, None))


def facade_rows(
    storeys: Sequence[EnclosedStorey], edges: Edges, faces: OuterFaces, windows: "pd.DataFrame", rooms: "pd.DataFrame", north: North
) -> list[dict[str, object]]:
    """Give the rows of ``msr_facade`` of one model, without its id.

    Args:
        storeys: What ``enclosed_storeys`` gives.
        edges: Of their outlines.
        faces: Outer faces of walls, which count where they are larger than the outline times the height.
        windows: Rows of ``msr_window``.
        rooms: Rows of ``msr_room``.
        north: Of the model.
    """
    windows = windows[windows["is_exterior"].eq(True) & windows["azimuth_deg"].notna() & windows["area_m2"].notna()]
    windows = windows.assign(orientation=[orientation_of(azimuth) for azimuth in windows["azimuth_deg"]])
    walls = wall_areas(storeys, edges, faces, windows, north)
    rows = []
    for (building, orientation), area in sorted(walls.items()):
        of_facade = windows[windows["building_step_id"].eq(building) & windows["orientation"].eq(orientation)]
        rows.append(_row(building, orientation, area, float(of_facade["area_m2"].sum())))
    glazed = windows[windows["room_step_id"].notna()]
    lit = glazed.groupby(["building_step_id", "orientation", "room_step_id", "room_number"])["area_m2"].sum()
    bays = _bays(storeys, edges, rooms)
    for (building, orientation, room, number), area in lit.items():
        bay = bays.get((int(building), str(orientation), int(room), int(number)))
        if bay:
            rows.append(_row(int(building), str(orientation), bay, float(area), int(room), int(number)))
    return rows


def _row(
    building: int, orientation: str, facade: float, window: float, room: int | None = None, number: int | None = None
) -> dict[str, object]:
    return {
        "building_step_id": building, "orientation": orientation, "bay": "" if room is None else f"{room}/{number}",
        "room_step_id": room, "room_number": number, "facade_area_m2": round(facade, DECIMALS),
        "window_area_m2": round(window, DECIMALS), "window_wall_ratio": round(window / facade, DECIMALS),
    }  # fmt: skip


def wall_areas(
    storeys: Sequence[EnclosedStorey], edges: Edges, faces: OuterFaces, windows: "pd.DataFrame", north: North
) -> dict[tuple[int, str], float]:
    """Give the area of outer walls, windows included, by building and orientation; square metres.

    Of each storey the greater counts: the outline times the height, which has the edges of floors in it, or the faces of the walls
    and what glazes them, which follow gables and what stands out.
    """
    by_outline: dict[tuple[int, int, str], float] = {}
    areas = edges.lengths_m * edges.height_m
    for place, orientation, area in zip(edges.storey, edges.orientation, areas, strict=True):
        key = (storeys[place].building_step_id, int(place), str(orientation))
        by_outline[key] = by_outline.get(key, 0.0) + float(area)
    by_faces: dict[tuple[int, int, str], float] = {}
    ways = np.stack([np.cos(faces.direction_rad), np.sin(faces.direction_rad)], axis=1)
    for place, way, area in zip(faces.storey, ways, faces.net_area_m2, strict=True):
        if not storeys[place].is_below_ground:
            key = (storeys[place].building_step_id, int(place), orientation_of(north.azimuth_deg(way)))
            by_faces[key] = by_faces.get(key, 0.0) + float(area)
    for window in windows.itertuples():
        middle = (window.sill_z_m + window.head_z_m) / 2
        for place, storey in enumerate(storeys):
            if storey.building_step_id == window.building_step_id and storey.base_z_m <= middle < storey.top_z_m:
                key = (storey.building_step_id, place, window.orientation)
                by_faces[key] = by_faces.get(key, 0.0) + float(window.area_m2)
    found: dict[tuple[int, str], float] = {}
    for key in sorted({*by_outline, *by_faces}):
        area = max(by_outline.get(key, 0.0), by_faces.get(key, 0.0))
        if area > 0:
            found[key[0], key[2]] = found.get((key[0], key[2]), 0.0) + area
    return found


def outer_wall_rows(storeys: Sequence[EnclosedStorey], faces: OuterFaces) -> list[dict[str, object]]:
    """Give the rows of ``msr_outer_wall`` of one model, without its id."""
    areas: dict[tuple[int, int], float] = {}
    for wall, place, area in zip(faces.wall_step_id, faces.storey, faces.net_area_m2, strict=True):
        if not storeys[place].is_below_ground:
            key = (int(wall), storeys[place].building_step_id)
            areas[key] = areas.get(key, 0.0) + float(area)
    most = {wall: max(area for (other, _), area in areas.items() if other == wall) for wall in sorted({wall for wall, _ in areas})}
    return [
        {"step_id": wall, "building_step_id": building, "outer_area_m2": round(area, DECIMALS)}
        for (wall, building), area in sorted(areas.items())
        if area == most[wall] and area >= LEAST_OUTER_M2
    ]


def _bays(storeys: Sequence[EnclosedStorey], edges: Edges, rooms: "pd.DataFrame") -> Mapping[tuple[int, str, int, int], float]:
    """The area of wall before each room, by building, orientation and room."""
    floors = shapely.from_wkb(rooms["floor"].to_numpy(object))
    keys = list(zip(rooms["step_id"].astype(int), rooms["room_number"].astype(int), strict=True))
    middles = ((rooms["floor_z_m"] + rooms["ceiling_z_m"]) / 2).to_numpy(float)
    tree = shapely.STRtree(floors)
    inward = np.stack([-(edges.end - edges.start)[:, 1], (edges.end - edges.start)[:, 0]], axis=1)
    lengths = edges.lengths_m
    inward = inward / np.maximum(lengths, 1e-9)[:, None] * BAY_DEPTH_M
    strips = shapely.polygons(np.stack([edges.start, edges.end, edges.end + inward, edges.start + inward], axis=1))
    edge, room = tree.query(strips, predicate="intersects")
    order = np.lexsort((room, edge))
    widths: dict[int, list[tuple[int, float]]] = {}
    for at, place in zip(edge[order], room[order], strict=True):
        storey = storeys[edges.storey[at]]
        if not storey.base_z_m <= middles[place] <= storey.top_z_m:
            continue
        met = shapely.get_coordinates(shapely.intersection(strips[at], floors[place]))
        along = met @ (edges.end[at] - edges.start[at]) / max(lengths[at], 1e-9)
        if len(along) and np.ptp(along) > LEAST_BAY_M:
            widths.setdefault(int(at), []).append((int(place), float(np.ptp(along))))
    found: dict[tuple[int, str, int, int], float] = {}
    for at, own in widths.items():
        total = sum(width for _, width in own)
        factor = max(1.0, lengths[at] / total) if total >= BAY_SHARE * lengths[at] else 1.0
        for place, width in own:
            key = (storeys[edges.storey[at]].building_step_id, str(edges.orientation[at]), *keys[place])
            found[key] = found.get(key, 0.0) + width * factor * float(edges.height_m[at])
    return found
