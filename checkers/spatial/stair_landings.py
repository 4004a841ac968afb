"""Landings of stairs: how deep they are before the flights that meet on them.

What belongs here: measuring. What does not: how deep they have to be, and the floors of storeys, which are rooms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from checkers.names import joined_names, words
from checkers.spatial.projection import Floats
from checkers.spatial.room_heights import points_over
from checkers.spatial.solids import Box, Solids
from checkers.spatial.stair_clearances import INSET_M, Slope, least_headroom, slope_of
from checkers.spatial.stairs import treads_of
from checkers.spatial_classes import SLABS
from cim_schema.tables import TABLES
from pipelines.runtime.table_set import Tables

LEVEL = 0.98
"""Least z of the unit normal of a landing's top."""

TOP_M = 0.02
"""The top is what lies no deeper under the highest place."""

MEETS_M = 0.35
"""A flight meets a landing where its end lies so near to it seen from above."""

RISER_SLACK_M = 0.03
"""… and the landing lies one riser further, give or take so much, or at the end itself."""

STARTS_M = 0.35
"""The landing begins so near to the end of the flight: between the two lie a tread and a joint."""

WALKED_M = 1.2
"""So deep, or as deep as its flights are wide, people walk on a landing: the free height counts there."""

ACROSS_M = 20.0
"""Landings are not so wide."""

IN_WAY_LOW_M, IN_WAY_HIGH_M = 0.3, 1.2
"""What stands so high over the landing is in the way."""

IN_WAY = ("IfcWall", "IfcColumn", "IfcCurtainWall")

STRAIGHT = 0.9
"""Least cosine between two flights that go straight on."""

LEAST_M2 = 0.1

DECIMALS = 6


@dataclass(frozen=True)
class Flight:
    """A straight flight that may meet a landing."""

    slope: Slope
    clear_width_m: float

    def meeting(self, elevation_m: float) -> tuple[Floats, Floats] | None:
        """The middle of the end at a height, and the direction that leads on from it; None where it does not end there."""
        slope = self.slope
        going = (slope.ends_m - slope.starts_m) * slope.riser_m / max(slope.high_m - slope.low_m, 1e-9)
        middle = slope.aside * (slope.right_m + slope.left_m) / 2
        if _meets(elevation_m - slope.high_m, slope.riser_m):
            behind = going if elevation_m - slope.high_m > slope.riser_m / 2 else 0.0
            return middle + slope.along * (slope.ends_m + behind), slope.along
        if _meets(slope.low_m - elevation_m, slope.riser_m):
            return middle + slope.along * slope.starts_m, -slope.along
        return None


def _meets(difference_m: float, riser_m: float) -> bool:
    return abs(difference_m) <= RISER_SLACK_M or abs(difference_m - riser_m) <= RISER_SLACK_M


def measure_landings(tables: Tables) -> dict[str, pa.Table]:
    """Measure the landings of stairs.

    Args:
        tables: ``ifc_element``, ``ifc_geometry``, ``ifc_shape``, ``msr_stair_flight`` and ``msr_stair_clearance``.

    Returns:
        ``msr_landing``.
    """
    flights = tables["msr_stair_flight"].to_pandas()
    keys = ["model_id", "step_id", "flight_number"]
    flights = flights.merge(tables["msr_stair_clearance"].select([*keys, "clear_width_m"]).to_pandas(), on=keys, how="left")
    elements = tables["ifc_element"].select(
        ["model_id", "step_id", "global_id", "ifc_class", "predefined_type", "parent_step_id", "name", "long_name", "object_type"]
    )
    rows: list[dict[str, Any]] = []
    if len(flights):
        elements = elements.to_pandas()
        slabs = elements[elements["ifc_class"].isin(SLABS)]
        stairs = set(zip(flights["model_id"], flights["stair_step_id"], strict=True))
        is_of_stair = np.array([pair in stairs for pair in zip(slabs["model_id"], slabs["parent_step_id"], strict=True)], bool)
        is_named = words("stairs", "landing").in_texts(joined_names(slabs))
        slabs = slabs[slabs["predefined_type"].eq("LANDING") | is_of_stair | is_named].sort_values(["model_id", "step_id"])
        for model_id, landings in slabs.groupby("model_id", sort=True):
            of_model = flights[flights["model_id"].eq(model_id)]
            solids = Solids(tables, str(model_id))
            straight = [_flight(solids, row) for row in of_model[of_model["direction_deg"].notna()].itertuples()]
            for landing in landings.itertuples():
                found = _landing(solids, int(landing.step_id), [flight for flight in straight if flight is not None])
                if found is not None:
                    parent = landing.parent_step_id
                    rows.append({
                        "model_id": model_id, "step_id": landing.step_id, "landing_number": 0, "global_id": landing.global_id,
                        "stair_step_id": int(parent) if (model_id, parent) in stairs else None, **found,
                    })  # fmt: skip
    return {"msr_landing": TABLES["msr_landing"].from_rows(rows)}


