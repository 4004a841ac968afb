"""The flights of ramps: how steep, how high, how long and how wide each is, and how deep the landings at its ends are.

What belongs here: measuring meshes. What does not: which flights are allowed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from checkers.spatial.projection import Floats, Integers
from checkers.spatial.solids import Solids
from checkers.spatial.stair_clearances import Slope, width_between
from checkers.spatial.strips import strip_of
from cim_schema.codes import Thing
from cim_schema.tables import TABLES
from pipelines.runtime.table_set import Tables

PARTS = ("IfcRampFlight", "IfcSlab")
"""What a ramp is made of."""

UPWARD = 0.5
"""Least z of the unit normal of a face of the top; a steeper one is a side."""

LEVEL_SLOPE = 0.02
"""What rises less is a landing."""

SAME_SLOPE = 0.005
SAME_WAY = 0.94
"""Neighbouring faces are of one flight where their slopes differ no more, and the cosine of their ways up is no less (20°)."""

STRAIGHT_ON = 0.99995
INNER_SHARE = 0.4
"""Where a flight bends, by more than half a degree from face to face, its inner side may be so much steeper than its outer."""

LEAST_SHARE = 0.1
"""Of the largest flight's area: smaller ones are bevels and rails."""

LEAST_RUN_M = 0.1
"""A shorter one is a bevel."""

RECTANGLE_SHARE = 0.9
"""A flight that fills less of its least rectangle bends."""

AT_END_M = 0.05
"""A level face so near to a flight's end, aside and in height, is its landing."""

