"""The way through each door: how wide and high it is, where it stands and which rooms it joins.

What belongs here: putting together what a door's mesh, opening, properties and surroundings tell. What does not: reading its
mesh (``doors_openings``), finding the rooms (``doors_sides``), how wide a door has to be.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checkers.properties import effective_flags, effective_numbers, rows_of_properties
from checkers.spatial.doors_openings import DoorOpening, door_opening, wall_direction
from checkers.spatial.doors_sides import Sides, Stands, Surroundings
from checkers.spatial_classes import DOORS
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import MeshStore
from pipelines.runtime.table_set import Tables, frames, rows_of_model

READ = ("ifc_relation", "ifc_property", "ifc_attribute")
"""Beside elements, shapes and what was measured of them."""

DECIMALS = 6
"""Measured lengths are rounded to 1e-6 m, so that they do not hang on where the model stands."""


@dataclass(frozen=True)
class Doorway:
    """A way through, in the model frame, metres."""

    step_id: int
    centre: tuple[float, float]
    """Seen from above, in the middle between the jambs and of the door's thickness."""
    threshold_z_m: float
    through: tuple[float, float]
    """Unit vector across the wall."""
    half_depth_m: float
    """Half of the door's own thickness."""
    passage_width_m: float | None = None
    clear_width_m: float | None = None
    clear_height_m: float | None = None
    source: str | None = None


Shape: TypeAlias = Mapping[str, Any]
"""A row of ``ifc_geometry``."""


def measure_doors(tables: Tables) -> dict[str, pa.Table]:
    """Measure the doors of models.

    Args:
        tables: ``ifc_element``, ``ifc_geometry``, ``ifc_shape``, ``ifc_relation``, ``ifc_property``, ``ifc_attribute``,
            ``msr_footprint``, and ``msr_room`` where rooms were found.

    Returns:
        ``msr_door``: one row a door with a shape. A width or height that nothing tells is null.
    """
    rows: list[dict[str, object]] = []
    meshes = MeshStore([tables["ifc_shape"]])
    known: dict[tuple[str, bytes], DoorOpening | None] = {}
    for model_id in pc.unique(tables["ifc_geometry"]["model_id"]).to_pylist():
        rows += _rows_of(tables, model_id, meshes, known)
    return {"msr_door": TABLES["msr_door"].from_rows(rows)}


def _rows_of(
    tables: Tables, model_id: str, meshes: MeshStore, known: dict[tuple[str, bytes], DoorOpening | None]
) -> list[dict[str, object]]:
    elements = rows_of_model(tables, "ifc_element", model_id)
    doors = elements.filter(pc.is_in(elements["ifc_class"], pa.array(DOORS, elements["ifc_class"].type))).to_pandas()
    relations = rows_of_model(tables, "ifc_relation", model_id)
    filled = relations.filter(pc.equal(relations["relation_class"], "IfcRelFillsElement"))
    opening_of = dict(zip(filled["related_step_id"].to_pylist(), filled["relating_step_id"].to_pylist(), strict=True))
    geometry = rows_of_model(tables, "ifc_geometry", model_id)
    wanted = [*doors["step_id"], *(opening_of[step_id] for step_id in doors["step_id"] if step_id in opening_of)]
    shapes = {
        row["step_id"]: row for row in geometry.filter(pc.is_in(geometry["step_id"], pa.array(wanted, pa.int64()))).to_pylist()
    }
    doors = doors[doors["step_id"].isin(list(shapes))]
    if doors.empty:
        return []
    properties = rows_of_properties(rows_of_model(tables, "ifc_property", model_id), ("is_external", "lining_thickness"))
    given = frames(
        {"ifc_element": elements.filter(pc.is_in(elements["step_id"], pa.array(doors["step_id"]))), "ifc_property": properties}
    )
    external = effective_flags(given, "is_external")
    lining_m = effective_numbers(given, "lining_thickness", "m")["number"]
    overall = overall_sizes(rows_of_model(tables, "ifc_attribute", model_id), doors["step_id"].to_list())
    ways = []
    for door in doors.itertuples():
        shape = shapes[door.step_id]
        way = _by_mesh(door.step_id, shape, meshes, known) or _by_box(door.step_id, shape)
        hole = opening_of.get(door.step_id)
        if hole in shapes:
            way = _by_opening(way, shapes[hole], meshes)
        size = overall.get(door.step_id, (None, None))
        way = _by_overall(way, *size)
        if size[0] is not None and lining_m.get(door.step_id, 0) > 0:
            way = _by_lining(way, size[0], float(lining_m[door.step_id]))
        ways.append(way)
    stands = Stands(
        np.array([way.step_id for way in ways], np.int64),
        np.array([way.centre for way in ways]).reshape(-1, 2),
        np.array([way.through for way in ways]).reshape(-1, 2),
        np.array([way.half_depth_m for way in ways]),
        np.array([way.threshold_z_m for way in ways]),
        doors["storey_step_id"].to_list(),
    )
    sides = Surroundings.of(tables, model_id).sides_of(stands, relations)
    return [
        _row(model_id, door.global_id, way, side, external.get(way.step_id))
        for door, way, side in zip(doors.itertuples(), ways, sides, strict=True)
    ]


