"""Kernels for single values: of a simple type, an item of an enumeration; and whether values repeat."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.ingest.columnar.lexis import (
    CLOSE,
    COMMA,
    DOT,
    MARK,
    MINUS,
    PLUS,
    QUOTE,
    SLASH,
    SPACE,
    is_digit,
    is_letter,
    past_string,
    past_value,
)  # fmt: skip
from pipelines.ingest.conformance.schema_types import BINARY, BOOLEAN, INTEGER, ITEM, LOGICAL, REAL, TEXT, Tables

Bytes = NDArray[np.uint8]
Array = NDArray[Any]

(
    SOUND, UNSET, STARRED, DERIVED_UNSET, DERIVED_WRITTEN, WRONG_TYPE, WRONG_ITEM, WRONG_CLASS, NOT_IN_SELECT, UNKNOWN_TYPE,
    WRONG_SIZE, REPEATED, LONG,
) = range(13)  # fmt: skip
"""What may be the matter with an attribute."""

_TRUE, _FALSE, _UNKNOWN = 84, 70, 85
_FEW = 16
_SPREAD = 0x9E3779B97F4A7C1
_OFFSET, _PRIME = np.uint64(14695981039346656037), np.uint64(1099511628211)


@njit(cache=True, nogil=True)
def byte(data: Bytes, at: int, end: int) -> int:
    """The byte there, 0 behind the end."""
    return data[at] if at < end else 0


@njit(cache=True, nogil=True)
def hash_bytes(data: Bytes, begin: int, end: int, is_folded: bool) -> int:
    """FNV-1a of the bytes, in capitals where folded."""
    key = _OFFSET
    for at in range(begin, end):
        code = data[at]
        if is_folded and 97 <= code <= 122:
            code -= 32
        key = (key ^ np.uint64(code)) * _PRIME
    return int(np.int64(key))


@njit(cache=True, nogil=True)
def have_repeat(keys: Array, begin: int, end: int) -> bool:
    """Whether two of the keys are equal. Most lists rise, which shows that none is."""
    rises = True
    for place in range(begin + 1, end):
        if keys[place] <= keys[place - 1]:
            rises = False
            break
    if rises:
        return False
    if end - begin <= _FEW:
        for place in range(begin + 1, end):
            for other in range(begin, place):
                if keys[place] == keys[other]:
                    return True
        return False
    size = 64
    while size < 2 * (end - begin):
        size *= 2
    table = np.full(size, -1, np.int64)
    for place in range(begin, end):
        key = keys[place]
        slot = (key * _SPREAD >> 20) & (size - 1)
        while table[slot] >= 0:
            if keys[table[slot]] == key:
                return True
            slot = (slot + 1) & (size - 1)
        table[slot] = place
    return False


@njit(cache=True, nogil=True)
def past_scalar(data: Bytes, at: int, end: int, node: int, tables: Tables) -> tuple[int, int]:
    """Behind the value at ``at``, which is to be of a simple type or an item; and what is the matter with it."""
    kind, written = tables.kinds[node], byte(data, at, end)
    if kind == TEXT:
        if written != QUOTE:
            return at, WRONG_TYPE
        behind = past_string(data, at, end)
        width = tables.lows[node]
        return behind, LONG if 0 < width < behind - at - 2 else SOUND
    if kind in (ITEM, BOOLEAN, LOGICAL):
        behind = at + 1
        while behind < end and (is_letter(data[behind]) or is_digit(data[behind])):
            behind += 1
        if written != DOT or byte(data, behind, end) != DOT:
            return at, WRONG_TYPE
        if kind != ITEM:
            letter = data[at + 1]
            is_known = letter in (_TRUE, _FALSE) or (letter == _UNKNOWN and kind == LOGICAL)
            return behind + 1, SOUND if behind == at + 2 and is_known else WRONG_ITEM
        key = hash_bytes(data, at + 1, behind, False)
        for item in range(tables.lows[node], tables.highs[node]):
            if tables.items[item] == key:
                return behind + 1, SOUND
        return at, WRONG_ITEM
    if kind == BINARY:
        return (past_value(data, at, end), SOUND) if written == MARK else (at, WRONG_TYPE)
    if not (is_digit(written) or written in (PLUS, MINUS)):
        return at, WRONG_TYPE
    behind, has_point = at + 1, False
    while behind < end:
        code = data[behind]
        if code in (COMMA, CLOSE, SLASH) or code <= SPACE:
            break
        has_point = has_point or code == DOT
        behind += 1
    is_other = (kind == INTEGER and has_point) or (kind == REAL and not has_point)
    return behind, WRONG_TYPE if is_other else SOUND
