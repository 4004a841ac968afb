"""Kernels over arguments: where a value stands, what is in lists, numbers to the last digit, equal strings as one."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.columnar.lexis import (
    CLOSE,
    COMMA,
    INTEGER,
    LIST,
    MINUS,
    PLUS,
    REAL,
    REFERENCE,
    STRING,
    UNSET,
    first_argument,
    is_digit,
    is_letter,
    kind_of,
    past_value,
    skip_space,
)  # fmt: skip
from pipelines.ingest.columnar.strings import decode

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]
Array = NDArray[Any]
Kinds = NDArray[np.int8]
_EXACT_POWERS = 10.0 ** np.arange(23)
_EXACT = 2**53


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
        owners = _count_members(self.data, self.kinds, self.begins)
        owner, kinds = np.repeat(np.arange(len(self)), owners), np.empty(owners.sum(), np.int8)
        begins, ends = np.empty(len(kinds), np.int64), np.empty(len(kinds), np.int64)
        _list_members(self.data, self.kinds, self.begins, self.ends, kinds, begins, ends)
        return owner, Cells(self.data, kinds, begins, ends)

    def unwrapped(self) -> "tuple[Cells, Cells]":
        """Of values of a defined type: the type's name (as a cell), and what it wraps."""
        names = Cells(self.data, self.kinds, self.begins, np.empty(len(self), np.int64))
        inner = Cells(self.data, np.empty(len(self), np.int8), np.empty(len(self), np.int64), np.empty(len(self), np.int64))
        _unwrap(self.data, self.begins, names.ends, inner.kinds, inner.begins, inner.ends)
        return names, inner

    def integers(self) -> Integers:
        """The integers, and the step ids of references; -1 where a value is neither."""
        found: Integers = _integers(self.data, self.kinds, self.begins, self.ends)
        return found

    def numbers(self) -> NDArray[np.float64]:
        """The integers and reals; NaN where a value is neither."""
        values: NDArray[np.float64]
        values, is_hard = _numbers(self.data, self.kinds, self.begins, self.ends, _EXACT_POWERS)
        for place in np.flatnonzero(is_hard).tolist():
            values[place] = float(self.raw(place))
        return values

    def raw(self, place: int) -> bytes:
        """As it is written."""
        return self.data[self.begins[place] : self.ends[place]].tobytes()

    def encoded(self, is_valid: NDArray[np.bool_]) -> tuple[NDArray[np.int32], Integers]:
        """Equal bytes as equal codes, in the order of appearance; -1 where not valid. And the first place of each code."""
        size = 1 << max(4, (2 * int(is_valid.sum())).bit_length())
        codes, firsts, count = _encode(self.data, self.begins, self.ends, is_valid, size)
        return codes, firsts[:count]

    def strings(self, is_valid: NDArray[np.bool_] | None = None) -> pa.DictionaryArray:
        """Strings decoded, each distinct one once; null for other kinds."""
        codes, firsts = self.encoded(self.kinds == STRING if is_valid is None else is_valid)
        values = _decoded(self, firsts)
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), values)


def locate(data: Bytes, starts: Integers, places: NDArray[np.int16]) -> Cells:
    """One argument of each statement; unset where the place is below 0."""
    cells = Cells(data, np.zeros(len(starts), np.int8), np.zeros(len(starts), np.int64), np.zeros(len(starts), np.int64))
    _locate(data, starts, places, cells.kinds, cells.begins, cells.ends)
    return cells


def _decoded(cells: Cells, firsts: Integers) -> pa.StringArray:
    begins, ends = cells.begins[firsts], cells.ends[firsts]
    offsets, gathered, oddity = _gather(cells.data, begins, ends)
    if oddity.max(initial=0) > 1:
        raise CannotRead(f"offset {int(begins[oddity > 1][0])}", "a string with control characters")
    values = pa.StringArray.from_buffers(len(firsts), pa.py_buffer(offsets), pa.py_buffer(gathered))
    if oddity.any():
        texts = values.to_pylist()
        for place in np.flatnonzero(oddity).tolist():
            texts[place] = decode(texts[place])
        values = pa.array(texts, pa.string())
    return values


