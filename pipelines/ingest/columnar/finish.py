"""From columns to a table of the contract."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow as pa

from cim_schema.rows import to_array
from cim_schema.tables import TABLES
from pipelines.ingest.columnar.labels import constant, each_once

_THREADS = 2
"""Arrow gathers columns without holding the interpreter; more than two would wait for memory."""


def finish(table: str, model_id: str, columns: Mapping[str, Any], count: int | None = None) -> pa.Table:
    """The table from columns whose rows are in its order, each key once; missing columns are null.

    Texts that come dictionary encoded stay so: a million rows of a few texts take a tenth of the memory.

    The order and the keys hold by how the columns are made, and are not checked again: of a million rows that takes as long
    as making them.

    Args:
        table: Its name.
        model_id: In every row.
        columns: By name; or functions that make them, in the table's types and each text once, which are called side by side.
        count: Number of rows, where the first column is a function.
    """
    rows = len(next(iter(columns.values()))) if count is None else count
    schema = TABLES[table].arrow_schema

    def make(field: pa.Field) -> pa.Array:
        if field.name == "model_id":
            return constant(model_id, rows)
        if field.name not in columns:
            return pa.nulls(rows, field.type)
        column = columns[field.name]
        if callable(column):
            return column()
        return each_once(column) if isinstance(column, pa.DictionaryArray) else to_array(column, field.type)

    if count is None:
        return pa.Table.from_arrays([make(field) for field in schema], names=schema.names)
    with ThreadPoolExecutor(_THREADS) as threads:
        return pa.Table.from_arrays(list(threads.map(make, schema)), names=schema.names)


def plain(table: str, rows: pa.Table) -> pa.Table:
    """The table as the contract has it, texts written out."""
    return rows.cast(TABLES[table].arrow_schema)
