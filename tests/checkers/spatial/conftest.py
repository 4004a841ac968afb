"""Small models drawn of boxes, for what is measured between bodies."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely

from checkers.spatial.footprints import measure_footprints
from checkers.things import recognise_things
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import Mesh

FAR = (396_123.4, 3_930_456.7, 712.3)
"""Where the models stand: single precision would lose 3 cm there."""

QUADS = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
FACES = np.array([face for a, b, c, d in QUADS for face in ((a, b, c), (a, c, d))], np.uint32)


def body(boxes: list[tuple[Any, Any]]) -> Mesh:
    corners = [
        np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
        for low, high in boxes
    ]
    faces = np.concatenate([FACES + 8 * place for place in range(len(boxes))])
    return Mesh(np.concatenate(corners).astype(np.float32), faces.astype(np.uint32))


@pytest.fixture
def drawn() -> Callable[..., dict[str, pa.Table]]:
    """Give tables of elements, each a dict of ``ifc_element`` with ``boxes`` or a ``mesh``; turned, and far away."""

    def of(*elements: dict[str, Any], rooms: tuple[Any, ...] = (), turn_deg: float = 0.0) -> dict[str, pa.Table]:
        angle = np.radians(turn_deg)
        placement = np.eye(4)
        placement[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
        placement[:3, 3] = FAR
        rows: dict[str, list[dict[str, Any]]] = {"ifc_element": [], "ifc_geometry": [], "ifc_shape": [], "msr_room": []}
        for step_id, element in enumerate(elements, 1):
            boxes, given = element.get("boxes"), element.get("mesh")
            said = {"model_id": "m", "step_id": step_id, "family": "element", "is_product": True}
            rows["ifc_element"].append(said | {name: value for name, value in element.items() if name not in ("boxes", "mesh")})
            if boxes or given:
                mesh = body(boxes) if boxes else given
                placed = mesh.placed(placement)
                low, high = placed.min(axis=0), placed.max(axis=0)
                rows["ifc_shape"].append(mesh.row(str(step_id)))
                rows["ifc_geometry"].append({
                    "model_id": "m", "step_id": step_id, "is_closed": True, "triangle_count": len(mesh.faces), "kernel": "k",
                    "shape_key": str(step_id), "placement": placement.ravel().tolist(),
                    **{f"{end}_{axis}_m": float(value[place]) for end, value in (("min", low), ("max", high))
                       for place, axis in enumerate("xyz")},
                })  # fmt: skip
        for number, (floor, floor_z) in enumerate(rooms, 1):
            outline = shapely.box(*floor)
            turned = shapely.transform(outline, lambda points: points @ placement[:2, :2].T + placement[:2, 3])
            rows["msr_room"].append({
                "model_id": "m", "step_id": 1000, "room_number": number, "is_derived": True, "floor": bytes(shapely.to_wkb(turned)),
                "floor_z_m": floor_z + FAR[2], "ceiling_z_m": floor_z + FAR[2] + 2.8, "floor_area_m2": outline.area,
            })  # fmt: skip
        tables = {name: TABLES[name].from_rows(some) for name, some in rows.items()}
        tables["ifc_type"] = TABLES["ifc_type"].empty()
        return tables | recognise_things(tables) | measure_footprints(tables)

    return of
