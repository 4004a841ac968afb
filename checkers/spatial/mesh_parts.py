"""Taking meshes apart: connected parts, points along edges and where they leave an area.

What belongs here: what only needs vertices and faces. What does not: what the pieces are good for.
"""

from typing import TypeAlias

import numpy as np
import shapely

from checkers.spatial.projection import Floats, Integers
from pipelines.runtime.mesh import Mesh

GRID_DECIMALS = 4
"""Corners are taken to 0.1 mm, so that faces that were written apart meet in the same points."""

Bounds: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north."""


def connected_parts(mesh: Mesh) -> tuple[Integers, ...]:
    """Give the faces of each part of a mesh whose faces share corners.

    Returns:
        Indices of faces, in the order of each part's first face.
    """
    _, welded = np.unique(np.round(mesh.vertices.astype(np.float64), GRID_DECIMALS), axis=0, return_inverse=True)
    faces = welded.reshape(-1)[mesh.faces.astype(np.int64)]
    label = np.arange(faces.max(initial=-1) + 1)
    # Each corner takes the least number among its neighbours', and that number's own, until nothing changes.
    while True:
        least = label[faces].min(axis=1)
        lowered = label.copy()
        np.minimum.at(lowered, faces, np.repeat(least[:, None], 3, axis=1))
        lowered = np.minimum(lowered, lowered[lowered])
        if np.array_equal(lowered, label):
            break
        label = lowered
    of_face = label[faces[:, 0]] if len(faces) else label[:0]
    order = np.argsort(of_face, kind="stable")
    starts = np.flatnonzero(np.diff(of_face[order], prepend=-1))
    parts = np.split(order, starts[1:]) if len(order) else []
    return tuple(sorted(parts, key=lambda part: int(part[0])))


def points_along(vertices: Floats, faces: Integers, step_m: float, bounds: Bounds | None = None) -> Floats:
    """Give points along all edges of a mesh, ends included.

    Args:
        vertices: Shape (n, 3), metres.
        faces: Shape (m, 3).
        step_m: Greatest distance between neighbours.
        bounds: Only what of an edge lies within them; None: all of it.

    Returns:
        Shape (k, 3).
    """
    pairs = _edges(faces)
    start, way = vertices[pairs[:, 0]], vertices[pairs[:, 1]] - vertices[pairs[:, 0]]
    first, last = np.zeros(len(pairs)), np.ones(len(pairs))
    if bounds is not None:
        for axis, (low, high) in enumerate(((bounds[0], bounds[2]), (bounds[1], bounds[3]))):
            with np.errstate(divide="ignore", invalid="ignore"):
                ends = (np.array([[low], [high]]) - start[:, axis]) / way[:, axis]
            moves = way[:, axis] != 0
            outside = ~moves & ((start[:, axis] < low) | (start[:, axis] > high))
            first = np.where(moves, np.maximum(first, ends.min(axis=0)), np.where(outside, 2.0, first))
            last = np.where(moves, np.minimum(last, ends.max(axis=0)), last)
    met = first <= last
    start, way, first, last = start[met], way[met], first[met], last[met]
    counts = np.ceil(np.linalg.norm(way, axis=1) * (last - first) / step_m).astype(np.int64) + 1
    edge = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = first[edge] + (last - first)[edge] * place / np.maximum(counts - 1, 1)[edge]
    points: Floats = start[edge] + share[:, None] * way[edge]
    return points


def points_on_border(vertices: Floats, faces: Integers, area: shapely.Geometry) -> Floats:
    """Give the points in which the edges of a mesh, seen from above, cross the border of an area.

    Args:
        vertices: Shape (n, 3), metres.
        faces: Shape (m, 3).
        area: Polygon or MultiPolygon, metres.

    Returns:
        Shape (k, 3).
    """
    pairs = _edges(faces)
    start, way = vertices[pairs[:, 0]], vertices[pairs[:, 1]] - vertices[pairs[:, 0]]
    length = np.hypot(way[:, 0], way[:, 1])
    start, way, length = start[length > 0], way[length > 0], length[length > 0]
    lines = shapely.linestrings(np.stack([start[:, :2], start[:, :2] + way[:, :2]], axis=1))
    border = shapely.boundary(area)
    shapely.prepare(border)
    crossing = np.flatnonzero(shapely.intersects(border, lines))
    met, of = shapely.get_coordinates(shapely.intersection(lines[crossing], border), return_index=True)
    edge = crossing[of]
    share = ((met - start[edge, :2]) * way[edge, :2]).sum(axis=1) / length[edge] ** 2
    return np.column_stack([met, start[edge, 2] + share * way[edge, 2]])


def _edges(faces: Integers) -> Integers:
    """Each edge once: shape (k, 2), the lesser corner first."""
    sides = np.concatenate([faces[:, (0, 1)], faces[:, (1, 2)], faces[:, (2, 0)]])
    edges: Integers = np.unique(np.sort(sides, axis=1), axis=0)
    return edges
