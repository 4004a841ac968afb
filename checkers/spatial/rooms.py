"""Rooms as their shapes say: floor, heights, free height, and what fits between the walls.

What belongs here: bringing together what is measured of each room. What does not: each measurement (``room_floors``,
``room_heights``, ``room_rectangles``, ``room_outlines``), and what a room is used for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import shapely

from checkers.names import joined_names, words
from checkers.spatial.projection import Floats
from checkers.spatial.room_floors import floors_of
from checkers.spatial.room_heights import FOOT_M, LEVEL_M, Hanging, Heights, free_heights, is_level
from checkers.spatial.room_outlines import DerivedRoom, derive_rooms
from checkers.spatial.room_rectangles import FloorSides, floor_sides
from checkers.spatial_classes import BEAMS, RAMPS, SERVICE_RUNS, SLABS, STAIRS
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import MeshStore
from pipelines.runtime.table_set import Tables

if TYPE_CHECKING:
    import pandas as pd

HANGING = (*SLABS, *BEAMS, *STAIRS, *RAMPS, *SERVICE_RUNS, "IfcRoof", "IfcCovering")
"""What takes height from a room where it hangs over its floor. Lamps, furniture, doors and windows do not count."""

OF_STAIRS = (*STAIRS, *RAMPS)
"""Their undersides count in rooms in which no stair stands; in stairwells the free height is that over the steps."""

LEVEL_RUN = 0.5
"""Pipes and ducts that rise by more than so much of their run are risers and drops."""

TOUCH_M = 0.02
"""What reaches over a floor's edge by no more is beside it."""

ROUNDED = 6
"""Decimals of measured lengths, so that a model that was turned or moved gives the same numbers."""


def measure_rooms(tables: Tables) -> dict[str, pa.Table]:
    """Measure the rooms: those that the model has as spaces, and those that walls enclose in storeys without spaces.

    Args:
        tables: ``ifc_element``, ``ifc_spatial``, ``ifc_geometry``, ``ifc_shape`` and ``msr_footprint``.

    Returns:
        ``msr_room``. A space without a mesh has no row.
    """
    elements = tables["ifc_element"].to_pandas()
    spatial = tables["ifc_spatial"].to_pandas()
    shapes = tables["ifc_geometry"].to_pandas()
    outlines = tables["msr_footprint"].select(["model_id", "step_id", "footprint"]).to_pandas()
    shapes = shapes.merge(outlines, on=["model_id", "step_id"])
    meshes = MeshStore([tables["ifc_shape"]])
    rows: list[dict[str, object]] = []
    for model_id, own in elements.groupby("model_id", sort=True):
        of_model = shapes[shapes["model_id"].eq(model_id)]
        rows += _of_model(own, spatial[spatial["model_id"].eq(model_id)], of_model.set_index("step_id"), meshes)
    return {"msr_room": TABLES["msr_room"].from_rows(rows)}


def _of_model(
    elements: "pd.DataFrame", spatial: "pd.DataFrame", shapes: "pd.DataFrame", meshes: MeshStore
) -> Iterator[dict[str, object]]:
    spaces = elements[elements["ifc_class"].eq("IfcSpace")]
    known = shapes.index[shapes["shape_key"].notna()]
    meshed = spaces[spaces["step_id"].isin(known)].set_index("step_id").sort_index()
    over = _Over.of(elements, shapes, meshes)
    own = shapes.loc[meshed.index]
    tops = _Tops(meshes)
    floors = floors_of(own, meshes)
    nearby = over.near(floors)
    for room, shape, floor, near in zip(meshed.itertuples(), own.itertuples(), floors, nearby, strict=True):
        if floor.is_empty:
            continue
        top = None if tops.is_level(shape.shape_key, shape.placement) else _corners(meshes, shape)
        top_z_m = float(shape.max_z_m)
        heights = free_heights(floor, float(shape.min_z_m), top_z_m, top, over.hanging(near, float(shape.min_z_m), top_z_m))
        sides = tops.sides(shape.shape_key, shape.placement, floor)
        yield _row(room, int(room.Index), 0, floor, float(shape.min_z_m), top_z_m, heights, sides)
    storeys = _storeys_without_rooms(elements, spatial, spaces)
    for derived in derive_rooms(storeys, elements, shapes) if len(storeys) else ():
        yield from _derived_row(derived, storeys, over)


