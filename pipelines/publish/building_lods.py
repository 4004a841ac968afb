"""Coarser shapes of a building, made from its outline and from its elements: the block of LoD 1, the outer shell of LoD 2."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.publish.outer_shell import kinds_of, seen_from_outside
from pipelines.publish.solids import WeldedMesh

Int64s = NDArray[np.int64]
Rings = list[list[int]]
"""One flat surface: its outer ring, then its holes, each a list of vertices."""
_OPENINGS = {"IfcWindow": "Window", "IfcDoor": "Door"}
BLOCK_TYPES = frozenset(("Building", "BuildingPart"))
"""What gets a block over its outline."""


@dataclass(frozen=True)
class OuterShell:
    """What of a building is seen from outside."""

    triangles: Int64s
    """Rows of the mesh's faces."""
    kinds: list[str]
    """Of each, as CityJSON calls the surface."""


def shells_of(objects: pa.Table, mesh: WeldedMesh, step_m: float) -> dict[int, OuterShell]:
    """The outer shells of the buildings that have no shape of their own: row → triangles of ``mesh``."""
    found: dict[int, OuterShell] = {}
    hosts = _hosts(objects)[mesh.owners] if len(mesh.owners) else np.zeros(0, np.int64)
    classes = np.array(objects["ifc_class"].to_pylist(), object)
    for row in np.unique(hosts[hosts >= 0]).tolist():
        triangles = np.flatnonzero(hosts == row)
        corners = (mesh.grid[mesh.faces[triangles]] * step_m).astype(np.float64)
        seen = seen_from_outside(corners - corners.reshape(-1, 3).min(axis=0), mesh.shells[triangles] >= 0)
        if seen.any():
            openings = [_OPENINGS.get(name.removesuffix("StandardCase")) for name in classes[mesh.owners[triangles[seen]]]]
            kinds = [opening or kind for opening, kind in zip(openings, kinds_of(corners[seen]), strict=True)]
            found[row] = OuterShell(triangles[seen], kinds)
    return found


def _hosts(objects: pa.Table) -> Int64s:
    """The building that each object makes up, by its row; -1 for none, for rooms, and where the building has a shape itself."""
    ids, parents = (objects[name].to_pylist() for name in ("city_object_id", "parent_city_object_id"))
    types, shapes = (objects[name].to_pylist() for name in ("city_object_type", "shape_key"))
    row_of = {name: row for row, name in enumerate(ids)}
    found = np.full(len(ids), -1, np.int64)
    for row, parent in enumerate(parents):
        above = row_of.get(parent)
        while above is not None and types[above] != "Building":
            above = row_of.get(parents[above])
        if above is not None and shapes[above] is None and types[row] != "BuildingRoom":
            found[row] = above
    return found


def tops_on_grid(
    objects: pa.Table, rings: list[tuple[int, list[Int64s]]], base_m: float, step_m: float
) -> list[tuple[int, list[Int64s]]]:
    """The outlines of buildings once more, at their greatest heights."""
    types, heights = objects["city_object_type"].to_pylist(), objects["max_height_m"].to_pylist()
    found = []
    for row, flat in rings:
        if types[row] not in BLOCK_TYPES or heights[row] is None:
            continue
        top = round((heights[row] - base_m) / step_m)
        if top > flat[0][0, 2]:
            found.append((row, [np.column_stack([ring[:, :2], np.full(len(ring), top)]) for ring in flat]))
    return found


def block_of(bottom: Rings, top: Rings) -> list[Rings]:
    """The faces of a block, outside outwards: outer rings run counter-clockwise seen from above, holes the other way."""
    sides = [
        [[low[i], low[j], high[j], high[i]]]
        for low, high in zip(bottom, top, strict=True)
        for i, j in ((i, (i + 1) % len(low)) for i in range(len(low)))
    ]
    return [[ring[::-1] for ring in bottom], top, *sides]
