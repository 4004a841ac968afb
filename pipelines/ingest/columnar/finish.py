"""From columns to a table of the contract."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa

from cim_schema.rows import to_array
from cim_schema.tables import TABLES

_THREADS = 2
"""Arrow gathers columns without holding the interpreter; more than two would wait for memory."""


def finish(table: str, model_id: str, columns: Mapping[str, Any], count: int | None = None) -> pa.Table:
    """The table from columns whose rows are in its order, each key once; missing columns are null.

    The order and the keys hold by how the columns are made, and are not checked again: of a million rows that takes as long
    as making them.

    Args:
        table: Its name.
        model_id: In every row.
        columns: By name; or functions that make them, which are called side by side.
        count: Number of rows, where the first column is a function.
    """
    rows = len(next(iter(columns.values()))) if count is None else count
    schema = TABLES[table].arrow_schema

    def make(field: pa.Field) -> pa.Array:
        if field.name == "model_id":
            return repeated(model_id, rows)
        if field.name not in columns:
            return pa.nulls(rows, field.type)
        column = columns[field.name]
        return to_array(column() if callable(column) else column, field.type)

    if count is None:
        return pa.Table.from_arrays([make(field) for field in schema], schema=schema)
    with ThreadPoolExecutor(_THREADS) as threads:
        return pa.Table.from_arrays(list(threads.map(make, schema)), schema=schema)


def repeated(text: str, count: int) -> pa.StringArray:
    """One text in every row."""
    written = text.encode()
    offsets = np.arange(count + 1, dtype=np.int32) * np.int32(len(written))
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(np.tile(np.frombuffer(written, np.uint8), count)))
