"""The base layer with its coordinates blurred, for uses that may not show where things exactly stand.

Each project is moved as one body: its middle comes to the middle of a square of a grid in its reference system, its lowest point
to height 0. So where in the square it stood is in none of the tables, and no difference of two of them tells it; sizes,
distances and directions within the project stay. Whatever else could tell the place goes: models' own coordinates,
conversions, height systems, properties, what findings read and measured, names that hold long numbers.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from cim_schema.base_layer import BASE_LAYER
from cim_schema.messages import DEFAULT_LANGUAGE, Language, text
from pipelines.publish.blur_moves import Floats, Key, Move, moves_of, on_grid
from pipelines.runtime.mesh import Mesh, MeshStore
from pipelines.runtime.projection import to_lonlat
from pipelines.runtime.table_set import Tables

_FAR_M = 1000.0
"""Vertices further from their own origin may be coordinates of the map."""
_LONG_NUMBER = re.compile(r"\d{5,}|\d+\.\d{4,}")
"""A number in a name that may be a coordinate: metres of a projection, or degrees with decimals that matter."""

_UNTOLD: Mapping[str, Mapping[str, object]] = {
    "cim_version": {"local_to_map": None, "vertical_crs": None},
    "cim_project": {"vertical_crs": None},
    "cim_city_object": {"attributes": "{}", "classifications": None, "building_code": None},
    "chk_finding": dict.fromkeys(("observed", "expected", "observed_value", "limit_value", "point_x_m", "point_y_m", "point_z_m"))
    | {"subject": "", "text_params": "{}", "evidence_inputs": "{}"},
    "chk_outcome": {},
}
"""Columns that could tell the place, and what stands in them instead."""


def blur_city(city: Tables, step_m: float, language: Language = DEFAULT_LANGUAGE) -> dict[str, pa.Table]:
    """The tables of the base layer, moved and with nothing that tells where it was.

    Deterministic: equal rows give equal rows, and so do rows that differ in nothing but the place within one square.

    Args:
        city: Tables of the base layer.
        step_m: Side of a square of the grid, metres: the middle of a project is known to half of it.
        language: Of what the projects' names say of it.

    Returns:
        The same tables.
    """
    far = _far_shapes(city["cim_shape"])
    moves = dict(moves_of(city, step_m, far))
    blurred = {
        name: _replaced(city[name], {column: [value] * len(city[name]) for column, value in _UNTOLD.get(name, {}).items()})
        for name in BASE_LAYER
    }
    blurred["cim_city_object"] = _objects(blurred["cim_city_object"], moves, far)
    blurred["cim_shape"] = _shapes(city["cim_shape"], far)
    blurred["cim_project"] = _projects(blurred["cim_project"], moves, text("publish.blurred", {"step": step_m}, language))
    project_of = dict(zip(*(city["cim_version"][name].to_pylist() for name in ("version_id", "project_code")), strict=True))
    versions = city["cim_version"]
    blurred["cim_version"] = _replaced(blurred["cim_version"], {"crs": [
        moves[key].crs if (key := (code, crs)) in moves and crs is not None else None
        for code, crs in zip(versions["project_code"].to_pylist(), versions["crs"].to_pylist(), strict=True)
    ]})  # fmt: skip
    blurred["chk_finding"] = _findings(blurred["chk_finding"], moves, project_of)
    return {name: BASE_LAYER[name].checked(table) for name, table in blurred.items()}


def _objects(objects: pa.Table, moves: Mapping[Key, Move], far: Mapping[str, Floats]) -> pa.Table:
    keys = list(zip(objects["project_code"].to_pylist(), objects["crs"].to_pylist(), strict=True))
    footprints, axes = (_geometries(objects[name], keys, moves) for name in ("footprint_map", "axis_map"))
    systems = [moves[key].crs if key in moves else None for key in keys]
    matrices: list[list[float] | None] = []
    for key, matrix, shape in zip(keys, objects["map_matrix"].to_pylist(), objects["shape_key"].to_pylist(), strict=True):
        if matrix is None or key not in moves:
            matrices.append(None)
            continue
        placed = np.array(matrix, float).reshape(4, 4)
        placed[:3, 3] += placed[:3, :3] @ far.get(shape, np.zeros(3))
        matrices.append(moves[key].body(placed).ravel().tolist())
    shown = np.where(shapely.is_missing(axes), footprints, shapely.force_2d(axes))
    new: dict[str, list[Any]] = {
        "crs": systems, "footprint_map": _wkb(footprints), "axis_map": _wkb(axes), "map_matrix": matrices,
        "geom": _wkb(_in_lonlat(shown, systems)),
    }  # fmt: skip
    for name in ("min_height_m", "max_height_m"):
        heights = objects[name].to_pylist()
        new[name] = [
            None if height is None or key not in moves else float(on_grid(height - moves[key].anchor[2]))
            for key, height in zip(keys, heights, strict=True)
        ]
    for name in ("name", "storey"):
        new[name] = [None if said is None or _LONG_NUMBER.search(said) else said for said in objects[name].to_pylist()]
    return _replaced(objects, new)


def _projects(projects: pa.Table, moves: Mapping[Key, Move], said: str) -> pa.Table:
    codes = projects["project_code"].to_pylist()
    keys = list(zip(codes, projects["crs"].to_pylist(), strict=True))
    outlines = _geometries(projects["footprint_map"], keys, moves)
    systems = [moves[key].crs if key in moves else None for key in keys]
    names = [f"{name or code}{said}" for code, name in zip(codes, projects["name"].to_pylist(), strict=True)]
    found: dict[str, list[Any]] = {
        "name": names,
        "crs": systems,
        "footprint_map": _wkb(outlines),
        "geom": _wkb(_in_lonlat(outlines, systems)),
    }
    return _replaced(projects, found)


def _findings(findings: pa.Table, moves: Mapping[Key, Move], project_of: Mapping[str, str]) -> pa.Table:
    versions = findings["version_id"].to_pylist()
    keys = [(project_of[version], crs) for version, crs in zip(versions, findings["crs"].to_pylist(), strict=True)]
    points = _geometries(findings["point_map"], keys, moves)
    systems = [moves[key].crs if key in moves else None for key in keys]
    found: dict[str, list[Any]] = {
        "crs": systems,
        "point_map": _wkb(points),
        "geom": _wkb(_in_lonlat(shapely.force_2d(points), systems)),
    }
    found["storey"] = [None if said is None or _LONG_NUMBER.search(said) else said for said in findings["storey"].to_pylist()]
    return _replaced(findings, found)


def _far_shapes(shapes: pa.Table) -> dict[str, Floats]:
    """Shapes whose vertices lie far from their own origin, and how far, in whole metres: shape (3,)."""
    found = {}
    for key, mesh in MeshStore([shapes]).items():
        if not len(mesh.vertices):
            continue
        middle = np.rint((mesh.vertices.min(axis=0).astype(float) + mesh.vertices.max(axis=0)) / 2)
        if np.abs(middle).max() > _FAR_M:
            found[key] = middle
    return found


def _shapes(shapes: pa.Table, far: Mapping[str, Floats]) -> pa.Table:
    if not far:
        return shapes
    meshes = MeshStore([shapes])
    vertices = [
        Mesh((meshes[key].vertices - far[key]).astype("f4"), meshes[key].faces).row(key)["vertices"] if key in far else kept
        for key, kept in zip(shapes["shape_key"].to_pylist(), shapes["vertices"].to_pylist(), strict=True)
    ]
    return _replaced(shapes, {"vertices": vertices})


def _geometries(blobs: pa.ChunkedArray, keys: list[Key], moves: Mapping[Key, Move]) -> NDArray[np.object_]:
    """Geometries moved with their projects; none where nothing tells how."""
    found = np.array(shapely.from_wkb(np.array([*blobs.to_pylist(), None], object))[:-1], object)
    rows_of: dict[Key, list[int]] = {}
    for row, key in enumerate(keys):
        rows_of.setdefault(key, []).append(row)
    for key, rows in rows_of.items():
        if key not in moves:
            found[rows] = None
            continue
        move: Callable[[Floats], Floats] = moves[key].points
        for has_z in (False, True):
            chosen = [row for row in rows if bool(shapely.has_z(found[row])) is has_z]
            if chosen:
                found[chosen] = shapely.transform(found[chosen], move, include_z=has_z)
    return found


def _in_lonlat(geometries: NDArray[np.object_], systems: list[str | None]) -> NDArray[np.object_]:
    found = np.full(len(geometries), None, object)
    for crs in sorted({one for one in systems if one is not None}):
        rows = [row for row, own in enumerate(systems) if own == crs]
        found[rows] = shapely.transform(geometries[rows], lambda xy, crs=crs: to_lonlat(xy, crs))
    return found


def _wkb(geometries: NDArray[np.object_]) -> list[bytes | None]:
    return [None if one is None else shapely.to_wkb(one, byte_order=1) for one in geometries]


def _replaced(table: pa.Table, columns: Mapping[str, list[Any]]) -> pa.Table:
    for name, values in columns.items():
        place = table.column_names.index(name)
        table = table.set_column(place, table.schema.field(name), pa.array(values, table.schema.field(name).type))
    return table
