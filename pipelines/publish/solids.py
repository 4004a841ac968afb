"""Meshes on a whole-millimetre grid: welded vertices, triangles that survive rounding, and which of them close a volume."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Int64s = NDArray[np.int64]


@dataclass(frozen=True)
class WeldedMesh:
    """Triangles of several objects on one grid."""

    grid: Int64s
    """Shape (n, 3): the distinct vertices that are used, in grid steps, sorted."""
    faces: Int64s
    """Shape (m, 3): rows of ``grid``; none has two equal corners or no area. In the order of the objects."""
    owners: Int64s
    """Shape (m,): the object that each triangle is of."""
    shells: Int64s
    """Shape (m,): the connected part of its object that each triangle is of, from 0; -1 where the object is not closed."""
    is_cavity: NDArray[np.bool_]
    """Shape (m,): whether the connected part bounds an empty space inside another."""


def weld(grid: Int64s, faces: Int64s, owners: Int64s) -> WeldedMesh:
    """Weld the vertices of objects, drop triangles without area, and find closed shells.

    An object is closed when every edge is run exactly once each way, where solids that only touch (a pane in its frame) are
    looked at one by one. Shells come out with their outside outwards.

    Args:
        grid: Shape (n, 3): vertices in grid steps; objects share none.
        faces: Shape (m, 3): rows of ``grid``.
        owners: Shape (m,): the object that each triangle is of, rising.
    """
    parts = _connected(faces, len(grid))[faces[:, 0]]
    points, places = distinct(grid)
    faces = places[faces]
    sides = points[faces[:, 1:]] - points[faces[:, :1]]
    has_area = np.cross(sides[:, 0], sides[:, 1]).any(axis=1)
    faces, owners, parts = faces[has_area], owners[has_area], parts[has_area]
    local = _numbered(parts[:, None] * len(points) + faces)
    is_closed = _closed_owners(local, owners)
    if not is_closed.all():
        # Some writers give each face its own vertices: then the object's faces meet in points only.
        whole = np.where(is_closed[owners], parts, len(grid) + owners)
        local = _numbered(whole[:, None] * len(points) + faces)
        is_closed = _closed_owners(local, owners)
    shells = np.full(len(faces), -1, np.int64)
    is_cavity = np.zeros(len(faces), bool)
    within = is_closed[owners]
    if within.any():
        labels = _numbered(_connected(local[within], int(local.max()) + 1)[local[within][:, 0]])
        volumes = _volumes(points, faces[within], owners[within], labels)
        inside_out = _inside_out(owners[within], volumes, labels)
        faces[within] = np.where(inside_out[:, None], faces[within][:, ::-1], faces[within])
        shells[within] = _numbered_within(owners[within], labels)
        is_cavity[within] = np.where(inside_out, -1, 1) * volumes[labels] < 0
    used, flat = np.unique(faces, return_inverse=True)
    return WeldedMesh(points[used], flat.reshape(faces.shape).astype(np.int64), owners, shells, is_cavity)


def distinct(grid: Int64s) -> tuple[Int64s, Int64s]:
    """The distinct rows, sorted, and where each row went."""
    if not len(grid):
        return grid, np.zeros(0, np.int64)
    low = grid.min(axis=0)
    spans = [int(span) + 1 for span in grid.max(axis=0) - low]
    if spans[0] * spans[1] * spans[2] < 2**63:
        shifted = grid - low
        keys = (shifted[:, 0] * spans[1] + shifted[:, 1]) * spans[2] + shifted[:, 2]
        _, first, places = np.unique(keys, return_index=True, return_inverse=True)
        return grid[first], places.astype(np.int64)
    rows, places = np.unique(grid, axis=0, return_inverse=True)
    return rows, places.reshape(-1).astype(np.int64)


def _numbered(keys: Int64s) -> Int64s:
    """Keys as numbers from 0, in their order."""
    _, flat = np.unique(keys, return_inverse=True)
    return flat.reshape(keys.shape).astype(np.int64)


def _closed_owners(local: Int64s, owners: Int64s) -> NDArray[np.bool_]:
    """For each object, whether every edge of it is run exactly once each way."""
    if not len(owners):
        return np.zeros(0, bool)
    starts = local.reshape(-1)
    ends = np.roll(local, -1, axis=1).reshape(-1)
    size = int(local.max()) + 1
    runs, places, times = np.unique(starts * size + ends, return_inverse=True, return_counts=True)
    back = (runs % size) * size + runs // size
    found = np.minimum(np.searchsorted(runs, back), len(runs) - 1)
    is_paired = (times == 1) & (runs[found] == back)
    closed = np.ones(int(owners.max()) + 1, bool)
    closed[np.repeat(owners, 3)[~is_paired[places]]] = False
    return closed


def _connected(local: Int64s, count: int) -> Int64s:
    """The least corner of the connected part that each corner is of."""
    label = np.arange(count)
    while True:
        least = label[local].min(axis=1)
        before = label.copy()
        for column in range(3):
            np.minimum.at(label, local[:, column], least)
            np.minimum.at(label, before[local[:, column]], least)
        label = label[label]
        if np.array_equal(label, before):
            return label


def _volumes(grid: Int64s, faces: Int64s, owners: Int64s, labels: Int64s) -> NDArray[np.float64]:
    first = np.searchsorted(owners, owners)
    near = (grid[faces] - grid[faces[first, 0]][:, None]).astype(float)
    sixths = np.einsum("ij,ij->i", near[:, 0], np.cross(near[:, 1], near[:, 2]))
    return np.bincount(labels, sixths).astype(float)


def _inside_out(owners: Int64s, volumes: NDArray[np.float64], labels: Int64s) -> NDArray[np.bool_]:
    """Whether a triangle's whole object has its outside inwards: its shells enclose less than nothing together."""
    pairs = np.unique(np.column_stack([owners, labels]), axis=0)
    total = np.bincount(pairs[:, 0], volumes[pairs[:, 1]], minlength=int(owners.max()) + 1)
    return np.asarray(total[owners] < 0)


def _numbered_within(owners: Int64s, labels: Int64s) -> Int64s:
    """Labels as numbers from 0 in each object."""
    pairs, places = np.unique(np.column_stack([owners, labels]), axis=0, return_inverse=True)
    first = np.searchsorted(pairs[:, 0], pairs[:, 0])
    return np.asarray((np.arange(len(pairs)) - first)[places.reshape(-1)])