def _row(
    element: Any, step_id: int, number: int, floor: shapely.Geometry, floor_z_m: float, top_z_m: float,
    heights: Heights | None, sides: FloorSides | None,
) -> dict[str, object]:  # fmt: skip
    storey = element.storey_step_id
    row: dict[str, object] = {
        "model_id": element.model_id, "step_id": step_id, "global_id": element.global_id, "room_number": number,
        "is_derived": number > 0, "storey_step_id": int(storey) if storey == storey and storey is not None else None,
        "floor": shapely.to_wkb(floor), "floor_z_m": round(floor_z_m, ROUNDED), "ceiling_z_m": round(top_z_m, ROUNDED),
        "floor_area_m2": round(floor.area, ROUNDED),
    }  # fmt: skip
    if heights is not None:
        row |= {
            "clear_height_m": round(heights.least_m, ROUNDED), "two_thirds_height_m": round(heights.two_thirds_m, ROUNDED),
            "has_sloped_top": heights.slopes, "lowest_step_id": heights.lowest_step_id,
        }  # fmt: skip
    if sides is not None:
        row |= {
            "short_side_m": round(sides.square_m, ROUNDED), "rectangle_width_m": round(sides.width_m, ROUNDED),
            "rectangle_length_m": round(sides.length_m, ROUNDED),
        }  # fmt: skip
    return row


def _derived_row(room: DerivedRoom, storeys: "pd.DataFrame", over: "_Over") -> Iterator[dict[str, object]]:
    (near,) = over.near(np.array([room.floor], object))
    hanging = over.hanging(near, room.floor_z_m, inf)
    heights = free_heights(room.floor, room.floor_z_m, inf, None, [one for one in hanging if one.min_z_m < room.next_z_m])
    if heights is None:
        return
    storey = storeys.loc[room.storey_step_id]
    top_z_m = room.floor_z_m + heights.two_thirds_m
    yield _row(storey, room.storey_step_id, room.number, room.floor, room.floor_z_m, top_z_m, heights, floor_sides(room.floor))


def _storeys_without_rooms(elements: "pd.DataFrame", spatial: "pd.DataFrame", spaces: "pd.DataFrame") -> "pd.DataFrame":
    """Storeys of known height without spaces: rows of ``ifc_element`` with ``elevation_m``, by step id."""
    names = joined_names(spaces, "long_name", "name", "object_type")
    rooms = spaces[~words("rooms", "area").in_texts(names) & ~spaces["predefined_type"].eq("GFA")]
    levels = spatial.loc[spatial["ifc_class"].eq("IfcBuildingStorey"), ["step_id", "elevation_m"]]
    storeys = elements.merge(levels, on="step_id")
    storeys = storeys[storeys["elevation_m"].notna() & ~storeys["step_id"].isin(rooms["storey_step_id"])]
    return storeys.assign(storey_step_id=storeys["step_id"]).set_index("step_id").sort_values("elevation_m")


def _corners(meshes: MeshStore, shape: object) -> Floats:
    """Corners of the triangles of a row of ``ifc_geometry`` in the model frame: shape (n, 3, 3)."""
    mesh = meshes[shape.shape_key]  # type: ignore[attr-defined]
    matrix = np.array(shape.placement).reshape(4, 4)  # type: ignore[attr-defined]
    corners: Floats = mesh.placed(matrix)[mesh.faces.astype(np.int64)]
    return corners


@dataclass(frozen=True)
class _Tops:
    """What copies of one shape have in common, measured once."""

    meshes: MeshStore
    level: dict[tuple[str, bytes], bool] = field(default_factory=dict)
    sizes: dict[tuple[str, bytes], FloorSides | None] = field(default_factory=dict)

    def is_level(self, shape_key: str, placement: Sequence[float]) -> bool:
        key = _key(shape_key, placement)
        if key not in self.level:
            mesh = self.meshes[shape_key]
            turn = np.array(placement).reshape(4, 4)[:3, :3]
            self.level[key] = is_level((mesh.vertices.astype(np.float64) @ turn.T)[mesh.faces.astype(np.int64)])
        return self.level[key]

    def sides(self, shape_key: str, placement: Sequence[float], floor: shapely.Geometry) -> FloorSides | None:
        key = _key(shape_key, placement)
        if key not in self.sizes:
            self.sizes[key] = floor_sides(floor)
        return self.sizes[key]


def _key(shape_key: str, placement: Sequence[float]) -> tuple[str, bytes]:
    """The same for copies that differ by a move only."""
    return shape_key, np.array(placement).reshape(4, 4)[:3, :3].tobytes()


