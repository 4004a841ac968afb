"""A tree of tiles: large objects above, small ones below, every tile bounded in triangles and every leaf in size.

Children add to what their parent shows (refinement ADD). So each object is in one place of the tree, coarse levels are real
objects rather than guesses, and the geometric error of a tile is the size of the largest object that is still missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipelines.publish.tiles.placed_triangles import PlacedTriangles

MOST_TRIANGLES = 50_000
"""Of one tile."""
WIDEST_M = 500.0
"""A tile that is wider keeps only the objects that are wider themselves, and shares the others out to children."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Piece:
    """An object, or a run of its triangles where it has too many for one tile."""

    owner: int
    """Row of the object."""
    first: int
    last: int
    """Its triangles: ``faces[first:last]``."""


@dataclass(frozen=True, eq=False)
class Tile:
    """One tile of the tree."""

    pieces: tuple[Piece, ...]
    """Empty in a wide tile of small objects, which only holds its children together."""
    low: Floats
    """Shape (3,): the lower corner of all that is in the tile and below."""
    high: Floats
    error_m: float
    """The diagonal of the largest object below; 0 in a leaf."""
    children: "tuple[Tile, ...]" = field(default=())

    def walk(self) -> "Iterator[Tile]":
        """The tile and all below."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, eq=False)
class _Boxes:
    pieces: list[Piece]
    low: Floats
    high: Floats
    diagonal_m: Floats
    triangles: NDArray[np.int64]


def build_tree(triangles: PlacedTriangles, most_triangles: int = MOST_TRIANGLES, widest_m: float = WIDEST_M) -> Tile | None:
    """Share the objects out to tiles; None where there are no triangles.

    Args:
        triangles: Of a project.
        most_triangles: Of one tile.
        widest_m: Longest side of a leaf that holds more than one object.
    """
    pieces = [
        Piece(int(owner), first, min(first + most_triangles, int(end)))
        for owner, begin, end in zip(triangles.owners, np.concatenate([[0], triangles.ends])[:-1], triangles.ends, strict=True)
        for first in range(int(begin), int(end), most_triangles)
    ]
    if not pieces:
        return None
    corners = triangles.vertices[triangles.faces]
    starts = [piece.first for piece in pieces]
    low = np.minimum.reduceat(corners.min(axis=1), starts)
    high = np.maximum.reduceat(corners.max(axis=1), starts)
    # Rounded, so that what differs only in the last digit is not ordered by it.
    diagonal = np.round(np.linalg.norm(high - low, axis=1), 6)
    boxes = _Boxes(pieces, low, high, diagonal, np.array([piece.last - piece.first for piece in pieces]))
    return _tile(boxes, np.lexsort([np.arange(len(pieces)), -diagonal]), most_triangles, widest_m)


def _tile(boxes: _Boxes, rows: NDArray[np.int64], most_triangles: int, widest_m: float) -> Tile:
    """The tile over some pieces, which come largest first."""
    low, high = boxes.low[rows].min(axis=0), boxes.high[rows].max(axis=0)
    total = np.cumsum(boxes.triangles[rows])
    fits = total[-1] <= most_triangles
    if len(rows) == 1 or (fits and (high - low).max() <= widest_m):
        return Tile(tuple(boxes.pieces[row] for row in sorted(rows)), low, high, 0.0)
    stays = boxes.diagonal_m[rows] > widest_m if fits else total <= most_triangles
    own, below = rows[stays], rows[~stays]
    children = tuple(_tile(boxes, part, most_triangles, widest_m) for part in _halves(boxes, below) if len(part))
    return Tile(
        tuple(boxes.pieces[row] for row in sorted(own)), low, high,
        float(boxes.diagonal_m[below].max()) if len(below) else 0.0, children,
    )  # fmt: skip


def _halves(boxes: _Boxes, rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Pieces shared out along the longest side of their box, each half still largest first."""
    if not len(rows):
        return []
    middles = (boxes.low[rows] + boxes.high[rows]) / 2
    axis = int(np.argmax(np.ptp(middles, axis=0)))
    order = np.lexsort([rows, np.round(middles[:, axis], 6)])
    weight = np.cumsum(boxes.triangles[rows][order])
    cut = min(int(np.searchsorted(weight, weight[-1] / 2)) + 1, len(rows) - 1) or 1
    is_first = np.zeros(len(rows), bool)
    is_first[order[:cut]] = True
    return [rows[is_first], rows[~is_first]]
