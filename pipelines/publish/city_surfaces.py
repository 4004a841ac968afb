"""The surfaces of a project's city objects in its coordinate reference system, on a grid of whole steps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from cim_schema.ifc_to_cityjson import MULTI_SOLID_TYPES, SURFACE_TYPES
from pipelines.publish.building_lods import OuterShell, Rings, block_of, shells_of, tops_on_grid
from pipelines.publish.project_frame import reprojected
from pipelines.publish.solids import WeldedMesh, distinct, weld
from pipelines.runtime.mesh import MeshStore

SHAPE_LOD = "3"
BLOCK_LOD = "1"
SHELL_LOD = "2"
OUTLINE_LOD = "0"
_LEAST_CORNERS = 3
Floats = NDArray[np.float64]
Int64s = NDArray[np.int64]


@dataclass(frozen=True)
class Surfaces:
    """Geometry of a project's objects, by their row."""

    origin: Floats
    """Shape (3,): where the grid begins, in the project's system."""
    grid: Int64s
    """Shape (n, 3): vertices in grid steps from the origin, each once."""
    mesh: WeldedMesh
    """Of the shapes; its faces are rows of ``grid``."""
    outlines: dict[int, list[Rings]]
    """Of objects without a shape."""
    lines: dict[int, list[int]]
    """Of alignments: the vertices of each, in order."""
    blocks: dict[int, list[list[Rings]]]
    """Of buildings without a shape: the closed shell of the block over each of its outlines."""
    shells: dict[int, OuterShell]
    """Of buildings without a shape: what is seen of their elements from outside."""

    def geometries(self, row: int, city_object_type: str) -> list[dict[str, Any]]:
        """The geometry objects of one city object, coarse before fine."""
        own = self._geometry(row, city_object_type)
        blocks = self.blocks.get(row, [])
        if len(blocks) == 1:
            block: list[dict[str, Any]] = [{"type": "Solid", "lod": BLOCK_LOD, "boundaries": blocks}]
        else:
            faces = [face for shell in blocks for face in shell]
            block = [{"type": "MultiSurface", "lod": BLOCK_LOD, "boundaries": faces}] if faces else []
        return ([] if own is None else [own]) + block + self._shell_of(row)

    def _shell_of(self, row: int) -> list[dict[str, Any]]:
        shell = self.shells.get(row)
        if shell is None:
            return []
        kinds = sorted(set(shell.kinds))
        semantics = {"surfaces": [{"type": kind} for kind in kinds], "values": [kinds.index(kind) for kind in shell.kinds]}
        boundaries = self.mesh.faces[shell.triangles, None, :].tolist()
        return [{"type": "MultiSurface", "lod": SHELL_LOD, "boundaries": boundaries, "semantics": semantics}]

    def _geometry(self, row: int, city_object_type: str) -> dict[str, Any] | None:
        if row in self.lines:
            return {"type": "MultiLineString", "lod": OUTLINE_LOD, "boundaries": [self.lines[row]]}
        surface = "CompositeSurface" if city_object_type == "TINRelief" else "MultiSurface"
        first, last = np.searchsorted(self.mesh.owners, [row, row + 1])
        if first == last:
            outline = self.outlines.get(row)
            return None if outline is None else {"type": surface, "lod": OUTLINE_LOD, "boundaries": outline}
        triangles = slice(int(first), int(last))
        solids = [] if city_object_type in SURFACE_TYPES else self._solids(triangles)
        if len(solids) == 1:
            return {"type": "Solid", "lod": SHAPE_LOD, "boundaries": solids[0]}
        if solids and city_object_type in MULTI_SOLID_TYPES:
            return {"type": "MultiSolid", "lod": SHAPE_LOD, "boundaries": solids}
        return {"type": surface, "lod": SHAPE_LOD, "boundaries": self.mesh.faces[triangles, None, :].tolist()}

    def _solids(self, triangles: slice) -> list[list[list[Rings]]]:
        """Solids, each its outer shell and its cavities; none where it is not closed, or whose a cavity is cannot be told."""
        faces, shells, is_cavity = self.mesh.faces[triangles], self.mesh.shells[triangles], self.mesh.is_cavity[triangles]
        if shells[0] < 0:
            return []
        outer, inner = np.unique(shells[~is_cavity]), np.unique(shells[is_cavity])
        boundaries = {int(shell): faces[shells == shell][:, None, :].tolist() for shell in (*outer, *inner)}
        if not len(inner):
            return [[boundaries[int(shell)]] for shell in outer]
        low, high = _box(self.grid[faces[~is_cavity]])
        cavity_low, cavity_high = _box(self.grid[faces[is_cavity]])
        is_inside = (cavity_low > low).all() and (cavity_high < high).all()
        return [[boundaries[int(shell)] for shell in (*outer, *inner)]] if len(outer) == 1 and is_inside else []


