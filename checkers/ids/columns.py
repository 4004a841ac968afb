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
    if not len(array):
        return np.zeros(0, data_type)
    found = np.frombuffer(array.buffers()[1], data_type)[array.offset : array.offset + len(array)]
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


class Entries:
    """Where each place stands in a column of places; laid out when it is first asked for."""

    def __init__(self, places: Integers) -> None:
        """Take the column."""
        self._places = places

    @cached_property
    def _sorted(self) -> tuple[Integers, Integers]:
        order = np.argsort(self._places, kind="stable")
        return order, self._places[order]

    def of(self, place: int) -> list[int]:
        """The rows of a place, in their order."""
        order, places = self._sorted
        first = int(places.searchsorted(place))
        if first == len(places) or places[first] != place:
            return []
        found: list[int] = order[first : int(places.searchsorted(place, "right"))].tolist()
        return found


def expand(counts: Integers) -> Integers:
    """For groups of these sizes laid end to end, the place of each member in its group."""
    total = int(counts.sum())
    ends = np.cumsum(counts)
    return np.arange(total) - np.repeat(ends - counts, counts)