def overall_sizes(attributes: pa.Table, step_ids: list[int]) -> Mapping[int, tuple[float | None, float | None]]:
    """Give OverallWidth and OverallHeight of elements, metres, where they are positive."""
    wanted = pc.and_(
        pc.is_in(attributes["attribute_name"], pa.array(["OverallWidth", "OverallHeight"], attributes["attribute_name"].type)),
        pc.is_in(attributes["step_id"], pa.array(step_ids, pa.int64())),
    )
    found: dict[int, dict[str, float]] = {}
    for row in attributes.filter(wanted).select(["step_id", "attribute_name", "value_number"]).to_pylist():
        if row["value_number"] is not None and row["value_number"] > 0:
            found.setdefault(row["step_id"], {})[row["attribute_name"]] = row["value_number"]
    return {step_id: (of.get("OverallWidth"), of.get("OverallHeight")) for step_id, of in found.items()}


def _by_mesh(step_id: int, shape: Shape, meshes: MeshStore, known: dict[tuple[str, bytes], DoorOpening | None]) -> Doorway | None:
    if not isinstance(shape["shape_key"], str):
        return None
    matrix = np.array(shape["placement"], np.float64).reshape(4, 4)
    is_upright = abs(matrix[2, 2] - 1) < 1e-9
    turn = np.eye(3) if is_upright else matrix[:3, :3]
    key = (shape["shape_key"], b"" if is_upright else turn.tobytes())
    if key not in known:
        known[key] = door_opening(meshes[key[0]], turn)
    found = known[key]
    if found is None:
        return None
    along = np.array(found.along)
    middle = sum(found.passage_m) / 2 * along + sum(found.across_m) / 2 * np.array([-along[1], along[0]])
    rotation = matrix[:2, :2] if is_upright else np.eye(2)
    centre, along = rotation @ middle + matrix[:2, 3], rotation @ along
    width_m = found.passage_width_m
    return Doorway(
        step_id, (float(centre[0]), float(centre[1])), float(matrix[2, 3]) + found.height_m[0], (float(-along[1]), float(along[0])),
        (found.across_m[1] - found.across_m[0]) / 2,
        width_m if found.has_jambs else None,
        found.clear_width_m if found.has_jambs or found.leaf_count else None,
        found.height_m[1] - found.height_m[0],
        "lining" if found.has_jambs else "leaf" if found.leaf_count else None,
    )  # fmt: skip


