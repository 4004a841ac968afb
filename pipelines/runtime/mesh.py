"""Meshes: the local float32 mesh and its float64 placement are kept apart.

A shape is kept once under its key; far-off coordinates live in the placement only, so nothing jitters.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Mesh:
    """Triangles in their local frame."""

    vertices: NDArray[np.float32]
    """Shape (n, 3), metres, local frame."""
    faces: NDArray[np.uint32]
    """Shape (m, 3), indices of vertices, counter-clockwise seen from outside."""

    def placed(self, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        """The vertices moved by a 4 × 4 matrix: shape (n, 3), float64, metres in the matrix's target frame."""
        moved: NDArray[np.float64] = self.vertices.astype(np.float64) @ matrix[:3, :3].T + matrix[:3, 3]
        return moved

    def row(self, shape_key: str) -> dict[str, object]:
        """As a row of ``ifc_shape`` or ``cim_shape``."""
        return {
            "shape_key": shape_key,
            "vertex_count": len(self.vertices),
            "triangle_count": len(self.faces),
            "vertices": np.ascontiguousarray(self.vertices, "<f4").tobytes(),
            "faces": np.ascontiguousarray(self.faces, "<u4").tobytes(),
        }


def unpack(vertices: bytes | pa.Buffer, faces: bytes | pa.Buffer) -> Mesh:
    """A mesh from the packed columns of ``ifc_shape`` or ``cim_shape``. Shares their memory, which is not to be written."""
    return Mesh(
        np.frombuffer(vertices, "<f4").reshape(-1, 3),
        np.frombuffer(faces, "<u4").reshape(-1, 3),
    )


class MeshStore(Mapping[str, Mesh]):
    """The meshes of one or more shape tables, unpacked when asked for."""

    def __init__(self, tables: Iterable[pa.Table]) -> None:
        """Take ``ifc_shape`` or ``cim_shape`` tables; a key that several hold is the same mesh."""
        self._where: dict[str, tuple[pa.Table, int]] = {}
        for table in tables:
            for row, key in enumerate(table["shape_key"].to_pylist()):
                self._where.setdefault(key, (table, row))

    def __getitem__(self, shape_key: str) -> Mesh:
        table, row = self._where[shape_key]
        return unpack(table["vertices"][row].as_buffer(), table["faces"][row].as_buffer())

    def __iter__(self) -> Iterator[str]:
        return iter(self._where)

    def __len__(self) -> int:
        return len(self._where)
