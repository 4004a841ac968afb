"""The triangles of one tile around its own middle, in single precision, by colour."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.publish.tiles.binary_gltf import ColouredMesh
from pipelines.publish.tiles.palette import Colour
from pipelines.publish.tiles.placed_triangles import PlacedTriangles
from pipelines.publish.tiles.tile_tree import Tile


def tile_meshes(
    tile: Tile, triangles: PlacedTriangles, colours: Sequence[Colour], middle: NDArray[np.float64]
) -> tuple[list[ColouredMesh], list[int]]:
    """Meshes, and the row of the object that each feature is.

    Args:
        tile: Which triangles.
        triangles: Of the project.
        colours: Of each object, by its row.
        middle: Shape (3,): where the tile has its origin.
    """
    owners = sorted({piece.owner for piece in tile.pieces})
    feature_of = {owner: number for number, owner in enumerate(owners)}
    by_colour: dict[Colour, list[tuple[int, NDArray[np.int64]]]] = {}
    for piece in tile.pieces:
        faces = triangles.faces[piece.first : piece.last]
        by_colour.setdefault(colours[piece.owner], []).append((feature_of[piece.owner], faces))
    meshes = []
    for colour in sorted(by_colour, key=lambda one: (one[3] < 1, one)):  # What can be looked through comes last.
        corners = np.concatenate([faces for _, faces in by_colour[colour]])
        feature = np.repeat([number for number, _ in by_colour[colour]], [len(faces) for _, faces in by_colour[colour]])
        used, flat = np.unique(corners, return_inverse=True)
        flat = flat.reshape(corners.shape).astype(np.int64)
        features = np.zeros(len(used), np.float32)
        features[flat] = feature[:, None]
        meshes.append(ColouredMesh(colour, (triangles.vertices[used] - middle).astype(np.float32), features, flat))
    return meshes, owners
