import sqlite3
from importlib import import_module
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

import cim_schema.tables
from cim_schema.fields import FIELDS
from cim_schema.messages import subject_texts
from cim_schema.table import Table
from cim_schema.tables import TABLES

PREFIXES = ("ifc_", "res_", "msr_", "geo_", "chk_", "ids_", "cim_", "ctx_", "run_")

every_table = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


@every_table
def test_a_table_is_named_after_its_file_and_layer(table):
    module = import_module(f"cim_schema.tables.{table.name}")
    assert module.TABLE is table
    assert table.name.startswith(PREFIXES)
    assert module.__doc__.strip() == table.summary, "the file's first line is the table's summary"


def test_every_file_is_a_table():
    files = {path.stem for path in Path(cim_schema.tables.__file__).parent.glob("*.py")} - {"__init__"}
    assert set(TABLES) == files


@every_table
def test_a_table_names_its_columns_once_and_its_key_is_never_null(table):
    assert len(set(table.columns)) == len(table.columns)
    assert table.primary_key
    assert not table.optional & set(table.primary_key)
    assert not table.geometry or table.geometry in table.columns


@every_table
def test_every_table_becomes_an_arrow_schema(table):
    schema = table.arrow_schema
    assert schema.names == list(table.columns)
    assert {field.name for field in schema if field.nullable} == set(table.optional)
    assert table.checked(table.empty()).num_rows == 0


@every_table
def test_its_sql_is_taken_by_sqlite(table):
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE {table.name} ({', '.join(table.sql_columns('gpkg'))})")
    there = [row[1] for row in connection.execute(f"PRAGMA table_info({table.name})")]
    assert there == [column for column in table.columns if column != table.geometry]


@every_table
def test_its_sql_is_taken_by_a_reader_of_postgresql_types(table):
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE {table.name} ({', '.join(table.sql_columns('postgresql'))})")
    there = {row[0]: row[2] for row in connection.execute(f"DESCRIBE {table.name}").fetchall()}
    assert there == {column: "YES" if column in table.optional else "NO" for column in table.columns if column != table.geometry}


def test_every_table_has_its_chinese_summary_and_no_other_has():
    assert {f"table.{name}" for name in TABLES} == set(subject_texts("table", "zh"))


def test_a_table_refuses_a_column_that_no_field_defines():
    from cim_schema.errors import TableError

    with pytest.raises(TableError, match=r"ifc_new.*hieght_m.*no such column is defined"):
        Table("ifc_new", "Rows.", ("model_id", "hieght_m"), ("model_id",))


def test_a_table_refuses_a_key_that_is_none_of_its_columns():
    from cim_schema.errors import TableError

    with pytest.raises(TableError, match=r"ifc_new.*step_id.*no such column"):
        Table("ifc_new", "Rows.", ("model_id",), ("model_id", "step_id"))


def test_every_data_type_that_a_field_may_have_is_used_and_known():
    used = {field.data_type for field in FIELDS.values()}
    assert used == {"string", "int64", "float64", "bool", "binary", "timestamp", "float64[16]"}
    matrix = TABLES["ifc_placement"].arrow_schema.field("matrix").type
    assert matrix == pa.list_(pa.float64(), 16)
