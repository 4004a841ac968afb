"""Columns of texts or numbers, each distinct one kept once."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.rows import codes_of, from_numpy, from_texts


def constant(text: str, count: int) -> pa.DictionaryArray:
    """A column of one text."""
    return encoded(np.zeros(count, np.int8), from_texts([text]))


def encoded(codes: NDArray[Any], texts: pa.Array) -> pa.DictionaryArray:
    """A column of texts, or numbers, by their places among these; null below 0. The places take as few bytes as they can."""
    narrow = next(kind for kind in (np.int8, np.int16, np.int32) if len(texts) <= np.iinfo(kind).max)
    return pa.DictionaryArray.from_arrays(from_numpy(codes.astype(narrow, copy=False), codes < 0), texts)


def appended(column: pa.DictionaryArray, texts: pa.Array) -> pa.DictionaryArray:
    """The column with these texts, or numbers, behind it."""
    added = texts.dictionary_encode()
    codes = codes_of(added)
    codes = np.where(codes < 0, -1, codes + len(column.dictionary))
    return encoded(np.concatenate([codes_of(column), codes]), pa.concat_arrays([column.dictionary, added.dictionary]))


def encoded_numbers(numbers: NDArray[Any], is_null: NDArray[np.bool_] | None = None) -> pa.DictionaryArray:
    """Numbers that repeat themselves; null where told."""
    # By their bits, as minus zero is another number.
    distinct, codes = np.unique(numbers.view(np.int64), return_inverse=True)
    return encoded(codes if is_null is None else np.where(is_null, -1, codes), from_numpy(distinct.view(numbers.dtype)))


def each_once(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """The same column, equal texts of several spellings as one; Parquet cannot keep a dictionary that repeats itself."""
    texts = column.dictionary.dictionary_encode()
    if len(texts.dictionary) == len(column.dictionary):
        return column
    codes = codes_of(column)
    return encoded(np.where(codes < 0, -1, codes_of(texts)[codes]), texts.dictionary)
