"""Rows of tables as mappings."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from cim_schema.tables import TABLES
from pipelines.runtime.table_set import Tables, read_columns


def rows_of(tables: Tables, name: str, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The rows of a table in its order, with these columns only where given; none where the table is missing."""
    rows: list[dict[str, Any]] = table_of(tables, name, columns).to_pylist()
    return rows


def table_of(tables: Tables, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """A table in its order, with these columns only where given; empty where it is missing."""
    if isinstance(tables, dict):
        rows = TABLES[name].checked(tables[name]) if name in tables else TABLES[name].empty()
        return rows if columns is None else rows.select(list(columns))
    return read_columns(tables, name, columns or TABLES[name].columns)
