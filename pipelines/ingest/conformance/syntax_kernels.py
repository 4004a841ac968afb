"""The kernel that holds statements against the grammar of ISO 10303-21:2016, and goes on behind each fault.

A fault within a value does not end the looking at its statement. Behind one of the statement's form it goes on at the next
statement: behind the next semicolon, or at a line that begins as a statement does, whichever comes first. Whatever the bytes
are, none outside the array is read, and every step of every loop moves forward.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.ingest.columnar.marks import CLOSE, EQUALS, HASH, LONGEST_INTEGER, OPEN, QUOTE, SEMICOLON, SLASH, STAR
from pipelines.ingest.conformance.syntax_arguments import CLOSED, ENDED, RESUMED, STOPPED, past_arguments
from pipelines.ingest.conformance.syntax_bytes import DIGITS, END_ISO, ENDSEC, EXCLAMATION, LETTER_S, WORD
from pipelines.ingest.conformance.syntax_faults import (
    AT_END,
    AT_SECTION,
    AT_SECTION_END,
    AT_STOP,
    COMPLEX,
    CUT_OFF,
    LONG_STEP_ID,
    MANY_NAMES,
    NO_BRACKET,
    NO_EQUALS,
    NO_INSTANCE,
    NO_KEYWORD,
    NO_SEMICOLON,
    NO_STEP_ID,
    ZERO,
)  # fmt: skip
from pipelines.ingest.conformance.syntax_tokens import is_word, note, past_keyword, recover, skip

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]

NAMES = 2**15
"""Places of the hash table of keywords, a power of two; half of them are used."""
_TABLE = 3 * NAMES // 2 + 1
KEYWORDS = _TABLE + NAMES
"""Length of the array of keywords."""


@njit(cache=True, nogil=True)
def _keep(data: Bytes, first: int, last: int, keywords: Integers) -> int:
    """Place of a keyword among those of the file, without regard to case; -1 where there is no room for more.

    ``keywords`` holds their number, then begin, end and hash of each, then the hash table: place plus one.
    """
    key = np.int64(5381)
    for at in range(first, last):
        key = key * 33 ^ np.int64(data[at] & 223 if data[at] >= 97 else data[at])
    place = key & (NAMES - 1)
    while keywords[_TABLE + place] != 0 and keywords[3 * keywords[_TABLE + place]] != key:
        place = (place + 1) & (NAMES - 1)
    number = keywords[_TABLE + place]
    if number == 0:
        if keywords[0] >= NAMES // 2 - 1:
            return -1
        keywords[0] += 1
        number = keywords[0]
        keywords[3 * number - 2], keywords[3 * number - 1], keywords[3 * number] = first, last, key
        keywords[_TABLE + place] = number
    return int(number) - 1


@njit(cache=True, nogil=True)
def _past_complex(data: Bytes, at: int, end: int, notes: Integers, owner: int, referenced: Bytes, far: Integers) -> tuple[int, int]:
    """From behind the bracket that opens an instance of several entities: where it ends, and how (11.2.2.2)."""
    at = skip(data, at, end, notes, owner)
    if at < end and data[at] == CLOSE:
        note(notes, NO_KEYWORD, at, owner)
    while at < end and data[at] != CLOSE:
        first = at
        at = past_keyword(data, at, end, notes, owner)
        if at == first:
            note(notes, NO_KEYWORD, at, owner)
            return recover(data, at, end), RESUMED
        at = skip(data, at, end, notes, owner)
        if at >= end or data[at] != OPEN:
            note(notes, NO_BRACKET, at, owner)
            return recover(data, at, end), RESUMED
        at, how, _ = past_arguments(data, at + 1, end, notes, owner, referenced, far)
        if how != CLOSED:
            return at, how
        at = skip(data, at, end, notes, owner)
    if at >= end:
        note(notes, CUT_OFF, end, owner)
        return end, ENDED
    return at + 1, CLOSED


@njit(cache=True, nogil=True)
def check_statements(
    data: Bytes,
    at: int,
    stop: int,
    is_header: bool,
    notes: Integers,
    referenced: Bytes,
    far: Integers,
    keywords: Integers,
    statements: Integers,
) -> tuple[int, int]:
    """Look statements through, from ``at`` to the first that begins at or behind ``stop``, or to the section's end.

    Args:
        data: The file.
        at: Where to begin.
        stop: Where the range ends.
        is_header: Whether they are the header's, which have no step id.
        notes: Gets the number of faults, and from place 3 on kind, offset and step id (or -1) of each that it has room for.
        referenced: Gets 1 for each step id below its length that is referred to.
        far: Gets the number of references to others, and their step ids.
        keywords: Zeros; see ``_keep``.
        statements: Gets the number of statements with a sound beginning, and from place 4 on step id, offset, keyword and
            number of arguments of each.

    Returns:
        Where looking has stopped, and why.
    """
    end = len(data)
    why = AT_STOP
    at = skip(data, at, end, notes, -1)
    while at < stop:
        start, owner = at, -1
        if is_word(data, at, end, ENDSEC) or is_word(data, at, end, END_ISO):
            why = AT_SECTION_END if data[at + 3] == LETTER_S else AT_SECTION
            break
        if is_header:
            if data[at] == HASH:
                why = AT_SECTION
                break
        else:
            if data[at] != HASH:
                note(notes, NO_INSTANCE, at, -1)
                at = skip(data, recover(data, at, end), end, notes, -1)
                continue
            at += 1
            owner = 0
            while at < end and DIGITS[data[at]]:
                if at - start <= LONGEST_INTEGER:
                    owner = owner * 10 + int(data[at]) - 48
                at += 1
            kind = -1
            if at == start + 1:
                kind, owner = NO_STEP_ID, -1
            elif at - start - 1 > LONGEST_INTEGER:
                kind, owner = LONG_STEP_ID, -1
            elif owner == 0:
                note(notes, ZERO, start, -1)
            if kind < 0:
                at = skip(data, at, end, notes, owner)
                if at >= end or data[at] != EQUALS:
                    kind = NO_EQUALS
            if kind >= 0:
                note(notes, kind, start if kind != NO_EQUALS else at, owner)
                at = skip(data, recover(data, at, end), end, notes, -1)
                continue
            at = skip(data, at + 1, end, notes, owner)
        first = at
        how = CLOSED
        if at < end and data[at] == OPEN and not is_header:
            note(notes, COMPLEX, at, owner)
            at, how = _past_complex(data, at + 1, end, notes, owner, referenced, far)
        else:
            if at < end and (data[at] == EXCLAMATION or (WORD[data[at]] and not DIGITS[data[at]])):
                at = past_keyword(data, at, end, notes, owner)
            last = at
            at = skip(data, at, end, notes, owner)
            if is_header and at < end and data[at] == SEMICOLON and last > first:
                at, why = start, AT_SECTION
                break
            if last == first or at >= end or data[at] != OPEN:
                kind = CUT_OFF if at >= end else NO_KEYWORD if last == first else NO_BRACKET
                note(notes, kind, at, owner)
                at = skip(data, recover(data, at, end), end, notes, -1)
                continue
            code = _keep(data, first, last, keywords)
            if code < 0:
                note(notes, MANY_NAMES, first, owner)
            at, how, arguments = past_arguments(data, at + 1, end, notes, owner, referenced, far)
            if code >= 0:
                statements[0] += 1
                place = 4 * statements[0]
                statements[place], statements[place + 1] = owner, start
                statements[place + 2], statements[place + 3] = code, arguments
        if how == CLOSED:
            at = skip(data, at, end, notes, owner)
            if at >= end:
                note(notes, CUT_OFF, end, owner)
            elif data[at] == SEMICOLON:
                at += 1
            else:
                note(notes, NO_SEMICOLON, at, owner)
                if data[at] != HASH and not is_word(data, at, end, ENDSEC):
                    at = recover(data, at, end)
        elif how == STOPPED:
            at += 1
        at = skip(data, at, end, notes, -1)
    return at, why if at < end or why != AT_STOP else AT_END


@njit(cache=True, nogil=True)
def find_references(data: Bytes, at: int, end: int, missing: Integers, step_ids: Integers, offsets: Integers) -> int:
    """Where step ids are referred to that nothing is; ``missing`` is sorted. Gives the number of places."""
    count = 0
    while at < end:
        code = data[at]
        if code == QUOTE:
            at += 1
            while at < end and data[at] != QUOTE:
                at += 1
        elif code == SLASH and at + 1 < end and data[at + 1] == STAR:
            at += 2
            while at + 1 < end and not (data[at] == STAR and data[at + 1] == SLASH):
                at += 1
        elif code == HASH:
            opening = at
            number = np.int64(0)
            while at + 1 < end and DIGITS[data[at + 1]]:
                at += 1
                if at - opening <= LONGEST_INTEGER:
                    number = number * 10 + data[at] - 48
            place = np.searchsorted(missing, number)
            if place < len(missing) and missing[place] == number and count < len(offsets):
                step_ids[count], offsets[count] = number, opening
                count += 1
        at += 1
    return count
