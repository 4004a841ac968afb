"""The outline of each shape seen from above.

What belongs here: projecting a mesh and joining its triangles. What does not: what an outline is good for.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from cim_schema.tables import TABLES
from pipelines.runtime.mesh import Mesh, MeshStore
from pipelines.runtime.table_set import Tables

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Outlines = NDArray[np.object_]
Outliner: TypeAlias = Callable[[Mesh, bool, Floats], shapely.Geometry]

GRID_DECIMALS = 4
"""Corners of triangles are taken to 0.1 mm, so that neighbours meet in the same points."""

SIMPLIFIED_M = 5e-4
"""An outline leaves out a corner that is no further from it; with the grid, less than 1 mm altogether."""

LEAST_PART_M2 = 1e-6
"""Smaller parts and holes are hairs of the projection."""

UPRIGHT = 1e-9
"""A placement whose z axis leans less than this is a turn about z and a move."""

MANY_TRIANGLES = 2_000
"""From here on the outline's own edges are tried before joining triangle by triangle, which takes some 20 µs each."""


def measure_footprints(tables: Tables) -> dict[str, pa.Table]:
    """Measure the outline and height of each shape.

    Args:
        tables: ``ifc_geometry`` and ``ifc_shape``.

    Returns:
        ``msr_footprint``: outlines as WKB in the model frame, metres, shells counter-clockwise. A shape with no extent seen
        from above, such as an upright sheet or a point, has an empty outline; one without a mesh has its box's.
    """
    rows = tables["ifc_geometry"].to_pandas()
    matrices = np.stack(rows["placement"].to_list()).reshape(-1, 4, 4) if len(rows) else np.zeros((0, 4, 4))
    has_surface = rows["shape_key"].notna().to_numpy(bool)
    boxes = shapely.box(rows["min_x_m"], rows["min_y_m"], rows["max_x_m"], rows["max_y_m"])
    outlines: Outlines = np.array(boxes, object)
    outlines[has_surface] = placed_outlines(
        MeshStore([tables["ifc_shape"]]),
        rows["shape_key"].to_numpy(object)[has_surface],
        rows["is_closed"].to_numpy(bool)[has_surface],
        matrices[has_surface],
    )
    outlines = presentable(outlines)
    return {
        "msr_footprint": TABLES["msr_footprint"].from_columns(
            {
                **{name: rows[name].to_list() for name in ("model_id", "step_id", "global_id")},
                "footprint": list(shapely.to_wkb(outlines)),
                "footprint_area_m2": shapely.area(outlines),
                "height_m": (rows["max_z_m"] - rows["min_z_m"]).to_numpy(),
                "has_surface": has_surface,
            }
        )
    }


def placed_outlines(
    meshes: MeshStore, keys: NDArray[np.object_], is_closed: NDArray[np.bool_], matrices: Floats, outline: Outliner | None = None
) -> Outlines:
    """The outline in the model frame of each placed mesh. Copies that differ by a turn about z share their projection.

    Args:
        meshes: By key.
        keys: Of each mesh.
        is_closed: Of each mesh.
        matrices: Shape (n, 4, 4), from the local frame to the model frame, metres.
        outline: What to take of a mesh, its closedness and a turn; ``outline_of`` where nothing is given.
    """
    take = outline or outline_of
    projected: dict[tuple[str, bytes], shapely.Geometry] = {}
    local = np.empty(len(keys), object)
    turns = matrices[:, :3, :3].copy()
    leans = (np.abs(turns[:, 2, :2]).max(axis=1, initial=0) > UPRIGHT) | (np.abs(turns[:, :2, 2]).max(axis=1, initial=0) > UPRIGHT)
    for place, key in enumerate(keys):
        turn = turns[place] if leans[place] else np.eye(3)
        same = (key, turn.tobytes())
        if same not in projected:
            projected[same] = take(meshes[key], bool(is_closed[place]), turn)
        local[place] = projected[same]
    turns[leans] = np.eye(3)
    corners, owner = shapely.get_coordinates(local, return_index=True)
    moved = np.einsum("nij,nj->ni", turns[owner, :2, :2], corners) + matrices[owner, :2, 3]
    placed: Outlines = shapely.set_coordinates(local, moved)
    return placed


def outline_of(mesh: Mesh, is_closed: bool, turn: Floats) -> shapely.Geometry:
    """The outline of one mesh seen from above.

    Args:
        mesh: Local frame, metres.
        is_closed: Of a closed mesh the faces that look up suffice: whatever is inside lies under one.
        turn: 3 × 3, applied before looking.

    Returns:
        A Polygon or MultiPolygon in metres; empty where the mesh has no extent seen from above.
    """
    seen = np.round((mesh.vertices.astype(np.float64) @ turn.T)[:, :2], GRID_DECIMALS)
    points, index = np.unique(seen, axis=0, return_inverse=True)
    faces = index.reshape(-1)[mesh.faces.astype(np.int64)]
    doubled = _doubled_areas(points, faces)
    faces = faces[doubled > 0 if is_closed else doubled != 0]
    if not len(faces):
        return shapely.MultiPolygon()
    turned = _doubled_areas(points, faces) < 0
    faces[turned] = faces[turned][:, ::-1]
    joined = _from_edges(points, faces) if len(faces) >= MANY_TRIANGLES else None
    if joined is None:
        joined = shapely.union_all(shapely.polygons(points[faces]))
    return _without_hairs(shapely.simplify(joined, SIMPLIFIED_M))


def _doubled_areas(points: Floats, faces: Integers) -> Floats:
    a, b, c = points[faces[:, 0]], points[faces[:, 1]], points[faces[:, 2]]
    areas: Floats = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    return areas


def _from_edges(points: Floats, faces: Integers) -> shapely.Geometry | None:
    """The area inside the edges that only one triangle has; None where triangles overlap, as the areas tell."""
    start, end = faces.ravel(), faces[:, (1, 2, 0)].ravel()
    is_border = ~np.isin(start * len(points) + end, end * len(points) + start)
    lines = shapely.multilinestrings(np.stack([points[start[is_border]], points[end[is_border]]], axis=1))
    try:
        area = shapely.build_area(lines)
    except shapely.errors.GEOSException:  # The border crosses itself.
        return None
    covered = _doubled_areas(points, faces).sum() / 2
    return area if abs(area.area - covered) <= 1e-9 * covered and area.is_valid else None


def _without_hairs(outline: shapely.Geometry) -> shapely.Geometry:
    parts = [part for part in shapely.get_parts(outline) if part.geom_type == "Polygon" and part.area >= LEAST_PART_M2]
    kept = [
        shapely.Polygon(part.exterior, [ring for ring in part.interiors if shapely.Polygon(ring).area >= LEAST_PART_M2])
        for part in parts
    ]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)


def presentable(outlines: Outlines) -> Outlines:
    """Valid, in one order, shells counter-clockwise."""
    sound = outlines.copy()
    broken = ~shapely.is_valid(sound)
    sound[broken] = [_without_hairs(one) for one in shapely.make_valid(sound[broken])]
    presentable: Outlines = shapely.orient_polygons(shapely.normalize(sound))
    return presentable
