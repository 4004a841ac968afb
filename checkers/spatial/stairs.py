"""Flights of stairs: how high and how long their steps are.

What belongs here: measuring meshes. What does not: which steps are allowed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from checkers.spatial.projection import Floats, Integers
from cim_schema.codes import Thing
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import MeshStore
from pipelines.runtime.table_set import Tables

LEVEL = 0.98
"""Least z of the unit normal of a tread: a weathered step still is one."""

SAME_LEVEL_M = 0.005
"""Faces no further apart in height are of one tread."""

LEAST_TREAD_M2 = 0.05
"""A smaller face is a nosing, a stringer or a rail."""

LEAST_SHARE = 0.1
"""Of the median of the other levels: a smaller one is no tread, however wide the flight."""

LEAST_RISER_M, GREATEST_RISER_M = 0.05, 0.35
"""Levels nearer or further apart are no neighbouring steps."""

LANDING_TIMES = 2.5
"""A level so many times as large as the median one is a landing."""

STRAIGHT_M = 0.05
"""The middles of the treads of a straight flight lie no further from its line."""

LEAST_TREADS = 3
"""Of what is not called a flight: fewer level faces one over the other are no stair. A ladder, a plinth."""

DECIMALS = 6


@dataclass(frozen=True)
class Tread:
    """All level faces of one height, metres."""

    height_m: float
    area_m2: float
    middle: Floats
    corners: Floats
    """Of its triangles, seen from above: shape (n, 2)."""


def measure_stairs(tables: Tables) -> dict[str, pa.Table]:
    """Measure the flights of stairs.

    Args:
        tables: ``ifc_element``, ``ifc_geometry``, ``ifc_shape`` and ``msr_thing``.

    Returns:
        ``msr_stair_flight``; what has no mesh, or no treads, has no row.
    """
    told = tables["msr_thing"].to_pandas()
    told = told.loc[told["thing"].eq(str(Thing.STEPS)), ["model_id", "step_id"]]
    elements = tables["ifc_element"].select(["model_id", "step_id", "ifc_class", "parent_step_id"]).to_pandas()
    shapes = tables["ifc_geometry"].select(["model_id", "step_id", "global_id", "shape_key", "placement"]).to_pandas()
    shapes = shapes[shapes["shape_key"].notna()].merge(told, on=["model_id", "step_id"]).merge(elements, on=["model_id", "step_id"])
    meshes = MeshStore([tables["ifc_shape"]])
    measured: dict[tuple[str, bytes, bool], list[dict[str, Any]]] = {}
    rows = []
    for row in shapes.sort_values(["model_id", "step_id"]).itertuples():
        turn = np.array(row.placement).reshape(4, 4)[:3, :3]
        is_flight = row.ifc_class == "IfcStairFlight"
        same = (row.shape_key, turn.tobytes(), is_flight)
        if same not in measured:
            mesh = meshes[row.shape_key]
            measured[same] = flights_of(mesh.vertices.astype(np.float64) @ turn.T, mesh.faces.astype(np.int64), is_flight)
        stair = row.parent_step_id if is_flight and row.parent_step_id == row.parent_step_id else row.step_id
        for number, flight in enumerate(measured[same]):
            rows.append({
                "model_id": row.model_id, "step_id": row.step_id, "global_id": row.global_id, "stair_step_id": int(stair),
                "flight_number": number if is_flight else number + 1, **flight,
            })  # fmt: skip
    return {"msr_stair_flight": TABLES["msr_stair_flight"].from_rows(rows)}


def flights_of(vertices: Floats, faces: Integers, is_flight: bool) -> list[dict[str, Any]]:
    """Measure the flights of one mesh, from below.

    The level faces of one height are a tread; a much larger one is a landing, at which the next flight begins. A going is the
    distance of the fronts of two treads, so that nosings that overlap do not count twice. The first riser, from the floor, and
    the last, to the landing, are not of the mesh and are not measured.

    Args:
        vertices: Shape (n, 3), metres, z up.
        faces: Shape (m, 3).
        is_flight: Whether it is one flight by its class: it is not cut at landings, and two treads do.

    Returns:
        Columns of ``msr_stair_flight``.
    """
    return [_measured(treads) for treads in treads_of(vertices, faces, is_flight)]


def treads_of(vertices: Floats, faces: Integers, is_flight: bool) -> list[list[Tread]]:
    """The treads of each flight of one mesh, from below; arguments as for ``flights_of``."""
    runs = _runs(_levels(vertices[faces]), is_flight)
    return [treads for treads in runs if len(treads) >= (2 if is_flight else LEAST_TREADS)]


def _levels(corners: Floats) -> list[Tread]:
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    sizes = np.linalg.norm(normals, axis=1)
    is_level = (normals[:, 2] > LEVEL * sizes) & (sizes > 0)
    corners, areas = corners[is_level], normals[is_level, 2] / 2
    heights = corners[:, :, 2].mean(axis=1)
    order = np.argsort(heights, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(heights[order]) > SAME_LEVEL_M) + 1) if len(order) else []
    levels = []
    for part in parts:
        area = float(areas[part].sum())
        if area >= LEAST_TREAD_M2:
            middle = (corners[part][:, :, :2].mean(axis=1) * areas[part, None]).sum(axis=0) / area
            height = float((heights[part] * areas[part]).sum()) / area
            levels.append(Tread(height, area, middle, corners[part][:, :, :2].reshape(-1, 2)))
    usual = float(np.median([level.area_m2 for level in levels])) if levels else 0.0
    return [level for level in levels if level.area_m2 >= LEAST_SHARE * usual]


def _runs(levels: list[Tread], is_flight: bool) -> Iterator[list[Tread]]:
    """Levels that follow one another as steps do."""
    usual = float(np.median([level.area_m2 for level in levels])) if levels else 0.0
    run: list[Tread] = []
    for level in levels:
        if run and not LEAST_RISER_M <= level.height_m - run[-1].height_m <= GREATEST_RISER_M:
            yield run
            run = []
        if not is_flight and level.area_m2 > LANDING_TIMES * usual:
            yield run
            run = []
        else:
            run.append(level)
    yield run


def _measured(treads: list[Tread]) -> dict[str, Any]:
    risers = np.diff([tread.height_m for tread in treads])
    middles = np.array([tread.middle for tread in treads])
    known: dict[str, Any] = {
        "tread_count": len(treads), "riser_height_m": _rounded(np.median(risers)), "riser_height_least_m": _rounded(risers.min()),
        "riser_height_greatest_m": _rounded(risers.max()), "rise_m": _rounded(treads[-1].height_m - treads[0].height_m),
        "tread_length_m": None, "tread_length_least_m": None, "width_m": None, "run_m": None, "direction_deg": None,
        "is_winding": True,
    }  # fmt: skip
    way = middles[-1] - middles[0]
    length = float(np.hypot(*way))
    if length <= STRAIGHT_M:
        return known
    along = way / length
    aside = np.array((-along[1], along[0]))
    if np.abs((middles - middles[0]) @ aside).max() > STRAIGHT_M:
        return known
    fronts = np.array([float((tread.corners @ along).min()) for tread in treads])
    goings = np.diff(fronts)
    if goings.min() <= 0:
        return known
    return known | {
        "tread_length_m": _rounded(np.median(goings)), "tread_length_least_m": _rounded(goings.min()),
        "width_m": _rounded(min(np.ptp(tread.corners @ aside) for tread in treads)),
        "run_m": _rounded(fronts[-1] - fronts[0]), "is_winding": False,
        "direction_deg": _rounded(np.degrees(np.arctan2(along[1], along[0])) % 360.0),
    }  # fmt: skip


def _rounded(value: Any) -> float:
    return round(float(value), DECIMALS)
