"""Outer surface and volume of buildings.

The shape coefficient is the surface towards open air over the volume that it encloses; floors on the ground do not count in
it, storeys below ground are left out.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from checkers.spatial.envelope_storeys import EnclosedStorey
from checkers.spatial.roof_surface import RoofSurface, points_within

if TYPE_CHECKING:
    import pandas as pd

GRID_POINTS = 2000
"""The space under a sloped roof is measured in so many places."""

STEP_BACK_M = 0.148
"""A storey that stands out or back by less than twice as much has the same outline; one of 0.30 m is beyond it."""

LEAST_HEIGHT_M = 2.0
"""Lower ones are no storeys."""

COVERED_SHARE = 0.5
DECIMALS = 6


def envelope_rows(
    storeys: Sequence[EnclosedStorey], walls: Mapping[tuple[int, str], float], roof: RoofSurface, windows: "pd.DataFrame"
) -> list[dict[str, object]]:
    """Give the rows of ``msr_envelope`` of one model, without its id.

    Args:
        storeys: What ``enclosed_storeys`` gives.
        walls: What ``wall_areas`` gives.
        roof: Of the model.
        windows: Rows of ``msr_window``.
    """
    rows = []
    for building in sorted({storey.building_step_id for storey in storeys}):
        own = [storey for storey in storeys if storey.building_step_id == building and not storey.is_below_ground]
        wall = sum(area for (step_id, _), area in walls.items() if step_id == building)
        if not own or wall <= 0:
            continue
        roof_area, volume = _roof_and_volume(own, roof)
        hanging = sum(_outstanding(upper.outline, lower.outline) for lower, upper in pairwise(own))
        lights = windows[windows["building_step_id"].eq(building) & windows["glazed_part"].eq("roof_light")]
        envelope = wall + roof_area + hanging
        rows.append(
            {
                "building_step_id": building, "wall_area_m2": round(wall, DECIMALS), "roof_area_m2": round(roof_area, DECIMALS),
                "exposed_floor_area_m2": round(hanging, DECIMALS), "envelope_area_m2": round(envelope, DECIMALS),
                "volume_m3": round(volume, DECIMALS), "shape_coefficient": round(envelope / volume, DECIMALS),
                "roof_light_area_m2": round(float(lights.loc[lights["is_exterior"].eq(True), "area_m2"].sum()), DECIMALS),
                "floor_area_m2": round(sum(one.outline.area for one in own if one.height_m >= LEAST_HEIGHT_M), DECIMALS),
                "storeys_above": sum(one.height_m >= LEAST_HEIGHT_M for one in own),
            }
        )  # fmt: skip
    return rows


def _roof_and_volume(storeys: Sequence[EnclosedStorey], roof: RoofSurface) -> tuple[float, float]:
    """Surface of roofs and terraces in square metres, and volume in cubic metres."""
    area = volume = 0.0
    for place, storey in enumerate(storeys):
        over = shapely.union_all([upper.outline for upper in storeys[place + 1 :]])
        open_above = storey.outline if over.is_empty else _apart(storey.outline, over)
        volume += storey.outline.area * storey.height_m
        area += open_above.area
        # What lies under a sloped roof is as high as the roof there.
        if open_above.area > 0 and roof.is_sloped_over(storey.base_z_m):
            points = points_within(open_above, GRID_POINTS if storey.is_topmost else GRID_POINTS // 4)
            heights, stretch = roof.heights(points)
            # A floor that lies below is none of the roof.
            covered = heights > storey.base_z_m + 0.5
            if len(points) and covered.mean() >= COVERED_SHARE:
                volume += open_above.area * float(covered.mean()) * float((heights[covered] - storey.top_z_m).mean())
                area += open_above.area * float((np.where(covered, stretch, 1.0) - 1).mean())
    return area, volume


def _apart(one: shapely.Geometry, other: shapely.Geometry) -> shapely.Geometry:
    """What of an outline lies apart from another, without slivers."""
    rest = shapely.buffer(shapely.difference(one, other), -STEP_BACK_M, join_style="mitre")
    return shapely.buffer(rest, STEP_BACK_M, join_style="mitre")


def _outstanding(upper: shapely.Geometry, lower: shapely.Geometry) -> float:
    return float(_apart(upper, lower).area)