@dataclass(frozen=True)
class _Over:
    """All that may hang over floors."""

    shapes: "pd.DataFrame"
    """Rows of ``ifc_geometry`` with ``ifc_class`` and ``outline``."""
    tree: shapely.STRtree
    meshes: MeshStore
    made: dict[int, Hanging] = field(default_factory=dict)
    """By place in ``shapes``."""

    @classmethod
    def of(cls, elements: "pd.DataFrame", shapes: "pd.DataFrame", meshes: MeshStore) -> "_Over":
        """Take what hangs of a model."""
        wanted = elements[elements["ifc_class"].isin(HANGING) & ~elements["predefined_type"].isin(NOT_OVERHEAD)]
        classes: Mapping[int, str] = dict(zip(wanted["step_id"], wanted["ifc_class"], strict=True))
        rows = shapes[shapes.index.isin(wanted["step_id"])].sort_index()
        rows = rows.assign(ifc_class=[classes[step] for step in rows.index])
        run = np.maximum(rows["max_x_m"] - rows["min_x_m"], rows["max_y_m"] - rows["min_y_m"])
        is_drop = rows["ifc_class"].isin(SERVICE_RUNS) & (rows["max_z_m"] - rows["min_z_m"]).gt(LEVEL_RUN * run)
        is_upright = rows["ifc_class"].eq("IfcCovering") & (rows["max_z_m"] - rows["min_z_m"]).gt(FOOT_M)
        rows = rows[~is_drop & ~is_upright]
        rows = rows.assign(outline=shapely.from_wkb(rows["footprint"].to_numpy(object)))
        return cls(rows, shapely.STRtree(rows["outline"].to_numpy(object)), meshes)

    def near(self, floors: "np.ndarray[tuple[int], np.dtype[np.object_]]") -> list[list[int]]:
        """Of each floor the places in ``shapes`` of what lies over it or under it."""
        found: list[list[int]] = [[] for _ in floors]
        if len(floors) and len(self.shapes):
            which, places = self.tree.query(shapely.buffer(floors, -TOUCH_M), predicate="intersects")
            for floor, place in sorted(zip(which.tolist(), places.tolist(), strict=True)):
                found[floor].append(place)
        return found

    def hanging(self, near: Sequence[int], floor_z_m: float, top_z_m: float) -> list[Hanging]:
        """What of that hangs between a floor and a top."""
        low, high, of_stairs = self.heights
        foot = floor_z_m + FOOT_M
        stands = any(of_stairs[place] and low[place] < foot < high[place] for place in near)
        return [
            self._made(place)
            for place in near
            if high[place] > foot and low[place] < top_z_m - LEVEL_M and not (stands and of_stairs[place])
        ]

    @cached_property
    def heights(self) -> tuple[list[float], list[float], list[bool]]:
        """Lowest and highest point of each, and whether it is of a stair."""
        rows = self.shapes
        return rows["min_z_m"].to_list(), rows["max_z_m"].to_list(), rows["ifc_class"].isin(OF_STAIRS).to_list()

    def _made(self, place: int) -> Hanging:
        if place not in self.made:
            shape = next(self.shapes.iloc[place : place + 1].itertuples())
            thickness = shape.max_z_m - shape.min_z_m
            # A box alone has no shape; of rows where some have none, pandas gives NaN for the key.
            is_flat = not isinstance(shape.shape_key, str) or thickness <= LEVEL_M
            corners = None if is_flat else _corners(self.meshes, shape)
            if corners is not None and _has_level_underside(corners):
                corners = None
            self.made[place] = Hanging(int(shape.Index), shape.outline, float(shape.min_z_m), float(shape.max_z_m), corners)
        return self.made[place]


NOT_OVERHEAD = ("FLOORING", "CLADDING", "MEMBRANE", "SKIRTINGBOARD", "MOLDING", "LANDING", "BASESLAB")
"""Coverings and slabs of these kinds take no height; landings belong to their stair."""


def _has_level_underside(corners: Floats) -> bool:
    """Whether the downward faces lie in the lowest plane, so that the outline at that height says all."""
    downward = corners[:, ::-1]
    normals = np.cross(downward[:, 1] - downward[:, 0], downward[:, 2] - downward[:, 0])
    under = downward[normals[:, 2] > 0.2 * np.linalg.norm(normals, axis=1)]
    return bool(len(under)) and float(np.ptp(under[:, :, 2])) <= LEVEL_M
