"""What a table does with rows: builds them from what comes, sorts them, and says what is wrong with them."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cim_schema.errors import TableError
from cim_schema.rows import repeated_key, sort_rows
from cim_schema.tables import TABLES

QUANTITY = TABLES["ifc_quantity"]
PLACEMENT = TABLES["ifc_placement"]
ROW = {
    "model_id": "m",
    "step_id": 1,
    "global_id": None,
    "holder": "occurrence",
    "qset_name": "Qto_WallBaseQuantities",
    "quantity_name": "Length",
    "quantity_kind": "length",
    "value_number": 2.5,
    "unit": "m",
}


def refusal(*rows):
    with pytest.raises(TableError) as caught:
        QUANTITY.from_rows(rows)
    assert "ifc_quantity" in str(caught.value)
    return str(caught.value)


def test_rows_are_sorted_by_the_key():
    table = QUANTITY.from_rows([ROW | {"step_id": 3}, ROW | {"step_id": 1}, ROW | {"step_id": 2}])
    assert table["step_id"].to_pylist() == [1, 2, 3]


def test_a_missing_key_is_null():
    row = {name: value for name, value in ROW.items() if name != "global_id"}
    assert QUANTITY.from_rows([row])["global_id"].to_pylist() == [None]


def test_an_unknown_key_is_named():
    assert "colour" in refusal(ROW | {"colour": "red"})


def test_a_null_is_named_with_its_row():
    assert "column unit" in refusal(ROW | {"unit": None}, ROW | {"step_id": 2})
    assert "row 1 " in refusal(ROW, ROW | {"step_id": 2, "unit": None})


@pytest.mark.parametrize("wrong", ["two", 1.5, True, 2**80])
def test_what_is_no_whole_number_is_not_cut_down_to_one(wrong):
    assert "column step_id" in refusal(ROW | {"step_id": wrong})


@pytest.mark.parametrize(("column", "wrong"), [("value_number", "2.5 m"), ("global_id", 12), ("unit", 1.5)])
def test_a_wrong_type_is_named(column, wrong):
    assert f"column {column}" in refusal(ROW | {column: wrong})


def test_a_value_outside_the_list_is_named_with_the_list():
    sentence = refusal(ROW | {"holder": "somebody"})
    assert "column holder" in sentence
    assert "occurrence, type, material" in sentence


def test_a_repeated_key_is_named_with_the_key():
    sentence = refusal(ROW, ROW | {"value_number": 3.0})
    assert "model_id, step_id, qset_name, quantity_name" in sentence
    assert "m, 1, Qto_WallBaseQuantities, Length" in sentence


def test_a_repeated_key_is_found_where_the_order_is_another():
    finding = TABLES["chk_finding"]
    assert finding.sort_by[0] != finding.primary_key[0]
    row = dict.fromkeys(finding.columns, "x") | dict.fromkeys(finding.optional)
    row |= {"id": "one", "rule_version": 1, "outcome": "fail"}
    with pytest.raises(TableError, match="occurs twice: one"):
        finding.from_rows([row | {"rule": "A"}, row | {"rule": "B", "id": "two"}, row | {"rule": "C"}])


def test_columns_of_unequal_length_are_named():
    with pytest.raises(TableError, match=r"column step_id.*2 values where there should be 3"):
        QUANTITY.from_columns({"model_id": ["m"] * 3, "step_id": [1, 2]})


def test_a_table_with_other_columns_is_refused():
    with pytest.raises(TableError, match="column unit"):
        QUANTITY.checked(QUANTITY.from_rows([ROW]).drop_columns(["unit"]))


def test_lists_arrays_frames_and_arrow_give_the_same_table():
    by_rows = QUANTITY.from_rows([ROW, ROW | {"step_id": 2, "value_number": None}])
    columns = {name: [ROW[name]] * 2 for name in QUANTITY.columns}
    columns |= {"step_id": np.array([1, 2], np.int32), "value_number": np.array([2.5, np.nan])}
    assert QUANTITY.from_columns(columns).equals(by_rows)
    assert QUANTITY.from_columns(dict(by_rows.to_pandas())).equals(by_rows)
    assert QUANTITY.from_columns({name: by_rows[name] for name in by_rows.schema.names}).equals(by_rows)


def test_a_frame_whose_whole_numbers_became_floats_for_a_null_is_read_back():
    element = TABLES["ifc_element"]
    rows = [{"model_id": "m", "step_id": step, "ifc_class": "IfcWall", "family": "element", "is_product": True} for step in (1, 2)]
    table = element.from_rows([rows[0] | {"type_step_id": 7}, rows[1]])
    frame = table.to_pandas()
    assert frame["type_step_id"].dtype == np.float64
    assert element.from_columns(dict(frame)).equals(table)


def test_matrices_come_as_rows_or_as_one_array():
    matrices = np.arange(32, dtype=np.float64).reshape(2, 4, 4)
    row = {"model_id": "m", "placement_class": "IfcLocalPlacement"}
    by_rows = PLACEMENT.from_rows([row | {"step_id": step, "matrix": list(matrix.flat)} for step, matrix in enumerate(matrices)])
    columns = {"model_id": ["m"] * 2, "step_id": [0, 1], "placement_class": ["IfcLocalPlacement"] * 2, "matrix": matrices}
    assert PLACEMENT.from_columns(columns).equals(by_rows)
    assert by_rows["matrix"].to_pylist()[1][3] == 19.0


def test_a_matrix_of_another_size_is_named():
    with pytest.raises(TableError, match="column matrix"):
        PLACEMENT.from_rows([{"model_id": "m", "step_id": 1, "placement_class": "IfcLocalPlacement", "matrix": [1.0] * 12}])


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.one_of(st.none(), st.text(max_size=2))), max_size=30), st.randoms()
)
def test_equal_rows_are_equal_tables_in_whatever_order_they_come(rows, random):
    """Against Python's own sort and counting, nulls last."""
    order = ("a", "b", "c")
    types = pa.schema([("a", pa.int64()), ("b", pa.int64()), ("c", pa.string())])

    def table(of):
        return pa.Table.from_pylist([dict(zip(order, row, strict=True)) for row in of], types)

    shuffled = random.sample(rows, len(rows))
    expected = sorted(rows, key=lambda row: (row[0], row[1], row[2] is None, (row[2] or "").encode()))
    assert sort_rows(table(shuffled), order).equals(table(expected))
    pairs = [row[:2] for row in rows]
    twice = sorted({pair for pair in pairs if pairs.count(pair) > 1})
    assert repeated_key(table(shuffled), ("a", "b")) == (twice[0] if twice else None)


