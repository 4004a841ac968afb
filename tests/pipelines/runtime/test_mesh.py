import numpy as np
import pytest

from cim_schema.tables import TABLES
from pipelines.runtime.mesh import Mesh, MeshStore

SQUARE = Mesh(
    np.array([[0, 0, 0], [2, 0, 0], [2, 1, 0], [0, 1, 0]], np.float32),
    np.array([[0, 1, 2], [0, 2, 3]], np.uint32),
)


def test_a_placed_mesh_is_turned_then_moved():
    """A quarter turn to the left about z, then a move to a Gauss-Krüger coordinate of Jincheng."""
    matrix = np.array([[0, -1, 0, 500_123.25], [1, 0, 0, 3_924_000.5], [0, 0, 1, 700.125], [0, 0, 0, 1]], np.float64)
    placed = SQUARE.placed(matrix)
    assert placed.dtype == np.float64
    assert placed.tolist() == [
        [500_123.25, 3_924_000.5, 700.125],
        [500_123.25, 3_924_002.5, 700.125],
        [500_122.25, 3_924_002.5, 700.125],
        [500_122.25, 3_924_000.5, 700.125],
    ]


def test_a_mesh_comes_back_from_its_row():
    table = TABLES["ifc_shape"].from_rows([SQUARE.row("b"), Mesh(SQUARE.vertices + 1, SQUARE.faces).row("a")])
    assert table["vertex_count"].to_pylist() == [4, 4]
    assert table["triangle_count"].to_pylist() == [2, 2]
    store = MeshStore([table])
    np.testing.assert_array_equal(store["b"].vertices, SQUARE.vertices)
    np.testing.assert_array_equal(store["b"].faces, SQUARE.faces)
    np.testing.assert_array_equal(store["a"].vertices, SQUARE.vertices + 1)


def test_the_packing_is_little_endian_as_the_columns_say():
    row = SQUARE.row("a")
    assert row["vertices"][12:16] == b"\x00\x00\x00\x40"
    assert row["faces"][4:8] == b"\x01\x00\x00\x00"
    swapped = Mesh(SQUARE.vertices.astype(">f4"), SQUARE.faces.astype(">u4"))
    assert swapped.row("a") == row


def test_a_store_knows_the_keys_of_all_its_tables_once():
    tables = [TABLES["ifc_shape"].from_rows([SQUARE.row(key) for key in keys]) for keys in (["a", "b"], ["b", "c"])]
    store = MeshStore(tables)
    assert sorted(store) == ["a", "b", "c"]
    assert len(store) == 3
    with pytest.raises(KeyError):
        store["d"]