@njit(cache=True, nogil=True)
def _locate(data: Bytes, starts: Array, places: Array, kinds: Array, begins: Array, ends: Array) -> None:
    end = len(data)
    for row in range(len(starts)):
        if places[row] < 0:
            continue
        at = skip_space(data, first_argument(data, starts[row], end), end)
        for _ in range(places[row]):
            at = skip_space(data, past_value(data, at, end), end)
            at = skip_space(data, at + 1, end)
        behind = past_value(data, at, end)
        kinds[row] = kind_of(data, at, behind)
        begins[row], ends[row] = at, behind
        if kinds[row] == REFERENCE:
            begins[row] += 1
        elif kinds[row] == STRING:
            begins[row] += 1
            ends[row] -= 1


@njit(cache=True, nogil=True)
def _count_members(data: Bytes, kinds: Array, begins: Array) -> Integers:
    end = len(data)
    counts = np.ones(len(kinds), np.int64)
    for row in range(len(kinds)):
        if kinds[row] != LIST:
            continue
        at = skip_space(data, begins[row] + 1, end)
        count = 0
        while data[at] != CLOSE:
            at = skip_space(data, past_value(data, at, end), end)
            count += 1
            if data[at] == COMMA:
                at = skip_space(data, at + 1, end)
        counts[row] = count
    return counts


@njit(cache=True, nogil=True)
def _list_members(data: Bytes, kinds: Array, begins: Array, ends: Array, to_kinds: Array, to_begins: Array, to_ends: Array) -> None:
    end = len(data)
    found = 0
    for row in range(len(kinds)):
        if kinds[row] != LIST:
            to_kinds[found], to_begins[found], to_ends[found] = kinds[row], begins[row], ends[row]
            found += 1
            continue
        at = skip_space(data, begins[row] + 1, end)
        while data[at] != CLOSE:
            behind = past_value(data, at, end)
            kind = kind_of(data, at, behind)
            to_kinds[found], to_begins[found], to_ends[found] = kind, at, behind
            if kind == REFERENCE:
                to_begins[found] += 1
            elif kind == STRING:
                to_begins[found] += 1
                to_ends[found] -= 1
            found += 1
            at = skip_space(data, behind, end)
            if data[at] == COMMA:
                at = skip_space(data, at + 1, end)


@njit(cache=True, nogil=True)
def _unwrap(data: Bytes, begins: Array, name_ends: Array, kinds: Array, to_begins: Array, to_ends: Array) -> None:
    end = len(data)
    for row in range(len(begins)):
        at = begins[row]
        while is_letter(data[at]) or is_digit(data[at]):
            at += 1
        name_ends[row] = at
        at = skip_space(data, skip_space(data, at, end) + 1, end)
        if data[at] == CLOSE:
            kinds[row], to_begins[row], to_ends[row] = UNSET, at, at
            continue
        behind = past_value(data, at, end)
        kinds[row] = kind_of(data, at, behind)
        to_begins[row], to_ends[row] = at, behind
        if kinds[row] == REFERENCE:
            to_begins[row] += 1
        elif kinds[row] == STRING:
            to_begins[row] += 1
            to_ends[row] -= 1


@njit(cache=True, nogil=True)
def _integers(data: Bytes, kinds: Array, begins: Array, ends: Array) -> Integers:
    values = np.full(len(kinds), -1, np.int64)
    for row in range(len(kinds)):
        if kinds[row] != REFERENCE and kinds[row] != INTEGER:
            continue
        at = begins[row]
        sign = 1
        if data[at] == MINUS or data[at] == PLUS:
            sign = -1 if data[at] == MINUS else 1
            at += 1
        number = 0
        while at < ends[row]:
            number = number * 10 + data[at] - 48
            at += 1
        values[row] = sign * number
    return values