def _flight(solids: Solids, row: Any) -> Flight | None:
    corners = solids.corners_of(int(row.step_id))
    faces = np.arange(corners.size // 3).reshape(-1, 3)
    climbs = treads_of(corners.reshape(-1, 3), faces, row.flight_number == 0)
    place = max(int(row.flight_number) - 1, 0)
    if place >= len(climbs):
        return None
    width = row.clear_width_m if row.clear_width_m == row.clear_width_m else row.width_m
    return Flight(slope_of(climbs[place], row.direction_deg), float(width))


def _landing(solids: Solids, step_id: int, flights: Sequence[Flight]) -> dict[str, Any] | None:
    top = _top(solids.corners_of(step_id))
    if top is None:
        return None
    outline, elevation = top
    low, high = np.array(outline.bounds[:2]), np.array(outline.bounds[2:])
    around = Box(np.array([*low, elevation + IN_WAY_LOW_M]), np.array([*high, elevation + IN_WAY_HIGH_M]))
    bodies = [body for body in solids.near(around, {step_id}) if body.ifc_class.startswith(IN_WAY)]
    hulls = [_seen(solids.corners_of(body.step_id)) for body in bodies]
    free = shapely.difference(outline, shapely.union_all(hulls)) if hulls else outline
    meetings = [(flight, end) for flight in flights if (end := flight.meeting(elevation)) is not None]
    meetings = [(flight, end) for flight, end in meetings if outline.distance(shapely.Point(end[0])) <= MEETS_M]
    depths = [_depth(free, flight.slope, *end) for flight, end in meetings]
    known = [depth for depth in depths if depth is not None]
    directions = [end[1] for _, end in meetings]
    is_straight = all(float(one @ other) < -STRAIGHT for one, other in _pairs(directions)) if len(directions) > 1 else None
    walked = (
        shapely.intersection(free, shapely.union_all([_walked(flight, *end) for flight, end in meetings])) if meetings else free
    )
    inner = shapely.buffer(walked, -INSET_M, join_style="mitre")
    spots = points_over(next(area for area in (inner, walked, outline) if area.area > 0))
    points = np.column_stack([spots, np.full(len(spots), elevation)])
    rectangle = shapely.get_coordinates(shapely.minimum_rotated_rectangle(outline))
    return {
        "landing_depth_m": round(min(known), DECIMALS) if known else None,
        "width_m": round(float(min(np.linalg.norm(np.diff(rectangle[:3], axis=0), axis=1))), DECIMALS),
        "flight_clear_width_m": max((flight.clear_width_m for flight, _ in meetings), default=None),
        "elevation_m": round(elevation, DECIMALS), "is_straight": is_straight,
        "has_wall_between": _has_wall_between(solids, [end[0] for _, end in meetings], elevation),
        **least_headroom(solids, points, {step_id}),
    }  # fmt: skip


def _top(corners: Floats) -> tuple[shapely.Geometry, float] | None:
    """The outline of the highest level faces of a slab, and their height."""
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    level = corners[normals[:, 2] > LEVEL * np.linalg.norm(normals, axis=1)]
    if not len(level):
        return None
    highest = float(level[:, :, 2].max())
    outline = _seen(level[level[:, :, 2].min(axis=1) >= highest - TOP_M])
    return (outline, highest) if outline.area >= LEAST_M2 else None


def _seen(corners: Floats) -> shapely.Geometry:
    """Triangles joined, seen from above."""
    triangles = shapely.polygons(np.round(corners[:, :, :2], 4))
    return shapely.union_all(triangles[shapely.area(triangles) > 1e-8])


def _pairs(directions: Sequence[Floats]) -> list[tuple[Floats, Floats]]:
    return [(one, other) for place, one in enumerate(directions) for other in directions[place + 1 :]]


def _depth(free: shapely.Geometry, slope: Slope, middle: Floats, onwards: Floats) -> float | None:
    """How far the landing reaches before the end of a flight, where it reaches least over the flight's width."""
    width = slope.left_m - slope.right_m
    least = []
    for share in (-0.4, -0.2, 0.0, 0.2, 0.4):
        start = middle + slope.aside * share * width - onwards * STARTS_M
        line = shapely.LineString([start, start + onwards * 20.0])
        pieces = [piece for piece in shapely.get_parts(shapely.intersection(line, free)) if piece.length > 0]
        ends = sorted(tuple(np.sort((shapely.get_coordinates(piece) - start) @ onwards)[[0, -1]]) for piece in pieces)
        if ends and ends[0][0] <= 2 * STARTS_M:
            least.append(float(ends[0][1] - max(ends[0][0], STARTS_M)))
    return max(min(least), 0.0) if least else None


def _walked(flight: Flight, middle: Floats, onwards: Floats) -> shapely.Geometry:
    """Where people turn and go on: as deep as a landing has to be, across all of it."""
    aside = np.array((-onwards[1], onwards[0])) * ACROSS_M
    start, end = middle - onwards * STARTS_M, middle + onwards * max(flight.slope.left_m - flight.slope.right_m, WALKED_M)
    return shapely.Polygon([start - aside, end - aside, end + aside, start + aside])


def _has_wall_between(solids: Solids, middles: Sequence[Floats], elevation_m: float) -> bool:
    """Whether a wall stands between the ends of flights that lie beside one another."""
    for one, other in _pairs(middles):
        line = shapely.LineString([one, other])
        ends = np.array([(*end, elevation_m + 1.0) for end in (one, other)])
        for body in solids.near(Box.around(ends, 0.3)):
            if body.ifc_class.startswith("IfcWall") and _seen(solids.corners_of(body.step_id)).intersection(line).length > 0:
                return True
    return False