SECTIONS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Where along a flight its width is looked at."""

DECIMALS = 6


@dataclass(frozen=True)
class Part:
    """Neighbouring faces of a top that are equally steep, model frame, metres."""

    corners: Floats
    """Shape (n, 3, 3)."""
    outline: shapely.Geometry
    area_m2: float
    """Seen from above."""
    fall: Floats
    """Mean gradient, upwards: shape (2,)."""


def measure_ramps(tables: Tables) -> dict[str, pa.Table]:
    """Measure the flights of ramps.

    Args:
        tables: ``ifc_element``, ``ifc_geometry``, ``ifc_shape`` and ``msr_thing``.

    Returns:
        ``msr_ramp_flight``; what has no mesh, or nothing that rises, has no row.
    """
    told = tables["msr_thing"].to_pandas()
    told = told.loc[told["thing"].eq(str(Thing.RAMP)), ["model_id", "step_id"]]
    elements = tables["ifc_element"].select(["model_id", "step_id", "global_id", "ifc_class", "parent_step_id"]).to_pandas()
    ramps = elements.merge(told, on=["model_id", "step_id"]).sort_values(["model_id", "step_id"])
    rows = []
    for model_id, of_model in ramps.groupby("model_id", sort=True):
        solids = Solids(tables, str(model_id))
        of_model = of_model.assign(ramp=of_model["parent_step_id"].where(of_model["parent_step_id"].isin(of_model["step_id"])))
        of_model["ramp"] = of_model["ramp"].fillna(of_model["step_id"]).astype("int64")
        # Handrails may be parts of a ramp, too; they are beside its flights.
        parts_of = elements[elements["model_id"].eq(model_id) & elements["ifc_class"].isin(PARTS)]
        its_own = parts_of.groupby("parent_step_id")["step_id"].agg(list)
        for ramp_id, its in of_model.groupby("ramp", sort=True):
            members = [int(ramp_id), *sorted(map(int, its_own.get(ramp_id, [])))]
            parts = {step_id: list(_parts(solids.corners_of(step_id))) for step_id in dict.fromkeys(members)}
            level = [part for of in parts.values() for part in of if np.hypot(*part.fall) < LEVEL_SLOPE]
            for row in its.itertuples():
                flights = _flights(parts.get(row.step_id, []))
                for number, flight in enumerate(flights, start=1):
                    rows.append({
                        "model_id": model_id, "step_id": row.step_id, "global_id": row.global_id, "ramp_step_id": ramp_id,
                        "flight_number": number if len(flights) > 1 else 0, **_measured(flight, level, solids, set(members)),
                    })  # fmt: skip
    return {"msr_ramp_flight": TABLES["msr_ramp_flight"].from_rows(rows)}


def _parts(corners: Floats) -> Iterator[Part]:
    """The faces of a top, put together by what they share and how they rise."""
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    is_top = normals[:, 2] > UPWARD * np.linalg.norm(normals, axis=1)
    corners, normals = corners[is_top], normals[is_top]
    if not len(corners):
        return
    falls, areas = -normals[:, :2] / normals[:, 2:], normals[:, 2] / 2
    for members in _alike(corners, falls):
        area = float(areas[members].sum())
        seen = shapely.union_all(shapely.polygons(np.round(corners[members, :, :2], DECIMALS)))
        if area > 0 and not seen.is_empty:
            yield Part(corners[members], seen, area, (falls[members] * areas[members, None]).sum(axis=0) / area)


def _alike(corners: Floats, falls: Floats) -> list[Integers]:
    """Faces that share an edge and rise alike: indices, in the order of each part's first face."""
    _, welded = np.unique(np.round(corners.reshape(-1, 3), 4), axis=0, return_inverse=True)
    faces = welded.reshape(-1, 3)
    sides = np.sort(np.concatenate([faces[:, (0, 1)], faces[:, (1, 2)], faces[:, (2, 0)]]), axis=1)
    owner = np.tile(np.arange(len(faces)), 3)
    order = np.lexsort((owner, sides[:, 1], sides[:, 0]))
    is_shared = (sides[order][1:] == sides[order][:-1]).all(axis=1)
    pairs = np.column_stack([owner[order][:-1], owner[order][1:]])[is_shared]
    slopes = np.hypot(*falls.T)
    both_level = (slopes[pairs] < LEVEL_SLOPE).all(axis=1)
    cosines = (falls[pairs[:, 0]] * falls[pairs[:, 1]]).sum(axis=1) / np.maximum(slopes[pairs].prod(axis=1), 1e-12)
    steps = np.abs(slopes[pairs[:, 0]] - slopes[pairs[:, 1]])
    rises = (slopes[pairs] >= LEVEL_SLOPE).all(axis=1)
    is_bent = np.zeros(len(faces), bool)
    is_bent[pairs[rises & (cosines >= SAME_WAY) & (cosines < STRAIGHT_ON)]] = True
    as_steep = (steps <= SAME_SLOPE) | (is_bent[pairs].all(axis=1) & (steps <= INNER_SHARE * slopes[pairs].max(axis=1)))
    label = np.arange(len(faces))
    joined = pairs[both_level | (rises & as_steep & (cosines >= SAME_WAY))]
    while len(joined):
        lowered = label.copy()
        np.minimum.at(lowered, joined[:, 0], label[joined[:, 1]])
        np.minimum.at(lowered, joined[:, 1], label[joined[:, 0]])
        lowered = np.minimum(lowered, lowered[lowered])
        if np.array_equal(lowered, label):
            break
        label = lowered
    return [np.flatnonzero(label == first) for first in np.unique(label)]


def _flights(parts: list[Part]) -> list[Part]:
    """The parts that rise, from below; of several over one another the highest, without bevels and rails."""
    rising = [part for part in parts if np.hypot(*part.fall) >= LEVEL_SLOPE]
    largest = max((part.area_m2 for part in rising), default=0.0)
    kept: list[Part] = []
    for part in sorted(rising, key=lambda part: -float(part.corners[:, :, 2].mean())):
        is_covered = any(part.outline.intersection(over.outline).area > part.area_m2 / 2 for over in kept)
        if part.area_m2 >= LEAST_SHARE * largest and not is_covered and part.outline.length / 2 > 2 * LEAST_RUN_M:
            kept.append(part)
    return sorted(kept, key=lambda part: (round(float(part.corners[:, :, 2].min()), 3), part.outline.bounds))


