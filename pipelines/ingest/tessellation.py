"""From a kernel's raw triangles to a mesh that can be kept: near its own origin, welded, in one order, measured.

What belongs here: arithmetic on arrays. What does not: kernels and files.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.runtime.mesh import Mesh

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FAR_M = 512.0
"""Beyond this distance from the local origin float32 is coarser than 0.03 mm, so the mesh is moved to its own middle."""

WELD_DECIMALS = 6
"""Vertices that are the same to 0.001 mm are one; the noise of a kernel's own arithmetic is far below."""


@dataclass(frozen=True)
class Tessellation:
    """A shape as it is kept, and what is measured on it."""

    mesh: Mesh
    """Local frame, metres; counter-clockwise seen from outside where it is closed."""
    placement: Floats
    """4 × 4, from the mesh's frame to the model frame, metres."""
    box: Floats
    """Shape (2, 3): least and greatest corner in the model frame, metres."""
    area_m2: float
    is_closed: bool
    """Whether every directed edge occurs once, and so does its reverse."""
    volume_m3: float | None
    """Null where it is not closed."""

    @property
    def shape_key(self) -> str:
        """SHA-256 over the mesh, in hexadecimal: equal meshes have equal keys."""
        digest = hashlib.sha256(len(self.mesh.vertices).to_bytes(8, "little"))
        digest.update(np.ascontiguousarray(self.mesh.vertices, "<f4").tobytes())
        digest.update(np.ascontiguousarray(self.mesh.faces, "<u4").tobytes())
        return digest.hexdigest()


def settle(vertices: Floats, faces: Integers, items: Integers, placement: Floats) -> Tessellation | None:
    """Bring raw triangles into the form that is kept.

    Vertices are welded within one representation item only: two solids that touch stay two closed surfaces.
    Only triangles with a repeated corner are dropped; a sliver with three different corners holds its neighbours together.

    Args:
        vertices: Shape (n, 3), metres, local frame.
        faces: Shape (m, 3), indices of vertices.
        items: Shape (m,), a number of the representation item that each triangle comes from.
        placement: 4 × 4, from the local frame to the model frame, metres.

    Returns:
        The shape, or None where there is no triangle, or a corner that is not finite.
    """
    corners = vertices[faces]
    if not len(faces) or not np.isfinite(corners).all() or not np.isfinite(placement).all():
        return None
    box = box_of(corners.reshape(-1, 3), placement)
    shift = _shift(corners)
    placement = placement.copy()
    placement[:3, 3] += placement[:3, :3] @ shift
    points, faces, items = _weld(corners - shift, items)
    if not len(faces):
        return None
    is_closed = _is_closed(faces, len(points))
    sixfold = _sixfold_volumes(points, faces)
    if is_closed:
        inside_out = np.bincount(items, sixfold)[items] < 0
        faces[inside_out] = faces[inside_out][:, ::-1]
        sixfold[inside_out] *= -1
    return Tessellation(
        Mesh(points, _in_order(faces).astype(np.uint32)),
        placement,
        box,
        _area(points, faces),
        is_closed,
        float(sixfold.sum() / 6) if is_closed else None,
    )


def box_of(points: Floats, placement: Floats) -> Floats:
    """Least and greatest corner of placed points: shape (2, 3)."""
    placed = points @ placement[:3, :3].T + placement[:3, 3]
    return np.stack([placed.min(axis=0), placed.max(axis=0)])


def _shift(corners: Floats) -> Floats:
    """Whole metres, so that copies of a shape at different far-off places still share one mesh."""
    if np.abs(corners).max() <= FAR_M:
        return np.zeros(3)
    points = corners.reshape(-1, 3)
    middle: Floats = np.floor((points.min(axis=0) + points.max(axis=0)) / 2)
    return middle


def _weld(corners: Floats, items: Integers) -> tuple[NDArray[np.float32], Integers, Integers]:
    """Points in the order of their coordinates, and triangles over them without those that have collapsed."""
    _, item = np.unique(items, return_inverse=True)
    # Adding zero turns -0.0, which has other bytes, into 0.0.
    keys = np.round(corners.reshape(-1, 3), WELD_DECIMALS).astype(np.float32) + np.float32(0)
    owner = np.repeat(item, 3)
    order = np.lexsort((owner, keys[:, 2], keys[:, 1], keys[:, 0]))
    keys, owner = keys[order], owner[order]
    is_new = np.ones(len(keys), bool)
    is_new[1:] = (keys[1:] != keys[:-1]).any(axis=1) | (owner[1:] != owner[:-1])
    index = np.empty(len(keys), np.int64)
    index[order] = np.cumsum(is_new) - 1
    faces = index.reshape(-1, 3)
    sound = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    faces, item = faces[sound], item[sound]
    used, flat = np.unique(faces, return_inverse=True)
    return keys[is_new][used], flat.reshape(-1, 3).astype(np.int64), item


def _is_closed(faces: Integers, count: int) -> bool:
    start, end = faces.ravel(), faces[:, (1, 2, 0)].ravel()
    edges = np.sort(start * count + end)
    if (edges[1:] == edges[:-1]).any():
        return False
    return bool(np.array_equal(edges, np.sort(end * count + start)))


def _sixfold_volumes(points: NDArray[np.float32], faces: Integers) -> Floats:
    """Six times the signed volume between each triangle and the middle of the points."""
    a, b, c = _corners_about_middle(points, faces)
    volumes: Floats = np.einsum("ij,ij->i", a, np.cross(b, c))
    return volumes


def _area(points: NDArray[np.float32], faces: Integers) -> float:
    a, b, c = _corners_about_middle(points, faces)
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def _corners_about_middle(points: NDArray[np.float32], faces: Integers) -> tuple[Floats, Floats, Floats]:
    wide = points.astype(np.float64)
    corners = (wide - wide.mean(axis=0))[faces]
    return corners[:, 0], corners[:, 1], corners[:, 2]


def _in_order(faces: Integers) -> Integers:
    """Each triangle from its least index on, the triangles sorted: one order for one shape, whatever made it."""
    first = faces.argmin(axis=1)
    turned = np.take_along_axis(faces, (first[:, None] + np.arange(3)) % 3, axis=1)
    ordered: Integers = turned[np.lexsort((turned[:, 2], turned[:, 1], turned[:, 0]))]
    return ordered
