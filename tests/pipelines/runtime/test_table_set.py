import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cim_schema.errors import TableError, WorkspaceError
from cim_schema.tables import TABLES
from pipelines.runtime.mesh import Mesh
from pipelines.runtime.table_set import Merged, TableSet, frames, merge_tables, read_columns, rows_of_model, write_tables

SHAPE = Mesh(np.zeros((3, 3), np.float32), np.array([[0, 1, 2]], np.uint32))


def elements(model_id, *steps):
    row = {"model_id": model_id, "ifc_class": "IfcWall", "family": "element", "is_product": True}
    return TABLES["ifc_element"].from_rows([row | {"step_id": step} for step in steps])


def problems(model_id, *codes):
    row = {"stage": "read", "severity": "warning", "model_id": model_id, "text_params": "{}"}
    return TABLES["run_problem"].from_rows([row | {"ordinal": n, "text_code": code} for n, code in enumerate(codes)])


def every_kind_of_column():
    """Tables that together have a column of each type, with nulls where they may be."""
    import pandas as pd

    return {
        "ifc_element": elements("m", 1, 2),
        "ifc_placement": TABLES["ifc_placement"].from_rows(
            [{"model_id": "m", "step_id": 1, "placement_class": "IfcLocalPlacement", "matrix": list(np.eye(4).flat)}]
        ),
        "ifc_shape": TABLES["ifc_shape"].from_rows([SHAPE.row("a")]),
        "cim_part": TABLES["cim_part"].from_rows(
            [
                {
                    "project_code": "p",
                    "part": "a",
                    "is_withdrawn": False,
                    "changed_at": pd.Timestamp("2026-01-02T03:04:05.678901", tz="UTC"),
                }
            ]
        ),
        "geo_reference": TABLES["geo_reference"].from_rows([{"model_id": "m", "level": 0, "is_usable": False, "is_weak": False}]),
        "ifc_quantity": TABLES["ifc_quantity"].empty(),
    }


def test_tables_come_back_as_they_went_in(tmp_path):
    tables = every_kind_of_column()
    write_tables(tmp_path, tables)
    found = TableSet(tmp_path, "d")
    assert list(found) == sorted(tables)
    assert dict(found) == tables
    assert all(found[name].schema.equals(TABLES[name].arrow_schema) for name in tables)


def test_equal_rows_are_equal_bytes_whatever_order_and_chunks_they_came_in(tmp_path):
    one = elements("m", *range(1000))
    parts = [one.slice(500), one.slice(100, 400), one.slice(0, 100)]
    for name, table in (("a", one), ("b", pa.concat_tables(parts))):
        (tmp_path / name).mkdir()
        write_tables(tmp_path / name, {"ifc_element": table})
    first, second = (tmp_path / name / "ifc_element.parquet" for name in "ab")
    assert first.read_bytes() == second.read_bytes()


def test_a_table_that_breaks_its_contract_is_not_written(tmp_path):
    one = elements("m", 1)
    with pytest.raises(TableError, match="occurs twice"):
        write_tables(tmp_path, {"ifc_element": pa.concat_tables([one, one])})
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_is_not_there_is_a_key_error(tmp_path):
    with pytest.raises(KeyError):
        TableSet(tmp_path, "d")["ifc_element"]
    assert "ifc_element" not in TableSet(tmp_path, "d")


def test_a_folder_named_like_a_partition_adds_no_column(tmp_path):
    folder = tmp_path / "part=a"
    folder.mkdir()
    write_tables(folder, {"ifc_element": elements("m", 1)})
    assert TableSet(folder, "d")["ifc_element"].equals(elements("m", 1))


def test_a_truncated_file_is_told_in_a_sentence(tmp_path):
    write_tables(tmp_path, {"ifc_element": elements("m", *range(100))})
    path = tmp_path / "ifc_element.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(WorkspaceError) as caught:
        TableSet(tmp_path, "d")["ifc_element"]
    assert "已损坏" in caught.value.sentence("zh")


def test_what_another_wrote_is_read_by_name_and_type(tmp_path):
    """A column of bytes kept with short offsets, as older files have it."""
    table = TABLES["ifc_shape"].from_rows([SHAPE.row("a")])
    short = [pa.binary() if pa.types.is_large_binary(field.type) else field.type for field in table.schema]
    pq.write_table(
        pa.Table.from_arrays([c.cast(t) for c, t in zip(table.columns, short, strict=True)], table.schema.names),
        tmp_path / "ifc_shape.parquet",
    )
    assert TableSet(tmp_path, "d")["ifc_shape"].equals(table)


def test_merged_models_are_all_their_rows_whatever_their_order():
    one, two = {"ifc_element": elements("a", 1, 2)}, {"ifc_element": elements("b", 1)}
    merged = merge_tables([one, two])
    assert merged["ifc_element"].select(["model_id", "step_id"]).to_pylist() == [
        {"model_id": "a", "step_id": 1},
        {"model_id": "a", "step_id": 2},
        {"model_id": "b", "step_id": 1},
    ]
    assert merge_tables([two, one])["ifc_element"].equals(merged["ifc_element"])


def test_merged_problems_are_counted_anew_in_each_models_order():
    one, two = {"run_problem": problems("a", "z", "y")}, {"run_problem": problems("b", "x")}
    merged = merge_tables([one, two])["run_problem"]
    assert list(zip(merged["ordinal"].to_pylist(), merged["text_code"].to_pylist(), strict=True)) == [(0, "z"), (1, "y"), (2, "x")]
    assert merge_tables([two, one])["run_problem"].equals(merged)


def test_a_shape_that_two_models_share_is_kept_once():
    shapes = [{"ifc_shape": TABLES["ifc_shape"].from_rows([SHAPE.row(key) for key in keys])} for keys in ("ab", "bc")]
    assert merge_tables(shapes)["ifc_shape"]["shape_key"].to_pylist() == ["a", "b", "c"]


def test_a_table_that_only_one_model_has_is_kept():
    merged = merge_tables([{"ifc_element": elements("a", 1)}, {"ifc_quantity": TABLES["ifc_quantity"].empty()}])
    assert {name: len(table) for name, table in merged.items()} == {"ifc_element": 1, "ifc_quantity": 0}


def test_frames_have_the_columns_of_their_table_also_without_rows():
    found = frames({"ifc_element": elements("a", 1)}, ("ifc_element", "ifc_quantity"))
    assert list(found["ifc_quantity"].columns) == list(TABLES["ifc_quantity"].columns)
    assert found["ifc_element"]["step_id"].tolist() == [1]


def test_tables_of_several_models_are_read_as_one_and_each_alone(tmp_path):
    sets = {}
    for model_id in ("b", "a"):
        folder = tmp_path / model_id
        folder.mkdir()
        write_tables(folder, {"ifc_element": elements(model_id, 1, 2)})
        sets[model_id] = [TableSet(folder, model_id)]
    merged = Merged(sets)
    assert merged["ifc_element"].equals(merge_tables([sets["a"][0], sets["b"][0]])["ifc_element"])
    assert merged.read("ifc_element", ("step_id",)).equals(merged["ifc_element"].select(["step_id"]))
    assert rows_of_model(merged, "ifc_element", "a").equals(sets["a"][0]["ifc_element"])
    assert set(merged.of("b")["ifc_element"]["model_id"].to_pylist()) == {"b"}
    assert len(rows_of_model(merged, "ifc_quantity", "a")) == 0
    assert len(read_columns(merged, "ifc_quantity", ("step_id",))) == 0