def _measured(flight: Part, level: list[Part], solids: Solids, own: set[int]) -> dict[str, Any]:
    heights = flight.corners[:, :, 2]
    known: dict[str, Any] = {
        "rise_m": _rounded(heights.max() - heights.min()), "top_slope": _rounded(np.hypot(*flight.fall)),
        "crossfall": None, "run_m": None, "width_m": None, "clear_width_m": None, "direction_deg": None, "landing_depth_m": None,
    }  # fmt: skip
    along = _way_up(flight)
    if along is None:
        strip = strip_of(flight.outline)
        return known if strip is None else known | {"run_m": _rounded(strip.length_m), "width_m": _rounded(strip.width_m)}
    aside = np.array((-along[1], along[0]))
    places = shapely.get_coordinates(flight.outline) @ along
    starts, ends = float(places.min()), float(places.max())
    if ends - starts < LEAST_RUN_M:
        return known
    right, left = _sides(flight.outline, along, starts, ends)
    slope = float(flight.fall @ along)
    low = float(heights.min())
    plane = Slope(along, starts, ends, low, low + slope * (ends - starts), right, left, 0.0)
    return known | {
        "top_slope": _rounded(slope), "crossfall": _rounded(abs(float(flight.fall @ aside))), "run_m": _rounded(ends - starts),
        "rise_m": _rounded(slope * (ends - starts)), "width_m": _rounded(left - right),
        "clear_width_m": _rounded(width_between(solids, plane, own, to_middle_of_rails=False)),
        "direction_deg": _rounded(np.degrees(np.arctan2(along[1], along[0])) % 360.0),
        "landing_depth_m": _landing_depth(plane, level),
    }  # fmt: skip


def _way_up(flight: Part) -> Floats | None:
    """Unit vector upwards along a straight flight: the side of its least rectangle that its top rises along."""
    rectangle = shapely.minimum_rotated_rectangle(flight.outline)
    if rectangle.geom_type != "Polygon" or flight.outline.area < RECTANGLE_SHARE * rectangle.area:
        return None
    corners = shapely.get_coordinates(rectangle)
    sides = np.diff(corners[:3], axis=0)
    sides /= np.maximum(np.linalg.norm(sides, axis=1), 1e-12)[:, None]
    rises = sides @ flight.fall
    along: Floats = sides[np.argmax(np.abs(rises))]
    return along if float(along @ flight.fall) > 0 else -along


def _sides(outline: shapely.Geometry, along: Floats, starts: float, ends: float) -> tuple[float, float]:
    """Where the sides are across the flight, at its narrowest of some places."""
    aside = np.array((-along[1], along[0]))
    across = shapely.get_coordinates(outline) @ aside
    found = []
    for share in SECTIONS:
        middle = (starts + share * (ends - starts)) * along
        line = shapely.LineString([middle + (across.min() - 1) * aside, middle + (across.max() + 1) * aside])
        met = shapely.get_coordinates(outline.intersection(line)) @ aside
        if len(met):
            found.append((float(met.min()), float(met.max())))
    return min(found, key=lambda ends: ends[1] - ends[0], default=(float(across.min()), float(across.max())))


def _landing_depth(plane: Slope, level: list[Part]) -> float | None:
    """How far the level faces that meet an end reach beyond it, the least of both ends."""
    depths = []
    for place, height, way in ((plane.starts_m, plane.low_m, -1.0), (plane.ends_m, plane.high_m, 1.0)):
        corners = [end * plane.aside + place * plane.along for end in (plane.right_m, plane.left_m)]
        end = shapely.LineString(corners)
        for part in level:
            if part.outline.distance(end) <= AT_END_M and abs(float(np.median(part.corners[:, :, 2])) - height) <= AT_END_M:
                reach = (shapely.get_coordinates(part.outline) @ plane.along) * way - place * way
                depths.append(float(reach.max()))
    return _rounded(min(depths)) if depths else None


def _rounded(value: Any) -> float:
    return round(float(value), DECIMALS)
