"""Columns of tables as arrays: numbers, and texts as codes into the distinct ones."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.rows import codes_of, to_numpy

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]


def integers(table: pa.Table, name: str) -> Integers:
    """A column of integers; -1 for null."""
    return _filled(table[name], np.dtype(np.int64), -1)


def numbers(table: pa.Table, name: str) -> NDArray[np.float64]:
    """A column of numbers; NaN for null."""
    return _filled(table[name], np.dtype(np.float64), np.nan)


def _filled(column: pa.ChunkedArray, data_type: np.dtype[Any], null: float) -> NDArray[Any]:
    # Arrow's own filling loads pandas, which takes longer than a small model does.
    array = _whole(column)
    if pa.types.is_dictionary(array.type):
        values = _filled(pa.chunked_array([array.dictionary]), data_type, null)
        return np.append(values, np.array(null, data_type))[codes_of(array)]
    if not len(array):
        return np.zeros(0, data_type)
    # The buffer may be longer than its values, and not by whole ones.
    found = np.frombuffer(array.buffers()[1], data_type, len(array), array.offset * data_type.itemsize)
    return np.where(to_numpy(array.is_null().cast(pa.int8())) == 1, null, found).astype(data_type) if array.null_count else found


def texts(table: pa.Table, name: str) -> tuple[Codes, list[str]]:
    """A column of texts: place of each among the distinct ones, -1 for null; and these."""
    encoded = _whole(table[name])
    if not len(encoded):
        return np.zeros(0, np.int32), []
    if not pa.types.is_dictionary(encoded.type):
        encoded = encoded.dictionary_encode()
    return codes_of(encoded), encoded.dictionary.to_pylist()


def _whole(column: pa.ChunkedArray) -> Any:
    """A column in one piece."""
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.nulls(0, column.type) if not column.num_chunks else pa.concat_arrays(column.unify_dictionaries().chunks)


def joined(first: tuple[Codes, Sequence[str]], second: tuple[Codes, Sequence[str]]) -> tuple[Codes, list[str]]:
    """Two columns of texts below each other."""
    known = {text: place for place, text in enumerate(first[1])}
    places = [known.setdefault(text, len(known)) for text in second[1]]
    moved = np.array([*places, -1], np.int32)[second[0]]
    return np.concatenate([first[0], moved]), list(known)


def any_by(groups: Integers, flags: Mask, count: int) -> Mask:
    """Of each group, whether one of its flags is set."""
    found = np.zeros(count, bool)
    found[groups[flags]] = True
    return found


class Lists:
    """The words of each place as one text, equal lists once; laid out when they are first asked for."""

    def __init__(self, places: Integers, codes: Codes, words: Sequence[str]) -> None:
        """Take what stands at which place, and the words."""
        self._places, self._codes, self._words = places, codes, words

    def of(self, places: Integers) -> tuple[Integers, list[str]]:
        """For each of these places its list's place among the distinct ones; and these."""
        holders, lists, written = self._distinct
        at = np.searchsorted(holders, places)
        return lists[np.where(np.append(holders, -1)[at] == places, at, len(holders))], written

    @cached_property
    def _distinct(self) -> tuple[Integers, Integers, list[str]]:
        named = np.flatnonzero(self._codes >= 0)
        stride = len(self._words) + 1
        keys = np.unique(self._places[named] * stride + self._codes[named])
        holders, begins = np.unique(keys // stride, return_index=True)
        parts = np.split(keys % stride, begins[1:]) if len(holders) else []
        known: dict[bytes, int] = {b"": 0}
        written = ["-"]
        lists = np.zeros(len(holders) + 1, np.int64)
        for place, part in enumerate(parts):
            list_key = part.tobytes()
            if list_key not in known:
                known[list_key] = len(written)
                written.append(", ".join(sorted(self._words[code] for code in part.tolist())))
            lists[place] = known[list_key]
        return holders, lists, written


def distinct_keys(keys: Integers, size: int) -> tuple[Integers, Integers, Integers]:
    """As ``numpy.unique``: the distinct keys, where each is first, and the place of each key among them.

    Keys are below ``size``; where that is not much more than there are keys, nothing is sorted.
    """
    if size > 4 * len(keys) + 1000:
        found, firsts, places = np.unique(keys, return_index=True, return_inverse=True)
        return found, firsts, places
    first_at = np.full(size, -1)
    first_at[keys[::-1]] = np.arange(len(keys) - 1, -1, -1)
    found = np.flatnonzero(first_at >= 0)
    rank = np.empty(size, np.int64)
    rank[found] = np.arange(len(found))
    return found, first_at[found], rank[keys]


def expand(counts: Integers) -> Integers:
    """For groups of these sizes laid end to end, the place of each member in its group."""
    total = int(counts.sum())
    ends = np.cumsum(counts)
    return np.arange(total) - np.repeat(ends - counts, counts)