def _by_box(step_id: int, shape: Shape) -> Doorway:
    """A door of which there is only the box: its placement tells where it looks."""
    matrix = np.array(shape["placement"], np.float64).reshape(4, 4)
    sizes = (shape["max_x_m"] - shape["min_x_m"], shape["max_y_m"] - shape["min_y_m"])
    along = matrix[:2, 0] / (np.hypot(*matrix[:2, 0]) or 1.0)
    return Doorway(
        step_id,
        ((shape["min_x_m"] + shape["max_x_m"]) / 2, (shape["min_y_m"] + shape["max_y_m"]) / 2),
        float(shape["min_z_m"]),
        (float(-along[1]), float(along[0])),
        min(sizes) / 2,
    )


def _by_opening(way: Doorway, shape: Shape, meshes: MeshStore) -> Doorway:
    """What the hole in the wall tells: the greatest width, and how deep the wall is."""
    if not isinstance(shape["shape_key"], str):
        return way
    mesh = meshes[shape["shape_key"]]
    placed = mesh.placed(np.array(shape["placement"], np.float64).reshape(4, 4))
    if way.passage_width_m is None and way.clear_width_m is None:
        along = wall_direction(placed[mesh.faces.astype(np.int64)])
        if along is not None and abs(float(along @ np.array(way.through))) > 0.5:
            way = replace(way, through=(float(-along[1]), float(along[0])))
    along = np.array([way.through[1], -way.through[0]])
    width_m, height_m = float(np.ptp(placed[:, :2] @ along)), float(np.ptp(placed[:, 2]))
    if way.clear_width_m is None:
        way = replace(way, clear_width_m=width_m, source="opening")
    return replace(
        way,
        passage_width_m=min(way.passage_width_m or np.inf, width_m),
        clear_width_m=min(way.clear_width_m or np.inf, width_m),
        clear_height_m=min(way.clear_height_m or np.inf, height_m),
    )


def _by_overall(way: Doorway, width_m: float | None, height_m: float | None) -> Doorway:
    if way.clear_width_m is None and width_m is not None:
        way = replace(way, clear_width_m=width_m, passage_width_m=width_m, source="overall")
    if way.clear_height_m is None and height_m is not None:
        way = replace(way, clear_height_m=height_m)
    return way


def _by_lining(way: Doorway, overall_m: float, lining_m: float) -> Doorway:
    """LiningThickness says how much of the whole width the frame takes on each side."""
    passage_m = overall_m - 2 * lining_m
    if passage_m <= 0 or way.source == "lining":
        return way
    leaf_m = max((way.passage_width_m or 0) - (way.clear_width_m or 0), 0.0) if way.source == "leaf" else 0.0
    return replace(way, passage_width_m=passage_m, clear_width_m=passage_m - leaf_m, source="lining")


def _row(model_id: str, global_id: str | None, way: Doorway, side: Sides, is_external: bool | None) -> dict[str, object]:
    def rounded(value: float | None) -> float | None:
        return None if value is None or not np.isfinite(value) else round(float(value), DECIMALS)

    angle = float(np.degrees(np.arctan2(way.through[1], way.through[0]))) % 360.0
    return {
        "model_id": model_id, "step_id": way.step_id, "global_id": global_id,
        "clear_width_m": rounded(way.clear_width_m), "clear_height_m": rounded(way.clear_height_m),
        "clear_width_source": way.source,
        "passage_width_m": rounded(way.passage_width_m), "centre_x_m": rounded(way.centre[0]), "centre_y_m": rounded(way.centre[1]),
        "threshold_z_m": rounded(way.threshold_z_m), "direction_deg": round(angle, DECIMALS) % 360.0,
        "room_a_step_id": None if side.room_a is None else side.room_a[0],
        "room_a_number": None if side.room_a is None else side.room_a[1],
        "room_b_step_id": None if side.room_b is None else side.room_b[0],
        "room_b_number": None if side.room_b is None else side.room_b[1],
        "is_exterior": side.is_exterior if is_external is None else bool(is_external),
        "storey_step_id": side.storey_step_id,
    }  # fmt: skip
