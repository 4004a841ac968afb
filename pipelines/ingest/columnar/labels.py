"""Columns of texts, each distinct one kept once."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.rows import codes_of, from_numpy, from_texts


def constant(text: str, count: int) -> pa.DictionaryArray:
    """A column of one text."""
    return encoded(np.zeros(count, np.int8), from_texts([text]))


def encoded(codes: NDArray[Any], texts: pa.StringArray) -> pa.DictionaryArray:
    """A column of texts by their places among these; null below 0. The places take as few bytes as they can."""
    narrow = next(kind for kind in (np.int8, np.int16, np.int32) if len(texts) <= np.iinfo(kind).max)
    return pa.DictionaryArray.from_arrays(from_numpy(codes.astype(narrow, copy=False), codes < 0), texts)


def appended(column: pa.DictionaryArray, texts: pa.StringArray) -> pa.DictionaryArray:
    """The column with these texts behind it."""
    added = texts.dictionary_encode()
    codes = codes_of(added)
    codes = np.where(codes < 0, -1, codes + len(column.dictionary))
    return encoded(np.concatenate([codes_of(column), codes]), pa.concat_arrays([column.dictionary, added.dictionary]))