@njit(cache=True, nogil=True)
def _numbers(data: Bytes, kinds: Array, begins: Array, ends: Array, powers: Array) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Rightly rounded where the digits fit into 53 bits and the power of ten is exact; the others are marked hard."""
    values = np.full(len(kinds), np.nan)
    is_hard = np.zeros(len(kinds), np.bool_)
    for row in range(len(kinds)):
        if kinds[row] != REAL and kinds[row] != INTEGER:
            continue
        at, end = begins[row], ends[row]
        is_negative = data[at] == MINUS
        if data[at] == MINUS or data[at] == PLUS:
            at += 1
        mantissa, power, digits = 0, 0, 0
        is_behind = False
        while at < end and (is_digit(data[at]) or data[at] == 46):
            if data[at] == 46:
                is_behind = True
            else:
                if mantissa > 0 or data[at] != 48:
                    digits += 1
                if digits <= 18:
                    mantissa = mantissa * 10 + data[at] - 48
                power -= 1 if is_behind else 0
            at += 1
        if at < end:
            at += 1
            is_small = data[at] == MINUS
            if data[at] == MINUS or data[at] == PLUS:
                at += 1
            exponent = 0
            while at < end:
                exponent = exponent * 10 + data[at] - 48
                at += 1
            power += -exponent if is_small else exponent
        if mantissa == 0:
            value = 0.0
        elif digits > 18 or mantissa > _EXACT or power > 22 or power < -22:
            is_hard[row] = True
            continue
        else:
            value = mantissa * powers[power] if power >= 0 else mantissa / powers[-power]
        values[row] = -value if is_negative else value
    return values, is_hard


@njit(cache=True, nogil=True)
def _encode(data: Bytes, begins: Array, ends: Array, is_valid: Array, size: int) -> tuple[NDArray[np.int32], Integers, int]:
    codes = np.full(len(begins), -1, np.int32)
    firsts = np.empty(len(begins), np.int64)
    hashes = np.empty(len(begins), np.uint64)
    table = np.full(size, -1, np.int32)
    count = 0
    for row in range(len(begins)):
        if not is_valid[row]:
            continue
        begin, end = begins[row], ends[row]
        key = np.uint64(14695981039346656037)
        for at in range(begin, end):
            key = (key ^ np.uint64(data[at])) * np.uint64(1099511628211)
        place = np.int64((key ^ (key >> np.uint64(32))) & np.uint64(size - 1))
        while True:
            code = table[place]
            if code < 0:
                table[place] = count
                firsts[count], hashes[count] = row, key
                codes[row] = count
                count += 1
                break
            if hashes[code] == key:
                first = begins[firsts[code]]
                is_same = ends[firsts[code]] - first == end - begin
                for step in range(end - begin):
                    if not is_same:
                        break
                    is_same = data[first + step] == data[begin + step]
                if is_same:
                    codes[row] = code
                    break
            place = (place + 1) & (size - 1)
    return codes, firsts, count


@njit(cache=True, nogil=True)
def _gather(data: Bytes, begins: Array, ends: Array) -> tuple[NDArray[np.int32], Bytes, Bytes]:
    """The bytes one behind the other; and of each string 1 where it needs decoding, 2 where it has control characters."""
    offsets = np.zeros(len(begins) + 1, np.int32)
    for row in range(len(begins)):
        offsets[row + 1] = offsets[row] + ends[row] - begins[row]
    gathered = np.empty(offsets[-1], np.uint8)
    oddity = np.zeros(len(begins), np.uint8)
    for row in range(len(begins)):
        to = offsets[row]
        for at in range(begins[row], ends[row]):
            code = data[at]
            gathered[to] = code
            to += 1
            if code < 32:
                oddity[row] = 2
            elif (code == 92 or code == 39) and oddity[row] == 0:
                oddity[row] = 1
    return offsets, gathered, oddity