def collect_surfaces(objects: pa.Table, shapes: pa.Table, crs: str | None, step_m: float) -> Surfaces:
    """Place the shapes and outlines of objects, and the axes of alignments.

    Args:
        objects: Rows of ``cim_city_object`` of one project.
        shapes: ``cim_shape``.
        crs: The system to place them in; None leaves them in their models' own frame.
        step_m: Step of the grid.
    """
    triangles = _placed_shapes(objects, shapes, crs)
    axes = _placed_axes(objects, crs)
    outlines = _placed_outlines(objects, crs, {*triangles.owners.tolist(), *(row for row, _ in axes)})
    corners = np.concatenate([triangles.vertices, *(ring for _, flat in outlines for ring in flat), *(axis for _, axis in axes)])
    origin = np.floor(corners.min(axis=0)) if len(corners) else np.zeros(3)
    steps = np.rint((corners - origin) / step_m).astype(np.int64)
    mesh = weld(steps[: len(triangles.vertices)], triangles.faces, triangles.owners)
    axes_begin = len(steps) - sum(len(axis) for _, axis in axes)
    rings = _rings_on_grid(outlines, steps[len(triangles.vertices) : axes_begin])
    chains = _axes_on_grid(axes, steps[axes_begin:])
    tops = tops_on_grid(objects, rings, origin[2], step_m)
    flat_corners = (*(ring for of in (rings, tops) for _, flat in of for ring in flat), *(chain for _, chain in chains))
    grid, places = distinct(np.concatenate([mesh.grid, *flat_corners]))
    flat_rows: list[tuple[int, Rings]] = []
    at = len(mesh.grid)
    for row, flat in (*rings, *tops):
        ends = np.cumsum([at, *map(len, flat)])
        flat_rows.append((row, [places[i:j].tolist() for i, j in pairwise(ends)]))
        at = int(ends[-1])
    numbered: dict[int, list[Rings]] = {}
    for row, outline in flat_rows[: len(rings)]:
        numbered.setdefault(row, []).append(outline)
    blocks: dict[int, list[list[Rings]]] = {}
    with_top = {row for row, _ in tops}
    bottoms = [(row, outline) for row, outline in flat_rows[: len(rings)] if row in with_top]
    for (row, bottom), (_, top) in zip(bottoms, flat_rows[len(rings) :], strict=True):
        blocks.setdefault(row, []).append(block_of(bottom, top))
    lines: dict[int, list[int]] = {}
    for row, chain in chains:
        lines[row] = places[at : at + len(chain)].tolist()
        at += len(chain)
    return Surfaces(
        origin, grid, replace(mesh, grid=grid, faces=places[mesh.faces]), numbered, lines, blocks, shells_of(objects, mesh, step_m)
    )


@dataclass(frozen=True)
class _Triangles:
    vertices: Floats
    faces: Int64s
    owners: Int64s


def _placed_shapes(objects: pa.Table, shapes: pa.Table, crs: str | None) -> _Triangles:
    meshes = MeshStore([shapes])
    vertices: list[Floats] = []
    faces: list[Int64s] = []
    owners: list[Int64s] = []
    count = 0
    rows = zip(*(objects[name].to_pylist() for name in ("shape_key", "map_matrix", "crs")), strict=True)
    for row, (key, matrix, own_crs) in enumerate(rows):
        if key is None or matrix is None or key not in meshes or (own_crs is None) != (crs is None):
            continue
        mesh = meshes[key]
        placed = mesh.placed(np.array(matrix, float).reshape(4, 4))
        faces.append(mesh.faces.astype(np.int64) + count)
        vertices.append(reprojected(placed, own_crs, crs))
        owners.append(np.full(len(mesh.faces), row))
        count += len(placed)
    owner = np.concatenate(owners) if owners else np.zeros(0, np.int64)
    return _Triangles(_joined(vertices, float), _joined(faces, np.int64), owner)


