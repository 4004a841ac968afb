"""From shapes and where they stand to the rows of ``ifc_geometry``: each shape once, each product a row."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cim_schema.tables import TABLES
from pipelines.ingest.shapes.bodies import Bodies
from pipelines.ingest.shapes.placed_boxes import placed_boxes

Floats = NDArray[np.float64]

_OF_THE_SHAPE = ("area_m2", "volume_m3", "is_closed", "triangle_count", "kernel", "shape_key")


def occurrence_rows(
    model_id: str,
    bodies: Bodies,
    global_ids: Sequence[str | None],
    keys: Sequence[str | None],
    matrices: Floats,
    shapes: pa.Table,
) -> pa.Table:
    """Rows of ``ifc_geometry``.

    Args:
        model_id: For the rows.
        bodies: The model's.
        global_ids: Of their products.
        keys: Of each body the key of its shape; those without one get no row.
        matrices: Shape (n, 4, 4): of each body from its own frame to the model frame, metres.
        shapes: ``ifc_shape``, with every key in it.
    """
    is_kept = np.array([key is not None for key in keys], bool)
    matrices, best = matrices[is_kept], bodies.best[is_kept]
    place = pc.index_in(pa.array(keys, pa.string()).drop_null(), value_set=shapes["shape_key"].combine_chunks())
    of_shape = place.to_numpy(zero_copy_only=False).astype(np.int64)
    offsets = np.stack([shapes[f"offset_{axis}_m"].to_numpy() for axis in "xyz"], axis=1)[of_shape]
    placements = matrices.copy()
    placements[:, :3, 3] += np.einsum("nij,nj->ni", matrices[:, :3, :3], offsets)
    boxes = placed_boxes(*_vertices(shapes), of_shape, placements)
    taken = {name: shapes[name].take(place) for name in _OF_THE_SHAPE}
    has_mesh = pc.greater(taken["triangle_count"], 0)
    names = pa.array(bodies.names, pa.string()).take(pa.array(bodies.name_codes[best], mask=best < 0))
    return TABLES["ifc_geometry"].from_columns({
        **taken,
        "model_id": pa.array([model_id], pa.string()).take(pa.array(np.zeros(len(place), np.int64))),
        "step_id": bodies.step_ids[is_kept],
        "global_id": pa.array(global_ids, pa.string()).filter(pa.array(is_kept)),
        "area_m2": pc.if_else(has_mesh, taken["area_m2"], None),
        "shape_key": pc.if_else(has_mesh, taken["shape_key"], None),
        "representation": names,
        "placement": placements.reshape(-1, 16),
        **{f"{end}_{axis}_m": boxes[:, side, row] for side, end in enumerate(("min", "max")) for row, axis in enumerate("xyz")},
    })  # fmt: skip


def _vertices(shapes: pa.Table) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """All vertices, shape (n, 3), and where those of each row begin; in the column's own memory."""
    chunks = shapes["vertices"].combine_chunks()
    column = chunks if isinstance(chunks, pa.Array) else pa.concat_arrays(chunks.chunks)
    _, offsets, data = column.buffers()
    begins = np.frombuffer(offsets, np.int64, len(column) + 1, column.offset * 8) // 12
    return np.frombuffer(data, np.float32)[: begins[-1] * 3].reshape(-1, 3), begins
