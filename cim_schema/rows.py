"""Rows of a table: from Python values to Arrow, in order, each key once. Knows types and column names, no tables."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def to_array(values: object, data_type: pa.DataType) -> "pa.Array | pa.ChunkedArray":
    """One column.

    Args:
        values: A list, NumPy array, pandas Series or Arrow array; NaN is null. A matrix column may also be an array of
            shape (n, 16) or (n, 4, 4).
        data_type: As the table keeps it.

    Raises:
        ArrowInvalid: Or ArrowTypeError, or OverflowError: a value is not of that type.
    """
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values.cast(data_type)
    if pa.types.is_fixed_size_list(data_type) and isinstance(values, np.ndarray) and values.ndim > 1:
        flat = np.ascontiguousarray(values, np.float64).reshape(-1)
        return pa.FixedSizeListArray.from_arrays(flat, type=data_type)
    if pa.types.is_int64(data_type):
        # Asked for integers, Arrow would cut the 1.5 of a Python list down to 1 without a word.
        found = pa.array(values, from_pandas=True)
        if pa.types.is_boolean(found.type):
            raise pa.ArrowTypeError("Expected integer, got bool")
        return found.cast(data_type)
    return pa.array(values, data_type, from_pandas=True)


def to_columns(rows: Sequence[Mapping[str, object]], names: Sequence[str]) -> dict[str, list[object]]:
    """The rows' values by column; a missing key is null.

    Raises:
        KeyError: With a key that is none of the names.
    """
    known = set(names)
    for row in rows:
        if not row.keys() <= known:
            raise KeyError(min(row.keys() - known))
    return {name: [row.get(name) for row in rows] for name in names}


def sort_rows(rows: pa.Table, order: Sequence[str]) -> pa.Table:
    """The rows by these columns, ascending, nulls last; equal ones stay in the order in which they came."""
    varying = [name for name in order if not _is_constant(rows[name])]
    if not varying or _is_sorted(rows, varying):
        return rows
    return rows.sort_by([(name, "ascending") for name in varying])


def repeated_key(rows: pa.Table, key: Sequence[str]) -> "tuple[object, ...] | None":
    """The first key that two rows have, or None."""
    keys = sort_rows(rows.select(list(key)), key)
    same = None
    for name in key:
        equal = pc.equal(keys[name].slice(0, max(len(keys) - 1, 0)), keys[name].slice(1))
        same = equal if same is None else pc.and_(same, equal)
    place = pc.index(same, True).as_py() if len(keys) > 1 else -1
    return None if place < 0 else tuple(keys[name][place].as_py() for name in key)


def _is_constant(column: pa.ChunkedArray) -> bool:
    if len(column) < 2:
        return True
    if column.null_count:
        return bool(column.null_count == len(column))
    return bool(pc.all(pc.equal(column, column[0])).as_py())


def _is_sorted(rows: pa.Table, order: Sequence[str]) -> bool:
    undecided = None
    for name in order:
        column = rows[name]
        if column.null_count:
            return False
        before, after = column.slice(0, len(column) - 1), column.slice(1)
        falls, equal = pc.greater(before, after), pc.equal(before, after)
        if pc.any(falls if undecided is None else pc.and_(falls, undecided)).as_py():
            return False
        undecided = equal if undecided is None else pc.and_(undecided, equal)
    return True
