"""Kernels that step over the tokens of a STEP file: spaces, comments, values. Compiled once, kept on disk."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Some of them for those that import all they need of the lexis from here.
from pipelines.ingest.columnar.marks import *  # noqa: F403
from pipelines.ingest.columnar.marks import (
    BINARY,
    CLOSE,
    COMMA,
    DERIVED,
    DOLLAR,
    DOT,
    ENUMERATION,
    HASH,
    INTEGER,
    LIST,
    MARK,
    OPEN,
    QUOTE,
    REAL,
    REFERENCE,
    SLASH,
    SPACE,
    STAR,
    STRING,
    TYPED,
    UNDERSCORE,
    UNSET,
)  # fmt: skip

Bytes = NDArray[np.uint8]


@njit(cache=True, nogil=True, inline="always")
def is_digit(code: int) -> bool:
    """0 to 9."""
    return 48 <= code <= 57


@njit(cache=True, nogil=True, inline="always")
def is_letter(code: int) -> bool:
    """A to Z, a to z, underscore."""
    return 65 <= code <= 90 or 97 <= code <= 122 or code == UNDERSCORE


@njit(cache=True, nogil=True)
def skip_space(data: Bytes, at: int, end: int) -> int:
    """The next byte that is neither space nor in a comment; ``end`` where a comment has none."""
    while at < end:
        code = data[at]
        if code == SPACE or 9 <= code <= 13:
            at += 1
        elif code == SLASH and at + 1 < end and data[at + 1] == STAR:
            at += 2
            while at + 1 < end and not (data[at] == STAR and data[at + 1] == SLASH):
                at += 1
            at = at + 2 if at + 1 < end else end
        else:
            return at
    return end


@njit(cache=True, nogil=True)
def past_string(data: Bytes, at: int, end: int) -> int:
    """Behind the string whose opening quote stands at ``at``; a doubled quote does not end it."""
    at += 1
    while at < end:
        if data[at] == QUOTE:
            if at + 1 < end and data[at + 1] == QUOTE:
                at += 2
                continue
            return at + 1
        at += 1
    return end


@njit(cache=True, nogil=True)
def past_brackets(data: Bytes, at: int, end: int) -> int:
    """Behind the closing bracket of the opening one at ``at``."""
    depth = 0
    while at < end:
        code = data[at]
        if code == QUOTE:
            at = past_string(data, at, end)
            continue
        if code == SLASH and at + 1 < end and data[at + 1] == STAR:
            at = skip_space(data, at, end)
            continue
        at += 1
        if code == OPEN:
            depth += 1
        elif code == CLOSE:
            depth -= 1
            if depth == 0:
                return at
    return end


@njit(cache=True, nogil=True)
def past_value(data: Bytes, at: int, end: int) -> int:
    """Behind the value that begins at ``at``, which is no space."""
    code = data[at]
    if code == QUOTE:
        return past_string(data, at, end)
    if code == OPEN:
        return past_brackets(data, at, end)
    if is_letter(code):
        while at < end and (is_letter(data[at]) or is_digit(data[at])):
            at += 1
        return past_brackets(data, skip_space(data, at, end), end)
    if code == MARK:
        at += 1
        while at < end and data[at] != MARK:
            at += 1
        return at + 1
    at += 1
    while at < end:
        code = data[at]
        if 9 <= code <= 13 or code in (COMMA, CLOSE, SPACE, SLASH):
            return at
        at += 1
    return at


@njit(cache=True, nogil=True)
def kind_of(data: Bytes, at: int, end: int) -> int:
    """The kind of the value from ``at`` to ``end``."""
    code = data[at]
    if code == HASH:
        return REFERENCE
    if code == QUOTE:
        return STRING
    if code == DOLLAR:
        return UNSET
    if code == STAR:
        return DERIVED
    if code == DOT:
        return ENUMERATION
    if code == OPEN:
        return LIST
    if code == MARK:
        return BINARY
    if is_letter(code):
        return TYPED
    for place in range(at, end):
        if data[place] == DOT:
            return REAL
    return INTEGER


@njit(cache=True, nogil=True)
def first_argument(data: Bytes, at: int, end: int) -> int:
    """Behind the bracket that opens the arguments of the statement at ``at``."""
    at += 1
    while is_digit(data[at]):
        at += 1
    at = skip_space(data, skip_space(data, at, end) + 1, end)
    while is_letter(data[at]) or is_digit(data[at]):
        at += 1
    return skip_space(data, at, end) + 1
