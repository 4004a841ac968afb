"""Kernels that step over strings and the directives in them, and note what is wrong (ISO 10303-21:2016, 6.4.3)."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.ingest.columnar.marks import LINE_FEED, QUOTE, RETURN
from pipelines.ingest.conformance.syntax_bytes import BACKSLASH, BREAKS, HEX, LETTER_P, LETTER_S, LETTER_X, PLAIN, SPACES, WORD
from pipelines.ingest.conformance.syntax_faults import BAD_DIRECTIVE, CONTROL_CHARACTER, OPEN_STRING, RAW_CHARACTER
from pipelines.ingest.conformance.syntax_tokens import note, statement_of_line

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]


@njit(cache=True, nogil=True)
def _past_hex(data: Bytes, at: int, end: int, digits: int) -> int:
    """Behind groups of so many hexadecimal digits and the directive that ends them; -1 where they are none (6.4.3.2)."""
    first = at
    while at < end and HEX[data[at]]:
        at += 1
    if at == first or (at - first) % digits or at + 3 >= end:
        return -1
    is_closed = data[at] == BACKSLASH and data[at + 1] == LETTER_X and data[at + 2] == 48 and data[at + 3] == BACKSLASH
    return at + 4 if is_closed else -1


@njit(cache=True, nogil=True)
def _past_directive(data: Bytes, at: int, end: int) -> int:
    """Behind the directive whose backslash stands at ``at``; -1 where it is none (6.4.3)."""
    if at + 1 >= end:
        return -1
    code = data[at + 1]
    if code == BACKSLASH:
        return at + 2
    if at + 3 >= end:
        return -1
    if code == LETTER_S and data[at + 2] == BACKSLASH:
        if data[at + 3] == QUOTE:
            # The quote belongs to the directive; whether the next ends the string, what is behind it must tell.
            behind = at + 5
            is_last = at + 4 < end and data[at + 4] == QUOTE and behind < end and BREAKS[data[behind]]
            return at + 4 if is_last or at + 4 >= end or data[at + 4] != QUOTE else behind
        return at + 4 if PLAIN[data[at + 3]] or data[at + 3] == BACKSLASH else -1
    if code == LETTER_P and data[at + 3] == BACKSLASH and 65 <= data[at + 2] <= 90:
        return at + 4
    if code != LETTER_X:
        return -1
    if data[at + 2] == BACKSLASH:
        return at + 5 if at + 4 < end and HEX[data[at + 3]] and HEX[data[at + 4]] else -1
    if data[at + 3] == BACKSLASH and data[at + 2] == 50:
        return _past_hex(data, at + 4, end, 4)
    if data[at + 3] == BACKSLASH and data[at + 2] == 52:
        return _past_hex(data, at + 4, end, 8)
    return -1


@njit(cache=True, nogil=True)
def _past_bad_directive(data: Bytes, at: int, end: int) -> int:
    """Behind what belongs to a directive that is none, so that it is told once."""
    if at + 3 >= end:
        return at + 1
    code = data[at + 1]
    if code in (LETTER_X, LETTER_S) and data[at + 2] == BACKSLASH:
        return at + 3
    if code not in (LETTER_X, LETTER_P) or data[at + 3] != BACKSLASH or not WORD[data[at + 2]]:
        return at + 1
    if code == LETTER_P:
        return at + 4
    at += 4
    while at < end and WORD[data[at]] and data[at] != LETTER_X:
        at += 1
    is_closed = at + 3 < end and data[at] == BACKSLASH and data[at + 1] == LETTER_X and data[at + 2] == 48
    return at + 4 if is_closed and data[at + 3] == BACKSLASH else at


@njit(cache=True, nogil=True)
def past_string(data: Bytes, at: int, end: int, notes: Integers, owner: int) -> int:
    """Behind the string that opens at ``at``; the complement of a place where a statement begins in its midst (6.4.3)."""
    opening = at
    is_raw, is_control = False, False
    at += 1
    while at < end:
        code = data[at]
        if PLAIN[code]:
            at += 1
        elif code == QUOTE:
            if at + 1 < end and data[at + 1] == QUOTE:
                at += 2
            else:
                return at + 1
        elif code == BACKSLASH:
            behind = _past_directive(data, at, end)
            if behind < 0:
                note(notes, BAD_DIRECTIVE, at, owner)
            at = behind if behind >= 0 else _past_bad_directive(data, at, end)
        elif code >= 128:
            if not is_raw:
                note(notes, RAW_CHARACTER, at, owner)
            is_raw = True
            at += 1
        else:
            if code in (LINE_FEED, RETURN):
                found = statement_of_line(data, at + 1, end)
                if found >= 0:
                    note(notes, OPEN_STRING, opening, owner)
                    return ~found
            elif not SPACES[code] and not is_control:
                note(notes, CONTROL_CHARACTER, at, owner)
                is_control = True
            at += 1
    note(notes, OPEN_STRING, opening, owner)
    return end
