"""The room that flights of stairs leave: between their sides, and under what hangs over them.

What belongs here: measuring. What does not: how much room is wanted, and the steps themselves (``stairs``).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from checkers.spatial.projection import Floats
from checkers.spatial.solids import Box, Solids, undersides_over
from checkers.spatial.stairs import Tread, treads_of
from cim_schema.tables import TABLES
from pipelines.runtime.table_set import Tables

FOOT_M = 1.0
"""What begins lower over a step stands on it or beside it."""

LOOKED_UP_M = 6.0
"""What hangs higher is in nobody's way."""

BEYOND_M = 0.3
"""The free height of a flight counts so far before its first and behind its last front. Source: GB 50352-2019 6.8.6."""

APART_M = 0.1
"""Distance between the lines across the flight on which the height is looked at."""

INSET_M = 0.1
"""So near to its sides a flight's or landing's free height is not looked at: walls and rails stand there."""

NO_COVERS = ("IfcDoor", "IfcWindow", "IfcRailing", "IfcFurni", "IfcSystemFurni", "IfcMember")
"""Beginnings of classes that are not looked at from below: leaves, rails, and the strings of the stair itself."""

SIDES = ("IfcWall", "IfcRailing", "IfcCurtainWall", "IfcColumn", "IfcPlate", "IfcBuildingElementProxy")
"""Beginnings of classes that stand beside a flight."""

LOW_M, HIGH_M = 0.3, 1.2
"""What stands beside a flight is looked at so high over the line of its fronts: at strings no body ends, at handrails it does."""

REACH_M = 0.3
"""What stands further beside the treads leaves their whole width."""

DECIMALS = 6


@dataclass(frozen=True)
class Slope:
    """A straight flight as a plane over the fronts of its treads. Metres, model frame."""

    along: Floats
    """Unit vector, upwards, seen from above."""
    starts_m: float
    ends_m: float
    """Of the first and the last front, along."""
    low_m: float
    high_m: float
    """Heights there."""
    right_m: float
    left_m: float
    """The sides of the narrowest tread, across."""
    riser_m: float

    @property
    def aside(self) -> Floats:
        """Unit vector to the left, seen from above."""
        return np.array((-self.along[1], self.along[0]))

    def height(self, place: Floats) -> Floats:
        """Of the line of the fronts, at places along."""
        steepness = (self.high_m - self.low_m) / (self.ends_m - self.starts_m)
        heights: Floats = self.low_m + np.clip(place - self.starts_m, 0, self.ends_m - self.starts_m) * steepness
        return heights

    def edge(self, place_m: float, height_m: float) -> bytes:
        """The front of a tread from side to side: WKB LineString Z."""
        ends = [place_m * self.along + across * self.aside for across in (self.right_m, self.left_m)]
        return bytes(shapely.to_wkb(shapely.LineString([(*np.round(end, DECIMALS), round(height_m, DECIMALS)) for end in ends])))


def slope_of(treads: list[Tread], direction_deg: float) -> Slope:
    """The plane of a straight flight that climbs in a direction (``direction_deg`` of ``msr_stair_flight``)."""
    angle = np.radians(direction_deg)
    along = np.array((np.cos(angle), np.sin(angle)))
    aside = np.array((-along[1], along[0]))
    fronts = [float((tread.corners @ along).min()) for tread in treads]
    right = max(float((tread.corners @ aside).min()) for tread in treads)
    left = min(float((tread.corners @ aside).max()) for tread in treads)
    low, high = treads[0].height_m, treads[-1].height_m
    return Slope(along, fronts[0], fronts[-1], low, high, right, left, (high - low) / (len(treads) - 1))


