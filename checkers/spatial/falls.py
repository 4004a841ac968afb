"""How the tops of surfaces outdoors fall: across their run, along it, and altogether.

What belongs here: measuring meshes. What does not: how much a surface may fall.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from checkers.passable_surfaces import PASSABLE
from checkers.spatial.projection import Floats
from checkers.spatial.surface_strips import shaped_surfaces
from cim_schema.codes import Thing
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import MeshStore
from pipelines.runtime.table_set import Tables

FALLING = (*PASSABLE, Thing.PLAZA, Thing.PARKING_BAY)
"""Surfaces whose fall rules ask for."""

UPWARD = 0.5
"""Least z of the unit normal of a face of the top; a steeper one is a side."""

LEAST_RUN = 2.0
"""What is less than so many times as long as wide has no run, and so no fall across or along it."""

STEEPEST_SHARE = 0.1


def measure_falls(tables: Tables) -> dict[str, pa.Table]:
    """Measure how each surface falls.

    Args:
        tables: ``ifc_element``, ``ifc_geometry``, ``ifc_shape``, ``msr_thing``, ``msr_footprint`` and ``msr_strip``.

    Returns:
        ``msr_fall``: rise over run, without sign; what has no mesh or no top has no row.
    """
    strips = tables["msr_strip"].select(["model_id", "step_id", "mean_width_m", "strip_length_m"]).to_pylist()
    has_run = {(row["model_id"], row["step_id"]): row["strip_length_m"] >= LEAST_RUN * row["mean_width_m"] for row in strips}
    faces = Tops(tables)
    rows = []
    for row in shaped_surfaces(tables, FALLING).itertuples():
        corners = faces.of(row.model_id, row.bodies)
        if len(corners):
            rows.append({
                "model_id": row.model_id, "step_id": row.step_id, "global_id": row.global_id,
                **falls_of(corners, row.outline if has_run.get((row.model_id, row.step_id), False) else None),
            })  # fmt: skip
    return {"msr_fall": TABLES["msr_fall"].from_rows(rows)}


class Tops:
    """The faces that look up, of any of the shapes of some models."""

    def __init__(self, tables: Tables) -> None:
        """Take ``ifc_geometry`` and ``ifc_shape``."""
        rows = tables["ifc_geometry"].select(["model_id", "step_id", "shape_key", "placement"]).to_pylist()
        self._shapes = {(row["model_id"], row["step_id"]): row for row in rows if row["shape_key"] is not None}
        self._meshes = MeshStore([tables["ifc_shape"]])

    def of(self, model_id: str, step_ids: tuple[int, ...]) -> Floats:
        """The corners of the faces that look up, model frame, metres: shape (n, 3, 3)."""
        found = [np.zeros((0, 3, 3))]
        for step_id in step_ids:
            row = self._shapes.get((model_id, step_id))
            if row is not None:
                mesh = self._meshes[row["shape_key"]]
                corners = mesh.placed(np.array(row["placement"]).reshape(4, 4))[mesh.faces.astype(np.int64)]
                normals = _normals(corners)
                found.append(corners[normals[:, 2] > UPWARD * np.linalg.norm(normals, axis=1)])
        return np.concatenate(found)


def falls_of(corners: Floats, outline: shapely.Geometry | None) -> dict[str, Any]:
    """Measure the fall of a top.

    Args:
        corners: Of its faces, metres, z up: shape (n, 3, 3), n > 0.
        outline: Of the strip that it is of; None where it has no run.

    Returns:
        ``crossfall``, ``along_fall``, ``steepest_along_fall`` (null without a run) and ``mean_fall``.
    """
    normals = _normals(corners)
    fall = -normals[:, :2] / normals[:, 2:]
    sizes = normals[:, 2]
    measured: dict[str, Any] = {
        "crossfall": None, "along_fall": None, "steepest_along_fall": None, "mean_fall": _reached(np.hypot(*fall.T), sizes, 0.5)
    }  # fmt: skip
    if outline is not None:
        run = _run_at(outline, corners[:, :, :2].mean(axis=1))
        along = np.abs((fall * run).sum(axis=1))
        across = np.abs(fall[:, 0] * run[:, 1] - fall[:, 1] * run[:, 0])
        measured |= {
            "crossfall": _reached(across, sizes, 0.5), "along_fall": _reached(along, sizes, 0.5),
            "steepest_along_fall": _reached(along, sizes, STEEPEST_SHARE),
        }  # fmt: skip
    return measured


def _normals(corners: Floats) -> Floats:
    normals: Floats = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return normals


def _run_at(outline: shapely.Geometry, points: Floats) -> Floats:
    """Unit direction of the piece of border that is nearest to each point: shape (n, 2)."""
    rings = shapely.get_rings(shapely.get_parts(outline))
    pieces = np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring in map(shapely.get_coordinates, rings)])
    pieces = pieces[np.hypot(*(pieces[:, 1] - pieces[:, 0]).T) > 0]
    nearest = shapely.STRtree(shapely.linestrings(pieces)).nearest(shapely.points(points))
    along = pieces[nearest, 1] - pieces[nearest, 0]
    directions: Floats = along / np.hypot(*along.T)[:, None]
    return directions


def _reached(values: Floats, sizes: Floats, share: float) -> float:
    """The value that at least this share of the size reaches, to the millionth."""
    greatest_first = np.argsort(-values, kind="stable")
    seen = np.cumsum(sizes[greatest_first])
    return round(float(values[greatest_first][np.searchsorted(seen, share * seen[-1] * (1 - 1e-9))]), 6)
