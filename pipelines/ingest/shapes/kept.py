"""Shapes as they are kept: rows of ``ifc_shape``, under the key of the body and of the way in which it was made."""

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from itertools import pairwise

import numpy as np
import pyarrow as pa

from cim_schema.tables import TABLES
from pipelines.ingest.kernels import Kernel, Step
from pipelines.ingest.shapes.engines import lite_label
from pipelines.ingest.shapes.gather import ShardShapes
from pipelines.ingest.shapes.settle import FAR_M, Floats

_VERSION = 2
"""To be raised when the same body comes out as another mesh."""


def way_of_making(ladder: tuple[Kernel, ...]) -> str:
    """Eight hexadecimal digits for the engines, their versions, and what is done with what they make."""
    told = (_VERSION, lite_label(), version("ifcopenshell"), [kernel.label for kernel in ladder])
    return hashlib.sha256(repr(told).encode()).hexdigest()[:8]


def shape_rows(shapes: ShardShapes, way: str) -> pa.Table:
    """Rows of ``ifc_shape``. Where there are no triangles, the vertices are the corners of the box that stands in."""
    vertices, faces = shapes.vertices.tobytes(), shapes.faces.tobytes()
    offsets = shapes.shifts.copy()
    points = _slices(vertices, (shapes.vertex_offsets * 12).tolist())
    for place in np.flatnonzero(shapes.triangle_counts == 0).tolist():
        offsets[place], points[place] = _box_corners(shapes.boxes[place])
    return TABLES["ifc_shape"].from_columns({
        "shape_key": [f"{key}-{way}" for key in shapes.keys],
        "kernel": shapes.kernels,
        "steps_down": [write_steps(steps) for steps in shapes.steps],
        **{f"offset_{axis}_m": offsets[:, row] for row, axis in enumerate("xyz")},
        "area_m2": shapes.areas_m2,
        "volume_m3": shapes.volumes_m3,
        "is_closed": shapes.is_closed,
        "vertex_count": [len(one) // 12 for one in points],
        "triangle_count": shapes.triangle_counts,
        "vertices": pa.array(points, pa.large_binary()),
        "faces": pa.array(_slices(faces, (shapes.face_offsets * 12).tolist()), pa.large_binary()),
    })  # fmt: skip


def write_steps(steps: Sequence[Step]) -> str | None:
    """Steps down the ladder as ``steps_down`` has them."""
    return json.dumps([[step.left, step.reason] for step in steps]) if steps else None


def read_steps(written: str) -> tuple[Step, ...]:
    """Steps down the ladder from ``steps_down``."""
    return tuple(Step(left, reason) for left, reason in json.loads(written))


def _slices(data: bytes, edges: list[int]) -> list[bytes]:
    return [data[begin:end] for begin, end in pairwise(edges)]


def _box_corners(box: Floats) -> tuple[Floats, bytes]:
    """Where the corners are counted from, and the eight of them as vertices."""
    origin: Floats = np.floor(box.mean(axis=0)) if np.abs(box).max() > FAR_M else np.zeros(3)
    corners = np.stack([axis.ravel() for axis in np.meshgrid(*(box - origin).T, indexing="ij")], axis=1)
    return origin, np.unique(corners.astype("<f4"), axis=0).tobytes()
