"""Kernels over arguments: where a value stands, what is in lists, numbers to the last digit, equal strings as one.

They write into arrays that they are given, raise nothing and return an integer, so that ``machine_code`` can keep them.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

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

Bytes = NDArray[np.uint8]
Array = NDArray[Any]
_EXACT = 2**53


@njit(nogil=True)
def locate(data: Bytes, starts: Array, places: Array, kinds: Array, begins: Array, ends: Array) -> int:
    """Kind, begin and end of one argument of each statement."""
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
    return 0


@njit(nogil=True)
def count_members(data: Bytes, kinds: Array, begins: Array, counts: Array) -> int:
    """How many values each list has; 1 for what is no list. And the sum."""
    end, total = len(data), 0
    for row in range(len(kinds)):
        if kinds[row] != LIST:
            counts[row] = 1
            total += 1
            continue
        at = skip_space(data, begins[row] + 1, end)
        count = 0
        while data[at] != CLOSE:
            at = skip_space(data, past_value(data, at, end), end)
            count += 1
            if data[at] == COMMA:
                at = skip_space(data, at + 1, end)
        counts[row] = count
        total += count
    return total


@njit(nogil=True)
def list_members(data: Bytes, kinds: Array, begins: Array, ends: Array, to_kinds: Array, to_begins: Array, to_ends: Array) -> int:
    """The values of lists, one behind the other."""
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
    return found


@njit(nogil=True)
def unwrap(data: Bytes, begins: Array, name_ends: Array, kinds: Array, to_begins: Array, to_ends: Array) -> int:
    """Of values of a defined type where the name ends, and what stands in the brackets."""
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
    return 0


@njit(nogil=True)
def integers(data: Bytes, kinds: Array, begins: Array, ends: Array, values: Array) -> int:
    """Integers and step ids; -1 for what is neither."""
    for row in range(len(kinds)):
        values[row] = -1
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
    return 0


@njit(nogil=True)
def numbers(data: Bytes, kinds: Array, begins: Array, ends: Array, powers: Array, values: Array, is_hard: Array) -> int:
    """Rightly rounded where the digits fit into 53 bits and the power of ten is exact; the others are marked hard."""
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
            is_hard[row] = 1
            continue
        else:
            value = mantissa * powers[power] if power >= 0 else mantissa / powers[-power]
        values[row] = -value if is_negative else value
    return 0


@njit(nogil=True)
def encode(
    data: Bytes, begins: Array, ends: Array, is_valid: Array, codes: Array, firsts: Array, hashes: Array, table: Array
) -> int:
    """Equal bytes as equal codes; their number. The table is of a power of two of places, each -1, at least twice the values."""
    count, size = 0, len(table)
    for row in range(len(begins)):
        codes[row] = -1
        if is_valid[row] == 0:
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
    return count


@njit(nogil=True)
def gather(data: Bytes, begins: Array, ends: Array, offsets: Array, gathered: Array, oddity: Array) -> int:
    """The bytes one behind the other; and of each string 1 where it needs decoding, 2 where it has control characters."""
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
    return 0
