"""Rows of a table: from Python values to Arrow, in order, each key once. Knows types and column names, no tables.

Nothing here loads pandas, which ``pyarrow.array`` does for whatever it is given: that takes longer than reading most models.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_STRETCH = 2**18
_KINDS: tuple[tuple[pa.DataType, type, Any], ...] = ((pa.int64(), int, 0), (pa.float64(), float, np.nan), (pa.bool_(), bool, False))


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
        return values if values.type == data_type else values.cast(data_type)
    if pa.types.is_fixed_size_list(data_type) and isinstance(values, np.ndarray) and values.ndim > 1:
        flat = np.ascontiguousarray(values, np.float64).reshape(-1)
        return pa.FixedSizeListArray.from_arrays(from_numpy(flat), type=data_type)
    if (plain := _plain(values, data_type)) is not None:
        return plain
    if pa.types.is_int64(data_type):
        # Asked for integers, Arrow would cut the 1.5 of a Python list down to 1 without a word.
        found = pa.array(values, from_pandas=True)
        if pa.types.is_boolean(found.type):
            raise pa.ArrowTypeError("Expected integer, got bool")
        return found.cast(data_type)
    return pa.array(values, data_type, from_pandas=True)


def from_numpy(values: NDArray[Any], is_null: NDArray[np.bool_] | None = None) -> pa.Array:
    """Numbers or booleans as an Arrow array over the same memory; null where told."""
    has_null = is_null is not None and bool(is_null.any())
    validity = _bits(~is_null) if has_null and is_null is not None else None
    data = _bits(values) if values.dtype == bool else pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [validity, data])


def from_texts(texts: Sequence[str | None]) -> pa.StringArray:
    """Texts as an Arrow array."""
    written = [b"" if text is None else text.encode() for text in texts]
    offsets = np.zeros(len(written) + 1, np.int64)
    np.cumsum([len(one) for one in written], out=offsets[1:])
    if offsets[-1] >= 2**31:
        return pa.array(texts, pa.string())
    validity = _bits(np.array([text is not None for text in texts], bool)) if None in texts else None
    buffers = [validity, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(b"".join(written))]
    return pa.Array.from_buffers(pa.string(), len(written), buffers)


def to_numpy(array: "pa.Array | pa.ChunkedArray") -> NDArray[Any]:
    """Numbers without nulls as a NumPy array over the same memory."""
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    found: NDArray[Any] = np.from_dlpack(whole)
    return found


def codes_of(encoded: pa.DictionaryArray) -> NDArray[np.int32]:
    """The place of each value in the dictionary; -1 for null."""
    return _narrow_codes(encoded).astype(np.int32, copy=False)


def _narrow_codes(encoded: pa.DictionaryArray) -> NDArray[Any]:
    indices = encoded.indices
    if not len(indices):
        return np.zeros(0, np.int32)
    codes = np.frombuffer(indices.buffers()[1], indices.type.to_pandas_dtype())[indices.offset : indices.offset + len(indices)]
    if indices.null_count:
        return np.where(to_numpy(indices.is_null().cast(pa.int8())) == 1, -1, codes).astype(np.int32)
    return codes


def _bits(values: NDArray[np.bool_]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(values, bitorder="little"))


def _plain(values: object, data_type: pa.DataType) -> pa.Array | None:
    """Values that are all of the very type; None for others."""
    if isinstance(values, np.ndarray) and values.ndim == 1 and values.dtype in (np.int64, np.float64, np.bool_):
        if pa.from_numpy_dtype(values.dtype) != data_type:
            return None
        return from_numpy(values, np.isnan(values) if values.dtype == np.float64 else None)
    if not isinstance(values, list):
        return None
    kinds = set(map(type, values)) - {type(None)}
    if not kinds:
        return pa.nulls(len(values), data_type)
    try:
        if data_type == pa.string():
            return from_texts(values) if all(issubclass(kind, str) for kind in kinds) else None
        for own, kind, missing in _KINDS:
            if data_type == own and kinds <= {kind}:
                is_null = np.array([value is None for value in values], bool)
                numbers: NDArray[Any] = np.array([missing if value is None else value for value in values], kind)
                return from_numpy(numbers, is_null | np.isnan(numbers) if kind is float else is_null)
    except (UnicodeEncodeError, OverflowError):
        return None
    return None


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
    varying = [ranks for name in order if (ranks := _ranks(rows[name])) is not None]
    if not varying or _first_fall(varying, is_strict=False) is None:
        return rows
    return rows.take(from_numpy(np.lexsort([ranks.among(slice(None)) for ranks in varying[::-1]])))


def repeated_key(rows: pa.Table, key: Sequence[str]) -> "tuple[object, ...] | None":
    """The first key that two rows have, or None."""
    if len(rows) < 2:
        return None
    varying = [ranks for name in key if (ranks := _ranks(rows[name])) is not None]
    if varying and _first_fall(varying, is_strict=True) is None:
        return None
    whole = [ranks.among(slice(None)) for ranks in varying]
    order = np.lexsort(whole[::-1]) if whole else np.arange(len(rows))
    place = _first_fall([_Ranks(ranks[order]) for ranks in whole], is_strict=True) if whole else 0
    return None if place is None else tuple(rows[name][int(order[place])].as_py() for name in key)


@dataclass(frozen=True)
class _Ranks:
    """Numbers that are ordered as the values are, nulls last; made for some rows at a time, as there may be millions."""

    codes: NDArray[Any]
    of_code: NDArray[np.int32] | None = None
    """Rank of each code, that of null at the end; None where the codes are ranks."""

    def among(self, rows: slice) -> NDArray[Any]:
        """Those of some rows."""
        return self.codes[rows] if self.of_code is None else self.of_code[self.codes[rows]]


def _ranks(column: pa.ChunkedArray) -> _Ranks | None:
    """None where all values are equal."""
    if len(column) < 2:
        return None
    if pa.types.is_int64(column.type) and not column.null_count:
        found = _Ranks(to_numpy(column))
    else:
        encoded = column.combine_chunks()
        encoded = encoded if isinstance(encoded, pa.DictionaryArray) else encoded.dictionary_encode()
        texts = encoded.dictionary.dictionary_encode()
        of_text = np.empty(len(texts.dictionary) + 1, np.int32)
        of_text[to_numpy(pc.sort_indices(texts.dictionary)).astype(np.int64)] = np.arange(len(texts.dictionary))
        of_text[-1] = len(texts.dictionary)
        of_code = np.append(of_text[to_numpy(texts.indices)], np.int32(len(texts.dictionary)))
        found = _Ranks(_narrow_codes(encoded), of_code)
    return None if (found.codes == found.codes[0]).all() else found


def _first_fall(keys: Sequence[_Ranks], is_strict: bool) -> int | None:
    """The first row that is above the next one, or equal to it where that counts; None where there is none."""
    for start in range(0, len(keys[0].codes) - 1, _STRETCH):
        place = _first_fall_of([ranks.among(slice(start, start + _STRETCH + 1)) for ranks in keys], is_strict)
        if place is not None:
            return start + place
    return None


def _first_fall_of(keys: Sequence[NDArray[Any]], is_strict: bool) -> int | None:
    undecided: NDArray[np.bool_] | None = None
    falls = np.zeros(len(keys[0]) - 1, bool)
    for ranks in keys:
        before, after = ranks[:-1], ranks[1:]
        here, equal = before > after, before == after
        falls |= here if undecided is None else undecided & here
        undecided = equal if undecided is None else undecided & equal
    if is_strict and undecided is not None:
        falls |= undecided
    places = np.flatnonzero(falls)
    return int(places[0]) if len(places) else None
