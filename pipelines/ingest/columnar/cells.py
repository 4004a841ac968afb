"""Arguments by column: where a value stands, what is in lists, numbers to the last digit, equal strings as one."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cim_schema.rows import from_texts
from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.columnar.labels import encoded
from pipelines.ingest.columnar.machine_code import Kernel
from pipelines.ingest.columnar.marks import INTEGER, LIST, REAL, REFERENCE, STRING  # noqa: F401
from pipelines.ingest.columnar.strings import decode

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]
Array = NDArray[Any]
Kinds = NDArray[np.int8]
_EXACT_POWERS = 10.0 ** np.arange(23)
_locate = Kernel("columnar.cell_kernels", "locate", "u1[] i8[] i2[] i1[] i8[] i8[]")
_count_members = Kernel("columnar.cell_kernels", "count_members", "u1[] i1[] i8[] i8[]")
_list_members = Kernel("columnar.cell_kernels", "list_members", "u1[] i1[] i8[] i8[] i1[] i8[] i8[]")
_unwrap = Kernel("columnar.cell_kernels", "unwrap", "u1[] i8[] i8[] i1[] i8[] i8[]")
_integers = Kernel("columnar.cell_kernels", "integers", "u1[] i1[] i8[] i8[] i8[]")
_numbers = Kernel("columnar.cell_kernels", "numbers", "u1[] i1[] i8[] i8[] f8[] f8[] u1[]")
_encode = Kernel("columnar.cell_kernels", "encode", "u1[] i8[] i8[] u1[] i4[] i8[] u8[] i4[]")
_gather = Kernel("columnar.cell_kernels", "gather", "u1[] i8[] i8[] i4[] u1[] u1[]")
KERNELS = (_locate, _count_members, _list_members, _unwrap, _integers, _numbers, _encode, _gather)


@dataclass(frozen=True)
class Cells:
    """Values by the place where they stand; of a string what is between its quotes, of a reference the number."""

    data: Bytes
    kinds: Kinds
    begins: Integers
    ends: Integers

    def __len__(self) -> int:
        return len(self.kinds)

    def take(self, places: NDArray[np.intp] | NDArray[np.bool_]) -> "Cells":
        """Some of them."""
        return Cells(self.data, self.kinds[places], self.begins[places], self.ends[places])

    def members(self) -> "tuple[Integers, Cells]":
        """Of each list its values: place of the list among these, value. A value that is no list is its own member."""
        counts = np.empty(len(self), np.int64)
        kinds = np.empty(_count_members(self.data, self.kinds, self.begins, counts), np.int8)
        begins, ends = np.empty(len(kinds), np.int64), np.empty(len(kinds), np.int64)
        _list_members(self.data, self.kinds, self.begins, self.ends, kinds, begins, ends)
        return np.repeat(np.arange(len(self)), counts), Cells(self.data, kinds, begins, ends)

    def unwrapped(self) -> "tuple[Cells, Cells]":
        """Of values of a defined type: the type's name (as a cell), and what it wraps."""
        names = Cells(self.data, self.kinds, self.begins, np.empty(len(self), np.int64))
        inner = Cells(self.data, np.empty(len(self), np.int8), np.empty(len(self), np.int64), np.empty(len(self), np.int64))
        _unwrap(self.data, self.begins, names.ends, inner.kinds, inner.begins, inner.ends)
        return names, inner

    def integers(self) -> Integers:
        """The integers, and the step ids of references; -1 where a value is neither."""
        found = np.empty(len(self), np.int64)
        _integers(self.data, self.kinds, self.begins, self.ends, found)
        return found

    def numbers(self) -> NDArray[np.float64]:
        """The integers and reals; NaN where a value is neither."""
        values, is_hard = np.full(len(self), np.nan), np.zeros(len(self), np.uint8)
        _numbers(self.data, self.kinds, self.begins, self.ends, _EXACT_POWERS, values, is_hard)
        for place in np.flatnonzero(is_hard).tolist():
            values[place] = float(self.raw(place))
        return values

    def raw(self, place: int) -> bytes:
        """As it is written."""
        return self.data[self.begins[place] : self.ends[place]].tobytes()

    def encoded(self, is_valid: NDArray[np.bool_]) -> tuple[NDArray[np.int32], Integers]:
        """Equal bytes as equal codes, in the order of appearance; -1 where not valid. And the first place of each code."""
        most = int(np.count_nonzero(is_valid))
        codes, firsts, hashes = np.empty(len(self), np.int32), np.empty(most, np.int64), np.empty(most, np.uint64)
        table = np.full(1 << max(4, (2 * most).bit_length()), -1, np.int32)
        count = _encode(self.data, self.begins, self.ends, is_valid.view(np.uint8), codes, firsts, hashes, table)
        return codes, firsts[:count].copy()

    def strings(self, is_valid: NDArray[np.bool_] | None = None) -> pa.DictionaryArray:
        """Strings decoded, each distinct one once; null for other kinds."""
        codes, firsts = self.encoded(self.kinds == STRING if is_valid is None else is_valid)
        values = _decoded(self, firsts)
        return encoded(codes, values)


def locate(data: Bytes, starts: NDArray[np.int32 | np.int64], places: NDArray[np.int16]) -> Cells:
    """One argument of each statement; unset where the place is below 0."""
    cells = Cells(data, np.zeros(len(starts), np.int8), np.zeros(len(starts), np.int64), np.zeros(len(starts), np.int64))
    _locate(data, starts.astype(np.int64, copy=False), places, cells.kinds, cells.begins, cells.ends)
    return cells


def _decoded(cells: Cells, firsts: Integers) -> pa.StringArray:
    begins, ends = cells.begins[firsts], cells.ends[firsts]
    offsets = np.zeros(len(firsts) + 1, np.int32)
    np.cumsum(ends - begins, out=offsets[1:])
    gathered, oddity = np.empty(offsets[-1], np.uint8), np.zeros(len(firsts), np.uint8)
    _gather(cells.data, begins, ends, offsets, gathered, oddity)
    if oddity.max(initial=0) > 1:
        raise CannotRead(f"offset {int(begins[oddity > 1][0])}", "a string with control characters")
    values = pa.StringArray.from_buffers(len(firsts), pa.py_buffer(offsets), pa.py_buffer(gathered))
    if oddity.any():
        texts = values.to_pylist()
        for place in np.flatnonzero(oddity).tolist():
            texts[place] = decode(texts[place])
        values = from_texts(texts)
    return values
