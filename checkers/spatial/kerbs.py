"""How high kerbs stand over what vehicles go on beside them.

What belongs here: measuring meshes. What does not: how high a kerb shall stand.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from checkers.spatial.falls import Tops
from checkers.spatial.projection import Floats
from checkers.spatial.surface_strips import shaped_surfaces
from checkers.spatial.tops import Top
from cim_schema.codes import Thing
from cim_schema.tables import TABLES
from pipelines.runtime.table_set import Tables

DRIVEN = (Thing.CARRIAGEWAY, Thing.TRAFFIC_LANE, Thing.CYCLE_TRACK)
BEHIND = (Thing.DIVIDER, Thing.PLANTED_AREA)

BESIDE_M = 0.15
"""So far from the kerb's border lies what is beside it; joints and gutters' seams are narrower."""

SAMPLE_M = 1.0
"""A kerb is looked at in places no further apart."""

LEAST_SHARE = 0.1
"""A surface that lies beside less of the kerb's border meets it at the end only."""


def measure_kerbs(tables: Tables) -> dict[str, pa.Table]:
    """Measure how high each kerb stands.

    Args:
        tables: ``ifc_element``, ``ifc_geometry``, ``ifc_shape``, ``msr_thing`` and ``msr_footprint``.

    Returns:
        ``msr_kerb``; a kerb without a mesh, or with nothing beside it that vehicles go on, has no row.
    """
    found = shaped_surfaces(tables, (Thing.KERB, *DRIVEN, *BEHIND))
    tops = Tops(tables)
    rows = []
    for model_id, of_model in found.groupby("model_id", sort=True):
        kerbs = of_model[of_model["thing"].eq(Thing.KERB)]
        others = of_model[~of_model["thing"].eq(Thing.KERB)].reset_index(drop=True)
        if kerbs.empty or others.empty:
            continue
        tree = shapely.STRtree(others["outline"].to_numpy(object))
        is_driven = others["thing"].isin([str(thing) for thing in DRIVEN]).to_numpy()
        surfaces: dict[int, Top] = {}
        for kerb in kerbs.itertuples():
            points = _points_beside(kerb.outline)
            which, other = tree.query(shapely.points(points), predicate="intersects")
            driven = is_driven[other]
            if driven.sum() < LEAST_SHARE * len(points):
                continue
            corners = tops.of(model_id, kerb.bodies)
            if not len(corners):
                continue
            heights = np.full(len(points), -np.inf)
            for place in np.unique(other[driven]):
                if place not in surfaces:
                    surfaces[place] = Top(tops.of(model_id, others["bodies"][place]))
                if len(surfaces[place]):
                    of_place = which[driven & (other == place)]
                    heights[of_place] = np.maximum(heights[of_place], surfaces[place].heights(points[of_place]))
            seen = np.isfinite(heights)
            if seen.any():
                upstand = np.median(Top(corners).heights(points[seen]) - heights[seen])
                rows.append(_row(kerb, float(upstand), bool((~driven).sum() >= LEAST_SHARE * len(points))))
    return {"msr_kerb": TABLES["msr_kerb"].from_rows(rows)}


def _row(kerb: Any, upstand_m: float, is_at_reserve: bool) -> dict[str, Any]:
    return {
        "model_id": kerb.model_id, "step_id": kerb.step_id, "global_id": kerb.global_id, "upstand_m": round(upstand_m, 6),
        "is_at_reserve": is_at_reserve,
    }  # fmt: skip


def _points_beside(outline: shapely.Geometry) -> Floats:
    """Places around an outline, metres: shape (n, 2)."""
    around = shapely.segmentize(shapely.boundary(shapely.buffer(outline, BESIDE_M, join_style="mitre")), SAMPLE_M)
    points: Floats = shapely.get_coordinates(around)
    return points
