"""From engines' raw triangles to meshes that can be kept: near their own origin, welded, in one order, measured.

What belongs here: arithmetic on arrays. What does not: engines and files.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Array = NDArray[Any]

FAR_M = 512.0
"""Beyond this distance from the local origin float32 is coarser than 0.03 mm, so the mesh is moved to its own middle."""

SHEET = 1e-9
"""Volume over area to the power of 1.5; below, both sides of a sheet are drawn, which is no solid."""

NOTHING, OPEN, CLOSED = 0, 1, 2
"""What a shape has come to: no triangle or a corner that is no number; a surface with a border; one without."""


@dataclass(frozen=True, eq=False)
class RawShapes:
    """Triangles of shapes as engines give them. A shape has items, an item has vertices and faces of its own."""

    vertices: Floats
    """Shape (n, 3), metres, frame of the shape."""
    faces: NDArray[np.uint32]
    """Shape (m, 3), vertices counted within the item."""
    vertex_offsets: Integers
    """Of each item the range of its vertices; one more than there are items. So for faces, and for items by shape."""
    face_offsets: Integers
    item_offsets: Integers


@dataclass(frozen=True, eq=False)
class SettledShapes:
    """Meshes as they are kept, one after the other, and what is measured on each."""

    vertices: NDArray[np.float32]
    """Shape (n, 3), metres, local frame less ``shifts``."""
    faces: NDArray[np.uint32]
    """Shape (m, 3), vertices counted within the shape; counter-clockwise seen from outside where the shape is closed."""
    vertex_offsets: Integers
    face_offsets: Integers
    outcomes: NDArray[np.uint8]
    """Of each shape ``NOTHING``, ``OPEN`` or ``CLOSED``: every directed edge occurs as often as its reverse.
    Solids of one item that touch are closed together."""
    shifts: Floats
    """Shape (s, 3): whole metres from the frame of the mesh to the local frame; 0 unless the shape is farther than ``FAR_M``."""
    boxes: Floats
    """Shape (s, 2, 3): least and greatest corner in the local frame, of the vertices as the engine gave them."""
    areas_m2: Floats
    volumes_m3: Floats
    """NaN where not closed."""


def settle_shapes(raw: RawShapes) -> SettledShapes:
    """Bring raw triangles into the form that is kept.

    Vertices that are the same to 0.001 mm are one, within one item only: two solids that touch stay two closed surfaces.
    Only triangles with a repeated corner are dropped; a sliver with three different corners holds its neighbours together.
    Points are in the order of their coordinates and triangles in the order of their points, whatever order the engine gave.
    """
    shapes = len(raw.item_offsets) - 1
    points = np.empty((len(raw.vertices), 3), np.float32)
    faces = np.empty((len(raw.faces), 3), np.uint32)
    ends = np.zeros((shapes + 1, 2), np.int64)
    numbers = np.zeros((shapes, 11))
    outcomes = np.zeros(shapes, np.uint8)
    widest = _widest(raw.item_offsets, raw.vertex_offsets), _widest(raw.item_offsets, raw.face_offsets)
    _settle(
        raw.vertices, raw.faces, raw.vertex_offsets, raw.face_offsets, raw.item_offsets, widest[0], widest[1],
        points, faces, ends, numbers, outcomes,
    )  # fmt: skip
    return SettledShapes(
        points[: ends[-1, 0]],
        faces[: ends[-1, 1]],
        ends[:, 0].copy(),
        ends[:, 1].copy(),
        outcomes,
        numbers[:, 6:9].copy(),
        numbers[:, :6].reshape(-1, 2, 3).copy(),
        numbers[:, 9].copy(),
        numbers[:, 10].copy(),
    )


def _widest(item_offsets: Integers, offsets: Integers) -> int:
    """So many vertices or faces has the largest shape."""
    return int(np.diff(offsets[item_offsets]).max(initial=0))


@njit(cache=True, nogil=True)
def _in_order(keys: Array, count: int, order: Array, spare: Array) -> None:
    """Merge sort of rows by their columns, into ``order``. Equal rows keep their order."""
    for i in range(count):
        order[i] = i
    width = 1
    while width < count:
        for begin in range(0, count, 2 * width):
            middle, end = min(begin + width, count), min(begin + 2 * width, count)
            left, right = begin, middle
            for i in range(begin, end):
                is_left = right >= end
                if left < middle and right < end:
                    a, b = order[left], order[right]
                    is_left = True
                    for column in range(keys.shape[1]):
                        if keys[a, column] != keys[b, column]:
                            is_left = keys[a, column] < keys[b, column]
                            break
                if is_left:
                    spare[i] = order[left]
                    left += 1
                else:
                    spare[i] = order[right]
                    right += 1
        order[:count] = spare[:count]
        width *= 2


@njit(cache=True, nogil=True)
def _settle(
    vertices: Array,
    faces: Array,
    vertex_offsets: Array,
    face_offsets: Array,
    item_offsets: Array,
    most_vertices: int,
    most_faces: int,
    points_out: Array,
    faces_out: Array,
    ends: Array,
    numbers: Array,
    outcomes: Array,
) -> None:
    most = max(most_vertices, most_faces)
    keys, place = np.empty((most_vertices, 4)), np.empty(most_vertices, np.int64)
    order, spare = np.empty(most, np.int64), np.empty(most, np.int64)
    is_used, source = np.zeros(most_vertices, np.bool_), np.empty(most_vertices, np.int64)
    corners, owners = np.empty((most_faces, 3)), np.empty(most_faces, np.int64)
    edges, backs = np.empty(3 * most_faces, np.int64), np.empty(3 * most_faces, np.int64)
    for shape in range(len(item_offsets) - 1):
        first_point, first_face = ends[shape]
        ends[shape + 1] = ends[shape]
        first_item, last_item = item_offsets[shape], item_offsets[shape + 1]
        base = vertex_offsets[first_item]
        width = vertex_offsets[last_item] - base
        is_used[:width] = False
        # Which vertices are used, whether all are numbers, and their box.
        sound, count = True, 0
        least, greatest = np.full(3, np.inf), np.full(3, -np.inf)
        for item in range(first_item, last_item):
            begin, size = vertex_offsets[item], vertex_offsets[item + 1] - vertex_offsets[item]
            for face in range(face_offsets[item], face_offsets[item + 1]):
                for corner in range(3):
                    held_by = begin + np.int64(faces[face, corner])
                    if held_by >= begin + size:
                        sound = False
                        break
                    if not is_used[held_by - base]:
                        is_used[held_by - base] = True
                        for axis in range(3):
                            value = vertices[held_by, axis]
                            if not np.isfinite(value):
                                sound = False
                            least[axis] = min(least[axis], value)
                            greatest[axis] = max(greatest[axis], value)
                count += 1
        if not sound or count == 0:
            continue
        shift = np.zeros(3)
        reach = 0.0
        for axis in range(3):
            reach = max(reach, abs(least[axis]), abs(greatest[axis]))
        if reach > FAR_M:
            for axis in range(3):
                shift[axis] = np.floor((least[axis] + greatest[axis]) / 2)
        # Points in the order of their coordinates, each once an item.
        used = 0
        for item in range(first_item, last_item):
            for vertex in range(vertex_offsets[item], vertex_offsets[item + 1]):
                if is_used[vertex - base]:
                    for axis in range(3):
                        # Adding zero turns -0.0, which has other bytes, into 0.0.
                        keys[used, axis] = np.float32(np.rint((vertices[vertex, axis] - shift[axis]) * 1e6) / 1e6) + np.float32(0)
                    keys[used, 3] = item
                    source[used] = vertex - base
                    used += 1
        _in_order(keys, used, order, spare)
        welded = -1
        for i in range(used):
            row = order[i]
            is_new = i == 0
            if i > 0:
                for column in range(4):
                    is_new = is_new or keys[row, column] != keys[order[i - 1], column]
            welded += is_new
            place[source[row]] = welded
            if is_new:
                spare[welded] = row
        welded += 1
        # Triangles over them, without those that have collapsed; points that these alone had go too.
        kept = 0
        is_used[:width] = False
        for item in range(first_item, last_item):
            begin = vertex_offsets[item] - base
            for face in range(face_offsets[item], face_offsets[item + 1]):
                a = place[begin + np.int64(faces[face, 0])]
                b = place[begin + np.int64(faces[face, 1])]
                c = place[begin + np.int64(faces[face, 2])]
                if a != b and b != c and c != a:
                    corners[kept, 0], corners[kept, 1], corners[kept, 2] = a, b, c
                    owners[kept] = item
                    is_used[a] = is_used[b] = is_used[c] = True
                    kept += 1
        if kept == 0:
            continue
        middle = np.zeros(3)
        held = 0
        for point in range(welded):
            if is_used[point]:
                for axis in range(3):
                    value = keys[spare[point], axis]
                    points_out[first_point + held, axis] = value
                    middle[axis] += value
                place[point] = held
                held += 1
        middle /= held
        for face in range(kept):
            for corner in range(3):
                corners[face, corner] = place[np.int64(corners[face, corner])]
        # Every directed edge as often as its reverse: a border there is none. Once each: no two solids touch either.
        for face in range(kept):
            for corner in range(3):
                start, end = np.int64(corners[face, corner]), np.int64(corners[face, (corner + 1) % 3])
                edges[3 * face + corner] = start * held + end
                backs[3 * face + corner] = end * held + start
        is_closed, is_single = kept % 2 == 0, True
        if is_closed:
            edges[: 3 * kept].sort()
            backs[: 3 * kept].sort()
            for i in range(3 * kept):
                if edges[i] != backs[i]:
                    is_closed = False
                    break
                if i > 0 and edges[i] == edges[i - 1]:
                    is_single = False
        # Volume by item, so that an item which is inside out is turned; area.
        area, volume = 0.0, 0.0
        face = 0
        while face < kept:
            begin, sixfold = face, 0.0
            while face < kept and owners[face] == owners[begin]:
                a = first_point + np.int64(corners[face, 0])
                b = first_point + np.int64(corners[face, 1])
                c = first_point + np.int64(corners[face, 2])
                ax, ay, az = points_out[a, 0] - middle[0], points_out[a, 1] - middle[1], points_out[a, 2] - middle[2]
                bx, by, bz = points_out[b, 0] - middle[0], points_out[b, 1] - middle[1], points_out[b, 2] - middle[2]
                cx, cy, cz = points_out[c, 0] - middle[0], points_out[c, 1] - middle[1], points_out[c, 2] - middle[2]
                sixfold += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)
                ux, uy, uz, vx, vy, vz = bx - ax, by - ay, bz - az, cx - ax, cy - ay, cz - az
                area += 0.5 * np.sqrt((uy * vz - uz * vy) ** 2 + (uz * vx - ux * vz) ** 2 + (ux * vy - uy * vx) ** 2)
                face += 1
            volume += abs(sixfold)
            if is_closed and sixfold < 0:
                for turned in range(begin, face):
                    corners[turned, 1], corners[turned, 2] = corners[turned, 2], corners[turned, 1]
        if not is_single and volume / 6 < SHEET * area**1.5:
            is_closed = False
        # Each triangle from its least point on, the triangles in order.
        for face in range(kept):
            a, b, c = corners[face]
            if b < a and b < c:
                corners[face, 0], corners[face, 1], corners[face, 2] = b, c, a
            elif c < a and c < b:
                corners[face, 0], corners[face, 1], corners[face, 2] = c, a, b
        _in_order(corners, kept, order, spare)
        for face in range(kept):
            for corner in range(3):
                faces_out[first_face + face, corner] = np.uint32(corners[order[face], corner])
        ends[shape + 1, 0], ends[shape + 1, 1] = first_point + held, first_face + kept
        numbers[shape, :3], numbers[shape, 3:6], numbers[shape, 6:9] = least, greatest, shift
        numbers[shape, 9], numbers[shape, 10] = area, volume / 6 if is_closed else np.nan
        outcomes[shape] = 2 if is_closed else 1
