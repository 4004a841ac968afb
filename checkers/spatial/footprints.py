"""The outline of each shape seen from above, in its model's frame.

What belongs here: placing outlines. What does not: making them of meshes (``projection``), what an outline is good for.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from checkers.spatial.projection import Floats, Outlines, Seen, outlines_of, without_hairs
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import MeshStore
from pipelines.runtime.table_set import Tables

Outliner: TypeAlias = Callable[[Sequence[Seen]], Outlines]

UPRIGHT = 1e-9
"""A placement whose z axis leans less than this is a turn about z and a move."""


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
        outline: What to take of meshes; ``outlines_of`` where nothing is given.
    """
    different: dict[tuple[str, bytes], int] = {}
    seen: list[Seen] = []
    which = np.zeros(len(keys), np.int64)
    turns = matrices[:, :3, :3].copy()
    leans = (np.abs(turns[:, 2, :2]).max(axis=1, initial=0) > UPRIGHT) | (np.abs(turns[:, :2, 2]).max(axis=1, initial=0) > UPRIGHT)
    for place, key in enumerate(keys):
        turn = turns[place] if leans[place] else np.eye(3)
        which[place] = different.setdefault((key, turn.tobytes()), len(different))
        if len(seen) < len(different):
            seen.append(Seen(meshes[key], bool(is_closed[place]), turn))
    local = (outline or outlines_of)(seen)[which]
    turns[leans] = np.eye(3)
    corners, owner = shapely.get_coordinates(local, return_index=True)
    moved = np.einsum("nij,nj->ni", turns[owner, :2, :2], corners) + matrices[owner, :2, 3]
    placed: Outlines = shapely.set_coordinates(local, moved)
    return placed


def presentable(outlines: Outlines) -> Outlines:
    """Valid, in one order, shells counter-clockwise."""
    sound = outlines.copy()
    broken = ~shapely.is_valid(sound)
    sound[broken] = without_hairs(shapely.make_valid(sound[broken]))
    presentable: Outlines = shapely.orient_polygons(shapely.normalize(sound))
    return presentable
