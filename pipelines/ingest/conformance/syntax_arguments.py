"""The kernel that holds the arguments of a statement against the grammar (ISO 10303-21:2016, clause 6.4 and 11.2)."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.ingest.columnar.marks import (
    CLOSE,
    COMMA,
    DOLLAR,
    DOT,
    HASH,
    LONGEST_INTEGER,
    MARK,
    MINUS,
    OPEN,
    PLUS,
    QUOTE,
    SEMICOLON,
    SLASH,
    SPACE,
    STAR,
)  # fmt: skip
from pipelines.ingest.conformance.syntax_bytes import DIGITS, EXCLAMATION, SPACES, WORD
from pipelines.ingest.conformance.syntax_faults import (
    BAD_BINARY,
    BAD_ENUMERATION,
    BAD_NUMBER,
    BAD_REFERENCE,
    CONTROL_CHARACTER,
    CUT_OFF,
    EMPTY_MEMBER,
    LONG_STEP_ID,
    NO_COMMA,
    NO_VALUE,
    NOT_ONE_VALUE,
    RAW_CHARACTER,
    UNCLOSED,
    ZERO,
)  # fmt: skip
from pipelines.ingest.conformance.syntax_strings import past_string
from pipelines.ingest.conformance.syntax_tokens import (
    note,
    past_enclosed,
    past_keyword,
    past_number,
    past_word,
    skip,
    statement_of_line,
)  # fmt: skip

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]

_DEEPEST = 62
"""Levels of brackets of which it is kept whether a typed value opened them."""
CLOSED, STOPPED, RESUMED, ENDED = range(4)
"""How arguments ended: by their bracket, at a semicolon, at another statement, with the file."""


@njit(cache=True, nogil=True)
def past_arguments(
    data: Bytes, at: int, end: int, notes: Integers, owner: int, referenced: Bytes, far: Integers
) -> tuple[int, int, int]:
    """From behind the bracket that opens arguments: where they end, how, and their number (clause 10)."""
    depth, count, typed = 1, 0, 0
    is_wanted, is_fresh = True, True
    while at < end:
        code = data[at]
        if code == COMMA:
            if is_wanted:
                note(notes, EMPTY_MEMBER, at, owner)
            if depth < _DEEPEST and typed >> depth & 1:
                note(notes, NOT_ONE_VALUE, at, owner)
            if depth == 1:
                count += 1
            is_wanted, is_fresh = True, False
            at += 1
            continue
        if code == CLOSE:
            if is_wanted and not is_fresh:
                note(notes, EMPTY_MEMBER, at, owner)
            elif is_fresh and depth < _DEEPEST and typed >> depth & 1:
                note(notes, NOT_ONE_VALUE, at, owner)
            at += 1
            if depth == 1:
                return at, CLOSED, count if is_fresh else count + 1
            depth -= 1
            is_wanted, is_fresh = False, False
            continue
        if SPACES[code] or (code == SLASH and at + 1 < end and data[at + 1] == STAR):
            at = skip(data, at, end, notes, owner)
            continue
        if code == SEMICOLON:
            note(notes, UNCLOSED, at, owner)
            return at, STOPPED, count
        opening = at
        number = np.int64(0)
        if code == HASH:
            at += 1
            while at < end and DIGITS[data[at]]:
                if at - opening <= LONGEST_INTEGER:
                    number = number * 10 + data[at] - 48
                at += 1
            if at < end and data[at] != COMMA and data[at] != CLOSE and statement_of_line(data, opening, end) == opening:
                note(notes, UNCLOSED, opening, owner)
                return opening, RESUMED, count
        if not is_wanted:
            note(notes, NO_COMMA, opening, owner)
            if depth == 1:
                count += 1
        is_wanted, is_fresh = False, False
        if code == HASH:
            if at == opening + 1:
                note(notes, BAD_REFERENCE, opening, owner)
            elif at - opening - 1 > LONGEST_INTEGER:
                note(notes, LONG_STEP_ID, opening, owner)
            elif number == 0:
                note(notes, ZERO, opening, owner)
            elif number < len(referenced):
                referenced[number] = 1
            else:
                far[0] += 1
                far[far[0]] = number
        elif DIGITS[code] or code in (MINUS, PLUS):
            at = past_number(data, opening, end)
            if at < 0:
                note(notes, BAD_NUMBER, opening, owner)
                at = past_word(data, opening, end)
        elif code == QUOTE:
            at = past_string(data, at, end, notes, owner)
            if at < 0:
                return ~at, RESUMED, count
        elif code in (DOLLAR, STAR):
            at += 1
        elif code == OPEN:
            depth += 1
            if depth < _DEEPEST:
                typed &= ~(1 << depth)
            is_wanted, is_fresh = True, True
            at += 1
        elif code in (DOT, MARK):
            at = past_enclosed(data, opening, end)
            if at < 0:
                is_number = code == DOT and opening + 1 < end and DIGITS[data[opening + 1]]
                note(notes, BAD_BINARY if code == MARK else BAD_NUMBER if is_number else BAD_ENUMERATION, opening, owner)
                at = past_word(data, opening, end)
        elif (WORD[code] and not DIGITS[code]) or code == EXCLAMATION:
            at = skip(data, past_keyword(data, at, end, notes, owner), end, notes, owner)
            if at < end and data[at] == OPEN:
                depth += 1
                if depth < _DEEPEST:
                    typed |= 1 << depth
                is_wanted, is_fresh = True, True
                at += 1
            else:
                note(notes, NO_VALUE, opening, owner)
        else:
            kind = RAW_CHARACTER if code >= 128 else CONTROL_CHARACTER if code < SPACE or code == 127 else NO_VALUE
            note(notes, kind, opening, owner)
            at = past_word(data, opening, end)
    note(notes, CUT_OFF, end, owner)
    return end, ENDED, count