def test_rows_that_the_order_leaves_equal_are_ordered_by_the_key():
    project = TABLES["cim_version"]
    assert set(project.sort_by).isdisjoint(project.primary_key)
    row = {
        "project_code": "p", "part": "a", "version_number": 1, "model_id": "m", "file_name": "f.ifc", "byte_count": 1,
        "ifc_schema": "IFC4", "profile": "baseline", "ruleset_digest": "d", "level": 0, "is_placed": False, "is_weak": False,
        "ingested_at": pd.Timestamp("2026-01-01", tz="UTC"),
    }  # fmt: skip
    table = project.from_rows([row | {"version_id": "b"}, row | {"version_id": "a"}])
    assert table["version_id"].to_pylist() == ["a", "b"]


@pytest.mark.slow
def test_a_million_rows_take_some_seconds_only():
    """Measured 1.4 s on two cores; the bound is for a busy machine, and far below what a Python loop a value takes."""
    import time

    count = 1_000_000
    columns = {
        "model_id": ["a" * 64] * count,
        "step_id": np.random.default_rng(0).permutation(count),
        "holder": ["occurrence"] * count,
        "qset_name": ["Qto_WallBaseQuantities"] * count,
        "quantity_name": ["Length"] * count,
        "quantity_kind": ["length"] * count,
        "value_number": np.zeros(count),
        "unit": ["m"] * count,
    }
    before = time.perf_counter()
    table = QUANTITY.from_columns(columns)
    assert time.perf_counter() - before < 15
    assert table["step_id"][0].as_py() == 0
    assert table["step_id"][-1].as_py() == count - 1
