"""Boxes of shapes where they stand: exact, of the vertices and not of the corners of a box that is turned."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]


def placed_boxes(
    vertices: NDArray[np.float32],
    vertex_offsets: NDArray[np.int64],
    shape_of_occurrence: NDArray[np.int64],
    matrices: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Least and greatest corner of each occurrence.

    Args:
        vertices: Shape (n, 3), metres; those of a shape lie between its offsets.
        vertex_offsets: One more than there are shapes.
        shape_of_occurrence: Place of the shape of each occurrence.
        matrices: Shape (m, 4, 4), of each occurrence, from the frame of the mesh to the model frame, metres.

    Returns:
        Shape (m, 2, 3), model frame, metres; NaN where a shape has no vertices.
    """
    boxes = np.full((len(shape_of_occurrence), 2, 3), np.nan)
    _place(vertices, vertex_offsets, shape_of_occurrence, matrices, boxes)
    return boxes


@njit(cache=True, nogil=True)
def _place(vertices: Array, vertex_offsets: Array, shape_of_occurrence: Array, matrices: Array, boxes: Array) -> None:
    for occurrence in range(len(shape_of_occurrence)):
        shape = shape_of_occurrence[occurrence]
        for axis in range(3):
            a, b, c = matrices[occurrence, axis, 0], matrices[occurrence, axis, 1], matrices[occurrence, axis, 2]
            least, greatest = np.inf, -np.inf
            for vertex in range(vertex_offsets[shape], vertex_offsets[shape + 1]):
                value = a * vertices[vertex, 0] + b * vertices[vertex, 1] + c * vertices[vertex, 2]
                least, greatest = min(least, value), max(greatest, value)
            if least <= greatest:
                boxes[occurrence, 0, axis] = least + matrices[occurrence, axis, 3]
                boxes[occurrence, 1, axis] = greatest + matrices[occurrence, axis, 3]
