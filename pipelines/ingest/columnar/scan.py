"""The statements of the DATA section: step id, place, class and number of arguments of each; strictly by the grammar.

Ranges of bytes are looked through side by side. A range begins where a statement seems to begin; the range before it
tells whether one really does, and where not, the range is looked through again from the right place.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.ingest.columnar.cannot_read import CannotRead
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

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]
Array = NDArray[Any]

_SHORTEST_STATEMENT = 8
_CLASSES = 4096
"""Places of the hash table of class names; a power of two, twice as many as any schema has."""
_RANGE = 4 * 1024**2
_FEWEST_STEP_IDS = 2**24
_BEGIN = re.compile(rb";\s*(?=#)")
_DONE, _SECTION_END, _ODD = 0, 1, 2
_LONGEST_INTEGER, _GREATEST_POWER = 18, 280


@dataclass(frozen=True)
class Statements:
    """The instances of a file in its order."""

    step_ids: Integers
    starts: Integers
    """Offset of each ``#``."""
    classes: NDArray[np.int16]
    """Into ``class_names``."""
    counts: NDArray[np.int16]
    """Arguments."""
    class_names: list[str]
    """In capitals."""
    referenced: NDArray[np.uint8]
    """1 for each step id that is referred to."""
    end: int
    """Offset of the ``ENDSEC`` behind them."""


@njit(cache=True, nogil=True)
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
        return at if at - first <= _LONGEST_INTEGER else -1
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


@njit(cache=True, nogil=True)
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
                if at == first or at - first > _LONGEST_INTEGER or number >= len(referenced):
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


@njit(cache=True, nogil=True)
def _look_through(
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
) -> tuple[int, int, int, int]:
    """Statements from ``at`` to the first that begins at or behind ``stop``: their number, where that is, why it stopped."""
    end = len(data)
    found, class_count = 0, 0
    codes = np.zeros(_CLASSES, np.int16)
    at = skip_space(data, at, end)
    while at < stop:
        start = at
        if data[at] != HASH:
            is_end = at + 6 < end and data[at] == 69 and data[at + 1] == 78 and data[at + 2] == 68 and data[at + 3] == 83
            return found, at, _SECTION_END if is_end else _ODD, class_count
        at += 1
        first = at
        step_id = 0
        while at < end and is_digit(data[at]):
            step_id = step_id * 10 + data[at] - 48
            at += 1
        if at == first or at - first > _LONGEST_INTEGER or step_id >= len(referenced):
            return found, start, _ODD, class_count
        at = skip_space(data, at, end)
        if at >= end or data[at] != EQUALS:
            return found, start, _ODD, class_count
        at = skip_space(data, at + 1, end)
        name = at
        key = np.uint64(14695981039346656037)
        while at < end and (is_letter(data[at]) or is_digit(data[at])):
            code = data[at] & 223 if data[at] >= 97 else data[at]
            key = (key ^ np.uint64(code)) * np.uint64(1099511628211)
            at += 1
        name_end = at
        if name_end == name or not is_letter(data[name]):
            return found, start, _ODD, class_count
        place = np.int64(key & np.uint64(_CLASSES - 1))
        while codes[place] != 0 and hashes[codes[place] - 1] != key:
            place = (place + 1) & (_CLASSES - 1)
        if codes[place] == 0:
            if class_count == len(hashes):
                return found, start, _ODD, class_count
            hashes[class_count] = key
            names[class_count, 0], names[class_count, 1] = name, name_end
            class_count += 1
            codes[place] = class_count
        at = skip_space(data, at, end)
        if at >= end or data[at] != OPEN:
            return found, start, _ODD, class_count
        at, count = _past_arguments(data, at, end, referenced)
        if at < 0 or count > 1000:
            return found, start, _ODD, class_count
        at = skip_space(data, at, end)
        if at >= end or data[at] != SEMICOLON:
            return found, start, _ODD, class_count
        step_ids[found], starts[found], classes[found], counts[found] = step_id, start, codes[place] - 1, count
        found += 1
        at = skip_space(data, at + 1, end)
    return found, at, _DONE, class_count


@dataclass(frozen=True)
class _Part:
    step_ids: Integers
    starts: Integers
    classes: NDArray[np.int16]
    counts: NDArray[np.int16]
    names: list[str]
    start: int
    reached: int
    status: int


def scan_statements(data: bytes, start: int, ranges: int = 2) -> Statements:
    """Look through the DATA section.

    Args:
        data: The file.
        start: Behind the ``DATA;`` of it.
        ranges: Into so many parts, each on a thread of its own; the result is the same for any number.

    Raises:
        CannotRead: A statement that is not ``#number = NAME ( … ) ;`` by the grammar, or a section without an end.
    """
    codes = np.frombuffer(data, np.uint8)
    referenced = np.zeros(max(_FEWEST_STEP_IDS, len(data) // 4), np.uint8)
    ranges = max(1, min(ranges, (len(data) - start) // _RANGE))
    cuts = [start + (len(data) - start) * place // ranges for place in range(1, ranges)]
    found = [_BEGIN.search(data, cut) for cut in cuts]
    begins = [start, *sorted({match.end() for match in found if match})]
    stops = [*begins[1:], len(data)]
    with ThreadPoolExecutor(len(begins)) as threads:
        guessed = list(threads.map(lambda pair: _part(data, codes, pair, referenced), zip(begins, stops, strict=True)))
    parts: list[_Part] = []
    for part in guessed:
        if parts and parts[-1].status == _SECTION_END:
            break
        if parts and parts[-1].reached != part.start:
            # The guess was wrong (it fell into a string or a comment): what it noted as referenced may be wrong too.
            return scan_statements(data, start, 1)
        parts.append(part)
        if part.status == _ODD:
            raise CannotRead(f"offset {part.reached}", "a statement that the grammar does not know")
    if parts[-1].status != _SECTION_END:
        raise CannotRead("DATA", "the section has no end")
    names = list(dict.fromkeys(name for part in parts for name in part.names))
    code_of = {name: code for code, name in enumerate(names)}
    maps = [np.array([code_of[name] for name in part.names], np.int16) for part in parts]
    return Statements(
        np.concatenate([part.step_ids for part in parts]), np.concatenate([part.starts for part in parts]),
        np.concatenate([numbers[part.classes] for numbers, part in zip(maps, parts, strict=True)]),
        np.concatenate([part.counts for part in parts]), names, referenced, parts[-1].reached,
    )  # fmt: skip


def _part(data: bytes, codes: Bytes, stretch: tuple[int, int], referenced: NDArray[np.uint8]) -> _Part:
    start, stop = stretch
    # Most of this is never touched, and so never given by the system.
    most = (stop - start) // _SHORTEST_STATEMENT + 1
    step_ids, starts = np.empty(most, np.int64), np.empty(most, np.int64)
    classes, counts = np.empty(most, np.int16), np.empty(most, np.int16)
    hashes, places = np.zeros(_CLASSES // 2, np.uint64), np.zeros((_CLASSES // 2, 2), np.int64)
    count, reached, status, class_count = _look_through(
        codes, start, stop, referenced, step_ids, starts, classes, counts, hashes, places
    )
    names = [data[first:last].decode("ascii").upper() for first, last in places[:class_count].tolist()]
    return _Part(
        step_ids[:count].copy(), starts[:count].copy(), classes[:count].copy(), counts[:count].copy(), names, start, reached, status
    )
