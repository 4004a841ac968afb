"""Kernels that look statements through, strictly by the grammar.

They write into arrays that they are given, raise nothing and return an integer, so that ``machine_code`` can keep them.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.ingest.columnar.lexis import (
    CLOSE,
    COMMA,
    DOLLAR,
    DOT,
    EQUALS,
    HASH,
    MARK,
    MINUS,
    OPEN,
    PLUS,
    QUOTE,
    SEMICOLON,
    STAR,
    is_digit,
    is_letter,
    past_string,
    skip_space,
)  # fmt: skip
from pipelines.ingest.columnar.marks import CLASSES, DONE, LONGEST_INTEGER, ODD, SECTION_END

Bytes = NDArray[np.uint8]
Array = NDArray[Any]
_GREATEST_POWER = 280


@njit(nogil=True)
def _past_number(data: Bytes, at: int, end: int) -> int:
    """Behind the number at ``at``; -1 where it is none, or one that a float or an int64 cannot hold."""
    if data[at] == PLUS or data[at] == MINUS:
        at += 1
    first = at
    while at < end and is_digit(data[at]):
        at += 1
    if at == first:
        return -1
    if data[at] != DOT:
        return at if at - first <= LONGEST_INTEGER else -1
    at += 1
    while at < end and is_digit(data[at]):
        at += 1
    if data[at] == 69 or data[at] == 101:
        at += 1
        if data[at] == PLUS or data[at] == MINUS:
            at += 1
        exponent, power = at, 0
        while at < end and is_digit(data[at]):
            power = min(power * 10 + data[at] - 48, 1000)
            at += 1
        if at == exponent or power > _GREATEST_POWER:
            return -1
    return at


@njit(nogil=True)
def _past_arguments(data: Bytes, at: int, end: int, referenced: Array) -> tuple[int, int]:
    """Behind the bracket that closes the arguments that open at ``at``, and their number; -1 for anything odd."""
    depth, count, is_wanted, is_fresh = 0, 0, True, False
    while at < end:
        code = data[at]
        if code == COMMA:
            if is_wanted:
                return -1, 0
            if depth == 1:
                count += 1
            is_wanted, is_fresh = True, False
            at += 1
        elif code == CLOSE:
            if is_wanted and not is_fresh:
                return -1, 0
            if depth == 1:
                return at + 1, 0 if is_fresh else count + 1
            depth -= 1
            is_wanted, is_fresh = False, False
            at += 1
        elif code == 32 or 9 <= code <= 13 or code == 47:
            before = at
            at = skip_space(data, at, end)
            if at == before:
                return -1, 0
        elif not is_wanted:
            return -1, 0
        elif code == OPEN:
            depth += 1
            is_fresh = True
            at += 1
        else:
            is_wanted, is_fresh = False, False
            if code == HASH:
                at += 1
                first = at
                number = 0
                while at < end and is_digit(data[at]):
                    number = number * 10 + data[at] - 48
                    at += 1
                if at == first or at - first > LONGEST_INTEGER or number >= len(referenced):
                    return -1, 0
                referenced[number] = 1
            elif is_digit(code) or code in (MINUS, PLUS):
                at = _past_number(data, at, end)
                if at < 0:
                    return -1, 0
            elif code == QUOTE:
                at = past_string(data, at, end)
            elif code in (DOLLAR, STAR):
                at += 1
            elif code == DOT:
                at += 1
                if not is_letter(data[at]):
                    return -1, 0
                while at < end and (65 <= data[at] <= 90 or is_digit(data[at]) or data[at] == 95):
                    at += 1
                if data[at] != DOT:
                    return -1, 0
                at += 1
            elif code == MARK:
                at += 1
                while at < end and (is_digit(data[at]) or 65 <= data[at] <= 70):
                    at += 1
                if data[at] != MARK:
                    return -1, 0
                at += 1
            elif is_letter(code) and depth > 0:
                while at < end and (is_letter(data[at]) or is_digit(data[at])):
                    at += 1
                at = skip_space(data, at, end)
                if data[at] != OPEN:
                    return -1, 0
                is_wanted = True
            else:
                return -1, 0
    return -1, 0


@njit(nogil=True)
def look_through(
    data: Bytes,
    at: int,
    stop: int,
    referenced: Array,
    step_ids: Array,
    starts: Array,
    classes: Array,
    counts: Array,
    hashes: Array,
    names: Array,
    codes: Array,
    told: Array,
) -> int:
    """Statements from ``at`` to the first that begins at or behind ``stop``: their number.

    ``told`` gets where that is, why it stopped, and the number of classes. Of the classes ``names`` gets begin and end.
    """
    end = len(data)
    found, class_count = 0, 0
    status = DONE
    at = skip_space(data, at, end)
    while at < stop:
        start = at
        if data[at] != HASH:
            is_end = at + 6 < end and data[at] == 69 and data[at + 1] == 78 and data[at + 2] == 68 and data[at + 3] == 83
            status = SECTION_END if is_end else ODD
            break
        at += 1
        first = at
        step_id = 0
        while at < end and is_digit(data[at]):
            step_id = step_id * 10 + data[at] - 48
            at += 1
        if at == first or at - first > LONGEST_INTEGER or step_id >= len(referenced):
            at, status = start, ODD
            break
        at = skip_space(data, at, end)
        if at >= end or data[at] != EQUALS:
            at, status = start, ODD
            break
        at = skip_space(data, at + 1, end)
        name = at
        key = np.uint64(14695981039346656037)
        while at < end and (is_letter(data[at]) or is_digit(data[at])):
            code = data[at] & 223 if data[at] >= 97 else data[at]
            key = (key ^ np.uint64(code)) * np.uint64(1099511628211)
            at += 1
        name_end = at
        if name_end == name or not is_letter(data[name]):
            at, status = start, ODD
            break
        place = np.int64(key & np.uint64(CLASSES - 1))
        while codes[place] != 0 and hashes[codes[place] - 1] != key:
            place = (place + 1) & (CLASSES - 1)
        if codes[place] == 0:
            if class_count == len(hashes):
                at, status = start, ODD
                break
            hashes[class_count] = key
            names[2 * class_count], names[2 * class_count + 1] = name, name_end
            class_count += 1
            codes[place] = class_count
        at = skip_space(data, at, end)
        if at >= end or data[at] != OPEN:
            at, status = start, ODD
            break
        at, count = _past_arguments(data, at, end, referenced)
        if at < 0 or count > 1000:
            at, status = start, ODD
            break
        at = skip_space(data, at, end)
        if at >= end or data[at] != SEMICOLON:
            at, status = start, ODD
            break
        step_ids[found], starts[found], classes[found], counts[found] = step_id, start, codes[place] - 1, count
        found += 1
        at = skip_space(data, at + 1, end)
    told[0], told[1], told[2] = at, status, class_count
    return found
