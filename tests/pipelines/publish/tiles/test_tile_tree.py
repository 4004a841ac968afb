import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.publish.tiles.placed_triangles import PlacedTriangles
from pipelines.publish.tiles.tile_tree import build_tree

MOST, WIDEST_M = 20, 100.0


def scattered(objects):
    """Triangles of objects, each ``(x, y, size, count)``."""
    vertices, faces, ends = [], [], []
    for x, y, size, count in objects:
        for number in range(count):
            begin = 3 * len(faces)
            faces.append([begin, begin + 1, begin + 2])
            vertices += [(x, y, 0), (x + size, y, 0), (x, y + size, number)]
        ends.append(len(faces))
    return PlacedTriangles(np.array(vertices, float), np.array(faces), np.arange(len(objects)), np.array(ends), None)


place = st.floats(-2000, 2000)
objects = st.lists(st.tuples(place, place, st.floats(0.1, 400), st.integers(1, 50)), min_size=1, max_size=40)


@settings(max_examples=150, deadline=None)
@given(objects)
def test_each_triangle_is_in_one_tile_and_every_tile_is_bounded(given_objects):
    triangles = scattered(given_objects)
    tree = build_tree(triangles, MOST, WIDEST_M)
    held = sorted((piece.first, piece.last, piece.owner) for tile in tree.walk() for piece in tile.pieces)
    assert [first for first, _, _ in held] == [0, *(last for _, last, _ in held[:-1])]
    assert held[-1][1] == len(triangles.faces)
    for tile in tree.walk():
        assert sum(piece.last - piece.first for piece in tile.pieces) <= MOST
        assert tile.pieces or len(tile.children) == 2
        if not tile.children:
            assert tile.error_m == 0
            assert len(tile.pieces) == 1 or (tile.high - tile.low).max() <= WIDEST_M or all(
                np.ptp(triangles.vertices[triangles.faces[p.first : p.last]].reshape(-1, 3), axis=0).max() > WIDEST_M / 2
                for p in tile.pieces
            )  # fmt: skip
        for child in tile.children:
            assert (child.low >= tile.low).all()
            assert (child.high <= tile.high).all()
            assert child.error_m <= tile.error_m


def test_large_things_are_seen_first():
    tree = build_tree(scattered([(0, 0, 1, 15), (5, 5, 90, 15), (50, 50, 2, 15)]), MOST, WIDEST_M)
    assert [piece.owner for piece in tree.pieces] == [1]
    assert tree.error_m < 90