def _placed_outlines(objects: pa.Table, crs: str | None, shaped: set[int]) -> list[tuple[int, list[Floats]]]:
    """Flat surfaces of objects without a shape: row and rings, the outer one first and counter-clockwise."""
    found: list[tuple[int, list[Floats]]] = []
    columns = ("footprint_map", "min_height_m", "crs")
    for row, (outline, height, own_crs) in enumerate(zip(*(objects[name].to_pylist() for name in columns), strict=True)):
        if row in shaped or outline is None or height is None or (own_crs is None) != (crs is None):
            continue
        for polygon in shapely.get_parts(shapely.orient_polygons(shapely.from_wkb(outline))):
            corners = (shapely.get_coordinates(ring)[:-1] for ring in (polygon.exterior, *polygon.interiors))
            levelled = (np.column_stack([xy, np.full(len(xy), height)]) for xy in corners)
            found.append((row, [reprojected(ring, own_crs, crs) for ring in levelled]))
    return found


def _placed_axes(objects: pa.Table, crs: str | None) -> list[tuple[int, Floats]]:
    """Axes of alignments: row and points with heights."""
    return [
        (row, reprojected(shapely.get_coordinates(shapely.from_wkb(axis), include_z=True), own_crs, crs))
        for row, (axis, own_crs) in enumerate(zip(objects["axis_map"].to_pylist(), objects["crs"].to_pylist(), strict=True))
        if axis is not None and (own_crs is None) == (crs is None)
    ]


def _axes_on_grid(axes: list[tuple[int, Floats]], steps: Int64s) -> list[tuple[int, Int64s]]:
    """The same chains in grid steps, each point once; what rounding left as one point goes."""
    found: list[tuple[int, Int64s]] = []
    at = 0
    for row, axis in axes:
        points = steps[at : at + len(axis)]
        at += len(axis)
        points = points[np.concatenate([[True], (np.diff(points, axis=0) != 0).any(axis=1)])]
        if len(points) > 1:
            found.append((row, points))
    return found


def _rings_on_grid(outlines: list[tuple[int, list[Floats]]], steps: Int64s) -> list[tuple[int, list[Int64s]]]:
    """The same flat surfaces in grid steps; what rounding left with less than a triangle goes."""
    found: list[tuple[int, list[Int64s]]] = []
    at = 0
    for row, flat in outlines:
        kept: list[Int64s] = []
        for number, ring in enumerate(flat):
            corners = steps[at : at + len(ring)]
            at += len(ring)
            corners = corners[(corners != np.roll(corners, 1, axis=0)).any(axis=1)]
            if len(np.unique(corners, axis=0)) >= _LEAST_CORNERS and (kept or not number):
                kept.append(corners)
        if not all(len(np.unique(corners, axis=0)) == len(corners) for corners in kept):
            found += [(row, rings) for rings in _untouched(kept)]
        elif kept:
            found.append((row, kept))
    return found


def _untouched(rings: list[Int64s]) -> list[list[Int64s]]:
    """The flat surfaces of one whose rings touch themselves since they were rounded, all of one height."""
    height = rings[0][0, 2]
    level = [shapely.linearrings(ring[:, :2]) for ring in rings]
    parts = shapely.get_parts(shapely.set_precision(shapely.make_valid(shapely.polygons(level[0], level[1:])), 1.0))
    polygons = shapely.orient_polygons([part for part in parts if part.geom_type == "Polygon" and not part.is_empty])
    return [
        [
            np.column_stack([xy, np.full(len(xy), height)]).astype(np.int64)
            for xy in (shapely.get_coordinates(ring)[:-1] for ring in (polygon.exterior, *polygon.interiors))
        ]
        for polygon in polygons
    ]


def _box(points: Int64s) -> tuple[Int64s, Int64s]:
    flat = points.reshape(-1, 3)
    return flat.min(axis=0), flat.max(axis=0)


def _joined(parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros((0, 3), kind)
