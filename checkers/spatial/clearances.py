"""How much free height there is over carriageways, footways and the like, and what takes it.

What belongs here: measuring between what lies below and what hangs above. What does not: how much is wanted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from checkers.passable_surfaces import surface_bodies
from checkers.spatial.mesh_parts import connected_parts, points_along, points_on_border
from checkers.spatial.projection import Floats, Integers
from checkers.spatial.tops import Faces, Top
from cim_schema.codes import ObjectFamily, Thing
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import Mesh, MeshStore
from pipelines.runtime.table_set import Tables

if TYPE_CHECKING:
    import pandas as pd

KEPT_BELOW_M = 6.0
"""Pairs with more free height say nothing to any rule."""

FOOT_M = 0.3
"""What reaches lower than this above the surface stands on it or in it."""

LOW_M = 2.0
"""What stands and is lower than this as a whole is walked around, not under: a bench, a railing, a bin."""

INSET_M = 0.005
"""What reaches over the surface's edge by no more than this touches it."""

BESIDE_M = 0.2
"""Around what stands, this much is taken up by it too."""

STEP_M = 0.1
"""Distance between the points of an edge that are looked at."""

GROUND_THINGS = (
    Thing.PAVEMENT_COURSE, Thing.KERB, Thing.CROSSING, Thing.TACTILE_PAVING, Thing.TERRAIN, Thing.PLANTED_AREA, Thing.WATER,
    Thing.MANHOLE,
)  # fmt: skip
GROUND_CLASSES = ("IfcPavement", "IfcCourse", "IfcKerb", "IfcEarthworks")
"""What is of the ground, and hangs over nothing; classes by how their names begin."""


def measure_clearances(tables: Tables) -> dict[str, pa.Table]:
    """Measure the free height over each passable surface.

    Args:
        tables: ``ifc_element``, ``ifc_geometry``, ``ifc_shape``, ``msr_thing`` and ``msr_footprint``.

    Returns:
        ``msr_clearance``: vertical distance from the surface's own top to the lowest place of what hangs over it, and that
        place in the model frame. Parts of a mesh that are not joined are looked at apart: a trunk stands, its crown hangs.
    """
    elements = tables["ifc_element"].to_pandas()
    shapes = tables["ifc_geometry"].to_pandas()
    shapes = shapes[shapes["shape_key"].notna()]
    outlines = tables["msr_footprint"].select(["model_id", "step_id", "footprint"]).to_pandas()
    shapes = shapes.merge(outlines, on=["model_id", "step_id"])
    things = tables["msr_thing"].to_pandas()
    bodies = _Bodies(MeshStore([tables["ifc_shape"]]))
    rows: list[dict[str, object]] = []
    for model_id, of_model in shapes.groupby("model_id", sort=True):
        of_elements, told = elements[elements["model_id"].eq(model_id)], things[things["model_id"].eq(model_id)]
        rows += _of_model(of_elements, told, of_model.set_index("step_id"), bodies)
    return {"msr_clearance": TABLES["msr_clearance"].from_rows(rows)}


@dataclass(frozen=True)
class _Bodies:
    """Meshes taken apart, each once."""

    meshes: MeshStore
    taken_apart: dict[str, tuple[Integers, ...]] = field(default_factory=dict)

    def parts(self, shape_key: str) -> tuple[Integers, ...]:
        """Faces of each connected part."""
        if shape_key not in self.taken_apart:
            self.taken_apart[shape_key] = connected_parts(self.meshes[shape_key])
        return self.taken_apart[shape_key]


@dataclass(frozen=True)
class _Surface:
    outline: shapely.Geometry
    top: Top

    @cached_property
    def inside(self) -> shapely.Geometry:
        inner = shapely.buffer(self.outline, -INSET_M)
        shapely.prepare(inner)
        return inner

    @cached_property
    def corners(self) -> Floats:
        """Corners of the top, where the free height may be least under a face without an edge nearby."""
        points: Floats = np.unique(self.top.corners.reshape(-1, 3)[:, :2], axis=0)
        rim = shapely.get_coordinates(self.inside)
        return np.concatenate([points[shapely.contains_xy(self.inside, points)], rim])


def _of_model(
    elements: "pd.DataFrame", told: "pd.DataFrame", shapes: "pd.DataFrame", bodies: _Bodies
) -> Iterator[dict[str, object]]:
    surfaces = {step: own for step, own in surface_bodies(elements, told, set(shapes.index)).items() if own}
    if not surfaces:
        return
    global_ids = elements.set_index("step_id")["global_id"]
    hanging = _may_hang(elements, told, shapes)
    tree = shapely.STRtree(hanging["outline"].to_numpy(object))
    for step_id, own in surfaces.items():
        lying = shapes.loc[list(own)]
        corners = np.concatenate([_placed(bodies.meshes[row.shape_key], row.placement) for row in lying.itertuples()])
        surface = _Surface(shapely.union_all(shapely.from_wkb(lying["footprint"].to_numpy(object))), Top(corners))
        if not len(surface.top) or surface.inside.is_empty:
            continue
        low, high = corners[:, :, 2].min(), corners[:, :, 2].max()
        near = hanging.iloc[np.sort(tree.query(surface.outline, predicate="intersects"))]
        near = near[near["max_z_m"].gt(low + FOOT_M) & near["min_z_m"].lt(high + KEPT_BELOW_M) & ~near.index.isin((step_id, *own))]
        for other in near.itertuples():
            lowest = _lowest_over(surface, bodies.meshes[other.shape_key], bodies.parts(other.shape_key), other.placement)
            if lowest is not None and lowest[0] < KEPT_BELOW_M:
                height, point = lowest
                yield {
                    "model_id": shapes["model_id"].iloc[0], "step_id": step_id, "global_id": global_ids[step_id],
                    "other_step_id": other.Index, "clear_height_m": height,
                    "point_x_m": point[0], "point_y_m": point[1], "point_z_m": point[2],
                }  # fmt: skip


