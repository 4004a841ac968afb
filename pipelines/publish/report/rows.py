"""Rows of tables as mappings."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from cim_schema.tables import TABLES
from pipelines.runtime.table_set import Tables


def rows_of(tables: Tables, name: str, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The rows of a table in its order, with these columns only where given; none where the table is missing."""
    table: pa.Table = TABLES[name].checked(tables[name]) if name in tables else TABLES[name].empty()
    rows: list[dict[str, Any]] = (table if columns is None else table.select(list(columns))).to_pylist()
    return rows
