"""Meshes seen from above: the triangles of each joined into one outline.

What belongs here: projecting and joining, many meshes at a time, since calling shapely for each costs more than joining does.
What does not: where an outline lies in its model (``footprints``).
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from pipelines.runtime.mesh import Mesh

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Outlines: TypeAlias = NDArray[np.object_]

GRID_DECIMALS = 4
"""Corners of triangles are taken to 0.1 mm, so that neighbours meet in the same points."""

SIMPLIFIED_M = 5e-4
"""An outline leaves out a corner that is no further from it; with the grid, less than 1 mm altogether."""

LEAST_PART_M2 = 1e-6
"""Smaller parts and holes are hairs of the projection."""

MANY_TRIANGLES = 2_000
"""From here on the outline's own edges are tried before joining triangle by triangle, which takes some 20 µs each."""

TRIANGLES_AT_ONCE = 20_000
"""So many are joined in one go: some 20 MB."""


@dataclass(frozen=True, eq=False)
class Seen:
    """A mesh as it is looked at from above."""

    mesh: Mesh
    """Local frame, metres."""
    is_closed: bool
    """Of a closed mesh the faces that look up suffice: whatever is inside lies under one."""
    turn: Floats
    """3 × 3, applied before looking."""


def outlines_of(seen: Sequence[Seen]) -> Outlines:
    """The outline of each mesh seen from above.

    Returns:
        A Polygon or MultiPolygon each, in metres; empty where the mesh has no extent seen from above.
    """
    # Joining happens outside the interpreter's lock.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        joined = list(pool.map(_joined, _batches(seen)))
    outlines: Outlines = np.concatenate([np.empty(0, object), *joined])
    return outlines


def _batches(seen: Sequence[Seen]) -> Iterator[list[Seen]]:
    batch: list[Seen] = []
    triangles = 0
    for one in seen:
        if batch and triangles + len(one.mesh.faces) > TRIANGLES_AT_ONCE:
            yield batch
            batch, triangles = [], 0
        batch.append(one)
        triangles += len(one.mesh.faces)
    if batch:
        yield batch


def _joined(seen: Sequence[Seen]) -> Outlines:
    corners = np.concatenate([(one.mesh.vertices.astype(np.float64) @ one.turn.T)[:, :2] for one in seen])
    corners = np.round(corners, GRID_DECIMALS)
    vertices_before = np.cumsum([0] + [len(one.mesh.vertices) for one in seen[:-1]])
    counts = [len(one.mesh.faces) for one in seen]
    owners = np.repeat(np.arange(len(seen)), counts)
    faces = np.concatenate([one.mesh.faces.astype(np.int64) for one in seen]) + vertices_before[owners, None]
    doubled = doubled_areas(corners, faces)
    is_closed = np.array([one.is_closed for one in seen])
    is_kept = np.where(is_closed[owners], doubled > 0, doubled != 0)
    faces, owners, doubled = faces[is_kept], owners[is_kept], doubled[is_kept]

    joined: Outlines = np.full(len(seen), shapely.MultiPolygon(), object)
    if not len(faces):
        return joined
    is_left = np.ones(len(faces), bool)
    for owner in np.flatnonzero(np.bincount(owners, minlength=len(seen)) >= MANY_TRIANGLES):
        own = owners == owner
        found = _from_edges(corners, faces[own], doubled[own])
        if found is not None:
            joined[owner] = found
            is_left &= ~own
    if is_left.any():
        of, index = np.unique(owners[is_left], return_inverse=True)
        triangles = shapely.geometrycollections(shapely.polygons(corners[faces[is_left]]), indices=index)
        joined[of] = shapely.union_all(triangles[:, None], axis=1)
    return without_hairs(shapely.simplify(joined, SIMPLIFIED_M))


def doubled_areas(points: Floats, faces: Integers) -> Floats:
    """Twice the area of each triangle, m²; negative where it runs clockwise."""
    a, b, c = points[faces[:, 0]], points[faces[:, 1]], points[faces[:, 2]]
    areas: Floats = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    return areas


def _from_edges(corners: Floats, faces: Integers, doubled: Floats) -> shapely.Geometry | None:
    """The area inside the edges that only one triangle has; None where triangles overlap, as the areas tell."""
    points, index = np.unique(corners[faces.ravel()], axis=0, return_inverse=True)
    faces = index.reshape(-1, 3)
    faces[doubled < 0] = faces[doubled < 0][:, ::-1]
    start, end = faces.ravel(), faces[:, (1, 2, 0)].ravel()
    is_border = ~np.isin(start * len(points) + end, end * len(points) + start)
    lines = shapely.multilinestrings(np.stack([points[start[is_border]], points[end[is_border]]], axis=1))
    try:
        area = shapely.build_area(lines)
    except shapely.errors.GEOSException:  # The border crosses itself.
        return None
    covered = np.abs(doubled).sum() / 2
    return area if abs(area.area - covered) <= 1e-9 * covered and area.is_valid else None


def without_hairs(outlines: Outlines) -> Outlines:
    """The same without parts and holes that are too small to mean anything."""
    parts, owners = shapely.get_parts(outlines, return_index=True)
    is_kept = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) >= LEAST_PART_M2)
    parts, owners = parts[is_kept], owners[is_kept]
    for place in np.flatnonzero(shapely.get_num_interior_rings(parts)):
        holes = [ring for ring in parts[place].interiors if shapely.Polygon(ring).area >= LEAST_PART_M2]
        parts[place] = shapely.Polygon(parts[place].exterior, holes)
    kept: Outlines = np.full(len(outlines), shapely.MultiPolygon(), object)
    count = np.bincount(owners, minlength=len(outlines))
    alone = count[owners] == 1
    kept[owners[alone]] = parts[alone]
    if (count > 1).any():
        of, index = np.unique(owners[~alone], return_inverse=True)
        kept[of] = shapely.multipolygons(parts[~alone], indices=index)
    return kept