def _may_hang(elements: "pd.DataFrame", told: "pd.DataFrame", shapes: "pd.DataFrame") -> "pd.DataFrame":
    """Rows of shapes that are no ground, with ``outline``; what is an upright sheet, with that of its box."""
    ground = set(told.loc[told["thing"].isin([str(thing) for thing in GROUND_THINGS]), "step_id"])
    is_body = elements["family"].eq(ObjectFamily.ELEMENT) & ~elements["ifc_class"].str.startswith(GROUND_CLASSES)
    rows = shapes[shapes.index.isin(elements.loc[is_body, "step_id"]) & ~shapes.index.isin(ground)].sort_index()
    outlines = shapely.from_wkb(rows["footprint"].to_numpy(object))
    empty = shapely.is_empty(outlines)
    boxes = shapely.box(rows["min_x_m"], rows["min_y_m"], rows["max_x_m"], rows["max_y_m"])
    return rows.assign(outline=np.where(empty, boxes, outlines))


def _placed(mesh: Mesh, placement: NDArray[np.float64]) -> Floats:
    """Corners of the triangles in the model frame: shape (n, 3, 3)."""
    corners: Floats = mesh.placed(np.array(placement).reshape(4, 4))[mesh.faces.astype(np.int64)]
    return corners


def _lowest_over(
    surface: _Surface, mesh: Mesh, parts: tuple[Integers, ...], placement: NDArray[np.float64]
) -> tuple[float, Floats] | None:
    """The least free height under a mesh and the place in it; None where nothing of it hangs."""
    vertices = mesh.placed(np.array(placement).reshape(4, 4))
    west, south, east, north = surface.outline.bounds
    seen = vertices[mesh.faces.astype(np.int64)][:, :, :2]
    lows, highs = seen.min(axis=1), seen.max(axis=1)
    is_near = (highs >= (west - 1, south - 1)).all(axis=1) & (lows <= (east + 1, north + 1)).all(axis=1)
    heights = np.full(len(vertices), np.nan)
    used = np.unique(mesh.faces[is_near])
    if not len(used):
        return None
    heights[used] = vertices[used, 2] - surface.top.heights(vertices[used])
    if np.nanmin(heights) < FOOT_M and np.nanmax(heights) < LOW_M:
        return None
    least: tuple[float, Floats] | None = None
    for part in parts:
        faces = part[is_near[part]]
        found = _lowest_of_part(surface, vertices, heights, mesh.faces[faces].astype(np.int64)) if len(faces) else None
        if found is not None and (least is None or found[0] < least[0]):
            least = found
    return least


def _lowest_of_part(surface: _Surface, vertices: Floats, heights: Floats, faces: Integers) -> tuple[float, Floats] | None:
    if np.nanmin(heights[faces]) > KEPT_BELOW_M:
        return None
    points = points_along(vertices, faces, STEP_M, surface.inside.bounds)
    points = points[shapely.contains_xy(surface.inside, points[:, :2])]
    points = np.concatenate([points, points_on_border(vertices, faces, surface.inside), _under(surface.corners, vertices[faces])])
    if not len(points):
        return None
    free = points[:, 2] - surface.top.heights(points)
    hangs = free > FOOT_M
    if not hangs.any():
        return None
    if np.nanmin(heights[faces]) < FOOT_M:
        stood_on = _stood_on(vertices, heights, faces)
        hangs &= ~shapely.contains_xy(stood_on, points[:, :2])
        if not hangs.any():
            return None
    points, free = points[hangs], free[hangs]
    # Of places equally low the first by coordinates, whatever the order of the triangles.
    lowest = np.lexsort((points[:, 1], points[:, 0], np.round(free, 6)))[0]
    return float(free[lowest]), points[lowest]


def _under(places: Floats, corners: Floats) -> Floats:
    """The points of the triangles over these places: shape (n, 3)."""
    low, high = corners[:, :, :2].min(axis=(0, 1)), corners[:, :, :2].max(axis=(0, 1))
    places = places[((places >= low) & (places <= high)).all(axis=1)]
    if not len(places):
        return np.zeros((0, 3))
    which, heights = Faces(corners).crossings(places)
    return np.column_stack([places[which], heights])


def _stood_on(vertices: Floats, heights: Floats, faces: Integers) -> shapely.Geometry:
    """The ground taken up by the part of a mesh that is lower than a foot above the surface."""
    low = faces[np.nanmin(heights[faces], axis=1) < FOOT_M]
    pieces = [_below(vertices[face][:, :2], heights[face]) for face in low]
    joined = shapely.union_all(shapely.buffer([shapely.MultiPoint(piece).convex_hull for piece in pieces], BESIDE_M))
    filled = shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(joined)])
    shapely.prepare(filled)
    return filled


def _below(corners: Floats, heights: Floats) -> Floats:
    """The corners of the part of a triangle whose height is less than a foot's."""
    kept = [corner for corner, height in zip(corners, heights, strict=True) if height <= FOOT_M]
    for start in range(3):
        end = (start + 1) % 3
        if (heights[start] - FOOT_M) * (heights[end] - FOOT_M) < 0:
            share = (FOOT_M - heights[start]) / (heights[end] - heights[start])
            kept.append(corners[start] + share * (corners[end] - corners[start]))
    return np.array(kept)
