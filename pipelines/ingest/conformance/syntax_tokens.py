"""Kernels that step over the tokens of a STEP file and note what is wrong with them.

Whatever the bytes are, none outside the array is read, and every step of every loop moves forward.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.ingest.columnar.marks import (
    DOT,
    EQUALS,
    HASH,
    LINE_FEED,
    MINUS,
    PLUS,
    QUOTE,
    RETURN,
    SEMICOLON,
    SLASH,
    SPACE,
    STAR,
    TAB,
)
from pipelines.ingest.conformance.syntax_bytes import BREAKS, DIGITS, ENDSEC, EXCLAMATION, HEX, SPACES, UPPER, WORD
from pipelines.ingest.conformance.syntax_faults import LOWER_KEYWORD, OPEN_COMMENT, USER_DEFINED

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]


@njit(cache=True, nogil=True, inline="never")
def note(notes: Integers, kind: int, at: int, owner: int) -> None:
    """Keep a fault, if there is room: see ``check_statements``."""
    notes[0] += 1
    place = 3 * notes[0]
    if place + 2 < len(notes):
        notes[place], notes[place + 1], notes[place + 2] = kind, at, owner


@njit(cache=True, nogil=True)
def skip(data: Bytes, at: int, end: int, notes: Integers, owner: int) -> int:
    """The next byte that is neither space nor in a comment."""
    while at < end:
        if SPACES[data[at]]:
            at += 1
        elif data[at] == SLASH and at + 1 < end and data[at + 1] == STAR:
            opening = at
            at += 2
            while at + 1 < end and not (data[at] == STAR and data[at + 1] == SLASH):
                at += 1
            if at + 1 >= end:
                note(notes, OPEN_COMMENT, opening, owner)
                return end
            at += 2
        else:
            return at
    return end


@njit(cache=True, nogil=True)
def is_word(data: Bytes, at: int, end: int, word: Bytes) -> bool:
    """Whether the word stands there."""
    if at + len(word) > end:
        return False
    is_same = True
    for place in range(len(word)):
        is_same &= data[at + place] == word[place]
    return is_same


@njit(cache=True, nogil=True)
def statement_of_line(data: Bytes, at: int, end: int) -> int:
    """Where the line at ``at`` begins a statement or ends the section; -1 where it does neither."""
    # Not over further lines, which are looked at themselves: a run of empty ones would be gone over for each.
    while at < end and data[at] in (SPACE, TAB):
        at += 1
    if is_word(data, at, end, ENDSEC):
        return at
    if at >= end or data[at] != HASH:
        return -1
    first = at
    at += 1
    while at < end and DIGITS[data[at]]:
        at += 1
    if at == first + 1:
        return -1
    while at < end and SPACES[data[at]]:
        at += 1
    return first if at < end and data[at] == EQUALS else -1


@njit(cache=True, nogil=True)
def recover(data: Bytes, at: int, end: int) -> int:
    """Behind the next semicolon that stands in no string or comment, or at a line that begins a statement."""
    is_string = False
    while at < end:
        code = data[at]
        if code in (LINE_FEED, RETURN):
            found = statement_of_line(data, at + 1, end)
            if found >= 0:
                return found
        elif code == QUOTE:
            is_string = not is_string
        elif not is_string:
            if code == SEMICOLON:
                return at + 1
            if code == SLASH and at + 1 < end and data[at + 1] == STAR:
                at += 2
                while at + 1 < end and not (data[at] == STAR and data[at + 1] == SLASH):
                    at += 1
                at += 1
        at += 1
    return end


@njit(cache=True, nogil=True)
def past_word(data: Bytes, at: int, end: int) -> int:
    """Behind what belongs to a value that is none."""
    at += 1
    while at < end and not BREAKS[data[at]]:
        at += 1
    return at


@njit(cache=True, nogil=True)
def past_number(data: Bytes, at: int, end: int) -> int:
    """Behind the integer or real at ``at``; -1 where it is none (6.4.1, 6.4.2)."""
    if data[at] == PLUS or data[at] == MINUS:
        at += 1
    first = at
    while at < end and DIGITS[data[at]]:
        at += 1
    if at == first:
        return -1
    if at < end and data[at] == DOT:
        at += 1
        while at < end and DIGITS[data[at]]:
            at += 1
        if at < end and data[at] == 69:
            at += 1
            if at < end and (data[at] == PLUS or data[at] == MINUS):
                at += 1
            first = at
            while at < end and DIGITS[data[at]]:
                at += 1
            if at == first:
                return -1
    return at if at >= end or BREAKS[data[at]] or data[at] == SLASH else -1


@njit(cache=True, nogil=True)
def past_enclosed(data: Bytes, at: int, end: int) -> int:
    """Behind the enumeration or binary that opens at ``at``; -1 where it is none (6.4.4, 6.4.6)."""
    mark = data[at]
    at += 1
    if at >= end:
        return -1
    if mark == DOT:
        if not UPPER[data[at]]:
            return -1
        while at < end and WORD[data[at]] and data[at] < 97:
            at += 1
    else:
        if not 48 <= data[at] <= 51:
            return -1
        while at < end and HEX[data[at]]:
            at += 1
    return at + 1 if at < end and data[at] == mark else -1


@njit(cache=True, nogil=True)
def past_keyword(data: Bytes, at: int, end: int, notes: Integers, owner: int) -> int:
    """Behind the keyword at ``at`` (6.3)."""
    first = at
    is_lower = False
    if data[at] == EXCLAMATION:
        note(notes, USER_DEFINED, at, owner)
        at += 1
    while at < end and WORD[data[at]]:
        is_lower |= data[at] >= 97
        at += 1
    if is_lower:
        note(notes, LOWER_KEYWORD, first, owner)
    return at
