"""Triangles as engines give them, on their way out of an isolated process. Needs the standard library only."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

VERTEX_BYTES, FACE_BYTES = 24, 12


@dataclass(frozen=True)
class RawMeshes:
    """Triangles of some products, one after the other."""

    vertices: bytes
    """float64 (n, 3), metres."""
    faces: bytes
    """uint32 (m, 3), vertices of the same product."""
    vertex_counts: "array[int]"
    face_counts: "array[int]"
    """Of each product; 0 where none was made."""

    @classmethod
    def of(cls, made: Sequence[tuple[bytes, bytes] | None]) -> "RawMeshes":
        """Join vertices and faces of products."""
        vertices, faces = [one[0] if one else b"" for one in made], [one[1] if one else b"" for one in made]
        return cls(
            b"".join(vertices),
            b"".join(faces),
            array("q", [len(one) // VERTEX_BYTES for one in vertices]),
            array("q", [len(one) // FACE_BYTES for one in faces]),
        )