def measure_stair_clearances(tables: Tables) -> dict[str, pa.Table]:
    """Measure the room that each flight leaves, and where it begins and ends.

    Args:
        tables: ``ifc_element``, ``ifc_geometry``, ``ifc_shape`` and ``msr_stair_flight``.

    Returns:
        ``msr_stair_clearance``, a row for each of ``msr_stair_flight``.
    """
    flights = tables["msr_stair_flight"].to_pandas()
    rows = []
    for model_id, of_model in flights.groupby("model_id", sort=True):
        solids = Solids(tables, str(model_id))
        siblings = of_model.groupby("stair_step_id")["step_id"].agg(set)
        for (step_id, is_flight), its in of_model.groupby(["step_id", of_model["flight_number"].eq(0)], sort=True):
            corners = solids.corners_of(int(step_id))
            faces = np.arange(corners.size // 3).reshape(-1, 3)
            climbs = treads_of(corners.reshape(-1, 3), faces, bool(is_flight))
            for flight, treads in zip(its.sort_values("flight_number").itertuples(), climbs, strict=False):
                room = _room(solids, flight, treads, siblings[flight.stair_step_id])
                rows.append({
                    "model_id": flight.model_id, "step_id": flight.step_id, "flight_number": flight.flight_number,
                    "global_id": flight.global_id, **room,
                })  # fmt: skip
    return {"msr_stair_clearance": TABLES["msr_stair_clearance"].from_rows(rows)}


def _room(solids: Solids, flight: Any, treads: list[Tread], siblings: set[int]) -> dict[str, Any]:
    step_id, direction = flight.step_id, flight.direction_deg
    if direction != direction:
        points = np.concatenate([_spots_of(tread) for tread in treads])
        return least_headroom(solids, points, {step_id}) | {"clear_width_m": None, "lower_edge": None, "upper_edge": None}
    slope = slope_of(treads, direction)
    places = np.arange(slope.starts_m - BEYOND_M, slope.ends_m + BEYOND_M + APART_M / 2, APART_M)
    heights = slope.height(places)
    heights[places < slope.starts_m] -= slope.riser_m
    inset = min(INSET_M, (slope.left_m - slope.right_m) / 4)
    across = np.linspace(slope.right_m + inset, slope.left_m - inset, 5)
    seen = places[:, None, None] * slope.along + across[None, :, None] * slope.aside
    points = np.column_stack([seen.reshape(-1, 2), np.repeat(heights, len(across))])
    return least_headroom(solids, points, {step_id}) | {
        "clear_width_m": width_between(solids, slope, siblings),
        "lower_edge": slope.edge(slope.starts_m, slope.low_m), "upper_edge": slope.edge(slope.ends_m, slope.high_m),
    }  # fmt: skip


def _spots_of(tread: Tread) -> Floats:
    """Places on a tread that is no rectangle: the middles of its triangles, and halfway from there to the corners."""
    triangles = tread.corners.reshape(-1, 3, 2)
    middles = triangles.mean(axis=1)
    between = (triangles + middles[:, None]) / 2
    spots = np.concatenate([middles, between.reshape(-1, 2)])
    return np.column_stack([spots, np.full(len(spots), tread.height_m)])


def least_headroom(solids: Solids, points: Floats, without: set[int]) -> dict[str, Any]:
    """The least free height over points, shape (n, 3), and what hangs there: columns of ``msr_stair_clearance``."""
    least, lowest = np.inf, None
    over = Box.around(points, 0.0, -FOOT_M, LOOKED_UP_M)
    for body in solids.near(over, without, NO_COVERS):
        height = float(undersides_over(points, body.corners, FOOT_M).min(initial=np.inf))
        if height < least - 1e-6:
            least, lowest = height, body.step_id
    if lowest is None:
        return {"headroom_m": None, "lowest_step_id": None}
    return {"headroom_m": round(least, DECIMALS), "lowest_step_id": lowest}


def width_between(solids: Solids, slope: Slope, siblings: set[int], *, to_middle_of_rails: bool = True) -> float:
    """Between the middle (or the face) of the handrail or the face of the wall on both sides, or the sides of the treads."""
    middle = (slope.right_m + slope.left_m) / 2
    places = slope.starts_m + (slope.ends_m - slope.starts_m) * np.array((0.2, 0.5, 0.8))
    ends = np.array([
        (*(place * slope.along + across * slope.aside), height)
        for place, height in zip((slope.starts_m, slope.ends_m), (slope.low_m, slope.high_m), strict=True)
        for across in (slope.right_m, slope.left_m)
    ])  # fmt: skip
    right, left = np.full(len(places), slope.right_m), np.full(len(places), slope.left_m)
    for body in solids.near(Box.around(ends, REACH_M, 0.0, HIGH_M), siblings):
        if not body.ifc_class.startswith(SIDES):
            continue
        is_rail = body.ifc_class.startswith("IfcRailing")
        turned = np.stack([body.corners[:, :, :2] @ slope.along, body.corners[:, :, :2] @ slope.aside, body.corners[:, :, 2]])
        for at, place in enumerate(places):
            low = float(slope.height(place)) + LOW_M
            met = _section(turned, float(place), low, low + HIGH_M - LOW_M)
            if met is None:
                continue
            near, far = met
            if far < middle:
                right[at] = max(right[at], (near + far) / 2 if is_rail and to_middle_of_rails else far)
            elif near > middle:
                left[at] = min(left[at], (near + far) / 2 if is_rail and to_middle_of_rails else near)
    return round(float((left - right).min()), DECIMALS)


def _section(turned: Floats, place: float, low_m: float, high_m: float) -> tuple[float, float] | None:
    """From where to where across a body is cut by an upright plane across the flight, between two heights.

    Args:
        turned: Along, across and up, of the corners of triangles: shape (3, n, 3).
        place: Of the plane, along.
        low_m: Lower height.
        high_m: Upper height.
    """
    along, heights = turned[0], turned[2]
    cut = (along.min(axis=1) <= place) & (along.max(axis=1) >= place)
    cut &= (heights.min(axis=1) <= high_m) & (heights.max(axis=1) >= low_m)
    if not cut.any():
        return None
    along, aside, heights = along[cut] - place, turned[1][cut], heights[cut]
    spots = []
    for first, second in ((0, 1), (1, 2), (2, 0)):
        crossed = (along[:, first] <= 0) != (along[:, second] <= 0)
        share = np.divide(along[:, first], along[:, first] - along[:, second], out=np.zeros(len(along)), where=crossed)
        across = aside[:, first] + share * (aside[:, second] - aside[:, first])
        height = heights[:, first] + share * (heights[:, second] - heights[:, first])
        spots.append(np.where(crossed[:, None], np.column_stack([across, height]), np.nan))
    edges = np.stack(spots, axis=1)
    edges = edges[np.isfinite(edges[:, :, 0]).sum(axis=1) == 2]
    if not len(edges):
        return None
    pairs = edges[np.isfinite(edges[:, :, 0])].reshape(-1, 2, 2)
    across, height = pairs[:, :, 0], pairs[:, :, 1]
    rise = height[:, 1] - height[:, 0]
    level = np.abs(rise) < 1e-9
    shares = [np.where(level, end, np.divide(limit - height[:, 0], rise, out=np.zeros(len(rise)), where=~level))
              for limit, end in ((low_m, 0.0), (high_m, 1.0))]  # fmt: skip
    ends = [np.clip(least(*shares), 0, 1) for least in (np.minimum, np.maximum)]
    inside = (height.max(axis=1) >= low_m) & (height.min(axis=1) <= high_m)
    if not inside.any():
        return None
    met = np.stack([across[:, 0] + share * (across[:, 1] - across[:, 0]) for share in ends])[:, inside]
    return float(met.min()), float(met.max())
